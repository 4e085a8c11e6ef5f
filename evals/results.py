"""What a run found out: figures, what they are made of, and every failing case. Plain data, the same for all suites."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from evals.intervals import Estimate


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its interval. `counts` says what n counts; below its `baseline` it fails the run."""

    name: str
    estimate: Estimate
    counts: str = "cases"
    baseline: float | None = None

    @property
    def fails(self) -> bool:
        """Whether it fell below its baseline."""
        return self.baseline is not None and self.estimate.value < self.baseline - 1e-9


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures of the same kind side by side: per kind of case, per field, per ranker."""

    title: str
    bars: tuple[tuple[str, Estimate], ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How values from 0 to 1 are spread, in equal steps."""

    title: str
    counts: tuple[int, ...]

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
    """What a suite says about one set of cases."""

    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...] = ()
    histograms: tuple[Histogram, ...] = ()
    failing: tuple[Failing, ...] = ()


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
    """A whole run on one model. `began` is ISO 8601 in UTC."""

    model: str
    began: str
    sets: tuple[SetResult, ...]
    skipped: tuple[Skipped, ...] = field(default=())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, in order."""
        return tuple(figure for one in self.sets for figure in one.measured.figures)

    @property
    def below(self) -> tuple[Figure, ...]:
        """The figures that fell below their baselines."""
        return tuple(figure for figure in self.figures if figure.fails)


def named(measured: Measured, prefix: str, suffix: str, baselines: dict[str, float]) -> Measured:
    """The same with whole names (`suite.figure`, `suite.figure@set`) and their baselines."""
    figures = tuple(
        replace(figure, name=name, baseline=baselines.get(name))
        for figure in measured.figures
        for name in [f"{prefix}.{figure.name}{suffix}"]
    )
    return replace(measured, figures=figures)
