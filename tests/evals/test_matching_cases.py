"""The matching scorer's arithmetic, its cases' form, and the ranking it holds up to be measured."""

from pathlib import Path

import pytest

from evals import matching_rankers
from evals.intervals import mean
from evals.matching_cases import load_cases, load_labelled
from evals.scorers.matching import (
    Candidate,
    MatchingCase,
    evaluate,
    ndcg_at,
    ranking,
    recall_at,
    reciprocal_rank,
)
from store.errors import ValidationError

OWN = Path(__file__).parents[2] / "evals" / "cases" / "matching.v1.yaml"


def test_metrics_by_hand() -> None:
    assert ndcg_at([3, 2, 0], 3) == pytest.approx(1)
    assert ndcg_at([0, 1], 10) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg_at([0, 0, 1], 2) == 0
    assert recall_at([1, 0, 1, 1], 2) == 0.5
    assert reciprocal_rank([0, 0, 2]) == pytest.approx(1 / 3)
    assert list(ranking([0.1, 0.5, 0.5])) == [1, 2, 0]


def test_intervals_hold_the_mean_and_do_not_change() -> None:
    first = mean([0.2, 0.4, 0.9, 1.0])
    assert first.low < first.value < first.high
    assert first == mean([0.2, 0.4, 0.9, 1.0])


def test_a_ranker_is_judged_per_suite() -> None:
    candidates = (Candidate("a"), Candidate("b"))
    cases = [MatchingCase(str(n), f"s{n % 2}", "q", candidates, {n % 2: 1}) for n in range(4)]
    results = evaluate(cases, lambda _case: [1.0, 0.0])
    assert results["s0"].mrr.value == 1
    assert results["s1"].mrr.value == 0.5


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- a", "needs a list `cases`"),
        ("cases: [{query: Cook}]", "case 1 needs an `id`"),
        ("cases: [{id: x, query: Cook, resume: text}]", "case x needs either `query`"),
        ("cases: [{id: x, query: Cook, candidates: [{title: a, relevance: 1}]}]", "at least two"),
        (
            "cases: [{id: x, query: Cook, candidates: [{title: a, relevance: 9}, {title: b}]}]",
            "candidate 1 needs `relevance`",
        ),
        ("cases: [{id: x, query: Cook, candidates: [{title: a, relevance: 0}, {title: b, relevance: 0}]}]", "above 0"),
        ("cases: [", "cannot be read as YAML"),
    ],
)
def test_a_malformed_file_is_told_what_is_wrong(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "theirs.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError) as caught:
        load_cases(path)
    assert complaint in caught.value.message
    assert "theirs.yaml" in caught.value.message


def test_our_own_cases_are_ranked_better_than_by_one_signal_alone() -> None:
    cases = load_cases(OWN)
    assert len(cases) >= 12
    assert all(len(case.candidates) >= 8 for case in cases)
    ours = evaluate(cases, matching_rankers.production)
    letters = evaluate(cases, matching_rankers.letters_alone)
    vector = evaluate(cases, matching_rankers.vector_alone)
    assert ours["titles"].ndcg.value > max(letters["titles"].ndcg.value, vector["titles"].ndcg.value) + 0.1
    assert ours["resumes"].ndcg.value > 0.95


@pytest.mark.parametrize(("language", "floor"), [("en", 0.65), ("es", 0.55)])
def test_labelled_titles_are_ranked_better_than_by_one_signal_alone(
    shared_data: Path, language: str, floor: float
) -> None:
    cases = load_labelled(shared_data / "matching" / "jobtitle_similarity" / language, language)
    ours = evaluate(cases, matching_rankers.production)[language].ndcg.value
    assert ours > floor
    assert ours > evaluate(cases, matching_rankers.vector_alone)[language].ndcg.value
