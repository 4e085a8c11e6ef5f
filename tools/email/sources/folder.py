"""Mail files on this machine as a source: .eml files, a Maildir, or an mbox, below the folders a setting allows."""

import asyncio
import hashlib
import os
import stat
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from store.errors import ConflictError, NotFoundError, ValidationError
from store.settings import Settings
from tools.context import Services
from tools.email.sources.capabilities import capabilities_of
from tools.email.sources.mbox import FiledMessage, split_mbox, uploaded
from tools.email.sources.source import Change, Fetched, Listed, Page

_PAGE = 200
_MOST_FILES = 200_000
_BEGINNING = 4096


def allowed_roots(settings: Settings) -> list[Path]:
    """The folders below which mail may be read: EMAIL_FOLDERS, else `mail` in the data folder."""
    named = [Path(part).expanduser() for part in settings.email_folders]
    return [root.resolve() for root in named or [settings.jobwright_home / "mail"]]


def checked_path(settings: Settings, path: str) -> Path:
    """The real place of a folder or file, inside an allowed one. Links and `..` are followed before the check.

    Raises ValidationError EMAIL_FOLDER_REFUSED, NotFoundError.
    """
    roots = allowed_roots(settings)
    try:
        given = Path(path).expanduser()
        found = (given if given.is_absolute() else roots[0] / given).resolve()
    except (OSError, RuntimeError, ValueError) as problem:
        raise ValidationError("That is no path of a folder or a file.", code="EMAIL_FOLDER_REFUSED") from problem
    if not any(found.is_relative_to(root) for root in roots):
        raise ValidationError(
            "Mail is only read below the folders that EMAIL_FOLDERS names; without it below "
            f"{settings.jobwright_home / 'mail'}.",
            code="EMAIL_FOLDER_REFUSED",
        )
    if not os.path.exists(found):
        raise NotFoundError(f"There is no folder or file {given.name!r} there.")
    return found


class FolderSource:
    """Files of mail (a MailSource), read only. What is added later is found by when it came, or where an mbox ended."""

    capabilities = capabilities_of("folder", {})

    def __init__(self, services: Services, settings: dict[str, Any]) -> None:
        """Settings: `path`, and `address` when it is known whose mail that is. Raises as `checked_path`."""
        self._settings = services.settings
        self._path = checked_path(services.settings, str(settings.get("path") or ""))
        self._address = str(settings.get("address") or "")

    async def address(self) -> str:
        """Whose mail that is, as the settings say."""
        return self._address.lower()

    async def listed(self, cursor: dict[str, Any] | None, *, since: datetime) -> AsyncIterator[Page]:
        """What came since; an mbox that was rewritten is listed anew."""
        list_path = self._listed_mbox if self._path.is_file() else self._listed_files
        pages = list_path(cursor, since)
        while (page := await asyncio.to_thread(next, pages, None)) is not None:
            yield page

    async def fetch(self, external_ids: Sequence[str]) -> list[Fetched]:
        """These messages; what is gone is left out, of what is too large only the headers come."""
        read = self._read_mbox if self._path.is_file() else self._read_file
        return await asyncio.to_thread(lambda: [found for one in external_ids if (found := read(one)) is not None])

    async def change(self, external_ids: Sequence[str], change: Change) -> Mapping[str, str]:  # noqa: ARG002
        """Always refused."""
        raise _read_only()

    async def send(self, raw: bytes, *, message_id: str, thread: str | None) -> str | None:  # noqa: ARG002
        """Always refused."""
        raise _read_only()

    async def sent_as(self, message_id: str) -> str | None:  # noqa: ARG002
        """Nothing is sent from files."""
        return None

    async def aclose(self) -> None:
        """Nothing is held open."""

    # --- .eml files and Maildir ---

    def _listed_files(self, cursor: dict[str, Any] | None, since: datetime) -> Iterator[Page]:
        """Files that came, or changed, at or after the newest that was seen; the time of change cannot be set back."""
        newest = int((cursor or {}).get("changed") or since.timestamp() * 1e9)
        found = [(about.st_ctime_ns, name) for name, about in self._files() if about.st_ctime_ns >= newest]
        found.sort()
        after = {"changed": found[-1][0] if found else newest}
        for at in range(0, len(found) or 1, _PAGE):
            yield Page([Listed(name) for _, name in found[at : at + _PAGE]], after)

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        """Every mail file below, by its id: links are not followed."""
        seen = 0
        for folder, below, names in os.walk(self._path):
            below.sort()
            inside = Path(folder)
            for name in names:
                seen += 1
                if seen > _MOST_FILES:
                    raise ValidationError("There are too many files in that folder; name one below it.")
                about = _regular(inside / name)
                if about is not None and (name.lower().endswith(".eml") or inside.name in ("cur", "new")):
                    yield self._name(inside / name), about

    def _name(self, path: Path) -> str:
        """A Maildir's file is renamed when its flags change, and moved when it is seen: its own part stays."""
        relative = path.relative_to(self._path)
        if path.parent.name in ("cur", "new"):
            own = path.name.partition(":2,")[0]
            return f"maildir:{relative.parent.parent}/{own}" if relative.parent != Path() else f"maildir:./{own}"
        return str(relative)

    def _read_file(self, external_id: str) -> Fetched | None:
        path = self._place(external_id)
        if path is None or not path.resolve().is_relative_to(self._path):
            return None
        about = _regular(path)
        if about is None:
            return None
        with path.open("rb") as file:
            filed = next(uploaded(file, max_bytes=self._settings.email_max_message_bytes), None)
        if filed is None:
            return None
        flags = path.name.partition(":2,")[2] if path.parent.name in ("cur", "new") else ""
        return self._fetched(external_id, filed, flags=flags)

    def _place(self, external_id: str) -> Path | None:
        kind, _, rest = external_id.partition(":")
        if kind != "maildir":
            return self._path / external_id
        base, own = (self._path / rest).parent, Path(rest).name
        for inside in ("cur", "new", "."):
            folder = base / inside
            if folder.is_dir():
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.name.partition(":2,")[0] == own:
                            return folder / entry.name
        return None

    # --- mbox ---

    def _listed_mbox(self, cursor: dict[str, Any] | None, since: datetime) -> Iterator[Page]:
        size = self._path.stat().st_size
        start, same = self._start(cursor, size)
        after = {"offset": size, "beginning": self._beginning(size), "size": size}
        with self._path.open("rb") as file:
            page: list[Listed] = []
            for filed in split_mbox(file, max_bytes=self._settings.email_max_message_bytes, start=start):
                if start or filed.sent_at is None or filed.sent_at >= since:
                    page.append(Listed(f"{filed.offset}:{filed.digest}"))
                if len(page) == _PAGE:
                    yield Page(page, after, bounded=not same)
                    page = []
        yield Page(page, after, bounded=not same)

    def _start(self, cursor: dict[str, Any] | None, size: int) -> tuple[int, bool]:
        """Where to go on, and whether the file is still the one that the cursor is of."""
        if not cursor:
            return 0, True
        offset = int(cursor.get("offset") or 0)
        if offset > size or cursor.get("beginning") != self._beginning(offset):
            return 0, False
        with self._path.open("rb") as file:
            file.seek(offset)
            begins = file.read(5)
        return (offset, True) if begins in (b"", b"From ") else (0, False)

    def _beginning(self, size: int) -> str:
        with self._path.open("rb") as file:
            return hashlib.sha256(file.read(min(size, _BEGINNING))).hexdigest()[:24]

    def _read_mbox(self, external_id: str) -> Fetched | None:
        offset, _, digest = external_id.partition(":")
        if not offset.isdigit():
            return None
        with self._path.open("rb") as file:
            found = next(split_mbox(file, max_bytes=self._settings.email_max_message_bytes, start=int(offset)), None)
        if found is None or found.digest != digest:
            return None
        return self._fetched(external_id, found, flags=_mbox_flags(found.raw))

    def _fetched(self, external_id: str, filed: FiledMessage, *, flags: str) -> Fetched:
        return Fetched(
            external_id,
            filed.raw,
            is_read="S" in flags,
            is_starred="F" in flags,
            in_trash="T" in flags,
            received_at=filed.sent_at,
            too_large=filed.too_large,
        )


def _mbox_flags(raw: bytes) -> str:
    """Status and X-Status of mail programs, in Maildir's letters."""
    head = raw[: _BEGINNING * 4].split(b"\n\n", 1)[0].replace(b"\r\n", b"\n").split(b"\n")
    status = b"".join(line.partition(b":")[2] for line in head if line.lower().startswith((b"status:", b"x-status:")))
    return ("S" if b"R" in status else "") + ("F" if b"F" in status else "")


def _regular(path: Path) -> os.stat_result | None:
    """What the system says of a file that is one, and no link, socket or device."""
    try:
        about = path.lstat()
    except OSError:
        return None
    return about if stat.S_ISREG(about.st_mode) else None


def _read_only() -> ConflictError:
    return ConflictError("Mail files are only read: nothing is changed in them or sent.", code="EMAIL_READ_ONLY")
