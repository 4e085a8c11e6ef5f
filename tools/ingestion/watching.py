"""Watches: one for each page or search, told apart and changed by being asked for again, ended and brought back."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import ingestion as source_store
from store import watches as watch_store
from store.actors import Actor
from store.database import transaction
from store.errors import UpstreamError, ValidationError
from store.watches import Watch
from tools.context import Context, utc_now
from tools.ingestion.companies import BACKGROUND_SECONDS, find_companies
from tools.ingestion.schemas import (
    PreparedWatch,
    RemovedWatch,
    ResolvedCompany,
    WatchChange,
    WatchJobs,
    WatchList,
    WatchReference,
    WatchView,
)
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.parsing.addresses import same_page
from tools.jobs.searching.schemas import Wanted
from tools.jobs.searching.sources import split_source
from tools.references import Named, resolve
from tools.resumes.schemas import NoArguments

# Wishes of which several will do: asked for again with others, both are wanted.
WIDENED = ("seniority", "remote")
_HOST_OF_BOARD = re.compile(r"\.(?:teamtailor|eightfold|recruitee|pinpointhq|bamboohr|breezy)\.(?:com|ai|hr)$")


async def gather_watch(context: Context, data: WatchJobs) -> PreparedWatch:
    """Look for every company on the boards, before any session. Raises ValidationError COMPANY_NOT_FOUND when not one
    is found or still looked for."""
    found = await find_companies(context, data.watched_companies)
    return PreparedWatch(**data.model_dump(), found=found)


async def watch_jobs(session: AsyncSession, actor: Actor, data: PreparedWatch) -> WatchList:
    """Begin to watch: each is looked at once at once, and then at its pace. What is watched already stays one watch,
    with the wishes and the pace of now where these are said."""
    wanted = Wanted.model_validate(data.model_dump(include=set(Wanted.model_fields)))
    wishes = wanted.model_dump(mode="json", exclude_defaults=True)
    pending = [ResolvedCompany(name=name, source="", openings=0) for name in data.found.pending]
    asked: list[ResolvedCompany | None] = [*data.found.resolved, *pending]
    if not asked and not wishes:
        raise ValidationError(
            "Say what to watch: a company, by name or careers address, or what kind of job.", code="NOTHING_TO_WATCH"
        )
    await watch_store.lock(session, actor)
    rows = await watch_store.all_of(session, actor)
    told: dict[UUID, WatchView] = {}
    for company in asked or [None]:
        row = next((row for row in rows if is_same(row, company, wishes)), None)
        if row is None:
            rows.append(row := await _begin(session, actor, company, wanted, data))
            told[row.id] = view_of(row, change="begun")
        elif row.id not in told:
            change = await _ask_again(session, actor, row, company, wishes, data)
            told[row.id] = view_of(row, change=change)
    return WatchList(watches=list(told.values()), begun=True, not_found=data.found.not_found)


async def _begin(
    session: AsyncSession, actor: Actor, company: ResolvedCompany | None, wanted: Wanted, data: PreparedWatch
) -> Watch:
    search: dict[str, Any] = {"wanted": wanted.model_dump(mode="json", exclude_defaults=True)}
    if company is not None:
        search |= {"source": company.source} if company.source else {"company": company.name}
    row = await watch_store.add(
        session, actor, kind="company" if company else "search", name=name_of(wanted, company), search=search,
        pace=data.pace or "daily", due_at=utc_now(),
    )  # fmt: skip
    await _record(session, actor, row, "watch_added", {"operation": "watches.remove", "id": str(row.id)})
    return row


async def _ask_again(
    session: AsyncSession, actor: Actor, row: Watch, company: ResolvedCompany | None, wishes: dict[str, Any],
    data: PreparedWatch,
) -> WatchChange:  # fmt: skip
    """What asking for a watch that there is already does to it."""
    before = _values(row)
    if company is not None:
        _widen(row, company, wishes)
    row.pace = data.pace or row.pace
    if not row.is_active:
        await _resume(session, actor, row, before)
        return "resumed"
    changed = before != _values(row)
    if changed:
        inverse = {"operation": "watches.set_values", "id": str(row.id), "values": before}
        await _record(session, actor, row, "watch_changed", inverse)
    await session.flush()
    return "changed" if changed else "known"


def _widen(row: Watch, company: ResolvedCompany, wishes: dict[str, Any]) -> None:
    """Take the wishes said now into a company's watch, and its page where that was still looked for."""
    search = {**row.search, "wanted": joined(row.search.get("wanted", {}), wishes)}
    if company.source and not row.search.get("source"):
        search = {"wanted": search["wanted"], "source": company.source}
    if search != row.search:
        shown = company.model_copy(update={"name": _employer(row, company)})
        row.search, row.name, row.due_at = search, name_of(Wanted.model_validate(search["wanted"]), shown), utc_now()


def _values(row: Watch) -> dict[str, Any]:
    return {"search": row.search, "name": row.name, "pace": row.pace, "is_active": row.is_active}


def _employer(row: Watch, company: ResolvedCompany) -> str:
    """The employer's name as the watch has it: an address given later names it worse."""
    known = row.name.rpartition(" at ")[2] if " at " in row.name else ""
    return known or company.name


def is_same(row: Watch, company: ResolvedCompany | None, wishes: dict[str, Any]) -> bool:
    """Whether a watch is of this company's page, or of this very search. Pure."""
    if company is None or row.kind == "search":
        return company is None and row.kind == "search" and bool(row.search.get("wanted") == wishes)
    source, name = row.search.get("source"), employer_key(str(row.search.get("company", "")))
    if source and company.source:
        return same_source(source, company.source)
    return not source and name == employer_key(company.name)


def same_source(first: str, second: str) -> bool:
    """Whether two sources are one company's page, however they are spelled. Pure."""
    (board, token), (other_board, other_token) = split_source(first), split_source(second)
    if board != other_board or not token or not other_token:
        return first == second
    if board == "page":
        return same_page(token, other_token)
    (host, _, domain), (other, _, other_domain) = (
        _HOST_OF_BOARD.sub("", one.casefold()).partition("/") for one in (token, other_token)
    )
    # Eightfold's tokens may leave the domain out; of the other boards' all parts count.
    free = board == "eightfold" and not (domain and other_domain)
    return host == other and (free or domain == other_domain)


def joined(before: dict[str, Any], wishes: dict[str, Any]) -> dict[str, Any]:
    """The wishes of a watch that is asked for again. Those said now take the place of those before; where only levels
    or ways of work differ, all of them are wanted; where nothing is said, they stay. Pure."""
    differing = {name for name in before.keys() | wishes.keys() if before.get(name) != wishes.get(name)}
    if not wishes or not differing:
        return before
    if not all(name in WIDENED and before.get(name) and wishes.get(name) for name in differing):
        return wishes
    both = {name: list(dict.fromkeys([*_many(before[name]), *_many(wishes[name])])) for name in differing}
    return Wanted.model_validate({**wishes, **both}).model_dump(mode="json", exclude_defaults=True)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def name_of(wanted: Wanted, company: ResolvedCompany | None) -> str:
    """What a watch is called: "staff roles at Stripe"."""
    where = wanted.location or wanted.country
    kinds = [*wanted.seniority, *([" or ".join(wanted.ways)] if wanted.ways else []), *wanted.skills]
    words = " ".join([*kinds, wanted.words or ("roles" if kinds or company else "")]).strip() or "jobs"
    if wanted.salary_min:
        words += f" from {wanted.salary_min:,.0f} {wanted.salary_currency or ''}".rstrip()
    employers = company.name if company else " or ".join(wanted.companies)
    return words + (f" in {where}" if where else "") + (f" at {employers}" if employers else "")


def view_of(row: Watch, *, change: WatchChange | None = None, trouble: str | None = None) -> WatchView:
    """A stored watch as everybody is shown it."""
    return WatchView.model_validate(
        {
            "id": row.id, "number": row.number, "kind": row.kind, "name": row.name, "pace": row.pace,
            "source": row.search.get("source"), "wanted": row.search.get("wanted", {}), "due_at": row.due_at,
            "ran_at": row.ran_at, "run_id": row.run_id, "paused": not row.is_active, "trouble": trouble,
            "looking_for": row.search.get("company"), "change": change,
        }
    )  # fmt: skip


async def list_watches(session: AsyncSession, actor: Actor, _: NoArguments) -> WatchList:
    """What is being watched, and what keeps any of it from being read."""
    return WatchList(watches=await with_troubles(session, await watch_store.all_of(session, actor)))


async def with_troubles(session: AsyncSession, rows: Sequence[Watch]) -> list[WatchView]:
    """Watches as they are shown, each with why its page could not be read the last time."""
    pages = [row.search["source"] for row in rows if row.search.get("source")]
    failing = {one.name: one for one in await source_store.sources(session, pages) if one.failures} if pages else {}
    troubles = {
        name: f"{one.failures} failures in a row: {one.last_error}" if one.failures > 1 else one.last_error
        for name, one in failing.items()
    }
    return [view_of(row, trouble=troubles.get(row.search.get("source", ""), row.search.get("trouble"))) for row in rows]


async def find_watch(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The watch that a number, an id or words of its name mean."""
    rows = await watch_store.all_of(session, actor)
    return resolve(reference, [Named(row.id, row.number, row.name) for row in rows], kind="watch")


async def stop_watching(session: AsyncSession, actor: Actor, data: WatchReference) -> RemovedWatch:
    """End a watch; undo brings it back."""
    return await remove_watch(session, actor, await find_watch(session, actor, data.watch))


async def remove_watch(session: AsyncSession, actor: Actor, watch_id: UUID) -> RemovedWatch:
    """End the watch with this id."""
    row = await watch_store.get(session, actor, watch_id)
    await watch_store.remove(session, actor, watch_id)
    await _record(session, actor, row, "watch_removed", {"operation": "watches.restore", "id": str(watch_id)})
    return RemovedWatch(id=watch_id, number=row.number, name=row.name)


async def resume_named(session: AsyncSession, actor: Actor, data: WatchReference) -> WatchList:
    """Look again at what a paused watch is of."""
    watch_id = await find_watch(session, actor, data.watch)
    return WatchList(watches=[await resume_watch(session, actor, watch_id)], begun=True)


async def resume_watch(session: AsyncSession, actor: Actor, watch_id: UUID) -> WatchView:
    """Look again at what a paused watch is of, now and at its pace; one that is not paused stays as it is."""
    row = await watch_store.get(session, actor, watch_id)
    if row.is_active:
        return view_of(row, change="known")
    await _resume(session, actor, row, _values(row))
    return view_of(row, change="resumed")


async def _resume(session: AsyncSession, actor: Actor, row: Watch, before: dict[str, Any]) -> None:
    """Let it be looked at; that its page failed before counts no more. `before` is what undo brings back."""
    row.search = {name: value for name, value in row.search.items() if name not in {"tries", "trouble"}}
    row.is_active, row.due_at = True, utc_now()
    if source := row.search.get("source"):
        await source_store.ask_again(session, source)
    inverse = {"operation": "watches.set_values", "id": str(row.id), "values": before}
    await _record(session, actor, row, "watch_resumed", inverse)
    await session.flush()


async def pause(session: AsyncSession, actor: Actor, row: Watch, why: str) -> None:
    """Look no more at a page that is dead, until the person wants it again; "what is new?" tells it."""
    row.is_active, row.search = False, {**row.search, "trouble": why}
    data = {"title": row.name, "why": why, "passed_over": True}
    await events.record(session, actor, kind="watch_paused", subject="watch", subject_id=row.id, data=data)


async def _record(session: AsyncSession, actor: Actor, row: Watch, kind: str, inverse: dict[str, Any]) -> None:
    await events.record(
        session, actor, kind=kind, subject="watch", subject_id=row.id, data={"title": row.name}, inverse=inverse
    )


async def find_page(context: Context, watch_id: UUID, company: str) -> str:
    """Look for the page of a company that was not found in time, and watch it from now on; the page, as board:token.

    Raises ValidationError COMPANY_NOT_FOUND, or UpstreamError when the boards have not answered by now either.
    """
    found = await find_companies(context, [company], seconds=BACKGROUND_SECONDS)
    if not found.resolved:
        raise UpstreamError(f"The boards have not said in time whether they have a page of {company}.")
    page = found.resolved[0]
    async with transaction(context.sessions) as session:
        await watch_store.lock(session, context.actor)
        rows = await watch_store.all_of(session, context.actor)
        known = next((row for row in rows if row.id != watch_id and is_same(row, page, {})), None)
        row = await watch_store.get(session, context.actor, watch_id)
        row.search = {"wanted": row.search.get("wanted", {}), "source": page.source}
        if known is not None:  # its page was watched under another name already, or is meanwhile
            _widen(known, page, row.search["wanted"])
            await watch_store.remove(session, context.actor, watch_id)
    return page.source
