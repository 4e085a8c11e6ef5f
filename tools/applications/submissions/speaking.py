"""Which words answer which of several questions, however they are lined up in one message. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from tools.applications.forms.fitting import yes_or_no
from tools.applications.plain_words import plain_words

_NUMBERED = re.compile(r"(?:^|[\n;])\s*(\d{1,3})\s*[.:)=–-]\s*")
# On one line: "1. no 2. yes", then "1 no, 2 yes", then "1 no 2 yes".
_IN_A_LINE = (
    re.compile(r"(?:^|[\s,;])(\d{1,3})\s*[.:)=]\s+"),
    re.compile(r"(?:^|[,;]|\b(?:and|und|et|y|e)\b)\s*(\d{1,3})\s+"),
    re.compile(r"(?:^|\s)(\d{1,3})\s+"),
)
_LISTED = re.compile(r"\s*(?:[,;/]|\b(?:and|und|et|y|e)\b)\s*", re.IGNORECASE)
_YES = re.compile(r"(?:yeah|yep|sure|of course|certainly|naturlich|klar|bien sur|claro|certo|j accepte|i agree)\b")
_NO = re.compile(r"(?:nope|nah|never|not at all|nie|niemals|jamais|nunca|mai|keinesfalls|i do not|i don t)\b")


def spoken(text: str, count: int, fits: Callable[[Sequence[str]], bool]) -> Mapping[int, str]:
    """What is said to each of `count` questions, by number; empty where nobody can tell.

    Without numbers it is a line each, or a list on one line whose parts `fits` takes as answers in their order.
    """
    said = text.strip()
    if count > 1 and "\n" not in said and (found := _numbered_in_line(said, count)):
        return found
    parts = _NUMBERED.split(said)
    if len(parts) > 2:
        return {int(number): words.strip(" ;\n") for number, words in zip(parts[1::2], parts[2::2], strict=True)}
    if count == 1:
        return {1: said}
    lines = [line.strip(" -*") for line in said.splitlines() if line.strip(" -*")]
    if len(lines) == count:
        return dict(enumerate(lines, 1))
    listed = [part for part in _LISTED.split(said) if part]
    return dict(enumerate(listed, 1)) if len(listed) == count and fits(listed) else {}


def _numbered_in_line(said: str, count: int) -> Mapping[int, str]:
    """Numbers that rise from the first word on, each with what follows it; empty where they do not."""
    for pattern in _IN_A_LINE:
        lead, *parts = pattern.split(said)
        numbers = [int(number) for number in parts[::2]]
        rising = all(one < other for one, other in pairwise(numbers))
        if not lead.strip() and len(numbers) > 1 and rising and numbers[-1] <= count:
            answers = [re.sub(r"(?:\s+(?:and|und|et|y|e))?[\s,;]*$", "", words) for words in parts[1::2]]
            return dict(zip(numbers, answers, strict=True))
    return {}


def decision_in(said: str) -> bool | None:
    """The yes or no that words begin with, in five languages; None for anything else."""
    decided = yes_or_no(said)
    if decided is not None:
        return decided
    plain = plain_words(said)
    return False if _NO.match(plain) else True if _YES.match(plain) else None
