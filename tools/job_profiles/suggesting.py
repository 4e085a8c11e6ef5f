"""What a form could be told from what is known of the person: contact fields and links, and nothing else."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import job_profiles as store
from store.actors import Actor
from tools.job_profiles import service
from tools.job_profiles.schemas import AnswerSource, AnswerValue, KnownAs, Suggestion
from tools.jobs.cleaning.places import clean_places
from tools.resumes.schemas import ContactDetail, LinkDetail, ResumeFact

_FIELDS = {
    "full_name": "contact_full_name", "name": "contact_full_name", "phone": "contact_phone", "email": "contact_email",
    "location": "contact_location", "website": "contact_website",
}  # fmt: skip
_HOSTS = {
    "linkedin": re.compile(r"(?:^|[/.])linkedin\.com/", re.IGNORECASE),
    "github": re.compile(r"(?:^|[/.])github\.com/", re.IGNORECASE),
    "xing": re.compile(r"(?:^|[/.])xing\.com/", re.IGNORECASE),
}  # fmt: skip
_PORTFOLIO = re.compile(r"portfolio|behance\.net|dribbble\.com", re.IGNORECASE)


async def suggest(
    session: AsyncSession, actor: Actor, known: KnownAs, profile_id: UUID | None = None
) -> Suggestion | None:
    """A contact detail or a link out of the profile or the primary resume, with its source; None for all else.

    Legal, salary, equal-opportunity and consent questions are never suggested an answer, whatever a resume says.
    """
    if known.category not in {"contact", "link"}:
        return None
    row = await (store.get(session, actor, profile_id) if profile_id else service.default_row(session, actor))
    facts = await service.primary_facts(session, actor)
    if known.key in _FIELDS and (own := _of_profile(row, _FIELDS[known.key])):
        return own
    if known.category == "link":
        return _link(known.key, facts, row)
    return _of_place(known.key, row)


def _of_profile(row: store.JobProfile, field: str) -> Suggestion | None:
    value = getattr(row, field)
    if not value:
        return None
    held = row.contact_sources.get(field)
    source = AnswerSource.model_validate(held) if held else AnswerSource(kind="profile", words=value)
    return Suggestion(value=AnswerValue(text=value), source=source)


def _link(key: str, facts: Sequence[ResumeFact], row: store.JobProfile) -> Suggestion | None:
    """The one link of the resume that is of this kind; of several that differ none, for the person to choose."""
    urls = {url: fact for fact in facts if (url := _url(fact)) is not None and _is_of(key, url, fact)}
    if len(urls) != 1:
        site = row.contact_website
        return _of_profile(row, "contact_website") if not urls and site and _is_of(key, site, None) else None
    url, fact = next(iter(urls.items()))
    return Suggestion(value=AnswerValue(text=url), source=AnswerSource(kind="resume", words=fact.text, fact_id=fact.id))


def _url(fact: ResumeFact) -> str | None:
    if isinstance(fact.detail, LinkDetail):
        said = fact.detail.url.strip()
    elif isinstance(fact.detail, ContactDetail) and fact.detail.field == "website":
        said = fact.detail.value.strip()
    else:
        return None
    return said if "://" in said else f"https://{said}"


def _is_of(key: str, url: str, fact: ResumeFact | None) -> bool:
    if key in _HOSTS:
        return bool(_HOSTS[key].search(url))
    label = fact.detail.label if fact is not None and isinstance(fact.detail, LinkDetail) else None
    if key == "portfolio":
        return bool(_PORTFOLIO.search(f"{url} {label or ''}"))
    return key == "website" and not any(host.search(url) for host in _HOSTS.values())


def _of_place(key: str, row: store.JobProfile) -> Suggestion | None:
    """The city, or the country where the profile's place names it in so many words."""
    said = row.contact_location or ""
    places = clean_places(said)
    if len(places) != 1:
        return None
    parts = [part.strip() for part in said.split(",") if part.strip()]
    last = clean_places(parts[-1]) if len(parts) > 1 else []
    if key == "city" and places[0].city and places[0].city.casefold() in said.casefold():
        value = parts[0] if len(parts) > 1 else places[0].city
    elif key == "country" and len(last) == 1 and last[0].country and not last[0].city and not last[0].region:
        value = parts[-1]
    else:
        return None
    held = row.contact_sources.get("contact_location")
    source = AnswerSource.model_validate(held) if held else AnswerSource(kind="profile", words=said)
    return Suggestion(value=AnswerValue(text=value), source=source)
