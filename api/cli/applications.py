"""`jobwright applications`: where applications stand, moving one and moving many, from the command line."""

from typing import Annotated

import typer

from api.cli.applications_transfer import export_file, import_file
from api.cli.doing import Told, checked, do, told, tool
from store.database import transaction
from tools.applications import service
from tools.applications.finding import find_application
from tools.applications.presenting import present_application
from tools.applications.schemas import StatusChange
from tools.applications.talk_schemas import ListApplications, MoveApplications
from tools.applications.talking import moving_question, show_application
from tools.applications.tools import DELETE_APPLICATION, LIST_APPLICATIONS, MOVE_APPLICATIONS, SHOW_APPLICATION
from tools.context import Context
from tools.jobs.schemas import JobReference

app = typer.Typer(help="Applications: list, show, move one, move many, delete, import, export.", no_args_is_help=True)
app.command("import")(import_file)
app.command("export")(export_file)

Which = Annotated[str, typer.Argument(metavar="JOB", help="The job's number, or words of its title or company")]
Stage = Annotated[str, typer.Argument(metavar="STAGE", help="applied, screening, interviewing, offer, accepted …")]
Stages = Annotated[list[str] | None, typer.Option("--stage", help="Only at this stage; may be given several times")]
Company = Annotated[str | None, typer.Option(help="Only at this employer")]
Words = Annotated[str | None, typer.Option(help="Words of title, company or notes")]
Quiet = Annotated[int | None, typer.Option("--quiet", metavar="DAYS", help="Nothing has moved for so many days")]
Before = Annotated[str | None, typer.Option(help="Nothing has moved since this day, YYYY-MM-DD")]
Why = Annotated[str | None, typer.Option(help="Why, for the timeline")]
_OPTIONS = {
    "status": "STAGE", "stages": "--stage", "company": "--company", "words": "--words", "quiet_days": "--quiet",
    "before": "--before", "limit": "--limit", "why": "--why", "at": "--on",
}  # fmt: skip


@app.command("list")
def list_all(
    stage: Stages = None,
    company: Company = None,
    words: Words = None,
    quiet: Quiet = None,
    before: Before = None,
    limit: Annotated[int, typer.Option(help="How many are shown")] = 20,
) -> None:
    """List them, those that moved last first."""
    wanted = checked(
        ListApplications, _OPTIONS, stages=stage or [], company=company, words=words, quiet_days=quiet, before=before,
        limit=limit,
    )  # fmt: skip
    tool(LIST_APPLICATIONS, wanted)


@app.command("show")
def show(which: Which) -> None:
    """Show one with all that happened to it."""
    tool(SHOW_APPLICATION, JobReference(job=which))


@app.command("move")
def move(
    which: Which,
    stage: Stage,
    on: Annotated[str | None, typer.Option(help="When that was; now without")] = None,
    why: Why = None,
    correction: Annotated[bool, typer.Option("--correction", help="The earlier move was a mistake")] = False,
) -> None:
    """Move one to another stage, its job with it."""
    change = checked(StatusChange, _OPTIONS, status=stage, at=on, why=why, correction=correction)

    async def work(context: Context) -> Told:
        async with transaction(context.sessions) as session:
            application_id = await find_application(session, context.actor, which)
            await service.move_application(session, context.actor, application_id, change)
            shown = await show_application(session, context.actor, JobReference(job=str(application_id)))
        return present_application(shown), True

    do(work)


@app.command("bulk")
def bulk(
    stage: Stage,
    at: Stages = None,
    company: Company = None,
    words: Words = None,
    quiet: Quiet = None,
    before: Before = None,
    why: Why = None,
    yes: Annotated[bool, typer.Option("--yes", help="Move them; without, only say which would be")] = False,
) -> None:
    """Say which would move to a stage, and with --yes move them; undo takes all of it back as one."""
    wanted = checked(
        MoveApplications, _OPTIONS, status=stage, stages=at or [], company=company, words=words, quiet_days=quiet,
        before=before, why=why,
    )  # fmt: skip

    async def work(context: Context) -> Told:
        if yes:
            return await told(context, MOVE_APPLICATIONS, wanted)
        async with context.sessions() as session:
            plan = await moving_question(session, context.actor, wanted)
        return plan.replace("Shall I?", "Say --yes to move them."), True

    do(work)


@app.command("delete")
def delete(which: Which) -> None:
    """Delete one; its job stays on the list, and undo brings it back."""
    tool(DELETE_APPLICATION, JobReference(job=which))
