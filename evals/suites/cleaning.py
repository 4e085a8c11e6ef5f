"""Cleaning: what a source states of a posting, brought to comparable values the way the pipeline does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

from evals.case_files import CasesError, entries
from evals.intervals import Share, of_values
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers.cleaning import FACTS, score_cleaning
from evals.scorers.counts import Counts
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.jobs.cleaning import Stated, clean, unsupported_excerpts
from tools.jobs.schemas import Salary

_FIELDS = ("title", "company", "location", "remote", "open_to", "salary", "employment_type", "text")


@dataclass(frozen=True, slots=True)
class CleaningCase:
    """What a source states, and the facts expected."""

    id: str
    posting: Stated
    expected: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What cleaning a case gave: counts by fact, and excerpts that stand nowhere in the source."""

    case: CleaningCase
    counts: Mapping[str, Counts]
    unsupported: Sequence[str]

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.unsupported and all(counts.perfect for counts in self.counts.values())


def load(path: Path) -> Sequence[CleaningCase]:
    """The cases of a file; raises CasesError naming the case and the field."""
    return [_case(where, raw) for where, raw in entries(path)]


def _case(where: str, raw: Mapping[str, Any]) -> CleaningCase:
    posting, expected = raw.get("posting"), raw.get("expected")
    if not isinstance(posting, Mapping) or not posting.get("title"):
        raise CasesError(f"{where}: needs `posting` with a `title`")
    if unknown := sorted(set(posting) - set(_FIELDS)):
        raise CasesError(f"{where}: a posting has no {', '.join(unknown)}; it has {', '.join(_FIELDS)}")
    if not isinstance(expected, Mapping) or not expected:
        raise CasesError(f"{where}: needs `expected`, a mapping of facts")
    if unknown := sorted(set(expected) - set(FACTS)):
        raise CasesError(f"{where}: there is no fact {', '.join(unknown)}; there are {', '.join(FACTS)}")
    return CleaningCase(str(raw["id"]), _stated(where, posting), expected)


def _stated(where: str, posting: Mapping[str, Any]) -> Stated:
    try:
        salary = Salary.model_validate(posting["salary"]) if posting.get("salary") else None
    except pydantic.ValidationError as problem:
        raise CasesError(f"{where}: `salary` is not of the documented form: {problem.errors()[0]['msg']}") from problem
    plain = {name: posting[name] for name in _FIELDS if name in posting and name not in {"salary", "open_to"}}
    return Stated(**plain, salary=salary, open_to=tuple(posting.get("open_to") or ()))


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - the signature is a suite's
    """Clean every case and count fact by fact."""
    outcomes = [_outcome(case) for case in cases.cases]
    facts = [fact for fact in FACTS if any(fact in one.counts for one in outcomes)]
    figures = [Figure("faultless", Share(sum(one.right for one in outcomes), len(outcomes)).estimate)]
    bars = []
    for fact in facts:
        named = _figures(fact, [one.counts[fact] for one in outcomes if fact in one.counts])
        figures += named
        bars += [(fact, figure.estimate) for figure in named if figure.name == fact]
    failing = tuple(_failing(one) for one in outcomes if not one.right)
    return Measured(tuple(figures), (Chart.worst_first("F1 by fact", bars),), (), failing)


def _outcome(case: CleaningCase) -> Outcome:
    found = clean(case.posting)
    return Outcome(case, score_cleaning(case.expected, found), unsupported_excerpts(case.posting, found))


def _figures(fact: str, counts: Sequence[Counts]) -> list[Figure]:
    """F1, precision and recall of one fact, each as far as there are values to count."""
    right = [one.right for one in counts]
    wholes: dict[str, list[float]] = {
        fact: [one.whole for one in counts],
        f"{fact}.precision": [one.right + one.wrong for one in counts],
        f"{fact}.recall": [one.right + one.missed for one in counts],
    }
    estimates = {name: of_values(right, whole) for name, whole in wholes.items()}
    return [Figure(name, estimate, "values") for name, estimate in estimates.items() if estimate.n]


def _failing(outcome: Outcome) -> Failing:
    wrong = [fact for fact, counts in outcome.counts.items() if not counts.perfect]
    notes = [note for counts in outcome.counts.values() for note in counts.notes]
    notes += [f"not in the source: {excerpt!r}" for excerpt in outcome.unsupported]
    posting = outcome.case.posting
    shown = {name: value for name in _FIELDS if (value := getattr(posting, name))}
    return Failing(
        case=outcome.case.id,
        reason=", ".join(wrong) or "an excerpt that is not in the source",
        input="\n".join(f"{name}: {value}" for name, value in shown.items())[:1500],
        expected="\n".join(f"{fact}: {outcome.case.expected[fact]}" for fact in wrong),
        found="\n".join(notes),
    )


SUITE = Suite(
    name="cleaning",
    about="postings to comparable facts, fact by fact",
    own=("cleaning.v1.yaml",),
    fits=lambda case: "posting" in case and isinstance(case.get("posting"), Mapping) and "expected" in case,
    load=load,
    measure=measure,
)
