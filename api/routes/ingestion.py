"""Sources, watches and the ingestion over REST."""

from uuid import UUID

from fastapi import Request, Response

from api.deps import ActorDep, ContextDep, SessionDep, make_router
from api.routes.pipelines import Started, begin
from store.database import transaction
from tools.ingestion import health, service, watching
from tools.ingestion.schemas import IngestionStatus, IngestJobs, WatchJobs, WatchList, WatchView
from tools.ingestion.tools import WATCH_JOBS
from tools.registry import call
from tools.resumes.schemas import NoArguments

router = make_router("ingestion", prefix="/job-ingestion")
watch_router = make_router("ingestion", prefix="/watches")


@router.get("/status", summary="How the sources of postings fare")
async def status(context: ContextDep) -> IngestionStatus:
    """Per source: last run, counts, failures in a row and until when it rests; and how many runs wait."""
    async with context.sessions() as session:
        return await health.ingestion_status(session, context.actor, health.sources_asked(context.settings))


@router.post("/run", status_code=202, summary="Fetch the newest postings now")
async def run(request: Request, context: ContextDep, data: IngestJobs | None = None) -> Started:
    """From the chosen sources, or, without a body too, from all usual ones and every watched company."""
    return await begin(request, context, service.PIPELINE, (data or IngestJobs()).model_dump())


@watch_router.get("", summary="What is being watched")
async def list_watches(session: SessionDep, actor: ActorDep) -> WatchList:
    """Companies and searches, the oldest first."""
    return await watching.list_watches(session, actor, NoArguments())


@watch_router.post("", status_code=201, summary="Watch companies or a search", responses={200: {"model": WatchList}})
async def watch(response: Response, context: ContextDep, data: WatchJobs) -> WatchList:
    """Companies are found on their boards first; the first look is right away.

    What is watched already stays one watch, and its `change` says what became of it; where nothing is new the status is
    200. Companies without a page are in `not_found`, unless there is none with one: that is an error.
    """
    found = await call(WATCH_JOBS, context, data)
    if all(watch.change != "begun" for watch in found.watches):
        response.status_code = 200
    return found


@watch_router.post("/{watch_id}/resume", summary="Look again at what a paused watch is of")
async def resume_watch(context: ContextDep, watch_id: UUID) -> WatchView:
    """A watch is paused when its page has failed many times in a row; the next look is right away."""
    async with transaction(context.sessions) as session:
        return await watching.resume_watch(session, context.actor, watch_id)


@watch_router.delete("/{watch_id}", status_code=204, summary="Stop watching")
async def stop_watching(context: ContextDep, watch_id: UUID) -> None:
    """It can be brought back by undo."""
    async with transaction(context.sessions) as session:
        await watching.remove_watch(session, context.actor, watch_id)
