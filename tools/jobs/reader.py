"""From an address to a posting: fetch, see what the page is, use the browser only when the page needs one."""

import asyncio
from typing import Protocol

from bs4.dammit import UnicodeDammit

from store.errors import UnsupportedTypeError, ValidationError
from tools.jobs.parsing import classify_page, needs_browser, parse_html, parse_text
from tools.jobs.schemas import ParsedPosting
from tools.outbound import Outbound, Page

_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.5,*/*;q=0.1"
_HTML = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", ""})
_MAX_BYTES = 3_000_000


class Renderer(Protocol):
    """What can show a page in a real browser."""

    async def render(self, url: str) -> Page:
        """The page after its scripts ran."""


async def read_url(outbound: Outbound, browser: Renderer, url: str) -> ParsedPosting:
    """Read the posting at an address; `url` of the result is canonical.

    Raises PAGE_NOT_FOUND, LOGIN_WALL, BOT_WALL, NO_POSTING (422), UNSUPPORTED_TYPE (415), BROWSER_MISSING (503) and
    whatever `Outbound.get` raises.
    """
    try:
        return await _read(outbound, browser, url)
    except ValidationError as error:
        owner = error.details.get("posting_url")
        if error.code != "NO_POSTING" or not isinstance(owner, str):
            raise
    # The address was an application form's; the posting it belongs to is one step back.
    return await _read(outbound, browser, owner)


async def _read(outbound: Outbound, browser: Renderer, url: str) -> ParsedPosting:
    page = await outbound.get(url, purpose="posting", accept=_ACCEPT, max_bytes=_MAX_BYTES)
    html = _markup(page)
    if page.content_type == "text/plain" and page.status < 400:
        return await asyncio.to_thread(parse_text, html, url=page.url)
    posting = await asyncio.to_thread(_posting_of, page, html)
    return posting or await _read_rendered(browser, page, html)


def _posting_of(page: Page, html: str) -> ParsedPosting | None:
    """The posting a page holds as it came; None when it takes a browser to tell."""
    classify_page(page.status, page.url, html)
    return None if needs_browser(html) else parse_html(html, page.url)


async def _read_rendered(browser: Renderer, page: Page, html: str) -> ParsedPosting:
    """The browser's view of a shell, unless the shell's own data already holds the posting."""
    try:
        return await asyncio.to_thread(parse_html, html, page.url)
    except ValidationError as error:
        if error.code != "NO_POSTING":
            raise
    rendered = await browser.render(page.url)
    markup = _markup(rendered)
    await asyncio.to_thread(classify_page, rendered.status, rendered.url, markup)
    return await asyncio.to_thread(parse_html, markup, rendered.url)


def _markup(page: Page) -> str:
    """The page's text, by the charset it states or its bytes show; an error for what is no page at all."""
    if page.content_type not in _HTML and page.content_type != "text/plain" and page.status < 400:
        raise UnsupportedTypeError(
            f"The address leads to a file of type {page.content_type}, not to a page. Paste its text instead."
        )
    if b"\x00" in page.content[:1024] and not page.content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedTypeError(
            "The address leads to a binary file, not to a page. Paste the posting's text instead."
        )
    known = [page.charset] if page.charset else []
    decoded = UnicodeDammit(page.content, known_definite_encodings=known, is_html=True)
    return decoded.unicode_markup or page.content.decode("utf-8", "replace")
