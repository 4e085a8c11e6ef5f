"""From the bytes of a file to applications: which kind it is, how it is read, what must be asked. Pure."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError as InvalidData

from store.errors import UnsupportedTypeError, ValidationError
from tools.applications.plain_words import heading_words
from tools.applications.transfer import ours
from tools.applications.transfer.dates import order_of
from tools.applications.transfer.delimited import decoded, read_delimited
from tools.applications.transfer.headings import columns_of, headed, hint_of, tracker_of
from tools.applications.transfer.limits import MAX_EXPANDED, check_size, member, open_archive
from tools.applications.transfer.manifests import differing
from tools.applications.transfer.portable import (
    FORMAT,
    VERSION,
    PortableApplication,
    PortableContact,
    PortableReminder,
)
from tools.applications.transfer.row_reading import DATED, Reader, ReadRow
from tools.applications.transfer.schemas import ColumnRead, DatesRead, ImportFormat, ImportMapping, Row, Sheet

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".json")
_LISTS = ("applications", "jobs", "rows", "data", "items", "results")


@dataclass(slots=True)
class Loaded:
    """A file as read. `files` are what a ZIP of ours holds for attachments, by path."""

    format: ImportFormat
    details: str
    rows: list[ReadRow]
    columns: list[ColumnRead] = field(default_factory=list)
    dates: DatesRead | None = None
    unknown: Counter[str] = field(default_factory=Counter)
    questions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    contacts: list[PortableContact] = field(default_factory=list)
    reminders: list[PortableReminder] = field(default_factory=list)
    files: Mapping[str, bytes] = field(default_factory=dict)
    lossless: bool = False


def load(content: bytes, mapping: ImportMapping, now: datetime, *, inside: bool = False) -> Loaded:
    """Read a file of applications, whatever its kind; `inside` for one out of an archive, where another archive is
    refused. Raises AppErrors that say what is wrong and what to do."""
    if not content.strip():
        raise ValidationError("The file is empty.", code="NO_TABLE")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsupportedTypeError("Old workbooks (.xls) are not read. Save it as .xlsx or CSV.")
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8")):
        raise UnsupportedTypeError("This is no table. Hand in CSV, TSV, JSON, XLSX, or a ZIP of ours.")
    if content.startswith(b"PK"):
        return _archive(content, mapping, now, inside=inside)
    text = decoded(content)[0].lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")) and (loaded := _from_json(text, mapping, now)) is not None:
        return loaded
    return _table(read_delimited(content), mapping, now, guards=True)


def _archive(content: bytes, mapping: ImportMapping, now: datetime, *, inside: bool) -> Loaded:
    with open_archive(content) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            return _workbook(content, mapping, now)
        if inside:
            raise UnsupportedTypeError("There is an archive inside the archive. Unpack it, and hand in the table.")
        if "applications.json" in names:
            table = member(archive, "applications.json", most=MAX_EXPANDED)
            loaded = load(table, mapping, now, inside=True)
            held = [name for name in names if name.startswith("attachments/")]
            loaded.files = {name: member(archive, name, most=MAX_EXPANDED) for name in held}
            wrong, told = differing(archive, {"applications.json": table, **loaded.files})
            loaded.files = {name: one for name, one in loaded.files.items() if name not in wrong}
            loaded.notes += told
            kept = [name for name in names if name.startswith(("documents/", "resumes/"))]
            if kept:
                loaded.notes.append(
                    f"{len(kept)} resumes and documents of the ZIP are not imported: upload those you need."
                )
            return loaded
        tables = [name for name in names if name.lower().endswith(_TABLES) and not name.startswith("__MACOSX")]
        if not tables:
            raise UnsupportedTypeError("The ZIP holds no table: no CSV, TSV, JSON or XLSX, and it is none of ours.")
        best = min(tables, key=lambda name: ("job" not in name.lower() and "appl" not in name.lower(), len(name)))
        loaded = load(member(archive, best, most=MAX_EXPANDED), mapping, now, inside=True)
        loaded.notes.append(
            f"{best} of the ZIP was read" + (f"; not read: {len(tables) - 1} more." if len(tables) > 1 else ".")
        )
        return loaded


def _workbook(content: bytes, mapping: ImportMapping, now: datetime) -> Loaded:
    from tools.applications.transfer import workbooks  # noqa: PLC0415  # openpyxl is slow to load

    sheet = workbooks.read_workbook(content, mapping.sheet)
    long = workbooks.read_long(content) if ours.is_ours([str(cell) for cell in sheet.rows[0].cells]) else {}
    if long:
        columns = [str(cell) for cell in sheet.rows[0].cells]
        for row in sheet.rows:
            for at, name in enumerate(columns[: len(row.cells)]):
                if more := long.get((row.line, name)):
                    row.cells[at] = f"{row.cells[at] or ''}{more}"
    return _table(sheet, mapping, now)


def _from_json(text: str, mapping: ImportMapping, now: datetime) -> Loaded | None:
    """Ours, or a list of objects as a table; None for text that only looks like JSON."""
    try:
        data = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        if text.startswith("{") or text[:200].count("{"):
            raise ValidationError(f"The JSON cannot be read: {str(problem)[:200]}.", code="JSON_INVALID") from problem
        return None
    if isinstance(data, dict) and data.get("format") == FORMAT:
        return _ours(data)
    return _table(_listed(data), mapping, now)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number that can be kept")


def _ours(data: dict[str, Any]) -> Loaded:
    version, entries = data.get("version"), data.get("applications")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise ValidationError(
            f"This export is of version {version}; up to {VERSION} is read here. Update Jobwright.", code="TOO_NEW"
        )
    if not isinstance(entries, list):
        raise ValidationError("The export has no list `applications`.", code="JSON_INVALID")
    check_size(len(entries), 1)
    rows = [_entry(number, entry) for number, entry in enumerate(entries, 1)]
    try:
        contacts = [PortableContact.model_validate(one) for one in data.get("contacts", [])]
        reminders = [PortableReminder.model_validate(one) for one in data.get("reminders", [])]
    except InvalidData as problem:
        raise ValidationError(
            f"Contacts or reminders cannot be read: {_first(problem)}", code="JSON_INVALID"
        ) from problem
    return Loaded("jobwright", "JSON", rows, contacts=contacts, reminders=reminders, lossless=True)


def _entry(number: int, entry: Any) -> ReadRow:
    try:
        one = PortableApplication.model_validate(entry)
        return ReadRow(number, one, None, _contradicting(one))
    except InvalidData as problem:
        return ReadRow(number, None, _first(problem))


def _contradicting(one: PortableApplication) -> tuple[str, ...]:
    """A note where the timeline ends at another stage than the application is at: both are kept as they are."""
    moves = [entry for entry in one.timeline if entry.to_status]
    last = max(moves, key=lambda entry: entry.at, default=None)
    if last is None or any(entry.at == last.at and entry.to_status == one.status for entry in moves):
        return ()
    return (f"its timeline ends at {last.to_status}, but its status is {one.status}: both are kept as they are",)


def _first(problem: InvalidData) -> str:
    error = problem.errors()[0]
    return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"


def _listed(data: Any) -> Sheet:
    """A list of objects as a table; rows are counted from 1."""
    if isinstance(data, dict):
        data = next((data[name] for name in _LISTS if isinstance(data.get(name), list)), data)
    if not isinstance(data, list) or not data or not all(isinstance(one, dict) for one in data):
        raise ValidationError(
            "The JSON must be a list of objects, or an object with a list `applications`, each with at least a title.",
            code="JSON_INVALID",
        )
    columns = list(dict.fromkeys(str(name) for one in data for name in one))
    check_size(len(data), len(columns))
    rows = [Row(line=number, cells=[_flat(one.get(name)) for name in columns]) for number, one in enumerate(data, 1)]
    return Sheet(columns=columns, rows=rows, details="JSON")


def _flat(value: Any) -> Any:
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return value["name"]
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value


def _table(sheet: Sheet, mapping: ImportMapping, now: datetime, *, guards: bool = False) -> Loaded:
    sheet = sheet if sheet.columns else headed(sheet)
    if ours.is_ours(sheet.columns) and not mapping.columns:
        rows = [ours.application_of(sheet.columns, row, guards=guards) for row in sheet.rows]
        return Loaded("jobwright", sheet.details, rows, notes=sheet.notes, lossless=True)
    kind, columns = columns_of(sheet, mapping)
    tracker = tracker_of(sheet.columns)
    dates = _dates(sheet, columns, mapping)
    reader = Reader(
        columns, dates.order if dates else None,
        {heading_words(word): stage for word, stage in mapping.statuses.items()},
        tracker.empty if tracker else frozenset(), now,
    )  # fmt: skip
    rows = [reader.read(row) for row in sheet.rows]
    loaded = Loaded(kind, sheet.details, rows, columns, dates, reader.unknown, notes=sheet.notes)
    loaded.questions = _questions(columns, dates)
    return loaded


def _dates(sheet: Sheet, columns: Sequence[ColumnRead], mapping: ImportMapping) -> DatesRead | None:
    places = [at for at, column in enumerate(columns) if column.field in DATED]
    if not places:
        return None
    values = (row.cells[at] for row in sheet.rows for at in places if at < len(row.cells))
    return order_of(values, hint_of(columns), mapping.date_order)


def _questions(columns: Sequence[ColumnRead], dates: DatesRead | None) -> list[str]:
    asked = []
    if not any(column.field == "title" for column in columns):
        names = ", ".join(column.column for column in columns[:20])
        asked.append(f"Which column is the job's title? There are: {names}. (mapping.columns)")
    if dates and dates.ambiguous:
        asked.append(f"In which order are the dates? {dates.why}. Say dmy or mdy. (mapping.date_order)")
    return asked
