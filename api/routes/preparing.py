"""Preparing for a job over REST: begun, shown, printed, completed by the person."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from api.deps import ActorDep, ContextDep, SessionDep, make_router
from api.files import file_response
from api.worker import wake
from store import jobs
from store.database import transaction
from store.errors import ConflictError
from tools.applications.preparing import presenting, service, telling
from tools.applications.preparing.schemas import PreparationView, PrepareBody, PrepareJob, TellStory
from tools.context import Context

router = make_router("jobs", prefix="/jobs")
KINDS: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The notes"}}
TEXTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/markdown": {}}, "description": "The notes"}}


@router.get("/{job_id}/preparation", summary="What was prepared for a job")
async def get_preparation(session: SessionDep, actor: ActorDep, job_id: UUID) -> PreparationView:
    """Requirements against facts, stories, likely questions, what to ask, the employer, red flags, the form."""
    return await service.preparation_of(session, actor, job_id)


@router.post("/{job_id}/prepare", status_code=202, summary="Prepare for a job")
async def prepare(
    request: Request, context: ContextDep, job_id: UUID, data: PrepareBody | None = None
) -> PreparationView:
    """Begun in the background; `/tasks/{task_id}` follows it. One that is going on already is answered."""
    data = data or PrepareBody()
    async with transaction(context.sessions) as session:
        await jobs.get(session, context.actor, job_id)
        wanted = PrepareJob(job=str(job_id), resume=data.resume, letter=data.letter)
        begun = await service.begin_preparation(session, context.actor, wanted)
    if begun.task_id is not None:
        await wake(request.app.state.broker, context.actor, begun.task_id)
    return begun


@router.post("/{job_id}/preparation/stories", summary="Tell a part of a story")
async def tell_story(session: SessionDep, actor: ActorDep, job_id: UUID, data: TellStory) -> PreparationView:
    """What the person says becomes a fact of their resume, and stands in the story; undo takes both back."""
    await jobs.get(session, actor, job_id)
    return await telling.tell(session, actor, job_id, data)


@router.get(
    "/{job_id}/preparation.pdf", summary="The notes as a PDF", response_class=Response, responses=KINDS,
)  # fmt: skip
async def get_pdf(context: ContextDep, job_id: UUID, download: bool = True) -> Response:
    """The whole preparation, to be printed. Raises ConflictError `NOT_FINISHED` while it goes on."""
    found = await _ready(context, job_id)
    pdf = await context.services.renderer.pdf(presenting.notes_page(found))
    return file_response(pdf, "application/pdf", f"preparation-job-{found.number}.pdf", download=download)


@router.get(
    "/{job_id}/preparation.md", summary="The notes as Markdown", response_class=Response, responses=TEXTS,
)  # fmt: skip
async def get_markdown(context: ContextDep, job_id: UUID, download: bool = True) -> Response:
    """The same as text."""
    found = await _ready(context, job_id)
    text = presenting.notes_markdown(found).encode()
    return file_response(text, "text/markdown; charset=utf-8", f"preparation-job-{found.number}.md", download=download)


async def _ready(context: Context, job_id: UUID) -> PreparationView:
    async with context.sessions() as session:
        found = await service.preparation_of(session, context.actor, job_id)
    if found.notes is None:
        told = found.why or f"the preparation is {found.status}"
        raise ConflictError(f"There are no notes to print: {told}", code="NOT_FINISHED")
    return found
