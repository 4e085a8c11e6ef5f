"""Reading a resume file: type by content, text in reading order, sections, and facts with their spans.

What reads a kind of file is loaded for a file of that kind: each is read in a process of its own, which mostly loads.
"""

from importlib import import_module
from typing import Any

from store.errors import PayloadTooLargeError
from tools.resumes.parsing.detect import MEDIA_TYPES, Kind, decode, kind_of, parse_json, parse_yaml
from tools.resumes.parsing.limits import refuse_long
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.resume import build
from tools.resumes.refusals import ResumeScannedError
from tools.resumes.schemas import ParsedResume

MAX_BYTES = 10_000_000
MAX_PAGES = 20
MAX_EXPANDED = 60_000_000


def read(
    content: bytes,
    filename: str,
    *,
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
    max_expanded: int = MAX_EXPANDED,
    tesseract: str | None = None,
) -> ParsedResume:
    """Read a PDF, DOCX, ODT, HTML, TXT, Markdown, JSON Resume or RenderCV YAML; limits in bytes and pages.

    With the path of Tesseract, scans and pictures (PNG, JPEG) are read as well, and say so in a warning.
    Raises an AppError with one of the codes of `tools.resumes.refusals` for a file that cannot be read.
    """
    if len(content) > max_bytes:
        raise PayloadTooLargeError(
            f"This file has {len(content) / 1e6:.1f} MB; at most {max_bytes / 1e6:.1f} MB are read. Save it with "
            f"smaller pictures.",
            details={"bytes": len(content), "limit": max_bytes},
        )
    kind = kind_of(content, filename)
    if kind in ("pdf", "docx", "odt", "png", "jpeg"):
        return _document(content, kind, max_pages, max_expanded, tesseract)
    return _text(decode(content), kind)


def _reading(module: str) -> Any:
    return import_module(f"{__name__}.{module}")


def _document(content: bytes, kind: Kind, max_pages: int, max_expanded: int, tesseract: str | None) -> ParsedResume:
    media_type = MEDIA_TYPES[kind]
    if kind == "docx":
        return build(_reading("word").read_word(content, max_expanded=max_expanded), media_type, 1)
    if kind == "odt":
        return build(_reading("opendocument").read_opendocument(content, max_expanded=max_expanded), media_type, 1)
    if kind != "pdf":
        return _scanned(_reading("scans").read_picture(content, tesseract), 1, media_type)
    try:
        lines, pages = _reading("pdf").read_pdf(content, max_pages=max_pages, max_expanded=max_expanded)
    except ResumeScannedError:
        if tesseract is None:
            raise
        lines, pages = _reading("scans").read_scan(content, tesseract)
        return _scanned(lines, pages, media_type)
    return build(lines, media_type, pages)


def _scanned(lines: list[Line], pages: int, media_type: str) -> ParsedResume:
    parsed = build(lines, media_type, pages)
    parsed.warnings.insert(0, _reading("scans").READ_BY_OCR)
    return parsed


def _text(text: str, kind: Kind) -> ParsedResume:
    media_type = MEDIA_TYPES[kind]
    if kind in ("json", "yaml"):
        told = parse_json(text) if kind == "json" else parse_yaml(text)
        parsed: ParsedResume = _reading("json_resume").read_json(told, media_type)
        return parsed
    if kind == "html":
        return build(_reading("webpage").read_webpage(text), media_type, 1)
    refuse_long(text)
    reading = _reading("markdown").read_markdown if kind == "markdown" else _reading("plain").read_plain
    return build(reading(text), media_type, 1)
