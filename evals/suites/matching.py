"""Matching: which jobs, and which job titles, fit best; ranked by the production code and graded."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals import matching_rankers
from evals.intervals import Estimate
from evals.matching_cases import load_cases, load_shared
from evals.results import Chart, Failing, Figure, Histogram, Measured
from evals.scorers import matching as scorer
from evals.scorers.matching import CaseResult, MatchingCase
from evals.suites.suite import CaseSet, Suite, Workbench

WEAK = 0.8
COMPARED = 3_000


def shared(folder: Path) -> Iterable[CaseSet]:
    """The labelled title sets beside the checkout, one set each."""
    sets: dict[str, list[MatchingCase]] = {}
    for case in load_shared(folder / "matching"):
        sets.setdefault(case.suite, []).append(case)
    return [CaseSet(name, cases) for name, cases in sets.items()]


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - ranking needs no chat model
    """Rank every case's candidates; small sets are also ranked by one signal alone, to compare."""
    return await asyncio.to_thread(_measure, cases)


def _measure(cases: CaseSet) -> Measured:
    results = scorer.evaluate(cases.cases, matching_rankers.production)
    judged = [case for result in results.values() for case in result.cases]
    figures = []
    for suite, result in results.items():
        prefix = "" if len(results) == 1 else f"{suite}."
        figures += [
            Figure(f"{prefix}ndcg", result.ndcg, "queries"),
            Figure(f"{prefix}recall", result.recall, "queries"),
            Figure(f"{prefix}mrr", result.mrr, "queries"),
        ]
    charts = [Chart("nDCG@10, beside single signals", tuple(_compared(cases.cases)))] if _small(cases.cases) else []
    known = {case.id: case for case in cases.cases}
    weak = sorted((one for one in judged if one.ndcg < WEAK), key=lambda one: one.ndcg)
    return Measured(
        figures=tuple(figures),
        charts=tuple(charts),
        histograms=(Histogram.of("Queries by nDCG@10", [one.ndcg for one in judged]),),
        failing=tuple(_failing(known[one.case_id], one) for one in weak),
    )


def _small(cases: Sequence[MatchingCase]) -> bool:
    return sum(len(case.candidates) for case in cases) <= COMPARED


def _compared(cases: Sequence[MatchingCase]) -> Iterable[tuple[str, Estimate]]:
    rankers = {
        "as in production": matching_rankers.production,
        "word vectors alone": matching_rankers.vector_alone,
        "letter n-grams alone": matching_rankers.letters_alone,
    }
    for name, ranker in rankers.items():
        for suite, result in scorer.evaluate(cases, ranker).items():
            yield f"{suite}: {name}", result.ndcg


def _failing(case: MatchingCase, result: CaseResult) -> Failing:
    best = sorted(case.relevance.items(), key=lambda graded: -graded[1])[:10]
    grades = {candidate.title: case.relevance.get(index, 0) for index, candidate in enumerate(case.candidates)}
    return Failing(
        case=case.id,
        reason=f"nDCG@10 {result.ndcg:.2f}, below {WEAK}",
        input=case.query or case.resume or "",
        expected="\n".join(f"{grade} {case.candidates[index].title}" for index, grade in best),
        found="\n".join(f"{grades[title]} {title}" for title in result.top),
    )


SUITE = Suite(
    name="matching",
    about="the fitting jobs and titles first",
    own=("matching.v1.yaml",),
    fits=lambda case: "candidates" in case,
    load=load_cases,
    measure=measure,
    shared=shared,
)
