"""On whose behalf a query runs."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person. Every query of a user's rows takes one; `scopes` holds `user` and, for admins, `admin`."""

    user_id: UUID
    scopes: frozenset[str] = frozenset({"user"})

    @property
    def is_admin(self) -> bool:
        """Whether admin routes are open to this actor."""
        return "admin" in self.scopes
