"""Commands that are loaded when they are called: asking for help must not wait for models, graphs and the server."""

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


class Deferred(TyperCommand):
    """A command by its name and a line of help, until it is called."""

    def __init__(self, name: str, about: str, load: Callable[[], Any]) -> None:
        super().__init__(name, help=about, add_help_option=False)
        self._load = load

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the real command, which is what is run in it."""
        return self._real().make_context(info_name, args, parent, **extra)

    def _real(self) -> Any:
        gc.disable()  # what modules make stays: looking for garbage among it costs a fifth of their loading
        try:
            found = self._load()
        finally:
            gc.enable()
        around = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        if not isinstance(found, typer.Typer):
            around.command(self.name)(found)
            return get_command(around)
        around.add_typer(found, name=self.name)
        return get_group(around).commands[self.name or ""]


class DeferringGroup(TyperGroup):
    """A group whose commands may be added by where they lie, after it was made."""

    later: dict[str, Deferred]

    def list_commands(self, ctx: Any) -> list[str]:
        """All of them, those that are loaded later first, as they were added."""
        return [*self.later, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or what stands for it until it is called."""
        return self.later.get(cmd_name) or super().get_command(ctx, cmd_name)


def group(kind: str) -> type[DeferringGroup]:
    """A class of group of its own, which has no commands yet."""
    return type(kind, (DeferringGroup,), {"later": {}})


def by_path(path: str) -> Callable[[], Any]:
    """Loads `package.module:attribute`: a Typer app, or the function of one command."""

    def load() -> Any:
        module, _, attribute = path.partition(":")
        return getattr(import_module(module), attribute)

    return load
