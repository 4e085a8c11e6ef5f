"""Searching the boards: over the wire, in durable steps, with what happens when a source fails."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select

from graphs import pipelines
from graphs.services import open_services
from store import ingestion, runs
from store.jobs import Job
from store.postings import Posting, PostingCopy, PostingVersion
from store.settings import Settings
from tests.conftest import new_actor
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job
from tools.context import Context
from tools.general import service as general
from tools.ingestion.schemas import IngestJobs
from tools.ingestion.tools import INGEST_JOBS
from tools.jobs.searching.schemas import SearchJobs, SearchResult
from tools.jobs.searching.tools import SEARCH_JOBS
from tools.registry import call
from tools.resumes.schemas import NoArguments

REMOTIVE = "remotive.com/api/remote-jobs"
ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Boards on loopback; Remotive has three openings, one of them twice, and Acme's page two."""
    answers = {
        REMOTIVE: remotive(
            remotive_job(1, "Senior Python Developer", "Acme GmbH", salary="€85,000 - €95,000"),
            remotive_job(2, "Python Engineer", "Borealis", candidate_required_location="Worldwide", salary="€60k-€65k"),
            remotive_job(3, "Sales Manager", "Cobalt", text={"skill": "Salesforce", "product": "lamps"}),
        ),
        ACME: greenhouse(
            greenhouse_job(11, "Senior Python Developer (m/w/d)", "acme", "Acme", "Remote - Germany"),
            greenhouse_job(12, "Office Manager", "acme", "Acme", "Berlin, Germany", text={"skill": "Excel"}),
        ),
    }
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """The lone installation's settings, with the boards behind a mirror and two sources asked."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


async def search(context: Context, **wanted: Any) -> SearchResult:
    """Search and wait for the end; the run must have completed."""
    begun = await call(SEARCH_JOBS, context, SearchJobs(**wanted))
    await pipelines.execute(context.services, context.actor, begun.id)
    async with context.sessions() as session:
        run = await runs.get(session, context.actor, begun.id)
        assert run.status == "completed", run.error
        return SearchResult.model_validate(run.output)


async def count(context: Context, table: Any, *where: Any) -> int:
    """How many rows there are."""
    async with context.sessions() as session:
        return await session.scalar(select(func.count()).select_from(table).where(*where)) or 0


async def test_what_fits_is_ranked_explained_and_on_the_list(context: Context) -> None:
    found = await search(context, words="Python developer", sources=["remotive"], limit=5)
    assert [job.title for job in found.jobs][:2] == ["Senior Python Developer", "Python Engineer"]
    assert found.found == found.openings == found.new == 3
    assert found.jobs[0].number == 1
    assert found.jobs[0].parts
    assert all(job.is_new for job in found.jobs)
    assert await count(context, Job, Job.user_id == context.actor.user_id) == len(found.jobs)


async def test_a_filter_is_hard_and_tells_what_it_left_out(context: Context) -> None:
    found = await search(context, words="Python", country="DE", salary_min=80_000, salary_currency="EUR")
    assert [job.company for job in found.jobs] == ["Acme GmbH"]
    pay = next(item for item in found.left_out if item.filter == "pay")
    assert (pay.otherwise, pay.unstated) == (1, 0)


async def test_copies_are_one_opening_shown_as_the_employer_has_it(context: Context) -> None:
    found = await search(context, words="Python developer", sources=["remotive", "greenhouse:acme"])
    acme = [job for job in found.jobs if "Senior Python" in job.title]
    assert len(acme) == 1
    assert acme[0].source == "greenhouse"
    assert (found.found, found.openings) == (5, 4)
    assert await count(context, PostingCopy) == 5


async def test_the_same_search_again_finds_nothing_twice(context: Context) -> None:
    first = await search(context, words="Python", sources=["remotive"])
    again = await search(context, words="Python", sources=["remotive"])
    assert again.new == 0
    assert [job.number for job in again.jobs] == [job.number for job in first.jobs]
    assert await count(context, Posting) == 3


async def test_a_source_that_fails_is_told_and_the_rest_goes_on(context: Context, boards: Boards) -> None:
    boards.answers[ACME] = Reply("not here", 404)
    for _ in range(3):
        found = await search(context, words="Python", sources=["remotive", "greenhouse:acme"])
        failed = next(source for source in found.sources if source.source == "greenhouse:acme")
        assert failed.error
        assert "acme" in failed.error
        assert found.jobs
    asked = boards.count(ACME)
    resting = await search(context, words="Python", sources=["remotive", "greenhouse:acme"])
    assert next(source for source in resting.sources if source.source == "greenhouse:acme").code == "BREAKER_OPEN"
    assert boards.count(ACME) == asked, "a source whose breaker is open is not asked"
    async with context.sessions() as session:
        health = {row.name: row for row in await ingestion.sources(session)}
    assert health["greenhouse:acme"].failures == 3
    assert health["remotive"].failures == 0


async def test_what_leaves_the_companys_page_is_closed_and_what_changes_gets_a_version(
    settings: Settings, boards: Boards
) -> None:
    async with open_services(settings) as services:
        context = services.acting_for(await new_actor(services))
        await search(context, sources=["greenhouse:acme"])
    boards.answers[ACME] = greenhouse(
        greenhouse_job(11, "Senior Python Developer (m/w/d)", "acme", "Acme", "Remote - Germany",
                       text={"extra": "The pay is EUR 80,000 to 90,000 a year."}),
    )  # fmt: skip
    async with open_services(settings) as services:
        await services.sessions.kw["bind"].dispose()
        async with services.sessions() as session, session.begin():
            await session.execute(ingestion.BoardAnswer.__table__.delete())
        await search(services.acting_for(context.actor), sources=["greenhouse:acme"])
        async with services.sessions() as session:
            closed = list(await session.scalars(select(Posting.title).where(Posting.closed_at.is_not(None))))
            version = (await session.scalars(select(PostingVersion))).one()
    assert closed == ["Office Manager"]
    assert any(change["field"] == "salary" for change in version.changes)


async def test_one_undo_takes_a_whole_search_off_the_list(context: Context) -> None:
    await search(context, words="Python", sources=["remotive"])
    async with context.sessions() as session, session.begin():
        await general.undo_last_change(session, context.actor, NoArguments())
    assert await count(context, Job, Job.deleted_at.is_(None)) == 0
    again = await search(context, words="Python", sources=["remotive"])
    assert again.jobs == [], "what was taken off the list does not come back by itself"


async def test_a_search_that_is_stopped_ends_and_keeps_what_it_saved(context: Context, boards: Boards) -> None:
    boards.answers[REMOTIVE] = Reply(remotive(), delay=30)
    begun = await call(SEARCH_JOBS, context, SearchJobs(words="Python", sources=["remotive"]))
    run = await pipelines.stop(context.services, context.actor, begun.id)
    assert run.status == "cancelled"
    await pipelines.execute(context.services, context.actor, begun.id)
    assert boards.count(REMOTIVE) == 0


async def test_an_ingestion_fills_the_pool_and_nobodys_list(context: Context) -> None:
    begun = await call(INGEST_JOBS, context, IngestJobs())
    await pipelines.execute(context.services, context.actor, begun.id)
    assert await count(context, Posting) == 3
    assert await count(context, Job) == 0
    async with context.sessions() as session:
        run = await runs.get(session, context.actor, begun.id)
    assert run.output is not None
    assert (run.output["found"], run.output["new"]) == (3, 3)


async def test_texts_that_a_list_leaves_out_are_fetched_from_the_board_it_links_to(
    context: Context, boards: Boards
) -> None:
    job = greenhouse_job(21, "Graduate Engineer", "borealis", "Borealis", "Austin, TX")
    boards.answers["boards-api.greenhouse.io/v1/boards/borealis/jobs/21"] = job
    listing = [
        {
            "id": "s-1", "title": "Graduate Engineer", "company_name": "Borealis", "locations": ["Austin, TX"],
            "url": job["absolute_url"], "date_posted": 1_763_000_000, "active": True, "is_visible": True,
        }
    ]  # fmt: skip
    await search(context, words="engineer", sources=["simplify"])  # the lists' names carry years: see which are asked
    for path in [one.path for one in boards.asked if one.path.startswith("raw.githubusercontent.com")]:
        boards.answers[path] = listing
    await search(context, words="graduate engineer", sources=["simplify"])
    async with context.sessions() as session:
        texts = list(await session.scalars(select(Posting.text).where(Posting.title == "Graduate Engineer")))
    assert len(texts) == 1
    assert "At least 3 years of experience with Python" in texts[0]
