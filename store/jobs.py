"""Postings, as employers published them, and jobs: one user's relation to a posting."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Computed,
    Float,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import AlreadyExistsError, NotFoundError
from store.pagination import Page, PageRequest, encode_cursor
from store.vectors import vector_column


class Posting(Keyed, Timestamped, Base):
    """One opening. `owner_id` is None for what came from a public source, else the one user who may see it."""

    __tablename__ = "postings"
    __table_args__ = (
        Index("ix_postings_url", "url"),
        Index("ix_postings_search", "search", postgresql_using="gin"),
        Index(
            "ix_postings_embedding", "embedding", postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"}, postgresql_with={"m": 16, "ef_construction": 64},
        ),
    )  # fmt: skip
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    source: Mapped[str]
    url: Mapped[str | None]
    apply_url: Mapped[str | None]
    title: Mapped[str]
    company: Mapped[str | None]
    location: Mapped[str | None]
    remote: Mapped[str | None]
    salary: Mapped[dict[str, Any] | None]
    seniority: Mapped[str | None]
    employment_type: Mapped[str | None]
    requirements: Mapped[list[Any]] = mapped_column(default=list)
    skills: Mapped[list[Any]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(default="en")
    requisition_id: Mapped[str | None]
    text: Mapped[str]
    content_hash: Mapped[str] = mapped_column(index=True)
    embedding: Mapped[np.ndarray[Any, Any] | None] = mapped_column(vector_column())
    search: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', title), 'A')"
            " || setweight(to_tsvector('simple', coalesce(company, '')), 'A')"
            " || setweight(to_tsvector('simple', coalesce(location, '')), 'B')"
            " || to_tsvector('simple', left(text, 200000))",
            persisted=True,
        ),
    )
    posted_at: Mapped[datetime | None]
    valid_through: Mapped[datetime | None]
    first_seen: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen: Mapped[datetime] = mapped_column(server_default=func.now())


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
    deleted_at: Mapped[datetime | None]


JOINED = (
    Job.id, Job.number, Job.posting_id, Posting.title, Posting.company, Posting.location, Posting.remote,
    func.coalesce(Job.salary, Posting.salary).label("salary"), Posting.seniority, Posting.employment_type,
    Posting.requirements, Posting.skills, Posting.text, Posting.source, Posting.url,
    func.coalesce(Job.application_url, Posting.apply_url).label("application_url"), Posting.posted_at,
    Job.status, Job.notes, Job.cover_letter, Job.match, Job.match_resume_id, Job.created_at, Job.updated_at,
)  # fmt: skip
LISTED = (
    Job.id, Job.number, Posting.title, Posting.company, Posting.location, Posting.remote,
    func.coalesce(Job.salary, Posting.salary).label("salary"), Posting.source, Posting.url,
    Job.status, Job.notes, Job.score, Job.created_at, Job.updated_at,
)  # fmt: skip
SORTS: Mapping[str, ColumnElement[Any]] = {
    "created_at": Job.created_at.expression,
    "score": func.coalesce(Job.score, -1.0),
    "title": func.lower(Posting.title),
    "company": func.lower(func.coalesce(Posting.company, "")),
}


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Job.user_id == actor.user_id, Job.deleted_at.is_(None))


async def add_posting(session: AsyncSession, actor: Actor, values: dict[str, Any], *, private: bool) -> UUID:
    """Save a posting unless the actor can already see the same one (same address, or same words); returns its id."""
    same = Posting.content_hash == values["content_hash"]
    if values.get("url"):
        same = or_(same, Posting.url == values["url"])
    visible = or_(Posting.owner_id.is_(None), Posting.owner_id == actor.user_id)
    existing = await session.scalar(select(Posting.id).where(same, visible).order_by(Posting.id).limit(1))
    if existing is not None:
        await session.execute(update(Posting).where(Posting.id == existing).values(last_seen=func.now()))
        return existing
    row = Posting(id=new_id(), owner_id=actor.user_id if private else None, **values)
    session.add(row)
    await session.flush()
    return row.id


async def add(session: AsyncSession, actor: Actor, posting_id: UUID, **values: Any) -> UUID:
    """Put a posting on the actor's list; a deleted one comes back. Raises AlreadyExistsError naming the job."""
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 1))"), {"key": str(actor.user_id)})
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
    """The actor's jobs, filtered and sorted; rows are plain dicts of the LISTED columns."""
    where = [*_mine(actor)]
    if statuses:
        where.append(Job.status.in_(statuses))
    if query:
        where.append(Posting.search.op("@@")(func.websearch_to_tsquery("simple", query)))
    if remote:
        where.append(Posting.remote == remote)
    if company:
        where.append(Posting.company.icontains(company, autoescape=True))
    if min_score is not None:
        where.append(Job.score >= min_score)
    key = SORTS[sort]
    ordered = tuple_(key, Job.id)
    rows_query = (
        select(*LISTED, key.label("sort_key"))
        .join(Posting, Posting.id == Job.posting_id)
        .where(*where)
        .order_by(key.desc() if descending else key.asc(), Job.id.desc() if descending else Job.id.asc())
        .limit(page.limit + 1)
    )
    if after := page.after():
        edge = tuple_(_cast_key(sort, after[0]), UUID(after[1]))
        rows_query = rows_query.where(ordered < edge if descending else ordered > edge)
    total_query = select(func.count()).select_from(Job).where(*where)
    if len(where) > len(_mine(actor)):
        total_query = total_query.join(Posting, Posting.id == Job.posting_id)
    rows = [dict(row) for row in (await session.execute(rows_query)).mappings()]
    total = await session.scalar(total_query) or 0
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    keys = [row.pop("sort_key") for row in rows]
    cursor = encode_cursor(keys[-1], rows[-1]["id"]) if more else None
    return Page(items=rows, next_cursor=cursor, total=total)


def _cast_key(sort: str, value: Any) -> Any:
    try:
        if sort == "created_at":
            return datetime.fromisoformat(value)
        return float(value) if sort == "score" else str(value)
    except (TypeError, ValueError) as problem:
        raise NotFoundError("The cursor belongs to another sort order.", code="INVALID_CURSOR") from problem


async def set_values(session: AsyncSession, actor: Actor, job_id: UUID, **values: Any) -> None:
    """Change columns of the actor's job, else NotFoundError."""
    found = await session.execute(update(Job).where(Job.id == job_id, *_mine(actor)).values(**values).returning(Job.id))
    if found.one_or_none() is None:
        raise NotFoundError("There is no such job.")


async def remove(session: AsyncSession, actor: Actor, job_id: UUID) -> None:
    """Take the job off the list; it can be brought back."""
    await set_values(session, actor, job_id, deleted_at=func.now())


async def restore(session: AsyncSession, actor: Actor, job_id: UUID) -> None:
    """Bring a removed job back, else NotFoundError."""
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
