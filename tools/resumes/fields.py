"""What a person may say a fact's fields are: checked, and brought into the form that facts have. Pure."""

import re
from typing import Any

from store.errors import ValidationError
from tools.resumes.parsing.dates import PRESENT, point
from tools.resumes.schemas import Detail
from tools.skills import canonical

# The field that a fact of the kind is, where its words are one field's value.
MAIN = {"contact": "value", "skill": "name", "language": "name", "link": "url", "certificate": "name", "award": "name",
        "publication": "name", "project": "name"}  # fmt: skip
FIXED = {"kind", "canonical", "field", "section"}
DATES = {"start", "end", "date"}
_ISO = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_NOW = re.compile(rf"(?:{PRESENT}|now|still|today)", re.IGNORECASE)

Fields = dict[str, str | bool | None]


def editable(detail: Detail) -> list[str]:
    """The fields of a fact that a person can set right."""
    return [name for name in type(detail).model_fields if name not in FIXED]


def cleaned(detail: Detail, fields: Fields) -> Fields:
    """The fields with dates as partial ISO ("03/2019" is 2019-03), "present" as `current`, blanks as None.

    Raises ValidationError for a field that the kind has not, a date that is none, an end before its start.
    """
    allowed = editable(detail)
    if unknown := sorted(set(fields) - set(allowed)):
        choices = f"Its fields are {', '.join(allowed)}." if allowed else "Change its words (text) instead."
        raise ValidationError(f"A {detail.kind} has no {', '.join(unknown)}. {choices}")
    out: Fields = {}
    for name, value in fields.items():
        said = (" ".join(value.split()) or None) if isinstance(value, str) else value
        if name == "end" and isinstance(said, str) and _NOW.fullmatch(said):
            out |= {"end": None, "current": True}
        elif name in DATES and said is not None:
            out[name] = date_of(str(said))
        else:
            out[name] = said
    if out.get("end") and "current" in allowed:
        out["current"] = False
    if detail.kind == "skill" and "name" in out:
        out["canonical"] = canonical(str(out["name"] or ""))
    if out.get("current") and "end" in allowed:
        out["end"] = None
    _check_order({**detail.model_dump(), **out})
    return out


def tidied(detail: Detail) -> Detail:
    """A detail that a person gave, its fields in the form that facts have. ValidationError as `cleaned`."""
    given = {name: value for name, value in detail.model_dump().items() if name in editable(detail)}
    return detail.model_copy(update=cleaned(detail, {name: value for name, value in given.items() if value}))


def date_of(said: str) -> str:
    """A date as a person writes it as partial ISO: "03/2019", "March 2019" and "2019-03" are 2019-03."""
    found = said if _ISO.fullmatch(said) else point(said)
    if found is None or not _ISO.fullmatch(found):
        raise ValidationError(f"“{said}” is not a date. Write a year, or a month and a year: 2019, 2019-03, 03/2019.")
    return found


def _check_order(fields: dict[str, Any]) -> None:
    start, end = fields.get("start"), fields.get("end")
    if start and end and end[: len(start)] < start[: len(end)]:
        raise ValidationError(f"The end ({end}) lies before the start ({start}).")


def cleaned_text(detail: Detail, text: str | None, fields: Fields) -> tuple[str | None, Fields]:
    """New words for a fact: as they are for lines, as the field they stand for where they are one field's value.

    Raises ValidationError for entries (positions, studies), whose words follow their fields.
    """
    if text is None:
        return None, fields
    words = " ".join(text.split())
    if not words:
        raise ValidationError("A fact cannot be empty. Remove it instead.")
    if main := MAIN.get(detail.kind):
        return None, {**cleaned(detail, {main: words}), **fields}
    if names := editable(detail):
        raise ValidationError(f"Say which field of this {detail.kind} is wrong: {', '.join(names)}.")
    return words, fields
