"""The routes of conversations and of talking to an area's agent."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from store import conversations as store
from tests.api.people import RESUME, Api, Person, code


async def test_a_conversation_is_started_listed_and_deleted(person: Person) -> None:
    made = await person.http.post("/conversations", json={"title": "Bakeries", "area": "jobs"})
    assert made.status_code == 201
    row = made.json()
    assert (row["title"], row["area"]) == ("Bakeries", "jobs")
    plain = (await person.http.post("/conversations", json={})).json()
    assert plain["area"] is None
    assert plain["title"]
    page = (await person.http.get("/conversations")).json()
    assert page == {"items": [plain, row], "next_cursor": None, "total": 2}
    shown = (await person.http.get(f"/conversations/{row['id']}")).json()
    assert shown == {**row, "messages": [], "pending": None}
    assert (await person.http.delete(f"/conversations/{row['id']}")).status_code == 204
    assert (await person.http.delete(f"/conversations/{row['id']}")).status_code == 404
    assert (await person.http.get("/conversations")).json()["total"] == 1


async def test_conversations_are_listed_in_pages(person: Person) -> None:
    made = [(await person.http.post("/conversations", json={"title": f"{n}"})).json()["id"] for n in range(3)]
    first = (await person.http.get("/conversations", params={"limit": 2})).json()
    await person.http.post("/conversations", json={"title": "newcomer"})
    rest = (await person.http.get("/conversations", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]


async def test_the_areas_say_what_they_can(person: Person) -> None:
    areas = {area["name"]: area for area in (await person.http.get("/agent/areas")).json()["areas"]}
    assert set(areas) == {"jobs", "resumes", "tailoring", "email"}
    tools = {tool["name"]: tool for tool in areas["jobs"]["tools"]}
    assert tools["delete_job"]["needs_approval"]
    assert not tools["list_jobs"]["needs_approval"]
    assert areas["tailoring"]["pipelines"] == ["tailor_resume", "write_letter"]


async def test_a_turn_is_answered_and_written_down(person: Person) -> None:
    await person.http.post("/jobs", json={"title": "Baker", "company": "Crumb"})
    answer = await person.http.post("/agent/areas/jobs/chat", json={"message": "List my jobs"})
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["status"], said["pending"]) == ("completed", None)
    assert [step["name"] for step in said["steps"]] == ["list_jobs"]
    assert "Baker" in said["content"]
    seen = (await person.http.get(f"/conversations/{said['conversation_id']}")).json()
    assert [message["role"] for message in seen["messages"]] == ["user", "assistant"]
    assert seen["messages"][1]["content"] == said["content"]
    assert seen["messages"][1]["run_id"] == said["run_id"]
    more = {"message": "Show job 1", "conversation_id": said["conversation_id"]}
    assert (await person.http.post("/agent/areas/jobs/chat", json=more)).json()["steps"][0]["name"] == "show_job"


@pytest.mark.parametrize(("area", "message", "tool"), [
    ("resumes", "List my resumes", "list_resumes"), ("tailoring", "List my tailored resumes", "list_tailored"),
    ("email", "Show my inbox", "list_emails"),
    ("jobs", "Undo the last change", "undo_last_change"),
])  # fmt: skip
async def test_tools_that_take_no_arguments_run(person: Person, area: str, message: str, tool: str) -> None:
    await person.http.post("/jobs", json={"title": "Baker"})
    answer = (await person.http.post(f"/agent/areas/{area}/chat", json={"message": message})).json()
    assert [(step["name"], step["status"]) for step in answer["steps"]] == [(tool, "ok")]


@pytest.mark.parametrize(("decision", "left"), [("yes", 0), ("no", 1)])
async def test_what_is_destructive_waits_for_a_yes(person: Person, decision: str, left: int) -> None:
    await person.http.post("/jobs", json={"title": "Baker"})
    asked = (await person.http.post("/agent/areas/jobs/chat", json={"message": "Delete job 1"})).json()
    assert (asked["status"], asked["pending"]["name"]) == ("waiting", "delete_job")
    assert (await person.http.get("/jobs")).json()["total"] == 1
    seen = (await person.http.get(f"/conversations/{asked['conversation_id']}")).json()
    assert seen["pending"]["call_id"] == asked["pending"]["call_id"]
    body = {"message": decision, "conversation_id": asked["conversation_id"]}
    assert (await person.http.post("/agent/areas/jobs/chat", json=body)).json()["status"] == "completed"
    assert (await person.http.get("/jobs")).json()["total"] == left
    assert (await person.http.get(f"/conversations/{asked['conversation_id']}")).json()["pending"] is None


async def test_attachments_travel_with_the_message(api: Api, person: Person) -> None:
    resume = await api.resume(person.actor, RESUME)
    body = {"message": "Show me this resume", "attachments": [str(resume.id)]}
    said = (await person.http.post("/agent/areas/resumes/chat", json=body)).json()
    seen = (await person.http.get(f"/conversations/{said['conversation_id']}")).json()
    assert seen["messages"][0]["attachments"] == [
        {"id": str(resume.id), "kind": "resume", "name": "mirela.txt", "number": 1}
    ]
    many = {"message": "x", "attachments": [str(uuid4())] * 21}
    assert (await person.http.post("/agent/areas/resumes/chat", json=many)).status_code == 422


async def test_deleting_takes_messages_and_checkpoints_along(api: Api, person: Person) -> None:
    await person.http.post("/jobs", json={"title": "Baker"})
    asked = (await person.http.post("/agent/areas/jobs/chat", json={"message": "Delete job 1"})).json()
    threads = text("select count(*) from langgraph.checkpoints where thread_id = :thread")
    async with api.services.sessions() as session:
        assert await session.scalar(threads, {"thread": asked["run_id"]})
    assert (await person.http.delete(f"/conversations/{asked['conversation_id']}")).status_code == 204
    async with api.services.sessions() as session:
        assert await session.scalar(threads, {"thread": asked["run_id"]}) == 0
        mine = select(func.count()).where(store.Message.user_id == person.actor.user_id)
        assert await session.scalar(mine) == 0


async def test_an_area_that_does_not_exist(person: Person) -> None:
    answer = await person.http.post("/agent/areas/cooking/chat", json={"message": "hello"})
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["path", "area"])
    gone = {"message": "hello", "conversation_id": str(uuid4())}
    assert code(await person.http.post("/agent/areas/jobs/chat", json=gone)) == "NOT_FOUND"
