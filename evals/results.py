"""What a run found out: figures, what they are made of, and every failing case. Plain data, the same for all suites."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evals.intervals import Estimate


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its interval. `counts` says what n counts; below its `baseline` it fails the run."""

    name: str
    estimate: Estimate
    counts: str = "cases"
    baseline: float | None = None

    @property
    def short(self) -> str:
        """The name within its suite."""
        return self.name.partition(".")[2].partition("@")[0]

    @property
    def fails(self) -> bool:
        """Whether it fell below its baseline."""
        return self.baseline is not None and self.estimate.value < self.baseline - 1e-9


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures of the same kind side by side: per kind of case, per field, per ranker."""

    title: str
    bars: tuple[tuple[str, Estimate], ...]

    @classmethod
    def worst_first(cls, title: str, bars: Iterable[tuple[str, Estimate]]) -> "Chart":
        """With what needs work at the top."""
        return cls(title, tuple(sorted(bars, key=lambda bar: bar[1].value)))


@dataclass(frozen=True, slots=True)
class Histogram:
    """How values from 0 to 1 are spread, in equal steps."""

    title: str
    counts: tuple[int, ...]

    @property
    def tallest(self) -> int:
        """The highest count, at least 1."""
        return max(*self.counts, 1)

    @classmethod
    def of(cls, title: str, values: Sequence[float], steps: int = 20) -> "Histogram":
        """Count the values into steps; 1 belongs to the last."""
        counts = [0] * steps
        for value in values:
            counts[min(steps - 1, int(value * steps))] += 1
        return cls(title, tuple(counts))


@dataclass(frozen=True, slots=True)
class Failing:
    """A case that went wrong: what went in, what should have come out, what did."""

    case: str
    reason: str
    input: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a suite says about one set of cases; `notes` are sentences on what the figures mean."""

    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...] = ()
    histograms: tuple[Histogram, ...] = ()
    failing: tuple[Failing, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetResult:
    """One set of cases measured: the project's own, a labelled set that is present, or a file that was given."""

    suite: str
    name: str
    cases: int
    seconds: float
    measured: Measured

    @property
    def title(self) -> str:
        """Suite and set in one word."""
        return self.suite if self.name == "own" else f"{self.suite}@{self.name}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not measured, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run on one model. `began` is ISO 8601 in UTC; `missing` are baselines without a figure."""

    model: str
    began: str
    sets: tuple[SetResult, ...]
    skipped: tuple[Skipped, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, in order."""
        return tuple(figure for one in self.sets for figure in one.measured.figures)

    @property
    def passed(self) -> bool:
        """Whether every baseline that applies is reached."""
        return not self.below and not self.missing

    @property
    def below(self) -> tuple[Figure, ...]:
        """The figures that fell below their baselines."""
        return tuple(figure for figure in self.figures if figure.fails)


def named(measured: Measured, prefix: str, suffix: str, baselines: Mapping[str, float]) -> Measured:
    """The same with whole names (`suite.figure`, `suite.figure@set`) and their baselines."""
    figures = tuple(
        replace(figure, name=name, baseline=baselines.get(name))
        for figure in measured.figures
        for name in [f"{prefix}.{figure.name}{suffix}"]
    )
    return replace(measured, figures=figures)
