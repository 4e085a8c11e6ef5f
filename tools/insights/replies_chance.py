"""The chance that an employer answers, learned from one person's own settled applications. Pure: numpy, no chance.

A logistic regression whose weights start at nothing and whose base starts at the person's own rate. How far weights may
go from nothing is not set but weighed: models of several strengths are averaged by how well each explains the outcomes
(their evidence, by Laplace), so that properties which carry nothing leave the base rate as it is. What is told of one
job is the average and the 95 % interval of that mixture.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

SETTLED_AFTER_DAYS = 30
NEEDED, NEEDED_OF_EACH = 20, 5
# Older outcomes than the newest so many add nothing but time.
MOST, MEASURED = 1_000, 300
# Times change: how long ago an application went out, in years, is learned from as a property; a new one has none of it.
WHEN = "when"
FEWEST_OF_SOURCE = 4
# How far weights may go from nothing, and how likely that is before anything is seen.
_STRENGTHS = ((0.0, 0.15), (0.15, 0.25), (0.3, 0.3), (0.6, 0.2), (1.2, 0.1))
_BASE_SPREAD = 1.0
# Weights are drawn from Student's t of so many degrees: most are small, and one that is big is not pulled back.
_DEGREES = 3.0
# Laplace takes what is learned of few outcomes for surer than it is.
_WIDER = 1.1
# The logarithm of that density at its middle, against a normal one's of height 1.
_AT_NOTHING = math.lgamma((_DEGREES + 1) / 2) - math.lgamma(_DEGREES / 2) - 0.5 * math.log(_DEGREES / 2)
_FOLDS, _STEPS, _HALVINGS = 5, 30, 36


@dataclass(frozen=True, slots=True)
class Seen:
    """What was known of an application when it went out. Properties that are not known are left out, not zero;
    each is on a scale on which 1 is a big difference."""

    properties: Mapping[str, float]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A settled application: whether it was answered, and how many days ago it went out."""

    seen: Seen
    answered: bool
    age_days: float


@dataclass(frozen=True, slots=True)
class _Fit:
    share: float
    mean: Vector
    spread: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance with its 95 % interval, and what each property adds to it, in percentage points."""

    value: float
    low: float
    high: float
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: the columns, their middles and variances, and fits of several strengths with their shares."""

    columns: tuple[str, ...]
    middles: Vector
    variances: Vector
    fits: tuple[_Fit, ...]

    def chance(self, seen: Seen, *, age_days: float = 0.0) -> Chance:
        """The chance of an application that went out so many days ago."""
        rows, unknown = self._rows(_row(seen, self.columns, age_days)[None, :])
        row = rows[0]
        means = np.array([fit.mean @ row for fit in self.fits])
        spreads = np.array([_spreads(fit, rows, unknown)[0] for fit in self.fits])
        shares = np.array([fit.share for fit in self.fits])
        value = float(shares @ _expected(means, spreads))
        together = sum((fit.share * fit.mean for fit in self.fits), np.zeros(len(row)))
        total = float(together @ row)
        points = {
            name: 100 * (_sigmoid(total) - _sigmoid(total - float(together[at] * row[at])))
            for at, name in enumerate(self.columns, start=1)
        }
        low, high = (_quantile(share, shares, means, _WIDER * spreads) for share in (0.025, 0.975))
        return Chance(value, min(low, value), max(high, value), points)

    def expected(self, outcomes: Sequence[Outcome]) -> Vector:
        """The chance of each of these alone, without its interval."""
        return self.expected_of(_matrix(outcomes, self.columns))

    def expected_of(self, raw: Vector) -> Vector:
        """The same of rows with a value for each column, NaN where it is not known."""
        rows, unknown = self._rows(raw)
        found = np.zeros(len(rows))
        for fit in self.fits:
            found += fit.share * _expected(rows @ fit.mean, _spreads(fit, rows, unknown))
        return found

    def _rows(self, raw: Vector) -> tuple[Vector, Vector]:
        """Rows to weigh, what is not known at its middle; and how far that may be from there (variances)."""
        rows = np.column_stack([np.ones(len(raw)), raw - self.middles])
        unknown = np.where(np.isnan(rows), np.concatenate([[0.0], self.variances]), 0.0)
        return np.nan_to_num(rows), unknown


def _spreads(fit: _Fit, rows: Vector, unknown: Vector) -> Vector:
    """How far each row's score may be from its mean: by the weights, and by what is not known of the row."""
    by_weights = np.einsum("ij,jk,ik->i", rows, fit.spread, rows)
    return np.asarray(np.sqrt(np.maximum(by_weights + unknown @ (fit.mean**2 + np.diag(fit.spread)), 1e-12)))


def enough(outcomes: Sequence[Outcome]) -> bool:
    """Whether there are outcomes enough, of both kinds, to learn from."""
    answers = sum(outcome.answered for outcome in outcomes)
    return len(outcomes) >= NEEDED and min(answers, len(outcomes) - answers) >= NEEDED_OF_EACH


def learn(outcomes: Sequence[Outcome]) -> Model | None:
    """A model of the newest MOST outcomes; None when they are too few."""
    kept = sorted(outcomes, key=lambda outcome: outcome.age_days)[:MOST]
    if not enough(kept):
        return None
    columns = _columns(kept)
    return _learn(columns, _matrix(kept, columns), _answers(kept))


def _learn(columns: tuple[str, ...], raw: Vector, answered: Vector) -> Model:
    known = ~np.isnan(raw)
    middles: Vector = np.where(known, raw, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, raw - middles, 0.0)
    variances: Vector = (centred**2).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    rows = np.column_stack([np.ones(len(raw)), centred])
    fitted = [_fit(rows, answered, strength) for strength, _ in _STRENGTHS]
    evidence = np.array([found[0] + math.log(before) for found, (_, before) in zip(fitted, _STRENGTHS, strict=True)])
    shares = np.exp(evidence - evidence.max())
    shares /= shares.sum()
    fits = tuple(_Fit(float(share), mean, spread) for share, (_, mean, spread) in zip(shares, fitted, strict=True))
    return Model(columns, middles, variances, fits)


def _columns(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The properties that are known of any, and the sources that were used often enough."""
    names = sorted({name for outcome in outcomes for name in outcome.seen.properties})
    sources = Counter(outcome.seen.source for outcome in outcomes if outcome.seen.source)
    return (WHEN, *names, *(f"source:{name}" for name, n in sorted(sources.items()) if n >= FEWEST_OF_SOURCE))


def _row(seen: Seen, columns: Sequence[str], age_days: float) -> Vector:
    """One value a column, NaN where it is not known."""
    values = {**seen.properties, WHEN: age_days / 365}
    return np.array(
        [
            float(seen.source == column[7:]) if column.startswith("source:") else values.get(column, math.nan)
            for column in columns
        ],
        dtype=np.float64,
    )


def _answers(outcomes: Sequence[Outcome]) -> Vector:
    return np.array([float(outcome.answered) for outcome in outcomes])


def _matrix(outcomes: Sequence[Outcome], columns: Sequence[str]) -> Vector:
    return np.array([_row(outcome.seen, columns, outcome.age_days) for outcome in outcomes])


def _fit(rows: Vector, answered: Vector, strength: float) -> tuple[float, Vector, Vector]:
    """Log evidence, mean and covariance of the weights, by Newton's steps to the mode."""
    base = math.log((answered.sum() + 1) / ((1 - answered).sum() + 1))
    size = rows.shape[1]
    start = np.zeros(size)
    start[0] = base
    if strength == 0.0:
        found, mean, spread = _fit_held(rows[:, :1], answered, start[:1], np.array([_BASE_SPREAD]))
        wide = np.zeros((size, size))
        wide[:1, :1] = spread
        return found, np.concatenate([mean, np.zeros(size - 1)]), wide
    return _fit_held(rows, answered, start, np.array([_BASE_SPREAD] + [strength] * (size - 1)))


def _fit_held(rows: Vector, answered: Vector, start: Vector, spreads: Vector) -> tuple[float, Vector, Vector]:
    mean = start.copy()
    for _ in range(_STEPS):
        likely = _sigmoids(rows @ mean)
        held = (_DEGREES + 1) / (_DEGREES * spreads**2 + (mean - start) ** 2)
        slope = rows.T @ (answered - likely) - held * (mean - start)
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(held)
        step = np.linalg.solve(curve, slope)
        mean = mean + step / max(1.0, float(np.abs(step).max()) / 2)
        if float(np.abs(step).max()) < 1e-5:
            break
    score = rows @ mean
    likelihood = float((answered * score - np.logaddexp(0.0, score)).sum())
    distance = np.log1p((mean - start) ** 2 / (_DEGREES * spreads**2))
    prior = float((_AT_NOTHING - np.log(spreads) - (_DEGREES + 1) / 2 * distance).sum())
    volume = 0.5 * float(np.linalg.slogdet(curve)[1])
    return likelihood + prior - volume, mean, np.asarray(np.linalg.inv(curve), dtype=np.float64)


def brier_held_out(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """The mean squared error on outcomes left out of the learning (every fifth in turn), of the model and of always
    saying the share of the others; measured on the newest MEASURED."""
    kept = sorted(outcomes, key=lambda outcome: outcome.age_days)[:MEASURED]
    columns = _columns(kept)
    raw, answered = _matrix(kept, columns), _answers(kept)
    turn = np.arange(len(kept)) % _FOLDS
    said, plain = np.zeros(len(kept)), np.zeros(len(kept))
    for fold in range(_FOLDS):
        out = turn == fold
        said[out] = _learn(columns, raw[~out], answered[~out]).expected_of(raw[out])
        plain[out] = answered[~out].mean()
    return float(np.mean((said - answered) ** 2)), float(np.mean((plain - answered) ** 2))


def still(chance: float, later: float) -> float:
    """The chance after so long a silence that only the share `later` of all answers comes after it."""
    return chance * later / (chance * later + 1 - chance) if chance < 1 else 1.0


def later_than(days: float, answer_days: Sequence[float]) -> float:
    """The share of answers that came later than so many days; never quite none or all."""
    return (sum(one > days for one in answer_days) + 0.5) / (len(answer_days) + 1)


def _expected(means: Vector, spreads: Vector) -> Vector:
    """The mean of a logistic over normals (MacKay's approximation)."""
    return _sigmoids(means / np.sqrt(1 + math.pi * spreads**2 / 8))


def _quantile(share: float, shares: Vector, means: Vector, spreads: Vector) -> float:
    """Where so much of the mixture lies below, as a chance; found by halving."""
    low, high = float((means - 8 * spreads).min()), float((means + 8 * spreads).max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = sum(
            part * 0.5 * (1 + math.erf((middle - mean) / (spread * math.sqrt(2))))
            for part, mean, spread in zip(shares, means, spreads, strict=True)
        )
        low, high = (middle, high) if below < share else (low, middle)
    return _sigmoid((low + high) / 2)


def _sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-score)) if score >= 0 else math.exp(score) / (1 + math.exp(score))


def _sigmoids(scores: Vector) -> Vector:
    return np.asarray(0.5 * (1 + np.tanh(scores / 2)), dtype=np.float64)
