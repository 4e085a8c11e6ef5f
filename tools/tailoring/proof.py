"""The proof that travels beside the PDF: every line with the facts it rests on."""

from typing import Any
from uuid import UUID

from tools.resumes.schemas import ResumeFact
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import RIGHT


def proof_json(document: TailoredDocument, *, resume_id: UUID | None = None) -> dict[str, Any]:
    """Every line with its origin and its facts (words and span in the resume), what answers what, and the gaps.

    Plain JSON types only. `resume_id` names the resume that the spans count in.
    """
    facts = {fact.id: fact for fact in document.facts}
    source = str(resume_id) if resume_id else None
    return {
        "name": document.name,
        "job": {"title": document.job_title, "company": document.company},
        "resume_id": source,
        "language": document.language,
        "pages_limit": document.pages_limit,
        "lines": [_line(claim, facts, source) for claim in document.claims],
        "coverage": [item.model_dump(mode="json") for item in document.coverage],
        "gaps": [gap.model_dump(mode="json") for gap in document.gaps],
        "left_out": [_fact(fact, source) for fact in document.left_out],
    }


def _line(claim: Claim, facts: dict[UUID, ResumeFact], source: str | None) -> dict[str, Any]:
    parent = facts.get(claim.parent_id) if claim.parent_id else None
    return {
        "id": claim.id,
        "section": claim.section,
        "text": claim.text.replace(RIGHT, " "),
        "origin": claim.origin,
        "facts": [_fact(facts[fact_id], source) for fact_id in claim.fact_ids],
        "under": _fact(parent, source) if parent else None,
        "covers": claim.covers,
        "refused": claim.refused,
        "problems": [problem.model_dump() for problem in claim.problems],
    }


def _fact(fact: ResumeFact, source: str | None) -> dict[str, Any]:
    return {
        "id": str(fact.id),
        "kind": fact.detail.kind,
        "text": fact.text,
        "span": {"start": fact.span.start, "end": fact.span.end},
        "resume_id": source,
    }
