"""The truth suite as a whole, and the errors of its loader."""

from pathlib import Path

import pytest

from evals.scorers.truth import CaseFileError, load_cases, score
from tools.tailoring.schemas import Verdict

CASES = Path(__file__).resolve().parents[2] / "evals" / "cases" / "truth.v1.yaml"


def test_there_are_as_many_cases_as_promised_in_six_languages() -> None:
    """How they are judged is the gate's: its floors stand in evals/baselines.json."""
    cases = load_cases(CASES)
    assert sum(not case.honest for case in cases) >= 200
    assert sum(case.honest for case in cases) >= 200
    assert {case.language for case in cases} >= {"en", "de", "fr", "es", "nl", "pt"}


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
