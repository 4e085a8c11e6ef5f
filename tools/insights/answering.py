"""Which applications were answered, by source, line of work, resume, channel and weekday. Pure."""

import calendar
from collections.abc import Mapping, Sequence
from typing import Any

from tools.insights import figures
from tools.insights.schemas_applications import Dimension, Rate, RateTable
from tools.jobs.matching.titles import trade_of

MOST_ROWS = 12
# The column that a row of the grouping sets counts by: the one whose bit is not set.
_COLUMNS: tuple[tuple[str, Dimension], ...] = (
    ("source", "source"), ("channel", "channel"), ("version", "resume_version"), ("kind", "resume_kind"),
    ("weekday", "weekday"), ("role", "role"),
)  # fmt: skip
_ORDER: tuple[Dimension, ...] = ("source", "role", "resume_version", "resume_kind", "channel", "weekday")
_EVERY = (1 << len(_COLUMNS)) - 1
_Counts = dict[str | None, list[int]]


def tables(rows: Sequence[Mapping[str, Any]]) -> list[RateTable]:
    """One table a property out of the counts of all of them; what nothing is known of has no table."""
    counts: dict[Dimension, _Counts] = {by: {} for by in _ORDER}
    for row in rows:
        column, by = _column(row["of"])
        name = _name(by, row[column])
        held = counts[by].setdefault(name, [0, 0, 0])
        for at, part in enumerate(("hits", "cases", "waiting")):
            held[at] += row[part]
    return [_table(by, counts[by]) for by in _ORDER if any(name is not None for name in counts[by])]


def _column(of: int) -> tuple[str, Dimension]:
    bit = (_EVERY & ~of).bit_length() - 1
    return _COLUMNS[len(_COLUMNS) - 1 - bit]


def _name(by: Dimension, value: Any) -> str | None:
    if value is None:
        return None
    if by == "weekday":
        return calendar.day_name[int(value) - 1]
    return trade_of(value) or "other work" if by == "role" else str(value)


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
