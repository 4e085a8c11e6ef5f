"""A real Chromium for pages that fill themselves by script; everything it asks for passes our address guard."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Playwright, Response, Route, WebSocketRoute, async_playwright
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as LivePage
from playwright.async_api import TimeoutError as PlaywrightTimeout

from store.errors import PayloadTooLargeError, UnavailableError, UpstreamError
from tools.addresses import AddressGuard, checked_url
from tools.browser_proxy import GuardedProxy
from tools.outbound import OnEgress, Page

_EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGS = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-extensions",
    "--disable-breakpad",
    "--no-pings",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-dev-shm-usage",
    "--mute-audio",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # Names are resolved by the guarded proxy alone.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
AT_ONCE = 2
_SKIPPED = frozenset({"image", "media", "font", "manifest", "texttrack", "eventsource", "websocket"})
_STREAMS = frozenset({"media", "texttrack", "eventsource", "websocket"})

# Requests of a shared worker, and what leaves by these streams, pass by the routes on which requests are looked at.
_SEEN_WAYS_ONLY = (
    "for (const name of ['SharedWorker', 'WebTransport', 'WebSocketStream']) { try { Object.defineProperty(globalThis, "
    "name, {value: undefined, configurable: false, writable: false}); } catch { } }"
)


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, None when there is none (Playwright's own may still be installed)."""
    return next((path for name in _EXECUTABLES if (path := shutil.which(name))), None)


class Browser:
    """Started by the first `render`, closed by its maker; one Chromium, a fresh context per page."""

    def __init__(
        self,
        guard: AddressGuard,
        *,
        executable: str | None = None,
        headless: bool = True,
        sandbox: bool | None = None,
        timeout_ms: int = 25_000,
        max_bytes: int = 40_000_000,
        max_html: int = 8_000_000,
        user_agent: str | None = None,
        on_egress: OnEgress | None = None,
    ) -> None:
        """`max_bytes` bounds all traffic of one page, `max_html` its rendered markup.

        `sandbox` None means Chromium's own sandbox, except for root, as whom it refuses to run.
        """
        self._guard = guard
        self._executable = executable
        self._headless = headless
        self._sandbox = os.geteuid() != 0 if sandbox is None else sandbox
        self._places = asyncio.Semaphore(AT_ONCE)
        self._timeout_ms = timeout_ms
        self._max_bytes = max_bytes
        self._max_html = max_html
        self._user_agent = user_agent
        self._on_egress = on_egress
        self._lock = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop Chromium and the driver, whatever state they are in."""
        async with self._lock:
            await self._stop()

    async def render(self, url: str) -> Page:
        """Open an address, let its scripts run, and give the markup as it then stands; two at once, others wait.

        Raises BROWSER_MISSING (503), OUTBOUND_BLOCKED, INVALID_URL (422), TOO_LARGE (413), OUTBOUND_TIMEOUT,
        OUTBOUND_UNREACHABLE (502).
        """
        target = checked_url(url).geturl()
        limit_ms = self._timeout_ms + 5_000
        async with self._places, self._guarded(target) as (context, proxy), asyncio.timeout(limit_ms / 1000):
            page, response = await self._opened(context, target, proxy, _only_content)
            return await self._taken(page, response)

    @asynccontextmanager
    async def visiting(self, url: str, *, limit_ms: int = 180_000) -> AsyncIterator[LivePage]:
        """A live page at an address, behind the same guard, on which forms are read and filled, for `limit_ms`.

        Pictures load, for a screenshot is taken; dialogs are dismissed and nothing is downloaded. Raises as `render`
        does, also for what goes wrong inside the block: a page that dies or a step that waits too long.
        """
        target = checked_url(url).geturl()
        async with self._places, self._guarded(target) as (context, proxy), asyncio.timeout(limit_ms / 1000):
            page, _ = await self._opened(context, target, proxy, _no_streams)
            yield page

    @asynccontextmanager
    async def _guarded(self, target: str) -> AsyncIterator[tuple[BrowserContext, GuardedProxy]]:
        chromium = await self._started()
        async with GuardedProxy(self._guard, self._max_bytes, self._on_egress) as proxy:
            context = await chromium.new_context(
                accept_downloads=False,
                service_workers="block",
                user_agent=self._user_agent,
                proxy={"server": proxy.address, "bypass": "<-loopback>"},
                ignore_https_errors=False,
            )
            await context.route_web_socket("**/*", _closed)
            await context.add_init_script(_SEEN_WAYS_ONLY)
            try:
                yield context, proxy
            except (PlaywrightTimeout, TimeoutError) as error:
                raise _timed_out(target, self._timeout_ms) from error
            except PlaywrightError as error:
                raise _unreachable(target, error) from error
            finally:
                await _quietly(context.close)

    async def _opened(
        self, context: BrowserContext, url: str, proxy: GuardedProxy, passes: Callable[[Route], Awaitable[None]]
    ) -> tuple[LivePage, Response | None]:
        context.set_default_timeout(self._timeout_ms)
        await context.route("**/*", passes)
        context.on("page", _dismissing)
        page = await context.new_page()
        try:
            response = await page.goto(url, wait_until="domcontentloaded", timeout=self._timeout_ms)
        except PlaywrightError as error:
            if (refused := proxy.first_refusal()) is not None:
                raise refused from error
            raise
        await settled(page)
        if (refused := proxy.refusal_for(page.url)) is not None:
            raise refused
        return page, response

    async def _taken(self, page: LivePage, response: Response | None) -> Page:
        html = await page.content()
        if len(html) > self._max_html:
            raise PayloadTooLargeError(
                f"The page at {page.url[:120]} grew beyond {self._max_html:,} characters of markup."
            )
        status = response.status if response is not None else 200
        headers = {**response.headers} if response is not None else {}
        return Page(page.url, status, "text/html", html.encode(), headers)

    async def _started(self) -> Chromium:
        async with self._lock:
            if self._chromium is not None and self._chromium.is_connected():
                return self._chromium
            await self._stop()
            executable = self._executable or find_chromium()
            self._playwright = await async_playwright().start()
            if executable is None and not os.path.exists(self._playwright.chromium.executable_path):
                await self._stop()
                raise _missing("no Chromium was found on this machine")
            try:
                self._chromium = await self._playwright.chromium.launch(
                    executable_path=executable,
                    headless=self._headless,
                    args=_ARGS,
                    chromium_sandbox=self._sandbox,
                    proxy={"server": "http://127.0.0.1:9"},  # nothing leaves but through a page's own proxy
                    timeout=self._timeout_ms,
                )
            except PlaywrightError as error:
                await self._stop()
                raise _missing(
                    f"{executable or 'Chromium'} did not start ({str(error).splitlines()[0][:200]})"
                ) from error
            return self._chromium

    async def _stop(self) -> None:
        chromium, self._chromium = self._chromium, None
        playwright, self._playwright = self._playwright, None
        if chromium is not None:
            await _quietly(chromium.close)
        if playwright is not None:
            await _quietly(playwright.stop)


async def _closed(socket: WebSocketRoute) -> None:
    """What goes over a socket cannot be looked at, so none is opened; the page is told that it is closed."""
    await socket.close()


async def _only_content(route: Route) -> None:
    """Text, scripts and data only: pictures, films and fonts say nothing about a job."""
    if route.request.resource_type in _SKIPPED:
        await route.abort()
    else:
        await route.continue_()


async def _no_streams(route: Route) -> None:
    """All that a page needs to look like itself; films and endless streams are left out."""
    if route.request.resource_type in _STREAMS:
        await route.abort()
    else:
        await route.continue_()


def _dismissing(page: LivePage) -> None:
    page.on("dialog", lambda dialog: asyncio.ensure_future(_quietly(dialog.dismiss)))


async def settled(page: LivePage) -> None:
    """Wait until the text stops growing, at most eight seconds."""
    previous, still = -1, 0
    for _ in range(32):
        length = await page.evaluate("document.body ? document.body.innerText.length : 0")
        still = still + 1 if length == previous else 0
        if (still >= 3 and length > 200) or still >= 10:
            return
        previous = length
        await asyncio.sleep(0.25)


async def _quietly(close: Callable[[], Awaitable[Any]]) -> None:
    """Closing what has already died is no failure."""
    try:
        await close()
    except PlaywrightError:
        return


def _missing(why: str) -> UnavailableError:
    return UnavailableError(
        f"This page needs a real browser, and {why}. Install Chromium (Debian and Ubuntu: apt-get install chromium; "
        "macOS: brew install chromium; anywhere: playwright install chromium), or paste the posting's text.",
        code="BROWSER_MISSING",
    )


def _timed_out(url: str, milliseconds: int) -> UpstreamError:
    return UpstreamError(
        f"{url[:120]} did not finish loading within {milliseconds / 1000:g} seconds; try again later.",
        code="OUTBOUND_TIMEOUT",
    )


def _unreachable(url: str, error: PlaywrightError) -> UpstreamError:
    return UpstreamError(
        f"The browser could not open {url[:120]} ({str(error).splitlines()[0][:160]}).", code="OUTBOUND_UNREACHABLE"
    )
