"""How the skills of one line belong together: all asked for, a choice of which one does, or examples of a kind."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tools.skills import SkillSpan

_JOINT = re.compile(r"[\s,/|;()&·]*(?:\b(?:and/or|and|or|und|oder|et|ou|y|e|o|u)\b)?[\s,/|;()&·]*")
_OR = re.compile(r"\b(?:or|oder|ou|o|u)\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|und|et|y|e)\b|&", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\b(?:one of|any of|at least one|either|eine der|mindestens eine?|alguno de|une des)\b", re.IGNORECASE
)
_EXAMPLES = re.compile(
    r"\b(?:such as|like|e\.\s?g\.|for example|including|z\.\s?B\.|wie|etwa|como|por ejemplo|comme|tel(?:le)?s? que)"
    r"[\s,:]*$",
    re.IGNORECASE,
)
_OR_LIKE = re.compile(
    r"^[\s,)]*(?:or|oder|ou|o)\s+(?:\w+\s+){0,2}(?:similar|equivalent|comparable|related|ähnlich|vergleichbar|equivalente|équivalent)",
    re.IGNORECASE,
)
_DETAIL = 0.25
_FIRST_EXAMPLE, _NEXT_EXAMPLE = 0.9, 0.1


@dataclass(frozen=True)
class Choice:
    """Skills that are asked for together: any one of them does, unless they are examples, where one is most of it."""

    skills: tuple[str, ...]
    weight: float = 1.0
    examples: bool = False

    def credit(self, shown: Callable[[str], float]) -> float:
        """0 to 1 for what is shown of it, `shown` giving 0 to 1 for a skill."""
        credits = sorted((shown(skill) for skill in self.skills), reverse=True)
        if not self.examples:
            return credits[0]
        return min(1.0, _FIRST_EXAMPLE * credits[0] + _NEXT_EXAMPLE * sum(credits[1:]))


def choices(text: str, spans: Sequence[SkillSpan], others: Sequence[str] = ()) -> list[Choice]:
    """The line's skills as choices, in order; `others` are skills known to be asked for without a place in the text."""
    found: list[Choice] = []
    for run in _runs(text, spans):
        found += _split(text, run)
    named = {skill for choice in found for skill in choice.skills}
    return found + [Choice((skill,)) for skill in dict.fromkeys(others) if skill not in named]


def _runs(text: str, spans: Sequence[SkillSpan]) -> list[list[SkillSpan]]:
    """Skills with nothing but commas, slashes and conjunctions between them."""
    runs: list[list[SkillSpan]] = []
    for index, span in enumerate(spans):
        if index and _JOINT.fullmatch(text, spans[index - 1].end, span.start):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _split(text: str, run: list[SkillSpan]) -> list[Choice]:
    before, after = text[max(0, run[0].start - 30) : run[0].start], text[run[-1].end : run[-1].end + 40]
    gaps = [text[a.end : b.start] for a, b in pairwise(run)]
    names = [span.name for span in run]
    if _EXAMPLES.search(before) or _OR_LIKE.match(after):
        return [Choice(_unique(names), examples=True)]
    if _ONE_OF.search(text[max(0, run[0].start - 70) : run[0].start]):
        return [Choice(_unique(names))]
    inside = next((index for index, gap in enumerate(gaps) if "(" in gap), None)
    if inside is not None and not _OR.search(" ".join(gaps[inside:])):
        return _details(names, inside + 1)
    whole = any(_OR.search(gap) for gap in gaps) and not any(_AND.search(gap) or "/" in gap for gap in gaps)
    return [Choice(_unique(group)) for group in ([names] if whole else _bound(names, gaps))]


def _details(names: list[str], first: int) -> list[Choice]:
    """A skill with its details in brackets, which weigh less than the skill itself."""
    return [Choice((name,), 1.0 if index < first else _DETAIL) for index, name in enumerate(dict.fromkeys(names))]


def _bound(names: list[str], gaps: list[str]) -> list[list[str]]:
    """Neighbours bound by a slash or an or; the rest stand alone."""
    group, numbers = 0, [0]
    for gap in gaps:
        group += not ("/" in gap or _OR.search(gap))
        numbers.append(group)
    pairs = zip(numbers, names, strict=True)
    return [[name for _, name in members] for _, members in groupby(pairs, key=lambda pair: pair[0])]


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
