"""Opening a source of whatever kind, and trying it when it is connected."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from store.errors import AuthenticationError, ValidationError
from tools.context import Services
from tools.email.sources.folder import FolderSource
from tools.email.sources.gmail import GmailSource
from tools.email.sources.google_api import OnNewSecrets
from tools.email.sources.imap import ImapSource
from tools.email.sources.source import Capabilities, MailSource, SourceSecrets

Source = GmailSource | ImapSource | FolderSource


@dataclass(frozen=True, slots=True)
class Checked:
    """A source that could be opened: its own address ("" when files do not say), and what it can do."""

    address: str
    capabilities: Capabilities


@asynccontextmanager
async def open_source(
    services: Services,
    kind: str,
    settings: dict[str, Any],
    secrets: SourceSecrets | None,
    *,
    on_new_secrets: OnNewSecrets,
) -> AsyncIterator[MailSource]:
    """The source, closed at the end; `on_new_secrets` keeps refreshed tokens. The network is used first when it is.

    Raises AuthenticationError EMAIL_ACCESS_REVOKED without secrets, ValidationError and NotFoundError for settings.
    """
    source = _source(services, kind, settings, secrets, on_new_secrets)
    try:
        yield source
    finally:
        await source.aclose()


async def check(
    services: Services,
    kind: str,
    settings: dict[str, Any],
    secrets: SourceSecrets | None,
    *,
    on_new_secrets: OnNewSecrets,
) -> Checked:
    """Log in, for receiving and for sending. Raises what the source raises."""
    source = _source(services, kind, settings, secrets, on_new_secrets)
    try:
        address = await source.address()
        if isinstance(source, ImapSource):
            await source.check_sending()
        return Checked(address, source.capabilities)
    finally:
        await source.aclose()


def _source(
    services: Services,
    kind: str,
    settings: dict[str, Any],
    secrets: SourceSecrets | None,
    on_new_secrets: OnNewSecrets,
) -> Source:
    if kind == "folder":
        return FolderSource(services, settings)
    if kind not in ("gmail", "imap"):
        raise ValidationError(f"There is no kind of mail source named {kind!r}; there are gmail, imap and folder.")
    if secrets is None:
        raise AuthenticationError("This mailbox has to be connected again.", code="EMAIL_ACCESS_REVOKED")
    if kind == "imap":
        return ImapSource(services, settings, secrets)
    if settings.get("scopes"):
        secrets = SourceSecrets({**secrets.values, "scopes": list(settings["scopes"])})
    return GmailSource(services, secrets, on_new_secrets)
