"""Applications in and out of files over REST."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Query, Request, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import ValidationError as InvalidData
from starlette.datastructures import UploadFile as FormFile

from api.deps import ContextDep, make_router
from api.uploads import read_upload
from store.database import transaction
from store.errors import ValidationError
from tools.applications.schemas import ApplicationFilters
from tools.applications.transfer import exporting, importing
from tools.applications.transfer.schemas import (
    DateOrder,
    ExportFormat,
    ImportMapping,
    ImportOptions,
    ImportReport,
)

router = make_router("applications")


class CsvChoice(ApplicationFilters):
    """The list's filters, and whether the file begins with the mark by which Excel knows UTF-8."""

    bom: bool = False


# What each export is called, and what it holds.
_EXPORTS: dict[ExportFormat, tuple[str, str]] = {
    "csv": (
        "Applications as CSV", "One row an application, in columns that the import takes back as they were.",
    ),
    "xlsx": ("Applications as a workbook", "The same columns with real dates and numbers under a frozen head."),
    "pdf": (
        "Applications as a report", "To read and to print: counts by stage, then a table; beyond 300 one line each.",
    ),
    "json": (
        "Applications with everything about them",
        "Job, timeline, interviews, contacts, offers, reminders, notes; imported again nothing of it is lost.",
    ),
    "zip": (
        "Everything in a ZIP",
        "The JSON and the CSV, attachments, documents, resumes, job profiles, mails' headings; a manifest tells what "
        "is in it, with hashes.",
    ),
}  # fmt: skip
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "mapping": {"type": "string", "description": "An ImportMapping as JSON"},
                        "confirm": {"type": "boolean"},
                        "duplicates": {"type": "string", "enum": ["skip", "fill"]},
                    },
                }
            },
            "application/json": {
                "schema": {
                    "anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}],
                    "description": "An export of ours, or objects with at least a title: a list, or `applications`",
                }
            },
        },
    }
}


@router.post(
    "/import/applications", summary="Import applications from a file: ?confirm=true does it", openapi_extra=_BODY
)
async def import_applications(
    request: Request,
    context: ContextDep,
    confirm: Annotated[
        bool, Query(description="Do it. Without, nothing is changed, and what would be is told")
    ] = False,
    duplicates: Annotated[str | None, Query(pattern="^(skip|fill)$")] = None,
    date_order: Annotated[DateOrder | None, Query(description="What 03/04/2025 begins with")] = None,
) -> ImportReport:
    """CSV, TSV, XLSX, JSON or a ZIP of ours, as the part `file` or as a JSON body; exports of Huntr, Teal, Simplify,
    JobSync and LinkedIn are known. A plain call answers a preview and changes nothing; `confirm=true`, with `mapping`
    to overrule what was found, imports every good row in one transaction. An open question is refused with 422."""
    name, content, said = await _handed_in(request, context.settings.max_upload_size)
    options = _options(said, confirm=confirm, duplicates=duplicates, date_order=date_order)
    prepared = await importing.prepare(context, name, content, options)
    if not options.confirm:
        async with context.sessions() as session:
            return await importing.import_prepared(session, context.actor, prepared)
    async with transaction(context.sessions) as session:
        return await importing.import_prepared(session, context.actor, prepared)


async def _handed_in(request: Request, most: int) -> tuple[str, bytes, dict[str, Any]]:
    """The file's name and content, and what else the form says."""
    kind = request.headers.get("content-type", "").lower()
    if not kind.startswith("multipart/form-data"):
        return "applications.json", await request.body(), {}
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, FormFile):
            raise ValidationError("The form needs a part `file` with the file to import.", code="NO_FILE")
        upload = await read_upload(UploadFile(file.file, filename=file.filename), max_bytes=most)
        said = {name: str(form[name]) for name in ("mapping", "confirm", "duplicates") if name in form}
    return upload.filename, upload.content, said


def _options(
    said: dict[str, Any], *, confirm: bool, duplicates: str | None, date_order: DateOrder | None
) -> ImportOptions:
    try:
        mapping = ImportMapping.model_validate_json(said.get("mapping") or "{}")
        if date_order:
            mapping = mapping.model_copy(update={"date_order": date_order})
        values = {"confirm": said.get("confirm", confirm) if not confirm else True, "mapping": mapping}
        wanted = duplicates or said.get("duplicates")
        return ImportOptions.model_validate({**values, **({"duplicates": wanted} if wanted else {})})
    except InvalidData as problem:
        error = problem.errors()[0]
        where = ".".join(str(part) for part in error["loc"]) or "mapping"
        raise ValidationError(f"{where}: {error['msg']}", code="MAPPING_INVALID") from problem


def _exporting(wanted: ExportFormat) -> Callable[..., Coroutine[Any, Any, StreamingResponse]]:
    """The endpoint of one format; a CSV may begin with a mark."""

    async def marked(context: ContextDep, chosen: Annotated[CsvChoice, Query()]) -> StreamingResponse:
        plain = ApplicationFilters(**chosen.model_dump(exclude={"bom"}))
        return _served(await exporting.export(context, wanted, plain, bom=chosen.bom))

    async def export(context: ContextDep, filters: Annotated[ApplicationFilters, Query()]) -> StreamingResponse:
        return _served(await exporting.export(context, wanted, filters))

    return marked if wanted == "csv" else export


def _served(made: exporting.ExportFile) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Content-Length": str(made.size)}
    return StreamingResponse(made.blocks(), media_type=made.media_type, headers=headers)


for _wanted, (_summary, _about) in _EXPORTS.items():
    _file = {"content": {exporting.MEDIA[_wanted].split(";")[0]: {}}, "description": "The file"}
    router.add_api_route(
        f"/export/applications.{_wanted}", _exporting(_wanted), name=f"export_{_wanted}", summary=_summary,
        description=_about, response_class=StreamingResponse, responses={200: _file},
    )  # fmt: skip
