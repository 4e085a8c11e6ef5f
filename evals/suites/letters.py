"""Letters: cover letters written from invented resumes for invented postings, judged sentence by sentence."""

import asyncio

from evals.intervals import Share
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import letters as scorer
from evals.scorers.letters import Judged
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.tailoring.choice.relevance import local_similarity

COUNTS = {"proved": "sentences", "refused": "planted sentences", "let_in": "honest sentences"}


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - a model's sentences are in the cases
    """Write and judge every letter."""
    similarity = local_similarity()
    judged = [await asyncio.to_thread(scorer.judge, case, similarity) for case in cases.cases]
    shares = {name: Share(*counts) for name, counts in scorer.tally(judged).items()}
    languages = sorted({item.draft.language for item in judged})
    bars = [
        (
            language,
            Share(*scorer.tally([item for item in judged if item.draft.language == language])["fluent"]).estimate,
        )
        for language in languages
    ]
    return Measured(
        figures=tuple(
            Figure(name, share.estimate, COUNTS.get(name, "letters")) for name, share in shares.items() if share.total
        ),
        charts=(Chart.worst_first("Fluent, by language", bars),),
        failing=tuple(_failing(item) for item in judged if item.invented or item.clumsy or item.unheard),
    )


def _failing(item: Judged) -> Failing:
    reasons = {"invented": item.invented, "clumsy": item.clumsy, "not heard": item.unheard}
    return Failing(
        case=item.case.id,
        reason=", ".join(name for name, found in reasons.items() if found),
        input=str(dict(item.case.how)) or "a letter",
        expected="every sentence proved, nothing invented, fluent, the wishes heard",
        found="\n".join([*item.invented, *item.clumsy, *item.unheard, "", item.draft.text]),
    )


SUITE = Suite(
    name="letters",
    about="cover letters: every sentence proved, nothing invented, fluent, wishes heard",
    own=("letters.v1.yaml",),
    fits=lambda case: {"resume", "posting"} <= set(case),
    load=scorer.load,
    measure=measure,
)
