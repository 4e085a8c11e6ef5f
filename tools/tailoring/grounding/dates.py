"""Reads calendar dates out of tokens and durations out of positions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tools.resumes.schemas import Detail, EducationDetail, PositionDetail, ProjectDetail
from tools.tailoring.grounding.measures import measures
from tools.tailoring.grounding.tables import load
from tools.tailoring.grounding.tokens import Token

_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{1,2}))?")
_SIGNS = {"(", ",", "-", "–", "—", "/", ":", "·", "|"}


@dataclass(frozen=True, slots=True)
class When:
    """A year, with its month where the text gives it; `first`..`last` are token indexes. Year 0 is the present."""

    year: int
    month: int | None
    first: int
    last: int
    surface: str

    def within(self, other: "When") -> bool:
        """Whether `other` (a fact's date) says at least this much."""
        return self.year == other.year and (self.month is None or self.month == other.month)


def read_dates(tokens: Sequence[Token]) -> list[When]:
    """All dates, left to right."""
    found: list[When] = []
    months = measures().months
    for index, token in enumerate(tokens):
        when = _numeric(token, index) if token.kind == "date" else None
        if when is None and token.kind == "number" and _is_year(tokens, index):
            before = index - 1
            if before >= 0 and tokens[before].low in {".", ",", "de", "of"} and before >= 1:
                before -= 1
            month = months.get(tokens[before].low) if before >= 0 else None
            first = before if month else index
            when = When(int(token.text), month, first, index, " ".join(t.text for t in tokens[first : index + 1]))
        if when is not None:
            found.append(when)
    return found


@lru_cache(maxsize=1)
def _before_year() -> frozenset[str]:
    return frozenset(load("grammar.yaml")["before_year"].split())


def _numeric(token: Token, index: int) -> When | None:
    parts = [int(part) for part in re.split(r"[-./]", token.text)]
    year = max(parts)
    month = parts[1] if parts[0] == year or len(parts) == 3 else parts[0]
    return When(year, month if 1 <= month <= 12 else None, index, index, token.text)


def _is_year(tokens: Sequence[Token], index: int) -> bool:
    text = tokens[index].text
    if not re.fullmatch(r"(?:19[5-9]\d|20[0-4]\d)", text):
        return False
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None or after.kind != "word":
        return not (after is not None and after.low in {"%", "€", "$", "£", "+"})
    before = tokens[index - 1].low if index else ""
    months = measures().months
    known_before = before in _SIGNS or before in _before_year() or before in months
    return known_before and (after.low not in measures().units or after.low in {"to", "an", "a"})


def stated(detail: Detail | None) -> list[When]:
    """The dates a detail holds in its own fields."""
    found: list[When] = []
    for name in ("start", "end", "date"):
        match = _PARTIAL.match(getattr(detail, name, None) or "")
        if match:
            month = int(match.group(2)) if match.group(2) else None
            found.append(When(int(match.group(1)), month, -1, -1, match.group(0)))
    if getattr(detail, "current", False):
        found.append(When(0, None, -1, -1, "present"))
    return found


def months_of(detail: Detail | None, today: date | None) -> tuple[int, int] | None:
    """Least and most whole months a position can have lasted; None when its dates do not tell.

    Years alone are taken by their difference, as people count them: 2019 to 2022 is three years.
    """
    if not isinstance(detail, PositionDetail | EducationDetail | ProjectDetail) or not detail.start:
        return None
    start = _PARTIAL.match(detail.start)
    end = _PARTIAL.match(detail.end or "")
    if detail.current and today is not None:
        end = _PARTIAL.match(today.isoformat())
    if start is None or end is None:
        return None
    years = int(end.group(1)) - int(start.group(1))
    if start.group(2) and end.group(2):
        months = years * 12 + int(end.group(2)) - int(start.group(2))
        return months, months + 1
    return years * 12, years * 12
