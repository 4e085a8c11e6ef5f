"""Setting right what was read: each correction is kept apart from the facts, and can be taken back.

Every function works in the caller's session and never commits.
"""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import ValidationError as Invalid
from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import resumes as store
from store.actors import Actor
from store.base import new_id
from store.errors import AlreadyExistsError, NotFoundError, ValidationError
from tools.resumes import primary, service, showing, spoken
from tools.resumes.corrections import Laid, Place, Said, corrected, is_there, lay_over
from tools.resumes.fields import cleaned, cleaned_text, tidied
from tools.resumes.pairing import fingerprints
from tools.resumes.rewording import composed
from tools.resumes.schemas import Detail, FactChanges, OriginalFact, Provenance, ResumeFact, Span
from tools.resumes.service import fact_of
from tools.resumes.spoken_schemas import CorrectedFact, CorrectFact

UNDO = "resumes.uncorrect"


async def add_fact(
    session: AsyncSession,
    actor: Actor,
    resume_id: UUID,
    *,
    text: str,
    detail: Detail,
    parent_id: UUID | None = None,
    source: Literal["added", "answered"] = "added",
    provenance: Provenance | None = None,
    with_another: bool = False,
) -> ResumeFact:
    """Add what the file does not say, below the entry `parent_id` or with its own kind; undo takes it back.

    `with_another`: it is part of another change, whose undo takes it back (see `take_out`).

    Raises NotFoundError for a resume or an entry that is not there, AlreadyExistsError for words that are there,
    ValidationError for dates that are none.
    """
    await store.locked(session, actor, resume_id)
    read, entries = await primary.layers(session, actor, resume_id)
    laid = lay_over(read, entries)
    detail = tidied(detail)
    words = " ".join(text.split()) or composed(detail)
    if not words:
        raise ValidationError(f"A {detail.kind} needs words.")
    fact = ResumeFact(
        id=new_id(), text=words, span=Span(start=0, end=len(words)), detail=detail, parent_id=parent_id,
        source=source, provenance=provenance,
    )  # fmt: skip
    parent = _place(read, _find(laid, parent_id)) if parent_id else None
    if is_there(laid.facts, fact):
        raise AlreadyExistsError(f"“{words}” stands in this resume already.")
    said = Said(operation="add", target=Place(fact_id=fact.id), fact=fact, parent=parent)
    told = {"filename": fact.text, "added": True, **({"passed_over": True} if with_another else {})}
    await _write(session, actor, resume_id, said, told)
    return await _fact(session, actor, resume_id, fact.id)


async def correct_fact(
    session: AsyncSession,
    actor: Actor,
    resume_id: UUID,
    fact_id: UUID,
    changes: FactChanges,
    *,
    confirm: bool = False,
) -> ResumeFact:
    """Change a fact's words or fields, or the entry it stands under; what was read is kept beside it.

    What changes nothing is only written down where it is to `confirm` what stands.

    Raises NotFoundError, and ValidationError naming the field that cannot be what was given.
    """
    await store.locked(session, actor, resume_id)
    read, entries = await primary.layers(session, actor, resume_id)
    laid = lay_over(read, entries)
    fact = _find(laid, fact_id)
    text, fields = cleaned_text(fact.detail, changes.text, cleaned(fact.detail, changes.fields))
    moved = "parent_id" in changes.model_fields_set and changes.parent_id != fact.parent_id
    parent = _place(read, _find(laid, changes.parent_id)) if moved and changes.parent_id else None
    if moved and parent is not None:
        _check_parent(fact, _find(laid, parent.fact_id))
    _check(fact, text, fields)
    if not (moved or confirm) and corrected(fact, text, fields) == fact:
        return fact
    said = Said(
        operation="replace", target=_place(read, fact), was=_original(fact), read=_as_read(read, fact), text=text,
        fields=fields, moved=moved, parent=parent,
    )  # fmt: skip
    await _write(session, actor, resume_id, said, {"filename": fact.text})
    return await _fact(session, actor, resume_id, fact_id)


async def remove_fact(session: AsyncSession, actor: Actor, resume_id: UUID, fact_id: UUID) -> ResumeFact:
    """Take a wrong fact out, with the lines below it; answers the fact as it was. NotFoundError where it is not."""
    await store.locked(session, actor, resume_id)
    read, entries = await primary.layers(session, actor, resume_id)
    fact = _find(lay_over(read, entries), fact_id)
    said = Said(operation="remove", target=_place(read, fact), was=_original(fact), read=_as_read(read, fact))
    await _write(session, actor, resume_id, said, {"filename": fact.text, "removed": True})
    return fact


async def take_back(session: AsyncSession, actor: Actor, resume_id: UUID, correction_id: UUID) -> None:
    """Take one correction back, whichever were made since; undo puts it in force again. NotFoundError without it."""
    file = await store.locked(session, actor, resume_id)
    rows = {row.id: row for row in await store.corrections(session, actor, resume_id)}
    row = rows.get(correction_id)
    if row is None:
        raise NotFoundError("There is no such correction.")
    kept = {"id": str(row.id), "operation": row.operation, "fingerprint": row.fingerprint, "values": row.values}
    await uncorrect(session, actor, resume_id, correction_id)
    await events.record(
        session, actor, kind="correction_taken_back", subject="resume", subject_id=resume_id,
        data={"filename": file.filename},
        inverse={"operation": "resumes.correct_again", "id": str(resume_id), "correction": kept},
    )  # fmt: skip


async def correct_as_said(session: AsyncSession, actor: Actor, data: CorrectFact) -> CorrectedFact:
    """Set right, add, remove or move what a person says, in the resume they mean.

    Without a name it is the primary one, or the only other one that what they say fits. Raises NotFoundError and
    ConflictError `AMBIGUOUS`, both naming the choices, and ValidationError.
    """
    row, facts = await _meant(session, actor, data)
    base = CorrectedFact(
        number=row.number, filename=row.filename, action=data.action,
        record_behind=await store.record_merged_from(session, actor, row.id),
    )  # fmt: skip
    if data.action == "add":
        text, detail, parent_id = spoken.added_fact(facts, data)
        added = await add_fact(session, actor, row.id, text=text, detail=detail, parent_id=parent_id)
        shown = await showing.get_fact(session, actor, row.id, added.id)
        return base.model_copy(update={"after": spoken.called(added), "shown": shown})
    target = spoken.target_of(facts, data)
    base = base.model_copy(update={"before": spoken.called(target)})
    if data.action == "remove":
        await remove_fact(session, actor, row.id, target.id)
        below = len(facts) - 1 - len(await store.facts(session, actor, row.id))
        return base.model_copy(update={"removed_below": below})
    if data.action == "move":
        changes = FactChanges(parent_id=spoken.entry_of(facts, data.value).id)
    else:
        words, fields = spoken.changes_of(target, data)
        changes = FactChanges.model_validate({"text": words, "fields": fields})
    now = await correct_fact(session, actor, row.id, target.id, changes)
    shown = await showing.get_fact(session, actor, row.id, now.id)
    return base.model_copy(update={"after": spoken.called(now), "shown": shown})


async def _meant(session: AsyncSession, actor: Actor, data: CorrectFact) -> tuple[store.Resume, list[ResumeFact]]:
    """The resume that is meant, with its facts."""
    row = await service.found(session, actor, data.resume)
    facts = await service.stored_facts(session, actor, row.id)
    if data.resume is not None or data.action == "add" or spoken.fits(facts, data):
        return row, facts
    others = [other for other in await store.uploads(session, actor) if other.id != row.id]
    told = [(other, await service.stored_facts(session, actor, other.id)) for other in others]
    fitting = [(other, said) for other, said in told if spoken.fits(said, data)]
    return fitting[0] if len(fitting) == 1 else (row, facts)


async def take_out(session: AsyncSession, actor: Actor, resume_id: UUID, fact_id: UUID) -> None:
    """Forget that a fact was added, as undoing the change does that it was part of; no event is written."""
    for row in await store.corrections(session, actor, resume_id):
        if row.operation == "add" and row.values["target"]["fact_id"] == str(fact_id):
            await uncorrect(session, actor, resume_id, row.id)


async def uncorrect(session: AsyncSession, actor: Actor, resume_id: UUID, correction_id: UUID) -> None:
    """Forget a correction and lay the others over the reading anew; no event is written."""
    await store.remove_corrections(session, actor, resume_id, [correction_id])
    await primary.settle(session, actor, resume_id)


async def correct_again(session: AsyncSession, actor: Actor, resume_id: UUID, correction: dict[str, Any]) -> None:
    """Put a correction that was taken back in force again; no event is written."""
    await store.locked(session, actor, resume_id)
    await store.add_correction(session, actor, resume_id, **{**correction, "id": UUID(correction["id"])})
    await primary.settle(session, actor, resume_id)


def _find(laid: Laid, fact_id: UUID | None) -> ResumeFact:
    found = next((fact for fact in laid.facts if fact.id == fact_id), None)
    if found is None:
        raise NotFoundError("There is no such fact in this resume.")
    return found


def _place(read: Sequence[ResumeFact], fact: ResumeFact) -> Place:
    return Place(fact_id=fact.id, fingerprint=fingerprints(read).get(fact.id))


def _original(fact: ResumeFact) -> OriginalFact:
    return OriginalFact(text=fact.text, detail=fact.detail)


def _as_read(read: Sequence[ResumeFact], fact: ResumeFact) -> OriginalFact | None:
    return next((_original(other) for other in read if other.id == fact.id), None)


def _check(fact: ResumeFact, text: str | None, fields: dict[str, str | bool | None]) -> None:
    try:
        corrected(fact, text, fields)
    except Invalid as problem:
        where = ", ".join(str(error["loc"][-1]) for error in problem.errors())
        raise ValidationError(f"A {fact.detail.kind} cannot be without its {where}.") from problem


def _check_parent(fact: ResumeFact, parent: ResumeFact) -> None:
    if fact.detail.kind in {"bullet", "other"} and parent.detail.kind in {"position", "project", "education"}:
        return
    raise ValidationError(f"A {fact.detail.kind} cannot stand under a {parent.detail.kind}; lines stand under entries.")


async def _write(session: AsyncSession, actor: Actor, resume_id: UUID, said: Said, data: dict[str, Any]) -> None:
    values = said.model_dump(mode="json", exclude={"operation"})
    row = await store.add_correction(
        session, actor, resume_id, operation=said.operation, fingerprint=said.target.fingerprint, values=values
    )
    await primary.settle(session, actor, resume_id)
    await events.record(
        session, actor, kind="resume_corrected", subject="resume", subject_id=resume_id, data=data,
        inverse={"operation": UNDO, "id": str(resume_id), "correction": str(row.id)},
    )  # fmt: skip


async def _fact(session: AsyncSession, actor: Actor, resume_id: UUID, fact_id: UUID) -> ResumeFact:
    return next(fact_of(row) for row in await store.facts(session, actor, resume_id) if row.id == fact_id)
