"""The one click that hands a form in, and watching what the page answers."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page, Request, Response

from tools.applications.forms.filling.answering import PageAnswer, Seen, is_told, judge
from tools.applications.forms.frames import frame_at
from tools.applications.forms.schemas import ApplicationForm

WAIT_SECONDS = 20.0
# With a clean end and no word, a page gets so long to say one.
QUIET_SECONDS = 6.0


@cache
def _script() -> str:
    return files("tools.applications.forms.filling").joinpath("look.js").read_text(encoding="utf-8")


class Watch:
    """Hears what the page sends and what the servers answer to it."""

    def __init__(self, page: Page) -> None:
        self.statuses: list[int] = []
        self.dropped = False
        self.waiting = 0
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)
        page.on("requestfinished", self._finished)

    def _asked(self, request: Request) -> None:
        self.waiting += _sends(request)

    def _answered(self, response: Response) -> None:
        if _sends(response.request):
            self.statuses.append(response.status)

    def _failed(self, request: Request) -> None:
        if _sends(request):
            self.waiting -= 1
            self.dropped = True

    def _finished(self, request: Request) -> None:
        self.waiting -= _sends(request)


def _sends(request: Request) -> bool:
    """Whether a request hands something in, and is no measuring of visitors."""
    return request.method not in {"GET", "HEAD", "OPTIONS"} and request.resource_type in {"document", "xhr", "fetch"}


async def submit(page: Page, form: ApplicationForm, may_click: Callable[[], Awaitable[None]]) -> PageAnswer | None:
    """Press the form's own button once and say what came of it; None when it cannot be pressed, and was not.

    `may_click` is awaited last before the click: when it raises, nothing is pressed.
    """
    frame = frame_at(page, form.submit_frame)
    if frame is None or not form.submit_locator or await frame.locator(form.submit_locator).count() == 0:
        return None
    # The very element: what takes its place meanwhile is not pressed.
    button = await frame.locator(form.submit_locator).first.element_handle()
    try:
        await button.click(timeout=5_000, trial=True)
    except PlaywrightError:  # disabled, or covered: nothing was pressed
        return None
    watch = Watch(page)
    before = await look(page, form, watch)
    await may_click()
    try:
        await button.click(timeout=5_000, no_wait_after=True)
    except PlaywrightError as problem:
        # It may have been pressed, and the page gone with it: what stands there now decides.
        watch.dropped = watch.dropped or "closed" in str(problem)
    return judge(await _watched(page, form, watch, before), before)


async def _watched(page: Page, form: ApplicationForm, watch: Watch, before: Seen) -> Seen:
    """Look until the page says something, or has long been quiet."""
    loop = asyncio.get_running_loop()
    begun, quiet_since = loop.time(), loop.time()
    seen = Seen(url=before.url, text="")
    while loop.time() - begun < WAIT_SECONDS:
        await asyncio.sleep(0.2)
        now = await look(page, form, watch)
        if watch.waiting > 0 or now.text != seen.text:
            quiet_since = loop.time()
        seen = now
        if watch.waiting <= 0 and is_told(seen, before) and loop.time() - begun > 0.4:
            return seen
        if loop.time() - quiet_since > QUIET_SECONDS:
            return seen
    # Who still waits for an answer does not know it.
    return seen.model_copy(update={"dropped": seen.dropped or watch.waiting > 0})


async def look(page: Page, form: ApplicationForm, watch: Watch) -> Seen:
    """What stands on the page at this moment, in all its frames."""
    texts, errors, captcha = list[str](), list[str](), False
    for frame in page.frames:
        try:
            found = await frame.evaluate(_script())
        except PlaywrightError:  # a frame in the middle of going elsewhere is looked at the next time
            continue
        texts.append(found["text"])
        errors.extend(found["errors"])
        captcha = captcha or found["captcha"]
    return Seen(
        url=page.url, text="\n".join(texts), errors=errors, form_is_there=await _is_there(page, form),
        statuses=list(watch.statuses), dropped=watch.dropped, captcha=captcha,
    )  # fmt: skip


async def _is_there(page: Page, form: ApplicationForm) -> bool:
    frame: Frame | None = frame_at(page, form.submit_frame)
    if frame is None or not form.submit_locator:
        return False
    try:
        return await frame.locator(form.submit_locator).filter(visible=True).count() > 0
    except PlaywrightError:
        return False
