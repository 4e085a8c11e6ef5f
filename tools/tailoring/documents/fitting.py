"""Cutting a resume to its pages: the fewest lines that suffice, found with as few layouts as can be."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure.boxes import BlockBox

from store.errors import ValidationError
from tools.tailoring.choice.coverage import without
from tools.tailoring.documents.page import width_of
from tools.tailoring.documents.rendering import lay_out, render_html, resume_template, write
from tools.tailoring.schemas import TailoredDocument

_PAGE, _ROW, _ROW_CHARACTERS = 1010.0, 18, 108
"""CSS pixels: a page within its margins, a row; and characters in a row. Only for guessing."""
_HEADING, _HEADER, _HEAD = 34, 70, 24
"""CSS pixels that a section's heading, the page's header and the head of a position take. Only for guessing."""
_GUESSES = 3
"""Layouts after which guessing has not helped and the middle is taken."""


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
        self._scale, self._page = _learned().get(self._key, (1.0, _PAGE))
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
        count = self._cuts_for(self._estimate(0) * self._scale - self._pages * self._page) if last else 0
        low, high = -1, last + 1
        while high - low > 1:
            guessed = len(self._laid_out) < _GUESSES
            count = min(max(count, low + 1), high - 1) if guessed else (low + high) // 2
            excess = self._excess(count)
            if excess <= 0:
                high = count
                if count and -excess < self._least_height(count):
                    return count
                count -= self._returning(count, -excess)
            else:
                low = count
                count = max(count + 1, self._cuts_for(excess, count))
        return high if high <= last else None

    def _excess(self, count: int) -> float:
        """By how many CSS pixels the layout is too high; as a negative number, how many are left on the last page."""
        pages = self.layout(count).pages
        sheet = pages[0]._page_box
        page = float(sheet.height)
        end = next((float(page.anchors["end"][1]) for page in reversed(pages) if "end" in page.anchors), 0.0)
        height = (len(pages) - 1) * page + end - float(sheet.margin_top)
        if len(pages) == self._pages:
            self._learn(height / self._estimate(count), page)
        excess = height - self._pages * page
        if len(pages) <= self._pages:
            return min(-0.001, excess)
        return max(1.0, excess - self._scale * _ROW / 2)  # half a row on average stays empty where the page broke

    def _learn(self, scale: float, page: float) -> None:
        """Remember how much higher this template stands than was guessed and how high its page is, for next time."""
        self._scale, self._page = _learned()[self._key] = min(max(scale, 0.4), 2.5), page

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

    def _least_height(self, count: int) -> float:
        """What the line that was cut last takes at the very least: as much as the lowest one on the page."""
        if self._columns > 1:
            return 0.0  # what is left below one column says nothing of the other
        boxes = (box for page in self.layout(count).pages for box in page._page_box.descendants())
        return min((float(box.margin_height()) for box in boxes if _is_line(box)), default=0.0)

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


def _is_line(box: Any) -> bool:
    return box.element_tag == "li" and isinstance(box, BlockBox)


@lru_cache(maxsize=1)
def _learned() -> dict[tuple[str, str, str], tuple[float, float]]:
    """How much higher than guessed the last document stood, and its page, by template, density and paper.

    Only guesses rest on it: what is cut is the same, it is found with fewer layouts.
    """
    return {}
