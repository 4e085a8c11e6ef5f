"""Times as people say them: how far back "since Monday" goes, what day "yesterday" was, how often "weekly" is."""

import re
from datetime import date, timedelta

from agents.offline.wordings import COUNT, SMALL

UNITS = (
    (1 / 24, r"hours?|hrs?|stunden?|heures?|horas?"),
    (1, r"days?|tagen?|tage|jours?|dias?"),
    (7, r"weeks?|wks?|wochen?|semaines?|semanas?"),
    (30, r"months?|monat(?:en?|e?s)?|mois|mes(?:es)?"),
)
_UNIT = "|".join(pattern for _, pattern in UNITS)
A = r"(?:an?|one|eine[nrms]?|un[ea]?)"
_FEW = r"(?:couple of|couple|few|paar|quelques|pocos|pocas)"
_LASTING = re.compile(
    r"\b(?:(?:with)?in |over |during |from |of |for |since |in den |in der |innerhalb |seit |depuis |"
    r"dans |au cours de |durant |de |en |desde hace )?(?:the |der |den |die |des |les |la |le |los |las |ces |"
    rf"estos |estas )?(?:(?:last|past|previous|letzten?|letzter|vergangenen|derniers?|dernieres?|ultim[oa]s?)"
    rf" (?:({COUNT}|{A}|{_FEW}) )?({_UNIT})|({COUNT}) (?:derniers?|dernieres?|ultim[oa]s?|letzten)"
    rf" ({_UNIT})|({COUNT}|{A}) ({_UNIT}) (?:old|ago|back|alt|ago)|({_UNIT}) (?:dernier|derniere|pasad[oa])|"
    rf"(?:less than|younger than|newer than|no(?:t)? older than|not more than|no more than|junger als|"
    rf"hochstens|moins de|menos de|maximum) ({COUNT}|{A}) ({_UNIT})(?: old| alt)?)\b"
)
_NAMED: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"\b(?:from |of |since |posted |for |de |von |d')?(?:today'?s?|tonight|this (?:morning|afternoon|"
    r"evening)|(?:since )?(?:last night|overnight)|heute|heutigen?|seit heute|aujourd'hui|ce matin|"
    r"de hoy|hoy|esta manana|over night|in der nacht|uber nacht)\b")),
    (2, re.compile(r"\b(?:since|from|of|seit|von|depuis|d'|de|desde)? ?(?:yesterday(?:'?s)?|gestern|"
    r"gestrigen?|hier"
    r"(?= |$|\?|\.|,)(?! (?:ist|sind|in|bei|und))|ayer)\b")),
    (3, re.compile(r"\b(?:over |since |during )?(?:the |last )?weekend\b|\bam wochenende\b|\bce week-?end\b|"
    r"\beste fin de "
    r"semana\b")),
    (7, re.compile(r"\b(?:in |from |of |posted |during |for |since )?(?:this week(?:'?s)?|diese[rn]? woche|"
    r"cette semaine|"
    r"esta semana|de la semana)\b")),
    (30, re.compile(r"\b(?:in |from |of |posted |during |for )?(?:this month(?:'?s)?|diese[nrms]* monat|"
    r"ce mois(?:-ci)?|"
    r"este mes)\b")),
)  # fmt: skip
_LATELY = re.compile(
    r"\b(?:recently (?:posted|published)|posted recently|just (?:posted|published)|freshly posted|"
    r"brand[- ]new|(?:ganz )?frisch(?:e[nrs]?)?|recentes|recents|recien publicad[oa]s)\b"
)
_DAYS = (
    r"monday|montag|lundi|lunes", r"tuesday|dienstag|mardi|martes", r"wednesday|mittwoch|mercredi|miercoles",
    r"thursday|donnerstag|jeudi|jueves", r"friday|freitag|vendredi|viernes",
    r"saturday|samstag|sonnabend|samedi|sabado", r"sunday|sonntag|dimanche|domingo",
)  # fmt: skip
_SINCE_DAY = re.compile(
    r"\b(?:since|from|after|seit|ab|depuis|desde)(?: the| last| letzte[nm]| dem| el| le| i \w+ (?:\w+ )?on)* "
    rf"({'|'.join(_DAYS)})\b"
    r"(?: dernier| pasado)?"
)
_SINCE_DATE = re.compile(r"\b(?:since|from|after|seit|depuis|desde)(?: the| dem| le| el)? (\d{4})-(\d\d)-(\d\d)\b")
_PACES = (
    ("hourly", re.compile(r"\b(?:every|each) (?:full )?hour\b|\bhourly\b|\bonce an hour\b|\bstundlich\b|\bjede "
    r"(?:volle )?stunde\b|\btoutes les heures\b|\bchaque heure\b|\bcada hora\b")),
    ("weekly", re.compile(rf"\b(?:every|each|once a|once every|per) (?:week|{_DAYS[0]}|{'|'.join(_DAYS[1:])})\b|"
    r"\bweekly\b|"
    r"\bon (?:mondays|fridays|sundays)\b|\bjede woche\b|\bjeden (?:montag|freitag|sonntag)\b|"
    r"\bwochentlich\w*|\b(?:einmal|ein mal) (?:in der|die|pro) woche\b|\b(?:chaque|toutes les) "
    r"semaines?\b|\bhebdomadaire\w*|\b(?:une fois )?par semaine\b|\b(?:cada|todas las) semanas?\b|"
    r"\bsemanal\w*|\buna vez (?:a la|por) semana\b|\btous les (?:lundis|vendredis)\b|"
    r"\btodos los (?:lunes|viernes)\b")),
    ("daily", re.compile(r"\b(?:every|each|once a|once every|per) (?:single )?(?:day|morning|evening|night|24 hours)\b|"
    r"\bdaily\b|\bday by day\b|\btaglich\w*|\bjeden? (?:tag|morgen|abend)\b|\b(?:einmal|ein mal) "
    r"(?:am|pro) tag\b|\b(?:chaque|tous les) (?:jours?|matins?|soirs?)\b|\bquotidien\w*|\bpar jour\b|"
    r"\b(?:cada|todos los) (?:dias?|mananas?)\b|\bdiari[oa]\w*|\bal dia\b|\btodas las mananas\b")),
)  # fmt: skip


_BEFORE = (
    (2, re.compile(r"\b(?:(?:the )?day before yesterday|vorgestern|avant-hier|anteayer|antes de ayer)\b")),
    (1, re.compile(r"\b(?:yesterday|last night|gestern|ayer)\b|\b(?:j'ai|m'|ont|a ete|postule)\b.*\bhier\b")),
)
_AGO = re.compile(
    rf"\b({COUNT}|{A}|{_FEW}) ({_UNIT}) (?:ago|back)\b|\b(?:vor|il y a|hace) ({COUNT}|{A}|{_FEW}) ({_UNIT})\b"
)
_DAY = "|".join(_DAYS)
_LAST_DAY = re.compile(rf"\b(?:last|past|letzten|vergangenen) ({_DAY})\b|\b({_DAY}) (?:dernier|pasado)\b")
_ON_DAY = re.compile(rf"\b(?:on|am|le|el) ({_DAY})\b")
_SENT = re.compile(r"\b(?:applied|sent|submitted|beworben|abgeschickt|postule|envoye|solicit\w+|envie)\b")


def past_day(folded: str, today: date | None) -> date | None:
    """The day before today on which something happened, where it is said: "yesterday", "vor drei Tagen", "last Monday".

    "on Monday" is one that was only where somebody says that they sent something.

    >>> past_day("i applied two days ago", date(2026, 6, 5)), past_day("an interview on monday", date(2026, 6, 5))
    (datetime.date(2026, 6, 3), None)
    """
    if today is None:
        return None
    if ago := next((days for days, pattern in _BEFORE if pattern.search(folded)), None):
        return today - timedelta(days=ago)
    if (match := _AGO.search(folded)) and (days := int(_lasting(match))) > 0:
        return today - timedelta(days=days)
    match = _LAST_DAY.search(folded) or (_ON_DAY.search(folded) if _SENT.search(folded) else None)
    if match is None:
        return None
    named = next(part for part in match.groups() if part)
    weekday = next(index for index, names in enumerate(_DAYS) if re.fullmatch(names, named))
    return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)


def pace_of(folded: str) -> tuple[str, tuple[int, int]] | None:
    """hourly, daily or weekly, and where that is said."""
    for pace, pattern in _PACES:
        if match := pattern.search(folded):
            return pace, match.span()
    return None


def days_back(folded: str, today: date | None) -> tuple[float, tuple[int, int]] | None:
    """How many days back a text reaches, from the start of a day that is named, and where that is said.

    Days of the week and dates need `today`; said on a Monday, "since Monday" is a week.
    """
    if (match := _SINCE_DATE.search(folded)) and today is not None:
        since = _date(match)
        if since is not None and since < today:
            return float((today - since).days + 1), match.span()
    if (match := _SINCE_DAY.search(folded)) and today is not None:
        weekday = next(index for index, names in enumerate(_DAYS) if re.fullmatch(names, match[1]))
        ago = (today.weekday() - weekday) % 7 or 7
        return float(ago + 1 if ago < 7 else ago), match.span()
    if match := _LASTING.search(folded):
        return _lasting(match), match.span()
    for days, pattern in _NAMED:
        if match := pattern.search(folded):
            return float(days), match.span()
    if match := _LATELY.search(folded):
        return 7.0, match.span()
    return None


def _date(match: re.Match[str]) -> date | None:
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _lasting(match: re.Match[str]) -> float:
    parts = [part for part in match.groups() if part]
    unit = parts[-1]
    size = next(days for days, pattern in UNITS if re.fullmatch(pattern, unit))
    if len(parts) == 1 or re.fullmatch(A, parts[0]):
        return float(size)
    if re.fullmatch(_FEW, parts[0]):
        return 3.0 * size
    return float((SMALL.get(parts[0]) or int(parts[0])) * size)


def whole_days(days: float) -> int:
    """At least a day, at most a year."""
    return max(1, min(365, round(days + 0.49)))


def hours_of(days: float) -> int:
    """At least an hour, at most ninety days."""
    return max(1, min(24 * 90, round(days * 24)))
