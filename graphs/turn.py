"""The loop of a conversation's turn: think, ask for approval where it is needed, act, think again.

Every area's graph is this loop around its own agent; the assistant's begins with choosing the agent.
"""

from typing import Annotated, Any, Literal, TypedDict, cast

import orjson
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, BaseMessage, SystemMessage, ToolMessage
from langchain_core.messages.utils import message_chunk_to_message
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt.tool_node import ToolCallWithContext
from langgraph.runtime import Runtime
from langgraph.types import Send
from openai import APIError

from agents.agent import Agent
from agents.assistant import AREAS, ASSISTANT
from agents.routing import choose_agent
from graphs.approvals import ask_for_approval
from graphs.pipelines import finish_pipeline
from store.errors import AppError, UpstreamError
from tools.catalogue import BY_NAME, SPECS
from tools.context import Context
from tools.langchain_adapter import tool_node

AGENTS: dict[str, Agent] = {**AREAS, ASSISTANT.name: ASSISTANT}
Next = Literal["think", "approve", "carry_on", "__end__"] | list[Send]


OUT_OF_STEPS = "I stopped here: this took more steps than one turn may take. Say “go on” to continue."


class TurnState(TypedDict):
    """One turn: the recent conversation, what this turn added, which agent speaks; `first` is where it begins."""

    messages: Annotated[list[AnyMessage], add_messages]
    agent: str
    first: int


def build_loop(agent: Agent | None = None) -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile the loop, bound to one agent, or open to all with a choice at the beginning."""
    graph = StateGraph(TurnState, context_schema=Context)
    graph.add_node("think", think)
    graph.add_node("approve", approve)
    graph.add_node("act", tool_node(agent.tools if agent else SPECS, name="act"))
    graph.add_node("carry_on", carry_on)
    if agent is None:
        graph.add_node("choose", choose)
        graph.add_edge(START, "choose")
        graph.add_conditional_edges("choose", after_acting, ["think", "carry_on"])
    else:
        graph.add_conditional_edges(START, after_acting, ["think", "carry_on"])
    graph.add_conditional_edges("think", after_thinking, ["approve", "act", "think", END])
    graph.add_conditional_edges("approve", after_approval, ["act", "think"])
    graph.add_conditional_edges("act", after_acting, ["think", "carry_on"])
    graph.add_edge("carry_on", "think")
    return graph.compile()


def choose(state: TurnState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Let the area speak whose tools are meant; the assistant, who has them all, when it is not one area alone."""
    return {"agent": choose_agent(runtime.context.models, state["messages"]).name}


async def think(state: TurnState, runtime: Runtime[Context]) -> dict[str, Any]:
    """One model call, streamed; it ends the turn or asks for tools."""
    context, agent = runtime.context, AGENTS[state["agent"]]
    asked = [message for message in state["messages"][state["first"] :] if isinstance(message, AIMessage)]
    if len(asked) >= context.settings.turn_step_limit or _spent(asked) > context.settings.turn_token_budget:
        return {
            "messages": [
                AIMessage("I stopped here: this took more steps than one turn may take. Say “go on” to continue.")
            ]
        }
    model = context.models.for_agent(agent)
    runtime.stream_writer({"type": "model_request_start", "model": context.models.chain(agent.role)[0]})
    prompt = SystemMessage(agent.instructions(context.clock()))
    whole: AIMessageChunk | None = None
    try:
        async for chunk in model.astream([prompt, *state["messages"]]):
            whole = chunk if whole is None else whole + chunk
            if chunk.text:
                runtime.stream_writer({"type": "text_delta", "text": chunk.text})
    except APIError as problem:
        raise model_failed(problem) from problem
    if whole is None:
        raise UpstreamError("The model sent an empty answer. Try again.", code="MODEL_FAILED")
    return {"messages": finished(whole)}


def _spent(messages: list[AIMessage]) -> int:
    return sum(message.usage_metadata["total_tokens"] for message in messages if message.usage_metadata)


def finished(whole: AIMessageChunk) -> list[BaseMessage]:
    """The streamed message, with an error instead of an action for every write whose arguments were cut off."""
    message = message_chunk_to_message(whole)
    if not isinstance(message, AIMessage):
        raise UpstreamError("The model answered with something that is no answer.", code="MODEL_FAILED")
    raw = {chunk["id"]: chunk["args"] or "{}" for chunk in whole.tool_call_chunks}
    cut = [call for call in message.tool_calls if not _is_whole(raw.get(call["id"], "{}")) and _writes(call["name"])]
    refusals = [
        ToolMessage(
            "The arguments of this call were cut off, so nothing was done. Call it again with all of them.",
            name=call["name"], tool_call_id=call["id"] or "", status="error",
        )
        for call in cut
    ]  # fmt: skip
    return [message, *refusals]


def _is_whole(raw: str) -> bool:
    """LangChain repairs arguments that were cut off in mid-stream; a write must not run on a guess."""
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return True


def _writes(name: str) -> bool:
    return name not in BY_NAME or BY_NAME[name].effect != "read"


def model_failed(problem: APIError) -> AppError:
    """The provider's failure in words that say what to do."""
    status = getattr(problem, "status_code", None)
    if status in {401, 403}:
        return UpstreamError("The model provider refused the key. Check OPENAI_API_KEY.", code="MODEL_REFUSED_KEY")
    if status == 429:
        return UpstreamError(
            "The model provider says there were too many requests. Try again in a minute.", code="MODEL_BUSY"
        )
    return UpstreamError(
        f"The model did not answer: {problem.message}. Your message is kept; try again.", code="MODEL_FAILED"
    )


def open_calls(messages: list[AnyMessage]) -> list[dict[str, Any]]:
    """The tool calls of the latest answer that have no result yet."""
    position = max((i for i, m in enumerate(messages) if isinstance(m, AIMessage)), default=None)
    if position is None:
        return []
    done = {message.tool_call_id for message in messages[position:] if isinstance(message, ToolMessage)}
    latest = cast("AIMessage", messages[position])
    return [dict(call) for call in latest.tool_calls if call["id"] not in done]


def after_thinking(state: TurnState) -> Next:
    """End with an answer; else ask for approval where a call needs it, else act."""
    calls = open_calls(state["messages"])
    if not calls:
        return "think" if isinstance(state["messages"][-1], ToolMessage) else "__end__"
    if any(call["name"] in BY_NAME and BY_NAME[call["name"]].needs_approval for call in calls):
        return "approve"
    return _send(calls, state)


def approve(state: TurnState) -> dict[str, Any]:
    """Ask the person about each call that needs a yes; a no becomes the call's result. Nothing else happens here."""
    return {"messages": ask_for_approval(open_calls(state["messages"]))}


def after_approval(state: TurnState) -> Next:
    """Run what was allowed; think again when nothing was."""
    calls = open_calls(state["messages"])
    return _send(calls, state) if calls else "think"


def _send(calls: list[dict[str, Any]], state: TurnState) -> list[Send]:
    return [
        Send("act", ToolCallWithContext(__type="tool_call_with_context", tool_call=cast("Any", call), state=state))
        for call in calls
    ]


def unfinished_pipelines(messages: list[AnyMessage], first: int) -> list[ToolMessage]:
    """Results of this turn that only began a pipeline."""
    return [
        message
        for message in messages[first:]
        if isinstance(message, ToolMessage)
        and message.status != "error"
        and message.name in BY_NAME
        and BY_NAME[message.name].pipeline
        and (message.artifact or {}).get("status") in {"pending", "running"}
    ]


def after_acting(state: TurnState) -> Next:
    """See pipelines through that a tool has begun, then think."""
    return "carry_on" if unfinished_pipelines(state["messages"], state["first"]) else "think"


async def carry_on(state: TurnState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Run what the tools began to its end, and put the outcome in the place of the beginning."""
    begun = unfinished_pipelines(state["messages"], state["first"])
    return {"messages": [await finish_pipeline(message, runtime) for message in begun]}
