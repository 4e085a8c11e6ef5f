"""Sentences around words in a text, found by plain substrings: the regular expressions then read single sentences."""

import re
from collections.abc import Iterator
from functools import lru_cache

_REACH = 320
_END = re.compile(r"[.!?;](?=\s+[A-ZÀ-ÞÄÖÜ0-9\"“„(])|\n")
# What a posting says stands in its first so many letters; what comes after is lists and legal text.
WINDOW = 40_000


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """The text's first 40,000 letters in lower case, every letter at its own place."""
    start = text[:WINDOW]
    lower = start.lower()
    return lower if len(lower) == len(start) else "".join(c.lower() if len(c.lower()) == 1 else c for c in start)


def sentences_with(text: str, cues: tuple[str, ...], most: int = 60) -> Iterator[tuple[int, int]]:
    """Start and end of the sentences that hold one of the cues (lower case), each once, in order, at most `most`."""
    lower = lowered(text)
    after = 0
    for at in sorted(_places(lower, cues)):
        if at < after:
            continue
        start, end = sentence_at(text, at)
        yield start, end
        after = max(end, at + 1)
        most -= 1
        if most <= 0:
            return


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Start and end of the sentence or line around a position, at most 320 characters either side, trimmed."""
    start = max(0, position - _REACH)
    for match in _END.finditer(text, start, position):
        start = match.end()
    ending = _END.search(text, position, min(len(text), position + _REACH))
    end = ending.end() if ending else min(len(text), position + _REACH)
    return _trimmed(text, start, end)


def _places(lower: str, cues: tuple[str, ...]) -> set[int]:
    found = set()
    for cue in cues:
        at = lower.find(cue)
        while at >= 0:
            found.add(at)
            at = lower.find(cue, at + len(cue))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "-–•*·▪●>"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
