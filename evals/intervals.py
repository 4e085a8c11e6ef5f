"""95 % intervals: Wilson's for shares, a seeded bootstrap over cases for means and for values that come in cases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.insights.figures import wilson

Z = 1.959964
_RESAMPLES = 2_000
_SEED = 20_260


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure from 0 to 1 with its 95 % interval; `n` is what it rests on: cases, queries or values."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total` with the 95 % Wilson interval; the share of nothing is 0."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share itself, 0 without cases."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound at 95 %."""
        return wilson(self.hits, self.total)

    @property
    def estimate(self) -> Estimate:
        """The same as an estimate."""
        return Estimate(self.value, *self.interval, self.total)


def mean(values: Sequence[float]) -> Estimate:
    """The mean of values from 0 to 1 with a percentile bootstrap interval; seeded, so the same values give the same.

    Where all values are alike the bootstrap has no width, and Wilson's interval stands in.
    """
    found = pooled(values, [1.0] * len(values))
    if found.low < found.high or not values:
        return found
    return Estimate(found.value, *wilson(sum(values), len(values)), len(values))


def pooled(parts: Sequence[float], wholes: Sequence[float]) -> Estimate:
    """Sum of parts over sum of wholes, one pair a case, with a bootstrap over cases; `n` is the number of cases.

    Values of one case go wrong together, so cases are drawn again, not values.
    """
    if not parts or not sum(wholes):
        return Estimate(0.0, 0.0, 1.0, 0)
    above, below = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    picks = np.random.default_rng(_SEED).integers(0, len(above), size=(_RESAMPLES, len(above)))
    sums = below[picks].sum(axis=1)
    drawn = above[picks].sum(axis=1)[sums > 0] / sums[sums > 0]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(float(above.sum() / below.sum()), float(low), float(high), len(above))


def of_values(right: Sequence[float], wholes: Sequence[float]) -> Estimate:
    """`pooled` for values that are right or wrong, never narrower than Wilson's interval; `n` counts values.

    The bootstrap of a field that was right in every case has no width, though few cases prove little.
    """
    drawn = pooled(right, wholes)
    low, high = wilson(sum(right), sum(wholes))
    return Estimate(drawn.value, min(drawn.low, low), max(drawn.high, high), round(sum(wholes)))
