"""The transcript as a model reads it, and a turn's messages as the transcript keeps them."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from store.runs import ToolCall
from store.turns import Said

RECENT_MESSAGES = 24
RESULT_LENGTH = 600
WHOLE_RESULTS = 6


def model_messages(rows: Sequence[Said]) -> list[AnyMessage]:
    """The newest part of the conversation; the results of older turns are shortened to what they are about."""
    messages: list[AnyMessage] = []
    for index, row in enumerate(rows):
        if row.role == "user":
            messages.append(HumanMessage(spoken(row), id=str(row.id)))
            continue
        if row.steps:
            messages.extend(_steps(row, whole=index >= len(rows) - WHOLE_RESULTS))
        messages.append(AIMessage(row.content, id=str(row.id)))
    return messages


def spoken(row: Said) -> str:
    """What the person said, with their attachments announced."""
    lines = [f"[attached {item['kind']}: {item['name']}, {item['kind']} {item['number']}]" for item in row.attachments]
    return "\n".join([row.content, *lines]) if lines else row.content


def _steps(row: Said, *, whole: bool) -> list[AnyMessage]:
    calls = [
        {"name": step["name"], "args": step["arguments"], "id": step["call_id"], "type": "tool_call"}
        for step in row.steps
    ]
    results = [
        ToolMessage(
            step["text"] if whole else step["text"][:RESULT_LENGTH],
            name=step["name"],
            tool_call_id=step["call_id"],
            artifact=step["result"],
            status="success" if step["status"] == "ok" else "error",
        )
        for step in row.steps
    ]
    return [AIMessage("", tool_calls=calls), *results]


def ledger_messages(calls: Sequence[ToolCall]) -> list[AnyMessage]:
    """The writes a killed turn had already made, as if the model had just asked for them."""
    if not calls:
        return []
    asked = [{"name": c.name, "args": c.arguments, "id": c.call_id, "type": "tool_call"} for c in calls]
    return [AIMessage("", tool_calls=asked), *map(ledger_result, calls)]


def ledger_result(call: ToolCall) -> ToolMessage:
    """The result of one write as its run's ledger has it."""
    return ToolMessage(
        call.result["content"], name=call.name, tool_call_id=call.call_id, artifact=call.result["artifact"]
    )


def steps_of(messages: Sequence[AnyMessage]) -> list[dict[str, Any]]:
    """The tool calls of a turn with their results, as the transcript keeps them."""
    results = {message.tool_call_id: message for message in messages if isinstance(message, ToolMessage)}
    calls = [call for message in messages if isinstance(message, AIMessage) for call in message.tool_calls]
    return [step_of(call, results.get(call["id"] or "")) for call in calls]


def step_of(call: Any, result: ToolMessage | None) -> dict[str, Any]:
    """One tool call with its result."""
    status = "ok" if result is not None and result.status != "error" else "error"
    # Only an error's artifact says so: a tailoring has a number of refused lines under the same name.
    if result is not None and status == "error" and (result.artifact or {}).get("refused") is True:
        status = "refused"
    return {
        "call_id": call["id"],
        "name": call["name"],
        "arguments": call["args"],
        "status": status,
        "text": str(result.content) if result is not None else "",
        "result": result.artifact if result is not None and status == "ok" else None,
    }
