"""Which version of which tailored resume went out for which job. Every function works in the caller's session."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import content, events, jobs
from store import tailoring as store
from store.actors import Actor
from store.errors import NotFoundError
from store.pagination import PageRequest
from tools.applications.around.sent import write_use
from tools.applications.schemas import SentDocument
from tools.jobs.service import find_job
from tools.tailoring import service
from tools.tailoring.revision.version_schemas import DocumentUse, DocumentUses, ListUses, NewUse, RecordUse


async def record_use(session: AsyncSession, actor: Actor, data: RecordUse) -> DocumentUse:
    """Write down that a version went out, undoable.

    Without a tailored resume, the latest one that was made for the job; without a job, the one it was made for.
    """
    job_id = await find_job(session, actor, data.job) if data.job else None
    row = await _tailored_for(session, actor, data.tailored, job_id)
    return await _record(session, actor, row, job_id or row.job_id, data)


async def add_use(session: AsyncSession, actor: Actor, tailored_id: UUID, data: NewUse) -> DocumentUse:
    """The same for the tailoring with this id, else NotFoundError."""
    row = await store.get(session, actor, tailored_id)
    job_id = await find_job(session, actor, data.job) if data.job else row.job_id
    return await _record(session, actor, row, job_id, data)


async def list_uses(session: AsyncSession, actor: Actor, data: ListUses) -> DocumentUses:
    """What went out, of one tailored resume or of all, the newest first."""
    row = await service.find_tailored(session, actor, data.tailored) if data.tailored else None
    return await uses_of(session, actor, row.id if row else None)


async def uses_of(session: AsyncSession, actor: Actor, tailored_id: UUID | None) -> DocumentUses:
    """The same by id (None: all), else NotFoundError."""
    if tailored_id is not None:
        await store.get(session, actor, tailored_id)
    rows = await content.uses(session, actor, tailored_id=tailored_id)
    names = await _job_names(session, actor)
    tailored = (await store.list_page(session, actor, PageRequest(limit=200)))["items"]
    numbers = {row.id: row.number for row in tailored}
    return DocumentUses(uses=[_shown(row, names, numbers) for row in rows])


async def _tailored_for(
    session: AsyncSession, actor: Actor, reference: str | None, job_id: UUID | None
) -> store.TailoredResume:
    if reference is None and job_id is not None:
        rows = (await store.list_page(session, actor, PageRequest(limit=200)))["items"]
        fitting = next((row for row in rows if row.job_id == job_id and row.version), None)
        if fitting is not None:
            return fitting
    return await service.find_tailored(session, actor, reference)


async def _record(
    session: AsyncSession, actor: Actor, row: store.TailoredResume, job_id: UUID, data: NewUse
) -> DocumentUse:
    if not row.version:
        raise NotFoundError(f"Tailored resume {row.number} has no version that could have gone out.", code="NO_VERSION")
    version = await store.get_version(session, actor, row.id, data.version or row.version)
    use, application = await write_use(
        session, actor, job_id, "resume", SentDocument(tailored_resume_id=row.id, version=version.version,
        name=f"Tailored resume {row.number}, version {version.version}"), note=data.note,
    )  # fmt: skip
    shown = _shown(use, await _job_names(session, actor), {row.id: row.number})
    await events.record(
        session, actor, kind="document_used", subject="tailored resume", subject_id=row.id,
        data={"title": f"version {version.version} of tailored resume {row.number} went to {shown.job or 'a job'}"},
        inverse={"operation": "tailoring.remove_use", "id": str(use.id), "application": application},
    )  # fmt: skip
    return shown


async def _job_names(session: AsyncSession, actor: Actor) -> dict[UUID, str]:
    """What every job of the actor's is called: its title and employer."""
    outlines = await jobs.outlines(session, actor)
    return {job_id: f"{title} at {company}" if company else title for job_id, _, title, company in outlines}


def _shown(row: content.DocumentUse, names: dict[UUID, str], numbers: dict[UUID, int]) -> DocumentUse:
    return DocumentUse(
        id=row.id, tailored_resume_id=row.tailored_resume_id,
        tailored=numbers.get(row.tailored_resume_id) if row.tailored_resume_id else None, version=row.version,
        job_id=row.job_id, job=names.get(row.job_id) if row.job_id else None, note=row.note, used_at=row.used_at,
    )  # fmt: skip
