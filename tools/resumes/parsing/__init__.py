"""Reading a resume file: type by content, text in reading order, sections, and facts with their spans."""

from store.errors import PayloadTooLargeError
from tools.resumes.parsing.detect import MEDIA_TYPES, Kind, decode, kind_of, parse_json, parse_yaml
from tools.resumes.parsing.json_resume import read_json
from tools.resumes.parsing.limits import refuse_long
from tools.resumes.parsing.lines import Line
from tools.resumes.parsing.markdown import read_markdown
from tools.resumes.parsing.opendocument import read_opendocument
from tools.resumes.parsing.pdf import read_pdf
from tools.resumes.parsing.plain import read_plain
from tools.resumes.parsing.resume import build
from tools.resumes.parsing.scans import READ_BY_OCR, read_picture, read_scan
from tools.resumes.parsing.webpage import read_webpage
from tools.resumes.parsing.word import read_word
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


def _document(content: bytes, kind: Kind, max_pages: int, max_expanded: int, tesseract: str | None) -> ParsedResume:
    media_type = MEDIA_TYPES[kind]
    if kind == "docx":
        return build(read_word(content, max_expanded=max_expanded), media_type, 1)
    if kind == "odt":
        return build(read_opendocument(content, max_expanded=max_expanded), media_type, 1)
    if kind != "pdf":
        return _scanned(read_picture(content, tesseract), 1, media_type)
    try:
        lines, pages = read_pdf(content, max_pages=max_pages, max_expanded=max_expanded)
    except ResumeScannedError:
        if tesseract is None:
            raise
        return _scanned(*read_scan(content, tesseract), media_type)
    return build(lines, media_type, pages)


def _scanned(lines: list[Line], pages: int, media_type: str) -> ParsedResume:
    parsed = build(lines, media_type, pages)
    parsed.warnings.insert(0, READ_BY_OCR)
    return parsed


def _text(text: str, kind: Kind) -> ParsedResume:
    media_type = MEDIA_TYPES[kind]
    if kind == "json":
        return read_json(parse_json(text), media_type)
    if kind == "yaml":
        return read_json(parse_yaml(text), media_type)
    if kind == "html":
        return build(read_webpage(text), media_type, 1)
    refuse_long(text)
    return build(read_markdown(text) if kind == "markdown" else read_plain(text), media_type, 1)
