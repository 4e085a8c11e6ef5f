"""Gmail's word of new mail, pushed by Pub/Sub: who signed it, and what it says."""

import base64
import binascii
import hmac
from dataclasses import dataclass

import jwt
import orjson

from store.errors import AuthenticationError
from store.settings import Settings
from tools.context import Services
from tools.google import GoogleFlow


@dataclass(frozen=True, slots=True)
class GmailPush:
    """There is something new in this mailbox, up to this point of its history."""

    email: str
    history_id: str


def webhook_address(settings: Settings) -> str:
    """The audience that a push is signed for: as set, else the webhook's own address."""
    return settings.google_push_audience or f"{settings.base_url}/api/v1/email/gmail/push"


async def verified(services: Services, *, authorization: str | None, body: bytes) -> GmailPush:
    """The push behind a request, from its Authorization header and its body.

    Raises AuthenticationError EMAIL_PUSH_REFUSED for anything that Google did not sign for us or that says nothing
    readable; UpstreamError when Google's keys cannot be had.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _refused("it is not signed")
    await _check_signer(services, token.strip())
    return _read(body)


async def _check_signer(services: Services, token: str) -> None:
    settings = services.settings
    google = GoogleFlow(services, task="the push of new mail", purpose="gmail push", scope="", redirect_uri="")
    try:
        decoded = await google.decoded(token, audience=webhook_address(settings), required=("exp", "iat"))
    except jwt.PyJWTError as problem:
        raise _refused(type(problem).__name__) from problem
    claims = decoded["payload"]
    if claims.get("email_verified") not in (True, "true"):
        raise _refused("its signer's address is not verified")
    wanted = settings.google_push_service_account
    if not wanted:  # any service account at Google may sign for any audience
        raise _refused("GOOGLE_PUSH_SERVICE_ACCOUNT does not say whose signature counts")
    if not hmac.compare_digest(str(claims.get("email") or "").encode(), wanted.encode()):
        raise _refused("another service account signed it")


def _read(body: bytes) -> GmailPush:
    try:
        data = orjson.loads(body)["message"]["data"]
        said = orjson.loads(base64.b64decode(data + "=" * (-len(data) % 4), altchars=b"-_"))
        email, history_id = said["emailAddress"], int(said["historyId"])
    except (orjson.JSONDecodeError, binascii.Error, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise _refused("its body cannot be read") from problem
    if not isinstance(email, str) or "@" not in email or history_id < 0:
        raise _refused("its body cannot be read")
    return GmailPush(email.lower(), str(history_id))


def _refused(why: str) -> AuthenticationError:
    return AuthenticationError(f"This push of new mail was not taken: {why}.", code="EMAIL_PUSH_REFUSED")
