"""`jobwright apply`: fill in a job's application form, see what would be sent, and send it once after a yes."""

import re
import sys
from typing import Annotated, Any

import typer

from api.cli.doing import Told, checked, do, pipeline
from graphs import pipelines
from store.database import transaction
from tools.applications.submissions import asking, service
from tools.applications.submissions.schemas import ApplyToJob, SubmissionResult
from tools.applications.submissions.tools import APPLY_TO_JOB
from tools.context import Context


def apply(
    job: Annotated[str, typer.Argument(help="The job's number, or words of its title or company")],
    url: Annotated[str | None, typer.Option(help="The address of its form, where the job does not know it")] = None,
    profile: Annotated[str | None, typer.Option(help="The job profile to fill from; the default one without")] = None,
    again: Annotated[bool, typer.Option("--again", help="Send a second one, after one that went out")] = False,
    prepare: Annotated[bool, typer.Option("--prepare", help="Ask nothing: leave the filled form for later")] = False,
) -> None:
    """Fill in a job's application form, ask what only you know, and send it once after your yes."""
    wanted = checked(ApplyToJob, {"url": "--url"}, job=job, url=url, profile=profile, again=again)

    async def work(context: Context) -> Told:
        result, worked = await pipeline(context, APPLY_TO_JOB, wanted)
        while result.status == "waiting" and not prepare:
            result = await _answered(context, result)
        return APPLY_TO_JOB.present(result), worked

    do(work)


async def _answered(context: Context, result: SubmissionResult) -> SubmissionResult:
    """Ask in the terminal what is waited for, hand the words in, and see the run through to its next question."""
    asked = result.question
    if asked is None:
        return result.model_copy(update={"status": "completed"})
    typer.echo(f"{asked.text}\n{asked.hint}".strip())
    said = _yes_or_no() if asked.kind == "approval" else answers_typed(len(result.open))
    given: dict[str, Any] = {"answer": said, "question_id": asked.id}
    async with transaction(context.sessions) as session:
        await asking.answer_once(session, context.actor, {"id": str(result.id)}, given)
    async with context.sessions() as session:
        run_id = await service.run_of(session, context.actor, {"id": str(result.id)})
    if run_id is None:
        return result.model_copy(update={"status": "completed"})
    await pipelines.execute(context.services, context.actor, run_id)
    async with context.sessions() as session:
        return await service.get_result(session, context.actor, result.id)


def _yes_or_no() -> str:
    """A yes; input that ends without one is none."""
    try:
        return "yes" if typer.confirm("Send it?", default=False) else "no"
    except typer.Abort:
        if sys.stdin.isatty():
            raise
        typer.echo()
        return "no"


def answers_typed(count: int) -> str:
    """An answer for each question, by its number; an empty one is left out, and all of them empty is a skip."""
    said: list[str] = []
    for number in range(1, count + 1):
        try:
            line = typer.prompt(f"{number}", default="", show_default=False).strip()
        except typer.Abort:  # the end of what was piped in; at a terminal it is Ctrl-C or Ctrl-D
            if sys.stdin.isatty():
                raise
            break
        line = re.sub(rf"^{number}\s*[.:)]\s*", "", line)  # who types the number all the same
        if line.casefold() == "skip":
            return "skip"
        if line:
            said.append(f"{number}: {line}" if count > 1 else line)
    return "\n".join(said) or "skip"
