"""Dates as spreadsheets write them. Which of 03/04/2025 is the month is decided by the whole file, or told. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from tools.applications.transfer.schemas import DateOrder, DatesRead, Moment
from tools.resumes.parsing.dates import MONTHS

NOON = time(12)
"""A day without a time is kept as its noon, UTC: the same day almost everywhere."""

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_CLOCK = re.compile(
    r"(?:[T,\s]|\bat\b|\bum\b|\bà\b)+(?P<hour>\d{1,2})(?::|h)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?:\s*uhr)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s*\([^)]*\))?\s*$",
    re.I,
)
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mie|jue|vie|sab|dom)[a-zäéáíú]*\.?,?\s+(?=\d|[a-z])",
    re.I,
)
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_DOTTED = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$")
_EITHER = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$")
_DAY_MONTH = re.compile(
    rf"^(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:of\s+|de\s+)?({_MONTH})\.?,?[\s-]+(?:de\s+|del\s+)?(\d{{4}}|\d{{2}})$",
    re.I,
)
_MONTH_DAY = re.compile(rf"^({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})$", re.I)
_COMPACT = re.compile(r"^(20\d{2}|19\d{2})(\d{2})(\d{2})$")
_SERIAL, _MILLISECONDS = re.compile(r"^[345]\d{4}(?:\.\d+)?$"), re.compile(r"^1\d{12}$")
_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_CENTURY = 2000


def order_of(values: Iterable[Any], hinted: DateOrder | None = None, chosen: DateOrder | None = None) -> DatesRead:
    """In which order the slashed dates of a file are: as the person says, as a heading says, else as those that can
    be read in one way only say. None, with the number of dates that stay open, where nothing tells or they disagree."""
    days, months, either = 0, 0, 0
    shown: dict[str, str] = {}
    for value in values:
        plain = _without_clock(value)[0] if isinstance(value, str) else ""
        if _DOTTED.match(plain):  # who writes 3.4. begins with the day elsewhere too
            days += 1
            shown.setdefault("dmy", plain)
        found = _EITHER.match(plain)
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        days += first > 12 >= second
        months += second > 12 >= first
        either += first <= 12 and second <= 12 and first != second
        key = "dmy" if first > 12 else "mdy" if second > 12 else "open"
        shown.setdefault(key, found[0])
    if chosen or hinted:
        return DatesRead(order=chosen or hinted, why="you said so" if chosen else "a heading says so")
    if not either and not (days and months):
        order: DateOrder | None = "dmy" if days else "mdy" if months else None
        return DatesRead(order=order, why=f"{shown[order]} can be read in one way only" if order else "no date is open")
    if days and months:
        why = f"{shown['dmy']} begins with the day and {shown['mdy']} with the month, "
        why += f"so {shown.get('open', 'others')} may be either"
        return DatesRead(order=None, why=why, ambiguous=either)
    if days or months:
        order = "dmy" if days else "mdy"
        return DatesRead(order=order, why=f"{shown[order]} can be read in one way only")
    return DatesRead(order=None, why=f"{shown['open']} may be day/month or month/day", ambiguous=either)


def moment_of(value: Any, order: DateOrder | None) -> Moment | None:
    """The moment a cell states; None for an empty one. Raises ValueError saying what cannot be read and why."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        whole = value.time() == time() and value.tzinfo is None
        return _day(value.date()) if whole else Moment(at=moment, whole_day=False)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:g}" if value < 100_000 else str(int(value))
    text = " ".join(str(value).split())
    if _SERIAL.match(text):
        told = _DAY_ZERO + timedelta(days=float(text))
        return _day(told.date()) if told.time() == time() else Moment(at=told.replace(microsecond=0), whole_day=False)
    if _MILLISECONDS.match(text):
        return Moment(at=datetime.fromtimestamp(int(text) / 1000, UTC), whole_day=False)
    words, clock = _without_clock(text)
    try:
        day = _date(words, order, text)
    except ValueError:
        if not _WEEKDAY.match(words):
            raise
        day = _date(_WEEKDAY.sub("", words), order, text)  # not before: "Mar 4" is no mardi
    if clock is None:
        return _day(day)
    at, zone = clock
    return Moment(at=datetime.combine(day, at, zone).astimezone(UTC), whole_day=False)


def is_dated(value: Any) -> bool:
    """Whether a cell is a date, in whichever order."""
    if isinstance(value, int | float):
        return False
    orders: tuple[DateOrder, ...] = ("dmy", "mdy")
    return any(_reads(value, order) for order in orders)


def _reads(value: Any, order: DateOrder) -> bool:
    try:
        return moment_of(value, order) is not None
    except ValueError:
        return False


def _day(day: date) -> Moment:
    return Moment(at=datetime.combine(day, NOON, UTC), whole_day=True)


def _without_clock(text: str) -> tuple[str, tuple[time, timezone] | None]:
    """The date of a cell, and its time with its zone (UTC where none is told)."""
    text = " ".join(text.split())
    text = re.sub(r"\s+GMT(?=[+-]\d{4})", " ", text)
    found = _CLOCK.search(text)
    if found is None or not found.start():
        return text.strip(" ,"), None
    hour = int(found["hour"])
    half = (found["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    zone = found["zone"] or "Z"
    shift = timedelta()
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    try:
        part = int((found["part"] or "0").ljust(6, "0")[:6])
        at = time(hour, int(found["minute"]), int(found["second"] or 0), part)
        return text[: found.start()].strip(" ,T"), (at, timezone(shift))
    except ValueError:
        return text, None


def _date(text: str, order: DateOrder | None, whole: str) -> date:
    if found := _ISO.match(text) or _COMPACT.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DOTTED.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _DAY_MONTH.match(text):
        day, month, year = int(found[1]), MONTHS[found[2].lower()], int(found[3])
    elif found := _MONTH_DAY.match(text):
        month, day, year = MONTHS[found[1].lower()], int(found[2]), int(found[3])
    elif found := _EITHER.match(text):
        day, month = _placed(int(found[1]), int(found[2]), order, whole)
        year = int(found[3])
    else:
        raise ValueError(f"“{whole[:60]}” is no date that can be read; write it as 2025-03-04")
    year += _CENTURY if year < 100 else 0
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{whole[:60]}” is no day of the calendar") from None


def _placed(first: int, second: int, order: DateOrder | None, whole: str) -> tuple[int, int]:
    """(day, month) of the two numbers of a slashed date. One that the file's order cannot be is told, never swapped."""
    if first == second:
        return first, second
    if order is None and first > 12:
        return first, second
    if order is None and second > 12:
        return second, first
    if order is None:
        raise ValueError(f"“{whole[:60]}” may be day/month or month/day: say which (date_order)")
    return (first, second) if order == "dmy" else (second, first)
