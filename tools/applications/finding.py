"""Which application a person means: it is called by its job's number, or by words of title and company."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications as store
from store.actors import Actor
from tools.references import Named, resolve


async def find_application(session: AsyncSession, actor: Actor, reference: str) -> UUID:
    """The application that a job's number, an id or words mean; raises NotFoundError or asks which of several."""
    outlines = await store.outlines(session, actor)
    things = [
        Named(id, number, f"{title} at {company}" if company else title) for id, number, title, company in outlines
    ]
    return resolve(reference, things, kind="application")
