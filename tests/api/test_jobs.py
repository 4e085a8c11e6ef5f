"""The routes of jobs, as a client meets them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from store import jobs as store
from store.database import transaction
from store.postings import Posting, PostingCopy
from tests.api.people import Api, Person, code, posting
from tools.general.schemas import ListChanges
from tools.general.service import list_changes, undo_last_change
from tools.resumes.schemas import NoArguments

PAGE = """<!doctype html><html><head><title>{title}</title><script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "JobPosting", "title": "{title}", "hiringOrganization": {{"@type":
"Organization", "name": "Tauern Seilbahnen"}}, "jobLocation": {{"@type": "Place", "address": {{"addressLocality":
"Zell am See", "addressCountry": "AT"}}}}, "description": "<p>You keep the ropeway running. You know electrical
engineering and hydraulics, and work at heights without fear.</p>"}}</script></head>
<body><h1>{title}</h1><p>You keep the ropeway running.</p></body></html>"""


async def _add(person: Person, **body: Any) -> dict[str, Any]:
    answer = await person.http.post("/jobs", json=body or {"text": posting()})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def _list(person: Person, **query: Any) -> dict[str, Any]:
    answer = await person.http.get("/jobs", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _numbers(page: dict[str, Any]) -> list[int]:
    return [item["number"] for item in page["items"]]


@asynccontextmanager
async def _site(title: str) -> AsyncIterator[str]:
    """A real page with a posting, over HTTP."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = PAGE.format(title=title).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_job_is_added_from_text_fields_or_link(person: Person) -> None:
    pasted = await _add(person)
    assert (pasted["number"], pasted["title"], pasted["source"]) == (1, "Senior Data Engineer", "text")
    assert (pasted["status"], pasted["match"]) == ("saved", None)
    fields = await _add(
        person, title="Baker", company="Crumb", location="Graz", remote="onsite", notes="Aunt knows them"
    )
    assert {name: fields[name] for name in ("number", "title", "company", "location", "remote", "notes")} == {
        "number": 2, "title": "Baker", "company": "Crumb", "location": "Graz", "remote": "onsite",
        "notes": "Aunt knows them",
    }  # fmt: skip
    async with _site("Ropeway Technician") as site:
        linked = await _add(person, url=f"{site}/jobs/1?utm_source=mail")
        assert (linked["title"], linked["company"], linked["url"]) == (
            "Ropeway Technician", "Tauern Seilbahnen", f"{site}/jobs/1",
        )  # fmt: skip
        kept = await _add(person, url=f"{site}/jobs/2", text=posting())
        assert (kept["url"], kept["source"]) == (f"{site}/jobs/2", "text")
    for body in ({}, {"company": "Crumb"}, {"notes": "x"}):
        assert code(await person.http.post("/jobs", json=body)) == "NOTHING_TO_ADD"
    assert (await person.http.get(f"/jobs/{pasted['id']}")).json() == pasted


async def test_adding_it_again_names_the_job_that_is_there(person: Person) -> None:
    text = posting()
    job = await _add(person, text=text)
    again = await person.http.post("/jobs", json={"text": text})
    assert (again.status_code, code(again)) == (409, "ALREADY_EXISTS")
    assert again.json()["detail"]["details"] == {"id": job["id"], "number": 1}
    assert (await person.http.delete(f"/jobs/{job['id']}")).status_code == 204
    assert (await person.http.get(f"/jobs/{job['id']}")).status_code == 404
    assert (await person.http.delete(f"/jobs/{job['id']}")).status_code == 404
    back = await _add(person, text=text)
    assert (back["id"], back["number"]) == (job["id"], 1)


async def test_the_same_twice_at_once_is_one_job(person: Person) -> None:
    text = posting()
    answers = await asyncio.gather(*(person.http.post("/jobs", json={"text": text}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert (await _list(person))["total"] == 1


async def test_what_was_pasted_stays_private(person: Person, stranger: Person) -> None:
    text = posting()
    mine = await _add(person, text=text)
    theirs = await _add(stranger, text=text)
    assert theirs["id"] != mine["id"]
    assert theirs["posting_id"] != mine["posting_id"]
    assert theirs["number"] == 1
    assert theirs["notes"] is None
    assert (await stranger.http.get(f"/jobs/{mine['id']}")).status_code == 404


async def test_a_public_posting_is_one_row_for_everybody(api: Api, person: Person, stranger: Person) -> None:
    async with _site(f"Ropeway Technician {uuid4().hex[:6]}") as site:
        bodies = [{"url": f"{site}/jobs/7"}, {"url": f"{site}/jobs/7?utm_source=x"}]
        mine, theirs = await asyncio.gather(_add(person, **bodies[0]), _add(stranger, **bodies[1]))
        assert mine["posting_id"] == theirs["posting_id"]
        assert mine["id"] != theirs["id"]
        again = await person.http.post("/jobs", json=bodies[1])
        assert (again.status_code, again.json()["detail"]["details"]["id"]) == (409, mine["id"])
    async with api.services.sessions() as session:
        seen = select(func.count()).where(PostingCopy.url == f"{site}/jobs/7")
        assert await session.scalar(seen) == 1, "both links are one copy"
        opening = select(Posting.owner_id).where(Posting.id == UUID(mine["posting_id"]))
        assert (await session.scalars(opening)).all() == [None]
    await person.http.patch(f"/jobs/{mine['id']}", json={"notes": "secret", "status": "applied"})
    seen = (await stranger.http.get(f"/jobs/{theirs['id']}")).json()
    assert (seen["notes"], seen["status"]) == (None, "saved")


async def test_a_job_is_changed_in_part(person: Person) -> None:
    job = await _add(person, title="Baker", notes="early")
    path = f"/jobs/{job['id']}"
    changes = {
        "status": "applied", "notes": "late", "cover_letter": "Dear Crumb", "application_url": "https://crumb.example/a",
        "salary": {"min": 2000, "max": 2400, "currency": "EUR", "period": "month"},
    }  # fmt: skip
    changed = (await person.http.patch(path, json=changes)).json()
    assert changed["salary"] == changes["salary"] | {"excerpt": "2,000 to 2,400 EUR a month"}
    assert {**changed, "salary": changes["salary"]} == {**changed, **changes}
    assert (await person.http.patch(path, json={"status": "offer"})).json() == {
        **changed, "status": "offer", "stage": "offer",
        "updated_at": (await person.http.get(path)).json()["updated_at"],
    }  # fmt: skip
    nulls = {"notes": None, "cover_letter": None, "salary": None, "application_url": None}
    cleared = (await person.http.patch(path, json=nulls)).json()
    assert {name: cleared[name] for name in nulls} == nulls
    assert cleared["status"] == "offer"
    untouched = (await person.http.patch(path, json={})).json()
    assert untouched == cleared


async def test_a_status_goes_where_its_application_may_else_it_is_a_correction(person: Person) -> None:
    job = await _add(person, title="Baker")
    path = f"/jobs/{job['id']}"
    assert (await person.http.patch(path, json={"status": "offer"})).status_code == 200
    refused = await person.http.patch(path, json={"status": "applied", "notes": "late"})
    assert (refused.status_code, code(refused)) == (409, "MOVE_NOT_ALLOWED")
    detail = refused.json()["detail"]
    assert "it can move to accepted, declined, rejected, withdrawn, not to applied" in detail["message"]
    assert detail["details"]["allowed"] == ["accepted", "declined", "rejected", "withdrawn"]
    kept = (await person.http.get(path)).json()
    assert (kept["status"], kept["notes"]) == ("offer", None)
    body = {"status": "applied", "correction": True, "why": "wrong row"}
    assert (await person.http.patch(path, json=body)).json()["status"] == "applied"
    card = (await person.http.get("/applications")).json()["items"][0]
    told = (await person.http.get(f"/applications/{card['id']}/timeline")).json()
    assert any(one["why"] == "wrong row" and one["data"].get("correction") for one in told)
    assert (await person.http.post("/changes/undo")).status_code == 200
    assert (await person.http.get(path)).json()["status"] == "offer"


@pytest.mark.parametrize("body", [
    {"status": None}, {"status": "hired"}, {"title": "Chef"}, {"unknown": 1}, {"notes": ""}, {"notes": 5},
    {"application_url": "ftp://x"}, {"salary": {}}, {"salary": {"min": 5, "max": 1}}, {"salary": {"min": -1}},
    {"salary": {"min": 1, "currency": "euro"}}, {"salary": "much"}, [], None,
])  # fmt: skip
async def test_changes_that_do_not_fit_change_nothing(person: Person, body: Any) -> None:
    job = await _add(person, title="Baker")
    answer = await person.http.patch(f"/jobs/{job['id']}", json=body)
    assert answer.status_code == 422
    assert {"loc", "msg", "type"} == set(answer.json()["detail"][0])
    assert (await person.http.get(f"/jobs/{job['id']}")).json() == job


@pytest.fixture(scope="module")
async def shelf(api: Api) -> AsyncIterator[Person]:
    """Somebody with jobs of every kind: two pairs share a title or a company, so that order needs more than the key."""
    owner = await api.person()
    for number, (title, company, remote) in enumerate([
        ("Baker", "Crumb & Söhne", "onsite"), ("baker", "O'Hara's 100% Bread", "hybrid"), ("Chef", None, "remote"),
        ("Ärztin", "Crumb & Söhne", None),
        ("Data Engineer", "C++ Lab", "remote"), ("Engineer", "back\\slash", "remote"),
        ("Zimmerer", "under_score", "onsite"),
    ]):  # fmt: skip
        job = await _add(owner, title=title, location="Wien", **({"company": company} if company else {}),
                         **({"remote": remote} if remote else {}))  # fmt: skip
        if number % 2:
            await owner.http.patch(f"/jobs/{job['id']}", json={"status": "applied"})
    async with transaction(api.services.sessions) as session:
        page = await _list(owner, order="asc")
        for item, score in zip(page["items"], (70.0, 70.0, 10.5, None, 99.0, None, 0.0), strict=True):
            await store.set_values(session, owner.actor, item["id"], score=score)
    yield owner
    await owner.http.aclose()


@pytest.mark.parametrize(("query", "numbers"), [
    ({"status": "applied"}, [6, 4, 2]), ({"remote": "remote"}, [6, 5, 3]),
    ({"remote": "onsite", "status": "saved"}, [7, 1]),
    ({"min_score": 70}, [5, 2, 1]), ({"min_score": 0}, [7, 5, 3, 2, 1]), ({"company": "crumb"}, [4, 1]),
    ({"company": "100%"}, [2]), ({"company": "%"}, [2]), ({"company": "_"}, [7]), ({"company": "\\"}, [6]),
    ({"company": "o'hara"}, [2]), ({"q": "baker"}, [2, 1]), ({"query": "baker"}, [2, 1]), ({"q": "ärztin crumb"}, [4]),
    ({"q": "engineer -data"}, [6]), ({"q": '"data engineer"'}, [5]), ({"q": "baker or chef"}, [3, 2, 1]),
    ({"q": "wien"}, [7, 6, 5, 4, 3, 2, 1]), ({"q": ""}, [7, 6, 5, 4, 3, 2, 1]), ({"q": "nowhere"}, []),
    ({"q": "o'hara's"}, [2]), ({"q": "wien", "status": "applied", "remote": "hybrid", "min_score": 50}, [2]),
])  # fmt: skip
async def test_filters(shelf: Person, query: dict[str, Any], numbers: list[int]) -> None:
    page = await _list(shelf, **query)
    assert (_numbers(page), page["total"], page["next_cursor"]) == (numbers, len(numbers), None)


@pytest.mark.parametrize("query", [
    {"status": "hired"}, {"remote": "moon"}, {"min_score": 101}, {"min_score": "nan"}, {"sort": "number"},
    {"order": "up"}, {"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "x" * 4001},
])  # fmt: skip
async def test_filters_that_do_not_fit(shelf: Person, query: dict[str, Any]) -> None:
    answer = await shelf.http.get("/jobs", params=query)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", *query]


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("sort", ["created_at", "score", "title", "company"])
async def test_pages_of_every_order_join_up(shelf: Person, sort: str, order: str) -> None:
    whole = await _list(shelf, sort=sort, order=order)
    assert (len(whole["items"]), whole["next_cursor"]) == (7, None)
    if sort == "score":
        scores = [-1 if item["score"] is None else item["score"] for item in whole["items"]]
        assert scores == sorted(scores, reverse=order == "desc")
    if sort in {"title", "company"}:
        firsts = [(item[sort] or "")[:1].casefold() for item in whole["items"] if (item[sort] or "").isascii()]
        assert firsts == sorted(firsts, reverse=order == "desc")
    walked, cursor = [], None
    while True:
        page = await _list(shelf, sort=sort, order=order, limit=2, **({"cursor": cursor} if cursor else {}))
        assert page["total"] == 7
        walked += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert walked == whole["items"]


async def test_a_cursor_belongs_to_its_order(shelf: Person) -> None:
    cursor = (await _list(shelf, limit=2))["next_cursor"]
    for query in ({"sort": "title"}, {"sort": "score"}, {"order": "asc"}):
        answer = await shelf.http.get("/jobs", params={"cursor": cursor, **query})
        assert (answer.status_code, code(answer)) == (422, "INVALID_CURSOR")


async def test_pages_stay_whole_while_rows_come_and_go(person: Person) -> None:
    jobs = [await _add(person, title=f"Job {number}") for number in range(5)]
    first = await _list(person, limit=2)
    await _add(person, title="Newcomer")
    await person.http.delete(f"/jobs/{jobs[3]['id']}")  # the very row that the cursor stands on
    second = await _list(person, limit=2, cursor=first["next_cursor"])
    assert (_numbers(first), _numbers(second)) == ([5, 4], [3, 2])
    assert second["total"] == 5
    for job in jobs[:3]:
        await person.http.delete(f"/jobs/{job['id']}")
    beyond = await _list(person, limit=2, cursor=first["next_cursor"])
    assert beyond == {"items": [], "next_cursor": None, "total": 2}


async def test_a_long_title_does_not_break_its_own_cursor(person: Person) -> None:
    for letter in "零一二":
        await _add(person, title=letter * 300)
    page = await _list(person, sort="title", limit=1)
    assert _numbers(await _list(person, sort="title", limit=1, cursor=page["next_cursor"])) not in ([], _numbers(page))


async def _undo(api: Api, person: Person) -> str:
    async with transaction(api.services.sessions) as session:
        return (await undo_last_change(session, person.actor, NoArguments())).kind


async def test_changes_are_taken_back_one_by_one(api: Api, person: Person) -> None:
    job = await _add(person, title="Baker", notes="early")
    path = f"/jobs/{job['id']}"
    await person.http.patch(path, json={"status": "applied", "notes": None})
    await person.http.delete(path)
    assert await _undo(api, person) == "job_deleted"
    assert (await person.http.get(path)).json()["status"] == "applied"
    assert await _undo(api, person) == "job_status_change"
    back = (await person.http.get(path)).json()
    assert (back["status"], back["notes"]) == ("saved", "early")
    assert await _undo(api, person) == "job_added"
    assert (await _list(person))["total"] == 0
    with pytest.raises(Exception, match="no change that could be undone"):
        await _undo(api, person)
    async with api.services.sessions() as session:
        changes = (await list_changes(session, person.actor, ListChanges(limit=10))).changes
    assert not [change for change in changes if change.can_be_undone]
    assert [change.kind for change in changes].count("undone") == 3


async def test_undo_passes_over_what_is_gone(api: Api, person: Person) -> None:
    first, second = [await api.resume(person.actor, f"Person {n}\n\nSKILLS\nPython, {n}", f"{n}.txt") for n in "ab"]
    job = await _add(person, title="Baker")
    assert first.is_primary
    await person.http.post(f"/resumes/{second.id}/set-primary")
    await person.http.delete(f"/resumes/{first.id}")
    assert await _undo(api, person) == "resume_deleted"  # there is no going back, which is said first
    assert (await person.http.get(f"/jobs/{job['id']}")).status_code == 200
    assert await _undo(api, person) == "job_added"
    assert (await person.http.get(f"/jobs/{job['id']}")).status_code == 404
