"""`jobwright chat`: the conversation in the terminal, with or without a server running."""

import asyncio
import shlex
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_args
from uuid import UUID

import orjson
import structlog
import typer
from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown

from api.cli.doing import read
from api.cli.logs import set_up_logging
from api.cli.machine import machine_zone
from api.cli.saving import save_document, save_tailored
from api.cli.screen import answer_text, clean, console, failure_text
from graphs import turns
from graphs.approvals import spoken_decision
from graphs.events import conversation_channel
from graphs.services import open_services
from store.database import transaction
from store.errors import AppError, ValidationError
from store.pagination import PageRequest
from store.settings import Settings
from tools.accounts import service as accounts
from tools.context import Actor, Context, Services
from tools.conversations import service as conversations
from tools.conversations.schemas import Area
from tools.registry import call
from tools.resumes.schemas import ResumeUpload
from tools.resumes.tools import UPLOAD_RESUME

HELP = """\
/resume FILE   read a resume and attach it to the next message
/job URL       add a job from a link
/new           begin a new conversation
/history       show this conversation
/save LINK     save the file that a link leads to, such as /api/v1/…
/quit          leave (also Ctrl-D)

Everything else is said to Jobwright; Ctrl-C cancels an answer."""

log = structlog.get_logger(__name__)
# What the commands that need a word after them need.
NEEDED = {"/resume": "FILE", "/job": "URL", "/save": "LINK"}
# The decision where nobody can be asked.
_NOBODY = {"approved": False, "unanswered": True}
# How long what a turn told last may take to arrive after its work has ended.
LAST_WORDS_SECONDS = 0.5
# What makes a tailored resume, or a new version of one; what writes a letter or a mail.
TAILORING = frozenset({
    "tailor_resume", "answer_question", "steer_tailoring", "reject_line", "accept_line", "add_line", "move_line",
    "edit_line", "order_sections", "restore_version",
})  # fmt: skip
WRITING = frozenset({"write_cover_letter", "rewrite_letter", "write_email"})


def chat(
    once: Annotated[str | None, typer.Option(help="Say this, print the answer, and leave")] = None,
    resume: Annotated[list[Path] | None, typer.Option(help="Attach a resume file; may be given several times")] = None,
    conversation: Annotated[UUID | None, typer.Option(help="Go on with this conversation")] = None,
    last: Annotated[bool, typer.Option("--continue", help="Go on with the latest conversation")] = False,
    area: Annotated[str | None, typer.Option(help="Talk to one area only: jobs, resumes, tailoring or email")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --once: answer yes when asked for approval")] = False,
) -> None:
    """Talk to Jobwright in the terminal."""
    settings = Settings()
    set_up_logging("ERROR")
    if area is not None and area not in get_args(Area):
        raise ValidationError(f"There is no area “{area}”. Areas: {', '.join(get_args(Area))}.", code="UNKNOWN_AREA")

    async def run() -> int:
        async with open_services(settings) as services:
            async with transaction(services.sessions) as session:
                owner = await accounts.local_owner(session)
                actor = Actor(owner.id, frozenset({"user", "admin"}))
                await accounts.adopt_zone(session, actor, machine_zone())
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
        self._console = console()

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
            upload = ResumeUpload(filename=file.name, content=await read(file))
            resume = await call(UPLOAD_RESUME, self._context, upload)
            self._attachments.append(resume.id)
            self._print(f"read {file.name}: resume {resume.number}, {len(resume.facts)} facts", style="dim")

    def _print(self, text: str, *, style: str | None = None) -> None:
        self._console.print(clean(text), style=style)

    async def talk(self) -> int:
        """Read lines until the person leaves."""
        self._print("Jobwright — ask for help, or /help for the commands of this terminal.", style="bold")
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
                self._print(failure_text(problem.message), style="red")

    async def _command(self, line: str) -> None:
        name, *rest = _words(line)
        if name in NEEDED and not rest:
            self._print(f"Say which: {name} {NEEDED[name]}", style="red")
        elif name == "/resume":
            await self.attach([Path(" ".join(rest))])
        elif name == "/job":
            await self.say(f"Add this job: {rest[0]}")
        elif name == "/save":  # by name: the routes take as long to load as all the rest
            self._print(await import_module("api.cli.fetching").saved(self._context, rest[0]))
        elif name == "/new":
            self._conversation_id = None
        elif name == "/history":
            await self._history()
        else:
            if name != "/help":
                self._print(f"There is no command {name}.", style="red")
            self._print(HELP)

    async def _history(self) -> None:
        if self._conversation_id is None:
            self._print("nothing has been said yet", style="dim")
            return
        async with self._services.sessions() as session:
            seen = await conversations.get(session, self._actor, self._conversation_id)
        for message in seen.messages:
            self._print("you" if message.role == "user" else "jobwright", style="bold")
            said = answer_text(message.content, self._services.settings.base_url)
            self._console.print(Markdown(said, hyperlinks=False))

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

    async def _follow(self, work: Coroutine[Any, Any, None]) -> int:
        """Show a turn as it happens; answer its question, if it asks one, and go on. Raises what the work raises."""
        if self._conversation_id is None:
            work.close()
            return 1
        answer = _Answer(self._console, self._services.settings.base_url)
        with self._cancel_on_interrupt(self._conversation_id):
            async with self._services.cache.subscribe(conversation_channel(self._conversation_id)) as messages:
                task = asyncio.create_task(work)
                with answer.live:
                    await _show_all(answer, messages, task)
        problem = task.exception()
        if isinstance(problem, AppError):
            raise problem
        if problem is not None:  # a bug: the turn has said so, and the terminal goes on
            log.error("the turn failed", exc_info=problem)
        elif answer.status is None:
            self._print("Another process has gone on with this; /history shows what it answered.", style="yellow")
        await self._save_documents(answer.steps)
        if answer.question is not None and answer.question.get("kind") != "approval":
            # Nobody has to answer: what is typed next does, unless it asks for something else.
            self._print(f"\n{answer.question['question']} {answer.question.get('hint', '')}".rstrip(), style="yellow")
            return 0
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
        """Put what was made just now into the current folder: PDFs with their proofs, letters, mails, files."""
        saved: list[str | None] = []
        for step in steps:
            result, name = step["result"] or {}, step["name"]
            if name in TAILORING and result.get("status") not in {"failed", "stopped"}:
                saved.append(await save_tailored(self._context, result))
            elif name in WRITING and result.get("document_id") and result.get("status") == "completed":
                wanted = "pdf" if result["kind"] == "cover_letter" else None
                saved.append(await save_document(self._context, result["document_id"], wanted))
            elif name == "export_resume" and result.get("id"):
                saved.append(await save_document(self._context, result["id"]))
            elif name == "show_document" and "?format=" in result.get("file_url", ""):
                saved.append(await save_document(self._context, result["id"], result["format"]))
        for words in dict.fromkeys(saved):
            if words is not None:
                self._print(words)

    async def _decide(self, question: dict[str, Any]) -> dict[str, Any]:
        self._print(f"\n{question['question']}", style="yellow")
        if self._approve is not None:
            self._print("yes" if self._approve else "no (say --yes to allow it)")
            return {"approved": True} if self._approve else _NOBODY
        while True:
            try:
                decision = spoken_decision(await asyncio.to_thread(input, "yes/no> "))
            except EOFError:
                return _NOBODY
            if decision is not None:
                return decision
            self._print("Please say yes or no.", style="dim")


class _Answer:
    """One turn on the screen: its steps as lines, its text as it streams."""

    def __init__(self, console: Console, base_url: str) -> None:
        self._console, self._base_url, self._text = console, base_url, ""
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
                self.live.update(self._markdown(self._text), refresh=True)
        elif kind == "tool_call":
            self._print(f"· {data['name'].replace('_', ' ')} …", "dim")
        elif kind == "progress_update":
            self._print(f"  {data['progress']:.0%} {data['step']}", "dim")
        elif kind == "error":
            self._print(failure_text(data["message"]), "red")
        elif kind == "tool_result":
            self.steps = [*(step for step in self.steps if step["call_id"] != data["call_id"]), data]
        elif kind in {"approval_required", "human_input_required"}:
            self.question = {"kind": "approval" if kind == "approval_required" else "question", **data}
        elif kind == "final_result":
            self.live.update("", refresh=True)
            self.steps = data["steps"]
            self._console.print(self._markdown(data["content"]))
        elif kind == "complete":
            self.status = data["status"]
            return True
        return False

    def _print(self, text: str, style: str) -> None:
        self._console.print(clean(text), style=style)

    def _markdown(self, text: str) -> Markdown:
        return Markdown(answer_text(text, self._base_url), hyperlinks=False)


async def _show_all(answer: _Answer, messages: AsyncIterator[bytes], task: "asyncio.Task[None]") -> None:
    """Draw what is told until the turn is over, or its work has ended and is silent; the work has ended then."""
    heard: asyncio.Future[bytes] = asyncio.ensure_future(anext(messages))
    try:
        while True:
            either: set[asyncio.Future[Any]] = {heard, task}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({heard}, timeout=LAST_WORDS_SECONDS)
            if not heard.done() or answer.show(orjson.loads(heard.result())):
                return
            heard = asyncio.ensure_future(anext(messages))
    finally:
        heard.cancel()
        await asyncio.gather(heard, return_exceptions=True)
        await asyncio.wait({task})


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()
