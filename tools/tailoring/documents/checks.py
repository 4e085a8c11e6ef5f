"""What is checked of a finished document before anybody gets it; one that lost something is held back."""

from collections.abc import Iterable, Iterator, Sequence

from store.errors import AppError
from tools.resumes.parsing import read
from tools.resumes.schemas import ParsedResume
from tools.tailoring.documents.contrast import Faint
from tools.tailoring.documents.readback import Expected, Extracted, Loss, expected_of, extract, losses, missing
from tools.tailoring.documents.rebuilding import rebuild
from tools.tailoring.documents.templates_catalogue import Manifest
from tools.tailoring.schemas import DocumentCheck, DocumentChecks, DocumentFormat, TailoredDocument

MOST_BYTES = 2_000_000
"""What most application forms take; a text document of a few pages has a fiftieth of it."""
_SHOWN = 5
_MENDING = {
    "text": "Reword or drop these lines and try again.",
    "order": "Take a template with one column, or reword these lines.",
    "fields": "Look at the contact line: write e-mail and telephone as they are usually written.",
    "pages": "Allow more pages, or drop lines.",
    "fonts": "Take another template, or another font in the template's manifest.",
    "contrast": "Choose a darker text or a lighter ground in the template's style.",
    "size": "Take out pictures of the template, or drop lines.",
}


class DocumentUnreadableError(AppError):
    """The finished document would lose something on its way to a reader, so it is not handed out."""

    status = 500
    default_code = "DOCUMENT_UNREADABLE"


def check_pdf(pdf: bytes, document: TailoredDocument, manifest: Manifest) -> DocumentChecks:
    """Every check of a resume's PDF, passed or not; nothing is raised."""
    extracted = extract(pdf, manifest.columns)
    expected = expected_of(document, manifest)
    checks = pdf_checks(pdf, extracted, expected, document.pages_limit)
    checks.insert(2, _fields(document, read(pdf, "resume.pdf")))
    return DocumentChecks(pages=extracted.pages, size=len(pdf), checks=checks)


def pdf_checks(pdf: bytes, extracted: Extracted, expected: Expected, most_pages: int) -> list[DocumentCheck]:
    """The checks that hold for every PDF: text and order by two extractors, pages, fonts, contrast, size."""
    pages = f"{extracted.pages} of at most {most_pages}"
    return [
        *_lines(losses(extracted, expected), len(expected), "pdfplumber and pypdfium2"),
        DocumentCheck(name="pages", passed=extracted.pages <= most_pages, seen=pages),
        _fonts(extracted.unembedded),
        _contrast(extracted.faint),
        size_check(len(pdf)),
    ]


def check_text(content: bytes, filename: str, document: TailoredDocument, expected: Expected) -> DocumentChecks:
    """Every check of a resume in a format without pages: our own reader finds every line, in its order."""
    parsed = read(content, filename)
    found = list(missing(expected, parsed.text))
    checks = [*_lines(found, len(expected), "our own reader"), _fields(document, parsed), size_check(len(content))]
    return DocumentChecks(pages=parsed.pages, size=len(content), checks=checks)


def check_values(content: bytes, filename: str, document: TailoredDocument, values: Sequence[str]) -> DocumentChecks:
    """Every check of a resume in a format of fields: our own reader finds every value, wherever it stands."""
    parsed = read(content, filename)
    text = "\n".join([parsed.text, *(value for fact in parsed.facts for value in _strings(fact.detail.model_dump()))])
    found = [loss for value in values for loss in missing(Expected([], [[value]]), text)]
    checks = [*_lines(found, len(values), "our own reader")[:1], _fields(document, parsed), size_check(len(content))]
    return DocumentChecks(pages=parsed.pages, size=len(content), checks=checks)


def check_letter(text: str, size: int, expected: Expected) -> DocumentChecks:
    """Every check of a letter in a format without pages, by its `text` as it was read back and its `size` in bytes."""
    checks = [*_lines(list(missing(expected, text)), len(expected), "our own reader"), size_check(size)]
    return DocumentChecks(pages=1, size=size, checks=checks)


def size_check(size: int) -> DocumentCheck:
    """Whether a file is small enough for the forms it will be uploaded to; `size` in bytes."""
    return DocumentCheck(name="size", passed=size <= MOST_BYTES, seen=f"{size:,} of at most {MOST_BYTES:,} bytes")


def require(checks: DocumentChecks, kind: DocumentFormat) -> DocumentChecks:
    """The checks, all passed; raises `DocumentUnreadableError` saying what was lost, where, and what to do.

    Its code is `PDF_UNREADABLE` for a PDF, `DOCX_UNREADABLE` for a Word file, and so on.
    """
    failed = [check for check in checks.checks if not check.passed]
    if failed:
        said = " ".join(f"{check.name}: {check.seen}. {_MENDING[check.name]}" for check in failed)
        raise DocumentUnreadableError(
            f"The {kind.upper()} was not handed out, because it did not pass {len(failed)} of "
            f"{len(checks.checks)} checks. {said}",
            code=f"{kind.upper()}_UNREADABLE",
            details={"checks": [check.model_dump() for check in checks.checks]},
        )
    return checks


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _lines(found: Sequence[Loss], wanted: int, readers: str) -> list[DocumentCheck]:
    lost = [loss for loss in found if loss.kind == "text"]
    moved = [loss for loss in found if loss.kind == "order"]
    return [
        DocumentCheck(
            name="text",
            passed=not lost,
            seen=_named("not found", lost) if lost else f"all {wanted} lines are read by {readers}",
        ),
        DocumentCheck(
            name="order",
            passed=not moved,
            seen=_named("out of place", moved) if moved else f"every line is read in its place by {readers}",
        ),
    ]


def _named(said: str, found: Sequence[Loss]) -> str:
    shown = (f"“{loss.what}”{f' ({loss.extractor})' if loss.extractor else ''}" for loss in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"{said}: {', '.join(shown)}{more}"


def _fields(document: TailoredDocument, parsed: ParsedResume) -> DocumentCheck:
    rebuilt = rebuild(document, parsed)
    return DocumentCheck(name="fields", passed=not rebuilt.wrong, seen=rebuilt.seen())


def _fonts(unembedded: Sequence[str]) -> DocumentCheck:
    seen = f"not embedded: {', '.join(unembedded)}" if unembedded else "every font is embedded"
    return DocumentCheck(name="fonts", passed=not unembedded, seen=seen)


def _contrast(faint: Iterable[Faint]) -> DocumentCheck:
    by_colour = {(item.colour, item.ground): item for item in faint}
    seen = "; ".join(
        f"{item.colour} on {item.ground} is {item.ratio:.1f}:1, below {item.needed:g}:1 (“{item.text[:40]}”)"
        for item in list(by_colour.values())[:_SHOWN]
    )
    return DocumentCheck(name="contrast", passed=not by_colour, seen=seen or "every text has WCAG's level AA")
