"""What a mail announces is the interview itself; advice told from what has happened; and both as they are spoken of."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from store import applications, email_writing
from store.applications import Application, TimelineEntry
from store.applications_details import Interview, Offer
from store.database import transaction
from store.errors import AppError, ConflictError, NotFoundError
from tests.tools.mailbox import INTERVIEW, Mailbox, mail
from tools.accounts.schemas import ProfileUpdate
from tools.accounts.service import change_profile
from tools.applications.around import presenting, reminders, talk
from tools.applications.around.advice import advise
from tools.applications.around.calendar import calendar
from tools.applications.around.interviews import change_interview
from tools.applications.around.schemas import InterviewChanges
from tools.applications.around.talk_schemas import (
    CompareOffers,
    OfApplication,
    RecordOffer,
    RemindMe,
    SayContact,
    ScheduleInterview,
)
from tools.applications.details import details_of
from tools.applications.moving import Change, move
from tools.resumes.schemas import NoArguments

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def invitation(starts: str, *, method: str = "REQUEST", sequence: int = 0, subject: str = "Interview") -> bytes:
    """A mail with an invitation of one and the same event."""
    head = mail(f"{subject} {sequence}", INTERVIEW).partition(b"Content-Type")[0]
    return head + (
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        + INTERVIEW.encode() + f"\n--b\nContent-Type: text/calendar; method={method}\n\nBEGIN:VCALENDAR\n"
        f"VERSION:2.0\nPRODID:x\nMETHOD:{method}\nBEGIN:VEVENT\nUID:one@harbor\nSEQUENCE:{sequence}\n"
        f"DTSTAMP:20261124T090000Z\nDTSTART:{starts}\nSUMMARY:Interview\nEND:VEVENT\nEND:VCALENDAR\n--b--\n\n".encode()
    )  # fmt: skip


async def test_an_interview_that_a_mail_announced_is_one_thing(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    actor, sessions = mailbox.actor, mailbox.services.sessions

    async def seen() -> tuple[list[Any], list[Any], list[Any]]:
        async with sessions() as session:
            row = await applications.of_job(session, actor, job.id)
            assert row is not None
            rounds = (await details_of(session, actor, row.id))["interviews"]
            days = await calendar(session, actor, date(2026, 11, 1), date(2026, 12, 31))
            return rounds, days, list(await email_writing.entries(session, actor))

    await mailbox.hand_in(invitation("20261201T090000Z"))
    (first,), (day,), (entry,) = await seen()
    assert (first.starts_at, day.kind, day.id) == (entry.starts_at, "interview", first.id)

    await mailbox.hand_in(invitation("20261203T100000Z", sequence=1))
    (moved,), days, _ = await seen()
    assert (moved.id, moved.starts_at, len(days)) == (first.id, datetime(2026, 12, 3, 10, tzinfo=UTC), 1)

    async with transaction(sessions) as session:
        changes = InterviewChanges(starts_at=datetime(2026, 12, 4, 10, tzinfo=UTC), notes="Bring the portfolio")
        await change_interview(session, actor, moved.application_id, moved.id, changes)
    _, _, (entry,) = await seen()
    assert entry.starts_at == datetime(2026, 12, 4, 10, tzinfo=UTC)
    await mailbox.undo()

    await mailbox.hand_in(invitation("20261203T100000Z", method="CANCEL", sequence=2))
    (cancelled,), days, _ = await seen()
    assert (cancelled.outcome, [one.cancelled for one in days]) == ("cancelled", [True])
    await mailbox.undo()
    (back,), _, (entry,) = await seen()
    assert (back.outcome, back.starts_at, entry.cancelled) == (None, moved.starts_at, False)
    await mailbox.undo()
    (first_again,), _, _ = await seen()
    assert first_again.starts_at == first.starts_at
    await mailbox.undo()
    rounds, days, entries = await seen()
    assert (rounds, days, entries) == ([], [], [])


async def test_an_appointment_of_a_saved_job_becomes_an_interview_when_it_is_applied_for(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    starts_at = datetime(2030, 1, 7, 9, tzinfo=UTC)
    async with transaction(mailbox.services.sessions) as session:
        await email_writing.put_entry(
            session, mailbox.actor, "u@x", job_id=job.id, title="Call", starts_at=starts_at, quote="Call on Monday?",
            place="https://meet.example.com/a",
        )  # fmt: skip
    await mailbox.apply(job)
    async with mailbox.services.sessions() as session:
        row = await applications.of_job(session, mailbox.actor, job.id)
        assert row is not None
        (found,) = (await details_of(session, mailbox.actor, row.id))["interviews"]
        told = [
            entry.why for entry in await applications.timeline(session, mailbox.actor, row.id) if entry.by == "mail"
        ]
    assert (found.starts_at, found.kind, found.round, told) == (starts_at, "video", 1, ["Call on Monday?"])


async def test_an_interview_put_down_by_hand_is_the_one_that_a_mail_announces(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    async with transaction(mailbox.services.sessions) as session:
        wanted = ScheduleInterview(
            application=str(job.number), starts_at=datetime(2026, 12, 1, 9, tzinfo=UTC), people=["Mira"]
        )
        told = await talk.schedule_interview(session, mailbox.actor, wanted)
    await mailbox.hand_in(invitation("20261201T090000Z"))
    async with mailbox.services.sessions() as session:
        (one,) = (await details_of(session, mailbox.actor, told.interview.application_id))["interviews"]
    assert (one.id, [person.name for person in one.people]) == (told.interview.id, ["Mira"])
    await mailbox.undo()
    async with mailbox.services.sessions() as session:
        assert len((await details_of(session, mailbox.actor, told.interview.application_id))["interviews"]) == 1


def application(status: str = "applied", days: float = 9, **values: Any) -> Application:
    at = NOW - timedelta(days=days)
    return Application(status=status, applied_at=at, moved_at=at, **values)


def happened(kind: str, by: str, days: float, **data: Any) -> TimelineEntry:
    return TimelineEntry(kind=kind, by=by, at=NOW - timedelta(days=days), data=data)


def interview(hours: float, **values: Any) -> Interview:
    starts_at = NOW + timedelta(hours=hours)
    return Interview(id=None, round=1, starts_at=starts_at, ends_at=None, timezone=None, people=[], **values)


def offer(days: int, **values: Any) -> Offer:
    return Offer(answer_by=NOW.date() + timedelta(days=days), **{"state": "open", **values})


@pytest.mark.parametrize(
    ("row", "timeline", "interviews", "offers", "wanted"),
    [
        (application(), [], [], [], ["follow_up"]),
        (application(days=6.9), [], [], [], []),
        (application(), [happened("mail", "mail", 8, reply="application_received")], [], [], ["follow_up"]),
        (application(), [happened("mail", "mail", 2, reply="question")], [], [], []),
        (application(), [happened("mail", "person", 2)], [], [], []),
        (application("rejected"), [], [], [], []),
        (application("withdrawn"), [], [interview(-3)], [offer(1)], []),
        (application("screening"), [], [], [], []),
        (application("interviewing", 30), [], [interview(-3)], [], ["thank_you"]),
        (application("interviewing", 30), [], [interview(-80)], [], []),
        (application("interviewing", 30), [], [interview(-24 * 8)], [], ["follow_up"]),
        (application("interviewing", 30), [], [interview(-24 * 8, outcome="failed")], [], []),
        (application("interviewing", 30), [], [interview(-24 * 8), interview(30)], [], ["interview"]),
        (application("interviewing", 30), [], [interview(30, outcome="cancelled")], [], []),
        (application("offer", 30), [], [], [offer(3)], ["offer"]),
        (application("offer", 30), [], [], [offer(30), offer(-1), offer(3, state="declined")], []),
        (application("preparing", deadline=NOW.date() + timedelta(days=2)), [], [], [], ["deadline"]),
        (application("applied", 1, deadline=NOW.date() + timedelta(days=2)), [], [], [], []),
    ],
)
def test_advice_is_told_from_what_has_happened(
    row: Application, timeline: list[TimelineEntry], interviews: list[Interview], offers: list[Offer], wanted: list[str]
) -> None:
    found = advise(row, timeline, interviews, offers, now=NOW)
    assert [advice.kind for advice in found] == wanted
    assert all(advice.why and advice.key for advice in found)


async def test_what_is_next_says_whether_nothing_is_due_or_nothing_tracked(mailbox: Mailbox) -> None:
    async def told() -> str:
        async with transaction(mailbox.services.sessions) as session:
            return presenting.present_next(await talk.what_next(session, mailbox.actor, NoArguments()))

    assert (await told()).startswith("No application is tracked yet")
    await mailbox.apply(await mailbox.job())
    assert (await told()).startswith("Nothing needs to be done about your applications now")


async def test_by_talk_from_an_interview_to_a_negotiated_offer(mailbox: Mailbox) -> None:
    job, other = await mailbox.job(), await mailbox.job("Cook", "Acme")
    actor = mailbox.actor

    async def say(tool: Callable[..., Awaitable[Any]], data: Any) -> Any:
        async with transaction(mailbox.services.sessions) as session:
            return await tool(session, actor, data)

    async def stage(number: Any) -> str | None:
        async with mailbox.services.sessions() as session:
            row = await applications.of_job(session, actor, number.id)
            return row.status if row else None

    at = datetime(2030, 7, 5, 10)
    told = await say(
        talk.schedule_interview, ScheduleInterview(application="Harbor", starts_at=at, people=["Ms Weber"])
    )
    assert (told.what, await stage(job), "10:00 (UTC)" in presenting.present_interview(told)) == (
        "added",
        "interviewing",
        True,
    )
    await mailbox.undo()
    assert await stage(job) is None
    zoned = ScheduleInterview(application="Harbor", starts_at=at, timezone="Europe/Vienna")
    first = await say(talk.schedule_interview, zoned)
    moved = await say(talk.schedule_interview, ScheduleInterview(change=True, starts_at=at + timedelta(days=1)))
    assert (moved.interview.id, moved.interview.timezone) == (first.interview.id, "Europe/Vienna")
    assert moved.interview.starts_at == datetime(2030, 7, 6, 8, tzinfo=UTC)
    called_off = await say(talk.schedule_interview, ScheduleInterview(change=True, outcome="cancelled"))
    assert called_off.what == "cancelled"
    for missing in (ScheduleInterview(), ScheduleInterview(change=True, round=7, starts_at=at)):
        with pytest.raises(AppError, match=r"When is the interview|no interview"):
            await say(talk.schedule_interview, missing)

    with pytest.raises(NotFoundError, match="Tell me what they offer"):
        await say(talk.compare_offers, CompareOffers())
    await say(talk.record_offer, RecordOffer(application="Harbor", base=100_000, currency="EUR", bonus_percent=10))
    await say(talk.record_offer, RecordOffer(application=str(other.number), base=90_000, currency="EUR"))
    assert (await stage(job), await stage(other)) == ("offer", "offer")
    third = await say(talk.record_offer, RecordOffer(application="Harbor", base=101_000, currency="EUR"))
    assert "second offer for this application; the first, of" in presenting.present_offer(third)
    await mailbox.undo()
    table = presenting.present_comparison(await say(talk.compare_offers, CompareOffers()))
    assert "**110,000**" in table
    sheet = await say(talk.negotiation_sheet, OfApplication(application="Harbor"))
    assert "Cook at Acme: 90,000 EUR in the first year" in sheet.markdown
    with pytest.raises(ConflictError, match="Which application"):
        await say(talk.negotiation_sheet, OfApplication())

    reminder = await say(talk.remind_me, RemindMe(text="Call Nobody Ltd", application="Nobody Ltd", due_at=at))
    assert (reminder.application_id, reminder.due_at) == (None, datetime(2030, 7, 5, 8, tzinfo=UTC))
    contact = (await say(talk.add_contact, SayContact(name="Ms Weber", application="Nobody Ltd"))).contact
    assert (contact.company, contact.application_id) == ("Nobody Ltd", None)
    told_next = presenting.present_next(await say(talk.what_next, NoArguments()))
    assert "Call Nobody Ltd" in told_next


async def test_hours_without_a_zone_are_the_persons_own(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    actor, at = mailbox.actor, datetime(2030, 7, 5, 10)
    async with transaction(mailbox.services.sessions) as session:
        said = ScheduleInterview(application=str(job.number), starts_at=at)
        unknown = await talk.schedule_interview(session, actor, said)
        assert "I do not know your time zone" in presenting.present_interview(unknown)
        await change_profile(session, actor, ProfileUpdate(timezone="America/New_York"))
        later = said.model_copy(update={"starts_at": at + timedelta(days=1)})
        own = await talk.schedule_interview(session, actor, later)
        assert own.interview.starts_at == datetime(2030, 7, 6, 14, tzinfo=UTC)
        words = presenting.present_interview(own)
        assert "10:00 (America/New_York)" in words
        assert "do not know" not in words
        vienna = later.model_copy(update={"starts_at": at + timedelta(days=2), "timezone": "Europe/Vienna"})
        assert (await talk.schedule_interview(session, actor, vienna)).interview.starts_at.hour == 8
        # The last interview was in Vienna; the profile counts for more.
        late = await talk.remind_me(session, actor, RemindMe(text="Call", due_at=datetime(2030, 7, 8, 23)))
        assert late.due_at == datetime(2030, 7, 9, 3, tzinfo=UTC)
        assert "8 July 2030 23:00 (America/New_York)" in presenting.present_reminder(late)
        now = datetime(2030, 7, 8, 12, tzinfo=UTC)
        assert [one.text for one in await reminders.list_reminders(session, actor, "today", now=now)] == ["Call"]
        on_day = await calendar(session, actor, date(2030, 7, 8), date(2030, 7, 8))
        assert [(item.title, item.timezone) for item in on_day] == [("Call", "America/New_York")]
    # An appointment that its mail names no zone for takes place where the person is.
    await mailbox.hand_in(invitation("20261201T090000"))
    async with mailbox.services.sessions() as session:
        rounds = (await details_of(session, actor, own.interview.application_id))["interviews"]
    assert (rounds[0].starts_at, rounds[0].timezone) == (
        datetime(2026, 12, 1, 14, tzinfo=UTC), "America/New_York",
    )  # fmt: skip


async def test_an_offer_does_not_move_what_has_ended(mailbox: Mailbox) -> None:
    job = await mailbox.job()
    await mailbox.apply(job)
    async with transaction(mailbox.services.sessions) as session:
        row = await applications.of_job(session, mailbox.actor, job.id)
        assert row is not None
        await move(session, mailbox.actor, row.id, Change("rejected"))
        await talk.record_offer(session, mailbox.actor, RecordOffer(application=str(job.number), base=1))
        assert (await applications.get(session, mailbox.actor, row.id)).status == "rejected"
