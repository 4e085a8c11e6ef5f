"""What a mail is: an alert with postings, a reply about an application, or anything else. Pure."""

import re
import zlib
from dataclasses import dataclass, field
from typing import Any

from tools.email.alerts.reading import expects_postings, read_alert
from tools.email.alerts.schemas import AlertReading
from tools.email.message import Mail, read_mail
from tools.email.replies.classifying import classify
from tools.email.replies.recognising import recognise
from tools.email.replies.schemas import Reply
from tools.email.sources.source import Fetched

GENERIC = "generic"
_MARKUP = re.compile(r"</?[a-z]|href=|style=|&[a-z]+;", re.IGNORECASE)
SNIPPET, MOST_WORDS = 200, 200_000
# Under which name the words are kept that give orders to whoever reads the mail for the person.
ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class Reading:
    """One mail as understood. `details` are the fields a list shows of a receipt, an invitation or a parcel."""

    kind: str
    alert: AlertReading = field(default_factory=AlertReading)
    reply: Reply = field(default_factory=Reply)
    details: dict[str, Any] = field(default_factory=dict)
    expected: bool = False


def understand(mail: Mail, *, sent: bool = False, parser: str | None = None) -> Reading:
    """What a mail is. A board's own parser comes first, then the words of a reply, then the reader for any board."""
    if sent:
        return Reading("sent")
    alert = without_markup(read_alert(mail, parser))
    if alert.postings and (alert.parser != GENERIC or parser is not None):
        return Reading("alert", alert)
    reply = classify(mail)
    if reply.kind != "other":
        return Reading(reply.kind, reply=reply)
    if expected := expects_postings(mail):
        return Reading("alert", alert, expected=expected)
    seen = recognise(mail)
    if alert.postings and seen.kind not in {"receipt", "parcel", "invitation", "security"}:
        return Reading("alert", alert)
    return Reading(seen.kind, reply=reply, details=seen.details)


def without_markup(alert: AlertReading) -> AlertReading:
    """The reading without what is no opening but a piece of a mail's own markup, whoever took it for one. Pure."""
    kept = [one for one in alert.postings if not _MARKUP.search(f"{one.title} {one.company or ''}")]
    if len(kept) == len(alert.postings):
        return alert
    told = [*alert.problems, f"{len(alert.postings) - len(kept)} pieces of markup were no openings"]
    return alert.model_copy(update={"postings": kept, "problems": told})


def row_of(fetched: Fetched) -> dict[str, Any]:
    """The columns of a mail that was fetched, as far as it has to be read for that. About 1 ms for a small one."""
    mail = read_mail(fetched.raw)
    when = mail.sent_at or fetched.received_at
    return {
        "external_id": fetched.external_id, "message_id": mail.message_id, "subject": mail.subject[:1000],
        "thread": fetched.thread or "", "sender_address": mail.sender.address[:500],
        "sender_name": mail.sender.name and mail.sender.name[:500],
        "recipients": [person.address for person in (*mail.to, *mail.cc)][:100],
        "references": list(dict.fromkeys([*mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])]))[-50:],
        "sent_at": mail.sent_at, "dated_at": fetched.received_at if _is_odd(mail, fetched) else when,
        "snippet": " ".join(mail.text.split())[:SNIPPET], "text": mail.text[:MOST_WORDS],
        "raw": zlib.compress(fetched.raw, 6), "size": len(fetched.raw), "labels": list(fetched.labels),
        "attachments": [
            {"name": file.name, "content_type": file.content_type, "size": file.size} for file in mail.attachments
        ],
        "unsubscribe": mail.headers.get("list-unsubscribe"), "is_read": fetched.is_read,
        "is_starred": fetched.is_starred, "is_archived": fetched.is_archived, "is_sent": fetched.is_sent,
    }  # fmt: skip


def _is_odd(mail: Mail, fetched: Fetched) -> bool:
    """A date that the sender cannot have meant: later than the mailbox received it."""
    return bool(mail.sent_at and fetched.received_at and mail.sent_at > fetched.received_at)


def mail_of(raw: bytes) -> Mail:
    """The mail behind a stored row's compressed text."""
    return read_mail(zlib.decompress(raw))
