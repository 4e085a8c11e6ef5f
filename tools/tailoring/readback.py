"""Reading a rendered resume back the way an applicant tracking system does, with two independent extractors."""

import io
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal
from unicodedata import bidirectional

import pdfplumber
import pypdfium2
from pydantic import BaseModel
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from store.errors import AppError
from tools.tailoring.page import HEADER
from tools.tailoring.schemas import DocumentCheck, DocumentChecks, TailoredDocument
from tools.tailoring.wording import label, printable

Extractor = Literal["pypdfium2", "pdfplumber"]

_LONG_WORD = 24
_LINE_END_HYPHEN = "\ufffe"
"""PDFium's mark for a hyphen at a line's end, which only words too long to be kept in one piece have (see `page`)."""
_EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_BREAKABLE = re.compile(f"[{_EAST_ASIAN}]|[^{_EAST_ASIAN}–—/-]+|[–—/-]")


class Loss(BaseModel):
    """Something the PDF should show a machine and does not; `extractor` is None where it concerns the file itself."""

    kind: Literal["text", "order", "font", "pages"]
    what: str
    extractor: Extractor | None = None


class PdfUnreadableError(AppError):
    """The rendered PDF would lose text on its way into an applicant tracking system, so it is not handed out."""

    status = 500
    default_code = "PDF_UNREADABLE"


def verify(pdf: bytes, document: TailoredDocument) -> list[Loss]:
    """Everything of the document that a reader of the PDF would miss; empty when nothing is lost.

    Both extractors must give every claim in full (white space aside), sections and lines in the document's order, and
    the name and each contact; all fonts must be embedded and the pages within the limit.
    """
    with pdfplumber.open(io.BytesIO(pdf)) as plumbed:
        plumbed_text, pages = "\n".join(page.extract_text() for page in plumbed.pages), len(plumbed.pages)
    pdfium_text, fonts = _pdfium(pdf)
    losses = [Loss(kind="font", what=name) for name in fonts]
    if pages > document.pages_limit:
        losses.append(Loss(kind="pages", what=f"{pages} pages instead of {document.pages_limit}"))
    losses += _missing(document, plumbed_text, "pdfplumber")
    losses += _missing(document, pdfium_text, "pypdfium2")
    return losses


def require_readable(pdf: bytes, document: TailoredDocument) -> DocumentChecks:
    """What was checked and seen; raises `PdfUnreadableError` naming what is lost, and in which extractor."""
    losses = verify(pdf, document)
    if losses:
        named = "; ".join(
            f"{loss.what!r} ({', '.join(filter(None, (loss.kind, loss.extractor)))})" for loss in losses[:5]
        )
        raise PdfUnreadableError(
            f"The PDF was not handed out, because a machine reading it would miss {len(losses)} thing(s): {named}. "
            "Reword or drop these lines and render again.",
            details={"losses": [loss.model_dump() for loss in losses]},
        )
    pages = len(pypdfium2.PdfDocument(pdf))
    lines = f"all {len(document.claims)} lines, in their order, by pdfplumber and pypdfium2"
    return DocumentChecks(
        pages=pages,
        size=len(pdf),
        checks=[
            DocumentCheck(name="text", passed=True, seen=lines),
            DocumentCheck(name="fonts", passed=True, seen="every font is embedded"),
            DocumentCheck(name="pages", passed=True, seen=f"{pages} of at most {document.pages_limit}"),
        ],
    )


def _missing(document: TailoredDocument, extracted: str, extractor: Extractor) -> Iterator[Loss]:
    text = _normal(extracted)
    header = [document.name, *(claim.text for claim in document.claims if claim.section in HEADER)]
    position = 0
    for line in filter(None, map(_normal, header)):
        end = _find(line, text, 0)
        position = max(position, end or 0)
        if end is None:
            yield Loss(kind="text", what=line, extractor=extractor)
    for line in _body(document):
        end = _find(line, text, position)
        if end is None:
            kind: Literal["order", "text"] = "text" if _find(line, text, 0) is None else "order"
            yield Loss(kind=kind, what=line, extractor=extractor)
        else:
            position = end


def _find(line: str, text: str, start: int) -> int | None:
    """Where the line ends in the text from `start` on, None when it is not there.

    pdfplumber gives right-to-left script as it stands on paper, so of such a line each word must be there either way.
    """
    if not any(bidirectional(char) in {"R", "AL"} for char in line):
        found = _pattern(line).search(text, start)
        return found.end() if found else None
    words = [
        min((at for at in (text.find(way, start) for way in (word, word[::-1])) if at >= 0), default=-1)
        for word in line.split()
    ]
    return start if min(words) >= 0 else None


def _body(document: TailoredDocument) -> Iterator[str]:
    """Headings and claims below the header, in reading order."""
    claims = [claim for claim in document.claims if claim.section not in HEADER and printable(claim.text)]
    for section, members in groupby(claims, key=lambda claim: claim.section):
        yield _normal(label(section, document.language))
        yield from (_normal(claim.text) for claim in members)


def _pattern(line: str) -> re.Pattern[str]:
    """The line with any white space between its words, and none lost where a line of print may end inside a word."""
    return re.compile(r"\s+".join(_word_pattern(word) for word in line.split()))


def _word_pattern(word: str) -> str:
    pieces = list(word) if len(word) > _LONG_WORD else _BREAKABLE.findall(word)
    return r"\s?".join(map(re.escape, pieces))


def _normal(text: str) -> str:
    return " ".join(printable(text).split())


def _pdfium(pdf: bytes) -> tuple[str, list[str]]:
    """The text as PDFium reads it, and the names of fonts that are not embedded."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in opened).replace(_LINE_END_HYPHEN, "-")
        fonts = [item.get_font() for page in opened for item in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT])]
        return text, sorted({font.get_base_name() for font in fonts if not font.is_embedded})
    finally:
        opened.close()
