"""Tables of word processors and pages: rows of short cells, or a grid that only lays out columns."""

from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.lines import Line

Grid = list[list[list[Line]]]


def layout_lines(grid: Grid) -> list[Line]:
    """Rows of short cells as lines of cells; cells that hold whole sections one after another, as columns."""
    columns = max((len(row) for row in grid), default=0)
    layout = columns > 1 and any(any(len(cell) >= 4 for cell in row) and _has_sections(row) for row in grid)
    if layout:
        return [line for number in range(columns) for line in _column(grid, number)]
    return [line for row in grid for line in _row(row)]


def _column(grid: Grid, number: int) -> list[Line]:
    """The lines of one column, a flow of their own as the columns of a page are."""
    lines = [line for row in grid if number < len(row) for line in row[number]]
    for line in lines:
        line.flow = number + 1
    return lines


def _has_sections(row: list[list[Line]]) -> bool:
    return any(len([line for line in cell if heading_of(line.text)]) >= 2 for cell in row)


def _row(row: list[list[Line]]) -> list[Line]:
    """One table row: first lines side by side, the rest below in order."""
    filled = [cell for cell in row if cell]
    if not filled:
        return []
    first = Line([part for cell in filled for part in cell[0].cells], table=True, gap=max(filled[0][0].gap, 0.5))
    if any(cell[0].bullet for cell in filled):
        first = Line(list(filled[0][0].cells), bullet=filled[0][0].bullet, gap=0.5)
        return [first, *filled[0][1:], *(line for cell in filled[1:] for line in cell)]
    return [first, *(line for cell in filled for line in cell[1:])]
