"""What routes ask for: services, a session, the signed-in actor, a page."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import Match
from starlette.types import Scope

from api.errors import ErrorBody, InvalidBody
from api.idempotency import IdempotentRoute
from store.database import transaction
from store.errors import AuthenticationError, AuthorizationError
from store.pagination import DEFAULT_LIMIT, MAX_LIMIT, PageRequest
from tools.accounts.limits import throttle
from tools.accounts.tokens import actor_from_token
from tools.context import Actor, Context, Services

bearer = HTTPBearer(auto_error=False, description="The access token of /auth/login")
FAILURES: dict[int, str] = {
    400: "Malformed request", 401: "Not signed in", 403: "Not allowed", 404: "No such thing, or not yours",
    409: "Already there, or not possible now", 413: "Too large", 415: "Not a kind that is read here",
    429: "Too many requests", 502: "Another machine failed", 503: "A part of this installation is missing",
}  # fmt: skip


class PrefixedRouter(APIRouter):
    """Tries its routes only for paths that hold its own prefix: FastAPI would hold each request against all of them."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any router; no match at once for what cannot be under it."""
        # Anywhere in it: a router is included under more than one prefix.
        if self.prefix.partition("{")[0] not in scope["path"]:
            return Match.NONE, {}
        return super().matches(scope)


def make_router(tag: str, *, prefix: str = "") -> APIRouter:
    """A router whose operations document their failures and honour Idempotency-Key."""
    responses: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorBody, "description": text} for status, text in FAILURES.items()
    }
    responses[422] = {"model": InvalidBody, "description": "Fields that do not fit, or that cannot be used together"}
    return PrefixedRouter(prefix=prefix, tags=[tag], responses=responses, route_class=IdempotentRoute)


async def get_services(request: Request) -> Services:
    """The services that the application opened."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(get_services)]


async def get_session(services: ServicesDep) -> AsyncIterator[AsyncSession]:
    """One session for the request; it commits once, before the answer is sent."""
    async with transaction(services.sessions) as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


async def get_actor(
    request: Request,
    services: ServicesDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Actor:
    """The signed-in person; their POSTs are counted. Raises AuthenticationError and RateLimitError."""
    if credentials is None and not services.settings.disable_auth:
        raise AuthenticationError("Sign in first: this needs an access token.")
    actor = await actor_from_token(services, credentials.credentials if credentials else "")
    if request.method == "POST":
        await throttle(services, "post", account=str(actor.user_id), most=services.settings.rate_limit_requests)
    return actor


ActorDep = Annotated[Actor, Depends(get_actor)]


async def get_admin(actor: ActorDep) -> Actor:
    """The signed-in person when they are an admin. Raises AuthorizationError."""
    if not actor.is_admin:
        raise AuthorizationError("Admin access required")
    return actor


AdminDep = Annotated[Actor, Depends(get_admin)]


async def get_context(services: ServicesDep, actor: ActorDep) -> Context:
    """Services and actor together, for tools."""
    return services.acting_for(actor)


ContextDep = Annotated[Context, Depends(get_context)]


async def get_page(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows per page")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=4000, description="`next_cursor` of the page before")] = None,
) -> PageRequest:
    """Which page of a list."""
    return PageRequest(limit=limit, cursor=cursor)


PageDep = Annotated[PageRequest, Depends(get_page)]


def client_address(request: Request) -> str:
    """The caller's network address."""
    return request.client.host if request.client else "unknown"
