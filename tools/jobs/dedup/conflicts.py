"""What copies of one opening never differ in. Each check answers with the words that show the difference, or None."""

import re
from collections.abc import Callable
from functools import lru_cache

from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.pairs import Pair, shifts_said
from tools.jobs.dedup.working_time import times_differ

# A manager stands in the words of the role too, and other languages say it otherwise.
_NO_RANK = (None, "mid", "manager")
_SENIOR = re.compile(r"\b(?:senior|sr|snr)\b", re.I)
# What only sounds like a rank.
_UNRANKED = re.compile(
    r"\bsenior[- ](?:living|care|citizens?|cent(?:er|re)s?|services?|housing|home|residents?|communit\w+)\b|"
    r"\bmember of (?:the )?technical staff\b|\bstaff (?:nurse|writer|accountant|pharmacist|sergeant)\b|"
    r"\b(?:nurse|writer|accountant|pharmacist)\W+staff\b",
    re.I,
)
_RANKS = re.compile(r"\b(?:senior|sr|junior|jr|lead|principal|head|chief|director|manager|trainee|intern)\b", re.I)
_LEADS = re.compile(r"^\W*lead\b", re.I)
_LEADER = re.compile(r"\blead(?:er)?\b", re.I)
_LEADS_A_TEAM = (None, "lead", "manager")
_OF_A_TEAM = re.compile(
    r"\b(?:team ?-?lead(?:er)?|shift lead(?:er)?|"
    r"supervisor|foreman|teamleit\w*|schichtleit\w*|leidinggevende|teamleider|chef d['’]équipe|"
    r"jefe de (?:equipo|turno)|capoturno|caposquadra)\b",
    re.I,
)
# "32-40 uur", "20 Std.", "80-100 %"
_A_WEEK = re.compile(r"\b(\d{1,3})(?=\s?(?:[-–]\s?\d{1,3}\s?)?(?:uur|uren|std|stunden|hours?|hrs?|h/|%))", re.I)
_ROMAN = re.compile(r"\bI{2,3}\b(?=\s*(?:$|[-–—|(),/]))")
_PART_TIME = re.compile(
    r"\b(?:part[- ]?time|teilzeit|temps partiel|tiempo parcial|media jornada|deeltijd|tempo parziale|"
    r"(?:[1-9]|[12]\d|3[0-4])(?:\s?[-–]\s?\d\d)?[- ]?(?:hours?|hrs?|h|std|stunden|uur|u|heures|horas|ore)"
    r"(?= (?:per|a|each|weekly|every|pro|die|in der|par|a la|per) ?(?:week|woche|semaine|semana|settimana)?)|"
    r"0 [1-9]\d? fte)",
    re.I,
)
_GRADE = r"\b(?:band|grade|level|stufe|niveau|nivel|livello|class|grad|schaal)"
# "Ward 4", "Store #1123": numbered parts of one employer.
_NUMBERED = re.compile(
    r"\b(?:ward|unit|store|shop|branch|site|plant|building|hall|room|school|campus|terminal|zone|sector|line|team|station|"
    r"filiale|werk|gruppe|bezirk|halle|linie|equipe|secteur|agence|tienda|sede|linea|filiaal|afdeling|groep)"
    r"\s(?:#|no\.?\s|nr\.?\s)?(\d{1,4}[a-z]?)\b|#\s?(\d{1,4})\b"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_GRADED = re.compile(
    rf"\b(?:grade|klasse)\s?(\d{{1,2}})\b|\b(\d{{1,2}})(?:st|nd|rd|th)[- ]grade|\b({'|'.join(_ORDINALS)})[- ]grade",
    re.I,
)
# The grade of a school class is no level.
_CLASS = re.compile(
    r"\b(?:teacher|teaching|classroom|school|tutor|lehr\w*|klasse\w*|instructor|maestr[oa]|enseignant)\b", re.I
)
_PERIOD = re.compile(
    r"\b(?:period|periode|zeitraum|periodo|term dates|internship dates|einsatzzeitraum)((?: \w+){1,6})"
)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez|fev|avr|juin|juil|ene|abr|ago|dic|mei|mrt)[a-z]*\b"
)
_YEAR_DAYS = 300
_LOOSE = frozenset({"temporary", "contract", "freelance"})
_LOOSE_SAID = re.compile(
    r"\b(?:temporary|temporaire|temporal|tijdelijk|befristet\w*|cdd|freelance|freiberuf\w*|seasonal|interim|interns?|"
    r"internships?|fixed term|term contract|contract (?:role|position|basis|job|work)|contractor|on (?:a )?contract|"
    r"(?:maternity|parental|sick|leave|holiday) cover|elternzeit\w*|\w*vertretung|zwangerschap\w*|"
    r"remplacement|sustitucion|"
    r"(?:contract|for|duration|dauer|initial|befristet|auf|term|duree|pendant|durante|period|projekt|project|of) "
    r"(?:\w+ ){0,2}(?:\d+|six|twelve|nine|eighteen) ?(?:months?|monate?n?|mois|meses|maanden)"
    r"(?! (?:of |in )?(?:experience|erfahrung)))\b"
)
_PAY_APART = 1.08


def _other_employer(pair: Pair) -> str | None:
    if pair.employer != "other" or _names_employer(pair.a, pair.b) or _names_employer(pair.b, pair.a):
        return None
    return f"employers {' '.join(pair.a.employer_words)} and {' '.join(pair.b.employer_words)}"


def _names_employer(text: Identity, named: Identity) -> bool:
    """Whether the one posting's text names the other's employer."""
    name = " ".join(named.employer_words)
    return len(name) > 3 and f" {name} " in f" {text.core} {text.rest} ".replace("\n", " ")


def _seniority(pair: Pair) -> str | None:
    a, b = (_rank(one) for one in (pair.a, pair.b))
    if {a, b} == {None, "lead"} and all(_LEADER.search(one.title.raw) for one in (pair.a, pair.b)):
        return None
    if a in _LEADS_A_TEAM and b in _LEADS_A_TEAM and all(_OF_A_TEAM.search(one.title.raw) for one in (pair.a, pair.b)):
        return None
    if a == b or (a in _NO_RANK and b in _NO_RANK):
        # "Senior Manager" and "Manager" are both managers.
        first, second = (_SENIOR.search(_UNRANKED.sub(" ", one.title.raw)) for one in (pair.a, pair.b))
        if bool(first) != bool(second):
            return "only one title says senior"
        leads = [bool(_LEADS.search(one.title.raw)) for one in (pair.a, pair.b)]
        named = all(_LEADER.search(one.title.raw) for one in (pair.a, pair.b))
        return "only one title says lead" if leads[0] != leads[1] and not named else None
    return f"{a or 'no level'} and {b or 'no level'} in the titles"


def _rank(one: Identity) -> str | None:
    """The rank that a title names; None of what only sounds like one."""
    unranked = _UNRANKED.search(one.title.raw)
    said = _RANKS.search(_UNRANKED.sub(" ", one.title.raw)) if unranked else True
    return one.title.seniority if said else None


def _level(pair: Pair) -> str | None:
    a, b = _level_of(pair.a, _named_level(pair.b)), _level_of(pair.b, _named_level(pair.a))
    return f"levels {a} and {b} in the titles" if a != b else None


def _level_of(one: Identity, other: int | None) -> int:
    """The level that a title names, else the other title's where the text names it ("Band 6"), else the first."""
    level = _named_level(one)
    said = level is None and other and re.search(rf"{_GRADE}\s{other}\b", f"{one.core} {one.rest}")
    return (other if said else level) or 1


def _named_level(one: Identity) -> int | None:
    """The level of a title, also where it stands behind the team: "Engineer, Payments III"."""
    if _CLASS.search(one.title.raw) and (graded := _GRADED.search(one.title.raw)):
        return int(graded[1] or graded[2] or 1 + _ORDINALS.index(graded[3].lower()))
    behind = _ROMAN.search(one.title.raw)
    return len(behind[0]) if one.title.level is None and behind else one.title.level


def _place(pair: Pair) -> str | None:
    if pair.place == "conflict":
        return f"{listed_places(pair.a)} and {listed_places(pair.b)}"
    a, b = (frozenset(one.title.places) for one in (pair.a, pair.b))
    located = frozenset(place for one in (pair.a, pair.b) for place in one.written)
    if a and b and not a & b and not (a | b) & located:
        return f"{', '.join(sorted(a))} and {', '.join(sorted(b))} in the titles"
    remote = {pair.a.remote, pair.b.remote}
    return "one is remote, the other on site" if remote == {"remote", "onsite"} else None


def listed_places(identity: Identity) -> str:
    """The places of a posting in words."""
    named = [spot.city or spot.region or spot.country or "" for spot in identity.places]
    return ", ".join(named or identity.areas) or "no place"


def _unit(pair: Pair) -> str | None:
    first, second = (
        frozenset(match[1] or match[2] for match in _NUMBERED.finditer(one.title.raw.lower()))
        for one in (pair.a, pair.b)
    )
    if first and second and not first & second:
        return f"{', '.join(sorted(first))} and {', '.join(sorted(second))} in the titles"
    return None


def _hours(pair: Pair) -> str | None:
    first, second = (frozenset(_A_WEEK.findall(one.title.raw)) for one in (pair.a, pair.b))
    if first and second and not first & second:
        return f"{', '.join(sorted(first))} and {', '.join(sorted(second))} hours or per cent in the titles"
    if {pair.a.hours, pair.b.hours} == {"full_time", "part_time"}:
        return "one is full time, the other part time"
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        said = f"{other.title.raw} {other.core} {other.rest}"
        if one.hours == "part_time" and _PART_TIME.search(one.title.raw) and not _PART_TIME.search(said):
            return "only one title says part time"
    if differing := times_differ(*(f"{one.title.raw.lower()}\n{one.core}\n{one.rest}" for one in (pair.a, pair.b))):
        return differing
    if (first := shifts_said(pair.a)) and (second := shifts_said(pair.b)) and not first & second:
        return f"{', '.join(sorted(first))} and {', '.join(sorted(second))} shift"
    a, b = pair.a.title.shifts, pair.b.title.shifts
    return f"{a[0]} and {b[0]} shift in the titles" if a and b and not set(a) & set(b) else None


def _contract(pair: Pair) -> str | None:
    a, b = pair.a.contract, pair.b.contract
    if a and b and a != b and not (a in _LOOSE and b in _LOOSE):
        return f"{a} and {b}"
    # A title that names it does so to set the opening apart; the other would say so somewhere.
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        unsaid = other.contract is None and not _LOOSE_SAID.search(f"{other.core} {other.rest}")
        if one.marked not in (None, "permanent") and unsaid:
            return f"only one title says {one.marked}"
    return None


def _season(pair: Pair) -> str | None:
    a, b = set(pair.a.title.seasons), set(pair.b.title.seasons)
    for kind in (str.isdigit, str.isalpha):
        first, second = {word for word in a if kind(word)}, {word for word in b if kind(word)}
        if first and second and not first & second:
            return f"{', '.join(sorted(first))} and {', '.join(sorted(second))} in the titles"
    return _period(*(_months(f"{one.core}\n{one.rest}") for one in (pair.a, pair.b)))


def _period(a: frozenset[str], b: frozenset[str]) -> str | None:
    return f"{', '.join(sorted(a))} and {', '.join(sorted(b))} as the period" if a and b and not a & b else None


@lru_cache(maxsize=1_024)
def _months(text: str) -> frozenset[str]:
    """The months that a text names as its period, first letters."""
    said = " ".join(match[1] for match in _PERIOD.finditer(text))
    return frozenset(match[0][:3] for match in _MONTH.finditer(said))


def _pay(pair: Pair) -> str | None:
    a, b = pair.a.pay, pair.b.pay
    if a is None or b is None or a.period != b.period or (a.currency and b.currency and a.currency != b.currency):
        return None
    apart = max(a.low, b.low) / max(1.0, min(a.high, b.high))
    return f"pay of {a.low:,.0f} to {a.high:,.0f} and {b.low:,.0f} to {b.high:,.0f}" if apart > _PAY_APART else None


def _time(pair: Pair) -> str | None:
    if pair.a.posted is None or pair.b.posted is None:
        return None
    days = abs((pair.a.posted - pair.b.posted).days)
    return f"published {days} days apart" if days > _YEAR_DAYS else None


CONFLICTS: tuple[Callable[[Pair], str | None], ...] = (
    _other_employer, _seniority, _level, _place, _season, _unit, _hours, _contract, _pay, _time,
)  # fmt: skip
