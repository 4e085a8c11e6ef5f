"""The `jobwright` command."""

import sys
from importlib.metadata import entry_points

import typer
from pydantic import ValidationError

from api.cli import chat, commands, database, diagrams, doctor, jobs, server, taxonomy, user
from api.cli.screen import failure_text
from store.errors import AppError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A job-search system that proves what it writes.",
)
app.add_typer(server.app, name="server", help="Run the server, list its routes.")
app.add_typer(database.app, name="db", help="The schema: migrate, upgrade, downgrade, current, history.")
app.add_typer(jobs.app, name="jobs", help="Search the boards, watch companies, see what is new.")
app.add_typer(user.app, name="user", help="Accounts: create, list, set-role.")
app.add_typer(taxonomy.app, name="taxonomy", help="Skills and occupations of ESCO and O*NET: import, list, remove.")
app.add_typer(server.worker_app, name="taskiq", help="Background workers.")
app.command("chat")(chat.chat)
app.command("openapi")(server.openapi)
app.command("doctor")(doctor.doctor)
app.command("graphs")(diagrams.show)
app.add_typer(commands.app, name="cmd", help="Commands dropped into a folder.")


def add_registered() -> None:
    """Add the Typer apps that installed packages register as `jobwright.commands`, under their names."""
    for entry in sorted(entry_points(group="jobwright.commands"), key=lambda entry: entry.name):
        app.add_typer(entry.load(), name=entry.name)


def main() -> None:
    """Run; what is expected to fail is said in one line, without a trace."""
    add_registered()
    try:
        if sys.argv[1:2] == ["cmd"]:
            commands.load_dropped_in()
        app()
    except AppError as problem:
        typer.echo(f"{failure_text(problem.message)} [{problem.code}]", err=True)
        sys.exit(1)
    except ValidationError as problem:
        if problem.title != "Settings":
            raise
        typer.echo(settings_text(problem), err=True)
        sys.exit(1)


def settings_text(problem: ValidationError) -> str:
    """Each wrong setting under the name it is set by, and where that is."""
    lines = []
    for item in problem.errors():
        variable = "".join(f"{name}: ".upper() for name in item["loc"][:1])
        lines.append(f"{variable}{item['msg'].removeprefix('Value error, ')}")
    return "\n".join([*lines, "Settings are read from the environment and from the file .env; see .env.example."])
