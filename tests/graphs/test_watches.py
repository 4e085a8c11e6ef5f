"""Watches that look in the background: whose acts those are, one watch for one page, pages that are dead."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from api.scheduler import begin_due
from graphs import pipelines
from store.ingestion import BoardAnswer
from store.jobs import Job
from store.settings import Settings
from store.watches import Watch
from tests.peers.boards import Boards, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job
from tools.context import Context
from tools.general import service as general
from tools.general.schemas import ListChanges
from tools.ingestion.schemas import WatchJobs, WatchList
from tools.ingestion.tools import WATCH_JOBS
from tools.jobs.schemas import AddJob
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.schemas import NoArguments

ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Acme's page with one opening."""
    answers = {ACME: greenhouse(greenhouse_job(1, "Staff Engineer", "acme", "Acme", "Berlin, Germany"))}
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror and that plans nothing by itself."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


async def watch(context: Context, *companies: str, **wanted: Any) -> WatchList:
    """Watch these companies."""
    return await call(WATCH_JOBS, context, WatchJobs(watched_companies=list(companies), **wanted))


async def look(context: Context) -> int:
    """Every watch is due: look for all of them, and wait; how many looked."""
    async with context.sessions() as session, session.begin():
        await session.execute(update(Watch).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))
        await session.execute(delete(BoardAnswer))
    begun = await begin_due(context.services)
    for actor, run_id in begun:
        await pipelines.execute(context.services, actor, run_id)
    return len(begun)


async def listed(context: Context) -> int:
    """How many jobs are on the list."""
    async with context.sessions() as session:
        return len(list(await session.scalars(select(Job.id).where(Job.deleted_at.is_(None)))))


async def undo(context: Context) -> str:
    """Take the newest change back; what that was."""
    async with context.sessions() as session, session.begin():
        return (await general.undo_last_change(session, context.actor, NoArguments())).kind


async def test_undo_takes_back_the_persons_own_act_and_not_what_a_watch_has_found(context: Context) -> None:
    await watch(context, "Acme")
    await call(ADD_JOB, context, AddJob(text="Night Porter\nFernhill\n\nYou keep the doors of a hotel in Leeds."))
    assert await look(context) == 1
    assert await listed(context) == 2
    async with context.sessions() as session:
        changes = (await general.list_changes(session, context.actor, ListChanges())).changes
    assert [(one.kind, one.can_be_undone) for one in changes][:2] == [("jobs_found", False), ("job_added", True)]
    assert await undo(context) == "job_added"
    assert await listed(context) == 1, "what the watch has found stays"
    assert await undo(context) == "watch_added"
    assert await listed(context) == 1
