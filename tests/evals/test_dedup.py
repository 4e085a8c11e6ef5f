"""The dedup suite: its cases, its gate, its comparison, and the listing in which nothing may be merged across."""

from collections import Counter
from pathlib import Path

import pytest

from evals.case_files import CasesError
from evals.scorers import dedup as scorer
from evals.suites.dedup import SUITE, across_numbers, across_places
from evals.suites.registry import CASES


def test_there_are_enough_pairs_of_many_kinds() -> None:
    cases = [case for name in SUITE.own for case in scorer.load_cases(CASES / name)]
    assert len({case.id for case in cases}) == len(cases) >= 340
    assert len({case.kind for case in cases}) >= 20
    assert 0.4 < sum(case.same for case in cases) / len(cases) < 0.6


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("cases: [{id: x, same: yes please, a: {title: a}, b: {title: b}}]", "`same` is true"),
        ("cases: [{id: x, same: true, a: {title: a}, b: {company: b}}]", "`b` is a posting with at least a `title`"),
        ("cases: [{id: x, same: true, a: {title: a, colour: red}, b: {title: b}}]", "there is no field colour"),
    ],
)
def test_a_wrong_case_is_told(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "pairs.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CasesError) as caught:
        scorer.load_cases(path)
    assert complaint in caught.value.message


def test_shingles_are_counted_by_hand() -> None:
    case = scorer.PairCase("x", True, "k", {"title": "t", "text": "a b c d"}, {"title": "t", "text": "a b c e"})
    assert scorer.shingle_overlap(case) == pytest.approx(1 / 3)
    found = scorer.rates([case, case], [True, False])
    assert (found.precision.value, found.recall.value) == (1.0, 0.5)


def test_nothing_is_merged_across_numbers_or_places(shared_data: Path) -> None:
    path = shared_data / "dedup" / "newgrad_jobs_2026.csv"
    if not path.is_file():
        pytest.skip("the listing is not there")
    merged = list(scorer.merge_all(scorer.read_listing(path)[:2_000]))  # the suite takes all of it
    assert not [one for one in merged if across_numbers(one)]
    assert not [one for one in merged if across_places(one)]
    rules = Counter(one.verdict.rule for one in merged)
    assert rules["same number on a board"] > 40, "what one number holds together is one row"
    assert sum(count for rule, count in rules.items() if rule != "same number on a board") < 20
