"""`jobwright cmd`: commands dropped into a folder.

Every `NAME.py` in `<data folder>/commands` that has a Typer-style function `main` becomes `jobwright cmd NAME`.
"""

import importlib.util
from pathlib import Path

import typer

from api.cli import seed
from store.errors import UnavailableError
from store.settings import Settings

app = typer.Typer(no_args_is_help=True)
app.command("seed")(seed.seed)


def load_dropped_in() -> None:
    """Add what lies in the folder; called only when `cmd` is what was asked for, since it runs those files."""
    for path in sorted((Settings().jobwright_home / "commands").glob("[!_]*.py")):
        _add(path)


def _add(path: Path) -> None:
    spec = importlib.util.spec_from_file_location(f"jobwright_command_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UnavailableError(f"{path} cannot be read as a Python file.", code="COMMAND_WRONG")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    main = getattr(module, "main", None)
    if main is None:
        raise UnavailableError(f"{path} has no function main(); give it one.", code="COMMAND_WRONG")
    app.command(path.stem)(main)
