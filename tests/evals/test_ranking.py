"""The ranking suite: its figures by hand, its files, and that words and meaning together beat either alone."""

from pathlib import Path

import pytest

from evals.case_files import CasesError
from evals.chosen import choose
from evals.scorers.ranking import Found, compare, judge, verdict
from evals.suites import ranking
from evals.suites.registry import CASES, SUITES, suite_of
from evals.suites.suite import CaseSet, Workbench
from store.settings import Settings


def test_figures_are_what_a_hand_computes() -> None:
    found = judge([4, 0, 2], {0: 3, 1: 1})
    best = 7 / 1 + 1 / 1.584963
    assert found.ndcg == pytest.approx((7 / 1.584963) / best, abs=1e-6)
    assert found.recall == 0.5, "what was not returned was not found"
    assert judge([0, 1], {0: 3, 1: 1}).ndcg == pytest.approx(1.0)
    assert judge([], {0: 1}).ndcg == 0
    assert judge(list(range(60)), dict.fromkeys(range(100), 1)).recall == 1.0, "fifty of fifty"
    assert judge(list(range(1, 60)), {0: 1, 55: 1}).recall == 0, "the fifty-fifth is not among fifty"


def test_a_difference_is_clear_only_when_its_whole_interval_is() -> None:
    better = [Found(0.8 + n % 3 / 30, 1, ()) for n in range(40)]
    worse = [Found(0.5 + n % 5 / 30, 1, ()) for n in range(40)]
    clear = compare("chance", better, worse, lambda found: found.ndcg)
    assert clear.clear
    assert clear.apart
    assert clear.difference.value == pytest.approx(clear.difference.low, abs=0.05)
    noise = compare("itself", better, better[::-1], lambda found: found.ndcg)
    assert not noise.clear
    assert not noise.apart
    told = verdict("nDCG@10", [clear, noise])
    assert "clear of chance" in told
    assert "NOT clear of itself" in told


def test_files_are_read_and_malformed_ones_are_told(tmp_path: Path) -> None:
    cases = ranking.load(CASES / "ranking.v1.yaml")
    assert len(cases) >= 50
    assert all(len(case.candidates) >= 70 for case in cases)
    assert suite_of(CASES / "ranking.v1.yaml", list(SUITES.values())) is ranking.SUITE
    head = "postings: [{id: a, title: Cook}, {id: b, title: Baker}]\ncases: "
    for text, complaint in [
        (head + "[{id: x, asks: cook, relevant: {c: 3}}]", "there is no posting 'c'"),
        (head + "[{id: x, asks: cook, relevant: {a: 4}}]", "no grade from 1 to 3"),
        (head + "[{id: x, relevant: {a: 3}}]", "needs `asks`"),
        (head + "[{id: x, asks: cook}]", "needs `relevant`"),
        ("cases: [{id: x, asks: cook, relevant: {a: 3}}]", "needs a list `postings`"),
        ("postings: [{id: a, title: x}, {id: a, title: y}]\ncases: [{id: x}]", "posting 2 needs"),
    ]:
        path = tmp_path / "theirs.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CasesError, match=complaint):
            ranking.load(path)


async def test_words_and_meaning_together_beat_either_alone() -> None:
    settings = Settings(_env_file=None)
    bench = Workbench(choose("offline", settings), settings)
    measured = await ranking.measure(CaseSet("own", ranking.load(CASES / "ranking.v1.yaml")), bench)
    figures = {figure.name: figure.estimate.value for figure in measured.figures}
    assert figures["ndcg"] > 0.85
    assert figures["recall50"] > 0.95
    assert len(measured.notes) == 2
    assert not [note for note in measured.notes if "NOT" in note]
