"""Lists of applications: pages, counts by stage, the board, one with everything. Plain rows, on the driver alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import TypedDict  # Pydantic reads typing's own only from Python 3.12 on

from store.actors import Actor
from store.database import fetch, literal
from store.errors import NotFoundError
from store.pagination import PageRequest, as_moment, as_text, edge_of, encode_cursor

Item = TypeVar("Item")
EPOCH = "timestamptz '1970-01-01 00:00:00+00'"
SORTS: Mapping[str, str] = {
    "moved_at": "a.moved_at", "created_at": "a.created_at", "applied_at": f"coalesce(a.applied_at, {EPOCH})",
    "company": "lower(coalesce(p.company, ''))", "title": "lower(p.title)", "status": "a.status",
}  # fmt: skip
JOINED = "applications a join jobs j on j.id = a.job_id join postings p on p.id = j.posting_id"
CARD = (
    "a.id, a.job_id, j.number, p.title, p.company, p.location, p.remote, a.status, a.source, a.applied_at, "
    "a.moved_at, a.deadline, i.starts_at as next_interview_at, r.due_at as next_reminder_at, r.text as next_reminder, "
    "a.created_at, a.updated_at"
)
NEXT = (
    "left join lateral (select starts_at from interviews where application_id = a.id and deleted_at is null "
    "and outcome is null and starts_at >= now() order by starts_at limit 1) i on true "
    "left join lateral (select due_at, text from reminders where application_id = a.id and deleted_at is null "
    "and done_at is null order by due_at limit 1) r on true"
)
WHOLE = f"{JOINED} {NEXT}"


class ApplicationPage(TypedDict, Generic[Item]):
    """One page; `total` counts all pages, `counts` says how many fit the other filters at each stage."""

    items: list[Item]
    next_cursor: str | None
    total: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications: those of any of the statuses that fit all the rest. `quiet_days`: not moved for so long."""

    statuses: Sequence[str] = ()
    words: str | None = None
    company: str | None = None
    source: str | None = None
    applied_from: date | None = None
    applied_to: date | None = None
    quiet_days: int | None = None
    moved_before: datetime | None = None


class _Query:
    """Conditions and the values they bind; `narrow` are those of the row beside its status."""

    def __init__(self, actor: Actor, wanted: Wanted) -> None:
        self.values: list[Any] = [actor.user_id]
        self.narrow = ["a.user_id = $1", "a.deleted_at is null"]
        self.plain = len(self.narrow)
        for pattern in (wanted.words or "").split():
            words = "concat_ws(' ', p.title, p.company, a.notes)"
            self.narrow.append(f"{words} ilike {self.bind(f'%{literal(pattern)}%')}")
        if wanted.company:
            self.narrow.append(f"p.company ilike {self.bind(f'%{literal(wanted.company)}%')}")
        if wanted.source:
            self.narrow.append(f"a.source ilike {self.bind(f'%{literal(wanted.source)}%')}")
        for operator, day in ((">=", wanted.applied_from), ("<=", wanted.applied_to)):
            if day is not None:
                self.narrow.append(f"(a.applied_at at time zone 'UTC')::date {operator} {self.bind(day)}")
        before = wanted.moved_before
        if wanted.quiet_days:
            quiet = datetime.now(UTC) - timedelta(days=wanted.quiet_days)
            before = min(before, quiet) if before else quiet
        if before is not None:
            self.narrow.append(f"a.moved_at <= {self.bind(before)}")

    def bind(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    @property
    def is_narrow(self) -> bool:
        return len(self.narrow) > self.plain


async def counts(session: AsyncSession, actor: Actor, wanted: Wanted | None = None) -> dict[str, int]:
    """How many of the actor's applications stand at each status, of those that fit all but the statuses wanted."""
    query = _Query(actor, wanted or Wanted())
    if query.is_narrow:
        statement = f"select a.status, count(*) as n from {JOINED} where {' and '.join(query.narrow)} group by a.status"
        rows = await fetch(session, statement, *query.values)
    else:
        rows = await fetch(session, "select status, n from application_counts where user_id = $1", actor.user_id)
    return {row["status"]: row["n"] for row in rows}


async def list_page(
    session: AsyncSession, actor: Actor, page: PageRequest, wanted: Wanted, *, sort: str, descending: bool
) -> ApplicationPage[dict[str, Any]]:
    """The actor's applications that fit, sorted; rows are plain dicts of CARD's columns."""
    await session.flush()
    query = _Query(actor, wanted)
    shown = list(query.narrow)
    if wanted.statuses:
        shown.append(f"a.status = any({query.bind(list(wanted.statuses))}::text[])")
    key, order, direction = SORTS[sort], f"{sort} {'desc' if descending else 'asc'}", "desc" if descending else "asc"
    if after := page.after():
        edge = edge_of(after, order, KEYS)
        operator = "<" if descending else ">"
        shown.append(f"({key}, a.id) {operator} ({query.bind(edge[0])}, {query.bind(edge[1])}::uuid)")
    source = JOINED if any("p." in part for part in (key, *shown)) else "applications a"
    statement = (
        f"with page as (select a.id, {key} as sort_key from {source} where {' and '.join(shown)} "
        f"order by {key} {direction}, a.id {direction} limit {query.bind(page.limit + 1)}) "
        f"select {CARD}, page.sort_key from page join applications a on a.id = page.id "
        f"join jobs j on j.id = a.job_id join postings p on p.id = j.posting_id {NEXT} "
        f"order by page.sort_key {direction}, a.id {direction}"
    )
    rows = [dict(row) for row in await fetch(session, statement, *query.values)]
    by_status = await counts(session, actor, wanted)
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    keys = [row.pop("sort_key") for row in rows]
    cursor = encode_cursor(order, keys[-1], rows[-1]["id"]) if more else None
    total = sum(n for status, n in by_status.items() if not wanted.statuses or status in wanted.statuses)
    return ApplicationPage(items=rows, next_cursor=cursor, total=total, counts=by_status)


async def board(
    session: AsyncSession, actor: Actor, wanted: Wanted, stages: Sequence[str], *, limit: int
) -> dict[str, list[dict[str, Any]]]:
    """The applications that moved last at each of the stages, by stage: at most `limit` rows of CARD's columns each."""
    await session.flush()
    query = _Query(actor, wanted)
    source = JOINED if any("p." in part for part in query.narrow) else "applications a"
    # Every stage asked for by itself: so each is read off the index, however many stand there.
    one = f"(select a.id from {source} where {' and '.join(query.narrow)} and a.status = "
    most = query.bind(limit)
    found = " union all ".join(
        f"{one}{query.bind(stage)} order by a.moved_at desc, a.id desc limit {most})" for stage in stages
    )
    statement = (
        f"with found as ({found}) select {CARD} from found join applications a on a.id = found.id "
        f"join jobs j on j.id = a.job_id join postings p on p.id = j.posting_id {NEXT} "
        "order by a.moved_at desc, a.id desc"
    )
    by_stage: dict[str, list[dict[str, Any]]] = {stage: [] for stage in stages}
    for row in await fetch(session, statement, *query.values):
        by_stage[row["status"]].append(dict(row))
    return by_stage


async def all_fitting(session: AsyncSession, actor: Actor, wanted: Wanted, *, limit: int) -> list[dict[str, Any]]:
    """All of the actor's applications that fit, up to `limit`, the one that has stood still longest first."""
    await session.flush()
    query = _Query(actor, wanted)
    shown = list(query.narrow)
    if wanted.statuses:
        shown.append(f"a.status = any({query.bind(list(wanted.statuses))}::text[])")
    statement = (
        f"select {CARD} from {WHOLE} where {' and '.join(shown)} order by a.moved_at, a.id limit {query.bind(limit)}"
    )
    return [dict(row) for row in await fetch(session, statement, *query.values)]


async def whole(session: AsyncSession, actor: Actor, application_id: UUID) -> dict[str, Any]:
    """CARD's columns of one application. Raises NotFoundError."""
    await session.flush()
    statement = f"select {CARD} from {WHOLE} where a.id = $2 and a.user_id = $1 and a.deleted_at is null"
    rows = await fetch(session, statement, actor.user_id, application_id)
    if not rows:
        raise NotFoundError("There is no such application.")
    return dict(rows[0])


KEYS: Mapping[str, Callable[[Any], Any]] = {
    "moved_at": as_moment, "created_at": as_moment, "applied_at": as_moment, "company": as_text, "title": as_text,
    "status": as_text,
}  # fmt: skip
