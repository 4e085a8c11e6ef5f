"""Accounts, profiles and signed-in devices."""

from uuid import UUID

from fastapi import status

from api.deps import ActorDep, AdminDep, PageDep, ServicesDep, SessionDep, make_router
from api.signin import CurrentSessionDep
from tools.accounts import service
from tools.accounts.schemas import DeviceZone, ProfileRead, ProfileUpdate, SessionList, UserRead, UserUpdate

router = make_router("users")


@router.get("/users/me", summary="Your account")
async def read_me(actor: ActorDep, session: SessionDep) -> UserRead:
    """The account that is signed in."""
    return UserRead.model_validate(await service.get_by_id(session, actor.user_id))


@router.patch("/users/me", summary="Change your account")
async def update_me(
    data: UserUpdate, actor: ActorDep, services: ServicesDep, session: SessionDep, current: CurrentSessionDep
) -> UserRead:
    """Change what is given; a new password ends every other session."""
    return UserRead.model_validate(await service.update(session, services, actor, data, current=current))


@router.get("/users/{user_id}", summary="Any account, for administrators")
async def read_user(user_id: UUID, _admin: AdminDep, session: SessionDep) -> UserRead:
    """Any account; administrators only."""
    return UserRead.model_validate(await service.get_by_id(session, user_id))


@router.get("/profiles/me", summary="What you look for")
async def read_profile(actor: ActorDep, session: SessionDep) -> ProfileRead:
    """Skills, experience level, preferred locations, remote preference, languages, work authorisation."""
    return await service.profile(session, actor)


@router.patch("/profiles/me", summary="Change what you look for")
async def update_profile(data: ProfileUpdate, actor: ActorDep, session: SessionDep) -> ProfileRead:
    """Change what is given; null clears. Undo takes it back."""
    return await service.change_profile(session, actor, data)


@router.post("/profiles/me/timezone", summary="The time zone of your device")
async def adopt_timezone(data: DeviceZone, actor: ActorDep, session: SessionDep) -> ProfileRead:
    """Kept where your profile has none; one that you have said stays."""
    return await service.adopt_zone(session, actor, data.timezone)


@router.get("/sessions", summary="Where you are signed in")
async def list_sessions(
    actor: ActorDep, services: ServicesDep, session: SessionDep, page: PageDep, current: CurrentSessionDep
) -> SessionList:
    """Active sessions with device, address and last use, newest first."""
    return SessionList(**await service.list_sessions(session, services, actor, page, current=current))


@router.delete("/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Sign a device out")
async def revoke_session(session_id: UUID, actor: ActorDep, services: ServicesDep, session: SessionDep) -> None:
    """End one of your sessions; its access and refresh tokens stop working at once."""
    await service.revoke(session, services, actor, session_id)
