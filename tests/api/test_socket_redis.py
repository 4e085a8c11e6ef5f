"""Many processes over one database and one Redis: they see each other's turns, and workers do the long work."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from pydantic import SecretStr
from redis.asyncio import Redis
from sqlalchemy import text

from tests.api.conftest import STORY, Serve, models_file
from tests.peers import aimock, redis
from tests.peers.processes import environment_of, home_folder
from tests.peers.talking import JOB, RESUME, conversation_of, somebody, talking


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A Redis of these tests' own."""
    with redis.running() as url:
        yield url


async def test_a_turn_in_one_process_is_seen_and_cancelled_from_another(
    serve: Serve, redis_url: str, wire: aimock.ModelServer, tmp_path: Path
) -> None:
    shared = {"redis_url": SecretStr(redis_url), "models_file": models_file(tmp_path, wire)}
    async with serve(**shared) as one, serve(**shared) as other:
        _, token = await somebody(one.services)
        async with talking(one, token) as here:
            await here.say("tell a story")
            await here.until("text_delta")
            async with talking(other, token, conversation_id=conversation_of(here)) as there:
                await there.until("complete")
                assert there.kinds()[:3] == ["conversation_created", "user_prompt", "model_request_start"]
                assert "".join(data["text"] for data in there.of("text_delta")) == STORY
                await here.until("complete")
                assert here.of("final_result") == there.of("final_result")
                await there.say("think long")
                await here.until("model_request_start")
                await here.send("cancel")
                async with asyncio.timeout(1):
                    assert (await there.until("complete"))["status"] == "cancelled"


@contextmanager
def worker(home: Path, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """A background worker as `docker-compose.yml` starts it."""
    with (home / "worker.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "api", "taskiq", "worker"], stdout=log, stderr=log, text=True, cwd=home,
            env=environment_of(home, more),
        )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


async def test_a_worker_does_what_the_server_was_asked_for(serve: Serve, redis_url: str) -> None:
    async with serve(redis_url=SecretStr(redis_url)) as server:
        settings, services = server.services.settings, server.services
        assert settings.database_url is not None
        _, token = await somebody(services)
        more = {"DATABASE_URL": settings.database_url.get_secret_value(), "REDIS_URL": redis_url}
        with home_folder() as home, worker(home, **more) as working:
            await listening(redis_url)
            session_id = await ask_for_tailoring(server.url, token)
            query = text("select t.status, r.status, r.attempts from tailored_resumes t join runs r on r.id = t.run_id")
            async with asyncio.timeout(60):
                while True:
                    async with services.sessions() as session:
                        row = (await session.execute(query)).one()
                    if row[1] not in {"queued", "running"}:
                        break
                    await asyncio.sleep(0.1)
            assert tuple(row) == ("completed", "completed", 1), (home / "worker.log").read_text()
            async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http:
                pdf = await http.get(f"{server.url}/api/v1/tailoring-sessions/{session_id}/pdf")
            assert pdf.content.startswith(b"%PDF")
            family = psutil.Process(working.pid).children(recursive=True)
            assert family, "the PDF was made elsewhere"
            working.send_signal(signal.SIGTERM)
            assert working.wait(15) == 0
            assert psutil.wait_procs(family, timeout=5)[1] == []
            assert "Traceback" not in (home / "worker.log").read_text()


async def listening(redis_url: str) -> None:
    """Wait until the worker reads from the queue."""
    async with Redis.from_url(redis_url) as client, asyncio.timeout(60):
        while "xreadgroup" not in {each["cmd"] for each in await client.client_list()}:
            await asyncio.sleep(0.1)


async def ask_for_tailoring(url: str, token: str) -> str:
    """A resume, a job, and a tailoring session that the server only writes down; its id."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", headers=headers, timeout=30) as http:
        job = await http.post("/jobs", json={"text": JOB})
        files = {"resume": ("mara.txt", RESUME.encode())}
        begun = await http.post("/tailoring-sessions/", data={"job_id": job.json()["id"]}, files=files)
    assert begun.status_code == 201, begun.text
    return str(begun.json()["id"])
