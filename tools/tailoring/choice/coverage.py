"""Which lines of a document answer which requirement, and what no line answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tools.jobs.schemas import Gap
from tools.resumes.schemas import EducationDetail, OtherDetail, ResumeFact, SkillDetail
from tools.tailoring.choice.careers import Held, most_years, positions_of, years_held
from tools.tailoring.choice.relevance import (
    JobLike,
    Need,
    Similarity,
    degree_level,
    needs_of,
    no_similarity,
    relevance,
    same_field,
    skills_in,
)
from tools.tailoring.schemas import Answer, Claim, LeftOutAnswer, RequirementCoverage, TailoredDocument
from tools.tailoring.wording import line

_NO_ANSWER = {"contact", "links"}
_NO_ANSWER_KINDS = {"contact", "link"}


def recover(
    document: TailoredDocument, job: JobLike, *, similarity: Similarity = no_similarity, today: date | None = None
) -> TailoredDocument:
    """The document with coverage and gaps judged anew from its lines as they now read (after a rewording)."""
    return with_coverage(document, needs_of(job), similarity=similarity, today=today)


def with_coverage(
    document: TailoredDocument,
    needs: Sequence[Need],
    *,
    similarity: Similarity = no_similarity,
    today: date | None = None,
) -> TailoredDocument:
    """The document with `coverage`, `gaps`, `left_out_answers` and each claim's `covers` for these needs.

    What was left out is judged too: what it answers is no gap of the person's.
    """
    lines = [*_shown(document), *_hidden(document)]
    judged = relevance([item.text for item in lines], [item.skills for item in lines], needs, similarity)
    positions = positions_of(document)
    coverage = []
    for column, need in enumerate(needs):
        concerned = _concerned(need, positions)
        long_enough = set(_long_enough(need, concerned, today))
        able = [
            item
            for row, item in enumerate(lines)
            if (judged.covers[row, column] and not item.is_lower_degree(need))
            or item.has_degree(need)
            or item.id in long_enough
        ]
        answers = [
            Answer(line_id=item.id, fact_ids=item.fact_ids, skills=sorted(item.skills & need.skills)) for item in able
        ]
        shown = [item.id for item in able if item.is_shown]
        short = _too_short(need, concerned, today) if answers else []
        coverage.append(
            RequirementCoverage(
                requirement=need.text, importance=need.importance, claim_ids=shown, is_asked=need.is_asked,
                quote=need.quote, skills=[] if need.one_is_enough else sorted(need.skills), short=short,
                answers=answers,
            )
        )  # fmt: skip
    return _told(document, coverage)


def without(document: TailoredDocument, claim_ids: set[str]) -> TailoredDocument:
    """The document less these lines: their facts go to `left_out`, what only they answered to `left_out_answers`."""
    claims = [claim for claim in document.claims if claim.id not in claim_ids]
    used = {fact_id for claim in claims for fact_id in claim.fact_ids}
    needed = used | {claim.parent_id for claim in claims}
    cites = {claim.id: claim.fact_ids for claim in document.claims}
    coverage = [
        item.model_copy(
            update={
                "claim_ids": [i for i in item.claim_ids if i not in claim_ids],
                # Documents of before had no `answers`: then the lines that were shown are all that is known.
                "answers": item.answers or [Answer(line_id=i, fact_ids=cites.get(i, [])) for i in item.claim_ids],
            }
        )
        for item in document.coverage
    ]
    left = {item.id for item in document.left_out}
    freed = [fact for fact in document.facts if fact.id not in used and fact.id not in left]
    shorter = document.model_copy(
        update={
            "claims": claims,
            "facts": [fact for fact in document.facts if fact.id in needed],
            "left_out": sorted(
                [*document.left_out, *freed], key=lambda fact: (fact.position, fact.span.start, fact.span.end)
            ),
            "drop_order": [line_id for line_id in document.drop_order if line_id not in claim_ids],
        }
    )
    return _told(shorter, coverage)


@dataclass(frozen=True)
class _Judged:
    """A line that may answer something: one that the document shows, or one that a left-out fact would make."""

    id: str
    text: str
    fact_ids: list[UUID]
    skills: frozenset[str]
    course: bool
    is_shown: bool

    def has_degree(self, need: Need) -> bool:
        """Whether the line is a course of the level and field asked for, whatever words it is put in."""
        if not self.course or need.skills:
            return False
        asked, held = degree_level(need.text), degree_level(self.text)
        return asked is not None and held is not None and held >= asked and same_field(need.text, self.text)

    def is_lower_degree(self, need: Need) -> bool:
        """Whether the line is a course below the level asked for: its words may be the same, and do not answer it."""
        asked, held = degree_level(need.text), degree_level(self.text)
        return self.course and asked is not None and held is not None and held < asked


def _shown(document: TailoredDocument) -> list[_Judged]:
    facts = {fact.id: fact for fact in document.facts}
    return [
        _judged(claim.id, claim.text, [facts[i] for i in claim.fact_ids if i in facts], claim.parent_id is None, True)
        for claim in document.claims
        if claim.section not in _NO_ANSWER
    ]


def _hidden(document: TailoredDocument) -> list[_Judged]:
    return [
        _judged(document.numbering.get(fact.id, str(fact.id)), line(fact, document.language), [fact], True, False)
        for fact in document.left_out
        if fact.detail.kind not in _NO_ANSWER_KINDS and not _is_reference(fact)
    ]


def _is_reference(fact: ResumeFact) -> bool:
    return isinstance(fact.detail, OtherDetail) and fact.detail.section == "references"


def _judged(line_id: str, text: str, cited: Sequence[ResumeFact], is_head: bool, is_shown: bool) -> _Judged:
    details = [fact.detail for fact in cited]
    named = {item.canonical or item.name for item in details if isinstance(item, SkillDetail)}
    course = is_head and bool(details) and isinstance(details[0], EducationDetail)
    return _Judged(line_id, text, [fact.id for fact in cited], skills_in(text) | named, course, is_shown)


def _concerned(need: Need, positions: Sequence[Held]) -> list[Held]:
    """The positions whose years count for the need: all of them where it names skills, which few lines repeat."""
    return [held for held in positions if need.skills or held.is_about(need)] if need.years else []


def _long_enough(need: Need, concerned: Sequence[Held], today: date | None) -> list[str]:
    if need.skills or need.years is None or years_held([held.detail for held in concerned], today) < need.years:
        return []
    return [held.claim_id for held in concerned]


def _too_short(need: Need, concerned: Sequence[Held], today: date | None) -> list[str]:
    if need.years is None or not 0 < most_years([held.detail for held in concerned], today) < need.years:
        return []
    return [f"{need.years} years of experience"]


def _told(document: TailoredDocument, coverage: Sequence[RequirementCoverage]) -> TailoredDocument:
    """The document with this coverage, and what follows from it: gaps, what left-out facts answer, who covers what."""
    asked = [item for item in coverage if item.is_asked]
    wished = {*document.steering.drop}
    return document.model_copy(
        update={
            "claims": _with_covers(document.claims, coverage),
            "coverage": list(coverage),
            "gaps": [gap for item in asked for gap in _gaps(item)],
            "left_out_answers": [left for item in asked for left in _left_out(item, wished)],
        }
    )


def _gaps(item: RequirementCoverage) -> list[Gap]:
    """What no fact shows: the whole requirement, or the skills and years that are lacking where others are there."""
    quote = item.quote or item.requirement
    held = {skill for answer in item.answers for skill in answer.skills}
    lacking = [skill for skill in item.skills if skill not in held] + item.short if item.answers else [item.requirement]
    return [Gap(text=text, posting_quote=quote, importance=item.importance) for text in lacking]


def _left_out(item: RequirementCoverage, wished: set[str]) -> list[LeftOutAnswer]:
    """What only facts that were left out show: all of the requirement, or skills of it."""
    shown = set(item.claim_ids)
    hidden = [answer for answer in item.answers if answer.line_id not in shown]
    if not shown:
        return [_left(item, item.requirement, hidden, wished)] if hidden else []
    there = {skill for answer in item.answers if answer.line_id in shown for skill in answer.skills}
    missing = [skill for skill in item.skills if skill not in there]
    holders = {skill: [answer for answer in hidden if skill in answer.skills] for skill in missing}
    return [_left(item, skill, found, wished) for skill, found in holders.items() if found]


def _left(item: RequirementCoverage, text: str, answers: Sequence[Answer], wished: set[str]) -> LeftOutAnswer:
    ids = list(dict.fromkeys(fact_id for answer in answers for fact_id in answer.fact_ids))
    return LeftOutAnswer(
        text=text, posting_quote=item.quote or item.requirement, importance=item.importance, fact_ids=ids,
        by_wish=any(answer.line_id in wished or wished & {str(i) for i in answer.fact_ids} for answer in answers),
    )  # fmt: skip


def _with_covers(claims: Sequence[Claim], coverage: Sequence[RequirementCoverage]) -> list[Claim]:
    answered: dict[str, list[str]] = {}
    for item in coverage:
        for claim_id in item.claim_ids:
            answered.setdefault(claim_id, []).append(item.requirement)
    return [claim.model_copy(update={"covers": answered.get(claim.id, [])}) for claim in claims]
