"""What came of a form that was handed in, written down once: with the job's application, its timeline and documents."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, content, events
from store import runs as run_store
from store import submissions as store
from store.actors import Actor
from store.errors import ConflictError, NotFoundError
from tools.applications import moving
from tools.applications.forms.filling.answering import PageAnswer
from tools.applications.forms.planning import digest_of
from tools.applications.forms.schemas import Destination, FormPlan, PlannedFile
from tools.applications.moving import Change
from tools.applications.schemas import SentDocument
from tools.applications.submissions import service
from tools.applications.submissions.schemas import shown_value
from tools.context import utc_now
from tools.jobs.service import get_job

# Behind these there is no form that somebody could finish, or their own words say how to.
_NOTHING_TO_FINISH = frozenset({"closed", "unreachable", "no_form", "login", "account_needed"})


async def hand_over(
    session: AsyncSession, actor: Actor, submission_id: UUID, why: str, *, gave_files: bool = False, **values: Any
) -> bool:
    """Leave a form that was not sent to the person, with the reason; its plan stays for copying. `gave_files`: the page
    had taken a file all the same.
    """
    row = await store.get(session, actor, submission_id, lock=True)
    sent = "The form was not sent, but the page has your file already." if gave_files else "Nothing was sent."
    told = f"{sentence(why)} {_what_now(row, values.get('answer'), sent)}"
    freed = f"{row.idempotency_key}:{row.id}"
    return await store.move(
        session, actor, submission_id, before=("planning", "asking", "waiting", "approved", "submitting"),
        state="handed_over", why=told, idempotency_key=freed, **values,
    )  # fmt: skip


def _what_now(row: store.Submission, answer: Mapping[str, Any] | None, sent: str) -> str:
    """What is left to do with a form that was handed over; `sent` says what of it has left. Pure."""
    plan = service.plan_of(row)
    if answer is not None and answer["outcome"] == "duplicate":
        return "Look into your mail for its confirmation before you send another."
    if plan is not None and plan.form.obstacle in _NOTHING_TO_FINISH:
        return sent
    listed = plan is not None and any(shown_value(one) is not None for one in plan.fields)
    rest = "; what was to be filled in is listed with it." if listed else "."
    return f"{sent} Open {row.url} and finish it there yourself{rest}"


def sentence(words: str) -> str:
    """The words with one full stop at their end, or their own mark. Pure."""
    plain = words.rstrip()
    return plain if plain.endswith(("!", "?", "”")) else f"{plain.rstrip('.…')}."


async def record_answer(
    session: AsyncSession, actor: Actor, submission_id: UUID, answer: PageAnswer, picture: bytes | None
) -> None:
    """Write down what the page answered to the click; what it took moves the application to applied."""
    kept: dict[str, Any] = {"answer": answer.model_dump(mode="json"), "answer_screenshot": picture}
    if answer.outcome in {"refused", "captcha", "duplicate"}:
        await hand_over(session, actor, submission_id, answer.why, **kept)
        return
    if answer.outcome == "unknown":
        await may_have_gone_out(session, actor, submission_id, answer.why, **kept)
        return
    now = utc_now()
    done: dict[str, Any] = {"state": "submitted", "submitted_at": now, "why": None, **kept}
    if await store.move(session, actor, submission_id, before=("submitting",), **done):
        await _applied(session, actor, submission_id)


async def ask_of_receivers(session: AsyncSession, actor: Actor, submission_id: UUID, hosts: Sequence[str]) -> bool:
    """Nothing left, for the page sends to hosts that the plan did not name: it names them now, and waits for a yes to
    that. Whether it does.
    """
    row = await store.get(session, actor, submission_id, lock=True)
    plan = service.plan_of(row)
    if plan is None or row.state != "submitting":
        return False
    there = plan.form.goes_to or Destination()
    receivers = sorted({*there.receivers, *hosts})
    note = f"The page sends the form to {', '.join(hosts)}; it was held back, and nothing was sent yet."
    form = plan.form.model_copy(update={"goes_to": there.model_copy(update={"receivers": receivers})})
    plan = plan.model_copy(update={"form": form, "notes": [*plan.notes, note], "rounds": plan.rounds + 1})
    plan = plan.model_copy(update={"digest": digest_of(plan)})
    values: dict[str, Any] = {"plan": plan.model_dump(mode="json"), "digest": plan.digest, "approved_at": None}
    return await store.move(session, actor, submission_id, before=("submitting",), state="waiting", **values)


async def run_ended(session: AsyncSession, actor: Actor, run: run_store.Run, status: str, why: str) -> None:
    """Mark the submission of a run that was stopped or has failed; what may have been clicked is not known then."""
    submission_id = UUID(run.input["submission_id"])
    row = await store.get(session, actor, submission_id, lock=True)
    if row.run_id != run.id:
        return
    if row.state == "submitting":
        await may_have_gone_out(
            session, actor, row.id, f"It ended between the click and the page's answer ({why.rstrip('.')})."
        )
        return
    freed = {"idempotency_key": f"{row.idempotency_key}:{row.id}"}
    to = "cancelled" if status == "cancelled" else "failed"
    await store.move(session, actor, row.id, before=("planning", "approved"), state=to, why=why, **freed)


async def may_have_gone_out(session: AsyncSession, actor: Actor, submission_id: UUID, why: str, **values: Any) -> None:
    """Leave a form that was clicked, and nobody knows with what result, to the person: in its state, and on the
    timeline of the job's application, which is begun where there was none."""
    told = f"{sentence(why)} {look_yourself()}"
    if not await store.move(
        session, actor, submission_id, before=("submitting",), state="unknown", why=told, **values
    ):  # fmt: skip
        return
    row, now = await store.get(session, actor, submission_id), utc_now()
    there = await applications.of_job(session, actor, row.job_id)
    if there is None:
        begun = Change(stage="preparing", by="form", at=now, why="a form was filled in", teaches=False)
        application_id = (await moving.place(session, actor, row.job_id, begun)).id
    else:
        application_id = there.id
    await applications.write_entry(
        session, actor, application_id, kind="submission", by="form", at=now, why="the form may have been sent",
        data={"submission_id": str(row.id), "url": row.url, "outcome": "unknown"},
    )  # fmt: skip


def look_yourself() -> str:
    """What to check where nobody can tell whether a form arrived. Pure."""
    return (
        "Look into your mail for a confirmation, or ask the employer; it is not sent again by itself. If it did not "
        "arrive, say “apply again”."
    )


async def _applied(session: AsyncSession, actor: Actor, submission_id: UUID) -> None:
    row = await store.get(session, actor, submission_id)
    try:
        job = await get_job(session, actor, row.job_id)
    except NotFoundError:
        return  # taken off the list while it was sent: that it went out is kept with the attempt
    plan = service.plan_of(row)
    files = [one.file for one in plan.fields if one.file is not None] if plan is not None else []
    resume = next((_sent(file) for file in files if file.kind != "letter"), None)
    letter = next((_sent(file) for file in files if file.kind == "letter"), None) or _pasted(plan)
    application_id = await _moved(session, actor, row, resume, letter)
    for document in (resume, letter):
        if document is not None:
            await content.add_use(
                session, actor, tailored_resume_id=document.tailored_resume_id, version=document.version,
                document_id=document.document_id, job_id=row.job_id, application_id=application_id,
                note="sent with the application form",
            )  # fmt: skip
    title = f"{job.title} at {job.company}" if job.company else job.title
    await events.record(
        session, actor, kind="application_submitted", subject="submission", subject_id=row.id,
        data={"title": title, "job_id": str(row.job_id), "url": row.url},
    )  # fmt: skip


async def _moved(
    session: AsyncSession, actor: Actor, row: store.Submission, resume: SentDocument | None, letter: SentDocument | None
) -> UUID:
    """The application stands at applied, or further on where it did; what went out is written to it."""
    sent = {
        "resume": resume.model_dump(mode="json") if resume else None,
        "letter": letter.model_dump(mode="json") if letter else None,
    }
    data = {"submission_id": str(row.id), "url": row.url, **sent}
    at = row.submitted_at or utc_now()
    change = Change(stage="applied", by="form", at=at, why="the form was submitted", kind="submission", data=data)
    try:
        application_id = (await moving.place(session, actor, row.job_id, change)).id
    except ConflictError:  # it stands at applied already, or further on: that it went out is told all the same
        there = await applications.of_job(session, actor, row.job_id)
        if there is None:
            raise
        application_id = there.id
        await applications.write_entry(
            session, actor, application_id, kind="submission", by="form", at=at, why=change.why, data=data
        )
    application = await applications.get(session, actor, application_id)
    application.channel, application.applied_at = "form", application.applied_at or at
    application.resume, application.letter = sent["resume"] or application.resume, sent["letter"] or application.letter
    await session.flush()
    return application_id


def _sent(file: PlannedFile) -> SentDocument:
    ids = {"resume_id", "tailored_resume_id", "version", "document_id", "name"}
    return SentDocument.model_validate(file.model_dump(include=ids))


def _pasted(plan: FormPlan | None) -> SentDocument | None:
    """The letter whose text went into a field."""
    for one in plan.fields if plan is not None else []:
        if one.file is None and one.document_id is not None and one.value is not None:
            return SentDocument(document_id=one.document_id, name=one.source.name if one.source else "cover letter")
    return None
