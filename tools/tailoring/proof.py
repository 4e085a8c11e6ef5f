"""The proof that travels beside the PDF: every line with the facts it rests on, and who said them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tools.resumes.schemas import ResumeFact
from tools.tailoring.proof_schemas import FactOrigin
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import RIGHT, clean


@dataclass(frozen=True)
class Sources:
    """Where facts come from: the tailored resume, the names of all resumes, and when the person corrected what."""

    resume_id: UUID | None = None
    resumes: Mapping[UUID, str] = field(default_factory=dict)
    corrected_at: Mapping[UUID, datetime] = field(default_factory=dict)

    def place(self, fact: ResumeFact) -> UUID | None:
        """The resume in whose text the fact stands; None for what stands in no text."""
        return None if fact.source in {"added", "answered"} else fact.source_resume_id or self.resume_id

    def origin(self, fact: ResumeFact) -> FactOrigin:
        """Who said the fact, where and when."""
        place = self.place(fact)
        answered_at = fact.provenance.answered_at if fact.provenance else None
        return FactOrigin(
            source=fact.source,
            said_at=None if fact.source == "read" else answered_at or self.corrected_at.get(fact.id),
            resume=self.resumes.get(place) if place else None,
            was=clean(fact.original.text) if fact.original else None,
            provenance=fact.provenance,
        )


def proof_json(document: TailoredDocument, sources: Sources | None = None) -> dict[str, Any]:
    """Every line with its origin and its facts (words, span, who said it), what answers what, and the gaps.

    Plain JSON types only.
    """
    facts = {fact.id: fact for fact in document.facts}
    known = sources or Sources()
    return {
        "name": document.name,
        "job": {"title": document.job_title, "company": document.company},
        "resume_id": str(known.resume_id) if known.resume_id else None,
        "language": document.language,
        "pages_limit": document.pages_limit,
        "lines": [_line(claim, facts, known) for claim in document.claims],
        "coverage": [item.model_dump(mode="json") for item in document.coverage],
        "gaps": [gap.model_dump(mode="json") for gap in document.gaps],
        "left_out_answers": [left.model_dump(mode="json") for left in document.left_out_answers],
        "left_out": [_fact(fact, known) for fact in document.left_out],
    }


def _line(claim: Claim, facts: Mapping[UUID, ResumeFact], sources: Sources) -> dict[str, Any]:
    parent = facts.get(claim.parent_id) if claim.parent_id else None
    return {
        "id": claim.id,
        "section": claim.section,
        "text": claim.text.replace(RIGHT, " "),
        "origin": claim.origin,
        "facts": [_fact(facts[fact_id], sources) for fact_id in claim.fact_ids],
        "under": _fact(parent, sources) if parent else None,
        "covers": claim.covers,
        "refused": claim.refused,
        "problems": [problem.model_dump() for problem in claim.problems],
    }


def _fact(fact: ResumeFact, sources: Sources) -> dict[str, Any]:
    place = sources.place(fact)
    return {
        "id": str(fact.id),
        "kind": fact.detail.kind,
        "text": fact.text,
        "span": {"start": fact.span.start, "end": fact.span.end},
        "resume_id": str(place) if place else None,
        **sources.origin(fact).model_dump(mode="json"),
    }
