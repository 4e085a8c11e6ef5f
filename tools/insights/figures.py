"""Weeks, bins, shares and trends, computed from counts. Pure; what rests on too little stays unsaid."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from tools.insights.schemas import Direction, Interval, SalaryBin, SalaryHistogram, WeekCount
from tools.jobs.schemas import Salary, SalaryPeriod

# Fewer cases than this say nothing: no rate, no median, no quartiles.
FEWEST = 5
Z95 = 1.959964
MOST_BINS = 8
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_A_YEAR: dict[SalaryPeriod, float] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
_FEWEST_FOR_TREND = 20


def week_of(moment: datetime) -> str:
    """The ISO week of a moment in UTC: "2026-W05"."""
    year, week, _ = moment.isocalendar()
    return f"{year:04d}-W{week:02d}"


def last_weeks(now: datetime, count: int) -> list[str]:
    """The ISO weeks up to the one of `now`, the oldest first."""
    return [week_of(now - timedelta(weeks=back)) for back in reversed(range(count))]


def weeks_since(first: str | None, now: datetime, *, most: int) -> list[str]:
    """The ISO weeks from `first` (or this one) to now, the newest `most` of them, the oldest first."""
    weeks = last_weeks(now, most)
    begin = first or weeks[-1]
    return [week for week in weeks if week >= begin] or weeks[-1:]


def counted_weeks(weeks: Sequence[str], counts: Mapping[str, int] | None) -> list[WeekCount]:
    """A count for every one of the weeks, 0 where there is none."""
    return [WeekCount(week=week, count=(counts or {}).get(week, 0)) for week in weeks]


def interval(hits: int, cases: int) -> Interval:
    """The share with its Wilson interval at 95 %; silent under FEWEST cases."""
    if cases < FEWEST:
        return Interval(hits=hits, cases=cases, enough=False)
    low, high = wilson(hits, cases)
    return Interval(hits=hits, cases=cases, enough=True, value=hits / cases, low=low, high=high)


def wilson(hits: float, cases: float) -> tuple[float, float]:
    """Wilson's score interval at 95 %, never without the share itself; of nothing, everything is possible."""
    if cases <= 0:
        return 0.0, 1.0
    share, square = hits / cases, Z95 * Z95
    middle = (share + square / (2 * cases)) / (1 + square / cases)
    half = Z95 / (1 + square / cases) * math.sqrt(share * (1 - share) / cases + square / (4 * cases * cases))
    return min(max(0.0, middle - half), share), max(min(1.0, middle + half), share)


def remaining(ended: Sequence[float], lasting: Sequence[float]) -> list[tuple[float, float]]:
    """The share that is left after each time at which one ended (Kaplan-Meier); `lasting` have not ended after theirs.

    Those that have not ended count among the many as long as they have lasted, and never as ended.
    """
    times = np.sort(np.asarray(ended, dtype=np.float64))
    still = np.sort(np.asarray(lasting, dtype=np.float64))
    moments, counts = np.unique(times, return_counts=True)
    at_risk = len(times) - np.searchsorted(times, moments) + len(still) - np.searchsorted(still, moments)
    shares = np.cumprod(1 - counts / at_risk)
    return list(zip(moments.tolist(), shares.tolist(), strict=True))


def quartiles_of(curve: Sequence[tuple[float, float]]) -> tuple[float | None, float | None, float | None]:
    """When a quarter, half and three quarters had ended; None where so many have not."""
    first, middle, third = (
        next((round(time, 2) for time, share in curve if share <= 1 - part + 1e-9), None) for part in (0.25, 0.5, 0.75)
    )
    return first, middle, third


def ended_within(curve: Sequence[tuple[float, float]], time: float) -> float:
    """The share that had ended by then."""
    return 1 - next((share for moment, share in reversed(curve) if moment <= time), 1.0)


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, interpolated."""
    low, middle_one, high = np.quantile(np.asarray(values, dtype=np.float64), [0.25, 0.5, 0.75])
    return float(low), float(middle_one), float(high)


def direction(late: int, all_late: int, early: int, all_early: int) -> Direction | None:
    """Whether a share went up or down by more than chance (two proportions, 95 %); None when too few were looked at."""
    if min(all_late, all_early) < _FEWEST_FOR_TREND:
        return None
    together = (late + early) / (all_late + all_early)
    error = math.sqrt(together * (1 - together) * (1 / all_late + 1 / all_early))
    difference = late / all_late - early / all_early
    if error == 0 or abs(difference) <= Z95 * error:
        return "steady"
    return "up" if difference > 0 else "down"


def histograms(paid: Iterable[tuple[str, float]]) -> list[SalaryHistogram]:
    """Pay by currency, the most frequent first: never mixed, never converted."""
    by_currency: dict[str, list[float]] = {}
    for currency, amount in paid:
        by_currency.setdefault(currency, []).append(amount)
    found = [
        SalaryHistogram(currency=currency, count=len(amounts), bins=bins(amounts))
        for currency, amounts in by_currency.items()
    ]
    return sorted(found, key=lambda histogram: (-histogram.count, histogram.currency))


def bins(amounts: Sequence[float]) -> list[SalaryBin]:
    """At most MOST_BINS bins of one round width from the lowest amount to the highest, empty ones between included."""
    low, high = min(amounts), max(amounts)
    width = _width(low, high)
    begin = math.floor(low / width)
    counts = [0] * (math.floor(high / width) - begin + 1)
    for amount in amounts:
        counts[math.floor(amount / width) - begin] += 1
    return [
        SalaryBin(low=(begin + at) * width, high=(begin + at + 1) * width, count=count)
        for at, count in enumerate(counts)
    ]


def _width(low: float, high: float) -> float:
    """The least round width that needs no more than MOST_BINS bins; of like amounts about a tenth of them."""
    rough = max((high - low) / MOST_BINS, abs(high) / 20, 1.0)
    size = 10.0 ** math.floor(math.log10(rough))
    widths = [step * size * scale for scale in (1, 10) for step in _NICE]
    fitting = (w for w in widths if w >= rough and math.floor(high / w) - math.floor(low / w) < MOST_BINS)
    return next(fitting, widths[-1])


def middle(low: float | None, high: float | None) -> float | None:
    """The middle of a range, or its one end."""
    ends = [end for end in (low, high) if end is not None]
    return sum(ends) / len(ends) if ends else None


def yearly(salary: Salary) -> tuple[str, float] | None:
    """Currency and middle of the range on a year; None unless amount, currency and period are all there."""
    amount = middle(salary.min, salary.max)
    if amount is None or salary.currency is None or salary.period is None:
        return None
    return salary.currency, amount * _A_YEAR[salary.period]
