"""The command starts quickly: what a command does not need is not loaded for it, and everything can still be called."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from api.cli import COMMANDS, app

SLOW = ("langchain_openai", "openai", "langgraph.graph", "langchain_core.tools", "fastapi", "uvicorn", "agents.offline")


def loaded_by(module: str, names: tuple[str, ...]) -> set[str]:
    """Which of the modules are there after importing this one in a fresh process."""
    code = f"import sys, {module}; print(*(name for name in {names!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_what_the_command_can_do_is_told_without_loading_it() -> None:
    assert loaded_by("api.cli", (*SLOW, "sqlalchemy", "tools.catalogue", "numpy")) == set()


def test_commands_about_jobs_load_neither_models_nor_graphs_nor_the_server() -> None:
    assert loaded_by("api.cli.jobs", SLOW) == set()


@pytest.mark.parametrize("name", [name for name, _, _ in COMMANDS])
def test_every_command_is_there_when_it_is_called(name: str) -> None:
    listed = CliRunner().invoke(app, ["--help"])
    assert listed.exit_code == 0
    assert f" {name} " in listed.output
    told = CliRunner().invoke(app, [name, "--help"])
    assert told.exit_code == 0, told.output
    assert f"Usage: jobwright {name}" in " ".join(told.output.split()).replace("root ", "jobwright ")
    assert "completion" not in told.output


def test_a_command_there_is_none_of_is_refused() -> None:
    refused = CliRunner().invoke(app, ["nope"])
    assert refused.exit_code == 2
    assert "No such command" in refused.output
