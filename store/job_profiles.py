"""Job profiles: what a person looks for and how they are reached, and the answers to what forms keep asking."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Keyed, Timestamped


class JobProfile(Keyed, Timestamped, Base):
    """One way of looking for work. `preferences` are a SearchPreferences; exactly one profile is the default."""

    __tablename__ = "job_profiles"
    __table_args__ = (
        Index("ix_job_profiles_user_id_id", "user_id", "id"),
        Index("ix_job_profiles_one_default", "user_id", unique=True, postgresql_where=text("is_default")),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False, server_default="false")
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    contact_full_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_location: Mapped[str | None]
    contact_website: Mapped[str | None]


class ProfileAnswer(Keyed, Timestamped, Base):
    """The person's answer to a question that forms ask, asked once. `key` is a known question (notice_period, …), or
    the folded words of one that only some forms ask. `value` is {"text"} | {"options"} | {"checked"} | {"date"}.

    `source` says where it is from: {"kind": "person" | "profile" | "resume" | "form", "words", "url", "job_id"}.
    """

    __tablename__ = "profile_answers"
    __table_args__ = (Index("ix_profile_answers_user_id_profile_id_key", "user_id", "profile_id", "key", unique=True),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    profile_id: Mapped[UUID] = mapped_column(ForeignKey("job_profiles.id", ondelete="CASCADE"), index=True)
    key: Mapped[str]
    question: Mapped[str]
    category: Mapped[str]
    value: Mapped[dict[str, Any]]
    source: Mapped[dict[str, Any]]
