"""The `jobwright` command."""

import sys
from importlib import import_module
from importlib.metadata import entry_points

import typer
from pydantic import ValidationError

from api.cli.deferred import Deferred, by_path, group
from api.cli.screen import failure_text
from store.errors import AppError

Commands = group("Commands")
app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="A job-search system that proves what it writes.",
)  # fmt: skip
# What a command needs is loaded when it is called, and not to say which commands there are.
COMMANDS = (
    ("chat", "api.cli.chat:chat", "Talk to Jobwright in the terminal."),
    ("openapi", "api.cli.server:openapi", "Print the OpenAPI document."),
    ("doctor", "api.cli.doctor:doctor", "Say what is installed, what is missing, and how to mend it."),
    ("graphs", "api.cli.diagrams:show", "Print every graph as a Mermaid diagram."),
    ("server", "api.cli.server:app", "Run the server, list its routes."),
    ("db", "api.cli.database:app", "The schema: migrate, upgrade, downgrade, current, history."),
    ("jobs", "api.cli.jobs:app", "Search the boards, watch companies, see what is new."),
    ("profiles", "api.cli.profiles:app", "Job profiles, and what application forms are told."),
    (
        "applications",
        "api.cli.applications:app",
        "Applications: list, show, move one, move many, delete, import, export.",
    ),
    ("analytics", "api.cli.analytics:analytics", "How the search goes: answers, funnel, times; or one job's chance."),
    ("resumes", "api.cli.resumes:app", "Resumes: read, check, correct, compare versions, merge."),
    ("tailor", "api.cli.tailoring:app", "Tailor a resume to a job, change its lines, compare its versions."),
    ("prepare", "api.cli.preparing:prepare", "Prepare for a job and its interviews: stories, questions, red flags."),
    ("apply", "api.cli.applying:apply", "Fill in a job's application form, and send it once after your yes."),
    ("documents", "api.cli.documents:app", "Letters, mails and files: list, show, save, write."),
    ("interviews", "api.cli.applications_details:interviews", "Interviews and everything else with a date."),
    ("offers", "api.cli.applications_details:offers", "Offers: write down, compare, negotiate."),
    ("reminders", "api.cli.applications_details:reminders", "Reminders, and what to do next."),
    ("save", "api.cli.fetching:save_link", "Save the file that a link in an answer leads to."),
    ("email", "api.cli.email:app", "Mailboxes, alerts, replies, drafts: connect, sync, inbox, send."),
    ("user", "api.cli.user:app", "Accounts: create, list, set-role."),
    ("taxonomy", "api.cli.taxonomy:app", "Skills and occupations of ESCO and O*NET: import, list, remove."),
    ("taskiq", "api.cli.server:worker_app", "Background workers."),
    ("cmd", "api.cli.commands:app", "Commands dropped into a folder."),
)
Commands.later |= {name: Deferred(name, about, by_path(path)) for name, path, about in COMMANDS}


@app.callback()
def _commands() -> None:
    """A job-search system that proves what it writes."""


def add_registered() -> None:
    """Add the Typer apps that installed packages register as `jobwright.commands`, under their names."""
    for entry in sorted(entry_points(group="jobwright.commands"), key=lambda entry: entry.name):
        about = f"Added by {entry.dist.name if entry.dist else entry.module}: jobwright {entry.name} --help"
        Commands.later[entry.name] = Deferred(entry.name, about, entry.load)


def main() -> None:
    """Run; what is expected to fail is said in one line, without a trace."""
    add_registered()
    try:
        if sys.argv[1:2] == ["cmd"]:
            import_module("api.cli.commands").load_dropped_in()
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
