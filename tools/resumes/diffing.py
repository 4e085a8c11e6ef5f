"""What changed between two states of a resume, field by field. Pure."""

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from tools.resumes.pairing import pair, words_of
from tools.resumes.schemas import Detail, ResumeFact
from tools.resumes.version_schemas import ChangedFact, ChangedField, KindDiff

UNTOLD = {"kind", "canonical"}


def diff(before: Sequence[ResumeFact], after: Sequence[ResumeFact]) -> list[KindDiff]:
    """The facts added, removed and changed, by kind in the order of the kinds; kinds without facts are left out."""
    pairs = pair(before, after)
    old, new = {fact.id: fact for fact in before}, {fact.id: fact for fact in after}
    found: dict[str, KindDiff] = {kind: KindDiff(kind=kind) for kind in _kinds()}
    for fact in before:
        if fact.id not in pairs:
            found[fact.detail.kind].removed.append(fact)
    paired = {new_id: old[old_id] for old_id, new_id in pairs.items()}
    for fact in after:
        here = found[fact.detail.kind]
        if fact.id not in paired:
            here.added.append(fact)
        elif fields := _fields(paired[fact.id], fact, old, new, pairs):
            here.changed.append(ChangedFact(before=paired[fact.id], after=fact, fields=fields))
        else:
            here.unchanged += 1
    return [kind for kind in found.values() if kind.added or kind.removed or kind.changed or kind.unchanged]


def _kinds() -> list[str]:
    union = get_args(Detail)[0]
    return [kind for detail in get_args(union) for kind in get_args(detail.model_fields["kind"].annotation)]


def _fields(
    before: ResumeFact,
    after: ResumeFact,
    old: dict[UUID, ResumeFact],
    new: dict[UUID, ResumeFact],
    pairs: dict[UUID, UUID],
) -> list[ChangedField]:
    was, now = before.detail.model_dump(), after.detail.model_dump()
    changed = [
        ChangedField(field=name, before=_said(was.get(name)), after=_said(now[name]))
        for name in now
        if name not in UNTOLD and was.get(name) != now[name]
    ]
    if not changed and words_of(before.text) != words_of(after.text):
        changed.append(ChangedField(field="words", before=before.text, after=after.text))
    above = pairs.get(before.parent_id) if before.parent_id else None
    if above != after.parent_id:
        changed.append(
            ChangedField(field="entry", before=_entry(before.parent_id, old), after=_entry(after.parent_id, new))
        )
    return changed


def _said(value: object) -> str | None:
    return None if value is None else str(value)


def _entry(fact_id: UUID | None, facts: dict[UUID, ResumeFact]) -> str | None:
    return facts[fact_id].text if fact_id in facts else None
