"""The head of a letter: how the person is reached, as their job profile says it."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from store import job_profiles as store
from store.actors import Actor
from tools.resumes.schemas import ContactDetail, ResumeFact

_FIELDS = ("contact_full_name", "contact_phone", "contact_email", "contact_location", "contact_website")
_NAMES = ("name", "phone", "email", "location", "website")


class Head(BaseModel):
    """Contact fields by the names that a resume has for them (name, email, phone, location, website).

    `own` are those that the person wrote into the profile: they go before the resume's. `spare` are those that were
    filled from the account or the primary resume: they stand where the letter's own resume says nothing.
    """

    own: dict[str, str] = {}
    spare: dict[str, str] = {}

    def unsigned(self) -> "Head":
        """The same without a name, for a letter that the person has signed themselves."""
        return Head(
            own={name: value for name, value in self.own.items() if name != "name"},
            spare={name: value for name, value in self.spare.items() if name != "name"},
        )

    def replaces(self, fact: ResumeFact) -> bool:
        """Whether the fact is a way to reach the person that the profile says otherwise."""
        detail = fact.detail
        return (
            isinstance(detail, ContactDetail)
            and detail.field in {"email", "phone", "location", "website"}
            and self.own.get(detail.field, detail.value) != detail.value
        )


async def head_of(session: AsyncSession, actor: Actor, profile_id: UUID | None = None) -> Head:
    """The head of the profile, by default of the default one; empty before there is any. Raises NotFoundError."""
    row = await (store.get(session, actor, profile_id) if profile_id else store.default(session, actor))
    if row is None:
        return Head()
    said = [(name, field, getattr(row, field)) for name, field in zip(_NAMES, _FIELDS, strict=True)]
    return Head(
        own={name: value for name, field, value in said if value and field not in row.contact_sources},
        spare={name: value for name, field, value in said if value and field in row.contact_sources},
    )
