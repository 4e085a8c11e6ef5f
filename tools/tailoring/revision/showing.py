"""What a new version of a tailored resume changes, as a live view shows it: each line with its proof."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from tools.resumes.schemas import ResumeFact
from tools.tailoring import service
from tools.tailoring.revision.comparing import line_differences
from tools.tailoring.schemas import TailoredDocument, TailoringSession


async def changed_lines(
    session: AsyncSession, actor: Actor, now: TailoringSession, before: TailoringSession | None
) -> list[dict[str, Any]]:
    """The lines of the newest version that differ from the version shown before, or for the first from the resume.

    Each is JSON: `kind`, `line_id`, `before`, `after`, and as `proof` the facts it rests on.
    """
    if now.document is None:
        return []
    if before is not None and before.document is not None:
        differences = line_differences(before.document, now.document)
        facts = {fact.id: fact for fact in [*before.document.facts, *now.document.facts]}
        return [
            {**item.model_dump(mode="json"), "proof": _proof(item.fact_ids, facts)} for item in differences
        ]  # fmt: skip
    changes = (await service.get_changes(session, actor, now.id)).changes
    cited = {claim.id: claim.fact_ids for claim in now.document.claims}
    facts = _facts(now.document)
    return [
        {**change.model_dump(mode="json"), "proof": _proof(cited.get(change.line_id, []), facts)}
        for change in changes
        if change.kind != "kept"
    ]


def _facts(document: TailoredDocument) -> dict[UUID, ResumeFact]:
    return {fact.id: fact for fact in [*document.facts, *document.left_out]}


def _proof(fact_ids: Iterable[UUID], facts: dict[UUID, ResumeFact]) -> list[dict[str, Any]]:
    shown = {"id", "text", "span", "source", "source_resume_id", "provenance"}
    return [facts[fact_id].model_dump(mode="json", include=shown) for fact_id in fact_ids if fact_id in facts]
