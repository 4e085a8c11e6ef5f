"""Marks the tokens that name a tool or skill of the vocabulary."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tools.skills import category, find_skills
from tools.tailoring.grounding.lexicon import lexicon
from tools.tailoring.grounding.tables import load
from tools.tailoring.grounding.tokens import Token

_TECHNICAL = {"cloud", "database", "language", "framework", "devops"}
_TRUSTED = _TECHNICAL | {"data", "it", "software", "office", "design", "security"}
_VENDORS = ("AWS", "Azure", "Google Cloud", "Microsoft", "Adobe", "GitLab", "GitHub", "Oracle")
PREFIX = "skill:"


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """Tokens `first`..`last` name the skill. `soft` ones are everyday words too, which may be said in other words."""

    concept: str
    first: int
    last: int
    soft: bool


def named_skills(text: str, tokens: Sequence[Token]) -> dict[int, NamedSkill]:
    """Skills by the index of their first token."""
    found: dict[int, NamedSkill] = {}
    for span in find_skills(text):
        if category(span.name) not in _TRUSTED:  # elsewhere one name gathers things a resume must keep apart
            continue
        inside = [i for i, token in enumerate(tokens) if span.start <= token.start and token.end <= span.end]
        while inside and lexicon().tags(lexicon().lookup(tokens[inside[0]].low, "en")) & {"eval", "qual"}:
            del inside[0]  # "advanced Excel" names Excel; "advanced" is a claim of its own
        if inside:
            surface = text[tokens[inside[0]].start : span.end]
            found[inside[0]] = NamedSkill(PREFIX + span.name, inside[0], inside[-1], _soft(span.name, surface))
    return found


def implied_skills(concept: str) -> set[str]:
    """What a tool is by definition: the vendor's platform it belongs to, and its kind ("Excel" is a spreadsheet)."""
    name = concept.removeprefix(PREFIX)
    return {PREFIX + vendor for vendor in _VENDORS if name.startswith(vendor + " ")} | set(_kinds().get(name, ()))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, names in load("kinds.yaml").items():
        for name in names:
            kinds[name].append(kind)
    return kinds


def _soft(name: str, surface: str) -> bool:
    if "/" in surface:
        return False
    if any(c.isupper() for c in surface[1:]) or any(c.isdigit() or c in "+#." for c in surface):
        return " " in surface and category(name) not in _TECHNICAL
    return " " in surface or category(name) not in _TECHNICAL
