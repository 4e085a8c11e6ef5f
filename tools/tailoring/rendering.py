"""A tailored document as HTML and as a PDF that machines can read: one column, real headings, embedded fonts."""

import re
import threading
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NoReturn

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from weasyprint import HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from store.errors import UnavailableError, ValidationError
from tools.tailoring.coverage import without
from tools.tailoring.page import page_of
from tools.tailoring.schemas import TailoredDocument

Paper = Literal["a4", "letter"]
Density = Literal["regular", "compact"]

_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "IDEOGRAPHIC", "BOPOMOFO")

_MARGINS, _SLACK, _ROW, _ROW_CHARACTERS = 110, 60, 19, 105
"""CSS pixels: both page margins, what a page break leaves empty, a row; and characters in a row. Only for guessing."""
_HYPHENATED = re.compile(r"(?<!\S)(?=\S{3,40}(?!\S))\S+-\S+")


class _NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every address: a resume needs nothing from the network or the disk."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002
        raise FatalURLFetchingError(f"a resume loads nothing, and this one asked for {url}")


def render_html(document: TailoredDocument, *, paper: Paper = "a4", density: Density = "regular") -> str:
    """A complete page with its style inside; every text escaped, every line in the document's order."""
    return _template().render(
        page=page_of(document),
        language=document.language,
        stylesheet=Markup(_source("resume.css")),
        paper=paper,
        density=density,
    )


def render_pdf(html: str) -> bytes:
    """The page as PDF/UA with embedded fonts; the same page gives the same bytes.

    Raises `ValidationError` (`REMOTE_CONTENT`) when the page wants anything loaded, and `UnavailableError`
    (`FONT_MISSING`) when no installed font holds one of its characters.
    """
    return _write(_lay_out(html))


def fit(document: TailoredDocument, pages: int, *, paper: Paper = "a4") -> tuple[TailoredDocument, bytes]:
    """The document cut to `pages` by its own `drop_order`, and its PDF; what went is in `left_out`.

    Cuts the fewest lines that suffice. When all that may go is not enough, the page is set smaller; when even that is
    not, `ValidationError` (`PAGE_BUDGET_TOO_SMALL`) says how many pages it takes.
    """
    densities: tuple[Density, ...] = ("regular", "compact")
    least = pages
    for density in densities:
        fitting = _Fitting(document, pages, paper, density)
        count = fitting.fewest_cuts()
        if count is not None:
            cut = without(document, set(document.drop_order[:count])).model_copy(update={"pages_limit": pages})
            return cut, _write(fitting.layout(count))
        least = fitting.least_pages()
    raise ValidationError(
        f"Contact, positions and education alone take {least} pages, more than the {pages} asked for. "
        f"Allow {least} pages, or drop lines by name.",
        code="PAGE_BUDGET_TOO_SMALL",
        details={"pages_needed": least, "pages": pages},
    )


class _Fitting:
    """The search for the fewest cuts: each count of cuts is laid out at most once, and a guess saves most of them."""

    def __init__(self, document: TailoredDocument, pages: int, paper: Paper, density: Density) -> None:
        self._document, self._pages, self._paper, self._density = document, pages, paper, density
        self._laid_out: dict[int, Document] = {}

    def layout(self, count: int) -> Document:
        """The pages with the first `count` lines of the drop order gone."""
        if count not in self._laid_out:
            gone = set(self._document.drop_order[:count])
            claims = [claim for claim in self._document.claims if claim.id not in gone]
            shorter = self._document.model_copy(update={"claims": claims})
            self._laid_out[count] = _lay_out(render_html(shorter, paper=self._paper, density=self._density))
        return self._laid_out[count]

    def least_pages(self) -> int:
        """How many pages it takes with everything gone that may go."""
        return len(self.layout(len(self._document.drop_order)).pages)

    def fewest_cuts(self) -> int | None:
        """How many lines must go, or None when all that may go are not enough."""
        last = len(self._document.drop_order)
        if self._fits(0):
            return 0
        low, high = self._bracket(0, min(last, self._guess()), last)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._fits(middle) else (middle, high)
        return high if high <= last else None

    def _bracket(self, low: int, guess: int, last: int) -> tuple[int, int]:
        """A count that does not fit and one above that does (`last + 1`: none does), in growing steps from a guess."""
        step = 1
        if self._fits(guess):
            high = guess
            while high - step > low and self._fits(high - step):
                high, step = high - step, step * 2
            return max(low, high - step), high
        low = guess
        while low < last:
            probe = min(last, low + step)
            if self._fits(probe):
                return low, probe
            low, step = probe, step * 2
        return last, last + 1

    def _fits(self, count: int) -> bool:
        return len(self.layout(count).pages) <= self._pages

    def _guess(self) -> int:
        """How many cuts the height that is too much should take, by the length of the lines."""
        whole = self.layout(0).pages
        end = next((page.anchors["end"][1] for page in whole if "end" in page.anchors), 0.0)
        excess = (len(whole) - self._pages - 1) * (whole[0].height - _MARGINS) + end - _MARGINS / 2 - _SLACK
        texts = {claim.id: claim.text for claim in self._document.claims}
        for count, line_id in enumerate(self._document.drop_order):
            if excess <= 0:
                return max(1, count)
            excess -= _ROW * -(-len(texts.get(line_id, "")) // _ROW_CHARACTERS)
        return max(1, len(self._document.drop_order))


def _lay_out(html: str) -> Document:
    try:
        return HTML(string=html, url_fetcher=_NothingFetched()).render(font_config=_fonts(threading.get_ident()))
    except FatalURLFetchingError as error:
        raise ValidationError(f"The page was not rendered: {error}.", code="REMOTE_CONTENT") from error


def _write(laid_out: Document) -> bytes:
    try:
        pdf: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        raise ValidationError(f"The page was not rendered: {error}.", code="REMOTE_CONTENT") from error
    missing = sorted({chr(point) for font in laid_out.fonts.values() for point in font.missing})
    if missing:
        raise _font_missing(missing)
    return pdf


def _font_missing(missing: list[str]) -> UnavailableError:
    names = {char: unicodedata.name(char, "UNNAMED") for char in missing}
    east_asian = any(name.startswith(_EAST_ASIAN) for name in names.values())
    package = "fonts-noto-cjk" if east_asian else "fonts-noto-core"
    shown = ", ".join(f"{char} (U+{ord(char):04X} {name})" for char, name in list(names.items())[:5])
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return UnavailableError(
        f"No installed font holds {shown}{more}, so the PDF would show empty boxes. "
        f"Install a font for it (for example the package {package}) and try again, or drop these lines.",
        code="FONT_MISSING",
        details={"characters": missing, "install": package},
    )


def _whole(text: str) -> str:
    """The text with word joiners that keep hyphenated words on one line: readers make "oncall" of "on-" and "call".

    The joiner has no glyph, so it reaches neither the eye nor the extracted text.
    """
    return _HYPHENATED.sub(lambda word: word[0].replace("-", "-\u2060"), text)


@lru_cache(maxsize=4)
def _fonts(_thread: int) -> FontConfiguration:
    """One font map per thread: Pango's maps must not be shared between threads, and are slow to make."""
    return FontConfiguration()


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.filters["whole"] = _whole
    return environment.from_string(_source("resume.html.j2"))


@lru_cache(maxsize=4)
def _source(name: str) -> str:
    return (files("tools.tailoring") / "templates" / name).read_text(encoding="utf-8")
