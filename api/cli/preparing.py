"""`jobwright prepare`: getting ready for a job and its interviews, from the command line."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.doing import Told, checked, do, pipeline
from api.cli.saving import save
from tools.applications.preparing import presenting
from tools.applications.preparing.schemas import PrepareJob
from tools.applications.preparing.tools import PREPARE_JOB
from tools.context import Context


def prepare(
    job: Annotated[str, typer.Argument(help="The job's number, or words of its title or company")],
    resume: Annotated[str | None, typer.Option(help="The resume's number or name; the primary one without")] = None,
    letter: Annotated[
        bool | None, typer.Option("--letter/--no-letter", help="A cover letter or none; as the form wants without")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Also save the notes there, as .md or .pdf")] = None,
) -> None:
    """Prepare for a job: its form, requirements against your resume, stories, questions, red flags."""
    wanted = checked(PrepareJob, {"letter": "--letter"}, job=job, resume=resume, letter=letter)

    async def work(context: Context) -> Told:
        found, worked = await pipeline(context, PREPARE_JOB, wanted)
        told = PREPARE_JOB.present(found)
        if not worked or out is None:
            return told, worked
        if out.suffix == ".pdf":
            content = await context.services.renderer.pdf(presenting.notes_page(found))
        else:
            content = presenting.notes_markdown(found).encode()
        return f"{told}\n\nSaved {await save(str(out), content)}.", True

    do(work)
