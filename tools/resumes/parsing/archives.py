"""What DOCX and ODT have in common: archives of XML. Nothing in one is run, fetched or unpacked without a limit."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from tools.resumes.refusals import (
    ExpandsTooLargeError,
    ResumeCorruptError,
    ResumeEncryptedError,
    ResumeExternalError,
    ResumeMacrosError,
)

MAX_MEMBERS = 5000
_DOCTYPE = re.compile(b"<!(?:DOCTYPE|ENTITY)|" + re.escape("<!DOCTYPE".encode("utf-16-le")), re.IGNORECASE)
_PROGRAM = re.compile(
    r"(?i)(?:.*/)?vba(?:project|data)\.(?:bin|xml)|.*/activex/.*|scripts/.+|"
    r"basic/(?!.*script-l[bc]\.xml$|.*dialog-l[bc]\.xml$).+\.xml"
)
_REMOTE = re.compile(r"(?i)(?:https?|ftp|smb|webdav)s?:|\\\\|//|file:(?:/{2}(?!/|localhost/)|/{3,}[\\/]{2})")


def damaged() -> ResumeCorruptError:
    """The refusal of an archive that cannot be opened."""
    return ResumeCorruptError("This document is damaged and cannot be opened. Save it again and upload that file.")


def check_archive(content: bytes, limit: int) -> frozenset[str]:
    """The names of the members of an archive that may be read.

    Refuses one that unpacks to more than `limit` bytes (counted while unpacking, whatever it claims), has a password,
    programs, XML with entities, or asks for anything from another machine.
    """
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members)
            for item in members:
                part = _member(archive, item, limit - total)
                total += len(part)
                _check_part(item.filename, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise damaged() from None
    return frozenset(item.filename for item in members)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise ExpandsTooLargeError(
            f"This document is made of {len(members)} parts; at most {MAX_MEMBERS} are read. Save it again as a "
            f"simple document.",
            details={"parts": len(members), "limit": MAX_MEMBERS},
        )
    if any(item.flag_bits & 1 for item in members):
        raise ResumeEncryptedError("This document asks for a password. Save a copy without one and upload that.")
    program = next((item.filename for item in members if _PROGRAM.fullmatch(item.filename)), None)
    if program is not None:
        raise ResumeMacrosError(
            f"This document carries a program (macros: {program[:80]}). Save it without macros, as DOCX, ODT or PDF.",
            details={"part": program[:200]},
        )


def _member(archive: zipfile.ZipFile, item: zipfile.ZipInfo, budget: int) -> bytes:
    """The bytes of a member; refuses as soon as they are more than `budget`."""
    parts: list[bytes] = []
    size = 0
    with archive.open(item) as member:
        while part := member.read(1 << 16):
            size += len(part)
            if size > budget:
                raise ExpandsTooLargeError(
                    "This document unpacks to more than is allowed. Remove large pictures and save it again."
                )
            parts.append(part)
    return b"".join(parts)


def _check_part(name: str, part: bytes) -> None:
    if not name.endswith((".xml", ".rels", ".rdf", ".vml")):
        return
    if _DOCTYPE.search(part):
        raise ResumeExternalError(
            f"A part of this document ({name[:80]}) declares entities, which could pull in other files. Save it again "
            f"with your word processor, or as a PDF.",
            details={"part": name[:200]},
        )
    if b"macroEnabled" in part and name == "[Content_Types].xml":
        raise ResumeMacrosError("This document is made for macros (.docm). Save it as .docx or PDF and upload that.")
    if name.endswith(".rels"):
        _check_relations(name, part)
    elif name in ("content.xml", "styles.xml"):
        _check_links(name, part)
    elif name.endswith("META-INF/manifest.xml") and b"encryption-data" in part:
        raise ResumeEncryptedError("This document asks for a password. Save a copy without one and upload that.")


def parse_xml(part: bytes) -> Any:
    """The root of a part; no entities, no network. Refuses what is not XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise damaged() from None


def _check_relations(name: str, part: bytes) -> None:
    """Links to follow by hand are fine; templates, pictures and objects that a program would fetch are not."""
    for relation in parse_xml(part):
        attributes: Mapping[str, str] = relation.attrib
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        if attributes.get("TargetMode") == "External" and kind != "hyperlink":
            _refuse_remote(name, attributes.get("Target", ""))


def _check_links(name: str, part: bytes) -> None:
    for element in parse_xml(part).iter("{*}image", "{*}object", "{*}section-source", "{*}plugin", "{*}applet"):
        for key, value in element.attrib.items():
            if key.endswith("}href"):
                _refuse_remote(name, value)


def _refuse_remote(name: str, target: str) -> None:
    if _REMOTE.match(target.strip()):
        raise ResumeExternalError(
            f"This document asks for something from another machine ({target.strip()[:80]}). Embed it or take it out, "
            f"then save the document again.",
            details={"part": name[:200], "target": target.strip()[:200]},
        )
