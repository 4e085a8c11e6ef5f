"""Applications: what became of a job that the person applies to, with an append-only timeline.

An application belongs to exactly one job, and is called by the job's number. Its `status` is the finer one; the job's
own status follows it, written by the same function.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Keyed, Timestamped


class Application(Keyed, Timestamped, Base):
    """One application. `applied_at` is when it went out, `moved_at` when its status last changed, both UTC.

    `source` is where the opening was found (a board, a referral, …), `channel` how it went out (form, email, portal,
    person, import). `resume` and `letter` name what went out: {"resume_id", "tailored_resume_id", "version",
    "document_id", "name"}. `extra` holds columns of an import that have no place of their own.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index("ix_applications_user_id_job_id", "user_id", "job_id", unique=True),
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


class TimelineEntry(Keyed, Base):
    """One thing that happened to an application; never changed, never deleted (a correction is another entry).

    `kind`: created, status, interview, note, attachment, offer, contact, reminder, submission, mail, undone.
    `by`: person, mail, form, import, undo. `at` is when it happened, `created_at` when it was written down.
    """

    __tablename__ = "application_timeline"
    __table_args__ = (Index("ix_application_timeline_application_id_at", "application_id", "at", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    kind: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str | None]
    by: Mapped[str]
    why: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class SavedView(Keyed, Timestamped, Base):
    """Filters of the list of applications under a name. `filters` are an ApplicationFilters."""

    __tablename__ = "saved_views"
    __table_args__ = (Index("ix_saved_views_user_id_name", "user_id", "name", unique=True),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)
