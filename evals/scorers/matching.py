"""How well a ranking puts the fitting candidates first: nDCG, recall and reciprocal rank with bootstrap intervals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evals.intervals import Estimate, mean


@dataclass(frozen=True)
class Candidate:
    """Something to rank: a job title, or the whole text of a posting under its title."""

    title: str
    text: str | None = None


@dataclass(frozen=True)
class MatchingCase:
    """One query with its candidates; `relevance` grades candidates by index, those not named are 0.

    `resume` is set where a whole resume is matched with postings, else `query` is a job title.
    """

    id: str
    suite: str
    query: str
    candidates: Sequence[Candidate]
    relevance: Mapping[int, int]
    resume: str | None = None


@dataclass(frozen=True)
class CaseResult:
    """One query's figures and where each graded candidate came out, best grade first, for the report."""

    case_id: str
    ndcg: float
    recall: float
    reciprocal_rank: float
    top: tuple[str, ...]


@dataclass(frozen=True)
class SuiteResult:
    """The figures of a suite: nDCG@k, recall@k and MRR."""

    ndcg: Estimate
    recall: Estimate
    mrr: Estimate
    cases: tuple[CaseResult, ...] = field(repr=False)


Ranker = Callable[[MatchingCase], Sequence[float]]


def evaluate(cases: Iterable[MatchingCase], ranker: Ranker, *, k: int = 10) -> dict[str, SuiteResult]:
    """Every suite's figures for a ranker, which gives one score per candidate, higher for a better fit."""
    results: dict[str, list[CaseResult]] = {}
    for case in cases:
        results.setdefault(case.suite, []).append(_judge(case, ranker(case), k))
    return {suite: _summary(judged) for suite, judged in results.items()}


def _judge(case: MatchingCase, scores: Sequence[float], k: int) -> CaseResult:
    if len(scores) != len(case.candidates):
        raise ValueError(f"case {case.id}: {len(scores)} scores for {len(case.candidates)} candidates")
    order = ranking(scores)
    grades = [case.relevance.get(int(index), 0) for index in order]
    return CaseResult(
        case_id=case.id,
        ndcg=ndcg_at(grades, k),
        recall=recall_at(grades, k),
        reciprocal_rank=reciprocal_rank(grades),
        top=tuple(case.candidates[int(index)].title for index in order[:k]),
    )


def _summary(judged: Sequence[CaseResult]) -> SuiteResult:
    return SuiteResult(
        ndcg=mean([result.ndcg for result in judged]),
        recall=mean([result.recall for result in judged]),
        mrr=mean([result.reciprocal_rank for result in judged]),
        cases=tuple(judged),
    )


def ranking(scores: Sequence[float]) -> NDArray[np.intp]:
    """Indices by falling score; ties keep their order, so that a constant ranker gains nothing by luck."""
    return np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")


def ndcg_at(grades: Sequence[int], k: int) -> float:
    """Discounted gain (2^grade - 1) of the first k of a ranking against the best order of all its grades, 0 to 1."""
    best = _gain(sorted(grades, reverse=True)[:k])
    return _gain(grades[:k]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / np.log2(rank + 2) for rank, grade in enumerate(grades)))


def recall_at(grades: Sequence[int], k: int, threshold: int = 1) -> float:
    """Share of the candidates graded at least `threshold` that are among the first k; of k where there are more."""
    relevant = sum(grade >= threshold for grade in grades)
    return sum(grade >= threshold for grade in grades[:k]) / min(relevant, k) if relevant else 0.0


def reciprocal_rank(grades: Sequence[int]) -> float:
    """One over the rank of the first relevant candidate; 0 when there is none."""
    return next((1 / (rank + 1) for rank, grade in enumerate(grades) if grade > 0), 0.0)
