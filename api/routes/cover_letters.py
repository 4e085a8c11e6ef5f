"""The cover letter of a job as a PDF: written, handed out, shown."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from api.deps import ContextDep, make_router
from api.files import file_response
from api.routes.content import written
from store.database import transaction
from tools.content import cover_letters
from tools.content.cover_letter_schemas import CoverLetter, GenerateLetter

router = make_router("jobs", prefix="/jobs/{job_id}/cover-letter")
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The letter"}}
Version = Annotated[int | None, Query(ge=1, le=1_000_000, description="Which version; the newest by default")]


@router.post("/generate-pdf", summary="The job's cover letter as a PDF")
async def generate_pdf(context: ContextDep, job_id: UUID, data: GenerateLetter | None = None) -> CoverLetter:
    """Written where there is none, or anew where something about it is asked for; the job's own text is taken as it is.

    What changes is the next version. Headed by the contact fields of the job profile; with the proof of each sentence.
    """
    wanted = data or GenerateLetter()
    async with transaction(context.sessions) as session:
        begun = await cover_letters.begin(session, context.actor, job_id, wanted)
    if begun is not None:
        await written(context, begun)
    return await cover_letters.finish(context, job_id, wanted)


@router.get("/download", summary="Save the cover letter", response_class=Response, responses=PDF)
async def download(context: ContextDep, job_id: UUID, version: Version = None) -> Response:
    """As an attachment."""
    content, name = await cover_letters.pdf_of(context, job_id, version)
    return file_response(content, "application/pdf", name, download=True)


@router.get("/preview", summary="Look at the cover letter", response_class=Response, responses=PDF)
async def preview(context: ContextDep, job_id: UUID, version: Version = None) -> Response:
    """Inline, for a browser to show."""
    content, name = await cover_letters.pdf_of(context, job_id, version)
    return file_response(content, "application/pdf", name, download=False)
