"""Watches and ingestion when things are odd: what nobody else may see, plans that cannot run, looks that find more."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update

from api.scheduler import begin_due
from graphs import pipelines
from store.accounts import User
from store.ingestion import BoardAnswer
from store.runs import Run
from store.settings import Settings
from store.watches import Watch
from tests.conftest import SignIn
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job
from tools.context import Actor, Services
from tools.ingestion import service

REMOTIVE = "remotive.com/api/remote-jobs"
ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"
TRADES = (
    "Welding", "Teaching", "Nursing", "Baking", "Surveying", "Plumbing", "Auditing", "Gardening", "Glazing", "Roofing",
    "Weaving", "Printing",
)  # fmt: skip


def acme(*trades: str) -> dict[str, Any]:
    """Acme's page with a staff opening for each trade."""
    return greenhouse(
        *(greenhouse_job(TRADES.index(trade) + 1, f"Staff Engineer {trade}", "acme", "Acme", "Berlin, Germany",
                         text={"team": trade, "product": f"software for {trade}", "skill": trade, "city": trade})
          for trade in trades)
    )  # fmt: skip


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Remotive with one opening, Acme's page with eleven."""
    answers = {REMOTIVE: remotive(remotive_job(1, "Python Developer", "Borealis")), ACME: acme(*TRADES[:11])}
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror and that plans nothing by itself."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


@pytest.fixture
async def person(client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """The client, signed in."""
    client.headers.update(await sign_in())
    return client


async def look(services: Services) -> None:
    """Every watch is due; look for all of them, and wait."""
    async with services.sessions() as session, session.begin():
        await session.execute(update(Watch).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))
        await session.execute(delete(BoardAnswer))
    for actor, run_id in await begin_due(services):
        await pipelines.execute(services, actor, run_id)
    async with services.sessions() as session:  # the server's own scheduler may have been first
        for run in await session.scalars(select(Run).where(Run.status.in_(("queued", "running")))):
            await pipelines.execute(services, Actor(run.user_id), run.id)


async def titles(person: httpx.AsyncClient) -> set[str]:
    """What is on the list."""
    return {job["title"] for job in (await person.get("/api/v1/jobs?limit=100")).json()["items"]}


async def test_a_watch_shows_every_new_opening_however_many_are_on_the_list(
    person: httpx.AsyncClient, services: Services, boards: Boards
) -> None:
    await person.post("/api/v1/watches", json={"watched_companies": ["Acme"], "seniority": ["staff"]})
    await look(services)
    assert len(await titles(person)) == 11, "a page is shown wholly"
    boards.answers[ACME] = acme(*TRADES)
    await look(services)
    assert "Staff Engineer Printing" in await titles(person)


async def test_nobody_sees_what_others_watch(
    person: httpx.AsyncClient, services: Services, sign_in: SignIn, boards: Boards
) -> None:
    await person.post("/api/v1/watches", json={"watched_companies": ["Acme"]})
    await look(services)
    boards.answers[ACME] = Reply("oh", 500)
    other = await sign_in()
    status = await person.get("/api/v1/job-ingestion/status", headers=other)
    begun = (await person.post("/api/v1/job-ingestion/run", headers=other)).json()
    async with asyncio.timeout(30):
        while (task := await person.get(f"/api/v1/tasks/{begun['task_id']}", headers=other)).json()["status"] in {
            "queued", "running",
        }:  # fmt: skip
            assert "acme" not in task.text
            await asyncio.sleep(0.02)
    assert "acme" not in status.text
    assert "acme" not in task.text
    assert {source["name"] for source in status.json()["sources"]} >= {"remotive"}
    assert "greenhouse:acme" in (await person.get("/api/v1/job-ingestion/status")).text


async def test_an_ingestion_that_is_switched_off_is_off(person: httpx.AsyncClient, services: Services) -> None:
    async with services.sessions() as session, session.begin():
        await service.begin_due(session, daily=True)
        await session.execute(update(Watch).values(due_at=datetime.now(UTC) - timedelta(days=1)))
    assert [run for _, run in await begin_due(services)] == []
    async with services.sessions() as session:
        assert list(await session.scalars(select(Run.kind))) == []


async def test_a_plan_that_cannot_run_keeps_no_other_from_it(person: httpx.AsyncClient, services: Services) -> None:
    await person.post("/api/v1/watches", json={"words": "Python"})
    await person.post("/api/v1/watches", json={"words": "Ruby"})
    async with services.sessions() as session, session.begin():
        odd = {"wanted": {"salary_min": "plenty"}}
        await session.execute(update(Watch).where(Watch.number == 1).values(search=odd))
        await session.execute(update(Watch).values(due_at=datetime.now(UTC) - timedelta(seconds=1), ran_at=None))
    begun = await begin_due(services)
    async with services.sessions() as session:
        rows = {row.number: row for row in await session.scalars(select(Watch))}
        looked = list(await session.scalars(select(Run.id)))
    assert rows[2].run_id in looked
    assert rows[1].due_at > datetime.now(UTC), "it is not tried again every five seconds"
    assert len(begun) <= 1


async def test_the_watches_of_somebody_who_was_shut_out_rest(person: httpx.AsyncClient, services: Services) -> None:
    async with services.sessions() as session, session.begin():
        user = (await session.scalars(select(User).order_by(User.created_at.desc()))).first()
        assert user is not None
        user.is_active = False
        values = {"user_id": user.id, "number": 1, "kind": "search", "name": "x", "pace": "daily", "is_active": True}
        session.add(Watch(id=user.id, search={}, due_at=datetime.now(UTC) - timedelta(seconds=1), **values))
    assert await begin_due(services) == []
    async with services.sessions() as session:
        assert list(await session.scalars(select(Run.id))) == []


async def test_many_sources_are_refused_or_asked_and_never_an_error(person: httpx.AsyncClient) -> None:
    many = ["remotive", *(f"greenhouse:co{number}" for number in range(60))]
    answer = await person.post("/api/v1/job-ingestion/run", json={"sources": many})
    assert answer.status_code in {202, 422}, answer.text


@pytest.mark.parametrize("charset", ["bogus-8", "utf-8"])
async def test_a_careers_page_in_an_unheard_of_charset_is_read(
    person: httpx.AsyncClient, boards: Boards, charset: str
) -> None:
    page = '<html><body><iframe src="https://boards.greenhouse.io/embed/job_board?for=acme"></iframe></body></html>'
    host = boards.base.removeprefix("http://")
    boards.answers["careers"] = Reply(page, headers={"content-type": f"text/html; charset={charset}"})
    answer = await person.post("/api/v1/watches", json={"watched_companies": [f"http://{host}/careers"]})
    assert answer.status_code == 201, answer.text
    assert answer.json()["watches"][0]["source"] == "greenhouse:acme"


async def test_what_is_watched_already_is_told_so_and_is_nobody_elses(
    person: httpx.AsyncClient, services: Services, sign_in: SignIn, boards: Boards
) -> None:
    first = await person.post("/api/v1/watches", json={"watched_companies": ["Acme"]})
    assert (first.status_code, first.json()["watches"][0]["change"]) == (201, "begun")
    watch = first.json()["watches"][0]
    again = await person.post("/api/v1/watches", json={"watched_companies": ["https://boards.greenhouse.io/acme"]})
    assert (again.status_code, again.json()["watches"][0]["change"]) == (200, "known")
    both = await person.post("/api/v1/watches", json={"watched_companies": ["acme", "Nowhere Ltd"], "words": "welder"})
    assert (both.status_code, both.json()["watches"][0]["change"]) == (200, "changed")
    assert [one["company"] for one in both.json()["not_found"]] == ["Nowhere Ltd"]
    listed = (await person.get("/api/v1/watches")).json()["watches"]
    assert [(one["id"], one["name"], one["paused"]) for one in listed] == [(watch["id"], "welder at Acme", False)]
    other = await sign_in()
    assert (await person.post(f"/api/v1/watches/{watch['id']}/resume", headers=other)).status_code == 404
    theirs = await person.post("/api/v1/watches", json={"watched_companies": ["Acme"]}, headers=other)
    assert (theirs.status_code, theirs.json()["watches"][0]["change"]) == (201, "begun")
    resumed = await person.post(f"/api/v1/watches/{watch['id']}/resume")
    assert (resumed.status_code, resumed.json()["change"]) == (200, "known"), "it was not paused"
