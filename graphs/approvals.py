"""Asking the person: its own step, so that resuming repeats the question's place and nothing else."""

from typing import Any

from langchain_core.messages import BaseMessage, ToolMessage
from langgraph.types import interrupt

from tools.catalogue import BY_NAME

YES = frozenset(
    {
        "yes",
        "y",
        "ok",
        "okay",
        "sure",
        "do it",
        "go ahead",
        "approve",
        "approved",
        "confirm",
        "ja",
        "oui",
        "si",
        "sí",
        "sim",
    }
)
NO = frozenset({"no", "n", "nope", "cancel", "don't", "dont", "stop", "reject", "refuse", "nein", "non", "não", "nee"})


def ask_for_approval(calls: list[dict[str, Any]]) -> list[BaseMessage]:
    """Interrupt once for each call that needs a yes; returns the refusals as the calls' results."""
    refused: list[BaseMessage] = []
    for call in calls:
        spec = BY_NAME.get(call["name"])
        if spec is None or not spec.needs_approval:
            continue
        decision = interrupt(
            {
                "kind": "approval",
                "call_id": call["id"],
                "name": call["name"],
                "arguments": call["args"],
                "question": f"{spec.description.split('.')[0]}: {_spoken(call['args'])}. Shall I?",
            }
        )
        if not is_yes(decision):
            refused.append(_refusal(call, "The person said no, so nothing was done."))
    return refused


def not_done(call: dict[str, Any]) -> ToolMessage:
    """The result of a call that the end of its turn came before."""
    spec = BY_NAME.get(call["name"])
    if spec is not None and spec.needs_approval:
        return _refusal(call, "Nobody said yes, so nothing was done.")
    return ToolMessage("This was not done.", name=call["name"], tool_call_id=call["id"], status="error")


def _refusal(call: dict[str, Any], why: str) -> ToolMessage:
    return ToolMessage(why, name=call["name"], tool_call_id=call["id"], status="error", artifact={"refused": True})


def is_yes(decision: Any) -> bool:
    """Only an explicit yes counts; anything else, and anything unclear, is a no."""
    if isinstance(decision, dict):
        return decision.get("approved") is True
    return decision is True


def spoken_decision(text: str) -> dict[str, Any] | None:
    """A typed yes or no as a decision; None when the words are neither."""
    word = text.strip().strip(".!").casefold()
    if word in YES or word in NO:
        return {"approved": word in YES}
    return None


def _spoken(arguments: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in arguments.items())
