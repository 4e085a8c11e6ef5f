"""What can be done with jobs. Every function works in the caller's session and never commits."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import jobs as store
from store import resumes as resume_store
from store.actors import Actor
from store.errors import AppError, NotFoundError, ValidationError
from store.pagination import Page, PageRequest
from store.vectors import nearest_jobs
from tools.accounts import service as accounts
from tools.applications import moving
from tools.applications.schemas import Stage
from tools.context import Context, utc_now
from tools.jobs import reader
from tools.jobs.matching import Preferences, match
from tools.jobs.parsing import parse_text
from tools.jobs.saving import prepare, read_given, save
from tools.jobs.schemas import (
    AddJob,
    AddNote,
    ComparedJob,
    CompareJobs,
    ExplainMatch,
    Job,
    JobChanges,
    JobComparison,
    JobExplanation,
    JobList,
    JobReference,
    ListJobs,
    Match,
    ParsedPosting,
    PreparedJob,
    Removed,
    SetStatus,
)
from tools.references import Named, resolve
from tools.resumes.service import fact_of, find_resume
from tools.zones import day_begins, local, own_zone

MATCHED_AT_ONCE = 200
COMPARED_AT_ONCE = 20
# Stages of an application that a job's status does not tell apart.
FINER: frozenset[Stage] = frozenset({"screening", "declined", "withdrawn"})


async def gather_job(context: Context, data: AddJob) -> PreparedJob:
    """Fetch and read the posting, and make it ready to be saved: everything that needs the network or time."""
    posting, private = await _read(context, data)
    read = await asyncio.to_thread(read_given, posting)
    prepared = (await prepare(context.services.embedder, [read]))[0]
    return PreparedJob(**data.model_dump(), posting=posting, private=private, prepared=prepared)


async def _read(context: Context, data: AddJob) -> tuple[ParsedPosting, bool]:
    if data.url and not data.text and not data.title:
        try:
            return await reader.read_url(context.outbound, context.services.browser, data.url), False
        except AppError as problem:
            # Several links may be read at once: say which one it was.
            raise type(problem)(
                f"{data.url}: {problem.message}", code=problem.code, details=problem.details
            ) from problem
    if data.title:
        return await asyncio.to_thread(_from_fields, data, data.title), True
    if data.text:
        read = await asyncio.to_thread(parse_text, data.text)
        return read.model_copy(update={"url": data.url} if data.url else {}), True
    raise ValidationError("A job needs a link (url), its pasted text, or at least a title.", code="NOTHING_TO_ADD")


def _from_fields(data: AddJob, title: str) -> ParsedPosting:
    """A posting given by its fields; what is given wins over what its text, if any, says."""
    head = "\n".join(part for part in (title, data.company, data.location) if part)
    whole = f"{head}\n\n{data.text}" if data.text else head
    try:
        read = parse_text(whole)
    except ValidationError as problem:
        if problem.code != "NO_POSTING":
            raise
        read = ParsedPosting(title=title, text=whole, source="fields")  # what was given is all there is
    given = data.model_dump(include={"title", "company", "location", "remote", "url"}, exclude_none=True)
    return read.model_copy(update={**given, "source": "fields"})


async def add_job(session: AsyncSession, actor: Actor, data: PreparedJob) -> Job:
    """Save the posting and put it on the actor's list, matched with the primary resume if there is one."""
    saved = (await save(session, actor, [data.prepared], private=data.private))[0]
    job_id = await store.add(session, actor, saved.posting_id, notes=data.notes)
    await events.record(
        session, actor, kind="job_added", subject="job", subject_id=job_id,
        data={"title": data.posting.title, "company": data.posting.company},
        inverse={"operation": "jobs.remove", "id": str(job_id)},
    )  # fmt: skip
    await refresh_matches(session, actor, [job_id])
    return await get_job(session, actor, job_id)


async def get_job(session: AsyncSession, actor: Actor, job_id: UUID) -> Job:
    """One job with everything about it, its match brought up to date with the primary resume."""
    row = await store.get(session, actor, job_id)
    primary = await resume_store.primary(session, actor)
    if primary is not None and row["match_resume_id"] != primary.id:
        await refresh_matches(session, actor, [job_id])
        row = await store.get(session, actor, job_id)
    return Job.model_validate(row)


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest, filters: ListJobs) -> Page[dict[str, Any]]:
    """The actor's jobs as plain rows, for the list route: filtered, sorted, one page."""
    return await store.list_page(
        session, actor, page, statuses=[filters.status] if filters.status else (), query=filters.query,
        remote=filters.remote, company=filters.company, min_score=filters.min_score,
        sort=filters.sort, descending=filters.order == "desc",
    )  # fmt: skip


async def list_jobs(session: AsyncSession, actor: Actor, data: ListJobs) -> JobList:
    """The actor's jobs that fit the filters, the newest (or best) first."""
    page = await list_page(session, actor, PageRequest(limit=data.limit), data)
    return JobList.model_validate({"jobs": page["items"], "total": page["total"], "query": data.query})


async def find_job(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The job that a number, an id or words of its title or company mean."""
    outlines = await store.outlines(session, actor)
    things = [
        Named(id, number, f"{title} at {company}" if company else title) for id, number, title, company in outlines
    ]
    return resolve(reference, things, kind="job")


async def show_job(session: AsyncSession, actor: Actor, data: JobReference) -> Job:
    """Everything about one job."""
    return await get_job(session, actor, await find_job(session, actor, data.job))


async def refresh_matches(session: AsyncSession, actor: Actor, job_ids: Sequence[UUID]) -> None:
    """Match these jobs with the primary resume and keep score, reasons and gaps; without a resume nothing happens."""
    primary = await resume_store.primary(session, actor)
    if primary is None:
        return
    for job_id in job_ids:
        found = await match_job(session, actor, job_id, primary.id)
        await store.set_values(
            session, actor, job_id,
            match=found.model_dump(mode="json"), score=found.score, match_resume_id=primary.id,
        )  # fmt: skip


async def match_all(session: AsyncSession, actor: Actor) -> None:
    """Match the newest jobs with what is now the primary resume; older ones follow when they are looked at."""
    outlines = await store.outlines(session, actor)
    await refresh_matches(session, actor, [outline[0] for outline in outlines[-MATCHED_AT_ONCE:]])


async def match_job(session: AsyncSession, actor: Actor, job_id: UUID, resume_id: UUID) -> Match:
    """Match one job with one resume, without saving anything."""
    facts = [fact_of(row) for row in await resume_store.facts(session, actor, resume_id)]
    job = Job.model_validate(await store.get(session, actor, job_id))
    similarity = _cosine(
        await resume_store.embedding_of(session, actor, resume_id), await store.embedding_of(session, actor, job_id)
    )
    return match(facts, job, similarity, await _wishes(session, actor), today=utc_now().date())


async def _wishes(session: AsyncSession, actor: Actor) -> Preferences | None:
    """What the profile says about places and remote work; None when it says nothing."""
    profile = await accounts.profile(session, actor)
    if not profile.preferred_locations and profile.remote_preference is None:
        return None
    remote = [profile.remote_preference] if profile.remote_preference in {"onsite", "hybrid", "remote"} else []
    return Preferences.model_validate({"locations": profile.preferred_locations, "remote": remote})


def _cosine(a: "np.ndarray[Any, Any] | None", b: "np.ndarray[Any, Any] | None") -> float | None:
    if a is None or b is None:
        return None
    scale = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(np.dot(a, b)) / scale if scale else None


async def _resume_for(session: AsyncSession, actor: Actor, reference: str | None) -> resume_store.Resume:
    row = await find_resume(session, actor, reference)
    if row is None:
        raise NotFoundError(
            "There is no resume to compare with yet. Upload one or paste its text first.", code="NO_RESUME"
        )
    return row


async def compare_jobs(session: AsyncSession, actor: Actor, data: CompareJobs) -> JobComparison:
    """The jobs side by side, best match first, each with its strongest reasons and its gaps."""
    resume = await _resume_for(session, actor, data.resume)
    ids = [await find_job(session, actor, reference) for reference in data.jobs]
    if not ids:
        ids = await _nearest(session, actor, resume.id)
    if not ids:
        raise NotFoundError("There are no jobs to compare yet. Add some by link or pasted text.", code="NO_JOB")
    rows = []
    for job_id in dict.fromkeys(ids):
        row = await store.get(session, actor, job_id)
        fit = await match_job(session, actor, job_id, resume.id)
        rows.append(ComparedJob.model_validate({**row, "match": fit, "score": fit.score}))
    rows.sort(key=lambda job: (-job.score, job.number))
    return JobComparison(resume_number=resume.number, resume_name=resume.filename, jobs=rows)


async def _nearest(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[UUID]:
    """All of the actor's jobs, or of many those nearest to the resume."""
    vector = await resume_store.embedding_of(session, actor, resume_id)
    if vector is None:
        return [outline[0] for outline in await store.outlines(session, actor)][-COMPARED_AT_ONCE:]
    return [job_id for job_id, _ in await nearest_jobs(session, actor, list(vector), limit=COMPARED_AT_ONCE)]


async def explain_match(session: AsyncSession, actor: Actor, data: ExplainMatch) -> JobExplanation:
    """Why this job has this score: each part with the quoted words it rests on, and the gaps."""
    resume = await _resume_for(session, actor, data.resume)
    job = await get_job(session, actor, await find_job(session, actor, data.job))
    fit = await match_job(session, actor, job.id, resume.id)
    return JobExplanation(
        number=job.number, title=job.title, company=job.company, resume_number=resume.number, match=fit
    )


async def change_job(
    session: AsyncSession, actor: Actor, job_id: UUID, changes: JobChanges, *, stage: Stage | None = None,
    at: datetime | None = None,
) -> Job:  # fmt: skip
    """Change the fields that are given; the event keeps the old values, so that it can be undone.

    `stage` is where its application stands then, where that says more than the status; `at` is when it moved there, now
    without. Raises ConflictError where an application may not move there, unless it is a correction.
    """
    values = changes.model_dump(mode="json", exclude_unset=True, exclude={"correction", "why"})
    if "status" in values:
        await store.lock_list(session, actor)
    before = await store.get(session, actor, job_id)
    if values:
        inverse = {"values": {name: before[name] for name in values}}
        others = {name: value for name, value in values.items() if name != "status"}
        if others:
            await store.set_values(session, actor, job_id, **others)
        if "status" in values:
            moved = await moving.set_job_status(
                session, actor, job_id, changes.status, stage=stage, at=at, why=changes.why,
                checked=not changes.correction,
            )  # fmt: skip
            inverse |= {"application": moved.back()} if moved else {}
        await events.record(
            session, actor, kind="job_status_change" if "status" in values else "job_changed", subject="job",
            subject_id=job_id, data={"title": before["title"], "changed": values},
            inverse={"operation": "jobs.set_values", "id": str(job_id), **inverse},
        )  # fmt: skip
    return await get_job(session, actor, job_id)


async def set_job_status(session: AsyncSession, actor: Actor, data: SetStatus) -> Job:
    """Move a job to another status. Raises ValidationError IN_THE_FUTURE for a day that is still to come."""
    job_id = await find_job(session, actor, data.job)
    why = {"correction": True, "why": "said to have been a mistake"} if data.correction else {}
    at = await _noon(session, actor, data.on) if data.on is not None else None
    if data.status in FINER:
        changes = JobChanges(status=moving.JOB_STATUS[data.status], **why)
        return await change_job(session, actor, job_id, changes, stage=data.status, at=at)
    changes = JobChanges.model_validate({"status": data.status, **why})
    return await change_job(session, actor, job_id, changes, at=at)


async def _noon(session: AsyncSession, actor: Actor, day: date) -> datetime | None:
    """The middle of a day that was, where the person is; None for today, which is now."""
    zone = await own_zone(session, actor)
    today = local(utc_now(), zone).date()
    if day > today:
        raise ValidationError(f"{day:%-d %B %Y} is still to come; leave the day out for now.", code="IN_THE_FUTURE")
    return day_begins(day, zone) + timedelta(hours=12) if day < today else None


async def add_job_note(session: AsyncSession, actor: Actor, data: AddNote) -> Job:
    """Append a line to a job's notes."""
    job_id = await find_job(session, actor, data.job)
    notes = (await store.get(session, actor, job_id))["notes"]
    return await change_job(session, actor, job_id, JobChanges(notes=f"{notes}\n{data.note}" if notes else data.note))


async def delete_job(session: AsyncSession, actor: Actor, data: JobReference) -> Removed:
    """Take a job off the list."""
    return await remove_job(session, actor, await find_job(session, actor, data.job))


async def deletion_question(session: AsyncSession, actor: Actor, data: JobReference) -> str:
    """What to ask before a job is taken off the list."""
    row = await store.get(session, actor, await find_job(session, actor, data.job))
    at = f" at {row['company']}" if row["company"] else ""
    return f"Take job {row['number']}, {row['title']}{at}, off your list?"


async def remove_job(session: AsyncSession, actor: Actor, job_id: UUID) -> Removed:
    """Take the job with this id off the list; undo brings it back."""
    row = await store.get(session, actor, job_id)
    await store.remove(session, actor, job_id)
    await events.record(
        session, actor, kind="job_deleted", subject="job", subject_id=job_id, data={"title": row["title"]},
        inverse={"operation": "jobs.restore", "id": str(job_id)},
    )  # fmt: skip
    return Removed(id=job_id, number=row["number"], name=row["title"])
