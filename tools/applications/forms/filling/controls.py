"""One planned field put into a live page, by its kind, and read back."""

import re
from collections.abc import Mapping

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import FilePayload, Frame, Locator, Page
from pydantic import BaseModel

from tools.applications.forms.filling.choices import QUICK_MS, combine, pick, select, tick
from tools.applications.forms.fitting import choices_of
from tools.applications.forms.frames import frame_at
from tools.applications.forms.schemas import FormField, PlannedField

_VALIDITY = "el => (el.validity && !el.validity.valid) ? (el.validationMessage || 'the page refuses it') : ''"


class Unfilled(BaseModel):
    """A field that does not hold what was planned, and why."""

    id: str
    label: str
    why: str
    offered: list[str] = []


Files = Mapping[str, FilePayload]


def label_of(field: FormField) -> str:
    """What a person calls the field: the question above its choices, else its label."""
    named = field.group or field.label if field.options else field.label or field.group
    return named or field.placeholder or field.name or "a field without a label"


async def put(page: Page, planned: PlannedField, file_contents: Files) -> Unfilled | None:
    """Fill one field as planned; None when it holds that now."""
    field = planned.field
    frame = frame_at(page, field.frame)
    if not field.locator or frame is None:
        return Unfilled(id=planned.id, label=label_of(field), why="It is not on the page now.")
    where, offered = frame.locator(field.locator), list[str]()
    try:
        if await where.count() == 0:
            why: str | None = "It is not on the page now."
        elif field.kind == "combobox" and not planned.cleared:
            why = await _combined(frame, where, planned, offered)
        else:
            why = await _filled(frame, where, planned, file_contents)
    except PlaywrightError as problem:
        why = f"The page did not let it be filled ({str(problem).splitlines()[0][:160]})."
    return Unfilled(id=planned.id, label=label_of(field), why=why, offered=offered) if why else None


async def _filled(frame: Frame, where: Locator, planned: PlannedField, file_contents: Files) -> str | None:
    field = planned.field
    if planned.cleared:
        return await _cleared(where, planned)
    if planned.file is not None:
        return await _attached(where, planned, file_contents)
    if field.kind == "checkbox" and not field.options:
        return await tick(where, planned.checked) if planned.checked is not None else None
    if field.kind in {"radio", "checkbox"}:
        return await _picked(frame, where, planned)
    if field.kind == "select" and planned.options:
        return await select(where, field, planned.options)
    return await _written(where, planned) if planned.value is not None else None


async def _picked(frame: Frame, where: Locator, planned: PlannedField) -> str | None:
    """Choose what is planned of a group; of boxes, take away every tick that is not."""
    for option in planned.field.options:
        wanted = option.label in planned.options
        if not wanted and (planned.field.kind == "radio" or not (planned.options or planned.field.value)):
            continue
        if (why := await pick(frame, where, option, on=wanted)) is not None:
            return why
    return None


async def _combined(frame: Frame, where: Locator, planned: PlannedField, offered: list[str]) -> str | None:
    """Choose what is planned; where the page has no such choice, `offered` is what it has."""
    for wanted in planned.options or ([planned.value] if planned.value is not None else []):
        if await where.first.evaluate("el => el.localName === 'select'"):
            return await select(where, planned.field, [wanted])
        if (why := await combine(frame, where, wanted, offered)) is not None:
            return why
    return None


async def _cleared(where: Locator, planned: PlannedField) -> str | None:
    """Take away what the page has put there: an empty entry, no entry, or no words."""
    field = planned.field
    if not await where.first.evaluate("el => el.localName === 'select'"):
        await where.first.fill("", timeout=QUICK_MS)
        await where.first.blur(timeout=QUICK_MS)
        held = await where.first.input_value(timeout=QUICK_MS)
        return f"The field holds “{held[:80]}” instead of nothing." if held.strip() else None
    empty = [at for at, option in enumerate(field.options) if option not in choices_of(field)]
    await where.first.select_option(
        index=[] if field.multiple else empty[0], force=field.hidden_control, timeout=QUICK_MS
    )  # fmt: skip
    return None


async def _attached(where: Locator, planned: PlannedField, file_contents: Files) -> str | None:
    file = file_contents.get(planned.id)
    if file is None or planned.file is None:
        return "The file could not be read."
    await where.first.set_input_files(file, timeout=QUICK_MS)
    held = await files_in(where)
    return None if held == [[planned.file.name, planned.file.size]] else "The page did not take the file."


async def files_in(where: Locator) -> list[list[str | int]]:
    """Name and size of each file that a field holds."""
    return list(await where.first.evaluate("el => [...(el.files || [])].map(one => [one.name, one.size])"))


async def _written(where: Locator, planned: PlannedField) -> str | None:
    value = planned.value or ""
    if planned.source is not None and planned.source.kind == "page":
        held = await where.first.input_value(timeout=QUICK_MS)
        return None if held == value else f"The page has put “{held[:80]}” there meanwhile."
    await where.first.fill(value, timeout=QUICK_MS)
    await where.first.blur(timeout=QUICK_MS)
    held = await where.first.input_value(timeout=QUICK_MS)
    if not same_value(held, value, planned.field):
        return f"The field holds “{held[:80]}” instead."
    refused = await where.first.evaluate(_VALIDITY)
    return f"The page refuses it: {refused}" if refused else None


def same_value(held: str, value: str, field: FormField) -> bool:
    """Whether the field holds the value; a telephone field may set its blanks and signs otherwise."""
    if field.kind == "tel":
        return re.sub(r"\D", "", held).lstrip("0") == re.sub(r"\D", "", value).lstrip("0")
    return " ".join(held.split()) == " ".join(value.split())
