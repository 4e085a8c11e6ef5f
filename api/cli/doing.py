"""What the commands without talk share: what was typed is checked, done as the owner of this installation, printed."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import typer
from pydantic import BaseModel
from pydantic import ValidationError as InvalidData
from rich.markdown import Markdown

from api.cli.logs import set_up_logging
from api.cli.screen import answer_text, console
from graphs.services import open_services
from store.database import transaction
from store.errors import NotFoundError
from store.settings import Settings
from tools.accounts import service as accounts
from tools.context import Actor, Context
from tools.registry import AnySpec, call

Data = TypeVar("Data", bound=BaseModel)
Told = tuple[str, bool]
"""What is printed, and whether it went well."""


def checked(model: type[Data], options: Mapping[str, str] | None = None, **values: Any) -> Data:
    """The input of a tool; what does not fit is said in the words of the command line: `options` by field."""
    try:
        return model.model_validate(values)
    except InvalidData as problem:
        first = problem.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        hint = (options or {}).get(field, field) or None
        raise typer.BadParameter(first["msg"].removeprefix("Value error, "), param_hint=hint) from problem


def do(work: Callable[[Context], Coroutine[Any, Any, Told]]) -> None:
    """Do it as the owner of this installation and print what it came to; status 1 when it did not go well."""
    settings = Settings()
    set_up_logging("ERROR")

    async def run() -> Told:
        async with open_services(settings) as services:
            async with transaction(services.sessions) as session:
                owner = await accounts.local_owner(session)
            return await work(services.acting_for(Actor(owner.id, frozenset({"user", "admin"}))))

    text, worked = asyncio.run(run())
    console().print(Markdown(answer_text(text, settings.base_url)))
    if not worked:
        raise typer.Exit(1)


def tool(spec: AnySpec, data: BaseModel) -> None:
    """Call a tool and print its answer."""
    do(lambda context: told(context, spec, data))


async def told(context: Context, spec: AnySpec, data: BaseModel) -> Told:
    """A tool's answer in words."""
    return spec.present(await call(spec, context, data)), True


async def pipeline(context: Context, spec: AnySpec, data: BaseModel) -> tuple[Any, bool]:
    """Begin what a tool begins, and see it through here; by name, for graphs take as long to load as all the rest."""
    outcome: tuple[Any, bool] = await import_module("api.cli.running").seen_through(context, spec, data)
    return outcome


async def read(file: Path) -> bytes:
    """The bytes of a file. Raises NotFoundError `NO_FILE` with the reason."""
    try:
        return await asyncio.to_thread(file.expanduser().read_bytes)
    except OSError as problem:
        raise NotFoundError(f"{file} cannot be read: {problem.strerror}.", code="NO_FILE") from problem
