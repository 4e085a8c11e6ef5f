"""Tailoring sessions over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Request, Response, UploadFile
from pydantic import BaseModel, Field

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.files import file_response
from api.routes.agent import ChatAnswer
from api.session_talk import say
from api.uploads import read_upload
from api.worker import wake
from graphs.execution import tell_to_stop
from store import jobs, resumes
from store import tailoring as tailored
from store.database import transaction
from store.errors import AlreadyExistsError, ValidationError
from store.pagination import Page
from tools.jobs.schemas import AddJob
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.tools import UPLOAD_RESUME
from tools.tailoring import service
from tools.tailoring.dialogue import asking
from tools.tailoring.proof_schemas import ProofDocument
from tools.tailoring.schemas import (
    AnswerQuestion,
    TailoredChanges,
    TailoredSummary,
    TailoringSession,
    TailorResume,
)
from tools.tailoring.tools import ANSWER_QUESTION, TAILOR_RESUME
from tools.text import ShortText, Text, Url

router = make_router("tailoring", prefix="/tailoring-sessions")
MAX_EMPHASISED = 10


class SessionMessage(BaseModel):
    """What the person says about a session; `context` is any further text that belongs to it."""

    message: Annotated[Text, Field(max_length=100_000)]
    context: Annotated[Text, Field(max_length=90_000)] | None = None


class SessionAnswer(BaseModel):
    """The answer to what a session asks; `question_id` says which question is meant."""

    answer: Annotated[Text, Field(max_length=4000)]
    question_id: ShortText | None = None


@router.post("", status_code=201, include_in_schema=False)
@router.post("/", status_code=201, summary="Tailor a resume to a job")
async def start_session(
    request: Request,
    context: ContextDep,
    resume: Annotated[UploadFile | None, File(description="Resume file")] = None,
    resume_id: Annotated[UUID | None, Form(description="A stored resume instead of a file")] = None,
    job_url: Annotated[Url | None, Form(description="Link to the posting")] = None,
    job_id: Annotated[UUID | None, Form(description="A stored job instead of a link")] = None,
    pages: Annotated[int, Form(ge=1, le=3)] = 1,
    emphasise: Annotated[ShortText | None, Form(description="Words to bring forward, separated by commas")] = None,
    ask: Annotated[bool, Form(description="Whether to ask what the resume does not say")] = True,
) -> TailoringSession:
    """The session is written down and works in the background; ask for its progress or listen to its socket."""
    if (job_url is None) == (job_id is None):
        raise ValidationError("Give either job_url or job_id.", code="JOB_MISSING")
    if resume is not None and resume_id is not None:
        raise ValidationError("Give either a resume file or resume_id, not both.", code="TWO_RESUMES")
    words = [word.strip() for word in (emphasise or "").split(",") if word.strip()]
    if len(words) > MAX_EMPHASISED:
        raise ValidationError(f"At most {MAX_EMPHASISED} words can be brought forward.", code="TOO_MANY_WORDS")
    await _check_references(context, resume_id, job_id)
    if resume is not None:
        upload = await read_upload(resume, max_bytes=context.settings.max_upload_size)
        resume_id = (await call(UPLOAD_RESUME, context, upload)).id
    wanted = TailorResume(
        job=str(job_id) if job_id else await _job_from(context, str(job_url)),
        resume=str(resume_id) if resume_id else None,
        pages=pages,
        emphasise=words,
        ask=ask,
    )
    begun = await call(TAILOR_RESUME, context, wanted)
    async with transaction(context.sessions) as session:
        row = await tailored.get(session, context.actor, begun.id)
    if row.run_id is not None:
        await wake(request.app.state.broker, context.actor, row.run_id)
    return service.session_of(row)


async def _check_references(context: ContextDep, resume_id: UUID | None, job_id: UUID | None) -> None:
    """Before anything is stored: the resume and the job that are named must be the person's own."""
    async with context.sessions() as session:
        if resume_id is not None:
            await resumes.get(session, context.actor, resume_id)
        if job_id is not None:
            await jobs.get(session, context.actor, job_id)


async def _job_from(context: ContextDep, url: str) -> str:
    """The job behind a link, added unless it is on the list already."""
    try:
        return str((await call(ADD_JOB, context, AddJob(url=url))).id)
    except AlreadyExistsError as there:
        return str(there.details["id"])


@router.get("/", include_in_schema=False)
@router.get("", summary="List tailoring sessions")
async def list_sessions(session: SessionDep, actor: ActorDep, page: PageDep) -> Page[TailoredSummary]:
    """The newest first."""
    return await service.list_page(session, actor, page)


@router.get("/{session_id}", summary="A tailoring session")
async def get_session(session: SessionDep, actor: ActorDep, session_id: UUID) -> TailoringSession:
    """Status, progress 0 to 100, and the document with its proof once it is completed."""
    return await service.get_session(session, actor, session_id)


@router.post("/{session_id}/stop", summary="Stop a tailoring session")
async def stop_session(context: ContextDep, session_id: UUID) -> TailoringSession:
    """At once; a finished one stays as it is."""
    async with transaction(context.sessions) as session:
        row = await tailored.get(session, context.actor, session_id)
        if row.status not in {"completed", "failed"}:
            await service.stop(session, context.actor, session_id)
    if row.run_id is not None:
        await tell_to_stop(context.services, row.run_id)
    async with context.sessions() as session:
        return await service.get_session(session, context.actor, session_id)


@router.post("/{session_id}/restart", summary="Begin a stopped tailoring session again")
async def restart_session(request: Request, context: ContextDep, session_id: UUID) -> TailoringSession:
    """One that was stopped or has failed, with the resume and the job as they are now."""
    async with transaction(context.sessions) as session:
        run_id = await asking.restart(session, context.actor, session_id)
    await wake(request.app.state.broker, context.actor, run_id)
    async with context.sessions() as session:
        return await service.get_session(session, context.actor, session_id)


@router.post("/{session_id}/chat", summary="Talk about a tailoring session")
async def chat(context: ContextDep, session_id: UUID, data: SessionMessage) -> ChatAnswer:
    """One turn with the tailoring agent, in the session's own conversation."""
    async with context.sessions() as session:
        row = await tailored.get(session, context.actor, session_id)
    return await say(context, row, data.message, data.context)


@router.post("/{session_id}/answer", summary="Answer what a tailoring session asks")
async def answer_question(
    request: Request, context: ContextDep, session_id: UUID, data: SessionAnswer
) -> TailoringSession:
    """In the person's own words; “no” and “skip” are answers too. The session goes on with it in the background."""
    async with context.sessions() as session:
        await tailored.get(session, context.actor, session_id)
    given = AnswerQuestion(tailored=str(session_id), answer=data.answer, question_id=data.question_id)
    await call(ANSWER_QUESTION, context, given)
    async with context.sessions() as session:
        row = await tailored.get(session, context.actor, session_id)
    if row.run_id is not None:
        await wake(request.app.state.broker, context.actor, row.run_id)
    return service.session_of(row)


@router.get(
    "/{session_id}/pdf", summary="The tailored resume as PDF", response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)  # fmt: skip
async def get_pdf(session: SessionDep, actor: ActorDep, session_id: UUID, download: bool = False) -> Response:
    """Inline, or as a download."""
    pdf = await tailored.pdf(session, actor, session_id)
    row = await tailored.get(session, actor, session_id)
    return file_response(pdf, "application/pdf", f"resume-{row.number}.pdf", download=download)


@router.get("/{session_id}/proof", summary="Where every line comes from")
async def get_proof(session: SessionDep, actor: ActorDep, session_id: UUID) -> ProofDocument:
    """The proof that travels beside the PDF."""
    return ProofDocument.model_validate(await service.proof_document(session, actor, session_id))


@router.get("/{session_id}/changes", summary="What tailoring changed, and why")
async def get_changes(session: SessionDep, actor: ActorDep, session_id: UUID) -> TailoredChanges:
    """Moved, reworded, left out, refused or kept, each with its reason."""
    return await service.get_changes(session, actor, session_id)
