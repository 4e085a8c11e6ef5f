"""Plain text: lines, typed bullets, blank lines as gaps, letter-spaced and underlined headings."""

import re

from tools.resumes.parsing.dates import find_ranges
from tools.resumes.parsing.lines import Cell, Line

_BULLET = re.compile(
    r"^(\s*)(?:[•◦▪‣●○■□∙⁃➢➤►▸◆◇✓✔❖»⦁*·\uf0b7\uf0a7]\s*|[-–—+o→>]\s+|\(?\d{1,2}[.)]\s+(?=[A-ZÀ-Þ]))(?=\S)"
)
_WIDE = re.compile(r" {3,}|\s?[._]{4,}\s?")
_NARROW = re.compile(r" {3,}|\s?[._]{4,}\s?|(?<![.!?:;,]) {2}")
_RULE = re.compile(r"^\s*[-=_*~#─━═]{3,}\s*$")


def read_plain(text: str) -> list[Line]:
    """Lines of a text file; runs of blanks and tabs cut a line into cells."""
    lines: list[Line] = []
    blank = 0
    bullet_indent: int | None = None
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n"):
        raw = raw.expandtabs(4).rstrip().replace("\u00a0", " ").replace("\u200b", "")
        if not raw.strip() or _RULE.match(raw):
            blank += not raw.strip()
            bullet_indent = None
            continue
        line, bullet_indent = _line(raw, bullet_indent)
        line.gap = float(min(blank, 2))
        blank = 0
        lines.append(line)
    return lines


def _line(raw: str, bullet_indent: int | None) -> tuple[Line, int | None]:
    mark = _BULLET.match(raw)
    indent = len(raw) - len(raw.lstrip())
    body = raw[mark.end() :] if mark else raw.strip()
    if re.fullmatch(r"(?:\S ){3,}\S(?: {2,}(?:\S )*\S)*", body):
        body = " ".join(word.replace(" ", "") for word in re.split(r" {2,}", body))
    blanks = _NARROW if not mark and _is_dated(body) else _WIDE
    cells = [Cell(part.strip()) for part in blanks.split(body) if part.strip()]
    line = Line(cells, bullet=mark is not None, indent=float(indent))
    if mark:
        return line, indent
    line.continued = bullet_indent is not None and indent > bullet_indent
    return line, bullet_indent if line.continued else None


def _is_dated(body: str) -> bool:
    """Whether a line begins or ends in a date, so that two blanks are enough to part its columns."""
    found = find_ranges(body) if "  " in body else []
    return bool(found) and (found[0].at == 0 or found[-1].to == len(body))
