"""What belongs to somebody else does not exist; held against the real route table, so that no route is forgotten."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import websockets
from fastapi.routing import iter_route_contexts

from api.app import create_app
from store.database import transaction
from store.email_writing import put_entry
from store.settings import Settings
from tests.api.owned import BELOW, ELSEWHERE, NOT_OWNED, OWNED, REFERENCES, SEEN_AT
from tests.api.people import PREFIX, RESUME, Api, Person, code, posting
from tests.conftest import LiveServer, serving
from tests.peers.submitting import waiting_submission

ALERT = Path(__file__).resolve().parents[2] / "evals" / "cases" / "alerts" / "generic-lines.eml"
SOON = datetime.now(UTC) + timedelta(days=3)
APP = create_app(Settings(_env_file=None))
ROUTES = [
    (method, route.path)
    for route in iter_route_contexts(APP.routes)
    if route.methods and route.path
    for method in sorted(route.methods - {"HEAD"})
]
SOCKETS = [route.path for route in iter_route_contexts(APP.routes) if route.path and "/ws/" in route.path]
PUBLIC = {
    "/", "/health", "/ready", "/api/openapi.json", "/auth/register",
    "/auth/login", "/auth/owner", "/auth/refresh", "/oauth/google/login", "/oauth/google/callback",
    "/auth/oauth/google/login", "/auth/oauth/google/callback", "/email/gmail/callback", "/email/gmail/push",
}  # fmt: skip
# Entries of the same resume that a fact stands under: tried in a test of their own.
PARENTS = {("/resumes/{resume_id}/facts", "parent_id"), ("/resumes/{resume_id}/facts/{fact_id}", "parent_id")}


@dataclass(frozen=True)
class World:
    """Somebody with one of everything, and somebody else who asks for it."""

    owner: Person
    other: Person
    ids: dict[str, str]
    api: Api

    def address(self, path: str, owned: str) -> str:
        """The path with `owned` as its first id, and things of the owner's wherever it names more."""
        name = path[path.index("{") : path.index("}") + 1]
        path = path.replace(name, owned)
        below = ("fact", "correction", "interview", "attachment", "offer", "answer")
        further = {**BELOW, **{f"{kind}_id": self.ids[kind] for kind in below}}
        for parameter, value in further.items():
            path = path.replace(f"{{{parameter}}}", value)
        assert "{" not in path, f"say in BELOW what stands in {path}"
        return path

    async def seen(self, kind: str) -> object:
        """What the owner sees of their own thing."""
        collection = {"device": "sessions", "tailoring": "tailoring-sessions", "task": "tasks"}.get(kind, f"{kind}s")
        if kind in SEEN_AT:
            answer = await self.owner.http.get(SEEN_AT[kind].format(**self.ids))
            assert answer.status_code == 200, answer.text
            return answer.json()
        if kind == "device":
            page = (await self.owner.http.get(f"/{collection}")).json()
            return sorted(item["id"] for item in page["items"])
        answer = await self.owner.http.get(f"/{collection}/{self.ids[kind]}")
        assert answer.status_code == 200
        return answer.json()


@pytest.fixture(scope="module")
async def world(api: Api) -> AsyncIterator[World]:
    """The owner's tailoring has run to its end, so that each of its routes would have something to show."""
    owner, other = await api.person(), await api.person()
    resume = await api.resume(owner.actor)
    await api.resume(other.actor, RESUME.replace("Mirela", "Ota"))
    job = (await owner.http.post("/jobs", json={"text": posting()})).json()
    conversation = (await owner.http.post("/conversations", json={"title": "Mine"})).json()
    device = (await owner.http.get("/sessions")).json()["items"][0]
    begun = await owner.http.post("/tailoring-sessions/", data={"job_id": job["id"], "ask": "false"})
    watch = (await owner.http.post("/watches", json={"words": "baker"})).json()["watches"][0]
    searched = await owner.http.post("/pipelines/job_search/execute?wait=true", json={"sources": ["remotive"]})
    ids = {
        "resume": str(resume.id), "job": job["id"], "conversation": conversation["id"], "device": device["id"],
        "tailoring": begun.json()["id"], "watch": watch["id"], "task": searched.json()["task_id"],
    }  # fmt: skip
    ids |= await _below(owner, ids["resume"])
    ids |= await _mail(owner)
    ids |= await _profile(owner)
    ids |= await _application(owner, job["id"])
    ids["submission"] = str(await waiting_submission(api.services, owner.actor, UUID(job["id"])))
    letter = await owner.http.post("/content/generate", json={"kind": "cover_letter", "job_id": job["id"]})
    world = World(owner, other, ids | {"document": letter.json()["document_id"]}, api)
    async with asyncio.timeout(60):
        while (await owner.http.get(f"/tailoring-sessions/{ids['tailoring']}")).json()["status"] != "completed":
            await asyncio.sleep(0.1)
    yield world
    await owner.http.aclose()
    await other.http.aclose()


async def _below(owner: Person, resume_id: str) -> dict[str, str]:
    """A fact of the owner's resume, and a correction of it."""
    facts = (await owner.http.get(f"/resumes/{resume_id}")).json()["facts"]
    skill = next(fact["id"] for fact in facts if fact["detail"]["kind"] == "skill")
    changed = await owner.http.patch(f"/resumes/{resume_id}/facts/{skill}", json={"fields": {"level": "expert"}})
    assert changed.status_code == 200, changed.text
    made = (await owner.http.get(f"/resumes/{resume_id}/corrections")).json()["corrections"]
    return {"fact": changed.json()["fact"]["id"], "correction": made[0]["id"]}


async def _profile(owner: Person) -> dict[str, str]:
    """A job profile with one answer."""
    profile = (await owner.http.get("/job-profiles/default")).json()["id"]
    given = {"key": "notice_period", "value": {"text": "3 months"}}
    answer = await owner.http.put(f"/job-profiles/{profile}/answers", json=given)
    assert answer.status_code == 200, answer.text
    return {"job_profile": profile, "answer": answer.json()["id"]}


async def _mail(owner: Person) -> dict[str, str]:
    """A mailbox with one alert that waits for its owner, a draft, a rule and an appointment."""
    handed_in = await owner.http.post("/email/upload", files={"file": ("a.eml", ALERT.read_bytes())})
    assert handed_in.status_code == 201, handed_in.text
    async with asyncio.timeout(30):
        while (await owner.http.get(f"/tasks/{handed_in.json()['task_id']}")).json()["status"] != "completed":
            await asyncio.sleep(0.05)
    mail = (await owner.http.get("/email/messages")).json()["items"][0]
    source = (await owner.http.get("/email/sources")).json()["sources"][0]
    draft = await owner.http.post("/email/drafts", json={"to": ["someone@example.com"], "body": "Hello."})
    rule = await owner.http.post("/email/rules", json={"conditions": {"sender": "x"}, "actions": ["read"]})
    services = owner.http._transport.app.state.services  # type: ignore[attr-defined]
    async with transaction(services.sessions) as session:
        entry = await put_entry(session, owner.actor, "one@example.com", title="Interview", starts_at=SOON)
    return {
        "mailbox": source["id"], "mail": mail["id"], "mail_posting": mail["postings"][0]["id"],
        "draft": draft.json()["id"], "rule": rule.json()["id"], "appointment": str(entry.id),
    }  # fmt: skip


async def _application(owner: Person, job_id: str) -> dict[str, str]:
    """An application with one of everything that stands around it, and a saved view."""
    begun = await owner.http.post("/applications", json={"job_id": job_id, "status": "applied"})
    assert begun.status_code == 201, begun.text
    made, path = {"application": begun.json()["id"]}, f"/applications/{begun.json()['id']}"
    for name, where, body in (
        ("interview", f"{path}/interviews", {"json": {"starts_at": SOON.isoformat()}}),
        ("attachment", f"{path}/attachments", {"files": {"file": ("a.txt", b"Mine")}}),
        ("offer", f"{path}/offers", {"json": {"base": 90_000, "currency": "EUR"}}),
        ("contact", "/contacts", {"json": {"name": "Ada", "application_id": made["application"]}}),
        ("reminder", "/reminders", {"json": {"text": "Call", "due_at": SOON.isoformat()}}),
        ("view", "/applications/views", {"json": {"name": "Mine"}}),
    ):
        answer = await owner.http.post(where, **body)
        assert answer.status_code == 201, answer.text
        made[name] = answer.json()["id"]
    return made


async def test_a_document_of_somebody_else_is_not_written_down_as_sent(world: World) -> None:
    job = (await world.other.http.post("/jobs", json={"text": posting()})).json()
    mine = (await _application(world.other, job["id"]))["application"]
    for field, kind in (("tailored_resume_id", "tailoring"), ("document_id", "document"), ("resume_id", "resume")):
        answers = [
            await world.other.http.post(f"/applications/{mine}/sent", json={"kind": "resume", field: owned})
            for owned in (world.ids[kind], str(uuid4()))
        ]
        _same(*answers)


async def test_what_stands_around_an_application_is_not_reached_through_ones_own(world: World) -> None:
    job = (await world.other.http.post("/jobs", json={"text": posting()})).json()
    mine = (await _application(world.other, job["id"]))["application"]
    for path in ("interviews/{interview}/ics", "attachments/{attachment}/file"):
        answer = await world.other.http.get(f"/applications/{mine}/{path.format(**world.ids)}")
        assert (answer.status_code, code(answer)) == (404, "NOT_FOUND")
    for path in ("interviews/{interview}", "attachments/{attachment}", "offers/{offer}"):
        assert (await world.other.http.delete(f"/applications/{mine}/{path.format(**world.ids)}")).status_code == 404
    assert (await world.other.http.get("/offers", params={"ids": world.ids["offer"]})).status_code == 404


async def test_a_fact_or_line_of_somebody_else_is_not_reached_through_ones_own(world: World) -> None:
    mine = (await world.other.http.get("/resumes")).json()["items"][0]["id"]
    for path in (f"facts/{world.ids['fact']}", f"corrections/{world.ids['correction']}"):
        assert (await world.other.http.delete(f"/resumes/{mine}/{path}")).status_code == 404
    compared = await world.owner.http.get(
        f"/tailoring-sessions/{world.ids['tailoring']}/compare", params={"with": str(uuid4())}
    )
    assert compared.status_code == 404


def _entry(method: str, path: str) -> tuple[str, str]:
    return method, path.removeprefix(PREFIX)


def _same(theirs: httpx.Response, nobodys: httpx.Response) -> None:
    """Both answers are one 404, to the byte."""
    assert (theirs.status_code, nobodys.status_code) == (404, 404), theirs.text + nobodys.text
    assert theirs.content == nobodys.content
    assert theirs.headers == nobodys.headers
    assert code(theirs) == "NOT_FOUND"


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "{" in route[1]])
async def test_an_id_of_somebody_else_is_not_found(world: World, method: str, path: str) -> None:
    entry = _entry(method, path)
    if entry in NOT_OWNED:
        return
    assert entry in OWNED, f"{method} {path} is new: say in OWNED whose id stands in it"
    kind, body = OWNED[entry]
    before = await world.seen(kind)
    async with world.api.client(world.other.token, root="") as http:
        theirs, nobodys, malformed = [
            await http.request(method, world.address(path, owned), **body)
            for owned in (world.ids[kind], str(uuid4()), "not-an-id")
        ]
    _same(theirs, nobodys)
    assert malformed.status_code == 422
    assert await world.seen(kind) == before


def test_the_table_names_no_route_that_is_gone() -> None:
    there = {_entry(method, path) for method, path in ROUTES}
    assert not (set(OWNED) | NOT_OWNED) - there


def _uuid_fields() -> Iterator[tuple[str, str]]:
    """(path, field) of every id that a documented request body may name."""
    document = APP.openapi()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                for schema in (media["schema"], *media["schema"].get("anyOf", ())):  # a body that may be left out
                    name = schema.get("$ref", "").rpartition("/")[2]
                    stated = document["components"]["schemas"][name] if name else schema
                    for field, kind in stated.get("properties", {}).items():
                        if "'uuid'" in str(kind):
                            yield path.removeprefix(PREFIX), field


def test_every_reference_in_a_body_is_tried() -> None:
    assert set(_uuid_fields()) == {(path, field) for path, field, _, _ in REFERENCES} | PARENTS | ELSEWHERE


async def test_an_answer_of_somebody_else_is_not_reached_through_ones_own_profile(world: World) -> None:
    mine = (await world.other.http.get("/job-profiles/default")).json()["id"]
    path = f"/job-profiles/{mine}/answers/{world.ids['answer']}"
    for method, body in (("GET", None), ("PUT", {"text": "Not mine"}), ("DELETE", None)):
        assert (await world.other.http.request(method, path, json=body)).status_code == 404


async def test_a_fact_is_put_under_no_entry_of_somebody_else(world: World) -> None:
    mine = (await world.other.http.get("/resumes")).json()["items"][0]["id"]
    fact = (await world.other.http.get(f"/resumes/{mine}")).json()["facts"][-1]["id"]
    added, moved = [], []
    for parent in (world.ids["fact"], str(uuid4())):
        body = {"detail": {"kind": "bullet"}, "text": "Baked rolls", "parent_id": parent}
        added.append(await world.other.http.post(f"/resumes/{mine}/facts", json=body))
        moved.append(await world.other.http.patch(f"/resumes/{mine}/facts/{fact}", json={"parent_id": parent}))
    for theirs, nobodys in (added, moved):
        assert theirs.status_code in {404, 422}
        assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)


@pytest.mark.parametrize(("path", "field", "kind", "rest"), REFERENCES)
async def test_a_reference_to_somebody_elses_is_not_found(
    world: World, path: str, field: str, kind: str, rest: dict[str, Any]
) -> None:
    if "{job_id}" in path:
        own = (await world.other.http.post("/jobs", json={"text": posting()})).json()["id"]
        path = path.replace("{job_id}", own)
    totals = [await _totals(world.other), await _totals(world.owner)]
    answers = []
    for wanted in (world.ids[kind], str(uuid4())):
        value: Any = [wanted] if field in {"attachments", "ids"} else wanted
        form = {"data" if path.startswith("/tailoring") else "json": {**rest, field: value}}
        answers.append(await world.other.http.post(path.replace("{area}", "resumes"), **form))
    _same(*answers)
    assert [await _totals(world.other), await _totals(world.owner)] == totals


async def _totals(person: Person) -> list[int]:
    lists = ("jobs", "applications", "resumes", "conversations", "tailoring-sessions")
    return [(await person.http.get(f"/{name}")).json()["total"] for name in lists]


@pytest.mark.parametrize(("method", "path"), [
    route for route in ROUTES if route[1].removeprefix(PREFIX) not in PUBLIC
])  # fmt: skip
async def test_without_a_token_every_route_is_closed(api: Api, method: str, path: str) -> None:
    path = path.replace("{area}", "jobs").replace("{name}", "job_search")
    for name, value in BELOW.items():
        path = path.replace(f"{{{name}}}", value)
    path = re.sub(r"\{\w+_id\}", str(UUID(int=0)), path)
    assert "{" not in path
    async with api.client(root="") as http:
        for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Idempotency-Key": "k"}):
            answer = await http.request(method, path, headers=headers)
            assert answer.status_code == 401, answer.text
            assert answer.headers["www-authenticate"] == "Bearer"
            assert set(answer.json()["detail"]) == {"message", "code"}


async def test_accounts_are_for_administrators(world: World) -> None:
    theirs = await world.other.http.get(f"/users/{world.owner.actor.user_id}")
    nobodys = await world.other.http.get(f"/users/{uuid4()}")
    assert (theirs.status_code, code(theirs)) == (403, "FORBIDDEN")
    assert theirs.content == nobodys.content


async def test_lists_hold_only_ones_own(world: World) -> None:
    for name in ("jobs", "applications", "conversations", "tailoring-sessions"):
        assert world.ids[name.split("-")[0].removesuffix("s")] not in (await world.other.http.get(f"/{name}")).text
    assert world.ids["resume"] not in (await world.other.http.get("/resumes")).text
    assert world.ids["device"] not in (await world.other.http.get("/sessions")).text


@pytest.fixture(scope="module")
async def server(world: World) -> AsyncIterator[LiveServer]:
    """The same application behind a real socket."""
    async with serving(world.api.services.settings, world.api.services) as live:
        yield live


async def _frames(url: str, token: str) -> tuple[list[str | bytes], int | None]:
    async with websockets.connect(url, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        frames = [await socket.recv()]
        await socket.wait_closed()
        with pytest.raises(websockets.ConnectionClosed):
            frames.append(await socket.recv())
        return frames, socket.close_code


@pytest.mark.parametrize("path", SOCKETS)
async def test_sockets_know_only_ones_own(world: World, server: LiveServer, path: str) -> None:
    urls = []
    for kind_of in (lambda kind: world.ids[kind], lambda _: str(uuid4())):
        if path.endswith("/ws/agent"):
            urls.append(f"{server.ws_url}{path}?conversation_id={kind_of('conversation')}")
        else:
            urls.append(f"{server.ws_url}{path.replace('{session_id}', kind_of('tailoring'))}")
    async with asyncio.timeout(20):
        theirs, nobodys = [await _frames(url, world.other.token) for url in urls]
    assert theirs == nobodys
    assert len(theirs[0]) == 1
    assert '"NOT_FOUND"' in str(theirs[0][0])
    assert theirs[1] == 1008


@pytest.mark.parametrize("path", SOCKETS)
async def test_sockets_are_closed_without_a_token(world: World, server: LiveServer, path: str) -> None:
    url = f"{server.ws_url}{path.replace('{session_id}', world.ids['tailoring'])}"
    for address in (url, f"{url}?token=nonsense"):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await websockets.connect(address)
        assert refused.value.response.status_code in {401, 403}
