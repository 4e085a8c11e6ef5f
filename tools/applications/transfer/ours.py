"""Our own columns: an application as one row of CSV or XLSX, and back. Pure."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError as InvalidData

from tools.applications.transfer.cells import number_of
from tools.applications.transfer.dates import moment_of
from tools.applications.transfer.portable import PortableApplication, PortableDocument
from tools.applications.transfer.row_reading import ReadRow
from tools.applications.transfer.schemas import Row
from tools.jobs.schemas import Salary

# With the width of each in a workbook, in letters.
COLUMNS: dict[str, int] = {
    "title": 32, "company": 24, "location": 22, "remote": 9, "status": 13, "applied_at": 19, "moved_at": 19,
    "deadline": 12, "source": 14, "channel": 10, "url": 36, "application_url": 30, "employment_type": 16,
    "salary_min": 12, "salary_max": 12, "salary_currency": 9, "salary_period": 9, "salary_text": 22, "resume": 22,
    "letter": 22, "notes": 40, "feedback": 30, "job_notes": 30, "created_at": 19, "extra": 24,
}  # fmt: skip
KNOWN_BY = frozenset({"title", "company", "status", "applied_at", "moved_at", "application_url", "salary_text"})
_PLAIN = (
    "title", "company", "location", "remote", "status", "applied_at", "moved_at", "deadline", "source", "channel",
    "url", "application_url", "employment_type", "notes", "feedback", "job_notes", "created_at",
)  # fmt: skip
_TIMES = ("applied_at", "moved_at", "created_at")
# What spreadsheets take for a formula. A quotation mark before it makes it text, and is taken off again.
_GUARDED = re.compile(r"\A'*[=+\-@\t\r\n＝＋－＠]")


def row_of(one: PortableApplication) -> list[Any]:
    """The cells of an application, typed; None for what it does not say."""
    pay = one.salary
    values: dict[str, Any] = {name: getattr(one, name) for name in _PLAIN}
    values |= {
        "salary_min": pay.min if pay else None, "salary_max": pay.max if pay else None,
        "salary_currency": pay.currency if pay else None, "salary_period": pay.period if pay else None,
        "salary_text": pay.excerpt if pay else None, "resume": one.resume.name if one.resume else None,
        "letter": one.letter.name if one.letter else None,
        "extra": json.dumps(one.extra, ensure_ascii=False, sort_keys=True) if one.extra else None,
    }  # fmt: skip
    return [values[name] for name in COLUMNS]


def cell_text(value: Any) -> str:
    """A typed cell as CSV has it; what a spreadsheet would take for a formula behind a quotation mark."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return guarded(str(value))


def guarded(text: str) -> str:
    """The text with a quotation mark before what a spreadsheet would take for a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was made from."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def is_ours(columns: Sequence[str]) -> bool:
    """Whether the headings are those of our own exports."""
    return set(columns) >= KNOWN_BY


def application_of(columns: Sequence[str], row: Row, *, guards: bool) -> ReadRow:
    """A row of our own columns as an application; columns that somebody added are kept in `extra`.

    With `guards` the marks of `guarded` are taken off: a CSV has them.
    """
    said = {
        name: unguarded(cell) if guards and isinstance(cell, str) else cell
        for name, cell in zip(columns, row.cells, strict=False)
        if cell not in (None, "")
    }
    try:
        extra = json.loads(str(said.get("extra", "{}")))
        extra |= {name: _kept(cell) for name, cell in said.items() if name not in COLUMNS}
        return ReadRow(row.line, _application(said, extra))
    except InvalidData as problem:
        first = problem.errors()[0]
        return ReadRow(row.line, None, f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
    except (ValueError, TypeError, KeyError) as problem:
        return ReadRow(row.line, None, f"cannot be read: {problem}")


def _application(said: dict[str, Any], extra: dict[str, Any]) -> PortableApplication:
    values = {name: said[name] for name in _PLAIN if name in said}
    for name in ("title", "company", "location", "source", "channel", "employment_type", "notes", "feedback",
                 "job_notes", "url", "application_url"):  # fmt: skip
        if name in values:
            values[name] = _words(values[name])
    for name in (*_TIMES, "deadline"):
        if name in values:
            values[name] = _moment(values[name], day=name == "deadline")
    return PortableApplication(
        **values,
        salary=_salary(said),
        resume=PortableDocument(name=_words(said["resume"])) if "resume" in said else None,
        letter=PortableDocument(name=_words(said["letter"])) if "letter" in said else None,
        extra=extra,
    )


def _moment(cell: Any, *, day: bool) -> Any:
    """A time as we write it, or as a spreadsheet has written it since."""
    if isinstance(cell, datetime):
        return cell.date() if day else cell.replace(tzinfo=UTC)
    try:
        return date.fromisoformat(cell) if day else datetime.fromisoformat(cell)
    except (ValueError, TypeError):
        moment = moment_of(cell, None)
    return moment and (moment.at.date() if day else moment.at)


def _words(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _kept(cell: Any) -> Any:
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


def _number(cell: Any) -> float | None:
    """An amount as we write it, or as a spreadsheet has written it since."""
    try:
        return None if cell is None else float(cell)
    except ValueError:
        return number_of(cell)


def _salary(said: dict[str, Any]) -> Salary | None:
    names = ("salary_min", "salary_max", "salary_currency", "salary_period", "salary_text")
    if not any(name in said for name in names):
        return None
    return Salary(
        min=_number(said.get("salary_min")), max=_number(said.get("salary_max")),
        currency=said.get("salary_currency"), period=said.get("salary_period"),
        excerpt=_words(said.get("salary_text", "")),
    )  # fmt: skip
