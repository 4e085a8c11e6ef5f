"""How the sources fare."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store import ingestion as store
from store import runs as run_store
from store import watches as watch_store
from store.actors import Actor
from store.settings import Settings
from tools.context import Context, utc_now
from tools.ingestion import gathering
from tools.ingestion.schemas import IngestionStatus, SourceHealth, SourceState
from tools.jobs.boards.registry import BOARDS, lacks_key
from tools.jobs.searching.sources import source_name
from tools.resumes.schemas import NoArguments


class SourcesAsked(BaseModel):
    """The boards this installation asks, and those whose key is missing; filled in by the edge."""

    offered: list[str] = []
    keyless: list[str] = []


async def gather_sources(context: Context, _: NoArguments) -> SourcesAsked:
    """What the settings say of the boards."""
    return sources_asked(context.settings)


def sources_asked(settings: Settings) -> SourcesAsked:
    """The same for a route."""
    return SourcesAsked(
        offered=gathering.offered(settings), keyless=[name for name in BOARDS if lacks_key(name, settings)]
    )


async def ingestion_status(session: AsyncSession, actor: Actor, asked: SourcesAsked) -> IngestionStatus:
    """Every board that is asked, the company pages that the actor has asked or watches, and what waits."""
    pages = await own_pages(session, actor)
    rows = {row.name: row for row in await store.sources(session) if is_shown(row.name, pages)}
    names = dict.fromkeys([*(name for name in asked.offered if BOARDS[name].kind != "company"), *(pages or ()), *rows])
    others = [name for name, board in BOARDS.items() if board.kind != "company" and name not in names]
    ingestion = await watch_store.ingestion(session)
    return IngestionStatus(
        sources=[health_of(name, rows.get(name), asked) for name in [*names, *others]],
        queue_depth=await run_store.waiting_in_queue(session),
        next_ingestion_at=ingestion.due_at if ingestion else None,
        last_ingestion_at=ingestion.ran_at if ingestion else None,
    )


async def own_pages(session: AsyncSession, actor: Actor) -> list[str] | None:
    """The companies' pages that the actor watches or has searched, in order; None for who may see everybody's."""
    if "admin" in actor.scopes:
        return None
    watched = await watch_store.pages_of(session, actor, paused=True)
    return list(dict.fromkeys([*watched, *sorted(await run_store.pages_asked(session, actor))]))


def is_shown(source: str, pages: list[str] | None) -> bool:
    """Whether a source may be named: boards always, companies' pages to who watches or asked for them."""
    return pages is None or ":" not in source or source in pages


def health_of(name: str, row: store.Source | None, asked: SourcesAsked) -> SourceHealth:
    """One source's health; without a row it was never asked."""
    board_name, _, token = name.partition(":")
    board = BOARDS.get(board_name)
    told: dict[str, Any] = {
        "name": source_name(board_name, token or None), "label": board.label if board else board_name,
        "kind": board.kind if board else "feed", "state": _state(name, row, asked),
    }  # fmt: skip
    if row is not None:
        told |= {
            "last_run_at": row.last_run_at, "last_ok_at": row.last_ok_at, "last_error": row.last_error,
            "failures": row.failures, "asked_again_at": _future(row.open_until), "runs": row.runs, "found": row.found,
            "last_found": row.last_found, "new": row.new, "seconds": row.seconds,
        }  # fmt: skip
    return SourceHealth.model_validate(told)


def _state(name: str, row: store.Source | None, asked: SourcesAsked) -> SourceState:
    if name in asked.keyless:
        return "key missing"
    if row is not None and _future(row.open_until):
        return "resting"
    if row is not None and row.failures:
        return "failing"
    if row is not None and row.last_ok_at:
        return "ok"
    return "never asked" if name in asked.offered or ":" in name else "off"


def _future(at: datetime | None) -> datetime | None:
    return at if at and at > utc_now() else None
