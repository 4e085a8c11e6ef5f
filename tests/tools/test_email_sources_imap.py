"""IMAP and SMTP over the wire: a real Dovecot and a mail server that keeps what it gets."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from store.errors import AppError, ConflictError, UpstreamError, ValidationError
from store.settings import Settings
from tests.databases import Databases
from tests.peers import dovecot, smtp
from tests.peers.dovecot import Dovecot
from tests.peers.smtp import Smtp
from tests.tools.mailbox import mail, opened
from tools.addresses import AddressGuard
from tools.context import Services
from tools.email.sources.imap import ImapSource
from tools.email.sources.opening import check, open_source
from tools.email.sources.servers import known_servers
from tools.email.sources.source import Page, SourceSecrets
from tools.outbound import Outbound

BEA = "bea@harbor.example"
SINCE = datetime.now(UTC) - timedelta(days=3)
Settled = dict[str, Any]


@pytest.fixture(scope="module")
async def services(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    async with opened(databases, tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def settings(services: Services) -> Settings:
    return services.settings


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot.running(BEA) as running:
        yield running


@pytest.fixture(autouse=True)
def emptied(server: Dovecot) -> None:
    """Every test begins with an empty mailbox."""
    with server.client() as client:
        for _, _, name in client.list_folders():
            if name in ("INBOX", "Sent", "Trash"):
                client.select_folder(name)
                client.delete_messages(client.search("ALL"))
                client.expunge()
            else:
                client.delete_folder(name)


@pytest.fixture(params=["starttls", "tls"])
def sending(request: pytest.FixtureRequest, server: Dovecot) -> Iterator[tuple[Smtp, str]]:
    with smtp.running(server.certificate, BEA, security=request.param) as running:
        yield running, request.param


@pytest.fixture
async def wired(services: Services, settings: Settings, server: Dovecot) -> AsyncIterator[Services]:
    """Services that trust the server's authority and may speak to this machine."""
    more = {"email_ca_file": server.certificate.authority, "outbound_allowed_hosts": ("localhost",)}
    seen: list[tuple[str, str, int, int]] = []

    async def note(*told: Any) -> None:
        seen.append(told)

    async with Outbound(allowed_hosts=frozenset({"localhost"}), on_egress=note) as outbound:
        outbound.seen = seen  # type: ignore[attr-defined]
        yield dataclasses.replace(services, settings=settings.model_copy(update=more), outbound=outbound)


def place(server: Dovecot, **more: Any) -> Settled:
    return {"address": BEA, "host": "localhost", "port": server.tls_port, "security": "tls", **more}


def secrets(server: Dovecot, **more: Any) -> SourceSecrets:
    return SourceSecrets({"password": server.password, **more})


@pytest.fixture
async def source(wired: Services, server: Dovecot) -> AsyncIterator[ImapSource]:
    made = ImapSource(wired, place(server), secrets(server))
    yield made
    await made.aclose()


async def pages(source: ImapSource, cursor: Settled | None, since: datetime = SINCE) -> list[Page]:
    return [page async for page in source.listed(cursor, since=since)]


def ids(found: list[Page], *, gone: bool = False) -> list[str]:
    return [one.external_id for page in found for one in page.messages if one.gone is gone]


async def code_of(attempt: Any) -> str:
    with pytest.raises(AppError) as told:
        await attempt
    return told.value.code


async def nothing(values: dict[str, Any]) -> None:
    raise AssertionError("there is nothing to refresh")


async def test_listing_and_reading(source: ImapSource, server: Dovecot) -> None:
    raw = mail("First", message_id="<first@harbor.example>", text="Grüße\n").replace(b"\n", b"\r\n")
    server.add(raw, flags=(b"\\Seen", b"\\Flagged"))  # type: ignore[arg-type]
    server.add(mail("Sent", message_id="<sent@harbor.example>"), folder="Sent")
    server.add(mail("Gone", message_id="<gone@harbor.example>"), folder="Trash")
    found = await pages(source, None)
    assert len(ids(found)) == 2
    fetched = {one.is_sent: one for one in await source.fetch([*ids(found), "INBOX:1:1", "INBOX:7:999"])}
    assert fetched[False].raw == raw
    assert fetched[False].is_read
    assert fetched[False].is_starred
    assert fetched[False].received_at is not None
    assert abs(fetched[False].received_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert not fetched[True].is_read
    assert len(fetched) == 2


async def test_only_what_is_new_changed_or_gone_is_listed(source: ImapSource, server: Dovecot) -> None:
    first, second = (server.add(mail(f"Mail {number}")) for number in (1, 2))
    found = await pages(source, None)
    assert ids(await pages(source, found[-1].cursor)) == []
    third = server.add(mail("Mail 3"))
    with server.client() as client:
        client.select_folder("INBOX")
        client.add_flags([first], ["\\Seen"])
        client.delete_messages([second])
        client.expunge()
    changed = await pages(source, found[-1].cursor)
    assert {int(one.rsplit(":", 1)[1]) for one in ids(changed)} == {first, third}
    assert [int(one.rsplit(":", 1)[1]) for one in ids(changed, gone=True)] == [second]
    assert ids(await pages(source, changed[-1].cursor)) == []
    assert ids(await pages(source, changed[-1].cursor), gone=True) == []


async def test_what_is_older_than_the_look_back_is_left(source: ImapSource, server: Dovecot) -> None:
    with server.client() as client:
        client.append("INBOX", mail("Old"), (), datetime.now(UTC) - timedelta(days=30))
    new = server.add(mail("New"))
    assert [int(one.rsplit(":", 1)[1]) for one in ids(await pages(source, None))] == [new]
    assert len(ids(await pages(source, None, since=SINCE - timedelta(days=60)))) == 2


async def test_a_folder_made_anew_is_listed_anew(source: ImapSource, server: Dovecot) -> None:
    with server.client() as client:
        client.create_folder("Archive")
    server.add(mail("Kept", message_id="<kept@harbor.example>"), folder="Archive")
    before = await pages(source, None)
    assert not before[-1].bounded
    await asyncio.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY
    with server.client() as client:
        client.delete_folder("Archive")
        client.create_folder("Archive")
    server.add(mail("Kept", message_id="<kept@harbor.example>"), folder="Archive")
    after = await pages(source, before[-1].cursor)
    assert after[-1].bounded
    assert len(ids(after)) == 1
    assert ids(after) != ids(before)
    assert await source.fetch(ids(before)) == []
    (kept,) = await source.fetch(ids(after))
    assert kept.is_archived


async def test_flags_are_told_and_taken_back(source: ImapSource, server: Dovecot) -> None:
    server.add(mail("Flags"))
    (one,) = ids(await pages(source, None))
    for change, read, starred in (
        ("read", True, False), ("read", True, False), ("star", True, True), ("unread", False, True),
        ("unstar", False, False),
    ):  # fmt: skip
        assert await source.change([one], change) == {}  # type: ignore[arg-type]
        (fetched,) = await source.fetch([one])
        assert (fetched.is_read, fetched.is_starred) == (read, starred)


async def test_moving_tells_the_new_ids(source: ImapSource, server: Dovecot) -> None:
    for number in (1, 2, 3):
        server.add(mail(f"Move {number}", message_id=f"<move-{number}@harbor.example>"))
    found = await pages(source, None)
    one, two, _ = ids(found)
    moved = dict(await source.change([one, two], "archive"))
    assert set(moved) == {one, two}
    archived = await source.fetch(list(moved.values()))
    assert [b"<move-1@" in archived[0].raw, b"<move-2@" in archived[1].raw] == [True, True]
    assert all(fetched.is_archived for fetched in archived)
    after = await pages(source, found[-1].cursor)
    assert set(ids(after)) == set(moved.values())
    assert set(ids(after, gone=True)) == {one, two}
    assert after[-1].messages[-1].gone  # the new ids come first
    assert await source.change([one, two], "archive") == {}  # again: there is nothing left to move
    trashed = dict(await source.change([moved[one]], "trash"))
    (in_trash,) = await source.fetch([trashed[moved[one]]])
    assert in_trash.in_trash
    back = dict(await source.change(list(trashed.values()), "untrash"))
    (again,) = await source.fetch(list(back.values()))
    assert again.external_id.startswith("INBOX:")
    assert b"<move-1@" in again.raw
    assert await source.change([again.external_id], "unarchive") == {}


async def test_only_the_headers_of_what_is_too_large(wired: Services, server: Dovecot) -> None:
    small = dataclasses.replace(wired, settings=wired.settings.model_copy(update={"email_max_message_bytes": 2000}))
    server.add(mail("Big", message_id="<big@harbor.example>", text="a line\n" * 2000))
    server.add(mail("Small"))
    async with open_source(small, "imap", place(server), secrets(server), on_new_secrets=nothing) as source:
        found = await source.fetch(
            [one.external_id async for page in source.listed(None, since=SINCE) for one in page.messages]
        )
    big, little = found
    assert big.too_large
    assert b"<big@harbor.example>" in big.raw
    assert b"a line" not in big.raw
    assert not little.too_large


async def test_sending_twice_sends_once(wired: Services, server: Dovecot, sending: tuple[Smtp, str]) -> None:
    post, security = sending
    told = place(server, smtp_host="localhost", smtp_port=post.port, smtp_security=security)
    checked = await check(wired, "imap", told, secrets(server), on_new_secrets=nothing)
    assert checked.address == BEA
    assert checked.capabilities.send
    raw = mail("Re: Harbor", message_id="<reply@harbor.example>", sender=f"Bea <{BEA}>", to="jobs@firm.example",
               Cc="hr@firm.example", Bcc="Secret <secret@firm.example>")  # fmt: skip
    for _ in range(2):
        async with open_source(wired, "imap", told, secrets(server), on_new_secrets=nothing) as source:
            sent = await source.send(raw, message_id="<reply@harbor.example>", thread=None)
            assert sent is not None
            (kept,) = await source.fetch([sent])
    assert kept.is_sent
    (taken,) = post.taken
    assert taken.sender == BEA
    assert taken.recipients == ("jobs@firm.example", "hr@firm.example", "secret@firm.example")
    assert b"secret@firm.example" not in taken.raw
    assert b"<reply@harbor.example>" in taken.raw
    seen = wired.outbound.seen  # type: ignore[attr-defined]
    assert {("localhost", "imap", 200), ("localhost", "smtp", 200)} <= {
        (host, why, status) for host, why, _, status in seen
    }
    assert sum(size for _, why, size, _ in seen if why == "smtp") == len(taken.raw.replace(b"\r\n", b"\n"))


async def test_what_the_server_does_not_take(wired: Services, server: Dovecot) -> None:
    with smtp.running(server.certificate, BEA) as post:
        told = place(server, smtp_host="localhost", smtp_port=post.port)
        source = ImapSource(wired, told, secrets(server))
        raw = mail("No", message_id="<no@harbor.example>", sender=BEA, to="jobs@firm.example")

        async def attempt() -> str | None:
            return await source.send(raw, message_id="<no@harbor.example>", thread=None)

        post.refuse = "550 5.7.1 No such mailbox"
        with pytest.raises(ValidationError, match="No such mailbox"):
            await attempt()
        post.refuse = "451 4.7.1 Greylisted"
        with pytest.raises(UpstreamError, match="Greylisted"):
            await attempt()
        post.refuse, post.hang_up = "", True
        assert await code_of(attempt()) == "EMAIL_SEND_UNCERTAIN"
        post.password = "another"
        assert await code_of(attempt()) == "EMAIL_ACCESS_REVOKED"
        nobody = mail("No", message_id="<nobody@harbor.example>", sender=BEA, to="")
        assert await code_of(source.send(nobody, message_id="<nobody@harbor.example>", thread=None)) == "EMAIL_REFUSED"
        await source.aclose()
    without = ImapSource(wired, place(server), secrets(server))
    assert not without.capabilities.send
    with pytest.raises(ConflictError):
        await without.send(raw, message_id="<no@harbor.example>", thread=None)
    await without.aclose()


async def test_starttls(wired: Services, server: Dovecot) -> None:
    server.add(mail("Over STARTTLS"))
    told = place(server, port=server.starttls_port, security="starttls")
    async with open_source(wired, "imap", told, secrets(server), on_new_secrets=nothing) as source:
        (page,) = [page async for page in source.listed(None, since=SINCE)]
        assert len(page.messages) == 1


async def test_logins_that_are_refused(wired: Services, server: Dovecot) -> None:
    wrong = SourceSecrets({"password": "not the pässword"})
    assert await code_of(check(wired, "imap", place(server), wrong, on_new_secrets=nothing)) == "EMAIL_ACCESS_REVOKED"


async def test_no_password_without_a_certificate_that_holds(wired: Services, server: Dovecot) -> None:
    """Not known, or another host's: in both manners of TLS, towards both servers."""
    unknown = dataclasses.replace(wired, settings=wired.settings.model_copy(update={"email_ca_file": None}))
    for told in (place(server), place(server, port=server.starttls_port, security="starttls")):
        assert (
            await code_of(check(unknown, "imap", told, secrets(server), on_new_secrets=nothing)) == "EMAIL_CERTIFICATE"
        )
    logged = server.log()
    with dovecot.running(BEA, name="mail.firm.example") as other, smtp.running(other.certificate, BEA) as post:
        trusted = wired.settings.model_copy(update={"email_ca_file": other.certificate.authority})
        both = dataclasses.replace(wired, settings=trusted)
        attempt = check(both, "imap", place(other), secrets(other), on_new_secrets=nothing)
        assert await code_of(attempt) == "EMAIL_CERTIFICATE"
        assert "Login:" not in other.log()
        mine = dataclasses.replace(wired, settings=trusted.model_copy())
        told = {"host": "localhost", "port": post.port, "security": "starttls", "address": BEA}
        source = ImapSource(mine, {**place(other), "smtp_host": "localhost", "smtp_port": told["port"]}, secrets(other))
        assert await code_of(source.check_sending()) == "EMAIL_CERTIFICATE"
    assert "method=PLAIN" not in server.log()[len(logged) :]


async def test_only_addresses_that_are_allowed(wired: Services, server: Dovecot) -> None:
    async with Outbound() as strict:
        guarded = dataclasses.replace(wired, outbound=strict)
        for host in ("localhost", "127.0.0.1", "169.254.169.254", "::1"):
            attempt = check(guarded, "imap", place(server, host=host), secrets(server), on_new_secrets=nothing)
            assert await code_of(attempt) == "OUTBOUND_BLOCKED", host

    async def lies(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with Outbound(resolver=lies) as rebound:
        guarded = dataclasses.replace(wired, outbound=rebound)
        told = place(server, host="imap.firm.example")
        assert (
            await code_of(check(guarded, "imap", told, secrets(server), on_new_secrets=nothing)) == "OUTBOUND_BLOCKED"
        )


async def test_never_unencrypted_but_on_this_machine(wired: Services, server: Dovecot) -> None:
    async def public(host: str, port: int) -> list[str]:
        return ["9.9.9.9"]

    wired.outbound.guard = AddressGuard(frozenset({"mail.firm.example"}), public)
    told = place(server, host="mail.firm.example", security="none")
    assert await code_of(check(wired, "imap", told, secrets(server), on_new_secrets=nothing)) == "EMAIL_UNENCRYPTED"


async def test_servers_that_are_not_there(wired: Services, server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.email.sources.connecting.SECONDS", 0.5)
    told = place(server, port=1)
    assert await code_of(check(wired, "imap", told, secrets(server), on_new_secrets=nothing)) == "EMAIL_UNREACHABLE"
    wrong = place(server, port=server.tls_port, security="starttls")  # TLS where plain text is waited for
    assert await code_of(check(wired, "imap", wrong, secrets(server), on_new_secrets=nothing)) == "EMAIL_UNREACHABLE"
    for bad in (
        {"host": ""},
        {"host": "a b"},
        {"port": "x"},
        {"port": 70000},
        {"security": "ssl3"},
        {"host": "a\r\nb"},
    ):
        with pytest.raises(ValidationError):
            ImapSource(wired, place(server, **bad), secrets(server))


async def test_a_connection_that_was_lost_is_made_anew(source: ImapSource, server: Dovecot) -> None:
    server.add(mail("Lost"))
    await pages(source, None)
    session = source._session
    assert session is not None
    session._client.socket().shutdown(2)
    with pytest.raises(UpstreamError):
        await pages(source, None)
    assert len(ids(await pages(source, None))) == 1


@pytest.mark.parametrize(
    ("address", "imap"),
    [
        ("A@GMail.com", "imap.gmail.com"), ("a@hotmail.com", "outlook.office365.com"), ("a@web.de", "imap.web.de"),
        ("a@gmx.de", "imap.gmx.net"), ("a@me.com", "imap.mail.me.com"), ("a@posteo.net", "posteo.de"),
    ],
)  # fmt: skip
def test_known_servers(address: str, imap: str) -> None:
    known = known_servers(address)
    assert known is not None
    assert (known.imap.host, known.imap.port, known.imap.security) == (imap, 993, "tls")
    assert known.smtp.security in ("tls", "starttls")


def test_unknown_servers() -> None:
    assert known_servers("a@firm.example") is None
    assert known_servers("gmail.com.firm.example") is None
