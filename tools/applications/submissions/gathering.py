"""What a form is filled from, and the very bytes of the files that go out with it."""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from playwright.async_api import FilePayload
from sqlalchemy.ext.asyncio import AsyncSession

from store import content as documents
from store import resumes as resume_store
from store import tailoring as tailored_store
from store.actors import Actor
from store.errors import ConflictError
from store.pagination import PageRequest
from tools.applications.forms.knowing import understood
from tools.applications.forms.planning import Letter, Material, plan_form
from tools.applications.forms.questions import known_as
from tools.applications.forms.schemas import ApplicationForm, FormPlan, PlannedFile
from tools.content.exporting import file_of
from tools.context import Context
from tools.job_profiles import answers as bank
from tools.job_profiles import service as profiles
from tools.job_profiles.places import job_place
from tools.job_profiles.schemas import Answer, AnswerValue, KnownAs
from tools.jobs.service import get_job
from tools.resumes.schemas import ResumeFact
from tools.resumes.service import stored_facts

PDF = "application/pdf"


@dataclass(frozen=True)
class Sources:
    """What there is to fill from before files are made: `letter_id` is the newest letter's, `tailored` the PDF's."""

    material: Material
    known: list[KnownAs]
    letter_id: UUID | None = None
    letter_text: str = ""


async def make_plan(
    context: Context, form: ApplicationForm, job_id: UUID, profile_id: UUID | None,
    given: Mapping[str, AnswerValue | None],
) -> FormPlan:  # fmt: skip
    """The plan of a form for a job: sources are read in one session, the letter's file is made outside of it."""
    today = context.clock().date()
    async with context.sessions() as session:
        sources = await _sources(session, context.actor, form, job_id, profile_id, given, today)
        owner = profile_id or (sources.material.profile.id if sources.material.profile else None)
        await session.commit()  # the default profile is made on first use
    material = sources.material
    if sources.letter_id is not None:
        material = replace(material, letter=await _letter(context, sources.letter_id, sources.letter_text))
    plan = await asyncio.to_thread(plan_form, form, sources.known, material)
    return plan.model_copy(update={"profile_id": owner})


async def _sources(
    session: AsyncSession, actor: Actor, form: ApplicationForm, job_id: UUID, profile_id: UUID | None,
    given: Mapping[str, AnswerValue | None], today: date,
) -> Sources:  # fmt: skip
    profile = await (
        profiles.get_or_create_default(session, actor) if profile_id is None
        else profiles.get(session, actor, profile_id)
    )  # fmt: skip
    known = understood(form.fields, [known_as(one, form.language) for one in form.fields])
    place = job_place((await get_job(session, actor, job_id)).location)
    kept = await bank.kept_for(session, actor, profile.id)
    answers: dict[str, Answer] = {}
    elsewhere: dict[str, Answer] = {}
    for meant in known:
        asked = meant.model_copy(update={"extra": {**meant.extra, "job_id": str(job_id), "job_place": place}})
        if (found := kept.lookup(asked)) is not None:
            answers[meant.key] = found
        elif (found := kept.elsewhere(asked)) is not None:
            elsewhere[meant.key] = found
    facts, resume = await _resume(session, actor, job_id)
    primary = await resume_store.primary(session, actor)
    letters = (await documents.list_documents(
        session, actor, PageRequest(limit=1), kind="cover_letter", job_id=job_id
    ))["items"]  # fmt: skip
    language = primary.language[:2].lower() if primary is not None else None
    material = Material(
        facts=facts, profile=profile, answers=answers, elsewhere=elsewhere, given=given, resume=resume, today=today,
        language=language,
    )  # fmt: skip
    if not letters:
        return Sources(material, known)
    letter = await documents.get_document(session, actor, letters[0].id)
    return Sources(material, known, letter.id, letter.content.decode() if letter.format == "txt" else "")


async def _resume(session: AsyncSession, actor: Actor, job_id: UUID) -> tuple[list[ResumeFact], PlannedFile | None]:
    """The facts, and the file: the resume tailored to the job where there is one, else the primary one's own file."""
    primary = await resume_store.primary(session, actor)
    tailored = await tailored_store.newest_for(session, actor, job_id)
    if tailored is not None:
        own = [row.id for row in await resume_store.uploads(session, actor)]
        source = tailored.resume_id if tailored.resume_id in own else primary.id if primary is not None else None
        facts = await stored_facts(session, actor, source) if source is not None else []
        pdf = await tailored_store.pdf(session, actor, tailored.id)
        name = f"{_file_name(primary.name if primary is not None else None)}resume.pdf"
        file = _file("tailored", name, PDF, pdf, tailored_resume_id=tailored.id, version=tailored.version)
        return facts, file.model_copy(update={"resume_id": tailored.resume_id})
    if primary is None:
        return [], None
    facts = await stored_facts(session, actor, primary.id)
    if primary.kind == "record":
        return facts, None
    content = await resume_store.content(session, actor, primary.id)
    return facts, _file("resume", primary.filename, primary.media_type, content, resume_id=primary.id)


def _file_name(person: str | None) -> str:
    plain = re.sub(r"[^\w-]+", "-", person or "").strip("-")
    return f"{plain}-" if plain else ""


def _file(kind: str, name: str, media_type: str, content: bytes, **ids: object) -> PlannedFile:
    return PlannedFile.model_validate(
        {
            "kind": kind, "name": name, "media_type": media_type.partition(";")[0], "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), **ids,
        }
    )  # fmt: skip


async def _letter(context: Context, document_id: UUID, text: str) -> Letter:
    async with context.sessions() as session:
        row = await documents.get_document(session, context.actor, document_id)
    file = await file_of(context, document_id, "pdf")
    planned = _file(
        "letter", file.name, file.media_type, file.content, document_id=document_id, version=row.version
    )  # fmt: skip
    return Letter(file=planned, text=text)


async def files_of(context: Context, plan: FormPlan) -> dict[str, FilePayload]:
    """The files of a plan by the id of their field. Raises ConflictError `FILE_CHANGED` where one is another now."""
    made: dict[str, FilePayload] = {}
    for one in plan.fields:
        if one.file is None:
            continue
        content = await _content(context, one.file)
        if hashlib.sha256(content).hexdigest() != one.file.sha256:
            raise ConflictError(
                f"{one.file.name} is not the file that the plan shows any more. Prepare the application anew.",
                code="FILE_CHANGED",
            )
        made[one.id] = {"name": one.file.name, "mimeType": one.file.media_type, "buffer": content}
    return made


async def _content(context: Context, file: PlannedFile) -> bytes:
    if file.document_id is not None:
        return (await file_of(context, file.document_id, "pdf")).content
    async with context.sessions() as session:
        if file.tailored_resume_id is not None:
            version = await tailored_store.get_version(
                session, context.actor, file.tailored_resume_id, file.version or 0
            )
            return version.pdf
        if file.resume_id is None:
            raise ConflictError(f"{file.name} is gone.", code="FILE_CHANGED")
        return await resume_store.content(session, context.actor, file.resume_id)
