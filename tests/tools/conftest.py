"""A small real web site on loopback, and the machine's own Chromium."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from playwright.async_api import async_playwright

from tests.tools.mailbox import Mailbox
from tools.browser import find_chromium
from tools.context import Context

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """Answers each path by its handler and remembers what was asked: (host header, path)."""

    port: int = 0
    routes: dict[str, Callable[[int], Answer | Awaitable[Answer]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path on this site."""
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, html: str, status: int = 200, **headers: str) -> str:
        """Serve a page at a path, whatever its query, and give its address."""
        self.routes[path.split("?")[0]] = lambda _n: (
            status,
            {"Content-Type": "text/html; charset=utf-8", **headers},
            html.encode(),
        )
        return self.url(path)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for _, asked in self.asked)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request per connection."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split(" ")[1]
            host = next(line.split(": ", 1)[1] for line in head.split("\r\n") if line.lower().startswith("host:"))
            self.asked.append((host, path))
            handler = self.routes.get(path.split("?")[0], lambda _n: (404, {}, b"nothing here"))
            answer = handler(self.count(path))
            status, headers, body = await answer if isinstance(answer, Awaitable) else answer
            lines = [f"{name}: {value}" for name, value in {"Content-Length": str(len(body)), **headers}.items()]
            writer.write("\r\n".join([f"HTTP/1.1 {status} X", *lines, "Connection: close", "", ""]).encode() + body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client hung up, as some tests want it to
        finally:
            self.tasks.discard(task)
            writer.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A web site that listens on every loopback address."""
    made = Site()
    server = await asyncio.start_server(made.serve, "0.0.0.0", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    for task in list(made.tasks):
        task.cancel()
    await asyncio.gather(*made.tasks, return_exceptions=True)


@pytest.fixture(scope="session")
async def chromium() -> str:
    """The path of a Chromium; without one the test skips, and fails where nothing may be missing (CI=true)."""
    found = find_chromium()
    if found is None:
        async with async_playwright() as playwright:
            found = playwright.chromium.executable_path
    if not os.path.exists(found):
        reason = "no Chromium on this machine (apt-get install chromium, or playwright install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def mailbox(context: Context) -> Mailbox:
    """A mailbox of files of somebody who is signed in."""
    return Mailbox(context)
