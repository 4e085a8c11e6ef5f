"""What runs in the rendering process: laying out, writing, reading back, within a time limit."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn, TypeVar

from store.errors import UnavailableError
from tools.tailoring.documents.checks import check_pdf, require
from tools.tailoring.documents.exporting import export, export_letter
from tools.tailoring.documents.fitting import fit
from tools.tailoring.documents.rendering import render_pdf, resume_template
from tools.tailoring.schemas import DocumentFormat, Exported, LetterDocument, Rendered, TailoredDocument

Result = TypeVar("Result")

_GRACE = 5
"""Seconds after which a process that does not even take the alarm (it hangs in a C library) ends itself."""


def _too_slow(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise UnavailableError("Rendering took too long and was stopped. Shorten the resume.", code="RENDER_TIMEOUT")


def render_page(html: str, seconds: int) -> bytes:
    """The page as PDF, within so many seconds."""
    return _limited(seconds, render_pdf, html)


def render_whole(document: TailoredDocument, templates: Path | None, seconds: int) -> Rendered:
    """The document cut to its pages, its PDF and what checking that has shown, within so many seconds."""
    return _limited(seconds, _fit_and_check, document, templates)


def render_export(document: TailoredDocument, kind: DocumentFormat, templates: Path | None, seconds: int) -> Exported:
    """The document as a file of that format, checked, within so many seconds."""
    return _limited(seconds, _export, document, kind, templates)


def render_letter(letter: LetterDocument, kind: DocumentFormat, templates: Path | None, seconds: int) -> Exported:
    """The letter as a file of that format, checked, within so many seconds."""
    return _limited(seconds, export_letter, letter, kind, templates)


def _fit_and_check(document: TailoredDocument, templates: Path | None) -> Rendered:
    cut, pdf = fit(document, templates=templates)
    checks = check_pdf(pdf, cut, resume_template(cut, templates).manifest)
    return Rendered(document=cut, pdf=pdf, checks=require(checks, "pdf"))


def _export(document: TailoredDocument, kind: DocumentFormat, templates: Path | None) -> Exported:
    if kind != "pdf":
        return export(document, kind)
    rendered = _fit_and_check(document, templates)
    return Exported(content=rendered.pdf, media_type="application/pdf", extension=".pdf", checks=rendered.checks)


def _limited(seconds: int, work: Callable[..., Result], *arguments: object) -> Result:
    signal.signal(signal.SIGALRM, _too_slow)
    last_resort = threading.Timer(seconds + _GRACE, os._exit, (1,))
    last_resort.daemon = True
    last_resort.start()
    signal.alarm(seconds)
    try:
        return work(*arguments)
    finally:
        signal.alarm(0)
        last_resort.cancel()
