"""A day and an hour to come, as people say them: "on Friday at 10", "am 5. Juni um 14 Uhr", "demain", "en 3 días"."""

import re
from datetime import date, timedelta

from agents.offline.spans import Spans
from agents.offline.wordings import COUNT, SMALL

_DAYS = (
    r"mon(?:day)?|montag|lundi|lunes", r"tue(?:s(?:day)?)?|dienstag|mardi|martes",
    r"wed(?:nesday)?|mittwoch|mercredi|miercoles", r"thu(?:rs?(?:day)?)?|donnerstag|jeudi|jueves",
    r"fri(?:day)?|freitag|vendredi|viernes", r"sat(?:urday)?|samstag|sonnabend|samedi|sabado",
    r"sun(?:day)?|sonntag|dimanche|domingo",
)  # fmt: skip
_MONTHS = (
    r"jan(?:uary|uar|vier)?|enero", r"feb(?:ruary|ruar|rero)?|fevrier", r"mar(?:ch|zo|z|s)|marz",
    r"apr(?:il)?|avril|abril", r"may|mai|mayo", r"june?|juni|juin|junio", r"july?|juli|juillet|julio",
    r"aug(?:ust)?|aout|agosto", r"sept?(?:ember|embre)?|septiembre", r"oct(?:ober|obre)?|okt(?:ober)?|octubre",
    r"nov(?:ember|embre)?|noviembre", r"dec(?:ember|embre)?|dez(?:ember)?|diciembre",
)  # fmt: skip
_DAY, _MONTH = "|".join(_DAYS), "|".join(_MONTHS)
_ON = (
    r"(?:(?:on|for|by|until|till|to|from|am|bis(?: zum| am)?|auf|den|le|pour|el|para el|"
    r"hasta el|antes del|the|this)\s+)*"
)
_NEXT = r"(?:next|nachsten?|kommenden?|proximo|coming)\s+"
_ISO = re.compile(rf"\b{_ON}(\d{{4}})-(\d\d?)-(\d\d?)(?:[t ](?=\d))?")
_DAY_MONTH = re.compile(
    rf"\b{_ON}(\d{{1,2}})(?:\.|st|nd|rd|th|er)?\s+(?:of |de )?({_MONTH})\b\.?(?:,?\s+(?:de )?(\d{{4}}))?"
)
_MONTH_DAY = re.compile(rf"\b{_ON}({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(\d{{4}}))?")
_DOTTED = re.compile(rf"\b{_ON}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})?(?!\d)")
_IN = re.compile(
    rf"\b(?:in|dans|en|dentro de)\s+({COUNT}|an?|einem|einer|un|une|una)\s+"
    r"(days?|tage?n?|jours?|dias?|weeks?|wochen?|semaines?|semanas?|months?|monate?n?|mois|mes(?:es)?)\b"
)
_WEEK = re.compile(r"\b(?:next week|nachste woche|la semaine prochaine|la proxima semana|la semana que viene)\b")
_RELATIVE = (
    (2, re.compile(r"\b(?:the )?day after tomorrow\b|\bubermorgen\b|\bapres-demain\b|\bpasado manana\b")),
    (1, re.compile(r"\b(?:tomorrow|demain)\b|(?<!heute )(?<!am )(?<!jeden )\bmorgen\b|(?<!la )(?<!esta )\bmanana\b")),
    (0, re.compile(r"\b(?:today|tonight|heute|aujourd'hui|hoy|this (?:morning|afternoon|evening))\b")),
)  # fmt: skip
_WEEKDAY = re.compile(rf"\b{_ON}({_NEXT})?({_DAY})\b(?:\s+(?:prochain|que viene|next))?")
_CLOCK = re.compile(
    r"(?:\b(?:at|um|gegen|ab|a|a las|a la|vers|from|around)\s+)?"
    r"(?:(?<![\d.,:-])(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d)(?!\d|[.,]\d))?"
    r"(?:\s?(?P<half>a\.?m\.?(?! (?:mo|di|mi|do|fr|sa|so)\w+tag| mittwoch| \d)|p\.?m\.?)(?!\w)"
    r"|\s?(?:uhr|h|o'?clock)\b|(?<=\d)(?<=[:.h]\d\d)(?!\w)))"
)
_BARE_CLOCK = re.compile(r"\b(?:at|um|a las)\s+(?P<h>[01]?\d|2[0-3])\b(?![\d.,:%/-]|\s?k\b|\s*(?:%|euro|usd|per))")
_NOON = re.compile(r"\b(?:at noon|midday|mittags|a midi|a mediodia)\b")


def take_moment(spans: Spans, today: date | None) -> tuple[date | None, tuple[int, int] | None]:
    """The day that is said and the hour, each taken out of the sentence; None where it is not said."""
    clock = _take_clock(spans, pointed=True)
    day = _take_day(spans, today)
    return day, clock or _take_clock(spans, pointed=False)


def says_clock(folded: str) -> bool:
    """Whether an hour is said. Pure."""
    return bool(_CLOCK.search(folded) or _BARE_CLOCK.search(folded) or _NOON.search(folded))


def says_day(folded: str) -> bool:
    """Whether a day to come is said. Pure."""
    patterns = (_ISO, _DAY_MONTH, _MONTH_DAY, _DOTTED, _IN, _WEEK, _WEEKDAY, *(pattern for _, pattern in _RELATIVE))
    return any(pattern.search(folded) for pattern in patterns)


def iso(day: date, clock: tuple[int, int] | None, *, otherwise: tuple[int, int] = (9, 0)) -> str:
    """2026-06-05T10:00, with the hour that goes without saying. Pure."""
    hour, minute = clock or otherwise
    return f"{day.isoformat()}T{hour:02d}:{minute:02d}"


def _take_clock(spans: Spans, *, pointed: bool) -> tuple[int, int] | None:
    """An hour with minutes or a word for hours; with `pointed` false one after "at" alone."""
    if pointed and (noon := spans.search(_NOON)):
        spans.take(*noon.span())
        return (12, 0)
    match = spans.search(_CLOCK if pointed else _BARE_CLOCK)
    if match is None:
        return None
    spans.take(*match.span())
    hour, minute = int(match["h"]), int((match.groupdict().get("m")) or 0)
    half = (match.groupdict().get("half") or "").replace(".", "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour, minute)


def _take_day(spans: Spans, today: date | None) -> date | None:
    for find in (_dated, _counted, _week, _relative, _weekday):
        if (found := find(spans, today)) is not None:
            day, start, end = found
            spans.take(start, end)
            return day
    return None


Found = tuple[date, int, int]


def _dated(spans: Spans, today: date | None) -> Found | None:
    for pattern, order in ((_ISO, "ymd"), (_DOTTED, "dmy"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy")):
        if (match := spans.search(pattern)) is None:
            continue
        parts = dict(zip(order, match.groups(), strict=True))
        month = int(parts["m"]) if parts["m"].isdigit() else _index(_MONTHS, parts["m"]) + 1
        if (day := _made(parts["y"], month, int(parts["d"]), today)) is not None:
            return day, *match.span()
    return None


def _made(year: str | None, month: int, day: int, today: date | None) -> date | None:
    """The date; without a year the next one to come. None for a day that no month has."""
    if year is None and today is None:
        return None
    try:
        found = date(int(year) if year else today.year, month, day)  # type: ignore[union-attr]
        return found if year or found >= today else found.replace(year=found.year + 1)  # type: ignore[operator]
    except ValueError:
        return None


def _counted(spans: Spans, today: date | None) -> Found | None:
    match = spans.search(_IN)
    if match is None or today is None:
        return None
    count = SMALL.get(match[1]) or (int(match[1]) if match[1].isdigit() else 1)
    size = 7 if match[2][0] in "ws" else 30 if match[2][0] == "m" else 1
    return today + timedelta(days=count * size), *match.span()


def _week(spans: Spans, today: date | None) -> Found | None:
    match = spans.search(_WEEK)
    return (today + timedelta(days=7 - today.weekday()), *match.span()) if match and today else None


def _relative(spans: Spans, today: date | None) -> Found | None:
    for days, pattern in _RELATIVE:
        if today is not None and (match := spans.search(pattern)):
            return today + timedelta(days=days), *match.span()
    return None


def _weekday(spans: Spans, today: date | None) -> Found | None:
    """The next such day; the one today is, is a week away."""
    match = spans.search(_WEEKDAY)
    if match is None or today is None:
        return None
    ahead = (_index(_DAYS, match[2]) - today.weekday()) % 7 or 7
    return today + timedelta(days=ahead), *match.span()


def _index(names: tuple[str, ...], said: str) -> int:
    return next(index for index, pattern in enumerate(names) if re.fullmatch(pattern, said))
