"""Which tracker a file is from, which of its columns is what, and why. Pure, over `columns.v1.yaml`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from store.errors import ValidationError
from tools.applications.plain_words import heading_words
from tools.applications.stages import stage_of
from tools.applications.transfer.completing import completed
from tools.applications.transfer.dates import is_dated
from tools.applications.transfer.schemas import (
    ColumnRead,
    DateOrder,
    FieldName,
    ImportFormat,
    ImportMapping,
    Row,
    Sheet,
)
from tools.yaml_text import parse_yaml

HEAD_WITHIN = 12
_SAMPLES, _LOOKED_AT = 3, 60
_UNIT = re.compile(r"[(\[](.*?)[)\]]")


@dataclass(frozen=True, slots=True)
class Tracker:
    """How the export of one tracker looks: sets of headings that only it has, and what its columns are."""

    name: str
    title: str
    known_by: tuple[frozenset[str], ...]
    columns: Mapping[str, FieldName]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True)
class Headings:
    """What `columns.v1.yaml` holds."""

    trackers: tuple[Tracker, ...]
    words: Mapping[str, FieldName]
    hints: Mapping[str, DateOrder]


@cache
def headings() -> Headings:
    """The table of headings and words, read once."""
    text = files("tools.applications.transfer").joinpath("columns.v1.yaml").read_text(encoding="utf-8")
    data = parse_yaml(text)
    trackers = tuple(
        Tracker(
            name, raw["title"], tuple(frozenset(one) for one in raw["known_by"]), raw["columns"],
            frozenset(heading_words(word) for word in raw["empty"]),
        )
        for name, raw in data["trackers"].items()
    )  # fmt: skip
    words = {word: field for field, listed in data["words"].items() for word in listed}
    hints = {word: order for order, listed in data["date_hints"].items() for word in listed}
    return Headings(trackers, words, hints)


def headed(sheet: Sheet) -> Sheet:
    """The sheet with its headings taken off the top: the row, of the first dozen, that has the most known ones.

    Raises ValidationError `NO_TABLE` for a file without a row of headings, or with nothing below it.
    """
    best, _ = headed_best(sheet.rows)
    names = _distinct([_heading(cell) for cell in sheet.rows[best].cells])
    rows = sheet.rows[best + 1 :]
    if not rows or not any(names):
        raise ValidationError(
            "The file has no rows below its headings. The first row must name the columns: title, company, status …",
            code="NO_TABLE",
        )
    width = max([len(names), *(len(row.cells) for row in rows)])
    names = [*names, *("" for _ in range(width - len(names)))]
    above = [f"{best} rows above the headings were passed over."] if best else []
    columns = [name or f"column {at}" for at, name in enumerate(names, 1)]
    return sheet.model_copy(update={"columns": columns, "rows": rows, "notes": [*sheet.notes, *above]})


def headed_best(rows: Sequence[Row]) -> tuple[int, int]:
    """Which of the first dozen rows has the most headings that are known, and how many."""
    known = [sum(_known(_heading(cell)) for cell in row.cells) for row in rows[:HEAD_WITHIN]]
    most = max(known, default=0)
    return (known.index(most) if known else 0), most


def _heading(cell: Any) -> str:
    return " ".join(str(cell if cell is not None else "").split())


def _distinct(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return found


def _known(heading: str) -> bool:
    words = _bare(heading)
    return bool(words) and (words in headings().words or any(words in one.columns for one in headings().trackers))


def fields_named(cells: Iterable[str]) -> list[FieldName | None]:
    """The field that each of these headings names by itself; None for one that is not known."""
    return [headings().words.get(_bare(cell)) for cell in cells]


def _bare(heading: str) -> str:
    """The heading without units in brackets, and without a star that says it must be filled."""
    return heading_words(_UNIT.sub(" ", heading))


def tracker_of(columns: Iterable[str]) -> Tracker | None:
    """The tracker whose export has these headings; None for a spreadsheet of one's own."""
    names = {_bare(name) for name in columns}
    return next((one for one in headings().trackers if any(needed <= names for needed in one.known_by)), None)


def hint_of(columns: Sequence[ColumnRead]) -> DateOrder | None:
    """The order of dates that a heading names: "Applied (DD/MM/YYYY)"."""
    for column in columns:
        for unit in _UNIT.findall(column.column):
            if order := headings().hints.get(heading_words(unit)):
                return order
    return None


def currency_hint(column: str) -> str | None:
    """The currency that a heading names: "Salary (EUR)"."""
    units = [*_UNIT.findall(column), *re.findall(r"\bin (\S+)$", column)]
    return next((unit.strip() for unit in units if re.fullmatch(r"\s*(?:[A-Z]{3}|[€$£])\s*", unit)), None)


def columns_of(sheet: Sheet, mapping: ImportMapping) -> tuple[ImportFormat, list[ColumnRead]]:
    """The format, and every column with its field and why. What the person says counts more than what is found.

    Raises ValidationError `NO_COLUMN` for a column that the file does not have.
    """
    _check(sheet.columns, mapping)
    tracker = tracker_of(sheet.columns)
    values = [_values(sheet.rows, at) for at in range(len(sheet.columns))]
    found: list[tuple[FieldName, str, int]] = []
    for name, column in zip(sheet.columns, values, strict=True):
        if name in mapping.columns:
            found.append((mapping.columns[name], "you said so", 9))
        else:
            found.append(_field(name, column, tracker))
    taken = completed(sheet.columns, values, _once(found))
    columns = [
        ColumnRead(column=name, field=field, why=why, samples=[str(value)[:80] for value in column[:_SAMPLES]])
        for name, column, (field, why, _) in zip(sheet.columns, values, taken, strict=True)
    ]
    kind: Any = tracker.name if tracker else "spreadsheet"
    return kind, columns


def _check(columns: Sequence[str], mapping: ImportMapping) -> None:
    unknown = [name for name in mapping.columns if name not in columns]
    if unknown:
        raise ValidationError(
            f"The file has no column {unknown[0]!r}; it has: {', '.join(columns[:30])}.", code="NO_COLUMN"
        )


def _values(rows: Sequence[Row], at: int) -> list[Any]:
    cells = (row.cells[at] for row in rows if at < len(row.cells))
    return [cell for cell in cells if cell not in (None, "") and str(cell).strip()][:_LOOKED_AT]


def _field(name: str, values: Sequence[Any], tracker: Tracker | None) -> tuple[FieldName, str, int]:
    """Field, why, and how sure: a tracker's own heading, a known one, words of a known one, what stands in it."""
    bare = _bare(name)
    if tracker and bare in tracker.columns:
        return tracker.columns[bare], f"{tracker.title} calls it so", 8
    words = headings().words
    guess = _by_content(values)
    if bare in words:
        if words[bare] == "applied" and guess and guess[0] == "applied_at":
            return "applied_at", "the heading says so, and every cell is a date", 7
        return words[bare], "the heading says so", 7
    if found := _within(bare, guess[0] if guess else None):
        return words[found], f"the heading holds “{found}”", 4 if len(found.split()) == 1 else 5
    if guess and guess[0] != "applied_at":  # a date alone may be any
        return guess[0], guess[1], 2
    return "extra", "kept as it is: nothing tells what it is", 0


def _within(bare: str, shown: FieldName | None) -> str | None:
    """The known heading of which the words stand in this one, side by side: one that the cells bear out, or the
    longest."""
    parts = bare.split()
    if not 2 <= len(parts) <= 5:
        return None
    runs = [" ".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)]
    known = [run for run in runs if run in headings().words and len(run) > 2 and headings().words[run] != "ignore"]
    return max(known, key=lambda run: (headings().words[run] == shown, len(run)), default=None)


def _by_content(values: Sequence[Any]) -> tuple[FieldName, str] | None:
    if not values:
        return None
    texts = [str(value).strip() for value in values]
    if all(map(is_dated, values)):
        return "applied_at", "every cell is a date"
    if all(re.match(r"https?://\S+$", text) for text in texts):
        return "url", "every cell is a link"
    stages = sum(stage_of(text) is not None for text in texts)
    if stages > 1 and stages >= 0.6 * len(texts):
        return "status", "the cells are stages"
    return None


def _once(found: Sequence[tuple[FieldName, str, int]]) -> list[tuple[FieldName, str, int]]:
    """A field is one column's: the surest, then the first; others are kept as they are."""
    best: dict[FieldName, int] = {}
    for at, (field, _, sure) in enumerate(found):
        if field not in ("extra", "ignore") and (field not in best or sure > found[best[field]][2]):
            best[field] = at
    return [
        one
        if one[0] in ("extra", "ignore") or best[one[0]] == at
        else ("extra", f"kept as it is: another column is the {one[0]}", 0)
        for at, one in enumerate(found)
    ]
