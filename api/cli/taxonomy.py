"""`jobwright taxonomy`: skills and occupations of ESCO and O*NET beside our own."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.cli.screen import clean, console
from store.settings import Settings
from tools.skills.taxonomy import TaxonomyImport, import_taxonomy, imported, remove_taxonomy

app = typer.Typer(
    help="Skills and occupations that ESCO and O*NET publish: import, list, remove.", no_args_is_help=True
)


@app.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help="As ESCO and O*NET publish them.")],
) -> None:
    """Take files in; what our own vocabulary knows already, and everyday words, are left out and counted."""
    for path in paths:
        _say(path, import_taxonomy(path, taxonomy_folder()))
    typer.echo("A running server reads them when it starts again.")


@app.command("list")
def list_all() -> None:
    """What has been imported, and whose it is."""
    found = imported(taxonomy_folder())
    if not found:
        typer.echo("Nothing has been imported. `jobwright taxonomy import FILE…` takes files of ESCO and O*NET.")
        return
    table = Table("name", "holds", "entries", "from")
    for one in found:
        table.add_row(clean(one.name), one.kind, f"{one.entries:,}", clean(one.attribution))
    terminal = console()
    (terminal if terminal.is_terminal else console(width=200)).print(table)


@app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="As `jobwright taxonomy list` names it.")]) -> None:
    """Take an imported file away again."""
    remove_taxonomy(taxonomy_folder(), name)
    typer.echo(f"Removed {name}")


def taxonomy_folder() -> Path:
    """Where imported taxonomies lie."""
    return Settings().jobwright_home / "taxonomy"


def _say(path: Path, done: TaxonomyImport) -> None:
    held = "occupations" if done.kind == "occupations" else "skills"
    typer.echo(
        f"{clean(path.name)}: {done.skills:,} {held} and {done.aliases:,} other names are new, kept as {done.name} "
        f"({done.attribution})."
    )
    for reason, count in sorted(done.refused.items(), key=lambda item: -item[1]):
        typer.echo(f"  {count:,} refused: {reason}")
