"""The socket of the conversations: chat with the agents."""

import asyncio
from typing import Any, get_args
from uuid import UUID

import orjson
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from api.sockets import CLOSE_POLICY, SignedIn, accepted, received, require_session
from graphs import turns
from graphs.events import conversation_channel, encode, question_kind
from store import conversations, runs
from store.database import transaction
from store.errors import AppError, AuthenticationError
from store.errors import ValidationError as InvalidError
from tools.accounts.limits import throttle
from tools.context import Services
from tools.conversations.schemas import Area
from tools.text import Text

router = APIRouter(tags=["agent"])
CLOSE_AGAIN = 1012
QUESTIONS = {"approval_required", "human_input_required"}


class SaysMessage(BaseModel):
    """`message`: what the person says."""

    content: Text
    attachments: list[UUID] = Field(default=[], max_length=20)


class SaysDecision(BaseModel):
    """`resume`: the answer to what waits."""

    decision: Any


@router.websocket("/ws/agent")
async def agent_socket(
    socket: WebSocket, token: str | None = None, conversation_id: UUID | None = None, area: str | None = None
) -> None:
    """Chat with the agents, as the protocol says; `conversation_id` goes on where a conversation was."""
    try:
        async with accepted(socket, token) as signed_in:
            await _Chat(socket, signed_in, area).talk(conversation_id)
    except WebSocketDisconnect:
        return


class _Chat:
    """One socket of one conversation. Turns run beside it and outlive it."""

    def __init__(self, socket: WebSocket, signed_in: SignedIn, area: str | None) -> None:
        self._socket, self._signed_in, self._area = socket, signed_in, area
        self._actor = signed_in.actor
        self._services: Services = socket.app.state.services
        self._conversation_id: UUID | None = None
        self._listener: asyncio.Task[None] | None = None
        self._told: set[str] = set()
        self._was_asked = False

    async def talk(self, conversation_id: UUID | None) -> None:
        """Catch up, then serve messages until the socket closes."""
        try:
            if self._area is not None and self._area not in get_args(Area):
                raise InvalidError(
                    f"There is no area “{self._area}”. Areas: {', '.join(get_args(Area))}.", code="UNKNOWN_AREA"
                )
            if conversation_id is not None:
                async with self._services.sessions() as session:
                    await conversations.get(session, self._actor, conversation_id)
                await self._listen(conversation_id, catch_up=True)
        except AppError as problem:
            await self._send_error(problem)
            await self._socket.close(CLOSE_POLICY)
            return
        try:
            await self._serve()
        finally:
            if self._listener is not None:
                self._listener.cancel()
                await asyncio.gather(self._listener, return_exceptions=True)

    async def _serve(self) -> None:
        while True:
            text = await received(self._socket)
            try:
                await require_session(self._services, self._signed_in)
            except AuthenticationError as problem:
                await self._send_error(problem)
                await self._socket.close(CLOSE_POLICY)
                return
            await self._handle(text)

    async def _handle(self, text: str | bytes) -> None:
        try:
            await throttle(
                self._services, "socket", account=str(self._actor.user_id),
                most=self._services.settings.rate_limit_requests,
            )  # fmt: skip
            said = orjson.loads(text)
            kind = said.get("type") if isinstance(said, dict) else None
            if kind == "message":
                await self._message(TypeAdapter(SaysMessage).validate_python(said))
            elif kind == "resume":
                await self._decide(TypeAdapter(SaysDecision).validate_python(said).decision)
            elif kind == "cancel":
                await self._cancel()
            else:
                raise InvalidError("Send a message, resume or cancel, each an object with a type.", code="UNKNOWN_TYPE")
        except (orjson.JSONDecodeError, ValidationError) as problem:
            await self._send_error(
                InvalidError(f"That is not a message of this protocol: {problem}", code="INVALID_MESSAGE")
            )
        except AppError as problem:
            await self._send_error(problem)

    async def _message(self, said: SaysMessage) -> None:
        if self._conversation_id is not None and self._was_asked:
            decision = await turns.decision_in(self._services, self._actor, self._conversation_id, said.content)
            if decision is not None:
                return await self._decide(decision, said.content)
        turn = await turns.begin(
            self._services, self._actor, said.content, conversation_id=self._conversation_id, area=self._area,
            attachments=said.attachments,
        )  # fmt: skip
        if self._conversation_id is None:
            await self._listen(turn.conversation_id, catch_up=False)
        self._beside(turns.run(self._services, self._actor, turn))

    async def _decide(self, decision: Any, said: str | None = None) -> None:
        if self._conversation_id is None:
            raise InvalidError("Nothing is waiting for a decision here.", code="NOTHING_PENDING")
        work = await turns.accept(self._services, self._actor, self._conversation_id, decision, said=said)
        self._beside(turns.go_on(self._services, self._actor, work))

    async def _cancel(self) -> None:
        if self._conversation_id is None or not await turns.cancel(self._services, self._actor, self._conversation_id):
            raise InvalidError("Nothing is running that could be cancelled.", code="NOTHING_RUNNING")

    def _beside(self, work: Any) -> None:
        self._socket.app.state.background.start(work)

    async def _listen(self, conversation_id: UUID, *, catch_up: bool) -> None:
        """Pass on the conversation's events from now on, after what was missed."""
        self._conversation_id = conversation_id
        listening = asyncio.Event()
        self._listener = asyncio.create_task(self._forward(conversation_id, listening, catch_up))
        waiting = asyncio.create_task(listening.wait())
        await asyncio.wait({waiting, self._listener}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._listener.done():
            self._listener.result()

    async def _forward(self, conversation_id: UUID, listening: asyncio.Event, catch_up: bool) -> None:
        """Listen first, then catch up, then pass on what came since and was not part of that."""
        try:
            async with self._services.cache.subscribe(conversation_channel(conversation_id)) as messages:
                if catch_up:
                    await self._catch_up(conversation_id)
                listening.set()
                async for message in messages:
                    event = orjson.loads(message)
                    data, self._was_asked = event["data"], self._was_asked or event["type"] in QUESTIONS
                    if self._told.isdisjoint({data.get("event_id"), data.get("run_id")}):
                        await self._socket.send_text(message.decode())
        except AppError as problem:  # deaf to what happens: whoever is there has to come back
            await self._send_error(problem)
            await self._socket.close(CLOSE_AGAIN)

    async def _catch_up(self, conversation_id: UUID) -> None:
        """Tell what was missed: a running turn from its start, turns that ended unheard, the question that waits."""
        async with transaction(self._services.sessions) as session:
            latest = await runs.latest_turns(session, self._actor, conversation_id)
            unheard = await runs.unheard_turns(session, self._actor, conversation_id)
            rows = await conversations.messages(session, self._actor, conversation_id, last=50)
        ends = {run.id: run for run in latest}
        for row in rows:
            if row.run_id in unheard:
                self._told.add(str(row.run_id))
                await self._send_row(row, ends[row.run_id].status if row.run_id in ends else "completed")
        if any(run.status in runs.ALIVE for run in latest):
            for message in await self._services.cache.backlog(conversation_channel(conversation_id)):
                self._told.add(orjson.loads(message)["data"]["event_id"])
                await self._socket.send_text(message.decode())
        waiting = await turns.pending(self._services, self._actor, conversation_id)
        if waiting is not None:
            self._was_asked, (run, asks) = True, waiting
            data = {"run_id": run.id, "conversation_id": conversation_id, **asks}
            await self._socket.send_text(encode(question_kind(asks), data).decode())

    async def _send_row(self, row: conversations.Message, status: str) -> None:
        data = {
            "run_id": row.run_id,
            "conversation_id": row.conversation_id,
            "message_id": row.id,
            "content": row.content,
        }
        if row.role == "user":
            await self._socket.send_text(encode("user_prompt", {**data, "attachments": row.attachments}).decode())
            return
        await self._socket.send_text(encode("final_result", {**data, "steps": row.steps}).decode())
        ids = {"run_id": row.run_id, "conversation_id": row.conversation_id}
        await self._socket.send_text(encode("complete", {**ids, "status": status}).decode())

    async def _send_error(self, problem: AppError) -> None:
        await self._socket.send_text(encode("error", {"code": problem.code, "message": problem.message}).decode())
