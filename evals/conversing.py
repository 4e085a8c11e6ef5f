"""A case's message through the production graph, which is stopped before it acts: what it would have done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from langchain_core.messages import AIMessage, AnyMessage

from agents.assistant import ASSISTANT
from agents.models import OFFLINE, Models
from agents.offline import OfflineChatModel
from agents.offline.turns import conversation
from evals import stage
from evals.replay import CASE
from evals.scorers.routing import Answer, Call, Case
from graphs import registry
from graphs.transcript import model_messages
from graphs.turn import AGENTS, open_calls
from store.settings import Settings
from store.turns import Said

TODAY = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
MAX_ROUNDS = 8


def today() -> datetime:
    """The clock of every evaluation: prompts name the day, and recorded answers hang on the prompts."""
    return TODAY


@dataclass(frozen=True, slots=True)
class Thinking:
    """All of the context that a turn needs before it acts; whatever asks for more fails loudly."""

    models: Models
    settings: Settings
    clock: Callable[[], datetime] = today


@dataclass(frozen=True, slots=True)
class Heard:
    """What was done about a case, and the words it ended with."""

    answer: Answer
    words: str


async def hear(case: Case, thinking: Thinking) -> Heard:
    """Run one case to its answer; every batch of calls is stopped at, counted, and answered from the case's history."""
    CASE.set(case.id)
    graph = registry.conversation(case.area)
    history = messages_of(case)
    turn: list[AnyMessage] = []
    calls: list[dict[str, Any]] = []
    agent = case.area or ASSISTANT.name
    for _ in range(MAX_ROUNDS):
        # As a turn is taken up again after a kill: the graph begins anew with what was done so far.
        state = await graph.ainvoke(
            {"messages": [*history, *turn], "agent": agent, "first": len(history)},
            context=thinking, interrupt_before=["act", "approve"],
        )  # fmt: skip
        turn, agent = list(state["messages"])[len(history) :], state["agent"]
        batch = open_calls(turn)
        calls += batch
        if not batch or len(calls) > len(case.expect):
            break
        turn += stage.results(batch, [*history, *turn])
    words = turn[-1].text if turn and isinstance(turn[-1], AIMessage) else ""
    made = tuple(Call(call["name"], call["args"]) for call in calls)
    return Heard(Answer(made, asked=not made and _asks(case, thinking.models, agent, history, words)), words)


def _asks(case: Case, models: Models, agent: str, history: Sequence[AnyMessage], words: str) -> bool:
    """Whether the answer asks for what is missing.

    The offline model's plan says so itself. Other models end small talk with a friendly question too, so theirs counts
    only where one is expected.
    """
    offline = models.model(OFFLINE)
    if models.is_offline("chat") and isinstance(offline, OfflineChatModel):
        heard = conversation(history)
        granted = {spec.name for spec in AGENTS[agent].tools}
        return offline.understander.understand(heard.said, heard.history, granted).question is not None
    return case.asks and "?" in words


def messages_of(case: Case) -> list[AnyMessage]:
    """The case's history and message as the transcript would hand them to a model."""
    return model_messages([*_rows(case), _said(case.id, "last", "user", case.says)])


def _rows(case: Case) -> list[Said]:
    rows: list[Said] = []
    steps: list[dict[str, Any]] = []
    for place, item in enumerate(case.history):
        if "tool" in item:
            steps.append(_step(item, f"call_{case.id}_{place}"))
            continue
        if "user" in item and steps:
            rows.append(_said(case.id, f"{place}-done", "assistant", "Done.", steps))
            steps = []
        role = "user" if "user" in item else "assistant"
        rows.append(_said(case.id, str(place), role, str(item[role]), steps if role == "assistant" else []))
        steps = [] if role == "assistant" else steps
    return [*rows, _said(case.id, "done", "assistant", "Done.", steps)] if steps else rows


def _said(case: str, place: str, role: str, content: str, steps: Sequence[dict[str, Any]] = ()) -> Said:
    identifier: UUID = uuid5(NAMESPACE_URL, f"{case}/{place}")
    return Said(identifier, role, content, attachments=[], steps=list(steps), run_id=None)


def _step(item: Mapping[str, Any], call_id: str) -> dict[str, Any]:
    artifact = dict(item.get("artifact") or {})
    return {
        "call_id": call_id, "name": item["tool"], "arguments": dict(item.get("arguments") or {}), "status": "ok",
        "text": str(item.get("text") or stage.spoken(artifact)), "result": artifact,
    }  # fmt: skip
