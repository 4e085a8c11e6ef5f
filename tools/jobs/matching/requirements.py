"""Which requirements of a posting a resume shows, how far, and by which of its words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from tools.jobs.matching.degrees import degree_levels, experience_counts_instead
from tools.jobs.matching.profile import Evidence, Profile, content_words
from tools.jobs.matching.titles import title_similarity
from tools.jobs.matching.words import matrix, word_lists
from tools.jobs.schemas import Importance, Requirement
from tools.skills import SkillSpan, category, find_skills, shown_by

SHOWN = 0.5
_ALIKE = 0.3
_BY_NAME_ONLY = frozenset(
    {"language", "framework", "database", "cloud", "devops", "security", "data", "software", "spoken"}
)
_ANY = re.compile(
    r"\b(?:or|oder|ou|o|u|such as|like|e\.g\.|for example|"
    r"z\.\s?B\.|similar|equivalent|comparable|one of|any of|wie)\b|/",
    re.IGNORECASE,
)
_AGE = re.compile(r"years? (?:of age|old)|jahre alt|mindestalter|años de edad|\bat least 18\b", re.IGNORECASE)
_FORMAL = re.compile(
    r"authori[sz]ed to work|work (?:permit|authori[sz]ation)|background check|drug (?:test|screen)|years? of age|"
    r"\blift\b|"
    r"willing(?:ness)? to|able to (?:stand|travel|work (?:nights|weekends|shifts))|weekends?|relocat|visa|citizen|"
    r"arbeitserlaubnis|schichtbereitschaft|disponibilidad|disponibilit[ée]|flexible hours|overtime|reliable transport",
    re.IGNORECASE,
)
_PHRASE_WEIGHTS: dict[Importance, float] = {"must": 1.0, "should": 0.7, "nice": 0.3}


@dataclass(frozen=True)
class Finding:
    """How far one requirement is shown: `score` 0 to 1, the resume's words that show it, and what is short."""

    requirement: Requirement
    weight: float
    score: float
    shown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    quote: str | None = None
    evidence: Evidence | None = None
    note: str | None = None


def find_evidence(profile: Profile, requirement: Requirement, title: str = "") -> Finding:
    """The requirement held against the resume: skills, degree and years where it names them, else its words.

    `title` is the posting's: positions of the same work count towards the years it asks for.
    """
    spans = find_skills(requirement.text)
    asked = [*dict.fromkeys([span.name for span in spans] + requirement.skills)]
    levels = degree_levels(requirement.text)
    years = None if _AGE.search(requirement.text) else requirement.years
    findings = [
        finding
        for finding in (
            _skills(profile, requirement, asked, spans) if asked else None,
            _degree(profile, requirement, levels[0]) if levels else None,
            _years(profile, requirement, asked, years, title) if years else None,
        )
        if finding is not None
    ]
    if not findings or (not asked and not levels and years is None):
        return _by_words(profile, requirement)
    return _together(findings)


def _weight(requirement: Requirement) -> float:
    return _PHRASE_WEIGHTS[requirement.importance]


def _skills(profile: Profile, requirement: Requirement, asked: list[str], spans: list[SkillSpan]) -> Finding:
    written = {span.name: requirement.text[span.start : span.end] for span in reversed(spans)}
    shown: list[str] = []
    missing: list[str] = []
    proof: tuple[Evidence, str] | None = None
    for skill in asked:
        found = show(profile, skill)
        if found is None:
            missing.append(skill)
        else:
            shown.append(skill)
            proof = proof or found
    near = {skill: _near(profile, requirement.text, skill) for skill in missing}
    score = (len(shown) + sum(near.values())) / len(asked)
    if shown and missing and _alternatives(requirement.text, spans):
        score, missing = max(score, 0.9), []
    return Finding(
        requirement, _weight(requirement), score,
        tuple(written.get(skill, skill) for skill in shown), tuple(written.get(skill, skill) for skill in missing),
        proof[1] if proof else None, proof[0] if proof else None,
    )  # fmt: skip


def _near(profile: Profile, text: str, skill: str) -> float:
    """Credit of at most a half for a skill told in other words; tools and certificates have a name or are not there."""
    if category(skill) in _BY_NAME_ONLY or skill.isupper():
        return 0.0
    return float(np.clip(best_coverage(profile, text)[0] - 0.35, 0.0, 0.5))


def _alternatives(text: str, spans: list[SkillSpan]) -> bool:
    """Whether the skills are offered as a choice (Python, Go or Java) rather than all asked for."""
    if len(spans) < 2:
        return False
    lead = text[max(0, spans[0].start - 25) : spans[0].start]
    between = " ".join(text[a.end : b.start] for a, b in pairwise(spans))
    return _ANY.search(f"{lead} {between}") is not None


def show(profile: Profile, skill: str) -> tuple[Evidence, str] | None:
    """The best fact that shows the skill, itself or by one that implies it, and the fact's words for it."""
    for name in (skill, *shown_by(skill)):
        where = profile.skills.get(name)
        if where:
            best = min((profile.evidence[index] for index in where), key=_kind_rank)
            return best, quote_around(best.text, best.skills[name])
    return None


def _kind_rank(item: Evidence) -> int:
    """Work done shows a skill better than a list of skills."""
    order = ("bullet", "certificate", "position", "project", "education", "summary", "language", "skill")
    return order.index(item.kind) if item.kind in order else len(order)


def quote_around(text: str, words: str, width: int = 160) -> str:
    """A stretch of the text (exact characters) of about `width` characters with the words in it."""
    if len(text) <= width:
        return text
    at = max(0, text.find(words))
    start = max(0, at - (width - len(words)) // 2)
    end = min(len(text), start + width)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    cut = text.find(" ", end)
    return text[start : cut if cut > 0 else len(text)].strip()


def _degree(profile: Profile, requirement: Requirement, asked: int) -> Finding:
    held = [
        (level, item)
        for item in profile.evidence
        if item.kind in {"education", "certificate"}
        for level in degree_levels(item.text)[-1:]
    ]
    best = max(held, key=lambda pair: pair[0], default=None)
    if best and best[0] >= asked:
        return Finding(requirement, _weight(requirement), 1.0, quote=quote_around(best[1].text, ""), evidence=best[1])
    if experience_counts_instead(requirement.text) and profile.experience() >= 48:
        return Finding(requirement, _weight(requirement), 0.8, note="experience instead of the degree")
    some = 0.4 if best else 0.0
    return Finding(requirement, _weight(requirement), some, missing=("the degree asked for",))


def _years(profile: Profile, requirement: Requirement, asked: list[str], years: int, title: str) -> Finding:
    """Years from position dates: of positions of the same work, or that name a skill asked for, or all in half."""
    total = profile.experience()
    wanted = {name for skill in asked for name in (skill, *shown_by(skill))}
    alike = [number for number, held in enumerate(profile.positions) if title_similarity(title, held.title) >= _ALIKE]
    naming = {profile.evidence[index].position for name in wanted for index in profile.skills.get(name, ())}
    near = 1.0 if asked else min(1.0, best_coverage(profile, requirement.text)[0] / SHOWN)
    counted = profile.months({*alike, *naming})
    if alike and counted >= 0.8 * profile.months():
        counted = max(counted, total)
    ratio = min(1.0, max(counted, 0.5 * near * total) / (12 * years))
    missing = () if ratio >= 0.9 else (f"{years} years of experience",)
    note = f"the resume tells of {_plural(round(total / 12, 1))}"
    if missing and counted < total:
        note += f", {_plural(round(counted / 12, 1))} of them in this work"
    return Finding(requirement, _weight(requirement), ratio, missing=missing, note=note)


def _plural(years: float) -> str:
    return f"{years:g} year" if years == 1 else f"{years:g} years"


def _together(findings: list[Finding]) -> Finding:
    """One finding for a line that asks for several things at once."""
    first = next((finding for finding in findings if finding.evidence), findings[0])
    return Finding(
        requirement=first.requirement,
        weight=first.weight,
        score=sum(finding.score for finding in findings) / len(findings),
        shown=tuple(skill for finding in findings for skill in finding.shown),
        missing=tuple(skill for finding in findings for skill in finding.missing),
        quote=first.quote,
        evidence=first.evidence,
        note=next((finding.note for finding in findings if finding.note), None),
    )


def _by_words(profile: Profile, requirement: Requirement) -> Finding:
    """A line without known skills: how much of its meaning one fact, or the resume as a whole, covers."""
    score, index = best_coverage(profile, requirement.text)
    weight = _weight(requirement) * (0.3 if _is_personal(requirement.text) or _FORMAL.search(requirement.text) else 0.8)
    if index is None or score < SHOWN:
        return Finding(requirement, weight, max(0.0, score - 0.3), missing=(requirement.text,))
    item = profile.evidence[index]
    return Finding(requirement, weight, min(1.0, 0.5 + score), quote=quote_around(item.text, ""), evidence=item)


def _is_personal(text: str) -> bool:
    """Whether the line asks for a trait rather than for something done or learned."""
    told = [word for word in content_words(text) if word not in word_lists().asking]
    return bool(told) and sum(word in word_lists().personal for word in told) >= 0.6 * len(told)


@lru_cache(maxsize=1_024)
def best_coverage(profile: Profile, text: str) -> tuple[float, int | None]:
    """How far the facts cover the text's content words, 0 to 1, and the index of the fact that covers most."""
    asked = [word for word in content_words(text) if word not in word_lists().asking]
    if not asked or not len(profile.vectors):
        return 0.0, None
    weights = np.array([0.4 if word in word_lists().personal else 1.0 for word in asked])
    alike = np.clip((matrix(asked) @ profile.vectors.T - 0.3) / 0.5, 0.0, 1.0)
    filled = [index for index in range(len(profile.evidence)) if profile.offsets[index + 1] > profile.offsets[index]]
    per_fact = np.maximum.reduceat(alike, [profile.offsets[index] for index in filled], axis=1)
    covered = weights @ per_fact / weights.sum()
    overall = float(weights @ per_fact.max(axis=1) / weights.sum())
    best = int(np.argmax(covered))
    return 0.7 * float(covered[best]) + 0.3 * overall, filled[best]
