"""The resume that jobs are matched with: whatever changes it, or what it says, matches them anew."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import resumes as store
from store.actors import Actor
from store.jobs import forget_matches
from tools.jobs.service import match_all
from tools.resumes import service
from tools.resumes.corrections import Entry, lay_over
from tools.resumes.layers import entries, read_facts
from tools.resumes.schemas import (
    PreparedResume,
    RemovedResume,
    Resume,
    ResumeFact,
    ResumeReference,
    ResumeSummary,
)


async def save_resume(session: AsyncSession, actor: Actor, data: PreparedResume) -> Resume:
    """Save a read resume; when it is the primary one, the jobs are matched with it."""
    resume = await service.create_from_upload(session, actor, data)
    if resume.is_primary:
        await match_all(session, actor)
    return resume


async def set_primary(session: AsyncSession, actor: Actor, resume_id: UUID) -> ResumeSummary:
    """Make this resume the primary one and match the jobs with it."""
    chosen = await service.set_primary(session, actor, resume_id)
    await match_all(session, actor)
    return chosen


async def set_primary_resume(session: AsyncSession, actor: Actor, data: ResumeReference) -> ResumeSummary:
    """The same, for what a person calls the resume."""
    return await set_primary(session, actor, (await service.found(session, actor, data.resume)).id)


async def remove(session: AsyncSession, actor: Actor, resume_id: UUID) -> RemovedResume:
    """Erase a resume with the matches that quote it; the jobs are matched with the one that takes its place."""
    was_primary = (await service.get(session, actor, resume_id)).is_primary
    removed = await service.delete(session, actor, resume_id)
    if was_primary:
        await match_all(session, actor)
    return removed


async def remove_quietly(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """The same without an event, for taking back that it was added."""
    was_primary = (await store.get(session, actor, resume_id)).is_primary
    await store.remove(session, actor, resume_id)
    await forget_matches(session, actor, resume_id)
    if was_primary:
        await match_all(session, actor)


async def delete_resume(session: AsyncSession, actor: Actor, data: ResumeReference) -> RemovedResume:
    """The same, for what a person calls the resume."""
    return await remove(session, actor, (await service.found(session, actor, data.resume, unread=True)).id)


async def layers(session: AsyncSession, actor: Actor, resume_id: UUID) -> tuple[list[ResumeFact], list[Entry]]:
    """The facts as they were read, and the corrections over them."""
    read = await read_facts(session, actor, resume_id)
    if read is None:
        read = await service.stored_facts(session, actor, resume_id)
    return read, await entries(session, actor, resume_id)


async def settle(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """Store the facts that reading and corrections make together; name, headline and matches follow."""
    await lay_facts(session, actor, resume_id)
    await rematch(session, actor, resume_id)


async def lay_facts(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """The same, without the matches."""
    row = await store.locked(session, actor, resume_id)
    read, corrections = await layers(session, actor, resume_id)
    facts = lay_over(read, corrections).facts
    row.read_facts = [fact.model_dump(mode="json") for fact in read]
    await store.set_facts(session, actor, resume_id, service.columns_of(facts))
    for column, value in service.who(facts).items():
        setattr(row, column, value)
    await session.flush()


async def rematch(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """Let go of the matches that quote the resume as it was; when it is the primary one, match the jobs anew."""
    await forget_matches(session, actor, resume_id)
    now = await store.primary(session, actor)
    if now is not None and now.id == resume_id:
        await match_all(session, actor)


async def deletion_question(session: AsyncSession, actor: Actor, data: ResumeReference) -> str:
    """What to ask before a resume is erased."""
    row = await service.found(session, actor, data.resume, unread=True)
    kept = await service.kept_in_record(session, actor, row.id)
    record = f" The career record keeps the {kept} facts it took from it." if kept else ""
    return f"Erase resume {row.number}, {row.filename}, with everything read from it? This cannot be undone.{record}"
