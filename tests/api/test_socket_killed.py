"""`kill -9` of the product in mid-turn, and a new start: nothing lost, nothing doubled, what waits still waits."""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from tests.api.conftest import models_file
from tests.conftest import LiveServer
from tests.peers import aimock
from tests.peers.processes import Product, home_folder, product
from tests.peers.talking import JOB, RESUME, Talk, conversation_of, talking
from tools.context import Services

BAKER = JOB.replace("Backend Engineer", "Baker of Backends").replace("Bluebird Bank", "Crumb Street")
SECOND = JOB.replace("Bluebird Bank", "Second Bank")
LONG = {"ttft": 60_000, "tps": 100}


def calls(said: str, tool: str, **arguments: Any) -> list[dict[str, Any]]:
    """A model that asks for one tool call, is then too slow to be waited for, and quick when it is asked again."""
    done = {"userMessage": said, "hasToolResult": True}
    return [
        {
            "match": {"userMessage": said, "hasToolResult": False},
            "response": {"toolCalls": [{"name": tool, "arguments": arguments}]},
        },
        {
            "match": {**done, "sequenceIndex": 0}, "response": {"content": f"too late for {said}"},
            "streamingProfile": LONG,
        },
        {"match": done, "response": {"content": f"done: {said}"}},
    ]  # fmt: skip


WIRE: list[dict[str, Any]] = [
    {
        "match": {"userMessage": "think long", "sequenceIndex": 0}, "response": {"content": "too late"},
        "streamingProfile": LONG,
    },
    {"match": {"userMessage": "think long"}, "response": {"content": "done: think long"}},
    *calls("add the baker", "add_job", text=BAKER),
    *calls("delete the first", "delete_job", job="1"),
    *calls("remove the second", "delete_job", job="2")[::2],
    *calls("tailor it", "tailor_resume", job="2")[::2],
    {"match": {"userMessage": "Reword lines"}, "response": {"content": '{"rewordings": []}'}},
]  # fmt: skip


def live(running: Product, services: Services) -> LiveServer:
    """The process as the client of sockets takes it."""
    return LiveServer(running.url, services)


async def rows(services: Services, query: str) -> list[Any]:
    """What a query finds in the product's database."""
    async with services.sessions() as session:
        return list((await session.execute(text(query))).all())


async def until(services: Services, query: str, *, seconds: float = 30) -> None:
    """Wait until a query finds something."""
    async with asyncio.timeout(seconds):
        while not await rows(services, query):
            await asyncio.sleep(0.02)


async def prepare(running: Product) -> None:
    """A resume and two jobs."""
    headers = {"Authorization": f"Bearer {running.token}"}
    async with httpx.AsyncClient(base_url=f"{running.url}/api/v1", headers=headers, timeout=60) as http:
        files = {"file": ("mara.txt", RESUME.encode())}
        answers = [await http.post("/resumes/upload", files=files)]
        answers += [await http.post("/jobs", json={"text": posting}) for posting in (JOB, SECOND)]
    assert [answer.status_code for answer in answers] == [201, 201, 201], [answer.text for answer in answers]


async def begin_everything(stack: AsyncExitStack, server: LiveServer, token: str) -> dict[str, UUID]:
    """Five conversations, each at the point where the kill hurts it most."""
    talks: dict[str, Talk] = {}
    for said in ("think long", "add the baker", "delete the first", "remove the second", "tailor it"):
        talks[said] = await stack.enter_async_context(talking(server, token))
    await talks["think long"].say("think long")
    await talks["think long"].until("model_request_start")
    for said in ("delete the first", "remove the second"):
        await talks[said].say(said)
        await talks[said].until("approval_required")
        await talks[said].until("complete")
    await talks["delete the first"].send("resume", decision={"approved": True})
    await talks["add the baker"].say("add the baker")
    for said in ("delete the first", "add the baker"):
        assert (await talks[said].until("tool_result"))["status"] == "ok"
        await talks[said].until("model_request_start")
    await talks["tailor it"].say("tailor it")
    await talks["tailor it"].until("tool_result")
    await until(server.services, "select 1 from tailored_resumes where step like 'making the PDF%'")
    return {said: conversation_of(talk) for said, talk in talks.items()}


async def test_a_killed_server_loses_and_doubles_nothing(services: Services, settings: Any, tmp_path: Path) -> None:
    url = settings.database_url.get_secret_value()
    with aimock.running(tmp_path, WIRE) as wire, home_folder() as home:
        more = {"DATABASE_URL": url, "MODELS_FILE": str(models_file(tmp_path, wire))}
        async with AsyncExitStack() as stack:
            with product(home, **more) as first:
                await prepare(first)
                conversations = await begin_everything(stack, live(first, services), first.token)
                first.kill()
                assert first.left_behind() == []
        with product(home, **more) as second:
            began = time.monotonic()
            await until(
                services, "select 1 where not exists (select 1 from runs where status in ('queued', 'running'))"
            )
            assert time.monotonic() - began < 25, "5 s of silence, a look every 2 s, and the turns themselves"
            await check_what_is_there(services, conversations)
            await answer_what_waits(live(second, services), second.token, conversations["remove the second"])
            assert second.end() in {0, 130}
            assert second.left_behind() == []
            assert "Traceback" not in second.log.read_text()


async def check_what_is_there(services: Services, conversations: dict[str, UUID]) -> None:
    """Every message once, every effect once."""
    said = {name: [] for name in conversations}  # type: dict[str, list[tuple[str, str]]]
    names = {conversation_id: name for name, conversation_id in conversations.items()}
    for row in await rows(services, "select conversation_id, role, content from messages order by id"):
        said[names[row[0]]].append((row[1], row[2]))
    waiting = said.pop("remove the second")
    assert waiting == [("user", "remove the second")]
    assert said == {name: [("user", name), ("assistant", f"done: {name}")] for name in said}
    jobs = await rows(services, "select number, deleted_at is null from jobs order by number")
    assert [tuple(row) for row in jobs] == [(1, False), (2, True), (3, True)]
    assert len(await rows(services, "select 1 from resumes")) == 1
    kinds = "select kind, count(*) from events group by kind order by kind"
    counted = {row[0]: row[1] for row in await rows(services, kinds)}
    assert (counted["job_added"], counted["job_deleted"], counted["resume_tailored"]) == (3, 1, 1)
    made = await rows(services, "select status, progress, pdf is not null, document is not null from tailored_resumes")
    assert [tuple(row) for row in made] == [("completed", 100, True, True)]
    ended = await rows(services, "select kind, status, attempts from runs order by kind, status, attempts")
    assert [tuple(row) for row in ended] == [
        ("tailor_resume", "completed", 2), *[("turn", "completed", 2)] * 4, ("turn", "waiting", 1)
    ]  # fmt: skip


async def answer_what_waits(server: LiveServer, token: str, conversation_id: UUID) -> None:
    """The question is asked again, and its yes is done."""
    async with talking(server, token, conversation_id=conversation_id) as talk:
        asked = await talk.until("approval_required")
        assert asked["arguments"] == {"job": "2"}
        assert (await talk.turn("yes"))["content"] == "done: remove the second"
    jobs = await rows(server.services, "select number, deleted_at is null from jobs order by number")
    assert [tuple(row) for row in jobs] == [(1, False), (2, False), (3, True)]
