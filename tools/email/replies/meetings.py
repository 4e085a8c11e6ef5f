"""When and where an interview is: read from an invitation, or from words that can only mean one moment."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dateparser
from icalendar import Calendar, Event

from tools.email.message import Mail
from tools.email.replies.schemas import Meeting

_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[iyo]|jui?n|juil|jul|aug|ao[uû]t|ago|sep|set|o[ck]t|out|nov|de[cz]|d[ée]c|gen|mag|giu|"
    r"lug|ott|dic|enero|febr|abr|f[ée]v|avr|m[ei]i)[a-zûéçä]*\.?"
)
_DAY = re.compile(
    rf"(?:\b[a-zà-ÿ]+(?:-feira)?,?\s+(?:(?:den|le|el|the|op|il|dem)\s+)?)?(?:\b\d{{1,2}}(?:st|nd|rd|th|er|\.|"
    rf"º)?\s+(?:de\s+|of\s+)?{_MONTH}"
    rf"(?:,?\s+(?:de\s+)?\d{{4}})?|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"\b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|\b\d{{4}}-\d{{2}}-\d{{2}})",
    re.I,
)
_TIME = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])(?:\s*(?:[:.h]|"
    r"uhr)\s*(?P<minute>[0-5]\d))?\s*(?P<half>[ap]\.?m\.?)?(?P<mark>\s*(?:uhr|h\b|uur|hrs))?"
    r"(?:\s*[-–]\s*\d{1,2}(?:[:.]\d{2})?\s*(?P<late>[ap]\.?m\.?)?)?\s*\(?(?P<zone>CES?T|GMT|BST|UTC|E[SD]?T|C[SD]T|"
    r"P[SD]?T|M[SD]T|MES?Z|WES?T|IST|AE[SD]T)?\b",
    re.I,
)
_ZONES = {
    "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "GMT": "UTC",
    "UTC": "UTC",
    "BST": "Europe/London", "ET": "America/New_York", "EST": "America/New_York", "EDT": "America/New_York",
    "CST": "America/Chicago", "CDT": "America/Chicago", "MST": "America/Denver", "MDT": "America/Denver",
    "PT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon", "IST": "Asia/Kolkata", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney",
}  # fmt: skip
_LINK = re.compile(r"https?://[^\s<>\"')]*(?:zoom\.|meet\.google|teams\.|webex|whereby|jitsi)[^\s<>\"')]*", re.I)
_LANGUAGES = ("en", "de", "fr", "es", "nl", "pt", "it")
_FARTHEST = timedelta(days=400)


def meeting_of(mail: Mail, lines: Sequence[str]) -> Meeting | None:
    """The meeting that an invitation or one sentence of the mail states; None where none does."""
    return next(iter(invitations(mail)), None) or _in_words(mail, lines)


def invitations(mail: Mail) -> list[Meeting]:
    """The events of the mail's calendar parts."""
    return [_meeting(event, method) for event, method in events(mail)]


def events(mail: Mail) -> list[tuple[Event, str | None]]:
    """The events of the mail's calendar parts with the method of each; broken parts have none."""
    found: list[tuple[Event, str | None]] = []
    for part in mail.calendars:
        try:
            calendar = Calendar.from_ical(part)
            method = str(calendar.get("METHOD") or "").upper() or None
            found += [(event, method) for event in calendar.walk("VEVENT") if isinstance(event, Event)]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            continue  # icalendar raises all of these over malformed parts
    return found


def moment_of(event: Event, name: str) -> tuple[datetime | None, str | None]:
    """When an event begins or ends, with the name of its time zone; a whole day begins at midnight UTC."""
    stated = event.get(name)
    value = getattr(stated, "dt", None)
    if isinstance(value, datetime):
        zone = stated.params.get("TZID") if stated is not None else None
        named = str(zone) if zone else (str(value.tzinfo) if value.tzinfo else None)
        return (value if value.tzinfo else value.replace(tzinfo=UTC)), named
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC), None
    return None, None


def _meeting(event: Event, method: str | None) -> Meeting:
    starts, zone = moment_of(event, "DTSTART")
    ends, _ = moment_of(event, "DTEND")
    text = f"{event.get('LOCATION') or ''}\n{event.get('DESCRIPTION') or ''}"
    link = _LINK.search(text)
    place = link.group() if link else str(event.get("LOCATION") or "").strip() or None
    return Meeting(
        starts_at=starts,
        ends_at=ends,
        timezone=zone,
        where=place,
        uid=str(event.get("UID") or "") or None,
        method=method,
    )


def _in_words(mail: Mail, lines: Sequence[str]) -> Meeting | None:
    """A day and an hour in one sentence; several of them are a choice, and none is taken."""
    found = {moment: (line, zone) for line in lines for moment, zone in _moments(line, mail.sent_at)}
    link = _LINK.search(mail.text)
    if len(found) != 1:
        return Meeting(where=link.group()) if link else None
    moment, (line, zone) = next(iter(found.items()))
    return Meeting(starts_at=moment, timezone=zone, where=link.group() if link else None, quote=line)


def _moments(line: str, sent_at: datetime | None) -> list[tuple[datetime, str | None]]:
    days = list(_DAY.finditer(line))
    found: list[tuple[datetime, str | None]] = []
    for number, day in enumerate(days):
        upto = days[number + 1].start() if number + 1 < len(days) else len(line)
        date_found = _date(day.group(), sent_at)
        hour = _hour(line[day.end() : min(upto, day.end() + 40)])
        if date_found and hour:
            clock, minute, zone = hour
            found.append((_placed(date_found, clock, minute, zone), zone))
    return found


def _placed(day: datetime, hour: int, minute: int, zone: str | None) -> datetime:
    """The moment in its zone; without one the clock's reading stands in UTC, and `timezone` stays empty."""
    plain = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    if zone is None:
        return plain
    try:
        return plain.replace(tzinfo=ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        return plain


def _date(words: str, sent_at: datetime | None) -> datetime | None:
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month"]}
    if sent_at is not None:
        settings["RELATIVE_BASE"] = sent_at.replace(tzinfo=None)
    elif not re.search(r"\d{4}", words):
        return None
    bare = re.sub(
        r"^(?:[^\d\s]+,?\s+)?(?:den|le|el|the|op|il|dem)\s+|(?<=\d)(?:st|nd|rd|th|er|º)\b",
        "",
        words.strip(),
        flags=re.I,
    )
    found = dateparser.parse(_without_weekday(bare), languages=list(_LANGUAGES), settings=settings)
    if found is None or (sent_at and not -timedelta(days=2) < found - sent_at.replace(tzinfo=None) < _FARTHEST):
        return None
    return found


def _without_weekday(words: str) -> str:
    return re.sub(rf"^(?!{_MONTH}\s*\d)[^\d\W]+(?:-feira)?,?\s+(?=\d|{_MONTH})", "", words, flags=re.I)


def _hour(words: str) -> tuple[int, int, str | None] | None:
    """The first clock time that is marked as one."""
    for match in _TIME.finditer(words):
        half = match.group("half") or match.group("late")
        led = re.search(r"(?:\bat|\bum|à|a las|às|alle(?: ore)?|\bom|,|kl\.?)\s*$", words[: match.start()], re.I)
        if not (match.group("minute") or half or match.group("mark")) and not led:
            continue
        if (
            not (match.group("minute") or half or match.group("mark") or match.group("zone"))
            and led
            and led.group().strip() == ","
        ):
            continue
        hour = int(match.group("hour"))
        if half:
            hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
        zone = match.group("zone")
        return hour, int(match.group("minute") or 0), _ZONES.get(zone.upper()) if zone else None
    return None


def stated_day(line: str, sent_at: datetime | None) -> datetime | None:
    """The only day that a line states; None where it states none, or several."""
    found = {day for match in _DAY.finditer(line) if (day := _date(match.group(), sent_at))}
    return found.pop() if len(found) == 1 else None
