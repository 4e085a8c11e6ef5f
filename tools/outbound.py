"""The only way out to the network: checked addresses, limits, retries and a log of what left."""

import asyncio
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
import tenacity

from store.errors import AppError, PayloadTooLargeError, UpstreamError, ValidationError
from tools.addresses import AddressGuard, Resolver, ascii_host, checked_url, port_of, system_resolver
from tools.pacing import HostGates

OnEgress = Callable[[str, str, int, int], Awaitable[None]]

MAX_REDIRECTS = 5
USER_AGENT = "Mozilla/5.0 (compatible; Jobwright/0.1; self-hosted job search)"
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_RETRIED_STATUS = frozenset({429, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PRIVATE_HEADERS = (
    "authorization", "cookie", "proxy-authorization", "x-api-key", "authorization-key", "x-rapidapi-key",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """What came back: the final address, the status, the type without parameters, and the decoded body."""

    url: str
    status: int
    content_type: str
    content: bytes
    headers: Mapping[str, str]

    @property
    def charset(self) -> str | None:
        """The character set the server names, if any."""
        _, _, rest = self.headers.get("content-type", "").partition("charset=")
        return rest.split(";")[0].strip(" \"'") or None


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes and counts that bound every request. No time-out counts the wait for the host's turn."""

    connect_timeout: float = 5.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_bytes: int = 10_000_000
    per_host: int = 2
    min_interval: float = 0.0
    attempts: int = 3
    max_retry_after: float = 20.0
    backoff: float = 0.5


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the very address that was checked, so a second DNS answer cannot lead elsewhere."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._tcp = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, then try the checked addresses in order."""
        failure: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in await self._guard.addresses(host, port, timeout or 5.0):
            try:
                return await self._tcp.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        """Wait, for the pool's own retries (unused)."""
        await asyncio.sleep(seconds)


@cache
def _trusted_authorities() -> ssl.SSLContext:
    # Reading them takes longer than everything else that opens a client, so a process does it once.
    return httpx.create_ssl_context()


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over the guarded backend; no proxies and no settings from the environment."""

    def __init__(self, guard: AddressGuard) -> None:
        context = _trusted_authorities()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=_GuardedBackend(guard),
        )


class _Again(Exception):
    """An attempt that may be repeated: with the page it brought, or the error it met, and the wait asked for."""

    def __init__(self, page: Page | None, error: AppError | None, wait: float | None) -> None:
        super().__init__("retry")
        self.page, self.error, self.wait = page, error, wait


class _Deadline:
    """The moment after which a request is given up; it stands still while the request waits for its host's turn, which
    is our own doing and no slowness of the host's."""

    def __init__(self, timeout: asyncio.Timeout, seconds: float) -> None:
        self._timeout, self._until = timeout, time.monotonic() + seconds

    @property
    def left(self) -> float:
        """How many seconds there still are."""
        return self._until - time.monotonic()

    @asynccontextmanager
    async def after(self, turn: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
        """Wait for a turn and hold it; only what happens in it takes time off."""
        left = self.left
        self._timeout.reschedule(None)
        async with turn:
            self._until = time.monotonic() + left
            self._timeout.reschedule(asyncio.get_running_loop().time() + left)
            yield


@dataclass
class _Hop:
    """One request of a chain of redirects; nothing of it lasts beyond the deadline."""

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    purpose: str
    max_bytes: int
    deadline: _Deadline
    own_pace: bool = False
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)


class Outbound:
    """The one client. Made by the edge, closed by it; safe for concurrent use."""

    def __init__(
        self,
        *,
        allowed_hosts: frozenset[str] = frozenset(),
        limits: Limits | None = None,
        user_agent: str = USER_AGENT,
        on_egress: OnEgress | None = None,
        resolver: Resolver = system_resolver,
    ) -> None:
        """`allowed_hosts` may be private; `on_egress(host, purpose, bytes, status)` per hop, 0: no answer."""
        self.limits = limits or Limits()
        self.user_agent = user_agent
        self.guard = AddressGuard(allowed_hosts, resolver)
        self.on_egress = on_egress
        self._transport = GuardedTransport(self.guard)
        self._gates = HostGates(self.limits.per_host, self.limits.min_interval)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def note(self, host: str, purpose: str, size: int, status: int) -> None:
        """Write to the egress log, also for those that speak another protocol; status 0: no answer."""
        if self.on_egress is not None:
            await self.on_egress(host, purpose, size, status)

    async def get(self, url: str, *, purpose: str, accept: str = "*/*", max_bytes: int | None = None) -> Page:
        """Fetch an address, following up to 5 checked redirects; any HTTP status is returned, not raised.

        Raises INVALID_URL, OUTBOUND_BLOCKED (422), TOO_LARGE (413), OUTBOUND_TIMEOUT, OUTBOUND_UNREACHABLE (502).
        """
        return await self.request("GET", url, purpose=purpose, headers={"accept": accept}, max_bytes=max_bytes)

    async def request(
        self,
        method: str,
        url: str,
        *,
        purpose: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        max_bytes: int | None = None,
        own_pace: bool = False,
    ) -> Page:
        """Any method; only idempotent ones are retried. Errors as `get`.

        With `own_pace` the caller bounds and repeats its requests itself: no wait for the host's turn, no retries.
        """
        sent = {"user-agent": self.user_agent, "accept-language": "en,*;q=0.5"}
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        sent["accept-encoding"] = "gzip"  # the only coding whose expansion is capped below
        most, seconds = max_bytes or self.limits.max_bytes, self.limits.total_timeout
        try:
            async with asyncio.timeout(seconds) as timeout:
                hop = _Hop(method.upper(), url, sent, content, purpose, most, _Deadline(timeout, seconds), own_pace)
                return await self._with_retries(hop)
        except TimeoutError as error:
            raise _timeout(url, self.limits.total_timeout) from error

    async def _with_retries(self, hop: _Hop) -> Page:
        if hop.own_pace or hop.method not in _IDEMPOTENT:
            return await self._follow(hop)
        retrying = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self.limits.attempts),
            wait=self._wait,
            retry=tenacity.retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            return await retrying(self._attempt, hop)
        except _Again as last:
            if last.page is not None:
                return last.page
            raise last.error or _unreachable(hop.url, "no answer") from last

    async def _attempt(self, hop: _Hop) -> Page:
        try:
            page = await self._follow(hop)
        except UpstreamError as error:
            if error.details.get("retry"):
                raise _Again(None, error, None) from error
            raise
        if page.status not in _RETRIED_STATUS:
            return page
        wait = retry_after(page.headers.get("retry-after"))
        # To wait for longer than there is time would turn a plain "not now" into "no answer".
        if wait is not None and wait >= min(self.limits.max_retry_after, hop.deadline.left):
            return page
        raise _Again(page, None, wait)

    def _wait(self, state: tenacity.RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        if isinstance(failure, _Again) and failure.wait is not None:
            return failure.wait
        return float(self.limits.backoff * 2 ** (state.attempt_number - 1))

    async def _follow(self, hop: _Hop) -> Page:
        for _ in range(MAX_REDIRECTS + 1):
            page = await self._send(hop)
            location = page.headers.get("location")
            if page.status not in _REDIRECTS or not location:
                return page
            hop = _next_hop(hop, page.status, urljoin(hop.url, location))
        raise _unreachable(hop.url, f"it redirects more than {MAX_REDIRECTS} times")

    async def _send(self, hop: _Hop) -> Page:
        parts = checked_url(hop.url)
        host = ascii_host(parts.hostname or "")
        turn = nullcontext() if hop.own_pace else self._gates.turn(f"{host}:{port_of(parts)}")
        async with hop.deadline.after(turn):
            counted = [len(hop.content or b""), 0]
            try:
                return await self._exchange(hop, parts.geturl(), counted)
            except ValidationError:
                counted.clear()  # refused before anything left
                raise
            except httpx.InvalidURL as error:
                counted.clear()
                raise ValidationError(
                    f"{hop.url[:200]} is not an address that can be asked for: {error}.", code="INVALID_URL"
                ) from error
            except httpx.TimeoutException as error:
                # A server that was reached and is slow would be slow again; only the connection is worth a retry.
                raise _timeout(hop.url, self.limits.read_timeout, isinstance(error, httpx.ConnectTimeout)) from error
            except httpx.TransportError as error:
                raise _unreachable(hop.url, str(error) or type(error).__name__, retry=True) from error
            finally:
                if counted:
                    await self.note(host, hop.purpose, counted[0], counted[1])

    async def _exchange(self, hop: _Hop, url: str, counted: list[int]) -> Page:
        limits = self.limits
        timeouts = httpx.Timeout(limits.read_timeout, connect=limits.connect_timeout, pool=limits.total_timeout)
        request = httpx.Request(
            hop.method, url, headers=hop.headers, content=hop.content, extensions={"timeout": timeouts.as_dict()}
        )
        hop.cookies.set_cookie_header(request)
        response = await self._transport.handle_async_request(request)
        response.request = request
        counted[1] = response.status_code
        try:
            hop.cookies.extract_cookies(response)
            content = await _read_capped(response, hop, counted)
        finally:
            await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        return Page(url, response.status_code, kind, content, headers)


def _next_hop(hop: _Hop, status: int, target: str) -> _Hop:
    checked_url(target)
    headers, method, content = dict(hop.headers), hop.method, hop.content
    if status == 303 or (status in (301, 302) and method == "POST"):
        method, content = "HEAD" if method == "HEAD" else "GET", None
        headers.pop("content-type", None)
    if _origin(hop.url) != _origin(target):
        headers = {name: value for name, value in headers.items() if name not in _PRIVATE_HEADERS}
    return _Hop(method, target, headers, content, hop.purpose, hop.max_bytes, hop.deadline, hop.own_pace, hop.cookies)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, ascii_host(parts.hostname or ""), port_of(parts)


async def _read_capped(response: httpx.Response, hop: _Hop, counted: list[int]) -> bytes:
    """The body, unpacked, never holding more than the cap."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise _unreachable(hop.url, f"it answers in a coding that was not asked for ({coding})")
    if hop.method != "HEAD" and int(response.headers.get("content-length") or 0) > hop.max_bytes:
        raise _too_large(hop)
    inflate = zlib.decompressobj(wbits=31) if coding.endswith("gzip") else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        counted[0] += len(chunk)
        if inflate is not None:
            try:
                chunk = inflate.decompress(chunk, hop.max_bytes + 1 - len(body))
            except zlib.error as error:
                raise _unreachable(hop.url, "its compressed answer is broken") from error
        body += chunk
        if len(body) > hop.max_bytes:
            raise _too_large(hop)
    return bytes(body)


def retry_after(value: str | None) -> float | None:
    """Seconds to wait as the header says, None when it says nothing readable."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip())
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _too_large(hop: _Hop) -> PayloadTooLargeError:
    return PayloadTooLargeError(
        f"The answer of {urlsplit(hop.url).hostname} is larger than {hop.max_bytes:,} bytes, so it was not read."
    )


def _timeout(url: str, seconds: float, retry: bool = False) -> UpstreamError:
    host = urlsplit(url).hostname
    return UpstreamError(
        f"{host} did not answer within {seconds:g} seconds; try again later.",
        code="OUTBOUND_TIMEOUT",
        details={"host": host, "retry": retry},
    )


def _unreachable(url: str, why: str, retry: bool = False) -> UpstreamError:
    host = urlsplit(url).hostname
    return UpstreamError(
        f"{host} could not be read ({why}); check the address or try again later.",
        code="OUTBOUND_UNREACHABLE",
        details={"host": host, "retry": retry},
    )
