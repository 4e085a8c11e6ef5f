"""Regular expressions that are tried only on texts holding one of the words that their every match holds.

Most lines of a posting say nothing of what a pattern looks for, and looking a dozen words up in a line costs a tenth of
trying an alternation of fifty at each of its letters. The words are read out of the pattern itself, so the two cannot
drift apart; a pattern of which they cannot be told is always tried.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from importlib import import_module
from itertools import product
from typing import Any

# Letters that match an ASCII one without case although their lower case is another.
_FOLDED = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
_ODD = ("İ", "ı", "ſ")
_MOST_WORDS, _MOST_JOINED, _MOST_IN_CLASS = 160, 24, 4
# A word of more letters is rarer: what each letter is worth, and a blank, which stands in every line.
_RARER, _BLANK = 0.2, 0.8
_Words = frozenset[str]


def folded(text: str) -> str:
    """The text as guards look words up in it: lower case, every letter at its own place."""
    if not text.isascii() and any(letter in text for letter in _ODD):
        text = text.translate(_FOLDED)
    return text.lower()


class Guarded:
    """A regular expression with the words of which each of its matches holds one; None: always to be tried.

    It is compiled on first use: there are hundreds, and most processes read no posting.
    """

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled."""
        return re.compile(self._source, self._flags)

    @cached_property
    def words(self) -> tuple[str, ...] | None:
        """Read out of the pattern on first use."""
        return words_of(self.pattern)

    def may_match(self, text: str) -> bool:
        """Whether the text holds one of the words; without any there is no match."""
        return self.words is None or holds(self.words, folded(text))

    def search(self, text: str) -> re.Match[str] | None:
        """As of a compiled regular expression."""
        return self.pattern.search(text) if self.may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """As of a compiled regular expression."""
        return self.pattern.match(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of a compiled regular expression."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As of a compiled regular expression."""
        return self.pattern.sub(by, text) if self.may_match(text) else text


def guarded(pattern: str, flags: int = 0) -> Guarded:
    """A regular expression that is tried only where it may match."""
    return Guarded(pattern, flags)


def holds(words: Iterable[str], low: str) -> bool:
    """Whether one of the words stands in a folded text."""
    for word in words:  # a plain loop: a generator costs more than the look-ups  # noqa: SIM110
        if word in low:
            return True
    return False


def words_within(text: str, *patterns: Guarded) -> tuple[str, ...] | None:
    """Of the words of all patterns those in a text: a part of it that holds none of them is matched by no pattern."""
    words = words_of_all(*patterns)
    if words is None:
        return None
    low = folded(text)
    return tuple(word for word in words if word in low)


@cache
def words_of_all(*patterns: Guarded) -> tuple[str, ...] | None:
    """The words of several patterns together; None when those of one cannot be told."""
    found = [pattern.words for pattern in patterns]
    known = [words for words in found if words is not None]
    return _fewest(frozenset().union(*known)) if len(known) == len(found) else None


def words_of(pattern: re.Pattern[str]) -> tuple[str, ...] | None:
    """Words, folded, of which every match of the pattern holds at least one; None when they cannot be told."""
    _, needed = _read(import_module("re._parser").parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    if needed is None or len(needed) > _MOST_WORDS:
        return None
    return _fewest(needed)


def _fewest(words: _Words) -> tuple[str, ...]:
    """Without those that hold another one."""
    return tuple(sorted(word for word in words if not any(other != word and other in word for other in words)))


def _read(sequence: Any) -> tuple[_Words | None, _Words | None]:
    """Of a part of a pattern all texts it can match, None for too many, and words one of which each of them holds."""
    runs: _Words = frozenset({""})
    closed: list[_Words] = []
    whole = True
    for operator, argument in sequence:
        exact, needed = _one(str(operator), argument)
        if exact is not None and len(runs) * len(exact) <= _MOST_JOINED:
            runs = frozenset("".join(pair) for pair in product(runs, exact))
            continue
        closed.append(runs)
        if needed is not None:
            closed.append(needed)
        whole, runs = False, exact or frozenset({""})
    closed.append(runs)
    telling = [words for words in closed if words and "" not in words]
    return runs if whole else None, min(telling, key=_commonness, default=None)


def _one(operator: str, argument: Any) -> tuple[_Words | None, _Words | None]:
    """The same of one element of a pattern."""
    if operator == "LITERAL":
        return _letters([argument])
    if operator == "IN" and len(argument) <= _MOST_IN_CLASS and all(str(kind) == "LITERAL" for kind, _ in argument):
        return _letters([code for _, code in argument])
    if operator == "SUBPATTERN":
        return _read(argument[3])
    if operator == "BRANCH":
        return _branches([_read(branch) for branch in argument[1]])
    if operator in ("AT", "ASSERT", "ASSERT_NOT"):
        return frozenset({""}), None
    if operator in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeated(*argument)
    return None, None


def _letters(codes: list[int]) -> tuple[_Words | None, _Words | None]:
    """Letters outside the scripts that fold one to one tell nothing."""
    found = frozenset(chr(code).translate(_FOLDED).lower() for code in codes)
    plain = all(len(letter) == 1 and letter != "µ" and (letter < "\u0250" or letter >= "\u2e80") for letter in found)
    return (found, found) if plain else (None, None)


def _branches(read: list[tuple[_Words | None, _Words | None]]) -> tuple[_Words | None, _Words | None]:
    every = [exact for exact, _ in read if exact is not None]
    exact = frozenset[str]().union(*every) if len(every) == len(read) else None
    if exact is not None and len(exact) > _MOST_JOINED:
        exact = None
    telling = [needed for _, needed in read if needed is not None]
    return exact, frozenset[str]().union(*telling) if len(telling) == len(read) else None


def _repeated(least: int, most: int, part: Any) -> tuple[_Words | None, _Words | None]:
    exact, needed = _read(part)
    if least == most == 1:
        return exact, needed
    if least == 0:
        return (exact | {""} if most == 1 and exact is not None else None), None
    return None, needed


def _commonness(words: _Words) -> float:
    return sum(_BLANK ** word.count(" ") * _RARER ** len(word.replace(" ", "")) for word in words)
