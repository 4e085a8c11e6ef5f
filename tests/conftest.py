"""What every test may ask for: a real Postgres, the services over it, the application, and people signed in to it."""

import asyncio
import gc
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
import structlog
import uvicorn

from api.app import create_app
from graphs.services import open_services
from store.accounts import add_user
from store.embedded import EmbeddedPostgres
from store.settings import Settings
from tests.databases import Databases, address_of
from tools.accounts import service as accounts
from tools.context import Actor, Context, Services
from tools.tailoring.documents.renderer import Processes

TEMPLATE = "jobwright_template"


def pytest_configure(config: pytest.Config) -> None:
    """Every process of the tests reads what the offline model learns from one folder, instead of learning it anew."""
    gc.disable()  # until everything is loaded
    if not hasattr(config, "workerinput"):
        os.environ["LEARNED_DIR"] = tempfile.mkdtemp(prefix="jobwright-learned-")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it again and again took a seventh of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folder goes with the run that made it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("LEARNED_DIR"), ignore_errors=True)


@pytest.fixture(autouse=True)
def log() -> None:
    """Every test logs to its own output: a command of an earlier one has set up a stream that is closed by now.

    Plain, as the default prints every local variable and takes seconds over it.
    """
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, plain],
        logger_factory=structlog.PrintLoggerFactory(), wrapper_class=structlog.make_filtering_bound_logger(0),
    )  # fmt: skip


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of third-party material beside the checkout; tests that need it skip where it is absent."""
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared material (../shared/data) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def postgres_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the embedded server's own user may enter, shared by all workers of this test run."""
    shared = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)
    home = Path(tempfile.gettempdir()) / f"jobwright-tests-{shared}"
    home.mkdir(mode=0o755, exist_ok=True)
    return home


@pytest.fixture(scope="session")
def postgres(postgres_home: Path) -> Iterator[str]:
    """The address of a real server, stopped by the last worker that leaves."""
    server = EmbeddedPostgres(postgres_home)
    yield server.start()
    server.stop()


@pytest.fixture(scope="session")
async def migrated(postgres: str) -> str:
    """The name of a migrated database that others are copied from."""
    connection = await asyncpg.connect(postgres)
    try:
        await connection.execute("select pg_advisory_lock(99)")
        if not await connection.fetchval("select 1 from pg_database where datname = $1", TEMPLATE):
            await connection.execute("alter system set fsync = off")
            await connection.execute("alter system set synchronous_commit = off")
            await connection.execute("select pg_reload_conf()")
            await connection.execute(f"create database {TEMPLATE}_new")
            settings = Settings(database_url=address_of(postgres, f"{TEMPLATE}_new"), _env_file=None)
            async with open_services(settings):
                pass
            await connection.execute(f"alter database {TEMPLATE}_new rename to {TEMPLATE}")
    finally:
        await connection.close()
    return TEMPLATE


@pytest.fixture(scope="session")
async def databases(postgres: str, migrated: str) -> AsyncIterator[Databases]:
    """Migrated and empty databases to be lent."""
    connection = await asyncpg.connect(postgres)
    lent = Databases(postgres, connection, migrated)
    yield lent
    await lent.aclose()
    await connection.close()


@pytest.fixture
async def database_url(databases: Databases) -> AsyncIterator[str]:
    """A database of this test's own, migrated and empty."""
    async with databases.lend() as address:
        yield address


@pytest.fixture(scope="session")
async def rendering() -> AsyncIterator[Processes]:
    """One process for the rendering of all tests: to start it takes longer than most of them."""
    async with aclosing(Processes(1)) as processes:
        yield processes


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a lone installation on this test's database, with limits that tests do not reach."""
    return Settings(
        database_url=database_url, jobwright_home=tmp_path, secret_key="s" * 40, rate_limit_requests=100_000,
        sign_in_limit_requests=1000, outbound_allowed_hosts="127.0.0.1", _env_file=None,
    )  # fmt: skip


@pytest.fixture
async def services(settings: Settings, rendering: Processes) -> AsyncIterator[Services]:
    """Everything a process opens, really open."""
    async with open_services(settings, migrate=False, rendering=rendering) as opened:
        yield opened


async def new_actor(services: Services, *, role: str = "user") -> Actor:
    """A fresh account, which nobody signs in to: without a password, as those have who came by Google."""
    name = uuid4().hex[:12]
    async with services.sessions() as session, session.begin():
        user = await add_user(session, email=f"{name}@example.com", username=name, role=role)
    return Actor(user.id, frozenset({"user", "admin"} if role == "admin" else {"user"}))


@pytest.fixture
async def actor(services: Services) -> Actor:
    """Somebody who is signed in."""
    return await new_actor(services)


@pytest.fixture
def context(services: Services, actor: Actor) -> Context:
    """Services and that somebody together."""
    return services.acting_for(actor)


@pytest.fixture
async def client(settings: Settings, services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client of the application, nobody signed in. Paths are whole: /api/v1/…"""
    app = create_app(settings, services)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as http:
            yield http


SignIn = Callable[[], Coroutine[Any, Any, dict[str, str]]]


@pytest.fixture
def sign_in(client: httpx.AsyncClient) -> SignIn:
    """Registers somebody new; answers the headers that act for them."""

    async def register() -> dict[str, str]:
        body = {"email": f"{uuid4().hex[:12]}@example.com", "password": "correct horse battery"}
        answer = await client.post("/api/v1/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return register


@dataclass(frozen=True)
class LiveServer:
    """The application behind a real socket on loopback."""

    url: str
    services: Services

    @property
    def ws_url(self) -> str:
        """The same for WebSockets."""
        return self.url.replace("http", "ws", 1)

    async def sign_in_link(self) -> str:
        """A fresh one-time link for the local owner."""
        async with self.services.sessions() as session, session.begin():
            owner = await accounts.local_owner(session)
            token = await accounts.issue_sign_in_token(session, owner.id, timedelta(minutes=5))
        return f"{self.url}/#sign-in={token}"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(settings: Settings, services: Services, port: int | None = None) -> AsyncIterator[LiveServer]:
    """Serve the application over HTTP until left."""
    port = port or free_port()
    config = uvicorn.Config(
        create_app(settings, services), host="127.0.0.1", port=port, log_level="warning", ws="websockets-sansio"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield LiveServer(f"http://127.0.0.1:{port}", services)
    finally:
        server.should_exit = True
        await task


@pytest.fixture
async def live_server(settings: Settings, services: Services) -> AsyncIterator[LiveServer]:
    """The application behind a real socket."""
    async with serving(settings, services) as server:
        yield server


def run_command(*arguments: str, environment: dict[str, str], timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run `jobwright` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "api", *arguments], capture_output=True, text=True, timeout=timeout,
        env={**os.environ, **environment}, check=False,
    )  # fmt: skip


def needs(part: str, present: bool) -> None:
    """Skip when a system part cannot be had; under CI that is a failure."""
    if present:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing on this machine, and CI needs it")
    pytest.skip(f"{part} is missing on this machine")
