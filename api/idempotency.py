"""POST with an Idempotency-Key does its work once; the same key again answers the first answer."""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from store import idempotency
from store.database import transaction
from store.errors import AppError, ConflictError, ValidationError
from tools.accounts.tokens import actor_from_token
from tools.context import Actor, Services

HEADER = "Idempotency-Key"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class IdempotentRoute(APIRoute):
    """A route that honours the header on POST, for whoever is signed in."""

    def get_route_handler(self) -> Handler:
        """FastAPI's handler, wrapped."""
        handler = super().get_route_handler()

        async def wrapped(request: Request) -> Response:
            key = request.headers.get(HEADER)
            if request.method != "POST" or key is None:
                return await handler(request)
            actor = await _actor(request)
            return await handler(request) if actor is None else await _once(request, handler, actor, key)

        return wrapped


async def _actor(request: Request) -> Actor | None:
    """Who asks; None for those who are not signed in, whom the route itself answers."""
    services: Services = request.app.state.services
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" and not services.settings.disable_auth:
        return None
    try:
        return await actor_from_token(services, token)
    except AppError:
        return None


async def _once(request: Request, handler: Handler, actor: Actor, key: str) -> Response:
    if not 1 <= len(key) <= 200 or not key.isprintable():
        raise ValidationError(f"{HEADER} must have 1 to 200 printable characters.", code="INVALID_IDEMPOTENCY_KEY")
    services: Services = request.app.state.services
    body = await request.body()
    fingerprint = hashlib.sha256(
        f"{request.url.path}?{request.url.query}\n".encode() + _stable(request, body)
    ).hexdigest()
    async with transaction(services.sessions) as session:
        earlier = await idempotency.claim(session, actor, key, fingerprint)
    if earlier is not None:
        return _again(earlier, fingerprint)
    try:
        response = await handler(request)
    except BaseException:
        async with transaction(services.sessions) as session:
            await idempotency.release(session, actor, key)
        raise
    content = bytes(response.body)
    async with transaction(services.sessions) as session:
        await idempotency.answer(
            session,
            actor,
            key,
            status=response.status_code,
            media_type=response.media_type or "application/json",
            body=content,
        )
    return response


def _stable(request: Request, body: bytes) -> bytes:
    """The body without the multipart boundary, which clients make anew for every try."""
    _, _, boundary = request.headers.get("content-type", "").partition("boundary=")
    return body.replace(boundary.strip('"').encode(), b"") if boundary else body


def _again(earlier: idempotency.IdempotentAnswer, fingerprint: str) -> Response:
    if earlier.fingerprint != fingerprint:
        raise ValidationError(f"This {HEADER} was used for another request.", code="IDEMPOTENCY_KEY_REUSED")
    if earlier.status is None or earlier.body is None:
        raise ConflictError("The first request with this key is still being worked on.", code="IN_PROGRESS")
    headers = {"Idempotent-Replayed": "true"}
    return Response(earlier.body, status_code=earlier.status, media_type=earlier.media_type, headers=headers)
