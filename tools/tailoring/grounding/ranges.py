"""What a quantity is, and what two neighbouring ones say together: ranges, and "from … to …"."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tools.tailoring.grounding.measures import measures
from tools.tailoring.grounding.tokens import Token

_BETWEEN = {"between", "zwischen", "entre", "tussen"}
_REACH = 2
_OUT_OF = {"of", "von", "sur", "de", "van", "op", "em"}
_AND = (["and"], ["und"], ["et"], ["y"], ["en"], ["e"])


@dataclass(slots=True)
class Quantity:
    """One quantity. `first`..`last` are token indexes; `high` is set for ranges; `unit` is as written.

    `near` are the indexes (into the reading's words) of what it counts, filled by the reading.
    """

    value: float
    dimension: str
    surface: str
    first: int
    last: int
    unit: str = ""
    comparator: str = "eq"
    role: str = ""
    rate: str = ""
    high: float | None = None
    signed: int = 0
    near: list[int] = field(default_factory=list)
    around: list[int] = field(default_factory=list)
    clause: int = -1
    segment: int = -1


def join_ranges(found: Sequence[Quantity], tokens: Sequence[Token]) -> list[Quantity]:
    """Make "10–15 people" and "between 10 and 15" one quantity each."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if (
            last
            and quantity.dimension != "vague"
            and last.dimension in {"count", quantity.dimension}
            and _spanned(last, quantity, tokens)
        ):
            unit = measures().units.get(quantity.unit)
            last.value *= unit.factor if unit and last.dimension == "count" else 1.0
            last.high, last.dimension = quantity.value, quantity.dimension
            last.unit, last.last, last.rate = quantity.unit, quantity.last, quantity.rate
            last.surface += "–" + quantity.surface
        else:
            joined.append(quantity)
    return joined


def _spanned(last: Quantity, quantity: Quantity, tokens: Sequence[Token]) -> bool:
    between = [t.low for t in tokens[last.last + 1 : quantity.first]]
    opened = last.first > 0 and tokens[last.first - 1].low in _BETWEEN
    return (between in _AND and opened) or (not between and bool(quantity.signed)) or between in (["-"], ["–"], ["—"])


def settle_roles(found: Sequence[Quantity], tokens: Sequence[Token], language: str) -> None:
    """An unpaired "de 30 %" or "von 5" is no starting value; "10 of 12 months" are months both."""
    for start, end in pairwise(found):
        if tokens[end.first - 1].low in _OUT_OF and end.first - start.last <= _REACH + 1 and end.role != "to":
            if start.dimension == "count" and end.dimension == "time" and end.first - start.last <= _REACH + 1:
                _adopt_unit(start, end)
                start.role, end.role = "part", "of"
            elif start.dimension == "time" and end.dimension == "count":
                _lend_unit(start, end)
                start.role, end.role = "part", "of"
    _borrow(found)
    for index, quantity in enumerate(found):
        paired = index + 1 < len(found) and found[index + 1].role == "to"
        if paired and quantity.role in {"from", ""} and quantity.dimension == "count" and not quantity.unit:
            _adopt_unit(quantity, found[index + 1])
        if paired and found[index + 1].dimension == "count" and quantity.role == "from":
            _lend_unit(quantity, found[index + 1])
        if quantity.role == "from" and not paired and language != "en":
            quantity.role = "by" if quantity.dimension in {"percent", "points"} and language != "de" else ""


def _borrow(found: Sequence[Quantity]) -> None:
    """In "cut by two minutes, from 9 to 7" both ends have the unit of the difference."""
    for by, start, end in zip(found, found[1:], found[2:], strict=False):
        near = start.first - by.last <= _REACH + 1
        if near and (start.role, end.role) == ("from", "to") and start.dimension == end.dimension == "count":
            _lend_unit(by, start, far=True)
            _lend_unit(by, end, far=True)


def _lend_unit(start: Quantity, end: Quantity, *, far: bool = False) -> None:
    """In "from 6 days to 4" the second number has the first one's unit."""
    if (
        start.dimension not in {"count", "vague", "factor"}
        and not end.unit
        and (far or end.first - start.last <= _REACH + 1)
    ):
        unit = measures().units.get(start.unit)
        end.value *= unit.factor if unit else 1.0
        end.dimension, end.unit = start.dimension, start.unit


def _adopt_unit(start: Quantity, end: Quantity) -> None:
    """In "from 82 to 91 %" the first number has the second one's unit."""
    if end.dimension not in {"count", "vague", "factor"} and end.first - start.last <= 2:
        unit = measures().units.get(end.unit)
        start.value *= unit.factor if unit else 1.0
        start.dimension, start.unit, start.role = end.dimension, end.unit, "from"
