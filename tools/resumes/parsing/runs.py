"""Runs of words of one format, as word processors and web pages keep them, made into the cells of lines."""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from tools.resumes.parsing.lines import Cell, Line

MARK = re.compile(r"^\s*(?:[•◦▪‣●○■□➢►▸✓❖·⁃\uf0b7\uf0a7]\s*|[-–—*]\s+)(?=\S)")

LONE_MARK = re.compile(r"[•◦▪‣●○■□➢►▸✓❖·⁃§\uf0b7\uf0a7–—*o-]")


class Run(NamedTuple):
    """Words of one format; a tab parts cells, a line feed lines."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float = 10.0
    link: str = ""


def lines_of(runs: Sequence[Run], *, bullet: bool, level: int | None) -> list[Line]:
    """The lines of one paragraph; a typed bullet mark is taken off and counts as a bullet."""
    lines: list[Line] = []
    for pieces in _broken(runs):
        cells = [cell for part in pieces if (cell := _cell(part)) is not None]
        if not cells:
            continue
        lone = len(cells) > 1 and not lines and LONE_MARK.fullmatch(cells[0].text) is not None
        if lone:
            cells.pop(0)
        mark = MARK.match(cells[0].text)
        if mark and not lines:
            cells[0].text = cells[0].text[mark.end() :]
        marked = bullet or lone or mark is not None
        lines.append(Line(cells, bullet=marked and not lines, level=level))
        lines[-1].continued = (bullet or lines[0].bullet) and len(lines) > 1
    if level is not None and lines:
        lines[0].bullet = False
    return lines


def _broken(runs: Sequence[Run]) -> list[list[list[Run]]]:
    """Runs by line and, within a line, by tab-separated cell."""
    lines: list[list[list[Run]]] = [[[]]]
    for run in runs:
        for part in re.split(r"(\n|\t| {4,})", run.text):
            if part == "\n":
                lines.append([[]])
            elif part == "\t" or re.fullmatch(r" {4,}", part):
                lines[-1].append([])
            elif part:
                lines[-1][-1].append(run._replace(text=part))
    return lines


def _cell(runs: list[Run]) -> Cell | None:
    text = "".join(run.text for run in runs)
    if not text.strip():
        return None
    inked = [run for run in runs if run.text.strip()]
    lead = "".join(run.text for run in itertools.takewhile(lambda run: run.bold or not run.text.strip(), runs))
    whole = all(run.bold for run in inked)
    cell = Cell(text.strip(), bold=whole, italic=all(run.italic for run in inked), size=max(run.size for run in inked))
    cell.emphasis = "" if whole else lead.strip()
    cell.links = [(run.link, run.text.strip()) for run in inked if run.link]
    return cell
