"""What results about mail have shown: mails, drafts, rules, appointments, mailboxes, and what waits for a decision."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agents.offline.plan import Entry, Kind, Result

MAIL_TOOLS: dict[str, Kind] = {
    **dict.fromkeys(("list_emails", "show_email", "change_emails", "tidy_emails", "undo_email_effect", "email_trends"),
                    "mail"),
    **dict.fromkeys(("draft_email", "list_drafts", "send_email", "discard_draft"), "draft"),
    **dict.fromkeys(("list_review", "decide_review"), "review"),
    **dict.fromkeys(("list_rules", "save_rule", "switch_rule", "delete_rule"), "rule"),
    **dict.fromkeys(("list_appointments", "add_to_calendar"), "appointment"),
    **dict.fromkeys(("list_mailboxes", "connect_mailbox", "sync_email", "show_syncs"), "mailbox"),
}  # fmt: skip
_HOLDING: dict[Kind, str] = {
    "mail": "emails", "draft": "drafts", "rule": "rules", "appointment": "appointments", "mailbox": "sources",
}  # fmt: skip
_HOST = re.compile(r"@(?:[\w-]+\.)*?([\w-]+)\.[\w-]+$")


def mail_entries(kind: Kind, result: Result) -> tuple[Entry, ...]:
    """What a result about mail shows, in its order; of a thread only the mail that was asked for."""
    artifact = result.artifact
    if kind == "review":
        return tuple(_waiting(artifact))
    if isinstance(artifact.get("email"), Mapping):
        rows: Sequence[Any] = [artifact["email"]]
    elif isinstance(artifact.get("number"), int):
        rows = [artifact]
    else:
        held = artifact.get(_HOLDING[kind])
        rows = held if isinstance(held, list) else []
    return tuple(_entry(kind, row) for row in rows if isinstance(row, Mapping) and isinstance(row.get("number"), int))


def _waiting(artifact: Mapping[str, Any]) -> list[Entry]:
    """What waits for a decision, by its place in the list: openings, then replies."""
    found: list[Entry] = []
    for name in ("postings", "replies"):
        for row in artifact.get(name) or []:
            posting = row.get("posting") or {}
            words = posting.get("title") or row.get("quote") or row.get("kind") or ""
            company = posting.get("company") or row.get("company")
            found.append(Entry("review", len(found) + 1, str(words), company=company, sort=row.get("kind")))
    return found


def _entry(kind: Kind, row: Mapping[str, Any]) -> Entry:
    name = row.get("subject") or row.get("title") or row.get("name") or row.get("address") or ""
    to = row.get("to")
    who = row.get("sender_address") or (" ".join(to) if isinstance(to, list) else row.get("address")) or ""
    parts = [str(row.get("sender_name") or ""), *(_HOST.findall(str(who)) or []), str(who).partition("@")[0]]
    company = " ".join(part for part in parts if part)
    return Entry(kind, int(row["number"]), str(name), company=company or None, sort=row.get("kind"))


def mail_in_focus(result: Result) -> str | None:
    """The one mail that a result is about, where only its arguments say which."""
    if result.tool == "draft_email":
        named: Any = result.arguments.get("email")
    elif result.tool == "change_emails":
        emails = result.arguments.get("emails")
        named = emails[0] if isinstance(emails, list) and len(emails) == 1 else None
    else:
        return None
    return named if isinstance(named, str) and named.isdigit() else None
