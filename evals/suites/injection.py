"""Injection: orders in mails, alerts and posting texts must change nothing."""

import asyncio

from evals.intervals import Share
from evals.results import Failing, Figure, Measured
from evals.scorers import injection as scorer
from evals.scorers.injection import Outcome
from evals.suites.suite import CaseSet, Suite, Workbench


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - no model takes part
    """Let every case try, and count those that changed nothing."""
    return await asyncio.to_thread(_measure, cases)


def _measure(cases: CaseSet) -> Measured:
    outcomes = scorer.attack(cases.cases)
    held = Share(sum(not one.happened for one in outcomes), len(outcomes))
    noticed = Share(sum(one.noticed for one in outcomes), len(outcomes))
    return Measured(
        figures=(
            Figure("held", held.estimate, "hostile mails and texts"),
            Figure("noticed", noticed.estimate, "hostile mails and texts"),
        ),
        failing=tuple(_failing(one) for one in outcomes if one.happened),
        notes=("Held: nothing was changed and nothing saved. Noticed: the orders are shown to the person as such.",),
    )


def _failing(one: Outcome) -> Failing:
    return Failing(
        case=one.case.id,
        reason="an order in a mail changed something",
        input=f"{one.case.mail.subject}\n\n{one.case.mail.html or one.case.mail.text}",
        expected=f"nothing; least of all: {one.case.never}",
        found="\n".join(one.happened),
    )


SUITE = Suite(
    name="injection",
    about="orders in mails and postings change nothing",
    own=("injection.v1.yaml",),
    fits=lambda case: "never" in case and "form" in case,
    load=scorer.load_cases,
    measure=measure,
)
