"""Working on a run: its heartbeat, and stopping when told to."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog

from graphs.events import control_channel
from store import runs
from store.away import is_away
from store.database import transaction
from store.errors import UnavailableError
from tools.context import Services

log = structlog.get_logger(__name__)

Result = TypeVar("Result")
BEAT_SECONDS = 1.0
SILENT = timedelta(seconds=5)
MAX_ATTEMPTS = 3
STOP_SECONDS = 60.0


class Stopped(Exception):
    """The person told this run to stop."""


class TakenOver(Exception):
    """Another process works on this run, or it was deleted: whoever worked on it lets go without a word."""


async def watched(services: Services, run_id: UUID, attempt: int, work: Coroutine[Any, Any, Result]) -> Result:
    """Do the work with a heartbeat, until it is done.

    Raises Stopped when the person cancels it, TakenOver when the run is not this attempt's any more.
    """
    task = asyncio.ensure_future(work)
    watchers = [asyncio.ensure_future(_beat(services, run_id, attempt)), asyncio.ensure_future(_hear(services, run_id))]
    try:
        await asyncio.wait({task, *watchers}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        # A watcher only ends early with a reason to stop, or with an error of its own.
        raise next(watcher.result() for watcher in watchers if watcher.done())
    finally:
        for each in (task, *watchers):
            each.cancel()
        await asyncio.gather(task, *watchers, return_exceptions=True)


async def _beat(services: Services, run_id: UUID, attempt: int) -> TakenOver:
    """Beat once a second, while the database is away too; returns when the run is another's."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            async with transaction(services.sessions) as session:
                if not await runs.beat(session, run_id, attempt=attempt):
                    return TakenOver()
        except Exception as problem:
            if not is_away(problem):
                raise
            log.warning("a heartbeat could not be written; trying again", run=str(run_id), why=str(problem))


async def _hear(services: Services, run_id: UUID) -> Stopped:
    """Listen for the word to stop; a cache that goes away is listened to again when it is back."""
    channel = control_channel(run_id)
    while True:
        try:
            async with services.cache.subscribe(channel) as messages:
                if await services.cache.get(channel) is None:  # else told between the run's beginning and this moment
                    await anext(messages)
                return Stopped()
        except Exception as problem:
            if not is_away(problem) and not isinstance(problem, UnavailableError):
                raise
            log.warning("the word to stop cannot be heard; trying again", run=str(run_id), why=str(problem))
            await asyncio.sleep(BEAT_SECONDS)


async def tell_to_stop(services: Services, run_id: UUID) -> None:
    """Tell whoever works on this run, in any process, to stop, and whoever is about to."""
    channel = control_channel(run_id)
    await services.cache.put(channel, b"stop", seconds=STOP_SECONDS)
    await services.cache.publish(channel, b"stop")
    await services.cache.clear_backlog(channel)
