"""The database that starts by itself: shared, stopped by the last to leave, migrated, refused when it is newer."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest
from sqlalchemy import text

from store import database
from store.database import Database, current_revision
from store.embedded import POSTGRES_VERSION, EmbeddedPostgres
from store.errors import UnavailableError
from store.settings import Settings
from tests.conftest import run_command
from tests.peers.processes import ROOT, Product, home_folder, postgres_processes, product

NEWER = "9999_from_the_future"


async def jobs_of(running: Product) -> int:
    """How many jobs the owner has, asked of the server."""
    headers = {"Authorization": f"Bearer {running.token}"}
    async with httpx.AsyncClient(base_url=running.url, headers=headers, timeout=30) as http:
        answer = await http.get("/api/v1/jobs")
    assert answer.status_code == 200, answer.text
    return int(answer.json()["total"])


async def add_job(running: Product) -> None:
    """One job on the owner's list."""
    headers = {"Authorization": f"Bearer {running.token}"}
    posting = "Baker\nCrumb Street - Leeds\n\nWe look for a baker.\n\nRequirements:\n- 2 years of experience\n- bread\n"
    async with httpx.AsyncClient(base_url=running.url, headers=headers, timeout=30) as http:
        answer = await http.post("/api/v1/jobs", json={"text": posting})
    assert answer.status_code == 201, answer.text


def gone(processes: list[psutil.Process]) -> bool:
    """Whether they have all ended within a few seconds."""
    return not psutil.wait_procs(processes, timeout=5)[1]


async def test_processes_share_the_embedded_server_and_the_last_to_leave_stops_it() -> None:
    with home_folder() as home:
        with product(home) as first, product(home) as second:
            await add_job(first)
            assert await jobs_of(second) == 1
            servers = postgres_processes(home)
            assert servers
            assert first.end(signal.SIGTERM) in {0, 130}, "a service manager's stop is as orderly as Ctrl-C"
            assert first.left_behind() == []
            assert await jobs_of(second) == 1
            second.kill()
            assert second.left_behind() == []
            assert postgres_processes(home), "nobody was there to stop it"
        with product(home) as third:
            assert await jobs_of(third) == 1
            assert third.end() in {0, 130}
            assert third.left_behind() == []
        assert gone(postgres_processes(home))
        assert "Traceback" not in first.log.read_text() + third.log.read_text()
        await asyncio.to_thread(refuse_newer, home)


def refuse_newer(home: Path) -> None:
    """Stamp the folder with a schema of the future: every command refuses it, and nothing is changed or left."""
    server = EmbeddedPostgres(home)
    address = server.start()
    try:
        asyncio.run(_stamp(address))
        refused = run_command("server", "run", environment={"JOBWRIGHT_HOME": str(home), "JOBWRIGHT_PORT": "0"})
        assert refused.returncode == 1
        assert "[SCHEMA_TOO_NEW]" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert asyncio.run(_look(address)) == (NEWER, 1)
    finally:
        server.stop()
    assert gone(postgres_processes(home))


async def _stamp(address: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute("update alembic_version set version_num = $1", NEWER)
    await connection.close()


async def _look(address: str) -> tuple[str, int]:
    connection = await asyncpg.connect(address)
    found = await connection.fetchrow("select version_num, (select count(*) from jobs) from alembic_version")
    await connection.close()
    return tuple(found)  # type: ignore[return-value]


async def test_data_of_an_older_schema_is_migrated_by_several_processes_at_once(settings: Settings) -> None:
    old = Database(settings)
    await old.open()
    head = await current_revision(old.engine)
    async with old.engine.begin() as connection:
        await connection.run_sync(lambda c: database.command.downgrade(_config(c), "base"))
    assert await current_revision(old.engine) is None
    several = [Database(settings) for _ in range(3)]
    await asyncio.gather(*(each.open() for each in several))
    assert await current_revision(old.engine) == head
    async with old.engine.connect() as connection:
        assert await connection.scalar(text("select count(*) from jobs")) == 0
    await asyncio.gather(*(each.close() for each in [old, *several]))


def _config(connection: object) -> database.Config:
    config = database.alembic_config()
    config.attributes["connection"] = connection
    return config


async def test_a_newer_schema_is_refused_and_left_as_it_is(settings: Settings) -> None:
    own = Database(settings)
    await own.open()
    async with own.engine.begin() as connection:
        await connection.execute(text("update alembic_version set version_num = :new"), {"new": NEWER})
        await connection.execute(text("create table of_the_future (id int)"))
    other = Database(settings)
    with pytest.raises(UnavailableError) as refused:
        await other.open()
    assert refused.value.code == "SCHEMA_TOO_NEW"
    assert NEWER in refused.value.message
    assert await current_revision(own.engine) == NEWER
    async with own.engine.connect() as connection:
        assert await connection.scalar(text("select count(*) from of_the_future")) == 0
    await other.close()
    await own.close()


async def test_what_a_server_left_before_a_power_cut_does_not_keep_the_next_from_starting() -> None:
    with home_folder() as home:
        server = EmbeddedPostgres(home)
        server.start()
        status = home / f"postgres-{POSTGRES_VERSION}" / "postmaster.pid"
        left = status.read_text().splitlines()
        server.stop()
        status.write_text("\n".join([str(os.getpid()), *left[1:]]))  # the number is another program's now
        next_one = Database(Settings(jobwright_home=home, _env_file=None))
        await next_one.open()
        await database.ping(next_one.sessions)
        await next_one.close()


async def test_a_server_that_another_process_is_still_starting_is_waited_for() -> None:
    with home_folder() as home:
        server = EmbeddedPostgres(home)
        server.start()
        status = home / f"postgres-{POSTGRES_VERSION}" / "postmaster.pid"
        written = status.read_text()
        status.write_text("\n".join(written.splitlines()[:5]))  # as far as it has come
        done = asyncio.get_running_loop().call_later(1.0, status.write_text, written)
        other = await asyncio.create_subprocess_exec(
            sys.executable, "-c",
            "import sys; from pathlib import Path; from store.embedded import EmbeddedPostgres\n"
            "server = EmbeddedPostgres(Path(sys.argv[1])); server.start(); server.stop()", str(home), cwd=ROOT,
        )  # fmt: skip
        assert await other.wait() == 0
        assert done.when() < asyncio.get_running_loop().time()
        server.stop()


async def test_a_server_that_is_not_there_is_said_so() -> None:
    missing = Database(Settings(database_url="postgresql://127.0.0.1:9/none", _env_file=None))
    with pytest.raises(UnavailableError) as refused:
        await missing.open()
    assert refused.value.code == "DATABASE_UNREACHABLE"
    assert "DATABASE_URL" in refused.value.message
    await missing.close()
