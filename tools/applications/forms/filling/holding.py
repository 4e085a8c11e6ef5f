"""Nothing of a form leaves before its button is pressed, and after that only to whom the plan names."""

import base64
import json
import re
from contextlib import suppress
from urllib.parse import unquote, unquote_plus, urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Request, Route

from tools.applications.forms.destination import host_of, is_named, site_of
from tools.applications.forms.filling.controls import Files
from tools.applications.forms.schemas import FormPlan

# A list that is looked up, or an address that is checked, carries one value; a form or a draft carries more. The page's
# own site may look up and check a few of them, each at an address of its own.
ENOUGH, ENOUGH_IN_ALL = 2, 4
SHORTEST = 3
_PROBE = 60  # bytes; divisible by three, so that what is written in base64 is found in it too
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Held:
    """What a page tried to send: `sent` says that it would have handed the form in, `files` that it would have a file.

    Files are let through where `uploads` is given: after the yes some pages take them before the form itself. Once
    `pressed`, the form goes to those whom the plan names; `elsewhere` are the hosts that it would have gone to besides,
    `passed` counts what was let through. `takers` are the hosts that would have had a file, `given` that one had it.
    """

    def __init__(self, page: Page, plan: FormPlan, contents: Files, *, uploads: bool) -> None:
        self.sent = self.files = self.given = self.pressed = False
        self.takers: set[str] = set()
        self.elsewhere: set[str] = set()
        self.passed = 0
        self._page, self._form, self._uploads = page, plan.form, uploads
        self._told: dict[str, set[str]] = {}
        self._contents = [one["buffer"] for one in contents.values() if one["buffer"]]
        self._probes = [probe for content in self._contents for probe in _probes(content)]
        self._names = [f'filename="{one["name"]}"'.encode() for one in contents.values()]
        own = [one for one in plan.fields if one.file is None and (one.source is None or one.source.kind != "page")]
        # What the page's own address says is in every request's.
        values = {one.value for one in own if one.value and len(one.value) >= SHORTEST}
        self._values = {value for value in values if value not in unquote_plus(plan.form.url)}

    async def passes(self, route: Route) -> None:
        """Break off what would hand something in; leave everything else to the browser's own rules."""
        request = route.request
        body = request.post_data_buffer or b""
        file = any(probe in body for probe in (*self._probes, *self._names))
        breaks_off = self._breaks_off(request, body, file=file)
        with suppress(PlaywrightError):  # of a page that is gone nothing leaves any more
            await (route.abort("aborted") if breaks_off else route.fallback())

    def _breaks_off(self, request: Request, body: bytes, *, file: bool) -> bool:
        named = is_named(request.url, self._form)
        hands_in = self._hands_in(request, body)
        if self.pressed:
            return self._is_astray(request, named=named, hands_in=hands_in or file)
        self.sent, self.files = self.sent or hands_in, self.files or file
        if file:
            self.takers.add(host_of(request.url))
        if file and self._uploads and not named:
            self.elsewhere.add(host_of(request.url))
        self.given = self.given or (file and self._uploads and named and not hands_in)
        return hands_in or (file and not (self._uploads and named))

    def _is_astray(self, request: Request, *, named: bool, hands_in: bool) -> bool:
        """Whether something goes to somebody whom the plan does not name; behind one such thing nothing leaves."""
        if hands_in and not named:
            self.elsewhere.add(host_of(request.url))
        sends = hands_in or request.method not in _HARMLESS
        if self.elsewhere and sends:
            return True
        self.passed += sends
        return False

    def _hands_in(self, request: Request, body: bytes) -> bool:
        if request.is_navigation_request() and request.method not in _HARMLESS:
            return True
        if not self.pressed and request.is_navigation_request() and not self._in_a_frame(request):
            return True
        for content in self._contents:
            body = body.replace(content, b"")
        said = _said(request.url, body)
        told = {value for value in self._values if value in said or json.dumps(value)[1:-1] in said}
        return bool(told) and self._is_enough(request.url, told)

    def _in_a_frame(self, request: Request) -> bool:
        """Whether a page inside the page is opened; what opens a window has no frame yet."""
        try:
            return request.frame.page == self._page and request.frame != self._page.main_frame
        except PlaywrightError:
            return False

    def _is_enough(self, url: str, told: set[str]) -> bool:
        """Whether these values, with those that went the same way before, are more than one looks up or checks."""
        if self.pressed:
            return len(told) >= min(ENOUGH, len(self._values))
        own = site_of(url) == site_of(self._form.url)
        way = f"{host_of(url)}{urlsplit(url).path}" if own else "others"
        together = self._told.setdefault(way, set()) | told
        if len(together) < ENOUGH and len(set().union(*self._told.values(), told)) < ENOUGH_IN_ALL:
            self._told[way] = together
            return False
        return True


def _said(url: str, body: bytes) -> str:
    """What a request says in plain words, also where it says it in base64."""
    raw = f"{url}\n{body.decode('utf-8', 'replace')}"
    return "\n".join((unquote_plus(raw), *(_decoded(one) for one in _BASE64.findall(unquote(raw))[:50])))


def _decoded(written: str) -> str:
    code = written.replace("-", "+").replace("_", "/").rstrip("=")
    whole = code[: len(code) // 4 * 4] if len(code) % 4 == 1 else code + "=" * (-len(code) % 4)
    return base64.b64decode(whole).decode("utf-8", "replace")


def _probes(content: bytes) -> list[bytes]:
    """Pieces of a file by which it is known wherever it is written, whole, in parts or in base64."""
    starts = (0, max(0, len(content) // 2 // 3 * 3 - _PROBE))
    pieces = [content[start : start + _PROBE] for start in starts]
    return [*pieces, *(base64.b64encode(piece).rstrip(b"=")[:-1] for piece in pieces if len(piece) >= 12)]


async def hold_back(page: Page, plan: FormPlan, contents: Files, *, uploads: bool) -> Held:
    """Hold back what the page sends by itself, for as long as it lives."""
    held = Held(page, plan, contents, uploads=uploads)
    await page.context.route("**/*", held.passes)
    return held
