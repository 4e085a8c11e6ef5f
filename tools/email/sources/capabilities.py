"""What may be done at a source, read off what is kept of it: the one place that says so, opened or not."""

from collections.abc import Collection, Mapping
from typing import Any

from tools.email.sources import google_oauth
from tools.email.sources.source import Capabilities

# Mails that were handed in: they are kept as they come, and no mailbox stands behind them.
UPLOAD = "upload"
FILES = frozenset({"folder", UPLOAD})  # what mails can be read from, and nothing be sent


def capabilities_of(kind: str, settings: Mapping[str, Any], scopes: Collection[str] = ()) -> Capabilities:
    """What the person has allowed at a source of this kind: Gmail by its scopes, IMAP sends where it names a server.

    Files, in a folder or handed in, are only read. Pure.
    """
    if kind == "gmail":
        return google_oauth.capabilities(scopes)
    if kind == "imap":
        return Capabilities(change=True, send=bool(settings.get("smtp_host")))
    return Capabilities()
