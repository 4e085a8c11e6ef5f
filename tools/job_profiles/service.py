"""Job profiles: made, found, changed, one of them the default. Works in the caller's session and never commits.

What is wished for in every search is the account's profile (`set_wishes`, `/profiles/me`), and there only. A job
profile's `preferences` hold for a search that names the profile (`searched_with`): what the search says itself goes
before them, and they go before the wishes, which fill what both leave open. A profile is therefore empty of preferences
until the person gives it some, and nothing is kept in two places.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import accounts, events
from store import job_profiles as store
from store import resumes as resume_store
from store.actors import Actor
from store.errors import ConflictError
from store.pagination import Page, PageRequest
from tools.job_profiles.schemas import (
    Answer,
    AnswerSource,
    JobProfile,
    JobProfileChanges,
    NewJobProfile,
    SearchPreferences,
)
from tools.jobs.searching.schemas import SearchJobs
from tools.references import Named, resolve
from tools.resumes.schemas import ContactDetail, ResumeFact
from tools.resumes.service import stored_facts

FIRST_NAME = "My profile"
CONTACTS = ("contact_full_name", "contact_phone", "contact_email", "contact_location", "contact_website")
# The contact field that a field of a resume's contact lines fills.
_FILLED_BY = dict(zip(("name", "phone", "email", "location", "website"), CONTACTS, strict=True))


async def create(session: AsyncSession, actor: Actor, data: NewJobProfile) -> JobProfile:
    """Make a profile; undo takes it away. The first one is the default."""
    await store.one_at_a_time(session, actor)
    before = await store.default(session, actor)
    values = data.model_dump(mode="json", exclude={"is_default"})
    values["preferences"] = values["preferences"] or {}
    row = await store.add(session, actor, is_default=before is None, **values)
    if data.is_default and before is not None:
        await store.set_default(session, actor, row.id)
    await events.record(
        session, actor, kind="job_profile_added", subject="job_profile", subject_id=row.id, data={"title": row.name},
        inverse={"operation": "job_profiles.remove", "id": str(row.id), "default": _id(before)},
    )  # fmt: skip
    return await shown(session, actor, row)


async def get(session: AsyncSession, actor: Actor, profile_id: UUID) -> JobProfile:
    """One profile with its answers, else NotFoundError."""
    return await shown(session, actor, await store.get(session, actor, profile_id))


async def list_page(session: AsyncSession, actor: Actor, page: PageRequest) -> Page[JobProfile]:
    """The actor's profiles with their answers, newest first."""
    found = await store.list_page(session, actor, page)
    answers = await store.answers(session, actor, [row.id for row in found["items"]])
    items = [_with(row, [item for item in answers if item.profile_id == row.id]) for row in found["items"]]
    return Page(items=items, next_cursor=found["next_cursor"], total=found["total"])


async def get_or_create_default(session: AsyncSession, actor: Actor) -> JobProfile:
    """The default profile, made on first use."""
    return await shown(session, actor, await default_row(session, actor))


async def default_row(session: AsyncSession, actor: Actor) -> store.JobProfile:
    """The same as a row. It is made once however many ask at a time, with the contact fields that the account and the
    primary resume hold; it is no change of the person's, so undo passes over it.
    """
    found = await store.default(session, actor)
    if found is None:
        await store.one_at_a_time(session, actor)
        found = await store.default(session, actor)
    if found is None:
        contacts, sources = await known_contacts(session, actor)
        found = await store.add(
            session, actor, name=FIRST_NAME, is_default=True, preferences={}, contact_sources=sources, **contacts
        )
    return found


async def find_profile(session: AsyncSession, actor: Actor, reference: str | None) -> store.JobProfile:
    """The profile that a name, a number of the list or an id means; the default one without a reference.

    Raises NotFoundError and ConflictError `AMBIGUOUS`, both naming the choices.
    """
    default = await default_row(session, actor)
    if reference is None:
        return default
    rows = await store.every(session, actor)
    exact = [row for row in rows if row.name.casefold() == reference.strip().casefold()]
    if len(exact) == 1:
        return exact[0]
    things = [Named(row.id, number, row.name) for number, row in enumerate(rows, start=1)]
    return await store.get(session, actor, resolve(reference, things, kind="job profile"))


async def update(session: AsyncSession, actor: Actor, profile_id: UUID, changes: JobProfileChanges) -> JobProfile:
    """Change what is given; null empties it, and undo takes it back."""
    row = await store.get(session, actor, profile_id)
    values: dict[str, Any] = changes.model_dump(mode="json", exclude_unset=True)
    if "preferences" in values:
        values["preferences"] = values["preferences"] or {}
    values = {name: value for name, value in values.items() if getattr(row, name) != value}
    if values:
        # What the person has written is theirs: where it was read from before no longer holds.
        values["contact_sources"] = {name: held for name, held in row.contact_sources.items() if name not in values}
        old = {name: getattr(row, name) for name in values}
        row = await store.set_values(session, actor, profile_id, **values)
        await events.record(
            session, actor, kind="job_profile_changed", subject="job_profile", subject_id=row.id,
            data={"title": row.name},
            inverse={"operation": "job_profiles.set_values", "id": str(row.id), "values": old},
        )  # fmt: skip
    return await shown(session, actor, row)


async def delete(session: AsyncSession, actor: Actor, profile_id: UUID) -> None:
    """Take a profile away with its answers; undo brings it back.

    Raises ConflictError `LAST_PROFILE` for the only one and `DEFAULT_PROFILE` for the default one of several: which of
    the others letters and forms shall use is the person's to say.
    """
    await store.one_at_a_time(session, actor)
    row = await store.get(session, actor, profile_id)
    others = [other.name for other in await store.every(session, actor) if other.id != row.id]
    if not others:
        raise ConflictError(
            f"“{row.name}” is the only job profile, and letters and forms need one. Change it, or make another first.",
            code="LAST_PROFILE",
        )
    if row.is_default:
        raise ConflictError(
            f"“{row.name}” is the default job profile. Make another the default first: {'; '.join(others[:10])}.",
            code="DEFAULT_PROFILE",
        )
    await store.remove(session, actor, profile_id)
    await events.record(
        session, actor, kind="job_profile_deleted", subject="job_profile", subject_id=row.id, data={"title": row.name},
        inverse={"operation": "job_profiles.restore", "id": str(row.id)},
    )  # fmt: skip


async def set_default(session: AsyncSession, actor: Actor, profile_id: UUID) -> JobProfile:
    """Make it the profile that letters, forms and questions use when none is named."""
    before = await store.set_default(session, actor, profile_id)
    row = await store.get(session, actor, profile_id)
    if before != profile_id:
        await events.record(
            session, actor, kind="job_profile_default", subject="job_profile", subject_id=row.id,
            data={"title": row.name},
            inverse={"operation": "job_profiles.set_default", "id": str(before)} if before else None,
        )  # fmt: skip
    return await shown(session, actor, row)


async def take_away(session: AsyncSession, actor: Actor, inverse: Mapping[str, Any]) -> None:
    """Take back that a profile was made: the default of before is it again."""
    if inverse["default"]:
        await store.set_default(session, actor, UUID(inverse["default"]))
    await store.remove(session, actor, UUID(inverse["id"]))


async def known_contacts(session: AsyncSession, actor: Actor) -> tuple[dict[str, str], dict[str, Any]]:
    """The contact fields that are known and where each is from: the primary resume's own lines, then the account."""
    values: dict[str, str] = {}
    sources: dict[str, Any] = {}
    for fact in await primary_facts(session, actor):
        field = _FILLED_BY.get(fact.detail.field) if isinstance(fact.detail, ContactDetail) else None
        if field is not None and field not in values and isinstance(fact.detail, ContactDetail):
            values[field] = _filled(field, fact.detail.value)
            sources[field] = AnswerSource(kind="resume", words=fact.text, fact_id=fact.id).model_dump(mode="json")
    user = await accounts.by_id(session, actor.user_id)
    held = {"contact_full_name": user.full_name, "contact_email": user.email} if user else {}
    for field, value in held.items():
        # Who runs a lone installation has an address that only this machine knows.
        if value and field not in values and not value.endswith("@localhost"):
            values[field] = value
            sources[field] = AnswerSource(kind="profile", words=value).model_dump(mode="json")
    return values, sources


async def primary_facts(session: AsyncSession, actor: Actor) -> list[ResumeFact]:
    """The facts of the primary resume; none without one."""
    resume = await resume_store.primary(session, actor)
    return await stored_facts(session, actor, resume.id) if resume is not None else []


async def searched_with(session: AsyncSession, actor: Actor, data: SearchJobs) -> SearchJobs:
    """The search with the preferences of the profile that it names, where it says nothing of its own."""
    if data.profile is None:
        return data
    row = await find_profile(session, actor, data.profile)
    wanted = preferred(SearchPreferences.model_validate(row.preferences), row.name)
    said = {name for name in wanted if getattr(data, name)}
    if data.salary_min is not None:
        said |= {"salary_min", "salary_currency"}
    fits = {name: value for name, value in wanted.items() if name not in said}
    return SearchJobs.model_validate({**data.model_dump(), **fits, "profile": row.name})


def preferred(preferences: SearchPreferences, name: str) -> dict[str, Any]:
    """Preferences as a search takes them; what asks for nothing is left out. Raises ConflictError when all is."""
    wanted = {
        "words": ", ".join(preferences.titles)[:300], "location": "; ".join(preferences.locations)[:300],
        "remote": preferences.remote, "seniority": preferences.seniority, "skills": preferences.skills[:20],
        "salary_min": preferences.salary_min, "salary_currency": preferences.salary_currency,
    }  # fmt: skip
    found = {field: value for field, value in wanted.items() if value}
    if not found:
        raise ConflictError(
            f"The job profile “{name}” says nothing of what to look for. Give it titles, places or skills first.",
            code="PROFILE_EMPTY",
        )
    return found


async def shown(session: AsyncSession, actor: Actor, row: store.JobProfile) -> JobProfile:
    """A profile's row with its answers."""
    return _with(row, await store.answers(session, actor, [row.id]))


def _with(row: store.JobProfile, answers: Sequence[store.ProfileAnswer]) -> JobProfile:
    columns = ("id", "name", "is_default", "preferences", *CONTACTS, "contact_sources", "created_at", "updated_at")
    held = {name: getattr(row, name) for name in columns}
    return JobProfile.model_validate({**held, "answers": [Answer.model_validate(item) for item in answers]})


def _filled(field: str, value: str) -> str:
    line = " ".join(value.split())
    return f"https://{line}" if field == "contact_website" and "://" not in line else line


def _id(row: store.JobProfile | None) -> str | None:
    return str(row.id) if row is not None else None
