"""Which applications were answered, by source, line of work, resume, channel and weekday. Pure."""

import calendar
from collections.abc import Mapping, Sequence
from typing import Any

from tools.insights import figures
from tools.insights.schemas_applications import Dimension, Rate, RateTable
from tools.jobs.matching.titles import trade_of

MOST_ROWS = 12
# What a row of the grouping sets counts by: the column whose bit is not set; no bit is where it counts by role.
_GROUPED: tuple[Dimension, ...] = ("source", "channel", "resume_version", "resume_kind", "weekday")
_EVERY = (1 << len(_GROUPED)) - 1
_COLUMNS: Mapping[int, Dimension] = {
    0: "role", **{_EVERY & ~(1 << at): by for at, by in enumerate(reversed(_GROUPED))},
}  # fmt: skip
_ORDER: tuple[Dimension, ...] = ("source", "role", "resume_version", "resume_kind", "channel", "weekday")
_Counts = dict[str | None, list[int]]


def tables(rows: Sequence[Sequence[Any]]) -> list[RateTable]:
    """One table a property out of the counts of all of them [set, name, answered, of, waiting]; what nothing is known
    of has no table."""
    counts: dict[Dimension, _Counts] = {by: {} for by in _ORDER}
    for of, value, hits, cases, waiting in rows:
        by = _COLUMNS[of]
        held = counts[by].setdefault(_name(by, value), [0, 0, 0])
        held[0] += hits
        held[1] += cases
        held[2] += waiting
    return [_table(by, counts[by]) for by in _ORDER if any(name is not None for name in counts[by])]


def _name(by: Dimension, value: str | None) -> str | None:
    if value is None:
        return None
    if by == "weekday":
        return calendar.day_name[int(value) - 1]
    return trade_of(value) or "other work" if by == "role" else value


def _table(by: Dimension, counts: _Counts) -> RateTable:
    named = [(name, held) for name, held in counts.items() if name is not None]
    days = list(calendar.day_name)
    by_size = sorted(named, key=lambda pair: (-pair[1][1], pair[0]))
    ordered = sorted(named, key=lambda pair: days.index(pair[0])) if by == "weekday" else by_size
    rows = [_rate(name, held) for name, held in ordered[:MOST_ROWS]]
    rest = [held for _, held in ordered[MOST_ROWS:]]
    others = _rate(f"{len(rest)} others", [sum(parts) for parts in zip(*rest, strict=True)]) if rest else None
    return RateTable(
        by=by, rows=rows, others=others, unstated=counts.get(None, [0, 0, 0])[1], stands_out=_stands_out(named)
    )


def _rate(name: str, held: Sequence[int]) -> Rate:
    hits, cases, waiting = held
    return Rate(name=name, waiting=waiting, **figures.interval(hits, cases).model_dump())


def _stands_out(named: Sequence[tuple[str, Sequence[int]]]) -> str | None:
    """The name whose interval lies wholly above that of all the others together, the highest share of several."""
    hits, cases = sum(held[0] for _, held in named), sum(held[1] for _, held in named)
    found = []
    for name, (good, of, _) in named:
        own, rest = figures.interval(good, of), figures.interval(hits - good, cases - of)
        if own.low is not None and own.value is not None and rest.high is not None and own.low > rest.high:
            found.append((own.value, name))
    return max(found)[1] if found else None
