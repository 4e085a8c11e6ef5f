"""Asking the person: its own step, so that resuming repeats the question's place and nothing else."""

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage
from langgraph.types import interrupt
from pydantic import ValidationError

from store import runs
from store.errors import AppError
from tools.catalogue import BY_NAME
from tools.context import Context
from tools.tailoring.dialogue.replies import is_reply

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
UNANSWERED = "Nobody said yes, so nothing was done."
CHANGED = "What you said yes to has changed meanwhile, so nothing was done. Ask for it again."
POLITE = frozenset({"please", "thanks", "bitte", "danke", "merci", "gracias", "favor", "por", "plaît", "te", "vous"})
JOINING = frozenset(
    {"to", "bis", "until", "till", "and", "und", "au", "jusqu", "à", "hasta", "a", "the", "der", "die", "das"}
)
NO = frozenset({"no", "n", "nope", "cancel", "don't", "dont", "stop", "reject", "refuse", "nein", "non", "não", "nee"})


def undecided(calls: list[dict[str, Any]], allowed: list[str], messages: Sequence[AnyMessage]) -> list[dict[str, Any]]:
    """The calls that need a yes and have none yet: what deletes or leaves the machine, a stranger's address or words.

    A model reads postings and resumes that others wrote; one of them may tell it to open an address, and to put
    into that address what it has read elsewhere, or to take something down as the person's own words.
    """
    waiting = [call for call in calls if call["name"] in BY_NAME and call["id"] not in allowed]
    return [
        call
        for call in waiting
        if BY_NAME[call["name"]].needs_approval or strange_address(call, messages) or strange_words(call, messages)
    ]


def strange_address(call: dict[str, Any], messages: Sequence[AnyMessage]) -> str | None:
    """The address a call would open, when it stands in nothing the person said."""
    address = call["args"].get("url")
    said = "\n".join(message.text for message in messages if isinstance(message, HumanMessage))
    return address if isinstance(address, str) and address.rstrip("/") not in said else None


def strange_words(call: dict[str, Any], messages: Sequence[AnyMessage]) -> str | None:
    """What a call would keep as the person's own words, when they have not said it: not these words, in this order."""
    said = [_words(message.text) for message in messages if isinstance(message, HumanMessage)]
    for name in BY_NAME[call["name"]].own_words:
        given = call["args"].get(name)
        for text in given if isinstance(given, list) else [given]:
            if isinstance(text, str) and not any(_runs_through(_words(text), heard) for heard in said):
                return text
    return None


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in JOINING]


def _runs_through(wanted: Sequence[str], heard: Sequence[str]) -> bool:
    """Whether the words come one after the other in what was heard, others in between: "led it" in "I led it"."""
    left = iter(heard)
    return all(word in left for word in wanted)


async def ask_for_approval(
    context: Context, call: dict[str, Any], messages: Sequence[AnyMessage]
) -> ToolMessage | None:
    """Interrupt for one call that needs a yes; returns the refusal as the call's result, or None when it may run.

    LangGraph hands answers out by position within one run of a node, and what is asked may change meanwhile, so
    there is one question to a run, and an answer counts only for the call it was given to.
    """
    strange = strange_address(call, messages)
    words = strange_words(call, messages)
    question = (
        f"Open {strange}? You did not give this address." if strange
        else f"Keep this as something you said: “{words}”? You have not said it so." if words
        else await _question(context, call)
    )  # fmt: skip
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
        shown = await _shown(context)
        if shown is not None and shown != question:
            return ToolMessage(CHANGED, name=call["name"], tool_call_id=call["id"], status="error")
        return None
    if is_unanswered(answer.get("decision")):
        return _refusal(call, UNANSWERED, unanswered=True)
    return _refusal(call, "The person said no, so nothing was done.")


async def _shown(context: Context) -> str | None:
    """The question as it was shown to the person: this node runs from its top again, and words it anew."""
    if context.run_id is None:
        return None
    async with context.sessions() as session:
        asked = (await runs.get(session, context.actor, context.run_id)).output or {}
    return asked.get("question")


def ask_the_person(waiting: ToolMessage) -> ToolMessage:
    """Interrupt for what a pipeline waits for; the message comes back with the person's answer to hand in.

    A decision without words ("no") says that the person wants to go on without answering.
    """
    question = waiting.artifact["question"]
    if question.get("kind") == "approval":
        return _with_answer(waiting, question, "yes" if is_yes(_decision_on_plan(waiting, question)) else "no")
    decision = interrupt(
        {
            "kind": "question", "call_id": f"{waiting.tool_call_id}:{question['id']}", "name": waiting.name,
            "question": question["text"], "hint": question["hint"], "question_id": question["id"],
            "subject": question["subject"], "options": ["No", "Skip"],
            "tailored": waiting.artifact["id"], "so_far": waiting.content,
        }
    ).get("decision")  # fmt: skip
    words = decision.get("answer") if isinstance(decision, dict) else decision
    answer = words if isinstance(words, str) and words.strip() else "skip"
    return _with_answer(waiting, question, answer)


def _with_answer(waiting: ToolMessage, question: dict[str, Any], answer: str) -> ToolMessage:
    given = {"status": "queued", "answer": {"answer": answer, "question_id": question["id"]}}
    return waiting.model_copy(update={"artifact": {**waiting.artifact, **given}})


def _decision_on_plan(waiting: ToolMessage, question: dict[str, Any]) -> Any:
    """What the person decides on all that a pipeline would do; only a plain yes to these very words is one."""
    name = f"{waiting.tool_call_id}:{question['id']}"
    answer = interrupt(
        {
            "kind": "approval", "call_id": name, "name": waiting.name, "question": question["text"],
            "arguments": {"id": waiting.artifact["id"]}, "so_far": waiting.content,
        }
    )  # fmt: skip
    return answer.get("decision") if answer.get("call_id") == name else None


def not_done(call: dict[str, Any]) -> ToolMessage:
    """The result of a call that the end of its turn came before."""
    spec = BY_NAME.get(call["name"])
    if spec is not None and spec.needs_approval:
        return _refusal(call, UNANSWERED, unanswered=True)
    return ToolMessage("This was not done.", name=call["name"], tool_call_id=call["id"], status="error")


def _refusal(call: dict[str, Any], why: str, *, unanswered: bool = False) -> ToolMessage:
    artifact = {"refused": True} | ({"unanswered": True} if unanswered else {})
    return ToolMessage(why, name=call["name"], tool_call_id=call["id"], status="error", artifact=artifact)


def is_yes(decision: Any) -> bool:
    """Only an explicit yes counts; anything else, and anything unclear, is a no."""
    if isinstance(decision, dict):
        return decision.get("approved") is True
    return decision is True


def is_unanswered(decision: Any) -> bool:
    """Whether a no stands for nobody having been there to ask."""
    return isinstance(decision, dict) and decision.get("unanswered") is True


def spoken_decision(text: str) -> dict[str, Any] | None:
    """A typed yes or no as a decision; None when the words are neither."""
    word = text.strip().strip(".!").casefold()
    plain = " ".join(part for part in re.findall(r"[\w']+", word) if part not in POLITE)
    if {word, plain} & (YES | NO):
        return {"approved": bool({word, plain} & YES)}
    return None


def spoken_answer(text: str, asks: dict[str, Any], *, right_after: bool) -> dict[str, Any] | None:
    """A typed message as the answer to a question; None when it is a request of its own, or small talk."""
    return {"answer": text} if is_reply(text, asks["subject"], right_after=right_after) else None


async def _question(context: Context, call: dict[str, Any]) -> str | None:
    """What to ask; None when the call cannot be meant (no such job), so that it fails with its own message instead."""
    spec, arguments = BY_NAME[call["name"]], call["args"]
    if spec.question is None:
        spoken = ", ".join(f"{name} {value}" for name, value in arguments.items())
        return f"{spec.description.split('.')[0]}: {spoken}. Shall I?"
    try:
        async with context.sessions() as session:
            return await spec.question(session, context.actor, spec.input.model_validate(arguments))
    except (AppError, ValidationError):
        return None
