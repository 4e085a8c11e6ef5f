"""`jobwright cmd`: commands dropped into a folder.

Every `NAME.py` in `<data folder>/commands` that has a Typer-style function `main` becomes `jobwright cmd NAME`.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import typer
import typer.core

from api.cli import seed
from store.errors import UnavailableError
from store.settings import Settings


class DroppedIn(typer.core.TyperGroup):
    """The built-in commands, and those found in the folder when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, built-in ones first."""
        return [*super().list_commands(ctx), *sorted(path.stem for path in _folder().glob("[!_]*.py"))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> Any:
        """The command, imported only now."""
        built_in = super().get_command(ctx, cmd_name)
        path = _folder() / f"{cmd_name}.py"
        return built_in if built_in is not None or not path.is_file() else _load(path)


def _folder() -> Path:
    return Settings().jobwright_home / "commands"


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"jobwright_command_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UnavailableError(f"{path} cannot be read as a Python file.", code="COMMAND_WRONG")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    main: Callable[..., Any] | None = getattr(module, "main", None)
    if main is None:
        raise UnavailableError(f"{path} has no function main(); give it one.", code="COMMAND_WRONG")
    single = typer.Typer(add_completion=False)
    single.command(name=path.stem)(main)
    return typer.main.get_command(single)


app = typer.Typer(cls=DroppedIn, no_args_is_help=True)
app.command("seed")(seed.seed)
