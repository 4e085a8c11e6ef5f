"""What can be done with tailored resumes. Every function works in the caller's session and never commits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import resumes as resume_store
from store import runs as run_store
from store import tailoring as store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError
from store.pagination import Page, PageRequest
from tools.jobs.schemas import Job
from tools.jobs.service import find_job, get_job
from tools.references import Named, resolve
from tools.resumes.schemas import ResumeFact
from tools.resumes.service import find_resume, stored_facts
from tools.tailoring.choice.changes import diff
from tools.tailoring.proof import Sources, proof_json
from tools.tailoring.proof_schemas import ProvedFact, ProvedLine, TailoredProof
from tools.tailoring.revision.finding import find_line, place_of
from tools.tailoring.schemas import (
    Claim,
    LineChange,
    OptionalTailored,
    ShowProof,
    TailoredChanges,
    TailoredDocument,
    TailoredList,
    TailoredResult,
    TailoredSummary,
    TailoringSession,
    TailorResume,
)
from tools.tailoring.wording import RIGHT

PIPELINE = "tailor_resume"


async def start_tailoring(session: AsyncSession, actor: Actor, data: TailorResume) -> TailoredResult:
    """Write down that a resume is to be tailored to a job, with the run that will do it."""
    resume = await find_resume(session, actor, data.resume)
    if resume is None:
        raise NotFoundError("There is no resume to tailor yet. Upload one or paste its text first.", code="NO_RESUME")
    job = await get_job(session, actor, await find_job(session, actor, data.job))
    run_id = new_id()
    row = await store.create(
        session, actor, resume_id=resume.id, job_id=job.id, run_id=run_id,
        options=data.model_dump(include={"pages", "emphasise", "ask", "template", "paper"}),
    )  # fmt: skip
    await run_store.create(
        session,
        actor,
        kind=PIPELINE,
        area="tailoring",
        status="queued",
        run_id=run_id,
        data={"session_id": str(row.id)},
    )
    await events.record(
        session, actor, kind="resume_tailored", subject="tailored resume", subject_id=row.id,
        data={"job": job.title, "resume": resume.filename},
        inverse={"operation": "tailoring.remove", "id": str(row.id)},
    )  # fmt: skip
    return result_of(row, job.title, job.company)


def result_of(row: store.TailoredResume, title: str | None = None, company: str | None = None) -> TailoredResult:
    """The short result that a conversation shows."""
    base = TailoredResult.model_validate(
        {
            "id": row.id, "number": row.number, "status": row.status, "job_title": title, "company": company,
            "error": row.error, "pdf_url": pdf_url(row), "page_url": f"/#/tailored/{row.id}",
            "question": row.question,
        }
    )  # fmt: skip
    if row.document is None:
        return base
    document = TailoredDocument.model_validate(row.document)
    return base.model_copy(
        update={
            "job_title": document.job_title,
            "company": document.company,
            "lines": len(document.claims),
            "reworded": sum(claim.origin == "reworded" for claim in document.claims),
            "refused": sum(claim.origin == "fallback" for claim in document.claims),
            "left_out": len(document.left_out),
            "covered": _covered(document, wholly=True),
            "partly_covered": _covered(document, wholly=False),
            "gaps": document.gaps,
            "left_out_answers": document.left_out_answers,
        }
    )


def _covered(document: TailoredDocument, *, wholly: bool) -> list[str]:
    """The requirements that lines answer: those with nothing lacking, or those with something."""
    lacking = {gap.posting_quote for gap in [*document.gaps, *document.left_out_answers]}
    return [
        item.requirement for item in document.coverage if item.claim_ids and (item.requirement in lacking) != wholly
    ]


def pdf_url(row: store.TailoredResume) -> str | None:
    """Where the finished PDF is served."""
    return f"/api/v1/tailoring-sessions/{row.id}/pdf" if row.version else None


def session_of(row: store.TailoredResume) -> TailoringSession:
    """The stored row as the API shows it."""
    return TailoringSession.model_validate(row).model_copy(update={"pdf_url": pdf_url(row)})


async def get_session(session: AsyncSession, actor: Actor, tailored_id: UUID) -> TailoringSession:
    """One tailoring session with its document, when there is one."""
    return session_of(await store.get(session, actor, tailored_id))


async def get_result(session: AsyncSession, actor: Actor, tailored_id: UUID) -> TailoredResult:
    """The short result of a tailoring, as it stands now."""
    return result_of(await store.get(session, actor, tailored_id))


async def run_of(session: AsyncSession, actor: Actor, result: Mapping[str, Any]) -> UUID | None:
    """The run behind a TailoredResult as JSON."""
    return (await store.get(session, actor, UUID(result["id"]))).run_id


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> TailoredResult:
    """The short result of the tailoring that a run is for."""
    return await get_result(session, actor, UUID(run.input["session_id"]))


async def run_ended(session: AsyncSession, actor: Actor, run: run_store.Run, status: str, why: str) -> None:
    """Mark the tailoring that a run was for as stopped or failed."""
    ended = "stopped" if status == "cancelled" else "failed"
    await end(session, actor, UUID(run.input["session_id"]), status=ended, error=why)


def output_of_run(run: run_store.Run, state: dict[str, Any]) -> dict[str, Any]:
    """What a finished run keeps: which session it was for, and why there are no rewordings, if there are none."""
    return {"session_id": run.input.get("session_id"), "problem": state.get("problem")}


async def load_material(
    session: AsyncSession, actor: Actor, tailored_id: UUID
) -> tuple[store.TailoredResume, list[ResumeFact], Job, str]:
    """What the pipeline works on: the session's row, the resume's facts, the job, the resume's language."""
    row = await store.get(session, actor, tailored_id)
    resume = await resume_store.get(session, actor, row.resume_id)
    facts = await stored_facts(session, actor, row.resume_id)
    if not facts:
        raise ConflictError("Nothing was read from this resume, so there is nothing to choose from.", code="NO_FACTS")
    return row, facts, await get_job(session, actor, row.job_id), resume.language


async def set_progress(
    session: AsyncSession, actor: Actor, tailored_id: UUID, *, progress: int, step: str, status: str = "running"
) -> None:
    """Say how far a tailoring is (0 to 100) and what it does now."""
    if not await store.set_open(session, actor, tailored_id, progress=progress, step=step, status=status):
        raise ConflictError("This tailoring was stopped or undone.", code="TAILORING_ENDED")


async def end(session: AsyncSession, actor: Actor, tailored_id: UUID, *, status: str, error: str | None) -> None:
    """Mark a tailoring that has not ended as failed or stopped, with the reason."""
    await store.set_open(session, actor, tailored_id, status=status, error=error)


async def stop(session: AsyncSession, actor: Actor, tailored_id: UUID) -> None:
    """Stop a tailoring that has not ended, and its run."""
    row = await store.get(session, actor, tailored_id)
    if row.run_id is not None:  # the run first, as everywhere, so that two that change both never wait for each other
        await run_store.cancel(session, actor, row.run_id)
    await end(session, actor, tailored_id, status="stopped", error="You stopped it.")


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[TailoredSummary]:
    """The actor's tailorings, newest first."""
    found = await store.list_page(session, actor, page)
    items = [_summary(row) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])


def _summary(row: store.TailoredResume) -> TailoredSummary:
    result = result_of(row)
    return TailoredSummary.model_validate(
        {
            **result.model_dump(include={"id", "number", "status", "job_title", "company", "pdf_url"}),
            "progress": row.progress, "resume_id": row.resume_id, "job_id": row.job_id, "created_at": row.created_at,
        }
    )  # fmt: skip


async def list_tailored(session: AsyncSession, actor: Actor, _: Any) -> TailoredList:
    """All the actor's tailorings."""
    return TailoredList(tailored=(await list_page(session, actor, PageRequest(limit=50)))["items"])


async def find_tailored(session: AsyncSession, actor: Actor, reference: str | None) -> store.TailoredResume:
    """The tailoring a number, id or words of its job mean; the latest without a reference."""
    rows = (await store.list_page(session, actor, PageRequest(limit=200)))["items"]
    if not rows:
        raise NotFoundError("No resume has been tailored yet. Say for which job.", code="NO_TAILORED")
    if reference is None:
        return rows[0]
    things = [Named(row.id, row.number, " ".join(filter(None, _job_words(row)))) for row in rows]
    return await store.get(session, actor, resolve(reference, things, kind="tailored"))


def _job_words(row: store.TailoredResume) -> tuple[str | None, str | None]:
    result = result_of(row)
    return result.job_title, result.company


def _document(row: store.TailoredResume) -> TailoredDocument:
    if row.document is None:
        raise ConflictError(
            f"Tailoring {row.number} has no document: it is {row.status}" + (f" ({row.error})." if row.error else "."),
            code="NOT_FINISHED",
        )
    return TailoredDocument.model_validate(row.document)


async def changes_of(session: AsyncSession, actor: Actor, data: OptionalTailored) -> TailoredChanges:
    """What tailoring moved, reworded, left out or kept, each with its reason."""
    return await _changes(session, actor, await find_tailored(session, actor, data.tailored))


async def get_changes(session: AsyncSession, actor: Actor, tailored_id: UUID) -> TailoredChanges:
    """The same for the tailoring with this id, else NotFoundError."""
    return await _changes(session, actor, await store.get(session, actor, tailored_id))


async def _changes(session: AsyncSession, actor: Actor, row: store.TailoredResume) -> TailoredChanges:
    document = _document(row)
    facts = await stored_facts(session, actor, row.resume_id)
    if not facts:  # the resume has been erased since; its cited facts travel with the document
        facts = [*document.facts, *document.left_out]
    changes = [LineChange.model_validate(change.model_dump()) for change in diff(facts, document)]
    return TailoredChanges(number=row.number, job_title=document.job_title, company=document.company, changes=changes)


async def show_proof(session: AsyncSession, actor: Actor, data: ShowProof) -> TailoredProof:
    """Where each line comes from and who said so; with `line`, only those that fit it."""
    row = await find_tailored(session, actor, data.tailored)
    document = _document(row)
    sources = await _sources(session, actor, row)
    facts = {fact.id: fact for fact in document.facts}
    claims = _meant(document, data.line) if data.line else document.claims
    lines = [
        ProvedLine.model_validate(
            {
                **claim.model_dump(include={"id", "section", "origin", "covers", "refused", "problems"}),
                "text": claim.text.replace(RIGHT, " "),
                "facts": [_proved(facts[fact_id], sources) for fact_id in claim.fact_ids],
            }
        )
        for claim in claims
    ]
    return TailoredProof(number=row.number, resume_id=row.resume_id, lines=lines)


def _meant(document: TailoredDocument, reference: str) -> list[Claim]:
    """The line with this id or in this place, else every line that says the words, else the one most like them."""
    if place_of(reference) is None:
        wanted = reference.casefold()
        by_id = [claim for claim in document.claims if claim.id.casefold() == wanted]
        saying = [claim for claim in document.claims if wanted in claim.text.replace(RIGHT, " ").casefold()]
        if by_id or saying:
            return by_id or saying
    return [find_line(document, reference)]


def _proved(fact: ResumeFact, sources: Sources) -> ProvedFact:
    return ProvedFact(
        text=fact.text, start=fact.span.start, end=fact.span.end, **sources.origin(fact).model_dump()
    )  # fmt: skip


async def _sources(session: AsyncSession, actor: Actor, row: store.TailoredResume) -> Sources:
    """Where the facts of a tailored resume come from; of a resume that was erased only its id is known."""
    corrections = await resume_store.corrections(session, actor, row.resume_id)
    names = (await resume_store.list_page(session, actor, PageRequest(limit=200)))["items"]
    return Sources(
        resume_id=row.resume_id,
        resumes={resume.id: resume.filename for resume in names},
        corrected_at={
            UUID(fact_id): correction.created_at
            for correction in corrections
            if (fact_id := correction.values.get("target", {}).get("fact_id"))
        },
    )


async def proof_document(session: AsyncSession, actor: Actor, tailored_id: UUID) -> dict[str, Any]:
    """The proof that travels beside the PDF, as JSON; `ProofDocument` says what it holds."""
    row = await store.get(session, actor, tailored_id)
    return proof_json(_document(row), await _sources(session, actor, row))
