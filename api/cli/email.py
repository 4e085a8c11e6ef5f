"""`jobwright email`: mailboxes, the inbox and drafts from the command line, with or without a server running."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.cli.doing import Told, checked, do, pipeline, told, tool
from api.cli.screen import clean, console
from store import email as store
from store.database import transaction
from tools.context import Context
from tools.email import connecting, presenting
from tools.email.alerts.reading import mail_of_file
from tools.email.inbox.schemas import (
    DecideReview,
    DraftEmail,
    EmailReference,
    ListEmails,
    ShowSyncs,
)
from tools.email.inbox.sending import check_can_send, question_for, record_sent, send_now
from tools.email.inbox.writing import find_draft, show_draft
from tools.email.schemas import ConnectFolder, ConnectImap, SyncEmail
from tools.email.syncing.reading import understand
from tools.email.syncing.service import find_source
from tools.email.tools import (
    DECIDE_REVIEW,
    DRAFT_EMAIL,
    LIST_DRAFTS,
    LIST_EMAILS,
    LIST_MAILBOXES,
    LIST_REVIEW,
    SHOW_EMAIL,
    SHOW_SYNCS,
    SYNC_EMAIL,
    UNDO_EMAIL_EFFECT,
)
from tools.resumes.schemas import NoArguments

app = typer.Typer(help="Mailboxes, alerts, replies, drafts.", no_args_is_help=True)
Mail = Annotated[str, typer.Argument(metavar="MAIL", help="Its number, or words of its sender or subject")]


@app.command("connect")
def connect(
    address: Annotated[str, typer.Argument(help="The mailbox's address")],
    imap_host: Annotated[str | None, typer.Option(help="Known for the usual providers")] = None,
    imap_port: Annotated[int | None, typer.Option()] = None,
    smtp_host: Annotated[str | None, typer.Option(help="For sending")] = None,
    smtp_port: Annotated[int | None, typer.Option()] = None,
    username: Annotated[str | None, typer.Option(help="Where it is not the address")] = None,
) -> None:
    """Connect a mailbox over IMAP; asks for its (app) password. Gmail is connected on the page."""
    password = typer.prompt("Password", hide_input=True)
    data = checked(
        ConnectImap, address=address, password=password, username=username, imap_host=imap_host, imap_port=imap_port,
        smtp_host=smtp_host, smtp_port=smtp_port,
    )  # fmt: skip

    async def work(context: Context) -> Told:
        return presenting.present_mailbox(await connecting.connect_imap(context, data)), True

    do(work)


@app.command("folder")
def folder(path: Annotated[Path, typer.Argument(help="A folder of .eml files, a Maildir, or an mbox file")]) -> None:
    """Connect a folder of mails on this machine, below one that EMAIL_FOLDERS names."""

    async def work(context: Context) -> Told:
        view = await connecting.connect_folder(context, ConnectFolder(path=str(path.expanduser().absolute())))
        return presenting.present_mailbox(view), True

    do(work)


@app.command("upload")
def upload(file: Annotated[Path, typer.Argument(help="An .eml or an mbox")]) -> None:
    """Hand in mails as a file, and read them."""

    async def work(context: Context) -> Told:
        with file.expanduser().open("rb") as opened:
            new, source_id = await connecting.upload_mail(context, opened, file.name)
        result, worked = await pipeline(context, SYNC_EMAIL, SyncEmail(source=str(source_id)))
        return presenting.present_sync(result) if new else "That mail was handed in before.", worked

    do(work)


@app.command("sources")
def sources() -> None:
    """List the connected mailboxes."""
    tool(LIST_MAILBOXES, NoArguments())


@app.command("disconnect")
def disconnect(which: Annotated[str, typer.Argument(help="Number, address or name of the mailbox")]) -> None:
    """Disconnect a mailbox: its access is given back, its secrets and mails are erased here; jobs stay."""
    typer.confirm(f"Disconnect {which} and erase its mails here?", abort=True)

    async def work(context: Context) -> Told:
        async with context.sessions() as session:
            row = await find_source(session, context.actor, which)
        await connecting.disconnect(context, row.id)
        return f"{row.address} is disconnected.", True

    do(work)


@app.command("sync")
def sync(which: Annotated[str | None, typer.Argument(help="Number, address or name; all without")] = None) -> None:
    """Look into the mailboxes now."""
    data = checked(SyncEmail, source=which)

    async def work(context: Context) -> Told:
        if which is not None:
            return await _synced(context, data)
        async with context.sessions() as session:
            active = [row for row in await store.sources(session, context.actor) if row.state == "active"]
        parts = [await _synced(context, SyncEmail(source=str(row.id))) for row in active]
        return ("\n\n".join(part for part, _ in parts), all(fine for _, fine in parts)) if parts else (
            await _synced(context, data)
        )  # fmt: skip

    do(work)


async def _synced(context: Context, data: SyncEmail) -> Told:
    result, worked = await pipeline(context, SYNC_EMAIL, data)
    return presenting.present_sync(result), worked


@app.command("inbox")
def inbox(
    query: Annotated[str | None, typer.Argument(help="Words of sender, subject or text")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="rejection, interview, alert …; several times")] = None,
    company: Annotated[str | None, typer.Option(help="An employer")] = None,
    days: Annotated[int | None, typer.Option(help="At most so many days old")] = None,
    unread: Annotated[bool, typer.Option("--unread")] = False,
    needs_answer: Annotated[bool, typer.Option("--needs-answer")] = False,
    limit: Annotated[int, typer.Option()] = 20,
) -> None:
    """List or find mails."""
    data = checked(
        ListEmails, {"kinds": "--kind", "within_days": "--days", "limit": "--limit"}, query=query, kinds=kind or [],
        company=company, within_days=days, unread=unread or None, needs_answer=needs_answer or None, limit=limit,
    )  # fmt: skip
    tool(LIST_EMAILS, data)


@app.command("show")
def show(mail: Mail) -> None:
    """Show one mail with its thread."""
    tool(SHOW_EMAIL, EmailReference(email=mail))


@app.command("review")
def review(
    decide: Annotated[str | None, typer.Option(help="The number of what to decide on")] = None,
    yes: Annotated[bool, typer.Option("--yes/--no")] = True,
    job: Annotated[str | None, typer.Option(help="Which job a reply is about")] = None,
) -> None:
    """Show what waits for a decision, or decide on it."""
    if decide is None:
        tool(LIST_REVIEW, NoArguments())
    else:
        tool(DECIDE_REVIEW, DecideReview(item=decide, accept=yes, job=job))


@app.command("undo")
def undo(mail: Mail) -> None:
    """Take back what a mail has changed about a job."""
    tool(UNDO_EMAIL_EFFECT, EmailReference(email=mail))


@app.command("draft")
def draft(
    to: Annotated[str, typer.Argument(metavar="MAIL", help="The mail to answer: its number, or words of it")],
    purpose: Annotated[str | None, typer.Option(help="decline, thank_you, follow_up, status, availability")] = None,
    say: Annotated[list[str] | None, typer.Option(help="What it should say, in your words; several times")] = None,
) -> None:
    """Write an answer; nothing is sent."""
    tool(DRAFT_EMAIL, checked(DraftEmail, email=to, purpose=purpose, details=say or []))


@app.command("drafts")
def drafts() -> None:
    """List drafts and what was sent."""
    tool(LIST_DRAFTS, NoArguments())


@app.command("send")
def send(
    which: Annotated[str | None, typer.Argument(metavar="DRAFT", help="Its number; the newest without")] = None,
) -> None:
    """Show the exact mail, ask, and send it after a yes."""

    async def work(context: Context) -> Told:
        async with context.sessions() as session:
            row = await find_draft(session, context.actor, which)
            check_can_send(await store.get_source(session, context.actor, row.source_id))
            view = await show_draft(session, context.actor, row.id)
        console().print(Text(clean(question_for(view))))
        if not typer.confirm("Yes?", default=False):
            return "Nothing was sent.", True
        sent = await send_now(context, view.id, digest=view.digest)
        async with transaction(context.sessions) as session:
            return presenting.present_draft(await record_sent(session, context.actor, sent)), True

    do(work)


@app.command("syncs")
def syncs(days: Annotated[int, typer.Option(help="How far back")] = 30) -> None:
    """Show how the syncs went, and how well alerts are read."""
    data = checked(ShowSyncs, {"days": "--days"}, days=days)
    do(lambda context: told(context, SHOW_SYNCS, data))


@app.command("read")
def read(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A mail (.eml, .html, .txt); - reads stdin")],
    parser: Annotated[str | None, typer.Option(help="The parser to read it with; the one that fits without")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every field, as JSON")] = False,
) -> None:
    """Show what is read in a mail: its openings, or what it says of an application. Nothing is kept."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as problem:
        console(stderr=True).print(clean(str(problem)), style="red")
        raise typer.Exit(1) from problem
    reading = understand(mail_of_file("mail.eml" if file == "-" else file, content), parser=parser)
    if as_json:
        alert, reply = reading.alert.model_dump(mode="json"), reading.reply.model_dump(mode="json")
        shown: dict[str, Any] = {"kind": reading.kind, "alert": alert, "reply": reply, "details": reading.details}
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    table = Table(title=f"{reading.kind} ({reading.alert.parser or 'no parser'})", title_justify="left")
    for heading in ("title", "company", "place", "pay", "posted", "sure", "url"):
        table.add_column(heading, overflow="fold")
    for one in reading.alert.postings:
        posted = one.posted_at.date().isoformat() if one.posted_at else ""
        pay = one.salary.excerpt if one.salary else ""
        cells = (one.title, one.company, one.location, pay, posted, f"{one.confidence:.2f}", one.url or one.link)
        table.add_row(*(Text(clean(cell)) if cell else "" for cell in cells))
    console().print(table if reading.alert.postings else Text(clean(f"{reading.kind}: {reading.reply.quote or '–'}")))
