"""Characters of a PDF page with their places, and the fragments of text they make up."""

import ctypes
import re
import unicodedata
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
_ITALIC = re.compile(r"italic|oblique|cmti|-it\b|slanted", re.IGNORECASE)


@dataclass(slots=True)
class Glyph:
    """One character; coordinates in points from the page's lower left corner."""

    char: str
    x0: float
    x1: float
    y0: float
    y1: float
    bold: bool
    italic: bool
    icon: bool
    tint: int = 0

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
    """The upright characters of a page in the file's order, fake-bold doubles removed."""
    glyphs: list[Glyph] = []
    fonts: dict[int, tuple[bool, bool, bool]] = {}
    box = raw.FS_RECTF()
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if raw.FPDFText_IsGenerated(page, index) or code in (0, 10, 13, 0xFFFE) or abs(_angle(page, index)) > 0.1:
            continue
        if not raw.FPDFText_GetLooseCharBox(page, index, box) or box.right - box.left > 400:
            continue
        bold, italic, icon = _style(page, index, fonts)
        char = LIGATURES.get(
            chr(code), "-" if code in (2, 0xAD, 0x2010, 0x2011) else " " if code == 0xA0 else chr(code)
        )
        glyph = Glyph(char, box.left, box.right, box.bottom, box.top, bold, italic, icon or _is_private(code))
        if not _is_double(glyphs, glyph):
            glyphs.append(glyph)
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


def _is_double(glyphs: list[Glyph], glyph: Glyph) -> bool:
    for other in glyphs[-3:] if glyph.char.strip() else ():
        near = abs(other.x0 - glyph.x0) < 0.12 * glyph.size and abs(other.y0 - glyph.y0) < 0.1 * glyph.size
        if near and other.char == glyph.char:
            return True
    return False


def fragments(glyphs: list[Glyph]) -> list[Fragment]:
    """Group characters into fragments: same baseline, gaps below one and a half type sizes."""
    found: list[Fragment] = []
    for row in _rows([glyph for glyph in glyphs if glyph.size > 2]):
        for run in _runs(row):
            found.extend(_fragment(run))
    return found


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters that share a line, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.char.strip()), key=lambda g: -(g.y0 + g.y1)):
        for row in reversed(rows[-6:]):
            if _same_row(row[0], glyph):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    spaces = [glyph for glyph in glyphs if not glyph.char.strip()]
    for row in rows:
        low, high = min(g.y0 for g in row), max(g.y1 for g in row)
        row.extend(s for s in spaces if low <= (s.y0 + s.y1) / 2 <= high and _same_row(row[0], s))
        row.sort(key=lambda g: (g.x0, g.x1))
    return rows


def _same_row(first: Glyph, glyph: Glyph) -> bool:
    middle, own = (first.y0 + first.y1) / 2, (glyph.y0 + glyph.y1) / 2
    base = abs(first.y0 - glyph.y0) < 0.2 * min(first.size, glyph.size)
    return base or abs(middle - own) < 0.3 * min(first.size, glyph.size)


def _runs(row: list[Glyph]) -> list[list[Glyph]]:
    """Cut a row where the gap is too wide for a blank, or an icon stands."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in row:
        if not glyph.char.strip():
            if runs and last is not None and glyph.x0 - last.x1 < 1.4 * last.size:
                runs[-1].append(glyph)
            continue
        size = max(min(last.size, glyph.size), 1) if last else 1
        if last is None or glyph.x0 - last.x1 > 1.4 * size or glyph.icon != last.icon:
            runs.append([])
        runs[-1].append(glyph)
        last = glyph
    return runs


def _fragment(run: list[Glyph]) -> list[Fragment]:
    while run and not run[-1].char.strip():
        run = run[:-1]
    inked = [glyph for glyph in run if glyph.char.strip()]
    if not inked:
        return []
    text = _words(run)
    normal = unicodedata.normalize("NFC", "".join(char for char in text if char.isprintable() or char == " "))
    if not normal.strip():
        return []
    bold = [glyph for glyph in inked if glyph.bold]
    italic = sum(glyph.italic for glyph in inked) > len(inked) / 2
    return [
        Fragment(
            text="\ue000" if inked[0].icon else normal.strip(),
            x0=inked[0].x0,
            x1=max(glyph.x1 for glyph in inked),
            y0=min(glyph.y0 for glyph in inked),
            y1=max(glyph.y1 for glyph in inked),
            size=median(glyph.size for glyph in inked),
            bold=len(bold) > len(inked) / 2,
            italic=italic,
            inner=inked[1].x0 if len(inked) > 1 else inked[0].x1,
            emphasis=_leading_bold(run),
        )
    ]


def _leading_bold(run: list[Glyph]) -> str:
    """The bold words a fragment starts with when the rest is not bold."""
    lead: list[Glyph] = []
    for glyph in run:
        if glyph.char.strip() and not glyph.bold:
            break
        lead.append(glyph)
    return _words(lead).strip() if lead and len(lead) < len(run) else ""


def _words(run: list[Glyph]) -> str:
    """The run's characters with blanks where the gaps, measured against the run's own spacing, say so."""
    inked = [glyph for glyph in run if glyph.char.strip()]
    gaps = [after.x0 - before.x1 for before, after in zip(inked, inked[1:], strict=False)]
    size = median(glyph.size for glyph in inked) if inked else 1.0
    if _is_letter_spaced(run, gaps, size):
        return _tight(inked, gaps)
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in run:
        if not glyph.char.strip():
            parts.append(" ")
            continue
        if last is not None and glyph.x0 - last.x1 > 0.17 * size and parts[-1] != " ":
            parts.append(" ")
        parts.append(glyph.char)
        last = glyph
    return re.sub(r" {2,}", " ", "".join(parts))


def _is_letter_spaced(run: list[Glyph], gaps: list[float], size: float) -> bool:
    if len(gaps) < 3:
        return False
    typed = "".join(glyph.char for glyph in run)
    singles = re.fullmatch(r"(?:\S\s+)+\S", typed.strip()) is not None
    return singles or median(gaps) > 0.12 * size


def _tight(inked: list[Glyph], gaps: list[float]) -> str:
    usual = median(gaps)
    parts = [inked[0].char]
    for glyph, gap in zip(inked[1:], gaps, strict=True):
        parts.append(" " + glyph.char if gap > usual * 1.55 + 0.4 else glyph.char)
    return "".join(parts)
