"""What was looked at before an application, and what was sent: preparations and submissions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, undefer

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError
from store.pagination import Page, PageRequest, encode_cursor

# Nothing has been clicked in these, and the same attempt can go on; in those the form may have arrived.
PREPARED = ("planning", "asking", "waiting", "approved")
MAY_HAVE_ARRIVED = ("submitting", "submitted", "unknown")


class Preparation(Keyed, Timestamped, Base):
    """What `job_prep` found and wrote for a job; the newest counts. `form` is an ApplicationForm (None where no form
    could be opened, with why in `notes`), `notes` a PrepNotes, `letter_id` the letter that was written for it.

    `status`: pending, running, ready, failed, cancelled.
    """

    __tablename__ = "preparations"
    __table_args__ = (Index("ix_preparations_user_id_job_id", "user_id", "job_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"), index=True)
    status: Mapped[str] = mapped_column(default="pending")
    form: Mapped[dict[str, Any] | None]
    notes: Mapped[dict[str, Any] | None]
    letter_id: Mapped[UUID | None]
    why: Mapped[str | None]


class Submission(Keyed, Timestamped, Base):
    """One attempt to hand in an application form. `plan` is a FormPlan: each field with its value and source.

    `addresses` are the canonical ones of the form, by which it is known again under another job; `screenshots` show it
    filled, one PNG a step.
    `state`: planning, asking (questions are open), waiting (for the yes to this very plan, by its `digest`), approved,
    submitting (the click may have been made), submitted, handed_over (to the person, `why` says), failed, cancelled,
    unknown (killed between the click and its answer: never clicked again by itself).
    """

    __tablename__ = "submissions"
    __table_args__ = (
        Index("ix_submissions_user_id_job_id", "user_id", "job_id", "id"),
        Index("ix_submissions_idempotency_key", "user_id", "idempotency_key", unique=True),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"), index=True)
    idempotency_key: Mapped[str]
    state: Mapped[str] = mapped_column(default="planning")
    url: Mapped[str]
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[str | None]
    addresses: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=sql("'{}'"))
    screenshots: Mapped[list[bytes]] = mapped_column(
        ARRAY(LargeBinary), default=list, server_default=sql("'{}'"), deferred=True
    )  # fmt: skip
    answer: Mapped[dict[str, Any] | None]
    answer_screenshot: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    why: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]


async def one_at_a_time(session: AsyncSession, actor: Actor) -> None:
    """Until the transaction ends, nobody else begins or approves an attempt of the actor's."""
    key = {"key": str(actor.user_id)}
    await session.execute(sql("select pg_advisory_xact_lock(hashtextextended(:key, 12))"), key)


async def begin(
    session: AsyncSession, actor: Actor, *, job_id: UUID, url: str, key: str, addresses: Sequence[str] = ()
) -> UUID | None:
    """Put an attempt down, unless there is one under this key; its id, or None when there is."""
    row = insert(Submission).values(
        id=new_id(), user_id=actor.user_id, job_id=job_id, url=url, idempotency_key=key,
        state="planning", plan={}, addresses=list(addresses),
    )  # fmt: skip
    made = row.on_conflict_do_nothing(index_elements=["user_id", "idempotency_key"]).returning(Submission.id)
    return (await session.execute(made)).scalar_one_or_none()


async def get(session: AsyncSession, actor: Actor, submission_id: UUID, *, lock: bool = False) -> Submission:
    """One of the actor's submissions as it is now, else NotFoundError."""
    query = select(Submission).where(Submission.id == submission_id, Submission.user_id == actor.user_id)
    query = query.execution_options(populate_existing=True)
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such submission.")
    return row


async def pictures(session: AsyncSession, actor: Actor, submission_id: UUID) -> tuple[list[bytes], bytes | None]:
    """The filled form, one PNG a step, and the page's answer as PNG, else NotFoundError."""
    query = select(Submission).where(Submission.id == submission_id, Submission.user_id == actor.user_id)
    whole = query.options(undefer(Submission.screenshots), undefer(Submission.answer_screenshot))
    row = (await session.scalars(whole)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such submission.")
    return row.screenshots, row.answer_screenshot


async def of_job(
    session: AsyncSession, actor: Actor, job_id: UUID, states: Sequence[str] | None = None
) -> Sequence[Submission]:
    """The attempts for a job, newest first; only those in these states."""
    query = select(Submission).where(Submission.user_id == actor.user_id, Submission.job_id == job_id)
    if states is not None:
        query = query.where(Submission.state.in_(states))
    return list(await session.scalars(query.order_by(Submission.id.desc())))


async def same_form(
    session: AsyncSession, actor: Actor, addresses: Sequence[str], *, besides: UUID, states: Sequence[str]
) -> Sequence[Submission]:
    """The attempts for other jobs than `besides` whose form has one of these addresses, newest first."""
    mine = (Submission.user_id == actor.user_id, Submission.job_id != besides, Submission.state.in_(states))
    query = select(Submission).where(*mine, Submission.addresses.overlap(list(addresses)))
    return list(await session.scalars(query.order_by(Submission.id.desc()))) if addresses else []


async def list_page(session: AsyncSession, actor: Actor, job_id: UUID, page: PageRequest) -> Page[Submission]:
    """The attempts for a job, newest first, one page."""
    mine = (Submission.user_id == actor.user_id, Submission.job_id == job_id)
    query = select(Submission).where(*mine).order_by(Submission.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(Submission.id < UUID(after[-1]))
    rows = list(await session.scalars(query))
    total = await session.scalar(select(func.count()).select_from(Submission).where(*mine)) or 0
    more, rows = len(rows) > page.limit, rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)


async def newest(session: AsyncSession, actor: Actor, states: Sequence[str]) -> Submission | None:
    """The attempt that was changed last among those in these states."""
    query = select(Submission).where(Submission.user_id == actor.user_id, Submission.state.in_(states))
    return (await session.scalars(query.order_by(Submission.updated_at.desc()).limit(1))).one_or_none()


async def move(
    session: AsyncSession, actor: Actor, submission_id: UUID, *, before: Sequence[str], approved: str | None = None,
    **values: Any,
) -> bool:  # fmt: skip
    """Change an attempt that is in one of the states `before`, and has the digest that was `approved` where one is
    given; False when it is not.

    Of several that try at once, one succeeds.
    """
    mine = [Submission.id == submission_id, Submission.user_id == actor.user_id, Submission.state.in_(before)]
    if approved is not None:
        mine.append(Submission.digest == approved)
    query = update(Submission).where(*mine).values(updated_at=func.now(), **values).returning(Submission.id)
    return (await session.execute(query)).one_or_none() is not None
