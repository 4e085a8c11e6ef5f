"""`jobwright user`."""

import pytest
from typer.testing import CliRunner

from api.cli.user import app
from store.errors import AlreadyExistsError, NotFoundError


@pytest.fixture
def runner(database_url: str, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("DATABASE_URL", database_url)
    return CliRunner()


def test_accounts_are_made_listed_and_promoted(runner: CliRunner) -> None:
    made = runner.invoke(app, ["create", "--email", "Ada@Example.com", "--password", "correct horse", "--superuser"])
    assert made.exit_code == 0, made.output
    asked = runner.invoke(app, ["create"], input="bob@example.com\ncorrect horse\ncorrect horse\n")
    assert asked.exit_code == 0, asked.output
    listed = [line.split("│")[2:5] for line in runner.invoke(app, ["list"]).stdout.splitlines() if "@" in line]
    assert [[cell.strip() for cell in row] for row in listed] == [
        ["bob@example.com", "bob", "user"],
        ["ada@example.com", "ada", "admin"],
    ]
    assert runner.invoke(app, ["set-role", "BOB@example.com", "admin"]).exit_code == 0
    assert runner.invoke(app, ["list"]).stdout.count("admin") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "--email", "nobody", "--password", "correct horse"], "@-sign"),
        (["create", "--email", "a@example.com", "--password", "short"], "at least 8"),
        (["set-role", "a@example.com", "king"], "king"),
    ],
)
def test_what_makes_no_sense_is_said(runner: CliRunner, arguments: list[str], said: str) -> None:
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == 2
    assert said in answer.output


def test_expected_failures_reach_the_command_line(runner: CliRunner) -> None:
    create = ["create", "--email", "ada@example.com", "--password", "correct horse"]
    assert runner.invoke(app, create).exit_code == 0
    assert isinstance(runner.invoke(app, create).exception, AlreadyExistsError)
    assert isinstance(runner.invoke(app, ["set-role", "nobody@example.com", "admin"]).exception, NotFoundError)
