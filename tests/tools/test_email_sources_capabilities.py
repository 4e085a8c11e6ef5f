"""What may be done at a source: said in one place, for a source that is open as for one that is only kept."""

from typing import Any

import pytest

from tools.email.sources.capabilities import capabilities_of
from tools.email.sources.google_oauth import SCOPES
from tools.email.sources.source import Capabilities

SERVER = {"host": "imap.harbor.example"}
READS, CHANGES, SENDS, CALENDAR = (SCOPES[name] for name in ("read", "modify", "send", "calendar"))


@pytest.mark.parametrize(
    ("kind", "settings", "scopes", "may"),
    [
        ("gmail", {}, [], Capabilities()),
        ("gmail", {}, [READS, "openid", "email"], Capabilities()),
        ("gmail", {}, [READS, SENDS], Capabilities(send=True)),
        ("gmail", {}, [CHANGES], Capabilities(change=True, send=True)),
        ("gmail", {}, [READS, CALENDAR], Capabilities(calendar=True)),
        ("gmail", {"smtp_host": "smtp.harbor.example"}, [READS], Capabilities()),
        ("imap", SERVER, [], Capabilities(change=True)),
        ("imap", {**SERVER, "smtp_host": ""}, [], Capabilities(change=True)),
        ("imap", {**SERVER, "smtp_host": "smtp.harbor.example"}, [], Capabilities(change=True, send=True)),
        ("imap", SERVER, [CHANGES, CALENDAR], Capabilities(change=True)),
        ("folder", {"path": "/mail", "smtp_host": "smtp.harbor.example"}, [CHANGES], Capabilities()),
        ("upload", {}, [CHANGES, SENDS], Capabilities()),
    ],
)
def test_what_may_be_done(kind: str, settings: dict[str, Any], scopes: list[str], may: Capabilities) -> None:
    assert capabilities_of(kind, settings, scopes) == may


@pytest.mark.parametrize(
    ("may", "wants"),
    [
        (Capabilities(), ["read"]),
        (Capabilities(send=True), ["read", "send"]),
        (Capabilities(change=True, send=True, calendar=True), ["read", "modify", "send", "calendar"]),
    ],
)
def test_the_words_in_which_it_is_asked_for(may: Capabilities, wants: list[str]) -> None:
    assert may.wants == wants
