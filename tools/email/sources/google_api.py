"""Requests to Google's APIs: Google's own client words them and reads the answers, `tools.outbound` sends them."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any, NoReturn

import orjson

from store.errors import (
    AppError,
    AuthorizationError,
    ConflictError,
    NotFoundError,
    RateLimitError,
    UpstreamError,
    ValidationError,
)
from tools.context import Services
from tools.email.sources import google_oauth
from tools.email.sources.source import SourceSecrets
from tools.outbound import Page, retry_after

OnNewSecrets = Callable[[dict[str, Any]], Awaitable[None]]

_ATTEMPTS = 5
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 16.0  # beyond that the caller is told, and comes back later
_EARLY_SECONDS = 120
_QUOTA = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"}
_NO_SCOPE = {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why Google refused, as its error body says."""

    status: int
    reasons: frozenset[str]
    message: str

    @property
    def is_quota(self) -> bool:
        return self.status == 429 or (self.status == 403 and bool(self.reasons & _QUOTA))


class GoogleApi:
    """One account's access. Refreshes its token before it expires and once more when Google refuses it."""

    def __init__(self, services: Services, secrets: SourceSecrets, on_new_secrets: OnNewSecrets) -> None:
        """`on_new_secrets` keeps refreshed tokens, before they are used."""
        self._services, self._secrets, self._on_new = services, secrets, on_new_secrets
        self._refreshing = asyncio.Lock()

    @property
    def gmail(self) -> Any:
        """The words of the Gmail API."""
        return _words("gmail", "v1", self._services.settings.google_api_url, "")

    @property
    def calendar(self) -> Any:
        """The words of the Calendar API."""
        return _words("calendar", "v3", self._services.settings.google_api_url, "calendar/v3/")

    async def call(self, request: Any, *, purpose: str, max_bytes: int | None = None, repeatable: bool = True) -> Any:
        """What Google answers. One that is not `repeatable` is not sent again once it may have been carried out.

        Raises NotFoundError, ConflictError, ValidationError, AuthorizationError EMAIL_PERMISSION_MISSING,
        AuthenticationError EMAIL_ACCESS_REVOKED, RateLimitError, UpstreamError.
        """
        refused = ""
        for attempt in range(_ATTEMPTS):
            last = attempt == _ATTEMPTS - 1
            token = await self._token(refused)
            try:
                page = await self._send(request, token, purpose, max_bytes)
            except UpstreamError:
                if attempt or not repeatable:  # each may have taken its whole time-out
                    raise
                await asyncio.sleep(_backoff(attempt))
                continue
            if page.status < 300:
                return _read(request, page)
            if page.status == 401 and not refused:
                refused = token
                continue
            refusal = _refusal(page)
            wait = _wait(page, attempt)
            again = refusal.is_quota or (page.status >= 500 and repeatable)
            if last or not again or wait > _LONGEST_WAIT:
                _raise(refusal, wait)
            await asyncio.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    async def _send(self, request: Any, token: str, purpose: str, max_bytes: int | None) -> Page:
        headers = {name: value for name, value in request.headers.items() if name.lower() != "user-agent"}
        body = request.body.encode() if isinstance(request.body, str) else request.body
        return await self._services.outbound.request(
            request.method,
            request.uri,
            purpose=purpose,
            headers={**headers, "authorization": f"Bearer {token}"},
            content=body,
            max_bytes=max_bytes,
            own_pace=True,
        )

    async def _token(self, refused: str) -> str:
        """A token that is good for a while, and not the refused one."""
        async with self._refreshing:
            values = self._secrets.values
            lasts = float(values.get("expires_at") or 0) - self._services.clock().timestamp()
            if values.get("access_token") in (None, "", refused) or lasts < _EARLY_SECONDS:
                self._secrets = await google_oauth.refresh(self._services, self._secrets)
                await self._on_new(self._secrets.values)
            return str(self._secrets.values["access_token"])


class _NoHttp:
    """In the place of httplib2, which would go past the guard and the log."""

    def request(self, *_: Any, **__: Any) -> NoReturn:
        raise AssertionError("Google's client only words the requests")


@lru_cache(maxsize=8)
def _words(name: str, version: str, base: str | None, path: str) -> Any:
    options = {"api_endpoint": f"{base.rstrip('/')}/{path}"} if base else None
    build = import_module("googleapiclient.discovery").build  # a fifth of a second that no command should wait for
    return build(name, version, http=_NoHttp(), static_discovery=True, cache_discovery=False, client_options=options)


def _read(request: Any, page: Page) -> Any:
    try:
        found = request.postproc(SimpleNamespace(status=page.status), page.content)
    except ValueError as problem:
        raise _unreadable() from problem
    if "json" in request.headers.get("accept", "") and not isinstance(found, dict):
        raise _unreadable()
    return found


def _unreadable() -> UpstreamError:
    return UpstreamError("Google sent an answer that cannot be read; try again later.")


def _refusal(page: Page) -> _Refusal:
    try:
        error = orjson.loads(page.content)["error"]
        reasons = {str(part.get("reason")) for part in (*error.get("errors", ()), *error.get("details", ()))}
        return _Refusal(page.status, frozenset(reasons), str(error.get("message") or "")[:200])
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return _Refusal(page.status, frozenset(), "")


def _backoff(attempt: int) -> float:
    return _FIRST_WAIT * 2.0**attempt * random.uniform(0.5, 1.0)


def _wait(page: Page, attempt: int) -> float:
    asked = retry_after(page.headers.get("retry-after"))
    return _backoff(attempt) if asked is None else asked


def _raise(refusal: _Refusal, wait: float) -> NoReturn:
    said = refusal.message or f"status {refusal.status}"
    if refusal.is_quota:
        seconds = max(60, round(wait))
        raise RateLimitError(
            f"Google asks to slow down ({said}). Try again in {seconds} seconds.", details={"retry_after": seconds}
        )
    if refusal.status == 401:
        raise google_oauth.revoked()
    if refusal.reasons & _NO_SCOPE:
        raise permission_missing()
    plain: dict[int, type[AppError]] = {
        400: ValidationError, 403: AuthorizationError, 404: NotFoundError, 409: ConflictError, 410: NotFoundError,
    }  # fmt: skip
    if kind := plain.get(refusal.status):
        raise kind(f"Google refused this: {said}")
    raise UpstreamError(f"Google failed ({said}). Try again later.")


def permission_missing() -> AuthorizationError:
    """What is raised when the person has not allowed this yet."""
    return AuthorizationError(
        "This mailbox is connected without that permission; allow it at Google first.", code="EMAIL_PERMISSION_MISSING"
    )
