"""Whether a page that was filled still holds the plan, and nothing that the plan does not show. Changes nothing."""

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Locator, Page

from tools.applications.forms.filling.choices import QUICK_MS, box_is_on, chosen_of, chosen_options
from tools.applications.forms.filling.controls import Unfilled, files_in, label_of, same_value
from tools.applications.forms.fitting import choices_of
from tools.applications.forms.frames import frame_at
from tools.applications.forms.planning import is_trap
from tools.applications.forms.schemas import ApplicationForm, FormField, PlannedField
from tools.applications.plain_words import plain_words


async def changed_since(page: Page, fields: list[PlannedField], last: int) -> list[Unfilled]:
    """The fields that hold something else than the plan says: another value, a tick, words where it has none.

    Those of steps before the `last` may be on the page no longer.
    """
    found = []
    for planned in fields:
        if (why := await _otherwise(page, planned, gone=planned.field.step < last)) is not None:
            found.append(Unfilled(id=planned.id, label=label_of(planned.field), why=why))
    return found


async def _otherwise(page: Page, planned: PlannedField, *, gone: bool) -> str | None:
    field, frame = planned.field, frame_at(page, planned.field.frame)
    if field.kind == "password" or is_trap(field):
        return None
    if frame is None or not field.locator:
        return None if gone else "It is not on the page any more."
    where = frame.locator(field.locator)
    try:
        if await where.count() == 0:
            filled = planned.value is not None or planned.options or planned.checked
            return "It is not on the page any more." if filled and not gone else None
        return await _held_otherwise(frame, where, planned)
    except PlaywrightError:  # no field that has a value to read: what it shows was read when it was filled
        return None


async def _held_otherwise(frame: Frame, where: Locator, planned: PlannedField) -> str | None:
    field = planned.field
    if field.kind == "file":
        return _other_files(await files_in(where), planned)
    if field.kind == "checkbox" and not field.options:
        wanted = planned.checked if planned.checked is not None else bool(field.checked)
        on = await box_is_on(where)
        return (
            None if on in {None, wanted} else f"The page has {'ticked it' if on else 'taken the tick away'} meanwhile."
        )
    if field.kind in {"radio", "checkbox"}:
        held = await chosen_of(frame, where, field.options)
        return _other_choice(held, planned.options or ([field.value] if field.kind == "radio" and field.value else []))
    if field.kind == "select" or await where.first.evaluate("el => el.localName === 'select'"):
        return await _other_option(where, planned)
    if field.kind == "combobox" and (planned.options or planned.value):
        return None  # it was read back when it was chosen, and may show the same in other words
    held_words = await where.first.input_value(timeout=QUICK_MS)
    wanted_words = planned.value if planned.value is not None else "" if planned.cleared else field.value or ""
    return (
        None
        if same_value(held_words, wanted_words, field)
        else f"The page has put “{held_words[:80]}” there meanwhile."
    )


async def _other_option(where: Locator, planned: PlannedField) -> str | None:
    if planned.options or planned.field.multiple:
        return _other_choice(await chosen_options(where), planned.options)
    if planned.cleared:
        shown = [each.label for each in choices_of(planned.field)]
        return _other_choice([one for one in await chosen_options(where) if one in shown], [])
    held = await where.first.evaluate("el => el.value")
    return None if held == (planned.field.value or "") else f"The page has chosen “{held[:80]}” meanwhile."


def _other_files(held: list[list[str | int]], planned: PlannedField) -> str | None:
    """Another file than the planned one, or one more; a page that has taken a file may hold it no longer."""
    wanted = [[planned.file.name, planned.file.size]] if planned.file is not None else []
    if not held or held == wanted:
        return None
    return f"The page has put {', '.join(str(name) for name, _ in held[:5])} there meanwhile."


def _other_choice(held: list[str], wanted: list[str]) -> str | None:
    if {plain_words(one) for one in held} == {plain_words(one) for one in wanted}:
        return None
    return f"The page shows “{', '.join(held) or 'nothing'}” instead."


def grown(planned: ApplicationForm, now: ApplicationForm) -> list[FormField]:
    """The fields that came only while the form was filled, and that matter: required, or with a value of the page's."""
    known = {(tuple(one.frame), one.locator) for one in planned.fields}
    asked = {(one.kind, plain_words(one.group or one.label or "")) for one in planned.fields}
    named = {one.name for one in planned.fields if one.name}
    return [
        one for one in now.fields
        if (tuple(one.frame), one.locator) not in known and one.name not in named
        and (one.kind, plain_words(one.group or one.label or "")) not in asked
        and not is_trap(one) and (one.required or one.value or one.checked)
    ]  # fmt: skip
