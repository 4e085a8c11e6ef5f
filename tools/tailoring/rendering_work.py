"""What runs in the rendering process: laying out, writing, reading back, within a time limit."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn, TypeVar

from store.errors import UnavailableError
from tools.tailoring.readback import require_readable
from tools.tailoring.rendering import fit, render_pdf
from tools.tailoring.schemas import Rendered, TailoredDocument

Result = TypeVar("Result")


def _too_slow(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise UnavailableError("Rendering took too long and was stopped. Shorten the resume.", code="RENDER_TIMEOUT")


def render_page(html: str, seconds: int) -> bytes:
    """The page as PDF, within so many seconds."""
    return _limited(seconds, render_pdf, html)


def render_whole(document: TailoredDocument, seconds: int) -> Rendered:
    """The document cut to its pages, its PDF and what reading that back has shown, within so many seconds."""
    return _limited(seconds, _fit_and_read_back, document)


def _fit_and_read_back(document: TailoredDocument) -> Rendered:
    cut, pdf = fit(document, document.pages_limit, paper=document.paper)
    return Rendered(document=cut, pdf=pdf, checks=require_readable(pdf, cut))


def _limited(seconds: int, work: Callable[..., Result], *arguments: object) -> Result:
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(seconds)
    try:
        return work(*arguments)
    finally:
        signal.alarm(0)
