"""People and what lets them in: users, profiles, signed-in sessions, refresh and one-time sign-in tokens.

These queries run before anybody is known, so they take a user's id where the rest of the store takes an actor.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import AlreadyExistsError, NotFoundError
from store.pagination import Page, PageRequest, encode_cursor

Role = Literal["user", "admin"]


class User(Keyed, Timestamped, Base):
    """One account. `password_hash` is Argon2, or None for those who sign in by link or with Google."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role in ('user', 'admin')", name="role"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("ix_users_one_local_owner", "is_local_owner", unique=True, postgresql_where=text("is_local_owner")),
    )
    email: Mapped[str] = mapped_column(unique=True)
    username: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str | None]
    password_hash: Mapped[str | None]
    role: Mapped[str] = mapped_column(default="user", server_default="user")
    is_active: Mapped[bool] = mapped_column(default=True, server_default="true")
    is_local_owner: Mapped[bool] = mapped_column(default=False, server_default="false")
    google_subject: Mapped[str | None] = mapped_column(unique=True)


class Profile(Timestamped, Base):
    """What a user tells about the work they look for; one row per user, made on first use."""

    __tablename__ = "profiles"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    headline: Mapped[str | None]
    skills: Mapped[list[Any]] = mapped_column(default=list)
    experience_level: Mapped[str | None]
    preferred_locations: Mapped[list[Any]] = mapped_column(default=list)
    remote_preference: Mapped[str | None]
    languages: Mapped[list[Any]] = mapped_column(default=list)
    work_authorization: Mapped[list[Any]] = mapped_column(default=list)


class AuthSession(Keyed, Base):
    """One device that is signed in. Times are the service's clock, in UTC."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_id_id", "user_id", "id"),)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    device: Mapped[str]
    address: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class RefreshToken(Base):
    """One refresh token of a session, by its SHA-256; `used_at` set means spent, and seeing it again means theft."""

    __tablename__ = "refresh_tokens"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInToken(Base):
    """A one-time link's token, by its SHA-256."""

    __tablename__ = "sign_in_tokens"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
