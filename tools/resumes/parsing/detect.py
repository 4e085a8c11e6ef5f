"""What kind of file it is, by its content; the name only explains a refusal."""

import io
import json
import re
import zipfile
import zlib
from typing import Any, Literal

import yaml

from store.errors import UnsupportedTypeError
from tools.resumes.parsing.mixtures import refuse_mixture
from tools.resumes.refusals import (
    ResumeBlankError,
    ResumeCorruptError,
    ResumeEmptyError,
    ResumeEncryptedError,
    ResumeExternalError,
)

Kind = Literal["pdf", "docx", "odt", "html", "png", "jpeg", "json", "yaml", "markdown", "text"]
MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "json": "application/json",
    "yaml": "application/yaml",
    "markdown": "text/markdown",
    "text": "text/plain",
}
_READ = "Upload a PDF, DOCX, ODT, HTML, TXT, Markdown or JSON Resume file."
_PICTURES: tuple[tuple[bytes, Kind], ...] = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
_FOREIGN = (
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"Rar!", "a RAR archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"%!PS", "a PostScript file"),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|header|h1|table|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(content: bytes, filename: str) -> Kind:
    """The kind of file; raises an AppError for nothing, damage, kinds that are not read, and two kinds at once."""
    if not content:
        raise ResumeEmptyError("This file is empty (0 bytes). Save the resume again and upload that file.")
    refuse_mixture(content)
    kind = _binary(content)
    if kind is not None:
        return kind
    suffix = filename.rsplit(".", 1)[-1].casefold() if "." in filename else ""
    if suffix in ("pdf", "docx", "odt", "png", "jpg", "jpeg"):
        raise ResumeCorruptError(
            f"This file is named .{suffix} but its content is not a {suffix.upper()} file. Export the resume "
            f"again and upload that."
        )
    return _textual(decode(content), suffix)


def _binary(content: bytes) -> Kind | None:
    """The kind told by a file's first bytes, None for text; refuses what is not read."""
    for magic, kind in _PICTURES:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    for magic, name in _FOREIGN:
        if content.startswith(magic):
            raise UnsupportedTypeError(f"This is {name}, not a resume file. {_READ}")
    return None


def _archive(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise ResumeCorruptError(
            "This document is damaged and cannot be opened. Save it again and upload that file."
        ) from None
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)
    ):
        return "docx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text") and "content.xml" in names:
        return "odt"
    raise UnsupportedTypeError(f"This is an archive or another kind of office file, not a text document. {_READ}")


def _compound(content: bytes) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ResumeEncryptedError("This document asks for a password. Save a copy without one and upload that.")
    return UnsupportedTypeError("This is an old Office file (.doc). Save it as .docx or PDF and upload that.")


def decode(content: bytes) -> str:
    """The text of a text file; raises for binary content and for a file of blanks."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _checked(content.decode(encoding, "replace"))
    if b"\x00" in content:
        raise UnsupportedTypeError(f"This is a binary file of an unknown kind. {_READ}")
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(content.decode("cp1252", "replace"))


def _checked(text: str) -> str:
    if not text.strip():
        raise ResumeBlankError("This file has no text, only blanks. Check that you picked the right file.")
    odd = sum(1 for char in text if (ord(char) < 32 and char not in "\t\n\r\f\x0b\x1b") or char == "\ufffd")
    if odd > 0.02 * len(text):
        raise UnsupportedTypeError(f"This is a binary file of an unknown kind. {_READ}")
    return text


def _textual(text: str, suffix: str) -> Kind:
    if text.lstrip().startswith("<") and re.search(r"(?i)<!entity\b", text[:100_000]):
        raise ResumeExternalError(
            "This file declares entities, which could pull in other files. Save it again without them, or as a PDF."
        )
    if _HTML.match(text):
        return "html"
    if text.lstrip().startswith("<?xml"):
        raise UnsupportedTypeError(f"This is an XML file. {_READ}")
    if text.lstrip().startswith(("{", "[")):
        if parse_json(text) is not None:
            return "json"
        if suffix == "json":
            raise ResumeCorruptError("This JSON file is damaged: it cannot be parsed. Export the JSON Resume again.")
    elif suffix == "json":
        raise ResumeCorruptError("This file is named .json but its content is not JSON. Export the JSON Resume again.")
    if re.search(r"^cv:\s*$", text, re.MULTILINE) is not None and parse_yaml(text) is not None:
        return "yaml"
    marked = re.search(r"^#{1,4} \S", text, re.MULTILINE) is not None or suffix in ("md", "markdown")
    return "markdown" if marked else "text"


def parse_json(text: str) -> Any:
    """The JSON value, or None where the text is not JSON or nested too deeply."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def parse_yaml(text: str) -> Any:
    """The YAML mapping, or None where the text is not one."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
