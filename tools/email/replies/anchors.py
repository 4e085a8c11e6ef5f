"""Letters that must stand in a text before a phrase can match it: looked for first, since most phrases match nothing.

Hundreds of patterns over every mail took thirty milliseconds; looking for their letters takes one.
"""

from collections.abc import Iterable
from functools import cache

SHORTEST = 3

Needs = frozenset[str]


@cache
def anchors(phrase: str) -> Needs | None:
    """Stretches of letters of which one stands in every text that this phrase matches; None where it needs none.

    `phrase` is written as `evidence.compiled` takes it: a space is any gap, `*` after a letter any ending.
    """
    return _Reader(phrase).alternatives()


def may_match(needs: Needs | None, text: str) -> bool:
    """Whether a phrase with these anchors can match a folded text at all."""
    return needs is None or any(anchor in text for anchor in needs)


class _Reader:
    """Goes through a phrase once, from its first character to its last."""

    def __init__(self, phrase: str) -> None:
        self._phrase, self._at = phrase, 0

    def alternatives(self) -> Needs | None:
        """What the alternatives up to a closing bracket need: one of each, or nothing when one needs nothing."""
        branches = [self._branch()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._branch())
        return frozenset().union(*branches) if all(branches) else None

    def _branch(self) -> Needs:
        """What one alternative needs: its longest certain stretch; empty for none."""
        found, run = list[Needs](), ""
        while (character := self._peek()) and character not in "|)":
            if character.isalnum() or character == "'":
                self._at += 1
                kept = "" if self._quantified(after_letter=True) else character
                ended = not kept or self._ends_word()
                run += kept
            else:
                ended = True
                found += self._other()
            if ended:
                found, run = _with(found, run), ""
        return max(_with(found, run), key=lambda needs: min(map(len, needs)), default=frozenset())

    def _other(self) -> list[Needs]:
        """Pass over a bracket, a class, an escape or a mark; a group that must stand says what it needs."""
        character = self._peek()
        if character == "(":
            return self._group()
        if character == "[":
            self._at = self._phrase.index("]", self._at + 2) + 1
        else:
            self._at += 2 if character == "\\" else 1
        self._quantified(after_letter=False)
        return []

    def _group(self) -> list[Needs]:
        looks = self._phrase.startswith(("(?<", "(?!", "(?="), self._at)
        self._at += 1
        if self._peek() == "?":  # (?:, (?!, (?=, (?<!, (?<=
            self._at += 3 if self._phrase.startswith("?<", self._at) else 2
        needs = self.alternatives()
        self._at += 1
        optional = self._quantified(after_letter=False)
        return [needs] if needs and not optional and not looks else []

    def _quantified(self, *, after_letter: bool) -> bool:
        """Pass over a quantifier; whether it lets what stands before it be absent. A letter's `*` is any ending."""
        rest = self._phrase[self._at : self._at + 2]
        optional = rest.startswith(("?", "{0")) or (rest.startswith("*") and not after_letter)
        if rest[:1] in {"?", "*", "+"}:
            self._at += 1
        elif rest[:1] == "{":
            self._at = self._phrase.index("}", self._at) + 1
        return optional

    def _ends_word(self) -> bool:
        """Whether a quantifier was passed just now, after which other letters may follow."""
        return self._phrase[self._at - 1] in "*+}"

    def _peek(self) -> str:
        return self._phrase[self._at : self._at + 1]


def _with(found: Iterable[Needs], run: str) -> list[Needs]:
    return [*found, *([frozenset({run})] if len(run) >= SHORTEST else [])]
