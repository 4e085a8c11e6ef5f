"""What was looked at before an application, and what was sent: preparations and submissions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Keyed, Timestamped


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
    screenshot: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    answer: Mapped[dict[str, Any] | None]
    answer_screenshot: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    why: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
