"""What a tailoring works on: one resume's facts, one job, and what the person has asked for so far."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from tools.jobs.schemas import Job
from tools.resumes.schemas import ResumeFact
from tools.tailoring import service
from tools.tailoring.schemas import Claim, Steering, TailoredDocument


class Material(BaseModel):
    """Everything the steps need, read once: they are functions of it alone.

    `version` is the newest there was, `numbering` are the line ids of before, `reworded` a model's words that the
    newest version shows or refuses, `settled` its lines that the person accepted or worded, unless what they rest on
    was changed since.
    """

    facts: list[ResumeFact]
    job: Job
    language: str
    pages: int = 1
    steering: Steering = Steering()
    ask: bool = True
    version: int = 0
    numbering: dict[UUID, str] = {}
    reworded: dict[str, str] = {}
    settled: list[Claim] = []


async def load(session: AsyncSession, actor: Actor, tailored_id: UUID) -> Material:
    """Read it as it is now. Raises NotFoundError, and ConflictError `NO_FACTS` for a resume without any."""
    row, facts, job, language = await service.load_material(session, actor, tailored_id)
    before = TailoredDocument.model_validate(row.document) if row.document else None
    return Material(
        facts=facts,
        job=job.model_copy(update={"match": None}),
        language=language,
        pages=row.options.get("pages", 1),
        steering=before.steering if before else _asked_for(row.options),
        ask=row.options.get("ask", True),
        version=row.version,
        numbering=before.numbering if before else {},
        reworded=_reworded(before) if before else {},
        settled=_settled(before, facts) if before else [],
    )


def _asked_for(options: Mapping[str, Any]) -> Steering:
    """What was asked for when the tailoring began."""
    asked = {name: options[name] for name in ("emphasise", "template", "paper") if options.get(name)}
    return Steering.model_validate(asked)


def _reworded(document: TailoredDocument) -> dict[str, str]:
    shown = {claim.id: claim.text for claim in document.claims if claim.origin == "reworded"}
    return shown | {claim.id: claim.refused for claim in document.claims if claim.refused}


def _settled(document: TailoredDocument, facts: Sequence[ResumeFact]) -> list[Claim]:
    now = {fact.id: fact.text for fact in facts}
    same = {fact.id for fact in document.facts if now.get(fact.id) == fact.text}
    return [claim for claim in document.claims if claim.accepted and set(claim.fact_ids) <= same]
