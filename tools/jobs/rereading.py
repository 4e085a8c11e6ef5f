"""Postings saved before openings were told apart are read once more, so that copies of them are known as such."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog

from store import postings as store
from store.database import Sessions, transaction
from tools.jobs.saving import ReadPosting, as_stored, comparable, identified, read_given
from tools.jobs.schemas import ParsedPosting

log = structlog.get_logger(__name__)
AT_ONCE = 100


async def read_again(sessions: Sessions) -> int:
    """Complete every such posting, some at a time; returns how many. Doing it again, or in two processes, is safe."""
    done, after = 0, None
    while True:
        async with sessions() as session:
            rows = await store.unread(session, after=after, limit=AT_ONCE)
        if not rows:
            return done
        found = await asyncio.to_thread(_all_read, rows)
        async with transaction(sessions) as session:
            for posting_id, values, copy in found:
                await store.complete_old(session, posting_id, values, copy)
        done, after = done + len(found), rows[-1].id


def _all_read(rows: Sequence[store.Posting]) -> list[tuple[UUID, dict[str, Any], dict[str, Any]]]:
    found = []
    for row in rows:
        try:
            parsed = ParsedPosting.model_validate({name: getattr(row, name) for name in ParsedPosting.model_fields})
            found.append((row.id, *_completed(read_given(parsed))))
        except Exception:  # one that cannot be read stays as it is, and is still shown and found by its words
            log.exception("a posting of before could not be read again", posting=str(row.id))
    return found


def _completed(read: ReadPosting) -> tuple[dict[str, Any], dict[str, Any]]:
    identity, keys = identified(read)
    values = {**comparable(read.clean), "keys": list(keys), "identity": as_stored([identity])}
    copy = {
        "source": read.source, "external_id": read.external_id, "kind": read.kind, "company_token": None,
        "title": read.parsed.title, "url": read.parsed.url, "apply_url": read.parsed.apply_url, "rule": None,
    }  # fmt: skip
    return values, copy
