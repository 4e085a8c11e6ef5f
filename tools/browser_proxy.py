"""The browser's only way out: a proxy on loopback that resolves, checks and connects for it."""

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from store.errors import AppError, PayloadTooLargeError, UpstreamError, ValidationError
from tools.addresses import AddressGuard, ascii_host, checked_url, port_of
from tools.outbound import OnEgress

_HEAD_LIMIT = 64 * 1024
_CHUNK = 64 * 1024
_HOP_HEADERS = (b"proxy-connection:", b"proxy-authorization:", b"connection:", b"keep-alive:")


class GuardedProxy:
    """Serves one page load: http by absolute address, https by CONNECT; counts bytes and remembers refusals."""

    def __init__(self, guard: AddressGuard, max_bytes: int, on_egress: OnEgress | None = None) -> None:
        self._guard = guard
        self._left = max_bytes
        self._max_bytes = max_bytes
        self._on_egress = on_egress
        self._refusals: dict[str, AppError] = {}
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.address = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def refusal_for(self, url: str) -> AppError | None:
        """Why the host of an address was not reached, None when it was."""
        if self._left <= 0:
            return PayloadTooLargeError(f"The page and what it loads are larger than {self._max_bytes:,} bytes.")
        return self._refusals.get(ascii_host(urlsplit(url).hostname or ""))

    def first_refusal(self) -> AppError | None:
        """The first host that was not reached: why a page that never came did not come."""
        return self.refusal_for("") or next(iter(self._refusals.values()), None)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            return  # the browser or the site hung up; the page shows what came
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
        line, _, headers = head.partition(b"\r\n")
        pieces = line.decode("latin-1").split(" ")
        if len(pieces) != 3:
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        method, target, version = pieces
        url = f"https://{target}/" if method == "CONNECT" else target
        host = urlsplit(url).hostname or target
        try:
            parts = checked_url(url)
            site_reader, site_writer = await self._connect(ascii_host(parts.hostname or ""), port_of(parts))
        except (ValidationError, UpstreamError) as error:
            self._refusals.setdefault(ascii_host(host), error)
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            site_writer.write(f"{method} {path} {version}\r\n".encode("latin-1") + _forwarded(headers))
        await self._relay(host, (reader, writer), (site_reader, site_writer))

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for address in await self._guard.addresses(host, port):
            try:
                return await asyncio.wait_for(asyncio.open_connection(address, port), 8)
            except (OSError, TimeoutError):
                continue
        raise UpstreamError(f"{host} could not be reached; try again later.", code="OUTBOUND_UNREACHABLE")

    async def _relay(
        self,
        host: str,
        browser: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        site: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        before = self._left
        sides = [
            asyncio.create_task(self._pump(browser[0], site[1])),
            asyncio.create_task(self._pump(site[0], browser[1])),
        ]
        try:
            await asyncio.wait(sides)
        finally:
            for side in sides:
                side.cancel()
            await asyncio.gather(*sides, return_exceptions=True)
            site[1].close()
            if self._on_egress is not None:
                await self._on_egress(host, "browser", before - self._left, 0)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while self._left > 0 and (chunk := await source.read(_CHUNK)):
                self._left -= len(chunk)
                sink.write(chunk)
                await sink.drain()
        sink.close()


def _forwarded(headers: bytes) -> bytes:
    """The browser's headers without those meant for the proxy; one request per connection, each checked."""
    kept = [line for line in headers.split(b"\r\n") if line and not line.lower().startswith(_HOP_HEADERS)]
    return b"\r\n".join([*kept, b"Connection: close"]) + b"\r\n\r\n"
