"""The loop of a conversation's turn: think, ask for approval where it is needed, act, think again.

Every area's graph is this loop around its own agent; the assistant's begins with choosing the agent.
"""

import json
from operator import add
from typing import Annotated, Any, Literal, NotRequired, TypedDict, cast

import orjson
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, BaseMessage, SystemMessage, ToolMessage
from langchain_core.messages.tool import ToolCallChunk, tool_call, tool_call_chunk
from langchain_core.messages.utils import message_chunk_to_message
from langchain_core.utils.json import parse_partial_json
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt.tool_node import ToolCallWithContext
from langgraph.runtime import Runtime
from langgraph.types import Send

from agents.agent import Agent
from agents.assistant import AREAS, ASSISTANT
from agents.failures import explain_failure, model_failures
from agents.routing import choose_agent
from graphs.approvals import ask_for_approval, ask_the_person, undecided
from graphs.pipelines import finish_pipeline
from store.base import new_id
from store.errors import UpstreamError
from tools.catalogue import BY_NAME, SPECS
from tools.context import Context
from tools.langchain_adapter import tool_node
from tools.zones import local

AGENTS: dict[str, Agent] = {**AREAS, ASSISTANT.name: ASSISTANT}
Next = Literal["think", "approve", "carry_on", "ask", "__end__"] | list[Send]

OUT_OF_STEPS = "I stopped here: this took more steps than one turn may take. Say “go on” to continue."
CUT_OFF = "The arguments of this call were cut off, so nothing was done. Call it again with all of them."


class TurnState(TypedDict):
    """One turn: the recent conversation, what this turn added, which agent speaks; `first` is where it begins.

    `timezone` is the person's, where it is known. `allowed` are the ids of the calls that the person said yes to.
    """

    messages: Annotated[list[AnyMessage], add_messages]
    agent: str
    first: int
    timezone: NotRequired[str | None]
    allowed: Annotated[list[str], add]


def build_loop(agent: Agent | None = None) -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile the loop, bound to one agent, or open to all with a choice at the beginning."""
    graph = StateGraph(TurnState, context_schema=Context)
    graph.add_node("think", think)
    graph.add_node("approve", approve)
    graph.add_node("act", tool_node(agent.tools if agent else SPECS, name="act"))
    graph.add_node("carry_on", carry_on)
    graph.add_node("ask", ask)
    if agent is None:
        graph.add_node("choose", choose)
        graph.add_edge(START, "choose")
        graph.add_conditional_edges("choose", after_acting, ["think", "carry_on"])
    else:
        graph.add_conditional_edges(START, after_acting, ["think", "carry_on"])
    graph.add_conditional_edges("think", after_thinking, ["approve", "act", "think", END])
    graph.add_conditional_edges("approve", after_approval, ["approve", "act", "think"])
    graph.add_conditional_edges("act", after_acting, ["think", "carry_on"])
    graph.add_conditional_edges("carry_on", after_carrying_on, ["ask", "think"])
    graph.add_edge("ask", "carry_on")
    return graph.compile()


async def choose(state: TurnState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Let the area speak whose tools are meant; the assistant, who has them all, when it is not one area alone."""
    return {"agent": (await choose_agent(runtime.context.models, state["messages"])).name}


async def think(state: TurnState, runtime: Runtime[Context]) -> dict[str, Any]:
    """One model call, streamed; it ends the turn or asks for tools."""
    context, agent = runtime.context, AGENTS[state["agent"]]
    asked = [message for message in state["messages"][state["first"] :] if isinstance(message, AIMessage)]
    if len(asked) >= context.settings.turn_step_limit or _spent(asked) > context.settings.turn_token_budget:
        return {"messages": [AIMessage(OUT_OF_STEPS)]}
    model = await context.models.for_agent(agent)
    runtime.stream_writer({"type": "model_request_start", "model": context.models.chain(agent.role)[0]})
    prompt = SystemMessage(agent.instructions(local(context.clock(), state.get("timezone"))))
    whole: AIMessageChunk | None = None
    try:
        async for chunk in model.astream([prompt, *state["messages"]]):
            whole = chunk if whole is None else whole + chunk
            if chunk.text:
                runtime.stream_writer({"type": "text_delta", "text": chunk.text})
    except model_failures() as problem:
        raise explain_failure(problem) from problem
    if whole is None or not (whole.text.strip() or whole.tool_calls or whole.invalid_tool_calls):
        raise UpstreamError("The model sent an empty answer. Your message is kept; try again.", code="MODEL_FAILED")
    return {"messages": finished(whole, used_ids(state["messages"]))}


def _spent(messages: list[AIMessage]) -> int:
    return sum(message.usage_metadata["total_tokens"] for message in messages if message.usage_metadata)


def used_ids(messages: list[AnyMessage]) -> set[str]:
    """The ids of every call made so far."""
    return {call["id"] or "" for message in messages if isinstance(message, AIMessage) for call in message.tool_calls}


def finished(whole: AIMessageChunk | AIMessage, used: set[str]) -> list[BaseMessage]:
    """The streamed message, with an error instead of an action for every call whose arguments cannot be relied on.

    A read tool runs on arguments that were cut off and repaired, a write does not. Some servers give their calls no
    id, or the same one again and again; a turn knows by the id what it has done, so those get one of their own.
    """
    message = message_chunk_to_message(whole)
    if not isinstance(message, AIMessage):
        raise UpstreamError("The model answered with something that is no answer.", code="MODEL_FAILED")
    taken, calls, refusals = {"", *used}, [], []
    for asked in whole.tool_call_chunks if isinstance(whole, AIMessageChunk) else _as_chunks(whole):
        name, arguments = asked["name"] or "unknown", _arguments(asked["args"] or "{}")
        call_id = asked["id"] if (asked["id"] or "") not in taken else f"call_{new_id().hex}"
        taken.add(call_id or "")
        calls.append(tool_call(name=name, args=arguments or {}, id=call_id))
        if arguments is None or (_writes(name) and not _is_whole(asked["args"] or "{}")):
            refusals.append(ToolMessage(CUT_OFF, name=name, tool_call_id=call_id or "", status="error"))
    return [message.model_copy(update={"tool_calls": calls, "invalid_tool_calls": []}), *refusals]


def _as_chunks(message: AIMessage) -> list[ToolCallChunk]:
    """The calls of a model that does not stream."""
    return [
        tool_call_chunk(name=call["name"], args=orjson.dumps(call["args"]).decode(), id=call["id"])
        for call in message.tool_calls
    ] + [tool_call_chunk(name=call["name"], args=call["args"], id=call["id"]) for call in message.invalid_tool_calls]


def _arguments(raw: str) -> dict[str, Any] | None:
    """The arguments, repaired when they were cut off, as LangChain does; None when they are beyond that."""
    try:
        arguments = parse_partial_json(raw)
    except json.JSONDecodeError:
        return None
    return arguments if isinstance(arguments, dict) else None


def _is_whole(raw: str) -> bool:
    """LangChain repairs arguments that were cut off in mid-stream; a write must not run on a guess."""
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return True


def _writes(name: str) -> bool:
    return name not in BY_NAME or BY_NAME[name].effect != "read"


def open_calls(messages: list[AnyMessage]) -> list[dict[str, Any]]:
    """The tool calls of the latest answer that have no result yet."""
    position = max((i for i, m in enumerate(messages) if isinstance(m, AIMessage)), default=None)
    if position is None:
        return []
    done = {message.tool_call_id for message in messages[position:] if isinstance(message, ToolMessage)}
    latest = cast("AIMessage", messages[position])
    return [dict(call) for call in latest.tool_calls if call["id"] not in done]


async def after_thinking(state: TurnState) -> Next:
    """End with an answer; else ask for approval where a call needs it, else act."""
    calls = open_calls(state["messages"])
    if not calls:
        return "think" if isinstance(state["messages"][-1], ToolMessage) else "__end__"
    if undecided(calls, state["allowed"], state["messages"]):
        return "approve"
    return _send(calls, state)


async def approve(state: TurnState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask the person about the next call that needs a yes; a no becomes its result. Nothing else happens here."""
    call = undecided(open_calls(state["messages"]), state["allowed"], state["messages"])[0]
    refused = await ask_for_approval(runtime.context, call, state["messages"])
    return {"messages": [refused]} if refused else {"allowed": [call["id"]]}


async def after_approval(state: TurnState) -> Next:
    """Ask about the next call; then run what was allowed, and think again when nothing was."""
    calls = open_calls(state["messages"])
    if undecided(calls, state["allowed"], state["messages"]):
        return "approve"
    return _send(calls, state) if calls else "think"


def _send(calls: list[dict[str, Any]], state: TurnState) -> list[Send]:
    return [
        Send("act", ToolCallWithContext(__type="tool_call_with_context", tool_call=cast("Any", call), state=state))
        for call in calls
    ]


def unfinished_pipelines(messages: list[AnyMessage], first: int) -> list[ToolMessage]:
    """Results of this turn that only began a pipeline."""
    return _in_state(messages[first:], {"pending", "queued", "running"})


def asking_pipelines(messages: list[AnyMessage], first: int) -> list[ToolMessage]:
    """Results of this turn whose pipeline waits for the person's answer."""
    return _in_state(messages[first:], {"waiting"})


def _in_state(messages: list[AnyMessage], states: set[str]) -> list[ToolMessage]:
    return [
        message
        for message in messages
        if isinstance(message, ToolMessage)
        and message.status != "error"
        and message.name in BY_NAME
        and BY_NAME[message.name].pipeline
        and (message.artifact or {}).get("status") in states
    ]


async def after_acting(state: TurnState) -> Next:
    """See pipelines through that a tool has begun, then think."""
    return "carry_on" if unfinished_pipelines(state["messages"], state["first"]) else "think"


async def carry_on(state: TurnState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Run what the tools began to its end, and put the outcome in the place of the beginning."""
    begun = unfinished_pipelines(state["messages"], state["first"])
    return {"messages": [await _see_through(message, runtime) for message in begun]}


async def _see_through(begun: ToolMessage, runtime: Runtime[Context]) -> ToolMessage:
    def tell(event: dict[str, Any]) -> None:
        runtime.stream_writer({**event, "call_id": begun.tool_call_id})

    return await finish_pipeline(begun, runtime.context, on_progress=tell)


async def after_carrying_on(state: TurnState) -> Next:
    """Ask what a pipeline waits for; think when nothing waits."""
    return "ask" if asking_pipelines(state["messages"], state["first"]) else "think"


def ask(state: TurnState) -> dict[str, Any]:
    """Ask what a pipeline of this turn waits for; the answer goes back to it. Nothing else happens here."""
    return {"messages": [ask_the_person(asking_pipelines(state["messages"], state["first"])[0])]}
