"""The lines a resume's facts can become: each with its text, its section and the facts it would cite."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args
from uuid import UUID

from tools.resumes.schemas import (
    ContactDetail,
    Detail,
    EducationDetail,
    LanguageDetail,
    OtherDetail,
    PositionDetail,
    ProjectDetail,
    ResumeFact,
    SkillDetail,
)
from tools.tailoring.choice.relevance import JobLike, needs_of, skills_in
from tools.tailoring.schemas import Claim
from tools.tailoring.wording import clean, group_line, line

ClaimSection = Literal[
    "contact", "summary", "experience", "education", "skills", "languages", "projects", "certificates", "links", "other"
]
_CONTACT_ORDER = ("name", "headline", "email", "phone", "location", "website")
_SECTIONS: dict[str, ClaimSection] = {
    "contact": "contact",
    "link": "links",
    "summary": "summary",
    "position": "experience",
    "project": "projects",
    "education": "education",
    "certificate": "certificates",
    "award": "certificates",
    "skill": "skills",
    "language": "languages",
}
_MOST_SKILLS = 60
_UNDATED = "0000"


@dataclass(frozen=True)
class Line:
    """One possible line; `bonus` raises or lowers its claim to room, `skills` are those its facts show."""

    id: str
    section: ClaimSection
    text: str
    fact_ids: tuple[UUID, ...]
    detail: Detail
    parent_id: UUID | None = None
    bonus: float = 0.0
    skills: frozenset[str] = field(default=frozenset())

    @property
    def is_name(self) -> bool:
        """Whether this is the person's name."""
        return isinstance(self.detail, ContactDetail) and self.detail.field == "name"

    @property
    def is_reference(self) -> bool:
        """Whether it speaks of references, which are given when asked for and take room until then."""
        return isinstance(self.detail, OtherDetail) and self.detail.section == "references"

    @property
    def is_head(self) -> bool:
        """Whether other lines may stand under this one."""
        return isinstance(self.detail, PositionDetail | EducationDetail | ProjectDetail)

    def claim(self) -> Claim:
        """The line as a claim in the source's own words."""
        return Claim(
            id=self.id, section=self.section, text=self.text, fact_ids=list(self.fact_ids), parent_id=self.parent_id
        )


def in_source_order(facts: Iterable[ResumeFact]) -> list[ResumeFact]:
    """Facts as the resume has them, whatever order they were handed over in."""
    return sorted(facts, key=lambda fact: (fact.position, fact.span.start, fact.span.end, str(fact.id)))


def line_ids(facts: Iterable[ResumeFact], known: Mapping[UUID, str] | None = None) -> dict[UUID, str]:
    """The line id of every fact: L1 is the resume's first fact, so an id means the same in every tailoring.

    What is `known` already keeps its id, and what has come since is counted on from there.
    """
    ids = dict(known or {})
    number = max((int(line_id[1:]) for line_id in ids.values()), default=0)
    for fact in in_source_order(facts):
        if fact.id not in ids:
            number += 1
            ids[fact.id] = f"L{number}"
    return ids


def is_kept_always(line: Line) -> bool:
    """Whether a line is no subject of choice: contact, every position and course (no hidden gaps), languages."""
    return line.section in {"contact", "links", "languages"} or isinstance(
        line.detail, PositionDetail | EducationDetail
    )


def newest_first(lines: Sequence[Line]) -> list[Line]:
    """By date, held ones first; an undated line stays behind the one it follows in the source."""
    keys: list[tuple[bool, str, str]] = []
    for item in lines:
        detail = item.detail
        assert isinstance(detail, PositionDetail | EducationDetail | ProjectDetail)
        dated = detail.current or detail.end or detail.start
        keys.append(
            (detail.current, detail.end or detail.start or _UNDATED, detail.start or _UNDATED)
            if dated
            else (keys or [(True, "9999", "9999")])[-1]
        )
    order = sorted(range(len(lines)), key=lambda index: keys[index], reverse=True)
    return [lines[index] for index in order]


def lines_of(
    facts: Iterable[ResumeFact],
    job: JobLike,
    language: str,
    *,
    numbering: Mapping[UUID, str] | None = None,
    first: Sequence[str] = (),
) -> list[Line]:
    """Every line the facts can become, by section, in source order within; each fact is cited at most once.

    Among skills, those named in `first` come first, then those that the job names.
    """
    ordered = in_source_order(facts)
    ids = line_ids(ordered, numbering)
    heads = {fact.id: _section(fact) for fact in ordered if fact.detail.kind in {"position", "education", "project"}}
    lines = [
        _line(fact, ids[fact.id], heads, language)
        for fact in ordered
        if not isinstance(fact.detail, SkillDetail | LanguageDetail)
    ]
    lines += _skill_lines([fact for fact in ordered if isinstance(fact.detail, SkillDetail)], ids, _asked(job, first))
    lines += _language_line([fact for fact in ordered if isinstance(fact.detail, LanguageDetail)], ids, language)
    sections = get_args(ClaimSection)
    lines = _with_opening(lines)
    return sorted(_without_repeats(lines), key=lambda item: (sections.index(item.section), _contact_rank(item)))


def _with_opening(lines: list[Line]) -> list[Line]:
    """The first sentence of a summary says who somebody is, and the rest hangs on it: it goes last."""
    opening = next((item for item in lines if item.section == "summary"), None)
    return [replace(item, bonus=item.bonus + 0.8) if item is opening else item for item in lines]


def _contact_rank(item: Line) -> int:
    return _CONTACT_ORDER.index(item.detail.field) if isinstance(item.detail, ContactDetail) else 0


def _line(fact: ResumeFact, line_id: str, heads: dict[UUID, ClaimSection], language: str) -> Line:
    parent = fact.parent_id if fact.parent_id in heads and fact.id not in heads else None
    text = line(fact, language)
    return Line(
        id=line_id,
        section=heads[parent] if parent else _section(fact),
        text=text,
        fact_ids=(fact.id,),
        detail=fact.detail,
        parent_id=parent,
        skills=skills_in(text),
    )


def _section(fact: ResumeFact) -> ClaimSection:
    return _SECTIONS.get(fact.detail.kind, "other")


def _asked(job: JobLike, first: Sequence[str]) -> dict[str, int]:
    """The skills to put in front, then those the job names, casefolded, in its own order."""
    names = [*first, *(skill for need in needs_of(job) for skill in sorted(need.skills))]
    names += [item.name for item in job.skills]
    return {name.casefold(): rank for rank, name in enumerate(dict.fromkeys(names))}


def _skill_lines(facts: list[ResumeFact], ids: dict[UUID, str], asked: dict[str, int]) -> list[Line]:
    groups: dict[str, list[ResumeFact]] = {}
    for fact in facts:
        groups.setdefault(clean(_skill(fact).group or ""), []).append(fact)
    room = _MOST_SKILLS
    lines: list[Line] = []
    for group, members in sorted(groups.items(), key=lambda item: (not item[0], -_hits(item[1], asked))):
        ranked = sorted(members, key=lambda fact: _rank(fact, asked))[: max(room, _hits(members, asked))]
        room -= len(ranked)
        if ranked:
            lines.append(_skill_line(group, ranked, ids[members[0].id], asked))
    return lines


def _skill_line(group: str, facts: list[ResumeFact], line_id: str, asked: dict[str, int]) -> Line:
    names = {name.casefold(): name for name in reversed([line(fact, "en") for fact in facts])}
    shown = dict.fromkeys(line(fact, "en").casefold() for fact in facts)
    text = group_line(group or None, [names[name] for name in shown])
    canonical = {_skill(fact).canonical for fact in facts} - {None}
    skills = skills_in(text) | {name for name in canonical if name}
    bonus = min(0.6, 0.2 * _hits(facts, asked))
    return Line(line_id, "skills", text, tuple(fact.id for fact in facts), facts[0].detail, None, bonus, skills)


def _language_line(facts: list[ResumeFact], ids: dict[UUID, str], language: str) -> list[Line]:
    if not facts:
        return []
    text = group_line(None, dict.fromkeys(line(fact, language) for fact in facts))
    return [
        Line(
            ids[facts[0].id],
            "languages",
            text,
            tuple(fact.id for fact in facts),
            facts[0].detail,
            skills=skills_in(text),
        )
    ]


def _skill(fact: ResumeFact) -> SkillDetail:
    assert isinstance(fact.detail, SkillDetail)
    return fact.detail


def _rank(fact: ResumeFact, asked: dict[str, int]) -> int:
    detail = _skill(fact)
    known = [asked[name.casefold()] for name in (detail.canonical, detail.name) if name and name.casefold() in asked]
    return min(known, default=len(asked))


def _hits(facts: Sequence[ResumeFact], asked: dict[str, int]) -> int:
    return sum(_rank(fact, asked) < len(asked) for fact in facts)


def _without_repeats(lines: Iterable[Line]) -> list[Line]:
    """A contact or link that the resume gives twice is shown once."""
    seen: set[str] = set()
    kept: list[Line] = []
    for item in lines:
        key = item.text.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        if item.section in {"contact", "links"} and key in seen:
            continue
        seen.add(key)
        kept.append(item)
    return kept
