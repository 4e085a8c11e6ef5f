"""Searching when things are odd: two at once, clocks that differ, answers nobody foresaw, steps done twice."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from graphs import pipelines, registry
from store import runs
from store.errors import NotFoundError
from store.ingestion import Finding
from store.jobs import Job
from store.postings import Posting
from store.runs import Run
from store.settings import Settings
from tests.peers.boards import Boards, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job
from tools.context import Context
from tools.ingestion import gathering
from tools.jobs.searching.schemas import SearchJobs, SearchResult
from tools.jobs.searching.tools import SEARCH_JOBS
from tools.registry import call

REMOTIVE = "remotive.com/api/remote-jobs"
ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Remotive with six openings, Acme's page with two."""
    trades = ("Welding", "Teaching", "Nursing", "Baking", "Surveying", "Plumbing")
    answers = {
        REMOTIVE: remotive(
            *(remotive_job(n, f"{trade} lead", f"House {trade}", text={"product": trade, "team": trade})
              for n, trade in enumerate(trades))
        ),
        ACME: greenhouse(
            greenhouse_job(11, "Staff Engineer", "acme", "Acme", "Berlin, Germany"),
            greenhouse_job(12, "Office Manager", "acme", "Acme", "Berlin, Germany", text={"skill": "Excel"}),
        ),
    }  # fmt: skip
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


async def begin(context: Context, **wanted: Any) -> SearchResult:
    """Write a search down."""
    return await call(SEARCH_JOBS, context, SearchJobs(**wanted))


async def run_of(context: Context, begun: SearchResult) -> Run:
    """Its run, once it has been worked on to its end."""
    await pipelines.execute(context.services, context.actor, begun.id)
    async with context.sessions() as session:
        return await runs.get(session, context.actor, begun.id)


async def search(context: Context, **wanted: Any) -> SearchResult:
    """Search to the end; it must have completed."""
    run = await run_of(context, await begin(context, **wanted))
    assert run.status == "completed", run.error
    return SearchResult.model_validate(run.output)


async def test_searches_of_one_person_at_once_put_each_opening_on_the_list_once(context: Context) -> None:
    begun = [await begin(context, sources=["remotive"]) for _ in range(5)]
    done = await asyncio.gather(*(run_of(context, one) for one in begun))
    assert [run.status for run in done] == ["completed"] * 5, [run.error for run in done]
    async with context.sessions() as session:
        listed = list(await session.scalars(select(Job.posting_id)))
        saved = list(await session.scalars(select(Posting.id)))
    assert len(listed) == len(set(listed)) == len(saved) == 6


async def test_a_clock_that_is_ahead_of_the_databases_closes_nothing(context: Context) -> None:
    ahead = dataclasses.replace(context.services, clock=lambda: datetime.now(UTC) + timedelta(minutes=5))
    await search(ahead.acting_for(context.actor), sources=["greenhouse:acme"])
    async with context.sessions() as session:
        assert list(await session.scalars(select(Posting.title).where(Posting.closed_at.is_not(None)))) == []


async def test_characters_that_cannot_be_stored_cost_nothing_but_themselves(context: Context, boards: Boards) -> None:
    job = remotive_job(
        9, "Glazing lead", "House \x00 of glass", text={"product": "panes \ud83d", "extra": "Be\x00ware"}
    )
    boards.answers[REMOTIVE] = remotive(job, remotive_job(10, "Weaving lead", "House of wool"))
    found = await search(context, sources=["remotive", "greenhouse:acme"])
    assert found.openings == 4
    assert {job.title for job in found.jobs} >= {"Glazing lead", "Weaving lead"}


async def test_an_expected_failure_is_told_in_its_own_words(context: Context) -> None:
    begun = await begin(context, sources=["remotive"])
    async with context.sessions() as session, session.begin():
        await session.execute(update(Run).where(Run.id == begun.id).values(attempts=50))
    run = await run_of(context, begun)
    assert run.status == "failed"
    assert run.error is not None
    assert run.error["code"] == "GAVE_UP"


async def test_a_last_step_that_is_done_twice_tells_the_same(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = await begin(context, sources=["remotive"])
    steps = registry.pipeline("job_search").nodes["save"]
    real: Any = steps.bound.afunc  # type: ignore[attr-defined]

    async def saves_and_dies(state: Any, runtime: Any) -> Any:
        await real(state, runtime)
        raise OSError("the process is gone before the word of it is written")

    monkeypatch.setattr(steps.bound, "afunc", saves_and_dies)
    await pipelines.execute(context.services, context.actor, begun.id)
    monkeypatch.setattr(steps.bound, "afunc", real)
    async with context.sessions() as session, session.begin():
        long_ago = datetime.now(UTC) - timedelta(minutes=1)
        await session.execute(update(Run).where(Run.id == begun.id).values(heartbeat_at=long_ago))
    run = await run_of(context, begun)
    found = SearchResult.model_validate(run.output)
    assert (found.found, found.openings, found.new, len(found.jobs)) == (6, 6, 6, 6)


async def test_a_search_that_was_stopped_midway_leaves_no_findings_behind(context: Context) -> None:
    begun = await begin(context, sources=["remotive"])
    async with context.sessions() as session, session.begin():
        await runs.claim(session, context.actor, begun.id, silent_for=timedelta(seconds=5))
    await pipelines.stop(context.services, context.actor, begun.id)
    late = context.services.acting_for(context.actor, run_id=begun.id)
    with pytest.raises(NotFoundError):
        await gathering.gather(late, "remotive", SearchJobs())
    async with context.sessions() as session:
        assert list(await session.scalars(select(Finding.external_id))) == []
