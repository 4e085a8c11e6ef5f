"""Routing: what a person says -> the right tool with the right arguments, through the production graph."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from agents.assistant import AREAS
from evals.case_files import CasesError
from evals.conversing import Heard, Thinking, hear
from evals.intervals import Estimate, Share
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import routing as scorer
from evals.scorers.routing import Answer, Call, Case, Failure
from evals.suites.batches import by_batch
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.catalogue import BY_NAME

AT_ONCE = 4


def load(path: Path) -> Sequence[Case]:
    """The cases of a file; raises CasesError also for tools and areas that do not exist."""
    try:
        cases = scorer.load(path)
    except scorer.CasesError as problem:
        raise CasesError(str(problem)) from problem
    for number, case in enumerate(cases, 1):
        where = f"{path}: case {number} ({case.id})"
        if case.area is not None and case.area not in AREAS:
            raise CasesError(f"{where}: there is no area {case.area!r}; there are {', '.join(AREAS)}")
        for call in (*case.expect, *map(Call, case.others)):
            _check(call, where)
    return cases


def _check(call: Call, where: str) -> None:
    spec = BY_NAME.get(call.tool)
    if spec is None:
        raise CasesError(f"{where}: there is no tool {call.tool!r}; there are {', '.join(sorted(BY_NAME))}")
    unknown = sorted(set(call.arguments) - set(spec.input.model_fields))
    if unknown:
        taken = ", ".join(spec.input.model_fields) or "none"
        raise CasesError(f"{where}: {call.tool} takes no {', '.join(unknown)}; its arguments: {taken}")


async def measure(cases: CaseSet, bench: Workbench) -> Measured:
    """Hear every case, a few at once when a real model answers, and judge tools and arguments."""
    thinking = Thinking(bench.models, bench.settings)
    free = asyncio.Semaphore(AT_ONCE)

    async def heard(case: Case) -> Heard:
        async with free:
            return await hear(case, thinking)

    answers = await _all([heard(case) for case in cases.cases])
    found = {case.id: answer for case, answer in zip(cases.cases, answers, strict=True)}
    given = {identifier: heard.answer for identifier, heard in found.items()}
    report = scorer.score(cases.cases, given)
    figures: list[Figure] = []
    for ending, these in by_batch(list(cases.cases), lambda case: case.batch):
        figures += _figures(these, given, ending)
    wrong = {failure.case.id for failure in report.failures}
    return Measured(
        figures=tuple(figures),
        charts=(Chart.worst_first("Right, by what should be called first", _by_tool(cases.cases, wrong)),),
        failing=tuple(_failing(failure, found[failure.case.id]) for failure in report.failures),
    )


def _figures(cases: Sequence[Case], given: Mapping[str, Answer], ending: str) -> list[Figure]:
    """The shares over the cases, and over those held aside where not all of them are."""
    held = [case for case in cases if case.split == "held"]
    sets = {"": cases} | ({"_held": held} if held and len(held) < len(cases) else {})
    reports = {aside: scorer.score(these, given) for aside, these in sets.items()}
    return [
        Figure(f"{name}{aside}{ending}", share.estimate)
        for aside, report in reports.items()
        for name, share in (("tools", report.tools), ("arguments", report.arguments))
    ]


async def _all(work: Sequence[Any]) -> list[Heard]:
    """Everything's results; the first failure stops the rest and is raised as it is."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


def _by_tool(cases: Sequence[Case], wrong: set[str]) -> Iterable[tuple[str, Estimate]]:
    kinds: dict[str, list[bool]] = {}
    for case in cases:
        kind = case.expect[0].tool if case.expect else "a question" if case.asks else "nothing"
        kinds.setdefault(kind, []).append(case.id not in wrong)
    for kind, right in sorted(kinds.items()):
        yield kind, Share(sum(right), len(right)).estimate


def _failing(failure: Failure, heard: Heard) -> Failing:
    case = failure.case
    before = [f"{role}: {text}" for role, text in map(_spoken, case.history)]
    wanted = _calls(case.expect) or ("a question, no call" if case.asks else "no call, no question")
    found = _calls(heard.answer.calls) or ("a question" if heard.answer.asked else "no call")
    return Failing(
        case=case.id,
        reason="wrong tool" if failure.wrong == "tool" else "wrong arguments",
        input="\n".join([*before, f"→ {case.says}"]),
        expected=wanted,
        found=f"{found}\n“{heard.words[:400]}”" if heard.words and not heard.answer.calls else found,
    )


def _spoken(item: Mapping[str, Any]) -> tuple[str, str]:
    role = next(name for name in ("user", "tool", "assistant") if name in item)
    return role, str(item[role])


def _calls(calls: Sequence[Call]) -> str:
    return "\n".join(f"{call.tool} {json.dumps(dict(call.arguments), ensure_ascii=False)}" for call in calls)


SUITE = Suite(
    name="routing",
    about="what a person says -> the right tool and arguments",
    own=(
        "routing.v1.yaml",
        "routing_discovery.v1.yaml",
        "routing_resumes.v1.yaml",
        "routing_tailoring.v1.yaml",
        "routing_transfer.v1.yaml",
        "routing_content.v1.yaml",
        "routing_documents.v1.yaml",
        "routing_email.v1.yaml",
        "routing_answers.v1.yaml",
        "routing_applications.v1.yaml",
        "routing_outcomes.v1.yaml",
        "routing_applications_details.v1.yaml",
        "routing_preparing.v1.yaml",
        "routing_applying.v1.yaml",
        "routing_questions.v1.yaml",
        "routing_tracking_fresh.v1.yaml",
        "routing_tracking_fresh_2.v1.yaml",
        "routing_tracking_fresh_3.v1.yaml",
    ),
    fits=lambda case: "says" in case and "expect" in case,
    load=load,
    measure=measure,
    uses_model=True,
)
