"""The suite `cleaning`: its files are checked, its counts are right, our own cases hold."""

from pathlib import Path

import pytest

from evals.case_files import CasesError
from evals.chosen import choose
from evals.scorers.cleaning import score_cleaning
from evals.suites import cleaning
from evals.suites.suite import CaseSet, Workbench
from store.settings import Settings
from tools.jobs.cleaning import Stated, clean

OWN = Path(cleaning.__file__).resolve().parents[1] / "cases" / "cleaning.v1.yaml"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("{id: a, expected: {role: x}}", "needs `posting`"),
        ("{id: a, posting: {title: x}}", "needs `expected`"),
        ("{id: a, posting: {title: x, city: y}, expected: {role: x}}", "has no city"),
        ("{id: a, posting: {title: x}, expected: {mood: x}}", "no fact mood"),
        ("{id: a, posting: {title: x, salary: {min: much}}, expected: {role: x}}", "`salary`"),
    ],
)
def test_wrong_cases_are_refused(tmp_path: Path, case: str, said: str) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(f"suite: cleaning\ncases:\n  - {case}\n", encoding="utf-8")
    with pytest.raises(CasesError, match=said):
        cleaning.load(path)


def test_counts() -> None:
    found = clean(Stated(title="Senior Cook", location="Graz, Österreich; Berlin"))
    scores = score_cleaning(
        {
            "role": "chef",
            "seniority": "junior",
            "years": 3,
            "sponsorship": None,
            "places": [{"city": "Graz"}, {"city": "Rome"}],
        },
        found,
    )
    assert (scores["role"].right, scores["role"].perfect) == (1, True)
    assert (scores["seniority"].wrong, scores["seniority"].missed) == (1, 1)
    assert (scores["years"].wrong, scores["years"].missed) == (0, 1)
    assert scores["sponsorship"].perfect
    assert (scores["places"].right, scores["places"].wrong, scores["places"].missed) == (1, 1, 1)


async def test_our_own_cases() -> None:
    cases = cleaning.load(OWN)
    assert len(cases) >= 300
    measured = await cleaning.measure(CaseSet("own", cases), Workbench(choose("offline", Settings()), Settings()))
    figures = {figure.name: figure.estimate.value for figure in measured.figures}
    assert figures["faultless"] > 0.95
    assert {"role", "role.precision", "role.recall", "places", "pay", "languages"} <= set(figures)
    assert len(measured.failing) == round((1 - figures["faultless"]) * len(cases))
