"""The rim: read the form of a live page, all its frames included. Fills nothing, sends nothing."""

import asyncio
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page
from pydantic import ValidationError

from tools.applications.forms.reading.form import form_of
from tools.applications.forms.reading.raw import BUTTONS, CONTROLS, LONG, OPTIONS, RawFrame
from tools.applications.forms.schemas import ApplicationForm

FRAMES = 25
_SECONDS = 15.0
_LIMITS = {
    "controls": CONTROLS, "buttons": BUTTONS, "options": OPTIONS, "text": LONG, "elements": 150_000, "page": 20_000,
    "apply": ["apply", "appli", "bewerb", "bewirb", "postul", "candidat", "interess", "solicit", "inscri", "aplica",
              "formular", "manual"],
}  # fmt: skip


async def read_form(page: Page, *, url: str) -> ApplicationForm:
    """The application form as the page shows it now; `url` is how it was come by. Changes nothing on the page."""
    return form_of(url, await frames_of(page))


async def frames_of(page: Page) -> list[RawFrame]:
    """What stands in every frame that answers, the page itself first."""
    pairs = _numbered(page.main_frame)[:FRAMES]
    found = await asyncio.gather(*(_collected(frame, path) for path, frame in pairs))
    return [one for one in found if one is not None]


def _numbered(frame: Frame, path: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Frame]]:
    listed = [(path, frame)]
    for number, child in enumerate(frame.child_frames):
        listed += _numbered(child, (*path, number))
    return listed


async def _collected(frame: Frame, path: tuple[int, ...]) -> RawFrame | None:
    try:
        async with asyncio.timeout(_SECONDS):
            data: dict[str, Any] = await frame.evaluate(_script(), _LIMITS)
        return RawFrame.model_validate({**data, "path": list(path)})
    except (PlaywrightError, TimeoutError, ValidationError):
        if not path:
            raise
        return None  # a frame that went away, or an advertisement that never answers; the page is read without it


@cache
def _script() -> str:
    return (files(__package__) / "collect.js").read_text("utf-8")
