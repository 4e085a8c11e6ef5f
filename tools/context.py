"""Who acts, and what the edge hands to everything below it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from store.actors import Actor
from store.cache import Cache
from store.database import Sessions
from store.settings import Settings

if TYPE_CHECKING:
    from store.checkpoints import Checkpoints
    from tools.browser import Browser
    from tools.embedding import Embedder
    from tools.jobs.boards.board import BoardClient
    from tools.outbound import Outbound
    from tools.tailoring.documents.renderer import Renderer

__all__ = ["Actor", "Context", "Services", "utc_now"]


def utc_now() -> datetime:
    """The clock of production; tests hand in another."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """What one process opens once and shares: database, network, browser. `models` is `agents.models.Models`."""

    settings: Settings
    sessions: Sessions
    cache: Cache
    outbound: "Outbound"
    browser: "Browser"
    embedder: "Embedder"
    renderer: "Renderer"
    checkpoints: "Checkpoints"
    boards: "BoardClient"
    models: Any = None
    clock: Callable[[], datetime] = utc_now

    def acting_for(self, actor: Actor, *, run_id: UUID | None = None) -> "Context":
        """The context of one request, turn or run on behalf of `actor`."""
        return Context(actor=actor, services=self, run_id=run_id)


@dataclass(frozen=True, slots=True)
class Context:
    """Set by the edge, read by tools and graphs, never part of a tool's schema. `run_id` is set inside a run."""

    actor: Actor
    services: Services
    run_id: UUID | None = None

    @property
    def sessions(self) -> Sessions:
        """The session factory."""
        return self.services.sessions

    @property
    def settings(self) -> Settings:
        """The settings of this process."""
        return self.services.settings

    @property
    def outbound(self) -> "Outbound":
        """The only way out to the network."""
        return self.services.outbound

    @property
    def models(self) -> Any:
        """Roles -> chat models, for the graphs; tools never touch it."""
        return self.services.models

    @property
    def clock(self) -> Callable[[], datetime]:
        """Tells the time, aware and in UTC."""
        return self.services.clock
