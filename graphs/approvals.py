"""Asking the person: its own step, so that resuming repeats the question's place and nothing else."""

from typing import Any

from langchain_core.messages import ToolMessage
from langgraph.types import interrupt
from pydantic import ValidationError

from store.errors import AppError
from tools.catalogue import BY_NAME
from tools.context import Context
from tools.registry import AnySpec

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


def undecided(calls: list[dict[str, Any]], allowed: list[str]) -> list[dict[str, Any]]:
    """The calls that need a yes and have none yet."""
    return [
        call
        for call in calls
        if call["name"] in BY_NAME and BY_NAME[call["name"]].needs_approval and call["id"] not in allowed
    ]


async def ask_for_approval(context: Context, call: dict[str, Any]) -> ToolMessage | None:
    """Interrupt for one call that needs a yes; returns the refusal as the call's result, or None when it may run.

    LangGraph hands answers out by position within one run of a node, and what is asked may change meanwhile, so
    there is one question to a run, and an answer counts only for the call it was given to.
    """
    question = await _question(context, BY_NAME[call["name"]], call["args"])
    if question is None:
        return None
    answer = interrupt(
        {
            "kind": "approval",
            "call_id": call["id"],
            "name": call["name"],
            "arguments": call["args"],
            "question": question,
        }
    )
    if answer.get("call_id") == call["id"] and is_yes(answer.get("decision")):
        return None
    return _refusal(call, "The person said no, so nothing was done.")


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


async def _question(context: Context, spec: AnySpec, arguments: dict[str, Any]) -> str | None:
    """What to ask; None when the call cannot be meant (no such job), so that it fails with its own message instead."""
    if spec.question is None:
        spoken = ", ".join(f"{name} {value}" for name, value in arguments.items())
        return f"{spec.description.split('.')[0]}: {spoken}. Shall I?"
    try:
        async with context.sessions() as session:
            return await spec.question(session, context.actor, spec.input.model_validate(arguments))
    except (AppError, ValidationError):
        return None
