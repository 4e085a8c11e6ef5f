"""How far a plan has come: which call is next, what it can now be filled with, and what had to be left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents.offline.history import Memory, Turn, entries_of, remember
from agents.offline.plan import RANKING, Later, Plan, Result, Step

_ALREADY = re.compile(r"\balready\b.*\bas (?:job|resume) (\d+)\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Progress:
    """The calls to make now (empty when done), and the steps that cannot be made because one before them failed."""

    calls: tuple[Step, ...]
    left: tuple[Step, ...]


def progress(plan: Plan, results: Sequence[Result], history: Sequence[Turn]) -> Progress:
    """Walk through the plan along the results so far.

    A result is the step's own when tool and arguments are its own; a run taken up again after a kill may know only some
    of its results, in any order. Every result is used once and every call made has one, so this always ends.
    """
    left: list[Step] = []
    calls: list[Step] = []
    unused = list(results)
    done: list[Result] = []
    for step in plan.steps:
        filled = _filled(step, plan, done, history)
        if filled is None:
            if calls:
                break
            left.append(step)
        elif (result := _result_of(filled, plan, unused)) is not None:
            unused.remove(result)
            done.append(result)
        elif not calls or step.batch == calls[0].batch:
            calls.append(filled)
    return Progress(tuple(calls), () if calls else tuple(left))


def _result_of(step: Step, plan: Plan, unused: Sequence[Result]) -> Result | None:
    """The step's own result; failing that, one of its tool that no other step's arguments claim."""
    same = [result for result in unused if result.tool == step.tool]
    exact = next((result for result in same if _agrees(step, result)), None)
    if exact is not None:
        return exact
    others = [other for other in plan.steps if other.tool == step.tool and not other.awaits()]
    return next((result for result in same if not any(_agrees(other, result) for other in others)), None)


def _agrees(step: Step, result: Result) -> bool:
    return all(str(result.arguments.get(name)) == str(value) for name, value in step.arguments.items())


def _filled(step: Step, plan: Plan, done: Sequence[Result], history: Sequence[Turn]) -> Step | None:
    """The step with what earlier calls answered; None when they did not."""
    arguments: dict[str, Any] = {}
    for name, value in step.arguments.items():
        if isinstance(value, Later):
            known = _values(value, plan, done, history)
            if not known:
                return None
            arguments[name] = known[0]
        elif isinstance(value, list):
            arguments[name] = []
            for item in value:
                arguments[name] += _values(item, plan, done, history) if isinstance(item, Later) else [item]
            if value and not arguments[name]:
                return None
        else:
            arguments[name] = value
    return replace(step, arguments=arguments)


def _values(wanted: Later, plan: Plan, done: Sequence[Result], history: Sequence[Turn]) -> list[str]:
    if wanted.what == "best":
        memory: Memory = remember((*history, Turn(results=tuple(done))))
        best = memory.best()
        compared = any(step.tool in RANKING for step in plan.steps)
        ran = any(result.tool in RANKING and result.ok for result in done)
        return [str(best.number)] if best and (ran or not compared) else []
    numbers = [_added(result) for result in done if result.tool == f"add_{wanted.kind}"]
    if wanted.what == "every":
        return [number for number in numbers if number]
    index = wanted.index if wanted.index is not None else len(numbers) - 1
    number = numbers[index] if 0 <= index < len(numbers) else None
    return [number] if number else []


def _added(result: Result) -> str | None:
    """The short number of what was added, or of what was there already."""
    if result.ok:
        entries = entries_of(result)
        return str(entries[0].number) if entries else None
    already = _ALREADY.search(result.text)
    return already[1] if already else None
