"""Documents in other formats than PDF, each read back by our own reader before anybody gets it."""

from pathlib import Path

from store.errors import ValidationError
from tools.resumes.parsing import read
from tools.tailoring.documents import docx_writing
from tools.tailoring.documents.checks import check_letter, check_text, check_values, pdf_checks, require
from tools.tailoring.documents.json_writing import values_of, write_json_resume
from tools.tailoring.documents.letters import MOST_PAGES, LetterPage, expected_of_letter, letter_page
from tools.tailoring.documents.markdown_writing import letter_markdown, letter_text, resume_markdown, resume_text
from tools.tailoring.documents.page import page_of
from tools.tailoring.documents.readback import expected_of, extract
from tools.tailoring.documents.rendering import compose, letter_template, render_pdf
from tools.tailoring.documents.templates_catalogue import Manifest
from tools.tailoring.schemas import DocumentChecks, DocumentFormat, Exported, LetterDocument, TailoredDocument

MEDIA_TYPES: dict[DocumentFormat, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
_LAYOUT = Manifest(
    name="flowing", title="Flowing", description="Documents without pages", fonts=["any"], row_characters=1000
)
"""Where there are no pages, sections stand as the document has them and a date always stands beside its line."""


def export(document: TailoredDocument, kind: DocumentFormat) -> Exported:
    """The whole document in a format without pages (a PDF is made by `fitting.fit`).

    Raises `DocumentUnreadableError` when our own reader would not find every line in it again.
    """
    if kind == "json":
        content = write_json_resume(document)
        checks = check_values(content, "resume.json", document, values_of(document))
        return exported(content, kind, checks)
    page = page_of(document, _LAYOUT)
    if kind == "docx":
        content = docx_writing.write_resume(page, document.paper)
    else:
        content = (resume_markdown(page) if kind == "md" else resume_text(page)).encode()
    return exported(content, kind, check_text(content, f"resume.{kind}", document, expected_of(document, _LAYOUT)))


def export_letter(letter: LetterDocument, kind: DocumentFormat, templates: Path | None = None) -> Exported:
    """The letter in any format; as JSON it is its own fields.

    Raises `DocumentUnreadableError`, what `letter_page` raises, and `ValidationError` (`LETTER_TOO_LONG`) when it
    takes more than two pages.
    """
    page = letter_page(letter)
    if kind == "pdf":
        return _letter_pdf(letter, page, templates)
    match kind:
        case "docx":
            content = docx_writing.write_letter(page, letter.paper)
        case "json":
            content = letter.model_dump_json(indent=2, exclude_none=True).encode()
        case _:
            content = (letter_markdown(page) if kind == "md" else letter_text(page)).encode()
    return exported(content, kind, check_letter(_read_letter(content, kind), len(content), expected_of_letter(page)))


def _read_letter(content: bytes, kind: DocumentFormat) -> str:
    if kind != "json":
        return read(content, f"letter.{kind}").text
    lines = expected_of_letter(letter_page(LetterDocument.model_validate_json(content)))
    return "\n".join([*lines.header, *(line for stream in lines.streams for line in stream)])


def exported(content: bytes, kind: DocumentFormat, checks: DocumentChecks) -> Exported:
    """The file, when it passed its checks."""
    return Exported(content=content, media_type=MEDIA_TYPES[kind], extension=f".{kind}", checks=require(checks, kind))


def _letter_pdf(letter: LetterDocument, page: LetterPage, templates: Path | None) -> Exported:
    """The letter as PDF, set smaller where that saves a page."""
    template = letter_template(letter, templates)
    for density in template.manifest.densities:
        pdf = render_pdf(compose(template, page, page.language, letter.paper, density))
        extracted = extract(pdf)
        if extracted.pages == 1:
            break
    if extracted.pages > MOST_PAGES:
        raise ValidationError(
            f"This letter takes {extracted.pages} pages, and at most {MOST_PAGES} are sensible. Shorten it.",
            code="LETTER_TOO_LONG",
            details={"pages": extracted.pages},
        )
    checks = pdf_checks(pdf, extracted, expected_of_letter(page), MOST_PAGES)
    return exported(pdf, "pdf", DocumentChecks(pages=extracted.pages, size=len(pdf), checks=checks))
