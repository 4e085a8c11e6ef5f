"""Reading in a process of its own: limits hold, errors cross over whole, the caller's loop stays free."""

import asyncio
import os
import signal
import time
import zlib
from typing import Any

import psutil
import pytest

from store.errors import AppError
from tools.resumes import sandbox
from tools.resumes.schemas import PositionDetail

RESUME = (
    b"Ruth Calloway\nruth@example.com\n\nEXPERIENCE\n"
    b"Welder, Harbor Steel Inc, Tacoma, WA (2019 - Present)\n- Weld ship hulls and keep the records of every seam\n"
)


def limits(**changed: Any) -> dict[str, Any]:
    usual = {"max_bytes": 10**7, "max_pages": 20, "max_expanded": 6 * 10**7, "seconds": 30.0, "memory_mb": 512}
    return {**usual, **changed}


def pdf_of(stream: bytes) -> bytes:
    """A one-page PDF around a compressed content stream; readers rebuild the missing table of objects."""
    packed = zlib.compress(stream, 9)
    page = b"<</Type/Page/MediaBox[0 0 595 842]/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page,
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


async def test_a_resume_comes_back_whole_and_the_loop_stays_free() -> None:
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    heart = asyncio.create_task(beat())
    parsed = await sandbox.parse(RESUME, "cv.txt", **limits())
    heart.cancel()
    jobs = [fact.detail for fact in parsed.facts if isinstance(fact.detail, PositionDetail)]
    assert [(job.title, job.employer, job.start, job.current) for job in jobs] == [
        ("Welder", "Harbor Steel Inc", "2019", True)
    ]
    assert beats >= 5


async def test_errors_cross_the_border_with_code_and_status() -> None:
    with pytest.raises(AppError) as caught:
        await sandbox.parse(b"not a PDF at all", "cv.pdf", **limits())
    assert (caught.value.code, caught.value.status) == ("RESUME_CORRUPT", 422)
    with pytest.raises(AppError) as caught:
        await sandbox.parse(RESUME, "cv.txt", **limits(max_bytes=10))
    assert (caught.value.code, caught.value.status) == ("TOO_LARGE", 413)
    with pytest.raises(AppError) as caught:
        await sandbox.parse(pdf_of(b" " * 20_000_000), "cv.pdf", **limits(max_expanded=10**6))
    assert (caught.value.code, caught.value.details) == ("EXPANDS_TOO_LARGE", {"limit": 10**6})


async def test_time_runs_out_and_nothing_stays_behind() -> None:
    slow = pdf_of(b"BT /F1 8 Tf 20 20 Td " + b"(Welder in a harbor) Tj 1 0 Td " * 400_000 + b"ET")
    began = time.monotonic()
    with pytest.raises(AppError) as caught:
        await sandbox.parse(slow, "cv.pdf", **limits(seconds=0.8, memory_mb=4000))
    assert caught.value.code == "PARSE_TIMEOUT"
    assert time.monotonic() - began < 5
    children = psutil.Process().children(recursive=True)
    assert [child for child in children if "tools.resumes.parsing.worker" in " ".join(child.cmdline())] == []


async def test_memory_is_limited() -> None:
    hungry = pdf_of(b"BT /F1 8 Tf 20 20 Td " + b"(Welder in a harbor) Tj 1 0 Td " * 400_000 + b"ET")
    with pytest.raises(AppError) as caught:
        await sandbox.parse(hungry, "cv.pdf", **limits(memory_mb=160))
    assert (caught.value.code, caught.value.status) == ("PARSE_MEMORY", 422)


async def test_a_crash_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AppError) as caught:
        await _crash(monkeypatch)
    assert caught.value.code == "RESUME_CORRUPT"
    assert caught.value.details["status"] == -signal.SIGSEGV


async def _crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a child that dies of a segmentation fault in the middle of reading, as a hostile file could make it."""
    entry = "import os, sys; sys.stdout.write('*'); sys.stdout.flush(); os.kill(os.getpid(), 11)"
    monkeypatch.setattr(sandbox, "_ENTRY", entry)
    await sandbox.parse(RESUME, "cv.txt", **limits())


async def test_a_reader_that_does_not_start_is_a_bug_not_a_bad_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_ENTRY", "import nowhere_to_be_found")
    with pytest.raises(RuntimeError, match="nowhere_to_be_found"):
        await sandbox.parse(RESUME, "cv.txt", **limits())


async def test_the_child_sees_no_settings_of_the_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBWRIGHT_SECRET_FOR_TEST", "hush")
    entry = "import os; raise SystemExit('leak' if 'JOBWRIGHT_SECRET_FOR_TEST' in os.environ else 'clean')"
    monkeypatch.setattr(sandbox, "_ENTRY", entry)
    with pytest.raises(RuntimeError, match="clean"):
        await sandbox.parse(RESUME, "cv.txt", **limits())


async def test_several_at_once() -> None:
    before = len(os.listdir("/proc/self/fd"))
    parsed = await asyncio.gather(*(sandbox.parse(RESUME, "cv.txt", **limits()) for _ in range(4)))
    assert {len(one.facts) for one in parsed} == {len(parsed[0].facts)}
    assert len(os.listdir("/proc/self/fd")) <= before + 1
