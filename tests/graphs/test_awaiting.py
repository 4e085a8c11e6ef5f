"""While a search waits for a board that hangs, it says for which."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from graphs import pipelines
from graphs.awaiting import Awaited, named
from store import runs
from store.settings import Settings
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job
from tools.context import Context
from tools.ingestion.schemas import IngestJobs, WatchJobs
from tools.ingestion.tools import INGEST_JOBS, WATCH_JOBS
from tools.jobs.searching.schemas import SearchJobs
from tools.jobs.searching.tools import SEARCH_JOBS
from tools.registry import call

ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Remotive answers at once; Acme's page hangs for a while."""
    page = greenhouse(greenhouse_job(1, "Staff Engineer", "acme", "Acme", "Berlin, Germany"))
    answers = {
        "remotive.com/api/remote-jobs": remotive(remotive_job(1, "Python Developer", "Borealis")),
        ACME: Reply(page, delay=1.2),
    }
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


async def steps(context: Context, spec: Any, data: Any) -> list[str]:
    """Every step that a run told."""
    told: list[str] = []
    begun = await call(spec, context, data)
    await pipelines.execute(
        context.services, context.actor, begun.id, on_progress=lambda event: told.append(event["step"])
    )
    return told


async def test_a_board_that_hangs_is_named_while_it_is_waited_for(context: Context) -> None:
    wanted = SearchJobs(words="Python", sources=["remotive", "greenhouse:acme"])
    told = await steps(context, SEARCH_JOBS, wanted)
    assert told[:3] == [
        "asking remotive and greenhouse:acme", "remotive: 1 postings; still waiting for greenhouse:acme",
        "greenhouse:acme: 1 postings",
    ]  # fmt: skip


async def test_who_asks_how_far_it_is_is_told_too(context: Context, boards: Boards) -> None:
    boards.answers[ACME] = Reply(greenhouse(), delay=2.5)
    begun = await call(SEARCH_JOBS, context, SearchJobs(words="Python", sources=["remotive", "greenhouse:acme"]))
    working = asyncio.create_task(pipelines.execute(context.services, context.actor, begun.id))
    seen = set()
    while not working.done():
        async with context.sessions() as session:
            seen.add((await runs.get(session, context.actor, begun.id)).step)
        await asyncio.sleep(0.05)
    await working
    assert "remotive: 1 postings; still waiting for greenhouse:acme" in seen


async def test_pages_that_others_watch_are_not_named(context: Context, boards: Boards) -> None:
    await call(WATCH_JOBS, context, WatchJobs(watched_companies=["greenhouse:acme"]))
    told = await steps(context, INGEST_JOBS, IngestJobs())
    assert any("companies' pages" in step for step in told), told
    assert not [step for step in told if "acme" in step]


def test_many_are_counted_and_few_named() -> None:
    assert named(["a"]) == "a"
    assert named(["a", "b", "c", "c"]) == "a, b and c"
    assert named(["a", "b", "c", "d"]) == "4 sources"
    awaited = Awaited()
    event = {"type": "progress_update", "step": "asking 3 sources", "awaits": ["a", "b", "b"]}
    assert awaited.told(event) == {"type": "progress_update", "step": "asking 3 sources"}
    assert awaited.told({"step": "b: 1", "arrived": "b"}) == {"step": "b: 1; still waiting for a and b"}
    assert awaited.told({"step": "a: 1", "arrived": "a"}) == {"step": "a: 1; still waiting for b"}
    assert awaited.told({"step": "b: 2", "arrived": "b"}) == {"step": "b: 2"}
    assert awaited.told({"step": "reading"}) == {"step": "reading"}
