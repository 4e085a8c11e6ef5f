"""Dates of positions and studies: gaps, overlaps, what lies ahead, what is missing. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tools.resumes.check_schemas import Finding
from tools.resumes.checking.places import remark
from tools.resumes.likeness import same_employer
from tools.resumes.rewording import period
from tools.resumes.schemas import EducationDetail, PositionDetail, Resume, ResumeFact

GAP_MONTHS = 6
OVERLAP_MONTHS = 3
MOST_OVERLAPS = 3


@dataclass(frozen=True, slots=True)
class Spell:
    """One dated entry; months count from year 0, `until` is its last month; `exact` where both ends name a month."""

    fact: ResumeFact
    since: int
    until: int
    exact: bool
    current: bool

    @property
    def name(self) -> str:
        """What to call it."""
        return named(self.fact)


def named(fact: ResumeFact) -> str:
    """A position or study by its title and employer, with its dates."""
    detail = fact.detail
    if isinstance(detail, PositionDetail):
        name = " at ".join(part for part in (detail.title, detail.employer) if part)
    else:
        name = detail.institution if isinstance(detail, EducationDetail) else fact.text
    when = period(detail.model_dump())
    return f"{name} ({when})" if when else name


def career_findings(resume: Resume, today: date) -> list[Finding]:
    """Remarks on the dates of positions and studies, and on positions about which nothing is said."""
    now = today.year * 12 + today.month - 1
    entries = [fact for fact in resume.facts if isinstance(fact.detail, PositionDetail | EducationDetail)]
    spells = sorted(filter(None, (_spell(fact, now) for fact in entries)), key=lambda each: (each.since, each.until))
    found = [finding for fact in entries for finding in _wrong(resume, fact, now)]
    found += _missing(resume)
    return [*found, *_gaps(resume, spells, now), *_overlaps(resume, spells), *_silent(resume)]


def _month(said: str, *, last: bool) -> int:
    return int(said[:4]) * 12 + (int(said[5:7]) - 1 if len(said) > 4 else 11 if last else 0)


def _spell(fact: ResumeFact, now: int) -> Spell | None:
    detail = fact.detail
    if not isinstance(detail, PositionDetail | EducationDetail) or not (detail.start or detail.end):
        return None
    start, end = detail.start or detail.end or "", detail.end or detail.start or ""
    until = now if detail.current else _month(end, last=True)
    exact = len(start) > 4 and (detail.current or len(end) > 4)
    return Spell(fact, _month(start, last=False), until, exact, detail.current)


def _wrong(resume: Resume, fact: ResumeFact, now: int) -> Iterator[Finding]:
    detail = fact.detail
    if not isinstance(detail, PositionDetail | EducationDetail):
        return
    if detail.start and detail.end and _month(detail.end, last=True) < _month(detail.start, last=False):
        yield remark(
            resume, "dates_wrong", "high", f"{named(fact)} ends before it begins.", "Look at both dates.", fact=fact
        )
    if isinstance(detail, EducationDetail):
        return
    if detail.start and _month(detail.start, last=False) > now:
        yield remark(
            resume, "dates_wrong", "high", f"{named(fact)} begins in the future.",
            "If it is right, say that it is agreed; else mend the date.", fact=fact,
        )  # fmt: skip
    elif detail.end and not detail.current and _month(detail.end, last=False) > now:
        yield remark(
            resume, "dates_wrong", "medium", f"{named(fact)} ends in the future.",
            "Write that it lasts to the present, or that it is limited.", fact=fact,
        )  # fmt: skip


def _missing(resume: Resume) -> list[Finding]:
    return [
        remark(
            resume, "dates_missing", "high", f"{named(fact)} has no start date.",
            "Add month and year; readers look for them first.", fact=fact,
        )
        for fact in resume.facts
        if isinstance(fact.detail, PositionDetail) and not fact.detail.start
    ]  # fmt: skip


def _gaps(resume: Resume, spells: list[Spell], now: int) -> Iterator[Finding]:
    latest: Spell | None = None
    for spell in spells:
        if latest is not None and spell.since - latest.until - 1 > GAP_MONTHS:
            yield remark(
                resume, "date_gap", "medium",
                f"There are about {spell.since - latest.until - 1} months between {latest.name} and {spell.name}.",
                "If something fills them (study, family, a project), a line that says so answers the question.",
                fact=spell.fact,
            )  # fmt: skip
        if latest is None or spell.until > latest.until:
            latest = spell
    if latest is not None and not latest.current and now - latest.until > GAP_MONTHS:
        yield remark(
            resume, "date_gap", "medium", f"Nothing is said of the {now - latest.until} months since {latest.name}.",
            "If the position lasts, write so; else say in a line what you do at present.", fact=latest.fact,
        )  # fmt: skip


def _overlaps(resume: Resume, spells: list[Spell]) -> list[Finding]:
    held = [spell for spell in spells if isinstance(spell.fact.detail, PositionDetail) and spell.exact]
    found = []
    for first, second in combinations(held, 2):
        shared = min(first.until, second.until) - max(first.since, second.since) + 1
        if shared >= OVERLAP_MONTHS and not _one_employer(first, second):
            found.append(
                remark(
                    resume, "dates_overlap", "low", f"{first.name} and {second.name} overlap by {shared} months.",
                    "If one was part-time, freelance or voluntary, say so; else look at the dates.", fact=second.fact,
                )
            )  # fmt: skip
    return found[:MOST_OVERLAPS]


def _one_employer(first: Spell, second: Spell) -> bool:
    a, b = first.fact.detail, second.fact.detail
    if not isinstance(a, PositionDetail) or not isinstance(b, PositionDetail):
        return False
    return same_employer(a.employer, b.employer)


def _silent(resume: Resume) -> list[Finding]:
    parents = {fact.parent_id for fact in resume.facts if fact.parent_id}
    return [
        remark(
            resume, "no_bullets", "medium", f"Nothing is said about what you did as {named(fact)}.",
            "Add two or three lines on what you did and what came of it.", fact=fact,
        )
        for fact in resume.facts
        if isinstance(fact.detail, PositionDetail) and fact.id not in parents
    ]  # fmt: skip
