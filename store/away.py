"""Servers that are away for a while: how that is told from other failures, and waiting until they are back."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import psycopg
import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

log = structlog.get_logger(__name__)

Result = TypeVar("Result")
# What drivers raise while a server that we depend on is away.
AWAY = (
    OSError, RedisError, psycopg.OperationalError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError,
    asyncpg.exceptions.OperatorInterventionError,
)  # fmt: skip
AWAY_STATES = ("08", "57P")  # Postgres' own codes: connection lost; shutting down or starting up
PAUSE_SECONDS = 0.5


def is_away(problem: BaseException | None) -> bool:
    """Whether an error says that a server is away, which is no fault of the work: it goes on when it is back."""
    if not isinstance(problem, DBAPIError):
        return isinstance(problem, AWAY)
    told = isinstance(problem, OperationalError | InterfaceError) or problem.connection_invalidated
    return told or str(getattr(problem.orig, "sqlstate", None)).startswith(AWAY_STATES)


async def until_back(work: Callable[[], Awaitable[Result]], *, seconds: float) -> Result:
    """Do the work again while a server it needs is away, for so many seconds; then its last error is raised.

    A start must outlive a database or a queue that is started again at the same moment.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            return await work()
        except Exception as problem:
            if not (is_away(problem) or is_away(problem.__cause__)) or time.monotonic() >= until:
                raise
            log.warning("a server cannot be reached yet; trying again", why=str(problem).splitlines()[0])
        await asyncio.sleep(PAUSE_SECONDS)
