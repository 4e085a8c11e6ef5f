"""Degrees asked for and degrees held, on one ladder over several countries' names."""

import re

from tools.jobs.matching.profile import content_words
from tools.jobs.matching.words import stem

_LADDER: dict[int, tuple[str, ...]] = {
    5: (r"ph\.?\s?d\b", r"doctora(?:te|l)", r"doctorado", r"doctorat", r"dr\.-ing"),
    4: (
        r"master['’]?s?\b(?! electrician| technician| plumber| data)",
        r"\bm\.?sc\b", r"\bm\.a\.", r"\bmba\b", r"\bmsn\b",
        r"\bm\.?eng\b", r"\bdiplom(?:-?ingenieur|-\w+)?\b", r"magister", r"m[áa]ster\b", r"maestr[íi]a", r"bac ?\+ ?5",
        r"(?:advanced|graduate) degree", r"juris doctor",
    ),
    3: (
        r"bachelor", r"\bb\.?\s?sc\b", r"\bb\.a\.", r"\bba\b(?= in)", r"\bbs\b(?= (?:in|degree))",
        r"\bb\.s\.", r"\bb\.?tech\b", r"\bbsn\b",
        r"(?:undergraduate|college|university|4[- ]year|four[- ]year) degree", r"\bdegree in\b", r"licenciatura",
        r"licenciad[oa]", r"\bgrado en\b", r"t[íi]tulo universitario", r"\blicence\b(?= (?:en|de|pro))",
        r"bac ?\+ ?[34]",
        r"hochschulabschluss", r"hochschulstudium", r"abgeschlossenes (?:\w+ )?studium", r"\bstudium\b",
        r"ingenier[íi]a en",
    ),
    2: (
        r"associate['’]?s? degree", r"bac ?\+ ?2", r"\bbts\b", r"\bdut\b", r"t[ée]cnico superior", r"vocational",
        r"ausbildung",
        r"apprenticeship", r"(?:trade|technical) school", r"formaci[óo]n profesional",
    ),
    1: (
        r"high[- ]school", r"\bged\b", r"secondary school", r"\babitur\b", r"realschul", r"bachillerato",
        r"baccalaur[ée]at",
        r"school diploma", r"secundaria",
    ),
}  # fmt: skip
_PATTERNS = tuple((level, re.compile("|".join(names), re.IGNORECASE)) for level, names in _LADDER.items())
_EXPERIENCE_INSTEAD = re.compile(
    r"or equivalent|equivalent (?:work |practical |professional )?experience|oder vergleichbar|"
    r"o experiencia equivalente|"
    r"ou [ée]quivalent|or relevant experience|in lieu of",
    re.IGNORECASE,
)


_SHORT = (
    (4, re.compile(r"\b(?:MS|MA|MEng|MTech|M\.?\s?Tech|MPhil|MBA|MFA|MSW|MPH|LL\.?M)\b")),
    (3, re.compile(r"\b(?:BS|BA|BE|BEng|B\.\s?Eng|BCom|BFA|BBA|B\.A|LL\.?B|AB)\b|\bGrado\b|\bLicence\b")),
)
_AREA = re.compile(
    r"\b(?:in|of|en|de|als)\s+(?!(?:related|relevant|similar|equivalent|lieu)\b)(?P<areas>[^.;()]+)", re.IGNORECASE
)
_ANY_AREA = re.compile(
    r"related|relevant|similar|any (?:field|discipline)|equivalent|technical|quantitative|vergleichbar|ähnlich|af[íi]n|"
    r"équivalent|equivalente|STEM\b",
    re.IGNORECASE,
)
_AREAS = re.compile(r"\s*[,/]\s*|\s+(?:or|oder|ou|o|u|and|und|et|y)\s+", re.IGNORECASE)
_GENERIC = frozenset({"engine", "scienc", "studi", "disciplin"[:6], "field", "degre", "bachel", "master", "univer"})
_OTHER_AREA, _RELATED_AREA = 0.0, 0.6


def held_levels(kind: str, text: str) -> list[int]:
    """Levels of a fact of that kind, lowest first; short forms (MS, BA) count only where a degree is told of."""
    if kind not in {"education", "certificate"}:
        return []
    short = [level for level, pattern in _SHORT if kind == "education" and pattern.search(text)]
    return sorted({*degree_levels(text), *short})


def area_asked(asked: str, held: str) -> float:
    """How far a degree (its own words) is of a field the line asks for: 1 the same or none named, 0.6 maybe related."""
    match = _AREA.search(asked)
    if match is None:
        return 1.0
    have = {_root(word) for word in content_words(held)}
    wanted = [{_root(word) for word in content_words(area)} - _GENERIC for area in _AREAS.split(match["areas"])]
    if not any(wanted) or any(area and len(area & have) >= 0.5 * len(area) for area in wanted):
        return 1.0
    return _RELATED_AREA if _ANY_AREA.search(asked) else _OTHER_AREA


def _root(word: str) -> str:
    """What the names of a field have in common over languages: Informatik, informatique, informática."""
    return stem(word)[:6]


def degree_levels(text: str) -> list[int]:
    """Levels named in the text, 1 (school) to 5 (doctorate), the lowest first."""
    return sorted(level for level, pattern in _PATTERNS if pattern.search(text))


def experience_counts_instead(text: str) -> bool:
    """Whether the line takes experience in place of the degree."""
    return bool(_EXPERIENCE_INSTEAD.search(text))
