"""How well a form is filled: every field of the first step is given a value of its kind, and has to hold it after.

A list that a page fills by script as one types is left out where the saved page offers nothing, and so are fields that
nobody sees, passwords, and fields with a pattern that no made-up value fits.
"""

import hashlib
import re
from collections.abc import Sequence

from playwright.async_api import FilePayload, Page

from evals.scorers.counts import Counts
from tools.applications.forms.filling.steps import fill
from tools.applications.forms.fitting import fit_day
from tools.applications.forms.schemas import (
    ApplicationForm,
    FieldOption,
    FormField,
    FormPlan,
    PlannedField,
    PlannedFile,
)
from tools.context import utc_now

CONTENT = b"A file that was made to be sent."
_WORDS = {
    "email": "mara.muster@example.com", "tel": "+41 44 123 45 67", "url": "https://example.com/mara", "text": "Muster",
    "textarea": "I keep what I promise.",
}  # fmt: skip


async def score_filling(page: Page, form: ApplicationForm) -> Counts:
    """Fill the form that the page shows; right are the fields that hold what was planned, missed those that do not."""
    fields = [planned for number, one in enumerate(form.fields) if (planned := planned_for(f"f{number}", one))]
    files: dict[str, FilePayload] = {
        one.id: {"name": one.file.name, "mimeType": one.file.media_type, "buffer": CONTENT}
        for one in fields if one.file is not None
    }  # fmt: skip
    filled = await fill(page, FormPlan(form=form.model_copy(update={"steps": 1}), fields=fields), files)
    notes = tuple(f"{one.label}: {one.why}" for one in filled.unfilled)
    return Counts(right=len(fields) - len(notes), missed=len(notes), notes=notes)


def planned_for(name: str, one: FormField) -> PlannedField | None:
    """A value that fits the field; None for one that is left out. Pure."""
    if one.unseen or one.step or one.kind == "password" or one.pattern:
        return None
    planned = PlannedField(id=name, field=one, key="sample", category="other")
    if one.kind == "file":
        return planned.model_copy(update={"file": _file(one), "value": "sample"})
    if one.kind == "checkbox" and not one.options:
        return planned.model_copy(update={"checked": True})
    if one.kind in {"select", "radio", "checkbox", "combobox"}:
        chosen = _real(one.options)
        return planned.model_copy(update={"options": [chosen[-1].label]}) if chosen else None
    value = _value(one)
    return planned.model_copy(update={"value": value}) if value else None


def _value(one: FormField) -> str | None:
    if one.kind == "date":
        return fit_day(utc_now().date().replace(day=15), one).value
    if one.kind == "number":
        return one.min if one.min and re.fullmatch(r"\d+", one.min) else "3"
    return _WORDS.get(one.kind, "Muster")[: one.max_length or None]


def _real(options: Sequence[FieldOption]) -> list[FieldOption]:
    """The choices that choose something, of those whose label only one has."""
    labels = [option.label for option in options]
    return [one for one in options if one.value != "" and one.label.strip() and labels.count(one.label) == 1]


def _file(one: FormField) -> PlannedFile:
    ending = next((kind for kind in one.accept if kind.startswith(".")), ".pdf")
    return PlannedFile(
        kind="resume", name=f"sample{ending}", media_type="application/pdf", size=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )  # fmt: skip
