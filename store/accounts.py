"""People and what lets them in: users, profiles, signed-in sessions, refresh and one-time sign-in tokens.

These queries run before anybody is known, so they take a user's id where the rest of the store takes an actor.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from store.actors import Actor
from store.base import Base, Keyed, Timestamped, new_id
from store.errors import AlreadyExistsError, NotFoundError
from store.pagination import Page, PageRequest, encode_cursor

Role = Literal["user", "admin"]
Row = TypeVar("Row", bound=Keyed)


class User(Keyed, Timestamped, Base):
    """One account. `email` is kept in lower case; `password_hash` is Argon2, or None for link and Google sign-in."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role in ('user', 'admin')", name="role"),
        Index("ix_users_username_lower", text("lower(username)"), unique=True),
        Index("ix_users_one_local_owner", "is_local_owner", unique=True, postgresql_where=text("is_local_owner")),
    )
    email: Mapped[str] = mapped_column(unique=True)
    username: Mapped[str]
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
    work_authorization: Mapped[str | None]
    salary_min: Mapped[float | None]
    salary_currency: Mapped[str | None]
    needs_sponsorship: Mapped[bool | None]
    blocked_companies: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    timezone: Mapped[str | None]


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


class SessionState(NamedTuple):
    """What decides whether a signed-in session still counts."""

    user_id: UUID
    role: str
    is_active: bool
    last_used_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def alive(self, now: datetime) -> bool:
        """Whether its tokens are honoured."""
        return self.is_active and self.revoked_at is None and self.expires_at > now


async def add_user(session: AsyncSession, **values: Any) -> User:
    """Make an account. Raises AlreadyExistsError naming what is taken: EMAIL_TAKEN or USERNAME_TAKEN."""
    made = await _insert_user(session, values)
    if made is None:
        raise await _taken(session, values.get("email"), values.get("username"), besides=None)
    return made


async def by_id(session: AsyncSession, user_id: UUID) -> User | None:
    """The account, or None."""
    return await session.get(User, user_id)


async def by_email(session: AsyncSession, email: str) -> User | None:
    """The account with this address in any case, or None."""
    return (await session.scalars(select(User).where(User.email == email.lower()))).one_or_none()


async def by_username(session: AsyncSession, username: str) -> User | None:
    """The account with this name in any case, or None."""
    return (await session.scalars(select(User).where(func.lower(User.username) == func.lower(username)))).one_or_none()


async def by_google_subject(session: AsyncSession, subject: str) -> User | None:
    """The account linked with this Google account, or None."""
    return (await session.scalars(select(User).where(User.google_subject == subject))).one_or_none()


async def username_taken(session: AsyncSession, username: str) -> bool:
    """Whether somebody already goes by this name, in any case."""
    return bool(await session.scalar(select(exists().where(func.lower(User.username) == func.lower(username)))))


async def list_users(session: AsyncSession, page: PageRequest) -> Page[User]:
    """Every account, newest first; for administrators."""
    query = select(User).order_by(User.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(User.id < UUID(after[-1]))
    total = await session.scalar(select(func.count()).select_from(User)) or 0
    return _page(list(await session.scalars(query)), page, total)


async def update_user(session: AsyncSession, user_id: UUID, **values: Any) -> User:
    """Set columns of an account. Raises NotFoundError, and AlreadyExistsError as `add_user`."""
    user = await by_id(session, user_id)
    if user is None:
        raise NotFoundError("There is no such user.")
    try:
        async with session.begin_nested():
            for name, value in values.items():
                setattr(user, name, value)
            await session.flush()
    except IntegrityError as problem:
        raise await _taken(session, values.get("email"), values.get("username"), besides=user_id) from problem
    await session.refresh(user)
    return user


async def remove_user(session: AsyncSession, user_id: UUID) -> None:
    """Erase an account with everything that belongs to it, else NotFoundError."""
    found = await session.execute(delete(User).where(User.id == user_id).returning(User.id))
    if found.one_or_none() is None:
        raise NotFoundError("There is no such user.")


async def local_owner(session: AsyncSession) -> User:
    """The account of whoever runs a lone installation, made on first use; safe when several ask at once."""
    query = select(User).where(User.is_local_owner)
    for username in ("owner", f"owner-{new_id().hex[-8:]}"):
        if found := (await session.scalars(query)).one_or_none():
            return found
        email = f"{username}@localhost"
        values = {"email": email, "username": username, "role": "admin", "is_local_owner": True}
        if made := await _insert_user(session, values):
            return made
    return (await session.scalars(query)).one()


async def profile(session: AsyncSession, actor: Actor) -> Profile:
    """The actor's profile, made empty on first use."""
    await session.execute(
        insert(Profile)
        .values(user_id=actor.user_id, skills=[], preferred_locations=[], languages=[])
        .on_conflict_do_nothing()
    )
    return (await session.scalars(select(Profile).where(Profile.user_id == actor.user_id))).one()


async def update_profile(session: AsyncSession, actor: Actor, **values: Any) -> Profile:
    """Set columns of the actor's profile."""
    row = await profile(session, actor)
    for name, value in values.items():
        setattr(row, name, value)
    await session.flush()
    await session.refresh(row)
    return row


async def adopt_timezone(session: AsyncSession, actor: Actor, timezone: str) -> None:
    """Give the actor's profile a time zone where it has none."""
    await profile(session, actor)
    unset = (Profile.user_id == actor.user_id, Profile.timezone.is_(None))
    await session.execute(update(Profile).where(*unset).values(timezone=timezone))


async def add_session(session: AsyncSession, **values: Any) -> AuthSession:
    """Sign a device in; the same user's sessions that ran out are forgotten with their tokens."""
    await session.execute(
        delete(AuthSession).where(
            AuthSession.user_id == values["user_id"], AuthSession.expires_at < values["created_at"]
        )
    )
    row = AuthSession(id=new_id(), **values)
    session.add(row)
    await session.flush()
    return row


async def session_state(session: AsyncSession, session_id: UUID) -> SessionState | None:
    """What decides whether the session counts, or None when there is no such session."""
    query = (
        select(
            AuthSession.user_id, User.role, User.is_active, AuthSession.last_used_at,
            AuthSession.expires_at, AuthSession.revoked_at,
        )
        .join(User, User.id == AuthSession.user_id)
        .where(AuthSession.id == session_id)
    )  # fmt: skip
    row = (await session.execute(query)).one_or_none()
    return SessionState(*row) if row else None


async def touch_session(session: AsyncSession, session_id: UUID, **values: Any) -> None:
    """Note the session's last use, and what else came with it (address, device, new expiry)."""
    await session.execute(update(AuthSession).where(AuthSession.id == session_id).values(**values))


async def list_sessions(session: AsyncSession, actor: Actor, page: PageRequest, *, now: datetime) -> Page[AuthSession]:
    """The actor's living sessions, newest first."""
    mine = (AuthSession.user_id == actor.user_id, AuthSession.revoked_at.is_(None), AuthSession.expires_at > now)
    query = select(AuthSession).where(*mine).order_by(AuthSession.id.desc()).limit(page.limit + 1)
    if after := page.after():
        query = query.where(AuthSession.id < UUID(after[-1]))
    total = await session.scalar(select(func.count()).select_from(AuthSession).where(*mine)) or 0
    return _page(list(await session.scalars(query)), page, total)


async def revoke_session(session: AsyncSession, actor: Actor, session_id: UUID, *, now: datetime) -> None:
    """End one of the actor's living sessions, else NotFoundError."""
    found = await session.execute(
        update(AuthSession)
        .where(AuthSession.id == session_id, AuthSession.user_id == actor.user_id)
        .where(AuthSession.revoked_at.is_(None), AuthSession.expires_at > now)
        .values(revoked_at=now)
        .returning(AuthSession.id)
    )
    if found.one_or_none() is None:
        raise NotFoundError("There is no such session.")


async def revoke_sessions(
    session: AsyncSession, user_id: UUID, *, now: datetime, besides: UUID | None = None
) -> Sequence[UUID]:
    """End every session of a user but one; returns the ids of those ended."""
    query = update(AuthSession).where(AuthSession.user_id == user_id, AuthSession.revoked_at.is_(None))
    if besides is not None:
        query = query.where(AuthSession.id != besides)
    return list(await session.scalars(query.values(revoked_at=now).returning(AuthSession.id)))


async def add_refresh_token(session: AsyncSession, token_hash: str, session_id: UUID, *, now: datetime) -> None:
    """Remember a refresh token by its SHA-256."""
    session.add(RefreshToken(token_hash=token_hash, session_id=session_id, created_at=now))
    await session.flush()


async def refresh_token(session: AsyncSession, token_hash: str) -> RefreshToken | None:
    """The token, spent or not, or None."""
    return await session.get(RefreshToken, token_hash, populate_existing=True)


async def spend_refresh_token(session: AsyncSession, token_hash: str, *, now: datetime, keep: timedelta) -> bool:
    """Use the token up; of several at once exactly one gets True. Forgets the session's tokens spent before `keep`."""
    found = await session.execute(
        update(RefreshToken)
        .where(RefreshToken.token_hash == token_hash, RefreshToken.used_at.is_(None))
        .values(used_at=now)
        .returning(RefreshToken.session_id)
    )
    session_id = found.scalar_one_or_none()
    if session_id is None:
        return False
    await session.execute(
        delete(RefreshToken).where(RefreshToken.session_id == session_id, RefreshToken.used_at < now - keep)
    )
    return True


async def add_sign_in_token(session: AsyncSession, token_hash: str, user_id: UUID, lifetime: timedelta) -> None:
    """Remember a one-time token by its SHA-256; those that ran out are forgotten."""
    await session.execute(delete(SignInToken).where(SignInToken.expires_at < func.now() - timedelta(days=1)))
    row = insert(SignInToken).values(token_hash=token_hash, user_id=user_id, expires_at=func.now() + lifetime)
    await session.execute(row)


async def redeem_sign_in_token(session: AsyncSession, token_hash: str) -> User | None:
    """Use the token up and return its active user; None when unknown, used or expired. One of several at once wins."""
    found = await session.execute(
        update(SignInToken)
        .where(SignInToken.token_hash == token_hash, SignInToken.used_at.is_(None), SignInToken.expires_at > func.now())
        .values(used_at=func.now())
        .returning(SignInToken.user_id)
    )
    user_id = found.scalar_one_or_none()
    user = await by_id(session, user_id) if user_id else None
    return user if user is not None and user.is_active else None


async def _insert_user(session: AsyncSession, values: dict[str, Any]) -> User | None:
    """The new row, or None when something unique about it is taken."""
    row = insert(User).values(id=new_id(), **values).on_conflict_do_nothing().returning(User)
    return (await session.scalars(row)).one_or_none()


async def _taken(
    session: AsyncSession, email: str | None, username: str | None, *, besides: UUID | None
) -> AlreadyExistsError:
    """Which unique thing somebody else already has."""
    same_email = User.email == email
    either = or_(same_email, func.lower(User.username) == func.lower(username))
    query = select(same_email).where(either)
    if besides is not None:
        query = query.where(User.id != besides)
    if any((await session.scalars(query)).all()):
        return AlreadyExistsError("An account with this e-mail address exists; sign in instead.", code="EMAIL_TAKEN")
    return AlreadyExistsError("This username is taken; choose another.", code="USERNAME_TAKEN")


def _page(rows: list[Row], page: PageRequest, total: int) -> Page[Row]:
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    return Page(items=rows, next_cursor=encode_cursor(rows[-1].id) if more else None, total=total)
