"""Job boards on loopback: serves answers under {base}/HOST/path as a mirror does, with ETags, scripts and a log."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True)
class Asked:
    """One request as it came: "HOST/path", query, body, headers in lower case."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        """The body as JSON, None when it is empty."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class Reply:
    """A scripted answer: status, headers, and a body that is sent as it is or as JSON."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


Answering = Reply | bytes | str | dict[str, Any] | list[Any] | Callable[[Asked], Any]


@dataclass
class Boards:
    """The answers by "HOST/path" (without query), changeable while it runs, and what was asked, in order."""

    answers: dict[str, Answering]
    base: str = ""
    asked: list[Asked] = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one.path == path for one in self.asked)

    def forget(self) -> None:
        """Start afresh: no answers, nothing asked."""
        self.answers, self.asked, self.most_at_once = {}, [], 0

    async def answer(self, request: Request) -> Response:
        """The reply for a request; 404 for a path without one, 304 where the ETag sent is still the right one."""
        asked = Asked(
            method=request.method,
            path=request.url.path.removeprefix("/"),
            query=dict(request.query_params),
            body=await request.body(),
            headers={name.lower(): value for name, value in request.headers.items()},
        )
        self.asked.append(asked)
        found = self.answers.get(asked.path, Reply(b'{"error": "not found"}', 404))
        while callable(found):
            found = found(asked)
        reply = found if isinstance(found, Reply) else Reply(found)
        with suppress(TimeoutError):  # nobody waits for a slow answer once it is over
            await asyncio.wait_for(self.over.wait(), reply.delay)
        return _response(asked, reply)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI application."""
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            response = await self.answer(Request(scope, receive))
            await response(scope, receive, send)
        finally:
            self.running -= 1


def _response(asked: Asked, reply: Reply) -> Response:
    body, kind = _encoded(reply.body)
    headers = {"content-type": kind} | {name.lower(): value for name, value in reply.headers.items()}
    if reply.status == 200:
        headers.setdefault("etag", f'"{hashlib.sha256(body).hexdigest()[:16]}"')
        if asked.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers={"etag": headers["etag"]})
    return Response(body, reply.status, headers)


def _encoded(body: Any) -> tuple[bytes, str]:
    if isinstance(body, dict | list):
        return json.dumps(body).encode(), "application/json"
    raw = body.encode() if isinstance(body, str) else bytes(body)
    start = raw[:200].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return raw, "text/html; charset=utf-8"
    return raw, "application/xml" if start.startswith(b"<") else "application/json"


@asynccontextmanager
async def serving_boards(answers: Mapping[str, Answering] | None = None) -> AsyncIterator[Boards]:
    """Serve answers on a free port of loopback until left; `base` is what a client takes as its mirror."""
    boards = Boards(dict(answers or {}))
    config = uvicorn.Config(boards, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    boards.base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield boards
    finally:
        boards.over.set()
        server.should_exit = True
        await task
