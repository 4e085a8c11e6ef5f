"""Runs outlive the processes that work on them: killed at random moments, nothing is lost and nothing done twice.

The long trial is a command: `jobwright eval survive`.
"""

import shutil

import pytest

from evals.surviving.trial import Trial, survive
from tests.conftest import needs
from tests.peers.processes import home_folder


@pytest.mark.parametrize(
    "trial",
    [Trial(runs=10, kills=3, seconds=100), Trial(runs=10, kills=3, seconds=100, at_scale=True, seed=2)],
    ids=["alone", "at scale"],
)
async def test_every_run_ends_and_nothing_is_lost_or_saved_twice(trial: Trial) -> None:
    if trial.at_scale:
        needs("redis-server", shutil.which("redis-server") is not None)
    with home_folder() as home:
        report = await survive(trial, home)
    assert not report.wrong, report
    assert sum(report.killed.values()) == trial.kills
    assert report.statuses == {"completed": trial.runs}
