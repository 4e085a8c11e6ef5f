"""Gmail over the wire, against the stand-in for Google."""

import dataclasses
import random
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.errors import AuthenticationError, AuthorizationError, RateLimitError, UpstreamError
from store.settings import Settings
from tests.databases import Databases
from tests.peers import google as peer
from tests.peers.google import Google
from tests.tools.mailbox import ADA, mail, opened
from tools.context import Services
from tools.email.sources import calendar
from tools.email.sources.gmail import GmailSource
from tools.email.sources.opening import check, open_source
from tools.email.sources.source import Page, SourceSecrets

SINCE = datetime(2026, 11, 20, tzinfo=UTC)
EVERYTHING = ("gmail.readonly", "gmail.modify", "gmail.send", "calendar.events")


def seeded(number: int, **more: Any) -> dict[str, Any]:
    raw = mail(f"Mail {number}", message_id=f"<m{number}@harbor.example>", text=f"Text {number}\n")
    return peer.message(raw, user=ADA, id=f"msg_{number}", **more)


@pytest.fixture(scope="module")
async def services(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    async with opened(databases, tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def settings(services: Services) -> Settings:
    return services.settings


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Google]:
    """A mailbox with three mails in the inbox, and one each that is sent, old, a draft, spam and in the trash."""
    users = [{"email": ADA, "name": "Ada Fenwick", "email_verified": True}]
    old = mail("Old", message_id="<old@harbor.example>", sent="Sun, 01 Nov 2026 09:00:00 +0000")
    messages = [
        *(seeded(number) for number in (1, 2, 3)),
        seeded(4, labels=["SENT"], thread="thr_1"),
        peer.message(old, user=ADA, id="msg_old"),
        seeded(5, labels=["DRAFT"]),
        seeded(6, labels=["SPAM"]),
        seeded(7, labels=["TRASH"]),
    ]
    calendars = [{"id": "primary", "user_email": ADA, "summary": ADA, "primary": True}]
    address = "http://localhost/back"
    with peer.running(tmp_path, users, redirect_uri=address, messages=messages, calendars=calendars) as running:
        yield running


@pytest.fixture
def wired(services: Services, settings: Settings, google: Google) -> Services:
    return dataclasses.replace(services, settings=settings.model_copy(update=google.settings))


async def connect(wired: Services, google: Google, *scopes: str) -> tuple[GmailSource, list[dict[str, Any]]]:
    """A source with these scopes, and what it hands over to be kept."""
    answer = await google.tokens(ADA, *(scopes or EVERYTHING))
    kept: list[dict[str, Any]] = []

    async def keep(values: dict[str, Any]) -> None:
        kept.append(values)

    secrets = {
        "access_token": answer["access_token"], "refresh_token": answer["refresh_token"],
        "expires_at": wired.clock().timestamp() + 3600, "scopes": answer["scope"].split(),
    }  # fmt: skip
    return GmailSource(wired, SourceSecrets(secrets), keep), kept


@pytest.fixture
async def source(wired: Services, google: Google) -> AsyncIterator[GmailSource]:
    made, _ = await connect(wired, google)
    yield made
    await made.aclose()


async def pages(source: GmailSource, cursor: dict[str, Any] | None) -> list[Page]:
    return [page async for page in source.listed(cursor, since=SINCE)]


def ids(found: list[Page], *, gone: bool = False) -> set[str]:
    return {one.external_id for page in found for one in page.messages if one.gone is gone}


async def test_first_listing_takes_what_is_recent_and_mail(source: GmailSource) -> None:
    found = await pages(source, None)
    assert ids(found) == {"msg_1", "msg_2", "msg_3", "msg_4"}
    assert not found[-1].bounded
    assert int(found[-1].cursor["history_id"]) > 0


async def test_listing_goes_page_by_page(source: GmailSource, google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.email.sources.gmail._PAGE", 2)
    found = await pages(source, None)
    assert [len(page.messages) for page in found] == [2, 2]
    assert ids(found) == {"msg_1", "msg_2", "msg_3", "msg_4"}


async def test_mail_that_comes_while_listing_is_found_next_time(source: GmailSource, google: Google) -> None:
    late = ""
    cursor: dict[str, Any] = {}
    async for page in source.listed(None, since=SINCE):
        late, cursor = await google.add_mail(ADA, mail("Late", message_id="<late@harbor.example>")), page.cursor
    assert ids(await pages(source, cursor)) == {late}


async def test_changes_since_the_cursor(source: GmailSource, google: Google) -> None:
    cursor = (await pages(source, None))[-1].cursor
    assert ids(await pages(source, cursor)) == set()
    new = await google.add_mail(ADA, mail("New", message_id="<new@harbor.example>"))
    await google.add_mail(ADA, mail("Half", message_id="<half@harbor.example>"), labels=["DRAFT"])
    await source.change(["msg_1"], "read")
    await source.change(["msg_2"], "trash")
    found = await pages(source, cursor)
    assert ids(found) == {new, "msg_1", "msg_2"}
    assert ids(await pages(source, found[-1].cursor)) == set()


async def test_spam_and_deleted_mail_is_gone(source: GmailSource, google: Google) -> None:
    cursor = (await pages(source, None))[-1].cursor
    api = source.api
    await api.call(api.gmail.users().messages().delete(userId="me", id="msg_1"), purpose="tests")
    body = {"ids": ["msg_2"], "addLabelIds": ["SPAM"], "removeLabelIds": ["INBOX"]}
    await api.call(api.gmail.users().messages().batchModify(userId="me", body=body), purpose="tests")
    found = await pages(source, cursor)
    assert ids(found, gone=True) == {"msg_1", "msg_2"}
    assert ids(found) == set()


async def test_forgotten_history_is_a_bounded_listing(source: GmailSource, google: Google) -> None:
    cursor = (await pages(source, None))[-1].cursor
    google.front.forgotten = True
    found = await pages(source, cursor)
    assert all(page.bounded for page in found)
    assert ids(found) == {"msg_1", "msg_2", "msg_3", "msg_4"}
    google.front.forgotten = False
    assert ids(await pages(source, found[-1].cursor)) == set()


async def test_messages_come_whole_and_with_their_state(source: GmailSource, google: Google) -> None:
    await source.change(["msg_2"], "read")
    await source.change(["msg_2"], "archive")
    await source.change(["msg_3"], "star")
    wanted = ["msg_1", "msg_2", "msg_3", "msg_4", "msg_5", "msg_6", "msg_7", "msg_none"]
    found = {one.external_id: one for one in await source.fetch(wanted)}
    assert set(found) == {"msg_1", "msg_2", "msg_3", "msg_4", "msg_7"}
    assert found["msg_1"].raw == mail("Mail 1", message_id="<m1@harbor.example>", text="Text 1\n")
    assert found["msg_1"].received_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert not found["msg_1"].is_read
    assert not found["msg_1"].is_archived
    assert found["msg_2"].is_read
    assert found["msg_2"].is_archived
    assert found["msg_3"].is_starred
    assert found["msg_4"].is_sent
    assert not found["msg_4"].is_archived
    assert found["msg_4"].thread == "thr_1"
    assert found["msg_7"].in_trash


async def test_at_most_eight_requests_are_in_flight(source: GmailSource, google: Google) -> None:
    google.front.slow = 0.05
    await source.fetch(["msg_1"])  # the token's own requests are done
    google.front.busiest = 0
    assert len(await source.fetch(["msg_1", "msg_2", "msg_3", "msg_4"] * 6)) == 24
    assert 4 <= google.front.busiest <= 8


async def test_only_the_headers_of_what_is_too_large(wired: Services, google: Google) -> None:
    small = wired.settings.model_copy(update={"email_max_message_bytes": 1000})
    source, _ = await connect(dataclasses.replace(wired, settings=small), google)
    big = mail("Big", message_id="<big@harbor.example>", text="line of text\n" * 20_000)
    added = await google.add_mail(ADA, big)
    (found,) = await source.fetch([added])
    assert found.too_large
    assert b"<big@harbor.example>" in found.raw
    assert b"Subject: Big" in found.raw
    assert len(found.raw) < 1000
    assert b"line of text" not in found.raw


async def test_one_mail_that_takes_too_long_does_not_hold_up_the_others(wired: Services, google: Google) -> None:
    source, _ = await connect(wired, google)
    big = await google.add_mail(ADA, mail("Big", message_id="<big@harbor.example>", text="line of text\n" * 200_000))
    google.front.fail(f"/messages/{big}?format=raw", 503, times=99, retry_after="0")
    google.front.fail("/messages/msg_2?format=raw", 503, times=99, retry_after="0")
    found = await source.fetch([big, "msg_1"])
    assert [one.too_large for one in found] == [True, False]
    with pytest.raises(UpstreamError):  # a small one is no matter of time
        await source.fetch(["msg_1", "msg_2"])


async def test_changes_can_be_made_twice_and_undone(source: GmailSource, google: Google) -> None:
    for change in ("trash", "trash", "star", "unread"):
        await source.change(["msg_1", "msg_2"], change)
    await source.change(["msg_none"], "trash")
    labels = {one["id"]: set(one["labelIds"]) for one in await google.mailbox(ADA)}
    assert labels["msg_1"] == labels["msg_2"] == {"TRASH", "STARRED", "UNREAD"}
    for change in ("untrash", "unstar", "read", "archive", "unarchive"):
        assert await source.change(["msg_1"], change) == {}
    assert {one["id"]: set(one["labelIds"]) for one in await google.mailbox(ADA)}["msg_1"] == {"INBOX"}


async def test_sending_twice_sends_once(source: GmailSource, google: Google) -> None:
    raw = mail("Re: Mail 1", message_id="<reply-1@jobwright.example>", sender=ADA, to="jobs@harbor.example")
    first = await source.send(raw, message_id="<reply-1@jobwright.example>", thread="thr_1")
    again = await source.send(raw, message_id="<reply-1@jobwright.example>", thread="thr_1")
    assert first == again
    assert google.front.count("/messages/send", "POST") == 1
    (sent,) = [one for one in await google.mailbox(ADA) if one["id"] == first]
    assert sent["threadId"] == "thr_1"
    other = await source.send(
        raw.replace(b"reply-1", b"reply-2"), message_id="<reply-2@jobwright.example>", thread=None
    )
    assert other not in (None, first)


async def test_a_send_whose_answer_was_lost_is_not_sent_again_by_itself(source: GmailSource, google: Google) -> None:
    google.front.fail("/messages/send", 503, method="POST", times=5)
    raw = mail("Once", message_id="<once@jobwright.example>", sender=ADA, to="jobs@harbor.example")
    with pytest.raises(UpstreamError):
        await source.send(raw, message_id="<once@jobwright.example>", thread=None)
    assert google.front.count("/messages/send", "POST") == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [(403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (429, "rateLimitExceeded"), (503, "backendError")],
)
async def test_quota_and_outages_are_waited_for(source: GmailSource, google: Google, status: int, reason: str) -> None:
    google.front.fail("/messages/msg_1", status, reason, times=2, retry_after="0")
    assert len(await source.fetch(["msg_1"])) == 1
    assert google.front.count("/messages/msg_1") == 3


async def test_waits_grow_and_scatter(source: GmailSource, google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    random.seed(1)
    monkeypatch.setattr("tools.email.sources.google_api.asyncio.sleep", sleep)
    google.front.fail("/messages/msg_1", 429, "rateLimitExceeded", times=4)
    assert len(await source.fetch(["msg_1"])) == 1
    assert len(waits) == 4
    assert all(0.25 * 2**at <= wait <= 0.5 * 2**at for at, wait in enumerate(waits))


async def test_a_long_wait_is_told(source: GmailSource, google: Google) -> None:
    google.front.fail("/messages/msg_1", 429, "userRateLimitExceeded", times=9, retry_after="300")
    with pytest.raises(RateLimitError) as told:
        await source.fetch(["msg_1", "msg_2"])
    assert told.value.details["retry_after"] == 300
    assert google.front.count("/messages/msg_1") == 1


async def test_quota_that_stays_used_up_is_told(
    source: GmailSource, google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    google.front.fail("/messages/msg_1", 403, "userRateLimitExceeded", times=99, retry_after="0")
    with pytest.raises(RateLimitError) as told:
        await source.fetch(["msg_1"])
    assert told.value.details["retry_after"] >= 60
    assert google.front.count("/messages/msg_1") == 5


async def test_a_refused_token_is_refreshed_once_and_kept(wired: Services, google: Google) -> None:
    source, kept = await connect(wired, google)
    google.front.expire_tokens()
    assert len(await source.fetch(["msg_1", "msg_2", "msg_3"])) == 3
    assert len(kept) == 1
    assert kept[0]["access_token"]
    assert google.front.count("/oauth2/token", "POST") == 2  # the consent's and one refresh


async def test_a_token_is_refreshed_before_it_expires(wired: Services, google: Google) -> None:
    source, kept = await connect(wired, google)
    later = dataclasses.replace(wired, clock=lambda: datetime.now(UTC) + timedelta(minutes=59))
    source = GmailSource(later, source.api._secrets, source.api._on_new)
    await source.fetch(["msg_1"])
    assert len(kept) == 1
    assert kept[0]["expires_at"] > later.clock().timestamp() + 3000


async def test_withdrawn_access_says_so(wired: Services, google: Google) -> None:
    source, kept = await connect(wired, google)
    google.front.expire_tokens()
    google.front.answer("/oauth2/token", b'{"error": "invalid_grant"}', status=400, method="POST")
    with pytest.raises(AuthenticationError) as told:
        await pages(source, None)
    assert told.value.code == "EMAIL_ACCESS_REVOKED"
    assert "Connect it again" in told.value.message
    assert not kept


async def test_what_was_not_allowed_is_refused_here_and_there(wired: Services, google: Google) -> None:
    source, _ = await connect(wired, google, "gmail.readonly")
    assert source.capabilities == type(source.capabilities)()
    raw = mail("No", message_id="<no@jobwright.example>", sender=ADA, to="jobs@harbor.example")
    event = {"summary": "No"}
    for attempt in (
        source.change(["msg_1"], "read"),
        source.send(raw, message_id="<no@jobwright.example>", thread=None),
        calendar.insert_event(source, "abcde12345", event),
    ):
        with pytest.raises(AuthorizationError) as told:
            await attempt
        assert told.value.code == "EMAIL_PERMISSION_MISSING"
    assert not [asked for asked in google.front.asked if asked[0] == "POST" and "/gmail/" in asked[1]]
    api = source.api
    with pytest.raises(AuthorizationError, match="allow it at Google"):
        await api.call(api.gmail.users().messages().trash(userId="me", id="msg_1"), purpose="tests")


async def test_watch_and_its_end(source: GmailSource) -> None:
    history_id, ends = await source.watch("projects/of-a-test/topics/mail")
    assert history_id.isdigit()
    assert ends > datetime.now(UTC)
    await source.stop_watch()


async def test_an_event_is_put_in_once_and_taken_out(source: GmailSource, google: Google) -> None:
    event = {
        "summary": "Interview with Harbor", "start": {"dateTime": "2026-12-01T10:00:00Z"},
        "end": {"dateTime": "2026-12-01T11:00:00Z"},
    }  # fmt: skip
    assert await calendar.insert_event(source, "jobwright0interview1", event)
    assert await calendar.insert_event(source, "jobwright0interview1", event) == ""
    listing = source.api.calendar.events().list(calendarId="primary")
    assert [one["summary"] for one in (await source.api.call(listing, purpose="tests"))["items"]] == [event["summary"]]
    await calendar.delete_event(source, "jobwright0interview1")
    await calendar.delete_event(source, "jobwright0interview1")
    assert (await source.api.call(listing, purpose="tests"))["items"] == []


async def test_nonsense_answers_are_an_upstream_failure(source: GmailSource, google: Google) -> None:
    for body in (b"<html>", b"\xff\xfe", b'{"raw": "!!!!!"}'[:10]):
        google.front.answer("/messages/msg_1", body)
        with pytest.raises(UpstreamError):
            await source.fetch(["msg_1"])


async def test_opening_and_trying(wired: Services, google: Google) -> None:
    answer = await google.tokens(ADA, "gmail.readonly", "gmail.send")
    secrets = SourceSecrets({"refresh_token": answer["refresh_token"]})

    async def keep(values: dict[str, Any]) -> None:
        assert values["access_token"]

    settings = {"scopes": answer["scope"].split()}
    checked = await check(wired, "gmail", settings, secrets, on_new_secrets=keep)
    assert checked.address == ADA
    assert checked.capabilities.send
    assert not checked.capabilities.change
    async with open_source(wired, "gmail", settings, secrets, on_new_secrets=keep) as opened:
        assert len(await opened.fetch(["msg_1"])) == 1
    with pytest.raises(AuthenticationError):
        await check(wired, "gmail", settings, None, on_new_secrets=keep)
