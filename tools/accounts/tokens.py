"""Access tokens: short JWTs bound to a session row, so that signing out ends them at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import jwt

from store import accounts as store
from store.actors import Actor
from store.database import transaction
from store.errors import AuthenticationError
from store.settings import Settings
from tools.context import Services

ISSUER = AUDIENCE = "jobwright"
REMEMBERED_SECONDS = 5.0
# Outlives any commit that is under way when a session ends; from then on the database says the same.
REVOKED_SECONDS = 60.0
TOUCH_AFTER = timedelta(minutes=1)
_REVOKED = b"revoked"


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid access token says."""

    user_id: UUID
    session_id: UUID


def new_secret() -> str:
    """An unguessable token of 64 URL-safe characters."""
    return secrets.token_urlsafe(48)


def fingerprint(token: str) -> str:
    """What is stored of a token: its SHA-256. A random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def mint(settings: Settings, *, user_id: UUID, session_id: UUID, role: str, now: datetime) -> str:
    """Sign an access token that lives `ACCESS_TOKEN_MINUTES`."""
    claims = {
        "typ": "access",
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "sid": str(session_id),
        "scopes": sorted(_scopes(role)),
        "iat": now,
        "exp": now + timedelta(minutes=settings.access_token_minutes),
    }
    return jwt.encode(claims, settings.signing_key, algorithm="HS256")


def read(settings: Settings, token: str) -> AccessClaims:
    """Check signature, type, audience and expiry. Raises AuthenticationError; the session is not looked at."""
    try:
        claims = jwt.decode(
            token.encode("ascii"),
            settings.signing_key,
            algorithms=["HS256"],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": ["exp", "iat", "sub", "sid", "typ"]},
        )
        if claims["typ"] != "access":
            raise _refused()
        return AccessClaims(UUID(claims["sub"]), UUID(claims["sid"]))
    except jwt.ExpiredSignatureError as problem:
        raise AuthenticationError(
            "The access token has expired; get a new one with the refresh token.", code="TOKEN_EXPIRED"
        ) from problem
    except (jwt.InvalidTokenError, ValueError, AttributeError, TypeError) as problem:
        raise _refused() from problem


async def actor_from_token(services: Services, token: str) -> Actor:
    """Whoever the access token stands for, in a session that is alive.

    Role and state come from the database, at most 5 seconds old; an ended session counts at once. With
    `DISABLE_AUTH` (local only) everybody is the local owner. Raises AuthenticationError.
    """
    if services.settings.disable_auth:
        return await _owner(services)
    claims = read(services.settings, token)
    known = await services.cache.get(_key(claims.session_id))
    role = known.decode() if known else await _load_role(services, claims)
    if role == _REVOKED.decode():
        raise _ended()
    return Actor(claims.user_id, _scopes(role))


async def mark_ended(services: Services, session_id: UUID) -> None:
    """Make the session's access tokens worthless from now on, in every process that shares the cache."""
    await services.cache.put(_key(session_id), _REVOKED, seconds=REVOKED_SECONDS)


async def _load_role(services: Services, claims: AccessClaims) -> str:
    now = services.clock()
    async with transaction(services.sessions) as session:
        state = await store.session_state(session, claims.session_id)
        if state is None or state.user_id != claims.user_id or not state.alive(now):
            raise _ended()
        if now - state.last_used_at > TOUCH_AFTER:
            await store.touch_session(session, claims.session_id, last_used_at=now)
    # Only when free: a session that ended while this was read stays ended.
    await services.cache.put_new(_key(claims.session_id), state.role.encode(), seconds=REMEMBERED_SECONDS)
    return state.role


async def _owner(services: Services) -> Actor:
    known = await services.cache.get("local-owner")
    if known is None:
        async with transaction(services.sessions) as session:
            known = str((await store.local_owner(session)).id).encode()
        await services.cache.put("local-owner", known, seconds=REMEMBERED_SECONDS)
    return Actor(UUID(known.decode()), _scopes("admin"))


def _scopes(role: str) -> frozenset[str]:
    return frozenset({"user", "admin"}) if role == "admin" else frozenset({"user"})


def _key(session_id: UUID) -> str:
    return f"session:{session_id}"


def _refused() -> AuthenticationError:
    return AuthenticationError("The access token is not valid; sign in again.", code="INVALID_TOKEN")


def _ended() -> AuthenticationError:
    return AuthenticationError("This session has ended; sign in again.", code="SESSION_ENDED")
