"""The gate: the project's own cases, through the command, reach their baselines."""

import json
from pathlib import Path

from evals.run import BASELINES, read_baselines
from evals.suites.registry import SUITES
from tests.conftest import run_command


def test_every_figure_reaches_its_baseline(tmp_path: Path) -> None:
    found, page = tmp_path / "found.json", tmp_path / "report.html"
    done = run_command(
        "eval", "run", "--no-shared", "--json", str(found), "--html", str(page),
        environment={"JOBWRIGHT_HOME": str(tmp_path / "home"), "COLUMNS": "160"}, timeout=480,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    results = json.loads(found.read_text(encoding="utf-8"))
    figures = {figure["name"]: figure for one in results["sets"] for figure in one["figures"]}
    assert results["passed"]
    assert set(figures) >= set(read_baselines(BASELINES))
    assert {one["suite"] for one in results["sets"]} == set(SUITES)
    assert not (tmp_path / "home").exists(), "measuring touches no data folder"
    for figure in figures.values():
        assert figure["low"] <= figure["value"] <= figure["high"]
    text = page.read_text(encoding="utf-8")
    assert all(case["case"] in text for one in results["sets"] for case in one["failing"])


def test_there_are_as_many_cases_as_promised(tmp_path: Path) -> None:
    """120 utterances, 40 inventions and 40 honest rewordings are the least."""
    baselines = read_baselines(BASELINES)
    assert {name.partition(".")[0] for name in baselines} >= {"routing", "matching", "ranking", "extraction", "truth"}
    assert baselines["truth.caught"] >= 0.991
    assert baselines["truth.passed"] >= 0.929
    assert baselines["routing.tools"] >= 0.9
