"""Files of two kinds at once, which one program shows as a picture and another runs as a page or unpacks."""

import io
import re
import zipfile

from tools.resumes.refusals import ResumeMixedError

_PAGE = re.compile(rb"(?i)<(?:!doctype\s+html|html|script|svg|iframe|body)\b")
_ARCHIVE_END = b"PK\x05\x06"
_BLANK = b" \t\r\n\x00\x0c\x0b\xef\xbb\xbf"


def refuse_mixture(content: bytes) -> None:
    """Raise ResumeMixedError for a file that is of two kinds.

    Looked at is what a second reader would: the bytes before a PDF's header, those after the end of a PDF, a picture or
    an archive, and an archive whose directory closes the file. What lies inside a PDF's streams is its own business.
    """
    kinds = _kinds(content)
    if kinds is not None:
        raise ResumeMixedError(
            f"This file is two things at once: {kinds[0]} and {kinds[1]}. Export the resume again from the program it "
            f"was written in.",
            details={"kinds": list(kinds)},
        )


def _kinds(content: bytes) -> tuple[str, str] | None:
    own: tuple[str, str | None]
    if content.startswith(b"PK"):
        own = "an archive", "a PDF" if b"%PDF-" in content[:1024] else _after_archive(content)
    elif b"%PDF-" in content[:1024]:
        own = "a PDF", _beside_pdf(content)
    elif content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        end = content.rfind(b"IEND\xaeB`\x82" if content.startswith(b"\x89") else b"\xff\xd9")
        own = "a picture", _in_tail(content[end:] if end >= 0 else content)
    else:
        own = "another file", None
    other = own[1] or ("an archive" if own[0] != "an archive" and closes_archive(content) else None)
    return (own[0], other) if other is not None else None


def _beside_pdf(content: bytes) -> str | None:
    """What stands before the header, between header and first object, or behind the last end mark."""
    header = content.find(b"%PDF-")
    before = content[:header].strip(_BLANK)
    if before:
        return "something else in front of it"
    first = re.search(rb"\d+\s+\d+\s+obj\b", content)
    if first is not None and _PAGE.search(content, header, first.start()):
        return "a web page"
    end = content.rfind(b"%%EOF")
    return _in_tail(content[end:]) if end >= 0 else None


def _in_tail(tail: bytes) -> str | None:
    if b"PK\x03\x04" in tail or _ARCHIVE_END in tail:
        return "an archive"
    if b"%PDF-" in tail:
        return "a PDF"
    return "a web page" if _PAGE.search(tail) else None


def closes_archive(content: bytes) -> bool:
    """Whether the directory of an archive reaches exactly to the end of the file, and can be read."""
    at = content.rfind(_ARCHIVE_END)
    if at < 0 or at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") != len(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _after_archive(content: bytes) -> str | None:
    """What follows an archive's directory."""
    at = content.rfind(_ARCHIVE_END)
    return _in_tail(content[at + 22 :]) if at >= 0 else None
