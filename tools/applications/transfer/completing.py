"""What headings alone leave open: the stage, the day and the title, found by what stands in the columns. Pure."""

from collections.abc import Sequence
from typing import Any

from tools.applications.plain_words import heading_words
from tools.applications.stages import stage_of
from tools.applications.transfer.cells import is_nothing
from tools.applications.transfer.dates import is_dated
from tools.applications.transfer.schemas import FieldName

Found = tuple[FieldName, str, int]
_MAY_TELL = ("feedback", "extra")


def completed(columns: Sequence[str], values: Sequence[Sequence[Any]], found: Sequence[Found]) -> list[Found]:
    """The fields with those that nobody has, and that the cells of a column show, put in: its stage ("Outcome" over
    "Rejected"), its day (the only column of dates), its title ("Name")."""
    fields = list(found)
    for field, at, why in (
        ("status", _staged(fields, values), "the cells are stages"),
        ("applied_at", _dated(fields, values), "the only cells that are dates"),
        ("title", _named(fields, columns), "no other column is the title"),
        ("company", _named(fields, columns), "no other column is the employer"),
    ):
        if at is not None and all(one[0] != field for one in fields):
            fields[at] = (field, why, 1)  # type: ignore[assignment]
    return fields


def _staged(fields: Sequence[Found], values: Sequence[Sequence[Any]]) -> int | None:
    """A column without a place of its own of which most cells are stages; under "Outcome" one is enough."""
    for at, (field, why, _) in enumerate(fields):
        told = [str(value) for value in values[at] if not is_nothing(value)]
        known = sum(stage_of(text) is not None for text in told)
        least = 1 if field == "feedback" else 2
        if field in _MAY_TELL and why != "you said so" and known >= least and known >= 0.6 * len(told):
            return at
    return None


def _dated(fields: Sequence[Found], values: Sequence[Sequence[Any]]) -> int | None:
    dated = [
        at for at, (field, why, _) in enumerate(fields)
        if field == "extra" and why != "you said so" and values[at] and all(map(is_dated, values[at]))
    ]  # fmt: skip
    return dated[0] if len(dated) == 1 else None


def _named(fields: Sequence[Found], columns: Sequence[str]) -> int | None:
    places = range(len(fields))
    return next((at for at in places if fields[at][0] == "extra" and heading_words(columns[at]) == "name"), None)
