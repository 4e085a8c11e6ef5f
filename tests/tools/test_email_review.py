"""Mails that are made to trip whoever keeps them, and what must not be lost or done twice with odd ones."""

import secrets
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from store import email as syncs
from store import email_findings as findings
from store import email_messages as messages
from store.database import transaction
from store.email_findings import EmailPosting
from store.errors import AppError, ConflictError, ValidationError
from tests.conftest import new_actor
from tests.tools.mailbox import INTERVIEW, REJECTION, Mailbox, mail, mbox
from tools.context import Context, Services
from tools.email import connecting, review
from tools.email.alerts.schemas import AlertPosting
from tools.email.inbox.changing import tidy_emails
from tools.email.inbox.schemas import TidyEmails
from tools.email.message import read_mail
from tools.email.schemas import ConnectFolder, SyncCounts, SyncEmail
from tools.email.sources.source import Fetched
from tools.email.syncing import fetching, service, steps
from tools.email.syncing.fetching import keep_fetched
from tools.email.syncing.steps import placed
from tools.email.tools import SYNC_EMAIL
from tools.registry import call

HEADER = (
    b"From: Ada <ada@harbor.example>\r\nTo: me@example.com\r\nSubject: A note\r\n"
    b"Date: Tue, 24 Nov 2026 09:00:00 +0000\r\nMessage-ID: <one@harbor.example>\r\n"
)
PDF = b"Content-Type: application/pdf\r\nContent-Disposition: attachment; "
DEEP = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(2000))
TRAPS = {
    "a NUL in the text": HEADER + b"Content-Type: text/plain\r\n\r\nBefore \x00 after.\r\n",
    "half a character": HEADER + b'Content-Type: text/plain; charset="unicode_escape"\r\n\r\n\\ud800 \\x00\r\n',
    "a character set that always fails": HEADER + b'Content-Type: text/plain; charset="undefined"\r\n\r\nWords.\r\n',
    "a character set with a NUL": HEADER + b'Content-Type: text/plain; charset="a\x00b"\r\n\r\nWords.\r\n',
    "a file name with a NUL": HEADER + PDF + b'filename="a\x00b.pdf"\r\n\r\nx',
    "a file name of half a character": HEADER + PDF + b"filename*=utf-7''%2B2AA-.pdf\r\n\r\nx",
    "parts two thousand deep": HEADER + DEEP + b"Content-Type: text/plain\r\n\r\nWords.\r\n",
    "an id too long for an index": HEADER.replace(b"<one@", b"<" + b"one" * 3000 + b"@") + b"\r\nWords.\r\n",
    "a reference too long for an index": HEADER + b"References: <" + b"r" * 9000 + b"@x>\r\n\r\nWords.\r\n",
    "a sender of a megabyte": HEADER.replace(b"Ada", b" ".join(b"w%d" % n for n in range(150_000))) + b"\r\nWords.",
    "markup fifty thousand deep": HEADER + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000 + b"Words.",
    "a date that no clock shows": HEADER.replace(b"2026", b"9999") + b"\r\nWords.\r\n",
    "nothing at all": b"\r\n",
}


@pytest.mark.parametrize("trap", TRAPS)
async def test_no_mail_keeps_the_others_from_being_read(mailbox: Mailbox, trap: str) -> None:
    begun = time.monotonic()
    plain = HEADER.replace(b"one@", b"two@").replace(b"A note", b"The other") + b"\r\nJust words.\r\n"
    result = await mailbox.hand_in(TRAPS[trap] + b"\r\n\r\n", plain)
    assert result.status == "completed", result.error
    assert "The other" in {one.subject for one in await mailbox.mails()}
    assert (await mailbox.sync()).status == "completed"
    assert time.monotonic() - begun < 20


def test_words_of_markup_that_is_nested_too_deeply_are_kept() -> None:
    assert read_mail(TRAPS["markup fifty thousand deep"]).text == "Words."


async def test_a_mail_with_the_message_id_of_another_hides_and_replaces_nothing(mailbox: Mailbox) -> None:
    first = mail("The first", "Words of the first.\n", message_id="<same@harbor.example>")
    forged = mail("The other", "Other words.\n", message_id="<same@harbor.example>", sender="Eve <eve@evil.example>")
    await mailbox.hand_in(first)
    before = (await mailbox.mails())[0]
    await mailbox.hand_in(forged)
    shown = {one.subject: one for one in await mailbox.mails()}
    assert set(shown) == {"The first", "The other"}
    assert shown["The first"] == before
    assert (await mailbox.hand_in(first, forged)).counts.fetched == 0


async def test_a_file_that_was_overwritten_by_another_mail_is_read_and_the_first_stays(
    services: Services,
) -> None:
    context = services.acting_for(await new_actor(services, role="admin"))
    home = services.settings.jobwright_home / "mail"
    home.mkdir()
    (home / "one.eml").write_bytes(mail("One", "First.\n"))
    (home / "two.eml").write_bytes(mail("Two", "Second.\n"))
    await connecting.connect_folder(context, ConnectFolder(path=str(home)))
    box = Mailbox(context)
    await box.sync()
    (home / "one.eml").write_bytes(mail("Two", "Second.\n"))
    (home / "two.eml").write_bytes(mail("Three", "Third.\n"))
    result = await box.sync()
    assert result.status == "completed", result.error
    assert {one.subject for one in await box.mails()} == {"One", "Two", "Three"}


@pytest.mark.parametrize("path", ["~nobody-of-that-name/mail", "n" * 290])
async def test_odd_paths_of_folders_are_refused(services: Services, path: str) -> None:
    context = services.acting_for(await new_actor(services, role="admin"))
    with pytest.raises(AppError):
        await connecting.connect_folder(context, ConnectFolder(path=path))


async def test_a_mail_dated_in_the_far_future_does_not_stop_later_ones_from_counting(mailbox: Mailbox) -> None:
    await mailbox.apply(await mailbox.job())
    await mailbox.hand_in(mail("Interview", INTERVIEW, sent="Thu, 26 Nov 2099 09:00:00 +0000"))
    assert set((await mailbox.jobs()).values()) == {"interviewing"}
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=1))
    await mailbox.hand_in(mail("Your application", REJECTION, sent=later))
    assert set((await mailbox.jobs()).values()) == {"dismissed"}


async def test_an_address_that_spells_nul_keeps_no_alert_from_being_read(mailbox: Mailbox) -> None:
    cards = "".join(
        f"<table><tr><td><a href='https://t.example/c?url=https%3A%2F%2Fx.example%2Fjobs%2F{n}%00'>Line Cook {n}</a>"
        f"<br>Kitchen {n} GmbH<br>Berlin, Germany</td></tr></table>" for n in range(3)
    )  # fmt: skip
    head = HEADER.replace(b"A note", b"3 new jobs for you: cook") + b"Content-Type: text/html\r\n\r\n"
    result = await mailbox.hand_in(head + b"<h2>New jobs for you</h2>" + cards.encode() + b"\r\n\r\n")
    assert result.status == "completed", result.error
    assert result.counts.postings == 3


async def test_tidying_everything_is_not_offered_by_an_age_of_no_days(mailbox: Mailbox) -> None:
    await mailbox.hand_in(mail("A note", "Words.\n"))
    async with transaction(mailbox.services.sessions) as session:
        with pytest.raises(ValidationError):
            await tidy_emails(session, mailbox.actor, TidyEmails(change="delete", older_than_days=0))
    assert len(await mailbox.mails()) == 1


async def test_a_decision_taken_twice_or_anew_leaves_only_the_last_one_standing(mailbox: Mailbox) -> None:
    one, two = await mailbox.job(), await mailbox.job("Data Analyst")
    await mailbox.apply(one)
    await mailbox.apply(two)
    await mailbox.hand_in(mail("Your application", REJECTION))
    shown = (await mailbox.mails())[0]
    decide = review.decide_reply
    async with transaction(mailbox.services.sessions) as session:
        with pytest.raises(ConflictError):
            await decide(session, mailbox.actor, shown.id, accept=True)
    async with transaction(mailbox.services.sessions) as session:
        await decide(session, mailbox.actor, shown.id, accept=True, job_id=two.id)
    names = ("Backend Engineer at Harbor Freightways", "Data Analyst at Harbor Freightways")
    assert await mailbox.jobs() == dict(zip(names, ("applied", "dismissed"), strict=True))
    async with transaction(mailbox.services.sessions) as session:
        await decide(session, mailbox.actor, shown.id, accept=False)
    assert set((await mailbox.jobs()).values()) == {"applied"}
    assert (await mailbox.mails())[0].reply.state == "ignored"


async def test_reading_a_mail_again_keeps_what_it_has_changed(mailbox: Mailbox) -> None:
    await mailbox.apply(await mailbox.job())
    await mailbox.hand_in(mail("Your application", REJECTION))
    shown = (await mailbox.mails())[0]
    again = await review.read_again(mailbox.context, shown.id, None)
    assert again.email.reply.state == shown.reply.state == "applied"


async def test_an_answer_out_of_another_program_answers(context: Context) -> None:
    box = Mailbox(context)
    asked = mail("Interview", INTERVIEW, message_id="<asked@harbor.example>", sent="Mon, 23 Nov 2026 09:00:00 +0000")
    answer = mail(
        "Re: Interview", "Tuesday at ten.\n", sender="Ada <ada@example.com>", In_Reply_To="<asked@harbor.example>",
        References="<asked@harbor.example>",
    )  # fmt: skip
    await box.hand_in(asked)
    assert [one.needs_answer for one in await box.mails()] == [True]
    _, source_id = await connecting.upload_mail(context, mbox(mail("Another", "Words.\n")))
    await keep_fetched(context, source_id, [Fetched("sent", answer, is_sent=True)])
    await box.sync(str(source_id))
    assert {one.subject: one.needs_answer for one in await box.mails()} == {
        "Interview": False, "Re: Interview": False, "Another": False,
    }  # fmt: skip
    assert len(await box.mails(needs_answer=True)) == 0


def test_openings_of_another_parser_lose_none_to_those_decided_on() -> None:
    there = EmailPosting(place=0, data=AlertPosting(title="Cook", company="Acme").model_dump(mode="json"))
    read = [AlertPosting(title=title, company="Acme") for title in ("Baker", "Cook", "Waiter")]
    assert [(row["place"], row["data"]["title"]) for row in placed(read, [there])] == [(1, "Baker"), (2, "Waiter")]


async def test_an_invitation_whose_own_id_no_index_holds_stops_nothing(mailbox: Mailbox) -> None:
    await mailbox.apply(await mailbox.job())
    head = mail("Interview", INTERVIEW).partition(b"Content-Type")[0]
    parts = (
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        + INTERVIEW.encode() + b"\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n"
        b"VERSION:2.0\nPRODID:x\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:" + secrets.token_hex(9000).encode()
        + b"\nDTSTAMP:20261124T090000Z\nDTSTART:20261201T090000Z\nSUMMARY:Interview\nEND:VEVENT\nEND:VCALENDAR\n"
        b"--b--\n\n"
    )  # fmt: skip
    result = await mailbox.hand_in(head + parts, mail("Your application", REJECTION))
    assert result.status == "completed", result.error
    assert set((await mailbox.jobs()).values()) == {"dismissed"}
    assert (await mailbox.sync()).status == "completed"


async def test_a_reply_that_cannot_be_acted_on_keeps_no_other_from_it(mailbox: Mailbox) -> None:
    await mailbox.apply(await mailbox.job())
    _, source_id = await connecting.upload_mail(
        mailbox.context, mbox(mail("Interview", INTERVIEW), mail("Your application", REJECTION))
    )
    begun = await call(SYNC_EMAIL, mailbox.context, SyncEmail(source=str(source_id)))
    within = mailbox.services.acting_for(mailbox.actor, run_id=begun.id)
    source = await fetching.source_of_run(within)
    await steps.read_new(within, source, lambda _: None)
    first = next(one for one in await mailbox.mails() if one.subject == "Interview")
    async with transaction(mailbox.services.sessions) as session:
        (await findings.get_reply(session, mailbox.actor, first.id)).data = {"kind": "of another version"}
    await steps.act(within, source, lambda _: None)
    async with mailbox.services.sessions() as session:
        counts = (await syncs.get_sync(session, mailbox.actor, begun.id)).counts
    assert (counts["changed"], counts["failed"]) == (1, 1)
    assert "1 mail could not be read" in service.in_words(SyncCounts.model_validate(counts))
    assert set((await mailbox.jobs()).values()) == {"dismissed"}
    async with mailbox.services.sessions() as session:
        tripped = await messages.get(session, mailbox.actor, first.id)
    assert (tripped.state, "look at it yourself" in (tripped.problem or "")) == ("acted", True)
