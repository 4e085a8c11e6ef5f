"""Cutting a resume to its pages: the fewest lines that suffice, found with as few layouts as can be."""

from functools import lru_cache
from pathlib import Path

from weasyprint import Document

from store.errors import ValidationError
from tools.tailoring.coverage import without
from tools.tailoring.page import width_of
from tools.tailoring.rendering import lay_out, render_html, resume_template, write
from tools.tailoring.schemas import TailoredDocument

_MARGINS, _ROW, _ROW_CHARACTERS = 110, 18, 108
"""CSS pixels: both page margins, a row; and characters in a row. Only for guessing."""
_HEADING, _HEADER, _HEAD = 34, 70, 24
"""CSS pixels that a section's heading, the page's header and the head of a position take. Only for guessing."""
_GUESSES = 3
"""Layouts after which guessing has not helped and the middle is taken."""
_SMALLEST_ROW = 12
"""CSS pixels: no template sets a line lower than this, so where less is left on the page none can come back."""


def fit(document: TailoredDocument, *, templates: Path | None = None) -> tuple[TailoredDocument, bytes]:
    """The document cut to `pages_limit` by its own `drop_order`, and its PDF; what went is in `left_out`.

    Cuts the fewest lines that suffice. When all that may go is not enough, the page is set smaller, in the template's
    next density; when even that is not, `ValidationError` (`PAGE_BUDGET_TOO_SMALL`) says how many pages it takes.
    """
    pages = least = document.pages_limit
    manifest = resume_template(document, templates).manifest
    for density in manifest.densities:
        fitting = _Fitting(document, density, manifest.columns, templates)
        count = fitting.fewest_cuts()
        if count is not None:
            cut = without(document, set(document.drop_order[:count]))
            return cut, write(fitting.layout(count))
        least = fitting.least_pages()
    raise ValidationError(
        f"Contact, positions and education alone take {least} pages, more than the {pages} asked for. "
        f"Allow {least} pages, or drop lines by name.",
        code="PAGE_BUDGET_TOO_SMALL",
        details={"pages_needed": least, "pages": pages},
    )


class _Fitting:
    """The search for the fewest cuts: each count of cuts is laid out at most once, and guesses save most of them."""

    def __init__(self, document: TailoredDocument, density: str, columns: int, templates: Path | None) -> None:
        self._document, self._pages, self._density = document, document.pages_limit, density
        self._columns, self._templates = columns, templates
        self._key = (document.template, density, document.paper)
        self._scale = _scales().get(self._key, 1.0)
        self._laid_out: dict[int, Document] = {}
        self._rows = {claim.id: -(-width_of(claim.text) // _ROW_CHARACTERS) for claim in document.claims}

    def layout(self, count: int) -> Document:
        """The pages with the first `count` lines of the drop order gone."""
        if count not in self._laid_out:
            gone = set(self._document.drop_order[:count])
            claims = [claim for claim in self._document.claims if claim.id not in gone]
            shorter = self._document.model_copy(update={"claims": claims})
            self._laid_out[count] = lay_out(render_html(shorter, density=self._density, templates=self._templates))
        return self._laid_out[count]

    def least_pages(self) -> int:
        """How many pages it takes with everything gone that may go."""
        return len(self.layout(len(self._document.drop_order)).pages)

    def fewest_cuts(self) -> int | None:
        """How many lines must go, or None when all that may go are not enough."""
        last = len(self._document.drop_order)
        count = self._cuts_for(self._estimate(0) * self._scale - self._pages * self._page_height()) if last else 0
        low, high = -1, last + 1
        while high - low > 1:
            guessed = len(self._laid_out) < _GUESSES
            count = min(max(count, low + 1), high - 1) if guessed else (low + high) // 2
            excess = self._excess(count)
            if excess <= 0:
                high = count
                if count and -excess < self._least_height(count - 1):
                    return count
                count -= self._returning(count, -excess)
            else:
                low = count
                count = max(count + 1, self._cuts_for(excess, count))
        return high if high <= last else None

    def _excess(self, count: int) -> float:
        """By how many CSS pixels the layout is too high; as a negative number, how many are left on the last page."""
        pages = self.layout(count).pages
        end = next((float(page.anchors["end"][1]) for page in reversed(pages) if "end" in page.anchors), 0.0)
        height = (len(pages) - 1) * self._page_height() + end - _MARGINS / 2
        self._learn(height / self._estimate(count))
        excess = height - self._pages * self._page_height()
        return max(1.0, excess) if len(pages) > self._pages else min(-0.001, excess)

    def _learn(self, scale: float) -> None:
        """Remember how much higher this template stands than was guessed, for the next guess."""
        self._scale = _scales()[self._key] = min(max(scale, 0.4), 2.5)

    def _cuts_for(self, excess: float, start: int = 0) -> int:
        """How many cuts it takes in all, from the one numbered `start` on, to save this height."""
        order = self._document.drop_order
        for count in range(start, len(order)):
            if excess <= 0:
                return count
            excess -= self._height(order[count])
        return len(order)

    def _returning(self, count: int, room: float) -> int:
        """How many of the last cuts may be taken back into this room, one at least."""
        back = 0
        while back < count and (room := room - self._height(self._document.drop_order[count - back - 1])) > 0:
            back += 1
        return max(1, back)

    def _height(self, line_id: str) -> float:
        return self._scale * _ROW * self._rows.get(line_id, 1)

    def _least_height(self, index: int) -> float:
        """What the cut line takes at the very least."""
        if self._columns > 1:
            return 0.0  # what is left below one column says nothing of the other
        rows = self._rows.get(self._document.drop_order[index], 1)
        return float(_SMALLEST_ROW * max(1, rows - 1))

    def _estimate(self, count: int) -> float:
        """About how high the document stands with so many cuts, by the length of its lines."""
        gone = set(self._document.drop_order[:count])
        body = [
            claim
            for claim in self._document.claims
            if claim.section not in {"contact", "links"} and claim.id not in gone
        ]
        heads = sum(
            claim.parent_id is None and claim.section in {"experience", "projects", "education"} for claim in body
        )
        sections = len({claim.section for claim in body})
        rows = sum(self._rows[claim.id] for claim in body)
        return _HEADER + _HEADING * sections + (_HEAD - _ROW) * heads + _ROW * rows

    def _page_height(self) -> float:
        return (1123 if self._document.paper == "a4" else 1056) - _MARGINS


@lru_cache(maxsize=1)
def _scales() -> dict[tuple[str, str, str], float]:
    """How much higher than guessed the last document stood, by template, density and paper. Only guesses rest on it."""
    return {}
