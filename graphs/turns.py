"""A conversation's turns: begin, stream, answer a question, cancel, take up again after a kill."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import structlog
from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from langgraph.types import Command
from sqlalchemy.exc import IntegrityError

from agents.models import Usage
from graphs import registry
from graphs.approvals import spoken_decision
from graphs.events import Emitter, conversation_channel, question_kind
from graphs.execution import MAX_ATTEMPTS, Stopped, tell_to_stop, watched
from graphs.transcript import RECENT_MESSAGES, ledger_messages, model_messages, steps_of
from graphs.turn import AGENTS
from store import conversations, resumes, runs
from store.base import new_id
from store.database import transaction
from store.errors import AppError, ConflictError, NotFoundError, UpstreamError
from tools.context import Actor, Services

log = structlog.get_logger(__name__)
TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that has been written down: what the person said is safe from here on."""

    run_id: UUID
    conversation_id: UUID
    message_id: UUID
    content: str
    attachments: list[dict[str, Any]]
    created: bool
    title: str


async def begin(
    services: Services, actor: Actor, content: str, *, conversation_id: UUID | None = None, area: str | None = None,
    attachments: list[UUID] | None = None,
) -> Turn:  # fmt: skip
    """Write down what the person said, and the run that will answer it, before anything else happens.

    Raises NotFoundError for another's conversation or attachment, ConflictError `BUSY` while a turn is running.
    """
    run_id = new_id()
    try:
        async with transaction(services.sessions) as session:
            announced = [await _announce(session, actor, item) for item in attachments or []]
            title = content[:TITLE_LENGTH] or (announced[0]["name"] if announced else "New conversation")
            if conversation_id is None:
                row = await conversations.create(session, actor, title=title, area=area)
            else:
                row = await conversations.get(session, actor, conversation_id)
            await runs.create(session, actor, kind="turn", area=area or row.area, conversation_id=row.id, run_id=run_id)
            message = await conversations.add_message(
                session, actor, row.id, role="user", content=content, run_id=run_id, attachments=announced
            )
    except IntegrityError as problem:
        if "ix_runs_one_turn_at_a_time" in str(problem.orig):
            raise ConflictError("I am still answering. Wait, or cancel that first.", code="BUSY") from problem
        raise
    return Turn(run_id, row.id, message.id, content, announced, conversation_id is None, row.title)


async def _announce(session: Any, actor: Actor, resume_id: UUID) -> dict[str, Any]:
    row = await resumes.get(session, actor, resume_id)
    return {"id": str(row.id), "kind": "resume", "name": row.filename, "number": row.number}


async def run(services: Services, actor: Actor, turn: Turn) -> None:
    """Answer a turn that has begun, telling every listener of its conversation."""
    emitter = _emitter(services, turn.conversation_id, turn.run_id)
    await services.cache.clear_backlog(conversation_channel(turn.conversation_id))
    if turn.created:
        await emitter.emit("conversation_created", title=turn.title)
    await emitter.emit("user_prompt", message_id=turn.message_id, content=turn.content, attachments=turn.attachments)
    await _watch_over(services, actor, turn.run_id, emitter)


def _emitter(services: Services, conversation_id: UUID, run_id: UUID) -> Emitter:
    common = {"run_id": str(run_id), "conversation_id": str(conversation_id)}
    return Emitter(services.cache, conversation_channel(conversation_id), common)


async def take_up(services: Services, actor: Actor, run_id: UUID) -> None:
    """Answer a turn whose process was killed, from its beginning; writes already made are not made again."""
    async with services.sessions() as session:
        row = await runs.get(session, actor, run_id)
    if row.conversation_id is None:
        raise NotFoundError("This run belongs to no conversation.")
    await _watch_over(services, actor, run_id, _emitter(services, row.conversation_id, run_id))


async def pending(services: Services, actor: Actor, conversation_id: UUID) -> tuple[runs.Run, dict[str, Any]] | None:
    """The turn that waits for the person, and what it asks."""
    async with services.sessions() as session:
        for row in await runs.latest_turns(session, actor, conversation_id):
            if row.status == "waiting" and row.output is not None:
                return row, row.output
    return None


async def decide(services: Services, actor: Actor, conversation_id: UUID, decision: Any) -> None:
    """Go on with the turn that waits, with the person's decision. Raises ConflictError when none waits."""
    waiting = await pending(services, actor, conversation_id)
    if waiting is None:
        raise ConflictError("Nothing is waiting for a decision here.", code="NOTHING_PENDING")
    row, _ = waiting
    decisions = [*row.input.get("decisions", []), decision]
    async with transaction(services.sessions) as session:
        if not await runs.go_on(session, actor, row.id, data={**row.input, "decisions": decisions}):
            raise ConflictError("Nothing is waiting for a decision here.", code="NOTHING_PENDING")
    await _watch_over(services, actor, row.id, _emitter(services, conversation_id, row.id))


async def decision_in(services: Services, actor: Actor, conversation_id: UUID, text: str) -> dict[str, Any] | None:
    """The decision that a typed message is, when a turn waits for one and the words are a plain yes or no."""
    decision = spoken_decision(text)
    if decision is None or await pending(services, actor, conversation_id) is None:
        return None
    return decision


async def cancel(services: Services, actor: Actor, conversation_id: UUID) -> bool:
    """Stop the conversation's running turn, in whichever process it runs; says whether there was one."""
    async with services.sessions() as session:
        alive = [row for row in await runs.latest_turns(session, actor, conversation_id) if row.status in runs.ALIVE]
    for row in alive:
        await tell_to_stop(services, row.id)
    return bool(alive)


async def _watch_over(services: Services, actor: Actor, run_id: UUID, emitter: Emitter) -> None:
    """Run the graph with a heartbeat and write down how it ended, whatever happens."""
    async with services.sessions() as session:
        row = await runs.get(session, actor, run_id)
    answer = _Answer(services, actor, row, emitter)
    try:
        await watched(services, run_id, answer.stream())
    except Stopped:
        await answer.close("cancelled", f"{emitter.said}\n\n*(cancelled)*".strip())
    except AppError as problem:
        await emitter.emit("error", code=problem.code, message=problem.message)
        await answer.close("failed", f"That did not work: {problem.message}", problem)
    except Exception:
        # A bug: the person is told, the run is marked, and the error goes on to the log.
        bug = UpstreamError("An unexpected error ended this turn. Your message is kept.", code="INTERNAL_ERROR")
        await emitter.emit("error", code=bug.code, message=bug.message)
        await answer.close("failed", f"That did not work: {bug.message}", bug)
        raise


class _Answer:
    """One turn being answered: its messages so far, and how it is written down at the end."""

    def __init__(self, services: Services, actor: Actor, run: runs.Run, emitter: Emitter) -> None:
        self._services, self._actor, self._run, self._emitter = services, actor, run, emitter
        self._messages: list[AnyMessage] = []
        self._usage: list[Usage] = []
        self._area = run.area
        self._agent = run.area or "assistant"
        self._asks: dict[str, Any] | None = None

    async def stream(self) -> None:
        """Run the graph to its end or to its next question."""
        if self._run.attempts > MAX_ATTEMPTS:
            raise ConflictError(
                "This turn was begun several times and never finished; it was given up.", code="GAVE_UP"
            )
        services = self._services
        graph = registry.conversation(self._area).copy({"checkpointer": services.checkpoints.saver()})
        config: Any = {"configurable": {"thread_id": self._run.thread_id}, "recursion_limit": 100}
        # Nothing is checkpointed before the end: what a killed turn has written is in its ledger.
        async for part in graph.astream(
            await self._input(graph, config), config, stream_mode=["custom", "updates"], durability="exit",
            context=services.acting_for(self._actor, run_id=self._run.id), version="v2",
        ):  # fmt: skip
            if part["type"] == "custom":
                await self._tell(part["data"])
            else:
                await self._note(cast("dict[str, Any]", part["data"]))
        if self._asks is None:
            await self.close("completed", self._final_text())
        else:
            await self._wait()

    async def _input(self, graph: Any, config: Any) -> Any:
        decisions = self._run.input.get("decisions", [])
        if decisions:
            state = await graph.aget_state(config)
            self._messages = list(state.values.get("messages", []))[state.values.get("first", 0) :]
            return Command(resume=decisions[-1])
        async with self._services.sessions() as session:
            rows = await conversations.messages(
                session, self._actor, self._run.conversation_id or self._run.id, last=RECENT_MESSAGES
            )
            made = await runs.calls_made(session, self._actor, self._run.id) if self._run.attempts > 1 else []
        history = model_messages([row for row in rows if row.role == "user" or row.run_id != self._run.id])
        self._messages = ledger_messages(made)
        return {"messages": [*history, *self._messages], "agent": self._agent, "first": len(history)}

    async def _tell(self, event: dict[str, Any]) -> None:
        if event["type"] == "text_delta":
            await self._emitter.text(event["text"])
        else:
            await self._emitter.emit(event["type"], **{key: value for key, value in event.items() if key != "type"})

    async def _note(self, update: dict[str, Any]) -> None:
        if "__interrupt__" in update:
            self._asks = update["__interrupt__"][0].value
            return
        for change in update.values():
            if isinstance(change, dict) and "agent" in change:
                self._agent = change["agent"]
            for message in (change or {}).get("messages", []) if isinstance(change, dict) else []:
                await self._add(message)

    async def _add(self, message: AnyMessage) -> None:
        known = {existing.id: index for index, existing in enumerate(self._messages) if existing.id}
        if message.id in known:
            self._messages[known[message.id]] = message
        else:
            self._messages.append(message)
        if isinstance(message, AIMessage):
            models = self._services.models
            self._usage.append(models.usage(models.chain(AGENTS[self._agent].role)[0], message))
            for call in message.tool_calls:
                await self._emitter.emit("tool_call", call_id=call["id"], name=call["name"], arguments=call["args"])
        elif isinstance(message, ToolMessage):
            step = next(step for step in steps_of(self._messages) if step["call_id"] == message.tool_call_id)
            await self._emitter.emit("tool_result", **{key: value for key, value in step.items() if key != "arguments"})

    def _final_text(self) -> str:
        last = self._messages[-1] if self._messages else None
        return last.text if isinstance(last, AIMessage) else ""

    async def _wait(self) -> None:
        """The graph asked something: keep the question, and leave the turn waiting."""
        asks = self._asks or {}
        async with transaction(self._services.sessions) as session:
            await runs.update_run(session, self._actor, self._run.id, status="waiting", output=asks)
        await self._emitter.emit(question_kind(asks), **{key: value for key, value in asks.items() if key != "kind"})
        await self._emitter.emit("complete", status="waiting")

    async def close(self, status: str, content: str, problem: AppError | None = None) -> None:
        """Write the answer and the run's end in one transaction, then tell the listeners."""
        steps, conversation_id = steps_of(self._messages), self._run.conversation_id
        if conversation_id is None:
            raise NotFoundError("This run belongs to no conversation.")
        async with transaction(self._services.sessions) as session:
            message = await conversations.add_message(
                session,
                self._actor,
                conversation_id,
                role="assistant",
                content=content,
                run_id=self._run.id,
                steps=steps,
            )
            await runs.update_run(session, self._actor, self._run.id, status=status, **self._ledger(problem))
        heard = await self._emitter.emit("final_result", message_id=message.id, content=content, steps=steps)
        await self._emitter.emit("complete", status=status)
        if not heard:
            async with transaction(self._services.sessions) as session:
                await runs.update_run(session, self._actor, self._run.id, unheard=True)

    def _ledger(self, problem: AppError | None) -> dict[str, Any]:
        costs = [usage.cost for usage in self._usage]
        prompt = AGENTS[self._agent].prompt
        return {
            "error": {"code": problem.code, "message": problem.message} if problem else None,
            "output": None,
            "model": self._usage[-1].model if self._usage else None,
            "tokens_in": sum(usage.tokens_in for usage in self._usage),
            "tokens_out": sum(usage.tokens_out for usage in self._usage),
            "cost": sum(cost for cost in costs if cost is not None)
            if any(cost is not None for cost in costs)
            else None,
            "prompts": {prompt.id: prompt.hash},
            "area": self._agent,
        }
