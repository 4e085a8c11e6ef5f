"""The steps of a search between the boards and the store; repeating one does nothing twice."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from store import ingestion as store
from store import jobs as job_store
from store import postings as posting_store
from store.actors import Actor
from store.database import transaction
from store.errors import AppError
from store.settings import Settings
from tools.context import Context
from tools.jobs.boards.board import Board, BoardClient, BoardPosting, BoardQuery, SourceOutcome
from tools.jobs.boards.client import CountingClient
from tools.jobs.boards.mapping import could_match
from tools.jobs.boards.recognising import recognise
from tools.jobs.boards.registry import board, usual, with_keys
from tools.jobs.saving import ReadPosting, SavedPosting, prepare, read_board_posting, save
from tools.jobs.searching import recommending
from tools.jobs.searching.schemas import LeftOut, RankedPosting, SearchJobs
from tools.jobs.searching.sources import split_source

log = structlog.get_logger(__name__)
SOURCE_SECONDS, TEXT_SECONDS = 180.0, 60.0
BREAKS_AT, CLOSED_FOR = 3, timedelta(minutes=30)
AT_ONCE = 40
PER_SOURCE, PER_PAGE = 300, 1000
# Boards that answer with all of a company's openings at once; on the others each costs a request of its own.
AT_ONE_GO = frozenset(
    {"greenhouse", "lever", "ashby", "workable", "recruitee", "personio", "teamtailor", "pinpoint", "breezy"}
)
TEXTS_FETCHED = 20
FEW, EMPTY_FOR = 3, timedelta(hours=1)
# Boards that answer for an employer they do not know as they do for one without openings.
EMPTY_WHEN_UNKNOWN = frozenset({"smartrecruiters", "neogov"})


def run_of(context: Context) -> UUID:
    """The run that these steps belong to."""
    if context.run_id is None:
        raise LookupError("a search's steps work inside a run")
    return context.run_id


def offered(settings: Settings) -> list[str]:
    """The boards that a search asks when it names none: those set, or all that need no key and all whose key is set."""
    return list(dict.fromkeys([*(settings.search_sources or usual(settings)), *settings.extra_sources]))


async def awake(
    session: AsyncSession, sources: Sequence[str], *, now: datetime
) -> tuple[list[str], list[SourceOutcome]]:
    """The sources that may be asked now, and what to say of those whose breaker is open."""
    resting = {
        row.name: row for row in await store.sources(session, sources) if row.open_until and row.open_until > now
    }
    outcomes = [
        SourceOutcome(
            source=name, code="BREAKER_OPEN",
            error=f"{name} failed {row.failures} times in a row ({row.last_error}); it is asked again after "
            f"{row.open_until:%H:%M} UTC.",
        )
        for name, row in resting.items()
    ]  # fmt: skip
    return [name for name in sources if name not in resting], outcomes


async def gather(context: Context, source: str, wanted: SearchJobs) -> SourceOutcome:
    """Ask one source, and write down in one transaction what it answers and how it fared.

    No failure of a source is raised: it is what the outcome tells.
    """
    name, token = split_source(source)
    client, began = CountingClient(context.services.boards), time.monotonic()
    try:
        asked = with_keys(context.settings)[board(name).name]
        async with asyncio.timeout(SOURCE_SECONDS):
            found = await asked.search(client, query_of(wanted, source))
        found = await _with_texts(client, with_keys(context.settings), found, wanted.words)
    except TimeoutError:
        return await _failed(context, source, f"{name} took longer than {SOURCE_SECONDS:g} seconds", "BOARD_SLOW")
    except AppError as problem:
        return await _failed(context, source, problem.message, problem.code)
    except Exception:  # an answer nobody foresaw must cost this source alone, and be found in the log
        log.exception("a board's answer could not be read", source=source)
        return await _failed(context, source, f"{name} answered something that could not be read", "BOARD_CHANGED")
    seconds = time.monotonic() - began
    async with transaction(context.sessions) as session:
        postings = {f"{item.external_id}": item.model_dump(mode="json") for item in found}
        await store.add_findings(session, context.actor, run_of(context), source, postings)
        await store.note_success(session, source, name, found=len(found), seconds=seconds)
    return SourceOutcome(
        source=source, company=token, found=len(found), fresh=not client.stale,
        error=client.stale[0] if client.stale else None, code="BOARD_STALE" if client.stale else None,
        whole=not client.stale and _is_whole(source, len(found)),
    )  # fmt: skip


def _is_whole(source: str, found: int) -> bool:
    """Whether so many are all the openings of a company. A page of any form may show but a part of them."""
    name, token = split_source(source)
    return token is not None and name != "page" and found < query_of(SearchJobs(), source).limit


async def _with_texts(
    client: BoardClient, boards: Mapping[str, Board], found: list[BoardPosting], words: str | None
) -> list[BoardPosting]:
    """The postings, with the texts of some whose source lists them without: the newest whose title may fit, as many
    as come in time."""
    bare = [item for item in found if not item.text and item.url and (not words or could_match(item.title, words))]
    read: dict[str, BoardPosting] = {}
    with suppress(TimeoutError):
        async with asyncio.timeout(TEXT_SECONDS):
            for item in bare[:TEXTS_FETCHED]:
                read[item.external_id] = await _with_text(client, boards, item)
    return [read.get(item.external_id, item) for item in found]


async def _with_text(client: BoardClient, boards: Mapping[str, Board], item: BoardPosting) -> BoardPosting:
    """A posting with its text, from the board that its address leads to; as it is where that does not answer."""
    known = recognise(item.url or "")
    if known is None:
        return item
    try:
        page = await boards[known[0]].fetch(client, item.url or "")
    except AppError as problem:
        log.info("the text of a posting could not be fetched", url=item.url, why=problem.message)
        return item
    return item.model_copy(update={"text": page.text, "salary": item.salary or page.salary})


async def _failed(context: Context, source: str, error: str, code: str) -> SourceOutcome:
    name, token = split_source(source)
    async with transaction(context.sessions) as session:
        await store.note_failure(
            session, source, name, code=code, error=error, breaks_at=BREAKS_AT, closed_for=CLOSED_FOR
        )
    return SourceOutcome(source=source, company=token, error=error, code=code, fresh=False)


def query_of(wanted: SearchJobs, source: str) -> BoardQuery:
    """What a board is asked for: of a company's page everything, for what is there is told apart afterwards."""
    name, token = split_source(source)
    if token is not None:
        return BoardQuery(company=token, limit=PER_PAGE if name in AT_ONE_GO else PER_SOURCE)
    return BoardQuery(
        words=wanted.words, location=wanted.location, country=wanted.country, remote=wanted.remote == "remote",
        limit=PER_SOURCE,
    )  # fmt: skip


async def parse_findings(context: Context) -> None:
    """Read what was found, some at a time; what cannot be read is refused with the reason."""
    run_id = run_of(context)
    while True:
        async with context.sessions() as session:
            rows = await store.findings(session, context.actor, run_id, state="found", limit=AT_ONCE)
        if not rows:
            return
        outcomes = await asyncio.to_thread(_all_parsed, rows)
        async with transaction(context.sessions) as session:
            await store.settle_findings(session, context.actor, run_id, outcomes)


def _all_parsed(rows: Sequence[store.Finding]) -> list[dict[str, Any]]:
    return [_parsed(row) for row in rows]


def _parsed(row: store.Finding) -> dict[str, Any]:
    named = {"source": row.source, "external_id": row.external_id}
    try:
        read = read_board_posting(BoardPosting.model_validate(row.posting))
    except AppError as problem:
        return {**named, "state": "refused", "why": problem.message}
    except Exception:  # what nobody foresaw in one posting must cost that posting alone, and be found in the log
        log.exception("a posting could not be read", **named)
        return {**named, "state": "refused", "why": "it could not be read"}
    return {**named, "state": "parsed", "posting": read.model_dump(mode="json")}


async def save_findings(context: Context) -> None:
    """Save what was read as openings, some at a time, each lot in one transaction with the word of it."""
    run_id = run_of(context)
    while True:
        async with context.sessions() as session:
            rows = await store.findings(session, context.actor, run_id, state="parsed", limit=AT_ONCE)
        if not rows:
            return
        read = [ReadPosting.model_validate(row.posting) for row in rows]
        prepared = await prepare(context.services.embedder, read)
        async with transaction(context.sessions) as session:
            saved = await save(session, context.actor, prepared)
            outcomes = [_outcome(row, item) for row, item in zip(rows, saved, strict=True)]
            await store.settle_findings(session, context.actor, run_id, outcomes)
            await store.note_new(
                session, Counter(row.source for row, item in zip(rows, saved, strict=True) if item.is_new)
            )


def _outcome(row: store.Finding, saved: SavedPosting) -> dict[str, Any]:
    return {
        "source": row.source, "external_id": row.external_id, "state": "saved", "posting": {}, "why": saved.rule,
        "posting_id": saved.posting_id, "is_new": saved.is_new,
    }  # fmt: skip


async def count(context: Context) -> dict[str, int]:
    """What was found, before the findings are let go: postings, the openings those are, and the new among these."""
    async with context.sessions() as session:
        states = await store.count_findings(session, context.actor, run_of(context))
        found = await store.found_postings(session, context.actor, run_of(context))
    return {"found": sum(states.values()), "openings": len(found), "new": sum(found.values())}


async def close_missing(context: Context, outcomes: Sequence[SourceOutcome], *, since: datetime) -> None:
    """Openings that a company's whole page no longer holds are closed. `since` is when it was asked, by the store.

    A page that is empty closes them too, once that is believed (`is_believed_empty`).
    """
    for outcome in outcomes:
        name, token = split_source(outcome.source)
        if not outcome.whole or token is None:
            continue
        async with transaction(context.sessions) as session:
            # Whoever saves or closes goes after the other: both touch many openings, in orders of their own.
            await posting_store.lock_saving(session, context.actor, private=False)
            if outcome.found == 0 and not await _is_empty(session, context.actor, outcome.source):
                continue
            await posting_store.mark_gone(
                session, context.actor, run_of(context), listing=outcome.source, source=name, company_token=token,
                seen_since=since,
            )  # fmt: skip


async def _is_empty(session: AsyncSession, actor: Actor, source: str) -> bool:
    name, token = split_source(source)
    since = next((row.empty_since for row in await store.sources(session, [source])), None)
    empty_for = await store.now(session) - since if since else timedelta(0)
    return is_believed_empty(name, await posting_store.listed(session, actor, name, token or ""), empty_for)


def is_believed_empty(board_name: str, listed: int, empty_for: timedelta) -> bool:
    """Whether an empty list of a company's page means that nothing is open there any more. Pure.

    Of a few openings the last may well have closed; where many were listed, or where the board answers so for employers
    it does not know, an answer that is still empty after longer than any answer is kept has to say it again.
    """
    return empty_for >= EMPTY_FOR or (listed <= FEW and board_name not in EMPTY_WHEN_UNKNOWN)


async def rank(
    context: Context, wanted: SearchJobs, *, limit: int, since: datetime | None = None
) -> list[RankedPosting]:
    """The openings that meet every filter, the best first: of the chosen sources alone where some were chosen.

    With `since`, the end of a watch's look before this one, only those that are not on the list yet.
    """
    vector = (await context.services.embedder.embed([wanted.words]))[0] if wanted.words else None
    async with context.sessions() as session:
        found = await store.found_postings(session, context.actor, run_of(context))
        ranked = await recommending.recommend(
            session, context.actor, wanted, limit=limit, vector=None if vector is None else [float(x) for x in vector],
            among=await _among(session, context.actor, wanted, list(found), since),
            in_passing=since is None,  # a watch would put whatever only mentions its words on the list
        )  # fmt: skip
    return [item.model_copy(update={"is_new": found.get(item.posting_id, False)}) for item in ranked]


async def _among(
    session: AsyncSession, actor: Actor, wanted: SearchJobs, found: list[UUID], since: datetime | None
) -> list[UUID] | None:
    """What is ranked, None for all there is. A page that is watched is gone through until nothing of it is missing; of
    a search only what is new is shown, not ever lower places of the same ranking."""
    if since is None:
        return found if wanted.sources else None
    fresh = found if wanted.sources else await posting_store.first_seen_since(session, actor, found, since)
    listed = await job_store.standing(session, actor, fresh)
    return [posting_id for posting_id in fresh if posting_id not in listed]


async def count_left_out(context: Context, wanted: SearchJobs) -> list[LeftOut]:
    """How many openings each filter has kept out."""
    async with context.sessions() as session:
        return await recommending.left_out(session, context.actor, wanted)
