"""How long somebody has worked, in all and at what a requirement speaks of."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tools.resumes.schemas import PositionDetail
from tools.tailoring.choice.relevance import Need
from tools.tailoring.schemas import TailoredDocument


@dataclass(frozen=True)
class Held:
    """A position that a document shows, with the words of its line and of the lines below it."""

    claim_id: str
    detail: PositionDetail
    words: str

    def is_about(self, need: Need) -> bool:
        """Whether it speaks of at least half of what the need names; endings and compounds aside."""
        named = sum(token in self.words for token in need.tokens)
        return 2 * named >= len(need.tokens)


def positions_of(document: TailoredDocument) -> list[Held]:
    """The document's positions in reading order."""
    details = {fact.id: fact.detail for fact in document.facts}
    positions = []
    for claim in document.claims:
        detail = details.get(claim.fact_ids[0]) if claim.fact_ids else None
        if isinstance(detail, PositionDetail):
            below = [item.text for item in document.claims if item.parent_id == claim.fact_ids[0]]
            positions.append(Held(claim.id, detail, " ".join([claim.text, *below]).casefold()))
    return positions


def years_held(details: Iterable[PositionDetail], today: date | None = None) -> float:
    """Years in which at least one dated position was held, overlaps counted once; a bare year counts from January.

    Without `today` a position still held counts to the newest date there is: then it is the least it can be.
    """
    dated = [item for item in details if item.start]
    newest = max((_months(day) for item in dated for day in (item.start, item.end) if day), default=0)
    latest = _months(today.isoformat()) if today else newest
    total, reached = 0, 0
    for start, end in sorted((_months(item.start or ""), _end(item, latest)) for item in dated):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total / 12


def most_years(details: Sequence[PositionDetail], today: date | None) -> float:
    """The same, but unbounded where a position is still held and nobody says what day it is."""
    return math.inf if today is None and any(item.current for item in details) else years_held(details, today)


def _end(detail: PositionDetail, latest: int) -> int:
    return latest if detail.current else _months(detail.end or detail.start or "")


def _months(day: str) -> int:
    parts = [int(part) for part in day.split("-")[:2] if part.isdigit()]
    return parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else 0) if parts else 0
