"""Rendering off the event loop, in a small pool of processes."""

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from store.errors import UnavailableError
from tools.tailoring.schemas import DocumentFormat, Exported, LetterDocument, Rendered, TailoredDocument

_TASKS_PER_PROCESS = 500
"""Each render leaves about 0.15 MB behind in the C libraries, so a process is replaced before that adds up."""

_RETRY_AFTER = 5


class Processes:
    """Up to `workers` processes (one less than there are cores by default), each in at most `memory_mb` of addresses.

    They start with the first call. WeasyPrint holds the interpreter for a tenth of a second a page and is not safe in
    several threads at once. Close them when the edge that made them stops.
    """

    def __init__(self, workers: int | None = None, *, memory_mb: int = 2048) -> None:
        self.workers, self._memory_mb = workers or _spare_cores(), memory_mb
        self._pool: ProcessPoolExecutor | None = None

    async def run(self, work: str, *arguments: object) -> Any:
        """What a function of `rendering_work` answers. Raises UnavailableError when its process dies of it."""
        pool = self._pool = self._pool or _make_pool(self.workers, self._memory_mb)
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _work, work, *arguments)
        except BrokenProcessPool as error:
            self._discard(pool)
            message = (
                "The process that renders PDFs ended unexpectedly (out of memory?). The next request starts a new one."
            )
            raise UnavailableError(message, code="RENDERER_DIED") from error
        except (MemoryError, SystemError) as error:  # the second is how C libraries fail that find no memory
            self._discard(pool)
            message = "Rendering took more memory than it may and was stopped. Shorten the document."
            raise UnavailableError(message, code="RENDER_MEMORY") from error

    async def aclose(self) -> None:
        """End them; calls that wait are cancelled, one under way is finished."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    def _discard(self, pool: ProcessPoolExecutor) -> None:
        """Let the next call start new processes; what is under way in these is finished."""
        if self._pool is pool:
            self._pool = None
        pool.shutdown(wait=False)


class Renderer:
    """Renders in `processes`, each call for at most `seconds`.

    Beyond `waiting` calls in line, more are refused at once. `templates` is the folder of the user's own templates.
    """

    def __init__(
        self, processes: Processes, *, seconds: int = 60, waiting: int = 32, templates: Path | None = None
    ) -> None:
        self._processes, self._seconds, self._templates = processes, seconds, templates
        self._places = processes.workers + waiting
        self._taken = 0

    async def pdf(self, html: str) -> bytes:
        """The page as PDF (see `rendering.render_pdf`)."""
        pdf: bytes = await self._run("render_page", html, self._seconds)
        return pdf

    async def fit(self, document: TailoredDocument) -> Rendered:
        """The document cut to its own page limit, its PDF, and what checking that has shown.

        Raises what `fitting.fit` raises, and `DocumentUnreadableError` when a machine would not read every line of it.
        """
        rendered: Rendered = await self._run("render_whole", document, self._templates, self._seconds)
        return rendered

    async def export(self, document: TailoredDocument, kind: DocumentFormat) -> Exported:
        """The document as a file: PDF, Word, Markdown, JSON Resume or plain text; read back and found whole.

        A PDF is cut to its pages as by `fit`; the other formats have none and show every line of the document.
        Raises `DocumentUnreadableError` when our own reader would not find every line again.
        """
        exported: Exported = await self._run("render_export", document, kind, self._templates, self._seconds)
        return exported

    async def letter(self, letter: LetterDocument, kind: DocumentFormat) -> Exported:
        """The letter as a file, with the same checks; `json` holds the letter's own fields.

        Raises `DocumentUnreadableError`, and `ValidationError` (`LETTER_TOO_LONG`) when it takes more than two pages.
        """
        exported: Exported = await self._run("render_letter", letter, kind, self._templates, self._seconds)
        return exported

    async def _run(self, work: str, *arguments: object) -> Any:
        if self._taken >= self._places:
            raise UnavailableError(
                f"{self._taken} documents are being made or wait for it already. Try again in a few seconds.",
                code="RENDERER_BUSY",
                details={"retry_after": _RETRY_AFTER},
            )
        self._taken += 1
        try:
            return await self._processes.run(work, *arguments)
        finally:
            self._taken -= 1


def _spare_cores() -> int:
    """One for the server itself, the rest for rendering; a laptop with many is not filled either."""
    return min(max((os.cpu_count() or 1) - 1, 1), 8)


def _make_pool(workers: int, memory_mb: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(memory_mb,),
        max_tasks_per_child=_TASKS_PER_PROCESS,
    )


def _start_worker(memory_mb: int) -> None:
    """Leave Ctrl-C to the parent, end when the parent ends, however it ends, and take no more memory than this."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)


def _work(name: str, *arguments: object) -> Any:
    """Call a function of `tools.tailoring.documents.rendering_work`, which is imported here and not in the parent.

    WeasyPrint loads Pango as it is imported: on a machine without it only rendering fails, and nobody else pays for it.
    """
    try:
        work = import_module("tools.tailoring.documents.rendering_work")
    except OSError as problem:
        message = f"PDFs need Pango, which is not installed ({problem}). `jobwright doctor` says how to install it."
        raise UnavailableError(message, code="PANGO_MISSING") from problem
    return getattr(work, name)(*arguments)
