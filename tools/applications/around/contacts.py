"""People at employers and agencies: with an application, or of an employer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, applications_calendar
from store import applications_details as store
from store.actors import Actor
from store.applications_details import Contact
from store.pagination import Page, PageRequest
from tools.applications.around.keeping import added, change, remove
from tools.applications.around.schemas import ContactChanges, NewContact
from tools.applications.schemas import ContactView


async def add_contact(session: AsyncSession, actor: Actor, data: NewContact) -> ContactView:
    """Put somebody down; with an application and no employer said, its employer's."""
    values = data.model_dump()
    if data.application_id is not None:
        await applications.get(session, actor, data.application_id)
        names = await applications_calendar.names(session, actor, data.application_id)
        values["company"] = data.company or names[data.application_id].company
    row = await store.add(session, actor, Contact, **values)
    await added(session, actor, "contact", row, row.name)
    return ContactView.model_validate(row)


async def change_contact(session: AsyncSession, actor: Actor, contact_id: UUID, data: ContactChanges) -> ContactView:
    """Change what is given."""
    row = await store.get(session, actor, Contact, contact_id, lock=True)
    await change(session, actor, "contact", row, data.model_dump(exclude_unset=True), row.name)
    return ContactView.model_validate(row)


async def remove_contact(session: AsyncSession, actor: Actor, contact_id: UUID) -> None:
    """Take somebody away; undo brings them back."""
    row = await store.get(session, actor, Contact, contact_id, lock=True)
    await remove(session, actor, "contact", row, row.name)


async def list_contacts(
    session: AsyncSession, actor: Actor, page: PageRequest, *, application_id: UUID | None, words: str | None
) -> Page[ContactView]:
    """The actor's contacts, the newest first; of one application, or with these words."""
    if application_id is not None:
        await applications.get(session, actor, application_id)
    found = await store.contacts_page(session, actor, page, application_id=application_id, words=words)
    views = [ContactView.model_validate(row) for row in found["items"]]
    return Page(items=views, next_cursor=found["next_cursor"], total=found["total"])
