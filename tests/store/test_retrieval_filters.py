"""Hard filters let through exactly what a plain reading of the rows lets through, whoever asks for whatever."""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from store.actors import Actor
from store.base import new_id
from store.conditions import Filters
from store.retrieval import Term, count_left_out, retrieve
from tests.conftest import new_actor
from tools.context import Services
from tools.jobs.searching.areas import covering

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROWS, ROUNDS = 400, 150
COUNTRIES, CITIES = ["DE", "AT", "FR", "US"], {"DE": "Berlin", "AT": "Vienna", "FR": "Paris", "US": "Austin"}
OPEN_TO = ["*", "EU", "EMEA", "Americas", "DE", "US"]
ANY = Term(stems=("engineer",))
ADD = """
insert into postings (id, owner_id, source, title, company, text, content_hash, language, requirements, skills, remote,
  seniority, clean, countries, open_to, pay_year_min, pay_year_max, pay_currency, sponsors, employer_key, posted_at,
  first_seen, closed_at)
select x.id, x.owner_id, 'test', x.title, x.company, x.title, x.id::text, 'en', '[]', x.skills, x.remote, x.seniority,
  x.clean, x.countries, x.open_to, x.pay_year_min, x.pay_year_max, x.pay_currency, x.sponsors, x.employer_key,
  x.posted_at, x.first_seen, x.closed_at
from jsonb_to_recordset(cast(:rows as jsonb)) as x(id uuid, owner_id uuid, title text, company text, skills jsonb,
  remote text, seniority text, clean jsonb, countries text[], open_to text[], pay_year_min float8, pay_year_max float8,
  pay_currency text, sponsors bool, employer_key text, posted_at timestamptz, first_seen timestamptz,
  closed_at timestamptz)
"""


def posting(pick: random.Random, owners: list[UUID | None]) -> dict[str, Any]:
    """A posting that states some things and is silent about others."""
    countries = pick.choice([[], [], [pick.choice(COUNTRIES)], pick.sample(COUNTRIES, 2)])
    low = pick.choice([None, 40_000.0, 80_000.0, 120_000.0])
    employer, owner = pick.choice([None, "acme", "globex", "initech"]), pick.choice(owners)
    posted = pick.choice([None, (NOW - timedelta(days=pick.randrange(40))).isoformat()])
    named = pick.choice([[], ["Python"], ["Go"]])
    currency = low and pick.choice([None, "EUR", "USD"])
    pay = {"excerpt": pick.choice(["$80k", "80k"])} if low and not currency else None
    places = [{"city": pick.choice([None, CITIES[code]]), "region": None, "country": code} for code in countries]
    return {
        "id": str(new_id()), "owner_id": str(owner) if owner else None,
        "title": pick.choice(["Engineer", "Senior Engineer"]), "company": employer and employer.title(),
        "skills": [{"name": name, "excerpt": name, "importance": "must"} for name in named],
        "remote": pick.choice([None, "onsite", "hybrid", "remote"]),
        "seniority": pick.choice([None, "senior", "junior"]),
        "clean": {"places": places, "pay": pay}, "countries": countries,
        "open_to": pick.choice([[], [], [pick.choice(OPEN_TO)], pick.sample(OPEN_TO, 2)]),
        "pay_year_min": low, "pay_year_max": low and pick.choice([None, low + 20_000]),
        "pay_currency": currency, "sponsors": pick.choice([None, True, False]),
        "employer_key": employer, "posted_at": posted,
        "first_seen": (NOW - timedelta(days=pick.randrange(40))).isoformat(),
        "closed_at": pick.choice([None, None, None, NOW.isoformat()]),
    }  # fmt: skip


def wanted(pick: random.Random) -> Filters:
    """Some filters, by chance."""
    country = pick.choice([None, *COUNTRIES])
    return Filters(
        countries=(country,) if country else (), areas=covering(country) if country else (),
        places=(CITIES[country].lower(),) if country and pick.random() < 0.4 else (),
        remote=pick.choice([(), (), ("remote",), ("remote", "hybrid")]),
        pay_min=pick.choice([None, None, 60_000.0, 100_000.0]),
        pay_currency=pick.choice([None, "EUR"]), sponsorship=pick.random() < 0.2,
        seniority=pick.choice([(), (), ("senior",)]), skills=pick.choice([(), (), ("Python",)]),
        companies=pick.choice([(), (), ("acme", "globex")]), blocked=pick.choice([(), ("initech",)]),
        posted_since=pick.choice([None, None, NOW - timedelta(days=10)]), include_unstated=pick.random() < 0.3,
        lenient=frozenset(pick.choice([(), ("pay",), ("sponsorship", "pay")])),
    )  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What a row says to one filter."""

    meets: bool
    silent: bool = False
    apart: bool = False


def readings(row: dict[str, Any], asked: Filters) -> Iterable[tuple[str, Reading]]:
    """The oracle: each filter read off the row in plain Python."""
    yield from of_place(row, asked)
    yield from of_work(row, asked)
    if asked.companies:
        yield "companies", Reading(row["employer_key"] in asked.companies, row["employer_key"] is None)
    if asked.blocked:
        yield "blocked_companies", Reading(row["employer_key"] not in asked.blocked)
    if asked.posted_since:
        posted, seen = row["posted_at"], datetime.fromisoformat(row["first_seen"])
        recent = posted is not None and datetime.fromisoformat(posted) >= asked.posted_since
        yield "posted", Reading(recent, posted is None and seen >= asked.posted_since)


def of_place(row: dict[str, Any], asked: Filters) -> Iterable[tuple[str, Reading]]:
    cities = [place["city"].lower() for place in row["clean"]["places"] if place["city"]]
    inside = bool(set(row["countries"]) & set(asked.countries) or set(row["open_to"]) & set(asked.areas))
    if asked.places:
        there = bool(set(cities) & set(asked.places)) or (row["remote"] == "remote" and inside)
        vague = not row["countries"] or bool(set(row["countries"]) & set(asked.countries))
        yield "location", Reading(there, not cities and not row["open_to"] and vague)
    elif asked.countries:
        yield "country", Reading(inside, not row["countries"] and not row["open_to"])
    if asked.remote:
        yield "remote", Reading(row["remote"] in asked.remote, row["remote"] is None)


def of_work(row: dict[str, Any], asked: Filters) -> Iterable[tuple[str, Reading]]:
    if asked.pay_min is not None:
        top = row["pay_year_max"] if row["pay_year_max"] is not None else row["pay_year_min"]
        right = not asked.pay_currency or row["pay_currency"] == asked.pay_currency
        unknown = top is None or bool(asked.pay_currency and row["pay_currency"] is None)
        sign = row["clean"]["pay"] and "$" in row["clean"]["pay"]["excerpt"]
        other = bool(asked.pay_currency and not right and (row["pay_currency"] or sign))
        yield "pay", Reading(top is not None and top >= asked.pay_min and right, unknown and not other, other)
    if asked.sponsorship:
        yield "sponsorship", Reading(row["sponsors"] is True, row["sponsors"] is None)
    if asked.seniority:
        yield "seniority", Reading(row["seniority"] in asked.seniority, row["seniority"] is None)
    if asked.skills:
        named = {skill["name"] for skill in row["skills"]}
        yield "skills", Reading(set(asked.skills) <= named, not named)


def seen_by(row: dict[str, Any], actor: Actor) -> bool:
    return row["closed_at"] is None and row["owner_id"] in {None, str(actor.user_id)}


def passes(row: dict[str, Any], asked: Filters) -> bool:
    return all(r.meets or (r.silent and asked.passes_silence(name)) for name, r in readings(row, asked))


async def stored(services: Services, rows: list[dict[str, Any]]) -> None:
    vectors = (
        "update postings p set embedding = "
        "(select array_agg(random()) from generate_series(1, 256) where p.id is not null)::vector"
    )
    async with services.sessions() as session, session.begin():
        await session.execute(text(ADD), {"rows": json.dumps(rows)})
        await session.execute(text(vectors))


@pytest.fixture
async def people(services: Services) -> list[Actor]:
    return [await new_actor(services) for _ in range(2)]


async def test_filters_let_through_what_a_plain_reading_does(services: Services, people: list[Actor]) -> None:
    pick = random.Random(11)
    rows = [posting(pick, [None, None, *(person.user_id for person in people)]) for _ in range(ROWS)]
    await stored(services, rows)
    met = 0
    async with services.sessions() as session:
        for number in range(ROUNDS):
            actor, asked = people[number % 2], wanted(pick)
            right = {row["id"] for row in rows if seen_by(row, actor) and passes(row, asked)}
            query: dict[str, Any] = pick.choice(
                [{"terms": (ANY,)}, {"vector": [1.0] * 256}, {"terms": (ANY,), "vector": [1.0] * 256}, {}]
            )
            found = await retrieve(session, actor, asked, words_pool=ROWS, vector_pool=ROWS, **query)
            assert {str(hit.posting_id) for hit in found} == right, asked
            met += bool(right)
    assert met > ROUNDS / 3, "filters that let nothing through prove little"


async def test_what_is_left_out_is_counted_as_a_plain_reading_counts_it(
    services: Services, people: list[Actor]
) -> None:
    pick = random.Random(12)
    rows = [posting(pick, [None, people[0].user_id]) for _ in range(ROWS)]
    await stored(services, rows)
    told = 0
    async with services.sessions() as session:
        for _ in range(40):
            asked = wanted(pick)
            right = []
            visible = [dict(readings(row, asked)) for row in rows if seen_by(row, people[0])]
            for name in visible[0]:
                alone = [
                    one[name] for one in visible if not one[name].meets
                    and all(r.meets or (r.silent and asked.passes_silence(n)) for n, r in one.items() if n != name)
                ]  # fmt: skip
                silent = 0 if asked.passes_silence(name) else sum(one.silent for one in alone)
                apart = sum(one.apart for one in alone)
                right.append((name, sum(not (one.silent or one.apart) for one in alone), silent, apart))
            found = await count_left_out(session, people[0], asked, terms=(ANY,))
            assert sorted(found) == sorted(one for one in right if any(one[1:])), asked
            told += len(found)
    assert told > 40


async def test_rows_of_others_never_appear(services: Services, people: list[Actor]) -> None:
    pick = random.Random(13)
    rows = [posting(pick, [people[0].user_id]) for _ in range(50)]
    await stored(services, rows)
    async with services.sessions() as session:
        for query in ({"terms": (ANY,)}, {"vector": [1.0] * 256}, {"terms": (ANY,), "related": ANY}, {}):
            assert await retrieve(session, people[1], Filters(), **query) == []
            among = [UUID(row["id"]) for row in rows]
            assert await retrieve(session, people[1], Filters(include_closed=True), among=among, **query) == []
            assert await retrieve(session, people[0], Filters(), **query)


async def test_among_restricts_and_terms_find_what_holds_some_of_them(services: Services, people: list[Actor]) -> None:
    pick = random.Random(14)
    rows = [posting(pick, [None]) | {"closed_at": None} for _ in range(60)]
    rows[0]["title"], rows[1]["title"] = "Senior Python Baker (Développement)", "Python Baker"
    await stored(services, rows)
    chosen = [UUID(row["id"]) for row in rows[:10]]
    async with services.sessions() as session:
        asked = [
            Term(stems=("python",)),
            Term(stems=("baker",)),
            Term(stems=("zoolog",)),
            Term(stems=("developpement",)),
        ]
        found = await retrieve(session, people[0], Filters(), terms=asked)
        assert {str(hit.posting_id) for hit in found} == {rows[0]["id"], rows[1]["id"]}
        assert all(hit.text > 0 and hit.vector is None for hit in found)
        held = await retrieve(session, people[0], Filters(), terms=(ANY,), vector=[1.0] * 256, among=chosen)
        assert {hit.posting_id for hit in held} == set(chosen)
        again = await retrieve(session, people[0], Filters(), terms=(ANY,), vector=[1.0] * 256, among=chosen)
        assert held == again
        with_one = replace(Filters(), phrases=("python baker",))
        assert {str(h.posting_id) for h in await retrieve(session, people[0], with_one)} == {
            rows[0]["id"],
            rows[1]["id"],
        }
