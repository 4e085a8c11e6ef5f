"""Nothing of a form leaves before its button is pressed: what a page sends by itself until then is held back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import unquote_plus

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Request, Route

from tools.applications.forms.filling.controls import Files
from tools.applications.forms.schemas import FormPlan

# A list that is looked up, or an address that is checked, carries one value; a form or a draft carries more.
ENOUGH = 2
SHORTEST = 3


class Held:
    """What a page tried to send: `sent` says that it would have handed the form in, `files` that it would have a file.

    Files are let through where `uploads` is given: after the yes some pages take them before the form itself.
    """

    def __init__(self, page: Page, plan: FormPlan, contents: Files, *, uploads: bool) -> None:
        self.sent = False
        self.files = False
        self._page = page
        self._uploads = uploads
        self._contents = [one["buffer"] for one in contents.values() if one["buffer"]]
        own = [one for one in plan.fields if one.file is None and (one.source is None or one.source.kind != "page")]
        self._values = {one.value for one in own if one.value and len(one.value) >= SHORTEST}

    async def lift(self) -> None:
        """From now on the page may send."""
        await self._page.context.unroute("**/*", self.passes)

    async def passes(self, route: Route) -> None:
        """Break off what would hand something in; leave everything else to the browser's own rules."""
        request = route.request
        body = request.post_data_buffer or b""
        file = any(content in body for content in self._contents)
        hands_in = self._hands_in(request, body)
        self.sent, self.files = self.sent or hands_in, self.files or file
        if hands_in or (file and not self._uploads):
            await route.abort("aborted")
        else:
            await route.fallback()

    def _hands_in(self, request: Request, body: bytes) -> bool:
        if request.is_navigation_request() and (request.method != "GET" or request.frame == self._page.main_frame):
            return True
        for content in self._contents:
            body = body.replace(content, b"")
        said = unquote_plus(f"{request.url}\n{body.decode('utf-8', 'replace')}")
        told = {value for value in self._values if value in said or json.dumps(value)[1:-1] in said}
        return len(told) >= ENOUGH


@asynccontextmanager
async def held_back(page: Page, plan: FormPlan, contents: Files, *, uploads: bool) -> AsyncIterator[Held]:
    """Hold back what the page sends by itself, until it is lifted or the block is left."""
    held = Held(page, plan, contents, uploads=uploads)
    await page.context.route("**/*", held.passes)
    try:
        yield held
    finally:
        with suppress(PlaywrightError):  # a page that died sends nothing any more; what was seen of it stands
            await held.lift()
