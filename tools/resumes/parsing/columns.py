"""Reading order: which fragments form a row, which form columns beside each other, and how columns run over pages."""

import itertools
import re
from dataclasses import dataclass, field
from statistics import median

from tools.resumes.parsing.dates import PRESENT, find_ranges, is_date_line
from tools.resumes.parsing.glyphs import Fragment
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.lines import Cell, Line
from tools.resumes.parsing.places import is_place

Row = list[Fragment]
_DATE_PART = re.compile(rf"(?i).*\d{{4}}\s*[-–—]|(?:[-–—]\s*)?(?:{PRESENT})")


@dataclass(slots=True)
class Block:
    """A part of a page: rows across its width, or one of several columns that stand side by side."""

    rows: list[Row]
    column: int | None = None
    x0: float = 0.0
    x1: float = 0.0
    children: list["Block"] = field(default_factory=list)


def rows_of(parts: list[Fragment]) -> list[Row]:
    """Fragments that share a baseline, top to bottom, each row left to right."""
    rows: list[Row] = []
    for part in sorted(parts, key=lambda p: (-p.y, p.x0)):
        for row in rows[-3:]:
            if any(_level(part, other) for other in row):
                row.append(part)
                break
        else:
            rows.append([part])
    for row in rows:
        row.sort(key=lambda p: p.x0)
    return rows


def _join_wrapped_dates(rows: list[Row]) -> list[Row]:
    """Bring the end of a range that has wrapped in a narrow margin back to its start."""
    for row, below in itertools.pairwise(rows):
        for part in row:
            later = next((p for p in below if abs(p.x0 - part.x0) < 3 or abs(p.x1 - part.x1) < 3), None)
            whole = f"{part.text} {later.text}" if later else ""
            if later is not None and is_date_line(whole) and _opens_range(part.text) and len(later.text) < 16:
                part.text = whole
                below.remove(later)
    return [row for row in rows if row]


def _unfold_grids(rows: list[Row]) -> list[Row]:
    """Read items that stand side by side (a grid of skills) one after another, column by column."""
    found: list[Row] = []
    index = 0
    while index < len(rows):
        run = _grid_at(rows, index)
        if run < 2:
            found.append(rows[index])
            index += 1
            continue
        lefts = [part.x0 for part in rows[index]]
        for x in lefts:
            found += [[part] for row in rows[index : index + run] for part in row if abs(part.x0 - x) < 2.5]
        index += run
    return found


def _grid_at(rows: list[Row], index: int) -> int:
    """How many rows from here form a grid: shared left edges, one style across a row, several styles down."""
    lefts = [part.x0 for part in rows[index]]
    if len(lefts) < 2 or any(part.bullet for part in rows[index]):
        return 0
    run, styles = 0, set()
    for row in rows[index:]:
        placed = all(any(abs(part.x0 - x) < 2.5 for x in lefts) and not part.bullet for part in row)
        style = {(part.bold, round(part.size)) for part in row}
        if not placed or len(style) > 1 or (len(row) == 1 and (run == 0 or heading_of(row[0].text) is not None)):
            break
        styles |= style if len(row) > 1 else set()
        run += 1
    beside = [part.text for row in rows[index : index + run] for part in row[1:]]
    firsts = [row[0].text for row in rows[index : index + run] for _ in row[1:]]
    asides = sum(
        (is_date_line(text) or is_place(text)) and not (is_date_line(first) or is_place(first))
        for first, text in zip(firsts, beside, strict=True)
    )
    return run if len(styles) > 1 and beside and asides < 0.3 * len(beside) else 0


def _join_wrapped_names(rows: list[Row]) -> list[Row]:
    """Bring the end of a name that has wrapped beside a date back to its start (`University of Arts and` …)."""
    for row, below in itertools.pairwise(rows):
        if len(row) < 2 or len(below) != 1 or not is_date_line(row[-1].text):
            continue
        first, later = row[0], below[0]
        open_end = re.search(r"(?:\b(?:and|of|for|the|in|und|für|der|et|de|des|y|e|en|van|voor)|[&,])$", first.text)
        alike = first.bold == later.bold and abs(first.x0 - later.x0) < 3 and abs(first.size - later.size) < 0.3
        if open_end is not None and alike and not later.bullet:
            first.text = f"{first.text} {later.text}"
            below.remove(later)
    return [row for row in rows if row]


def _opens_range(text: str) -> bool:
    """Whether the text ends inside a range of dates (`Feb 2016 – Sep`)."""
    return re.search(r"[-–—]\s*(?:[^\W\d_]{3,9}\.?)?$", text) is not None and re.search(r"\d{4}", text) is not None


def _level(first: Fragment, second: Fragment) -> bool:
    low = min(first.size, second.size)
    return abs(first.y0 - second.y0) < 0.25 * low or abs(first.y - second.y) < 0.3 * low


def blocks(parts: list[Fragment]) -> list[Block]:
    """Cut one page into full-width blocks and columns, in reading order."""
    return _cut(parts, 0)


def _cut(parts: list[Fragment], depth: int) -> list[Block]:
    if not parts:
        return []
    best = _best_band(parts) if depth < 3 and len(parts) >= 8 else None
    if best is None:
        return [_block(rows_of(parts))]
    x, top, bottom = best
    above = [p for p in parts if p.y > top]
    below = [p for p in parts if p.y < bottom]
    inside = [p for p in parts if bottom <= p.y <= top]
    found = _cut(above, depth)
    for number, side in enumerate(([p for p in inside if p.x0 < x - 1], [p for p in inside if p.x0 >= x - 1])):
        column = _block([])
        column.children = _cut(side, depth + 1)
        column.column = number
        column.x0, column.x1 = min(p.x0 for p in side), max(p.x1 for p in side)
        found.append(column)
    return found + _cut(below, depth)


def _block(rows: list[Row]) -> Block:
    """Rows with the extent of their parts."""
    parts = [part for row in rows for part in row]
    rows = _unfold_grids(_join_wrapped_names(_join_wrapped_dates(rows)))
    return Block(rows, None, min((p.x0 for p in parts), default=0.0), max((p.x1 for p in parts), default=0.0))


def _best_band(parts: list[Fragment]) -> tuple[float, float, float] | None:
    """The gutter (its right edge) and the height range in which most lines stand in two columns."""
    best: tuple[float, tuple[float, float, float]] | None = None
    for x in _gutters(parts):
        for top, bottom in _bands(parts, x):
            inside = [p for p in parts if bottom <= p.y <= top]
            left, right = [p for p in inside if p.x0 < x - 1], [p for p in inside if p.x0 >= x - 1]
            top, bottom = _trim(left, right, x, top, bottom)
            left, right = [p for p in left if bottom <= p.y <= top], [p for p in right if bottom <= p.y <= top]
            if not _are_columns(left, right):
                continue
            score = min(_weight(left), _weight(right)) * (top - bottom)
            if best is None or score > best[0]:
                best = (score, (x, top, bottom))
    return best[1] if best else None


def _weight(parts: list[Fragment]) -> float:
    return len(rows_of(parts)) + sum(len(p.text) for p in parts) / 60


def _gutters(parts: list[Fragment]) -> list[float]:
    """Left edges where at least three lines begin, the possible right columns."""
    edges: list[tuple[float, int]] = []
    for part in sorted(parts, key=lambda p: p.x0):
        if edges and part.x0 - edges[-1][0] < 2.5:
            edges[-1] = (edges[-1][0], edges[-1][1] + 1)
        else:
            edges.append((part.x0, 1))
    left, right = min(p.x0 for p in parts), max(p.x1 for p in parts)
    wide = right - left
    return [x for x, count in edges if count >= 2 and left + 0.12 * wide < x < right - 0.12 * wide]


def _bands(parts: list[Fragment], x: float) -> list[tuple[float, float]]:
    """Height ranges in which no fragment crosses the gutter left of `x`."""
    crossing = sorted((p for p in parts if p.x0 < x - 1 and p.x1 > x - 3), key=lambda p: -p.y)
    edges = [max(p.y for p in parts) + 1, *(p.y for p in crossing), min(p.y for p in parts) - 1]
    found = []
    for upper, lower in itertools.pairwise(edges):
        inside = [p for p in parts if lower + 0.01 < p.y < upper - 0.01]
        if len(inside) >= 6:
            found.append((max(p.y for p in inside), min(p.y for p in inside)))
    return found


def _trim(left: Row, right: Row, x: float, top: float, bottom: float) -> tuple[float, float]:
    """Leave rows above the band that only look like two columns: contact lines, and texts set flush right."""
    edge = max((p.x1 for p in left + right), default=0.0)
    for row in rows_of(left + right):
        own = [p for p in row if p.x0 >= x - 1]
        shared = bool(own) and len(own) < len(row)
        flush = shared and own[0].x0 - x > 4 and abs(own[-1].x1 - edge) < 4
        if not flush and (len(row) < 3 or (own and abs(own[0].x0 - x) < 3 and len(row) < 4)):
            if shared or own:
                return top, bottom
            continue
        top = min(p.y for p in row) - 0.01
    return top, bottom


def _are_columns(left: Row, right: Row) -> bool:
    """Whether two sides are columns of their own, not the two halves of the same rows."""
    lefts, rights = rows_of(left), rows_of(right)
    if min(len(lefts), len(rights)) < 3:
        return False
    narrow, wide = (lefts, rights) if _text(lefts) <= _text(rights) else (rights, lefts)
    if _is_margin(narrow, wide):
        return False
    free = [row for row in narrow if heading_of(" ".join(part.text for part in row)) is None] or narrow
    aligned = sum(any(_level(a, b) for row in wide for b in row for a in own) for own in free) / len(free)
    if aligned < 0.75:
        return True
    return _has_prose(narrow) and _has_prose(wide)


def _text(rows: list[Row]) -> int:
    return sum(len(part.text) for row in rows for part in row)


def _is_margin(narrow: list[Row], wide: list[Row]) -> bool:
    """Whether a column holds only dates, places, durations, headings, and labels of the lines beside them."""
    rows = [row for row in narrow if heading_of(" ".join(part.text for part in row)) is None]
    if not rows:
        return True
    marks = dates = 0
    for row in rows:
        text = " ".join(part.text for part in row)
        beside = any(_level(own, other) for other_row in wide for other in other_row for own in row)
        dated = is_date_line(text) or _DATE_PART.fullmatch(text.strip()) is not None
        dates += dated
        marks += dated or is_place(text) or (beside and len(text) < 26)
    return marks >= 0.85 * len(rows) and (dates > 1 or marks == len(rows))


def _has_prose(rows: list[Row]) -> bool:
    """Whether lines wrap: several follow each other that fill most of the column's width."""
    x0, x1 = min(r[0].x0 for r in rows), max(r[-1].x1 for r in rows)
    full = [len(row) == 1 and (row[0].x1 - row[0].x0) > 0.72 * (x1 - x0) and len(row[0].text) > 18 for row in rows]
    return any(first and second for first, second in itertools.pairwise(full))


def reading_order(pages: list[list[Block]]) -> list[Line]:
    """All pages' lines: a column goes on in the column at the same place on the next page."""
    flows: list[list[tuple[int, list[Row]]]] = []
    open_columns: list[tuple[float, float, list[tuple[int, list[Row]]]]] = []
    for number, page in enumerate(pages):
        for block in page:
            target = _flow_for(block, flows, open_columns)
            for rows in _flat(block):
                target.append((number, rows))
    return [line for index, flow in enumerate(flows) for line in _flow_lines(flow, index)]


def _flow_for(
    block: Block,
    flows: list[list[tuple[int, list[Row]]]],
    open_columns: list[tuple[float, float, list[tuple[int, list[Row]]]]],
) -> list[tuple[int, list[Row]]]:
    if block.column is None:
        matches = [flow for x0, x1, flow in open_columns if block.x0 > x0 - 8 and block.x1 < x1 + 8]
        if len(matches) == 1:
            return matches[0]
        open_columns.clear()
        flows.append([])
        return flows[-1]
    for x0, x1, flow in open_columns:
        if abs(x0 - block.x0) < 14 or abs(x1 - block.x1) < 10:
            return flow
    flows.append([])
    open_columns.append((block.x0, block.x1, flows[-1]))
    return flows[-1]


def _flat(block: Block) -> list[list[Row]]:
    return [block.rows] if not block.children else [rows for child in block.children for rows in _flat(child)]


def _flow_lines(flow: list[tuple[int, list[Row]]], index: int) -> list[Line]:
    lines: list[Line] = []
    for page, rows in flow:
        lines.extend(_lines(rows, index, page))
    return lines


def _lines(rows: list[Row], flow: int, page: int) -> list[Line]:
    """Rows as lines, with the gaps between them, bullets and their continuation lines."""
    lines: list[Line] = []
    pitch = _pitch(rows)
    edge = max((part.x1 for row in rows for part in row), default=0.0)
    above: Row | None = None
    bullet_x: float | None = None
    for index, row in enumerate(rows):
        gap = max(0.0, (_mid(above) - _mid(row)) / pitch - 1) if above else 0.0
        line = Line(
            [_cell(part) for part in row], gap=gap, flow=flow, page=page, indent=row[0].x0, y=_mid(row), edge=edge
        )
        inner = next((n for n, part in enumerate(row) if part.bullet), 0)
        if inner and all(len(part.text) < 30 for part in row[:inner]):
            row = [*row[inner:], *row[:inner]]
            line.cells = [*line.cells[inner:], *line.cells[:inner]]
        line.bullet = row[0].bullet and not _is_marked_header(rows, index)
        if line.bullet:
            bullet_x = row[0].x0
        elif row[0].bullet:
            bullet_x, line.gap = None, max(gap, 0.5)
        elif bullet_x is not None and gap < 0.6 and abs(row[0].x0 - bullet_x) < 0.3 * row[0].size:
            line.continued = True
        else:
            bullet_x = None
        lines.append(line)
        above = row
    return _hoist_asides(lines)


def _is_marked_header(rows: list[Row], index: int) -> bool:
    """Whether a marked row is a heading or an entry's header (a dot on a time line), not a bullet."""
    row = rows[index]
    text = " ".join(part.text for part in row)
    if heading_of(text) is not None:
        return True
    if len(text) > 90 or (re.search(r"[.;]$", text) and len(text.split()) > 6):
        return False
    following = next((other[0] for other in rows[index + 1 :] if other[0].bullet), None)
    deeper = following is not None and following.x0 > row[0].x0 + 2
    if deeper and any(not found.single for part in row for found in find_ranges(part.text)):
        return True
    for above, below in zip(rows[index : index + 4], rows[index + 1 : index + 5], strict=False):
        apart = _mid(above) - _mid(below) > 2.2 * row[0].size
        if below[0].bullet or apart or abs(below[0].x0 - row[0].x0) > 0.4 * row[0].size:
            return False
        if any(is_date_line(part.text) for part in below):
            return True
    return False


def _mid(row: Row) -> float:
    return median(part.y for part in row)


def _pitch(rows: list[Row]) -> float:
    steps = [_mid(a) - _mid(b) for a, b in itertools.pairwise(rows) if _mid(a) - _mid(b) > 1]
    sizes = [part.size for row in rows for part in row] or [10.0]
    steps = [step for step in steps if step < 2.2 * median(sizes)]
    return min(sorted(steps)[len(steps) // 4], 1.6 * median(sizes)) if steps else 1.2 * median(sizes)


def _cell(part: Fragment) -> Cell:
    return Cell(part.text, part.bold, part.italic, part.size, part.x0, part.x1, list(part.links), part.emphasis)


def _hoist_asides(lines: list[Line]) -> list[Line]:
    """Move a date or place that stands right of a bullet up to the header the bullet belongs to."""
    result: list[Line] = []
    header = -1
    for line in lines:
        if (line.bullet or line.continued) and len(line.cells) > 1 and header >= 0:
            asides = [cell for cell in line.cells[1:] if len(cell.text) < 40]
            if len(asides) == len(line.cells) - 1:
                line.cells = line.cells[:1]
                for cell in asides:
                    header += 1
                    result.insert(header, Line([cell], flow=line.flow, page=line.page, indent=cell.x0, y=line.y))
        result.append(line)
        if not line.bullet and not line.continued:
            header = len(result) - 1
    return result
