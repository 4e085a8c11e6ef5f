"""What a run tells whoever listens, in the protocol of the sockets."""

from typing import Any, Literal
from uuid import UUID

import orjson
import structlog
from redis.exceptions import RedisError

from store.base import new_id
from store.cache import Cache

log = structlog.get_logger(__name__)
EventType = Literal[
    "conversation_created", "user_prompt", "model_request_start", "text_delta", "tool_call", "tool_result",
    "progress_update", "approval_required", "human_input_required", "resume_update", "final_result",
    "complete", "error",
]  # fmt: skip


def question_kind(asks: dict[str, Any]) -> EventType:
    """How a question of a graph is told: an approval, or any other."""
    return "approval_required" if asks.get("kind") == "approval" else "human_input_required"


def conversation_channel(conversation_id: UUID) -> str:
    """The channel that every socket of a conversation listens to."""
    return f"conversation:{conversation_id}"


def run_channel(run_id: UUID) -> str:
    """The channel of a pipeline run's own progress."""
    return f"run:{run_id}"


def control_channel(run_id: UUID) -> str:
    """The channel on which a run is told to stop."""
    return f"control:{run_id}"


def encode(kind: EventType, data: dict[str, Any]) -> bytes:
    """One event as it goes over a socket."""
    return orjson.dumps({"type": kind, "data": data}, default=str)


class Emitter:
    """Publishes one run's events; text deltas are gathered, since many small ones cost more than the model does."""

    def __init__(self, cache: Cache, channel: str, common: dict[str, Any]) -> None:
        self._cache, self._channel, self._common = cache, channel, common
        self._text: list[str] = []
        self.said = ""

    async def emit(self, kind: EventType, **data: Any) -> int:
        """Publish; returns how many sockets and terminals heard it."""
        await self._flush()
        return await self._publish(kind, data)

    async def text(self, piece: str) -> None:
        """Gather streamed text and publish it in larger pieces."""
        self._text.append(piece)
        self.said += piece
        if sum(map(len, self._text)) >= 48 or piece.endswith("\n"):
            await self._flush()

    async def _flush(self) -> None:
        if self._text:
            piece, self._text = "".join(self._text), []
            await self._publish("text_delta", {"text": piece})

    async def _publish(self, kind: EventType, data: dict[str, Any]) -> int:
        """`event_id` lets who replays the backlog and then listens tell what it has passed on already."""
        message = encode(kind, {"event_id": new_id().hex, **self._common, **data})
        try:
            return await self._cache.publish(self._channel, message)
        except (RedisError, OSError) as problem:
            # What is told live is a courtesy; what happened is in the database and goes on without it.
            log.warning("an event could not be told", kind=kind, why=str(problem))
            return 0
