"""What two texts say of working time: hours a week, days from and to, hours that nobody guarantees."""

import re
from functools import lru_cache

_OF_WEEK = r"(?:hours?|hrs?|wochenstunden|stunden|std|h|uur|uren|heures|horas|ore)"
_A_WEEK = (
    r"(?:(?:per|a|each|every|pro|die|in der|par|por|alla|a la|na|each) )?"
    r"(?:week|weekly|wk|woche|semaine|semana|settimana|wochentlich|hebdo\w*|semanales|settimanali)"
)
# "37 hours", "32 40 uur", "18.5 hours a week"; what is done in so many hours is another thing.
_HOURS = re.compile(
    rf"(?<![\w.])(?:(\d\d(?:\.\d+)?) )?(\d\d(?:\.\d+)?) {_OF_WEEK}\b"
    r"(?! (?:of|a day|per day|each day|notice|shift|shifts|support|response|training|course|before|after|later|on|off|"
    r"pro tag|par jour|al dia|per dag|unterricht|vorher|nach))"
)
_WEEKLY = re.compile(rf"(?<![\w.])(\d\d?(?:\.\d+)?) ?{_OF_WEEK} {_A_WEEK}\b")
_LEAST, _MOST = 15.0, 48.0  # of a week; less is a shift's length
_NOT_WEEKLY = frozenset((24.0, 48.0))
_APART = 1.2
_MIDNIGHT = 24
_DAYS = (
    "monday mon mondays montag montags lundi lunes maandag lunedi segunda",
    "tuesday tue tuesdays dienstag mardi martes dinsdag martedi",
    "wednesday wed wednesdays mittwoch mercredi miercoles woensdag mercoledi",
    "thursday thu thursdays donnerstag jeudi jueves donderdag giovedi",
    "friday fri fridays freitag freitags vendredi viernes vrijdag venerdi",
    "saturday sat saturdays samstag samedi sabado zaterdag sabato",
    "sunday sun sundays sonntag dimanche domingo zondag domenica",
)  # fmt: skip
_DAY_OF = {word: number for number, said in enumerate(_DAYS) for word in said.split()}
_DAY = "|".join(sorted(_DAY_OF, key=len, reverse=True))
_FROM_TO = re.compile(
    rf"\b({_DAY}) (?:to |through |thru |till |until |bis |a |au |al |tot |t m |tot en met )?({_DAY})\b"
)
# "shift from 22 to 6", "schicht 6 14"
_CLOCK = re.compile(
    r"\b(?:shifts?|\w*schicht|turno|equipe|poste|\w*dienst|ploeg) (?:from |of |von |de |van |dalle |d |a )?"
    r"(\d{1,2})(?: (?:00|15|30|45))? (?:to |bis |a |until |till |tot |alle |uhr bis )?(\d{1,2})\b"
    r"(?! (?:hours?|people|days?|weeks?|h|std|stunden))"
)
_NOT_GUARANTEED = re.compile(
    r"\b(?:(?:0|no|without) (?:guaranteed )?hours?(?: contract| guaranteed)?|prn per diem|per diem prn|"
    r"(?:prn|per diem|casual|zero hours?|on call|as needed|bank) "
    r"(?:position|role|basis|status|contract|job|post|cover|worker)|"
    r"0 guaranteed hours|minijob\w*|geringfugig\w*|nulurencontract|0 uren\w*|oproep(?:kracht|contract|basis)\w*|"
    r"aushilfs(?:basis|job|kraft)\w*|vacataire|contratto a chiamata|por horas sueltas)\b"
)
_FULL_TIME = re.compile(
    r"\b(?:full time|fulltime|vollzeit\w*|temps (?:plein|complet)|jornada completa|tiempo completo|"
    r"voltijd\w*|tempo pieno|"
    r"tempo integral|heltid)\b"
)


def times_differ(a: str, b: str) -> str | None:
    """What two folded texts say of working time that cannot be of one opening, in words; None where nothing is."""
    for said, of in ((weekly_hours, "hours a week"), (day_ranges, "as the days"), (shift_clock, "as the shift")):
        first, second = said(a), said(b)
        if first and second and not first & second and (said is not weekly_hours or _far(first, second)):
            return f"{_listed(first)} and {_listed(second)} {of}"
    for one, other in ((a, b), (b, a)):
        if _guarantees_none(one) and not _guarantees_none(other) and _full_time(other) and not _full_time(one):
            return "one is full time, the other guarantees no hours"
    return None


def _far(a: frozenset[float], b: frozenset[float]) -> bool:
    return max(min(a), min(b)) > _APART * min(max(a), max(b))


def _listed(values: frozenset[float]) -> str:
    return ", ".join(f"{value:g}" for value in sorted(values))


@lru_cache(maxsize=1_024)
def weekly_hours(text: str) -> frozenset[float]:
    """The hours a week that a folded text names, as far as they can be nothing else."""
    found = {float(hours) for match in _HOURS.finditer(text) for hours in match.groups() if hours}
    told = {hours for hours in found if _LEAST <= hours <= _MOST} - _NOT_WEEKLY
    return frozenset(told | {float(match[1]) for match in _WEEKLY.finditer(text)})


@lru_cache(maxsize=1_024)
def day_ranges(text: str) -> frozenset[float]:
    """The days from and to that a folded text names: 15 is from Tuesday (1) to Saturday (5)."""
    return frozenset(float(10 * _DAY_OF[match[1]] + _DAY_OF[match[2]]) for match in _FROM_TO.finditer(text))


@lru_cache(maxsize=1_024)
def shift_clock(text: str) -> frozenset[float]:
    """When the shifts begin and end that a folded text names by the clock: 2206 is from 22 to 6."""
    hours = ((int(match[1]), int(match[2])) for match in _CLOCK.finditer(text))
    return frozenset(float(100 * begin + end) for begin, end in hours if max(begin, end) <= _MIDNIGHT and begin != end)


@lru_cache(maxsize=1_024)
def _guarantees_none(text: str) -> bool:
    return _NOT_GUARANTEED.search(text) is not None


@lru_cache(maxsize=1_024)
def _full_time(text: str) -> bool:
    return _FULL_TIME.search(text) is not None
