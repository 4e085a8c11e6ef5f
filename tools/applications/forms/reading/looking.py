"""The rim: from an address to the form behind it, a click or two away. Never sends anything."""

import asyncio
from collections.abc import Sequence

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from store.errors import AppError
from tools.applications.forms.frames import frame_at
from tools.applications.forms.reading.ats import ats_of_host
from tools.applications.forms.reading.form import form_of
from tools.applications.forms.reading.obstacles import unreachable
from tools.applications.forms.reading.page import frames_of
from tools.applications.forms.reading.raw import RawFrame
from tools.applications.forms.reading.ways import Way, arrived, mail_of, target_of, way_key, way_to_form
from tools.applications.forms.schemas import ApplicationForm
from tools.browser import settled
from tools.context import Context

CLICKS = 3
_PRESS_MS = 4_000
_AWAY = frozenset({"OUTBOUND_UNREACHABLE", "OUTBOUND_TIMEOUT", "TOO_LARGE"})


async def look_at_form(context: Context, url: str) -> ApplicationForm:
    """The application form behind an address, opened in the guarded browser; nothing is filled or sent.

    What stands in the way is the form's `obstacle`. Raises BROWSER_MISSING (503), OUTBOUND_BLOCKED, INVALID_URL (422).
    """
    try:
        async with context.services.browser.visiting(url) as page:
            return await reach_form(page, url=url)
    except AppError as error:
        if error.code not in _AWAY:
            raise
        obstacle, why = unreachable(url, error.message)
        return ApplicationForm(url=url, ats=ats_of_host(url) or "plain", obstacle=obstacle, why=why)


async def reach_form(page: Page, *, url: str) -> ApplicationForm:
    """The form of a live page that is open at `url`, gone to by its "apply" links and buttons where it is not there.

    The page is left where the form is; the form's `url` is where that was. Raises what the browser raises.
    """
    tried: set[str] = set()
    frames = await frames_of(page)
    for _ in range(CLICKS):
        way = None if arrived(frames) else way_to_form(frames, tried)
        if way is None:
            break
        tried.add(way_key(way.button))
        if await _go(page, frames, way):
            frames = await frames_of(page)
    form = form_of(page.url if page.url.startswith("http") else url, frames)
    if form.obstacle == "no_form" and (address := mail_of(frames)) is not None:
        form.why = f"{form.url} has no form: it asks for an application by mail to {address}."
    return form


async def _go(page: Page, frames: Sequence[RawFrame], way: Way) -> bool:
    """Follow a link, or press a button; what opens in a window of its own is gone to here. False when nothing came."""
    try:
        target = target_of(way.button)
        if target is not None and target.partition("#")[0] != page.url.partition("#")[0]:
            await page.goto(target, wait_until="domcontentloaded")
        else:
            frame = frame_at(page, frames[way.frame].path)
            if frame is None:
                return False
            await _press(page, frame, way)
        await settled(page)
    except PlaywrightError:
        return False
    return True


async def _press(page: Page, frame: Frame, way: Way) -> None:
    opened: list[Page] = []

    def keep(window: Page) -> None:
        opened.append(window)

    page.context.on("page", keep)
    try:
        place = frame.locator(way.button.locator).first
        try:
            await place.click(timeout=_PRESS_MS)
        except PlaywrightError:
            # A banner lies over the button; the page hears the press all the same.
            await place.dispatch_event("click", timeout=_PRESS_MS)
        await asyncio.sleep(0.3)
    finally:
        page.context.remove_listener("page", keep)
    for window in opened:
        address = window.url
        await window.close()
        if address.startswith("http"):
            await page.goto(address, wait_until="domcontentloaded")
