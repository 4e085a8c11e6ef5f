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


class Stopped(Exception):
    """The person told this run to stop."""


async def watched(services: Services, run_id: UUID, work: Coroutine[Any, Any, Result]) -> Result:
    """Do the work with a heartbeat, until it is done. Raises Stopped when the person cancels it."""
    task = asyncio.ensure_future(work)
    watcher = asyncio.ensure_future(_watch(services, run_id))
    try:
        await asyncio.wait({task, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        watcher.result()  # the watcher only ends early when told to stop, or with an error of its own
        raise Stopped
    finally:
        task.cancel()
        watcher.cancel()
        await asyncio.gather(task, watcher, return_exceptions=True)


async def _watch(services: Services, run_id: UUID) -> None:
    """Beat once a second; return when told to stop."""
    async with services.cache.subscribe(control_channel(run_id)) as messages:
        heard = asyncio.ensure_future(anext(messages))
        try:
            while not (await asyncio.wait({heard}, timeout=BEAT_SECONDS))[0]:
                async with transaction(services.sessions) as session:
                    await runs.beat(session, [run_id])
        finally:
            heard.cancel()


async def tell_to_stop(services: Services, run_id: UUID) -> None:
    """Tell whoever works on this run, in any process, to stop."""
    await services.cache.publish(control_channel(run_id), b"stop")
    await services.cache.clear_backlog(control_channel(run_id))
