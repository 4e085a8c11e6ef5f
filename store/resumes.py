"""Resumes and the facts read from them, each with the span of source text it stands in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, deferred, mapped_column, undefer

from store.actors import Actor
from store.base import JSON, Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError
from store.pagination import Page, PageRequest, encode_cursor
from store.vectors import vector_column


class Resume(Keyed, Timestamped, Base):
    """One resume: the file itself, its text in reading order, and what reading it showed.

    `kind` is "upload", or "record": the career record, merged from other resumes, whose facts keep the place they come
    from. While `status` is "pending" or "processing" the text is empty; `error` says why reading "failed".
    `read_facts` are the facts before any correction (None: as they are stored); the stored ones are those facts with
    the corrections laid over them. `merged` is what a record was merged from, and what its resumes disagree on.
    """

    __tablename__ = "resumes"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        Index("ix_resumes_user_id_id", "user_id", "id"),
        Index(
            "ix_resumes_one_primary", "user_id", unique=True, postgresql_where=text("is_primary")
        ),
    )  # fmt: skip
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    filename: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    content_hash: Mapped[str]
    kind: Mapped[str] = mapped_column(default="upload")
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(default="completed")
    error: Mapped[dict[str, Any] | None]
    run_id: Mapped[UUID | None]
    is_primary: Mapped[bool] = mapped_column(default=False)
    pages: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="en")
    name: Mapped[str | None]
    headline: Mapped[str | None]
    text: Mapped[str]
    sections: Mapped[list[Any]] = mapped_column(default=list)
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    layout: Mapped[list[Any]] = mapped_column(default=list)
    read_facts: Mapped[list[Any] | None] = deferred(mapped_column(JSON))
    merged: Mapped[dict[str, Any] | None]
    embedding: Mapped[np.ndarray[Any, Any] | None] = deferred(mapped_column(vector_column()))


class ResumeFact(Keyed, Base):
    """One fact; `detail` is one of the kinds in tools.resumes.schemas.

    `source`: "read" from the file, "corrected" or "added" by the person, "answered" to a question. `original` is what
    was read before a correction, `provenance` the question behind an answer. The span counts in the text of
    `source_resume_id` where that is set (facts of the career record), else in that of its own resume; what a person
    said stands in no text, and its span covers its own words.
    """

    __tablename__ = "resume_facts"
    __table_args__ = (Index("ix_resume_facts_resume_id_position", "resume_id", "position"),)
    resume_id: Mapped[UUID] = mapped_column(ForeignKey("resumes.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    parent_id: Mapped[UUID | None]
    position: Mapped[int]
    text: Mapped[str]
    span_start: Mapped[int]
    span_end: Mapped[int]
    detail: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(default="read")
    source_resume_id: Mapped[UUID | None]
    source_fact_id: Mapped[UUID | None]
    original: Mapped[dict[str, Any] | None]
    provenance: Mapped[dict[str, Any] | None]


class ResumeCorrection(Keyed, Base):
    """What a person set right in a resume, kept apart from the facts so that reading the file anew loses none of it.

    `operation` is "replace", "remove" or "add"; `fingerprint` finds the fact that was read wrongly, `values` hold the
    columns that stand in its place.
    """

    __tablename__ = "resume_corrections"
    __table_args__ = (Index("ix_resume_corrections_resume_id_id", "resume_id", "id"),)
    resume_id: Mapped[UUID] = mapped_column(ForeignKey("resumes.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    operation: Mapped[str]
    fingerprint: Mapped[str | None]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ResumeVersion(Keyed, Base):
    """A resume as it stood before it was changed: the file, its text, its facts as columns; `reason` is the change."""

    __tablename__ = "resume_versions"
    __table_args__ = (UniqueConstraint("resume_id", "version"),)
    resume_id: Mapped[UUID] = mapped_column(ForeignKey("resumes.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    version: Mapped[int]
    reason: Mapped[str]
    filename: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    content_hash: Mapped[str]
    text: Mapped[str] = mapped_column(deferred=True)
    read: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    facts: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


async def add(session: AsyncSession, actor: Actor, **values: Any) -> Resume:
    """Save a resume; the first one of a user that was read is the primary one."""
    await one_at_a_time(session, actor)
    mine = Resume.user_id == actor.user_id
    last = await session.scalar(select(func.max(Resume.number)).where(mine)) or 0
    first = values.get("status", "completed") == "completed" and not await has_primary(session, actor)
    row = Resume(id=new_id(), user_id=actor.user_id, number=last + 1, is_primary=first, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at", "updated_at"])
    return row


async def one_at_a_time(session: AsyncSession, actor: Actor) -> None:
    """Numbers, the primary one, the record and what counts as the same file are settled by one transaction a time."""
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 2))"), {"key": str(actor.user_id)})


async def has_primary(session: AsyncSession, actor: Actor) -> bool:
    """Whether one of the actor's resumes is the primary one."""
    return bool(await session.scalar(select(func.bool_or(Resume.is_primary)).where(Resume.user_id == actor.user_id)))


async def primary_if_none(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """Make the actor's resume the primary one where none is."""
    await one_at_a_time(session, actor)
    if not await has_primary(session, actor):
        mine = (Resume.user_id == actor.user_id, Resume.id == resume_id)
        await session.execute(update(Resume).where(*mine).values(is_primary=True))


async def record(session: AsyncSession, actor: Actor) -> Resume | None:
    """The actor's career record, if one was made."""
    query = select(Resume).where(Resume.user_id == actor.user_id, Resume.kind == "record").limit(1)
    return (await session.scalars(query)).one_or_none()


async def uploads(session: AsyncSession, actor: Actor) -> list[Resume]:
    """The actor's resumes that were read from files, oldest first."""
    mine = (Resume.user_id == actor.user_id, Resume.kind == "upload", Resume.status == "completed")
    return list(await session.scalars(select(Resume).where(*mine).order_by(Resume.id)))


async def record_merged_from(session: AsyncSession, actor: Actor, resume_id: UUID) -> int | None:
    """The number of the actor's career record when this resume went into it, else None."""
    query = select(Resume.number, Resume.merged).where(Resume.user_id == actor.user_id, Resume.kind == "record")
    row = (await session.execute(query)).one_or_none()
    if row is None or row.merged is None:
        return None
    return row.number if any(each["resume_id"] == str(resume_id) for each in row.merged["sources"]) else None


async def file_time(session: AsyncSession, actor: Actor, row: Resume) -> datetime:
    """When the file that a resume has now was uploaded."""
    mine = (ResumeVersion.resume_id == row.id, ResumeVersion.user_id == actor.user_id)
    query = select(func.max(ResumeVersion.created_at)).where(*mine, ResumeVersion.reason == "uploaded")
    return await session.scalar(query) or row.created_at


async def digest(session: AsyncSession, actor: Actor, resume_id: UUID) -> str:
    """What tells whether the facts of a resume have changed; empty when it is gone."""
    said = func.string_agg(
        func.concat_ws("|", ResumeFact.id, ResumeFact.text, ResumeFact.detail, ResumeFact.parent_id),
        aggregate_order_by(literal("\n"), ResumeFact.position),
    )
    mine = (ResumeFact.resume_id == resume_id, ResumeFact.user_id == actor.user_id)
    return await session.scalar(select(func.coalesce(func.md5(said), "")).where(*mine)) or ""


async def add_version(session: AsyncSession, actor: Actor, resume_id: UUID, **values: Any) -> ResumeVersion:
    """Keep the actor's resume as it stands now."""
    row = ResumeVersion(id=new_id(), resume_id=resume_id, user_id=actor.user_id, **values)
    session.add(row)
    await session.flush()
    return row


async def versions(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[ResumeVersion]:
    """The earlier states of the actor's resume, oldest first, without their files and facts."""
    mine = (ResumeVersion.resume_id == resume_id, ResumeVersion.user_id == actor.user_id)
    return list(await session.scalars(select(ResumeVersion).where(*mine).order_by(ResumeVersion.version)))


async def set_status(
    session: AsyncSession, actor: Actor, resume_id: UUID, status: str, error: dict[str, Any] | None = None
) -> None:
    """Say how far reading an upload is; one that was read stays as it is."""
    unread = (Resume.user_id == actor.user_id, Resume.id == resume_id, Resume.status != "completed")
    await session.execute(update(Resume).where(*unread).values(status=status, error=error))


async def version_counts(session: AsyncSession, actor: Actor, resume_id: UUID) -> dict[int, tuple[int, int]]:
    """How many facts and corrections each earlier state of the actor's resume holds."""
    query = select(
        ResumeVersion.version,
        func.jsonb_array_length(ResumeVersion.facts),
        func.jsonb_array_length(ResumeVersion.read["corrections"]),
    ).where(ResumeVersion.resume_id == resume_id, ResumeVersion.user_id == actor.user_id)
    return {row[0]: (row[1], row[2] or 0) for row in await session.execute(query)}


async def version(session: AsyncSession, actor: Actor, resume_id: UUID, number: int) -> ResumeVersion:
    """An earlier state of the actor's resume with all it holds, else NotFoundError."""
    mine = (ResumeVersion.resume_id == resume_id, ResumeVersion.user_id == actor.user_id)
    query = select(ResumeVersion).where(*mine, ResumeVersion.version == number).options(undefer("*"))
    row = (await session.scalars(query.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no version {number} of this resume.")
    return row


async def remove_version(session: AsyncSession, actor: Actor, resume_id: UUID, number: int) -> None:
    """Let an earlier state of the actor's resume go."""
    mine = (ResumeVersion.resume_id == resume_id, ResumeVersion.user_id == actor.user_id)
    await session.execute(delete(ResumeVersion).where(*mine, ResumeVersion.version == number))


async def same_content(session: AsyncSession, actor: Actor, content_hash: str) -> Resume | None:
    """The actor's uploaded resume with these very bytes, if there is one."""
    mine = (Resume.user_id == actor.user_id, Resume.kind == "upload")
    query = select(Resume).where(*mine, Resume.content_hash == content_hash).limit(1)
    return (await session.scalars(query)).one_or_none()


async def set_facts(session: AsyncSession, actor: Actor, resume_id: UUID, facts: Sequence[dict[str, Any]]) -> None:
    """Replace the facts of the actor's resume; each dict holds the columns, parents before their children."""
    await get(session, actor, resume_id)
    await session.execute(
        delete(ResumeFact).where(ResumeFact.resume_id == resume_id, ResumeFact.user_id == actor.user_id)
    )
    session.add_all(ResumeFact(resume_id=resume_id, user_id=actor.user_id, **fact) for fact in facts)
    await session.flush()


async def get(session: AsyncSession, actor: Actor, resume_id: UUID) -> Resume:
    """The actor's resume, else NotFoundError."""
    query = select(Resume).where(Resume.id == resume_id, Resume.user_id == actor.user_id)
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such resume.")
    return row


async def locked(session: AsyncSession, actor: Actor, resume_id: UUID) -> Resume:
    """The actor's resume, held until the transaction ends so that changes follow each other, else NotFoundError."""
    query = select(Resume).where(Resume.id == resume_id, Resume.user_id == actor.user_id)
    row = (await session.scalars(query.with_for_update().execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFoundError("There is no such resume.")
    return row


async def read_facts(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[Any] | None:
    """The facts before any correction, as JSON; None where the stored ones are these."""
    query = select(Resume.read_facts).where(Resume.id == resume_id, Resume.user_id == actor.user_id)
    return await session.scalar(query)


async def corrections(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[ResumeCorrection]:
    """What the actor set right in a resume, oldest first."""
    mine = (ResumeCorrection.resume_id == resume_id, ResumeCorrection.user_id == actor.user_id)
    return list(await session.scalars(select(ResumeCorrection).where(*mine).order_by(ResumeCorrection.id)))


async def add_correction(session: AsyncSession, actor: Actor, resume_id: UUID, **values: Any) -> ResumeCorrection:
    """Write down a correction of the actor's resume."""
    row = ResumeCorrection(id=values.pop("id", None) or new_id(), resume_id=resume_id, user_id=actor.user_id, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at"])
    return row


async def remove_corrections(
    session: AsyncSession, actor: Actor, resume_id: UUID, ids: Sequence[UUID] | None = None
) -> None:
    """Forget these corrections of the actor's resume, or all of them; NotFoundError when one of them is not there."""
    mine = (ResumeCorrection.resume_id == resume_id, ResumeCorrection.user_id == actor.user_id)
    chosen = mine if ids is None else (*mine, ResumeCorrection.id.in_(ids))
    gone = (await session.execute(delete(ResumeCorrection).where(*chosen).returning(ResumeCorrection.id))).all()
    if ids is not None and len(gone) < len(ids):
        raise NotFoundError("There is no such correction.")


async def content(session: AsyncSession, actor: Actor, resume_id: UUID) -> bytes:
    """The uploaded file's bytes, else NotFoundError."""
    query = select(Resume.content).where(Resume.id == resume_id, Resume.user_id == actor.user_id)
    found = await session.scalar(query)
    if found is None:
        raise NotFoundError("There is no such resume.")
    return found


async def primary(session: AsyncSession, actor: Actor) -> Resume | None:
    """The actor's primary resume, or None while there is no resume."""
    query = select(Resume).where(Resume.user_id == actor.user_id, Resume.is_primary)
    query = query.execution_options(populate_existing=True)  # it may have just been chosen by a statement
    return (await session.scalars(query)).one_or_none()


async def facts(session: AsyncSession, actor: Actor, resume_id: UUID) -> Sequence[ResumeFact]:
    """The resume's facts in document order."""
    query = (
        select(ResumeFact)
        .where(ResumeFact.resume_id == resume_id, ResumeFact.user_id == actor.user_id)
        .order_by(ResumeFact.position)
    )
    return list(await session.scalars(query))


async def embedding_of(session: AsyncSession, actor: Actor, resume_id: UUID) -> np.ndarray[Any, Any] | None:
    """The resume's embedding, 256 floats, or None."""
    query = select(Resume.embedding).where(Resume.id == resume_id, Resume.user_id == actor.user_id)
    return await session.scalar(query)


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[Resume]:
    """The actor's resumes, newest first."""
    mine = Resume.user_id == actor.user_id
    query = select(Resume).where(mine).order_by(Resume.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(Resume.id < UUID(after[-1]))
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count()).where(mine)) or 0
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def set_primary(session: AsyncSession, actor: Actor, resume_id: UUID) -> UUID | None:
    """Make it the only primary one; returns the id of the one that was, else NotFoundError."""
    await get(session, actor, resume_id)
    before = await primary(session, actor)
    if before is not None and before.id == resume_id:
        return resume_id
    mine = Resume.user_id == actor.user_id
    await session.execute(update(Resume).where(mine, Resume.is_primary).values(is_primary=False))
    await session.execute(update(Resume).where(mine, Resume.id == resume_id).values(is_primary=True))
    return before.id if before else None


async def remove(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """Erase the resume with its facts; when it was the primary one, the newest other that was read takes its place."""
    row = await get(session, actor, resume_id)
    mine = Resume.user_id == actor.user_id
    await session.execute(delete(Resume).where(mine, Resume.id == resume_id))
    if row.is_primary:
        read = Resume.status == "completed"
        heir = select(Resume.id).where(mine, read).order_by(Resume.id.desc()).limit(1).scalar_subquery()
        await session.execute(update(Resume).where(mine, Resume.id == heir).values(is_primary=True))
