"""A conversation's turns: begin, stream, answer a question, cancel, take up again after a kill."""

from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import structlog
from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from langgraph.types import Command

from agents.assistant import AREAS, ASSISTANT
from agents.models import Usage
from graphs import registry
from graphs.approvals import spoken_decision
from graphs.events import Emitter, conversation_channel, question_kind
from graphs.execution import MAX_ATTEMPTS, Stopped, tell_to_stop, watched
from graphs.transcript import RECENT_MESSAGES, ledger_messages, model_messages, steps_of
from graphs.turn import AGENTS
from store import resumes, runs
from store import turns as statements
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
    area: str | None


async def begin(
    services: Services, actor: Actor, content: str, *, conversation_id: UUID | None = None, area: str | None = None,
    attachments: list[UUID] | None = None,
) -> Turn:  # fmt: skip
    """Write down what the person said, and the run that will answer it, before anything else happens.

    Raises NotFoundError for another's conversation or attachment, ConflictError `BUSY` while a turn is running.
    """
    announced = await _announced(services, actor, attachments or [])
    title = content.splitlines()[0][:TITLE_LENGTH] if content else announced[0]["name"]
    run_id, home, message_id, title, area = await statements.begin(
        services.sessions, actor, conversation_id=conversation_id, title=title, area=area, content=content,
        attachments=announced,
    )  # fmt: skip
    return Turn(run_id, home, message_id, content, announced, conversation_id is None, title, area)


async def _announced(services: Services, actor: Actor, resume_ids: list[UUID]) -> list[dict[str, Any]]:
    if not resume_ids:
        return []
    async with services.sessions() as session:
        rows = [await resumes.get(session, actor, resume_id) for resume_id in resume_ids]
    return [{"id": str(row.id), "kind": "resume", "name": row.filename, "number": row.number} for row in rows]


@dataclass(frozen=True, slots=True)
class Work:
    """A run as answering it needs it: `attempts` counts the processes that began it, `decisions` what was answered."""

    run_id: UUID
    conversation_id: UUID
    area: str | None
    attempts: int = 1
    decisions: tuple[Any, ...] = ()


def work_of(row: runs.Run) -> Work:
    """The same from a stored row. Raises NotFoundError for a run that is no turn."""
    if row.conversation_id is None:
        raise NotFoundError("This run belongs to no conversation.")
    area = row.area if row.area in AREAS else None
    return Work(row.id, row.conversation_id, area, row.attempts, tuple(row.input.get("decisions", [])))


async def run(services: Services, actor: Actor, turn: Turn) -> None:
    """Answer a turn that has begun, telling every listener of its conversation."""
    emitter = _emitter(services, turn.conversation_id, turn.run_id)
    await services.cache.clear_backlog(conversation_channel(turn.conversation_id))
    if turn.created:
        await emitter.emit("conversation_created", title=turn.title)
    await emitter.emit("user_prompt", message_id=turn.message_id, content=turn.content, attachments=turn.attachments)
    work = Work(turn.run_id, turn.conversation_id, turn.area)
    await _watch_over(services, actor, work, emitter)


def _emitter(services: Services, conversation_id: UUID, run_id: UUID) -> Emitter:
    common = {"run_id": str(run_id), "conversation_id": str(conversation_id)}
    return Emitter(services.cache, conversation_channel(conversation_id), common)


async def take_up(services: Services, actor: Actor, run_id: UUID) -> None:
    """Answer a turn whose process was killed, from its beginning; writes already made are not made again."""
    async with services.sessions() as session:
        row = await runs.get(session, actor, run_id)
    if row.conversation_id is None:
        raise NotFoundError("This run belongs to no conversation.")
    await _watch_over(services, actor, work_of(row), _emitter(services, row.conversation_id, run_id))


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
    work = replace(work_of(row), decisions=tuple(decisions))
    await _watch_over(services, actor, work, _emitter(services, conversation_id, row.id))


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


async def _watch_over(services: Services, actor: Actor, work: Work, emitter: Emitter) -> None:
    """Run the graph with a heartbeat and write down how it ended, whatever happens."""
    answer = _Answer(services, actor, work, emitter)
    try:
        await watched(services, work.run_id, answer.stream())
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

    def __init__(self, services: Services, actor: Actor, work: Work, emitter: Emitter) -> None:
        self._services, self._actor, self._work, self._emitter = services, actor, work, emitter
        self._messages: list[AnyMessage] = []
        self._usage: list[Usage] = []
        self._agent = work.area if work.area in AGENTS else ASSISTANT.name
        self._asks: dict[str, Any] | None = None

    async def stream(self) -> None:
        """Run the graph to its end or to its next question."""
        if self._work.attempts > MAX_ATTEMPTS:
            raise ConflictError(
                "This turn was begun several times and never finished; it was given up.", code="GAVE_UP"
            )
        services = self._services
        saver = services.checkpoints.held_saver(fresh=not self._work.decisions)
        graph = registry.conversation(self._work.area).copy({"checkpointer": saver})
        config: Any = {"configurable": {"thread_id": str(self._work.run_id)}, "recursion_limit": 100}
        # Nothing is checkpointed before the end: what a killed turn has written is in its ledger.
        async for part in graph.astream(
            await self._input(graph, config), config, stream_mode=["custom", "updates"], durability="exit",
            context=services.acting_for(self._actor, run_id=self._work.run_id), version="v2",
        ):  # fmt: skip
            if part["type"] == "custom":
                await self._tell(part["data"])
            else:
                await self._note(cast("dict[str, Any]", part["data"]))
        if self._asks is None:
            await self.close("completed", self._final_text())
        else:
            await saver.keep()
            await self._wait()

    async def _input(self, graph: Any, config: Any) -> Any:
        work = self._work
        if work.decisions:
            state = await graph.aget_state(config)
            self._messages = list(state.values.get("messages", []))[state.values.get("first", 0) :]
            return Command(resume=work.decisions[-1])
        sessions = self._services.sessions
        rows = await statements.recent(sessions, self._actor, work.conversation_id, last=RECENT_MESSAGES)
        history = model_messages([row for row in rows if row.role == "user" or row.run_id != work.run_id])
        if work.attempts > 1:
            async with sessions() as session:
                self._messages = ledger_messages(await runs.calls_made(session, self._actor, work.run_id))
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
            await runs.update_run(session, self._actor, self._work.run_id, status="waiting", output=asks)
        await self._emitter.emit(question_kind(asks), **{key: value for key, value in asks.items() if key != "kind"})
        await self._emitter.emit("complete", status="waiting")

    async def close(self, status: str, content: str, problem: AppError | None = None) -> None:
        """Write the answer and the run's end in one transaction, then tell the listeners."""
        steps, work = steps_of(self._messages), self._work
        message_id = await statements.finish(
            self._services.sessions,
            self._actor,
            work.conversation_id,
            work.run_id,
            self._ended(status, content, problem),
        )
        heard = await self._emitter.emit("final_result", message_id=message_id, content=content, steps=steps)
        await self._emitter.emit("complete", status=status)
        if not heard:
            async with transaction(self._services.sessions) as session:
                await runs.update_run(session, self._actor, work.run_id, unheard=True)

    def _ended(self, status: str, content: str, problem: AppError | None) -> statements.Ended:
        costs = [usage.cost for usage in self._usage if usage.cost is not None]
        prompt = AGENTS[self._agent].prompt
        return statements.Ended(
            status=status,
            content=content,
            steps=steps_of(self._messages),
            area=self._agent,
            model=self._usage[-1].model if self._usage else None,
            tokens_in=sum(usage.tokens_in for usage in self._usage),
            tokens_out=sum(usage.tokens_out for usage in self._usage),
            cost=sum(costs) if costs else None,
            error={"code": problem.code, "message": problem.message} if problem else None,
            prompts={prompt.id: prompt.hash},
        )
