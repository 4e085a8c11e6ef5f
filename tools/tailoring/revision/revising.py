"""Changing a tailored resume: the change worked out, proved, rendered and checked, then saved as a new version.

`prepare` works outside any session, since rendering takes a while; `keep` saves in one, unless the resume was changed
meanwhile. What is not proved or not readable is never saved.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import tailoring as store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError
from tools.context import Context
from tools.jobs.schemas import ParsedPosting, Requirement
from tools.resumes import correcting
from tools.resumes.schemas import Provenance, ResumeFact, Span
from tools.tailoring import service
from tools.tailoring.choice import material
from tools.tailoring.choice.changes import prover
from tools.tailoring.choice.coverage import recover
from tools.tailoring.choice.relevance import JobLike, local_similarity, skills_in
from tools.tailoring.choice.selection import choose
from tools.tailoring.revision import costs, editing, steering, versions
from tools.tailoring.revision.comparing import line_differences
from tools.tailoring.revision.editing_schemas import Edited, LineCost, PreparedRevision, Revision, Wish
from tools.tailoring.revision.finding import find_left_out, find_line
from tools.tailoring.schemas import Claim, Rendered, TailoredDocument

OPEN = {"completed", "waiting", "stopped", "failed"}


@dataclass(frozen=True)
class Ground:
    """What a change stands on: the newest document, the resume's facts as they are now, the job, the day."""

    id: UUID
    number: int
    version: int
    resume_id: UUID
    document: TailoredDocument
    facts: list[ResumeFact]
    job: JobLike
    now: datetime

    @property
    def today(self) -> date:
        """The day, for positions that are still held."""
        return self.now.date()


Change = Callable[[Ground], Edited]


async def stand_on(context: Context, tailored: str | None) -> Ground:
    """Read what a change stands on. ConflictError `STILL_WORKING` while the pipeline makes the document.

    A resume or a job that was erased since is made up for by what the document keeps of them.
    """
    async with context.sessions() as session:
        row = await service.find_tailored(session, context.actor, tailored)
        _check_open(row)
        document = TailoredDocument.model_validate(row.document)
        facts, job = await _sources(session, context.actor, row, document)
    return Ground(row.id, row.number, row.version, row.resume_id, document, facts, job, context.clock())


async def prepare(context: Context, tailored: str | None, change: Change, wish: Wish | None = None) -> PreparedRevision:
    """Work a change out, prove every line of it again, render it and read it back. Changes nothing yet."""
    ground = await stand_on(context, tailored)
    edited = await asyncio.to_thread(_worked_out, ground, change)
    rendered = await context.services.renderer.fit(edited.document)
    return PreparedRevision(
        tailored_id=ground.id, number=ground.number, resume_id=ground.resume_id, after=ground.version,
        before=ground.document, rendered=rendered, edited=edited, wish=wish,
    )  # fmt: skip


async def keep(session: AsyncSession, actor: Actor, data: PreparedRevision) -> Revision:
    """Save a prepared change as the newest version, undoable. ConflictError `CHANGED_MEANWHILE` when another came.

    Also while the pipeline works on the next version (`STILL_WORKING`), which would know nothing of the change.
    """
    _check_open(await store.get(session, actor, data.tailored_id))
    rendered, own = await _with_saved_fact(session, actor, data)
    document, before = rendered.document, data.before
    version = await versions.save(
        session, actor, data.tailored_id, rendered, data.edited.done or "changed nothing", after=data.after
    )
    notes = list(data.edited.notes)
    differences = line_differences(before, document)
    if version == data.after:
        notes.append("That left everything as it was, so there is no new version.")
    else:
        await _record(session, actor, data, before, own)
        notes += _unmoved(before, document) if not differences else []
    gone = [item for item in differences if item.kind == "removed"]
    rows = costs.rows_taken(before, [claim for claim in before.claims if claim.id in {item.line_id for item in gone}])
    return Revision(
        id=data.tailored_id, number=data.number, version=version, done=data.edited.done,
        differences=steering.explained(differences, document, data.wish),
        no_longer_answered=costs.lost(before, document), newly_answered=costs.gained(before, document),
        could_come_in=costs.could_come_in(document, rows) if gone else [], notes=notes,
        steering=steering.in_words(document.steering, document), pages=rendered.checks.pages,
        pdf_url=f"/api/v1/tailoring-sessions/{data.tailored_id}/pdf", page_url=f"/#/tailored/{data.tailored_id}",
    )  # fmt: skip


async def cost_of(context: Context, tailored: str | None, reference: str) -> LineCost:
    """What taking a line out, or putting a left-out fact back, gains and loses: tried, rendered and thrown away."""
    ground = await stand_on(context, tailored)
    meant = _meant(ground.document, reference)
    edited = await asyncio.to_thread(_worked_out, ground, lambda on: _tried(on, meant))
    rendered = await context.services.renderer.fit(edited.document)
    async with context.sessions() as session:
        pages = (await store.get_version(session, context.actor, ground.id, ground.version)).checks.get("pages")
    counted = (pages, rendered.checks.pages)
    if isinstance(meant, Claim):
        return costs.of_removing(ground.number, ground.document, rendered.document, meant, counted)
    return costs.of_adding(ground.number, ground.document, rendered.document, meant, counted)


def _meant(document: TailoredDocument, reference: str) -> Claim | ResumeFact:
    """The line that is meant, or the left-out fact."""
    by_id = {name: fact for fact in document.left_out for name in (str(fact.id), document.numbering.get(fact.id, ""))}
    if reference in by_id:
        return by_id[reference]
    try:
        return find_line(document, reference)
    except NotFoundError:
        return find_left_out(document, reference)


def _tried(on: Ground, meant: Claim | ResumeFact) -> Edited:
    if isinstance(meant, Claim):
        return editing.take_out(on.document, meant)
    return editing.put_back(on.document, [meant], on.job)


def steered(ground: Ground, wish: Wish) -> Edited:
    """The document as the wish would have it: lines named one by one, the rest chosen anew where it concerns all."""
    edited = steering.take_and_put(ground.document, wish, ground.job)
    wishes, done, notes = steering.gathered(edited.document, wish)
    document = edited.document
    document = document.model_copy(
        update={
            "steering": wishes,
            "template": wishes.template or document.template,
            "paper": wishes.paper or document.paper,
        }
    )
    if steering.needs_choosing(wish):
        chosen = choose(
            _facts_now(ground, document), ground.job, language=document.language, pages=document.pages_limit,
            steering=wishes, similarity=local_similarity(), today=ground.today, numbering=document.numbering,
        )  # fmt: skip
        document = steering.carried_over(document, chosen)
        notes = [*notes, *steering.unheard(wish, document)]
    return Edited(document=document, done=", ".join(filter(None, [edited.done, *done])), notes=[*edited.notes, *notes])


def own_fact(ground: Ground, words: str, old: ResumeFact, line_id: str) -> ResumeFact:
    """The person's words as a fact in the place of another; its id is a stand-in until the resume has it."""
    asked = f"Your own wording of line {line_id} of tailored resume {ground.number}, which read “{old.text}”"
    return ResumeFact(
        id=new_id(), position=old.position, text=words, span=Span(start=0, end=len(words)), detail=old.detail,
        parent_id=old.parent_id, source="added",
        provenance=Provenance(question=asked, answer=words, answered_at=ground.now),
    )  # fmt: skip


def _check_open(row: store.TailoredResume) -> None:
    if row.status not in OPEN:
        raise ConflictError(
            f"Tailored resume {row.number} is being worked on ({row.step or row.status}). Wait until it is done.",
            code="STILL_WORKING",
        )
    if row.document is None:
        raise ConflictError(
            f"Tailored resume {row.number} has no document to change: it {row.status} before there was one.",
            code="NOT_FINISHED",
        )


async def _sources(
    session: AsyncSession, actor: Actor, row: store.TailoredResume, document: TailoredDocument
) -> tuple[list[ResumeFact], JobLike]:
    try:
        loaded = await material.load(session, actor, row.id)
    except (NotFoundError, ConflictError):
        return [], _job_of(document)
    return loaded.facts, loaded.job


def _job_of(document: TailoredDocument) -> ParsedPosting:
    """What a document keeps of a job that is gone: its title and what it asked for."""
    asked = [
        Requirement(text=item.requirement, importance=item.importance, skills=sorted(skills_in(item.requirement)))
        for item in document.coverage
        if item.is_asked
    ]
    return ParsedPosting(
        title=document.job_title, company=document.company, requirements=asked, source="text",
        text="\n".join(item.text for item in asked),
    )  # fmt: skip


def _facts_now(ground: Ground, document: TailoredDocument) -> list[ResumeFact]:
    """The resume's facts as they are now; the document's own where the resume is gone or was read anew."""
    own = [*document.facts, *document.left_out]
    known = {fact.id for fact in own}
    return ground.facts if any(fact.id in known for fact in ground.facts) else own


def _worked_out(ground: Ground, change: Change) -> Edited:
    edited = change(ground)
    document = editing.prove_again(edited.document, prover(edited.document, today=ground.today), ground.job)
    judged = recover(document, ground.job, similarity=local_similarity(), today=ground.today)
    return edited.model_copy(update={"document": judged})


async def _with_saved_fact(
    session: AsyncSession, actor: Actor, data: PreparedRevision
) -> tuple[Rendered, ResumeFact | None]:
    """The rendered document with the id under which the resume has the person's own words, and that fact."""
    fact = data.edited.new_fact
    if fact is None:
        return data.rendered, None
    saved = await correcting.add_fact(
        session, actor, data.resume_id, text=fact.text, detail=fact.detail, parent_id=fact.parent_id, source="added",
        provenance=fact.provenance, with_another=True,
    )  # fmt: skip
    written = data.rendered.document.model_dump_json().replace(str(fact.id), str(saved.id))
    return data.rendered.model_copy(update={"document": TailoredDocument.model_validate_json(written)}), saved


def _unmoved(before: TailoredDocument, after: TailoredDocument) -> list[str]:
    """What to say of a new version in which no line differs."""
    looks = (before.template, before.paper) != (after.template, after.paper)
    accepted = [claim.accepted for claim in before.claims] != [claim.accepted for claim in after.claims]
    return [] if looks or accepted else ["No line had to change for it: they stand that way already."]


async def _record(
    session: AsyncSession, actor: Actor, data: PreparedRevision, before: TailoredDocument, own: ResumeFact | None
) -> None:
    """Undo goes back a version, and takes out of the resume what the change has added to it."""
    added = {"resume_id": str(data.resume_id), "fact_id": str(own.id)} if own else {}
    name = f"{data.number} for {before.job_title}: {data.edited.done}"
    await events.record(
        session, actor, kind="tailored_changed", subject="tailored resume", subject_id=data.tailored_id,
        data={"title": name},
        inverse={"operation": "tailoring.restore_version", "id": str(data.tailored_id), "version": data.after, **added},
    )  # fmt: skip
