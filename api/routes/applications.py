"""Applications over REST: the list, the board, moves, the timeline, saved views."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Query, Response
from pydantic import Field

from api.deps import ActorDep, ContextDep, SessionDep, make_router
from store.applications_listing import ApplicationPage
from store.database import transaction
from store.pagination import DEFAULT_LIMIT, MAX_LIMIT, PageRequest
from tools.applications import bulk, service, views
from tools.applications.schemas import (
    ApplicationCard,
    ApplicationChanges,
    ApplicationFilters,
    ApplicationView,
    Board,
    BulkOutcome,
    BulkStatusChange,
    NewApplication,
    NewView,
    StatusChange,
    Timeline,
    View,
    Views,
)

router = make_router("applications", prefix="/applications")
bulk_router = make_router("applications", prefix="/bulk_operations")
CARDS = 10


class ListFilters(ApplicationFilters):
    """Filters of the list, and which page of it."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="Rows per page")
    cursor: str | None = Field(default=None, max_length=4000, description="`next_cursor` of the page before")


class BoardFilters(ApplicationFilters):
    """Filters of the board, and how many cards each column shows."""

    limit: int = Field(default=CARDS, ge=1, le=MAX_LIMIT, description="Cards per column")


def _sent(found: Any) -> Response:
    """Rows as they come: they are what the model of the answer says, and checking them costs more than the query."""
    return Response(orjson.dumps(found, default=str), media_type="application/json")


@router.get("", summary="List applications", response_model=ApplicationPage[ApplicationCard])
async def list_applications(session: SessionDep, actor: ActorDep, filters: Annotated[ListFilters, Query()]) -> Response:
    """Filtered and sorted, those that moved last first; with how many stand at each stage."""
    page = PageRequest(limit=filters.limit, cursor=filters.cursor)
    return _sent(await service.list_page(session, actor, page, filters))


@router.post("", status_code=201, summary="Put an application down")
async def add_application(context: ContextDep, data: NewApplication) -> ApplicationView:
    """For a job of the list (`job_id`), or ad hoc by title: then the job is put on the list too."""
    prepared = await service.gather_new(context, data)
    async with transaction(context.sessions) as session:
        return await service.add_application(session, context.actor, data, prepared)


@router.get("/board", summary="The kanban board", response_model=Board)
async def show_board(session: SessionDep, actor: ActorDep, filters: Annotated[BoardFilters, Query()]) -> Response:
    """Every stage with how many stand there and the cards that moved last."""
    return _sent(await service.board(session, actor, filters, limit=filters.limit))


@router.get("/views", summary="Saved views of the list")
async def list_views(session: SessionDep, actor: ActorDep) -> Views:
    """Filters under a name."""
    return Views(await views.list_views(session, actor))


@router.post("/views", status_code=201, summary="Save a view of the list")
async def save_view(session: SessionDep, actor: ActorDep, data: NewView) -> View:
    """A name that is there already gets these filters."""
    return await views.save_view(session, actor, data)


@router.delete("/views/{view_id}", status_code=204, summary="Delete a saved view")
async def delete_view(session: SessionDep, actor: ActorDep, view_id: UUID) -> None:
    """It can be brought back by undo."""
    await views.delete_view(session, actor, view_id)


@router.get("/{application_id}", summary="An application with everything about it")
async def get_application(session: SessionDep, actor: ActorDep, application_id: UUID) -> ApplicationView:
    """Its job, stage, documents, people, dates, and where it may move from here."""
    return await service.get_application(session, actor, application_id)


@router.patch("/{application_id}", summary="Change an application")
async def change_application(
    session: SessionDep, actor: ActorDep, application_id: UUID, data: ApplicationChanges
) -> ApplicationView:
    """What is left out stays. A status moves as POST …/status does, and is refused where that would be."""
    return await service.change_application(session, actor, application_id, data)


@router.delete("/{application_id}", status_code=204, summary="Delete an application")
async def delete_application(session: SessionDep, actor: ActorDep, application_id: UUID) -> None:
    """Its job stays on the list; undo brings it back."""
    await service.remove_application(session, actor, application_id)


@router.post("/{application_id}/status", summary="Move an application to another stage")
async def move_application(
    session: SessionDep, actor: ActorDep, application_id: UUID, data: StatusChange
) -> ApplicationView:
    """Only where the stage it stands at leads, unless it is a correction; 409 says where that is."""
    return await service.move_application(session, actor, application_id, data)


@router.get("/{application_id}/timeline", summary="What happened to an application")
async def show_timeline(session: SessionDep, actor: ActorDep, application_id: UUID) -> Timeline:
    """Every move with who, when and why, and what happened around it; oldest first."""
    return Timeline(await service.timeline(session, actor, application_id))


@bulk_router.post("/applications/status", summary="Move several applications")
async def move_several(session: SessionDep, actor: ActorDep, data: BulkStatusChange) -> BulkOutcome:
    """Each by itself, with what became of it; a dry run changes nothing. Undo takes all of it back as one."""
    return await bulk.move_several(session, actor, data)
