"""Wishes that hold for every search over REST."""

from typing import Annotated

from fastapi import Query

from api.deps import ActorDep, ContextDep, SessionDep, make_router
from tools.jobs.searching import wishes
from tools.jobs.searching.tools import DROP_WISHES, SET_WISHES
from tools.jobs.searching.wishes import DropWishes, SetWishes, Wishes
from tools.registry import call
from tools.resumes.schemas import NoArguments

router = make_router("jobs", prefix="/wishes")


@router.get("", summary="What is wished for in every search")
async def show_wishes(session: SessionDep, actor: ActorDep) -> Wishes:
    """Pay, places, remote work, sponsorship, blocked employers; and what the latest search asked for."""
    return await wishes.show_wishes(session, actor, NoArguments())


@router.patch("", summary="Wish for something in every search")
async def set_wishes(context: ContextDep, data: SetWishes) -> Wishes:
    """What is left out stays; blocked employers are added. Undo takes it back."""
    return await call(SET_WISHES, context, data)


@router.delete("", summary="Let wishes go")
async def drop_wishes(context: ContextDep, named: Annotated[DropWishes, Query()]) -> Wishes:
    """By kind (pay, places, remote, sponsorship, blocked_companies), by the name of a blocked employer or a place, or
    everything. Undo brings them back."""
    return await call(DROP_WISHES, context, named)
