"""Watches: searches and companies that are looked at again and again, each at its own pace."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.accounts import User
from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError


class Watch(Keyed, Timestamped, Base):
    """`kind`: search, company, or ingestion (the daily look at every source). `pace`: hourly, daily or weekly.

    `due_at` is the next time it is due, `ran_at` the time the latest run was due for. One that is neither active nor
    deleted is paused. `search` holds what is wanted and, of a company, its page as source, or its name in `company` and
    how often it was looked for in `tries` while that is not found.
    """

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        Index("ix_watches_due_at", "due_at", postgresql_where=text("is_active")),
        Index("ix_watches_one_ingestion", "kind", unique=True, postgresql_where=text("kind = 'ingestion'")),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    search: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pace: Mapped[str]
    due_at: Mapped[datetime]
    ran_at: Mapped[datetime | None]
    run_id: Mapped[UUID | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    deleted_at: Mapped[datetime | None]


def _mine(actor: Actor) -> tuple[Any, ...]:
    return (Watch.user_id == actor.user_id, Watch.deleted_at.is_(None), Watch.kind != "ingestion")


async def lock(session: AsyncSession, actor: Actor) -> None:
    """One transaction at a time adds to the actor's watches: what it looks up stays true until it commits."""
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 6))"), {"key": str(actor.user_id)})


async def add(session: AsyncSession, actor: Actor, **values: Any) -> Watch:
    """A new watch of the actor, with the next number."""
    await lock(session, actor)
    last = await session.scalar(select(func.max(Watch.number)).where(Watch.user_id == actor.user_id)) or 0
    row = Watch(id=new_id(), user_id=actor.user_id, number=last + 1, **values)
    session.add(row)
    await session.flush()
    return row


async def all_of(session: AsyncSession, actor: Actor) -> list[Watch]:
    """The actor's watches, oldest first, those that are paused among them."""
    return list(await session.scalars(select(Watch).where(*_mine(actor)).order_by(Watch.number)))


async def pages_of(session: AsyncSession, actor: Actor, *, paused: bool = False) -> list[str]:
    """The company pages that the actor watches, as board:token, oldest first; with `paused` those that rest too."""
    source = Watch.search["source"].astext
    query = select(source).where(*_mine(actor), Watch.kind == "company", source.is_not(None)).order_by(Watch.number)
    return list(await session.scalars(query if paused else query.where(Watch.is_active)))


async def get(session: AsyncSession, actor: Actor, watch_id: UUID) -> Watch:
    """The actor's watch, else NotFoundError."""
    row = (await session.scalars(select(Watch).where(Watch.id == watch_id, *_mine(actor)))).one_or_none()
    if row is None:
        raise NotFoundError("There is no such watch.")
    return row


async def set_values(session: AsyncSession, actor: Actor, watch_id: UUID, **values: Any) -> None:
    """Change columns of the actor's watch, else NotFoundError."""
    row = await get(session, actor, watch_id)
    for name, value in values.items():
        setattr(row, name, value)
    await session.flush()


async def remove(session: AsyncSession, actor: Actor, watch_id: UUID) -> None:
    """Stop watching; it can be brought back."""
    row = await get(session, actor, watch_id)
    row.deleted_at, row.is_active = func.now(), False
    await session.flush()


async def restore(session: AsyncSession, actor: Actor, watch_id: UUID) -> None:
    """Bring a removed watch back, else NotFoundError."""
    query = update(Watch).where(Watch.id == watch_id, Watch.user_id == actor.user_id)
    found = await session.execute(query.values(deleted_at=None, is_active=True).returning(Watch.id))
    if found.one_or_none() is None:
        raise NotFoundError("There is no such watch.")


async def companies(session: AsyncSession) -> list[str]:
    """Every company page that anybody watches, as board:token. For the daily ingestion, for all users."""
    source = Watch.search["source"].astext
    query = select(source).where(Watch.kind == "company", Watch.is_active).distinct().order_by(source)
    return [row for row in await session.scalars(query) if row]


async def claim_due(session: AsyncSession, *, now: datetime, daily: bool, limit: int = 50) -> list[Watch]:
    """Watches that are due, each locked for this transaction alone; the ingestion with `daily`. For all users.

    What somebody watches who may not sign in any more rests. For the scheduler.
    """
    query = (
        select(Watch)
        .join(User, User.id == Watch.user_id)
        .where(Watch.is_active, Watch.due_at <= now, User.is_active)
        .order_by(Watch.due_at)
        .limit(limit)
        .with_for_update(of=Watch, skip_locked=True)
    )
    return list(await session.scalars(query if daily else query.where(Watch.kind != "ingestion")))


async def ensure_ingestion(session: AsyncSession, *, due_at: datetime) -> None:
    """See that the daily ingestion is planned, on the account of whoever runs this installation."""
    statement = text(
        "insert into watches (id, user_id, number, kind, name, search, pace, due_at, is_active) "
        "select :id, u.id, 0, 'ingestion', 'daily ingestion', '{}', 'daily', :due_at, true from users u "
        "where u.is_active order by u.is_local_owner desc, (u.role = 'admin') desc, u.created_at limit 1 "
        "on conflict do nothing"
    )
    await session.execute(statement, {"id": new_id(), "due_at": due_at})


async def ingestion(session: AsyncSession) -> Watch | None:
    """The daily ingestion's plan, the same for everybody; None before there is one."""
    return (await session.scalars(select(Watch).where(Watch.kind == "ingestion"))).one_or_none()
