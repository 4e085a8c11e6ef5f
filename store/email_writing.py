"""What a person sets in motion from their mail: drafts, rules, calendar entries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import ConflictError, NotFoundError


class EmailDraft(Keyed, Timestamped, Base):
    """A mail that was written and waits for a yes. `proof` is each sentence with what it rests on.

    `state`: draft, sending (a yes was given; `rfc_id` tells whether it went out), sent. Sending writes `sending` first,
    so that a process that dies never sends twice.
    """

    __tablename__ = "email_drafts"
    __table_args__ = (UniqueConstraint("user_id", "number"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    source_id: Mapped[UUID] = mapped_column(ForeignKey("email_sources.id", ondelete="CASCADE"))
    reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("email_messages.id", ondelete="SET NULL"))
    to: Mapped[list[Any]]
    cc: Mapped[list[Any]] = mapped_column(default=list)
    subject: Mapped[str]
    body: Mapped[str]
    proof: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default="draft")
    rfc_id: Mapped[str]
    external_id: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    problem: Mapped[str | None]
    deleted_at: Mapped[datetime | None]


class EmailRule(Keyed, Timestamped, Base):
    """What is to happen to mails that fit. Off until it was tried on past mail and switched on."""

    __tablename__ = "email_rules"
    __table_args__ = (UniqueConstraint("user_id", "number"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str]
    conditions: Mapped[dict[str, Any]]
    actions: Mapped[list[Any]]
    is_active: Mapped[bool] = mapped_column(default=False)
    applied: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None]


class CalendarEntry(Keyed, Timestamped, Base):
    """An appointment that a mail has brought. `uid` is the invitation's own, `google_id` the one at Google."""

    __tablename__ = "calendar_entries"
    __table_args__ = (
        UniqueConstraint("user_id", "uid"),
        Index("ix_calendar_entries_user_id_starts_at", "user_id", "starts_at"),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    job_id: Mapped[UUID | None] = mapped_column(index=True)
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("email_messages.id", ondelete="SET NULL"))
    uid: Mapped[str]
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    timezone: Mapped[str | None]
    place: Mapped[str | None]
    quote: Mapped[str | None]
    cancelled: Mapped[bool] = mapped_column(default=False)
    google_id: Mapped[str | None]
    deleted_at: Mapped[datetime | None]


def _mine(
    kind: type[EmailDraft] | type[EmailRule] | type[CalendarEntry], actor: Actor
) -> tuple[ColumnElement[bool], ...]:
    return (kind.user_id == actor.user_id, kind.deleted_at.is_(None))


async def _next_number(session: AsyncSession, actor: Actor, kind: type[EmailDraft] | type[EmailRule]) -> int:
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 9))"), {"key": str(actor.user_id)})
    return (await session.scalar(select(func.max(kind.number)).where(kind.user_id == actor.user_id)) or 0) + 1


async def add_draft(session: AsyncSession, actor: Actor, **values: Any) -> EmailDraft:
    """A new draft, with the next number."""
    number = await _next_number(session, actor, EmailDraft)
    row = EmailDraft(id=new_id(), user_id=actor.user_id, number=number, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def drafts(session: AsyncSession, actor: Actor, *, limit: int = 100) -> list[EmailDraft]:
    """The actor's drafts and what was sent from them, the newest first."""
    query = select(EmailDraft).where(*_mine(EmailDraft, actor)).order_by(EmailDraft.number.desc()).limit(limit)
    return list(await session.scalars(query))


async def get_draft(session: AsyncSession, actor: Actor, draft_id: UUID, *, lock_row: bool = False) -> EmailDraft:
    """The actor's draft, else NotFoundError."""
    query = select(EmailDraft).where(EmailDraft.id == draft_id, *_mine(EmailDraft, actor))
    row = (await session.scalars(query.with_for_update() if lock_row else query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such draft.")
    return row


async def set_draft_deleted(session: AsyncSession, actor: Actor, draft_id: UUID, *, deleted: bool) -> None:
    """Throw a draft away or bring it back, else NotFoundError; ConflictError for one that was sent."""
    own = (EmailDraft.id == draft_id) & (EmailDraft.user_id == actor.user_id)
    state = await session.scalar(select(EmailDraft.state).where(own))
    if state is None:
        raise NotFoundError("There is no such draft.")
    if state != "draft":
        raise ConflictError("That mail has been sent; it cannot be thrown away.", code="ALREADY_SENT")
    await session.execute(update(EmailDraft).where(own).values(deleted_at=func.now() if deleted else None))


async def add_rule(session: AsyncSession, actor: Actor, **values: Any) -> EmailRule:
    """A new rule, switched off, with the next number."""
    number = await _next_number(session, actor, EmailRule)
    row = EmailRule(id=new_id(), user_id=actor.user_id, number=number, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def rules(session: AsyncSession, actor: Actor, *, active: bool = False) -> list[EmailRule]:
    """The actor's rules in their order; only those that are switched on with `active`."""
    query = select(EmailRule).where(*_mine(EmailRule, actor)).order_by(EmailRule.number)
    return list(await session.scalars(query.where(EmailRule.is_active) if active else query))


async def get_rule(session: AsyncSession, actor: Actor, rule_id: UUID) -> EmailRule:
    """The actor's rule, else NotFoundError."""
    row = (
        await session.scalars(select(EmailRule).where(EmailRule.id == rule_id, *_mine(EmailRule, actor)))
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such rule.")
    return row


async def set_rule(session: AsyncSession, actor: Actor, rule_id: UUID, **values: Any) -> None:
    """Change columns of the actor's rule, a deleted one too; else NotFoundError."""
    own = (EmailRule.id == rule_id) & (EmailRule.user_id == actor.user_id)
    found = await session.execute(update(EmailRule).where(own).values(**values).returning(EmailRule.id))
    if found.one_or_none() is None:
        raise NotFoundError("There is no such rule.")


async def put_entry(session: AsyncSession, actor: Actor, uid: str, **values: Any) -> CalendarEntry:
    """The calendar entry of this uid with these values, made where there is none."""
    own = (CalendarEntry.user_id == actor.user_id) & (CalendarEntry.uid == uid)
    row = (await session.scalars(select(CalendarEntry).where(own).with_for_update())).one_or_none()
    if row is None:
        row = CalendarEntry(id=new_id(), user_id=actor.user_id, uid=uid, **values)
        session.add(row)
    else:
        row.deleted_at = None
        for name, value in values.items():
            setattr(row, name, value)
    await session.flush()
    await session.refresh(row)
    return row


async def entries(
    session: AsyncSession, actor: Actor, *, since: datetime | None = None, limit: int = 500
) -> Sequence[CalendarEntry]:
    """The actor's calendar entries, in their order in time."""
    query = select(CalendarEntry).where(*_mine(CalendarEntry, actor)).order_by(CalendarEntry.starts_at).limit(limit)
    return list(await session.scalars(query.where(CalendarEntry.starts_at >= since) if since else query))


async def get_entry(session: AsyncSession, actor: Actor, entry_id: UUID) -> CalendarEntry:
    """The actor's calendar entry, else NotFoundError."""
    query = select(CalendarEntry).where(CalendarEntry.id == entry_id, *_mine(CalendarEntry, actor))
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such calendar entry.")
    return row


async def set_entry(session: AsyncSession, actor: Actor, entry_id: UUID, **values: Any) -> None:
    """Change columns of the actor's calendar entry, a deleted one too; else NotFoundError."""
    own = (CalendarEntry.id == entry_id) & (CalendarEntry.user_id == actor.user_id)
    found = await session.execute(update(CalendarEntry).where(own).values(**values).returning(CalendarEntry.id))
    if found.one_or_none() is None:
        raise NotFoundError("There is no such calendar entry.")


async def entry_as_it_is(session: AsyncSession, actor: Actor, entry_id: UUID) -> CalendarEntry:
    """The actor's calendar entry as the database has it, a deleted one too; else NotFoundError."""
    query = select(CalendarEntry).where(CalendarEntry.id == entry_id, CalendarEntry.user_id == actor.user_id)
    row = (await session.scalars(query.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise NotFoundError("There is no such calendar entry.")
    return row
