"""A request's body is refused at its limit, before the rest of it is read."""

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MULTIPART = b"multipart/form-data"
# Beside a multipart request's file: its other fields, part headers and boundaries.
SLACK = 1024 * 1024
PLAIN_LIMIT = 2 * 1024 * 1024


class BodyLimit:
    """Answers 413 to JSON and forms over 2 MB, and to multipart over the upload limit and its slack."""

    def __init__(self, app: ASGIApp, *, max_upload: int) -> None:
        self._app = app
        self._max_upload = max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse by the announced length, else count what arrives."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        kind = headers.get(b"content-type", b"").strip().lower()
        limit = max(self._max_upload + SLACK if kind.startswith(MULTIPART) else 0, PLAIN_LIMIT)
        announced = headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced[:20]) > limit:
            await _refusal(limit)(scope, receive, send)
            return
        await self._app(scope, _counting(receive, limit), send)


def _counting(receive: Receive, limit: int) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise HTTPException(413, _words(limit), headers={"Connection": "close"})
        return message

    return counted


def _refusal(limit: int) -> JSONResponse:
    detail = {"message": _words(limit), "code": "TOO_LARGE"}
    return JSONResponse({"detail": detail}, status_code=413, headers={"Connection": "close"})


def _words(limit: int) -> str:
    return f"The request is larger than {limit / 1_048_576:.0f} MB; send less at once."
