"""Tailoring sessions, and the claims of what they produced: sentence -> facts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, deferred, mapped_column, undefer

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import ConflictError, NotFoundError
from store.pagination import Page, PageRequest, encode_cursor
from store.resumes import Resume


class TailoredResume(Keyed, Timestamped, Base):
    """One tailoring of one resume to one job; `document` and `pdf` are there once it is completed.

    They are those of `version`, the newest; `question` is what the person has to answer while it is "waiting".

    Resume and job may be erased later: what was tailored keeps its own copy of every fact it cites.
    """

    __tablename__ = "tailored_resumes"
    __table_args__ = (UniqueConstraint("user_id", "number"), Index("ix_tailored_resumes_user_id_id", "user_id", "id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    resume_id: Mapped[UUID]
    job_id: Mapped[UUID] = mapped_column(index=True)
    conversation_id: Mapped[UUID | None]
    run_id: Mapped[UUID | None]
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="pending")
    progress: Mapped[int] = mapped_column(default=0)
    step: Mapped[str | None]
    error: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=0)
    question: Mapped[dict[str, Any] | None]
    document: Mapped[dict[str, Any] | None]
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class TailoredVersion(Keyed, Base):
    """A tailored resume as it stood after one change; versions are only added, going back adds one too.

    `reason` says in words what made it, `checks` what checking its PDF has shown.
    """

    __tablename__ = "tailored_versions"
    __table_args__ = (UniqueConstraint("tailored_resume_id", "version"),)
    tailored_resume_id: Mapped[UUID] = mapped_column(ForeignKey("tailored_resumes.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    version: Mapped[int]
    reason: Mapped[str]
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    checks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Claim(Base):
    """One written line and the facts it rests on."""

    __tablename__ = "claims"
    tailored_resume_id: Mapped[UUID] = mapped_column(
        ForeignKey("tailored_resumes.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    origin: Mapped[str]
    fact_ids: Mapped[list[UUID]] = mapped_column(ARRAY(PgUUID(as_uuid=True)))


async def create(session: AsyncSession, actor: Actor, **values: Any) -> TailoredResume:
    """Begin a tailoring; `resume_id` and `job_id` have been checked to be the actor's."""
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 3))"), {"key": str(actor.user_id)})
    last = await session.scalar(select(func.max(TailoredResume.number)).where(TailoredResume.user_id == actor.user_id))
    row = TailoredResume(id=new_id(), user_id=actor.user_id, number=(last or 0) + 1, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at", "updated_at"])
    return row


async def get(session: AsyncSession, actor: Actor, tailored_id: UUID) -> TailoredResume:
    """The actor's tailoring, else NotFoundError."""
    query = select(TailoredResume).where(TailoredResume.id == tailored_id, TailoredResume.user_id == actor.user_id)
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such tailoring session.")
    return row


async def pdf(session: AsyncSession, actor: Actor, tailored_id: UUID) -> bytes:
    """The finished PDF, else NotFoundError."""
    query = select(TailoredResume.pdf).where(TailoredResume.id == tailored_id, TailoredResume.user_id == actor.user_id)
    found = await session.scalar(query)
    if found is None:
        raise NotFoundError("There is no finished document of this tailoring session.")
    return found


async def set_values(session: AsyncSession, actor: Actor, tailored_id: UUID, **values: Any) -> None:
    """Change columns of the actor's tailoring, else NotFoundError."""
    query = update(TailoredResume).where(TailoredResume.id == tailored_id, TailoredResume.user_id == actor.user_id)
    if (await session.execute(query.values(**values).returning(TailoredResume.id))).one_or_none() is None:
        raise NotFoundError("There is no such tailoring session.")


async def set_open(session: AsyncSession, actor: Actor, tailored_id: UUID, **values: Any) -> bool:
    """Change columns of a tailoring that has not ended; says whether it had not (and was there)."""
    query = update(TailoredResume).where(
        TailoredResume.id == tailored_id,
        TailoredResume.user_id == actor.user_id,
        TailoredResume.status.in_(("pending", "running", "waiting")),
    )
    return (await session.execute(query.values(**values).returning(TailoredResume.id))).one_or_none() is not None


async def take_over(
    session: AsyncSession, actor: Actor, tailored_id: UUID, *, before: UUID | None, **values: Any
) -> bool:
    """Give a tailoring a new run with these columns, unless another run than `before` has it by now; says whether."""
    query = update(TailoredResume).where(
        TailoredResume.id == tailored_id,
        TailoredResume.user_id == actor.user_id,
        TailoredResume.run_id.is_not_distinct_from(before),
    )
    return (await session.execute(query.values(**values).returning(TailoredResume.id))).one_or_none() is not None


async def add_version(
    session: AsyncSession, actor: Actor, tailored_id: UUID, *, reason: str, document: dict[str, Any], pdf: bytes,
    checks: dict[str, Any], after: int | None = None,
) -> TailoredVersion:  # fmt: skip
    """Make this the newest version of the actor's tailoring; the very same document again answers the one there is.

    Raises ConflictError `CHANGED_MEANWHILE` when the newest is not version `after` (where given) any more.
    """
    query = select(TailoredResume).where(TailoredResume.id == tailored_id, TailoredResume.user_id == actor.user_id)
    head = (await session.scalars(query.with_for_update().execution_options(populate_existing=True))).one_or_none()
    if head is None:
        raise NotFoundError("There is no such tailoring session.")
    if after is not None and head.version != after:
        raise ConflictError(
            f"Tailored resume {head.number} was changed meanwhile: it is at version {head.version} now, and this "
            f"was meant for version {after}. Look at it again, then say what to change.",
            code="CHANGED_MEANWHILE", details={"version": head.version, "expected": after},
        )  # fmt: skip
    if head.version and head.document == document:
        return await get_version(session, actor, tailored_id, head.version)
    head.version, head.document, head.pdf = head.version + 1, document, pdf
    row = TailoredVersion(
        id=new_id(), tailored_resume_id=tailored_id, user_id=actor.user_id, version=head.version, reason=reason,
        document=document, pdf=pdf, checks=checks,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at"])
    await session.refresh(head, ["updated_at"])
    return row


async def versions(session: AsyncSession, actor: Actor, tailored_id: UUID) -> Sequence[TailoredVersion]:
    """Every version of the actor's tailoring, newest first."""
    await get(session, actor, tailored_id)
    query = select(TailoredVersion).where(
        TailoredVersion.tailored_resume_id == tailored_id, TailoredVersion.user_id == actor.user_id
    )
    return list(await session.scalars(query.order_by(TailoredVersion.version.desc())))


async def get_version(session: AsyncSession, actor: Actor, tailored_id: UUID, version: int) -> TailoredVersion:
    """One version with its document and PDF, else NotFoundError."""
    query = select(TailoredVersion).where(
        TailoredVersion.tailored_resume_id == tailored_id,
        TailoredVersion.user_id == actor.user_id,
        TailoredVersion.version == version,
    )
    whole = query.options(undefer(TailoredVersion.document), undefer(TailoredVersion.pdf))
    row = (await session.scalars(whole)).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no version {version} of this tailored resume.", code="NO_SUCH_VERSION")
    return row


async def save_claims(session: AsyncSession, actor: Actor, tailored_id: UUID, claims: Sequence[dict[str, Any]]) -> None:
    """Replace the claims of the actor's tailoring."""
    await get(session, actor, tailored_id)
    await session.execute(delete(Claim).where(Claim.tailored_resume_id == tailored_id))
    session.add_all(Claim(tailored_resume_id=tailored_id, **claim) for claim in claims)
    await session.flush()


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[TailoredResume]:
    """The actor's tailorings, newest first."""
    mine = TailoredResume.user_id == actor.user_id
    query = select(TailoredResume).where(mine).order_by(TailoredResume.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(TailoredResume.id < UUID(after[-1]))
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count()).where(mine)) or 0
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def resume_for(session: AsyncSession, actor: Actor, job_id: UUID) -> Resume | None:
    """The actor's resume that was last tailored to this job with a document to show for it, where it is still there."""
    query = (
        select(Resume)
        .join(TailoredResume, TailoredResume.resume_id == Resume.id)
        .where(
            TailoredResume.user_id == actor.user_id,
            Resume.user_id == actor.user_id,
            TailoredResume.job_id == job_id,
            TailoredResume.version > 0,
        )
        .order_by(TailoredResume.id.desc())
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()


async def newest_for(session: AsyncSession, actor: Actor, job_id: UUID) -> TailoredResume | None:
    """The newest of the actor's tailorings to this job that has a document."""
    mine = (TailoredResume.user_id == actor.user_id, TailoredResume.job_id == job_id, TailoredResume.version > 0)
    query = select(TailoredResume).where(*mine).order_by(TailoredResume.id.desc()).limit(1)
    return (await session.scalars(query)).one_or_none()


async def remove(session: AsyncSession, actor: Actor, tailored_id: UUID) -> None:
    """Delete the actor's tailoring with its claims, else NotFoundError."""
    await get(session, actor, tailored_id)
    await session.execute(
        delete(TailoredResume).where(TailoredResume.id == tailored_id, TailoredResume.user_id == actor.user_id)
    )
