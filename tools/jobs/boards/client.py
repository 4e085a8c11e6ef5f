"""How boards reach the network: conditional, paced per host, cached, mirrored when a setting says so, counted."""

import asyncio
import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from store.errors import AppError, UpstreamError
from tools.jobs.boards.board import Answer, BoardClient, BoardError
from tools.outbound import Outbound, Page, retry_after
from tools.pacing import HostGates

_WAITED_OUT = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_REFUSALS = frozenset({429, 503})
_KEY_IN_QUERY = re.compile(r"([?&](?:app_id|app_key|api_?key|access_token|publisher|token)=)[^&#]*", re.I)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A whole answer as kept: `url` is where it came from after redirects, `fetched_at` when it was last confirmed."""

    url: str
    status: int
    content: bytes
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


class AnswerStore(Protocol):
    """Where answers are kept between requests; the address it is asked by holds no keys."""

    async def load(self, url: str) -> StoredAnswer | None:
        """The answer kept for an address, however old; None when there is none."""
        ...

    async def keep(self, url: str, answer: StoredAnswer) -> None:
        """Keep an answer in place of the one before."""
        ...


class MemoryAnswers:
    """Answers kept in this process, the least used dropped first beyond `max_bytes`."""

    def __init__(self, max_bytes: int = 64_000_000) -> None:
        self._kept: OrderedDict[str, StoredAnswer] = OrderedDict()
        self._max_bytes, self._bytes = max_bytes, 0

    async def load(self, url: str) -> StoredAnswer | None:
        """The answer kept for an address, None when there is none."""
        if url in self._kept:
            self._kept.move_to_end(url)
        return self._kept.get(url)

    async def keep(self, url: str, answer: StoredAnswer) -> None:
        """Keep an answer, and forget others for it."""
        before = self._kept.pop(url, None)
        self._bytes += len(answer.content) - (len(before.content) if before else 0)
        self._kept[url] = answer
        while self._bytes > self._max_bytes and self._kept:
            self._bytes -= len(self._kept.popitem(last=False)[1].content)


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where https://HOST/path is asked for instead: at {base}/HOST/path. Without a base addresses stay as they are."""

    base: str | None = None

    def address(self, url: str) -> str:
        """The address to ask; one that lies on the mirror already is asked as it is."""
        if not self.base or self._holds(url):
            return url
        parts = urlsplit(url)
        return f"{self.base.rstrip('/')}/{parts.netloc}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"

    def original(self, url: str) -> str:
        """The address that one on the mirror stands for; any other stays."""
        path = url[len((self.base or "").rstrip("/")) + 1 :]
        return f"https://{path}" if self._holds(url) and "." in path.partition("/")[0] else url

    def named(self, error: UpstreamError, host: str) -> UpstreamError:
        """A failure with the name of the host that was meant, where the mirror's stands in it."""
        ours = urlsplit(self.base or "").hostname
        if ours is None or error.details.get("host") != ours:
            return error
        details = error.details | {"host": host}
        return UpstreamError(error.message.replace(ours, f"{host} (at the mirror)"), code=error.code, details=details)

    def _holds(self, url: str) -> bool:
        return bool(self.base) and url.startswith(f"{(self.base or '').rstrip('/')}/")


@dataclass(frozen=True, slots=True)
class Manners:
    """What bounds requests to boards: seconds, counts, bytes."""

    fresh_for: float = 900.0
    per_host: int = 2
    overall: int = 8
    interval: float = 0.2
    closed_for: float = 60.0
    max_bytes: int = 48_000_000


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    key: str
    host: str
    headers: dict[str, str]
    content: bytes | None = None


class PoliteClient:
    """`board.BoardClient` over `Outbound`. One a process, so that pacing holds for all who search."""

    def __init__(
        self,
        outbound: Outbound,
        answers: AnswerStore,
        *,
        manners: Manners | None = None,
        mirror: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """With a `mirror`, https://HOST/path is asked for at {mirror}/HOST/path; its host must be allowed outbound."""
        self._outbound, self._answers, self._clock = outbound, answers, clock
        self._mirror = Mirror(mirror)
        self.manners = manners or Manners()
        self._gates = HostGates(self.manners.per_host, self.manners.interval)
        self._overall = asyncio.Semaphore(self.manners.overall)
        self._closed_until: dict[str, datetime] = {}

    async def get(
        self, url: str, *, accept: str = "application/json", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Fetch an address, from the cache while that is fresh.

        Raises BoardError BOARD_REFUSED for a status of 400 or more (`details["status"]`), or while the host asked to
        be left alone (`details["retry_after"]`); else as `Outbound.get`. An older answer stands in for a passing
        failure, with `stale` saying so.
        """
        host = urlsplit(url).hostname or ""
        return await self._answer(_Request("GET", url, _key(url), host, {"accept": accept, **(headers or {})}))

    async def post(self, url: str, body: object) -> Answer:
        """Post JSON to an address that only searches; cached by address and body. Raises as `get`."""
        content = json.dumps(body, sort_keys=True).encode()
        key = f"{_key(url)}#{hashlib.sha256(content).hexdigest()[:16]}"
        headers = {"accept": "application/json", "content-type": "application/json"}
        return await self._answer(_Request("POST", url, key, urlsplit(url).hostname or "", headers, content))

    async def _answer(self, request: _Request) -> Answer:
        stored = await self._answers.load(request.key)
        if stored is not None and self._is_fresh(stored):
            return _served(stored)
        async with self._gates.turn(request.host), self._overall:
            # While this one waited for its turn, another may have asked the same.
            stored = await self._answers.load(request.key)
            if stored is not None and self._is_fresh(stored):
                return _served(stored)
            try:
                return await self._ask(request, stored)
            except UpstreamError as error:
                if stored is None or not _passes(error):
                    raise
                return replace(_served(stored), stale=error.message)

    async def _ask(self, request: _Request, stored: StoredAnswer | None) -> Answer:
        self._check_open(request.host)
        try:
            page = await self._outbound.request(
                request.method,
                self._mirror.address(request.url),
                purpose="board",
                headers=request.headers | _conditions(stored),
                content=request.content,
                max_bytes=self.manners.max_bytes,
            )
        except UpstreamError as error:
            raise self._mirror.named(error, request.host) from error
        if page.status == 304 and stored is not None:
            await self._answers.keep(request.key, replace(stored, fetched_at=self._clock()))
            return _served(stored)
        if page.status >= 300:
            raise self._refused(request.host, page)
        answer = StoredAnswer(
            url=_without_keys(self._mirror.original(page.url)),
            status=page.status,
            content=page.content,
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
            fetched_at=self._clock(),
        )
        if not (page.content_type == "text/html" and "json" in request.headers["accept"]):
            # A wall or an error page that calls itself a success must not take the place of a good answer.
            await self._answers.keep(request.key, answer)
        return Answer(answer.url, answer.status, answer.content)

    def _is_fresh(self, stored: StoredAnswer) -> bool:
        return self._clock() - stored.fetched_at < timedelta(seconds=self.manners.fresh_for)

    def _check_open(self, host: str) -> None:
        left = (self._closed_until.get(host, self._clock()) - self._clock()).total_seconds()
        if left > 0:
            raise _waiting(host, left, None)
        self._closed_until.pop(host, None)

    def _refused(self, host: str, page: Page) -> BoardError:
        asked = retry_after(page.headers.get("retry-after"))
        if page.status == 429 or (page.status in _REFUSALS and asked is not None):
            wait = min(asked if asked is not None else self.manners.closed_for, 86_400.0)
            self._closed_until[host] = self._clock() + timedelta(seconds=wait)
            return _waiting(host, wait, page.status)
        return BoardError(
            f"{host} answered with HTTP status {page.status}: {_advice(page.status)}",
            code="BOARD_REFUSED",
            details={"host": host, "status": page.status},
        )


@dataclass
class CountingClient:
    """One source's view of the client in one search: how much was asked, and what was not as it should be."""

    client: BoardClient
    asked: int = 0
    fresh: int = 0
    stale: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    async def get(
        self, url: str, *, accept: str = "application/json", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """As the client's, counted."""
        return await self._counted(self.client.get(url, accept=accept, headers=headers))

    async def post(self, url: str, body: object) -> Answer:
        """As the client's, counted."""
        return await self._counted(self.client.post(url, body))

    async def _counted(self, asking: Awaitable[Answer]) -> Answer:
        self.asked += 1
        try:
            answer = await asking
        except AppError as error:
            self.failed.append(error.message)
            raise
        self.fresh += answer.fresh
        if answer.stale is not None:
            self.stale.append(answer.stale)
        return answer


def gone(error: BoardError) -> bool:
    """Whether an error says that what was asked for does not exist (any more)."""
    return error.details.get("status") in (404, 410)


def _served(stored: StoredAnswer) -> Answer:
    return Answer(stored.url, stored.status, stored.content, fresh=False)


def _conditions(stored: StoredAnswer | None) -> dict[str, str]:
    found = {"if-none-match": stored.etag, "if-modified-since": stored.last_modified} if stored else {}
    return {name: value for name, value in found.items() if value}


def _key(url: str) -> str:
    """The address an answer is kept by."""
    return _without_keys(url.partition("#")[0])


def _without_keys(url: str) -> str:
    """An address as it may be kept and shown: keys blotted out."""
    return _KEY_IN_QUERY.sub(r"\1-", url)


def _passes(error: UpstreamError) -> bool:
    """Whether a failure may be over soon, so that an older answer is better than none."""
    if not isinstance(error, BoardError):
        return True
    return "retry_after" in error.details or error.details.get("status") in _WAITED_OUT


def _waiting(host: str, seconds: float, status: int | None) -> BoardError:
    details = {"host": host, "retry_after": round(seconds)} | ({"status": status} if status else {})
    return BoardError(
        f"{host} asks to be left alone for {round(seconds)} seconds; it is asked again after that.",
        code="BOARD_REFUSED",
        details=details,
    )


def _advice(status: int) -> str:
    if status in (404, 410):
        return "there is nothing at this address (any more)."
    if status in (401, 403):
        return "it refuses to answer without a key, or refuses automatic requests from here; check its settings."
    if status >= 500:
        return "it is having trouble; try again later."
    return "it does not accept the request; the board may have changed."
