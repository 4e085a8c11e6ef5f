"""Applications: what became of a job that the person applies to, with an append-only timeline.

An application belongs to exactly one job, and is called by the job's number. Its `status` is the finer one; the job's
own status follows it, written by the same function. Triggers of the database see to it that the timeline is only added
to, that an application goes and comes back with its job, and that the counts by status are right.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.applications_details import adopt_entries
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import NotFoundError
from store.jobs import Job
from store.postings import Posting


class Application(Keyed, Timestamped, Base):
    """One application. `applied_at` is when it went out, `moved_at` when its status last changed, both UTC.

    `source` is where the opening was found (a board, a referral, …), `channel` how it went out (form, email, portal,
    person, import). `resume` and `letter` name what went out: {"resume_id", "tailored_resume_id", "version",
    "document_id", "name"}. `extra` holds columns of an import that have no place of their own.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "ix_applications_user_id_job_id",
            "user_id",
            "job_id",
            unique=True,
            postgresql_where=text("deleted_at is null"),
        ),
        Index("ix_applications_moved_at", "user_id", "moved_at", "id", postgresql_where=text("deleted_at is null")),
        Index("ix_applications_created_at", "user_id", "created_at", "id", postgresql_where=text("deleted_at is null")),
        Index("ix_applications_list", "user_id", "id", postgresql_where=text("deleted_at is null")),
        Index(
            "ix_applications_board", "user_id", "status", "moved_at", "id", postgresql_where=text("deleted_at is null")
        ),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(default="preparing")
    source: Mapped[str | None]
    channel: Mapped[str | None]
    applied_at: Mapped[datetime | None]
    moved_at: Mapped[datetime]
    deadline: Mapped[date | None]
    resume: Mapped[dict[str, Any] | None]
    letter: Mapped[dict[str, Any] | None]
    feedback: Mapped[str | None]
    notes: Mapped[str | None]
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    imported_by: Mapped[UUID | None] = mapped_column(index=True)
    deleted_at: Mapped[datetime | None]


class ApplicationCount(Base):
    """How many of a person's applications stand at a status; triggers of the database keep it."""

    __tablename__ = "application_counts"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class TimelineEntry(Keyed, Base):
    """One thing that happened to an application; never changed, never deleted (a correction is another entry).

    `kind`: created, status, interview, note, attachment, offer, contact, reminder, submission, mail, undone.
    `by`: person, mail, form, import, undo. `at` is when it happened, `created_at` when it was written down.
    """

    __tablename__ = "application_timeline"
    __table_args__ = (
        Index("ix_application_timeline_application_id_at", "application_id", "at", "id"),
        # Undone and corrected moves are rare; what counts stages reads them first.
        Index(
            "ix_application_timeline_retold", "user_id", "application_id",
            postgresql_where=text("kind = 'undone' or by = 'undo' or data ->> 'correction' = 'true'"),
        ),
    )  # fmt: skip
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    kind: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str | None]
    by: Mapped[str]
    why: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SavedView(Keyed, Timestamped, Base):
    """Filters of the list of applications under a name. `filters` are an ApplicationFilters."""

    __tablename__ = "saved_views"
    __table_args__ = (Index("ix_saved_views_user_id_name", "user_id", "name", unique=True),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Application.user_id == actor.user_id, Application.deleted_at.is_(None))


async def add(session: AsyncSession, actor: Actor, job_id: UUID, **values: Any) -> Application:
    """Put an application down for the actor's job; the caller has looked whether there is one.

    Appointments that mails have brought for the job become its interviews.
    """
    row = Application(id=new_id(), user_id=actor.user_id, job_id=job_id, **values)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at", "updated_at"])
    for interview, entry in await adopt_entries(session, actor, row.id, job_id):
        data = {"id": str(interview.id), "what": "added", "starts_at": entry.starts_at.isoformat()}
        await write_entry(
            session, actor, row.id, kind="interview", by="mail", at=entry.created_at, why=entry.quote, data=data
        )
    return row


async def get(session: AsyncSession, actor: Actor, application_id: UUID, *, lock: bool = False) -> Application:
    """One of the actor's applications, else NotFoundError."""
    query = select(Application).where(Application.id == application_id, *_mine(actor))
    fresh = {"populate_existing": True}  # moves are written past the session
    row = (await session.scalars(query.with_for_update() if lock else query, execution_options=fresh)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such application.")
    return row


async def of_job(session: AsyncSession, actor: Actor, job_id: UUID) -> Application | None:
    """The application on a job, None while there is none."""
    query = select(Application).where(Application.job_id == job_id, *_mine(actor))
    return (await session.scalars(query, execution_options={"populate_existing": True})).one_or_none()


async def outlines(session: AsyncSession, actor: Actor) -> Sequence[tuple[UUID, int, str, str | None]]:
    """(id, the job's number, title, company) of every application, for resolving what a person calls it."""
    query = (
        select(Application.id, Job.number, Posting.title, Posting.company)
        .join(Job, Job.id == Application.job_id)
        .join(Posting, Posting.id == Job.posting_id)
        .where(*_mine(actor))
        .order_by(Job.number)
    )
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]


async def write_entry(
    session: AsyncSession,
    actor: Actor,
    application_id: UUID,
    *,
    kind: str,
    by: str,
    at: datetime,
    from_status: str | None = None,
    to_status: str | None = None,
    why: str | None = None,
    data: dict[str, Any] | None = None,
) -> TimelineEntry:
    """Append to the timeline of an application, in the transaction of the change itself."""
    row = TimelineEntry(
        id=new_id(), user_id=actor.user_id, application_id=application_id, kind=kind, by=by, at=at,
        from_status=from_status, to_status=to_status, why=why, data=data or {},
    )  # fmt: skip
    session.add(row)
    return row


async def timeline(session: AsyncSession, actor: Actor, application_id: UUID) -> list[TimelineEntry]:
    """Everything that happened to an application, oldest first."""
    query = select(TimelineEntry).where(
        TimelineEntry.application_id == application_id, TimelineEntry.user_id == actor.user_id
    )
    return list(await session.scalars(query.order_by(TimelineEntry.at, TimelineEntry.id)))


async def restore(session: AsyncSession, actor: Actor, application_id: UUID) -> None:
    """Bring a deleted application back, else NotFoundError."""
    query = update(Application).where(Application.id == application_id, Application.user_id == actor.user_id)
    if (await session.execute(query.values(deleted_at=None).returning(Application.id))).one_or_none() is None:
        raise NotFoundError("There is no such application.")


async def views(session: AsyncSession, actor: Actor) -> list[SavedView]:
    """The actor's saved views by name."""
    query = select(SavedView).where(SavedView.user_id == actor.user_id).order_by(SavedView.name)
    return list(await session.scalars(query))


async def get_view(session: AsyncSession, actor: Actor, view_id: UUID) -> SavedView:
    """One of the actor's saved views, else NotFoundError."""
    query = select(SavedView).where(SavedView.id == view_id, SavedView.user_id == actor.user_id)
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such saved view.")
    return row


async def put_view(session: AsyncSession, actor: Actor, name: str, filters: dict[str, Any] | None) -> SavedView | None:
    """Have the view of that name hold these filters; without filters it goes, and None is returned."""
    if filters is None:
        await session.execute(delete(SavedView).where(SavedView.user_id == actor.user_id, SavedView.name == name))
        return None
    put = insert(SavedView).values(id=new_id(), user_id=actor.user_id, name=name, filters=filters)
    query = put.on_conflict_do_update(
        index_elements=["user_id", "name"], set_={"filters": filters, "updated_at": func.now()}
    ).returning(SavedView)
    return (await session.scalars(query, execution_options={"populate_existing": True})).one()
