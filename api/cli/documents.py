"""`jobwright documents`: letters, mails and files from the command line."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.doing import Told, checked, do, pipeline, tool
from api.cli.saving import save, save_document
from tools.content import exporting
from tools.content.documents import find_document
from tools.content.schemas import DocumentReference, LetterRequest, ListDocuments, MailRequest, ShowDocument
from tools.content.tools import (
    LIST_DOCUMENTS,
    LIST_TEMPLATES,
    REMOVE_DOCUMENT,
    SHOW_DOCUMENT,
    WRITE_COVER_LETTER,
    WRITE_EMAIL,
)
from tools.context import Context
from tools.resumes.schemas import NoArguments

app = typer.Typer(help="Letters, mails and files: list, show, save, write.", no_args_is_help=True)

Job = Annotated[str, typer.Argument(help="The job's number, or words of its title or company")]
Tone = Annotated[str | None, typer.Option(help="formal, friendly, concise or enthusiastic")]
Language = Annotated[str | None, typer.Option(help="en, de, fr, es, nl or pt; the resume's without")]
Mention = Annotated[str | None, typer.Option(help="What it should speak of")]
To = Annotated[str | None, typer.Option(help="Who it is addressed to, as “Ms Weber”")]
Resume = Annotated[str | None, typer.Option(help="The resume's number or name; the primary one without")]
Which = Annotated[str | None, typer.Argument(metavar="DOCUMENT", help="Its number or words of it; the latest without")]
OPTIONS = {"tone": "--tone", "length": "--length", "language": "--language", "mail": "KIND", "kind": "--kind"}


@app.command("list")
def list_all(
    kind: Annotated[str | None, typer.Option(help="resume, cover_letter or email")] = None,
    job: Annotated[str | None, typer.Option(help="Only those for this job")] = None,
) -> None:
    """List the letters, mails and files that were made."""
    tool(LIST_DOCUMENTS, checked(ListDocuments, OPTIONS, kind=kind, job=job))


@app.command("show")
def show(document: Which = None) -> None:
    """Show one with what checking it has shown."""
    tool(SHOW_DOCUMENT, checked(ShowDocument, document=document))


@app.command("save")
def save_one(
    document: Which = None,
    format: Annotated[str | None, typer.Option(help="pdf, docx, md, txt or json; as it was kept without")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to; the current folder without")] = None,
) -> None:
    """Save a document's file."""
    wanted = checked(ShowDocument, {"format": "--format"}, document=document, format=format)

    async def work(context: Context) -> Told:
        async with context.sessions() as session:
            row = await find_document(session, context.actor, wanted.document)
        file = await exporting.file_of(context, row.id, wanted.format)
        return f"Saved {await save(str(out or file.name), file.content)}.", True

    do(work)


@app.command("letter")
def letter(
    job: Job,
    tone: Tone = None,
    length: Annotated[str | None, typer.Option(help="short, medium or long")] = None,
    language: Language = None,
    mention: Mention = None,
    to: To = None,
    resume: Resume = None,
) -> None:
    """Write a cover letter, every sentence proved, and save its PDF."""
    prompt = f"mention {mention}" if mention else None
    wanted = checked(
        LetterRequest, OPTIONS, job=job, tone=tone, length=length, language=language, prompt=prompt, recipient=to,
        resume=resume,
    )  # fmt: skip

    async def work(context: Context) -> Told:
        written, worked = await pipeline(context, WRITE_COVER_LETTER, wanted)
        saved = f"\n\n{await save_document(context, str(written.document_id), 'pdf')}" if worked else ""
        return f"{WRITE_COVER_LETTER.present(written)}{saved}", worked

    do(work)


@app.command("mail")
def mail(
    kind: Annotated[str, typer.Argument(help="follow_up, thank_you, decline, status, referral or availability")],
    job: Annotated[str | None, typer.Argument(help="The job's number, or words of it")] = None,
    tone: Tone = None,
    language: Language = None,
    to: To = None,
    detail: Annotated[list[str] | None, typer.Option(help="What it should say in your words; several times")] = None,
    resume: Resume = None,
) -> None:
    """Draft an e-mail; nothing is sent."""
    wanted = checked(
        MailRequest, OPTIONS, mail=kind, job=job, tone=tone, language=language, recipient=to, details=detail or [],
        resume=resume,
    )  # fmt: skip
    tool(WRITE_EMAIL, wanted)


@app.command("remove")
def remove(document: Annotated[str, typer.Argument(help="Its number or words of it")]) -> None:
    """Delete one; “jobwright tailor undo” brings it back."""
    tool(REMOVE_DOCUMENT, checked(DocumentReference, document=document))


@app.command("templates")
def templates() -> None:
    """List the templates."""
    tool(LIST_TEMPLATES, NoArguments())
