"""Reading a rendered PDF back the way an applicant tracking system does, with two independent extractors."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal
from unicodedata import bidirectional, combining, normalize

import pdfplumber
import pypdfium2
from pydantic import BaseModel
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from tools.tailoring.documents.contrast import Faint, faint_texts
from tools.tailoring.documents.page import HEADER, heading, in_page_language, section_order
from tools.tailoring.documents.templates_catalogue import Manifest
from tools.tailoring.schemas import TailoredDocument
from tools.tailoring.wording import printable

Extractor = Literal["pypdfium2", "pdfplumber"]

_LONG_WORD = 24
_LINE_END_HYPHEN = "\ufffe"
"""PDFium's mark for a hyphen at a line's end, which only words too long to be kept in one piece have (see `page`)."""
_EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_BREAKABLE = re.compile(f"[{_EAST_ASIAN}]|[^{_EAST_ASIAN}–—/-]+|[–—/-]")

_TYPED_BULLET = re.compile(r"^[-–—•·*]\s+(?=\S)")
"""A bullet that was typed into a line; readers take it off, and nothing is lost by that."""
_LEFTWARD = frozenset({"R", "AL"})
_AROUND_SIGNS = re.compile(r" ?([\u0591-\u05bd\u064b-\u065f\u0670]) ?")
"""A vowel sign with the blanks that pdfplumber sees on both sides of it."""
_ONE_WAY = re.compile(r"[\u0590-\u08ff]+|[^\W\u0590-\u08ff]+")


class Loss(BaseModel):
    """Something the document should show a machine and does not, or shows in another order."""

    kind: Literal["text", "order"]
    what: str
    extractor: Extractor | None = None


@dataclass(frozen=True)
class Expected:
    """The lines that must be found: those of the header anywhere, each stream's in order and below the header."""

    header: list[str]
    streams: list[list[str]]

    def __len__(self) -> int:
        return len(self.header) + sum(map(len, self.streams))


@dataclass(frozen=True)
class Extracted:
    """What the two extractors see in a PDF."""

    plumbed: str
    pdfium: str
    pages: int
    unembedded: list[str]
    faint: list[Faint]


def extract(pdf: bytes, columns: int = 1) -> Extracted:
    """The PDF's text as both extractors read it, its pages, fonts that are not embedded, and texts that are too faint.

    pdfplumber reads line by line across the page, which suits one column; with two it follows the order of writing.
    """
    with pdfplumber.open(io.BytesIO(pdf)) as plumbed:
        text = "\n".join(page.extract_text(use_text_flow=columns > 1) for page in plumbed.pages)
    read: list[str] = []
    fonts: set[str] = set()
    faint: list[Faint] = []
    opened = pypdfium2.PdfDocument(pdf)
    try:
        for page in opened:
            words = page.get_textpage()
            drawn = list(page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], textpage=words))
            read.append(words.get_text_range().replace(_LINE_END_HYPHEN, "-"))
            fonts |= {font.get_base_name() for item in drawn if not (font := item.get_font()).is_embedded}
            faint += faint_texts(page, drawn)
        return Extracted(text, "\n".join(read), len(opened), sorted(fonts), faint)
    finally:
        opened.close()


def losses(extracted: Extracted, expected: Expected) -> list[Loss]:
    """Every line that one of the extractors does not give in full (white space aside) and in its place."""
    return [*missing(expected, extracted.plumbed, "pdfplumber"), *missing(expected, extracted.pdfium, "pypdfium2")]


def expected_of(document: TailoredDocument, manifest: Manifest) -> Expected:
    """The lines of a resume as its template shows them: of two columns each is a stream of its own."""
    document = in_page_language(document)
    header = [document.name, *(claim.text for claim in document.claims if claim.section in HEADER)]
    narrow = manifest.sections.sidebar
    streams = [
        _body(document, manifest, lambda name: name in narrow),
        _body(document, manifest, lambda name: name not in narrow),
    ]
    return Expected([line for line in map(normal, header) if line], [stream for stream in streams if stream])


def missing(expected: Expected, extracted: str, extractor: Extractor | None = None) -> Iterator[Loss]:
    """What of the expected lines the extracted text does not hold, or holds out of its order."""
    text = normal(extracted)
    below = 0
    for line in expected.header:
        end = _find(line, text, 0)
        below = max(below, end or 0)
        if end is None:
            yield Loss(kind="text", what=line, extractor=extractor)
    for stream in expected.streams:
        position = below
        for line in stream:
            words = _TYPED_BULLET.sub("", line)
            end = _find(words, text, position)
            if end is None:
                kind: Literal["order", "text"] = "text" if _find(words, text, 0) is None else "order"
                yield Loss(kind=kind, what=line, extractor=extractor)
            else:
                position = end


def normal(text: str) -> str:
    """The text as it is set, with single spaces."""
    return " ".join(printable(text).split())


def _body(document: TailoredDocument, manifest: Manifest, belongs: Callable[[str], bool]) -> list[str]:
    """Headings and claims below the header, in the template's reading order."""
    claims = [
        claim
        for claim in document.claims
        if claim.section not in HEADER and belongs(claim.section) and printable(claim.text)
    ]
    order = section_order((claim.section for claim in claims), manifest)
    lines = []
    for section, members in groupby(
        sorted(claims, key=lambda claim: order.index(claim.section)), lambda one: one.section
    ):
        lines.append(normal(heading(section, document.language, manifest)))
        lines += [normal(claim.text) for claim in members]
    return lines


def _find(line: str, text: str, start: int) -> int | None:
    """Where the line ends in the text from `start` on, None when it is not there.

    Extractors give right-to-left script as it stands on paper or as it is read, and its vowel signs in any place: of
    such a line each piece that runs one way must be there, from either end.
    """
    if not any(bidirectional(char) in _LEFTWARD for char in line):
        found = _pattern(line).search(text, start)
        return found.end() if found else None
    bare = _without_signs(_AROUND_SIGNS.sub(r"\1", text))
    pieces = _ONE_WAY.findall(_without_signs(line))
    return start if all(piece in bare or piece[::-1] in bare for piece in pieces) else None


@lru_cache(maxsize=8)
def _without_signs(text: str) -> str:
    """Letters of presentation forms as plain ones, without vowel signs."""
    return "".join(char for char in normalize("NFKC", text) if not combining(char))


def _pattern(line: str) -> re.Pattern[str]:
    """The line with any white space between its words, and none lost where a line of print may end inside a word."""
    return re.compile(r"\s+".join(_word_pattern(word) for word in line.split()))


def _word_pattern(word: str) -> str:
    pieces: Sequence[str] = list(word) if len(word) > _LONG_WORD else _BREAKABLE.findall(word)
    return r"\s?".join(map(re.escape, pieces))
