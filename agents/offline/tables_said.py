"""Tables of applications that somebody pasted: the rows under headings that an import knows."""

import csv

from tools.applications.transfer.delimited import DELIMITERS
from tools.applications.transfer.headings import fields_named

_LONGEST_HEADING, _LOOKED_AT = 60, 40


def application_table(text: str) -> str | None:
    """The lines of a message that are a table of applications, from its headings on; None without one.

    Its headings are a line of short cells of which most are known, the job's title or the employer among them, with
    a line below that is cut by the same mark.
    """
    lines = text.splitlines()
    for at, line in enumerate(lines[:_LOOKED_AT]):
        below = next((one for one in lines[at + 1 : at + 3] if one.strip()), "")
        for mark in DELIMITERS:
            if mark in line and mark in below and _is_head(line, mark):
                return "\n".join(lines[at:])
    return None


def _is_head(line: str, mark: str) -> bool:
    try:
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark)) if cell.strip()]
    except (csv.Error, StopIteration):
        return False
    fields = fields_named(cells)
    known = sum(field is not None for field in fields)
    short = all(len(cell) <= _LONGEST_HEADING for cell in cells)
    return short and known >= 2 and known * 2 >= len(cells) and bool({"title", "company"} & set(fields))
