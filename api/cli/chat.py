"""`jobwright chat`: the conversation in the terminal, with or without a server running."""

import asyncio
import shlex
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import orjson
import typer
from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown

from api.background import Background
from api.cli.server import set_up_logging
from graphs import turns
from graphs.events import conversation_channel
from graphs.services import open_services
from store import tailoring as tailored
from store.database import transaction
from store.errors import AppError, NotFoundError, ValidationError
from store.pagination import PageRequest
from store.settings import Settings
from tools.accounts import service as accounts
from tools.context import Actor, Context, Services
from tools.conversations import service as conversations
from tools.registry import call
from tools.resumes.schemas import ResumeUpload
from tools.resumes.tools import UPLOAD_RESUME
from tools.tailoring import service as tailoring

HELP = """\
/resume FILE   read a resume and attach it to the next message
/job URL       add a job from a link
/new           begin a new conversation
/history       show this conversation
/quit          leave (also Ctrl-D)

Everything else is said to Jobwright; Ctrl-C cancels an answer."""


def chat(
    once: Annotated[str | None, typer.Option(help="Say this, print the answer, and leave")] = None,
    resume: Annotated[list[Path] | None, typer.Option(help="Attach a resume file; may be given several times")] = None,
    conversation: Annotated[UUID | None, typer.Option(help="Go on with this conversation")] = None,
    last: Annotated[bool, typer.Option("--continue", help="Go on with the latest conversation")] = False,
    area: Annotated[str | None, typer.Option(help="Talk to one area only: jobs, resumes or tailoring")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --once: answer yes when asked for approval")] = False,
) -> None:
    """Talk to Jobwright in the terminal."""
    settings = Settings()
    set_up_logging("ERROR")
    if area not in {None, "jobs", "resumes", "tailoring"}:
        raise ValidationError(f"There is no area “{area}”: jobs, resumes or tailoring.", code="UNKNOWN_AREA")

    async def run() -> int:
        async with open_services(settings) as services:
            async with transaction(services.sessions) as session:
                owner = await accounts.local_owner(session)
            actor = Actor(owner.id, frozenset({"user", "admin"}))
            terminal = Terminal(services, actor, area, approve=yes if once is not None else None)
            await terminal.open(conversation, last=last)
            await terminal.attach(resume or [])
            return await terminal.say(once) if once is not None else await terminal.talk()

    raise typer.Exit(asyncio.run(run()))


class Terminal:
    """One conversation on one terminal. `approve` None asks the person; else it is the answer."""

    def __init__(self, services: Services, actor: Actor, area: str | None, *, approve: bool | None) -> None:
        self._services, self._actor, self._area, self._approve = services, actor, area, approve
        self._context: Context = services.acting_for(actor)
        self._conversation_id: UUID | None = None
        self._attachments: list[UUID] = []
        self._console = Console(highlight=False)

    async def open(self, conversation_id: UUID | None, *, last: bool) -> None:
        """Go on with a conversation, when one is named or the latest is wanted."""
        async with self._services.sessions() as session:
            if last and conversation_id is None:
                page = await conversations.list_page(session, self._actor, PageRequest(limit=1))
                conversation_id = page["items"][0].id if page["items"] else None
            if conversation_id is not None:
                await conversations.get(session, self._actor, conversation_id)
        self._conversation_id = conversation_id

    async def attach(self, files: list[Path]) -> None:
        """Read resume files and attach them to what is said next."""
        for file in files:
            try:
                content = await asyncio.to_thread(file.expanduser().read_bytes)
            except OSError as problem:
                raise NotFoundError(f"{file} cannot be read: {problem.strerror}.", code="NO_FILE") from problem
            read = await call(UPLOAD_RESUME, self._context, ResumeUpload(filename=file.name, content=content))
            self._attachments.append(read.id)
            self._console.print(f"[dim]read {file.name}: resume {read.number}, {len(read.facts)} facts[/dim]")

    async def talk(self) -> int:
        """Read lines until the person leaves."""
        self._console.print("[bold]Jobwright[/bold] — ask for help, or /help for the commands of this terminal.")
        while True:
            try:
                line = (await asyncio.to_thread(input, "\nyou> ")).strip()
            except (EOFError, KeyboardInterrupt):
                return 0
            if line == "/quit":
                return 0
            if not line:
                continue
            try:
                await self._command(line) if line.startswith("/") else await self.say(line)
            except AppError as problem:
                self._console.print(f"[red]{problem.message}[/red]")

    async def _command(self, line: str) -> None:
        name, *rest = _words(line)
        if name == "/resume" and rest:
            await self.attach([Path(" ".join(rest))])
        elif name == "/job" and rest:
            await self.say(f"Add this job: {rest[0]}")
        elif name == "/new":
            self._conversation_id = None
        elif name == "/history":
            await self._history()
        else:
            self._console.print(HELP)

    async def _history(self) -> None:
        if self._conversation_id is None:
            self._console.print("[dim]nothing has been said yet[/dim]")
            return
        async with self._services.sessions() as session:
            seen = await conversations.get(session, self._actor, self._conversation_id)
        for message in seen.messages:
            self._console.print(f"[bold]{'you' if message.role == 'user' else 'jobwright'}[/bold]")
            self._console.print(Markdown(message.content))

    async def say(self, text: str) -> int:
        """One turn, with its approvals; returns 0 when it was completed, 1 when it failed."""
        decision = None
        if self._conversation_id is not None:
            decision = await turns.decision_in(self._services, self._actor, self._conversation_id, text)
        if decision is not None and self._conversation_id is not None:
            work = turns.decide(self._services, self._actor, self._conversation_id, decision, said=text)
        else:
            turn = await turns.begin(
                self._services, self._actor, text, conversation_id=self._conversation_id, area=self._area,
                attachments=self._attachments,
            )  # fmt: skip
            self._conversation_id, self._attachments = turn.conversation_id, []
            work = turns.run(self._services, self._actor, turn)
        return await self._follow(work)

    async def _follow(self, work: Any) -> int:
        """Show a turn as it happens; answer its question, if it asks one, and go on."""
        if self._conversation_id is None:
            return 1
        answer = _Answer(self._console)
        with self._cancel_on_interrupt(self._conversation_id):
            async with self._services.cache.subscribe(conversation_channel(self._conversation_id)) as messages:
                task = Background().start(work)
                with answer.live:
                    async for message in messages:
                        if answer.show(orjson.loads(message)):
                            break
                await asyncio.wait({task})
        await self._save_documents(answer.steps)
        if answer.question is not None:
            return await self._follow(
                turns.decide(self._services, self._actor, self._conversation_id, await self._decide(answer.question))
            )
        return 0 if answer.status == "completed" else 1

    @contextmanager
    def _cancel_on_interrupt(self, conversation_id: UUID) -> Iterator[None]:
        """Ctrl-C stops the answer, not the program."""
        loop = asyncio.get_running_loop()
        stopping: list[asyncio.Task[bool]] = []

        def stop() -> None:
            stopping.append(loop.create_task(turns.cancel(self._services, self._actor, conversation_id)))

        loop.add_signal_handler(signal.SIGINT, stop)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)

    async def _save_documents(self, steps: list[dict[str, Any]]) -> None:
        """Put every PDF that was made just now, and its proof, into the current folder."""
        for step in steps:
            result = step["result"] or {}
            if step["name"] != "tailor_resume" or result.get("status") != "completed":
                continue
            tailored_id = UUID(result["id"])
            async with self._services.sessions() as session:
                pdf = await tailored.pdf(session, self._actor, tailored_id)
                proof = await tailoring.proof_document(session, self._actor, tailored_id)
            target = Path(f"tailored-resume-{result['number']}.pdf")
            target.write_bytes(pdf)
            target.with_suffix(".proof.json").write_bytes(orjson.dumps(proof, option=orjson.OPT_INDENT_2))
            self._console.print(f"Saved {target.absolute()} and its proof beside it.")

    async def _decide(self, question: dict[str, Any]) -> dict[str, Any]:
        self._console.print(f"\n[yellow]{question['question']}[/yellow]")
        if self._approve is not None:
            self._console.print("yes" if self._approve else "no (say --yes to allow it)")
            return {"approved": self._approve}
        spoken = await asyncio.to_thread(input, "yes/no> ")
        return {"approved": spoken.strip().casefold() in {"y", "yes"}}


class _Answer:
    """One turn on the screen: its steps as lines, its text as it streams."""

    def __init__(self, console: Console) -> None:
        self._console, self._text = console, ""
        self.status: str | None = None
        self.question: dict[str, Any] | None = None
        self.steps: list[dict[str, Any]] = []
        self.live = Live(
            "", console=console, auto_refresh=False, vertical_overflow="visible", transient=not console.is_terminal
        )

    def show(self, event: dict[str, Any]) -> bool:
        """Draw one event; True when the turn is over."""
        kind, data = event["type"], event["data"]
        if kind == "text_delta":
            self._text += data["text"]
            if self._console.is_terminal:
                self.live.update(Markdown(self._text), refresh=True)
        elif kind == "tool_call":
            self._console.print(f"[dim]· {data['name'].replace('_', ' ')} …[/dim]")
        elif kind == "progress_update":
            self._console.print(f"[dim]  {data['progress']:.0%} {data['step']}[/dim]")
        elif kind == "error":
            self._console.print(f"[red]{data['message']}[/red]")
        elif kind in {"approval_required", "human_input_required"}:
            self.question = data
        elif kind == "final_result":
            self.live.update("", refresh=True)
            self.steps = data["steps"]
            self._console.print(Markdown(data["content"], hyperlinks=False))
        elif kind == "complete":
            self.status = data["status"]
            return True
        return False


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()
