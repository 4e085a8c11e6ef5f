"""Text with delimiters: which encoding, which delimiter, where every row begins. Pure."""

import codecs
import csv
import io
import re
from collections import Counter

from store.errors import UnsupportedTypeError, ValidationError
from tools.applications.transfer.limits import MAX_CELL, check_size
from tools.applications.transfer.schemas import Row, Sheet

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_SEP = re.compile(r"\A\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n)", re.I)
_RULE = re.compile(r"[ \t:-]*")  # the line under the headings of a table in Markdown
_LOOKED_AT = 60


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding: by its mark, else UTF-16 by its zeros, UTF-8, Windows-1252.

    Raises UnsupportedTypeError for what is no text.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), name.upper()
    if guess := _without_mark(content):
        return content.decode(guess, "replace"), guess.upper()
    if b"\x00" in content[:4096]:
        raise UnsupportedTypeError(
            "This file is no table: it holds bytes that no text has. Hand in CSV, TSV, JSON, XLSX or a ZIP of ours."
        )
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the beginning is mostly zero."""
    head = content[:400]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > len(head) // 4:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 4 else None


def read_delimited(content: bytes) -> Sheet:
    """A CSV or TSV as a table; the first row of it is what stands first, headings are found by `headed`.

    Raises ValidationError `NO_TABLE`, and what `limits` raises.
    """
    text, encoding = decoded(content)
    text = text.removeprefix("\ufeff")
    told = _SEP.match(text)
    first = 2 if told else 1
    body = text[told.end() :] if told else text
    delimiter = told[1] if told else delimiter_of(body)
    rows = _rows(body, delimiter, first)
    if not rows:
        raise ValidationError("The file holds no rows.", code="NO_TABLE")
    check_size(len(rows), max(len(row.cells) for row in rows))
    details = f"{encoding}, {DELIMITERS.get(delimiter, repr(delimiter))}"
    return Sheet(columns=[], rows=rows, details=details)


def _rows(text: str, delimiter: str, first: int) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(MAX_CELL)
    rows: list[Row] = []
    line = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not (delimiter == "|" and all(map(_RULE.fullmatch, cells))):
                rows.append(Row(line=line, cells=list(cells)))
            line = reader.line_num + first
    except csv.Error as problem:
        raise ValidationError(
            f"Line {line} cannot be read as a table: {problem}. A quotation mark may be open there.", code="NO_TABLE"
        ) from problem
    return rows


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first rows into the same number of cells, more than one; a comma without any."""
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        widths = []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for cells in reader:
                if any(cells):
                    widths.append(len(cells))
                if len(widths) >= _LOOKED_AT:
                    break
        except csv.Error:
            continue
        width, often = Counter(widths).most_common(1)[0] if widths else (1, 0)
        score = often / len(widths) * min(width, 40) if widths and width > 1 else 0.0
        if score > most:
            best, most = delimiter, score
    return best
