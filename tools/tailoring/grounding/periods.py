"""Calendar dates of a sentence: years, months and periods must be the facts' own."""

from collections.abc import Iterator
from itertools import pairwise

from tools.resumes.schemas import CertificateDetail
from tools.tailoring.grounding.case import Case, problem
from tools.tailoring.grounding.dates import When, stated
from tools.tailoring.grounding.tables import load
from tools.tailoring.schemas import Problem


def dates(case: Case) -> list[Problem]:
    """Years and months must be the facts' own, and a range must be a range of the facts."""
    own = [when for reading in case.evidence.readings for when in reading.dates]
    held = own + [when for reading in case.evidence.context for when in reading.dates]
    for fact in case.evidence.facts:
        held += stated(fact.detail) + stated(fact.parent)
    if own and len(case.sentence.dates) == 1:
        held = own
    found = []
    for when in case.sentence.dates:
        if not any(when.within(other) for other in held) and not _counted(case, when):
            found.append(problem("date", when.surface, "No cited fact holds this date."))
        elif _since(case, when) and not _still(case, when):
            found.append(problem("date", when.surface, "The facts do not say that this goes on since then."))
    return found or _ranges(case)


def _counted(case: Case, when: When) -> bool:
    """Whether the facts hold the figure as it stands: "de 2000 medicamentos" is no year."""
    return any(q.value == when.year for reading in case.evidence.readings for q in reading.quantities)


def _since(case: Case, when: When) -> bool:
    before = case.sentence.tokens[when.first - 1].low if when.first else ""
    return (before in load("phrases.yaml")["since"] and before != "desde") or (
        before == "desde" and len(case.sentence.dates) == 1
    )


def _still(case: Case, when: When) -> bool:
    details = [detail for fact in case.evidence.facts for detail in (fact.detail, fact.parent) if detail]
    started = any(
        getattr(d, "current", False) and (getattr(d, "start", "") or "").startswith(str(when.year)) for d in details
    )
    if any(isinstance(d, CertificateDetail) and (d.date or "").startswith(str(when.year)) for d in details):
        return True
    words = set(load("phrases.yaml")["since"]) | set(load("measures.yaml")["present"])
    return started or any(t.low in words for r in case.evidence.all_readings() for t in r.tokens)


def _ranges(case: Case) -> list[Problem]:
    pairs = list(_pairs(case.sentence.dates))
    if not pairs:
        return []
    held = [pair for reading in case.evidence.all_readings() for pair in _pairs(reading.dates)]
    for fact in case.evidence.facts:
        held += [pair for detail in (fact.detail, fact.parent) for pair in _pairs(stated(detail))]
    return [
        problem("date", f"{first.surface} – {last.surface}", "No cited fact has this period.")
        for first, last in pairs
        if not any(first.within(a) and last.within(b) for a, b in held)
    ]


def _pairs(whens: list[When]) -> Iterator[tuple[When, When]]:
    for first, last in pairwise(whens):
        if last.first - first.last <= 3:
            yield first, last
