"""Preparations: begun, kept, shown, completed by the person. Works in the caller's session, never commits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import content as documents
from store import events
from store import jobs as job_store
from store import postings as posting_store
from store import preparations as store
from store import resumes as resume_store
from store import runs as run_store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError
from store.submissions import Preparation
from tools.applications.around.moments import shown
from tools.applications.forms.schemas import ApplicationForm
from tools.applications.preparing.company import Said
from tools.applications.preparing.flags import PostingRecord
from tools.applications.preparing.notes import PrepSource, up_to_date
from tools.applications.preparing.schemas import (
    PreparationOrder,
    PreparationView,
    PrepareJob,
    PrepNotes,
    ShowPreparation,
)
from tools.content.writing import LetterOrder, spoken
from tools.jobs.schemas import Job
from tools.jobs.service import find_job, match_job
from tools.resumes.service import find_resume, stored_facts
from tools.text import ordinal
from tools.zones import local, own_zone

PIPELINE = "job_prep"
UNDO = "preparations.remove"
_GOING_ON = ("pending", "running")


async def begin_preparation(session: AsyncSession, actor: Actor, data: PrepareJob) -> PreparationView:
    """Write down that a job is to be prepared for, with the run that will do it; one that is going on is answered.

    Raises NotFoundError (`NO_RESUME`, no such job) and ConflictError `NO_FACTS` for a resume of which nothing was read.
    """
    job_id = await find_job(session, actor, data.job)
    await job_store.lock_list(session, actor)
    going_on = await store.newest(session, actor, job_id, statuses=_GOING_ON)
    if going_on is not None:
        begun = shown(going_on.created_at, await own_zone(session, actor))
        again = f"It was begun on {begun} and goes on still; no second one was begun."
        return (await view_of(session, actor, going_on)).model_copy(update={"again": again})
    resume = await find_resume(session, actor, data.resume)
    if resume is None:
        raise NotFoundError(
            "There is no resume to prepare with yet. Upload one or paste its text first.", code="NO_RESUME"
        )
    if not await stored_facts(session, actor, resume.id):
        raise ConflictError("Nothing was read from this resume, so there is nothing to prepare with.", code="NO_FACTS")
    order = PreparationOrder(
        preparation_id=new_id(), job_id=job_id, resume_id=resume.id, letter_id=new_id(), letter=data.letter
    )
    run = await run_store.create(
        session, actor, kind=PIPELINE, area="jobs", status="queued", run_id=new_id(),
        data={"prepare": order.model_dump(mode="json")},
    )  # fmt: skip
    await session.flush()
    return await view_of(session, actor, await store.add(session, actor, order.preparation_id, job_id, run.id))


async def load_source(session: AsyncSession, actor: Actor, order: PreparationOrder) -> PrepSource:
    """Everything that notes are made of and that is known here already."""
    resume = await resume_store.get(session, actor, order.resume_id)
    row = await job_store.get(session, actor, order.job_id)
    posting = await posting_store.get(session, actor, row["posting_id"])
    _, versions = await posting_store.history(session, actor, posting.id)
    reposts = [
        version.seen_at for version in versions
        if any(change.get("field") == "posted_at" and change.get("before") for change in version.changes)
    ]  # fmt: skip
    return PrepSource(
        facts=await stored_facts(session, actor, resume.id), resume_id=resume.id, resume_name=resume.filename,
        resume_language=resume.language, job=Job.model_validate(row).model_copy(update={"match": None}),
        fit=(await match_job(session, actor, order.job_id, resume.id)).score,
        record=PostingRecord(
            posted_at=posting.posted_at, first_seen=posting.first_seen, closed_at=posting.closed_at, reposts=reposts
        ),
        said=await _said(session, actor, order.job_id),
    )  # fmt: skip


async def _said(session: AsyncSession, actor: Actor, job_id: UUID) -> list[Said]:
    """The employer's other postings on the person's list, and its mails."""
    others = await store.same_employer(session, actor, job_id)
    mails = await store.mails_of(session, actor, [job_id, *(row[0] for row in others)])
    return [
        *(Said(kind="mail", name=f"{subject} (mail {number})", text=text) for number, subject, text in mails),
        *(
            Said(kind="other_posting", name=f"{title} (job {number})", text=text, url=url, job_id=other)
            for other, number, title, text, url in others
        ),
    ]


def letter_order(order: PreparationOrder, source: PrepSource) -> LetterOrder | None:
    """The letter to be written for this preparation; None in a language that letters are not written in. Pure."""
    if spoken(source.resume_language) is None:
        return None
    return LetterOrder(document_id=order.letter_id, job_id=order.job_id, resume_id=order.resume_id)


async def set_running(session: AsyncSession, actor: Actor, order: PreparationOrder) -> None:
    """Say that somebody works on it. Raises NotFoundError when it is not there any more."""
    if not await store.set_values(session, actor, order.preparation_id, status="running"):
        raise NotFoundError("This preparation was taken away meanwhile.")


async def keep(
    session: AsyncSession, actor: Actor, order: PreparationOrder, notes: PrepNotes, form: ApplicationForm | None,
    why: str | None, *, wrote: bool,
) -> None:  # fmt: skip
    """Keep what a run has come to, once; undo takes the notes away (the letter is undone by itself)."""
    row = await store.get(session, actor, order.preparation_id)
    if row.status == "ready":
        return
    await store.set_values(
        session, actor, order.preparation_id, status="ready", notes=notes.model_dump(mode="json"),
        form=form.model_dump(mode="json") if form else None, letter_id=order.letter_id if wrote else None, why=why,
    )  # fmt: skip
    await events.record(
        session, actor, kind="job_prepared", subject="job", subject_id=order.job_id, data={"title": notes.title},
        inverse={"operation": UNDO, "id": str(order.preparation_id)},
    )  # fmt: skip


async def show_preparation(session: AsyncSession, actor: Actor, data: ShowPreparation) -> PreparationView:
    """The newest preparation of a job, or the newest of all; while one goes on, the one before it where there is one.

    Raises NotFoundError `NOT_PREPARED` with what to say.
    """
    job_id = await find_job(session, actor, data.job) if data.job else None
    found = await preparation_of(session, actor, job_id)
    return found.model_copy(update={"part": data.part})


async def preparation_of(session: AsyncSession, actor: Actor, job_id: UUID | None) -> PreparationView:
    """The same for a job whose id is known."""
    if job_id is not None:
        job = await job_store.get(session, actor, job_id)
    row = await store.newest(session, actor, job_id, statuses=("ready",)) or await store.newest(session, actor, job_id)
    if row is None:
        told = f"job {job['number']} ({job['title']})" if job_id is not None else "any job"
        which = f"job {job['number']}" if job_id is not None else "job 1"
        raise NotFoundError(
            f"Nothing is prepared for {told} yet. Say “prepare me for {which}” first.", code="NOT_PREPARED"
        )
    return await view_of(session, actor, row)


async def view_of(session: AsyncSession, actor: Actor, row: Preparation) -> PreparationView:
    """A preparation as every surface shows it; a letter that was deleted since is not named."""
    job = await job_store.get(session, actor, row.job_id)
    letter = None
    if row.letter_id is not None:
        try:
            letter = await documents.get_document(session, actor, row.letter_id)
        except NotFoundError:
            letter = None
    notes = PrepNotes.model_validate(row.notes) if row.notes else None
    if notes is not None:
        notes = up_to_date(notes, has_address=bool(job["application_url"] or job["url"]))
    return PreparationView(
        id=row.id, job_id=row.job_id, number=job["number"], title=job["title"], company=job["company"],
        status=row.status, task_id=row.run_id, form=ApplicationForm.model_validate(row.form) if row.form else None,
        notes=notes, letter_id=letter.id if letter else None,
        letter_number=letter.number if letter else None, why=row.why, again=await _again(session, actor, row),
        file_url=f"/api/v1/jobs/{row.job_id}/preparation.pdf", created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip


async def _again(session: AsyncSession, actor: Actor, row: Preparation) -> str | None:
    """Which time this is that the job is prepared for, and when the first was; None for the first."""
    earlier = await store.earlier(session, actor, row)
    if not earlier:
        return None
    first = local(earlier[0], await own_zone(session, actor))
    return f"This is the {ordinal(len(earlier) + 1)} preparation for this job; the first was of {first:%-d %B %Y}."


async def run_of(session: AsyncSession, actor: Actor, result: Mapping[str, Any]) -> UUID | None:  # noqa: ARG001
    """The run behind a PreparationView as JSON."""
    return UUID(result["task_id"]) if result.get("task_id") else None


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> PreparationView:
    """What a run has prepared, or how far it is."""
    order = PreparationOrder.model_validate(run.input["prepare"])
    return await view_of(session, actor, await store.get(session, actor, order.preparation_id))


async def run_ended(session: AsyncSession, actor: Actor, run: run_store.Run, status: str, why: str) -> None:
    """Mark a preparation whose run failed or was stopped, with the reason."""
    order = PreparationOrder.model_validate(run.input["prepare"])
    await store.set_values(session, actor, order.preparation_id, status=status, why=why)


def output_of_run(run: run_store.Run, state: dict[str, Any]) -> dict[str, Any]:
    """What a finished run keeps: which preparation it made, which letter, and why a model had no part in it."""
    wrote = state.get("draft") is not None
    order = run.input["prepare"]
    return {
        "preparation_id": order["preparation_id"], "letter_id": order["letter_id"] if wrote else None,
        "problem": state.get("problem"),
    }  # fmt: skip
