"""A list of chat messages as turns: what happened before, and how far this turn has come."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agents.offline.history import Turn
from agents.offline.plan import Result

_TODAY = re.compile(r"\bToday is (\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The newest message of the person, the turns before it, the results this turn has already, and the day.

    `today` is what the instructions name; None when they name none.
    """

    said: str
    history: tuple[Turn, ...]
    results: tuple[Result, ...]
    today: date | None = None


def conversation(messages: Sequence[BaseMessage]) -> Conversation:
    """Read the messages; without any of the person's, there is nothing said."""
    turns: list[Turn] = []
    calls: dict[str, tuple[str, Mapping[str, Any]]] = {}
    today: date | None = None
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append(Turn(said=message.text))
        elif isinstance(message, AIMessage):
            calls |= {call["id"] or "": (call["name"], call["args"]) for call in message.tool_calls}
            if turns and message.text and not message.tool_calls:
                turns[-1] = Turn(turns[-1].said, turns[-1].results, message.text)
        elif isinstance(message, SystemMessage):
            today = _day_in(message.text) or today
        elif isinstance(message, ToolMessage) and turns:
            result = _result(message, calls)
            turns[-1] = Turn(turns[-1].said, (*turns[-1].results, result), turns[-1].answer)
    if not turns:
        return Conversation("", (), (), today)
    return Conversation(turns[-1].said, tuple(turns[:-1]), turns[-1].results, today)


def _day_in(instructions: str) -> date | None:
    """The day that instructions give as today's."""
    match = _TODAY.search(instructions)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _result(message: ToolMessage, calls: Mapping[str, tuple[str, Mapping[str, Any]]]) -> Result:
    name, arguments = calls.get(message.tool_call_id, (message.name or "", {}))
    artifact = message.artifact if isinstance(message.artifact, Mapping) else {}
    ok = message.status != "error"
    return Result(name, arguments, artifact, ok=ok, text=message.text, refused=bool(artifact.get("refused")))
