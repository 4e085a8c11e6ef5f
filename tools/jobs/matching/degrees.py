"""Degrees asked for and degrees held, on one ladder over several countries' names."""

import re

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


def degree_levels(text: str) -> list[int]:
    """Levels named in the text, 1 (school) to 5 (doctorate), the lowest first."""
    return sorted(level for level, pattern in _PATTERNS if pattern.search(text))


def experience_counts_instead(text: str) -> bool:
    """Whether the line takes experience in place of the degree."""
    return bool(_EXPERIENCE_INSTEAD.search(text))
