"""Dates and ranges of dates as resumes write them, in six languages."""

import re
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene januari janeiro",
            "february feb februar feber février fevrier févr fevr fév febrero februari fevereiro fev",
            "march mar märz maerz mär mrz mars marzo maart mrt março marco",
            "april apr avril avr abril abr",
            "may mai mayo mei maio",
            "june jun juni juin junio junho",
            "july jul juli juillet juil julio julho",
            "august aug août aout agosto ago augustus",
            "september sept sep septembre septiembre setiembre setembro set",
            "october oct oktober okt octobre octubre outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre déc diciembre dic dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
SEASONS = {
    name: number
    for number, names in (
        (3, "spring frühling frühjahr printemps primavera lente voorjaar"),
        (6, "summer sommer été verano zomer verão"),
        (9, "fall autumn herbst automne otoño herfst outono najaar"),
        (12, "winter hiver invierno inverno"),
    )
    for name in names.split()
}
PRESENT = (
    "present|date|current|currently|now|today|ongoing|to date|till date|heute|jetzt|laufend|dato|aktuell|gegenwärtig|"
    "aujourd['’]hui|présent|actuel|actuellement|ce jour|en cours|actualidad|la actualidad|actual|presente|hoy|heden|nu|"
    "huidig|atual|atualmente|o presente|o momento|momento|hoje"
)
SINCE = "since|from|seit|ab|depuis|depuis le|desde|sinds|vanaf|a partir de"
FROM = "from|between|von|vom|zwischen|de|du|desde|van|do|da"
UNTIL = "until|till|bis|jusqu['’]en|jusqu['’]à|hasta|tot|até"
_MONTH = "|".join(sorted((re.escape(name) for name in (*MONTHS, *SEASONS)), key=len, reverse=True))
_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
_POINT = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?)?(?:{_MONTH})\.?,?(?:\s+\d{{1,2}},)?"
    rf"(?:\s*(?:de[l]?\s+)?|\s?[/-]\s?)(?:{_YEAR}|['’]\s?\d\d)(?!\d)"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}(?!\d)"
    rf"|\d{{1,2}}\s?[./]\s?{_YEAR}(?!\d)"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{{1,2}})?(?![\d/])"
    rf"|Q[1-4]\s?{_YEAR}(?!\d)"
    rf"|{_YEAR}(?![\d%])"
)
_DASH = r"\s*(?:-{1,3}|–|—|−|→|~)\s*"
_TO = rf"(?:{_DASH}|\s+(?:to|until|till|through|bis(?:\s+zum)?|à|au|a|al|hasta|tot(?:\s+en\s+met)?|t/m|até|ao|-)\s+)"
_BARE = rf"(?:\d{{1,2}}\.?\s+)?(?:{_MONTH})\.?"
# Two digits of a year count as one only where both ends of a range are written so (`12/18 - 03/20`, `'19 – '21`).
_BRIEF = rf"(?:(?:(?:0[1-9]|1[0-2])/|(?:{_MONTH})\.?-|['’])\d\d(?!\d))"
_SHORT = r"(?<=\d\d)(?:-|–|/)\d\d(?!\d|[-/.])"
_NOW = rf"(?:{PRESENT})(?![\w])"
RANGE = re.compile(
    rf"(?<![\w.,$€£])(?:"
    rf"(?:(?:{FROM})\s+)?(?P<start>{_POINT}){_TO}(?:(?P<end>{_POINT})|(?:le\s+|la\s+|\()?(?P<now>{_NOW}))"
    rf"|(?P<briefstart>{_BRIEF}){_TO}(?:(?P<briefend>{_BRIEF}(?![\w/.,%]))|(?P<briefnow>{_NOW}))"
    rf"|(?P<bare>{_BARE}){_TO}(?P<bareend>{_POINT})"
    rf"|(?P<shortstart>{_YEAR})(?P<short>{_SHORT})"
    rf"|(?:{SINCE})\s*:?\s+(?P<since>{_POINT})(?:{_TO}(?P<sincenow>{_NOW}))?"
    rf"|(?:{UNTIL})\s+(?P<until>{_POINT})"
    rf"|(?P<single>{_POINT})(?P<open>\s*(?:-|–|—)(?=\s*(?:$|\)|\||\n)))?"
    rf")",
    re.IGNORECASE,
)
_SPACED = re.compile(r"^[\s(\[|,·•–—-]*|[\s)\]|,·•–—-]*$")
DURATION = re.compile(
    r"[·(\s]*\b\d{1,2}\+?\s*(?:years?|yrs?|jahre?n?|ans?|años?|jaar|anos?)\.?(?:[\s,]*(?:and\s+)?\d{1,2}\s*"
    r"(?:months?|mos?|monate?n?|mois|meses|mes|maanden))?\.?\)?"
    r"|[·(\s]*\b\d{1,2}\s*(?:months?|mos?|monate?n?|mois|meses|mes|maanden)\b\.?\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range as partial ISO dates (`2019`, `2019-03`) and where in the string it was read."""

    start: str | None
    end: str | None
    current: bool
    at: int
    to: int
    single: bool = False


def find_ranges(text: str) -> list[DateRange]:
    """All ranges and single dates in `text`, left to right."""
    return [_range(match) for match in RANGE.finditer(text)]


def _range(match: re.Match[str]) -> DateRange:
    groups = match.groupdict()
    at, to = match.span()
    if groups["start"]:
        end = point(groups["end"]) if groups["end"] else None
        return DateRange(point(groups["start"]), end, bool(groups["now"]), at, to)
    if groups["briefstart"]:
        end = _brief(groups["briefend"]) if groups["briefend"] else None
        return DateRange(_brief(groups["briefstart"]), end, bool(groups["briefnow"]), at, to)
    if groups["bare"]:
        end = point(groups["bareend"])
        return DateRange(point(f"{groups['bare']} {(end or '')[:4]}"), end, False, at, to)
    if groups["shortstart"]:
        year = groups["shortstart"]
        return DateRange(year, year[:2] + groups["short"][-2:], False, at, to)
    if groups["since"]:
        return DateRange(point(groups["since"]), None, True, at, to)
    if groups["until"]:
        return DateRange(None, point(groups["until"]), False, at, to)
    return DateRange(point(groups["single"]), None, bool(groups["open"]), at, to, single=not groups["open"])


def _brief(text: str) -> str | None:
    """`12/18` or `'18` with the century that makes it no later than 2050."""
    year = int(text[-2:])
    month = int(text[:2]) if text[0].isdigit() else _month(text[:-2].casefold())
    whole = 2000 + year if year < 50 else 1900 + year
    return f"{whole}-{month:02d}" if month else str(whole)


def point(text: str) -> str | None:
    """One date as partial ISO, or None where it is no date; day-first where a day is written with points or slashes."""
    text = text.strip().casefold()
    year = re.search(_YEAR, text)
    if year is None:
        short = re.search(r"['’]\s?(\d\d)\b", text)
        if short is None:
            return None
        value = int(short.group(1))
        text, whole = text[: short.start()], f"{2000 + value if value < 50 else 1900 + value}"
    else:
        whole = year.group()
        text = text[: year.start()] + " " + text[year.end() :]
    month = _month(text)
    return f"{whole}-{month:02d}" if month else whole


def _month(text: str) -> int | None:
    for word in re.findall(r"[^\W\d_]+", text):
        found = MONTHS.get(word) or SEASONS.get(word)
        if found:
            return found
    numbers = [int(number) for number in re.findall(r"\d{1,2}", text)]
    if text.startswith("q") and numbers:
        return numbers[0] * 3 - 2
    if any(word for word in re.findall(r"[^\W\d_]+", text)) or not numbers:
        return None
    return _numeric_month(numbers, slashed="/" in text, year_first=text.startswith(" "))


def _numeric_month(numbers: list[int], *, slashed: bool, year_first: bool) -> int | None:
    month = numbers[0] if len(numbers) == 1 or year_first or (slashed and numbers[1] > 12) else numbers[1]
    return month if 1 <= month <= 12 else None


def without_dates(text: str) -> str:
    """`text` without its dates and durations, trimmed of the separators around them."""
    bare = DURATION.sub(" ", RANGE.sub(" ", text)) if RANGE.search(text) else text
    return _SPACED.sub("", re.sub(r"\(\s*\)|\[\s*\]", " ", bare)).strip()


def is_date_line(text: str) -> bool:
    """Whether the text is nothing but a date, a range or a duration."""
    if RANGE.search(text) is None:
        return DURATION.fullmatch(text.strip()) is not None
    rest = re.sub(r"[\W\d_]+", "", without_dates(text))
    return len(rest) == 0
