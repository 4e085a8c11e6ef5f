"""Expected failures in the API's one shape."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from redis.exceptions import RedisError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from starlette.exceptions import HTTPException

from store.errors import AppError, UnavailableError

log = structlog.get_logger(__name__)

CODES = {
    400: "MALFORMED", 401: "NOT_AUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
}  # fmt: skip


class ErrorDetail(BaseModel):
    """What was wrong, in words and as a stable code."""

    message: str
    code: str
    details: dict[str, Any] | None = None


class ErrorBody(BaseModel):
    """The body of every failed answer but 422's list of invalid fields."""

    detail: ErrorDetail


class InvalidField(BaseModel):
    """One field that did not fit: where it stands, what was wrong, and the kind of mistake."""

    loc: list[str | int]
    msg: str
    type: str


class InvalidBody(BaseModel):
    """The body of a 422: FastAPI's list of fields that do not fit, or what was wrong with ones that do."""

    detail: list[InvalidField] | ErrorDetail


def answer(error: AppError) -> JSONResponse:
    """The error as an HTTP answer."""
    detail: dict[str, Any] = {"message": error.message, "code": error.code}
    if error.details:
        detail["details"] = error.details
    headers = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.details:
        headers["Retry-After"] = str(int(error.details["retry_after"]) or 1)
    return JSONResponse({"detail": detail}, status_code=error.status, headers=headers)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    for down in (RedisError, OperationalError, InterfaceError, NoConnectionLeft):
        app.add_exception_handler(down, _unavailable)
    app.add_exception_handler(Exception, _unexpected)


async def _app_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, AppError):
        raise error
    return answer(error)


async def _unavailable(request: Request, error: Exception) -> JSONResponse:
    """The database or Redis does not answer: nothing is wrong with the request."""
    part = "Redis" if isinstance(error, RedisError) else "The database"
    log.error("a part of this installation is down", part=part, path=request.url.path, problem=str(error)[:300])
    return answer(UnavailableError(f"{part} does not answer just now; try again in a moment."))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    """A bug. Starlette raises the error again after this answer, so that the server logs its trace."""
    log.error("a request failed unexpectedly", path=request.url.path, kind=type(error).__name__)
    detail = {"message": "An unexpected error ended this request; the server's log has it.", "code": "INTERNAL_ERROR"}
    return JSONResponse({"detail": detail}, status_code=500)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    """Starlette's own errors (no such route, wrong method) in the same shape."""
    if not isinstance(error, HTTPException):
        raise error
    detail = {"message": str(error.detail), "code": CODES.get(error.status_code, "ERROR")}
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return JSONResponse({"detail": detail}, status_code=error.status_code, headers=headers)


def _allowed(request: Request) -> str:
    """Every method of the path; the router itself names only those of the first route that fits."""
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.methods and route.path_regex.match(request.url.path):
            methods |= route.methods
    return ", ".join(sorted(methods))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    """FastAPI's list of invalid fields, without the input itself: it may be large, or a secret."""
    if not isinstance(error, RequestValidationError):
        raise error
    fields = [{"loc": list(item["loc"]), "msg": item["msg"], "type": item["type"]} for item in error.errors()]
    return JSONResponse({"detail": fields}, status_code=422)
