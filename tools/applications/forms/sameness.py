"""Whether a page still asks what was planned, and where each planned field stands on it now. Pure."""

from collections import Counter, defaultdict

from tools.applications.forms.filling.controls import label_of
from tools.applications.forms.schemas import ApplicationForm, FormField, FormPlan
from tools.applications.plain_words import plain_words

_WHERE = ("locator", "face", "frame", "step", "options")


def changes_between(planned: ApplicationForm, now: ApplicationForm) -> str | None:
    """What a form asks otherwise than when it was planned; None when it asks the same."""
    before, after = Counter(map(_asked, planned.fields)), Counter(map(_asked, now.fields))
    gone = [one for one in planned.fields if (before - after)[_asked(one)]]
    new = [one for one in now.fields if (after - before)[_asked(one)]]
    told = [f"“{label_of(one)}” is new or asked otherwise" for one in new[:5]]
    told += [f"“{label_of(one)}” is gone" for one in gone[:5] if label_of(one) not in {label_of(each) for each in new}]
    return f"The page has changed since it was read: {'; '.join(told)}." if told else None


def _asked(one: FormField) -> tuple[object, ...]:
    """What a field asks; where it stands and what a list that loads as one types offers may change."""
    listed = (
        () if one.kind == "combobox" else tuple(sorted((plain_words(each.label), each.value) for each in one.options))
    )
    return (one.kind, plain_words(one.label or ""), plain_words(one.group or ""), one.required, listed, one.max_length)


def found_again(plan: FormPlan, now: ApplicationForm) -> FormPlan:
    """The plan with each field where the page has it now, by what it asks and not by its place.

    What a page asks must be the same (`changes_between`); of fields that ask the same the one of the same name is it,
    else the next in order.
    """
    waiting: dict[tuple[object, ...], list[FormField]] = defaultdict(list)
    for one in now.fields:
        waiting[_asked(one)].append(one)
    again = {id(one): _taken(one, waiting[_asked(one)]) for one in plan.form.fields}
    by_place = {_key(one): again[id(one)] for one in plan.form.fields}
    fields = [one.model_copy(update={"field": by_place.get(_key(one.field), one.field)}) for one in plan.fields]
    form = plan.form.model_copy(update={"fields": [again[id(one)] for one in plan.form.fields]})
    return plan.model_copy(update={"form": form, "fields": fields})


def _taken(one: FormField, waiting: list[FormField]) -> FormField:
    if not waiting:
        return one
    named = next((at for at, each in enumerate(waiting) if each.name == one.name), 0)
    there = waiting.pop(named)
    return one.model_copy(update={name: getattr(there, name) for name in _WHERE})


def _key(one: FormField) -> tuple[object, ...]:
    return (tuple(one.frame), one.locator, one.name, one.label, one.group)


def reworded(planned: ApplicationForm, now: ApplicationForm) -> str | None:
    """What boxes and buttons say otherwise once the form is filled: a tick is one to the words that stood there."""
    before = {(tuple(one.frame), one.locator): _declared(one) for one in planned.fields}
    boxes = [one for one in now.fields if one.kind in {"checkbox", "radio"}]
    changed = [
        label_of(one) for one in boxes
        if before.get((tuple(one.frame), one.locator), _declared(one)) != _declared(one)
    ]  # fmt: skip
    told = "”, “".join(changed[:5])
    return f"The page says something else now beside what is ticked: “{told}”." if changed else None


def _declared(one: FormField) -> tuple[object, ...]:
    said = tuple(plain_words(each.label) for each in one.options) if one.kind in {"checkbox", "radio"} else ()
    return (plain_words(one.label or ""), plain_words(one.group or ""), said)
