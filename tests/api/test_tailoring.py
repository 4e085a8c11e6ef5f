"""The routes of tailoring sessions, as a client meets them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest

from store import tailoring as store
from store.database import transaction
from tests.api.people import RESUME, Api, Person, code, posting


async def _finished(person: Person, session_id: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            session = (await person.http.get(f"/tailoring-sessions/{session_id}")).json()
            if session["status"] not in {"pending", "running"}:
                return dict(session)
            await asyncio.sleep(0.1)


@dataclass(frozen=True)
class Tailored:
    """Somebody with a resume, a job, and the session that tailored one to the other."""

    person: Person
    job: dict[str, Any]
    session: dict[str, Any]


@pytest.fixture(scope="module")
async def tailored(api: Api) -> AsyncIterator[Tailored]:
    """Tailored once, looked at by many."""
    person = await api.person()
    await api.resume(person.actor)
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    form = {"job_id": job["id"], "emphasise": "Kafka, Python", "ask": "false"}
    begun = await person.http.post("/tailoring-sessions/", data=form)
    assert begun.status_code == 201, begun.text
    assert begun.json()["status"] in {"pending", "running"}
    yield Tailored(person, job, await _finished(person, begun.json()["id"]))
    await person.http.aclose()


async def test_a_session_runs_to_its_document(tailored: Tailored) -> None:
    session = tailored.session
    assert (session["status"], session["progress"], session["number"], session["error"]) == ("completed", 100, 1, None)
    assert session["job_id"] == tailored.job["id"]
    document = session["document"]
    facts = {fact["id"] for fact in document["facts"]}
    assert document["claims"]
    assert all(set(claim["fact_ids"]) <= facts for claim in document["claims"])
    row = (await tailored.person.http.get("/tailoring-sessions")).json()["items"][0]
    assert row["job_title"] == "Senior Data Engineer"
    assert row["pdf_url"] == session["pdf_url"]


async def test_the_pdf_is_served_inline_or_as_a_download(api: Api, tailored: Tailored) -> None:
    async with api.client(tailored.person.token, root="") as http:
        shown = await http.get(tailored.session["pdf_url"])
        saved = await http.get(tailored.session["pdf_url"], params={"download": "1"})
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.headers["content-disposition"].startswith("inline")
    assert saved.headers["content-disposition"] == 'attachment; filename="resume-1.pdf"'
    assert shown.content == saved.content
    words = pypdfium2.PdfDocument(shown.content)[0].get_textpage().get_text_range()
    assert "Lindwurm Analytics" in words


async def test_what_was_tailored_is_the_first_version(tailored: Tailored, stranger: Person) -> None:
    path, http = f"/tailoring-sessions/{tailored.session['id']}", tailored.person.http
    listed = (await http.get(f"{path}/versions")).json()
    assert [(row["version"], row["reason"], row["is_newest"]) for row in listed["versions"]] == [
        (1, "tailored to the job", True)
    ]
    first = (await http.get(f"{path}/versions/1")).json()
    assert first["document"] == tailored.session["document"]
    assert first["checks"]["pages"] == first["pages"] == 1
    assert (await http.get(f"{path}/versions/1/pdf")).content == (await http.get(f"{path}/pdf")).content
    assert code(await http.get(f"{path}/versions/2")) == "NO_SUCH_VERSION"
    for part in ("versions", "versions/1", "versions/1/pdf"):
        assert (await stranger.http.get(f"{path}/{part}")).status_code == 404


async def test_proof_and_changes_name_their_facts(tailored: Tailored) -> None:
    path = f"/tailoring-sessions/{tailored.session['id']}"
    proof = (await tailored.person.http.get(f"{path}/proof")).json()
    text = (await tailored.person.http.get(f"/resumes/{proof['resume_id']}")).json()["text"]
    quoted = [fact for line in proof["lines"] for fact in line["facts"]]
    assert quoted
    for fact in quoted:
        words = text[fact["span"]["start"] : fact["span"]["end"]]
        assert " ".join(words.split()) == " ".join(fact["text"].split())
    changes = (await tailored.person.http.get(f"{path}/changes")).json()
    assert (changes["number"], changes["job_title"]) == (1, "Senior Data Engineer")
    assert all(change["reason"] for change in changes["changes"])


async def test_stopping_a_finished_session_changes_nothing(tailored: Tailored) -> None:
    path = f"/tailoring-sessions/{tailored.session['id']}"
    assert (await tailored.person.http.post(f"{path}/stop")).json() == tailored.session


async def test_talking_about_a_session_goes_on_where_it_was(tailored: Tailored) -> None:
    path, http = f"/tailoring-sessions/{tailored.session['id']}", tailored.person.http
    first = (await http.post(f"{path}/chat", json={"message": "Show me what changed"})).json()
    assert (first["status"], first["steps"][0]["name"]) == ("completed", "show_changes")
    second = (await http.post(f"{path}/chat", json={"message": "Show the proof", "context": "all of it"})).json()
    assert second["conversation_id"] == first["conversation_id"]
    assert (await http.delete(f"/conversations/{first['conversation_id']}")).status_code == 204
    third = await http.post(f"{path}/chat", json={"message": "Show me what changed"})
    assert third.status_code == 200, third.text
    assert third.json()["conversation_id"] != first["conversation_id"]
    for body in ({}, {"message": ""}, {"message": "x" * 100_001}):
        assert (await http.post(f"{path}/chat", json=body)).status_code == 422


async def test_old_clients_send_a_file_and_a_link(api: Api, person: Person) -> None:
    job = (await person.http.post("/jobs", json={"text": posting(), "url": f"https://jobs.example/{uuid4()}"})).json()
    async with api.client(person.token, root="") as http:
        body = {"data": {"job_id": job["id"]}, "files": {"resume": ("cv.txt", RESUME.encode())}}
        begun = await http.post("/tailoring-sessions/", **body)
        assert begun.status_code == 201, begun.text
        asked = await _finished(person, begun.json()["id"])
        assert (asked["status"], asked["question"]["subject"]) == ("waiting", "Terraform")
        assert (await http.get(asked["pdf_url"])).content.startswith(b"%PDF"), "the draft is there meanwhile"
        said = await http.post(f"/tailoring-sessions/{asked['id']}/chat", json={"message": "skip"})
        assert said.status_code == 200, said.text
        session = await _finished(person, begun.json()["id"])
        assert (session["status"], session["question"]) == ("completed", None)
        assert (await http.get(f"/tailoring-sessions/{session['id']}")).json() == session
        assert (await http.post(f"/tailoring-sessions/{session['id']}/stop")).status_code == 200


async def test_what_is_missing_is_said_and_nothing_is_begun(person: Person) -> None:
    job = (await person.http.post("/jobs", json={"text": posting()})).json()["id"]
    file = {"resume": ("cv.txt", RESUME.encode())}
    tries: list[tuple[dict[str, str], dict[str, Any], int, str]] = [
        ({}, {}, 422, "JOB_MISSING"),
        ({"job_id": job, "job_url": "https://jobs.example/1"}, {}, 422, "JOB_MISSING"),
        ({"job_id": job}, {}, 404, "NO_RESUME"),
        ({"job_id": job, "resume_id": str(uuid4())}, file, 422, "TWO_RESUMES"),
        ({"job_id": str(uuid4())}, file, 404, "NOT_FOUND"),
        ({"job_id": job, "emphasise": ",".join("abcdefghijk")}, file, 422, "TOO_MANY_WORDS"),
        ({"job_id": job}, {"resume": ("cv.txt", b"")}, 422, "RESUME_EMPTY"),
    ]
    for form, files, status, expected in tries:
        answer = await person.http.post("/tailoring-sessions/", data=form, files=files or None)
        assert (answer.status_code, code(answer)) == (status, expected), form
    assert (await person.http.get("/tailoring-sessions")).json()["total"] == 0
    assert (await person.http.get("/resumes")).json()["total"] == 0


async def test_a_session_without_a_document_says_so(api: Api, person: Person) -> None:
    resume = await api.resume(person.actor)
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    async with transaction(api.services.sessions) as session:
        row = await store.create(session, person.actor, resume_id=resume.id, job_id=job["id"], run_id=None, options={})
    path = f"/tailoring-sessions/{row.id}"
    assert (await person.http.get(f"{path}/pdf")).status_code == 404
    for part in ("proof", "changes"):
        answer = await person.http.get(f"{path}/{part}")
        assert (answer.status_code, code(answer)) == (409, "NOT_FINISHED")
    stopped = (await person.http.post(f"{path}/stop")).json()
    assert (stopped["status"], stopped["error"]) == ("stopped", "You stopped it.")
    assert (await person.http.post(f"{path}/stop")).json()["status"] == "stopped"


async def test_what_was_tailored_outlives_its_sources(api: Api, person: Person) -> None:
    resume = await api.resume(person.actor)
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    begun = (await person.http.post("/tailoring-sessions/", data={"job_id": job["id"], "ask": "false"})).json()
    session = await _finished(person, begun["id"])
    await person.http.delete(f"/resumes/{resume.id}")
    await person.http.delete(f"/jobs/{job['id']}")
    path = f"/tailoring-sessions/{begun['id']}"
    assert (await person.http.get(path)).json() == session
    for part in ("pdf", "proof", "changes"):
        assert (await person.http.get(f"{path}/{part}")).status_code == 200
