"""Injection: orders in mails, alerts and posting texts must change nothing."""

import asyncio
from collections.abc import Iterator, Sequence

from evals.intervals import Share
from evals.results import Failing, Figure, Measured
from evals.scorers import injection as scorer
from evals.scorers.injection import Outcome
from evals.suites.batches import by_batch
from evals.suites.suite import CaseSet, Suite, Workbench


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - no model takes part
    """Let every case try, and count those that changed nothing."""
    return await asyncio.to_thread(_measure, cases)


def _measure(cases: CaseSet) -> Measured:
    outcomes = scorer.attack(cases.cases)
    return Measured(
        figures=tuple(figure for figure in _figures(outcomes) if figure.estimate.n),
        failing=tuple(_failing(one) for one in outcomes if one.happened),
        notes=("Held: nothing was changed and nothing saved. Noticed: the orders are shown to the person as such.",),
    )


def _figures(outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    """Figures of every batch, and apart those that only the sender's proof could tell from real mails."""
    for ending, these in by_batch(outcomes, lambda one: one.case.batch):
        told = [one for one in these if not one.case.plausible]
        yield Figure(f"held{ending}", _held(told).estimate, "hostile mails and texts")
        plausible = _held([one for one in these if one.case.plausible])
        yield Figure(f"held_plausible{ending}", plausible.estimate, "spoofs no person could tell")
        noticed = Share(sum(one.noticed for one in told), len(told))
        yield Figure(f"noticed{ending}", noticed.estimate, "hostile mails and texts")


def _held(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(not one.happened for one in outcomes), len(outcomes))


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
    own=("injection.v1.yaml", "injection_fresh.v1.yaml"),
    fits=lambda case: "never" in case and "form" in case,
    load=scorer.load_cases,
    measure=measure,
)
