"""Sources of mail: accounts that are connected, the connections being made, and how each sync went."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.accounts import User
from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError
from store.runs import ALIVE, Run

MOST_TOLD = 20


class EmailSource(Keyed, Timestamped, Base):
    """One connected mailbox. `kind`: gmail, imap, folder, or upload (mails that were handed in).

    `sealed` are its encrypted secrets. `cursor` is where the next sync goes on, `due_at` when; None for one that is
    synced by hand only. `broken` waits for the person (`problem` says why): access was revoked, a password changed.
    `pushed_until` is when Google's watch of it ends.
    """

    __tablename__ = "email_sources"
    __table_args__ = (
        UniqueConstraint("user_id", "number"),
        UniqueConstraint("user_id", "kind", "address"),
        Index("ix_email_sources_due_at", "due_at", postgresql_where=text("state = 'active'")),
        Index("ix_email_sources_address", "address"),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str]
    address: Mapped[str]
    name: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default="active")
    problem: Mapped[str | None]
    cursor: Mapped[dict[str, Any] | None]
    interval_minutes: Mapped[int]
    due_at: Mapped[datetime | None]
    last_sync_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    pushed_until: Mapped[datetime | None]


class EmailConnection(Keyed, Base):
    """A connection to Google that was begun and waits for the browser to come back. Its state is kept hashed."""

    __tablename__ = "email_connections"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    state_hash: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    source_id: Mapped[UUID | None]
    expires_at: Mapped[datetime]


class EmailSync(Base):
    """One sync of a source, named by its run. `mode`: first, incremental or bounded.

    `counts`, and `told` (what was found and changed, in words), grow with each batch, in the transaction that keeps it:
    a sync that was killed half-way has counted what it has kept.
    """

    __tablename__ = "email_syncs"
    __table_args__ = (
        Index("ix_email_syncs_source_id_started_at", "source_id", "started_at"),
        Index("ix_email_syncs_one_at_a_time", "source_id", unique=True, postgresql_where=text("status = 'running'")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("email_sources.id", ondelete="CASCADE"))
    begun_by: Mapped[str]
    status: Mapped[str] = mapped_column(default="running")
    mode: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str | None]


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (EmailSource.user_id == actor.user_id,)


async def lock(session: AsyncSession, actor: Actor) -> None:
    """One transaction at a time connects mailboxes for the actor."""
    await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 8))"), {"key": str(actor.user_id)})


async def add_source(session: AsyncSession, actor: Actor, **values: Any) -> EmailSource:
    """A new source of the actor, with the next number."""
    await lock(session, actor)
    own = EmailSource.user_id == actor.user_id
    last = await session.scalar(select(func.max(EmailSource.number)).where(own)) or 0
    row = EmailSource(id=new_id(), user_id=actor.user_id, number=last + 1, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def sources(session: AsyncSession, actor: Actor) -> list[EmailSource]:
    """The actor's sources, oldest first."""
    return list(await session.scalars(select(EmailSource).where(*_mine(actor)).order_by(EmailSource.number)))


async def get_source(session: AsyncSession, actor: Actor, source_id: UUID, *, lock_row: bool = False) -> EmailSource:
    """The actor's source, else NotFoundError; with `lock_row` nobody else changes it until this transaction ends."""
    query = select(EmailSource).where(EmailSource.id == source_id, *_mine(actor))
    row = (await session.scalars(query.with_for_update() if lock_row else query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such source of mail.")
    return row


async def source_of(session: AsyncSession, actor: Actor, kind: str, address: str) -> EmailSource | None:
    """The actor's source of this kind and address."""
    query = select(EmailSource).where(EmailSource.kind == kind, EmailSource.address == address, *_mine(actor))
    return (await session.scalars(query)).one_or_none()


async def pushed_sources(session: AsyncSession, address: str) -> list[EmailSource]:
    """The active Gmail sources of an address, of all who may sign in. For the webhook, which Google has signed."""
    mailbox = (EmailSource.kind == "gmail") & (EmailSource.address == address) & (EmailSource.state == "active")
    query = select(EmailSource).join(User, User.id == EmailSource.user_id).where(mailbox, User.is_active)
    return list(await session.scalars(query))


async def claim_due(session: AsyncSession, *, now: datetime, limit: int = 20) -> list[EmailSource]:
    """Sources whose sync is due, each locked for this transaction alone. For the scheduler, for all users."""
    query = (
        select(EmailSource)
        .join(User, User.id == EmailSource.user_id)
        .where(EmailSource.state == "active", EmailSource.due_at <= now, User.is_active)
        .order_by(EmailSource.due_at)
        .limit(limit)
        .with_for_update(of=EmailSource, skip_locked=True)
    )
    return list(await session.scalars(query))


async def add_connection(session: AsyncSession, actor: Actor, **values: Any) -> None:
    """Write down that a connection was begun, and forget those that have run out."""
    await session.execute(delete(EmailConnection).where(EmailConnection.expires_at < func.now()))
    session.add(EmailConnection(id=new_id(), user_id=actor.user_id, **values))


async def take_connection(session: AsyncSession, state_hash: str) -> EmailConnection | None:
    """The connection that this state belongs to, taken out: it works once. None when there is none that still holds."""
    query = (
        delete(EmailConnection)
        .where(EmailConnection.state_hash == state_hash)
        .returning(
            EmailConnection.id, EmailConnection.user_id, EmailConnection.sealed, EmailConnection.source_id,
            EmailConnection.expires_at,
        )
    )  # fmt: skip
    found = (await session.execute(query)).mappings().one_or_none()
    if found is None:
        return None
    row = EmailConnection(**found, state_hash=state_hash)
    return row if row.expires_at > (await session.execute(select(func.now()))).scalar_one() else None


async def running_sync(session: AsyncSession, actor: Actor, source_id: UUID) -> UUID | None:
    """The run that syncs this source now; a sync whose run has ended without a word is marked so first."""
    query = select(EmailSync).where(
        EmailSync.source_id == source_id, EmailSync.user_id == actor.user_id, EmailSync.status == "running"
    )
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        return None
    status = await session.scalar(select(Run.status).where(Run.id == row.id))
    if status in {*ALIVE, "waiting"}:
        return row.id
    row.status, row.finished_at = status or "failed", func.now()
    await session.flush()
    return None


async def add_sync(session: AsyncSession, actor: Actor, run_id: UUID, source_id: UUID, begun_by: str) -> None:
    """Write down that a sync begins."""
    session.add(EmailSync(id=run_id, user_id=actor.user_id, source_id=source_id, begun_by=begun_by))
    await session.flush()


async def get_sync(session: AsyncSession, actor: Actor, run_id: UUID) -> EmailSync:
    """The actor's sync, else NotFoundError."""
    query = select(EmailSync).where(EmailSync.id == run_id, EmailSync.user_id == actor.user_id)
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such sync.")
    return row


async def count_in_sync(
    session: AsyncSession, actor: Actor, run_id: UUID, counts: Mapping[str, int],
    told: Mapping[str, Sequence[str]] | None = None,
) -> None:  # fmt: skip
    """Add to what a sync has come to so far; of what is told in words the first MOST_TOLD of each are kept."""
    row = await get_sync(session, actor, run_id)
    row.counts = {name: row.counts.get(name, 0) + counts.get(name, 0) for name in {**row.counts, **counts}}
    told = told or {}
    row.told = {name: [*row.told.get(name, []), *told.get(name, [])][:MOST_TOLD] for name in {**row.told, **told}}
    await session.flush()


async def end_sync(session: AsyncSession, actor: Actor, run_id: UUID, **values: Any) -> None:
    """Write down how a running sync ended."""
    mine = (EmailSync.id == run_id) & (EmailSync.user_id == actor.user_id) & (EmailSync.status == "running")
    await session.execute(update(EmailSync).where(mine).values(finished_at=func.now(), **values))


async def syncs(
    session: AsyncSession, actor: Actor, *, source_id: UUID | None = None, since: timedelta | None = None, limit: int
) -> Sequence[EmailSync]:
    """The actor's syncs, the newest first."""
    query = select(EmailSync).where(EmailSync.user_id == actor.user_id)
    if source_id is not None:
        query = query.where(EmailSync.source_id == source_id)
    if since is not None:
        query = query.where(EmailSync.started_at >= func.now() - since)
    return list(await session.scalars(query.order_by(EmailSync.started_at.desc()).limit(limit)))


async def erase(session: AsyncSession, actor: Actor, source_id: UUID) -> None:
    """Erase a source with its secrets, mails, drafts and syncs; a sync that runs finds it gone and ends."""
    query = delete(EmailSource).where(EmailSource.id == source_id, *_mine(actor))
    if (await session.execute(query.returning(EmailSource.id))).one_or_none() is None:
        raise NotFoundError("There is no such source of mail.")
