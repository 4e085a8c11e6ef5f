"""Characters of a PDF page with their places, and the fragments of text they make up."""

import ctypes
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

BULLETS = "•◦▪‣●○■□·∙⁃➢➤►▶▸▹◆◇♦✓✔✦★❖»›⦁⚫⬤–—-*→"
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|-bd|bdcn|cmbx|[^a-z]medi\b|\.b\b", re.IGNORECASE)
# A drawn rectangle: left, right, bottom, top in points.
Box = tuple[float, float, float, float]
_ITALIC = re.compile(r"italic|oblique|cmti|-it\b|slanted", re.IGNORECASE)


@dataclass(slots=True)
class Glyph:
    """One character, `spaced` when a blank comes before it; coordinates in points from the page's lower left corner."""

    char: str
    x0: float
    x1: float
    y0: float
    y1: float
    bold: bool
    italic: bool
    icon: bool
    spaced: bool = False

    @property
    def size(self) -> float:
        """Height of the line box, about the type size."""
        return self.y1 - self.y0


@dataclass(slots=True)
class Fragment:
    """Words on one baseline with no wide gap between them; `y` is the middle of the line."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    bold: bool
    italic: bool
    bullet: bool = False
    inner: float = 0.0
    emphasis: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def y(self) -> float:
        """The middle of the line."""
        return (self.y0 + self.y1) / 2


def page_glyphs(page: pdfium.PdfTextPage) -> list[Glyph]:
    """The upright characters of a page in the file's order, with the blanks that gaps stand for, doubles removed."""
    glyphs: list[Glyph] = []
    fonts: dict[int, tuple[bool, bool, bool]] = {}
    places: dict[tuple[str, int, int], int] = {}
    box = raw.FS_RECTF()
    spaced = False
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if code in (9, 10, 13, 32, 0xA0):
            spaced = True
        if code in (0, 9, 10, 13, 32, 0xA0, 0xFFFE) or abs(_angle(page, index)) > 0.1:
            continue
        if not raw.FPDFText_GetLooseCharBox(page, index, box) or box.right - box.left > 400:
            continue
        if code == 2 and glyphs and box.top - box.bottom < 0.5 * glyphs[-1].size:
            box.bottom, box.top = glyphs[-1].y0, glyphs[-1].y1
        bold, italic, icon = _style(page, index, fonts)
        char = LIGATURES.get(chr(code), "-" if code in (2, 0xAD, 0x2010, 0x2011) else chr(code))
        glyph = Glyph(char, box.left, box.right, box.bottom, box.top, bold, italic, icon or _is_private(code), spaced)
        if char.strip() and not _is_double(glyphs, glyph, places):
            glyphs.append(glyph)
            spaced = False
    return glyphs


def _angle(page: pdfium.PdfTextPage, index: int) -> float:
    angle: float = raw.FPDFText_GetCharAngle(page, index)
    return min(angle, abs(angle - 6.2832)) if angle > 0 else 0.0


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code > 0xF0000


def _style(page: pdfium.PdfTextPage, index: int, seen: dict[int, tuple[bool, bool, bool]]) -> tuple[bool, bool, bool]:
    """Bold, italic and icon font of a character, from its font's name and weight."""
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(96)
    raw.FPDFText_GetFontInfo(page, index, buffer, 96, flags)
    weight = raw.FPDFText_GetFontWeight(page, index)
    key = hash((buffer.value, weight))
    if key not in seen:
        name = buffer.value.decode("utf-8", "replace").split("+")[-1]
        bold = bool(_BOLD.search(name)) or 600 <= weight <= 900
        icon = re.search(r"awesome|material.?icon|glyphicon|icomoon|ionicon|fontello", name, re.IGNORECASE) is not None
        seen[key] = (bold, _ITALIC.search(name) is not None or bool(flags.value & 64), icon)
    return seen[key]


def _is_double(glyphs: list[Glyph], glyph: Glyph, places: dict[tuple[str, int, int], int]) -> bool:
    """Whether the character was drawn here before (fake bold, shadows); letters of one ligature share their box."""
    if glyph.char == "/":
        return False  # fonts join two of them so tightly that they look like one drawn twice
    here = (glyph.char, round(glyph.x0), round(glyph.y0))
    near = [(glyph.char, here[1] + dx, here[2] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    for index in (places[key] for key in near if key in places):
        other = glyphs[index]
        apart = abs(other.x0 - glyph.x0)
        ligature = len(glyphs) - index <= 3 and apart == 0 and other.x1 == glyph.x1
        if not ligature and apart < 0.05 * glyph.size and abs(other.y0 - glyph.y0) < 0.05 * glyph.size:
            return True
    places[here] = len(glyphs)
    return False


def fragments(glyphs: list[Glyph], boxes: Sequence[Box] = ()) -> list[Fragment]:
    """Group characters into fragments: same baseline, gaps below one and a half type sizes.

    Apart stand also words in small drawn boxes of their own, and labels just left of a column that other rows show.
    """
    rows = [_runs(row, boxes) for row in _rows([glyph for glyph in glyphs if glyph.size > 2])]
    starts = Counter(round(run[0].x0) for row in rows for run in row[1:] if not row[0][-1].icon)
    columns = [x for x in starts if sum(starts[x + step] for step in (-1, 0, 1)) >= 3]
    return [part for row in rows for run in row for piece in _at_columns(run, columns) for part in _fragment(piece)]


def _at_columns(run: list[Glyph], columns: list[int]) -> list[list[Glyph]]:
    """Cut a run where a column begins, if the gap before is wider than between words."""
    for index, (before, glyph) in enumerate(itertools.pairwise(run), start=1):
        wide = glyph.x0 - before.x1 > 0.62 * max(min(before.size, glyph.size), 1)
        if wide and any(abs(glyph.x0 - x) < 1.6 for x in columns):
            return [run[:index], *_at_columns(run[index:], columns)]
    return [run]


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters that share a line, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -(g.y0 + g.y1)):
        for row in reversed(rows[-6:]):
            if _same_row(row[0], glyph):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda g: (g.x0, g.x1))
    return rows


def _same_row(first: Glyph, glyph: Glyph) -> bool:
    middle, own = (first.y0 + first.y1) / 2, (glyph.y0 + glyph.y1) / 2
    base = abs(first.y0 - glyph.y0) < 0.2 * min(first.size, glyph.size)
    return base or abs(middle - own) < 0.3 * min(first.size, glyph.size)


def _runs(row: list[Glyph], boxes: Sequence[Box]) -> list[list[Glyph]]:
    """Cut a row where the gap is too wide for a blank, or an icon stands."""
    runs: list[list[Glyph]] = []
    for glyph in row:
        last = runs[-1][-1] if runs else None
        size = max(min(last.size, glyph.size), 1) if last else 1
        gap = glyph.x0 - last.x1 if last else 0.0
        changed = last is not None and (last.bold != glyph.bold or abs(last.size - glyph.size) > 0.1 * size)
        wide = gap > (0.75 if changed else 1.4) * size
        if last is None or wide or glyph.icon != last.icon or (gap > 0.3 * size and _is_walled(last, glyph, boxes)):
            runs.append([])
        runs[-1].append(glyph)
    return runs


def _is_walled(last: Glyph, glyph: Glyph, boxes: Sequence[Box]) -> bool:
    """Whether one of two neighbours stands in a small box that the other is outside of."""
    middle = (glyph.y0 + glyph.y1) / 2
    for x0, x1, y0, y1 in boxes:
        if y0 < middle < y1 and (last.x1 - 1 < x1 < glyph.x0 + 1 or last.x1 - 1 < x0 < glyph.x0 + 1):
            return True
    return False


def _fragment(run: list[Glyph]) -> list[Fragment]:
    normal = unicodedata.normalize("NFC", "".join(char for char in _words(run) if char.isprintable()))
    if not normal.strip():
        return []
    words = re.sub(r"\b(https?:)/ ?(?=\w)", r"\1//", normal.strip())  # some fonts draw the two slashes as one sign
    return [
        Fragment(
            text="\ue000" if run[0].icon else words,
            x0=run[0].x0,
            x1=max(glyph.x1 for glyph in run),
            y0=min(glyph.y0 for glyph in run),
            y1=max(glyph.y1 for glyph in run),
            size=median(glyph.size for glyph in run),
            bold=sum(glyph.bold for glyph in run) > len(run) / 2,
            italic=sum(glyph.italic for glyph in run) > len(run) / 2,
            inner=run[1].x0 if len(run) > 1 else run[0].x1,
            emphasis=_leading_bold(run),
        )
    ]


def _leading_bold(run: list[Glyph]) -> str:
    """The bold words a fragment starts with when the rest is not bold."""
    lead = next((index for index, glyph in enumerate(run) if not glyph.bold), len(run))
    return _words(run[:lead]).strip() if 0 < lead < len(run) else ""


def _words(run: list[Glyph]) -> str:
    """The run's characters with blanks where the file or the gaps, measured against the run's spacing, say so."""
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(run)]
    size = median(glyph.size for glyph in run) if run else 1.0
    if _is_letter_spaced(run, gaps, size):
        return _tight(run, gaps)
    # where the file itself writes blanks, only a wide gap without one is another
    blank = (0.25 if any(glyph.spaced for glyph in run[1:]) else 0.17) * size
    parts: list[str] = []
    for glyph, gap in zip(run, [0.0, *gaps], strict=True):
        parts.append(
            " " + glyph.char if parts and (gap > blank or (glyph.spaced and gap > -0.3 * size)) else glyph.char
        )
    return "".join(parts)


def _is_letter_spaced(run: list[Glyph], gaps: list[float], size: float) -> bool:
    if len(gaps) < 3:
        return False
    return all(glyph.spaced for glyph in run[1:]) or median(gaps) > 0.12 * size


def _tight(run: list[Glyph], gaps: list[float]) -> str:
    usual = median(gaps)
    parts = [run[0].char]
    for glyph, gap in zip(run[1:], gaps, strict=True):
        parts.append(" " + glyph.char if gap > usual * 1.55 + 0.4 else glyph.char)
    return "".join(parts)
