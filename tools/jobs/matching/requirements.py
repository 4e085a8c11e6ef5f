"""Which requirements of a posting a resume shows, how far, and by which of its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from tools.jobs.matching.choices import Choice, choices
from tools.jobs.matching.coverage import best_coverage, told_words
from tools.jobs.matching.degrees import area_asked, degree_levels, experience_counts_instead, held_levels
from tools.jobs.matching.field import field_of, firmly_shown, shown_by_kind
from tools.jobs.matching.profile import Evidence, Profile
from tools.jobs.matching.seniority import title_level
from tools.jobs.matching.titles import title_similarity
from tools.jobs.matching.words import word_lists
from tools.jobs.schemas import Importance, Requirement
from tools.skills import category, find_skills, shown_by

SHOWN = 0.5
_ALIKE = 0.36
_BY_NAME_ONLY = frozenset(
    {"language", "framework", "database", "cloud", "devops", "security", "data", "software", "spoken"}
)
_TOLD = ((0.15, 0.0), (0.3, 0.35), (0.5, 0.75), (0.65, 1.0))
_TOLD_OF_SKILL = 0.8
_AGE = re.compile(r"years? (?:of age|old)|jahre alt|mindestalter|años de edad|\bat least 18\b", re.IGNORECASE)
_FORMAL = re.compile(
    r"authori[sz]ed to work|work (?:permit|authori[sz]ation)|background check|drug (?:test|screen)|years? of age|"
    r"\blift\b|"
    r"willing(?:ness)? to|able to (?:stand|travel|work (?:nights|weekends|shifts))|weekends?|relocat|visa|citizen|"
    r"arbeitserlaubnis|schichtbereitschaft|disponibilidad|disponibilit[ée]|flexible hours|overtime|reliable transport|"
    r"come into the office|days (?:per|a) week|insurance policy",
    re.IGNORECASE,
)
_PHRASE_WEIGHTS: dict[Importance, float] = {"must": 1.0, "should": 0.7, "nice": 0.3}
_CORE_WEIGHT, _TITLE_WEIGHT = 1.5, 2.0
_IN_PASSING, _AS_GOOD, _NOT_QUITE = 0.6, 0.6, 0.59
_OF_TOOLS = 0.6
_SAME_TOOLBOX = 0.15
_DISCIPLINE = re.compile(
    r"(?:development|engineering|science|learning|management|analysis|analytics|design|systems|testing|administration|"
    r"statistics|intelligence|modeling|modelling|processing|visualization|architecture|security|operations)$|"
    r"^(?:devops|mlops|site reliability.*|agile|scrum)$",
    re.IGNORECASE,
)
_OTHER_TOOL = 0.4
_SPOKEN_BY = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "nl": "Dutch",
    "pt": "Portuguese",
    "it": "Italian",
}
_UNSPOKEN_WEIGHT, _SPOKEN_WEIGHT, _DEGREE_WEIGHT, _WORDS_WEIGHT, _PERSONAL_WEIGHT = 0.9, 0.4, 0.7, 0.6, 0.15
_OTHER_LANGUAGE = 0.4


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


def find_evidence(profile: Profile, requirement: Requirement, title: str = "", language: str | None = None) -> Finding:
    """The requirement held against the resume: skills, degree and years where it names them, else its words.

    A score of 0 means that nothing of the line is shown, 0.25 that the resume comes near it, 0.5 half of what it lists
    (or half of the years), 0.75 most of it, 1 all of it; of alternatives one is all. `title` is the posting's:
    positions of the same work count towards the years it asks for. `language` is the posting's too: a line in another
    language than the resume's, without a skill or degree that is known in both, can only be judged by its words, and
    weighs little.
    """
    spans = find_skills(requirement.text)
    asked = choices(requirement.text, spans, requirement.skills)
    levels = degree_levels(requirement.text)
    years = None if _AGE.search(requirement.text) else requirement.years
    written = {span.name: requirement.text[span.start : span.end] for span in reversed(spans)}
    findings = [
        finding
        for finding in (
            _skills(profile, requirement, asked, written, title) if asked else None,
            _degree(profile, requirement, levels[0]) if levels else None,
            _years(profile, requirement, asked, years, title) if years else None,
        )
        if finding is not None
    ]
    if findings:
        together = _told_otherwise(profile, _together(findings))
        named = {skill for choice in asked for skill in choice.skills} & named_by(title)
        core = _TITLE_WEIGHT if any(is_tool(skill) for skill in named) else _CORE_WEIGHT if named or years else 1.0
        return replace(together, weight=together.weight * core)
    found = _by_words(profile, requirement)
    foreign = language is not None and language != profile.language
    return replace(found, weight=found.weight * _OTHER_LANGUAGE) if foreign else found


@lru_cache(maxsize=4_096)
def named_by(title: str) -> frozenset[str]:
    """Skills that the posting's own title names; a line that asks for one is at the core of the work."""
    return frozenset(span.name for span in find_skills(title))


def _weight(requirement: Requirement) -> float:
    return _PHRASE_WEIGHTS[requirement.importance]


def _told(profile: Profile, text: str) -> float:
    """0 to 1 for how far the line is told in other words, from the coverage of its words."""
    xs, ys = zip(*_TOLD, strict=True)
    return float(np.interp(best_coverage(profile, text)[0], xs, ys))


def _told_otherwise(profile: Profile, finding: Finding) -> Finding:
    """A line whose skills are shown only in part gains by what the resume tells of the rest of it in other words."""
    if finding.score >= 1 or not finding.missing:
        return finding
    return replace(
        finding, score=max(finding.score, 0.7 * finding.score + 0.3 * _told(profile, finding.requirement.text))
    )


def _skills(
    profile: Profile, requirement: Requirement, asked: list[Choice], written: dict[str, str], title: str
) -> Finding:
    credit: dict[str, float] = {}
    proofs: list[tuple[Evidence, str]] = []
    for skill in dict.fromkeys(skill for choice in asked for skill in choice.skills):
        found = show(profile, skill)
        if found or skill == _SPOKEN_BY.get(profile.language):
            credit[skill] = _firmness(profile, skill)
            proofs += [found] if found else []
        else:
            credit[skill], other = _near(profile, requirement.text, skill, title)
            proofs += [(other, quote_around(other.text, ""))] if other else []
    total = sum(choice.weight for choice in asked)
    score = sum(choice.weight * choice.credit(lambda skill: credit[skill]) for choice in asked) / total
    shown = [skill for skill, value in credit.items() if value >= _AS_GOOD]
    missing = [choice for choice in asked if not any(skill in shown for skill in choice.skills)]
    spoken = all(category(skill) == "spoken" for skill in credit)
    return Finding(
        requirement,
        _weight(requirement) * (1.0 if not spoken else _SPOKEN_WEIGHT if not missing else _UNSPOKEN_WEIGHT),
        score * _bearing(profile, requirement.text, written.values()),
        tuple(written.get(skill, skill) for skill in shown),
        tuple(spelled(written.get(skill, skill) for skill in choice.skills) for choice in missing),
        proofs[0][1] if proofs else None,
        proofs[0][0] if proofs else None,
    )


def spelled(names: Iterable[str], word: str = "or") -> str:
    """Names as one phrase: A, B or C."""
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} {word} {last}" if first else last


def is_tool(skill: str) -> bool:
    """Whether the skill is a thing with a name, such as a language or a program, and not a discipline."""
    return category(skill) in _BY_NAME_ONLY and not _DISCIPLINE.search(skill)


def _firmness(profile: Profile, skill: str) -> float:
    """What a shown skill is worth: a tool is named or not, a discipline named in passing is less."""
    return 1.0 if is_tool(skill) or firmly_shown(profile, skill) else _IN_PASSING


def _bearing(profile: Profile, text: str, names: Iterable[str]) -> float:
    """How much of a line its skills stand for, 0.5 to 1: a name in a long line is the least of what it asks for.

    What the resume tells of the rest in other words makes up for it.
    """
    rest = text
    for name in names:
        rest = rest.replace(name, " ")
    words = len(told_words(text))
    part = min(1.0, 0.5 + (words - len(told_words(rest))) / words) if words else 1.0
    return part + (1 - part) * _told(profile, rest)


def _near(profile: Profile, text: str, skill: str, title: str) -> tuple[float, Evidence | None]:
    """Credit for a skill without its name, and the fact that tells it where that is as good as shown.

    A discipline can be told in other words, by the field worked in or by its tools. Tools and certificates have a name
    or are not there; who works in the posting's field learns one more tool quickly.
    """
    if category(skill) == "spoken" or (skill.isupper() and not is_tool(skill)):
        return 0.0, None
    if is_tool(skill):
        return _SAME_TOOLBOX * float(np.clip((field_of(profile, title).nearness - 0.4) / 0.4, 0.0, 1.0)), None
    told, (_, index), field = _told(profile, text), best_coverage(profile, text), field_of(profile, skill)
    by_field = max(float(np.clip((field.nearness - 0.3) / 0.5, 0.0, 1.0)), float(shown_by_kind(profile, skill)))
    credit = _TOLD_OF_SKILL * max(told, by_field)
    item = profile.evidence[index] if index is not None and told >= by_field else field.told_by
    if credit < _AS_GOOD or item is None:
        return min(credit, _NOT_QUITE), None
    return credit, item


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
    """The level asked for, and its field: a degree of another field shows the lesser part of it."""
    weight = _DEGREE_WEIGHT * _weight(requirement)
    held = [(level, item) for item in profile.evidence for level in held_levels(item.kind, item.text)[-1:]]
    high = [item for level, item in held if level >= asked]
    if high:
        fits = [(area_asked(requirement.text, item.text), item) for item in high]
        part, best = max(fits, key=lambda pair: pair[0])
        return Finding(
            requirement, weight, 0.35 + 0.65 * part, quote=quote_around(best.text, ""), evidence=best,
            missing=() if part >= SHOWN else ("a degree in this field",),
        )  # fmt: skip
    if experience_counts_instead(requirement.text) and profile.experience() >= 48:
        return Finding(requirement, weight, 0.8, note="experience instead of the degree")
    return Finding(requirement, weight, 0.4 if held else 0.0, missing=("the degree asked for",))


def _years(profile: Profile, requirement: Requirement, asked: list[Choice], years: int, title: str) -> Finding:
    """Years from position dates: of positions of the same work, or that name a skill asked for; years of a near field
    count as far as it is near. A part of the years is worth that part."""
    total = profile.experience()
    wanted = {name for choice in asked for skill in choice.skills for name in (skill, *shown_by(skill))}
    alike = [number for number, held in enumerate(profile.positions) if title_similarity(title, held.title) >= _ALIKE]
    naming = {profile.evidence[index].position for name in wanted for index in profile.skills.get(name, ())}
    field = field_of(profile, title).nearness
    tools = [skill for choice in asked for skill in choice.skills if is_tool(skill)]
    counted = float(profile.months({*alike, *naming}))
    if alike and counted >= 0.8 * profile.months():
        counted = max(counted, total)
    share = 0.85 * float(np.clip((field - 0.35) / 0.35, 0.0, 1.0))
    if tools and naming:
        counted = max(counted, _OF_TOOLS * profile.months(_technical(profile)))
    elif not asked:
        share = max(share, min(_told(profile, requirement.text), 2 * field))
    counted = max(counted, share * total) - 0.5 * min(counted, profile.months(_internships(profile)))
    ratio = min(1.0, counted / (12 * years))
    if tools and not any(show(profile, tool) for tool in tools):
        ratio *= _OTHER_TOOL
    missing = () if ratio >= 0.9 else (f"{years} years of experience",)
    note = f"the resume tells of {_plural(round(total / 12, 1))}" if total else "the resume dates no position"
    if missing and counted < total:
        note += f", about {_plural(round(counted / 12, 1))} of it in this work"
    held = [profile.positions[number].evidence for number in alike] if ratio else []
    item = profile.evidence[held[0]] if held else None
    quote = quote_around(item.text, "") if item else None
    return Finding(requirement, _weight(requirement), ratio, missing=missing, note=note, quote=quote, evidence=item)


@lru_cache(maxsize=256)
def _internships(profile: Profile) -> frozenset[int | None]:
    """Positions of interns and trainees, whose time counts by half."""
    return frozenset(number for number, held in enumerate(profile.positions) if title_level(held.title) == 0)


@lru_cache(maxsize=256)
def _technical(profile: Profile) -> frozenset[int | None]:
    """Positions whose lines name technical skills, where a tool from the list of skills may have been used too."""
    return frozenset(
        item.position for item in profile.evidence if any(category(skill) in _BY_NAME_ONLY for skill in item.skills)
    )


def _plural(years: float) -> str:
    return f"{years:g} year" if years == 1 else f"{years:g} years"


def _together(findings: list[Finding]) -> Finding:
    """One finding for a line that asks for several things at once."""
    first = next((finding for finding in findings if finding.evidence), findings[0])
    return Finding(
        requirement=first.requirement,
        weight=max(finding.weight for finding in findings),
        score=sum(finding.score for finding in findings) / len(findings),
        shown=tuple(skill for finding in findings for skill in finding.shown),
        missing=tuple(skill for finding in findings for skill in finding.missing),
        quote=first.quote,
        evidence=first.evidence,
        note=next((finding.note for finding in findings if finding.note), None),
    )


def _by_words(profile: Profile, requirement: Requirement) -> Finding:
    """A line without known skills: how much of its meaning one fact, or the resume as a whole, covers."""
    index = best_coverage(profile, requirement.text)[1]
    slight = is_personal(requirement.text) or is_formal(requirement.text)
    weight = _weight(requirement) * (_PERSONAL_WEIGHT if slight else _WORDS_WEIGHT)
    told = _told(profile, requirement.text)
    if index is None or told < SHOWN:
        return Finding(requirement, weight, told, missing=(requirement.text,))
    item = profile.evidence[index]
    return Finding(requirement, weight, told, quote=quote_around(item.text, ""), evidence=item)


def is_formal(text: str) -> bool:
    """Whether the line asks for a condition of employment, such as a permit to work or shifts, and not for skill."""
    return bool(_FORMAL.search(text))


def is_personal(text: str) -> bool:
    """Whether the line asks for a trait rather than for something done or learned."""
    told = told_words(text)
    return sum(word in word_lists().personal for word in told) >= 0.5 * len(told)
