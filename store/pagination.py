"""Cursor pagination: opaque cursors over (sort value, id), newest first."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
from typing_extensions import TypedDict  # Pydantic reads typing's own only from Python 3.12 on

from store.errors import ValidationError

Item = TypeVar("Item")
DEFAULT_LIMIT, MAX_LIMIT = 50, 200


class Page(TypedDict, Generic[Item]):
    """One page of a list; `next_cursor` is None on the last one, `total` counts all pages."""

    items: list[Item]
    next_cursor: str | None
    total: int


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How many rows (1 to 200) and from which cursor on."""

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None

    def after(self) -> list[Any] | None:
        """The decoded cursor, or None for the first page. Raises ValidationError for one not made here."""
        if self.cursor is None:
            return None
        try:
            padded = self.cursor + "=" * (-len(self.cursor) % 4)
            values = orjson.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
            UUID(values[-1])
        except (
            ValueError,
            binascii.Error,
            UnicodeEncodeError,
            TypeError,
            KeyError,
            IndexError,
            AttributeError,
        ) as problem:
            raise invalid_cursor() from problem
        return list(values)


def invalid_cursor() -> ValidationError:
    """What a cursor gets that this list, sorted this way, did not give out."""
    return ValidationError("The cursor is not one this list gave out; start again without it.", code="INVALID_CURSOR")


def edge_of(after: Sequence[Any], order: str, keys: Mapping[str, Callable[[Any], Any]]) -> tuple[Any, UUID]:
    """Sort key and id of the last row of the page before, out of a cursor that was made for this very order.

    `order` is a sort and its direction, "title asc"; `keys` read the key of each sort. Raises ValidationError.
    """
    if len(after) != 3 or after[0] != order:
        raise invalid_cursor()
    try:
        return keys[order.split()[0]](after[1]), UUID(after[2])
    except (TypeError, ValueError, OverflowError) as problem:
        raise invalid_cursor() from problem


def as_moment(value: Any) -> datetime:
    """A sort key that is a time, in UTC. Raises ValueError, TypeError or OverflowError."""
    return datetime.fromisoformat(value).astimezone(UTC)


def as_text(value: Any) -> str:
    """A sort key that is a text a column can hold. Raises ValueError."""
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("not a text that a column can hold")
    return value


def encode_cursor(*values: Any) -> str:
    """An opaque cursor for the last row of a page; the last value is its id."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")
