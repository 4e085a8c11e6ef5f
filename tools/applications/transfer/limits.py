"""How much a file of applications may hold."""

import io
import zipfile
import zlib

from store.errors import PayloadTooLargeError, UnsupportedTypeError, ValidationError

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 300, 1_000_000
MAX_MEMBERS, MAX_EXPANDED = 20_000, 400_000_000
_RATIO, _SMALL = 300, 10_000_000


def check_size(rows: int, columns: int) -> None:
    """Raise PayloadTooLargeError for more rows or columns than are read."""
    for count, most, what in ((rows, MAX_ROWS + 1, "rows"), (columns, MAX_COLUMNS, "columns")):
        if count > most:
            raise PayloadTooLargeError(
                f"The file has {count} {what}; at most {most} are read at once. Split it.",
                code="TOO_MANY_" + what.upper(), details={"found": count, "limit": most},
            )  # fmt: skip


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive, once its own list of contents is within bounds. Raises PayloadTooLargeError for one that unpacks to
    too much, UnsupportedTypeError for one with a password, ValidationError for a damaged one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise ValidationError("The file is a damaged archive. Export it again.", code="FILE_DAMAGED") from problem
    members = archive.infolist()
    expanded = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or expanded > MAX_EXPANDED or _bomb(members):
        raise PayloadTooLargeError(
            f"The archive unpacks to {expanded / 1e6:.0f} MB in {len(members)} files, which is more than is read.",
            code="EXPANDS_TOO_LARGE", details={"bytes": expanded, "files": len(members)},
        )  # fmt: skip
    if any(member.flag_bits & 1 for member in members):
        raise UnsupportedTypeError("The archive asks for a password. Save it without one.", code="ENCRYPTED")
    return archive


def _bomb(members: list[zipfile.ZipInfo]) -> bool:
    return any(one.file_size > _SMALL and one.file_size > _RATIO * max(one.compress_size, 1) for one in members)


def member(archive: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    """The bytes of one member, counted while they are unpacked, whatever the archive claims. Raises as above."""
    try:
        with archive.open(name) as file:
            content = file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as problem:
        raise ValidationError(f"{name} in the archive cannot be read.", code="FILE_DAMAGED") from problem
    if len(content) > most:
        raise PayloadTooLargeError(f"{name} in the archive is larger than {most / 1e6:.0f} MB.")
    return content
