"""Files kept with an application: what they are is told by their content, and they are handed out as that."""

import io
import re
import zipfile
import zlib
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store import applications
from store import applications_details as store
from store.actors import Actor
from store.applications_details import Attachment
from store.errors import ConflictError, UnsupportedTypeError, ValidationError
from tools.applications.around.keeping import added, remove
from tools.applications.schemas import AttachmentView

MOST = 50
PDF, ZIP, TEXT = "application/pdf", "application/zip", "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
EXTENSIONS = {
    PDF: ".pdf", ZIP: ".zip", TEXT: ".txt", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif",
    "image/webp": ".webp", f"{_OFFICE}wordprocessingml.document": ".docx", f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx", f"{_OPEN}text": ".odt", f"{_OPEN}spreadsheet": ".ods",
    f"{_OPEN}presentation": ".odp",
}  # fmt: skip
# What may keep its own ending, as it is text all the same; nothing in it is run by opening it.
OF_TEXT = frozenset({".txt", ".md", ".csv", ".eml", ".json", ".ics", ".log", ".yaml", ".yml"})
OF_JPEG = frozenset({".jpg", ".jpeg"})
_STARTS = (
    (b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)  # fmt: skip
_FOLDERS = (
    ("word/", f"{_OFFICE}wordprocessingml.document"), ("xl/", f"{_OFFICE}spreadsheetml.sheet"),
    ("ppt/", f"{_OFFICE}presentationml.presentation"),
)  # fmt: skip
_KEPT = "A PDF, a picture (PNG, JPEG, GIF, WebP), an office document, a ZIP or plain text is kept."
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}$")


class AttachedFile(BaseModel):
    """An attachment's bytes, their type and its name."""

    content: bytes
    media_type: str
    name: str


def attachment_view(row: Attachment) -> AttachmentView:
    """An attachment as every surface shows it, without its bytes. Pure."""
    url = f"/api/v1/applications/{row.application_id}/attachments/{row.id}/file"
    names = AttachmentView.model_fields.keys() - {"file_url"}
    return AttachmentView(**{name: getattr(row, name) for name in names}, file_url=url)


async def attach(
    session: AsyncSession, actor: Actor, application_id: UUID, filename: str, content: bytes
) -> AttachmentView:
    """Keep a file with an application. Raises UnsupportedTypeError, and ConflictError TOO_MANY."""
    await applications.get(session, actor, application_id, lock=True)
    if len(await store.of_application(session, actor, Attachment, application_id)) >= MOST:
        raise ConflictError(f"An application keeps at most {MOST} files; take one away first.", code="TOO_MANY")
    media_type = media_type_of(content)
    row = await store.add(
        session, actor, Attachment, application_id=application_id, name=named(filename, media_type),
        media_type=media_type, size=len(content), content=content,
    )  # fmt: skip
    await added(session, actor, "attachment", row, row.name)
    return attachment_view(row)


async def list_attachments(session: AsyncSession, actor: Actor, application_id: UUID) -> list[AttachmentView]:
    """The files of an application, in the order they came."""
    await applications.get(session, actor, application_id)
    return [attachment_view(row) for row in await store.of_application(session, actor, Attachment, application_id)]


async def file_of(session: AsyncSession, actor: Actor, application_id: UUID, attachment_id: UUID) -> AttachedFile:
    """An attachment's file, else NotFoundError."""
    await applications.get(session, actor, application_id)
    row = await store.get(session, actor, Attachment, attachment_id, application_id=application_id, whole=True)
    return AttachedFile(content=row.content, media_type=row.media_type, name=row.name)


async def remove_attachment(session: AsyncSession, actor: Actor, application_id: UUID, attachment_id: UUID) -> None:
    """Take a file away; undo brings it back."""
    await applications.get(session, actor, application_id)
    row = await store.get(session, actor, Attachment, attachment_id, application_id=application_id, lock=True)
    await remove(session, actor, "attachment", row, row.name)


def media_type_of(content: bytes) -> str:
    """What a file is by its content; programs and web pages are refused. Raises an AppError with why. Pure."""
    if not content:
        raise ValidationError("This file is empty (0 bytes).", code="EMPTY_FILE")
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(content)
    return _text(content)


def named(filename: str, media_type: str) -> str:
    """The name with the ending of what the file is, so that it opens as that and as nothing else. Pure."""
    ending = EXTENSIONS[media_type]
    found = _SUFFIX.search(filename.lower())
    allowed = OF_TEXT if media_type == TEXT else OF_JPEG if ending == ".jpg" else frozenset({ending})
    return filename if found and found.group() in allowed else f"{filename}{ending}"


def _archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise UnsupportedTypeError(f"This archive is damaged. {_KEPT}") from None
    if kind in EXTENSIONS and kind.startswith(_OPEN):
        return kind
    if "[Content_Types].xml" in names:
        for folder, media_type in _FOLDERS:
            if any(name.startswith(folder) for name in names):
                return media_type
    return ZIP


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise UnsupportedTypeError(f"It is not known what this file is. {_KEPT}") from None
    head = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if "\x00" in text or head.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script", "#!")):
        raise UnsupportedTypeError(f"Programs and web pages are not kept here. {_KEPT}")
    return TEXT
