"""Appointments in the person's Google calendar."""

from typing import Any

from store.errors import ConflictError, NotFoundError
from tools.email.sources.gmail import GmailSource
from tools.email.sources.google_api import permission_missing

_PURPOSE = "google calendar"


async def insert_event(source: GmailSource, event_id: str, event: dict[str, Any]) -> str:
    """Put an event (start, end, summary, … in Google's words) under an id of ours; again it changes nothing.

    The id has 5 to 1024 letters a-v and digits. Returns the event's link, "" when it was there already.
    Raises AuthorizationError EMAIL_PERMISSION_MISSING, and what `GoogleApi.call` raises.
    """
    _check(source)
    request = source.api.calendar.events().insert(calendarId="primary", body={**event, "id": event_id})
    try:
        answer = await source.api.call(request, purpose=_PURPOSE)
    except ConflictError:
        return ""
    return str(answer.get("htmlLink") or "")


async def delete_event(source: GmailSource, event_id: str) -> None:
    """Take it away; one that is gone is no failure. Raises as `insert_event`."""
    _check(source)
    request = source.api.calendar.events().delete(calendarId="primary", eventId=event_id)
    try:
        await source.api.call(request, purpose=_PURPOSE)
    except NotFoundError:
        return


def _check(source: GmailSource) -> None:
    if not source.capabilities.calendar:
        raise permission_missing()
