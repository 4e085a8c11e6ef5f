"""The routes of applications, as a client meets them."""

import asyncio
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import applications_listing
from store.database import transaction
from tests.api.people import Api, Person, code, posting
from tools.applications.moving import JOB_STATUS, MOVES
from tools.applications.schemas import Stage

STAGES: tuple[Stage, ...] = get_args(Stage)


async def job_of(person: Person, **fields: Any) -> dict[str, Any]:
    """A job on the person's list."""
    answer = await person.http.post("/jobs", json=fields or {"text": posting()})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def apply(person: Person, **fields: Any) -> dict[str, Any]:
    """An application, ad hoc unless for a job that is named."""
    body = fields if "job_id" in fields or "title" in fields else {"title": f"Cook {uuid4().hex[:8]}", **fields}
    answer = await person.http.post("/applications", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def move(person: Person, application: dict[str, Any], status: str, **fields: Any) -> dict[str, Any]:
    """The application after a move that is allowed."""
    answer = await person.http.post(f"/applications/{application['id']}/status", json={"status": status, **fields})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def get(person: Person, path: str, **query: Any) -> Any:
    """What a path answers."""
    answer = await person.http.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def job_status(person: Person, application: dict[str, Any]) -> str:
    """The status of its job."""
    return str((await get(person, f"/jobs/{application['job_id']}"))["status"])


async def told(person: Person, application: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Its timeline in short."""
    rows = await get(person, f"/applications/{application['id']}/timeline")
    return [(row["kind"], row["from_status"], row["to_status"], row["by"], row["why"]) for row in rows]


async def undo(person: Person) -> str:
    """Take the newest change back; says what it was."""
    answer = await person.http.post("/changes/undo")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["what"])


async def test_an_application_is_put_down_for_a_job_or_ad_hoc(person: Person) -> None:
    job = await job_of(person, title="Baker", company="Crumb")
    mine = await apply(person, job_id=job["id"], source="a friend", notes="Anna works there")
    assert (mine["job_id"], mine["number"], mine["title"], mine["company"]) == (job["id"], 1, "Baker", "Crumb")
    assert (mine["status"], mine["applied_at"], mine["source"]) == ("preparing", None, "a friend")
    assert mine["next_statuses"] == list(MOVES["preparing"])
    again = await person.http.post("/applications", json={"job_id": job["id"]})
    assert (again.status_code, code(again)) == (409, "ALREADY_EXISTS")
    assert again.json()["detail"]["details"] == {"id": mine["id"], "job_id": job["id"], "number": 1}
    ad_hoc = await apply(
        person, title="Cook", company="Löffel", url="https://loeffel.example/42", status="submitted",
        applied_at="2026-02-03T09:00:00+01:00", deadline="2026-03-01",
    )  # fmt: skip
    assert (ad_hoc["status"], ad_hoc["applied_at"], ad_hoc["number"]) == ("applied", "2026-02-03T08:00:00Z", 2)
    assert (ad_hoc["moved_at"], ad_hoc["deadline"]) == ("2026-02-03T08:00:00Z", "2026-03-01")
    assert await job_status(person, ad_hoc) == "applied"
    assert await told(person, ad_hoc) == [("created", None, "applied", "person", None)]
    for body, why in (
        ({}, "NOTHING_TO_ADD"), ({"job_id": job["id"], "title": "Cook"}, "TWO_JOBS"),
        ({"title": "x", "status": "applied", "applied_at": "2190-01-01T00:00:00Z"}, "IN_THE_FUTURE"),
    ):  # fmt: skip
        refused = await person.http.post("/applications", json=body)
        assert (refused.status_code, code(refused)) == (422, why)
    assert (await person.http.post("/applications", json={"job_id": str(uuid4())})).status_code == 404
    assert (await get(person, "/jobs"))["total"] == 2, "what was refused has left no job behind"
    assert "job" in await undo(person)
    assert (await person.http.get(f"/applications/{ad_hoc['id']}")).status_code == 404
    assert (await get(person, "/applications"))["counts"] == dict.fromkeys(STAGES, 0) | {"preparing": 1}


@pytest.mark.parametrize("stage", STAGES)
async def test_it_moves_where_the_table_leads_and_nowhere_else(person: Person, stage: Stage) -> None:
    mine = await apply(person, status=stage)
    for other in STAGES:
        answer = await person.http.post(f"/applications/{mine['id']}/status", json={"status": other})
        if other not in MOVES[stage]:
            assert (answer.status_code, code(answer)) == (409, "ALREADY_SO" if other == stage else "MOVE_NOT_ALLOWED")
            details = answer.json()["detail"]["details"]
            assert details == {"from": stage, "to": other, "allowed": list(MOVES[stage])}
            if other != stage:
                assert all(allowed in answer.json()["detail"]["message"] for allowed in MOVES[stage])
            continue
        assert answer.status_code == 200, answer.text
        assert (answer.json()["status"], await job_status(person, mine)) == (other, JOB_STATUS[other])
        assert "status" in await undo(person) or JOB_STATUS[other] == JOB_STATUS[stage]
        assert (await get(person, f"/applications/{mine['id']}"))["status"] == stage
        assert await job_status(person, mine) == JOB_STATUS[stage]


async def test_every_move_is_on_the_timeline_with_who_when_and_why(person: Person) -> None:
    mine = await apply(person)
    await move(person, mine, "applied", at="2026-05-04T10:00:00Z", why="by their form")
    gone = await move(person, mine, "rejected", at="2026-05-20T10:00:00Z")
    assert (gone["applied_at"], gone["moved_at"]) == ("2026-05-04T10:00:00Z", "2026-05-20T10:00:00Z")
    assert gone["next_statuses"] == []
    back = await move(person, mine, "interviewing", correction=True, why="they called again")
    assert (back["status"], back["applied_at"]) == ("interviewing", "2026-05-04T10:00:00Z")
    assert "status" in await undo(person)
    undone = await get(person, f"/applications/{mine['id']}")
    assert (undone["status"], undone["moved_at"]) == ("rejected", "2026-05-20T10:00:00Z")
    rows = await get(person, f"/applications/{mine['id']}/timeline")
    assert sorted((row["kind"], row["from_status"], row["to_status"], row["by"], row["why"]) for row in rows) == [
        ("created", None, "preparing", "person", None),
        ("status", "applied", "rejected", "person", None),
        ("status", "preparing", "applied", "person", "by their form"),
        ("status", "rejected", "interviewing", "person", "they called again"),
        ("undone", "interviewing", "rejected", "undo", "the move to interviewing was taken back"),
    ]
    assert [row["data"] for row in rows if row["why"] == "they called again"] == [{"correction": True}]
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    future = await person.http.post(f"/applications/{mine['id']}/status", json={"status": "x"})
    assert future.status_code == 422


async def test_a_timeline_is_only_added_to(api: Api, person: Person) -> None:
    mine = await apply(person)
    for statement in ("update application_timeline set why = 'x'", "delete from application_timeline"):
        with pytest.raises(DBAPIError, match="only added to"):
            async with transaction(api.services.sessions) as session:
                await session.execute(text(f"{statement} where application_id = :id"), {"id": mine["id"]})
    assert len(await told(person, mine)) == 1
    async with transaction(api.services.sessions) as session:
        await session.execute(text("delete from applications where id = :id"), {"id": mine["id"]})
        left = text("select count(*) from application_timeline where application_id = :id")
        assert await session.scalar(left, {"id": mine["id"]}) == 0, "it goes with its application"
        counts = await applications_listing.counts(session, person.actor)
        assert not any(counts.values())


async def test_a_job_and_its_application_are_one_thing(person: Person) -> None:
    job = await job_of(person)
    path = f"/jobs/{job['id']}"
    await person.http.patch(path, json={"status": "dismissed"})
    assert (await get(person, "/applications"))["total"] == 0, "what was passed over was not applied for"
    await undo(person)
    await person.http.patch(path, json={"status": "applied", "notes": "by mail"})
    [mine] = (await get(person, "/applications"))["items"]
    assert (mine["status"], mine["job_id"]) == ("applied", job["id"])
    assert mine["applied_at"] is not None
    await move(person, mine, "screening")
    assert (await get(person, path))["status"] == "interviewing"
    await person.http.patch(path, json={"status": "interviewing"})
    assert (await get(person, f"/applications/{mine['id']}"))["status"] == "screening", "that is one of its stages"
    for status, stage in (("offer", "offer"), ("dismissed", "declined"), ("saved", "preparing")):
        back = {"correction": True, "why": "a mistake"} if status == "saved" else {}
        answer = await person.http.patch(path, json={"status": status, **back})
        assert answer.status_code == 200, answer.text
        assert (await get(person, f"/applications/{mine['id']}"))["status"] == stage
        assert (await get(person, path))["status"] == status
    for stage, status in (("declined", "dismissed"), ("offer", "offer"), ("screening", "interviewing")):
        await undo(person)
        assert (await get(person, f"/applications/{mine['id']}"))["status"] == stage
        assert (await get(person, path))["status"] == status
    for _ in range(3):  # the status that was the same, the move to screening, the first one
        await undo(person)
    found = await get(person, path)
    assert (found["status"], found["notes"]) == ("saved", None)
    assert (await get(person, "/applications"))["total"] == 0, "and the application that it had begun"


async def test_an_application_goes_and_comes_back_with_its_job(person: Person) -> None:
    mine = await apply(person, status="interviewing")
    assert (await person.http.delete(f"/jobs/{mine['job_id']}")).status_code == 204
    assert (await person.http.get(f"/applications/{mine['id']}")).status_code == 404
    assert (await get(person, "/applications"))["counts"]["interviewing"] == 0
    await undo(person)
    assert (await get(person, f"/applications/{mine['id']}"))["status"] == "interviewing"
    assert (await person.http.delete(f"/applications/{mine['id']}")).status_code == 204
    assert (await person.http.delete(f"/applications/{mine['id']}")).status_code == 404
    assert (await get(person, f"/jobs/{mine['job_id']}"))["status"] == "saved"
    assert (await person.http.delete(f"/jobs/{mine['job_id']}")).status_code == 204
    await undo(person)
    assert (await get(person, "/applications"))["total"] == 0, "it had gone before its job"
    await undo(person)
    assert (await get(person, f"/applications/{mine['id']}"))["status"] == "interviewing"
    assert await job_status(person, mine) == "interviewing"
    assert (await person.http.delete(f"/applications/{mine['id']}")).status_code == 204
    other = await apply(person, job_id=mine["job_id"])
    assert other["id"] != mine["id"]
    assert await told(person, other) == [("created", None, "preparing", "person", None)]


async def test_an_application_is_changed_in_part(person: Person) -> None:
    mine = await apply(person, notes="early")
    path = f"/applications/{mine['id']}"
    letter = {"document_id": str(uuid4()), "name": "letter 2", "version": 3}
    changes = {"notes": None, "feedback": "too senior", "deadline": "2026-07-01", "letter": letter}
    changed = (await person.http.patch(path, json={**changes, "status": "applied"})).json()
    assert {name: changed[name] for name in changes if name != "letter"} == {
        name: changes[name] for name in changes if name != "letter"
    }
    assert changed["letter"]["name"] == "letter 2"
    assert (changed["status"], await job_status(person, mine)) == ("applied", "applied")
    refused = await person.http.patch(path, json={"status": "accepted", "notes": "lost"})
    assert (refused.status_code, code(refused)) == (409, "MOVE_NOT_ALLOWED")
    assert (await get(person, path))["notes"] is None
    kinds = sorted(entry[0] for entry in await told(person, mine))
    assert kinds == ["attachment", "created", "note", "status"]
    await undo(person)
    back = await get(person, path)
    assert (back["status"], back["notes"], back["letter"], back["deadline"]) == ("preparing", "early", None, None)
    assert await job_status(person, mine) == "saved"
    assert (await person.http.patch(path, json={"title": "x"})).status_code == 422
    rounds = {"interviews": [{"starts_at": "2026-12-03T10:00:00+01:00", "people": [{"name": "Mira Holt"}]}]}
    asked = (await person.http.patch(path, json=rounds)).json()["interviews"]
    assert [(one["round"], one["starts_at"], one["people"][0]["name"]) for one in asked] == [
        (1, "2026-12-03T09:00:00Z", "Mira Holt")
    ]
    # With where it stands said in one go, it stands there.
    later = {"interviews": [{"starts_at": "2026-12-04T10:00:00+01:00"}]}
    for status in ("screening", "interviewing"):
        other = (await apply(person, status="applied"))["id"]
        at_once = await person.http.patch(f"/applications/{other}", json=later | {"status": status})
        assert at_once.status_code == 200, at_once.text
        assert (at_once.json()["status"], len(at_once.json()["interviews"])) == (status, 1)
    # The list of jobs says what the board says, also where its own word is a coarser one.
    listed = {job["id"]: job for job in (await get(person, "/jobs"))["items"]}
    stages = {one["job_id"]: one["status"] for one in (await get(person, "/applications"))["items"]}
    assert {key: listed[key]["stage"] for key in stages} == stages
    assert (await get(person, f"/jobs/{mine['job_id']}"))["stage"] == stages[mine["job_id"]]


async def test_two_at_once_are_one(person: Person) -> None:
    job = await job_of(person)
    answers = await asyncio.gather(*(person.http.post("/applications", json={"job_id": job["id"]}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    mine = (await get(person, "/applications"))["items"][0]
    path = f"/applications/{mine['id']}/status"
    moves = await asyncio.gather(
        *(person.http.post(path, json={"status": status}) for status in ("applied", "withdrawn", "applied", "rejected"))
    )
    assert {answer.status_code for answer in moves} <= {200, 409}
    steps = [entry[1:3] for entry in await told(person, mine) if entry[0] == "status"]
    assert len(steps) == sum(answer.status_code == 200 for answer in moves)
    for before, after in steps:
        assert after in MOVES[before]
    now = (await get(person, f"/applications/{mine['id']}"))["status"]
    assert (now, JOB_STATUS[now]) == (steps[-1][1], await job_status(person, mine))


async def test_whatever_is_done_at_once_nothing_waits_for_itself(person: Person) -> None:
    mine = [await apply(person) for _ in range(3)]
    status = {"json": {"ids": [one["id"] for one in mine], "status": "applied"}}
    for _ in range(3):
        await asyncio.gather(
            *(person.http.patch(f"/jobs/{one['job_id']}", json={"status": "offer", "notes": "x"}) for one in mine),
            *(person.http.patch(f"/applications/{one['id']}", json={"status": "rejected"}) for one in mine),
            *(person.http.post(f"/applications/{one['id']}/status", json={"status": "screening"}) for one in mine),
            person.http.post("/bulk_operations/applications/status", **status),
            person.http.delete(f"/jobs/{mine[0]['job_id']}"), person.http.post("/changes/undo"),
            person.http.delete(f"/applications/{mine[1]['id']}"), person.http.post("/changes/undo"),
        )  # fmt: skip
    for one in (await get(person, "/applications"))["items"]:
        assert JOB_STATUS[one["status"]] == await job_status(person, one), "they never part"


async def test_the_list_is_filtered_sorted_and_paged(person: Person) -> None:
    made = [
        await apply(
            person, title=f"Role {name}", company=f"Company {name}", status=status, source=source,
            applied_at=f"2026-0{month}-02T12:00:00Z",
        )
        for name, status, source, month in (
            ("A", "applied", "referral", 1), ("B", "applied", "a board", 3), ("C%", "rejected", "a board", 5)
        )
    ]  # fmt: skip

    async def names(**query: Any) -> list[str]:
        found = await get(person, "/applications", **query)
        assert found["total"] >= len(found["items"])
        return [item["title"].removeprefix("Role ") for item in found["items"]]

    assert await names(sort="title", order="asc") == ["A", "B", "C%"]
    assert await names(sort="applied_at") == ["C%", "B", "A"]
    assert await names(status=["applied", "offer"], sort="company", order="asc") == ["A", "B"]
    assert await names(q="%") == ["C%"]
    assert await names(q="company b") == ["B"]
    assert await names(source="board", sort="title") == ["C%", "B"]
    assert await names(applied_from="2026-03-02", applied_to="2026-05-01") == ["B"]
    assert await names(company="company a") == ["A"]
    assert sorted(await names(quiet_days=100, status="applied")) == ["A", "B"]
    counted = await get(person, "/applications", status="applied", source="board")
    assert (counted["total"], counted["counts"]["rejected"], counted["counts"]["applied"]) == (1, 1, 1)
    for sort in ("moved_at", "created_at", "applied_at", "company", "title", "status"):
        seen, cursor = [], None
        while True:
            page = await get(person, "/applications", sort=sort, limit=1, **({"cursor": cursor} if cursor else {}))
            seen += [item["id"] for item in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                break
        assert sorted(seen) == sorted(one["id"] for one in made), sort
    wrong = await person.http.get("/applications", params={"sort": "title", "cursor": page["next_cursor"] or "x"})
    assert (wrong.status_code, code(wrong)) == (422, "INVALID_CURSOR")
    assert (await person.http.get("/applications", params={"sort": "salary"})).status_code == 422


async def test_the_board_shows_each_stage_and_how_many_stand_there(person: Person) -> None:
    for status in ("applied", "applied", "applied", "offer"):
        last = await apply(person, status=status)
    found = await get(person, "/applications/board", limit=2)
    assert [column["status"] for column in found["columns"]] == list(STAGES)
    assert found["total"] == 4
    shown = {column["status"]: (column["total"], len(column["cards"])) for column in found["columns"]}
    assert (shown["applied"], shown["offer"], shown["accepted"]) == ((3, 2), (1, 1), (0, 0))
    one = await get(person, "/applications/board", status="offer", q=last["title"])
    assert [(column["status"], [card["id"] for card in column["cards"]]) for column in one["columns"]] == [
        ("offer", [last["id"]])
    ]


async def test_several_move_at_once_each_by_itself(api: Api, person: Person, stranger: Person) -> None:
    mine = [await apply(person, status=status) for status in ("applied", "screening", "accepted", "rejected")]
    theirs = await apply(stranger, status="applied")
    ids = [*(one["id"] for one in mine), mine[0]["id"], theirs["id"], str(uuid4())]
    body = {"ids": ids, "status": "rejected", "why": "no answer in two months"}
    dry = (await person.http.post("/bulk_operations/applications/status", json={**body, "dry_run": True})).json()
    assert (dry["changed"], dry["refused"]) == (2, 4)
    assert (await get(person, "/applications"))["counts"]["rejected"] == 1
    done = (await person.http.post("/bulk_operations/applications/status", json=body)).json()
    assert {**done, "dry_run": True} == dry
    assert [(item["ok"], item["code"]) for item in done["items"]] == [
        (True, None), (True, None), (False, "MOVE_NOT_ALLOWED"), (False, "ALREADY_SO"), (False, "NOT_FOUND"),
        (False, "NOT_FOUND"),
    ]  # fmt: skip
    counts = (await get(person, "/applications"))["counts"]
    assert (counts["rejected"], counts["applied"], counts["screening"]) == (3, 0, 0)
    assert [await job_status(person, one) for one in mine[:2]] == ["rejected", "rejected"]
    assert (await told(person, mine[0]))[-1] == ("status", "applied", "rejected", "person", "no answer in two months")
    assert (await get(stranger, f"/applications/{theirs['id']}"))["status"] == "applied"
    await undo(person)
    now = [(await get(person, f"/applications/{one['id']}"))["status"] for one in mine]
    assert now == ["applied", "screening", "accepted", "rejected"]
    assert [await job_status(person, one) for one in mine[:2]] == ["applied", "interviewing"]
    async with api.services.sessions() as session:
        kept = await applications_listing.counts(session, person.actor)
        counted = text("select status, count(*) from applications where user_id = :id group by 1")
        real = {row[0]: row[1] for row in await session.execute(counted, {"id": UUID(str(person.actor.user_id))})}
    assert {status: n for status, n in kept.items() if n} == real, "the counts that are kept are right"


async def test_views_are_saved_replaced_and_brought_back(person: Person) -> None:
    body = {"name": "Quiet", "filters": {"status": ["applied"], "quiet_days": 30}}
    view = (await person.http.post("/applications/views", json=body)).json()
    assert (view["name"], view["filters"]["status"], view["filters"]["quiet_days"]) == ("Quiet", ["applied"], 30)
    other = (await person.http.post("/applications/views", json={"name": "Quiet", "filters": {"q": "cook"}})).json()
    assert other["id"] == view["id"]
    [shown] = await get(person, "/applications/views")
    assert (shown["filters"]["q"], shown["filters"]["status"]) == ("cook", [])
    assert (await person.http.delete(f"/applications/views/{view['id']}")).status_code == 204
    assert await get(person, "/applications/views") == []
    await undo(person)
    await undo(person)
    [shown] = await get(person, "/applications/views")
    assert shown["filters"]["quiet_days"] == 30
    refused = await person.http.post("/applications/views", json={"name": "x", "filters": {"colour": "red"}})
    assert refused.status_code == 422
