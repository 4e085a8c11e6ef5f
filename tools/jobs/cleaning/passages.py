"""Sentences around a place in a text, found without reading the whole text."""

import re
from collections.abc import Iterator

_REACH = 320
_END = re.compile(r"[.!?;](?=\s+[A-ZÀ-ÞÄÖÜ0-9\"“„(])|\n")


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Start and end of the sentence or line around a position, at most 320 characters either side, trimmed."""
    floor = max(0, position - _REACH)
    start = floor
    for match in _END.finditer(text, floor, position):
        start = match.end()
    match_after = _END.search(text, position, min(len(text), position + _REACH))
    end = match_after.end() if match_after else min(len(text), position + _REACH)
    return _trimmed(text, start, end)


def sentences_with(text: str, cue: re.Pattern[str], most: int = 60) -> Iterator[tuple[int, int]]:
    """The sentences that a pattern finds something in, each once, in order, at most `most` of them."""
    after = 0
    for match in cue.finditer(text):
        if match.start() < after:
            continue
        start, end = sentence_at(text, match.start())
        yield start, end
        after = max(end, match.end())
        most -= 1
        if most <= 0:
            return


def line_at(text: str, position: int) -> str:
    """The line around a position."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : len(text) if end < 0 else end]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "-–•*·▪●>"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
