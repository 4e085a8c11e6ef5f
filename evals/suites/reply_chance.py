"""Chances of a reply: learned from invented users of known truth, and held against that truth."""

import asyncio
from collections.abc import Iterator, Sequence

from evals.intervals import Estimate, Share, mean, pooled
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import reply_chance as scorer
from evals.scorers.reply_chance import Judged, Scenario
from evals.suites.suite import CaseSet, Suite, Workbench

# So much more squared error than the base rate's is none.
ALIKE = 0.002


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - nothing here asks a model
    """Draw every user, learn, ask, and compare with what is true."""
    judged: list[tuple[Scenario, list[Judged]]] = []
    for case in cases.cases:
        judged.append((case, await asyncio.to_thread(_users, case)))
    silent = [user.silent for case, users in judged if case.expect == "silent" for user in users]
    told = [(case, [user for user in users if not user.silent]) for case, users in judged if case.expect == "chance"]
    users = [user for _, found in told for user in found]
    shown = [(case.id, found) for case, found in told if found]
    moved = [user for case, found in told if case.effects or case.sources for user in found]
    return Measured(
        figures=(
            Figure("calibrated", _calibrated(users), "users"),
            Figure("covered", _covered(users), "users"),
            Figure("not_worse", Share(sum(map(_not_worse, users)), len(users)).estimate, "users"),
            Figure("gain", pooled([_gained(u) for u in moved], [u.excess_of_base for u in moved]), "users"),
            Figure("silent", Share(sum(silent), len(silent)).estimate, "users with too little"),
        ),
        charts=(
            Chart.worst_first("Not worse than the base rate", [(name, _share(found)) for name, found in shown]),
            Chart.worst_first("Truth within the interval", [(name, _covered(found)) for name, found in shown]),
            Chart.worst_first("Calibrated (1 - ECE)", [(name, _calibrated(found)) for name, found in shown]),
        ),
        failing=tuple(_failing(case, found) for case, found in told if found and not _holds(found)),
        notes=tuple(_notes(users, shown)),
    )


def _users(case: Scenario) -> list[Judged]:
    return [scorer.judge(case, user) for user in range(case.users)]


def _covered(users: Sequence[Judged]) -> Estimate:
    return mean([_inside(user) for user in users])


def _calibrated(users: Sequence[Judged]) -> Estimate:
    return mean([1 - scorer.calibration_error([user]) for user in users])


def _inside(user: Judged) -> float:
    return float(user.inside.mean())


def _not_worse(user: Judged) -> bool:
    return user.brier <= user.brier_of_base + ALIKE


def _share(users: Sequence[Judged]) -> Estimate:
    return Share(sum(map(_not_worse, users)), len(users)).estimate


def _gained(user: Judged) -> float:
    """How much of the base rate's distance from the truth is gone, at least none of it."""
    return max(0.0, user.excess_of_base - user.excess)


def _holds(users: Sequence[Judged]) -> bool:
    better = sum(user.brier for user in users) <= sum(user.brier_of_base + ALIKE for user in users)
    return better and sum(map(_inside, users)) / len(users) >= 0.85


def _failing(case: Scenario, users: Sequence[Judged]) -> Failing:
    n = len(users)
    brier, base = (sum(u.brier for u in users) / n, sum(u.brier_of_base for u in users) / n)
    return Failing(
        case=case.id,
        reason="worse than the base rate, or intervals too narrow",
        input=str(case.model_dump(exclude_defaults=True)),
        expected=f"Brier at most {base:.4f}, 0.85 of the truth within the intervals",
        found=f"Brier {brier:.4f}, {sum(map(_inside, users)) / n:.2f} within",
    )


def _notes(users: list[Judged], shown: Sequence[tuple[str, list[Judged]]]) -> Iterator[str]:
    yield f"All: {_in_short(users)}."
    for name, found in shown:
        yield f"{name}: {_in_short(found)}."


def _in_short(users: list[Judged]) -> str:
    n = len(users)
    brier, base = (sum(u.brier for u in users) / n, sum(u.brier_of_base for u in users) / n)
    return (
        f"{n} users, Brier {brier:.4f} against {base:.4f} of the base rate, ECE {scorer.calibration_error(users):.3f}, "
        f"{sum(map(_inside, users)) / n:.3f} of the truth within intervals of "
        f"{100 * sum(user.width for user in users) / n:.0f} points"
    )


SUITE = Suite(
    name="reply_chance",
    about="chances of a reply: calibrated, intervals that hold, never worse than the base rate, silent without enough",
    own=("reply_chance.v1.yaml", "reply_chance_fresh.v1.yaml"),
    fits=lambda case: {"users", "sent", "base"} <= set(case),
    load=scorer.load,
    measure=measure,
)
