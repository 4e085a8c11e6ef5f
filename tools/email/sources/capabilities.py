"""What may be done at a source, read off what is kept of it: the one place that says so, opened or not."""

from collections.abc import Collection, Mapping
from typing import Any

from tools.email.sources import google_oauth
from tools.email.sources.source import Capabilities


def capabilities_of(
    kind: str, settings: Mapping[str, Any], scopes: Collection[str] = (), *, push: bool = False
) -> Capabilities:
    """What the person has allowed at a source of this kind: Gmail by its scopes, IMAP sends where it names a server.

    Files, in a folder or handed in, are only read. `push` says that this installation takes Gmail's pushes. Pure.
    """
    if kind == "gmail":
        return google_oauth.capabilities(scopes, push=push)
    if kind == "imap":
        return Capabilities(change=True, send=bool(settings.get("smtp_host")))
    return Capabilities()
