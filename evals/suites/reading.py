"""One resume or posting read as production reads it, counted against what is expected."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.resume_cases import case_content
from evals.scorers import postings, resumes
from evals.scorers.counts import Counts
from store.errors import AppError
from store.settings import Settings
from tools.jobs.parsing import classify_page, parse_html, parse_text
from tools.jobs.schemas import ParsedPosting
from tools.resumes import sandbox
from tools.resumes.schemas import ParsedResume

Read = tuple[Mapping[str, Counts], Mapping[str, str], str | None]


async def read_resume(raw: Mapping[str, Any], folder: Path, expected: Mapping[str, Any], settings: Settings) -> Read:
    """Counts by field, what was found for each, and the error's code; within the limits of uploads."""
    content, filename = await asyncio.to_thread(case_content, dict(raw), folder)
    try:
        parsed = await sandbox.parse(
            content, filename, max_bytes=settings.max_upload_size, max_pages=settings.max_upload_pages,
            max_expanded=settings.max_upload_expanded, seconds=settings.parse_seconds,
            memory_mb=settings.parse_memory_mb,
        )  # fmt: skip
    except AppError as problem:
        return nothing_read(expected), {}, problem.code
    return resumes.score_resume(parsed, expected), {name: _values(parsed, name) for name in expected}, None


def _values(parsed: ParsedResume, field: str) -> str:
    found = resumes.found(parsed, field)
    return str(found[0] if found else "") if field in resumes.SINGLE else str(found)


async def read_posting(raw: Mapping[str, Any], folder: Path, expected: Mapping[str, Any], _: Settings) -> Read:
    """The same for a posting, pasted or as a page."""
    try:
        posting = await asyncio.to_thread(_posting, raw, folder)
    except AppError as problem:
        return nothing_read(expected), {}, problem.code
    counts = postings.score_posting(expected, posting)
    return counts, {name: "; ".join(one.notes) for name, one in counts.items()}, None


def _posting(raw: Mapping[str, Any], folder: Path) -> ParsedPosting:
    given = raw.get("input")
    text = str(given) if given is not None else (folder / str(raw["file"])).read_text(encoding="utf-8")
    if raw["form"] == "text":
        return parse_text(text, url=raw.get("url"))
    classify_page(200, str(raw["url"]), text)
    return parse_html(text, str(raw["url"]))


def nothing_read(expected: Mapping[str, Any]) -> dict[str, Counts]:
    """Every value that is expected, missed."""
    return {name: Counts(missed=_number(value)) for name, value in expected.items()}


def _number(value: Any) -> int:
    if isinstance(value, Mapping) and set(value) <= {"must", "should", "nice"}:
        return sum(len(lines) for lines in value.values())
    if isinstance(value, list):
        return len(value)
    return 0 if value is None else value if isinstance(value, int) else 1
