"""What a person set right, laid over what was read. Pure: the facts are always the reading and its corrections."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from tools.resumes.pairing import fingerprints, words_of
from tools.resumes.rewording import reworded
from tools.resumes.schemas import Correction, Detail, OriginalFact, ResumeFact, Span

_DETAIL: TypeAdapter[Detail] = TypeAdapter(Detail)
NOT_READ = "What it corrects is no longer read in this resume."
SAYS_OTHERWISE = "The file says something else here by now; that stands."
NO_PLACE = "The entry it stood under is no longer read in this resume."


class Place(BaseModel):
    """A fact to find again: by its id, else by its fingerprint in the reading of the time (None: was never read)."""

    fact_id: UUID
    fingerprint: str | None = None


class Said(BaseModel):
    """One correction as it is stored.

    "replace" changes `text` and `fields`, and where `moved` the entry it stands under; "add" puts `fact` under
    `parent`. `was` is the fact as the person saw it, `read` as the file had it (None for what was never read).
    """

    operation: Literal["replace", "remove", "add"]
    target: Place
    was: OriginalFact | None = None
    read: OriginalFact | None = None
    text: str | None = None
    fields: dict[str, str | bool | None] = {}
    moved: bool = False
    parent: Place | None = None
    fact: ResumeFact | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction with its row's id and time."""

    id: UUID
    said: Said
    created_at: datetime


@dataclass(slots=True)
class Laid:
    """The facts with the corrections over them, and what became of each correction."""

    facts: list[ResumeFact]
    corrections: list[Correction] = field(default_factory=list)
    prints: dict[str, UUID] = field(default_factory=dict)

    def find(self, place: Place) -> ResumeFact | None:
        """The fact that is meant, if it is there now."""
        wanted = self.prints.get(place.fingerprint or "", place.fact_id)
        by_id = {fact.id: fact for fact in self.facts}
        return by_id.get(place.fact_id) or by_id.get(wanted)


State = tuple[Literal["applied", "fulfilled", "kept"], str | None]
APPLIED: State = ("applied", None)
FULFILLED: State = ("fulfilled", None)


def lay_over(read: Sequence[ResumeFact], entries: Sequence[Entry]) -> Laid:
    """Lay the corrections, oldest first, over the facts as read; none is lost, the state of each says what it did."""
    laid = Laid(list(read), prints={mark: fact_id for fact_id, mark in fingerprints(read).items()})
    steps = {"replace": _replace, "remove": _remove, "add": _add}
    for entry in entries:
        state, note = steps[entry.said.operation](laid, entry.said)
        laid.corrections.append(_told(entry, state, note))
    laid.facts = [fact.model_copy(update={"position": index}) for index, fact in enumerate(laid.facts)]
    return laid


def _told(entry: Entry, state: Any, note: str | None) -> Correction:
    said = entry.said
    return Correction(
        id=entry.id, operation=said.operation, fact_id=said.target.fact_id, was=said.was,
        text=said.fact.text if said.fact else said.text, fields=said.fields, state=state, note=note,
        created_at=entry.created_at,
    )  # fmt: skip


def _add(laid: Laid, said: Said) -> State:
    fact = said.fact
    if fact is None:
        raise ValueError("an added fact has no words")
    parent = laid.find(said.parent) if said.parent else None
    if said.parent and parent is None:
        return "kept", NO_PLACE
    placed = fact.model_copy(update={"parent_id": parent.id if parent else None})
    if is_there(laid.facts, placed):
        return FULFILLED
    laid.facts.insert(_place(laid.facts, placed.detail.kind, placed.parent_id), placed)
    return APPLIED


def is_there(facts: Sequence[ResumeFact], fact: ResumeFact) -> bool:
    """Whether the same words stand under the same entry already."""
    same = (fact.detail.kind, words_of(fact.text), fact.parent_id)
    return any((other.detail.kind, words_of(other.text), other.parent_id) == same for other in facts)


def _place(facts: Sequence[ResumeFact], kind: str, parent_id: UUID | None) -> int:
    """Where a new fact belongs: below its entry's last line, else below the last of its kind, else at the end."""
    if parent_id is not None:
        return max(index for index, fact in enumerate(facts) if parent_id in (fact.id, fact.parent_id)) + 1
    places = [index for index, fact in enumerate(facts) if fact.detail.kind == kind]
    if not places:
        return 0 if kind == "contact" else len(facts)
    last = facts[places[-1]]
    below = [index for index, fact in enumerate(facts) if fact.parent_id == last.id]
    return max([places[-1], *below]) + 1


def _remove(laid: Laid, said: Said) -> State:
    target = laid.find(said.target)
    if target is None:
        return FULFILLED
    if not _still_says(target, said):
        return "kept", SAYS_OTHERWISE
    gone = {target.id}
    for fact in laid.facts:  # parents stand before their children
        if fact.parent_id in gone:
            gone.add(fact.id)
    laid.facts = [fact for fact in laid.facts if fact.id not in gone]
    return APPLIED


def _still_says(fact: ResumeFact, said: Said) -> bool:
    known = [original for original in (said.was, said.read) if original]
    return any(words_of(fact.text) == words_of(each.text) or fact.detail == each.detail for each in known)


def _replace(laid: Laid, said: Said) -> State:
    target = laid.find(said.target)
    if target is None:
        return FULFILLED if _says_so_already(laid.facts, said) else ("kept", NOT_READ)
    if not _agrees(target, said):
        return "kept", SAYS_OTHERWISE
    changed = corrected(target, said.text, said.fields)
    if said.moved:
        parent = laid.find(said.parent) if said.parent else None
        if said.parent and parent is None:
            return "kept", NO_PLACE
        changed = changed.model_copy(update={"parent_id": parent.id if parent else None})
        laid.facts = [fact for fact in laid.facts if fact.id != target.id]
        laid.facts.insert(_place(laid.facts, changed.detail.kind, changed.parent_id), changed)
        return APPLIED
    if changed == target:
        return FULFILLED
    laid.facts[laid.facts.index(target)] = changed
    return APPLIED


def _agrees(target: ResumeFact, said: Said) -> bool:
    """Whether what is corrected still says what it said, or already what it should."""
    known = [original for original in (said.was, said.read) if original]
    if said.text is not None and words_of(target.text) not in {words_of(each.text) for each in known} | {
        words_of(said.text)
    }:
        return False
    now = target.detail.model_dump()
    before = [each.detail.model_dump() for each in known]
    return all(
        now.get(name) == value or any(now.get(name) == each.get(name) for each in before)
        for name, value in said.fields.items()
    )


def _says_so_already(facts: Sequence[ResumeFact], said: Said) -> bool:
    if said.was is None:
        return False
    wanted = with_fields(said.was.detail, said.fields)
    words = words_of(said.text) if said.text else None
    return any(
        words_of(fact.text) == words if words else fact.detail == wanted
        for fact in facts
        if fact.detail.kind == wanted.kind
    )


def with_fields(detail: Detail, fields: dict[str, str | bool | None]) -> Detail:
    """The detail with these fields changed; pydantic's ValidationError for what the kind cannot hold."""
    return _DETAIL.validate_python({**detail.model_dump(), **fields})


def corrected(fact: ResumeFact, text: str | None, fields: dict[str, str | bool | None]) -> ResumeFact:
    """The fact with other words or fields; what was read is kept as its `original`, words follow the fields."""
    detail = with_fields(fact.detail, fields)
    words = text or (reworded(fact.text, fact.detail, detail) if detail != fact.detail else fact.text)
    if words == fact.text and detail == fact.detail:
        return fact
    changes: dict[str, Any] = {"text": words, "detail": detail}
    if fact.source in {"added", "answered"}:
        changes["span"] = Span(start=0, end=len(words))
    else:
        changes["source"] = "corrected"
        changes["original"] = fact.original or OriginalFact(text=fact.text, detail=fact.detail)
    return fact.model_copy(update=changes)
