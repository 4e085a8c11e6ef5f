"""Opening and closing everything a process shares."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import store.tables  # noqa: F401  # rows refer to tables that a command alone does not load
from agents.models import Models
from store import events
from store.away import until_back
from store.base import new_id
from store.cache import open_cache
from store.checkpoints import Checkpoints
from store.database import Database, Sessions, transaction
from store.settings import Settings
from tools.browser import Browser
from tools.context import Services
from tools.embedding import make_embedder
from tools.jobs.boards.answers import StoredAnswers
from tools.jobs.boards.client import PoliteClient
from tools.jobs.rereading import read_again
from tools.outbound import Limits, OnEgress, Outbound
from tools.skills import use_taxonomy
from tools.tailoring.documents.renderer import Processes, Renderer


@asynccontextmanager
async def open_services(
    settings: Settings, *, migrate: bool = True, rendering: Processes | None = None
) -> AsyncIterator[Services]:
    """Open database, cache, network, browser and models; close them all at the end, the last opened first.

    Services of the same process may render in the same processes: those given are left open.
    """
    use_taxonomy(settings.jobwright_home / "taxonomy")
    async with AsyncExitStack() as stack:
        database, checkpoints, opened = await until_back(
            partial(_open_database, settings, migrate=migrate), seconds=settings.start_wait_seconds
        )
        await stack.enter_async_context(opened)
        cache = open_cache(settings)
        stack.push_async_callback(cache.close)
        outbound = _outbound(settings, database.sessions)
        stack.push_async_callback(outbound.aclose)
        browser = Browser(
            executable=settings.browser_executable, headless=settings.browser_headless,
            timeout_ms=settings.browser_timeout, guard=outbound.guard, on_egress=_egress_log(database.sessions),
            sandbox=settings.browser_sandbox,
        )  # fmt: skip
        stack.push_async_callback(browser.aclose)
        if rendering is None:
            rendering = Processes()
            stack.push_async_callback(rendering.aclose)
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        yield Services(
            settings=settings, sessions=database.sessions, cache=cache, outbound=outbound, browser=browser,
            embedder=make_embedder(base_url=settings.openai_base_url, api_key=key, model=settings.embedding_model),
            renderer=Renderer(rendering, templates=settings.jobwright_home / "templates"),
            checkpoints=checkpoints, models=Models(settings),
            boards=PoliteClient(outbound, StoredAnswers(database.sessions), mirror=settings.board_mirror),
        )  # fmt: skip


async def _open_database(settings: Settings, *, migrate: bool) -> tuple[Database, Checkpoints, AsyncExitStack]:
    """Open what is kept, and say what closes it; nothing stays open where that fails."""
    async with AsyncExitStack() as stack:
        database = Database(settings)
        stack.push_async_callback(database.close)
        await database.open(migrate=migrate)
        if migrate:
            await read_again(database.sessions)
        checkpoints = Checkpoints(database.url)
        stack.push_async_callback(checkpoints.close)
        await checkpoints.open()
        return database, checkpoints, stack.pop_all()


def _outbound(settings: Settings, sessions: Sessions) -> Outbound:
    limits = Limits(total_timeout=settings.outbound_timeout_seconds, max_bytes=settings.outbound_max_bytes)
    return Outbound(
        allowed_hosts=frozenset(settings.outbound_allowed_hosts), limits=limits, on_egress=_egress_log(sessions)
    )


def _egress_log(sessions: Sessions) -> OnEgress:
    async def write(host: str, purpose: str, size: int, status: int) -> None:
        async with transaction(sessions) as session:
            session.add(events.Egress(id=new_id(), host=host, purpose=purpose, bytes=size, status=status))

    return write
