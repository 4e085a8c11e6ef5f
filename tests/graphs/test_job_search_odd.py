"""Searching when things are odd: two at once, clocks that differ, answers nobody foresaw, steps done twice."""

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, select, update

from graphs import pipelines, registry
from graphs.services import open_services
from store import runs
from store.errors import NotFoundError
from store.ingestion import BoardAnswer, Finding
from store.jobs import Job
from store.postings import Posting
from store.runs import Run
from store.settings import Settings
from tests.conftest import new_actor
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job, text_of
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


async def test_a_posting_that_nobody_can_read_or_keep_costs_itself_alone(context: Context, boards: Boards) -> None:
    boards.answers[REMOTIVE] = remotive(
        remotive_job(1, "Glazing lead", "House of glass", url="http://[::1"),
        remotive_job(2, "Weaving lead", "House of wool", url="https://remotive.com/" + "x" * 9000),
        {**remotive_job(3, "Baking lead", "House of bread"), "id": "y" * 9000},
        remotive_job(4, "Roofing lead", "House of slate"),
    )
    found = await search(context, sources=["remotive"])
    assert "Roofing lead" in {job.title for job in found.jobs}
    assert found.sources[0].error is None


async def test_a_listing_without_the_text_takes_no_text_away(context: Context, boards: Boards) -> None:
    whole = greenhouse_job(11, "Staff Engineer", "acme", "Acme", "Berlin, Germany")
    boards.answers[ACME] = greenhouse(whole)
    await search(context, sources=["greenhouse:acme"])
    boards.answers[ACME] = greenhouse({**whole, "content": ""})
    boards.answers[f"{ACME}/11"] = Reply("busy", 500)
    async with context.sessions() as session, session.begin():
        await session.execute(delete(BoardAnswer))
    await search(context, sources=["greenhouse:acme"])
    async with context.sessions() as session:
        row = (await session.scalars(select(Posting))).one()
    assert "At least 3 years of experience with Python" in row.text
    assert row.years == 3


async def test_texts_that_are_slow_to_come_do_not_cost_the_list(
    context: Context, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = {**greenhouse_job(11, "Staff Engineer", "acme", "Acme", "Berlin, Germany"), "content": ""}
    boards.answers[ACME] = greenhouse(job)
    boards.answers[f"{ACME}/11"] = Reply(job, delay=5)
    monkeypatch.setattr(gathering, "TEXT_SECONDS", 0.3)
    monkeypatch.setattr(gathering, "SOURCE_SECONDS", 2.0)
    found = await search(context, sources=["greenhouse:acme"])
    assert found.sources[0].error is None
    assert (found.found, found.openings) == (1, 1)


async def test_a_run_that_has_ended_is_not_stopped_after_the_fact(context: Context) -> None:
    begun = await begin(context, sources=["remotive"])
    assert (await run_of(context, begun)).status == "completed"
    async with context.sessions() as session, session.begin():
        assert not await runs.cancel(session, context.actor, begun.id)
    assert (await pipelines.stop(context.services, context.actor, begun.id)).status == "completed"


async def test_what_the_employer_has_closed_stays_closed_whoever_repeats_it(context: Context, boards: Boards) -> None:
    async def fresh_search() -> str | None:
        async with context.sessions() as session, session.begin():
            await session.execute(delete(BoardAnswer))
        await search(context, sources=["remotive", "greenhouse:acme"])
        async with context.sessions() as session:
            row = (await session.scalars(select(Posting).where(Posting.title == "Senior Python Developer"))).one()
        assert (row.closed_at is None) == (row.liveness is None)
        return None if row.liveness is None else str(row.liveness["evidence"])

    other = greenhouse_job(12, "Office Manager", "acme", "Acme", "Berlin, Germany", text={"skill": "Excel"})
    own = greenhouse_job(11, "Senior Python Developer", "acme", "Acme", "Remote - Germany")
    boards.answers[REMOTIVE] = remotive(remotive_job(1, "Senior Python Developer", "Acme"))
    boards.answers[ACME] = greenhouse(own, other)
    assert await fresh_search() is None
    boards.answers[ACME] = greenhouse(other)
    assert "greenhouse" in (await fresh_search() or "open")
    assert "greenhouse" in (await fresh_search() or "open"), "the feed still lists it, and its employer does not"
    boards.answers[ACME] = greenhouse(own, other)
    assert await fresh_search() is None


async def test_a_new_version_forgets_no_copy(context: Context, boards: Boards) -> None:
    own = greenhouse_job(11, "Senior Python Developer", "acme", "Acme", "Remote - Germany")
    boards.answers[REMOTIVE] = remotive(remotive_job(1, "Senior Python Developer", "Acme"))
    boards.answers[ACME] = greenhouse(own)
    known = []
    pay = {"min_cents": 8000000, "max_cents": 9000000, "currency_type": "EUR", "title": "Yearly pay"}
    for ranges in ([], [pay], []):
        boards.answers[ACME] = greenhouse({**own, "pay_input_ranges": ranges})
        async with context.sessions() as session, session.begin():
            await session.execute(delete(BoardAnswer))
        await search(context, sources=["remotive", "greenhouse:acme"])
        async with context.sessions() as session:
            row = (await session.scalars(select(Posting))).one()
        known.append((len(row.identity["copies"]), len(row.keys), row.version))
    assert [copies for copies, _, _ in known] == [2, 3, 3]
    assert known[1][1] == known[2][1]
    assert [version for _, _, version in known] == [1, 2, 3]


@pytest.mark.parametrize(
    ("source", "found", "closes"),
    [("greenhouse:acme", 1, True), ("page:https://acme.example/jobs", 1, False)],
)
async def test_only_a_whole_list_closes_what_is_not_on_it(
    context: Context, boards: Boards, source: str, found: int, closes: bool
) -> None:
    job = greenhouse_job(11, "Staff Engineer", "acme", "Acme", "Berlin, Germany")
    gone = greenhouse_job(12, "Office Manager", "acme", "Acme", "Berlin, Germany", text={"skill": "Excel"})

    def page(*titles: str) -> str:
        stated = [
            {"@type": "JobPosting", "title": title, "description": text_of(skill=title), "datePosted": "2026-11-01",
             "hiringOrganization": {"name": "Acme"}, "url": f"https://acme.example/jobs/{title.replace(' ', '-')}"}
            for title in titles
        ]  # fmt: skip
        return f'<html><body><script type="application/ld+json">{json.dumps(stated)}</script></body></html>'

    boards.answers |= {ACME: greenhouse(job, gone), "acme.example/jobs": page("Staff Engineer", "Office Manager")}
    assert (await search(context, sources=[source])).openings == 2
    boards.answers |= {ACME: greenhouse(*[job][:found]), "acme.example/jobs": page("Staff Engineer")}
    async with context.sessions() as session, session.begin():
        await session.execute(delete(BoardAnswer))
    assert (await search(context, sources=[source])).found == found
    async with context.sessions() as session:
        closed = list(await session.scalars(select(Posting.title).where(Posting.closed_at.is_not(None))))
    assert closed == (["Office Manager"] if closes else [])


async def test_a_board_that_asks_to_wait_is_left_alone_and_no_key_is_kept(settings: Settings, boards: Boards) -> None:
    keys = {"adzuna_app_id": "the-id", "adzuna_app_key": SecretStr("the-key"), "outbound_timeout_seconds": 2.0}
    path = "api.adzuna.com/v1/api/jobs/us/search/1"
    boards.answers[path] = {"results": [], "count": 0}
    async with open_services(settings.model_copy(update=keys)) as services:
        context = services.acting_for(await new_actor(services))
        assert (await search(context, sources=["adzuna"], words="baker")).sources[0].error is None
        async with context.sessions() as session:
            kept = list(await session.scalars(select(BoardAnswer)))
        assert [row.key for row in kept]
        assert not [row for row in kept if "the-key" in f"{row.key} {row.url}" or "the-id" in f"{row.key} {row.url}"]
        boards.answers[path] = Reply("slowly", 429, {"Retry-After": "6"})
        refused = (await search(context, sources=["adzuna"], words="welder")).sources[0]
        asked = len(boards.asked)
        again = (await search(context, sources=["adzuna"], words="glazier")).sources[0]
    assert (refused.code, again.code) == ("BOARD_REFUSED", "BOARD_REFUSED")
    assert len(boards.asked) == asked
