"""What to do next about an application, told from what has happened to it. Pure functions; the clock is handed in."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from store.applications import Application, TimelineEntry
from store.applications_details import Interview, Offer
from tools.applications.around.moments import shown
from tools.applications.schemas import ENDED_STAGES, Advice
from tools.zones import day_begins, local, shown_in

SILENCE = timedelta(days=7)
THANKS_WITHIN, THANKS_UNTIL = timedelta(days=1), timedelta(days=3)
PREPARE_FROM = timedelta(days=3)
DUE_SOON = timedelta(days=7)
HOUR = timedelta(hours=1)
# A receipt is no answer: nobody has looked at the application yet.
RECEIPTS = frozenset({"application_received", "receipt"})


def advise(
    application: Application,
    timeline: Sequence[TimelineEntry],
    interviews: Sequence[Interview],
    offers: Sequence[Offer],
    *,
    now: datetime,
    zone: str | None = None,
) -> list[Advice]:
    """What could be done now, the most urgent first; nothing about an application that has ended. Days and hours are
    those of `zone`, the person's own."""
    if application.status in ENDED_STAGES:
        return []
    held = [one for one in interviews if one.outcome != "cancelled"]
    found = [
        *_look_whether_it_went_out(application, timeline, zone),
        *_follow_up(application, timeline, held, now, zone),
        *(advice for one in held for advice in (*_thanks(one, now, zone), *_prepare(one, now, zone))),
        *(advice for one in offers for advice in _offer(one, now, zone)),
        *_deadline(application, now, zone),
    ]
    return sorted(found, key=lambda advice: (advice.due_at, advice.key))


def _look_whether_it_went_out(
    application: Application, timeline: Sequence[TimelineEntry], zone: str | None
) -> list[Advice]:
    """While nobody knows whether a form arrived, and it does not stand at applied."""
    sent = [entry for entry in timeline if entry.kind == "submission"]
    if application.status != "preparing" or not sent or sent[-1].data.get("outcome") != "unknown":
        return []
    at = sent[-1].at
    return [
        Advice(
            key=f"sent:{sent[-1].data['submission_id']}", kind="own",
            text="Your application may have been sent; look before sending again",
            why=f"The form was sent off on {shown(at, zone)} and nobody knows whether it arrived: look into "
            "your mail. If it did, say that you applied.",
            due_at=at,
        )
    ]  # fmt: skip


def _follow_up(
    application: Application,
    timeline: Sequence[TimelineEntry],
    held: Sequence[Interview],
    now: datetime,
    zone: str | None,
) -> list[Advice]:
    """After seven days of silence since it went out or since the last interview; not while it is the person's turn."""
    since = _waiting_since(application, timeline, held, now)
    if since is None:
        return []
    written = [entry.at for entry in timeline if entry.kind == "mail" and entry.by == "person"]
    key, started, what = since
    quiet_since = max([started, *(at for at in written if at <= now)])
    if now - quiet_since < SILENCE:
        return []
    days = (now - quiet_since).days
    return [
        Advice(
            key=f"follow_up:{key}", kind="follow_up", text="Send a follow-up",
            why=f"{what} on {local(started, zone):%-d %B %Y}, and for {days} days nothing was heard.",
            due_at=quiet_since + SILENCE,
        )
    ]  # fmt: skip


def _waiting_since(
    application: Application, timeline: Sequence[TimelineEntry], held: Sequence[Interview], now: datetime
) -> tuple[str, datetime, str] | None:
    """Since when an answer is waited for: its key, the moment, what was last; None when nobody waits."""
    if any(_end(one) > now for one in held):
        return None
    past = max(held, key=_end, default=None)
    answers = [entry.at for entry in timeline if _is_answer(entry)]
    if past is not None and application.status != "offer":
        ended = _end(past)
        decided = past.outcome == "failed" or any(at > ended for at in answers)
        return None if decided else (f"interview:{past.id}", ended, f"The interview (round {past.round}) was")
    if application.status != "applied":
        return None
    sent = application.applied_at or application.moved_at
    return None if any(at > sent for at in answers) else (f"applied:{sent:%Y-%m-%d}", sent, "It went out")


def _is_answer(entry: TimelineEntry) -> bool:
    """Whether the employer has written: a mail that is no receipt, or a move that a mail has made."""
    told = {str(entry.data.get(name)) for name in ("reply", "kind")}
    return entry.by == "mail" and entry.kind in {"mail", "status", "interview", "offer"} and not told & RECEIPTS


def _thanks(interview: Interview, now: datetime, zone: str | None) -> list[Advice]:
    """Within a day of an interview; after three it is too late for it."""
    ended = _end(interview)
    if not ended <= now < ended + THANKS_UNTIL or interview.outcome == "failed":
        return []
    people = ", ".join(str(person["name"]) for person in interview.people)
    whom = f" to {people}" if people else ""
    when = shown(interview.starts_at, shown_in(interview.timezone, zone))
    return [
        Advice(
            key=f"thank_you:{interview.id}", kind="thank_you", text=f"Send a thank-you{whom}",
            why=f"The interview (round {interview.round}) was on {when}.", due_at=ended + THANKS_WITHIN,
        )
    ]  # fmt: skip


def _prepare(interview: Interview, now: datetime, zone: str | None) -> list[Advice]:
    """In the days before an interview; one that is moved is prepared for anew."""
    if not interview.starts_at - PREPARE_FROM <= now < interview.starts_at:
        return []
    when = shown(interview.starts_at, shown_in(interview.timezone, zone))
    return [
        Advice(
            key=f"interview:{interview.id}:{interview.starts_at:%Y-%m-%d}", kind="interview",
            text=f"Prepare for the interview (round {interview.round})",
            why=f"It is on {when}.", due_at=interview.starts_at - HOUR,
        )
    ]  # fmt: skip


def _offer(offer: Offer, now: datetime, zone: str | None) -> list[Advice]:
    """In the week before an open offer has to be answered."""
    if offer.answer_by is None or offer.state != "open" or not _is_near(offer.answer_by, now, zone):
        return []
    return [
        Advice(
            key=f"offer:{offer.id}:{offer.answer_by}", kind="offer", text="Answer the offer",
            why=f"They want an answer by {offer.answer_by:%-d %B %Y}.", due_at=_noon(offer.answer_by, zone),
        )
    ]  # fmt: skip


def _deadline(application: Application, now: datetime, zone: str | None) -> list[Advice]:
    """In the week before the deadline of an application that is not out yet."""
    day = application.deadline
    if day is None or application.status != "preparing" or not _is_near(day, now, zone):
        return []
    return [
        Advice(
            key=f"deadline:{day}", kind="deadline", text="Send the application",
            why=f"The deadline is {day:%-d %B %Y}.", due_at=_noon(day, zone),
        )
    ]  # fmt: skip


def _is_near(day: date, now: datetime, zone: str | None) -> bool:
    today = local(now, zone).date()
    return today <= day <= today + DUE_SOON


def _noon(day: date, zone: str | None) -> datetime:
    return day_begins(day, zone) + timedelta(hours=12)


def _end(interview: Interview) -> datetime:
    return interview.ends_at or interview.starts_at + HOUR
