"""Application forms over REST: prepared, answered, approved by their digest, submitted once."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.routes.pipelines import Started, begin
from api.worker import wake
from store import jobs
from store import submissions as store
from store.database import transaction
from store.errors import NotFoundError
from store.pagination import Page
from tools.applications.submissions import asking, service
from tools.applications.submissions.schemas import Approval, FormAnswers, SubmissionSummary, SubmissionView
from tools.context import Context
from tools.text import ShortText, Url

router = make_router("submissions")
PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}


class ApplyOptions(BaseModel):
    """With what to apply; `again` sends a second time, after one that went out."""

    model_config = ConfigDict(extra="forbid")
    url: Url | None = None
    profile: ShortText | None = None
    again: bool = False


@router.post("/jobs/{job_id}/apply", status_code=202, summary="Fill in a job's application form")
async def apply(
    request: Request, context: ContextDep, job_id: UUID, data: Annotated[ApplyOptions | None, Body()] = None
) -> Started:
    """Prepared in the background: its questions and then its plan wait under the job's submissions. Nothing is sent
    without a yes to that plan."""
    async with context.sessions() as session:
        await jobs.get(session, context.actor, job_id)
    options = (data or ApplyOptions()).model_dump(exclude_none=True)
    return await begin(request, context, service.PIPELINE, {"job": str(job_id), **options})


@router.get("/jobs/{job_id}/submissions", summary="The attempts to apply for a job")
async def list_submissions(
    session: SessionDep, actor: ActorDep, page: PageDep, job_id: UUID
) -> Page[SubmissionSummary]:
    """The newest first."""
    return await service.list_page(session, actor, job_id, page)


@router.get("/submissions/{submission_id}", summary="One attempt with its plan")
async def get_submission(session: SessionDep, actor: ActorDep, submission_id: UUID) -> SubmissionView:
    """Every field with its value and what that rests on, what is still open, and what the page answered."""
    return await service.get_view(session, actor, submission_id)


@router.post("/submissions/{submission_id}/answers", status_code=202, summary="Answer what a form asks")
async def answer(request: Request, context: ContextDep, submission_id: UUID, data: FormAnswers) -> SubmissionView:
    """By the ids of the plan's fields; the form is planned anew with them, in the background."""
    async with transaction(context.sessions) as session:
        row = await asking.give_answers(session, context.actor, submission_id, data)
        view = service.view_of(row, await service.earlier_of(session, context.actor, row))
    await _wake(request, context, view)
    return view


@router.post("/submissions/{submission_id}/approve", status_code=202, summary="Say yes or no to a plan")
async def approve(request: Request, context: ContextDep, submission_id: UUID, data: Approval) -> SubmissionView:
    """A yes to the plan with this digest submits it once, in the background; a no leaves it prepared."""
    async with transaction(context.sessions) as session:
        row = await asking.approve(session, context.actor, submission_id, data)
        view = service.view_of(row, await service.earlier_of(session, context.actor, row))
    await _wake(request, context, view)
    return view


@router.post("/submissions/{submission_id}/cancel", summary="Give an attempt up")
async def cancel(context: ContextDep, submission_id: UUID) -> SubmissionView:
    """Nothing is sent; one that may have been sent cannot be cancelled."""
    async with transaction(context.sessions) as session:
        row = await service.cancel(session, context.actor, submission_id)
        return service.view_of(row, await service.earlier_of(session, context.actor, row))


@router.get(
    "/submissions/{submission_id}/screenshot", summary="The filled form", response_class=Response, responses=PNG,
)  # fmt: skip
async def get_screenshot(
    session: SessionDep, actor: ActorDep, submission_id: UUID, step: Annotated[int | None, Query(ge=1, le=99)] = None
) -> Response:
    """As it stood before the yes, as PNG: one step of it, counted from 1, or the last."""
    taken = (await store.pictures(session, actor, submission_id))[0]
    wanted = len(taken) if step is None else step
    return _picture(taken[wanted - 1] if 0 < wanted <= len(taken) else None)


@router.get(
    "/submissions/{submission_id}/answer-screenshot", summary="What the page answered", response_class=Response,
    responses=PNG,
)  # fmt: skip
async def get_answer_screenshot(session: SessionDep, actor: ActorDep, submission_id: UUID) -> Response:
    """The page after the click, as PNG."""
    return _picture((await store.pictures(session, actor, submission_id))[1])


def _picture(png: bytes | None) -> Response:
    if png is None:
        raise NotFoundError("There is no picture of this yet.", code="NO_PICTURE")
    return Response(png, media_type="image/png")


async def _wake(request: Request, context: Context, view: SubmissionView) -> None:
    if view.run_id is not None:
        await wake(request.app.state.broker, context.actor, view.run_id)
