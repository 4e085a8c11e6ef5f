"""The resume that jobs are matched with: whatever changes it, or what it says, matches them anew."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store.actors import Actor
from tools.jobs.service import match_all
from tools.resumes import service
from tools.resumes.schemas import PreparedResume, RemovedResume, Resume, ResumeReference, ResumeSummary


async def save_resume(session: AsyncSession, actor: Actor, data: PreparedResume) -> Resume:
    """Save a read resume; when it is the primary one, the jobs are matched with it."""
    resume = await service.save_resume(session, actor, data)
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
    was_primary = (await service.get_resume(session, actor, resume_id)).is_primary
    removed = await service.remove(session, actor, resume_id)
    if was_primary:
        await match_all(session, actor)
    return removed


async def delete_resume(session: AsyncSession, actor: Actor, data: ResumeReference) -> RemovedResume:
    """The same, for what a person calls the resume."""
    return await remove(session, actor, (await service.found(session, actor, data.resume)).id)


async def replace_facts(session: AsyncSession, actor: Actor, resume_id: UUID, data: PreparedResume) -> Resume:
    """Put what reading the file anew has shown in the place of what was known, in the matches too."""
    resume = await service.replace_facts(session, actor, resume_id, data)
    if resume.is_primary:
        await match_all(session, actor)
    return resume


async def deletion_question(session: AsyncSession, actor: Actor, data: ResumeReference) -> str:
    """What to ask before a resume is erased."""
    row = await service.found(session, actor, data.resume)
    return f"Erase resume {row.number}, {row.filename}, with everything read from it? This cannot be undone."
