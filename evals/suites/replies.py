"""Replies: what mails of employers say of an application, which one they are about, and whether the words stand."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.intervals import Estimate, Share
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import replies as scorer
from evals.scorers.replies import ACTING, KINDS, Judged
from evals.suites.batches import by_batch
from evals.suites.suite import CaseSet, Suite, Workbench


def shared(folder: Path) -> Iterable[CaseSet]:
    """The labelled mails beside the checkout, those that are present."""
    place = folder / "recruiter_replies"
    sources = (
        ("rejection_mails", place / "application_rejection_emails_redacted.csv", scorer.rejection_mails),
        ("short_texts", place / "four_class_short_texts.csv", scorer.short_texts),
        ("named_files", place / "emailagent", scorer.named_files),
    )
    return [CaseSet(name, read(path)) for name, path, read in sources if path.exists()]


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - no model takes part
    """Read every mail and hold it against its label."""
    return await asyncio.to_thread(_measure, cases)


def _measure(cases: CaseSet) -> Measured:
    judged = scorer.judge(cases.cases)
    return Measured(
        figures=tuple(_figures(judged)),
        charts=(Chart.worst_first("Read rightly, by language", _by_language(judged)),),
        failing=tuple(_failing(judged)),
    )


def _figures(judged: Sequence[Judged]) -> Iterator[Figure]:
    for ending, these in by_batch(judged, lambda one: one.case.batch):
        shares = _shares(these, ending)
        yield from (Figure(name, share.estimate, counts) for name, share, counts in shares if share.total)


def _shares(judged: Sequence[Judged], ending: str) -> Iterator[tuple[str, Share, str]]:
    held = [one for one in judged if one.case.held]
    yield f"right{ending}", _right(judged), "mails"
    yield f"held{ending}", _right(held), "mails"
    for kind in KINDS:
        yield f"{kind}{ending}.precision", scorer.precision(judged, kind), "mails read as it"
        yield f"{kind}{ending}.recall", scorer.recall(judged, kind), "mails"
    for kind in ACTING:
        yield f"acting{ending}.{kind}", scorer.precision(judged, kind, acting=True), "mails acted on"
    yield f"quotes{ending}", scorer.quotes(judged), "quotes"
    yield f"ties{ending}", scorer.ties(judged), "mails"
    for name in scorer.STATED:
        yield f"{name}{ending}", scorer.stated(judged, name), "mails"
    yield f"meetings{ending}", scorer.meetings(judged), "meetings"
    yield f"answers{ending}", scorer.answers(judged), "mails"


def _right(judged: Sequence[Judged]) -> Share:
    return Share(sum(one.right for one in judged), len(judged))


def _by_language(judged: Sequence[Judged]) -> list[tuple[str, Estimate]]:
    languages = sorted({one.case.language for one in judged})
    return [
        (name or "unnamed", _right([one for one in judged if one.case.language == name]).estimate) for name in languages
    ]


def _failing(judged: Sequence[Judged]) -> Iterable[Failing]:
    for one in judged:
        if not one.right and not one.case.held:
            yield Failing(
                case=one.case.id,
                reason="read as another kind",
                input=f"{one.case.mail.subject}\n\n{one.case.mail.text}",
                expected=" or ".join(sorted(one.case.kinds)),
                found=f"{one.reply.kind} ({one.reply.confidence:.2f}): {one.reply.quote}",
            )


SUITE = Suite(
    name="replies",
    about="what mails of employers say of an application",
    own=("replies.v1.yaml", "replies_fresh.v1.yaml", "replies_unseen.v1.yaml"),
    fits=lambda case: "kind" in case and "from" in case,
    load=scorer.load_cases,
    measure=measure,
    shared=shared,
)
