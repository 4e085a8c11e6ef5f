"""What was changed, and taking the latest change back, over REST."""

from typing import Annotated

from fastapi import Query

from api.deps import ActorDep, SessionDep, make_router
from tools.general import service
from tools.general.schemas import ChangeList, ListChanges, Undone
from tools.resumes.schemas import NoArguments

router = make_router("changes", prefix="/changes")


@router.get("", summary="What was changed lately")
async def list_changes(
    session: SessionDep, actor: ActorDep, limit: Annotated[int, Query(ge=1, le=100)] = 10
) -> ChangeList:
    """The newest first, each with whether it can be undone."""
    return await service.list_changes(session, actor, ListChanges(limit=limit))


@router.post("/undo", summary="Take the latest change back")
async def undo(session: SessionDep, actor: ActorDep) -> Undone:
    """As saying “undo” does; what cannot be taken back is told, and passed over the next time."""
    return await service.undo_last_change(session, actor, NoArguments())
