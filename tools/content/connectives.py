"""Sentences that claim nothing: thanks, the wish to talk, joy at the posting. A closed class, decided by code. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tools.content.phrases import phrases
from tools.content.schemas import SentenceKind

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST = 30


def connective_kind(sentence: str, language: str, names: Iterable[str] = ()) -> SentenceKind | None:
    """`connective`, `feeling` or `application` for a sentence of the closed class, None for any other.

    Every word of it has to be on the language's list, where no word is that could say what somebody can, has or was;
    `names` (the job's title, the employer) may be named only in a sentence that applies for the one at the other.
    """
    words = _lists(language)
    plain, named = sentence, False
    for name in sorted(filter(None, names), key=len, reverse=True):
        plain, count = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", plain, flags=re.IGNORECASE)
        named = named or count > 0
    if any(char.isdigit() for char in plain) or len(sentence.split()) > _MOST:
        return None
    said = [word.lower().replace("’", "'") for word in _WORD.findall(plain)]
    if not said or not all(word in words.every for word in said):
        return None
    if any(pattern.search(" ".join(said)) for pattern in words.never):
        return None
    applies = not words.applying.isdisjoint(said)
    if named and not applies:
        return None
    if named:
        return "application"
    return "feeling" if not words.feelings.isdisjoint(said) else "connective"


@dataclass(frozen=True, slots=True)
class _Lists:
    every: frozenset[str]
    applying: frozenset[str]
    feelings: frozenset[str]
    never: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=8)
def _lists(language: str) -> _Lists:
    raw = phrases("connectives", language)
    names = ("little", "courtesy", "applying", "feelings")
    words = {name: frozenset(raw[name].replace("’", "'").split()) for name in names}
    return _Lists(
        every=frozenset().union(*words.values()),
        applying=words["applying"],
        feelings=words["feelings"],
        never=tuple(re.compile(pattern) for pattern in raw["never"]),
    )
