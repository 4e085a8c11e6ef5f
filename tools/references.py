"""What people call a thing: its short number, its id, or words of its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz

from store.errors import ConflictError, NotFoundError

NUMBER = re.compile(r"^(?:(?:job|resume|cv|session|tailored|no\.?|nr\.?)\s*)?#?\s*(\d{1,6})$", re.IGNORECASE)
GOOD_MATCH = 80.0
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that a reference may mean."""

    id: UUID
    number: int
    name: str


def resolve(reference: str, things: Sequence[Named], *, kind: str) -> UUID:
    """The id that `reference` means among `things`.

    Raises NotFoundError (nothing fits) or ConflictError `AMBIGUOUS` (several fit), both naming the choices.
    """
    wanted = reference.strip()
    if not things:
        raise NotFoundError(f"There is no {kind} yet.", code=f"NO_{kind.upper()}")
    if match := NUMBER.match(wanted):
        found = [thing for thing in things if thing.number == int(match[1])]
    else:
        found = [thing for thing in things if str(thing.id) == wanted.lower()] or _by_words(wanted, things)
    if len(found) == 1:
        return found[0].id
    offered = found or things
    choices = "; ".join(f"{thing.number}: {thing.name}" for thing in offered[:SHOWN])
    if len(offered) > SHOWN:
        choices += f"; and {len(offered) - SHOWN} more"
    if found:
        raise ConflictError(f"Several fit “{wanted}”. Which {kind} is meant: {choices}?", code="AMBIGUOUS")
    raise NotFoundError(f"No {kind} fits “{wanted}”. There are: {choices}.")


def _by_words(wanted: str, things: Sequence[Named]) -> list[Named]:
    lowered = wanted.lower()
    holding = [thing for thing in things if lowered and lowered in thing.name.lower()]
    if holding:
        return holding
    scored = [(fuzz.token_set_ratio(lowered, thing.name.lower()), thing) for thing in things]
    best = max(score for score, _ in scored)
    return [thing for score, thing in scored if score == best and score >= GOOD_MATCH]
