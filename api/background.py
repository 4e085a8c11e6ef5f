"""Work that outlives the request or socket that began it, held so that it is neither lost nor forgotten."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)


class Background:
    """The tasks of one process. What is still running at the end is left to recovery, at the next start."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ending = False

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin, unless all is being stopped; an unexpected error is logged with its trace."""
        task = asyncio.create_task(work)
        if self._ending:
            task.cancel()
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("background work failed", exc_info=problem)

    async def aclose(self) -> None:
        """Stop what is still running, and whatever somebody begins from now on."""
        self._ending = True
        tasks = list(self._tasks)
        for task in tasks:
            if not task.cancelling():  # a second time would break off what it does at its end
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
