"""Which lines of a document answer which requirement, and what no line answers."""

from collections.abc import Sequence
from datetime import date

from tools.jobs.schemas import Gap
from tools.resumes.schemas import EducationDetail, ResumeFact, SkillDetail
from tools.tailoring.careers import Held, most_years, positions_of, years_held
from tools.tailoring.relevance import (
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
from tools.tailoring.schemas import Claim, RequirementCoverage, TailoredDocument

_NO_ANSWER = {"contact", "links"}


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
    """The document with `coverage`, `gaps` and each claim's `covers` for these needs."""
    able = [claim for claim in document.claims if claim.section not in _NO_ANSWER]
    skills = [_shown(claim, document.facts) for claim in able]
    judged = relevance([claim.text for claim in able], skills, needs, similarity)
    positions = positions_of(document)
    coverage, gaps = [], []
    for column, need in enumerate(needs):
        concerned = _concerned(need, positions)
        answering = {claim.id for row, claim in enumerate(able) if judged.covers[row, column]}
        answering |= {claim.id for claim in able if _has_degree(claim, document.facts, need)}
        answering |= set(_long_enough(need, concerned, today))
        ids = [claim.id for claim in able if claim.id in answering]
        lacking = _lacking(need, skills, ids, concerned, today) if need.is_asked else []
        coverage.append(RequirementCoverage(requirement=need.text, importance=need.importance, claim_ids=ids))
        gaps += [Gap(text=text, posting_quote=need.quote, importance=need.importance) for text in lacking]
    return document.model_copy(
        update={"claims": _with_covers(document.claims, coverage), "coverage": coverage, "gaps": gaps}
    )


def without(document: TailoredDocument, claim_ids: set[str]) -> TailoredDocument:
    """The document less these lines: their facts go to `left_out`, and what only they answered becomes a gap."""
    claims = [claim for claim in document.claims if claim.id not in claim_ids]
    used = {fact_id for claim in claims for fact_id in claim.fact_ids}
    needed = used | {claim.parent_id for claim in claims}
    coverage = [
        item.model_copy(update={"claim_ids": [i for i in item.claim_ids if i not in claim_ids]})
        for item in document.coverage
    ]
    lost = [new for old, new in zip(document.coverage, coverage, strict=True) if old.claim_ids and not new.claim_ids]
    freed = [
        fact
        for fact in document.facts
        if fact.id not in used and fact.id not in {item.id for item in document.left_out}
    ]
    return document.model_copy(
        update={
            "claims": claims,
            "facts": [fact for fact in document.facts if fact.id in needed],
            "left_out": sorted([*document.left_out, *freed], key=lambda fact: (fact.span.start, fact.span.end)),
            "coverage": coverage,
            "gaps": [
                *document.gaps,
                *(
                    Gap(text=item.requirement, posting_quote=item.requirement, importance=item.importance)
                    for item in lost
                ),
            ],
            "drop_order": [line_id for line_id in document.drop_order if line_id not in claim_ids],
        }
    )


def _shown(claim: Claim, facts: Sequence[ResumeFact]) -> frozenset[str]:
    cited = set(claim.fact_ids)
    details = [fact.detail for fact in facts if fact.id in cited]
    named = {item.canonical or item.name for item in details if isinstance(item, SkillDetail)}
    return skills_in(claim.text) | named


def _has_degree(claim: Claim, facts: Sequence[ResumeFact], need: Need) -> bool:
    """Whether the line is a course of the level and field asked for, whatever words it is put in."""
    detail = next((fact.detail for fact in facts if fact.id in claim.fact_ids), None)
    if claim.parent_id is not None or not isinstance(detail, EducationDetail) or need.skills:
        return False
    asked, held = degree_level(need.text), degree_level(claim.text)
    return asked is not None and held is not None and held >= asked and same_field(need.text, claim.text)


def _concerned(need: Need, positions: Sequence[Held]) -> list[Held]:
    """The positions whose years count for the need: all of them where it names skills, which few lines repeat."""
    return [held for held in positions if need.skills or held.is_about(need)] if need.years else []


def _long_enough(need: Need, concerned: Sequence[Held], today: date | None) -> list[str]:
    if need.skills or need.years is None or years_held([held.detail for held in concerned], today) < need.years:
        return []
    return [held.claim_id for held in concerned]


def _lacking(
    need: Need,
    skills: Sequence[frozenset[str]],
    answering: Sequence[str],
    concerned: Sequence[Held],
    today: date | None,
) -> list[str]:
    if not answering:
        return [need.text]
    missing = [] if need.one_is_enough else sorted(need.skills - frozenset().union(*skills))
    too_short = need.years is not None and 0 < most_years([held.detail for held in concerned], today) < need.years
    return missing + ([f"{need.years} years of experience"] if too_short else [])


def _with_covers(claims: Sequence[Claim], coverage: Sequence[RequirementCoverage]) -> list[Claim]:
    answered: dict[str, list[str]] = {}
    for item in coverage:
        for claim_id in item.claim_ids:
            answered.setdefault(claim_id, []).append(item.requirement)
    return [claim.model_copy(update={"covers": answered.get(claim.id, [])}) for claim in claims]
