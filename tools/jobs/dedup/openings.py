"""Which known opening a posting is a copy of."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from tools.jobs.dedup.identity import Identity
from tools.jobs.dedup.rules import same_opening
from tools.jobs.dedup.verdicts import WEAK, Verdict

Id = TypeVar("Id", bound=Hashable)


def opening_of(new: Identity, openings: Mapping[Id, Sequence[Identity]]) -> tuple[Id, Verdict] | None:
    """The opening that a posting belongs to, with why; None when it is a new one.

    An opening that already has a copy with another number on the same board, in another city or of another level is
    not it, however well one of its copies fits. Where two openings fit and nothing but title and city speaks for
    either, it is neither's.
    """
    fitting: list[tuple[Id, Verdict]] = []
    for known, copies in openings.items():
        verdicts = [same_opening(copy, new) for copy in copies]
        for_it = [verdict for verdict in verdicts if verdict.same]
        if not for_it:
            continue
        if any(verdict.sure for verdict in for_it):
            return known, next(verdict for verdict in for_it if verdict.sure)
        if not any(verdict.conflict for verdict in verdicts):
            fitting.append((known, for_it[0]))
    strong = [(known, verdict) for known, verdict in fitting if verdict.rule not in WEAK]
    if strong:
        return strong[0]
    return fitting[0] if len(fitting) == 1 else None
