"""Quantities that the facts hold without writing them: differences, shares, spans, oneself among colleagues."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tools.tailoring.grounding.ranges import Quantity
from tools.tailoring.grounding.tables import word_set
from tools.tailoring.grounding.words import Reading

_WHOLE = 100.0


def derived(reading: Reading) -> Iterator[Quantity]:
    """What "from 8 to 5" says besides: the difference, the share and the factor."""
    for start, end in pairwise(reading.quantities):
        if start.dimension != end.dimension:
            continue
        yield from _portion(reading, start, end)
        yield from _reduced_to(start, end)
        if end.role != "to" or start.role == "by" or start.value == end.value or not start.value or not end.value:
            continue
        low, high = sorted((start.value, end.value))
        signed = 1 if end.value == high else -1
        share = 100 * (high - low) / start.value
        base = {
            "near": end.near + start.near,
            "around": start.around + end.around,
            "clause": end.clause,
            "segment": end.segment,
        }
        factor = (high / low, "factor", "times") if signed > 0 else (share, "percent", "%")
        for value, dimension, unit in (
            (share, "percent", "%"),
            factor,
            (high - low, "points" if end.dimension == "percent" else end.dimension, end.unit),
        ):
            yield Quantity(value, dimension, "", start.first, end.last, unit=unit, role="by", signed=signed, **base)  # type: ignore[arg-type]


def _reduced_to(start: Quantity, end: Quantity) -> Iterator[Quantity]:
    """From 6 to 2 is to a third."""
    if end.role == "to" and 0 < end.value < start.value:
        yield replace(end, value=100 * end.value / start.value, dimension="percent", unit="%", role="to")


def _portion(reading: Reading, part: Quantity, whole: Quantity) -> Iterator[Quantity]:
    """ "38 of 40 accounts" is 95 % of them."""
    between = {t.low for t in reading.tokens[part.last + 1 : whole.first]}
    if part.dimension == "count" and between and between <= word_set("out_of") and 0 < part.value < whole.value:
        share = 100 * part.value / whole.value
        yield replace(whole, value=share, dimension="percent", unit="%", role="", near=[*whole.near, *part.near])


def beyond(reading: Reading) -> Iterator[Quantity]:
    """ "108 % of quota" is 8 % beyond it."""
    for quantity in reading.quantities:
        beside = {c for word in reading.words if word.clause == quantity.clause for c in word.concepts}
        if quantity.dimension != "percent" or not beside & word_set("reached"):
            continue
        if quantity.value > _WHOLE:
            yield replace(quantity, value=quantity.value - _WHOLE, role="by", signed=1)
        if any("exceed" in w.concepts and w.clause == quantity.clause for w in reading.words):
            yield replace(quantity, value=quantity.value + _WHOLE, role="", signed=0)


def with_others(reading: Reading) -> Iterator[Quantity]:
    """Who works with three colleagues is one of four people."""
    for quantity in reading.quantities:
        counted = {c for i in quantity.near for c in reading.words[i].concepts}
        before = reading.tokens[quantity.first - 1].low if quantity.first else ""
        if quantity.dimension == "count" and "colleague" in counted and before in word_set("with"):
            yield replace(quantity, value=quantity.value + 1)


def spans(reading: Reading) -> Iterator[Quantity]:
    """ "From 20 to 60" may be said as "between 20 and 60"."""
    for low, high in pairwise(reading.quantities):
        if (
            high.role == "to"
            and low.dimension == high.dimension
            and low.value < high.value
            and high.first - low.last <= 2
        ):
            yield replace(low, high=high.value, role="", near=[*low.near, *high.near])


def ends(quantity: Quantity) -> list[Quantity]:
    """ "Between 20 and 60" may be said as "from 20 to 60"."""
    if quantity.high is None:
        return []
    return [replace(quantity, high=None, role="from"), replace(quantity, value=quantity.high, high=None, role="to")]
