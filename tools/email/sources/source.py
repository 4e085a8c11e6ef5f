"""What a source of mail can do, whatever protocol it speaks. Network work only; no session is open meanwhile."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Change = Literal["read", "unread", "star", "unstar", "archive", "unarchive", "trash", "untrash"]
Want = Literal["read", "modify", "send", "calendar"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A message that is there: its id at the source. `thread` is the source's own id of its thread, where it has one.

    `gone` says that it has been deleted there, or moved out of sight.
    """

    external_id: str
    thread: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of new or changed messages. `cursor` is where the next sync goes on once this listing is done to its end.

    `bounded` says that the source had forgotten the cursor, and that everything since the look-back is listed anew.
    """

    messages: Sequence[Listed]
    cursor: dict[str, Any]
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message: its MIME bytes and its state at the source. `labels` are the source's own.

    With `too_large` only its headers were read, as a message without a body.
    """

    external_id: str
    raw: bytes
    thread: str | None = None
    labels: tuple[str, ...] = ()
    is_read: bool = False
    is_starred: bool = False
    is_archived: bool = False
    is_sent: bool = False
    in_trash: bool = False
    received_at: datetime | None = None
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the person has allowed at this source."""

    change: bool = False
    send: bool = False
    calendar: bool = False

    @property
    def wants(self) -> list[Want]:
        """The same in the words in which it is asked for; reading is part of every source."""
        given: dict[Want, bool] = {"modify": self.change, "send": self.send, "calendar": self.calendar}
        return ["read", *(want for want, is_given in given.items() if is_given)]


@dataclass(frozen=True, slots=True)
class SourceSecrets:
    """What opens a source, as it was decrypted: OAuth tokens or passwords. Its repr shows nothing."""

    values: dict[str, Any] = field(repr=False)


class MailSource(Protocol):
    """An opened source. Expected failures are AppErrors (see `failures`), never empty answers.

    `AuthenticationError EMAIL_ACCESS_REVOKED`: the person has to connect again. `RateLimitError`: `details` has
    `retry_after` seconds. `UpstreamError`: try again later.
    """

    capabilities: Capabilities

    def listed(self, cursor: dict[str, Any] | None, *, since: datetime) -> AsyncIterator[Page]:
        """Pages of what is new or changed since the cursor; without one, of everything since that moment."""
        ...

    async def fetch(self, external_ids: Sequence[str]) -> list[Fetched]:
        """These messages, at most 50 at once; those that are not there any more are left out."""
        ...

    async def change(self, external_ids: Sequence[str], change: Change) -> Mapping[str, str]:
        """Do this to the messages at the source; doing it again changes nothing.

        Returns the new ids of those that got another by it, as where moving a message makes it a new one (IMAP).
        """
        ...

    async def send(self, raw: bytes, *, message_id: str, thread: str | None) -> str | None:
        """Send a MIME message unless one with this Message-ID was sent already; returns its id at the source."""
        ...

    async def sent_as(self, message_id: str) -> str | None:
        """The id of the mail with this Message-ID among those that were sent; None where it is not known."""
        ...

    async def aclose(self) -> None:
        """Close its connections."""
        ...
