"""Dedup: pairs of postings that are one opening or two, and a listing in which next to nothing may be merged."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.intervals import Estimate, Share
from evals.results import Chart, Failing, Figure, Measured
from evals.scorers import dedup as scorer
from evals.scorers.dedup import Judged, Merged, PairCase, Rates
from evals.suites.suite import CaseSet, Suite, Workbench
from tools.jobs.dedup.texts import words
from tools.jobs.parsing.addresses import board_id

LISTING = "newgrad_jobs_2026.csv"
SHOWN = 400


def shared(folder: Path) -> Iterable[CaseSet]:
    """The listing beside the checkout: several boards, no texts, one company with one title in many cities."""
    path = folder / "dedup" / LISTING
    return [CaseSet("newgrad", scorer.read_listing(path))] if path.is_file() else []


async def measure(cases: CaseSet, bench: Workbench) -> Measured:  # noqa: ARG001 - the rules need no model
    """Judge pairs, or merge a listing."""
    pairs = [case for case in cases.cases if isinstance(case, PairCase)]
    return await asyncio.to_thread(_pairs, pairs) if pairs else await asyncio.to_thread(_listing, cases.cases)


def _pairs(cases: Sequence[PairCase]) -> Measured:
    judged = [scorer.judge(case) for case in cases]
    ours = scorer.rates(cases, [one.merged for one in judged])
    met = Share(sum(one.met for one in judged if one.case.same), ours.recall.total)
    figures = [
        Figure("precision", ours.precision.estimate, "pairs merged"),
        Figure("recall", ours.recall.estimate, "pairs of one opening"),
        Figure("candidates", met.estimate, "pairs of one opening"),
    ]
    overlaps = [scorer.shingle_overlap(case) for case in cases]
    rows = [("keys and rules", ours)] + [
        (f"3-word shingles at {least}", scorer.rates(cases, [found >= least for found in overlaps]))
        for least in (0.85, 0.6)
    ]
    return Measured(
        figures=tuple(figures),
        charts=(
            Chart("Precision and recall, beside shingles alone", tuple(_compared(rows))),
            Chart.worst_first("Judged rightly, by kind of pair", _by_kind(judged)),
        ),
        failing=tuple(_failing(one) for one in judged if not one.right),
    )


def _compared(rows: Iterable[tuple[str, Rates]]) -> Iterable[tuple[str, Estimate]]:
    for name, found in rows:
        yield f"{name}: precision", found.precision.estimate
        yield f"{name}: recall", found.recall.estimate


def _by_kind(judged: Iterable[Judged]) -> Iterable[tuple[str, Estimate]]:
    kinds: dict[str, list[bool]] = {}
    for one in judged:
        kinds.setdefault(f"{one.case.kind} ({'same' if one.case.same else 'different'})", []).append(one.right)
    for kind, right in sorted(kinds.items()):
        yield kind, Share(sum(right), len(right)).estimate


def _failing(one: Judged) -> Failing:
    told = f"{one.verdict.rule}: {one.verdict.evidence}" if one.met else "no key brought them together"
    return Failing(
        case=one.case.id,
        reason=one.case.kind,
        input=f"{_words(one.case.a)}\n— and —\n{_words(one.case.b)}",
        expected="one opening" if one.case.same else "two openings",
        found=f"{'one opening' if one.merged else 'two openings'}, {told}",
    )


def _words(posting: Mapping[str, Any]) -> str:
    facts = [str(posting[name]) for name in scorer.FIELDS if name != "text" and posting.get(name)]
    return " | ".join(facts) + "\n" + str(posting.get("text") or "")[:SHOWN]


def _listing(rows: Sequence[Mapping[str, Any]]) -> Measured:
    """How many rows were merged, by which rule; false are those of two numbers on a board or two written places."""
    merged = list(scorer.merge_all(rows))
    false = [one for one in merged if across_numbers(one) or across_places(one)]
    rules = Counter(one.verdict.rule for one in merged)
    return Measured(
        figures=(
            Figure("kept_apart", Share(len(merged) - len(false), len(merged)).estimate, "pairs merged"),
            Figure("merged", Share(len({id(one.b) for one in merged}), len(rows)).estimate, "postings"),
        ),
        charts=(Chart("Merged, by rule", tuple((rule, Share(n, len(merged)).estimate) for rule, n in rules.items())),),
        failing=tuple(
            Failing(one.verdict.rule, "merged", f"{_words(one.a)}\n— and —\n{_words(one.b)}", "two openings",
                    one.verdict.evidence)
            for one in false
        ),
    )  # fmt: skip


def across_numbers(one: Merged) -> bool:
    """Whether the two have different job numbers on one board."""
    a, b = (board_id(str(row.get("url") or "")) for row in (one.a, one.b))
    return a is not None and b is not None and a.board == b.board and a.job != b.job


def across_places(one: Merged) -> bool:
    """Whether the two name places without a word in common, and no number says that they are one."""
    a, b = ({word for word in words(str(row.get("location") or "")) if len(word) > 2} for row in (one.a, one.b))
    numbered = one.verdict.rule in {"same number on a board", "same address"}
    return bool(a and b and not a & b) and not numbered


SUITE = Suite(
    name="dedup",
    about="one row per opening, and never two openings in one row",
    own=tuple(
        f"{name}.v1.yaml"
        for name in (
            "dedup",
            "dedup_prose",
            "dedup_variants",
            "dedup_hard",
            "dedup_reworded",
            "dedup_fresh",
            "dedup_fresh_2",
            "dedup_fresh_3",
        )
    ),
    fits=lambda case: "same" in case and "a" in case and "b" in case,
    load=scorer.load_cases,
    measure=measure,
    shared=shared,
)
