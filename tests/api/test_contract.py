"""What the HTTP surface promises: the routes, their documentation, the shape of errors, headers and limits."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker

from api.app import create_app
from store.database import make_engine
from store.settings import Settings
from tests.api.people import PREFIX, RESUME, Api, Person, code
from tests.conftest import free_port

DOCUMENT: dict[str, Any] = create_app(Settings(_env_file=None)).openapi()
OPERATIONS = [
    pytest.param(method, path, operation, id=f"{method.upper()} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
GROUPS = ("system", "auth", "users", "conversations", "agent", "resumes", "tailoring", "pipelines", "ingestion",
          "insights", "job-profiles", "jobs")  # fmt: skip
OPEN = {"/health", "/ready"}


@pytest.fixture(scope="session")
def checker() -> Path:
    """The contract's own checker, beside the checkout."""
    script = Path(__file__).resolve().parents[2].parent / "shared" / "contract" / "check_routes.py"
    if not script.is_file():
        pytest.skip("the contract (../shared/contract) is not beside this checkout")
    return script


def _check(checker: Path, folder: Path, *groups: str) -> subprocess.CompletedProcess[str]:
    document = folder / "openapi.json"
    document.write_text(json.dumps(DOCUMENT))
    wanted = [part for group in groups for part in ("--group", group)]
    command = [sys.executable, str(checker), str(document), *wanted]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_contract_misses_nothing(checker: Path, tmp_path: Path) -> None:
    done = _check(checker, tmp_path, *GROUPS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_is_documented(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert len(operation["tags"]) == 1
    answers = operation["responses"]
    good = [status for status in answers if status < "400"]
    assert good
    for status in good:
        content = answers[status].get("content", {})
        assert status in {"204", "307"} or content, "no typed answer"
        for media in content.values():
            assert media == {} or set(media["schema"]) & {"$ref", "anyOf"}, "the answer has no type of its own"
    if path.removeprefix(PREFIX) in OPEN:
        return
    assert {"401", "404", "409", "422", "429"} <= answers.keys()
    assert answers["401"]["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorBody")


def _names(document: dict[str, Any]) -> Iterator[str]:
    for operations in document["paths"].values():
        for operation in operations.values():
            yield operation["operationId"]


def test_operation_ids_are_unique() -> None:
    names = list(_names(DOCUMENT))
    assert len(names) == len(set(names))


async def test_the_document_is_served_and_no_page_of_foreign_scripts(api: Api) -> None:
    async with api.client(root="") as http:
        assert (await http.get("/api/openapi.json")).json()["info"]["title"] == "Jobwright"
        assert (await http.get("/api/docs")).status_code == 404


async def test_health_answers_at_the_root_too(api: Api) -> None:
    async with api.client(root="") as http:
        for path in ("/health", f"{PREFIX}/health"):
            answer = await http.get(path)
            assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_the_short_forms_of_old_clients_work(person: Person, api: Api) -> None:
    accepted = await person.http.post("/resume/upload", files={"file": ("cv.txt", RESUME.encode())})
    assert accepted.status_code == 202
    status = {"status": "pending"}
    async with asyncio.timeout(60):
        while status["status"] in {"pending", "processing"}:
            await asyncio.sleep(0.05)
            status = (await person.http.get(f"/resume/{accepted.json()['upload_id']}/status")).json()
    assert status["status"] == "completed"
    assert "Python" in status["suggestions"]["skills"]
    async with api.client(person.token, root="") as http:
        assert (await http.get("/tailoring-sessions")).json() == {"items": [], "next_cursor": None, "total": 0}
        assert code(await http.post("/tailoring-sessions/", data={"pages": "1"})) == "JOB_MISSING"
    for path in ("/oauth/google/login", "/auth/oauth/google/login"):
        assert code(await person.http.get(path)) == "GOOGLE_NOT_CONFIGURED"


@pytest.mark.parametrize(("method", "path", "status", "expected"), [
    ("GET", "/no-such-route", 404, "NOT_FOUND"),
    ("PUT", "/jobs", 405, "METHOD_NOT_ALLOWED"),
    ("OPTIONS", "/jobs", 405, "METHOD_NOT_ALLOWED"),
    ("POST", "/health", 405, "METHOD_NOT_ALLOWED"),
])  # fmt: skip
async def test_routing_errors_have_the_one_shape(
    person: Person, method: str, path: str, status: int, expected: str
) -> None:
    answer = await person.http.request(method, path)
    assert (answer.status_code, code(answer)) == (status, expected)
    assert answer.headers["content-type"] == "application/json"
    if status == 405:
        assert "GET" in answer.headers["allow"]


async def test_all_methods_of_a_path_are_allowed(person: Person) -> None:
    answer = await person.http.put("/jobs")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "POST"}
    head = await person.http.head("/jobs")
    assert (head.status_code, head.content) == (405, b"")


async def test_answers_tell_the_browser_what_it_may_do(person: Person, api: Api) -> None:
    async with api.client(root="") as http:
        page = await http.get("/")
    answers = [page, await person.http.get("/jobs"), await person.http.get("/nowhere"), await person.http.put("/jobs")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert [answer.headers["cache-control"] for answer in answers] == ["no-cache", "no-store", "no-store", "no-store"]


async def _endless(kind: str, sent: list[int]) -> AsyncIterator[bytes]:
    head = (
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        if kind == "multipart"
        else '{"text": "'
    )
    yield head.encode()
    for _ in range(400):
        sent.append(100_000)
        yield b"x" * 100_000


@pytest.mark.parametrize(("kind", "path", "limit"), [("json", "/jobs", 2.5e6), ("multipart", "/resumes/upload", 12e6)])
async def test_too_large_a_body_is_refused_before_it_is_read(
    person: Person, kind: str, path: str, limit: float
) -> None:
    headers = {"Content-Type": "application/json" if kind == "json" else "multipart/form-data; boundary=b"}
    sent: list[int] = []
    answer = await person.http.post(path, content=_endless(kind, sent), headers=headers)
    assert (answer.status_code, code(answer)) == (413, "TOO_LARGE")
    assert sum(sent) < limit
    announced = await person.http.post(path, content=b"x", headers={**headers, "Content-Length": "900000000"})
    assert (announced.status_code, code(announced)) == (413, "TOO_LARGE")
    assert announced.headers["x-content-type-options"] == "nosniff"


async def test_posts_are_limited_per_person(api: Api, person: Person, stranger: Person) -> None:
    limited = api.changed(rate_limit_requests=3, rate_limit_period=30)
    async with limited.client(person.token) as http, limited.client(stranger.token) as other:
        answers = [await http.post("/conversations", json={}) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429, 429]
        assert code(answers[-1]) == "RATE_LIMITED"
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 30
        assert (await http.get("/conversations")).json()["total"] == 3
        assert (await other.post("/conversations", json={})).status_code == 201


async def test_ready_names_the_part_that_is_down(api: Api) -> None:
    async with api.client() as http:
        up = await http.get("/ready")
    assert (up.status_code, up.json()) == (
        200, {"status": "up", "database": "up", "cache": "up", "task_queue": "up"},
    )  # fmt: skip
    engine = make_engine(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing", pool_size=1)
    services = replace(api.services, sessions=async_sessionmaker(engine))
    app = create_app(services.settings, services)
    app.state.services = services
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        down = await http.get(f"{PREFIX}/ready")
        assert (await http.get("/health")).status_code == 200
    await engine.dispose()
    assert down.status_code == 503
    assert down.json() == {"status": "down", "database": "down", "cache": "up", "task_queue": "up"}
