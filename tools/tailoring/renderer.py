"""Rendering off the event loop: a small pool of processes, made on first use and owned by whoever made the Renderer."""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from types import FrameType
from typing import NoReturn, TypeVar

from store.errors import UnavailableError
from tools.tailoring.readback import require_readable
from tools.tailoring.rendering import Paper, fit, render_pdf
from tools.tailoring.schemas import TailoredDocument

Result = TypeVar("Result")

_TASKS_PER_PROCESS = 500
"""Each render leaves about 0.15 MB behind in the C libraries, so a process is replaced before that adds up."""


class Renderer:
    """Renders in `workers` processes of its own; close it when the edge that made it stops.

    WeasyPrint holds the interpreter for a tenth of a second a page and is not safe in several threads at once, so it
    runs in processes. Each call has `seconds` to finish.
    """

    def __init__(self, workers: int = 1, seconds: int = 60) -> None:
        self._workers, self._seconds = workers, seconds
        self._pool: ProcessPoolExecutor | None = None

    async def pdf(self, html: str) -> bytes:
        """The page as PDF (see `rendering.render_pdf`)."""
        return await self._run(_render_page, html, self._seconds)

    async def fit(self, document: TailoredDocument, *, paper: Paper = "a4") -> tuple[TailoredDocument, bytes]:
        """The document cut to its own page limit and its PDF, read back and found whole.

        Raises what `rendering.fit` raises, and `PdfUnreadableError` when a machine would not read every line of it.
        """
        return await self._run(_render_whole, document, paper, self._seconds)

    async def render_document(self, document: TailoredDocument, *, paper: Paper = "a4") -> bytes:
        """The PDF of `fit`."""
        return (await self.fit(document, paper=paper))[1]

    async def aclose(self) -> None:
        """End the processes; calls that wait are cancelled, one under way is finished."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _run(self, work: Callable[..., Result], *arguments: object) -> Result:
        pool = self._pool = self._pool or _make_pool(self._workers)
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work, *arguments)
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            message = (
                "The process that renders PDFs ended unexpectedly (out of memory?). The next request starts a new one."
            )
            raise UnavailableError(message, code="RENDERER_DIED") from error


def _make_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        max_tasks_per_child=_TASKS_PER_PROCESS,
    )


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end when the parent ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _too_slow)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)


def _too_slow(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise UnavailableError("Rendering took too long and was stopped. Shorten the resume.", code="RENDER_TIMEOUT")


def _render_page(html: str, seconds: int) -> bytes:
    return _limited(seconds, render_pdf, html)


def _render_whole(document: TailoredDocument, paper: Paper, seconds: int) -> tuple[TailoredDocument, bytes]:
    return _limited(seconds, _fit_and_read_back, document, paper)


def _fit_and_read_back(document: TailoredDocument, paper: Paper) -> tuple[TailoredDocument, bytes]:
    cut, pdf = fit(document, document.pages_limit, paper=paper)
    require_readable(pdf, cut)
    return cut, pdf


def _limited(seconds: int, work: Callable[..., Result], *arguments: object) -> Result:
    signal.alarm(seconds)
    try:
        return work(*arguments)
    finally:
        signal.alarm(0)
