"""The suite of chances judges: known truth is drawn, what is said is held against it, wrong files are refused."""

from pathlib import Path

import pytest

from evals.case_files import CasesError
from evals.scorers.reply_chance import Scenario, calibration_error, judge, load


def test_a_user_is_judged_against_the_truth() -> None:
    scenario = Scenario(id="x", users=1, sent=200, base=0.3, seed=1, effects={"referral": 2.0})
    found = judge(scenario, 0)
    assert not found.silent
    assert found.brier < found.brier_of_base
    assert found.excess < found.excess_of_base
    assert calibration_error([found]) < 0.1
    assert found.inside.mean() > 0.7
    assert judge(scenario, 0).brier == found.brier, "the same seed draws the same user"


def test_too_little_is_silence() -> None:
    assert judge(Scenario(id="x", users=1, sent=15, base=0.5, seed=1), 0).silent


def test_a_wrong_scenario_is_refused_by_field(tmp_path: Path) -> None:
    path = tmp_path / "chances.yaml"
    path.write_text("cases:\n- {id: odd, users: 1, sent: 10, base: 1.5, seed: 1}\n", encoding="utf-8")
    with pytest.raises(CasesError, match=r"odd.*`base`"):
        load(path)
