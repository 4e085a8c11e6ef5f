"""Which application a mail is about, and what status it leads to."""

from datetime import UTC, datetime, timedelta

import pytest

from tools.email.message import Address, Mail
from tools.email.replies.classifying import classify
from tools.email.replies.progress import next_status
from tools.email.replies.schemas import KnownApplication
from tools.email.replies.tying import tie

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def known(job_id: str, title: str, company: str, **more: object) -> KnownApplication:
    """A job that was applied to."""
    return KnownApplication.model_validate(
        {"job_id": job_id, "number": 1, "title": title, "company": company, "status": "applied", **more}
    )


COOK, WAITER = known("cook", "Sous Chef", "Brasserie Nord GmbH"), known("waiter", "Waiter", "Brasserie Nord")
MASON = known("mason", "Mason", "Quarry", requisition_id="R-77", threads=["first@quarry.example"])


def mail(text: str, sender: str = "no-reply@greenhouse-mail.io", **more: object) -> Mail:
    """A mail about an application."""
    return Mail(message_id="2", subject="Hello", sender=Address(sender), text=text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "jobs", "certain"),
    [
        (mail("Thank you for applying to Brasserie Nord for the Sous Chef role."), ["cook"], True),
        (mail("Thank you for applying to Brasserie Nord."), ["cook", "waiter"], False),
        (mail("Your application R-77", "a@quarry.example"), ["mason"], True),
        (mail("Any news?", "ann@elsewhere.example", in_reply_to="first@quarry.example"), ["mason"], True),
        (mail("Your interview for the Mason role at Quarry is confirmed.", "quarry.boss@gmail.com"), ["mason"], False),
        (mail("Thank you for applying to Lagoon for the Mason role."), [], False),
        (mail("Your application to Quarry for the Bookkeeper role"), ["mason"], False),
        (
            mail("Not selected at Quarry.", "a@quarry.example", headers={"authentication-results": "x; dmarc=fail"}),
            ["mason"], False,
        ),
    ],
)  # fmt: skip
def test_ties(one: Mail, jobs: list[str], certain: bool) -> None:
    found = tie(classify(one), one, [COOK, WAITER, MASON])
    assert (sorted(found.job_ids), found.certain) == (jobs, certain)
    assert found.why


@pytest.mark.parametrize(
    ("sender", "certain"),
    [
        ("no-reply@hire.lever.co", True),
        ("jobs@brasserienord.example", True),
        ("jobs@mail.brasserie-nord.example", True),
        ("anna@brasserie.example", True),
        ("anna@kitchens.example", True),
        ("no-reply@hire.lever.co.login.example", False),
        ("jobs@brasserienord.example.login.example", False),
        ("jobs@brasserienord-careers.example", False),
        ("jobs@brasserienrod.example", False),
        ("grace@agency.example", False),
    ],
)
def test_only_who_may_speak_for_the_employer_is_believed_without_asking(sender: str, certain: bool) -> None:
    cook = known("cook", "Sous Chef", "Brasserie Nord GmbH", domains=["news.kitchens.example"])
    one = mail("You were not selected for the Sous Chef role at Brasserie Nord.", sender)
    found = tie(classify(one), one, [cook, MASON])
    assert (found.job_ids, found.certain) == (["cook"], certain)


def test_the_number_of_an_opening_is_no_proof_of_who_writes() -> None:
    one = mail("Your application to Quarry (R-77) was not successful.", "a@elsewhere.example")
    found = tie(classify(one), one, [MASON])
    assert (found.job_ids, found.certain) == (["mason"], False)


def test_without_applications_there_is_none() -> None:
    one = mail("Thank you for applying to Quarry.")
    assert tie(classify(one), one, []).job_ids == []


@pytest.mark.parametrize(
    ("kind", "status", "after", "ask"),
    [
        ("application_received", "saved", "applied", False),
        ("application_received", "interviewing", "interviewing", False),
        ("assessment", "saved", "applied", False),
        ("interview", "applied", "interviewing", False),
        ("interview", "offer", "offer", False),
        ("reschedule", "saved", "interviewing", False),
        ("offer", "interviewing", "offer", False),
        ("offer", "accepted", "accepted", True),
        ("rejection", "interviewing", "dismissed", False),
        ("rejection", "accepted", "dismissed", True),
        ("rejection", "dismissed", "dismissed", False),
        ("question", "applied", "applied", False),
    ],
)
def test_progress(kind: str, status: str, after: str, ask: bool) -> None:
    move = next_status(kind, status, sent_at=NOON, last_moved_at=None)
    assert (move.status, move.ask) == (after, ask)
    assert move.why


def test_an_earlier_mail_that_comes_late_changes_nothing() -> None:
    earlier = NOON - timedelta(days=1)
    assert next_status("rejection", "interviewing", sent_at=earlier, last_moved_at=NOON).status == "interviewing"
    assert next_status("rejection", "interviewing", sent_at=NOON, last_moved_at=earlier).status == "dismissed"
