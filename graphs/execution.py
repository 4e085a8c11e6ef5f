"""Working on a run: its heartbeat, and stopping when told to."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from graphs.events import control_channel
from store import runs
from store.database import transaction
from tools.context import Services

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
    watcher = asyncio.ensure_future(_watch(services, run_id, attempt))
    try:
        await asyncio.wait({task, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise watcher.result()  # the watcher only ends early with a reason to stop, or with an error of its own
    finally:
        task.cancel()
        watcher.cancel()
        await asyncio.gather(task, watcher, return_exceptions=True)


async def _watch(services: Services, run_id: UUID, attempt: int) -> Stopped | TakenOver:
    """Beat once a second; returns why to stop."""
    channel = control_channel(run_id)
    async with services.cache.subscribe(channel) as messages:
        if await services.cache.get(channel) is not None:  # told between the run's beginning and this moment
            return Stopped()
        heard = asyncio.ensure_future(anext(messages))
        try:
            while not (await asyncio.wait({heard}, timeout=BEAT_SECONDS))[0]:
                async with transaction(services.sessions) as session:
                    if not await runs.beat(session, run_id, attempt=attempt):
                        return TakenOver()
            heard.result()  # a subscription that broke is an error, not somebody's wish to stop
        finally:
            heard.cancel()
    return Stopped()


async def tell_to_stop(services: Services, run_id: UUID) -> None:
    """Tell whoever works on this run, in any process, to stop, and whoever is about to."""
    channel = control_channel(run_id)
    await services.cache.put(channel, b"stop", seconds=STOP_SECONDS)
    await services.cache.publish(channel, b"stop")
    await services.cache.clear_backlog(channel)
