"""The field a person works in, told by more than titles: degrees, headline, employers, projects, skills and the work.

Founders, interns and researchers do the work of a job without its title; this is the evidence for it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tools.jobs.matching.profile import Evidence, Profile, role_skills
from tools.jobs.matching.titles import Scores, title_meaning, trades
from tools.skills import category, find_skills, shown_by

_APART, _NEAR = 0.12, 0.45
_APART_ELSEWHERE = 0.22
_IN_NAMES = frozenset({"position", "education", "project", "summary", "certificate", "contact", "other"})
_FIRM = frozenset({"position", "summary", "certificate", "contact", "skill"})
_SEVERAL = 4
_SHOWN_BY_KIND: dict[str, frozenset[str]] = {
    "Software Development": frozenset({"language", "framework"}),
    "DevOps": frozenset({"devops", "cloud"}),
    "Site Reliability Engineering": frozenset({"devops", "cloud"}),
}
_AROUND_A_TITLE = 0.4
_BY_NAMES_ALONE = 0.7
_BESIDE = 0.4
_BY_TOOLS_ALONE = 0.5
_FROM_BULLETS = 0.6
_TAUGHT_BY: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            r"comput(?:er|ing) (?:science|engineering)|software engineering|informati(?:k|que|ca\b)|inform[áa]tica|"
            r"ciencias de la computaci[óo]n|information (?:systems|technology)",
            re.IGNORECASE,
        ),
        "Software Engineer",
        "Data Scientist",
    ),
    (
        re.compile(
            r"machine learning|artificial intelligence|data science|\bAI\b|deep learning|neural|"
            r"k[üu]nstliche intelligenz|inteligencia artificial|intelligence artificielle",
            re.IGNORECASE,
        ),
        "Machine Learning Engineer",
        "Data Scientist",
    ),
    (re.compile(r"business administration|betriebswirt|administraci[óo]n de empresas", re.IGNORECASE),
     "Finance", "Accounting"),
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """How near the field of a resume is to a title's, 0 to 1, and the fact that tells it best."""

    nearness: float
    told_by: Evidence | None = None


@lru_cache(maxsize=4_096)
def field_of(profile: Profile, title: str) -> Field:
    """What the resume as a whole says about working in the title's field.

    0 for another field, 0.3 where studies or part of the work touch it, 0.6 where most of the work is of it, 0.8 and
    more where words, trades and skills all agree. Words and names have to agree, since either alone is often chance.
    """
    if not len(profile.vectors):
        return Field(0.0)
    named, told = _trades_of(profile)
    asked = trades(title)
    family = max(float(named @ asked), _FROM_BULLETS * float(told @ asked))
    apart = _APART if profile.language == "en" else _APART_ELSEWHERE
    meant = float(np.clip((profile.centre @ title_meaning(title) - apart) / (_NEAR - apart), 0.0, 1.0))
    meant = max(meant, _BY_NAMES_ALONE * float(named @ asked))
    skills = tuple(dict.fromkeys([*(span.name for span in find_skills(title)), *role_skills(title)]))
    agreed = [family] if asked.any() else []
    disciplines = role_skills(title)
    shown = sum(_shown(profile, skill) for skill in skills) / len(skills) if skills else 0.0
    agreed += [shown if disciplines else _BY_TOOLS_ALONE * shown] if skills else []
    nearness = float(np.sqrt(meant * (sum(agreed) / len(agreed)))) if agreed else meant
    return Field(nearness, _best(profile, title, skills, asked) if nearness else None)


def firmly_shown(profile: Profile, skill: str) -> bool:
    """Whether a skill is named by a title, a summary, a certificate or a list, or told by two facts, not in passing."""
    where = {index for name in (skill, *shown_by(skill)) for index in profile.skills.get(name, ())}
    return len(where) > 1 or any(profile.evidence[index].kind in _FIRM for index in where)


def shown_by_kind(profile: Profile, skill: str) -> bool:
    """Whether the resume names several tools of a discipline: who lists four languages has developed software."""
    kinds = _SHOWN_BY_KIND.get(skill, frozenset())
    return bool(kinds) and sum(category(name) in kinds for name in profile.skills) >= _SEVERAL


def _shown(profile: Profile, skill: str) -> float:
    """1 where a skill is firmly shown or by several tools of its kind, 0.5 where it is mentioned in passing."""
    if firmly_shown(profile, skill) or shown_by_kind(profile, skill):
        return 1.0
    return 0.5 if any(profile.skills.get(name) for name in (skill, *shown_by(skill))) else 0.0


@lru_cache(maxsize=256)
def _trades_of(profile: Profile) -> tuple[Scores, Scores]:
    """The trades that the resume's names (titles, degrees, projects) and its told work belong to, unit length."""
    named = np.zeros_like(trades(""))
    told = np.zeros_like(named)
    for position in profile.positions:
        named += (1 - _AROUND_A_TITLE) * trades(position.title)
    for item in profile.evidence:
        if not item.tokens:
            continue
        if item.kind in _IN_NAMES:
            named += (_AROUND_A_TITLE if item.kind == "position" else 1.0) * _trades_in(item)
        else:
            told += trades(item.text)
    return _unit(named), _unit(told)


def _trades_in(item: Evidence) -> Scores:
    found = trades(item.text)
    for words, title, beside in _TAUGHT_BY:
        if words.search(item.text):
            found = found + trades(title) + _BESIDE * trades(beside)
    return found


def _best(profile: Profile, title: str, skills: tuple[str, ...], asked: Scores) -> Evidence | None:
    """The fact to show: one that names a skill of the title, else of its trade, else the nearest in meaning."""
    showing = {i for skill in skills for name in (skill, *shown_by(skill)) for i in profile.skills.get(name, ())}
    meaning = title_meaning(title)
    best, highest = None, 0.0
    for index, item in enumerate(profile.evidence):
        rows = profile.vectors[profile.offsets[index] : profile.offsets[index + 1]]
        if not len(rows):
            continue
        value = float(_unit(rows.sum(axis=0)) @ meaning) + 0.3 * (index in showing)
        if item.kind in _IN_NAMES:
            value += 0.3 * float(_trades_in(item) @ asked > 0)
        if value > highest:
            best, highest = item, value
    return best


def _unit(vector: Scores) -> Scores:
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector
