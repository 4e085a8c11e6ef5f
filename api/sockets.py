"""Who opens a socket, and whether they still may: the same for every socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from fastapi import WebSocket, WebSocketDisconnect

from store import accounts
from store.errors import AppError, AuthenticationError
from tools.accounts.tokens import actor_from_token, read
from tools.context import Actor, Services

CLOSE_POLICY = 1008


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who opened a socket, and in which session; none where signing in is switched off."""

    actor: Actor
    session_id: UUID | None


async def _authenticate(socket: WebSocket, token: str | None) -> SignedIn:
    """Who opens a socket, before it is accepted: from the header, a subprotocol pair, or the query."""
    services: Services = socket.app.state.services
    scheme, _, value = socket.headers.get("authorization", "").partition(" ")
    offered = [part.strip() for part in socket.headers.get("sec-websocket-protocol", "").split(",")]
    if scheme.lower() == "bearer" and value:
        token = value
    elif len(offered) >= 2 and offered[0] == "bearer":
        token = offered[1]
    if not token and not services.settings.disable_auth:
        raise AuthenticationError("Sign in first: this socket needs an access token.")
    actor = await actor_from_token(services, token or "")
    return SignedIn(actor, None if services.settings.disable_auth else read(services.settings, token or "").session_id)


async def require_session(services: Services, signed_in: SignedIn) -> None:
    """The session must be alive still, and in the same role; the token it began with may have expired since."""
    if signed_in.session_id is None:
        return
    async with services.sessions() as session:
        state = await accounts.session_state(session, signed_in.session_id)
    is_admin = state is not None and state.role == "admin"
    if state is None or not state.alive(services.clock()) or is_admin != signed_in.actor.is_admin:
        raise AuthenticationError("This session has ended; sign in again.", code="SESSION_ENDED")


@asynccontextmanager
async def accepted(socket: WebSocket, token: str | None) -> AsyncIterator[SignedIn]:
    """Authenticate, then accept; whoever is not signed in is refused before that."""
    try:
        signed_in = await _authenticate(socket, token)
    except AppError:
        await socket.close(CLOSE_POLICY)
        raise WebSocketDisconnect(CLOSE_POLICY) from None
    offered = socket.headers.get("sec-websocket-protocol", "")
    await socket.accept(subprotocol="bearer" if offered.startswith("bearer") else None)
    yield signed_in


async def received(socket: WebSocket) -> str | bytes:
    """The next message, as it came. Raises WebSocketDisconnect when the client has left."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    return message.get("text") or message.get("bytes") or b""
