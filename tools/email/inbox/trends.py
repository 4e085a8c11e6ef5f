"""How the mail goes: volume, senders, how fast answers come, what to unsubscribe from."""

import re
import statistics
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from store import email_figures as store
from store.actors import Actor
from tools.context import utc_now
from tools.email.inbox.schemas import AnswerTimes, SenderFigures, Trends, TrendsWanted, WeekVolume

MOST_SENDERS, FEW = 25, 5
# So many mails, of which so few were opened and nothing came, make a sender worth unsubscribing from.
BULKY, UNOPENED = 4, 0.8


async def email_trends(session: AsyncSession, actor: Actor, data: TrendsWanted) -> Trends:
    """Mails by week and kind, who writes most with advice, hours to an answer; over the last days."""
    since = utc_now() - timedelta(days=data.days)
    weeks: dict[Any, dict[str, int]] = {}
    for row in await store.volume(session, actor, since=since):
        weeks.setdefault(row["week"], {})[row["kind"]] = row["mails"]
    answers = await store.answer_hours(session, actor, since=since)
    return Trends(
        days=data.days,
        weeks=[WeekVolume(week=week, total=sum(kinds.values()), kinds=kinds) for week, kinds in weeks.items()],
        senders=[_sender(row) for row in await store.senders(session, actor, since=since, limit=MOST_SENDERS)],
        mine=times([float(row["hours"]) for row in answers if row["by"] == "me"]),
        theirs=times([float(row["hours"]) for row in answers if row["by"] == "them"]),
    )  # fmt: skip


def times(hours: Sequence[float]) -> AnswerTimes:
    """Median and 90th percentile; silence under five. Pure."""
    if len(hours) < FEW:
        return AnswerTimes(answers=len(hours))
    slow = statistics.quantiles(hours, n=10)[-1]
    return AnswerTimes(answers=len(hours), median_hours=statistics.median(hours), slow_hours=slow)


def _sender(row: dict[str, Any]) -> SenderFigures:
    return SenderFigures(
        address=row["address"], name=row["name"], mails=row["mails"], unread=row["unread"], jobs=row["jobs"],
        advice=advice(row), unsubscribe=unsubscribe_link(row["unsubscribe"]),
    )  # fmt: skip


def advice(row: dict[str, Any]) -> str | None:
    """What could be done about a sender, and why; None where nothing stands out. Pure."""
    bulk, mails = row["bulk"], row["mails"]
    if mails < BULKY or bulk < mails * UNOPENED or row["kept"]:
        return None
    if row["jobs"] == 0 and row["unread"] >= mails * UNOPENED:
        how = "" if row["unsubscribe"] else "; it names no way to, so a rule that archives it would do"
        return f"{row['unread']} of {mails} were never opened and no job came of them: unsubscribe{how}"
    return None


def unsubscribe_link(header: str | None) -> str | None:
    """The address in a List-Unsubscribe header: a page before a mail. Pure."""
    links = re.findall(r"<\s*((?:https?|mailto):[^>\s]+)\s*>", header or "")
    return next((link for link in links if link.startswith("http")), next(iter(links), None))
