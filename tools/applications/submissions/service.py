"""Attempts to hand in a form: begun, answered, approved, cancelled. Works in the caller's session, never commits.

The row is the truth. A run works on it from wherever it stands; what the person says changes the row, and wakes the run
that waits for it, or begins one where none does any more.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import jobs as job_store
from store import runs as run_store
from store import submissions as store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError
from store.pagination import Page, PageRequest
from store.submissions import MAY_HAVE_ARRIVED, PREPARED, Submission
from tools.applications.forms.destination import goes_to_words
from tools.applications.forms.filling.answering import PageAnswer
from tools.applications.forms.schemas import FormPlan
from tools.applications.submissions import twins
from tools.applications.submissions.schemas import (
    ApplyToJob,
    Before,
    EarlierAttempt,
    SubmissionResult,
    SubmissionSummary,
    SubmissionView,
)
from tools.applications.submissions.wording import (
    NOTHING_BEFORE,
    already_words,
    asked_now,
    before_words,
    filled_of,
    questions_of,
)
from tools.job_profiles.service import find_profile
from tools.jobs.parsing import canonical_url
from tools.jobs.schemas import Job
from tools.jobs.service import find_job, get_job
from tools.zones import own_zone

PIPELINE = "job_apply"
API = "/api/v1/submissions"


def plan_of(row: Submission) -> FormPlan | None:
    """The plan of a stored row; None while the form has not been read."""
    return FormPlan.model_validate(row.plan) if row.plan.get("form") else None


async def begin(session: AsyncSession, actor: Actor, data: ApplyToJob) -> SubmissionResult:
    """Put an attempt down, with the run that works on it; one that is prepared already is taken up again.

    Raises ConflictError: `ALREADY_SUBMITTED` saying when one went out, `NO_APPLICATION_URL`.
    """
    job = await get_job(session, actor, await find_job(session, actor, data.job))
    await store.one_at_a_time(session, actor)
    profile = await find_profile(session, actor, data.profile)
    url = _address(data, job)
    addresses = addresses_of(url)
    sent = list(await store.of_job(session, actor, job.id, MAY_HAVE_ARRIVED))
    prepared = await store.of_job(session, actor, job.id, PREPARED)
    own = await own_zone(session, actor)
    twin = twins.told(await twins.found(session, actor, job.id, addresses, own))
    known = twins.attempt(sent[0], own) if sent else twin
    if known is not None and known.state in MAY_HAVE_ARRIVED and not data.again:
        raise _already(known, job)
    for row in prepared:
        if row.url == url and not (data.again and await is_overtaken(session, actor, row)):
            return await _taken_up(session, actor, row, job, profile.id, _before([*sent, *prepared], row, own, twin))
        if row.url == url:
            await cancel(session, actor, row.id)
    key = f"{job.id}:{hashlib.sha256(url.encode()).hexdigest()[:32]}:{len(sent)}"
    submission_id = await store.begin(session, actor, job_id=job.id, url=url, key=key, addresses=addresses)
    if submission_id is None:
        raise ConflictError("This application is being prepared just now.", code="BUSY")
    run_id = new_id()
    await _begin_run(session, actor, run_id, submission_id)
    row = await store.get(session, actor, submission_id)
    row.plan, row.run_id = {"profile_id": str(profile.id)}, run_id
    inverse = {"operation": "submissions.cancel", "id": str(submission_id)}
    if data.url and job.application_url is None:  # from now on the job knows it, whatever becomes of this attempt
        await job_store.set_values(session, actor, job.id, application_url=data.url)
        inverse |= {"job_id": str(job.id), "address": data.url}
    await events.record(
        session, actor, kind="submission_begun", subject="submission", subject_id=submission_id,
        data={"title": _named(job)}, inverse=inverse,
    )  # fmt: skip
    return result_of(row, job, "queued", _before([*sent, *prepared], row, own, twin))


def _address(data: ApplyToJob, job: Job) -> str:
    url = data.url or job.application_url or job.url
    if url is None:
        raise ConflictError(
            f"Job {job.number}, {job.title}, has no address to apply at. Say: apply to job {job.number} at https://… "
            "(the address of its form).",
            code="NO_APPLICATION_URL",
        )
    return url


def addresses_of(*urls: str) -> list[str]:
    """The canonical addresses under which a form is known again. Pure."""
    return list(dict.fromkeys(canonical_url(url) for url in urls))


def _before(attempts: Sequence[Submission], row: Submission, own: str | None, twin: EarlierAttempt | None) -> Before:
    """What of the attempts for the same job, those of each state newest first, was begun before `row`; where none of
    them may have gone out, what another entry of the list with this form has come to. Pure.
    """
    older = [one for one in attempts if one.id < row.id]
    sent = next((one for one in older if one.state in MAY_HAVE_ARRIVED), None)
    waits = next((one for one in older if one.state in PREPARED), None) if row.state in PREPARED else None
    return Before(
        twins.attempt(sent, own) if sent is not None else twin, twins.attempt(waits, own) if waits is not None else None
    )


async def earlier_of(session: AsyncSession, actor: Actor, row: Submission) -> Before:
    """What was begun for the same job before this attempt, and went out, may have, or waits still; else what there is
    for another entry of the list with the same form.
    """
    attempts = await store.of_job(session, actor, row.job_id, (*MAY_HAVE_ARRIVED, *PREPARED))
    own = await own_zone(session, actor)
    others = await twins.found(session, actor, row.job_id, row.addresses, own)
    return _before(attempts, row, own, twins.told(others, row))


async def is_overtaken(session: AsyncSession, actor: Actor, row: Submission) -> bool:
    """Whether, since an attempt was begun, another for its job or with its form was approved: nobody saw both."""
    states = (*MAY_HAVE_ARRIVED, "approved")
    others = [one for one in await store.of_job(session, actor, row.job_id, states) if one.id != row.id]
    others += await store.same_form(session, actor, row.addresses, besides=row.job_id, states=states)
    return any(one.approved_at is not None and one.approved_at > row.created_at for one in others)


def _already(earlier: EarlierAttempt, job: Job) -> ConflictError:
    return ConflictError(
        f"{already_words(earlier, f'job {job.number}, {_named(job)},')} A second one is only sent when you say so: "
        "“apply again”.",
        code="ALREADY_SUBMITTED",
        details={"id": str(earlier.id), "state": earlier.state, "submitted_at": earlier.at.isoformat()},
    )


def _named(job: Job) -> str:
    return f"{job.title} at {job.company}" if job.company else job.title


async def _taken_up(
    session: AsyncSession, actor: Actor, row: Submission, job: Job, profile_id: UUID, before: Before
) -> SubmissionResult:
    """Go on with what is prepared: with its run where one is alive; else anew, for the page may have changed."""
    row = await store.get(session, actor, row.id, lock=True)  # a yes may have been said since it was looked for
    if row.state in MAY_HAVE_ARRIVED:
        raise _already(twins.attempt(row, await own_zone(session, actor)), job)
    if row.state not in PREPARED:
        raise ConflictError("This application was ended this moment. Apply anew.", code="BUSY")
    run = await run_store.get(session, actor, row.run_id) if row.run_id else None
    if run is None or run.status not in {"queued", "running", "waiting"}:
        run_id = new_id()
        await _begin_run(session, actor, run_id, row.id)
        row.plan, row.run_id = {"profile_id": str(profile_id)}, run_id
        row.state, row.digest, row.why = "planning", None, None
        await session.flush()
    return result_of(row, job, "queued", before)


async def _begin_run(session: AsyncSession, actor: Actor, run_id: UUID, submission_id: UUID) -> None:
    await run_store.create(
        session, actor, kind=PIPELINE, area="jobs", status="queued", run_id=run_id,
        data={"submission_id": str(submission_id)},
    )  # fmt: skip
    await session.flush()


async def go_on(
    session: AsyncSession, actor: Actor, row: Submission, decision: Mapping[str, Any], *, begins: bool = True
) -> UUID | None:
    """Have the submission worked on as it stands now, by the run that waits, or (where it `begins` one) by a new one.

    `decision` holds the `question_id` that it is to. Answers the id of that run, None where there is none.
    """
    if row.run_id is not None and await _handed_to(session, actor, row.run_id, decision):
        return row.run_id
    if not begins:
        return None
    run_id = new_id()
    await _begin_run(session, actor, run_id, row.id)
    row.run_id = run_id
    await session.flush()
    return run_id


async def _handed_to(session: AsyncSession, actor: Actor, run_id: UUID, decision: Mapping[str, Any]) -> bool:
    """Hand a decision to a run: to one that waits, or for one that is about to; False where it has ended."""
    for _ in range(2):  # it may come to wait between a look and the change
        run = await run_store.get(session, actor, run_id)
        data = {**run.input, "decisions": [*run.input.get("decisions", []), dict(decision)]}
        if run.status == "waiting" and await run_store.go_on(session, actor, run_id, data=data, status="queued"):
            return True
        if run.status in {"queued", "running"} and await run_store.leave_decision(session, actor, run_id, data=data):
            return True
    return False


def asked_id(row: Submission) -> str | None:
    """The id of what the submission waits for; None where it waits for nothing. Pure."""
    plan = plan_of(row)
    asked = asked_now(row.id, row.state, plan, "") if plan is not None else None
    return asked.id if asked is not None else None


async def cancel(session: AsyncSession, actor: Actor, submission_id: UUID) -> Submission:
    """Give a prepared attempt up; nothing is sent. Raises ConflictError `NOT_PREPARED` once it may have been."""
    row = await store.get(session, actor, submission_id, lock=True)
    if row.state == "cancelled":
        return row
    freed = f"{row.idempotency_key}:{row.id}"
    values = {"state": "cancelled", "why": "You cancelled it; nothing was sent.", "idempotency_key": freed}
    if not await store.move(session, actor, row.id, before=PREPARED, **values):
        raise ConflictError(
            f"This application cannot be cancelled any more: it is {row.state.replace('_', ' ')}.", code="NOT_PREPARED"
        )
    if row.run_id is not None:
        await run_store.cancel(session, actor, row.run_id)
    return await store.get(session, actor, submission_id)


async def cancel_back(session: AsyncSession, actor: Actor, inverse: Mapping[str, Any]) -> None:
    """Take back that an attempt was begun. Raises NotFoundError once something may have been sent: that stays."""
    try:
        await cancel(session, actor, UUID(inverse["id"]))
    except ConflictError as problem:
        raise NotFoundError("What was sent cannot be taken back.") from problem
    if "address" in inverse:
        job = await job_store.get(session, actor, UUID(inverse["job_id"]))
        if job["application_url"] == inverse["address"]:
            await job_store.set_values(session, actor, job["id"], application_url=None)


def result_of(row: Submission, job: Job, status: str, before: Before = NOTHING_BEFORE) -> SubmissionResult:
    """The short result that a conversation shows. Pure."""
    plan = plan_of(row)
    return SubmissionResult.model_validate(
        {
            "id": row.id, "status": status, "state": row.state, "job_id": job.id, "job_number": job.number,
            "job_title": job.title, "company": job.company, "url": row.url, "ats": plan.form.ats if plan else None,
            "fields": filled_of(plan) if plan else [], "open": questions_of(plan) if plan else [],
            "notes": plan.notes if plan else [], "why": row.why, "digest": row.digest,
            "question": asked_now(row.id, row.state, plan, _named(job), before) if plan else None,
            "answer": row.answer, "submitted_at": row.submitted_at, "earlier": before.earlier, "beside": before.beside,
            "screenshot_url": f"{API}/{row.id}/screenshot" if row.digest else None,
            "screenshot_urls": pictures_of(row, plan), "page_url": f"/#/jobs/{job.id}",
        }
    )  # fmt: skip


def pictures_of(row: Submission, plan: FormPlan | None) -> list[str]:
    """Where the pictures of a filled form are, one a step, in order. Pure."""
    count = plan.pictures if plan is not None else 0
    return [f"{API}/{row.id}/screenshot?step={number}" for number in range(1, count + 1)]


def view_of(row: Submission, before: Before = NOTHING_BEFORE) -> SubmissionView:
    """The stored row with its plan. Pure."""
    plan = plan_of(row)
    base = summary_of(row, before).model_dump()
    return SubmissionView(
        **base, plan=plan, receiver=goes_to_words(plan.form) if plan else None, digest=row.digest,
        open=questions_of(plan) if plan else [],
        answer=PageAnswer.model_validate(row.answer) if row.answer else None,
        screenshot_url=f"{API}/{row.id}/screenshot" if row.digest else None, screenshot_urls=pictures_of(row, plan),
        answer_screenshot_url=f"{API}/{row.id}/answer-screenshot" if row.answer else None,
    )  # fmt: skip


def summary_of(row: Submission, before: Before) -> SubmissionSummary:
    """The row without its plan, and what else there is for its job. Pure."""
    also = {**before._asdict(), "warnings": before_words(before)}
    return SubmissionSummary.model_validate(row).model_copy(update=also)


async def get_view(session: AsyncSession, actor: Actor, submission_id: UUID) -> SubmissionView:
    """One attempt with its plan, else NotFoundError."""
    row = await store.get(session, actor, submission_id)
    return view_of(row, await earlier_of(session, actor, row))


async def list_page(session: AsyncSession, actor: Actor, job_id: UUID, page: PageRequest) -> Page[SubmissionSummary]:
    """The attempts for a job, newest first; NotFoundError for another's job."""
    await get_job(session, actor, job_id)
    found = await store.list_page(session, actor, job_id, page)
    attempts, own = await store.of_job(session, actor, job_id), await own_zone(session, actor)
    addresses = sorted({address for row in found["items"] for address in row.addresses})
    others = await twins.found(session, actor, job_id, addresses, own)
    items = [summary_of(row, _before(attempts, row, own, twins.told(others, row))) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])


async def run_of(session: AsyncSession, actor: Actor, result: Mapping[str, Any]) -> UUID | None:
    """The run that works on the submission of a SubmissionResult as JSON."""
    return (await store.get(session, actor, UUID(result["id"]))).run_id


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> SubmissionResult:
    """How far the submission of a run is."""
    row = await store.get(session, actor, UUID(run.input["submission_id"]))
    ended = {"cancelled": "stopped"}.get(run.status, run.status)
    return result_of(row, await get_job(session, actor, row.job_id), ended, await earlier_of(session, actor, row))


async def get_result(session: AsyncSession, actor: Actor, submission_id: UUID) -> SubmissionResult:
    """How far a submission is, with the state of the run that works on it."""
    row = await store.get(session, actor, submission_id)
    run = await run_store.get(session, actor, row.run_id) if row.run_id else None
    status = {"cancelled": "stopped"}.get(run.status, run.status) if run is not None else "completed"
    return result_of(row, await get_job(session, actor, row.job_id), status, await earlier_of(session, actor, row))


def output_of_run(run: run_store.Run, state: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """What a finished run keeps: which submission it worked on."""
    return {"submission_id": run.input["submission_id"]}
