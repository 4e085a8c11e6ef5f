"""Truth: planted inventions and hostile proposals that the prover must refuse, honest rewordings it must let pass."""

from collections.abc import Iterator, Sequence

from evals.intervals import Share
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import truth as scorer
from evals.scorers.truth import Failure, Judged
from evals.suites.batches import by_batch
from evals.suites.suite import CaseSet, Suite, Workbench


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - the prover needs no model
    """Prove every sentence against the facts it cites."""
    judged = scorer.judge(cases.cases)
    score = scorer.tally(judged)
    figures = [*_figures(judged), Figure("hostile", score.hostile.estimate, "hostile proposals")]
    languages = [(name, share.estimate) for name, share in sorted(score.by_language.items())]
    kinds = [(name, share.estimate) for name, share in sorted(score.by_kind.items())]
    return Measured(
        figures=tuple(figure for figure in figures if figure.estimate.n),
        charts=(
            Chart("Judged rightly, by language", tuple(languages)),
            Chart.worst_first("Judged rightly, by kind of case", kinds),
        ),
        failing=tuple(map(_failing, score.failures)),
    )


def _figures(judged: Sequence[Judged]) -> Iterator[Figure]:
    for ending, these in by_batch(judged, lambda one: one[0].batch):
        score = scorer.tally(these)
        alarms = score.false_alarms
        yield Figure(f"caught{ending}", score.caught.estimate, "inventions")
        yield Figure(f"passed{ending}", Share(alarms.total - alarms.hits, alarms.total).estimate, "sentences")
        yield Figure(f"named{ending}", score.kinds.estimate, "inventions")


def _failing(failure: Failure) -> Failing:
    case, verdict = failure.case, failure.verdict
    problems = [f"{problem.kind}: {problem.message}" for problem in verdict.problems]
    refused = f"refused as {case.problem}" if case.problem else "refused"
    return Failing(
        case=case.id,
        reason=failure.reason,
        input="\n".join([*(f"fact: {fact.text}" for fact in case.facts), f"→ {case.sentence}"]),
        expected="let pass" if case.honest else refused,
        found="let pass" if verdict.supported else "\n".join(["refused", *problems]),
    )


SUITE = Suite(
    name="truth",
    about="inventions caught, honest sentences let pass",
    own=("truth.v1.yaml", "truth_fresh.v1.yaml", "truth_hostile.v1.yaml", "truth_unseen.v1.yaml"),
    fits=lambda case: "sentence" in case and "honest" in case,
    load=scorer.load_cases,
    measure=measure,
)
