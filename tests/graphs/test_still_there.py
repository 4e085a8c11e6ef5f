"""Whether listed openings are still there: looked at politely, in bounds, and behind a mirror as boards are."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from graphs import pipelines
from store.postings import Posting, PostingCopy
from store.settings import Settings
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, text_of
from tools.context import Context
from tools.ingestion.schemas import WatchJobs
from tools.ingestion.tools import WATCH_JOBS
from tools.jobs import openings
from tools.jobs.liveness.schemas import PostingOutline
from tools.jobs.openings import PER_HOST, PageToCheck, by_host, check_unseen
from tools.jobs.schemas import JobReference
from tools.jobs.searching.schemas import SearchJobs
from tools.jobs.searching.tools import CHECK_JOB, SEARCH_JOBS
from tools.registry import call

ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"
TRADES = ("Welding", "Teaching", "Nursing", "Baking", "Surveying", "Plumbing", "Auditing", "Gardening", "Glazing",
          "Roofing", "Weaving")  # fmt: skip


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Acme's page with more openings than are looked at in one go."""
    jobs = [
        greenhouse_job(number, f"{trade} Lead", "acme", "Acme", "Berlin, Germany",
                       text={"team": trade, "product": f"software for {trade}", "skill": trade})
        for number, trade in enumerate(TRADES)
    ]  # fmt: skip
    async with serving_boards({ACME: greenhouse(*jobs)}) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation in a closed network: all it can ask is the mirror, and it has little patience."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update={**update, "outbound_timeout_seconds": 0.6})


@pytest.fixture
async def unseen(context: Context, boards: Boards, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Somebody on whose list are openings that nobody has seen for long, all on one host."""
    begun = await call(SEARCH_JOBS, context, SearchJobs(sources=["greenhouse:acme"], limit=20))
    await pipelines.execute(context.services, context.actor, begun.id)
    async with context.sessions() as session, session.begin():
        old = datetime.now(UTC) - timedelta(days=9)
        url = "https://jobs.acme.example/" + func.replace(Posting.title, " ", "-")
        await session.execute(update(Posting).values(url=url, first_seen=old, last_seen=old))
        await session.execute(update(PostingCopy).values(last_seen=old))
    boards.forget()
    monkeypatch.setattr(openings, "HOST_REST", 0.0)
    return context


def page(trade: str) -> str:
    """A posting's own page."""
    text = text_of(team=trade, product=f"software for {trade}", skill=trade)
    return f"<html><title>{trade} Lead</title><h1>{trade} Lead</h1>{text}<a href='/apply'>Apply now</a></html>"


async def states(context: Context) -> list[str]:
    """What was found of the postings that were looked at."""
    async with context.sessions() as session:
        rows = await session.scalars(select(Posting).where(Posting.checked_at.is_not(None)))
        return sorted(f"{(row.liveness or {})['state']} {(row.liveness or {})['url']}" for row in rows)


async def test_pages_of_one_host_are_looked_at_one_by_one_and_waiting_counts_for_nothing(
    unseen: Context, boards: Boards
) -> None:
    for trade in TRADES:
        boards.answers[f"jobs.acme.example/{trade}-Lead"] = Reply(page(trade), delay=0.12)
    assert await check_unseen(unseen) == 0
    seen = await states(unseen)
    assert len(seen) == len(boards.asked) == PER_HOST
    assert boards.most_at_once == 1
    assert all(one.startswith("open https://jobs.acme.example/") for one in seen), seen
    assert await check_unseen(unseen) == 0
    assert len(await states(unseen)) == len(TRADES), "those left over are looked at the next time"


async def test_a_host_that_does_not_answer_is_let_be(unseen: Context, boards: Boards) -> None:
    for trade in TRADES:
        boards.answers[f"jobs.acme.example/{trade}-Lead"] = Reply(page(trade), delay=3)
    assert await check_unseen(unseen) == 0
    assert len(boards.asked) == 2
    assert len(await states(unseen)) == 2


async def test_a_job_is_looked_at_behind_the_mirror(unseen: Context, boards: Boards) -> None:
    boards.answers["jobs.acme.example/Baking-Lead"] = Reply("gone", 410)
    checked = await call(CHECK_JOB, unseen, JobReference(job="Baking"))
    assert (checked.state, checked.url) == ("gone", "https://jobs.acme.example/Baking-Lead")


async def test_a_careers_page_is_recognised_behind_the_mirror(context: Context, boards: Boards) -> None:
    frame = '<html><body><iframe src="https://boards.greenhouse.io/embed/job_board?for=acme"></iframe></body></html>'
    boards.answers["www.acme.example/careers"] = frame
    made = await call(WATCH_JOBS, context, WatchJobs(watched_companies=["https://www.acme.example/careers"]))
    assert made.watches[0].source == "greenhouse:acme"


def test_every_host_has_its_share() -> None:
    pages = [PageToCheck(uuid4(), PostingOutline("x", None, f"https://a.example/{n}")) for n in range(30)]
    pages += [PageToCheck(uuid4(), PostingOutline("x", None, f"https://{n}.example/")) for n in range(10)]
    few = by_host(pages, limit=12)
    assert sorted(map(len, few)) == [*[1] * 10, 2]
    assert sorted(map(len, by_host(pages, limit=100))) == [*[1] * 10, PER_HOST]


async def test_a_page_that_is_not_there_is_doubted_while_the_employers_list_shows_the_opening(
    unseen: Context, boards: Boards
) -> None:
    async with unseen.sessions() as session, session.begin():
        await session.execute(update(PostingCopy).values(last_seen=datetime.now(UTC) - timedelta(minutes=5)))
    boards.answers["jobs.acme.example/Baking-Lead"] = Reply("not found", 404)
    checked = await call(CHECK_JOB, unseen, JobReference(job="Baking"))
    assert checked.state == "unknown"
    assert "404" in checked.evidence
    assert "greenhouse listed it at" in checked.evidence
    async with unseen.sessions() as session:
        assert await session.scalar(select(Posting.closed_at).where(Posting.title == "Baking Lead")) is None
