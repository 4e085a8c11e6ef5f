"""The one click that hands a form in, and watching what the page answers."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from functools import cache
from importlib.resources import files

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page, Request, Response

from tools.applications.forms.destination import host_of, is_named
from tools.applications.forms.filling.answering import PageAnswer, Seen, is_told, judge
from tools.applications.forms.filling.holding import Held
from tools.applications.forms.frames import frame_at
from tools.applications.forms.schemas import ApplicationForm

WAIT_SECONDS = 20.0
# A server that has the form and is still at work on it is waited for longer.
WORKING_SECONDS = 60.0
# With a clean end and no word, a page gets so long to say one.
QUIET_SECONDS = 6.0


@cache
def _script() -> str:
    return files("tools.applications.forms.filling").joinpath("look.js").read_text(encoding="utf-8")


class Watch:
    """Hears what the page, and any window it opens, sends to those whom the plan names, and what they answer.

    `further` are hosts to which the form was passed on by the server that it went to.
    """

    def __init__(self, page: Page, form: ApplicationForm) -> None:
        self.statuses: list[int] = []
        self.further: set[str] = set()
        self.dropped = False
        self.waiting = 0
        self.windows: list[Page] = []
        self._form = form
        page.context.on("request", self._asked)
        page.context.on("response", self._answered)
        page.context.on("requestfailed", self._failed)
        page.context.on("requestfinished", self._finished)
        page.context.on("page", self._opened)

    def _opened(self, window: Page) -> None:
        self.windows.append(window)

    def shows(self, page: Page) -> Page:
        """The page to look at: the window that was opened last, where one was and leads somewhere."""
        return next((one for one in reversed(self.windows) if not one.is_closed() and host_of(one.url)), page)

    def is_waited_for(self) -> bool:
        """Whether nobody has answered yet to what was sent."""
        return self.waiting > 0 and not self.statuses

    def _counts(self, request: Request) -> bool:
        return _sends(request) and (is_named(request.url, self._form) or request.redirected_from is not None)

    def _asked(self, request: Request) -> None:
        self.waiting += self._counts(request)
        if request.redirected_from is not None and _sends(request) and not is_named(request.url, self._form):
            self.further.add(host_of(request.url))

    def _answered(self, response: Response) -> None:
        if self._counts(response.request):
            self.statuses.append(response.status)

    def _failed(self, request: Request) -> None:
        if self._counts(request):
            self.waiting -= 1
            self.dropped = True

    def _finished(self, request: Request) -> None:
        self.waiting -= self._counts(request)


def _sends(request: Request) -> bool:
    """Whether a request hands something in, and is no measuring of visitors."""
    return request.method not in {"GET", "HEAD", "OPTIONS"} and request.resource_type in {"document", "xhr", "fetch"}


async def submit(
    page: Page, form: ApplicationForm, may_click: Callable[[], Awaitable[None]], held: Held | None = None
) -> PageAnswer | None:
    """Press the form's own button once and say what came of it; None when it cannot be pressed, and was not.

    `may_click` is awaited last before the click: when it raises, nothing is pressed. `held` lets through from then on
    what goes to those whom the plan names.
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
    watch = Watch(page, form)
    before = await look(page, form, watch)
    await may_click()
    if held is not None:
        held.pressed = True
    try:
        await button.click(timeout=5_000, no_wait_after=True)
    except PlaywrightError as problem:
        # It may have been pressed, and the page gone with it: what stands there now decides.
        watch.dropped = watch.dropped or "closed" in str(problem)
    seen = await _watched(page, form, watch, before, held)
    return with_receivers(judge(seen, before), held, watch.further)


def with_receivers(answer: PageAnswer, held: Held | None, further: Collection[str]) -> PageAnswer:
    """The answer with whom the plan does not name: to whom it would have gone besides, to whom it was passed on."""
    astray = sorted(held.elsewhere) if held is not None else []
    if astray and held is not None and held.passed == 0 and answer.outcome not in {"duplicate", "captcha"}:
        why = f"The page sends the form to {', '.join(astray)}, which the plan did not name; it was held back."
        return answer.model_copy(update={"outcome": "elsewhere", "why": why, "words": None, "elsewhere": astray})
    told = [f"It would have gone to {', '.join(astray)} as well; that was held back."] if astray else []
    if further:
        told.append(f"The server passed it on to {', '.join(sorted(further))}, which the plan did not name.")
    return answer.model_copy(
        update={"why": " ".join([answer.why, *told]), "elsewhere": astray, "passed_on": sorted(further)}
    )


async def _watched(page: Page, form: ApplicationForm, watch: Watch, before: Seen, held: Held | None) -> Seen:
    """Look until the page says something, or has long been quiet."""
    loop = asyncio.get_running_loop()
    begun, quiet_since = loop.time(), loop.time()
    seen = Seen(url=before.url, text="")
    while loop.time() - begun < (WORKING_SECONDS if watch.is_waited_for() else WAIT_SECONDS):
        await asyncio.sleep(0.2)
        now = await look(page, form, watch)
        if watch.waiting > 0 or now.text != seen.text:
            quiet_since = loop.time()
        seen = now
        if watch.waiting <= 0 and is_told(seen, before) and loop.time() - begun > 0.4:
            return seen
        quiet = QUIET_SECONDS if held is None or not held.elsewhere else 1.0
        if watch.waiting <= 0 and loop.time() - quiet_since > quiet:
            return seen
    # Who still waits for an answer does not know it.
    return seen.model_copy(update={"silent": watch.waiting > 0})


async def look(page: Page, form: ApplicationForm, watch: Watch) -> Seen:
    """What stands at this moment on the page, or in the window that it has opened since, in all its frames."""
    texts, errors, invalid, captcha = list[str](), list[str](), list[str](), False
    shown = watch.shows(page)
    for frame in shown.frames:
        try:
            found = await frame.evaluate(_script())
        except PlaywrightError:  # a frame in the middle of going elsewhere is looked at the next time
            continue
        texts.append(found["text"])
        errors.extend(found["errors"])
        invalid.extend(found["invalid"])
        captcha = captcha or found["captcha"]
    return Seen(
        url=shown.url, text="\n".join(texts), errors=errors, invalid=invalid,
        form_is_there=shown is page and await _is_there(page, form),
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
