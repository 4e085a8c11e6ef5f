"""What of a page's layout programs may not follow. Pure."""

from collections import defaultdict
from itertools import combinations

from tools.resumes.parsing.lines import Line
from tools.resumes.schemas import Layout

SIDE_BY_SIDE = 4


def layout_of(lines: list[Line]) -> list[Layout]:
    """Columns: two runs of lines beside each other on a page. Tables: cells of one, in Word files and web pages."""
    found: list[Layout] = []
    if _has_columns(lines):
        found.append("columns")
    if sum(line.table for line in lines) > 1:
        found.append("tables")
    return found


def _has_columns(lines: list[Line]) -> bool:
    flows: dict[tuple[int, int], list[float]] = defaultdict(list)
    for line in lines:
        flows[line.page, line.flow].append(line.y)
    for (page, first), (other_page, second) in combinations(flows, 2):
        if page == other_page and _beside(flows[page, first], flows[other_page, second]):
            return True
    return False


def _beside(first: list[float], second: list[float]) -> bool:
    """Whether several lines of either stand at the height of the other."""
    return all(
        sum(min(other) <= y <= max(other) for y in one) >= SIDE_BY_SIDE
        for one, other in ((first, second), (second, first))
    )
