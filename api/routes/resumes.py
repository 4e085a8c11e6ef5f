"""Resumes over REST."""

from typing import Literal
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel

from api.deps import ActorDep, ContextDep, PageDep, SessionDep, make_router
from api.uploads import read_upload
from store.database import transaction
from store.pagination import Page
from tools.registry import call
from tools.resumes import primary, service
from tools.resumes.schemas import Resume, ResumeSummary
from tools.resumes.tools import UPLOAD_RESUME

short_router = make_router("resumes")
status_router = make_router("resumes")
router = make_router("resumes", prefix="/resumes")


class ProfileSuggestions(BaseModel):
    """What the resume suggests for the profile; nothing is changed by it."""

    skills: list[str] = []
    languages: list[str] = []
    locations: list[str] = []


class UploadAccepted(BaseModel):
    """The upload's id, for asking after it."""

    upload_id: UUID


class UploadStatus(BaseModel):
    """How far reading an upload is."""

    upload_id: UUID
    status: Literal["pending", "processing", "completed", "failed"]
    suggestions: ProfileSuggestions


@router.get("", summary="List resumes")
async def list_resumes(session: SessionDep, actor: ActorDep, page: PageDep) -> Page[ResumeSummary]:
    """The newest first."""
    return await service.list_page(session, actor, page)


@router.post("/upload", status_code=201, summary="Upload a resume")
async def upload_resume(context: ContextDep, file: UploadFile) -> Resume:
    """PDF, DOCX, TXT, Markdown or JSON Resume; read at once, and refused with the reason when it cannot be read."""
    return await call(UPLOAD_RESUME, context, await read_upload(file, max_bytes=context.settings.max_upload_size))


@short_router.post("/resume/upload", status_code=202, summary="Upload a resume, the short form")
async def upload_resume_short(context: ContextDep, file: UploadFile) -> UploadAccepted:
    """As /resumes/upload; answers the id to ask after."""
    return UploadAccepted(upload_id=(await upload_resume(context, file)).id)


@status_router.get("/resume/{upload_id}/status", summary="How far an upload is")
async def upload_status(session: SessionDep, actor: ActorDep, upload_id: UUID) -> UploadStatus:
    """Its status, with what it suggests for the profile."""
    resume = await service.get_resume(session, actor, upload_id)
    details = [fact.detail for fact in resume.facts]
    suggestions = ProfileSuggestions(
        skills=[detail.canonical or detail.name for detail in details if detail.kind == "skill"],
        languages=[detail.name for detail in details if detail.kind == "language"],
        locations=[detail.value for detail in details if detail.kind == "contact" and detail.field == "location"],
    )
    return UploadStatus(upload_id=upload_id, status=resume.status, suggestions=suggestions)


@router.get("/{resume_id}", summary="A resume with its facts")
async def get_resume(session: SessionDep, actor: ActorDep, resume_id: UUID) -> Resume:
    """Its text, sections, and every fact with the span of text it stands in."""
    return await service.get_resume(session, actor, resume_id)


@router.delete("/{resume_id}", status_code=204, summary="Erase a resume")
async def delete_resume(session: SessionDep, actor: ActorDep, resume_id: UUID) -> None:
    """With its file and everything read from it."""
    await primary.remove(session, actor, resume_id)


@router.post("/{resume_id}/set-primary", summary="Make a resume the primary one")
async def set_primary(session: SessionDep, actor: ActorDep, resume_id: UUID) -> ResumeSummary:
    """Jobs are matched with it from now on."""
    return await primary.set_primary(session, actor, resume_id)


@router.post("/{resume_id}/re-extract", summary="Read a resume's file anew")
async def re_extract(context: ContextDep, resume_id: UUID) -> Resume:
    """With today's reader; the facts are replaced."""
    async with context.sessions() as session:
        upload = await service.stored_upload(session, context.actor, resume_id)
    prepared = await service.gather_upload(context, upload)
    async with transaction(context.sessions) as session:
        return await primary.replace_facts(session, context.actor, resume_id, prepared)
