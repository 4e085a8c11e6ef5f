"""Files out of a multipart request, with their size watched."""

from pathlib import PurePosixPath

from fastapi import UploadFile

from store.errors import PayloadTooLargeError, ValidationError
from tools.resumes.schemas import ResumeUpload

CHUNK = 64 * 1024
MAX_NAME = 200


async def read_upload(file: UploadFile, *, max_bytes: int) -> ResumeUpload:
    """The file's name, without any folder, and its content. Raises PayloadTooLargeError as soon as it is too much."""
    parts: list[bytes] = []
    size = 0
    while chunk := await file.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            limit = f"{max_bytes / 1e6:.1f} MB"
            raise PayloadTooLargeError(f"The file is larger than {limit}. Save it with smaller pictures.")
        parts.append(chunk)
    name = PurePosixPath((file.filename or "").replace("\\", "/")).name
    name = "".join(letter for letter in name if letter.isprintable())[:MAX_NAME].strip()
    if not name:
        raise ValidationError("The upload needs a file name.", code="NO_FILENAME")
    return ResumeUpload(filename=name, content=b"".join(parts))
