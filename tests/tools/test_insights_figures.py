"""Figures are right where they can be, and silent where they rest on too little."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.insights import figures
from tools.jobs.schemas import Salary

amounts = st.lists(st.floats(min_value=1, max_value=5_000_000), min_size=1, max_size=60)


@given(amounts)
def test_bins_hold_every_amount_once_and_are_few_round_and_alike(values: list[float]) -> None:
    found = figures.bins(values)
    assert 1 <= len(found) <= figures.MOST_BINS
    assert sum(one.count for one in found) == len(values)
    width = found[0].high - found[0].low
    assert all(math.isclose(one.high - one.low, width) for one in found)
    lead = width / 10 ** math.floor(math.log10(width))
    assert any(math.isclose(lead, nice) for nice in (1, 2, 2.5, 5))
    assert found[0].low <= min(values) < found[0].high
    assert found[-1].low <= max(values) < found[-1].high


@pytest.mark.parametrize(("values", "expected"), [
    ([60_000], [(60_000, 65_000, 1)]),
    ([50_000, 50_000, 50_000], [(50_000, 52_500, 3)]),
    ([40_000, 59_999, 60_000, 95_000], [
        (40_000, 50_000, 1), (50_000, 60_000, 1), (60_000, 70_000, 1), (70_000, 80_000, 0), (80_000, 90_000, 0),
        (90_000, 100_000, 1),
    ]),
])  # fmt: skip
def test_bins_are_what_one_would_draw(values: list[float], expected: list[tuple[float, float, int]]) -> None:
    assert [(one.low, one.high, one.count) for one in figures.bins(values)] == expected


def test_currencies_are_never_mixed() -> None:
    found = figures.histograms([("EUR", 50_000.0), ("USD", 90_000.0), ("EUR", 70_000.0)])
    assert [(one.currency, one.count) for one in found] == [("EUR", 2), ("USD", 1)]


@given(st.integers(0, 400), st.integers(5, 400))
def test_the_interval_is_wilsons(hits: int, cases: int) -> None:
    hits = min(hits, cases)
    found = figures.interval(hits, cases)
    assert (found.value, found.hits, found.cases) == (hits / cases, hits, cases)
    assert found.low is not None
    assert found.high is not None
    for bound in (
        found.low,
        found.high,
    ):  # Wilson's bounds are the shares from which the one seen is just 1.96 errors off
        error = math.sqrt(bound * (1 - bound) / cases)
        assert abs(hits / cases - bound) == pytest.approx(1.959964 * error, abs=1e-6)


@pytest.mark.parametrize("cases", range(5))
def test_fewer_than_five_make_no_rate(cases: int) -> None:
    found = figures.interval(0, cases)
    assert (found.value, found.low, found.high, found.cases) == (None, None, None, cases)


def fisher(late: int, all_late: int, early: int, all_early: int) -> float:
    """Fisher's exact two-sided p-value: the chance of a table no likelier than this one."""
    hits, whole = late + early, all_late + all_early

    def chance(number: int) -> float:
        return math.comb(all_late, number) * math.comb(all_early, hits - number) / math.comb(whole, hits)

    seen = chance(late)
    numbers = range(max(0, hits - all_early), min(all_late, hits) + 1)
    return sum(p for p in map(chance, numbers) if p <= seen * (1 + 1e-9))


@pytest.mark.parametrize(("late", "early", "expected"), [
    ((19, 19), (0, 500), None), ((5, 500), (5, 19), None), ((0, 100), (0, 100), "steady"), ((9, 9), (0, 0), None),
    ((300, 500), (200, 500), "up"), ((10, 500), (40, 500), "down"), ((51, 100), (49, 100), "steady"),
    ((100, 100), (100, 100), "steady"),
])  # fmt: skip
def test_a_trend_is_more_than_chance(late: tuple[int, int], early: tuple[int, int], expected: str | None) -> None:
    assert figures.direction(*late, *early) == expected


@given(st.integers(0, 60), st.integers(20, 60), st.integers(0, 60), st.integers(20, 60))
def test_a_trend_is_about_what_the_exact_test_finds(late: int, all_late: int, early: int, all_early: int) -> None:
    late, early = min(late, all_late), min(early, all_early)
    found = figures.direction(late, all_late, early, all_early)
    p = fisher(late, all_late, early, all_early)
    if p < 0.02:
        assert found == ("up" if late / all_late > early / all_early else "down")
    if p > 0.25:
        assert found == "steady"


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(1, 60))
def test_weeks_follow_one_another_without_a_gap(moment: datetime, count: int) -> None:
    now = moment.replace(tzinfo=UTC)
    weeks = figures.last_weeks(now, count)
    assert len(set(weeks)) == count
    assert weeks == sorted(weeks)
    assert weeks[-1] == figures.week_of(now) == now.strftime("%G-W%V")
    assert figures.weeks_since(weeks[0], now, most=count) == weeks
    assert figures.weeks_since(None, now, most=count) == weeks[-1:]
    assert figures.weeks_since(figures.week_of(now + timedelta(weeks=3)), now, most=count) == weeks[-1:]


@pytest.mark.parametrize(("salary", "expected"), [
    (Salary(min=50, max=70, currency="EUR", period="hour", excerpt="x"), ("EUR", 60 * 2080)),
    (Salary(min=4000, currency="CHF", period="month", excerpt="x"), ("CHF", 48_000)),
    (Salary(max=90_000, currency="USD", period="year", excerpt="x"), ("USD", 90_000)),
    (Salary(min=1, currency=None, period="year", excerpt="x"), None),
    (Salary(min=50_000, currency="EUR", excerpt="x"), None),
    (Salary(currency="EUR", period="year", excerpt="competitive"), None),
])  # fmt: skip
def test_pay_is_put_on_a_year_only_where_everything_is_said(salary: Salary, expected: tuple[str, float] | None) -> None:
    assert figures.yearly(salary) == expected
