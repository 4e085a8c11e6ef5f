"""What can be done with accounts. Every function works in the caller's session and never commits."""

import re
import secrets
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts as store
from store import events
from store.accounts import AuthSession, Role, User
from store.actors import Actor
from store.database import transaction
from store.errors import AuthenticationError, AuthorizationError, NotFoundError
from store.pagination import Page, PageRequest
from tools.accounts import tokens
from tools.accounts.limits import throttle
from tools.accounts.passwords import hash_password, is_outdated, verify_password
from tools.accounts.schemas import (
    Credentials,
    ProfileRead,
    ProfileUpdate,
    Registration,
    SessionRead,
    TokenPair,
    UserUpdate,
)
from tools.context import Services
from tools.zones import zone_of

FREE_NAME_ATTEMPTS = 20
LINK_LIFETIME = timedelta(hours=1)


async def register(session: AsyncSession, data: Registration, *, role: Role = "user") -> User:
    """Make an account. Raises AlreadyExistsError EMAIL_TAKEN or USERNAME_TAKEN."""
    hashed = await hash_password(data.password)
    username = data.username or await free_username(session, data.email)
    return await store.add_user(
        session, email=data.email, username=username, full_name=data.full_name, password_hash=hashed, role=role
    )


async def authenticate(session: AsyncSession, services: Services, data: Credentials) -> User:
    """The active user with these credentials.

    Raises AuthenticationError, the same and after the same work whatever was wrong, and RateLimitError.
    """
    given = data.identifier
    find = store.by_email if "@" in given else store.by_username
    user = await find(session, given)
    await throttle(services, "sign-in", account=str(user.id) if user else given)
    matches = await verify_password(user.password_hash if user else None, data.password)
    if user is None or not matches or not user.is_active:
        raise AuthenticationError("The e-mail address, username or password is wrong.", code="INVALID_CREDENTIALS")
    if user.password_hash and is_outdated(user.password_hash):
        await store.update_user(session, user.id, password_hash=await hash_password(data.password))
    return user


async def get_by_id(session: AsyncSession, user_id: UUID) -> User:
    """The account, else NotFoundError."""
    user = await store.by_id(session, user_id)
    if user is None:
        raise NotFoundError("There is no such user.")
    return user


async def get_by_email(session: AsyncSession, email: str) -> User:
    """The account with this address in any case, else NotFoundError."""
    user = await store.by_email(session, email)
    if user is None:
        raise NotFoundError(f"There is no user with the e-mail address {email}.")
    return user


async def list_users(session: AsyncSession, page: PageRequest) -> Page[User]:
    """Every account, newest first; for administrators."""
    return await store.list_users(session, page)


async def update(
    session: AsyncSession, services: Services, actor: Actor, data: UserUpdate, *, current: UUID | None = None
) -> User:
    """Change what was given; null clears a full name and leaves the rest as it is.

    A new e-mail address or password needs the current password where there is one (AuthorizationError
    WRONG_PASSWORD); a new password ends every session but `current`. Raises AlreadyExistsError.
    """
    user = await get_by_id(session, actor.user_id)
    given = data.model_dump(exclude_unset=True, exclude={"current_password", "password"})
    values = {name: value for name, value in given.items() if value is not None or name == "full_name"}
    email_changes = values.get("email", user.email) != user.email
    if user.password_hash and (email_changes or data.password):
        await throttle(services, "password", account=str(user.id))
        if not await verify_password(user.password_hash, data.current_password or ""):
            raise AuthorizationError(
                "Give your current password in `current_password` to change the e-mail address or password.",
                code="WRONG_PASSWORD",
            )
    if data.password:
        values["password_hash"] = await hash_password(data.password)
        await end_sessions(session, services, user.id, besides=current)
    return await store.update_user(session, user.id, **values)


async def set_role(session: AsyncSession, email: str, role: Role) -> User:
    """Make somebody an administrator or an ordinary user; open sessions follow within 5 seconds."""
    user = await get_by_email(session, email)
    return await store.update_user(session, user.id, role=role)


async def delete(session: AsyncSession, services: Services, user_id: UUID) -> None:
    """Erase an account with everything that belongs to it and end its sessions, else NotFoundError."""
    await end_sessions(session, services, user_id)
    await store.remove_user(session, user_id)


async def profile(session: AsyncSession, actor: Actor) -> ProfileRead:
    """What the actor tells about the work they look for; empty at first."""
    return ProfileRead.model_validate(await store.profile(session, actor))


async def update_profile(session: AsyncSession, actor: Actor, data: ProfileUpdate) -> ProfileRead:
    """Change what was given; null clears."""
    values = data.model_dump(exclude_unset=True)
    for name in ("skills", "preferred_locations", "languages", "blocked_companies"):
        if name in values:
            values[name] = list(dict.fromkeys(values[name] or []))
    return ProfileRead.model_validate(await store.update_profile(session, actor, **values))


async def change_profile(session: AsyncSession, actor: Actor, data: ProfileUpdate) -> ProfileRead:
    """The same as a change of the actor's own, which undo takes back."""
    before = await profile(session, actor)
    after = await update_profile(session, actor, data)
    old, new = (one.model_dump(mode="json", include=data.model_fields_set) for one in (before, after))
    changed = {name: value for name, value in old.items() if new[name] != value}
    if changed:
        await events.record(
            session, actor, kind="profile_changed", subject="profile", subject_id=actor.user_id,
            data={"title": ", ".join(name.replace("_", " ") for name in changed)},
            inverse={"operation": "profile.set_values", "values": changed},
        )  # fmt: skip
    return after


async def adopt_zone(session: AsyncSession, actor: Actor, zone: str | None) -> ProfileRead:
    """Take the time zone of the actor's device where nobody has said one; UTC, which is what a machine says that does
    not know, is passed over. It is no change of the person's, so there is none to take back. Raises ValidationError.
    """
    if zone is not None and zone_of(zone).key not in ("UTC", "Etc/UTC"):
        await store.adopt_timezone(session, actor, zone)
    return await profile(session, actor)


async def local_owner(session: AsyncSession) -> User:
    """The account of whoever runs a lone installation: an administrator without a password, made on first use."""
    return await store.local_owner(session)


async def issue_sign_in_token(session: AsyncSession, user_id: UUID, lifetime: timedelta = LINK_LIFETIME) -> str:
    """A token that signs this user in once within `lifetime`; only its hash is stored."""
    token = tokens.new_secret()
    await store.add_sign_in_token(session, tokens.fingerprint(token), user_id, lifetime)
    return token


async def redeem_sign_in_token(session: AsyncSession, token: str) -> User:
    """Use the token up; of several at once exactly one succeeds. Raises AuthenticationError."""
    user = await store.redeem_sign_in_token(session, tokens.fingerprint(token))
    if user is None:
        raise AuthenticationError(
            "This sign-in link was used already or has expired; ask for a new one.", code="INVALID_SIGN_IN_TOKEN"
        )
    return user


async def create_session(
    session: AsyncSession, services: Services, user: User, *, device: str, address: str
) -> TokenPair:
    """Sign a device in."""
    now = services.clock()
    row = await store.add_session(
        session, user_id=user.id, device=device, address=address,
        created_at=now, last_used_at=now, expires_at=now + _session_life(services),
    )  # fmt: skip
    return await _pair(session, services, user.id, row.id, user.role)


async def refresh(
    session: AsyncSession, services: Services, refresh_token: str, *, device: str, address: str
) -> TokenPair:
    """Spend the token for a new pair. One that was spent before ends its whole session: somebody has a copy.

    Raises AuthenticationError, and RateLimitError per account.
    """
    now, hashed = services.clock(), tokens.fingerprint(refresh_token)
    session_id, state = await _session_of(session, services, hashed)
    await throttle(services, "refresh", account=str(state.user_id))
    if not await store.spend_refresh_token(session, hashed, now=now, keep=_session_life(services)):
        await _end_family(services, session_id)
        raise _refused()
    await store.touch_session(
        session, session_id, last_used_at=now, expires_at=now + _session_life(services), device=device, address=address
    )
    return await _pair(session, services, state.user_id, session_id, state.role)


async def validate_refresh_token(session: AsyncSession, services: Services, refresh_token: str) -> UUID:
    """The id of the living session an unspent token belongs to, else AuthenticationError; nothing is spent."""
    hashed = tokens.fingerprint(refresh_token)
    session_id, _ = await _session_of(session, services, hashed)
    return session_id


async def list_sessions(
    session: AsyncSession, services: Services, actor: Actor, page: PageRequest, *, current: UUID | None = None
) -> Page[SessionRead]:
    """Where the actor is signed in, newest first."""
    found = await store.list_sessions(session, actor, page, now=services.clock())
    items = [_session_read(row, current) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])


async def revoke(session: AsyncSession, services: Services, actor: Actor, session_id: UUID) -> None:
    """End one of the actor's sessions with its access and refresh tokens, else NotFoundError."""
    await store.revoke_session(session, actor, session_id, now=services.clock())
    await tokens.mark_ended(services, session_id)


async def end_session(session: AsyncSession, services: Services, actor: Actor, session_id: UUID | None) -> None:
    """Sign the actor's own session out; there is none where authentication is switched off."""
    if session_id is not None:
        with suppress(NotFoundError):  # signed out twice at once
            await revoke(session, services, actor, session_id)


async def end_sessions(
    session: AsyncSession, services: Services, user_id: UUID, *, besides: UUID | None = None
) -> None:
    """End every session of a user but one."""
    for ended in await store.revoke_sessions(session, user_id, now=services.clock(), besides=besides):
        await tokens.mark_ended(services, ended)


async def logout_by_refresh_token(session: AsyncSession, services: Services, actor: Actor, refresh_token: str) -> None:
    """End the session of the actor's refresh token; one that is unknown, spent or of somebody else changes nothing."""
    found = await store.refresh_token(session, tokens.fingerprint(refresh_token))
    if found is None or found.used_at is not None:
        return
    state = await store.session_state(session, found.session_id)
    if state and state.user_id == actor.user_id and state.alive(services.clock()):
        await revoke(session, services, actor, found.session_id)


async def _session_of(session: AsyncSession, services: Services, hashed: str) -> tuple[UUID, store.SessionState]:
    """The living session of a token; a spent token ends it, in a transaction that outlasts the refusal."""
    token = await store.refresh_token(session, hashed)
    state = await store.session_state(session, token.session_id) if token else None
    if token is None or state is None:
        raise _refused()
    if token.used_at is not None:
        await _end_family(services, token.session_id)
        raise _refused()
    if not state.alive(services.clock()):
        raise _refused()
    return token.session_id, state


async def _end_family(services: Services, session_id: UUID) -> None:
    async with transaction(services.sessions) as apart:
        await store.touch_session(apart, session_id, revoked_at=services.clock())
    await tokens.mark_ended(services, session_id)


async def _pair(session: AsyncSession, services: Services, user_id: UUID, session_id: UUID, role: str) -> TokenPair:
    settings, now = services.settings, services.clock()
    renewing = tokens.new_secret()
    await store.add_refresh_token(session, tokens.fingerprint(renewing), session_id, now=now)
    access = tokens.mint(settings, user_id=user_id, session_id=session_id, role=role, now=now)
    return TokenPair(access_token=access, refresh_token=renewing, expires_in=settings.access_token_minutes * 60)


async def free_username(session: AsyncSession, email: str) -> str:
    """The address's first part, with digits behind it while it is taken."""
    base = re.sub(r"[^\w.\-]+", "-", email.partition("@")[0]).strip("-._")[:40] or "user"
    for attempt in range(FREE_NAME_ATTEMPTS):
        name = base if attempt == 0 else f"{base}{secrets.randbelow(10 ** (attempt // 4 + 3))}"
        if not await store.username_taken(session, name):
            return name
    return f"{base}-{secrets.token_hex(8)}"


def _session_life(services: Services) -> timedelta:
    return timedelta(days=services.settings.refresh_token_days)


def _session_read(row: AuthSession, current: UUID | None) -> SessionRead:
    return SessionRead(
        id=row.id, device=row.device, address=row.address, created_at=row.created_at,
        last_used_at=row.last_used_at, expires_at=row.expires_at, current=row.id == current,
    )  # fmt: skip


def _refused() -> AuthenticationError:
    return AuthenticationError("The refresh token is not valid; sign in again.", code="INVALID_REFRESH_TOKEN")
