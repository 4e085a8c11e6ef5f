"""Preparations: requirements, stories, red flags and questions of made-up resumes for made-up postings."""

import asyncio

from evals.intervals import Share
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import prep as scorer
from evals.scorers.prep import Judged
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.tailoring.choice.relevance import local_similarity

COUNTS = {
    "requirements": "labelled requirements", "stories": "stories", "results": "labelled results", "quoted": "quotes",
    "asked": "labelled topics", "flags.precision": "flags raised", "flags.recall": "flags labelled",
}  # fmt: skip


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - no model has a part in it
    """Prepare and judge every case; those held aside, and those written later, are counted on their own as well."""
    similarity = local_similarity()
    judged = [await asyncio.to_thread(scorer.judge, case, similarity) for case in cases.cases]
    figures = _figures("", judged)
    for split in ("held", "fresh"):
        figures += _figures(f"{split}.", [item for item in judged if item.case.split == split])
    bars = [(name, Share(*counts).estimate) for name, counts in scorer.tally(judged).items()]
    return Measured(
        figures=tuple(figures), charts=(Chart.worst_first("Preparations", bars),),
        failing=tuple(_failing(item) for item in judged if item.faults),
    )  # fmt: skip


def _figures(prefix: str, judged: list[Judged]) -> list[Figure]:
    shares = {name: Share(*counts) for name, counts in scorer.tally(judged).items()}
    return [Figure(f"{prefix}{name}", share.estimate, COUNTS[name]) for name, share in shares.items() if share.total]


def _failing(item: Judged) -> Failing:
    return Failing(
        case=item.case.id, reason="; ".join(item.faults)[:300], input=item.case.posting,
        expected="requirements, stories and flags as labelled, every quote in its source", found="\n".join(item.faults),
    )  # fmt: skip


SUITE = Suite(
    name="prep",
    about="preparing for jobs: requirements as labelled, stories proved, quotes that stand, red flags",
    own=("prep.v1.yaml",),
    fits=lambda case: "line" in case or {"resume", "posting", "met"} <= set(case),
    load=scorer.load,
    measure=measure,
)
