"""Why a resume file is refused, each with a stable code and what to do about it."""

from typing import Any

from store.errors import AppError, PayloadTooLargeError, UnsupportedTypeError, ValidationError

OUT_OF_MEMORY = (
    "Reading this file needs more memory than allowed. Export the resume again as a simple PDF with small pictures."
)

INSTALL_OCR = (
    "Pictures are read here once whoever runs this server has installed Tesseract (package tesseract-ocr; on macOS "
    "tesseract); `jobwright doctor --install` does it."
)


class ResumeEmptyError(ValidationError):
    """The file has no bytes."""

    default_code = "RESUME_EMPTY"


class ResumeBlankError(ValidationError):
    """The file opens but holds no text and no picture."""

    default_code = "RESUME_BLANK"


class ResumeScannedError(ValidationError):
    """The file holds pictures of text only."""

    default_code = "RESUME_SCANNED"


class ResumeEncryptedError(ValidationError):
    """The file asks for a password."""

    default_code = "RESUME_ENCRYPTED"


class ResumeCorruptError(ValidationError):
    """The file is damaged, or not what its name says."""

    default_code = "RESUME_CORRUPT"


class ResumeTimeoutError(ValidationError):
    """Reading took longer than allowed."""

    default_code = "PARSE_TIMEOUT"


class ResumeMemoryError(ValidationError):
    """Reading needed more memory than allowed."""

    default_code = "PARSE_MEMORY"


class TooManyPagesError(PayloadTooLargeError):
    """More pages than allowed."""

    default_code = "TOO_MANY_PAGES"


class ExpandsTooLargeError(PayloadTooLargeError):
    """A small file that unpacks into a very large one."""

    default_code = "EXPANDS_TOO_LARGE"


class ResumeMixedError(ValidationError):
    """The file is of two kinds at once, so that programs would disagree on what it says."""

    default_code = "RESUME_MIXED"


class ResumeMacrosError(ValidationError):
    """The document carries programs (macros, controls)."""

    default_code = "RESUME_MACROS"


class ResumeExternalError(ValidationError):
    """The document asks for something from elsewhere: an entity, a template, a linked picture."""

    default_code = "RESUME_EXTERNAL"


class PictureTooLargeError(PayloadTooLargeError):
    """A picture that takes up too much memory when it is shown."""

    default_code = "PICTURE_TOO_LARGE"


class TooMuchTextError(PayloadTooLargeError):
    """More text, or a longer line, than any resume has."""

    default_code = "TOO_MUCH_TEXT"


REFUSALS: dict[str, type[AppError]] = {
    kind.default_code: kind
    for kind in (
        ResumeEmptyError,
        ResumeBlankError,
        ResumeScannedError,
        ResumeEncryptedError,
        ResumeCorruptError,
        ResumeMixedError,
        ResumeMacrosError,
        ResumeExternalError,
        PictureTooLargeError,
        TooMuchTextError,
        ResumeTimeoutError,
        ResumeMemoryError,
        TooManyPagesError,
        ExpandsTooLargeError,
        PayloadTooLargeError,
        UnsupportedTypeError,
    )
}


def refusal(code: str, message: str, details: dict[str, Any] | None = None) -> AppError:
    """The refusal with this code; an unknown code is a damaged file."""
    return REFUSALS.get(code, ResumeCorruptError)(message, details=details)
