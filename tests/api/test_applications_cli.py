"""`jobwright applications`."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.cli.applying import answers_typed
from api.cli.doing import Told, do
from store.database import transaction
from store.errors import ConflictError, NotFoundError, ValidationError
from tests.api.test_terminal import environment, ran, terminal
from tools.applications import service
from tools.applications.schemas import NewApplication
from tools.context import Context

__all__ = ["environment", "terminal"]


async def applied(context: Context, company: str) -> Told:
    """An application of the owner of this installation."""
    data = NewApplication(title="Baker", company=company, status="applied")
    prepared = await service.gather_new(context, data)
    async with transaction(context.sessions) as session:
        return (await service.add_application(session, context.actor, data, prepared)).title, True


def test_applications_are_moved_one_by_one_and_many_at_once(terminal: CliRunner) -> None:
    for company in ("Crumb Works", "Oven House"):
        do(lambda context, company=company: applied(context, company))  # type: ignore[misc]
    listed = ran(terminal, "applications", "list", "--stage", "applied")
    assert "Crumb Works" in listed
    assert "2 applied" in listed
    moved = ran(terminal, "applications", "move", "Crumb", "screening", "--why", "they called", "--on", "2026-11-20")
    assert "applied → screening" in moved
    assert "they called" in moved
    refused = terminal.invoke(app, ["applications", "move", "Crumb", "applied"])
    assert isinstance(refused.exception, ConflictError)
    assert "interviewing" in refused.exception.message
    assert "your time zone is Europe/Zurich" in ran(terminal, "profiles", "timezone", "zürich")
    told = ran(terminal, "interviews", "add", "Crumb", "2030-07-05T10:00")
    assert "10:00 (Europe/Zurich)" in told
    (link,) = re.findall(r"jobwright save (/api/\S+ics)", told)
    saved = ran(terminal, "save", link)
    assert b"DTSTART;TZID=Europe/Zurich:20300705T100000" in Path(saved.removeprefix("Saved ").rstrip(".")).read_bytes()
    for wrong, problem in ((link.replace("/api/v1/applications/", "/api/v1/applications/0"), NotFoundError),
                           ("https://example.com/x", ValidationError)):  # fmt: skip
        assert isinstance(terminal.invoke(app, ["save", wrong]).exception, problem)
    planned = ran(terminal, "applications", "bulk", "withdrawn", "--stage", "applied")
    assert "1 application would move to withdrawn" in planned
    assert "--yes" in planned
    assert "0 withdrawn" not in ran(terminal, "applications", "list")
    assert "moved to withdrawn" in ran(terminal, "applications", "bulk", "withdrawn", "--stage", "applied", "--yes")
    assert "withdrawn" in ran(terminal, "applications", "show", "Oven")
    assert "Deleted the application" in ran(terminal, "applications", "delete", "Oven")
    with pytest.raises(NotFoundError):
        raise terminal.invoke(app, ["applications", "show", "Oven House"]).exception or AssertionError
    wrong = terminal.invoke(app, ["applications", "list", "--stage", "flying"])
    assert (wrong.exit_code, "--stage" in wrong.output) == (2, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("no\nthree months\n", "1: no\n2: three months"), ("\nyes\n", "2: yes"), ("1: no\n2. yes\n", "1: no\n2: yes"),
        ("no", "1: no"), ("", "skip"), ("skip\n", "skip"),
    ],
)  # fmt: skip
def test_the_questions_of_a_form_are_asked_by_their_numbers_and_answered_through_a_pipe(typed: str, said: str) -> None:
    with CliRunner().isolation(input=typed):
        assert answers_typed(2) == said
