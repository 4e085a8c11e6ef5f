"""One append-only log of what happened to a user's data, with its inverse where it can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, new_id


class Event(Keyed, Base):
    """`inverse` is what takes it back: {"operation": …, …}. `undone_at` is set once it was.

    With `passed_over` in `data`, "undo" goes on to what was before: a watch did it, or it was told already.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    inverse: Mapped[dict[str, Any] | None]
    undone_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Egress(Keyed, Base):
    """One call that left the machine."""

    __tablename__ = "egress"
    host: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str]
    bytes: Mapped[int]
    status: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


async def record(
    session: AsyncSession,
    actor: Actor,
    *,
    kind: str,
    subject: str,
    subject_id: UUID | None,
    data: dict[str, Any] | None = None,
    inverse: dict[str, Any] | None = None,
) -> Event:
    """Append an event in the transaction of the change itself."""
    row = Event(
        id=new_id(), user_id=actor.user_id, kind=kind, subject=subject, subject_id=subject_id,
        data=data or {}, inverse=inverse,
    )  # fmt: skip
    session.add(row)
    return row


async def is_recorded(session: AsyncSession, actor: Actor, *, kind: str, subject_id: UUID) -> bool:
    """Whether something of this kind was written down of that thing before."""
    query = select(Event.id).where(
        Event.user_id == actor.user_id, Event.kind == kind, Event.subject_id == subject_id
    )  # fmt: skip
    return await session.scalar(query.limit(1)) is not None


async def last_undoable(session: AsyncSession, actor: Actor) -> Event | None:
    """The newest change of the person's own that can still be taken back."""
    own = Event.data["passed_over"].astext.is_distinct_from("true")
    query = (
        select(Event)
        .where(Event.user_id == actor.user_id, Event.inverse.is_not(None), Event.undone_at.is_(None), own)
        .order_by(Event.id.desc())
        .limit(1)
        .with_for_update()
    )
    return (await session.scalars(query)).one_or_none()


def is_undoable(event: Event) -> bool:
    """Whether "undo" will come to it. Pure."""
    return event.inverse is not None and event.undone_at is None and not event.data.get("passed_over")


async def recent(session: AsyncSession, actor: Actor, *, limit: int) -> list[Event]:
    """The newest events, newest first."""
    query = select(Event).where(Event.user_id == actor.user_id).order_by(Event.id.desc()).limit(limit)
    return list(await session.scalars(query))


async def of_kind(session: AsyncSession, actor: Actor, kind: str, *, since: datetime) -> list[Event]:
    """The actor's events of one kind since then, oldest first."""
    query = select(Event).where(Event.user_id == actor.user_id, Event.kind == kind, Event.created_at >= since)
    return list(await session.scalars(query.order_by(Event.id)))


async def last_about(session: AsyncSession, actor: Actor, kind: str, name: str, value: str) -> Event | None:
    """The newest event of a kind that was not undone, of which `name` in its data has this value."""
    query = select(Event).where(
        Event.user_id == actor.user_id, Event.kind == kind, Event.undone_at.is_(None), Event.data[name].astext == value
    )
    return (await session.scalars(query.order_by(Event.id.desc()).limit(1).with_for_update())).one_or_none()


async def mark_undone(session: AsyncSession, actor: Actor, event: Event) -> None:
    """Say that an event was taken back."""
    event.undone_at = func.now()
    await record(
        session, actor, kind="undone", subject=event.subject, subject_id=event.subject_id, data={"undone": event.kind}
    )
