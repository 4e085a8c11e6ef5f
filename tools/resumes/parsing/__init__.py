"""Reading a resume file: type by content, text in reading order, sections, and facts with their spans."""

from store.errors import PayloadTooLargeError
from tools.resumes.parsing.detect import MEDIA_TYPES, decode, kind_of, parse_json, parse_yaml
from tools.resumes.parsing.json_resume import read_json
from tools.resumes.parsing.markdown import read_markdown
from tools.resumes.parsing.pdf import read_pdf
from tools.resumes.parsing.plain import read_plain
from tools.resumes.parsing.resume import build
from tools.resumes.parsing.word import read_word
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
) -> ParsedResume:
    """Read a PDF, DOCX, TXT, Markdown, JSON Resume or RenderCV YAML; limits in bytes and pages.

    Raises an AppError with one of the codes of `tools.resumes.refusals` for a file that cannot be read.
    """
    if len(content) > max_bytes:
        raise PayloadTooLargeError(
            f"This file has {len(content) / 1e6:.1f} MB; at most {max_bytes / 1e6:.1f} MB are read. Save it with "
            f"smaller pictures.",
            details={"bytes": len(content), "limit": max_bytes},
        )
    kind = kind_of(content, filename)
    media_type = MEDIA_TYPES[kind]
    match kind:
        case "pdf":
            lines, pages = read_pdf(content, max_pages=max_pages, max_expanded=max_expanded)
            return build(lines, media_type, pages)
        case "docx":
            return build(read_word(content, max_expanded=max_expanded), media_type, 1)
        case "json":
            return read_json(parse_json(decode(content)), media_type)
        case "yaml":
            return read_json(parse_yaml(decode(content)), media_type)
        case "markdown":
            return build(read_markdown(decode(content)), media_type, 1)
        case "text":
            return build(read_plain(decode(content)), media_type, 1)
