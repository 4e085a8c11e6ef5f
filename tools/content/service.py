"""What can be written: letters, mails, tailored texts. Every function works in the caller's session, never commits."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import content as store
from store import resumes as resume_store
from store import runs as run_store
from store import tailoring as tailored_store
from store.actors import Actor
from store.base import new_id
from store.errors import ConflictError, NotFoundError
from tools.content.choosing import Material
from tools.content.composing import claims_refused
from tools.content.heading import head_of
from tools.content.keeping import content_of, keep
from tools.content.mails import mail_kind, times_in, write_mail
from tools.content.schemas import (
    LANGUAGES,
    Draft,
    GenerateContent,
    GeneratedContent,
    Language,
    LetterRequest,
    MailRequest,
)
from tools.content.tailored import tailored_text
from tools.content.wishes import Wishes, read_wishes
from tools.content.writing import LetterOrder, LetterSource, language_of, letter_page, spoken
from tools.context import utc_now
from tools.jobs.schemas import Job
from tools.jobs.service import find_job, get_job
from tools.resumes.schemas import ResumeFact
from tools.resumes.service import find_resume, stored_facts
from tools.tailoring.choice.relevance import local_similarity

PIPELINE = "write_letter"


async def begin_letter(session: AsyncSession, actor: Actor, data: LetterRequest, **look: Any) -> GeneratedContent:
    """Write down that a cover letter is to be written, with the run that will do it.

    Where no resume is named, it is the one that was last tailored to the job, else the primary one. `look` are further
    fields of the LetterOrder: profile, template, paper.
    """
    job_id = await find_job(session, actor, data.job)
    tailored = await tailored_store.resume_for(session, actor, job_id) if data.resume is None else None
    resume = tailored or await resume_to_write_from(session, actor, data.resume)
    language_of(data.language, resume.language)
    how = data.model_dump(include={"tone", "length", "language", "prompt", "recipient"})
    return await begin(
        session, actor, LetterOrder(document_id=new_id(), job_id=job_id, resume_id=resume.id, **how, **look)
    )


async def begin(session: AsyncSession, actor: Actor, order: LetterOrder) -> GeneratedContent:
    """The same for an order whose job and resume are known."""
    job = await get_job(session, actor, order.job_id)
    run = await run_store.create(
        session, actor, kind=PIPELINE, area="tailoring", status="queued", run_id=new_id(),
        data={"order": order.model_dump(mode="json")},
    )  # fmt: skip
    return GeneratedContent(
        status="queued", task_id=run.id, document_id=order.document_id, kind="cover_letter",
        job_title=job.title, company=job.company,
    )  # fmt: skip


async def load_source(session: AsyncSession, actor: Actor, order: LetterOrder) -> LetterSource:
    """What a letter is written from. Raises NotFoundError, and ConflictError `NO_FACTS` for an empty resume."""
    resume = await resume_store.get(session, actor, order.resume_id)
    job = await get_job(session, actor, order.job_id)
    return LetterSource(
        order=order, facts=await _facts(session, actor, resume.id), job=job.model_copy(update={"match": None}),
        resume_language=resume.language, head=await head_of(session, actor, order.profile_id),
    )  # fmt: skip


async def keep_letter(session: AsyncSession, actor: Actor, source: LetterSource, draft: Draft, today: date) -> None:
    """Keep a written letter as its order's document; doing it again changes nothing."""
    order = source.order
    await keep(
        session, actor, order.document_id, draft, job_id=order.job_id, series_id=order.series_id,
        options=order.model_dump(mode="json", exclude={"document_id", "series_id"}),
        letter=letter_page(
            draft, source.facts, today, head=source.head, template=order.template, paper=order.paper
        ),
    )  # fmt: skip


async def run_of(session: AsyncSession, actor: Actor, result: Mapping[str, Any]) -> UUID | None:  # noqa: ARG001
    """The run behind a GeneratedContent as JSON; None for what was written at once."""
    return UUID(result["task_id"]) if result.get("task_id") else None


async def result_of_run(session: AsyncSession, actor: Actor, run: run_store.Run) -> GeneratedContent:
    """The letter that a run has written, or how far it is."""
    order = LetterOrder.model_validate(run.input["order"])
    if run.status == "completed":
        return content_of(await store.get_document(session, actor, order.document_id), task_id=run.id)
    ended = {"cancelled": "stopped", "waiting": "running"}.get(run.status, run.status)
    why = (run.error or {}).get("message")
    return GeneratedContent.model_validate(
        {"status": ended, "task_id": run.id, "document_id": order.document_id, "kind": "cover_letter", "error": why}
    )


async def run_ended(session: AsyncSession, actor: Actor, run: run_store.Run, status: str, why: str) -> None:
    """Nothing stands that would have to be marked: a letter is kept when it is written, whole or not at all."""


def output_of_run(run: run_store.Run, state: dict[str, Any]) -> dict[str, Any]:
    """What a finished run keeps: which document it wrote, and why a model had no part in it, if one should have."""
    return {"document_id": run.input["order"]["document_id"], "problem": state.get("problem")}


async def write_email(session: AsyncSession, actor: Actor, data: MailRequest) -> GeneratedContent:
    """An e-mail from a template, with the job and the contact details filled in; kept as a document."""
    job = await get_job(session, actor, await find_job(session, actor, data.job)) if data.job else None
    resume = await find_resume(session, actor, data.resume)
    facts = await _facts(session, actor, resume.id) if resume is not None else []
    return await keep_mail(session, actor, data, job, facts, resume.language if resume is not None else "en")


async def keep_mail(
    session: AsyncSession, actor: Actor, data: MailRequest, job: Job | None, facts: Sequence[ResumeFact],
    resume_language: str, *, series_id: UUID | None = None,
) -> GeneratedContent:  # fmt: skip
    """The same from what was read already; within a series it is the next version."""
    wishes = read_wishes(data.prompt)
    language = data.language or spoken(resume_language) or LANGUAGES[0]
    draft = await asyncio.to_thread(_mail, data, job, facts, language, wishes, language == resume_language[:2].lower())
    row = await keep(
        session, actor, new_id(), draft, job_id=job.id if job else None, series_id=series_id,
        options=data.model_dump(mode="json", exclude_none=True),
    )  # fmt: skip
    return content_of(row)


async def generate(session: AsyncSession, actor: Actor, data: GenerateContent) -> GeneratedContent:
    """A mail or a tailored text, at once; a cover letter is begun (see `begin_letter`)."""
    job, resume = (str(data.job_id) if data.job_id else None), (str(data.resume_id) if data.resume_id else None)
    if data.kind == "cover_letter":
        how = data.model_dump(include={"tone", "length", "language", "prompt", "recipient"})
        return await begin_letter(session, actor, LetterRequest(job=job or "", resume=resume, **how))
    if data.kind == "email_template":
        how = data.model_dump(include={"tone", "language", "prompt", "recipient", "details"})
        wanted = MailRequest(mail=data.mail or mail_kind(data.prompt), job=job, resume=resume, **how)
        return await write_email(session, actor, wanted)
    row = await resume_to_write_from(session, actor, resume)
    facts = await _facts(session, actor, row.id)
    posting = await get_job(session, actor, await find_job(session, actor, job or ""))
    draft, document = await asyncio.to_thread(
        tailored_text, facts, posting, row.language, read_wishes(data.prompt), local_similarity(), utc_now().date()
    )
    kept = await keep(
        session, actor, new_id(), draft, job_id=posting.id, tailored=document,
        options=data.model_dump(mode="json", exclude_none=True),
    )  # fmt: skip
    return content_of(kept)


async def resume_to_write_from(session: AsyncSession, actor: Actor, reference: str | None) -> resume_store.Resume:
    """The resume that is meant, the primary one by default. Raises NotFoundError `NO_RESUME` while there is none."""
    resume = await find_resume(session, actor, reference)
    if resume is None:
        raise NotFoundError(
            "There is no resume to write from yet. Upload one or paste its text first.", code="NO_RESUME"
        )
    return resume


async def _facts(session: AsyncSession, actor: Actor, resume_id: UUID) -> list[ResumeFact]:
    facts = await stored_facts(session, actor, resume_id)
    if not facts:
        raise ConflictError("Nothing was read from this resume, so there is nothing to write from.", code="NO_FACTS")
    return facts


def _mail(
    data: MailRequest, job: Job | None, facts: Sequence[ResumeFact], language: Language, wishes: Wishes, speaks: bool
) -> Draft:
    today = utc_now().date()
    told = times_in(wishes.claims) if data.mail == "availability" else []
    wishes.claims[:] = [claim for claim in wishes.claims if not times_in([claim])] if told else wishes.claims
    material = (
        Material(facts, job, language, wishes, local_similarity(), today, speaks)
        if job is not None and facts and data.mail == "referral"
        else None
    )
    draft = write_mail(
        data.mail, language=language, tone=data.tone or wishes.tone or "formal", facts=facts,
        title=job.title if job else None, company=job.company if job else None, material=material,
        recipient=data.recipient, details=[*data.details, *told],
    )  # fmt: skip
    answers, refused = claims_refused(wishes.claims)
    return draft.model_copy(update={"wishes": answers, "refused": refused})
