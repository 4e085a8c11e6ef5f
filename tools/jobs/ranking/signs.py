"""Signs that a posting is closed, a ghost, or put up again and again, each with what shows it. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

OLD_DAYS, VERY_OLD_DAYS, REDATED_DAYS = 60, 90, 7
_OPEN = frozenset({"open", "alive", "live", "unknown"})


def warnings_of(row: Mapping[str, Any], now: datetime) -> list[str]:
    """What speaks against a posting, in words, worst first.

    `row` holds its columns and `reposted`: when one board showed it again under another number.
    """
    found = [_closed(row), _expired(row, now), _old(row, now), _reposted(row), _dated_anew(row), _nowhere_to_apply(row)]
    return [warning for warning in found if warning]


def _closed(row: Mapping[str, Any]) -> str | None:
    liveness = row.get("liveness") or {}
    evidence = liveness.get("evidence")
    told = f": {evidence}" if evidence else ""
    if closed := row.get("closed_at"):
        return f"Closed since {closed:%-d %B %Y}{told}"
    state = str(liveness.get("state") or "open")
    return None if state in _OPEN else f"Its page looks {state.replace('_', ' ')}{told}"


def _expired(row: Mapping[str, Any], now: datetime) -> str | None:
    until = row.get("valid_through")
    return f"Its own closing date, {until:%-d %B %Y}, has passed" if until and until < now else None


def _old(row: Mapping[str, Any], now: datetime) -> str | None:
    """A posting that stays up for months is often filled, or was never meant to be."""
    posted, first = row.get("posted_at"), row.get("first_seen")
    known = [(posted, "Posted")] if posted else []
    known += [(first, "First seen")] if first else []
    moment, said = min(known, default=(None, ""))
    days = (now - moment).days if moment else 0
    if days < OLD_DAYS:
        return None
    seen = row.get("last_seen")
    still = f"; it was still listed on {seen:%-d %B %Y}" if seen else ""
    word = "may be a ghost posting" if days >= VERY_OLD_DAYS else "may be stale"
    return f"{said} {days} days ago{still}: {word}"


def _reposted(row: Mapping[str, Any]) -> str | None:
    times = row.get("reposted") or []
    if not times:
        return None
    often = "once" if len(times) == 1 else f"{len(times)} times"
    return f"Put up again {often} under another number on the same board, last on {max(times):%-d %B %Y}"


def _dated_anew(row: Mapping[str, Any]) -> str | None:
    posted, seen = row.get("posted_at"), row.get("first_seen")
    if not posted or not seen or (posted - seen).days < REDATED_DAYS:
        return None
    return f"Dated {posted:%-d %B %Y}, but it was there on {seen:%-d %B %Y} already: the date was renewed"


def _nowhere_to_apply(row: Mapping[str, Any]) -> str | None:
    given = row.get("kind") == "given"
    return None if given or row.get("apply_url") or row.get("url") else "It gives no link to apply"
