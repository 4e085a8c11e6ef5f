"""Interviews, offers, advice and reminders in Markdown, for people and models."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tools.applications.around.calendar_files import one_line
from tools.applications.around.comparing import money
from tools.applications.around.moments import shown
from tools.applications.around.schemas import ComparedOffer, CurrencyGroup, NegotiationSheet, OfferComparison
from tools.applications.around.talk_schemas import ContactTold, InterviewTold, NextSteps, OfferTold
from tools.applications.schemas import OfferView, ReminderView

SAID = {"added": "Put down", "changed": "Changed", "cancelled": "Cancelled"}
ASK_ZONE = "I do not know your time zone, so hours are in UTC. Say, for example, “my time zone is Europe/Zurich”."
NOTHING_DUE = "Nothing needs to be done about your applications now, and no reminder is set."
NOTHING_TRACKED = (
    "No application is tracked yet, and no reminder is set. Look for openings (“find remote jobs in Berlin”), or put "
    "one down (“add this job: Cook at Acme”, then “I applied to Acme yesterday”). “Help” shows everything."
)
COLUMNS = (
    "offer",
    "base",
    "bonus",
    "equity",
    "signing",
    "first year",
    "leave",
    "place",
    "remote",
    "answer by",
    "state",
)


def present_interview(told: InterviewTold) -> str:
    """The interview, where its calendar file is, and what is at the same time."""
    one = told.interview
    people = f", with {', '.join(one_line(person.name) for person in one.people)}" if one.people else ""
    place = f", {one_line(one.place)}" if one.place else ""
    outcome = f" It is {one.outcome}." if one.outcome in {"passed", "failed"} else ""
    when = shown(one.starts_at, one.timezone)
    lines = [f"{SAID[told.what]}: round {one.round} ({one.kind}) of {told.number}, {told.name}, {when}{people}{place}."]
    lines += [outcome.strip()] if outcome else []
    lines += [f"**{warning}**" for warning in one.warnings]
    lines += [] if told.zone_known else [ASK_ZONE]
    return "\n\n".join([*lines, f"[Calendar file]({one.ics_url})"])


def present_offer(told: OfferTold) -> str:
    """The offer, with its first year counted."""
    return "\n\n".join([f"Offer for {told.number}, {told.name}: {offer_words(told.offer)}.", *told.offer.warnings])


def offer_words(offer: OfferView) -> str:
    """Base 120,000 USD, bonus 12,000 USD, 25 days of leave; first year 132,000 USD. Pure."""
    amounts = [
        f"{name} {money(amount, offer.currency)}"
        for name in ("base", "bonus", "equity", "signing")
        if (amount := getattr(offer, name)) is not None
    ]
    more = [f"{offer.leave_days:g} days of leave"] if offer.leave_days is not None else []
    more += [text for text in (offer.location, offer.remote) if text]
    more += [f"answer by {offer.answer_by}"] if offer.answer_by else []
    total = f"; first year {money(offer.total, offer.currency)}" if offer.total is not None and len(amounts) > 1 else ""
    return ", ".join([*amounts, *more]) + total


def present_comparison(found: OfferComparison) -> str:
    """A table a currency, and what cannot be compared."""
    if not found.groups:
        return "No offer is written down yet."
    parts = [_table(group) for group in found.groups]
    return "\n\n".join([*parts, "\n".join(f"- {line}" for line in found.cannot)]).strip()


def _table(group: CurrencyGroup) -> str:
    """A column an offer: what they have in common stands in one line, and a terminal is wide enough for it."""
    head, *lines = zip(COLUMNS, *(_cells(offer, group) for offer in group.offers), strict=True)
    rows = [head, tuple("---" for _ in head), *lines]
    return "\n".join([f"**{group.currency or 'No currency said'}**", "", *(f"| {' | '.join(row)} |" for row in rows)])


def _cells(offer: ComparedOffer, group: CurrencyGroup) -> list[str]:
    amounts = [_marked(offer, name, group) for name in ("base", "bonus", "equity", "signing", "total")]
    leave = _marked(offer, "leave_days", group)
    rest = (offer.location, offer.remote, offer.answer_by, offer.state)
    name = f"{offer.number}: {offer.name}"
    return [_cell(name), *amounts, leave, *(_cell(str(value)) if value else "–" for value in rest)]


def _marked(offer: ComparedOffer, name: str, group: CurrencyGroup) -> str:
    """The figure, in bold where it is the highest of them."""
    value = getattr(offer, name)
    if value is None:
        return "–"
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return f"**{text}**" if group.best.get(name) == offer.id else text


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


def present_sheet(sheet: NegotiationSheet) -> str:
    """The sheet, with where it is as PDF."""
    return f"{sheet.markdown}\n\n[As PDF]({sheet.pdf_url})"


def present_next(found: NextSteps) -> str:
    """What could be done, and the reminders, the most urgent first."""
    lines = [f"- **{one.text}**: {one.number}, {one.name}. {one.why}" for one in found.advice]
    parts = ["\n".join(lines)] if lines else []
    if found.reminders:
        parts.append("Reminders:\n\n" + _reminders(found.reminders))
    return "\n\n".join(parts) or (NOTHING_DUE if found.tracked else NOTHING_TRACKED)


def _reminders(rows: Sequence[ReminderView]) -> str:
    now = datetime.now(UTC)
    return "\n".join(
        f"- {one_line(one.text)}, {shown(one.due_at, one.timezone)}" + (" – **due**" if one.due_at <= now else "")
        for one in rows
    )


def present_reminder(one: ReminderView) -> str:
    """The reminder as it is set."""
    said = f"I'll remind you: {one_line(one.text)}, {shown(one.due_at, one.timezone)}."
    return said if one.timezone else f"{said}\n\n{ASK_ZONE}"


def present_contact(told: ContactTold) -> str:
    """The contact as it is kept."""
    one = told.contact
    parts = [one.role, f"at {one.company}" if one.company else None, one.email, one.phone, one.url]
    return f"Contact added: {', '.join(one_line(part) for part in (one.name, *parts) if part)}."
