"""What was read of a resume and what was set right in it, as the store keeps them apart."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import resumes as store
from store.actors import Actor
from tools.resumes.corrections import Entry, Said, lay_over
from tools.resumes.schemas import Correction, ResumeFact


async def read_facts(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[ResumeFact] | None:
    """The facts before any correction; None where the stored facts are just these."""
    kept = await store.read_facts(session, actor, resume_id)
    return None if kept is None else [ResumeFact.model_validate(fact) for fact in kept]


async def entries(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[Entry]:
    """The corrections of a resume, oldest first."""
    rows = await store.corrections(session, actor, resume_id)
    return [
        Entry(row.id, Said.model_validate({**row.values, "operation": row.operation}), row.created_at) for row in rows
    ]


async def list_corrections(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[Correction]:
    """What was set right in a resume, oldest first, and what became of each."""
    found = await entries(session, actor, resume_id)
    read = await read_facts(session, actor, resume_id) if found else None
    return lay_over(read or [], found).corrections
