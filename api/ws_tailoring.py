"""The socket of one tailoring session: its progress, its questions, every version, and what is said to it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, ValidationError

from api.session_talk import say
from api.sockets import CLOSE_POLICY, SignedIn, accepted, received, require_session
from api.worker import wake
from graphs.events import EventType, encode, run_channel
from graphs.execution import tell_to_stop
from store import tailoring as tailored
from store.database import transaction
from store.errors import AppError, AuthenticationError
from store.errors import ValidationError as InvalidError
from tools.accounts.limits import throttle
from tools.context import Services
from tools.registry import call
from tools.tailoring import service
from tools.tailoring.revision.showing import changed_lines
from tools.tailoring.schemas import AnswerQuestion, TailoringSession
from tools.tailoring.tools import ANSWER_QUESTION
from tools.text import ShortText, Text

router = APIRouter(tags=["tailoring"])
ENDED = {"completed", "failed", "stopped"}
OVER = {"failed", "stopped"}
LOOK_EVERY_SECONDS = 1.0


class Said(BaseModel):
    """`message` or `chat`: what the person says about the session."""

    content: Annotated[Text, Field(max_length=100_000)]


class Answered(BaseModel):
    """The decision of `resume`: the answer to what is asked."""

    answer: Annotated[Text, Field(max_length=4000)]
    question_id: ShortText | None = None


class Resumed(BaseModel):
    """`resume`: the answer to what the session asks."""

    decision: Answered


@router.websocket("/ws/tailoring/{session_id}")
async def tailoring_socket(socket: WebSocket, session_id: UUID, token: Annotated[str | None, Query()] = None) -> None:
    """One tailoring session: progress_update, human_input_required, resume_update with every version, complete.

    Takes message (or chat), resume and stop. It stays open for later versions, until the client leaves or the session
    is stopped or has failed.
    """
    try:
        async with accepted(socket, token) as signed_in:
            await _Session(socket, signed_in, session_id).follow()
    except WebSocketDisconnect:
        return


class _Session:
    """One socket of one tailoring session. Its row is the truth, and its run's channel only wakes."""

    def __init__(self, socket: WebSocket, signed_in: SignedIn, session_id: UUID) -> None:
        self._socket, self._signed_in, self._id = socket, signed_in, session_id
        self._services: Services = socket.app.state.services
        self._context = self._services.acting_for(signed_in.actor)
        self._progress: tuple[int, str | None] | None = None
        self._asked: str | None = None
        self._version = 0
        self._ended = False
        self._before: TailoringSession | None = None

    async def follow(self) -> None:
        """Tell what happens and hear what is said, until either is over."""
        try:
            async with self._services.sessions() as session:
                await tailored.get(session, self._context.actor, self._id)
        except AppError as problem:
            await self._send_error(problem)
            await self._socket.close(CLOSE_POLICY)
            return
        both = {asyncio.create_task(self._tell()), asyncio.create_task(self._hear())}
        done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)
        try:
            for task in done:
                task.result()
        except AppError as problem:  # the session was undone, and with it went what there was to follow
            await self._send_error(problem)
            await self._socket.close(CLOSE_POLICY)

    async def _tell(self) -> None:
        """Send the state whenever it has changed, until the session is over."""
        while True:
            run_id = (await self._now())[1]
            async with self._services.cache.subscribe(run_channel(run_id) if run_id else "") as messages:
                if await self._tell_of_run(run_id, messages):
                    await self._socket.close()
                    return

    async def _tell_of_run(self, run_id: UUID | None, messages: AsyncIterator[bytes]) -> bool:
        """Follow one run; a late answer begins another one. True when the session is over."""
        heard: asyncio.Future[Any] = asyncio.ensure_future(anext(messages))
        try:
            while True:
                now, newest_run = await self._now()
                await self._tell_state(now)
                if now.status in OVER:
                    return True
                if newest_run != run_id:
                    return False
                await asyncio.wait({heard}, timeout=LOOK_EVERY_SECONDS)
                if heard.done():
                    heard.result()  # that something happened is all it says: what it is, the row says better
                    heard = asyncio.ensure_future(anext(messages))
        finally:
            heard.cancel()
            await asyncio.gather(heard, return_exceptions=True)

    async def _now(self) -> tuple[TailoringSession, UUID | None]:
        async with self._services.sessions() as session:
            row = await tailored.get(session, self._context.actor, self._id)
            return service.session_of(row), row.run_id

    async def _tell_state(self, now: TailoringSession) -> None:
        if (now.progress, now.step) != self._progress:
            self._progress = (now.progress, now.step)
            await self._send("progress_update", progress=now.progress / 100, step=now.step, status=now.status)
        if now.version > self._version and now.document is not None:
            await self._send_version(now)
        await self._tell_question(now)
        if now.status in ENDED and not self._ended:
            await self._send("complete", status=now.status, error=now.error)
        self._ended = now.status in ENDED

    async def _tell_question(self, now: TailoringSession) -> None:
        waits = now.question if now.status == "waiting" else None
        asked = waits.id if waits else None
        if waits is not None and asked != self._asked:
            await self._send(
                "human_input_required", question_id=waits.id, question=waits.text, hint=waits.hint,
                about=waits.model_dump(mode="json"),
            )  # fmt: skip
        self._asked = asked

    async def _send_version(self, now: TailoringSession) -> None:
        """A new version: its document, and the lines that changed since the one told before, each with its proof."""
        async with self._services.sessions() as session:
            changes = await changed_lines(session, self._context.actor, now, self._before)
        self._version, self._before = now.version, now
        document = now.document.model_dump(mode="json") if now.document else None
        await self._send(
            "resume_update", version=now.version, document=document, pdf_url=now.pdf_url, changes=changes
        )  # fmt: skip

    async def _hear(self) -> None:
        """Take what is said until the socket closes or the person is signed out."""
        while True:
            text = await received(self._socket)
            try:
                await require_session(self._services, self._signed_in)
            except AuthenticationError as problem:
                await self._send_error(problem)
                await self._socket.close(CLOSE_POLICY)
                return
            try:
                await self._handle(text)
            except (orjson.JSONDecodeError, ValidationError) as problem:
                wrong = InvalidError(f"That is not a message of this protocol: {problem}", code="INVALID_MESSAGE")
                await self._send_error(wrong)
            except AppError as problem:
                await self._send_error(problem)

    async def _handle(self, text: str | bytes) -> None:
        settings, actor = self._services.settings, self._context.actor
        await throttle(self._services, "socket", account=str(actor.user_id), most=settings.rate_limit_requests)
        said = orjson.loads(text)
        kind = said.get("type") if isinstance(said, dict) else None
        if kind in {"message", "chat"}:
            self._socket.app.state.background.start(self._talk(Said.model_validate(said).content))
        elif kind == "resume":
            await self._answer(Resumed.model_validate(said).decision)
        elif kind == "stop":
            await self._stop()
        else:
            raise InvalidError("Send a message, resume or stop, each an object with a type.", code="UNKNOWN_TYPE")

    async def _talk(self, content: str) -> None:
        """One turn about the session, beside everything else; what it answers is told here too."""
        try:
            async with self._services.sessions() as session:
                row = await tailored.get(session, self._context.actor, self._id)
            outcome = await say(self._context, row, content)
        except AppError as problem:
            await self._send_error(problem)
            return
        pending = outcome.pending or {}
        if outcome.status == "waiting":
            kind: EventType = "approval_required" if pending.get("kind") == "approval" else "human_input_required"
            await self._send(kind, **{str(key): value for key, value in pending.items() if key != "kind"})
            return
        steps = [step.model_dump(mode="json") for step in outcome.steps]
        await self._send("final_result", content=outcome.content, steps=steps, status=outcome.status)

    async def _answer(self, decision: Answered) -> None:
        given = AnswerQuestion(tailored=str(self._id), answer=decision.answer, question_id=decision.question_id)
        await call(ANSWER_QUESTION, self._context, given)
        run_id = (await self._now())[1]
        if run_id is not None:
            await wake(self._socket.app.state.broker, self._context.actor, run_id)

    async def _stop(self) -> None:
        async with transaction(self._services.sessions) as session:
            row = await tailored.get(session, self._context.actor, self._id)
            if row.status in ENDED:
                raise InvalidError("Nothing is running that could be stopped.", code="NOTHING_RUNNING")
            await service.stop(session, self._context.actor, self._id)
        if row.run_id is not None:
            await tell_to_stop(self._services, row.run_id)

    async def _send(self, kind: EventType, **data: Any) -> None:
        await self._socket.send_text(encode(kind, {"session_id": self._id, **data}).decode())

    async def _send_error(self, problem: AppError) -> None:
        await self._socket.send_text(encode("error", {"code": problem.code, "message": problem.message}).decode())
