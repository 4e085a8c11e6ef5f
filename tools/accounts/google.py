"""Sign-in with Google: the authorization code flow with PKCE, and the ID token checked with Google's own keys."""

import hmac
from dataclasses import dataclass
from typing import Any

import itsdangerous
from authlib.common.security import generate_token
from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts as store
from store.accounts import User
from store.errors import AuthenticationError
from store.settings import Settings
from tools.accounts.service import end_sessions, free_username
from tools.context import Services
from tools.google import GoogleFlow

FLOW_SECONDS = 600


@dataclass(frozen=True, slots=True)
class GoogleIdentity:
    """Whom Google says this is. `subject` never changes, the address may."""

    subject: str
    email: str
    email_verified: bool
    name: str | None


async def begin(services: Services) -> tuple[str, str]:
    """Where to send the browser, and the signed text to keep in its cookie for FLOW_SECONDS.

    Raises UnavailableError GOOGLE_NOT_CONFIGURED, and UpstreamError when Google cannot be reached.
    """
    flow = {"state": generate_token(32), "nonce": generate_token(32), "verifier": generate_token(64)}
    url = await _google(services).authorization(
        state=flow["state"], nonce=flow["nonce"], code_verifier=flow["verifier"], prompt="select_account"
    )
    return url, str(_serializer(services.settings).dumps(flow))


async def finish(
    services: Services, *, cookie: str | None, state: str | None, code: str | None, error: str | None
) -> GoogleIdentity:
    """Who came back, from the callback's parameters and the cookie of `begin`. Talks to Google; needs no session.

    Raises AuthenticationError (GOOGLE_DENIED, GOOGLE_FLOW_EXPIRED, GOOGLE_STATE_MISMATCH, GOOGLE_CODE_REFUSED,
    GOOGLE_TOKEN_INVALID), UpstreamError, and UnavailableError GOOGLE_NOT_CONFIGURED.
    """
    google = _google(services)
    google.client()  # says so when Google is not set up
    if error:
        raise AuthenticationError("Google did not grant the sign-in; nothing was changed.", code="GOOGLE_DENIED")
    flow = _flow(services.settings, cookie)
    if not (state and code and hmac.compare_digest(state.encode("utf-8", "replace"), flow["state"].encode())):
        raise AuthenticationError(
            "This answer does not belong to the sign-in begun in this browser; start again.",
            code="GOOGLE_STATE_MISMATCH",
        )
    tokens = await google.exchange(code, flow["verifier"])
    return _identity(
        await google.claims(tokens["id_token"], nonce=flow["nonce"], access_token=tokens.get("access_token"))
    )


async def sign_in(session: AsyncSession, services: Services, identity: GoogleIdentity) -> User:
    """The user linked with this Google account, linked now by verified e-mail, or made now.

    Nobody proved that they own the address when they registered with it, so linking drops a password
    set before and ends earlier sessions: else whoever registered somebody else's address would stay in.
    Raises AuthenticationError.
    """
    user = await store.by_google_subject(session, identity.subject)
    if user is None:
        user = await _link_or_create(session, services, identity)
    if not user.is_active:
        raise AuthenticationError("This account is switched off; ask an administrator.", code="ACCOUNT_INACTIVE")
    return user


async def _link_or_create(session: AsyncSession, services: Services, identity: GoogleIdentity) -> User:
    if not identity.email_verified:
        raise AuthenticationError(
            "Google has not verified this account's e-mail address; verify it there first.",
            code="GOOGLE_EMAIL_UNVERIFIED",
        )
    user = await store.by_email(session, identity.email)
    if user is None:
        return await store.add_user(
            session,
            email=identity.email,
            username=await free_username(session, identity.email),
            full_name=identity.name,
            google_subject=identity.subject,
        )
    if user.google_subject is not None:
        raise AuthenticationError(
            "The account with this e-mail address belongs to another Google account.", code="GOOGLE_OTHER_ACCOUNT"
        )
    await end_sessions(session, services, user.id)
    return await store.update_user(session, user.id, google_subject=identity.subject, password_hash=None)


def redirect_uri(settings: Settings) -> str:
    """Where Google sends the browser back to; register this very address with Google."""
    return settings.google_redirect_uri or f"{settings.base_url}/api/v1/oauth/google/callback"


def _google(services: Services) -> GoogleFlow:
    return GoogleFlow(
        services,
        task="sign-in with Google",
        purpose="google sign-in",
        scope="openid email profile",
        redirect_uri=redirect_uri(services.settings),
    )


def _serializer(settings: Settings) -> itsdangerous.URLSafeTimedSerializer:
    return itsdangerous.URLSafeTimedSerializer(settings.signing_key, salt="google-sign-in")


def _flow(settings: Settings, cookie: str | None) -> dict[str, str]:
    try:
        flow: dict[str, str] = _serializer(settings).loads(cookie or "", max_age=FLOW_SECONDS)
    except itsdangerous.SignatureExpired as problem:
        raise AuthenticationError(
            "The sign-in with Google took longer than ten minutes; start again.", code="GOOGLE_FLOW_EXPIRED"
        ) from problem
    except itsdangerous.BadData as problem:
        raise AuthenticationError(
            "This browser has not begun a sign-in with Google, or it refuses cookies; start again.",
            code="GOOGLE_STATE_MISMATCH",
        ) from problem
    return flow


def _identity(claims: dict[str, Any]) -> GoogleIdentity:
    email, name = str(claims.get("email") or "").lower(), claims.get("name")
    return GoogleIdentity(
        subject=str(claims["sub"]),
        email=email,
        email_verified=bool(email) and claims.get("email_verified") in (True, "true"),
        name=str(name)[:200] if name else None,
    )
