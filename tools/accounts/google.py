"""Sign-in with Google: the authorization code flow with PKCE, and the ID token checked with Google's own keys."""

import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import itsdangerous
import jwt
import orjson
from authlib.common.security import generate_token
from authlib.oauth2.client import DEFAULT_HEADERS, OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError
from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts as store
from store.accounts import User
from store.errors import AppError, AuthenticationError, UnavailableError, UpstreamError
from store.settings import Settings
from tools.accounts.service import end_sessions, free_username
from tools.context import Services

FLOW_SECONDS = 600
_REMEMBERED_SECONDS = 600.0
_LEEWAY_SECONDS = 60
_ALGORITHMS = ["RS256", "ES256"]
_PURPOSE = "google sign-in"


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
    client = _client(services.settings)
    metadata = await _document(services, services.settings.google_server_metadata_url)
    flow = {"state": generate_token(32), "nonce": generate_token(32), "verifier": generate_token(64)}
    url, _ = client.create_authorization_url(
        _named(metadata, "authorization_endpoint"),
        state=flow["state"],
        nonce=flow["nonce"],
        code_verifier=flow["verifier"],
        prompt="select_account",
    )
    return str(url), str(_serializer(services.settings).dumps(flow))


async def finish(
    services: Services, *, cookie: str | None, state: str | None, code: str | None, error: str | None
) -> GoogleIdentity:
    """Who came back, from the callback's parameters and the cookie of `begin`. Talks to Google; needs no session.

    Raises AuthenticationError (GOOGLE_DENIED, GOOGLE_FLOW_EXPIRED, GOOGLE_STATE_MISMATCH, GOOGLE_CODE_REFUSED,
    GOOGLE_TOKEN_INVALID), UpstreamError, and UnavailableError GOOGLE_NOT_CONFIGURED.
    """
    client = _client(services.settings)
    if error:
        raise AuthenticationError("Google did not grant the sign-in; nothing was changed.", code="GOOGLE_DENIED")
    flow = _flow(services.settings, cookie)
    if not (state and code and hmac.compare_digest(state.encode("utf-8", "replace"), flow["state"].encode())):
        raise AuthenticationError(
            "This answer does not belong to the sign-in begun in this browser; start again.",
            code="GOOGLE_STATE_MISMATCH",
        )
    metadata = await _document(services, services.settings.google_server_metadata_url)
    tokens = await _exchange(services, client, metadata, code, flow["verifier"])
    return await _identity(services, metadata, tokens, flow["nonce"])


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


def _client(settings: Settings) -> Any:
    if not (settings.google_client_id and settings.google_client_secret):
        raise UnavailableError(
            "Sign-in with Google is not set up here; set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.",
            code="GOOGLE_NOT_CONFIGURED",
        )
    return OAuth2Client(
        session=None,  # authlib builds the requests; tools.outbound sends them
        client_id=settings.google_client_id,
        client_secret=settings.google_client_secret.get_secret_value(),
        token_endpoint_auth_method="client_secret_post",
        scope="openid email profile",
        redirect_uri=redirect_uri(settings),
        code_challenge_method="S256",
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


async def _exchange(
    services: Services, client: Any, metadata: dict[str, Any], code: str, verifier: str
) -> dict[str, Any]:
    """Google's tokens for the code."""
    endpoint = _named(metadata, "token_endpoint")
    body = prepare_token_request(
        "authorization_code", redirect_uri=client.redirect_uri, code=code, code_verifier=verifier
    )
    auth = client.client_auth(client.token_endpoint_auth_method)
    url, headers, body = auth.prepare("POST", endpoint, dict(DEFAULT_HEADERS), body)
    page = await services.outbound.request(
        "POST", url, purpose=_PURPOSE, headers=headers, content=body.encode(), max_bytes=1_000_000
    )
    answer = _json(page.content)
    if answer.get("error") == "invalid_grant":
        raise AuthenticationError(
            "Google refused the code (used or expired); start the sign-in again.", code="GOOGLE_CODE_REFUSED"
        )
    if page.status != 200 or "id_token" not in answer:
        raise _failed(f"it answered {page.status} {str(answer.get('error', ''))[:100]}".strip())
    return answer


async def _identity(services: Services, metadata: dict[str, Any], tokens: dict[str, Any], nonce: str) -> GoogleIdentity:
    """The ID token's claims, once signature, issuer, audience, times, nonce and access-token hash are right."""
    settings = services.settings
    issuer = _named(metadata, "issuer")
    try:
        key = await _key_for(services, _named(metadata, "jwks_uri"), tokens["id_token"])
        decoded = jwt.decode_complete(
            tokens["id_token"],
            key,
            algorithms=_ALGORITHMS,
            audience=settings.google_client_id,
            issuer=[issuer, urlsplit(issuer).netloc],  # Google signs with either form
            leeway=_LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
        params = {"nonce": nonce, "client_id": settings.google_client_id, "access_token": tokens.get("access_token")}
        claims = CodeIDToken(decoded["payload"], decoded["header"], None, params)
        claims.validate(leeway=_LEEWAY_SECONDS)
    except (jwt.PyJWTError, JoseError) as problem:
        raise AuthenticationError(
            f"Google's answer did not pass the checks ({type(problem).__name__}); start the sign-in again.",
            code="GOOGLE_TOKEN_INVALID",
        ) from problem
    email, name = str(claims.get("email") or "").lower(), claims.get("name")
    return GoogleIdentity(
        subject=str(claims["sub"]),
        email=email,
        email_verified=bool(email) and claims.get("email_verified") in (True, "true"),
        name=str(name)[:200] if name else None,
    )


async def _key_for(services: Services, jwks_uri: str, token: str) -> jwt.PyJWK:
    """The key the token names; Google's keys change, so an unknown one is looked up afresh once."""
    wanted = jwt.get_unverified_header(token).get("kid")
    for fresh in (False, True):
        keys = jwt.PyJWKSet.from_dict(await _document(services, jwks_uri, fresh=fresh))
        for key in keys.keys:
            if wanted is None or key.key_id == wanted:
                return key
    raise jwt.InvalidTokenError(f"no key {wanted}")


async def _document(services: Services, url: str, *, fresh: bool = False) -> dict[str, Any]:
    """A JSON document of Google's, remembered for ten minutes."""
    name = f"google:{url}"
    known = None if fresh else await services.cache.get(name)
    if known is None:
        page = await services.outbound.get(url, purpose=_PURPOSE, accept="application/json", max_bytes=1_000_000)
        if page.status != 200:
            raise _failed(f"{urlsplit(url).path} answered {page.status}")
        known = page.content
        _json(known)
        await services.cache.put(name, known, seconds=_REMEMBERED_SECONDS)
    return _json(known)


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as problem:
        raise _failed("its answer is not JSON") from problem
    if not isinstance(found, dict):
        raise _failed("its answer is not a JSON object")
    return found


def _named(metadata: dict[str, Any], name: str) -> str:
    value = metadata.get(name)
    if not isinstance(value, str):
        raise _failed(f"its configuration names no {name}")
    return value


def _failed(why: str) -> AppError:
    return UpstreamError(f"Google could not complete the sign-in: {why}. Try again later.", code="GOOGLE_FAILED")
