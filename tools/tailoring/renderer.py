"""Rendering off the event loop: a small pool of processes, made on first use and owned by whoever made the Renderer."""

import asyncio
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing.connection import wait
from typing import Any

from store.errors import UnavailableError
from tools.tailoring.schemas import Rendered, TailoredDocument

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
        pdf: bytes = await self._run("render_page", html, self._seconds)
        return pdf

    async def fit(self, document: TailoredDocument) -> Rendered:
        """The document cut to its own page limit, its PDF, and what reading that back has shown.

        Raises what `rendering.fit` raises, and `PdfUnreadableError` when a machine would not read every line of it.
        """
        rendered: Rendered = await self._run("render_whole", document, self._seconds)
        return rendered

    async def aclose(self) -> None:
        """End the processes; calls that wait are cancelled, one under way is finished."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _run(self, work: str, *arguments: object) -> Any:
        pool = self._pool = self._pool or _make_pool(self._workers)
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _work, work, *arguments)
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
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)


def _work(name: str, *arguments: object) -> Any:
    """Call a function of `tools.tailoring.rendering_work`, which is imported here and not in the parent.

    WeasyPrint loads Pango as it is imported: on a machine without it only rendering fails, and nobody else pays for it.
    """
    try:
        work = import_module("tools.tailoring.rendering_work")
    except OSError as problem:
        message = f"PDFs need Pango, which is not installed ({problem}). `jobwright doctor` says how to install it."
        raise UnavailableError(message, code="PANGO_MISSING") from problem
    return getattr(work, name)(*arguments)
