"""Levels of seniority in titles and postings, and how far a resume is from the one asked for."""

import re
from functools import lru_cache

from tools.jobs.matching.profile import Profile
from tools.jobs.schemas import Seniority

_LEVEL: dict[Seniority, float] = {
    "intern": 0, "junior": 1, "mid": 2, "senior": 3, "lead": 4, "staff": 4, "principal": 5,
    "manager": 4, "director": 6, "executive": 7,
}  # fmt: skip
_WORDS: dict[float, tuple[str, ...]] = {
    7: (
        r"chief \w+ officer", "c[etfoi]o", "vice president", "s?vp", "president", "executive director",
        r"geschäftsführer\w*",
        "director general",
    ),
    6: ("director", "directeur", "directora?", "head of", r"bereichsleiter\w*"),
    5: ("principal", "distinguished"),
    0: (
        "intern", "internship", "trainee", "apprentice", r"praktikant\w*", "praktikum", "stagiaire", "becari[oa]",
        r"werkstudent\w*",
        "azubi", r"auszubildende\w*", r"alternant\w*",
    ),
    4: (
        "lead", "staff (?:software|engineer|data|designer)", r"team ?lead\w*", r"teamleiter\w*", "supervisor",
        "foreman", "manager",
        "gerente", "jefe", r"leiter\w*", "encargad[oa]",
    ),
    3: ("senior", "sr", r"erfahren\w*", "experienced", "confirm[ée]e?"),
    1: ("junior", "jr", "entry[- ]level", "graduate", r"einsteiger\w*", r"débutant\w*", "principiante"),
}  # fmt: skip
_PATTERNS = {level: re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE) for level, names in _WORDS.items()}
_MANAGING_THINGS = re.compile(
    r"(?:account|product|project|program|case|community|brand|marketing|office|store|social media) manager",
    re.IGNORECASE,
)
_RAISED = re.compile(r"senior|lead", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def title_level(title: str) -> float | None:
    """The level a title names, 0 (intern) to 7 (executive); None when it names none."""
    for level, pattern in _PATTERNS.items():
        if pattern.search(title):
            manages_things = level == 4 and _MANAGING_THINGS.search(title) and not _RAISED.search(title)
            return 3.0 if manages_things else level
    return None


def asked_level(seniority: Seniority | None, title: str, years: int | None = None) -> float | None:
    """The level a posting asks for: by its title, since managers of accounts and of people differ, or by its years."""
    named = title_level(title)
    if named is None and seniority is None and years is not None:
        return 3.0 if years >= 5 else 2.0 if years >= 2 else 1.0
    return named if named is not None else (_LEVEL[seniority] if seniority else None)


def held_level(profile: Profile) -> float | None:
    """The level of the resume: the highest of its last two titles, or what its years amount to."""
    recent = sorted(profile.positions, key=lambda position: position.until or 0, reverse=True)[:2]
    named = [level for position in recent if (level := title_level(position.title)) is not None]
    years = profile.experience() / 12
    by_years = None if not profile.positions and not years else 1.0 if years < 2 else 2.0 if years < 5 else 3.0
    known = [level for level in (max(named, default=None), by_years) if level is not None]
    return max(known, default=None)


def level_factor(asked: float | None, held: float | None) -> float:
    """What the distance in level leaves of a title's score: a step too high costs a fifth, one too low a little."""
    if asked is None or held is None:
        return 1.0
    step = asked - held
    return max(0.35, 1 - 0.2 * (step - 0.5)) if step > 0.5 else max(0.94, 1 - 0.02 * (-step - 1)) if step < -1 else 1.0
