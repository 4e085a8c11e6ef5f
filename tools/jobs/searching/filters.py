"""What is wanted, as hard filters: places understood, employers as keys, and what the profile rules out besides."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from store.conditions import Filters
from tools.context import utc_now
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.cleaning.places import clean_places
from tools.jobs.searching.areas import area_named, covering, currency_of, members
from tools.jobs.searching.schemas import Wanted
from tools.skills import canonical

_ANYWHERE = re.compile(
    r"^\W*(?:anywhere|worldwide|remote(?:ly)?|global(?:ly)?|everywhere|the world)\W*$", re.IGNORECASE
)


class Wishes(Protocol):
    """What is read of a profile."""

    blocked_companies: list[str]
    needs_sponsorship: bool | None
    salary_min: float | None
    salary_currency: str | None


def filters_of(wanted: Wanted, profile: Wishes | None = None, *, now: datetime | None = None) -> Filters:
    """The hard filters of a search.

    What was said for this search is strict: a posting that is silent does not meet it, unless `include_unstated`. What
    the profile wishes for on top (a visa sponsored, a minimum pay) only rules out postings that state otherwise: most
    state neither. Blocked companies of both add up. Pay is held against the currency that was named; without one
    against that of the one country wanted; without that each posting's number counts in its own currency.
    """
    countries, places, areas = _where(wanted)
    pay_min, currency, lenient = _pay(wanted, profile, countries)
    sponsored = bool(profile and profile.needs_sponsorship)
    if sponsored and not wanted.sponsorship:
        lenient |= {"sponsorship"}
    return Filters(
        countries=countries,
        areas=areas,
        places=places,
        remote=wanted.ways,
        pay_min=pay_min,
        pay_currency=currency,
        sponsorship=wanted.sponsorship or sponsored,
        seniority=tuple(wanted.seniority),
        skills=tuple(known for skill in wanted.skills if (known := canonical(skill))),
        phrases=tuple(skill.lower() for skill in wanted.skills if not canonical(skill)),
        companies=_keys(wanted.companies),
        blocked=_keys([*wanted.blocked_companies, *(profile.blocked_companies if profile else [])]),
        posted_since=_since(wanted.posted_within_days, now or utc_now()),
        include_unstated=wanted.include_unstated,
        lenient=frozenset(lenient),
    )


def _where(wanted: Wanted) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Countries, cities or regions, and the areas that cover the countries."""
    said = (wanted.location or "").strip()
    countries = [wanted.country] if wanted.country else []
    if area := area_named(said):
        held = tuple(country for country in members(area) if not countries or country in countries)
        return held, (), _covering(held, also=area)
    if not said or _ANYWHERE.match(said):
        return tuple(countries), (), _covering(countries)
    found = clean_places(said)
    places = [name.lower() for place in found if (name := place.city or place.region)]
    countries = countries or [place.country for place in found if place.country]
    known = tuple(dict.fromkeys(countries))
    return known, tuple(dict.fromkeys(places)), _covering(known)


def currency_meant(wanted: Wanted) -> str | None:
    """The currency of the wished pay: the one named, else that of the one country that is searched."""
    return _pay(wanted, None, _where(wanted)[0])[1]


def unknown_place(wanted: Wanted) -> str | None:
    """The wished place when it is none we know, so that only postings that write it meet the filter."""
    countries, places, areas = _where(wanted)
    return wanted.location if wanted.location and places and not countries and not areas else None


def _covering(countries: Sequence[str], also: str | None = None) -> tuple[str, ...]:
    """What a job may be open to for people of one of the countries; of a whole area only what holds all of it."""
    if also is not None:
        whole = [set(covering(country)) - {country} for country in countries]
        return tuple(sorted(set.intersection(*whole) | {also, *countries} if whole else {also, "*"}))
    return tuple(dict.fromkeys(area for country in countries for area in covering(country)))


def _pay(
    wanted: Wanted, profile: Wishes | None, countries: tuple[str, ...]
) -> tuple[float | None, str | None, set[str]]:
    """The least pay, its currency, and the names of the filters that silence passes."""
    of_country = currency_of(countries[0]) if len(countries) == 1 else None
    if wanted.salary_min is not None:
        return wanted.salary_min, wanted.salary_currency or of_country, set()
    if profile is None or not profile.salary_min:
        return None, None, set()
    return profile.salary_min, profile.salary_currency or of_country, {"pay"}


def _keys(companies: Sequence[str]) -> tuple[str, ...]:
    """Employer keys, and the names as written for postings that were saved without one."""
    named = [form for company in companies for form in (employer_key(company), company.strip().lower())]
    return tuple(dict.fromkeys(form for form in named if form))


def _since(days: int | None, now: datetime) -> datetime | None:
    return now - timedelta(days=days) if days else None
