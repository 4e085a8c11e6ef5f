"""`jobwright resumes`: what was read from resumes, set right, compared, merged, from the command line."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.doing import Told, checked, do, read, tool
from api.cli.saving import save
from tools.context import Context
from tools.registry import call
from tools.resumes import history_presenting, versions
from tools.resumes.fact_schemas import ShowFacts
from tools.resumes.record_schemas import MergeResumes
from tools.resumes.schemas import NoArguments, OptionalResume, ResumeUpload
from tools.resumes.service import found
from tools.resumes.spoken_schemas import CorrectFact
from tools.resumes.tools import (
    CHECK_RESUME,
    CORRECT_FACT,
    LIST_RESUMES,
    MERGE_RESUMES,
    RESTORE_RESUME_VERSION,
    SHOW_FACTS,
    SHOW_RESUME,
    SHOW_RESUME_VERSIONS,
    UPLOAD_RESUME,
)
from tools.resumes.version_schemas import ResumeAtVersion

app = typer.Typer(help="Resumes: read, check, correct, compare versions, merge.", no_args_is_help=True)

Which = Annotated[str | None, typer.Argument(metavar="RESUME", help="Its number or file name; the primary one without")]
Of = Annotated[str | None, typer.Option("--resume", help="Its number or file name; the primary one without")]


@app.command("list")
def list_all() -> None:
    """List the resumes."""
    tool(LIST_RESUMES, NoArguments())


@app.command("show")
def show(
    resume: Which = None,
    facts: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Only these facts, beside the words they come from; “all” shows all"),
    ] = None,
) -> None:
    """Show what was read from a resume, or facts beside the words they were read from."""
    if facts is None:
        tool(SHOW_RESUME, checked(OptionalResume, resume=resume))
    else:
        tool(SHOW_FACTS, checked(ShowFacts, resume=resume, about=None if facts == "all" else facts))


@app.command("upload")
def upload(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="PDF, DOCX, ODT, TXT, Markdown, JSON …")],
) -> None:
    """Read resume files and save them with their facts."""

    async def work(context: Context) -> Told:
        saved = [
            await call(UPLOAD_RESUME, context, ResumeUpload(filename=file.name, content=await read(file)))
            for file in files
        ]
        return "\n\n".join(UPLOAD_RESUME.present(one) for one in saved), True

    do(work)


@app.command("check")
def check(resume: Which = None) -> None:
    """Say what could be better, with its place and a suggestion."""
    tool(CHECK_RESUME, checked(OptionalResume, resume=resume))


@app.command("correct")
def correct(
    field: Annotated[
        str, typer.Argument(help="What is wrong or missing: title, employer, dates, skill, line, phone …")
    ],
    value: Annotated[str | None, typer.Argument(help="What is right, or what to add")] = None,
    about: Annotated[
        str | None, typer.Option(help="Words that say which one: an employer, a skill, words of the line")
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="It is missing")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="It is wrong and has to go")] = False,
    resume: Of = None,
) -> None:
    """Set right what was read: correct title “Staff Engineer” --about Acme."""
    if add and remove:
        raise typer.BadParameter("give one of --add and --remove", param_hint="--remove")
    action = "add" if add else "remove" if remove else "change"
    meant = value if remove and about is None else about
    tool(
        CORRECT_FACT,
        checked(CorrectFact, action=action, field=field, about=meant, value=None if remove else value, resume=resume),
    )


@app.command("versions")
def list_versions(resume: Which = None) -> None:
    """List the versions of a resume."""
    tool(SHOW_RESUME_VERSIONS, checked(OptionalResume, resume=resume))


@app.command("restore")
def restore(version: Annotated[int, typer.Argument(help="The version's number")], resume: Of = None) -> None:
    """Put an earlier version back."""
    tool(RESTORE_RESUME_VERSION, checked(ResumeAtVersion, version=version, resume=resume))


@app.command("diff")
def diff(
    before: Annotated[
        int | None, typer.Argument(metavar="FROM", help="A version; the one before the newest without")
    ] = None,
    after: Annotated[int | None, typer.Argument(metavar="TO", help="A version; the newest without")] = None,
    resume: Of = None,
) -> None:
    """Say what changed from one version of a resume to another."""

    async def work(context: Context) -> Told:
        async with context.sessions() as session:
            row = await found(session, context.actor, resume)
            changed = await versions.diff_versions(session, context.actor, row.id, before, after)
        return history_presenting.present_diff(changed), True

    do(work)


@app.command("merge")
def merge(
    resumes: Annotated[list[str] | None, typer.Argument(help="Numbers or file names; all without")] = None,
) -> None:
    """Make one career record of several resumes, or bring it up to date."""
    tool(MERGE_RESUMES, checked(MergeResumes, resumes=resumes or []))


@app.command("export")
def export(
    resume: Which = None,
    out: Annotated[Path | None, typer.Option(help="Where to; resume-N.json without")] = None,
) -> None:
    """Save everything that was read, with its places and corrections, as JSON."""

    async def work(context: Context) -> Told:
        shown = await call(SHOW_RESUME, context, OptionalResume(resume=resume))
        target = await save(str(out or f"resume-{shown.number}.json"), shown.model_dump_json(indent=2).encode())
        return f"Saved {target}.", True

    do(work)
