"""What an answer of a board looks like, whatever it is wrapped in: the names its rows have, and how they are read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tools.jobs.boards.board import BoardPosting
from tools.jobs.boards.mapping import Mapping, Row, at, read, string

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a row: the objects it lies in (the innermost last), and what is known of the answer itself."""

    parents: tuple[Row, ...] = ()
    token: str | None = None
    url: str | None = None
    at: datetime | None = None

    def stated(self, path: str) -> Any:
        """What lies at a dotted path of the nearest object around that has it; None when none does."""
        found = (at(parent, path) for parent in reversed(self.parents))
        return next((value for value in found if value not in (None, "", [], {})), None)


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of answer of one board.

    `fields` are the names that its rows may have, `lists` the paths at which a list without rows may lie. `prepared`
    completes a row by what is around it, `is_open` leaves rows out, `site` completes links for a token, `empty` tells
    an answer without rows where that is more than an empty list; a board whose rows hold several postings gives
    `several` in place of a mapping.
    """

    board: str
    fields: frozenset[str]
    mapping: Mapping | None = None
    lists: tuple[str, ...] = ()
    prepared: Callable[[Row, Around], Row] | None = None
    is_open: Callable[[Row], bool] | None = None
    site: Callable[[str], str] | None = None
    several: Callable[[Row], list[BoardPosting]] | None = None
    empty: Callable[[Any], bool] | None = None

    def row(self, row: Row, around: Around) -> Row | None:
        """The row as it is read; None when it is none of this shape."""
        known = self.prepared(row, around) if self.prepared else row
        marks = len(self.fields & row.keys())
        if self.mapping is None:
            return known if known and marks >= 2 else None
        named = string(read(known, self.mapping.external_id)) and string(read(known, self.mapping.title))
        return known if named and marks else None

    def postings(self, row: Row, around: Around, **stated: Any) -> list[BoardPosting]:
        """The postings of a row as `row` gives it; none when it is closed."""
        if self.is_open and not self.is_open(row):
            return []
        if self.mapping is None:
            return self.several(row) if self.several else []
        base = self.site(around.token) if self.site and around.token else around.url or ""
        found = self.mapping.posting(row, base=base, **stated)
        return [found] if found else []

    def is_empty(self, data: Any) -> bool:
        """Whether the answer is one of this shape without a row."""
        return data == [] or any(at(data, path) == [] for path in self.lists) or bool(self.empty and self.empty(data))


def fields(names: str) -> frozenset[str]:
    """The names in a line of them."""
    return frozenset(names.split())


def without_items(data: Any) -> bool:
    """Whether an answer is RSS with a channel and no item in it."""
    channel = at(data, "rss.channel")
    return isinstance(channel, dict) and "item" not in channel


def rows_in(data: Any, shape: Shape, around: Around) -> Iterator[tuple[Row, Around]]:
    """Every row of a shape in an answer, in its order, however deep it lies; rows inside rows are no rows."""
    waiting: list[tuple[Any, tuple[Row, ...]]] = [(data, around.parents)]
    while waiting:
        one, parents = waiting.pop()
        if isinstance(one, dict):
            here = Around(parents, around.token, around.url, around.at)
            if (row := shape.row(one, here)) is not None and not _holds_rows(one, shape, here):
                yield row, here
                continue
            parents = (*parents, one)
        inside: Iterable[Any] = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if len(parents) <= _DEEPEST:
            waiting += [(value, parents) for value in reversed(list(inside)) if isinstance(value, dict | list)]


def _holds_rows(one: Row, shape: Shape, here: Around) -> bool:
    """Whether what looks like a row is what rows lie in: a feed has a title and a link too."""
    if shape.mapping is None:
        return False
    lists = [value for value in one.values() if isinstance(value, list)] + [[one.get("item")]]
    return any(isinstance(inner, dict) and shape.row(inner, here) is not None for inside in lists for inner in inside)
