"""Jobs: one user's relation to a posting."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    case,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.database import fetch, literal
from store.errors import AlreadyExistsError, NotFoundError
from store.pagination import Page, PageRequest, as_moment, as_text, edge_of, encode_cursor
from store.postings import Posting
from store.ranking import Signal


class Job(Keyed, Timestamped, Base):
    """A posting in one user's list. `match` is the score against the primary resume with its reasons."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        UniqueConstraint("user_id", "posting_id"),
        Index("ix_jobs_user_id_id", "user_id", "id", postgresql_where=text("deleted_at is null")),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    posting_id: Mapped[UUID] = mapped_column(ForeignKey("postings.id"), index=True)
    number: Mapped[int]
    status: Mapped[str] = mapped_column(default="saved")
    notes: Mapped[str | None]
    cover_letter: Mapped[str | None]
    application_url: Mapped[str | None]
    salary: Mapped[dict[str, Any] | None]
    score: Mapped[float | None] = mapped_column(Float)
    match: Mapped[dict[str, Any] | None]
    match_resume_id: Mapped[UUID | None]
    found_by: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"), index=True)
    deleted_at: Mapped[datetime | None]


RATING = (
    select(case((Signal.value > 0, "up"), else_="down"))
    .where(Signal.user_id == Job.user_id, Signal.posting_id == Job.posting_id, Signal.kind == "thumb")
    .correlate(Job)
    .scalar_subquery()
    .label("rating")
)
_APPLICATION: Select[Any] = (
    select(literal_column("a.id"))
    .select_from(text("applications a"))
    .where(text("a.job_id = jobs.id and a.deleted_at is null"))
)
APPLICATION = _APPLICATION.scalar_subquery().label("application_id")
STAGE = _APPLICATION.with_only_columns(literal_column("a.status")).scalar_subquery().label("stage")
PREPARATION = (
    select(literal_column("p.id"))
    .select_from(text("preparations p"))
    .where(text("p.job_id = jobs.id"))
    .order_by(text("p.id desc"))
    .limit(1)
    .scalar_subquery()
    .label("preparation_id")
)
JOINED = (
    Job.id, Job.number, Job.posting_id, Posting.title, Posting.company, Posting.location, Posting.remote,
    func.coalesce(Job.salary, Posting.salary).label("salary"), Posting.seniority, Posting.employment_type,
    Posting.requirements, Posting.skills, Posting.text, Posting.source, Posting.url, Posting.closed_at,
    Posting.liveness,
    func.coalesce(Job.application_url, Posting.apply_url).label("application_url"), Posting.posted_at,
    Job.status, Job.notes, Job.cover_letter, Job.match, Job.match_resume_id, Job.created_at, Job.updated_at,
    RATING, APPLICATION, STAGE, PREPARATION,
)  # fmt: skip
LISTED = (
    "j.id, j.number, p.title, p.company, p.location, p.remote, coalesce(j.salary, p.salary) as salary, p.source, "
    "p.url, j.status, j.notes, j.score, j.created_at, j.updated_at, "
    "(select a.status from applications a where a.job_id = j.id and a.deleted_at is null) as stage"
)
SORTS: Mapping[str, str] = {
    "created_at": "j.created_at",
    "score": "coalesce(j.score, -1.0)",
    "title": "lower(p.title)",
    "company": "lower(coalesce(p.company, ''))",
}


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Job.user_id == actor.user_id, Job.deleted_at.is_(None))


async def lock_list(session: AsyncSession, actor: Actor) -> None:
    """One transaction at a time puts jobs on the actor's list, takes them off, or moves them: what it looks up stays
    true until it commits. Taken before any row is locked, or two of them may wait for each other."""
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 1))"), {"key": str(actor.user_id)})


async def add(session: AsyncSession, actor: Actor, posting_id: UUID, **values: Any) -> UUID:
    """Put a posting on the actor's list; a deleted one comes back. Raises AlreadyExistsError naming the job."""
    await lock_list(session, actor)
    existing = (
        await session.scalars(select(Job).where(Job.user_id == actor.user_id, Job.posting_id == posting_id))
    ).one_or_none()
    if existing is not None and existing.deleted_at is None:
        raise AlreadyExistsError(
            f"This posting is already on your list as job {existing.number}.",
            details={"id": str(existing.id), "number": existing.number},
        )
    if existing is not None:
        existing.deleted_at = None
        await session.flush()
        return existing.id
    last = await session.scalar(select(func.max(Job.number)).where(Job.user_id == actor.user_id)) or 0
    row = Job(id=new_id(), user_id=actor.user_id, posting_id=posting_id, number=last + 1, **values)
    session.add(row)
    await session.flush()
    return row.id


async def get(session: AsyncSession, actor: Actor, job_id: UUID) -> dict[str, Any]:
    """The actor's job joined with its posting, else NotFoundError."""
    query = select(*JOINED).join(Posting, Posting.id == Job.posting_id).where(Job.id == job_id, *_mine(actor))
    row = (await session.execute(query)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("There is no such job.")
    return dict(row)


async def list_page(
    session: AsyncSession,
    actor: Actor,
    page: PageRequest,
    *,
    statuses: Sequence[str] = (),
    query: str | None = None,
    remote: str | None = None,
    company: str | None = None,
    min_score: float | None = None,
    sort: str = "created_at",
    descending: bool = True,
) -> Page[dict[str, Any]]:
    """The actor's jobs, filtered and sorted; rows are plain dicts of the LISTED columns.

    One statement on the driver's own connection: this list is what every view of the page asks for first.
    """
    values: list[Any] = [actor.user_id]

    def bind(value: Any) -> str:
        values.append(value)
        return f"${len(values)}"

    where = ["j.user_id = $1", "j.deleted_at is null"]
    if statuses:
        where.append(f"j.status = any({bind(list(statuses))}::text[])")
    if query:
        where.append(f"p.search @@ websearch_to_tsquery('simple', {bind(query)})")
    if remote:
        where.append(f"p.remote = {bind(remote)}")
    if company:
        where.append(f"p.company ilike {bind(f'%{literal(company)}%')}")
    if min_score is not None:
        where.append(f"j.score >= {bind(float(min_score))}")
    key, order = SORTS[sort], f"{sort} {'desc' if descending else 'asc'}"
    source = "jobs j join postings p on p.id = j.posting_id"
    count = f"(select count(*) from {source if 'p.' in ' '.join(where) else 'jobs j'} where {' and '.join(where)})"
    shown = list(where)
    if after := page.after():
        edge = edge_of(after, order, KEYS)
        shown.append(f"({key}, j.id) {'<' if descending else '>'} ({bind(edge[0])}, {bind(edge[1])}::uuid)")
    direction = "desc" if descending else "asc"
    statement = (
        f"select {LISTED}, {key} as sort_key, {count} as total from {source} where {' and '.join(shown)} "
        f"order by {key} {direction}, j.id {direction} limit {bind(page.limit + 1)}"
    )
    rows = [dict(row) for row in await fetch(session, statement, *values)]
    total = rows[0]["total"] if rows else await _count(session, f"select {count}", values) if after else 0
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    keys = [(row.pop("sort_key"), row.pop("total"))[0] for row in rows]
    cursor = encode_cursor(order, keys[-1], rows[-1]["id"]) if more else None
    return Page(items=rows, next_cursor=cursor, total=total)


async def _count(session: AsyncSession, statement: str, values: Sequence[Any]) -> int:
    """How many rows fit the filters, when a page past the end shows none that could tell."""
    used = statement.count("$") and max(int(number) for number in re.findall(r"\$(\d+)", statement))
    return int((await fetch(session, statement, *values[:used]))[0][0])


KEYS: Mapping[str, Callable[[Any], Any]] = {
    "created_at": as_moment, "score": float, "title": as_text, "company": as_text,
}  # fmt: skip


async def standing(session: AsyncSession, actor: Actor, posting_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Where these postings stand with the actor, by posting: job id, number, status, deleted, rating."""
    query = select(
        Job.posting_id, Job.id, Job.number, Job.status, Job.deleted_at.is_not(None).label("deleted"), RATING
    ).where(Job.user_id == actor.user_id, Job.posting_id.in_(posting_ids))
    rows = (await session.execute(query)).mappings() if posting_ids else ()
    return {row["posting_id"]: dict(row) for row in rows}


async def found_since(
    session: AsyncSession, actor: Actor, since: datetime, *, limit: int, blocked: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Jobs that searches and watches have put on the list since then, the best first; rows as in `list_page`.

    Without those that are closed, those that the actor has turned down, and those of `blocked` employers, by key.
    """
    statement = (
        f"select {LISTED} from jobs j join postings p on p.id = j.posting_id where j.user_id = $1 "
        "and j.deleted_at is null and j.found_by is not null and j.created_at >= $2 and p.closed_at is null "
        "and j.status <> 'dismissed' and not exists (select 1 from signals s where s.user_id = j.user_id "
        "and s.posting_id = j.posting_id and s.kind = 'thumb' and s.value < 0) "
        "and coalesce(p.employer_key, lower(p.company), '') <> all($4::text[]) "
        "order by j.score desc nulls last, j.id limit $3"
    )
    return [dict(row) for row in await fetch(session, statement, actor.user_id, since, limit, list(blocked))]


async def changed_since(session: AsyncSession, actor: Actor, since: datetime, *, limit: int) -> list[dict[str, Any]]:
    """Changes of the openings behind the actor's jobs since then: number, title, company, at, words; newest first."""
    statement = (
        "select j.number, p.title, p.company, c.at, c.words from jobs j join postings p on p.id = j.posting_id "
        "cross join lateral ("
        "select v.seen_at as at, "
        "(select string_agg(x->>'words', '; ') from jsonb_array_elements(v.changes) x) as words "
        "from posting_versions v where v.posting_id = p.id and v.seen_at >= $2 "
        "union all select p.closed_at, coalesce('closed: ' || (p.liveness->>'evidence'), 'closed') "
        "where p.closed_at >= $2) c where j.user_id = $1 and j.deleted_at is null and c.words is not null "
        "order by c.at desc limit $3"
    )
    return [dict(row) for row in await fetch(session, statement, actor.user_id, since, limit)]


async def set_values(session: AsyncSession, actor: Actor, job_id: UUID, **values: Any) -> None:
    """Change columns of the actor's job, else NotFoundError."""
    found = await session.execute(update(Job).where(Job.id == job_id, *_mine(actor)).values(**values).returning(Job.id))
    if found.one_or_none() is None:
        raise NotFoundError("There is no such job.")


async def is_there(session: AsyncSession, actor: Actor, job_id: UUID) -> bool:
    """Whether the job is on the actor's list."""
    return bool(await session.scalar(select(Job.id).where(Job.id == job_id, *_mine(actor))))


async def forget_matches(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """Drop every match with this resume: its reasons quote facts that are no longer there."""
    query = update(Job).where(Job.user_id == actor.user_id, Job.match_resume_id == resume_id)
    await session.execute(query.values(match=None, score=None, match_resume_id=None))


async def remove(session: AsyncSession, actor: Actor, job_id: UUID) -> None:
    """Take the job off the list, its application with it; it can be brought back."""
    await lock_list(session, actor)
    await set_values(session, actor, job_id, deleted_at=func.now())


async def remove_all(session: AsyncSession, actor: Actor, job_ids: Sequence[UUID]) -> None:
    """Take several jobs off the list; those that are gone already stay so."""
    await lock_list(session, actor)
    query = update(Job).where(Job.id.in_(job_ids), *_mine(actor)).values(deleted_at=func.now())
    await session.execute(query)


async def restore(session: AsyncSession, actor: Actor, job_id: UUID) -> None:
    """Bring a removed job back, and the application that went with it, else NotFoundError."""
    await lock_list(session, actor)
    query = update(Job).where(Job.id == job_id, Job.user_id == actor.user_id).values(deleted_at=None)
    if (await session.execute(query.returning(Job.id))).one_or_none() is None:
        raise NotFoundError("There is no such job.")


async def embedding_of(session: AsyncSession, actor: Actor, job_id: UUID) -> np.ndarray[Any, Any] | None:
    """The embedding of the job's posting, 256 floats, or None where it has none."""
    query = select(Posting.embedding).join(Job, Job.posting_id == Posting.id).where(Job.id == job_id, *_mine(actor))
    return await session.scalar(query)


async def outlines(session: AsyncSession, actor: Actor) -> Sequence[tuple[UUID, int, str, str | None]]:
    """(id, number, title, company) of every job of the actor, oldest first, for resolving what a person calls it."""
    query = (
        select(Job.id, Job.number, Posting.title, Posting.company)
        .join(Posting, Posting.id == Job.posting_id)
        .where(*_mine(actor))
        .order_by(Job.number)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]


async def for_mail(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """What a mail could be about: id, number, title, company, status, requisition_id, url of the actor's jobs."""
    query = (
        select(
            Job.id, Job.number, Posting.title, Posting.company, Job.status, Posting.requisition_id, Posting.url,
            Job.created_at,
        )
        .join(Posting, Posting.id == Job.posting_id)
        .where(*_mine(actor))
        .order_by(Job.number)
    )  # fmt: skip
    return [dict(row) for row in (await session.execute(query)).mappings()]
