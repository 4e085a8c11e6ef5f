"""Resumes over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, UploadFile

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.uploads import read_upload
from api.worker import wake
from store.database import transaction
from store.pagination import Page
from tools.accounts.schemas import ProfileRead
from tools.context import Context
from tools.registry import call
from tools.resumes import correcting, ingesting, primary, record, service, showing, suggesting, versions
from tools.resumes.check_schemas import ResumeCheck
from tools.resumes.fact_schemas import NewFact, ShownFact
from tools.resumes.record_schemas import AnswerQuestion, MergeResumes
from tools.resumes.schemas import CorrectionList, FactChanges, Resume, ResumeSummary
from tools.resumes.tools import MERGE_RESUMES, UPLOAD_RESUME
from tools.resumes.upload_schemas import ApplySuggestions, UploadStatus
from tools.resumes.version_schemas import MOST_VERSIONS, ResumeDiff, ResumeVersions

short_router = make_router("resumes")
status_router = make_router("resumes")
router = make_router("resumes", prefix="/resumes")
VersionNumber = Annotated[int, Path(ge=1, le=MOST_VERSIONS)]


@router.get("", summary="List resumes")
async def list_resumes(session: SessionDep, actor: ActorDep, page: PageDep) -> Page[ResumeSummary]:
    """The newest first; those that could not be read with the reason."""
    return await service.list_page(session, actor, page)


@router.post("/upload", status_code=201, summary="Upload a resume")
async def upload_resume(context: ContextDep, file: UploadFile) -> Resume:
    """PDF, DOCX, ODT, HTML, TXT, Markdown or JSON Resume; read at once, or refused with the reason."""
    return await call(UPLOAD_RESUME, context, await read_upload(file, max_bytes=context.settings.max_upload_size))


@short_router.post("/resume/upload", status_code=202, summary="Upload a resume, read in the background")
async def upload_resume_short(request: Request, context: ContextDep, file: UploadFile) -> UploadStatus:
    """Answers the id to ask after at once; what is wrong with the file is told by its status."""
    upload = await read_upload(file, max_bytes=context.settings.max_upload_size)
    async with transaction(context.sessions) as session:
        accepted = await ingesting.accept_upload(session, context.actor, upload)
    return await _woken(request, context, accepted)


async def _woken(request: Request, context: Context, accepted: UploadStatus) -> UploadStatus:
    if accepted.status == "pending" and accepted.task_id is not None:
        await wake(request.app.state.broker, context.actor, accepted.task_id)
    return accepted


@status_router.get("/resume/{upload_id}/status", summary="How far an upload is")
async def upload_status(session: SessionDep, actor: ActorDep, upload_id: UUID) -> UploadStatus:
    """pending, processing, completed with what it suggests for the profile, or failed with the reason."""
    return await ingesting.status_of(session, actor, upload_id)


@status_router.post("/resume/{upload_id}/retry", status_code=202, summary="Read an upload again")
async def retry_upload(request: Request, context: ContextDep, upload_id: UUID) -> UploadStatus:
    """In the background, as the first time."""
    async with transaction(context.sessions) as session:
        accepted = await ingesting.read_again(session, context.actor, upload_id)
    if accepted.task_id is not None:
        await wake(request.app.state.broker, context.actor, accepted.task_id)
    return accepted


@status_router.post("/resume/{upload_id}/suggestions/apply", summary="Put suggestions into the profile")
async def apply_suggestions(
    session: SessionDep, actor: ActorDep, upload_id: UUID, chosen: ApplySuggestions
) -> ProfileRead:
    """Those that are chosen; undo takes them out again."""
    return await suggesting.apply(session, actor, upload_id, chosen)


@router.post("/merge", status_code=201, summary="Merge resumes into the career record")
async def merge_resumes(context: ContextDep, data: MergeResumes | None = None) -> Resume:
    """All by default. There is one record: merged again it is brought up to date and keeps what you corrected."""
    return await call(MERGE_RESUMES, context, data or MergeResumes())


@router.post("/{resume_id}/refresh", summary="Merge the career record anew")
async def refresh_record(context: ContextDep, resume_id: UUID) -> Resume:
    """From the same resumes as they are now."""
    async with context.sessions() as session:
        again = await record.refresh(session, context.actor, resume_id)
    return await call(MERGE_RESUMES, context, again)


@router.post("/{resume_id}/questions/{question_id}/answer", summary="Say what is right where resumes disagree")
async def answer_question(
    session: SessionDep, actor: ActorDep, resume_id: UUID, question_id: str, data: AnswerQuestion
) -> Resume:
    """It becomes a correction of the career record; undo takes it back."""
    return await record.answer(session, actor, resume_id, question_id, data)


@router.get("/{resume_id}", summary="A resume with its facts")
async def get_resume(session: SessionDep, actor: ActorDep, resume_id: UUID) -> Resume:
    """Its text, sections, every fact with the span of text it stands in, and what was corrected."""
    return await service.get(session, actor, resume_id)


@router.delete("/{resume_id}", status_code=204, summary="Erase a resume")
async def delete_resume(session: SessionDep, actor: ActorDep, resume_id: UUID) -> None:
    """With its file and everything read from it; the career record keeps the facts it took from it."""
    await primary.remove(session, actor, resume_id)


@router.post("/{resume_id}/set-primary", summary="Make a resume the primary one")
async def set_primary(session: SessionDep, actor: ActorDep, resume_id: UUID) -> ResumeSummary:
    """Jobs are matched with it from now on."""
    return await primary.set_primary(session, actor, resume_id)


@router.get("/{resume_id}/check", summary="What a careful reader would remark on")
async def check_resume(session: SessionDep, actor: ActorDep, resume_id: UUID) -> ResumeCheck:
    """Each remark with its place and a suggestion, what helps most first."""
    return await service.check_one(session, actor, resume_id)


@router.post("/{resume_id}/re-extract", summary="Read a resume's file anew")
async def re_extract(context: ContextDep, resume_id: UUID) -> Resume:
    """With today's reader; corrections stand wherever their fact is still read, and the state before is kept."""
    async with context.sessions() as session:
        upload = await service.stored_upload(session, context.actor, resume_id)
    prepared = await service.gather_upload(context, upload)
    async with transaction(context.sessions) as session:
        return await versions.read_anew(session, context.actor, resume_id, prepared)


@router.post("/{resume_id}/versions", status_code=201, summary="Upload a newer file of a resume")
async def upload_version(context: ContextDep, resume_id: UUID, file: UploadFile) -> Resume:
    """The state before is kept; corrections carry over where their fact is still read."""
    async with context.sessions() as session:
        await service.get(session, context.actor, resume_id)
    prepared = await service.gather_upload(context, await read_upload(file, max_bytes=context.settings.max_upload_size))
    async with transaction(context.sessions) as session:
        return await versions.new_version(session, context.actor, resume_id, prepared)


@router.get("/{resume_id}/versions", summary="The versions of a resume")
async def list_versions(session: SessionDep, actor: ActorDep, resume_id: UUID) -> ResumeVersions:
    """Oldest first, the current one last."""
    return await versions.list_versions(session, actor, resume_id)


@router.get("/{resume_id}/diff", summary="What changed between two versions")
async def diff_versions(
    session: SessionDep, actor: ActorDep, resume_id: UUID,
    since: Annotated[int | None, Query(alias="from", ge=1, le=MOST_VERSIONS)] = None,
    to: Annotated[int | None, Query(ge=1, le=MOST_VERSIONS)] = None,
) -> ResumeDiff:  # fmt: skip
    """Facts added, removed and changed field by field; without numbers, what the newest version changed."""
    return await versions.diff_versions(session, actor, resume_id, since, to)


@router.post("/{resume_id}/versions/{version}/restore", summary="Put an earlier version back")
async def restore_version(session: SessionDep, actor: ActorDep, resume_id: UUID, version: VersionNumber) -> Resume:
    """File, facts and corrections as they stood; what stands now is kept as a version too."""
    return await versions.restore(session, actor, resume_id, version)


@router.get("/{resume_id}/corrections", summary="What was corrected in a resume")
async def list_corrections(session: SessionDep, actor: ActorDep, resume_id: UUID) -> CorrectionList:
    """Oldest first, each with what became of it in the text as it is read now."""
    resume = await service.get(session, actor, resume_id)
    return CorrectionList(corrections=resume.corrections)


@router.delete("/{resume_id}/corrections/{correction_id}", summary="Take a correction back")
async def take_back_correction(session: SessionDep, actor: ActorDep, resume_id: UUID, correction_id: UUID) -> Resume:
    """Whichever were made since; undo puts it in force again."""
    await correcting.take_back(session, actor, resume_id, correction_id)
    return await service.get(session, actor, resume_id)


@router.post("/{resume_id}/facts", status_code=201, summary="Add a fact that the file does not say")
async def add_fact(session: SessionDep, actor: ActorDep, resume_id: UUID, fact: NewFact) -> ShownFact:
    """Below an entry, or with its own kind; it counts for matching and tailoring, with you as its source."""
    added = await correcting.add_fact(
        session, actor, resume_id, text=fact.text or "", detail=fact.detail, parent_id=fact.parent_id
    )
    return await showing.get_fact(session, actor, resume_id, added.id)


@router.get("/{resume_id}/facts/{fact_id}", summary="A fact beside its source")
async def get_fact(session: SessionDep, actor: ActorDep, resume_id: UUID, fact_id: UUID) -> ShownFact:
    """With the words of the file it was read from, what stands around them, and what was read before a correction."""
    return await showing.get_fact(session, actor, resume_id, fact_id)


@router.patch("/{resume_id}/facts/{fact_id}", summary="Correct a fact")
async def correct_fact(
    session: SessionDep, actor: ActorDep, resume_id: UUID, fact_id: UUID, changes: FactChanges
) -> ShownFact:
    """Its words, its fields, or the entry it stands under; what was read stays beside it. Undo takes it back."""
    await correcting.correct_fact(session, actor, resume_id, fact_id, changes)
    return await showing.get_fact(session, actor, resume_id, fact_id)


@router.delete("/{resume_id}/facts/{fact_id}", status_code=204, summary="Remove a wrong fact")
async def remove_fact(session: SessionDep, actor: ActorDep, resume_id: UUID, fact_id: UUID) -> None:
    """With the lines below it; undo brings it back."""
    await correcting.remove_fact(session, actor, resume_id, fact_id)
