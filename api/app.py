"""The application: routes, errors, the page, and what runs beside them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors, ws, ws_tailoring
from api.background import Background
from api.routes import (
    agent,
    applications,
    applications_details,
    applications_transfer,
    auth,
    changes,
    content,
    conversations,
    cover_letters,
    email,
    inbox,
    ingestion,
    insights,
    job_profiles,
    jobs,
    openings,
    pipelines,
    preparing,
    resumes,
    submissions,
    system,
    tailoring,
    tailoring_lines,
    users,
    wishes,
)
from api.scheduler import keep_scheduling
from api.sizes import BodyLimit
from api.worker import make_broker
from graphs.recovery import keep_recovering
from graphs.services import open_services
from store.away import until_back
from store.settings import Settings
from tools.context import Services

PREFIX = "/api/v1"
_WEB = files("api") / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """Build the application. It opens its own services unless they are handed in, already open."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if services is not None:
            async with _running(app, services):
                yield
            return
        async with open_services(settings) as opened, _running(app, opened):
            yield

    app = FastAPI(
        title="Jobwright", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json", description="A self-hosted job-search system that proves what it writes.",
        routes=_routes(),
    )  # fmt: skip
    errors.install(app)
    app.add_middleware(BodyLimit, max_upload=settings.max_upload_size)
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _running(app: FastAPI, services: Services) -> AsyncIterator[None]:
    app.state.services = services
    app.state.background = Background()
    app.state.broker = make_broker(services)
    await until_back(app.state.broker.startup, seconds=services.settings.start_wait_seconds)
    beside = [
        asyncio.create_task(keep_recovering(services)),
        asyncio.create_task(keep_scheduling(services, app.state.broker)),
    ]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await app.state.background.aclose()
        await app.state.broker.shutdown()


@cache
def _routes() -> list[BaseRoute]:
    """Every route, for all applications of a process: to analyse them takes FastAPI half a second."""
    api = APIRouter()
    # The calendar of all applications is asked for before one of them by its id.
    for module in (
        system, auth, users, conversations, agent, applications_details, applications, jobs, openings, preparing,
        resumes, tailoring, tailoring_lines, pipelines, ingestion, insights, content, email, inbox, changes,
        job_profiles, cover_letters, applications_transfer, submissions, ws, ws_tailoring,
    ):  # fmt: skip
        api.include_router(module.router)
    api.include_router(content.session_router)
    api.include_router(ingestion.watch_router)
    api.include_router(openings.ranking_router)
    api.include_router(wishes.router)
    api.include_router(applications.bulk_router)
    api.include_router(auth.oauth_router)
    api.include_router(auth.oauth_router, prefix="/auth", include_in_schema=False)
    api.include_router(resumes.status_router)
    api.include_router(resumes.short_router, include_in_schema=False)
    top = APIRouter()
    top.include_router(api, prefix=PREFIX)
    # The resume-tailoring clients of old speak to these without the prefix; /health is where probes look.
    sessions = (tailoring.router, tailoring_lines.router, content.session_router, ws_tailoring.router)
    for router in (system.health_router, *sessions):
        top.include_router(router, include_in_schema=False)
    top.add_api_route("/", _page, include_in_schema=False)
    # First, since a page asks for a hundred and more of its files: each would be held against every route before.
    return [Mount("/web", StaticFiles(directory=str(_WEB)), name="web"), *top.routes]


async def _page() -> FileResponse:
    return FileResponse(str(_WEB / "index.html"), headers={"Cache-Control": "no-cache"})


class SecurityHeaders:
    """Says on every answer what a browser may do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, adding headers to the answer's start."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Cache-Control", "no-cache" if scope["path"].startswith("/web/") else "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)
