"""The truth suite as a whole, and the errors of its loader."""

from pathlib import Path

import pytest

from evals.scorers.truth import CaseFileError, load_cases, score
from tools.tailoring.schemas import Verdict

CASES = Path(__file__).resolve().parents[2] / "evals" / "cases" / "truth.v1.yaml"


def test_the_suite_is_caught_and_passed_as_promised() -> None:
    cases = load_cases(CASES)
    assert sum(not case.honest for case in cases) >= 200
    assert sum(case.honest for case in cases) >= 200
    result = score(cases)
    assert result.caught.value >= 0.99, [failure.case.id for failure in result.failures]
    assert result.false_alarms.value <= 0.05, [failure.case.id for failure in result.failures]
    assert result.kinds.value >= 0.95, [(failure.case.id, failure.reason) for failure in result.failures]


def test_cases_of_an_author_who_never_saw_the_prover_are_caught_and_hostile_ones_all_refused() -> None:
    fresh = score(load_cases(CASES.parent / "truth_fresh.v1.yaml"))
    assert fresh.caught.value >= 0.98, [f.case.id for f in fresh.failures if not f.case.honest]
    assert fresh.false_alarms.value <= 0.28, "honest sentences of a kind that once passed are refused again"
    hostile = score(load_cases(CASES.parent / "truth_hostile.v1.yaml"))
    assert hostile.hostile.total >= 40
    assert hostile.hostile.value == 1, [f.case.id for f in hostile.failures if not f.case.honest]
    assert {name.partition(": ")[2] for name in fresh.by_language} == {"en", "de", "fr", "es", "nl", "pt"}


def test_a_prover_that_lets_everything_pass_scores_nothing() -> None:
    result = score(load_cases(CASES)[:40], prove=lambda *_args, **_named: Verdict(supported=True))
    assert result.caught.value == 0
    assert result.false_alarms.value == 0
    assert len(result.failures) == result.caught.total


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[]", "no cases"),
        ("- {id: a, facts: [x], honest: true}", "case 1 (a): lacks sentence"),
        ("- {id: a, facts: [x], sentence: s, honest: perhaps}", "'honest' must be true or false"),
        ("- {id: a, facts: [{kind: bullet}], sentence: s, honest: true}", "case 1 (a), fact 1"),
        ("- {id: a, facts: [{text: t, emploier: E}], sentence: s, honest: true}", "emploier"),
        ("- {id: a, facts: [x], sentence: s, honest: false, problem: lies}", "unknown problem 'lies'"),
        (
            "- {id: a, facts: [x], sentence: s, honest: true}\n- {id: a, facts: [x], sentence: s, honest: true}",
            "twice: a",
        ),
        ("- {id: a, facts: [{text: t, kind: nonsense}], sentence: s, honest: true}", "fact 1"),
        ("{", "cannot be read as YAML"),
    ],
)
def test_a_bad_case_file_is_named_with_its_place(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseFileError) as caught:
        load_cases(path)
    assert named in caught.value.message
