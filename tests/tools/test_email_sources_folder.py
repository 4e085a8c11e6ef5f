"""Mail files on this machine: single mails, a Maildir, an mbox that grows; and uploads, split by the same reader."""

import dataclasses
import io
import os
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.errors import AppError, ConflictError
from store.settings import Settings
from tests.tools.mailbox import mail
from tools.context import Services
from tools.email.sources.folder import FolderSource
from tools.email.sources.mbox import split_mbox, uploaded
from tools.email.sources.opening import check, open_source
from tools.email.sources.source import Page

EVER = datetime(2020, 1, 1, tzinfo=UTC)
LINE = b"From jobs@harbor.example Tue Nov 24 09:00:00 2026\n"
Made = Callable[[str], FolderSource]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What EMAIL_FOLDERS names."""
    made = tmp_path / "mails"
    made.mkdir()
    return made


@pytest.fixture
def wired(services: Services, settings: Settings, root: Path) -> Services:
    more = {"email_folders": (str(root),), "email_max_message_bytes": 50_000}
    return dataclasses.replace(services, settings=settings.model_copy(update=more))


@pytest.fixture
def made(wired: Services) -> Made:
    return lambda path: FolderSource(wired, {"path": path})


async def pages(source: FolderSource, cursor: dict[str, Any] | None, since: datetime = EVER) -> list[Page]:
    return [page async for page in source.listed(cursor, since=since)]


def ids(found: list[Page]) -> set[str]:
    return {one.external_id for page in found for one in page.messages}


async def test_single_mails(made: Made, root: Path) -> None:
    (root / "below").mkdir()
    (root / "one.eml").write_bytes(mail("One"))
    (root / "below" / "two.EML").write_bytes(mail("Two"))
    (root / "notes.txt").write_text("no mail")
    (root / "empty.eml").write_bytes(b"")
    source = made(str(root))
    found = await pages(source, None)
    assert ids(found) == {"one.eml", "below/two.EML", "empty.eml"}
    fetched = await source.fetch(["one.eml", "below/two.EML", "empty.eml", "none.eml"])
    assert [one.raw for one in fetched] == [mail("One"), mail("Two")]
    assert fetched[0].received_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    (root / "three.eml").write_bytes(mail("Three"))
    (root / "one.eml").write_bytes(mail("One, changed"))
    again = await pages(source, found[-1].cursor)
    assert {"three.eml", "one.eml"} <= ids(again)
    assert "below/two.EML" not in ids(again)


async def test_a_mail_with_an_old_date_that_came_late_is_found(made: Made, root: Path) -> None:
    (root / "one.eml").write_bytes(mail("One"))
    cursor = (await pages(made(str(root)), None))[-1].cursor
    (root / "late.eml").write_bytes(mail("Late"))
    os.utime(root / "late.eml", (1, 1))
    assert "late.eml" in ids(await pages(made(str(root)), cursor))


async def test_maildir(made: Made, root: Path) -> None:
    for inside in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new"):
        (root / "box" / inside).mkdir(parents=True)
    (root / "box/new/1.a.host").write_bytes(mail("New"))
    (root / "box/cur/2.b.host:2,FS").write_bytes(mail("Seen"))
    (root / "box/.Sent/cur/3.c.host:2,S").write_bytes(mail("Sent"))
    (root / "box/tmp/4.d.host").write_bytes(mail("Not there yet"))
    source = made(str(root / "box"))
    found = await pages(source, None)
    assert ids(found) == {"maildir:./1.a.host", "maildir:./2.b.host", "maildir:.Sent/3.c.host"}
    new, seen, sent = await source.fetch(["maildir:./1.a.host", "maildir:./2.b.host", "maildir:.Sent/3.c.host"])
    assert (new.is_read, seen.is_read, seen.is_starred, sent.raw) == (False, True, True, mail("Sent"))
    (root / "box/new/1.a.host").rename(root / "box/cur/1.a.host:2,ST")
    assert "maildir:./1.a.host" in ids(await pages(source, found[-1].cursor))
    (now,) = await source.fetch(["maildir:./1.a.host"])
    assert now.is_read
    assert now.in_trash


async def test_an_mbox_that_grows_and_is_rewritten(made: Made, root: Path) -> None:
    file = root / "all.mbox"
    first, second, third = (mail(f"Mail {number}", text=f"Text {number}\n") for number in (1, 2, 3))
    file.write_bytes(LINE + first + b"\n" + LINE + second + b"\n")
    source = made(str(file))
    found = await pages(source, None)
    assert [one.raw for one in await source.fetch(sorted(ids(found)))] == [first, second]
    with file.open("ab") as more:
        more.write(LINE + third + b"\n")
    grown = await pages(source, found[-1].cursor)
    assert not grown[-1].bounded
    assert [one.raw for one in await source.fetch(list(ids(grown)))] == [third]
    assert ids(await pages(source, grown[-1].cursor)) == set()
    file.write_bytes(LINE + second + b"\n")
    anew = await pages(source, grown[-1].cursor)
    assert anew[-1].bounded
    assert [one.raw for one in await source.fetch(list(ids(anew)))] == [second]
    assert await source.fetch([*sorted(ids(found)), "99999:abc", "x"]) == []


async def test_an_mbox_is_listed_since(made: Made, root: Path) -> None:
    old = LINE.replace(b"2026", b"2019")
    (root / "all.mbox").write_bytes(old + mail("Old") + b"\n" + LINE + mail("New") + b"\n")
    assert len(ids(await pages(made("all.mbox"), None))) == 1


async def test_nothing_outside_the_allowed_folders(made: Made, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "private"
    outside.mkdir()
    (outside / "secret.eml").write_bytes(mail("Secret"))
    (root / "link").symlink_to(outside)
    (root / "one.eml").symlink_to(outside / "secret.eml")
    for path in (str(outside), str(root / "link"), str(root / ".." / "private"), "../private", "/etc/passwd",
                 str(root / "one.eml"), str(root) + "-beside", "a\0b"):  # fmt: skip
        with pytest.raises(AppError) as told:
            made(path)
        assert told.value.code == "EMAIL_FOLDER_REFUSED", path
    source = made(str(root))
    assert ids(await pages(source, None)) == set()
    for external_id in ("../private/secret.eml", "link/secret.eml", "one.eml", str(outside / "secret.eml"),
                        "maildir:../private/secret.eml", "maildir:link/secret.eml"):  # fmt: skip
        assert await source.fetch([external_id]) == [], external_id


async def test_without_a_setting_only_the_data_folder(services: Services, settings: Settings) -> None:
    inside = settings.jobwright_home / "mail" / "mine"
    inside.mkdir(parents=True)
    (inside / "one.eml").write_bytes(mail("One"))
    assert ids(await pages(FolderSource(services, {"path": "mine"}), None)) == {"one.eml"}
    with pytest.raises(AppError) as told:
        FolderSource(services, {"path": str(settings.jobwright_home)})
    assert told.value.code == "EMAIL_FOLDER_REFUSED"


async def test_files_are_only_read(wired: Services, root: Path) -> None:
    async def nothing(values: dict[str, Any]) -> None:
        raise AssertionError("there is nothing to refresh")

    settings = {"path": str(root), "address": "Ada@Example.com"}
    checked = await check(wired, "folder", settings, None, on_new_secrets=nothing)
    assert checked.address == "ada@example.com"
    async with open_source(wired, "folder", settings, None, on_new_secrets=nothing) as source:
        assert source.capabilities == checked.capabilities == type(checked.capabilities)()
        with pytest.raises(ConflictError):
            await source.change(["one.eml"], "trash")
        with pytest.raises(ConflictError):
            await source.send(b"", message_id="<a@b.example>", thread=None)
    with pytest.raises(AppError, match="no kind of mail source"):
        await check(wired, "pop3", settings, None, on_new_secrets=nothing)


# --- the reader that uploads use too ---


def split(content: bytes, *, most: int = 1_000_000) -> list[bytes]:
    return [one.raw for one in uploaded(io.BytesIO(content), max_bytes=most)]


def test_one_mail_is_one() -> None:
    assert split(mail("One")) == [mail("One")]
    assert split(b"") == []


def test_lines_that_begin_with_from() -> None:
    body = b"Subject: a\n\nHello.\n\nFrom the team of Harbor\n>From here on\nFrom there\n"
    (only,) = split(LINE + body + b"\n")
    assert only == body.replace(b">From here", b"From here")
    assert split(LINE + b"Subject: a\n\n>>From x\n") == [b"Subject: a\n\n>From x\n"]


@pytest.mark.parametrize(
    "line",
    [
        b"From jobs@harbor.example Tue Nov 24 09:00:00 2026\n",
        b"From 1850000000000000001@xxx Tue Nov 24 09:00:00 +0000 2026\n",
        b"From - Tue Nov 24 09:00:00 2026\n",
        b'From "a b"@harbor.example  Tue Nov 24 09:00 2026\r\n',
    ],
)
def test_mailboxes_of_several_programs(line: bytes) -> None:
    ending = b"\r\n" if line.endswith(b"\r\n") else b"\n"
    one, two = (mail(f"Mail {number}").replace(b"\n", ending) for number in (1, 2))
    whole = line + one + ending + line + two + ending
    found = list(split_mbox(io.BytesIO(whole), max_bytes=1_000_000))
    assert [message.raw for message in found] == [one, two]
    assert [message.sent_at for message in found] == [datetime(2026, 11, 24, 9, tzinfo=UTC)] * 2
    assert [message.offset for message in found] == [0, found[0].length]
    assert found[0].length + found[1].length == len(whole)


def test_of_what_is_too_large_only_the_headers() -> None:
    big = mail("Big", text="a line\n" * 10_000)
    content = LINE + big + b"\n" + LINE + mail("Small") + b"\n"
    first, second = uploaded(io.BytesIO(content), max_bytes=5000)
    assert first.too_large
    assert b"Subject: Big" in first.raw
    assert b"a line" not in first.raw
    assert second.raw == mail("Small")
    (alone,) = uploaded(io.BytesIO(big), max_bytes=5000)
    assert alone.too_large
    assert b"a line" not in alone.raw


def test_memory_stays_flat(tmp_path: Path) -> None:
    file = tmp_path / "big.mbox"
    with file.open("wb") as out:
        for number in range(100):
            out.write(LINE + mail(f"Mail {number}", text=("a line of text " * 60 + "\n") * 90) + b"\n")
        out.write(LINE + b"Subject: one line\n\n" + b"x" * 10_000_000 + b"\n\n")
    tracemalloc.start()
    with file.open("rb") as stream:
        count = sum(1 for _ in split_mbox(stream, max_bytes=500_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 101
    assert file.stat().st_size > 17_000_000
    assert peak < 3_000_000
