"""A question that waits for its answer: what it offers, and what a reply gives."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from agents.offline import arguments as slots
from agents.offline import discovery, rating
from agents.offline.email_filling import ASKED_OF_MAIL, answers_mail
from agents.offline.language import concepts, fold, words
from agents.offline.moments_said import iso, take_moment
from agents.offline.plan import Entry, Kind, Question
from agents.offline.references import Situation, pointed_at, references
from agents.offline.spans import Spans
from agents.offline.wishes_said import wishes_dropped
from agents.offline.wordings import urls


def choices_for(missing: str, situation: Situation) -> tuple[Entry, ...]:
    """What a question for the missing argument can offer: the newest list, else everything known."""
    if missing in {"email", "emails"}:
        return situation.memory.listing("mail")
    if missing not in {"job", "resume", "tailored", "first"}:
        return ()
    kind: Kind = "job" if missing in {"job", "first"} else "resume" if missing == "resume" else "tailored"
    listed = situation.memory.listing(kind)
    return listed or tuple(situation.memory.known[kind].values())


def answers_to(pending: Question, text: str, situation: Situation) -> list[dict[str, Any]]:
    """What the reply gives for the missing argument, one dict a call."""
    missing = pending.missing
    if pending.tool == "drop_wishes":
        gone = wishes_dropped(f"forget the wish for {text}") or wishes_dropped(f"unblock {text}")
        return [{"wishes": gone}] if gone else []
    if missing in {"job", "resume", "tailored"}:
        kind: Kind = "job" if missing == "job" else "resume" if missing == "resume" else "tailored"
        found = (
            references(kind, text, situation)
            or pointed_at(kind, text, situation)
            or _plain_choice(text, pending.choices)
        )
        return [{missing: value} for value in found]
    if missing in ASKED_OF_MAIL:
        return answers_mail(missing, text, situation)
    if missing in _OF_FINDING:
        given = _OF_FINDING[missing](text, situation)
        return [given] if given else []
    if missing == "note":
        return [{"note": slots.note_of(text) or text.strip()}]
    if missing == "status":
        status = slots.status_of(text)
        return [{"status": status}] if status else []
    if missing == "url":
        if addresses := urls(text):
            return [{"url": address} for address in addresses]
        fields = slots.job_fields(text)
        return [dict(fields)] if fields else []
    if missing == "kind":
        return [{}] if "job" in concepts(fold(text)) else []
    return [{missing: text.strip()}] if text.strip() else []


def _watched(text: str, situation: Situation) -> dict[str, Any]:
    return discovery.watch_of(f"watch {text}", situation)


def _watch(text: str, situation: Situation) -> dict[str, Any]:
    named = rating.watch_named(text, situation.memory)
    return {"watch": named} if named else {}


def _two(text: str, situation: Situation) -> dict[str, Any]:
    return rating.order_of(text, situation)


def _second(text: str, situation: Situation) -> dict[str, Any]:
    found = references("job", text, situation) or pointed_at("job", text, situation)
    numbers = re.findall(r"\d{1,5}", text)
    return {"second": found[0]} if found else {"second": numbers[0]} if numbers else {}


def _wishes(text: str, situation: Situation) -> dict[str, Any]:
    return rating.wishes_of(text, situation, frozenset())


def _moment(name: str) -> Callable[[str, Situation], dict[str, Any]]:
    def said(text: str, situation: Situation) -> dict[str, Any]:
        day, clock = take_moment(Spans(text), situation.today)
        return {name: iso(day, clock)} if day is not None else {}

    return said


_OF_FINDING = {
    "watched_companies": _watched, "watch": _watch, "first": _two, "second": _second, "wishes": _wishes,
    "starts_at": _moment("starts_at"), "due_at": _moment("due_at"),
}  # fmt: skip


def _plain_choice(text: str, choices: Sequence[Entry]) -> tuple[str, ...]:
    """A reply that is nothing but numbers or a name."""
    folded = fold(text)
    numbers = re.findall(r"\d{1,5}", folded)
    if numbers and not re.search(r"\d\s*(?:pages?|seiten?)", folded):
        return tuple(dict.fromkeys(numbers))
    told = set(words(folded))
    fitting = [entry for entry in choices if told & set(words(fold(f"{entry.name} {entry.company or ''}")))]
    if len(fitting) == 1:
        return (str(fitting[0].number),)
    if not fitting and 0 < len(told) <= 4 and not concepts(folded):
        return (text.strip(" .!?"),)
    return ()
