"""Cues for mail: which tool a clause about mailboxes, mails, drafts, rules or appointments surely means."""

import re
from dataclasses import replace

from agents.offline.cues_email_boxes import mailbox_tool, trends
from agents.offline.cues_email_change import change, tidy
from agents.offline.cues_email_deciding import calendar, review, rule, undone
from agents.offline.cues_email_looking import called, listed, noted, shown_mail
from agents.offline.cues_email_write import discard, draft, drafts, send, writes_back
from agents.offline.cues_jobs import Bonus, View
from agents.offline.email_references import at_hand, name_in
from agents.offline.email_shown import MAIL_TOOLS
from agents.offline.email_wordings import MAIL, ONE_MAIL
from agents.offline.language import concepts, fold
from agents.offline.references import kinds_named

_NOT_MAIL = re.compile(
    r"\b(?:linkedin|whatsapp|slack|sms|phone|ring|fax)\b|^(?:call|text|phone|ring) |\bcv\b|\bresumes?\b|\blebenslauf\b|"
    r"\b(?:cover|motivation) letters?\b"
)

_FORWARDS = re.compile(
    rf"(?:forward|leite?)\b.*\b(?:{ONE_MAIL}|it|this|that)\b|leit\w* .*\bweiter\b|(?:fais suivre|transfere|reenvia)\b"
)


def email_tool(view: View) -> str | None:
    """The tool for mail that a clause surely means; None where it is about something else."""
    view = _without_name(view)
    if _NOT_MAIL.search(view.plain) and not re.search(rf"\b{ONE_MAIL} (?:\d|from|von|de)\b", view.plain):
        return None
    if _FORWARDS.match(view.plain):
        return "beyond:mail"
    return next((tool for cue in _CUES if (tool := cue(view))), None)


def leaning_to_mail(view: View) -> Bonus:
    """What no cue decides: a clause that speaks of mail, or follows on mail and names nothing else, means mail."""
    if view.kinds & {"resume", "tailored"} or _NOT_MAIL.search(view.plain):
        return {}
    if re.search(rf"\b{MAIL}\b", view.plain):
        return dict.fromkeys(MAIL_TOOLS, 0.2)
    here = at_hand(view.situation)
    if here is None or view.kinds:
        return {}
    return {tool: 0.25 if kind == here else 0.1 for tool, kind in MAIL_TOOLS.items()}


def _without_name(view: View) -> View:
    """The clause with a sender's name blanked out: "Job Lantern" speaks of no job."""
    name = fold(name_in(view.text) or "")
    if len(name.split()) < 2 or name not in view.plain or not kinds_named(name):
        return view
    plain = view.plain.replace(name, "acme")
    return replace(view, plain=plain, kinds=frozenset(kinds_named(plain)), named=concepts(plain))


def _written(view: View) -> str | None:
    return None if noted(view) and not writes_back(view.plain) else draft(view)


def _unless_noted(view: View) -> str | None:
    return None if noted(view) else tidy(view) or change(view)


_CUES = (
    rule,
    review,
    undone,
    calendar,
    trends,
    send,
    discard,
    _written,
    drafts,
    _unless_noted,
    mailbox_tool,
    shown_mail,
    listed,
    called,
)
