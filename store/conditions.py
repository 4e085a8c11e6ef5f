"""Hard filters on postings as SQL: what meets each, and what states nothing about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from store.actors import Actor

# Signs that several currencies share, and the currencies they may stand for.
_SIGNS = (
    (frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "UYU"}), r"[$]|dollar"),
    (frozenset({"SEK", "NOK", "DKK", "ISK", "CZK"}), r"\mkr\M|\mkron(or|er)\M"),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What an opening has to meet; empty fields ask for nothing.

    `areas` are the values of `open_to` that cover the `countries`. `places` are cities or regions in lower case: work
    there meets them, and so does remote work that may be done from their `countries`. `remote` are the ways of work
    that will do. `pay_min` is a year's pay, in `pay_currency` or, without one, in whatever the posting pays in; a range
    meets it by its upper end; pay in another currency neither meets it nor counts as not stated.
    `companies` and `blocked` are employer keys. What is not stated meets nothing, unless `include_unstated` or the
    filter's name is among the `lenient`; an employer that is not named is none of the blocked.
    """

    countries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    pay_min: float | None = None
    pay_currency: str | None = None
    sponsorship: bool = False
    seniority: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    posted_since: datetime | None = None
    include_unstated: bool = False
    lenient: frozenset[str] = frozenset()
    include_closed: bool = False

    def passes_silence(self, name: str) -> bool:
        """Whether what states nothing meets the filter of that name."""
        return self.include_unstated or name in self.lenient

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for that may leave few openings."""
        return bool(
            self.countries or self.places or self.remote or self.pay_min or self.sponsorship or self.seniority
            or self.skills or self.phrases or self.companies or self.posted_since
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: SQL of what meets it, of what states nothing about it, and of what states what cannot be compared."""

    name: str
    meets: str
    unstated: str = "false"
    apart: str = "false"


@dataclass(slots=True)
class Values:
    """The values of a statement's placeholders, in order."""

    held: list[Any] = field(default_factory=list)

    def bind(self, value: Any) -> str:
        """The placeholder of one more value."""
        self.held.append(value)
        return f"${len(self.held)}"


def where(filters: Filters, actor: Actor, values: Values, among: Sequence[UUID] | None = None) -> str:
    """The filters as one SQL condition on postings `p` that this actor may see, `among` these where given."""
    parts = [f"(p.owner_id is null or p.owner_id = {values.bind(actor.user_id)}::uuid)"]
    if not filters.include_closed:
        parts.append("p.closed_at is null")
    if among is not None:
        parts.append(f"p.id = any({values.bind(list(among))}::uuid[])")
    for condition in conditions(filters, values):
        loose = filters.passes_silence(condition.name) and condition.unstated != "false"
        parts.append(f"({condition.meets} or {condition.unstated})" if loose else condition.meets)
    return " and ".join(parts)


def conditions(filters: Filters, values: Values) -> list[Condition]:
    """Every filter that asks for something."""
    return [*_place(filters, values), *_work(filters, values), *_employer(filters, values)]


def _place(filters: Filters, values: Values) -> Iterator[Condition]:
    if filters.remote:
        any_of = f"p.remote = any({values.bind(list(filters.remote))}::text[])"
        yield Condition("remote", any_of, "p.remote is null")
    if not filters.places and not filters.countries:
        return
    countries, areas = (
        f"{values.bind(list(filters.countries))}::varchar[]",
        f"{values.bind(list(filters.areas))}::varchar[]",
    )
    inside = f"(p.countries && {countries} or p.open_to && {areas})"
    if filters.places:
        there = f"p.places ?| {values.bind(list(filters.places))}::text[]"
        yield Condition(
            "location",
            f"({there} or (p.remote = 'remote' and {inside}))",
            f"(p.places = '[]' and p.open_to = '{{}}' and (p.countries = '{{}}' or p.countries && {countries}))",
        )
    else:
        yield Condition("country", inside, "(p.countries = '{}' and p.open_to = '{}')")


def _work(filters: Filters, values: Values) -> Iterator[Condition]:
    if filters.pay_min is not None:
        yield _pay(filters.pay_min, filters.pay_currency, values)
    if filters.sponsorship:
        yield Condition("sponsorship", "p.sponsors", "p.sponsors is null")
    if filters.seniority:
        any_of = f"p.seniority = any({values.bind(list(filters.seniority))}::text[])"
        yield Condition("seniority", any_of, "p.seniority is null")
    if filters.skills or filters.phrases:
        named = [f"p.skills @> {values.bind(_named(skill))}::text::jsonb" for skill in filters.skills]
        named += [f"p.search @@ phraseto_tsquery('simple', {values.bind(phrase)}::text)" for phrase in filters.phrases]
        yield Condition("skills", f"({' and '.join(named)})", "p.skills = '[]'")
    if filters.posted_since:
        since = f"{values.bind(filters.posted_since)}::timestamptz"
        yield Condition("posted", f"p.posted_at >= {since}", f"(p.posted_at is null and p.first_seen >= {since})")


def _pay(least: float, currency: str | None, values: Values) -> Condition:
    upper = "coalesce(p.pay_year_max, p.pay_year_min)"
    enough, unstated = f"{upper} >= {values.bind(float(least))}::float8", f"{upper} is null"
    if not currency:
        return Condition("pay", f"({enough})", unstated)
    asked = f"{values.bind(currency)}::text"
    other = _other_currency(currency, asked)
    enough += f" and p.pay_currency = {asked}"
    return Condition("pay", f"({enough})", f"(({unstated} or p.pay_currency is null) and {other} is not true)", other)


def _other_currency(currency: str, asked: str) -> str:
    """SQL of what pays in another currency than the one asked for: a named one, or a sign of dollars or crowns of no
    known country where neither is asked for."""
    signs = "|".join(sign for family, sign in _SIGNS if currency not in family)
    unnamed = f"(p.pay_currency is null and p.clean->'pay'->>'excerpt' ~* '{signs}')" if signs else "false"
    return f"(p.pay_currency <> {asked} or {unnamed})"


def _named(skill: str) -> str:
    return orjson.dumps([{"name": skill}]).decode()


def _employer(filters: Filters, values: Values) -> Iterator[Condition]:
    """By key, and by name what was saved without one."""
    if filters.companies:
        only = f"{values.bind(list(filters.companies))}::varchar[]"
        yield Condition(
            "companies",
            f"(p.employer_key = any({only}) or (p.employer_key is null and lower(p.company) = any({only})))",
            "(p.employer_key is null and p.company is null)",
        )
    if filters.blocked:
        key = "coalesce(p.employer_key, lower(p.company))"
        none = f"({key} is null or {key} <> all({values.bind(list(filters.blocked))}::text[]))"
        yield Condition("blocked_companies", none)
