"""Pure: the frames of a page to its application form."""

from collections.abc import Sequence
from typing import Literal

from tools.applications.forms.reading.ats import ats_of
from tools.applications.forms.reading.choosing import Candidate, chosen, is_next, submit_of
from tools.applications.forms.reading.fields import fields_of
from tools.applications.forms.reading.leading import destination_of, page_values_of
from tools.applications.forms.reading.obstacles import captcha_of, hindrance
from tools.applications.forms.reading.raw import RawFrame
from tools.applications.forms.reading.words import says
from tools.applications.forms.schemas import ApplicationForm, FormField
from tools.jobs.parsing.language import detect_language

Wanted = Literal["required", "optional", "no"]
_LANGUAGES = frozenset({"en", "de", "fr", "it", "es", "pt", "nl"})


def form_of(url: str, frames: Sequence[RawFrame]) -> ApplicationForm:
    """The application form of a page, with its obstacle when there is one. Raises nothing for any page."""
    best = chosen(frames)
    title = _title(frames)
    form = ApplicationForm(url=url, ats=ats_of(url, frames, best.frame if best else None), title=title)
    form.language = _language(frames, best)
    if best is not None:
        _fill(form, best)
    found = hindrance(url, frames, has_form=bool(form.fields), title=title or "")
    if found is not None:
        form.obstacle, form.why = found
    _note(form, frames)
    return form


def _fill(form: ApplicationForm, best: Candidate) -> None:
    form.fields = fields_of(best.controls, best.frame.path, all_shown=best.hidden)
    button = submit_of(best)
    if button is not None:
        form.submit_label, form.submit_locator = button.text or None, button.locator or None
        form.submit_frame = list(best.frame.path)
    form.goes_to, form.page_values = destination_of(best, button), page_values_of(best)
    form.steps = max((one.step for one in form.fields), default=0) + 1
    if button is not None and is_next(button):
        form.steps = max(form.steps, 2)
        form.notes.append(
            "The form goes on after its first step; what the next steps ask is seen once this one is filled."
        )
    form.wants_letter = wanted("letter", form.fields)
    form.wants_portfolio = wanted("portfolio", form.fields)


def wanted(what: str, fields: Sequence[FormField]) -> Wanted:
    """Whether the form asks for it: `required`, `optional` or `no`; `what` is `letter` or `portfolio`."""
    asking = [
        one for one in fields
        if one.kind in ("file", "textarea", "text", "url") and not one.unseen
        and says(what, one.label, one.group, one.placeholder, (one.name or "").replace("_", " ").replace("-", " "))
    ]  # fmt: skip
    if not asking:
        return "no"
    return "required" if any(one.required for one in asking) else "optional"


def _note(form: ApplicationForm, frames: Sequence[RawFrame]) -> None:
    if captcha_of(frames)[1]:
        form.notes.append("The page watches for robots unseen; it may still ask to prove that you are human.")
    if any(frame.cut for frame in frames):
        form.notes.append("The page is too large to be read whole; fields may be missing at its end.")


def _title(frames: Sequence[RawFrame]) -> str | None:
    headings = [text for frame in frames for text in frame.headings if text]
    return next(iter(headings), None) or next((frame.title for frame in frames if frame.title), None)


def _language(frames: Sequence[RawFrame], best: Candidate | None) -> str:
    """By the labels and text of the form's frame; what the markup states is often left at a default."""
    frame = best.frame if best is not None else frames[0] if frames else None
    if frame is None:
        return "en"
    stated = frame.language[:2].lower()
    found = detect_language(frame.text[:6_000]) if len(frame.text) > 200 else ""
    return next((one for one in (found, stated) if one in _LANGUAGES), "en")
