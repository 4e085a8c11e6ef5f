"""Intervals by hand, and where they must not be too narrow."""

import pytest

from evals.intervals import Share, mean, of_values, pooled, wilson


def test_wilson_by_hand() -> None:
    low, high = Share(98, 100).interval
    assert (round(low, 3), round(high, 3)) == (0.930, 0.994)
    assert Share(98, 100).value == 0.98
    assert wilson(0, 0) == (0.0, 1.0)
    assert all(wilson(total, total)[1] == 1 and wilson(0, total)[0] == 0 for total in range(1, 500))
    assert Share(0, 0).value == 0


def test_the_bootstrap_draws_cases_not_values() -> None:
    """Ten values in one case go wrong together, so they prove less than ten cases do."""
    alone = pooled([1.0] * 10 + [0.0] * 10, [1.0] * 20)
    together = pooled([10.0, 0.0], [10.0, 10.0])
    assert alone.value == together.value == 0.5
    assert together.high - together.low > alone.high - alone.low
    assert (alone.n, together.n) == (20, 2)


def test_a_perfect_score_of_few_cases_keeps_its_doubt() -> None:
    assert mean([1.0, 1.0, 1.0]).low < 0.5
    assert of_values([4, 4], [4, 4]).low == pytest.approx(wilson(8, 8)[0])
    assert of_values([4, 4], [4, 4]).n == 8
    assert mean([]).n == 0
