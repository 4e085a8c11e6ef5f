"""Transfer: files of applications read, their repeats found, and what was read written and read again unchanged."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from evals.case_files import CasesError, batch_of, entries
from evals.intervals import Share
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers.transfer import wrong_fields
from evals.suites.batches import by_batch
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.applications.transfer.exporting import csv_lines
from tools.applications.transfer.loading import Loaded, load
from tools.applications.transfer.ours import COLUMNS, cell_text, row_of
from tools.applications.transfer.portable import FORMAT, VERSION, PortableApplication
from tools.applications.transfer.repeats import repeats
from tools.applications.transfer.schemas import ImportMapping
from tools.applications.transfer.workbooks import write_workbook

NOW = datetime(2025, 7, 1, tzinfo=UTC)
FORMATS = ("jobwright", "huntr", "teal", "jobsync", "linkedin", "simplify", "spreadsheet")
SPLITS = ("dev", "held")


@dataclass(frozen=True, slots=True)
class TransferCase:
    """A file and what reading it must give."""

    id: str
    split: str
    content: bytes
    format: str
    columns: Mapping[str, str]
    dates: str | None
    rows: Sequence[Mapping[str, Any]]
    refused: Sequence[int]
    duplicates: Sequence[int]
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: shares as (right, of), and what was wrong in words."""

    case: TransferCase
    columns: tuple[int, int]
    fields: tuple[int, int]
    rows: tuple[int, int]
    repeated: tuple[int, int]
    same: tuple[int, int]
    format_right: bool
    dates_right: bool
    wrong: Sequence[str]


def load_cases(path: Path) -> Sequence[TransferCase]:
    """The cases of a file; raises CasesError naming the case and the field."""
    batch = batch_of(path)
    return [_case(where, raw, batch) for where, raw in entries(path)]


def _case(where: str, raw: Mapping[str, Any], batch: str) -> TransferCase:
    if raw.get("format") not in FORMATS or raw.get("split") not in SPLITS:
        raise CasesError(f"{where}: needs `format` ({', '.join(FORMATS)}) and `split` ({', '.join(SPLITS)})")
    if not isinstance(raw.get("columns"), Mapping) or not isinstance(raw.get("rows"), list):
        raise CasesError(f"{where}: needs `columns`, a mapping, and `rows`, a list")
    if ("text" in raw) == ("workbook" in raw):
        raise CasesError(f"{where}: needs either `text` or `workbook`")
    return TransferCase(
        str(raw["id"]), str(raw["split"]), _content(raw), str(raw["format"]), raw["columns"], raw.get("dates"),
        raw["rows"], raw.get("refused", []), raw.get("duplicates", []), batch,
    )  # fmt: skip


def _content(raw: Mapping[str, Any]) -> bytes:
    if "text" in raw:
        return str(raw["text"]).encode(str(raw.get("encoding", "utf-8")))
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in raw["workbook"].items():
        _fill(book.create_sheet(name), rows)
    for area in raw.get("merged", []):
        name, _, cells = area.partition("!")
        book[name].merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column, value["shows"] if isinstance(value, dict) else value)
            if isinstance(value, dict):
                cell.hyperlink = value["link"]


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - the signature is a suite's
    """Read every file; figures for all cases, and those of the held ones, which nobody tuned on."""
    outcomes = [_outcome(case) for case in cases.cases]
    figures: list[Figure] = []
    for ending, these in by_batch(outcomes, lambda one: one.case.batch):
        for name, chosen in (("all", these), ("held", [one for one in these if one.case.split == "held"])):
            figures += _figures(f"{name}{ending}", chosen)
    bars = [
        (kind, Share(sum(one.fields[0] for one in chosen), sum(one.fields[1] for one in chosen)).estimate)
        for kind in FORMATS
        if (chosen := [one for one in outcomes if one.case.format == kind])
    ]
    failing = tuple(_failing(one) for one in outcomes if one.wrong)
    return Measured(tuple(figures), (Chart.worst_first("Cells read right, by format", bars),), (), failing)


def _figures(name: str, outcomes: Sequence[Outcome]) -> list[Figure]:
    def share(part: str) -> Share:
        pairs = [getattr(one, part) for one in outcomes]
        return Share(sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))

    counted = {"columns": "columns", "fields": "cells", "rows": "rows", "repeated": "rows", "same": "applications"}
    titles = {"repeated": "repeats", "same": "round_trip"}
    figures = [
        Figure(f"{name}.{titles.get(part, part)}", share(part).estimate, counts) for part, counts in counted.items()
    ]
    for part in ("format_right", "dates_right"):
        right = Share(sum(getattr(one, part) for one in outcomes), len(outcomes))
        figures.append(Figure(f"{name}.{part.removesuffix('_right')}", right.estimate, "files"))
    return figures


def _outcome(case: TransferCase) -> Outcome:
    loaded = load(case.content, ImportMapping(), NOW)
    found = {column.column: column.field for column in loaded.columns}
    wrong = [
        f"{name} is {found.get(name)}, not {field}" for name, field in case.columns.items() if found.get(name) != field
    ]
    columns = (len(case.columns) - len(wrong), len(case.columns))
    read = [row for row in loaded.rows if row.application]
    told = [
        wrong_fields(read[at].application if at < len(read) else None, expected)
        for at, expected in enumerate(case.rows)
    ]
    wrong += [f"row {at}: {line}" for at, lines in enumerate(told, 1) for line in lines]
    asked = sum(len(expected) for expected in case.rows)
    extra = len(read) - len(case.rows)
    refused = [row.line for row in loaded.rows if row.application is None]
    if extra > 0 or refused != list(case.refused):
        wrong.append(f"refused {refused}, not {list(case.refused)}; {len(read)} rows read")
    repeated, more = _repeated(case, loaded)
    same, lost = _same(read_applications(loaded))
    order = loaded.dates.order if loaded.dates else None
    if order != case.dates:
        wrong.append(f"dates are {order}, not {case.dates}")
    return Outcome(
        case, columns, (asked - sum(len(lines) for lines in told), asked),
        (sum(not lines for lines in told), max(len(case.rows), len(read))), repeated, same,
        loaded.format == case.format, order == case.dates, [*wrong, *more, *lost],
    )  # fmt: skip


def read_applications(loaded: Loaded) -> list[PortableApplication]:
    """The applications of a file that were read."""
    return [row.application for row in loaded.rows if row.application]


def _repeated(case: TransferCase, loaded: Loaded) -> tuple[tuple[int, int], list[str]]:
    found = repeats([row.application for row in loaded.rows], [], lossless=False)
    lines = {row.line for row, repeat in zip(loaded.rows, found, strict=True) if repeat}
    wanted = set(case.duplicates)
    wrong = [f"line {line}: taken for a repeat" for line in sorted(lines - wanted)]
    wrong += [f"line {line}: not taken for a repeat" for line in sorted(wanted - lines)]
    return (len(loaded.rows) - len(wrong), len(loaded.rows)), wrong


def _same(found: Sequence[PortableApplication]) -> tuple[tuple[int, int], list[str]]:
    """How many are the same after being written as CSV, XLSX and JSON and read again; for tables their own columns."""
    rows = [row_of(one) for one in found]
    table = csv_lines([list(COLUMNS), *([cell_text(cell) for cell in row] for row in rows)])
    book = write_workbook(list(COLUMNS), rows, list(COLUMNS.values()))
    head = {"format": FORMAT, "version": VERSION, "exported_at": NOW.isoformat()}
    whole = json.dumps({**head, "applications": [one.model_dump(mode="json") for one in found]}).encode()
    right, lost = 0, []
    for kind, content in (("csv", table), ("xlsx", book), ("json", whole)):
        again = read_applications(load(content, ImportMapping(), NOW)) if found else []
        if kind == "json":
            alike = [a == b for a, b in zip(found, again, strict=True)]
        else:
            alike = [row == row_of(one) for row, one in zip(rows, again, strict=True)]
        right += sum(alike)
        lost += [f"{kind}: row {at} came back changed" for at, same in enumerate(alike, 1) if not same]
    return (right, 3 * len(found)), lost


def _failing(one: Outcome) -> Failing:
    return Failing(
        case=one.case.id, reason=one.wrong[0], input=one.case.content[:300].decode("utf-8", "replace"),
        expected="\n".join(str(row) for row in one.case.rows[:4]), found="\n".join(one.wrong[:12]),
    )  # fmt: skip


SUITE = Suite(
    name="transfer",
    about="files of applications in and out",
    own=("transfer.v1.yaml", "transfer_fresh.v1.yaml"),
    fits=lambda case: "columns" in case and "rows" in case,
    load=load_cases,
    measure=measure,
)
