"""What stands around an application: interviews, contacts, offers, reminders, attachments."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Keyed, Timestamped


class Interview(Keyed, Timestamped, Base):
    """One round of an application. `people` are [{"name", "role", "email"}]; `calendar_entry_id` where a mail or Google
    has it too. `outcome`: None while open, passed, failed, cancelled."""

    __tablename__ = "interviews"
    __table_args__ = (Index("ix_interviews_user_id_starts_at", "user_id", "starts_at"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    timezone: Mapped[str | None]
    place: Mapped[str | None]
    people: Mapped[list[Any]] = mapped_column(default=list)
    notes: Mapped[str | None]
    outcome: Mapped[str | None]
    calendar_entry_id: Mapped[UUID | None]
    deleted_at: Mapped[datetime | None]


class Contact(Keyed, Timestamped, Base):
    """A person at an employer or agency; with `application_id` of that application, else of the employer."""

    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    role: Mapped[str | None]
    company: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    url: Mapped[str | None]
    notes: Mapped[str | None]
    deleted_at: Mapped[datetime | None]


class Offer(Keyed, Timestamped, Base):
    """What an employer offers. Amounts are a year's, in `currency` (ISO 4217); `leave_days` working days a year.

    `state`: open, accepted, declined, expired. `source` says where it was read: the person's words or a mail's quote.
    """

    __tablename__ = "offers"
    __table_args__ = (Index("ix_offers_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    currency: Mapped[str | None]
    base: Mapped[float | None] = mapped_column(Float)
    bonus: Mapped[float | None] = mapped_column(Float)
    equity: Mapped[float | None] = mapped_column(Float)
    signing: Mapped[float | None] = mapped_column(Float)
    leave_days: Mapped[float | None] = mapped_column(Float)
    location: Mapped[str | None]
    remote: Mapped[str | None]
    starts_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    notes: Mapped[str | None]
    source: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="open")
    deleted_at: Mapped[datetime | None]


class Reminder(Keyed, Timestamped, Base):
    """Something to do at a time. `kind`: follow_up, thank_you, interview, deadline, offer, own."""

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_user_id_due_at", "user_id", "due_at"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class Attachment(Keyed, Timestamped, Base):
    """A file kept with an application: what the person put there. Documents of ours are named, not copied."""

    __tablename__ = "attachments"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    deleted_at: Mapped[datetime | None]
