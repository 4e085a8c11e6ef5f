"""What was read out of mails: the openings that alerts show, and what replies say of applications."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped
from store.email_messages import EmailMessage
from store.errors import NotFoundError


class EmailPosting(Keyed, Timestamped, Base):
    """One opening that a mail shows. `data` is an AlertPosting.

    `state`: found, added (a new job), known (a job already), blocked, review (not sure enough), rejected (the person
    said it is no job).
    """

    __tablename__ = "email_postings"
    __table_args__ = (
        UniqueConstraint("message_id", "place"),
        Index("ix_email_postings_review", "user_id", "id", postgresql_where=text("state = 'review'")),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("email_messages.id", ondelete="CASCADE"))
    place: Mapped[int]
    data: Mapped[dict[str, Any]]
    confidence: Mapped[float] = mapped_column(Float)
    state: Mapped[str] = mapped_column(default="found")
    job_id: Mapped[UUID | None] = mapped_column(index=True)


class EmailReply(Timestamped, Base):
    """What a mail says of an application. `data` is a Reply, with the quoted words.

    `state`: review (the person is asked), applied (the job's status was changed), noted (nothing to change), undone,
    ignored (the person said so).
    """

    __tablename__ = "email_replies"
    __table_args__ = (Index("ix_email_replies_user_id_state", "user_id", "state"),)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("email_messages.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    confidence: Mapped[float] = mapped_column(Float)
    quote: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    tie: Mapped[dict[str, Any]] = mapped_column(default=dict)
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    state: Mapped[str]
    status_before: Mapped[str | None]
    status_after: Mapped[str | None]
    why: Mapped[str | None]


async def add_postings(
    session: AsyncSession, actor: Actor, message_id: UUID, postings: Sequence[Mapping[str, Any]]
) -> None:
    """Write down what a mail shows, once; a place that is taken stays."""
    if postings:
        rows = [{**row, "message_id": message_id, "user_id": actor.user_id} for row in postings]
        await session.execute(insert(EmailPosting).on_conflict_do_nothing(), rows)


async def forget_undecided(session: AsyncSession, actor: Actor, message_id: UUID) -> None:
    """Drop the postings of a mail that is read again, but for those that have become jobs or were turned down."""
    undecided = EmailPosting.state.in_(("found", "review", "blocked"))
    own = (EmailPosting.message_id == message_id) & (EmailPosting.user_id == actor.user_id)
    await session.execute(delete(EmailPosting).where(own, undecided))


async def postings_of(session: AsyncSession, actor: Actor, message_ids: Sequence[UUID]) -> list[EmailPosting]:
    """What these mails show, in their order."""
    query = select(EmailPosting).where(EmailPosting.message_id.in_(message_ids), EmailPosting.user_id == actor.user_id)
    query = query.order_by(EmailPosting.message_id, EmailPosting.place)
    return list(await session.scalars(query)) if message_ids else []


async def get_posting(session: AsyncSession, actor: Actor, posting_id: UUID) -> EmailPosting:
    """The actor's posting of a mail, else NotFoundError."""
    query = select(EmailPosting).where(EmailPosting.id == posting_id, EmailPosting.user_id == actor.user_id)
    row = (await session.scalars(query.with_for_update())).one_or_none()
    if row is None:
        raise NotFoundError("There is no such posting of a mail.")
    return row


async def postings_to_review(session: AsyncSession, actor: Actor, *, limit: int) -> list[EmailPosting]:
    """What was not sure enough to become a job by itself, oldest first."""
    query = select(EmailPosting).where(EmailPosting.user_id == actor.user_id, EmailPosting.state == "review")
    return list(await session.scalars(query.order_by(EmailPosting.id).limit(limit)))


async def set_reply(session: AsyncSession, actor: Actor, message_id: UUID, **values: Any) -> None:
    """Write down what a mail says of an application, in the place of what was thought before."""
    statement = insert(EmailReply).values(message_id=message_id, user_id=actor.user_id, **values)
    fresh = {name: getattr(statement.excluded, name) for name in values}
    await session.execute(statement.on_conflict_do_update(index_elements=["message_id"], set_=fresh))


async def replies_of(session: AsyncSession, actor: Actor, message_ids: Sequence[UUID]) -> dict[UUID, EmailReply]:
    """What these mails say of applications, by message."""
    query = select(EmailReply).where(EmailReply.message_id.in_(message_ids), EmailReply.user_id == actor.user_id)
    return {row.message_id: row for row in await session.scalars(query)} if message_ids else {}


async def get_reply(session: AsyncSession, actor: Actor, message_id: UUID) -> EmailReply:
    """What the actor's mail says of an application, else NotFoundError."""
    query = select(EmailReply).where(EmailReply.message_id == message_id, EmailReply.user_id == actor.user_id)
    # As it stands by now: `set_reply` writes past what the session holds of it.
    fresh = query.with_for_update().execution_options(populate_existing=True)
    row = (await session.scalars(fresh)).one_or_none()
    if row is None:
        raise NotFoundError("That mail says nothing of an application.")
    return row


async def replies_to_review(session: AsyncSession, actor: Actor, *, limit: int) -> list[EmailReply]:
    """Replies that the person has to decide on, oldest first."""
    query = select(EmailReply).where(EmailReply.user_id == actor.user_id, EmailReply.state == "review")
    return list(await session.scalars(query.order_by(EmailReply.created_at).limit(limit)))


async def tied(session: AsyncSession, actor: Actor) -> list[dict[str, Any]]:
    """The mails that are tied to jobs: job_id, message_id (their Message-ID), references, sender_address."""
    standing = EmailReply.state.not_in(("ignored", "undone"))
    query = (
        select(EmailReply.job_id, EmailMessage.message_id, EmailMessage.references, EmailMessage.sender_address)
        .join(EmailMessage, EmailMessage.id == EmailReply.message_id)
        .where(EmailReply.user_id == actor.user_id, EmailReply.job_id.is_not(None), standing)
    )
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def moved_by_mail(session: AsyncSession, actor: Actor, job_id: UUID) -> datetime | None:
    """When the newest mail was sent that has changed this job's status."""
    query = (
        select(func.max(EmailMessage.dated_at))
        .join(EmailReply, EmailReply.message_id == EmailMessage.id)
        .where(EmailReply.user_id == actor.user_id, EmailReply.job_id == job_id, EmailReply.state == "applied")
    )
    return await session.scalar(query)
