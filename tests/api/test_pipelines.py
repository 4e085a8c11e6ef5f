"""Pipelines, tasks, watches and sources over REST, with boards over the wire."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from api.app import create_app
from api.scheduler import begin_due
from api.worker import AT_ONCE
from store.runs import Run
from store.settings import Settings
from store.watches import Watch
from tests.conftest import SignIn
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job
from tools.context import Services

REMOTIVE = "remotive.com/api/remote-jobs"
ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Remotive with one opening, Acme's page with two."""
    answers = {
        REMOTIVE: remotive(remotive_job(1, "Python Developer", "Borealis")),
        ACME: greenhouse(
            greenhouse_job(11, "Staff Engineer", "acme", "Acme", "Berlin, Germany"),
            greenhouse_job(12, "Office Manager", "acme", "Acme", "Berlin, Germany", text={"skill": "Excel"}),
        ),
    }
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror."""
    return settings.model_copy(update={"board_mirror": boards.base, "search_sources": ("remotive",)})


@pytest.fixture
async def person(client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    """The client, signed in."""
    client.headers.update(await sign_in())
    return client


async def ended(person: httpx.AsyncClient, task_id: str) -> dict[str, Any]:
    """The task once it has ended."""
    async with asyncio.timeout(30):
        while True:
            task: dict[str, Any] = (await person.get(f"/api/v1/tasks/{task_id}")).raise_for_status().json()
            if task["status"] not in {"queued", "running"}:
                return task
            await asyncio.sleep(0.1)


async def test_a_search_is_begun_followed_and_listed(person: httpx.AsyncClient) -> None:
    begun = await person.post("/api/v1/pipelines/job_search/execute", json={"words": "Python"})
    assert begun.status_code == 202
    assert begun.json()["task_id"] == begun.json()["run_id"]
    task = await ended(person, begun.json()["task_id"])
    assert (task["status"], task["progress"]) == ("completed", 1.0)
    assert [job["title"] for job in task["result"]["jobs"]] == ["Python Developer"]
    runs = (await person.get("/api/v1/pipeline-runs", params={"pipeline": "job_search"})).json()
    assert [run["id"] for run in runs["items"]] == [task["task_id"]]
    assert (await person.get("/api/v1/jobs")).json()["items"][0]["title"] == "Python Developer"


async def test_one_can_wait_for_the_result(person: httpx.AsyncClient) -> None:
    answer = await person.post("/api/v1/pipelines/job_search/execute?wait=true", json={"words": "Python"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "completed"
    assert answer.json()["result"]["found"] == 1


async def test_the_pipelines_say_what_they_take(person: httpx.AsyncClient) -> None:
    listed = (await person.get("/api/v1/pipelines", params={"area": "jobs"})).json()["pipelines"]
    assert {item["name"] for item in listed} == {"job_search", "job_ingestion", "job_prep", "job_apply"}
    assert "salary_min" in listed[0]["input"]["properties"]
    assert (await person.get("/api/v1/pipelines", params={"area": "nowhere"})).json() == {"pipelines": []}


@pytest.mark.parametrize(
    ("name", "body", "status", "told"),
    [
        ("no_such", {}, 404, "job_search"),
        ("job_search", {"limit": 0}, 422, "limit"),
        ("job_search", {"sources": ["nowhere"]}, 422, "remotive"),
        ("job_search", {"sources": ["greenhouse"]}, 422, "greenhouse:COMPANY"),
        ("tailor_resume", {"job": "1"}, 404, "resume"),
    ],
)
async def test_what_does_not_fit_is_refused_with_what_would(
    person: httpx.AsyncClient, name: str, body: dict[str, Any], status: int, told: str
) -> None:
    answer = await person.post(f"/api/v1/pipelines/{name}/execute", json=body)
    assert answer.status_code == status, answer.text
    assert told in answer.text


async def test_a_task_can_be_stopped(person: httpx.AsyncClient, boards: Boards) -> None:
    boards.answers[REMOTIVE] = Reply(remotive(), delay=20)
    begun = (await person.post("/api/v1/pipelines/job_search/execute", json={"words": "Python"})).json()
    await asyncio.sleep(0.3)
    stopped = await person.post(f"/api/v1/tasks/{begun['task_id']}/cancel")
    assert stopped.json()["status"] == "cancelled"
    assert (await ended(person, begun["task_id"]))["status"] == "cancelled"
    assert (await person.post(f"/api/v1/tasks/{begun['task_id']}/cancel")).json()["status"] == "cancelled"


async def test_a_server_that_ends_lets_go_of_its_runs(settings: Settings, services: Services, boards: Boards) -> None:
    boards.answers[REMOTIVE] = Reply(remotive(), delay=20)
    as_left = ["queued"] * 2 + ["running"] * AT_ONCE

    async def states() -> list[str]:
        async with services.sessions() as session:
            return sorted(await session.scalars(select(Run.status)))

    app = create_app(settings, services)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/api/v1") as http,
        asyncio.timeout(20),
    ):
        account = {"email": "ada@example.com", "password": "correct horse battery"}
        token = (await http.post("/auth/register", json=account)).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        for number in range(len(as_left)):
            body = {"words": f"Python {number}"}
            assert (await http.post("/pipelines/job_search/execute", json=body)).status_code == 202
        while not boards.running or await states() != as_left:
            await asyncio.sleep(0.05)
    begun = len(boards.asked)
    await asyncio.sleep(0.3)
    assert len(boards.asked) == begun
    assert await states() == as_left
    assert not [task for task in asyncio.all_tasks() if "Receiver" in repr(task.get_coro())]


async def test_sources_show_how_they_fare(person: httpx.AsyncClient, boards: Boards) -> None:
    await person.post("/api/v1/pipelines/job_search/execute?wait=true", json={"words": "Python"})
    boards.answers[ACME] = Reply("oh", 500)
    await person.post("/api/v1/pipelines/job_search/execute?wait=true", json={"sources": ["greenhouse:acme"]})
    status = (await person.get("/api/v1/job-ingestion/status")).json()
    sources = {source["name"]: source for source in status["sources"]}
    assert sources["remotive"]["state"] == "ok"
    assert sources["remotive"]["last_found"] == sources["remotive"]["new"] == 1
    assert sources["greenhouse:acme"]["state"] == "failing"
    assert "500" in sources["greenhouse:acme"]["last_error"]
    assert sources["adzuna"]["state"] == "key missing"
    assert sources["linkedin"]["state"] == "off"
    assert status["queue_depth"] == 0


async def test_an_ingestion_runs_over_the_chosen_sources(person: httpx.AsyncClient) -> None:
    begun = await person.post("/api/v1/job-ingestion/run", json={"sources": ["greenhouse:acme"]})
    assert begun.status_code == 202
    task = await ended(person, begun.json()["task_id"])
    assert (task["kind"], task["result"]["found"], task["result"]["new"]) == ("job_ingestion", 2, 2)
    assert (await person.get("/api/v1/jobs")).json()["total"] == 0


async def test_a_company_is_watched_by_its_name_and_looked_at_at_once(
    person: httpx.AsyncClient, services: Services
) -> None:
    made = await person.post("/api/v1/watches", json={"watched_companies": ["Acme"], "seniority": ["staff"]})
    assert made.status_code == 201, made.text
    watch = made.json()["watches"][0]
    assert (watch["kind"], watch["source"], watch["pace"]) == ("company", "greenhouse:acme", "daily")
    begun = await begin_due(services)
    runs = (await person.get("/api/v1/pipeline-runs")).json()["items"] or [{"id": str(run)} for _, run in begun]
    task = await ended(person, runs[0]["id"])
    assert [job["title"] for job in task["result"]["jobs"]] == ["Staff Engineer"]
    listed = (await person.get("/api/v1/watches")).json()["watches"][0]
    assert datetime.fromisoformat(listed["due_at"]) > datetime.now(UTC)
    assert (await person.delete(f"/api/v1/watches/{watch['id']}")).status_code == 204
    assert (await person.get("/api/v1/watches")).json()["watches"] == []


async def test_a_company_nobody_knows_is_refused_with_what_to_give(person: httpx.AsyncClient) -> None:
    answer = await person.post("/api/v1/watches", json={"watched_companies": ["Nowhere Ltd"]})
    assert answer.status_code == 422
    assert "careers page" in answer.json()["detail"]["message"]


async def test_missed_looks_are_caught_up_once_by_however_many_schedulers(
    person: httpx.AsyncClient, services: Services
) -> None:
    await person.post("/api/v1/watches", json={"words": "Python", "pace": "hourly"})
    async with services.sessions() as session, session.begin():
        long_ago = datetime.now(UTC) - timedelta(days=3)
        await session.execute(update(Watch).where(Watch.kind == "search").values(due_at=long_ago, ran_at=long_ago))
    await asyncio.gather(*(begin_due(services) for _ in range(4)))
    async with services.sessions() as session:
        rows = (await person.get("/api/v1/pipeline-runs", params={"pipeline": "job_search"})).json()["items"]
        assert len(rows) == 1
        run = await session.get(Run, rows[0]["id"])
    assert run is not None
    listed = (await person.get("/api/v1/watches")).json()["watches"][0]
    assert timedelta(0) < datetime.fromisoformat(listed["due_at"]) - datetime.now(UTC) <= timedelta(hours=1)
    await ended(person, rows[0]["id"])


async def test_the_daily_ingestion_is_planned_for_four_in_the_morning(
    person: httpx.AsyncClient, services: Services
) -> None:
    await begin_due(services)
    status = (await person.get("/api/v1/job-ingestion/status")).json()
    due = datetime.fromisoformat(status["next_ingestion_at"])
    assert (due.hour, due.minute) == (4, 0)
    assert due > datetime.now(UTC)
    assert (await person.get("/api/v1/watches")).json()["watches"] == [], "it is nobody's own watch"


async def test_a_search_for_nothing_asks_what_is_wanted(person: httpx.AsyncClient) -> None:
    answer = await person.post("/api/v1/pipelines/job_search/execute", json={})
    assert answer.status_code == 422
    assert answer.json()["detail"]["code"] == "NOTHING_WANTED"
    assert (await person.get("/api/v1/pipeline-runs")).json()["total"] == 0
