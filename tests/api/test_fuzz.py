"""Whatever is sent, the answer is one that the OpenAPI document names: never a server error."""

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from threading import Thread
from typing import Any
from uuid import UUID

import httpx
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from store.pagination import encode_cursor
from store.settings import Settings
from tests.api.people import PREFIX, RESUME, Person, api_settings, code, posting
from tests.conftest import free_port
from tests.databases import Databases

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance,
]  # fmt: skip
DOCUMENT: dict[str, Any] = create_app(Settings(_env_file=None)).openapi()
# Google is not configured in tests and has its own; signing out would end the session of all that follows.
# A mail server of any name that comes to mind cannot be reached, which is a 502 and no failure of ours.
LEFT_OUT = {
    "/oauth/google/login", "/oauth/google/callback", "/auth/logout", "/email/gmail/connect", "/email/gmail/callback",
    "/email/gmail/push", "/email/sources/imap",
}  # fmt: skip
OPERATIONS = [
    (method, path)
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
    if path.removeprefix(PREFIX) not in LEFT_OUT
]
EXAMPLES = 3
# A file read in a process of its own, a search of every board: fewer of these, as they take their time.
SLOW = {
    "/resumes/{resume_id}/re-extract", "/resumes/{resume_id}/refresh", "/resume/{upload_id}/retry",
    "/enhanced-recommendations/run",
}  # fmt: skip


@dataclass(frozen=True)
class Fuzzed:
    """The application behind a socket, somebody signed in, and ids of things that are theirs."""

    schema: Any
    client: httpx.Client
    headers: dict[str, str]
    ids: dict[str, str]

    def real(self, method: str, path: str) -> dict[str, str]:
        """Ids for the path, so that the route's own work is reached and not just its 404."""
        if method == "delete":
            if "{conversation_id}" not in path:
                return {}
            made = self.client.post(f"{PREFIX}/conversations", json={}, headers=self.headers)
            return {"conversation_id": made.json()["id"]}
        if path.endswith("/sessions/{session_id}"):
            return {}
        return {name: value for name, value in self.ids.items() if f"{{{name}}}" in path}


@pytest.fixture(scope="module")
async def database(databases: Databases) -> AsyncIterator[str]:
    """A database of its own, since the application runs on another loop."""
    async with databases.lend() as address:
        yield address


@pytest.fixture(scope="module")
def fuzzed(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    """Everything that is fuzzed, behind a socket: schemathesis starts an application it is handed anew each test."""
    app = create_app(api_settings(database, tmp_path_factory.mktemp("fuzz")))
    config = uvicorn.Config(app, host="127.0.0.1", port=free_port(), log_level="warning", ws="websockets-sansio")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{config.port}", timeout=60) as client:
            yield _signed_in(client)
    finally:
        server.should_exit = True
        thread.join()


def _signed_in(client: httpx.Client) -> Fuzzed:
    account = {"email": "fuzz@example.com", "password": "correct horse battery"}
    token = client.post(f"{PREFIX}/auth/register", json=account).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    return Fuzzed(schemathesis.openapi.from_dict(DOCUMENT), client, headers, _things(client, headers))


def _things(client: httpx.Client, headers: dict[str, str]) -> dict[str, str]:
    """One of everything."""
    post = {
        "resume_id": ("/resumes/upload", {"files": {"file": ("cv.txt", RESUME.encode())}}),
        "job_id": ("/jobs", {"json": {"text": posting()}}),
        "conversation_id": ("/conversations", {"json": {}}),
    }
    ids = {
        name: client.post(PREFIX + path, headers=headers, **body).json()["id"] for name, (path, body) in post.items()
    }
    for _ in range(3):  # so that lists have more than one page
        client.post(f"{PREFIX}/jobs", headers=headers, json={"text": posting()})
    form = {"job_id": (None, ids["job_id"])}
    ids["session_id"] = client.post(f"{PREFIX}/tailoring-sessions/", headers=headers, files=form).json()["id"]
    return {**ids, "upload_id": ids["resume_id"]}


# The application runs on another thread meanwhile, and may draw a random number of its own.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_are_as_documented(fuzzed: Fuzzed, method: str, path: str) -> None:
    operation = fuzzed.schema[path][method]
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if mode is GenerationMode.NEGATIVE and path.removeprefix(PREFIX) in {"/health", "/ready"}:
            continue  # there is nothing to get wrong

        @hypothesis_settings(
            max_examples=2 if path.removeprefix(PREFIX) in SLOW else EXAMPLES, deadline=None, derandomize=True,
            database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case: Any) -> None:
            case.path_parameters.update(fuzzed.real(method, path))
            response = case.call(base_url=str(fuzzed.client.base_url), headers=fuzzed.headers)
            unset = response.status_code == 503 and response.json()["detail"]["code"] == "FONT_MISSING"
            # Which scripts can be set is the machine's doing; that it says so is right.
            case.validate_response(
                response, checks=[one for one in CHECKS if not (unset and one is not_a_server_error)]
            )

        answers()


NASTY = (
    "\x00", "a\x00b", "\\", "'", '"', "%", "_", "' or 1=1 --", "\"unclosed", "((", "a & | ! b", "the and of", "or",
    "-", "-python", "🦊", "\u202e", "ﷺ" * 50, "x" * 300, "x" * 301, "\ufffe", "<->", "a:*", "\\0", "\n\t",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=ascii)
async def test_odd_characters_in_a_search(person: Person, text: str) -> None:
    for name in ("q", "query", "company"):
        answer = await person.http.get("/jobs", params={name: text})
        assert answer.status_code in {200, 422}, answer.text
        if answer.status_code == 200:
            assert answer.json() == {"items": [], "next_cursor": None, "total": 0}
        else:
            assert "\x00" in text or len(text) > 300 or not text.strip()


SOME_ID = UUID("019a0000-0000-7000-8000-000000000000")  # fixed: every worker must collect the same tests
CURSORS = (
    "", "x", "é", "a" * 4001, "AAAA", encode_cursor(), encode_cursor("x"), encode_cursor(SOME_ID), encode_cursor(1, 2),
    encode_cursor("created_at desc", "yesterday", SOME_ID), encode_cursor("created_at desc", 5, SOME_ID),
    encode_cursor("created_at desc", "2026-01-01T00:00:00", SOME_ID),
    encode_cursor("created_at desc", "0001-01-01T00:00:00+23:00", SOME_ID), encode_cursor("score desc", "x", SOME_ID),
    encode_cursor("score desc", 10**18, SOME_ID), encode_cursor("title desc", "a\x00", SOME_ID),
    encode_cursor("title desc", ["a"], SOME_ID), encode_cursor({"a": 1}, None, SOME_ID),
)  # fmt: skip


@pytest.mark.parametrize("cursor", CURSORS, ids=lambda cursor: cursor[:24])
async def test_cursors_that_no_list_gave_out(person: Person, cursor: str) -> None:
    for path in ("/jobs", "/resumes", "/conversations", "/tailoring-sessions", "/sessions"):
        for sort in ("created_at", "score", "title", "company") if path == "/jobs" else (None,):
            answer = await person.http.get(path, params={"cursor": cursor, **({"sort": sort} if sort else {})})
            assert answer.status_code in {200, 422}, answer.text
            if answer.status_code == 422 and len(cursor) <= 4000:
                assert code(answer) == "INVALID_CURSOR"


BODIES = (
    b"", b"{", b"[]", b"null", b'"x"', b"1", b"\xff\xfe", b"[" * 100_000, b'{"title": ' + b"9" * 5000 + b"}",
    b'{"title": "a\\u0000b"}', b'{"title": "\\ud800"}', b'{"message": "\\udfff", "text": "\\udfff"}',
    b'{"text": "\\u0000", "message": "\\u0000", "notes": "\\u0000"}', b'{"salary": {"min": NaN, "max": Infinity}}',
    b'{"salary": {"min": 1e999}}', b'{"salary": {"min": 1, "excerpt": "\\u0000"}}',
    b'{"salary": {"min": 1, "currency": "\\ud800"}}', b'{"attachments": ["00000000000000000000000000000000"]}',
    b'{"area": "moon"}', b'{"url": "http://[::1"}', b'{"url": "http://\xf0\x9f\x8f\xbb/"}', b'{"url": "https://a:99999/"}',
    b'{"url": "http://' + b"a." * 900 + b'b/"}', b'{"conversation_id": -1, "message": "x"}',
)  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:30].decode("latin-1"))
async def test_bodies_that_make_no_sense(person: Person, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    job = (await person.http.post("/jobs", json={"title": "Gärtner"})).json()["id"]
    for method, path in (
        ("POST", "/jobs"), ("PATCH", f"/jobs/{job}"), ("POST", "/conversations"), ("POST", "/agent/areas/jobs/chat"),
        ("PATCH", "/users/me"), ("PATCH", "/profiles/me"),
    ):  # fmt: skip
        answer = await person.http.request(method, path, content=body, headers=headers)
        harmless = path == "/conversations" and answer.status_code == 201  # it knows none of these fields
        assert harmless or answer.status_code in {400, 404, 422}, (path, answer.text)


async def _upload(person: Person, disposition: bytes, content: bytes = b"") -> Any:
    body = b"--b\r\nContent-Disposition: form-data; " + disposition + b"\r\n\r\n" + content + b"\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    return await person.http.post("/resumes/upload", content=body, headers=headers)


@pytest.mark.parametrize("name", [
    b"a\x00.txt", b"\xff\xfe.txt", b"..\\..\\boot.txt", b"/etc/passwd", b"a\r\nX: y.txt", b"\xed\xa0\x80.txt", b" ",
    b"\xe2\x80\xae.txt", b"\x00", b"x" * 5000 + b".txt",
])  # fmt: skip
async def test_odd_file_names(person: Person, name: bytes) -> None:
    answer = await _upload(person, b'name="file"; filename="' + name + b'"')
    assert answer.status_code in {400, 422}
    detail = answer.json()["detail"]
    assert isinstance(detail, list) or detail["code"] in {"RESUME_EMPTY", "NO_FILENAME", "MALFORMED"}


async def test_odd_multipart_bodies(person: Person) -> None:
    multipart = "multipart/form-data; boundary=b"
    no_file = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--b--\r\n'
    for kind, body in (
        ("multipart/form-data", b""), (multipart, b""), (multipart, b"--b--"), (multipart, no_file),
        (multipart, b"--b\r\n\r\nno headers\r\n--b--\r\n"), ("multipart/form-data; boundary=", b"--\r\n"),
        ("application/json", b"{}"), ("text/plain", b"file=1"),
    ):  # fmt: skip
        for path in ("/resumes/upload", "/resume/upload", "/tailoring-sessions/"):
            answer = await person.http.post(path, content=body, headers={"Content-Type": kind})
            assert answer.status_code in {400, 422}, (kind, body, answer.text)


async def test_forms_with_odd_values(person: Person) -> None:
    job = (await person.http.post("/jobs", json={"title": "Gärtnerin"})).json()["id"]
    for form in (
        {"pages": "0"}, {"pages": "9" * 400}, {"pages": "-1"}, {"pages": "NaN"}, {"emphasise": "a\x00b"},
        {"emphasise": ",".join("abcdefghijkl")}, {"resume_id": "x"}, {"job_url": "javascript:alert(1)"},
        {"job_url": f"http://127.0.0.1/{job}"},
    ):  # fmt: skip
        answer = await person.http.post("/tailoring-sessions/", data={"job_id": job, **form})
        assert answer.status_code in {404, 422}, (form, answer.text)
    assert (await person.http.get("/tailoring-sessions")).json()["total"] == 0
