"""The one tree of expected failures. Anything else that is raised is a bug and fails loudly."""

from typing import Any, ClassVar


class AppError(Exception):
    """An expected failure: `status` is the HTTP status, `code` a stable constant, `message` says what to do."""

    status: ClassVar[int] = 500
    default_code: ClassVar[str] = "ERROR"

    def __init__(self, message: str, *, code: str | None = None, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.details = details or {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive pickling between processes with code and details intact."""
        return (_rebuild, (type(self), self.message, self.code, self.details))


def _rebuild(cls: type[AppError], message: str, code: str, details: dict[str, Any]) -> AppError:
    return cls(message, code=code, details=details)


class NotFoundError(AppError):
    """The row does not exist, or belongs to somebody else: both look the same."""

    status = 404
    default_code = "NOT_FOUND"


class AlreadyExistsError(AppError):
    """A unique thing is already there."""

    status = 409
    default_code = "ALREADY_EXISTS"


class ConflictError(AppError):
    """The row is in a state that does not allow this now."""

    status = 409
    default_code = "CONFLICT"


class AuthenticationError(AppError):
    """Nobody is signed in, or the credentials are wrong."""

    status = 401
    default_code = "NOT_AUTHENTICATED"


class AuthorizationError(AppError):
    """Signed in, but not allowed."""

    status = 403
    default_code = "FORBIDDEN"


class ValidationError(AppError):
    """The input is well-formed but cannot be used; the message says why."""

    status = 422
    default_code = "VALIDATION_ERROR"


class PayloadTooLargeError(AppError):
    """More bytes, pages or expanded size than the limits allow."""

    status = 413
    default_code = "TOO_LARGE"


class UnsupportedTypeError(AppError):
    """The content is of a kind that is not read here."""

    status = 415
    default_code = "UNSUPPORTED_TYPE"


class RateLimitError(AppError):
    """Too many requests; `details["retry_after"]` is in seconds."""

    status = 429
    default_code = "RATE_LIMITED"


class UpstreamError(AppError):
    """Another machine failed us: a site, a model, Google."""

    status = 502
    default_code = "UPSTREAM_FAILED"


class UnavailableError(AppError):
    """A part of this installation is missing or down; the message says how to mend it."""

    status = 503
    default_code = "UNAVAILABLE"
