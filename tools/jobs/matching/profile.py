"""A resume as matching needs it: facts with their skills and words, titles by recency, time worked."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from uuid import UUID

import numpy as np

from tools.embedding import Vectors
from tools.jobs.matching.words import matrix, stem, word_lists, words
from tools.jobs.parsing.language import detect_language
from tools.resumes.schemas import ContactDetail, ParsedFact, PositionDetail, ResumeFact, SkillDetail
from tools.skills import canonical, find_skills

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")
_STATED_YEARS = re.compile(
    r"(\d{1,2})\s*\+?\s*(?:years?|yrs?|jahren?|años|ans|années)\b(?:['’]?\s+(?:of|professional|work|relevant|industry|combined|de|d['’])"
    r"|\s+(?:\w+\s+){0,4}(?:experience|erfahrung|berufserfahrung|experiencia|expérience))|"
    r"(\d{1,2})\s*(?:jahre|años|ans)\b[^.]{0,30}(?:erfahrung|experiencia|expérience)",
    re.IGNORECASE,
)
_WITHOUT_EVIDENCE = frozenset({"contact", "link"})


@dataclass(frozen=True)
class Evidence:
    """One fact: its words, the skills it names with the words that name them, and the position it stands under."""

    text: str
    kind: str
    fact_id: UUID | None
    position: int | None
    skills: dict[str, str]
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Position:
    """One position held; months count from year 0, `until` is exclusive, both None without dates."""

    title: str
    evidence: int
    since: int | None
    until: int | None


@dataclass(frozen=True, eq=False)
class Profile:
    """A resume read once, to be matched with many postings. `vectors` are the words of all evidence, one row each.

    `offsets[i]` to `offsets[i + 1]` are the rows of evidence i, `stems` the rows by stem,
    `centre` is their mean at unit length. Compared by identity, so that answers can be kept.
    """

    evidence: tuple[Evidence, ...]
    positions: tuple[Position, ...]
    headline: str | None
    location: str | None
    skills: dict[str, tuple[int, ...]]
    vectors: Vectors
    offsets: tuple[int, ...]
    stems: dict[str, tuple[int, ...]]
    centre: Vectors
    language: str
    stated_months: int

    def experience(self) -> int:
        """Months of experience: what the positions add up to, or what the summary states where that is more."""
        return max(self.months(), self.stated_months)

    def months(self, among: Set[int | None] | None = None) -> int:
        """Months worked, overlaps once; with `among` only in the positions of those numbers."""
        spans = [
            (position.since, position.until)
            for number, position in enumerate(self.positions)
            if position.since is not None and position.until is not None and (among is None or number in among)
        ]
        total, reached = 0, 0
        for since, until in sorted(spans):
            total += max(0, until - max(since, reached))
            reached = max(reached, until)
        return total


def read_profile(resume: Sequence[ParsedFact | ResumeFact], today: date | None = None) -> Profile:
    """The facts prepared for matching; a current position runs to `today`, else to the latest date in the resume."""
    now = today.year * 12 + today.month if today else _latest(resume)
    owners = _owners(resume)
    numbers = {index: number for number, index in enumerate(i for i, fact in enumerate(resume) if _is_position(fact))}
    evidence = tuple(
        _evidence(fact, None if owners[index] is None else numbers.get(owners[index] or 0))
        for index, fact in enumerate(resume)
    )
    tokens = [token for item in evidence for token in item.tokens]
    vectors = matrix(tokens)
    skills: dict[str, list[int]] = {}
    for index, item in enumerate(evidence):
        for skill in item.skills:
            skills.setdefault(skill, []).append(index)
    return Profile(
        evidence=evidence,
        positions=tuple(_position(resume[index], index, now) for index in numbers),
        headline=_contact(resume, "headline"),
        location=_contact(resume, "location"),
        skills={skill: tuple(where) for skill, where in skills.items()},
        vectors=vectors,
        offsets=tuple(int(n) for n in np.cumsum([0, *(len(item.tokens) for item in evidence)])),
        stems=_rows_by_stem(tokens),
        centre=_centre(vectors),
        language=detect_language("\n".join(fact.text for fact in resume)),
        stated_months=12 * max((_stated_years(item.text) for item in evidence if item.kind == "summary"), default=0),
    )


def _centre(vectors: Vectors) -> Vectors:
    total = vectors.sum(axis=0)
    return np.asarray(total / (float(np.linalg.norm(total)) or 1.0), dtype=np.float32)


def _rows_by_stem(tokens: Sequence[str]) -> dict[str, tuple[int, ...]]:
    rows: dict[str, list[int]] = {}
    for row, token in enumerate(tokens):
        rows.setdefault(stem(token), []).append(row)
    return {word: tuple(where) for word, where in rows.items()}


def _stated_years(text: str) -> int:
    return max((int(match[1] or match[2]) for match in _STATED_YEARS.finditer(text)), default=0)


def _is_position(fact: ParsedFact | ResumeFact) -> bool:
    return isinstance(fact.detail, PositionDetail)


def _owners(resume: Sequence[ParsedFact | ResumeFact]) -> list[int | None]:
    """For each fact the index of the position it is or stands under."""
    by_id = {fact.id: index for index, fact in enumerate(resume) if isinstance(fact, ResumeFact)}
    owners: list[int | None] = []
    for index, fact in enumerate(resume):
        above = fact.parent if isinstance(fact, ParsedFact) else by_id.get(fact.parent_id) if fact.parent_id else None
        owner = index if _is_position(fact) else above
        owners.append(owner if owner is not None and _is_position(resume[owner]) else None)
    return owners


def _evidence(fact: ParsedFact | ResumeFact, position: int | None) -> Evidence:
    kind = fact.detail.kind
    spans = [] if kind in _WITHOUT_EVIDENCE and not _is_headline(fact) else find_skills(fact.text)
    skills = {span.name: fact.text[span.start : span.end] for span in reversed(spans)}
    if isinstance(fact.detail, PositionDetail):
        skills = dict.fromkeys(role_skills(fact.detail.title or fact.text), fact.text) | skills
    if isinstance(fact.detail, SkillDetail):
        known = canonical(fact.detail.canonical or fact.detail.name)
        if known and known not in skills:
            skills[known] = fact.detail.name if fact.detail.name in fact.text else fact.text
    tokens = () if kind in _WITHOUT_EVIDENCE and not _is_headline(fact) else tuple(content_words(fact.text))
    return Evidence(fact.text, kind, getattr(fact, "id", None), position, skills, tokens)


def role_skills(title: str) -> list[str]:
    """Skills that holding a title shows by itself: an electrician wires, a store manager leads a store."""
    return [skill for skill, pattern in _roles() if pattern.search(title)]


@cache
def _roles() -> list[tuple[str, re.Pattern[str]]]:
    lines = files("tools.jobs.matching").joinpath("roles.v1.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return [(skill, re.compile(rf"(?<!\w)(?:{titles})", re.IGNORECASE)) for skill, titles in rows]


def _is_headline(fact: ParsedFact | ResumeFact) -> bool:
    return isinstance(fact.detail, ContactDetail) and fact.detail.field == "headline"


def content_words(text: str) -> list[str]:
    """Words of a text without function words and bare numbers."""
    function = word_lists().function
    return [word for word in words(text) if word not in function and not word.isdigit()]


def _position(fact: ParsedFact | ResumeFact, index: int, now: int) -> Position:
    detail = fact.detail
    assert isinstance(detail, PositionDetail)
    since = _month_number(detail.start)
    until = (
        now if detail.current or (detail.end is None and since is not None) else _month_number(detail.end, last=True)
    )
    if since is None and until is not None:
        since = until - 12
    return Position(detail.title or detail.employer, index, since, until)


def _month_number(value: str | None, *, last: bool = False) -> int | None:
    """Months since year 0 of a partial ISO date; for an end the month after it, as ends are inclusive."""
    match = _DATE.match(value or "")
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or (6 if last else 7))
    return year * 12 + month - 1 + int(last and bool(match[2]))


def _latest(resume: Sequence[ParsedFact | ResumeFact]) -> int:
    found = [
        number
        for fact in resume
        for value in (getattr(fact.detail, "start", None), getattr(fact.detail, "end", None))
        if (number := _month_number(value, last=True)) is not None
    ]
    return max(found, default=0)


def _contact(resume: Sequence[ParsedFact | ResumeFact], field: str) -> str | None:
    values = (
        fact.detail.value for fact in resume if isinstance(fact.detail, ContactDetail) and fact.detail.field == field
    )
    return next(values, None)
