"""XLSX: read as values only (its programs and links are never looked at), written with types and a frozen head."""

import html
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string, get_column_letter

from store.errors import UnsupportedTypeError, ValidationError
from tools.applications.transfer.cells import shown_and_link
from tools.applications.transfer.headings import HEAD_WITHIN, headed_best
from tools.applications.transfer.limits import MAX_COLUMNS, MAX_EXPANDED, MAX_ROWS, check_size, member, open_archive
from tools.applications.transfer.schemas import Row, Sheet

MAIN, LONG = "Applications", "Long texts"
LONGEST = 32_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TOKEN = re.compile(r"_x[0-9A-Fa-f]{4}_|.", re.S)
_RELATION, _HYPERLINK = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>"), re.compile(r"<(?:\w+:)?hyperlink\b[^>]*>")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})\b")
_BROKEN = (
    BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError, EOFError, IndexError, AttributeError,
    OverflowError, zlib.error,
)  # fmt: skip
_MOST_RELATIONS = 20_000_000
_FORMULA = re.compile(r"^[=+\-@]")


def escaped(text: str) -> str:
    """The text with what XML cannot hold as _xHHHH_, the way Excel itself writes it; reversible."""
    return _CONTROL.sub(lambda found: f"_x{ord(found[0][0]):04X}_" + found[0][1:], text)


def unescaped(text: str) -> str:
    """What `escaped` was made from."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def sheet_names(content: bytes) -> list[str]:
    """The sheets of a workbook that hold cells, in their order."""
    return [sheet.title for sheet in _opened(content).worksheets if sheet.title != LONG]


def read_workbook(content: bytes, wanted: str | None = None) -> Sheet:
    """One sheet as a table: the one asked for, ours, else the first that holds anything.

    Formulas are read as the values they were saved with, and told in the notes. Raises what `limits` raises,
    ValidationError `NO_TABLE`, and `NO_SHEET` naming those there are.
    """
    open_archive(content).close()
    try:
        return _read(content, wanted)
    except _BROKEN as problem:
        raise _unreadable() from problem


def _read(content: bytes, wanted: str | None) -> Sheet:
    book = _opened(content)
    names = [sheet.title for sheet in book.worksheets]
    if wanted is not None and wanted not in names:
        raise ValidationError(f"There is no sheet {wanted!r}; there are: {', '.join(names)}.", code="NO_SHEET")
    for name in [wanted] if wanted else _most_headed_first(book, names):
        rows = list(_rows(book[name]))
        if rows:
            check_size(len(rows), max(len(row.cells) for row in rows))
            follow_links(content, name, rows)
            notes = _formulas(content, name, {row.line: row for row in rows})
            others = [other for other in names if other not in (name, LONG)]
            if others and wanted is None:
                notes.append(f"Only the sheet “{name}” was read; there are also: {', '.join(others[:10])}.")
            return Sheet(columns=[], rows=rows, details=f"sheet “{name}”", notes=notes)
    raise ValidationError("The workbook holds no rows.", code="NO_TABLE")


def _most_headed_first(book: Any, names: list[str]) -> list[str]:
    """The sheets, that with the most known headings first; ours before others, then as they stand."""
    known = {name: headed_best(list(islice(_rows(book[name]), HEAD_WITHIN)))[1] for name in names}
    return sorted((name for name in names if name != LONG), key=lambda name: (-known[name], name != MAIN))


def read_long(content: bytes) -> dict[tuple[int, str], str]:
    """Texts that a cell could not hold, by row and heading, out of the sheet of ours that continues them."""
    book = _opened(content)
    found: dict[tuple[int, str], str] = {}
    if LONG in book.sheetnames:
        for row in book[LONG].iter_rows(min_row=2, max_col=4, values_only=True):
            number, heading, _, text = row
            if isinstance(number, int):
                key = (number, str(heading))
                found[key] = found.get(key, "") + unescaped(str(text or ""))
    return found


def _opened(content: bytes, *, formulas: bool = False) -> Any:
    try:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False)
    except _BROKEN as problem:
        raise _unreadable() from problem


def _unreadable() -> UnsupportedTypeError:
    """What is told of a workbook that is damaged, whichever part of it."""
    return UnsupportedTypeError("The workbook cannot be read. Save it again as .xlsx, or as CSV.")


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what it claims is its own word
    for line, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), 1):
        if line > MAX_ROWS * 2 and any(cell not in (None, "") for cell in cells):
            check_size(line, 1)
        values = [unescaped(cell) if isinstance(cell, str) else cell for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if any(value not in (None, "") for value in values):
            yield Row(line=line, cells=values)


def _formulas(content: bytes, name: str, rows: Mapping[int, Row]) -> list[str]:
    """A note on cells that were computed: what stands there is what the program that saved the file has computed. Of a
    HYPERLINK the address is kept beside what it shows."""
    if b"<f" not in _raw_sheets(content):
        return []
    computed = 0
    sheet = _opened(content, formulas=True)[name]
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS * 2, max_col=MAX_COLUMNS), 1):
        formulas = [(at, str(cell.value)) for at, cell in enumerate(cells) if cell.data_type == "f"]
        computed += len(formulas)
        for at, text in formulas if line in rows else ():
            shows, link = shown_and_link(text)
            if link:
                _linked(rows[line], at, link, shows)
    return [f"{computed} cells are formulas: read as the values they were saved with."] if computed else []


def _linked(row: Row, at: int, link: str, shows: str) -> None:
    """Keep where a cell leads, and what it shows where nothing was saved for it."""
    row.cells += [None] * (at + 1 - len(row.cells))
    row.links[at] = link
    if row.cells[at] in (None, ""):
        row.cells[at] = shows


def follow_links(content: bytes, name: str, rows: Sequence[Row]) -> None:
    """Put the addresses that cells of a sheet lead to beside them; only web addresses, and none is ever opened."""
    book = _opened(content)
    path = str(getattr(book[name], "_worksheet_path", "")).removeprefix("/")
    folder, _, leaf = path.rpartition("/")
    by_line = {row.line: row for row in rows}
    with open_archive(content) as archive:
        kept = f"{folder}/_rels/{leaf}.rels"
        if kept not in archive.namelist():
            return
        targets = {
            _attribute(one, "Id"): _attribute(one, "Target")
            for one in _RELATION.findall(member(archive, kept, most=_MOST_RELATIONS).decode("utf-8", "replace"))
        }
        markup = member(archive, path, most=MAX_EXPANDED).rpartition(b"</sheetData>")[2].decode("utf-8", "replace")
    for one in _HYPERLINK.findall(markup):
        link = targets.get(_attribute(one, "id"), "")
        place = _PLACE.match(_attribute(one, "ref"))
        if place and int(place[2]) in by_line and link.startswith(("http://", "https://")):
            _linked(by_line[int(place[2])], column_index_from_string(place[1]) - 1, link, link)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""[\s:]{name}=["']([^"']*)["']""", tag)
    return html.unescape(found[1]) if found else ""


def _raw_sheets(content: bytes) -> bytes:
    with open_archive(content) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return b"".join(b"<f" if b"<f>" in (part := archive.read(name)) or b"<f " in part else b"" for name in names)


def write_workbook(columns: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> bytes:
    """A workbook with the rows under a frozen, filtered head; dates and numbers keep their type, texts stay texts
    whatever they begin with, and one longer than a cell goes on in a second sheet. Times are UTC."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(MAIN)
    sheet.freeze_panes = "A2"
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append([_bold(sheet, name) for name in columns])
    long: list[tuple[int, str, int, str]] = []
    last = 1
    for last, row in enumerate(rows, 2):
        sheet.append([_cell(sheet, value, last, columns[at], long) for at, value in enumerate(row)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(last, 2)}"
    if long:
        more = book.create_sheet(LONG)
        more.append(["row", "column", "part", "text"])
        for number, name, part, text in long:
            more.append([number, name, part, _text(more, text)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _bold(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any, row: int, column: str, long: list[tuple[int, str, int, str]]) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, str):
        first, *rest = _pieces(escaped(value))
        long.extend((row, column, part, text) for part, text in enumerate(rest, 2))
        return _text(sheet, first)
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return _exact(sheet, value)
    return value if value is None or isinstance(value, int | float | date) else str(value)


def _exact(sheet: Any, value: float) -> Any:
    """A number of which every digit is kept: openpyxl writes sixteen, and a few numbers need one more."""
    cell = WriteOnlyCell(sheet)
    cell.value = repr(value)
    cell.data_type = "n"
    return cell


def _pieces(text: str) -> list[str]:
    """An escaped text in pieces that a cell can hold, cut between letters and never inside an escape."""
    if _units(text) <= LONGEST:
        return [text]
    pieces: list[list[str]] = [[]]
    size = 0
    for token in _TOKEN.findall(text):
        if size + _units(token) > LONGEST:
            pieces.append([])
            size = 0
        pieces[-1].append(token)
        size += _units(token)
    return ["".join(piece) for piece in pieces]


def _units(text: str) -> int:
    """How long Excel takes a text to be: what lies beyond the basic plane counts twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _text(sheet: Any, text: str) -> Any:
    if not _FORMULA.match(text) and not text.startswith("#"):
        return text
    cell = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type = "s"
    return cell
