"""`jobwright tailor`: a resume for one job, its lines and its versions, from the command line."""

from typing import Annotated, Any, get_args

import typer
from pydantic import BaseModel
from typer.core import TyperGroup

from api.cli.doing import Told, checked, do, pipeline, tool
from api.cli.saving import save_document, save_tailored
from tools.content.schemas import ExportResume
from tools.content.tools import EXPORT_RESUME
from tools.context import Context
from tools.general.tools import UNDO_LAST_CHANGE
from tools.registry import AnySpec, call
from tools.resumes.schemas import NoArguments
from tools.tailoring.revision.editing_schemas import AcceptLine, AddLine, RejectLine, ShowLineCost, SteerTailoring
from tools.tailoring.revision.tools_editing import (
    ACCEPT_LINE,
    ADD_LINE,
    COMPARE_VERSIONS,
    LIST_VERSIONS,
    REJECT_LINE,
    RESTORE_VERSION,
    SHOW_LINE_COST,
    STEER_TAILORING,
)
from tools.tailoring.revision.version_schemas import CompareVersions, ListVersions, RestoreVersion
from tools.tailoring.revision.wishes_said import wish_of
from tools.tailoring.schemas import AnswerQuestion, DocumentFormat, ShowProof, TailorResume
from tools.tailoring.tools import ANSWER_QUESTION, SHOW_PROOF, TAILOR_RESUME

MAKE = "make"


class JobFirst(TyperGroup):
    """A group whose first word is a job unless it is a command: `tailor 2` is `tailor make 2`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments with the command that is left out put in."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = [MAKE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=JobFirst, no_args_is_help=True,
    help="Tailor a resume to a job (tailor JOB …), change its lines, compare its versions.",
)  # fmt: skip

Line = Annotated[str, typer.Argument(help="Its id (L7), its place (2 is the second), or words of it")]
Of = Annotated[str | None, typer.Option("--tailored", help="The tailored resume's number; the latest without")]
OPTIONS = {"pages": "--pages", "template": "--template", "paper": "--paper"}


@app.command(MAKE)
def make(
    job: Annotated[str, typer.Argument(help="The job's number, or words of its title or company")],
    resume: Annotated[str | None, typer.Option(help="The resume's number or name; the primary one without")] = None,
    pages: Annotated[int, typer.Option(help="How many pages it may have")] = 1,
    focus: Annotated[list[str] | None, typer.Option(help="Words whose lines come first; several times")] = None,
    template: Annotated[str | None, typer.Option(help="Name of a template; see “documents templates”")] = None,
    paper: Annotated[str | None, typer.Option(help="a4 or letter")] = None,
    questions: Annotated[bool, typer.Option("--questions/--no-questions", help="Ask what only you know")] = True,
    format: Annotated[str, typer.Option(help="pdf, docx, md, txt, json; several with commas")] = "pdf",
) -> None:
    """Tailor a resume to a job, and save it with its proof."""
    wanted = checked(
        TailorResume, OPTIONS, job=job, resume=resume, pages=pages, emphasise=focus or [], template=template,
        paper=paper, ask=questions,
    )  # fmt: skip
    formats = _formats(format)

    async def work(context: Context) -> Told:
        return await _made(context, TAILOR_RESUME, wanted, formats)

    do(work)


def _formats(said: str) -> list[str]:
    formats = [part.strip().lower().removeprefix(".") for part in said.split(",") if part.strip()]
    known = get_args(DocumentFormat)
    if unknown := [name for name in formats if name not in known]:
        raise typer.BadParameter(
            f"no such format: {', '.join(unknown)}; there are {', '.join(known)}", param_hint="--format"
        )
    return list(dict.fromkeys(formats))


async def _made(context: Context, spec: AnySpec, data: BaseModel, formats: list[str]) -> Told:
    """Tailor, and save what came out in the formats wanted."""
    result, worked = await pipeline(context, spec, data)
    words = [spec.present(result)]
    if result.status == "waiting":
        words.append(
            'Answer with `jobwright tailor answer "Yes, at …"`, or leave it: what is saved is complete without.'
        )
    words.append(await save_tailored(context, result.model_dump(mode="json")) or "")
    for wanted in formats if worked else []:
        if wanted != "pdf":
            made = await call(EXPORT_RESUME, context, ExportResume(tailored=str(result.number), format=wanted))
            words.append(await save_document(context, str(made.id)))
    return "\n\n".join(part for part in words if part), worked


def _changed(spec: AnySpec, data: BaseModel) -> None:
    """Change a tailored resume, say what came of it, and save the new PDF."""

    async def work(context: Context) -> Told:
        result = await call(spec, context, data)
        saved = await save_tailored(context, result.model_dump(mode="json"))
        return "\n\n".join(filter(None, (spec.present(result), saved))), True

    do(work)


@app.command("answer")
def answer(
    words: Annotated[str, typer.Argument(help="Your answer in your own words; “no” and “skip” count too")],
    tailored: Of = None,
) -> None:
    """Answer what a tailored resume asks."""
    wanted = checked(AnswerQuestion, answer=words, tailored=tailored)

    async def work(context: Context) -> Told:
        return await _made(context, ANSWER_QUESTION, wanted, ["pdf"])

    do(work)


@app.command("lines")
def lines(tailored: Of = None) -> None:
    """List the lines with their ids."""

    async def work(context: Context) -> Told:
        found = await call(SHOW_PROOF, context, ShowProof(tailored=tailored))
        return "\n".join(f"- **{line.id}** {line.text}" for line in found.lines), True

    do(work)


@app.command("proof")
def proof(
    line: Annotated[str | None, typer.Argument(help="Its id, place or words; all without")] = None, tailored: Of = None
) -> None:
    """Say where lines come from."""
    tool(SHOW_PROOF, checked(ShowProof, line=line, tailored=tailored))


@app.command("reject")
def reject(line: Line, tailored: Of = None) -> None:
    """Take a line out; one that was reworded goes back to your own words."""
    _changed(REJECT_LINE, checked(RejectLine, line=line, tailored=tailored))


@app.command("accept")
def accept(line: Line, tailored: Of = None) -> None:
    """Keep a line as it reads, whatever changes later."""
    _changed(ACCEPT_LINE, checked(AcceptLine, line=line, tailored=tailored))


@app.command("add")
def add(fact: Annotated[str, typer.Argument(help="A left-out line's id or words of it")], tailored: Of = None) -> None:
    """Put a left-out line back in."""
    _changed(ADD_LINE, checked(AddLine, fact=fact, tailored=tailored))


@app.command("cost")
def cost(line: Line, tailored: Of = None) -> None:
    """Say what taking a line out, or putting it back, would cost."""
    tool(SHOW_LINE_COST, checked(ShowLineCost, line=line, tailored=tailored))


@app.command("steer")
def steer(
    words: Annotated[
        list[str], typer.Argument(help="shorter · less management, more data · drop the hobbies · lead with Python")
    ],
    tailored: Of = None,
) -> None:
    """Say how it should be instead."""
    wish = wish_of(" ".join(words))
    _changed(
        STEER_TAILORING, checked(SteerTailoring, OPTIONS, **wish.model_dump(exclude_defaults=True), tailored=tailored)
    )


@app.command("undo")
def undo() -> None:
    """Take the last change back, whatever it was."""
    tool(UNDO_LAST_CHANGE, NoArguments())


@app.command("versions")
def versions(tailored: Of = None) -> None:
    """List the versions."""
    tool(LIST_VERSIONS, checked(ListVersions, tailored=tailored))


@app.command("compare")
def compare(
    before: Annotated[
        int | None, typer.Argument(metavar="FROM", help="A version; the one before the newest without")
    ] = None,
    after: Annotated[int | None, typer.Argument(metavar="TO", help="A version; the newest without")] = None,
    other: Annotated[str | None, typer.Option("--with", help="Another tailored resume's number")] = None,
    tailored: Of = None,
) -> None:
    """Compare two versions, or two tailored resumes."""
    tool(COMPARE_VERSIONS, checked(CompareVersions, before=before, after=after, other=other, tailored=tailored))


@app.command("restore")
def restore(version: Annotated[int, typer.Argument(help="The version's number")], tailored: Of = None) -> None:
    """Go back to a version."""
    _changed(RESTORE_VERSION, checked(RestoreVersion, version=version, tailored=tailored))
