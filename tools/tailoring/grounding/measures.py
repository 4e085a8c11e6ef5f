"""Words for units, currencies, multipliers, rates, months and comparators, indexed for look-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tools.tailoring.grounding.tables import load

_DIMENSIONS = ("time", "data", "percent", "points", "length", "area", "mass", "power", "frequency")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: quantities of one dimension compare after multiplying with `factor`."""

    dimension: str
    factor: float
    name: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Look-up tables, all keys in lower case."""

    units: Mapping[str, Unit]
    money: Mapping[str, str]
    multipliers: Mapping[str, float]
    factor_words: Mapping[str, float]
    factor_marks: frozenset[str]
    fractions: Mapping[str, float]
    vague: Mapping[str, float]
    rate_words: Mapping[str, str]
    months: Mapping[str, int]
    present: frozenset[str]
    comparators: Mapping[str, str]
    roles: Mapping[str, frozenset[str]]
    rates: frozenset[str]


@lru_cache(maxsize=1)
def measures() -> Measures:
    """The tables, loaded at first use."""
    raw, phrases = load("measures.yaml"), load("phrases.yaml")
    return Measures(
        units={
            w: Unit(dim, float(f), ws[0]) for dim in _DIMENSIONS for f, ws in raw[dim].items() for w in map(_low, ws)
        },
        money={_low(w): code for code, ws in raw["money"].items() for w in ws},
        multipliers=_inverted(raw["multipliers"]),
        factor_words=_inverted(raw["factor_words"]),
        factor_marks=frozenset(map(_low, raw["factor"])),
        fractions=_inverted(raw["fraction_words"]),
        vague=_inverted(raw["vague"]),
        rate_words={_low(w): unit for unit, ws in raw["rate_words"].items() for w in ws},
        months={_low(w): number for number, ws in raw["months"].items() for w in ws},
        present=frozenset(map(_low, raw["present"])),
        comparators={_low(w): kind for kind, ws in phrases["comparators"].items() for w in ws},
        roles={kind: frozenset(map(_low, ws)) for kind, ws in phrases["roles"].items()},
        rates=frozenset(map(_low, phrases["rates"])),
    )


def _low(word: object) -> str:
    return str(word).lower()


def _inverted(table: Mapping[float, list[str]]) -> dict[str, float]:
    return {_low(word): float(value) for value, words in table.items() for word in words}
