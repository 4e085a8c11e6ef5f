"""One turn being answered: the graph's stream told to the listeners, and how it is written down at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import structlog
from langchain_core.messages import AIMessage, AnyMessage, ToolMessage
from langchain_core.messages.tool import tool_call
from langgraph.types import Command

from agents.assistant import AREAS, ASSISTANT
from agents.models import Usage
from graphs import pipelines, registry
from graphs.approvals import not_done
from graphs.events import Emitter, conversation_channel, question_kind
from graphs.execution import MAX_ATTEMPTS
from graphs.transcript import RECENT_MESSAGES, ledger_messages, ledger_result, model_messages, steps_of
from graphs.turn import AGENTS, asking_pipelines, open_calls, unfinished_pipelines
from store import runs
from store import turns as statements
from store.database import transaction
from store.errors import AppError, ConflictError, NotFoundError
from tools import registry as tools
from tools.catalogue import BY_NAME
from tools.context import Actor, Services

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """A run as answering it needs it: `attempts` counts the processes that began it.

    `decisions` are the person's answers, each with the id of the call it is about: {"call_id", "decision"}.
    """

    run_id: UUID
    conversation_id: UUID
    area: str | None
    attempts: int = 1
    decisions: tuple[dict[str, Any], ...] = ()


def work_of(row: runs.Run) -> Work:
    """The same from a stored row. Raises NotFoundError for a run that is no turn."""
    if row.conversation_id is None:
        raise NotFoundError("This run belongs to no conversation.")
    area = row.area if row.area in AREAS else None
    return Work(row.id, row.conversation_id, area, row.attempts, tuple(row.input.get("decisions", [])))


class Answer:
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
        begin_with = await self._input(graph, config)
        if self._asks is not None:
            return
        async for part in graph.astream(
            begin_with, config, stream_mode=["custom", "updates"], durability="exit",
            context=services.acting_for(self._actor, run_id=self._work.run_id), version="v2",
        ):  # fmt: skip
            if part["type"] == "custom":
                await self._tell(part["data"])
            else:
                await self._note(cast("dict[str, Any]", part["data"]))
        if self._asks is not None:
            await saver.keep()

    async def by_tool(self, name: str, arguments: dict[str, Any]) -> None:
        """Answer with one tool's own words, without a model, for what can mean nothing else."""
        spec, context = BY_NAME[name], self._services.acting_for(self._actor, run_id=self._work.run_id)
        asked = tool_call(name=name, args=arguments, id=f"call_{self._work.run_id.hex}")
        await self._add(AIMessage("", tool_calls=[asked]))
        result = await tools.call(spec, context, spec.input.model_validate(arguments))
        begun = ToolMessage(
            spec.present(result), name=name, tool_call_id=asked["id"] or "", artifact=result.model_dump(mode="json")
        )
        ended = await pipelines.finish_pipeline(begun, context) if spec.pipeline else begun
        await self._add(ended)
        self._messages.append(AIMessage(ended.text))

    async def settle(self) -> None:
        """Write down what the stream came to: an answer, or a question that waits."""
        if self._asks is None:
            await self.close("completed", self._final_text())
        else:
            await self._wait()

    async def fail(self, problem: AppError) -> None:
        """End the turn with an error that the person is told."""
        await self._emitter.emit("error", code=problem.code, message=problem.message)
        await self.close("failed", f"That did not work: {problem.message}", problem)

    async def _input(self, graph: Any, config: Any) -> Any:
        """What the graph goes on from: a decision, or the conversation and what this turn has done before a kill."""
        work = self._work
        state = await graph.aget_state(config) if work.decisions else None
        if state is not None and state.values:
            return await self._resumed(state)
        rows, zone = await statements.recent(
            self._services.sessions, self._actor, work.conversation_id, last=RECENT_MESSAGES
        )
        history = model_messages([row for row in rows if row.role == "user" or row.run_id != work.run_id])
        if work.attempts > 1:
            self._messages = ledger_messages(await self._ledger())
        begun = {"messages": [*history, *self._messages], "agent": self._agent, "first": len(history)}
        return {**begun, "timezone": zone}

    async def _resumed(self, state: Any) -> Any:
        """Go on from a question: with its answer; but a killed turn may have got further, or asked once more."""
        decided, first = self._work.decisions[-1], state.values.get("first", 0)
        history, self._messages = state.values["messages"][:first], list(state.values["messages"][first:])
        self._agent = state.values.get("agent", self._agent)
        asks = state.interrupts[0].value if state.interrupts else {}
        if asks and asks.get("call_id") != decided["call_id"]:
            self._asks = asks
            return None
        known = {call["id"] for m in self._messages if isinstance(m, AIMessage) for call in m.tool_calls}
        later = [entry for entry in await self._ledger() if entry.call_id not in known]
        if self._work.attempts == 1 or not later:
            return Command(resume=decided)
        await self._fill_in()
        self._messages.extend(ledger_messages(later))
        return {"messages": [*history, *self._messages], "agent": self._agent, "first": first}

    async def _ledger(self) -> Sequence[runs.ToolCall]:
        async with self._services.sessions() as session:
            return await runs.calls_made(session, self._actor, self._work.run_id)

    async def _fill_in(self) -> None:
        """Give every call without a result the one in the ledger, or say that it was not done."""
        made = {entry.call_id: entry for entry in await self._ledger()}
        for call in open_calls(self._messages):
            self._messages.append(ledger_result(made[call["id"]]) if call["id"] in made else not_done(call))

    async def recall(self) -> None:
        """Read back a waiting turn's messages, for who does not go on with it."""
        saver = self._services.checkpoints.held_saver(fresh=False)
        graph = registry.conversation(self._work.area).copy({"checkpointer": saver})
        state = await graph.aget_state({"configurable": {"thread_id": str(self._work.run_id)}})
        self._messages = list(state.values.get("messages", []))[state.values.get("first", 0) :]
        self._agent = state.values.get("agent", self._agent)

    async def stop_pipelines(self) -> None:
        """What this turn began in the background stops with it."""
        await self._fill_in()
        for message in [*unfinished_pipelines(self._messages, 0), *asking_pipelines(self._messages, 0)]:
            run_id = await pipelines.run_behind(self._services.acting_for(self._actor), message)
            if run_id is not None:
                await pipelines.stop(self._services, self._actor, run_id)

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
        """The graph asked something: keep the question and what asking it has cost, and leave the turn waiting."""
        asks = self._asks or {}
        async with transaction(self._services.sessions) as session:
            await runs.wait(
                session, self._actor, self._work.run_id, asks, tokens_in=sum(u.tokens_in for u in self._usage),
                tokens_out=sum(u.tokens_out for u in self._usage), cost=self._cost(),
            )  # fmt: skip
        await self._emitter.emit(question_kind(asks), **{key: value for key, value in asks.items() if key != "kind"})
        await self._emitter.emit("complete", status="waiting")

    async def close(self, status: str, content: str, problem: AppError | None = None) -> None:
        """Write the answer and the run's end in one transaction, then tell the listeners.

        Without listeners it counts as unheard, and who comes back is told; when they leave or come in between, too.
        """
        if status != "completed":
            await self._fill_in()
        work, cache, sessions = self._work, self._services.cache, self._services.sessions
        channel = conversation_channel(work.conversation_id)
        ended, unheard = self._ended(status, content, problem), not await cache.listeners(channel)
        message_id = await statements.finish(
            sessions, self._actor, work.conversation_id, work.run_id, ended, attempt=work.attempts, unheard=unheard
        )
        if message_id is None:
            log.info("a turn had been taken over, or deleted, before its end", run=str(work.run_id))
            return
        heard = await self._emitter.emit("final_result", message_id=message_id, content=content, steps=ended.steps)
        await self._emitter.emit("complete", status=status)
        await cache.clear_backlog(channel)
        if unheard == bool(heard):
            async with transaction(sessions) as session:
                await runs.mark_unheard(session, self._actor, work.run_id, not heard)

    def _cost(self) -> float | None:
        costs = [usage.cost for usage in self._usage if usage.cost is not None]
        return sum(costs) if costs else None

    def _ended(self, status: str, content: str, problem: AppError | None) -> statements.Ended:
        prompt = AGENTS[self._agent].prompt
        return statements.Ended(
            status=status,
            content=content,
            steps=steps_of(self._messages),
            area=self._agent,
            model=self._usage[-1].model if self._usage else None,
            tokens_in=sum(usage.tokens_in for usage in self._usage),
            tokens_out=sum(usage.tokens_out for usage in self._usage),
            cost=self._cost(),
            error={"code": problem.code, "message": problem.message} if problem else None,
            prompts={prompt.id: prompt.hash},
        )
