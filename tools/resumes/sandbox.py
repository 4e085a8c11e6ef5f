"""Reads a resume in a process of its own, with hard limits on time and memory; what goes wrong there stays there."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from store.errors import PayloadTooLargeError
from tools.resumes.refusals import OUT_OF_MEMORY, ResumeCorruptError, ResumeMemoryError, ResumeTimeoutError, refusal
from tools.resumes.schemas import ParsedResume

_ENTRY = "from tools.resumes.parsing.worker import main; main()"
_ROOT = Path(__file__).resolve().parents[2]
_MAX_ANSWER = 64_000_000
_TOO_SLOW = (
    "Reading this file took longer than {seconds:g} seconds and was stopped. Export the resume again as a simple PDF."
)
_CRASHED = "This file is damaged in a way that stops it from being read. Export the resume again and upload that file."


async def parse(
    content: bytes, filename: str, *, max_bytes: int, max_pages: int, max_expanded: int, seconds: float, memory_mb: int
) -> ParsedResume:
    """Read a resume in a subprocess; limits in bytes, pages, unpacked bytes, seconds and megabytes.

    Raises the AppErrors of `tools.resumes.parsing`; PARSE_TIMEOUT, PARSE_MEMORY, and RESUME_CORRUPT when it crashes.
    """
    if len(content) > max_bytes:
        raise PayloadTooLargeError(
            f"This file has {len(content) / 1e6:.1f} MB; at most {max_bytes / 1e6:.1f} MB are read. Save it with smaller pictures.",
            details={"bytes": len(content), "limit": max_bytes},
        )
    order = {
        "filename": filename, "size": len(content), "max_bytes": max_bytes, "max_pages": max_pages,
        "max_expanded": max_expanded, "seconds": seconds, "memory_mb": memory_mb,
    }  # fmt: skip
    process = await _start()
    try:
        async with asyncio.timeout(seconds):
            answer = await _exchange(process, json.dumps(order).encode() + b"\n", content)
            status = await process.wait()
    except TimeoutError:
        raise ResumeTimeoutError(_TOO_SLOW.format(seconds=seconds), details={"seconds": seconds}) from None
    finally:
        await _end(process)
    return _result(answer, status, seconds)


async def _start() -> asyncio.subprocess.Process:
    """The child: no inherited settings or secrets, its own process group, nothing but our packages on its path."""
    environment = {"PYTHONPATH": os.pathsep.join(_import_path()), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-c",
        _ENTRY,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,
    )


def _import_path() -> list[str]:
    return [str(_ROOT)]


async def _exchange(process: asyncio.subprocess.Process, header: bytes, content: bytes) -> bytes:
    """Send the file and collect the answer at the same time, so that neither pipe can fill up and block."""
    _, answer = await asyncio.gather(_send(process, header, content), _receive(process))
    return answer


async def _send(process: asyncio.subprocess.Process, header: bytes, content: bytes) -> None:
    stdin = process.stdin
    if stdin is None:
        return
    try:
        stdin.write(header)
        for at in range(0, len(content), 1 << 16):
            stdin.write(content[at : at + (1 << 16)])
            await stdin.drain()
        stdin.close()
        await stdin.wait_closed()
    except (BrokenPipeError, ConnectionResetError):
        return  # the child is gone; its exit status tells why


async def _receive(process: asyncio.subprocess.Process) -> bytes:
    stdout = process.stdout
    parts: list[bytes] = []
    size = 0
    while stdout is not None and (part := await stdout.read(1 << 16)):
        size += len(part)
        if size > _MAX_ANSWER:
            return b""
        parts.append(part)
    return b"".join(parts)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill the child and whatever it started, and wait for it, so that no zombie stays."""
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        await process.wait()
    transport = getattr(process, "_transport", None)
    if transport is not None:
        transport.close()


def _result(answer: bytes, status: int, seconds: float) -> ParsedResume:
    """What the child answered, or the refusal its exit status stands for."""
    if status == -signal.SIGXCPU:
        raise ResumeTimeoutError(_TOO_SLOW.format(seconds=seconds), details={"seconds": seconds})
    if status in (-signal.SIGKILL, -signal.SIGTRAP, -signal.SIGABRT, -signal.SIGILL):
        raise ResumeMemoryError(OUT_OF_MEMORY)
    if status != 0 or not answer:
        raise ResumeCorruptError(_CRASHED, details={"status": status})
    kind, body = answer[:1], answer[1:]
    if kind == b"+":
        return ParsedResume.model_validate_json(body)
    failure: dict[str, Any] = json.loads(body)
    if failure["code"] == "BUG":
        raise RuntimeError(f"reading a resume failed inside the sandbox: {failure['message']}")
    raise refusal(failure["code"], failure["message"], failure["details"])
