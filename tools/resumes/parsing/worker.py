"""The process that reads one resume: limits itself, reads the file from stdin, answers on stdout."""

import json
import os
import resource
import sys
from typing import Any

from store.errors import AppError
from tools.resumes.parsing import read
from tools.resumes.refusals import OUT_OF_MEMORY, ResumeMemoryError


def main() -> None:
    """Read the order and the file, limit itself, answer `*` and then `+` with the resume or `-` with the error."""
    order = json.loads(sys.stdin.buffer.readline())
    _limit(seconds=order["seconds"], memory_mb=order["memory_mb"])
    sys.stdout.buffer.write(b"*")
    sys.stdout.buffer.flush()
    try:
        answer = b"+" + _read(order, sys.stdin.buffer.read(order["size"]))
    except AppError as error:
        answer = _failure(error.code, error.message, error.details)
    except MemoryError:
        answer = _failure(ResumeMemoryError.default_code, OUT_OF_MEMORY, {})
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def _read(order: dict[str, Any], content: bytes) -> bytes:
    parsed = read(
        content,
        order["filename"],
        max_bytes=order["max_bytes"],
        max_pages=order["max_pages"],
        max_expanded=order["max_expanded"],
        tesseract=order.get("tesseract"),
    )
    return parsed.model_dump_json().encode()


def _failure(code: str, message: str, details: dict[str, Any]) -> bytes:
    return b"-" + json.dumps({"code": code, "message": message, "details": details}).encode()


def _limit(*, seconds: float, memory_mb: int) -> None:
    """Hard limits of this process: memory, processor time, no files written, no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    whole = max(1, int(seconds) + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
