"""Vector search of one user among many: as many rows as there are, the right ones, in the same order every time."""

import numpy as np
import pytest
from sqlalchemy import text

from store import vectors
from store.actors import Actor
from store.base import new_id
from store.vectors import DIMENSIONS, nearest_jobs
from tools.context import Services

USERS, EACH = 20, 250


@pytest.fixture
async def owners(services: Services) -> tuple[list[Actor], np.ndarray]:
    """Twenty people with 250 jobs each, and one with 4; the postings' vectors in the order of their jobs' numbers."""
    random = np.random.default_rng(7)
    centres = random.normal(size=(40, DIMENSIONS))
    points = centres[random.integers(40, size=USERS * EACH + 4)] + random.normal(size=(USERS * EACH + 4, DIMENSIONS))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    people = [Actor(new_id()) for _ in range(USERS + 1)]
    owner_of = [people[min(at // EACH, USERS)].user_id for at in range(len(points))]
    posting_ids = [new_id() for _ in points]
    add_users = text(
        "insert into users (id, email, username, role, is_active) "
        "select id, id || '@example.com', id::text, 'user', true from unnest(cast(:ids as uuid[])) id"
    )
    add_postings = text(
        "insert into postings (id, source, title, text, content_hash, embedding, requirements, skills, language) "
        "select id, 'test', 'title', 'text', id::text, cast(v as vector), '[]', '[]', 'en' "
        "from unnest(cast(:ids as uuid[]), cast(:vectors as text[])) as x(id, v)"
    )
    add_jobs = text(
        "insert into jobs (id, user_id, posting_id, number, status) "
        "select id, owner, posting, n, 'saved' from "
        "unnest(cast(:ids as uuid[]), cast(:owners as uuid[]), cast(:postings as uuid[]), cast(:numbers as int[])) "
        "as x(id, owner, posting, n)"
    )
    async with services.sessions() as session, session.begin():
        await session.execute(add_users, {"ids": [person.user_id for person in people]})
        listed = [str(point.tolist()) for point in points]
        await session.execute(add_postings, {"ids": posting_ids, "vectors": listed})
        await session.execute(
            add_jobs,
            {
                "ids": [new_id() for _ in points], "owners": owner_of, "postings": posting_ids,
                "numbers": [at % EACH + 1 for at in range(len(points))],
            },
        )  # fmt: skip
    async with services.sessions() as session, session.begin():
        await session.execute(text("analyze postings"))
        await session.execute(text("analyze jobs"))
    return people, points


async def found(services: Services, actor: Actor, query: np.ndarray, limit: int) -> list[tuple[int, float]]:
    """(number, similarity) of the nearest jobs."""
    async with services.sessions() as session:
        if vectors.EXACT_UP_TO < EACH:  # else the planner would sort what is as little as this
            await session.execute(text("set local enable_sort = off"))
        near = await nearest_jobs(session, actor, query.tolist(), limit=limit)
        numbers = {
            row[0]: row[1]
            for row in await session.execute(
                text("select id, number from jobs where user_id = :u"), {"u": actor.user_id}
            )
        }
    return [(numbers[job_id], similarity) for job_id, similarity in near]


async def test_a_user_among_many_gets_their_own_nearest(
    services: Services, owners: tuple[list[Actor], np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await recall(services, *owners) == 1.0
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 3)
    assert await recall(services, *owners) >= 0.98


async def recall(services: Services, people: list[Actor], points: np.ndarray) -> float:
    """The share of the ten truly nearest that were found, by half the people; checks order and count."""
    right = asked = 0
    for at in range(0, USERS, 2):
        mine = points[at * EACH : (at + 1) * EACH]
        for query in mine[:5]:
            near = await found(services, people[at], query, 10)
            exact = np.argsort(-(mine @ query))[:10]
            assert len(near) == 10
            assert near[0] == (pytest.approx(int(exact[0]) + 1), pytest.approx(1.0, abs=1e-3))
            assert [similarity for _, similarity in near] == sorted((s for _, s in near), reverse=True)
            assert near == await found(services, people[at], query, 10)
            assert near[:4] == await found(services, people[at], query, 4), "a longer list begins as the shorter one"
            right += len({number for number, _ in near} & {int(i) + 1 for i in exact})
            asked += 10
    assert len(await found(services, people[USERS], points[0], 10)) == 4, "who has four jobs gets four"
    assert await found(services, Actor(new_id()), points[0], 10) == []
    return right / asked
