"""Everything that stands around an application, as its view shows it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, applications_calendar
from store import applications_details as store
from store.actors import Actor
from store.applications_details import Attachment, Interview, Offer, Reminder
from tools.applications.around.advising import advice_for
from tools.applications.around.attachments import attachment_view
from tools.applications.around.comparing import offer_view
from tools.applications.around.interviews import interview_view
from tools.applications.around.reminders import reminder_view
from tools.applications.schemas import ContactView
from tools.context import utc_now
from tools.zones import local, own_zone


async def details_of(session: AsyncSession, actor: Actor, application_id: UUID) -> dict[str, Any]:
    """The lists of an ApplicationView: interviews, contacts, offers, reminders, attachments, advice.

    Raises NotFoundError for an application that is not the actor's.
    """
    application = await applications.get(session, actor, application_id)
    name = (await applications_calendar.names(session, actor, application_id))[application_id]
    interviews = await store.of_application(session, actor, Interview, application_id)
    reminders = await store.of_application(session, actor, Reminder, application_id)
    now, own = utc_now(), await own_zone(session, actor)
    return {
        "interviews": [interview_view(row) for row in sorted(interviews, key=lambda row: (row.starts_at, row.id))],
        "contacts": [
            ContactView.model_validate(row)
            for row in await store.contacts_for(session, actor, application_id, name.company)
        ],
        "offers": [
            offer_view(row, local(now, own).date())
            for row in await store.of_application(session, actor, Offer, application_id)
        ],
        "reminders": [
            reminder_view(row, own) for row in sorted(reminders, key=lambda row: (row.done_at is not None, row.due_at))
        ],
        "attachments": [
            attachment_view(row) for row in await store.of_application(session, actor, Attachment, application_id)
        ],
        "advice": (await advice_for(session, actor, [application], now=now))[application_id],
    }
