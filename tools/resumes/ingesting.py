"""Uploads that are read in the background: pending, processing, completed or failed with the reason.

Every function works in the caller's session and never commits.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import resumes as store
from store import runs as run_store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError, ValidationError
from tools.resumes import primary, refusals, service, versions
from tools.resumes.schemas import PreparedResume, ResumeUpload
from tools.resumes.suggesting import suggestions_for
from tools.resumes.upload_schemas import IngestResume, ProfileSuggestions, UploadStatus

PIPELINE = "resume_ingest"
UNKNOWN = "application/octet-stream"
ALIVE = {"queued": "pending", "running": "processing"}


async def accept_upload(session: AsyncSession, actor: Actor, data: ResumeUpload) -> UploadStatus:
    """Keep a file as it came and write down the run that will read it; the very same file again is not read twice.

    Raises ValidationError for an empty file; whatever else is wrong with it is told by the run.
    """
    if not data.content:
        raise refusals.ResumeEmptyError("This file is empty (0 bytes). Upload it again.")
    content_hash = service.hash_of(data.content)
    await store.one_at_a_time(session, actor)
    row = await store.same_content(session, actor, content_hash)
    if row is None:
        row = await store.add(
            session, actor, filename=data.filename, content=data.content, content_hash=content_hash, status="pending",
            media_type=UNKNOWN, text="",
        )  # fmt: skip
        await _begin(session, actor, row)
    elif row.status == "failed":
        await _begin(session, actor, row)
    return await status_of(session, actor, row.id)


async def _begin(session: AsyncSession, actor: Actor, row: store.Resume) -> None:
    run_id = new_id()
    await run_store.create(
        session, actor, kind=PIPELINE, area="resumes", status="queued", run_id=run_id, data={"resume_id": str(row.id)}
    )
    row.run_id = run_id
    if row.status != "completed":
        row.status, row.error = "pending", None
    await session.flush()


async def start_ingest(session: AsyncSession, actor: Actor, data: IngestResume) -> UploadStatus:
    """Write down that an upload is to be read, again where it was before, or a pasted text for the first time.

    Raises ValidationError `NOTHING_TO_READ`, ConflictError `STILL_READING`.
    """
    if data.text is not None:
        name = data.filename or "pasted resume.txt"
        return await accept_upload(session, actor, ResumeUpload(filename=name, content=data.text.encode()))
    row = await service.find_resume(session, actor, data.resume, unread=True)
    if row is None:
        raise ValidationError("Upload a resume or paste its text; there is none to read.", code="NOTHING_TO_READ")
    return await read_again(session, actor, row.id)


async def read_again(session: AsyncSession, actor: Actor, resume_id: UUID) -> UploadStatus:
    """Write down the run that reads a stored file again."""
    row = await store.locked(session, actor, resume_id)
    service.check_has_file(row)
    if row.status in {"pending", "processing"}:
        raise ConflictError("This resume is being read already.", code="STILL_READING")
    await _begin(session, actor, row)
    return await status_of(session, actor, resume_id)


async def status_of(session: AsyncSession, actor: Actor, resume_id: UUID) -> UploadStatus:
    """How far reading an upload is, with what it suggests for the profile once it was read.

    While it is read again it is "pending" and "processing" anew; when that fails, what was read before stands.
    """
    row = await store.get(session, actor, resume_id)
    run = await _run(session, actor, row.run_id)
    status = ALIVE.get(run.status, row.status) if run else row.status
    read = status == "completed"
    failed = run.error if run and run.status == "failed" else None
    return UploadStatus.model_validate(
        {
            "upload_id": row.id, "number": row.number, "filename": row.filename, "status": status,
            "error": row.error or failed, "task_id": row.run_id,
            "progress": 1.0 if read else run.progress if run else 0.0,
            "suggestions": await suggestions_for(session, actor, resume_id) if read else ProfileSuggestions(),
        }
    )  # fmt: skip


async def _run(session: AsyncSession, actor: Actor, run_id: UUID | None) -> run_store.Run | None:
    try:
        return await run_store.get(session, actor, run_id) if run_id else None
    except NotFoundError:
        return None


async def begin_reading(session: AsyncSession, actor: Actor, resume_id: UUID) -> ResumeUpload:
    """Say that an upload is being read, and answer its file. NotFoundError when it was erased meanwhile."""
    upload = await service.stored_upload(session, actor, resume_id)
    await store.set_status(session, actor, resume_id, "processing")
    return upload


async def save(session: AsyncSession, actor: Actor, run_id: UUID, resume_id: UUID, data: PreparedResume) -> None:
    """Save what a run has read, once, however often the run is taken up."""
    if await run_store.call_made(session, actor, run_id, "save") is not None:
        return
    row = await store.locked(session, actor, resume_id)
    if row.status == "completed":
        await versions.new_version(session, actor, resume_id, data, reason="read anew")
    else:
        await versions.first_reading(session, actor, resume_id, data)
    await run_store.record_call(session, actor, run_id, call_id="save", name="save", arguments={}, result={})


async def match(session: AsyncSession, actor: Actor, resume_id: UUID) -> None:
    """Match the jobs with what was read, when it is the primary resume."""
    await primary.rematch(session, actor, resume_id)


async def run_of(session: AsyncSession, actor: Actor, result: Mapping[str, Any]) -> UUID | None:
    """The run behind an UploadStatus as JSON; None where the file had been read before."""
    row = await store.get(session, actor, UUID(result["upload_id"]))
    return row.run_id


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> UploadStatus:
    """What has become of the upload that a run reads."""
    return await status_of(session, actor, UUID(run.input["resume_id"]))


async def run_ended(session: AsyncSession, actor: Actor, run: run_store.Run, status: str, why: str) -> None:
    """Mark the upload as failed, with the reason; what was read before stays as it is."""
    error = (await run_store.get(session, actor, run.id)).error
    code = error["code"] if error else "STOPPED" if status == "cancelled" else "INTERNAL_ERROR"
    problem = {"code": code, "message": why}
    await store.set_status(session, actor, UUID(run.input["resume_id"]), "failed", problem)


def output_of_run(run: run_store.Run, state: dict[str, Any]) -> dict[str, Any]:
    """What a finished run keeps: which upload it read, and how many facts that gave."""
    return {"resume_id": run.input["resume_id"], "facts": len(state.get("parsed", {}).get("facts", []))}
