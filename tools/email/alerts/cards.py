"""Where one opening ends and the next begins: the largest block around a job's link that holds no other job's."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from tools.email.alerts import words
from tools.email.alerts.blocks import Line, Link, Page, boxes_around

MOST_CARD, MOST_ABOVE, MOST_UP, MOST_CARDS = 40, 6, 10, 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link that is a job's: the line it is in, and the key that all links of that job share."""

    line: int
    link: Link
    key: Hashable


@dataclass(frozen=True, slots=True)
class Card:
    """One opening's lines; `above` are the lines just before them that belong to no other, `anchors` its links."""

    lines: tuple[Line, ...]
    anchors: tuple[Anchor, ...]
    start: int
    above: tuple[Line, ...] = ()


def anchors_of(page: Page, key_of: Callable[[Link], Hashable | None]) -> list[Anchor]:
    """Every link that `key_of` gives a key, in the order of the mail."""
    found = []
    for number, line in enumerate(page.lines):
        for link in line.links:
            if (key := key_of(link)) is not None:
                found.append(Anchor(number, link, key))
    return found


def cards(page: Page, anchors: Sequence[Anchor], *, extend: bool = True) -> list[Card]:
    """The cards of a mail. A job shown twice (for phones and for desktops) is two cards of one key.

    With `extend`, a title in a block of its own takes the lines after it.
    """
    owners = {anchor.line: anchor.key for anchor in anchors}
    walls = [number in owners or _is_wall(line) for number, line in enumerate(page.lines)]
    spans = _spans(page, anchors, owners, walls)
    found: list[Card] = []
    for place, (start, end, key) in enumerate(spans[:MOST_CARDS]):
        before = spans[place - 1][1] if place else 0
        after = spans[place + 1][0] if place + 1 < len(spans) else len(page.lines)
        if extend:
            start, end = _extended(page, start, end, before, after, walls)
        spans[place] = (start, end, key)
        above = _above(page, max(before, start - MOST_ABOVE), start, walls)
        own = tuple(anchor for anchor in anchors if start <= anchor.line < end and anchor.key == key)
        found.append(Card(tuple(page.lines[start:end][:MOST_CARD]), own, start, above))
    return found


def _is_wall(line: Line) -> bool:
    return words.is_footer(line.text) or words.is_heading(line.text) or words.is_list_link(line.text)


def _spans(
    page: Page, anchors: Sequence[Anchor], owners: dict[int, Hashable], walls: Sequence[bool]
) -> list[tuple[int, int, Hashable]]:
    """Lines from and to of each card, without those that another card holds already."""
    found: list[tuple[int, int, Hashable]] = []
    done = 0
    for anchor in anchors:
        if anchor.line < done:
            continue
        start, end = (_box if page.home else _paragraph)(page, anchor, owners, walls)
        found.append((max(start, done), end, anchor.key))
        done = end
    return found


def _box(page: Page, anchor: Anchor, owners: dict[int, Hashable], walls: Sequence[bool]) -> tuple[int, int]:
    best = (anchor.line, anchor.line + 1)
    for box in boxes_around(page, anchor.line):
        lines = range(box.start, box.end)
        if len(lines) > MOST_CARD or any(walls[i] and owners.get(i) != anchor.key for i in lines if i != anchor.line):
            break
        best = (box.start, box.end)
    return best


def _paragraph(page: Page, anchor: Anchor, owners: dict[int, Hashable], walls: Sequence[bool]) -> tuple[int, int]:
    """In plain text: up to the link from the last wall, and on to the next gap where the link is the title's own."""
    start = anchor.line
    while start > 0 and not walls[start - 1] and anchor.line - start < 12:
        start -= 1
    end = anchor.line + 1
    while end < len(page.lines) and not page.lines[end].gap and (not walls[end] or owners.get(end) == anchor.key):
        end += 1
    return _last_paragraphs(page, start, anchor.line), end


def _last_paragraphs(page: Page, start: int, line: int) -> int:
    """The start of the last paragraph with more than a mark in it: what stands before belongs to something else."""
    for first in range(line, start - 1, -1):
        told = [one for one in page.lines[first : line + 1] if one.text and not words.is_badge(_bare(one))]
        if page.lines[first].gap and (len(told) >= 2 or (told and first == line and page.lines[line].text)):
            return first
    return start


def _bare(line: Line) -> str:
    return line.text.rstrip(": ")


def _extended(page: Page, start: int, end: int, before: int, after: int, walls: Sequence[bool]) -> tuple[int, int]:
    """Flat markup keeps the title, or the button, in a block of its own.

    A title's lines go on until the next job or wall; what a button alone belongs to stands above it.
    """
    told = [line for line in page.lines[start:end] if line.text and not words.is_badge(line.text)]
    if len(told) > 1 or not page.home:
        return start, end
    while not told and start > max(before, end - MOST_UP) and not walls[start - 1]:
        start -= 1
    while told and end < min(after, start + MOST_CARD) and not walls[end]:
        end += 1
    return start, end


def _above(page: Page, first: int, start: int, walls: Sequence[bool]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for number in range(start - 1, first - 1, -1):
        if walls[number]:
            break
        lines.append(page.lines[number])
    return tuple(reversed(lines))
