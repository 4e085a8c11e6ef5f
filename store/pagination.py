"""Cursor pagination: opaque cursors over (sort value, id), newest first."""

import base64
import binascii
from dataclasses import dataclass
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


def encode_cursor(*values: Any) -> str:
    """An opaque cursor for the last row of a page; the last value is its id."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")
