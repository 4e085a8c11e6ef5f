"""Pure: the controls of one form to the fields a person fills."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from tools.applications.forms.reading.labels import Label, label_of, name_of, read_label
from tools.applications.forms.reading.raw import RawControl
from tools.applications.forms.reading.sight import CHOICES, Sight, sight_of, wrapped_by
from tools.applications.forms.schemas import FieldKind, FieldOption, FormField

_NATIVE: dict[str, FieldKind] = {
    "email": "email", "tel": "tel", "url": "url", "number": "number", "range": "number", "date": "date",
    "datetime-local": "date", "month": "date", "week": "date", "time": "text", "file": "file", "password": "password",
    "radio": "radio", "checkbox": "checkbox",
}  # fmt: skip
_ROLES: dict[str, FieldKind] = {
    "combobox": "combobox", "listbox": "select", "radio": "radio", "checkbox": "checkbox", "switch": "checkbox",
    "textbox": "textarea", "spinbutton": "number",
}  # fmt: skip
_DATE_BOX = re.compile(r"date-?pick|datepick|flatpickr|calendar|pikaday|react-datepicker", re.I)
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(kb|mb|gb|ko|mo|go)\b", re.I)
_UNITS = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
_BYTES_FROM = 10_000  # a bare number is megabytes up to here, bytes beyond


def kind_of(control: RawControl) -> FieldKind:
    """The kind by element, type and role; a text box that lists suggestions is a combobox."""
    if control.tag == "select":
        return "select"
    if control.tag == "textarea":
        return "textarea"
    if control.tag != "input":
        return _ROLES.get(control.role, "textarea")
    if control.type in _NATIVE:
        return _NATIVE[control.type]
    if control.role == "combobox" or control.autolist in ("list", "both") or control.listed:
        return "combobox"
    if control.readonly and _DATE_BOX.search(control.words):
        return "date"
    return "text"


def fields_of(controls: Sequence[RawControl], frame: Sequence[int] = (), *, all_shown: bool = False) -> list[FormField]:
    """The fields in the order of the page; `all_shown` reads a form that is hidden as a whole as if it were open."""
    sights = [(one, _assumed(sight_of(one), all_shown)) for one in controls]
    kept = [(one, sight) for one, sight in sights if sight != "never"]
    steps = _steps(kept)
    fields: list[FormField] = []
    done: set[str] = set()
    for control, sight in kept:
        if control.group in done:
            continue
        members = [control]
        if control.group is not None and control.kind in CHOICES:
            done.add(control.group)
            members = [one for one, _ in kept if one.group == control.group]
        made = _group(members) if len(members) > 1 or control.kind == "radio" else _single(control)
        made.frame, made.step = list(frame), steps.get(control.index, 0)
        made.hidden_control, made.unseen = sight in ("behind", "page"), sight == "page"
        fields.append(made)
    return fields


def _assumed(sight: Sight, all_shown: bool) -> Sight:
    return "later" if sight == "never" and all_shown else sight


def _steps(kept: Iterable[tuple[RawControl, Sight]]) -> dict[int, int]:
    """Steps by the elements that hide them, in the order of the page; what is seen now is one step."""
    keys = [
        (one.index, hider.id if sight == "later" and (hider := wrapped_by(one) or one.hidden) else None)
        for one, sight in kept
        if sight != "page"
    ]
    order = [key for key, _ in groupby(keys, key=lambda pair: pair[1])]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(order))}
    return {index: numbers[key] for index, key in keys}


def _single(control: RawControl) -> FormField:
    if control.pressable:
        return _pressed(control)
    label = label_of(control)
    kind = kind_of(control)
    question = read_label(control.question)
    group = question.text if kind == "checkbox" and question.text != label.text else None
    sizes = control.max_size or f"{control.help} {control.labels.of} {control.labels.before}"
    return FormField(
        kind=kind,
        label=label.text or group,
        name=name_of(control),
        group=group,
        required=_required(control, label) or (kind == "checkbox" and question.required),
        options=[FieldOption(label=one.label, value=one.value) for one in control.options if not one.off or one.value],
        multiple=control.multiple,
        max_length=control.max_length,
        accept=[one.strip() for one in control.accept.split(",") if one.strip()][:60],
        max_bytes=_bytes(sizes) if kind == "file" else None,
        placeholder=(control.labels.placeholder or (control.labels.face if kind == "file" else "")).strip() or None,
        autocomplete=control.autocomplete or None,
        help=control.help or _notes(control, label) or None,
        value=_chosen(control) or None,
        readonly=control.readonly,
        checked=control.checked,
        pattern=control.pattern,
        min=control.min,
        max=control.max,
        locator=control.locator or None,
        face=control.face,
    )


def _chosen(control: RawControl) -> str:
    """What the page has put there; of a list that takes several, the labels of all that it has chosen."""
    return ", ".join(one for one in control.chosen if one) if control.multiple and control.chosen else control.value


def _notes(control: RawControl, label: Label) -> str:
    """What stands over a file field beside its name: what to upload, in which order."""
    if control.type != "file":
        return ""
    told = (read_label(text, file=True).text for text in control.labels.before.split("\n\n"))
    return "\n".join(text for text in told if text and text != label.text)


def _pressed(control: RawControl) -> FormField:
    """A question answered by buttons ("Yes", "No") that stand for one hidden box."""
    label = label_of(control)
    question = label.text or read_label(control.question).text
    options = [FieldOption(label=one.label, locator=one.locator) for one in control.pressable]
    return FormField(
        kind="radio", label=question, group=question, name=name_of(control), required=_required(control, label),
        options=options, help=control.help or None, locator=control.locator or None,
    )  # fmt: skip


def _group(members: Sequence[RawControl]) -> FormField:
    first = members[0]
    question = read_label(next((one.question for one in members if one.question), ""))
    labels = [label_of(one) for one in members]
    options = [
        FieldOption(label=label.text or one.value, value=one.value or None, locator=one.locator or None)
        for one, label in zip(members, labels, strict=True)
    ]
    chosen = next((option.label for option, one in zip(options, members, strict=True) if one.checked), None)
    return FormField(
        kind=kind_of(first),
        label=question.text or (labels[0].text if len(members) == 1 else None),
        name=name_of(first) if first.name else None,
        group=question.text,
        required=question.required or any(_required(one, label) for one, label in zip(members, labels, strict=True)),
        options=options,
        multiple=first.kind == "checkbox",
        value=chosen,
        help=first.help or None,
        checked=None,
        locator=first.locator or None,
        face=first.face,
    )


def _required(control: RawControl, label: Label) -> bool:
    marked = bool(re.search(r"\brequired\b", control.words)) and not label.optional
    styled = control.styled and not label.optional
    return control.required or control.aria_required or label.required or marked or styled or _around_says(control)


def _around_says(control: RawControl) -> bool:
    """A wrapper of its own whose class says so, as Semantic UI and WordPress do ("required field")."""
    return any(re.search(r"(?:^|[\s_-])(?:required|mandatory|is-required)(?:$|\s)", one) for one in control.around[:2])


def _bytes(text: str) -> int | None:
    if (match := _SIZE.search(text)) is not None:
        return int(float(match[1].replace(",", ".")) * _UNITS[match[2][0].lower()])
    if text.isdigit():
        number = int(text)
        return number if number > _BYTES_FROM else number * _UNITS["m"]
    return None
