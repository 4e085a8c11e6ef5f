"""Access to a Gmail account: consent with PKCE for no more than is needed, tokens refreshed, and given back."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from store.errors import AuthenticationError
from store.settings import Settings
from tools.context import Services
from tools.email.sources.source import Capabilities, SourceSecrets, Want
from tools.google import GoogleFlow

_PURPOSE = "gmail connection"
_PREFIX = "https://www.googleapis.com/auth/"
SCOPES: dict[str, str] = {
    "read": f"{_PREFIX}gmail.readonly",
    "modify": f"{_PREFIX}gmail.modify",
    "send": f"{_PREFIX}gmail.send",
    "calendar": f"{_PREFIX}calendar.events",
}
_EVERYTHING = "https://mail.google.com/"
# gmail.modify is Google's name for reading, changing and sending.
_READS = {SCOPES["read"], SCOPES["modify"], _EVERYTHING}
_CHANGES = {SCOPES["modify"], _EVERYTHING}
_SENDS = {SCOPES["send"], SCOPES["modify"], f"{_PREFIX}gmail.compose", _EVERYTHING}
_CALENDARS = {SCOPES["calendar"], f"{_PREFIX}calendar"}


@dataclass(frozen=True, slots=True)
class GoogleGrant:
    """What the person has allowed. `secrets` are for sealing: access and refresh token, expiry, scopes."""

    email: str
    scopes: tuple[str, ...]
    secrets: dict[str, Any] = field(repr=False)


def redirect_uri(settings: Settings) -> str:
    """Where Google sends the browser back to; register this very address with Google."""
    return settings.google_gmail_redirect_uri or f"{settings.base_url}/api/v1/email/gmail/callback"


async def authorization(
    services: Services, *, state: str, verifier: str, wants: Collection[Want], login_hint: str | None = None
) -> str:
    """Where to send the browser. Reading is always asked for; name in `wants` also what was granted before.

    Raises UnavailableError GOOGLE_NOT_CONFIGURED, UpstreamError.
    """
    hint = {"login_hint": login_hint} if login_hint else {}
    return await _google(services, wants).authorization(
        state=state,
        nonce=_nonce(verifier),
        code_verifier=verifier,
        access_type="offline",
        include_granted_scopes="true",
        prompt="consent",  # else Google sends a refresh token only the first time
        **hint,
    )


def check_answer(error: str | None) -> None:
    """Raises AuthenticationError GOOGLE_DENIED when the callback's `error` says that the person declined."""
    if error:
        raise AuthenticationError("Google did not grant access to the mail; nothing was changed.", code="GOOGLE_DENIED")


async def exchange(services: Services, code: str, verifier: str) -> GoogleGrant:
    """The grant behind the callback's code.

    Raises AuthenticationError (GOOGLE_CODE_REFUSED, GOOGLE_TOKEN_INVALID, GOOGLE_EMAIL_UNVERIFIED,
    GOOGLE_SCOPE_MISSING without the right to read, GOOGLE_NO_REFRESH_TOKEN), UpstreamError, UnavailableError.
    """
    google = _google(services, ())
    answer = await google.exchange(code, verifier)
    claims = await google.claims(
        answer["id_token"], nonce=_nonce(verifier), access_token=str(answer.get("access_token") or "") or None
    )
    email = str(claims.get("email") or "").lower()
    if not email or claims.get("email_verified") not in (True, "true"):
        raise AuthenticationError(
            "Google has not verified this account's e-mail address; verify it there first.",
            code="GOOGLE_EMAIL_UNVERIFIED",
        )
    scopes = tuple(sorted(str(answer.get("scope") or "").split()))
    _check_grant(answer, scopes)
    secrets = _secrets(services, answer, refresh_token=str(answer["refresh_token"]), scopes=scopes)
    return GoogleGrant(email, scopes, secrets)


async def refresh(services: Services, secrets: SourceSecrets) -> SourceSecrets:
    """The same access with a fresh access token. Raises AuthenticationError EMAIL_ACCESS_REVOKED, UpstreamError."""
    token = secrets.values.get("refresh_token")
    if not token:
        raise revoked()
    answer = await _google(services, ()).tokens("refresh_token", refresh_token=str(token))
    if answer.get("error"):
        raise revoked()
    scopes = str(answer.get("scope") or "").split() or secrets.values.get("scopes", ())
    refreshed = str(answer.get("refresh_token") or token)
    return SourceSecrets(_secrets(services, answer, refresh_token=refreshed, scopes=scopes))


async def revoke(services: Services, secrets: SourceSecrets) -> None:
    """Give the access back at Google; access that is gone already is no failure. Raises UpstreamError."""
    google = _google(services, ())
    token = secrets.values.get("refresh_token") or secrets.values.get("access_token")
    if not token:
        return
    page = await services.outbound.request(
        "POST",
        await google.endpoint("revocation_endpoint"),
        purpose=_PURPOSE,
        headers={"content-type": "application/x-www-form-urlencoded"},
        content=f"token={token}".encode(),
    )
    if page.status not in (200, 204, 400):  # 400: there is no such token any more
        raise google.failed(f"the revocation answered {page.status}")


def capabilities(scopes: Collection[str]) -> Capabilities:
    """What these scopes let us do."""
    held = set(scopes)
    return Capabilities(change=bool(held & _CHANGES), send=bool(held & _SENDS), calendar=bool(held & _CALENDARS))


def revoked() -> AuthenticationError:
    """What is raised when Google does not know our access any more."""
    return AuthenticationError(
        "Google no longer lets Jobwright into this mailbox: access was withdrawn, or it has expired. Connect it again.",
        code="EMAIL_ACCESS_REVOKED",
    )


def _google(services: Services, wants: Collection[Want]) -> GoogleFlow:
    names = {*wants} - {"read"} if "modify" in wants else {*wants, "read"}
    return GoogleFlow(
        services,
        task="connecting Gmail",
        purpose=_PURPOSE,
        scope=" ".join(["openid", "email", *(SCOPES[name] for name in SCOPES if name in names)]),
        redirect_uri=redirect_uri(services.settings),
    )


def _check_grant(answer: dict[str, Any], scopes: Collection[str]) -> None:
    if not _READS & set(scopes):
        raise AuthenticationError(
            "Google was not told to let Jobwright read your mail. Connect again and leave that box ticked.",
            code="GOOGLE_SCOPE_MISSING",
        )
    if not answer.get("refresh_token"):
        raise AuthenticationError(
            "Google gave access for an hour only. Remove Jobwright at myaccount.google.com/permissions "
            "and connect again.",
            code="GOOGLE_NO_REFRESH_TOKEN",
        )


def _secrets(
    services: Services, answer: dict[str, Any], *, refresh_token: str, scopes: Collection[str]
) -> dict[str, Any]:
    seconds = answer.get("expires_in")
    lasts = int(seconds) if isinstance(seconds, int | str) and str(seconds).isdigit() else 3600
    expires = services.clock() + timedelta(seconds=lasts)
    return {
        "access_token": str(answer["access_token"]),
        "refresh_token": refresh_token,
        "expires_at": expires.timestamp(),
        "scopes": sorted(scopes),
    }


def _nonce(verifier: str) -> str:
    """Bound to this very flow, without another secret to keep."""
    return hashlib.sha256(b"nonce:" + verifier.encode()).hexdigest()
