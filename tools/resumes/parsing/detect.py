"""What kind of file it is, by its content; the name only explains a refusal."""

import io
import json
import re
import zipfile
from typing import Any, Literal

import yaml

from store.errors import UnsupportedTypeError
from tools.resumes.refusals import ResumeBlankError, ResumeCorruptError, ResumeEmptyError, ResumeEncryptedError

Kind = Literal["pdf", "docx", "json", "yaml", "markdown", "text"]
MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "yaml": "application/yaml",
    "markdown": "text/markdown",
    "text": "text/plain",
}
_READ = "Upload a PDF, DOCX, TXT, Markdown or JSON Resume file."
_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
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
_HTML = re.compile(r"^\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)


def kind_of(content: bytes, filename: str) -> Kind:
    """The kind of file; raises an AppError for nothing, for damage and for kinds that are not read."""
    if not content:
        raise ResumeEmptyError("This file is empty (0 bytes). Save the resume again and upload that file.")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    suffix = filename.rsplit(".", 1)[-1].casefold() if "." in filename else ""
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound(content)
    for magic, name in _FOREIGN:
        if content.startswith(magic):
            raise UnsupportedTypeError(f"This is {name}, not a resume file. {_READ}")
    if suffix in ("pdf", "docx"):
        raise ResumeCorruptError(
            f"This file is named .{suffix} but its content is not a {suffix.upper()} file. Export the resume "
            f"again and upload that."
        )
    return _textual(decode(content), suffix)


def _archive(content: bytes) -> Kind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise ResumeCorruptError(
            "This document is damaged and cannot be opened. Save it again and upload that file."
        ) from None
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)
    ):
        return "docx"
    raise UnsupportedTypeError(f"This is an archive or another kind of office file, not a Word document. {_READ}")


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
    if _HTML.match(text):
        raise UnsupportedTypeError(f"This is a web page. Print it to PDF first. {_READ}")
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
