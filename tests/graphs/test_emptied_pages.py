"""A company's page that holds no opening any more: closes what it held, but only when that is what it says."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from graphs import pipelines
from store import runs
from store.ingestion import BoardAnswer, Source
from store.postings import Posting
from store.settings import Settings
from tests.peers.boards import Answering, Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job
from tools.context import Context
from tools.ingestion.gathering import is_believed_empty
from tools.jobs.boards.board import BoardClient, BoardError, BoardQuery
from tools.jobs.boards.client import Manners, MemoryAnswers, PoliteClient
from tools.jobs.boards.registry import BOARDS
from tools.jobs.searching.schemas import SearchJobs, SearchResult
from tools.jobs.searching.service import result_of_run
from tools.jobs.searching.tools import SEARCH_JOBS
from tools.registry import call

ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"
TRADES = ("Welding", "Teaching", "Nursing", "Baking", "Surveying")
EMPTY = greenhouse()
ODD: list[Answering] = [
    {"jobs": [], "meta": {"total": 5}}, {"postings": []}, Reply("[]", 500), Reply("no such board", 404),
    "<html></html>",
]  # fmt: skip


def acme(many: int) -> dict[str, Any]:
    """Acme's page with so many openings."""
    return greenhouse(
        *(greenhouse_job(number, f"{trade} Lead", "acme", "Acme", "Berlin, Germany",
                         text={"team": trade, "product": f"software for {trade}", "skill": trade})
          for number, trade in enumerate(TRADES[:many]))
    )  # fmt: skip


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Acme's page with five openings."""
    async with serving_boards({ACME: acme(5)}) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror."""
    return settings.model_copy(update={"board_mirror": boards.base, "daily_ingestion": False})


async def look(context: Context, *, later: timedelta = timedelta(0)) -> SearchResult:
    """Look at the page afresh, after so much time."""
    async with context.sessions() as session, session.begin():
        await session.execute(delete(BoardAnswer))
        await session.execute(update(Source).values(empty_since=Source.empty_since - later, open_until=None))
    begun = await call(SEARCH_JOBS, context, SearchJobs(sources=["greenhouse:acme"]))
    await pipelines.execute(context.services, context.actor, begun.id)
    async with context.sessions() as session:
        run = await runs.get(session, context.actor, begun.id)
        return await result_of_run(session, context.actor, run)


async def closed(context: Context) -> int:
    """How many openings are closed."""
    async with context.sessions() as session:
        return await session.scalar(select(func.count()).where(Posting.closed_at.is_not(None))) or 0


async def test_the_last_opening_of_a_page_is_closed_when_the_page_is_empty(context: Context, boards: Boards) -> None:
    boards.answers[ACME] = acme(1)
    await look(context)
    boards.answers[ACME] = EMPTY
    assert (await look(context)).sources[0].error is None
    assert await closed(context) == 1
    boards.answers[ACME] = acme(1)
    await look(context)
    assert await closed(context) == 0, "it is open again when it is there again"


async def test_where_many_were_listed_an_empty_page_has_to_say_it_again(context: Context, boards: Boards) -> None:
    await look(context)
    boards.answers[ACME] = EMPTY
    await look(context)
    await look(context, later=timedelta(minutes=20))
    assert await closed(context) == 0, "the same moment's trouble may be behind both answers"
    boards.answers[ACME] = acme(5)
    await look(context, later=timedelta(hours=2))
    boards.answers[ACME] = EMPTY
    await look(context)
    assert await closed(context) == 0, "what was empty before counts no more"
    await look(context, later=timedelta(hours=2))
    assert await closed(context) == 5


@pytest.mark.parametrize("answer", ODD)
async def test_what_is_no_empty_list_closes_nothing(context: Context, boards: Boards, answer: Answering) -> None:
    boards.answers[ACME] = acme(1)
    await look(context)
    boards.answers[ACME] = answer
    assert (await look(context, later=timedelta(hours=2))).sources[0].error
    await look(context, later=timedelta(hours=2))
    assert await closed(context) == 0


def test_boards_that_know_no_unknown_employer_have_to_say_it_again() -> None:
    at_once, later = timedelta(0), timedelta(hours=1)
    assert is_believed_empty("greenhouse", 3, at_once)
    assert not is_believed_empty("greenhouse", 4, at_once)
    assert not is_believed_empty("smartrecruiters", 1, at_once)
    assert is_believed_empty("smartrecruiters", 1, later)


@pytest.mark.parametrize(
    ("board", "token", "path", "answer"),
    [
        ("greenhouse", "acme", ACME, {"jobs": [], "meta": {"total": 2}}),
        ("bamboohr", "acme", "acme.bamboohr.com/careers/list", {"result": [], "meta": {"totalCount": 2}}),
        ("smartrecruiters", "acme", "api.smartrecruiters.com/v1/companies/acme/postings",
         {"content": [], "totalFound": 2}),
        ("workday", "acme.wd5.myworkdayjobs.com/acme/Site", "acme.wd5.myworkdayjobs.com/wday/cxs/acme/Site/jobs",
         {"jobPostings": [], "total": 2}),
        ("eightfold", "acme", "acme.eightfold.ai/api/apply/v2/jobs", {"positions": [], "count": 2}),
        ("oracle", "acme.fa.us2.oraclecloud.com/CX_1",
         "acme.fa.us2.oraclecloud.com/hcmRestApi/resources/latest/recruitingCEJobRequisitions",
         {"items": [{"requisitionList": [], "TotalJobsCount": 2}]}),
    ],
)  # fmt: skip
async def test_a_list_that_counts_openings_and_shows_none_is_no_empty_list(
    context: Context, boards: Boards, board: str, token: str, path: str, answer: Any
) -> None:
    client: BoardClient = PoliteClient(
        context.outbound, MemoryAnswers(), mirror=boards.base, manners=Manners(interval=0, fresh_for=0)
    )
    boards.answers[path] = answer
    with pytest.raises(BoardError) as caught:
        await BOARDS[board].search(client, BoardQuery(company=token))
    assert caught.value.code == "BOARD_CHANGED"
    boards.answers[path] = _without_count(answer)
    assert await BOARDS[board].search(client, BoardQuery(company=token)) == []


def _without_count(answer: Any) -> Any:
    """The same answer, counting nothing."""
    if isinstance(answer, dict):
        return {name: 0 if value == 2 else _without_count(value) for name, value in answer.items()}
    return [_without_count(item) for item in answer] if isinstance(answer, list) else answer
