"""Pipelines over REST: what there is, beginning one, following its run."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as InvalidData

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.worker import wake
from graphs import pipelines, registry
from graphs.registry import Pipeline
from store import runs
from store.database import transaction
from store.errors import ConflictError, NotFoundError
from store.pagination import Page
from store.runs import RunStatus
from tools.catalogue import BY_NAME
from tools.context import Context
from tools.registry import call

router = make_router("pipelines")


class PipelineView(BaseModel):
    """One pipeline; `input` is the JSON schema of what `execute` takes."""

    name: str
    area: str
    description: str
    input: dict[str, Any]


class PipelineList(BaseModel):
    """Every pipeline, or an area's."""

    pipelines: list[PipelineView]


class Started(BaseModel):
    """A run that was begun; `/tasks/{task_id}` follows it. `result` is there once it has ended."""

    task_id: UUID
    run_id: UUID
    status: RunStatus
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None


class RunView(BaseModel):
    """One run of a pipeline. `progress` is 0 to 1, `error` has a code and a message."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    kind: str
    area: str | None
    status: RunStatus
    progress: float
    step: str | None = None
    error: dict[str, Any] | None = None
    attempts: int
    created_at: datetime
    finished_at: datetime | None = None


class Task(BaseModel):
    """How far a long-running task is; `result` is the pipeline's own, as far as it has come."""

    task_id: UUID
    kind: str
    status: RunStatus
    progress: float = Field(ge=0, le=1)
    step: str | None = None
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    created_at: datetime
    finished_at: datetime | None = None


class RunFilters(BaseModel):
    """Which runs to list."""

    pipeline: Annotated[str, Field(max_length=60)] | None = None
    status: RunStatus | None = None


@router.get("/pipelines", summary="The pipelines there are")
async def list_pipelines(_: ActorDep, area: Annotated[str | None, Query(max_length=60)] = None) -> PipelineList:
    """Each with its area and what it takes."""
    views = [
        PipelineView(
            name=item.name, area=item.area, description=item.description,
            input=BY_NAME[item.tool].input.model_json_schema(),
        )
        for item in registry.PIPELINES.values() if area in {None, item.area}
    ]  # fmt: skip
    return PipelineList(pipelines=views)


@router.post(
    "/pipelines/{name}/execute", status_code=202, summary="Run a pipeline", responses={200: {"model": Started}}
)
async def execute(
    request: Request, response: Response, context: ContextDep, name: str,
    data: Annotated[dict[str, Any] | None, Body()] = None, wait: bool = False,
) -> Started:  # fmt: skip
    """Written down and begun in the background; with ?wait=true it answers when it has ended, with the result."""
    started = await begin(request, context, name, data or {})
    if not wait:
        return started
    await pipelines.execute(context.services, context.actor, started.run_id)
    response.status_code = 200
    async with context.sessions() as session:
        run = await runs.get(session, context.actor, started.run_id)
        result = await registry.PIPELINES[run.kind].result(session, context.actor, run)
    return Started(
        task_id=run.id, run_id=run.id, status=run.status, result=result.model_dump(mode="json"),
        error=run.error,
    )  # fmt: skip


async def begin(request: Request, context: Context, name: str, data: dict[str, Any]) -> Started:
    """Write a pipeline's run down and wake somebody to work on it.

    Raises NotFoundError for a pipeline there is none of, and FastAPI's own error for input that does not fit.
    """
    pipeline = _pipeline(name)
    spec = BY_NAME[pipeline.tool]
    try:
        wanted = spec.input.model_validate(data)
    except InvalidData as problem:
        errors = [{**error, "loc": ("body", *error["loc"])} for error in problem.errors(include_url=False)]
        raise RequestValidationError(errors) from problem
    begun = await call(spec, context, wanted)
    async with context.sessions() as session:
        run_id = await pipeline.run_of(session, context.actor, begun.model_dump(mode="json"))
    if run_id is None:
        raise ConflictError("Nothing was begun: there is nothing to do.", code="NOTHING_BEGUN")
    await wake(request.app.state.broker, context.actor, run_id)
    return Started(task_id=run_id, run_id=run_id, status="queued")


def _pipeline(name: str) -> Pipeline:
    if name not in registry.PIPELINES:
        raise NotFoundError(f"There is no pipeline '{name[:60]}'. There are: {', '.join(registry.PIPELINES)}.")
    return registry.PIPELINES[name]


@router.get("/pipeline-runs", summary="Runs of pipelines")
async def list_runs(
    session: SessionDep, actor: ActorDep, page: PageDep, filters: Annotated[RunFilters, Query()]
) -> Page[RunView]:
    """The newest first."""
    kinds = [filters.pipeline] if filters.pipeline else list(registry.PIPELINES)
    found = await runs.list_page(session, actor, page, kinds=kinds, status=filters.status)
    items = [RunView.model_validate(row) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])


@router.get("/tasks/{task_id}", summary="How far a long-running task is")
async def get_task(session: SessionDep, actor: ActorDep, task_id: UUID) -> Task:
    """Its status, progress, and its result or error."""
    return await _task(session, actor, await runs.get(session, actor, task_id))


@router.post("/tasks/{task_id}/cancel", summary="Stop a long-running task")
async def cancel_task(context: ContextDep, task_id: UUID) -> Task:
    """What it has saved before it was told stays; one that has ended stays as it is."""
    run = await pipelines.stop(context.services, context.actor, task_id)
    async with transaction(context.sessions) as session:
        return await _task(session, context.actor, run)


async def _task(session: SessionDep, actor: ActorDep, run: runs.Run) -> Task:
    pipeline = registry.PIPELINES.get(run.kind)
    result = await pipeline.result(session, actor, run) if pipeline else None
    return Task.model_validate(
        {
            "task_id": run.id, "kind": run.kind, "status": run.status, "progress": run.progress, "step": run.step,
            "result": result.model_dump(mode="json") if result else None, "error": run.error,
            "created_at": run.created_at, "finished_at": run.finished_at,
        }
    )  # fmt: skip
