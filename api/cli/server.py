"""`jobwright server`, `jobwright taskiq`, `jobwright openapi`."""

import asyncio
import signal
import socket
import sys
from datetime import timedelta
from typing import Any

import orjson
import typer
import uvicorn
from fastapi.routing import iter_route_contexts
from starlette.routing import WebSocketRoute

from agents.models import OFFLINE
from api import scheduler, worker
from api.app import create_app
from api.cli.logs import set_up_logging
from graphs.services import open_services
from store.database import transaction
from store.errors import UnavailableError
from store.settings import Settings
from tools.accounts import service as accounts
from tools.context import Services

app = typer.Typer(no_args_is_help=True)
worker_app = typer.Typer(no_args_is_help=True)
LINK_LIFETIME = timedelta(hours=12)
SHUTDOWN_SECONDS = 3
# Requests are not logged: a socket's address may hold its token.
QUIET: dict[str, Any] = {"log_level": "warning", "ws": "websockets-sansio"}


async def sign_in_link(services: Services) -> str:
    """A one-time link that signs the owner of this installation in."""
    async with transaction(services.sessions) as session:
        owner = await accounts.local_owner(session)
        token = await accounts.issue_sign_in_token(session, owner.id, LINK_LIFETIME)
    return f"{services.settings.base_url}/#sign-in={token}"


@app.command()
def run(reload: bool = typer.Option(False, "--reload", help="Start again when the code changes")) -> None:
    """Start the server and print a link that signs you in."""
    settings = Settings()
    set_up_logging(settings.log_level)
    _require_free_port(settings)
    if reload:
        uvicorn.run(
            "api.cli.server:reloaded_app", factory=True, reload=True, host=settings.host, port=settings.port, **QUIET
        )
        return
    # `docker stop` and service managers end a process this way; it has as much to put away as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with asyncio.Runner(loop_factory=uvicorn.Config("").get_loop_factory()) as runner:
        runner.run(_serve(settings))


def reloaded_app() -> object:
    """The application for the reloader, which opens its own services."""
    settings = Settings()
    set_up_logging(settings.log_level)  # each start after a change is a process of its own
    return create_app(settings)


def _require_free_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as problem:
            raise UnavailableError(
                f"Port {settings.port} on {settings.host} is taken, perhaps by another Jobwright. "
                f"Stop that one, or choose another: JOBWRIGHT_PORT={settings.port + 1} make run",
                code="PORT_TAKEN",
            ) from problem


async def _serve(settings: Settings) -> None:
    typer.echo(f"Data folder: {settings.jobwright_home}", err=True)
    async with open_services(settings) as services:
        config = uvicorn.Config(
            create_app(settings, services), host=settings.host, port=settings.port,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS, **QUIET,
        )  # fmt: skip
        server = uvicorn.Server(config)
        announcing = asyncio.create_task(_announce(server, services))
        try:
            await server.serve()
        finally:
            announcing.cancel()
            await asyncio.gather(announcing, return_exceptions=True)


async def _announce(server: uvicorn.Server, services: Services) -> None:
    while not server.started:
        await asyncio.sleep(0.02)
    typer.echo(await _greeting(services))
    typer.echo("Another link: jobwright server link · terminal: jobwright chat · stop: Ctrl-C")
    # Learned now and beside everything else, so that the first message does not wait for it.
    await asyncio.to_thread(services.models.model, OFFLINE)


async def _greeting(services: Services) -> str:
    """The sign-in link on one's own machine; elsewhere logs are read by others, and the link makes an admin."""
    if services.settings.environment == "local":
        return f"\nJobwright is ready. This link signs you in, once:\n\n  {await sign_in_link(services)}\n"
    return f"\nJobwright is ready at {services.settings.base_url}. To sign in: jobwright server link\n"


@app.command()
def link() -> None:
    """Print a fresh link that signs the owner in, once."""

    async def make() -> str:
        async with open_services(Settings()) as services:
            return await sign_in_link(services)

    typer.echo(asyncio.run(make()))


@app.command()
def routes() -> None:
    """List every route the server has."""
    app = create_app(Settings())
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            typer.echo(f"{method.upper():7} {path}  {operation.get('summary', '')}")
    for found in iter_route_contexts(app.routes):
        if isinstance(found.original_route, WebSocketRoute):
            typer.echo(f"WS      {found.path}")


def openapi() -> None:
    """Print the OpenAPI document."""
    sys.stdout.buffer.write(orjson.dumps(create_app(Settings()).openapi(), option=orjson.OPT_INDENT_2) + b"\n")


@worker_app.command("worker")
def run_worker() -> None:
    """Work on background runs from the Redis queue; as many of these as you like."""
    settings = Settings()
    set_up_logging(settings.log_level)
    if settings.external_redis is None:
        raise UnavailableError(
            "A worker needs a Redis that it shares with the server: set REDIS_URL. Alone, the server works by itself.",
            code="NO_REDIS",
        )
    asyncio.run(worker.serve(settings))


@worker_app.command("scheduler")
def run_scheduler() -> None:
    """Begin watched searches and the daily ingestion (04:00 UTC) when they are due; workers do the work."""
    settings = Settings()
    set_up_logging(settings.log_level)
    if settings.external_redis is None:
        raise UnavailableError(
            "A scheduler needs the Redis of its workers: set REDIS_URL. Alone, the server does this by itself.",
            code="NO_REDIS",
        )
    asyncio.run(scheduler.serve(settings))
