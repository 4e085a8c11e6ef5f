"""What every reader produces: lines of cells in reading order, and the plain text they are laid out in."""

import itertools
import re
from dataclasses import dataclass, field

from tools.resumes.parsing.wordlists import word_list

CONJUNCTIONS = frozenset(["und", "oder", "bzw", "and", "or", "et", "y", "e", "o", "en", "of"])


@dataclass(slots=True)
class Cell:
    """A run of words on one line, apart from its neighbours by a wide gap; `start` is set when the text is composed."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float = 10.0
    x0: float = 0.0
    x1: float = 0.0
    links: list[tuple[str, str]] = field(default_factory=list)
    emphasis: str = ""
    start: int = 0

    @property
    def end(self) -> int:
        """Offset after the last character in the composed text."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Line:
    """One line of the page. `gap` is the blank space above it in line heights; `level` a structural heading level."""

    cells: list[Cell]
    bullet: bool = False
    continued: bool = False
    level: int | None = None
    gap: float = 0.0
    indent: float = 0.0
    flow: int = 0
    page: int = 0
    y: float = 0.0
    table: bool = False
    edge: float = 0.0
    inline: str | None = None

    @property
    def text(self) -> str:
        """The words of all cells, one blank between cells."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def start(self) -> int:
        """Offset of the first character in the composed text."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Offset after the last character in the composed text."""
        return self.cells[-1].end

    @property
    def bold(self) -> bool:
        """Whether the first cell is set in bold."""
        return self.cells[0].bold

    @property
    def size(self) -> float:
        """The largest type size on the line."""
        return max(cell.size for cell in self.cells)


def wraps(before: Line, line: Line) -> bool | None:
    """Whether the line's first word had no room left on the line before it; None where places are not known."""
    cell = before.cells[-1]
    if before.edge <= 0 or cell.x1 <= cell.x0 or not cell.text:
        return None
    word = len(line.cells[0].text.split(" ")[0]) + 1
    return cell.x1 + word * (cell.x1 - cell.x0) / len(cell.text) > before.edge - 1


def compose(lines: list[Line]) -> str:
    """Lay the lines out as plain text and note in every cell where it stands."""
    parts: list[str] = []
    at = 0
    previous: Line | None = None
    for line in lines:
        lead = _lead(line, previous)
        parts.append(lead)
        at += len(lead)
        for number, cell in enumerate(line.cells):
            if number:
                parts.append("   ")
                at += 3
            cell.start = at
            parts.append(cell.text)
            at += len(cell.text)
        previous = line
    return "".join(parts) + ("\n" if lines else "")


def _lead(line: Line, previous: Line | None) -> str:
    marker = "• " if line.bullet else "  " if line.continued else ""
    if previous is None:
        return marker
    apart = line.flow != previous.flow or line.level is not None or (line.gap > 0.9 and not line.bullet)
    return ("\n\n" if apart else "\n") + marker


def join_hyphens(lines: list[Line]) -> list[Line]:
    """Join words that a line end has cut; keep the hyphen where it belongs to a compound."""
    corpus = " ".join(line.text for line in lines).casefold()
    for line, following in itertools.pairwise(lines):
        if not line.cells or not following.cells or following.bullet or following.flow != line.flow:
            continue
        head = re.search(r"([^\W\d_][\w'’]*)[-\u00ad\u2010\x02]$", line.cells[-1].text)
        tail = re.match(r"[a-zß-öø-ÿ]\S*", following.cells[0].text)
        capital = re.match(r"[A-ZÀ-Þ]\S*", following.cells[0].text)
        if head is not None and capital is not None and len(following.cells) == 1 and wraps(line, following):
            if head.group(1).isupper() and re.sub(r"\W", "", capital.group()).isupper() and len(head.group(1)) > 1:
                _move(line.cells[-1], following.cells[0], head.group(1), capital.group(), corpus)
                continue
            _move_whole(line.cells[-1], following.cells[0], capital.group())
        _join_address(line.cells[-1], following.cells[0])
        if head is None or tail is None or len(following.cells) > 1:
            continue
        if re.search(r"\S*[/@]\S*-$", line.cells[-1].text):
            _move_whole(line.cells[-1], following.cells[0], tail.group())
            continue
        _move(line.cells[-1], following.cells[0], head.group(1), tail.group(), corpus)
    return [line for line in lines if any(cell.text for cell in line.cells)]


def _join_address(upper: Cell, lower: Cell) -> None:
    """Join an e-mail address that a line end has cut before or behind its `@`."""
    behind = re.search(r"[\w.+-]+@(?:(?:[\w-]+\.)*|[\w-]*)$", upper.text) and re.match(
        r"[\w-]*(?:\.[\w-]+)+$|\w{2,4}$", lower.text
    )
    before = re.search(r"(?:^|\s)[\w-]+\.[\w.+-]+$", upper.text) and re.match(r"@[\w-]+(?:\.[\w-]+)+", lower.text)
    tail = behind or before
    if tail:
        _move_whole(upper, lower, tail.group())


def _move_whole(upper: Cell, lower: Cell, tail: str) -> None:
    upper.text += tail
    lower.text = lower.text[len(tail) :].lstrip()


def _move(upper: Cell, lower: Cell, head: str, tail: str, corpus: str) -> None:
    word = re.sub(r"\W+$", "", tail).casefold()
    if word in CONJUNCTIONS:
        upper.text = upper.text[:-1] + "-"
        return
    stem = (
        upper.text[:-1] if upper.text[-1] == "\u00ad" or not _is_compound(head, word, corpus) else upper.text[:-1] + "-"
    )
    upper.text = stem + tail
    lower.text = lower.text[len(tail) :].lstrip()


def _is_compound(head: str, tail: str, corpus: str) -> bool:
    head = head.casefold()
    first = re.split(r"\W", tail)[0]
    if f"{head}{first}" in corpus:
        return False
    if f"{head}-{first}" in corpus:
        return True
    return head in word_list("compound starts") or first in word_list("compound ends")
