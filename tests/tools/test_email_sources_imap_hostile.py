"""IMAP servers that do not keep to the protocol, or mean harm: an AppError, in bounded time and memory."""

import asyncio
import contextlib
import dataclasses
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from store.errors import AppError
from store.settings import Settings
from tools.context import Services
from tools.email.sources.imap import ImapSource
from tools.email.sources.source import SourceSecrets
from tools.outbound import Outbound

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
Answers = dict[str, bytes]

GOOD: Answers = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 MOVE UIDPLUS\r\n%s OK done\r\n",
    "LOGIN": b"%s OK in\r\n",
    "LIST": b'* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\Sent) "/" Sent\r\n%s OK done\r\n',
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n%s OK [READ-ONLY] done\r\n",
    "SEARCH": b"* SEARCH 1\r\n%s OK done\r\n",
    "FETCH": b'* 1 FETCH (UID 1 RFC822.SIZE 5 FLAGS (\\Seen) INTERNALDATE "20-Nov-2026 09:00:00 +0000" '
    b"BODY[] {5}\r\nS: a\n)\r\n%s OK done\r\n",
    "LOGOUT": b"* BYE bye\r\n%s OK done\r\n",
}


@asynccontextmanager
async def speaking(answers: Answers, greeting: bytes = b"* OK ready\r\n") -> AsyncIterator[int]:
    """A server that says this to each command; the port it listens on."""
    writers = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        try:
            writer.write(greeting)
            while line := await reader.readline():
                tag, *words = line.split()
                name = next((word for word in map(bytes.decode, map(bytes.upper, words)) if word in answers), "")
                writer.write(answers.get(name, b"%s BAD what\r\n").replace(b"%s", tag))
                await writer.drain()
        except (ConnectionError, ValueError):
            return

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for writer in writers:
        writer.close()


@pytest.fixture
async def wired(services: Services, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Services]:
    for module in ("connecting", "imap_session"):
        monkeypatch.setattr(f"tools.email.sources.{module}.SECONDS", 0.5)
    async with Outbound(allowed_hosts=frozenset({"localhost"})) as outbound:
        small = settings.model_copy(update={"email_max_message_bytes": 100_000})
        yield dataclasses.replace(services, settings=small, outbound=outbound)


async def read_everything(wired: Services, port: int) -> list[bytes]:
    settings = {"address": "a@b.example", "host": "localhost", "port": port, "security": "none"}
    source = ImapSource(wired, settings, SourceSecrets({"password": "pw"}))
    try:
        found = [one.external_id async for page in source.listed(None, since=SINCE) for one in page.messages]
        return [one.raw for one in await source.fetch(found)]
    finally:
        await source.aclose()


async def test_the_script_is_a_server(wired: Services) -> None:
    async with speaking(GOOD) as port:
        assert await read_everything(wired, port) == [b"S: a\n", b"S: a\n"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("LIST", b'* LIST (\\HasNoChildren) "/" {900000000}\r\n'),
        ("FETCH", b"* 1 FETCH (UID 1 RFC822.SIZE 5 BODY[] {99999999999}\r\n"),
        ("EXAMINE", b"* OK [UIDVALIDITY many] ok\r\n* OK [UIDNEXT -1] ok\r\n%s OK done\r\n"),
        ("EXAMINE", b"* OK [UIDVALIDITY 7] ok\r\n* OK [HIGHESTMODSEQ x] ok\r\n%s OK done\r\n"),
        ("SEARCH", b"* SEARCH one two\r\n%s OK done\r\n"),
        ("SEARCH", b"%s NO [SERVERBUG] not today\r\n"),
        ("FETCH", b"* 1 FETCH (UID 1 FLAGS (((((\r\n%s OK done\r\n"),
        ("FETCH", b"* x FETCH (UID y RFC822.SIZE z)\r\n%s OK done\r\n"),
        ("FETCH", b'* 1 FETCH (UID 1 RFC822.SIZE big INTERNALDATE "never" BODY[] NIL)\r\n%s OK done\r\n'),
        ("CAPABILITY", b"%s BAD no\r\n"),
        ("LOGIN", b"%s NO [UNAVAILABLE] later\r\n"),
        ("LIST", b""),
        ("FETCH", b"a" * 2_000_000),
        ("LIST", b"* BYE shutting down\r\n"),
    ],
)
async def test_answers_that_are_none(wired: Services, command: str, said: bytes) -> None:
    async with speaking({**GOOD, command: said}) as port:
        with pytest.raises(AppError):
            await read_everything(wired, port)


@pytest.mark.parametrize(
    "greeting", [b"", b"* BYE go away\r\n", b"HTTP/1.1 400 Bad\r\n\r\n", b"\x16\x03\x01" * 9, b"x" * 2_000_000]
)
async def test_greetings_that_are_none(wired: Services, greeting: bytes) -> None:
    async with speaking(GOOD, greeting) as port:
        with pytest.raises(AppError):
            await read_everything(wired, port)


async def test_a_server_that_never_ends(wired: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.email.sources.imap_session._MOST_LINES", 100_000)
    async with speaking({**GOOD, "SEARCH": b"* SEARCH 1 2 3\r\n" * 100_000}) as port:
        with pytest.raises(AppError) as told:
            await read_everything(wired, port)
        assert told.value.code == "EMAIL_UNREACHABLE"


async def test_answers_with_bytes_that_were_changed(wired: Services) -> None:
    """Whatever comes, it is read or it is an AppError."""
    chance = random.Random(7)
    scrambles: list[Callable[[bytearray], Any]] = [
        lambda text: text.__setitem__(chance.randrange(len(text)), chance.randrange(256)),
        lambda text: text.__delitem__(chance.randrange(len(text))),
        lambda text: text.insert(chance.randrange(len(text)), chance.choice(b'()[]{}"\\ \r\n*%0')),
    ]
    for _ in range(40):
        command = chance.choice(["LIST", "EXAMINE", "SEARCH", "FETCH"])
        lines = GOOD[command].split(b"%s")
        said = bytearray(lines[0])
        for _ in range(chance.randrange(1, 4)):
            chance.choice(scrambles)(said)
        async with speaking({**GOOD, command: bytes(said) + b"\r\n%s" + lines[1]}) as port:
            with contextlib.suppress(AppError):
                await read_everything(wired, port)
