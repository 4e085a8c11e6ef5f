"""Reads a resume in a process of its own, with hard limits on time and memory; what goes wrong there stays there."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from store.errors import PayloadTooLargeError
from tools.resumes.refusals import (
    OUT_OF_MEMORY,
    ResumeCorruptError,
    ResumeMemoryError,
    ResumeScannedError,
    ResumeTimeoutError,
    refusal,
)
from tools.resumes.schemas import ParsedResume

# What is loaded stays: looking through it for garbage took a fifth of the time.
_ENTRY = "import gc; gc.disable(); from tools.resumes.parsing.worker import main; gc.freeze(); gc.enable(); main()"
_ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
OCR_SECONDS = 60.0
# Of each event loop, since a semaphore belongs to the one that it is first waited for in.
_PLACES: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_MAX_ANSWER = 64_000_000
_MAX_COMPLAINT = 100_000
_TOO_SLOW = (
    "Reading this file took longer than {seconds:g} seconds and was stopped. Export the resume again as a simple PDF."
)
_CRASHED = "This file is damaged in a way that stops it from being read. Export the resume again and upload that file."


async def parse(
    content: bytes, filename: str, *, max_bytes: int, max_pages: int, max_expanded: int, seconds: float, memory_mb: int
) -> ParsedResume:
    """Read a resume in a subprocess; limits in bytes, pages, unpacked bytes, seconds and megabytes.

    Two are read at once in a process, others wait; their seconds count from their own start. A scan is read in a second
    process, which may take OCR_SECONDS, where Tesseract is installed.
    Raises the AppErrors of `tools.resumes.parsing`; PARSE_TIMEOUT, PARSE_MEMORY, and RESUME_CORRUPT when it crashes.
    """
    if len(content) > max_bytes:
        raise PayloadTooLargeError(
            f"This file has {len(content) / 1e6:.1f} MB; at most {max_bytes / 1e6:.1f} MB are read. Save it with "
            f"smaller pictures.",
            details={"bytes": len(content), "limit": max_bytes},
        )
    order = {
        "filename": filename,
        "size": len(content),
        "max_bytes": max_bytes,
        "max_pages": max_pages,
        "max_expanded": max_expanded,
        "seconds": seconds,
        "memory_mb": memory_mb,
    }
    async with _PLACES.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        try:
            return await _read(order, content)
        except ResumeScannedError:
            tesseract = shutil.which("tesseract")
            if tesseract is None:
                raise
        return await _read({**order, "seconds": max(OCR_SECONDS, seconds), "tesseract": tesseract}, content)


async def _read(order: dict[str, Any], content: bytes) -> ParsedResume:
    seconds = float(order["seconds"])
    process = await _start()
    try:
        async with asyncio.timeout(seconds):
            answer, complaint = await _exchange(process, json.dumps(order).encode() + b"\n", content)
            status = await process.wait()
    except TimeoutError:
        raise ResumeTimeoutError(_TOO_SLOW.format(seconds=seconds), details={"seconds": seconds}) from None
    finally:
        await _end(process)
    return _result(answer, complaint, status, seconds)


async def _start() -> asyncio.subprocess.Process:
    """The child: no inherited settings or secrets, its own process group, nothing but our packages on its path."""
    environment = {"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "OMP_THREAD_LIMIT": "1"}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-c",
        _ENTRY,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        cwd="/",
        start_new_session=True,
    )


async def _exchange(process: asyncio.subprocess.Process, header: bytes, content: bytes) -> tuple[bytes, bytes]:
    """Send the file and collect answer and complaint at the same time, so that no pipe can fill up and block."""
    _, answer, complaint = await asyncio.gather(
        _send(process.stdin, header, content),
        _receive(process.stdout, _MAX_ANSWER),
        _receive(process.stderr, _MAX_COMPLAINT),
    )
    return answer, complaint


async def _send(stdin: asyncio.StreamWriter | None, header: bytes, content: bytes) -> None:
    if stdin is None:
        return
    # a child that is gone breaks the pipe; its exit status tells why
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        stdin.write(header)
        for at in range(0, len(content), 1 << 16):
            stdin.write(content[at : at + (1 << 16)])
            await stdin.drain()
        stdin.close()
        await stdin.wait_closed()


async def _receive(stream: asyncio.StreamReader | None, limit: int) -> bytes:
    """Everything the stream brings, read to its end; what is above the limit is dropped."""
    parts: list[bytes] = []
    size = 0
    while stream is not None and (part := await stream.read(1 << 16)):
        size += len(part)
        if size <= limit:
            parts.append(part)
    return b"".join(parts) if size <= limit else b""


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill the child and whatever it started, and wait for it, so that no zombie stays."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    transport = getattr(process, "_transport", None)
    if transport is not None:
        transport.close()


def _result(answer: bytes, complaint: bytes, status: int, seconds: float) -> ParsedResume:
    """What the child answered, or the refusal its exit status stands for."""
    if status == -signal.SIGXCPU:
        raise ResumeTimeoutError(_TOO_SLOW.format(seconds=seconds), details={"seconds": seconds})
    if status in (-signal.SIGKILL, -signal.SIGTRAP, -signal.SIGABRT, -signal.SIGILL):
        raise ResumeMemoryError(OUT_OF_MEMORY)
    reason = complaint.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:300]
    if not answer.startswith(b"*") and status >= 0:
        raise RuntimeError(f"the process that reads resumes did not start: {reason}")
    if status != 0 or len(answer) < 2:
        raise ResumeCorruptError(_CRASHED, details={"status": status, "reason": reason})
    kind, body = answer[1:2], answer[2:]
    if kind == b"+":
        return ParsedResume.model_validate_json(body)
    failure: dict[str, Any] = json.loads(body)
    raise refusal(failure["code"], failure["message"], failure["details"])
