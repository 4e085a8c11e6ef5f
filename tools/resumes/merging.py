"""Several resumes merged into one career record, every fact with the words it rests on. Pure.

The first source stands where two disagree (contact details: the newest); every disagreement becomes a question.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from store.base import new_id
from tools.resumes.corrections import with_fields
from tools.resumes.disagreeing import contacts_agree, disagreements, fuller
from tools.resumes.likeness import likeness, months_of
from tools.resumes.pairing import pair
from tools.resumes.record_schemas import Citation, RecordQuestion, SaidIn
from tools.resumes.schemas import ContactDetail, EducationDetail, PositionDetail, ResumeFact

ORDER = (
    "contact", "summary", "position", "project", "education", "skill", "language", "certificate", "award",
    "publication", "link", "other",
)  # fmt: skip
FREE = {"headline", "website"}  # may well differ from resume to resume
LINES = {"bullet", "summary", "other"}
FILLED = {"location", "start", "end", "degree", "area", "level", "issuer", "date", "url", "label", "group", "canonical"}


@dataclass(frozen=True, slots=True)
class Source:
    """One resume to merge; `age` 0 is the newest."""

    resume_id: UUID
    number: int
    language: str
    age: int
    facts: tuple[ResumeFact, ...]


@dataclass(slots=True)
class Group:
    """The facts of several sources that tell of one thing, the source that stands first."""

    members: list[tuple[Source, ResumeFact]]

    @property
    def lead(self) -> ResumeFact:
        """The fact whose words stand."""
        return self.members[0][1]


@dataclass(slots=True)
class Merged:
    """The record's facts in order, by fact all that say it, and what the sources disagree on."""

    facts: list[ResumeFact] = field(default_factory=list)
    citations: dict[UUID, list[Citation]] = field(default_factory=dict)
    questions: list[RecordQuestion] = field(default_factory=list)


def merge(sources: Sequence[Source], before: Sequence[ResumeFact] = ()) -> Merged:
    """Merge the sources, the one that stands first; facts that were in the record `before` keep their ids."""
    merged = Merged()
    _merge_contact(merged, sorted(sources, key=lambda source: source.age))
    for kind in ORDER[1:]:
        groups = grouped([(source, _of_kind(source, kind)) for source in sources])
        for group in _in_order(kind, groups):
            fact = _unite(merged, group, None)
            _merge_lines(merged, group, fact)
    return _with_ids(merged, before)


def _of_kind(source: Source, kind: str) -> list[ResumeFact]:
    return [fact for fact in source.facts if fact.detail.kind == kind and fact.parent_id is None]


def grouped(offered: Sequence[tuple[Source, Sequence[ResumeFact]]]) -> list[Group]:
    """The facts that tell of one thing together; two of one source are two things, unless they are named alike."""
    groups: list[Group] = []
    for source, facts in offered:
        scored = [
            (likeness(member, fact), place, number)
            for place, group in enumerate(groups)
            for number, fact in enumerate(facts)
            for _, member in group.members
        ]
        taken_groups: set[int] = set()
        taken: set[int] = set()
        for score, place, number in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
            if score > 0 and place not in taken_groups and number not in taken:
                groups[place].members.append((source, facts[number]))
                taken_groups.add(place)
                taken.add(number)
        for number, fact in enumerate(facts):
            if number not in taken:
                _begin(groups, source, fact)
    return groups


def _begin(groups: list[Group], source: Source, fact: ResumeFact) -> None:
    """A group of its own, but for a skill or a language that its own resume names twice."""
    if fact.detail.kind in {"skill", "language", "link"}:
        for group in groups:
            if likeness(group.lead, fact):
                group.members.append((source, fact))
                return
    groups.append(Group([(source, fact)]))


def _in_order(kind: str, groups: list[Group]) -> list[Group]:
    """Positions and studies the latest first, all else as the sources have it."""
    if kind not in {"position", "education"}:
        return groups
    return sorted(groups, key=lambda group: _latest(group.lead), reverse=True)


def _latest(fact: ResumeFact) -> tuple[int, int]:
    detail = fact.detail
    months = months_of(detail) if isinstance(detail, PositionDetail | EducationDetail) else None
    return (months[1], months[0]) if months else (0, 0)


def _merge_lines(merged: Merged, group: Group, parent: ResumeFact) -> None:
    offered = [
        (source, [fact for fact in source.facts if fact.parent_id == member.id]) for source, member in group.members
    ]
    for lines in grouped(offered):
        _merge_lines(merged, lines, _unite(merged, lines, parent))


def _unite(merged: Merged, group: Group, parent: ResumeFact | None) -> ResumeFact:
    """Put the group into the record as one fact, with its citations and what its members disagree on."""
    first, kept = group.members[0]
    differing = {
        other.id: disagreements(
            kept, other, newer=source.age < first.age, translated=source.language != first.language
        )
        for source, other in group.members[1:]
    }  # fmt: skip
    lead = _fullest(group, differing)
    source = next(source for source, fact in group.members if fact is lead)
    detail = with_fields(lead.detail, _filled(group, differing)) if lead.detail.kind not in LINES else lead.detail
    fact = _taken_over(source, lead.model_copy(update={"detail": detail}), parent)
    merged.facts.append(fact)
    agreeing = [(s, f) for s, f in group.members if "text" not in differing.get(f.id, [])]
    if len(agreeing) > 1:
        merged.citations[fact.id] = [cite(s, f) for s, f in agreeing]
    for name in dict.fromkeys(name for names in differing.values() for name in names):
        others = [(s, f) for s, f in group.members[1:] if name in differing[f.id]]
        merged.questions.append(_question(fact, name, (first, kept), others))
    return fact


def _fullest(group: Group, differing: dict[UUID, list[str]]) -> ResumeFact:
    """Of lines that say the same the longest; of entries the one that stands first."""
    if group.lead.detail.kind not in LINES:
        return group.lead
    same = [fact for _, fact in group.members if not differing.get(fact.id)]
    return max(same, key=lambda fact: len(fact.text))


def _filled(group: Group, differing: dict[UUID, list[str]]) -> dict[str, Any]:
    """The fields that the other members say more exactly, or alone."""
    first, kept = group.members[0]
    ours = kept.detail.model_dump()
    filled: dict[str, Any] = {}
    for source, fact in group.members[1:]:
        theirs = fact.detail.model_dump()
        if ours.get("current") and theirs.get("end") and source.age < first.age and not theirs.get("current"):
            filled |= {"current": False, "end": theirs["end"]}  # the older resume's "present" has passed
        for name in FILLED & theirs.keys():
            if not theirs[name] or name in differing[fact.id] or (name == "end" and ours.get("current")):
                continue
            held = filled.get(name, ours.get(name))
            filled[name] = fuller(name, held, theirs[name]) if held else theirs[name]
    return {name: value for name, value in filled.items() if value != ours.get(name)}


def _taken_over(source: Source, fact: ResumeFact, parent: ResumeFact | None) -> ResumeFact:
    """The fact as one of the record: a new id, and where it comes from."""
    return fact.model_copy(
        update={
            "id": new_id(), "parent_id": parent.id if parent else None,
            # What was taken over of a resume that has been erased since still names that one.
            "source_resume_id": fact.source_resume_id or source.resume_id,
            "source_fact_id": fact.source_fact_id or fact.id,
        }
    )  # fmt: skip


def cite(source: Source, fact: ResumeFact) -> Citation:
    """Where a resume says this."""
    return Citation(
        resume_id=source.resume_id, number=source.number, fact_id=fact.id, text=fact.text, start=fact.span.start,
        end=fact.span.end,
    )  # fmt: skip


def _question(
    fact: ResumeFact, name: str, kept: tuple[Source, ResumeFact], others: Sequence[tuple[Source, ResumeFact]]
) -> RecordQuestion:
    said = [SaidIn(value=_value(each, name), citation=cite(source, each)) for source, each in (kept, *others)]
    about = f"the {name} of {_called(fact)}" if name != "text" else "a line that they both have"
    told = "; ".join(f"resume {each.citation.number} says “{each.value}”" for each in said)
    return RecordQuestion(
        id=f"{fact.id}:{name}", fact_id=fact.id, kind=fact.detail.kind, field=name, kept=said[0], others=said[1:],
        question=f"Your resumes disagree on {about}: {told}. Which is right?",
    )  # fmt: skip


def _value(fact: ResumeFact, name: str) -> str:
    fields = fact.detail.model_dump()
    if name == "end" and fields.get("current"):
        return "present"
    return fact.text if name == "text" else str(fields.get(name) or "")


def _called(fact: ResumeFact) -> str:
    detail = fact.detail
    if isinstance(detail, PositionDetail):
        return f"{detail.title} at {detail.employer}"
    return f"{detail.institution}" if isinstance(detail, EducationDetail) else f"“{fact.text}”"


def _merge_contact(merged: Merged, newest_first: Sequence[Source]) -> None:
    """Contact details of the newest resume that has them; what an older one says differently is asked."""
    held: dict[str, list[tuple[Source, ResumeFact, ContactDetail]]] = defaultdict(list)
    differing: dict[str, list[tuple[Source, ResumeFact]]] = defaultdict(list)
    for source in newest_first:
        for fact in _of_kind(source, "contact"):
            if isinstance(detail := fact.detail, ContactDetail):
                _hold(held[detail.field], differing[detail.field], (source, fact, detail))
    for name, kept in held.items():
        made = [_taken_over(source, fact, None) for source, fact, _ in kept]
        merged.facts.extend(made)
        if differing[name]:
            source, fact, _ = kept[0]
            question = _question(made[0], "value", (source, fact), differing[name])
            told = question.question.replace(f"the value of “{made[0].text}”", f"your {name}")
            merged.questions.append(question.model_copy(update={"question": told}))


def _hold(
    held: list[tuple[Source, ResumeFact, ContactDetail]], differing: list[tuple[Source, ResumeFact]],
    offered: tuple[Source, ResumeFact, ContactDetail],
) -> None:  # fmt: skip
    source, fact, detail = offered
    if any(contacts_agree(detail.field, kept.value, detail.value) for _, _, kept in held):
        return
    if not held or held[0][0] is source or detail.field == "website":
        held.append(offered)
    elif detail.field not in FREE:
        differing.append((source, fact))


def _with_ids(merged: Merged, before: Sequence[ResumeFact]) -> Merged:
    """The same with the ids that facts had in the record before, so that corrections and questions find them."""
    ids = {new: old for old, new in pair(before, merged.facts).items()}

    def now(fact_id: UUID) -> UUID:
        return ids.get(fact_id, fact_id)

    return Merged(
        facts=[
            fact.model_copy(update={"id": now(fact.id), "parent_id": fact.parent_id and now(fact.parent_id)})
            for fact in merged.facts
        ],
        citations={now(fact_id): each for fact_id, each in merged.citations.items()},
        questions=[
            each.model_copy(update={"id": f"{now(each.fact_id)}:{each.field}", "fact_id": now(each.fact_id)})
            for each in merged.questions
        ],
    )  # fmt: skip


def text_of(merged: Merged) -> str:
    """The record as plain text, a line per fact, lines below their entries."""
    return "\n".join(f"- {fact.text}" if fact.parent_id else fact.text for fact in merged.facts)
