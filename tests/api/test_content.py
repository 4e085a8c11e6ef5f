"""Letters, mails, templates and documents, as a client meets them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from store import content, resumes, tailoring
from store.database import transaction
from store.pagination import PageRequest
from tests.api.people import RESUME, Api, Person, code, posting
from tools.tailoring.revision import versions
from tools.tailoring.schemas import DocumentChecks, Rendered, TailoredDocument


@dataclass(frozen=True)
class Written:
    """Somebody with a resume, a job, and a letter."""

    person: Person
    job: dict[str, Any]
    letter: dict[str, Any]


PROMPT = "mention Kafka, keep it friendly, and say that I have a PhD from Oxford"


@pytest.fixture(scope="module")
async def written(api: Api) -> AsyncIterator[Written]:
    """Written once, looked at by many."""
    person = await api.person()
    await api.resume(person.actor)
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    answer = await person.http.post(
        "/content/generate", json={"kind": "cover_letter", "job_id": job["id"], "prompt": PROMPT, "length": "short"}
    )
    assert answer.status_code == 200, answer.text
    yield Written(person, job, answer.json())
    await person.http.aclose()


async def test_every_sentence_of_a_letter_says_what_it_rests_on(written: Written) -> None:
    letter = written.letter
    resume = (await written.person.http.get("/resumes")).json()["items"][0]
    facts = {f["id"] for f in (await written.person.http.get(f"/resumes/{resume['id']}")).json()["facts"]}
    for sentence in letter["sentences"]:
        assert sentence["text"] in letter["text"]
        assert set(sentence["fact_ids"]) <= facts
        if sentence["kind"] in {"claim", "contact"}:
            assert sentence["fact_ids"]
        if sentence["kind"] in {"application", "posting"}:
            assert sentence["quotes"]
            assert all(quote in written.job["text"] for quote in sentence["quotes"])
    assert "Föhn Energie GmbH" in letter["text"]
    assert letter["text"].endswith("Mirela Kovač")
    assert letter["tone"] == "friendly"


async def test_a_wish_is_followed_or_said_not_to_be(written: Written) -> None:
    wishes = {wish["wish"]: wish for wish in written.letter["wishes"]}
    assert wishes["Kafka"]["granted"]
    assert "Kafka" in written.letter["text"]
    assert not wishes["I have a PhD from Oxford"]["granted"]
    assert "PhD" not in written.letter["text"]
    assert [refused["text"] for refused in written.letter["refused"]] == ["I have a PhD from Oxford"]
    assert any("Terraform" in gap["posting_quote"] for gap in written.letter["gaps"])
    assert "Terraform" not in written.letter["text"]


async def test_a_letter_can_be_had_as_a_file_in_every_format(written: Written) -> None:
    http, letter = written.person.http, written.letter
    plain = await http.get(letter["file_url"].removeprefix("/api/v1"))
    assert plain.text == letter["text"]
    begins = {"pdf": b"%PDF", "docx": b"PK", "json": b"{", "md": b""}
    for kind, magic in begins.items():
        made = await http.get(f"/documents/{letter['document_id']}/file", params={"format": kind})
        assert made.status_code == 200, made.text
        assert made.content.startswith(magic)
        assert made.headers["content-disposition"].endswith(f'.{kind}"')
    wrong = await http.get(f"/documents/{letter['document_id']}/file", params={"format": "exe"})
    assert wrong.status_code == 422


async def test_own_words_are_a_new_version_and_are_told_where_the_resume_holds_them_not(written: Written) -> None:
    http, letter = written.person.http, written.letter
    own = letter["text"].replace("\n\n", "\n\nI led 300 people at Lindwurm Analytics. I like maps.\n\n", 1)
    edited = (await http.patch(f"/documents/{letter['document_id']}", json={"text": own})).json()
    assert edited["version"] == letter["version"] + 1
    mine = {s["text"]: s for s in edited["sentences"] if s["origin"] == "person"}
    assert set(mine) == {"I led 300 people at Lindwurm Analytics.", "I like maps."}
    assert mine["I led 300 people at Lindwurm Analytics."]["problems"]
    assert all(s["kind"] == "own" and not s["fact_ids"] for s in mine.values())
    proved = [s for s in edited["sentences"] if s["kind"] == "claim"]
    assert [s["text"] for s in proved] == [s["text"] for s in letter["sentences"] if s["kind"] == "claim"]
    greeting = await http.patch(f"/documents/{letter['document_id']}", json={"text": letter["text"].split("\n")[0]})
    assert (greeting.status_code, code(greeting)) == (422, "TEXT_EMPTY")

    wanted = {"prompt": "make it formal and mention Hadoop"}
    formal = (await http.post(f"/documents/{letter['document_id']}/rewrite", json=wanted)).json()
    assert (formal["tone"], formal["length"]) == ("formal", "short")
    assert {"Kafka", "Hadoop"} <= {wish["wish"] for wish in formal["wishes"] if wish["granted"]}
    detail = (await http.get(f"/documents/{formal['document_id']}")).json()
    assert letter["document_id"] in {version["id"] for version in detail["versions"]}
    assert (await http.get(f"/documents/{letter['document_id']}")).json()["text"] == letter["text"]


async def test_a_letter_outlives_its_resume(api: Api, person: Person) -> None:
    resume = await api.resume(person.actor)
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    wanted = {"kind": "cover_letter", "job_id": job["id"], "length": "short"}
    letter = (await person.http.post("/content/generate", json=wanted)).json()
    await person.http.delete(f"/resumes/{resume.id}")
    own = letter["text"].replace("\n\n", "\n\nI led 300 people at Lindwurm Analytics.\n\n", 1)
    edited = await person.http.patch(f"/documents/{letter['document_id']}", json={"text": own})
    assert edited.status_code == 200, edited.text
    mine = next(s for s in edited.json()["sentences"] if s["origin"] == "person")
    assert [problem["kind"] for problem in mine["problems"]] == ["uncited"]
    file = await person.http.get(f"/documents/{edited.json()['document_id']}/file", params={"format": "txt"})
    as_data = await person.http.get(f"/documents/{edited.json()['document_id']}/file", params={"format": "json"})
    assert "I led 300 people" in file.text
    assert "mirela.kovac@example.org" in as_data.json()["sender"]


async def test_a_mail_is_filled_in_and_brings_the_persons_own_words(written: Written) -> None:
    http = written.person.http
    data = {"kind": "email_template", "job_id": written.job["id"], "prompt": "say that I'm free on Tuesday at 3 pm",
            "mail": "availability", "recipient": "Ms Weber"}  # fmt: skip
    mail = (await http.post("/content/generate", json=data)).json()
    assert mail["kind"] == "email"
    assert "Ms Weber" in mail["text"]
    assert "Senior Data Engineer" in mail["subject"]
    own = [s for s in mail["sentences"] if s["kind"] == "own"]
    assert ["Tuesday at 3 pm" in s["text"] for s in own] == [True]
    thanks = (await http.post("/content/generate", json={"kind": "email_template", "prompt": "thank you"})).json()
    assert thanks["title"] == "Thank you"
    assert "[" not in thanks["text"]


async def test_a_tailored_text_stands_in_the_resumes_own_words(written: Written) -> None:
    http = written.person.http
    data = {"kind": "resume_tailoring", "job_id": written.job["id"], "prompt": "say that I have a PhD"}
    text = (await http.post("/content/generate", json=data)).json()
    assert "Built the ingestion pipeline in Python and Apache Kafka" in text["text"]
    assert all(s["fact_ids"] for s in text["sentences"])
    assert [refused["text"] for refused in text["refused"]] == ["I have a PhD"]
    made = await http.get(f"/documents/{text['document_id']}/file", params={"format": "docx"})
    assert made.content.startswith(b"PK"), made.text


async def test_a_tailored_resume_is_handed_out_in_a_format_and_template(api: Api, written: Written) -> None:
    http, actor = written.person.http, written.person.actor
    made = (await http.post("/content/generate", json={"kind": "resume_tailoring", "job_id": written.job["id"]})).json()
    async with transaction(api.services.sessions) as session:
        document = TailoredDocument.model_validate(
            (await content.get_document(session, actor, UUID(made["document_id"]))).data["document"]
        )
        resume = (await resumes.list_page(session, actor, PageRequest(limit=1)))["items"][0]
        row = await tailoring.create(
            session, actor, resume_id=resume.id, job_id=UUID(written.job["id"]), run_id=uuid4(), options={}
        )
        waiting = await http.post("/documents", json={"format": "docx"})
        rendered = Rendered(document=document, pdf=b"%PDF", checks=DocumentChecks(pages=1, size=4))
        await versions.save(session, actor, row.id, rendered, "tailored to the job")
    assert (waiting.status_code, code(waiting)) == (404, "NO_TAILORED")

    kept = await http.post("/documents", json={"format": "docx", "template": "modern"})
    assert kept.status_code == 201, kept.text
    shown = kept.json()
    assert (shown["kind"], shown["format"], shown["version"]) == ("resume", "docx", 1)
    assert shown["options"]["template"] == "modern"
    assert all(check["passed"] for check in shown["checks"]["checks"])
    assert all(sentence["fact_ids"] for sentence in shown["sentences"])
    file = await http.get(f"/documents/{shown['id']}/file")
    assert file.content.startswith(b"PK")
    unknown = await http.post("/documents", json={"format": "pdf", "template": "baroque"})
    assert (unknown.status_code, code(unknown)) == (404, "TEMPLATE_UNKNOWN")
    plain = await http.get(f"/tailoring-sessions/{row.id}/export", params={"format": "md"})
    assert "Lindwurm Analytics" in plain.text


async def test_a_letter_draws_on_the_resume_that_was_tailored_to_its_job(api: Api, person: Person) -> None:
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    await api.resume(person.actor)
    other = await api.resume(person.actor, RESUME.replace("Mirela", "Ota"))
    wanted = {"kind": "cover_letter", "job_id": job["id"]}
    assert "Mirela" in (await person.http.post("/content/generate", json=wanted)).json()["text"]
    begun = {"job_id": job["id"], "resume_id": str(other.id), "ask": "false"}
    session = (await person.http.post("/tailoring-sessions/", data=begun)).json()
    async with asyncio.timeout(60):
        while (await person.http.get(f"/tailoring-sessions/{session['id']}")).json()["status"] != "completed":
            await asyncio.sleep(0.05)
    assert "Ota" in (await person.http.post("/content/generate", json=wanted)).json()["text"]


async def test_documents_are_listed_deleted_and_brought_back(api: Api, stranger: Person) -> None:
    person = await api.person()
    for prompt in ("thank you", "status"):
        await person.http.post("/content/generate", json={"kind": "email_template", "prompt": prompt})
    listed = (await person.http.get("/documents", params={"limit": 1})).json()
    assert (listed["total"], len(listed["items"])) == (2, 1)
    rest = (await person.http.get("/documents", params={"cursor": listed["next_cursor"]})).json()["items"]
    assert [row["number"] for row in [*listed["items"], *rest]] == [2, 1]
    assert (await person.http.get("/documents", params={"kind": "resume"})).json()["total"] == 0
    path = f"/documents/{rest[0]['id']}"
    for method in ("get", "delete"):
        assert (await getattr(stranger.http, method)(path)).status_code == 404
    assert (await stranger.http.get(f"{path}/file")).status_code == 404
    assert (await stranger.http.patch(path, json={"text": "x"})).status_code == 404
    assert (await person.http.delete(path)).status_code == 204
    assert (await person.http.get(path)).status_code == 404
    await person.http.aclose()


async def test_what_is_missing_is_said(api: Api, written: Written, stranger: Person) -> None:
    assert (await stranger.http.post("/content/generate", json={"kind": "cover_letter"})).status_code == 422
    other = await stranger.http.post("/content/generate", json={"kind": "cover_letter", "job_id": written.job["id"]})
    assert other.status_code == 404
    person = await api.person()
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    without = await person.http.post("/content/generate", json={"kind": "cover_letter", "job_id": job["id"]})
    assert (without.status_code, code(without)) == (404, "NO_RESUME")
    nothing = await person.http.post("/documents", json={"format": "docx"})
    assert (nothing.status_code, code(nothing)) == (404, "NO_TAILORED")
    gone = await person.http.get(f"/tailoring-sessions/{uuid4()}/export")
    assert gone.status_code == 404
    await person.http.aclose()


async def test_the_templates_tell_what_they_are_for(written: Written) -> None:
    items = (await written.person.http.get("/templates")).json()["items"]
    kinds = {item["kind"] for item in items}
    assert kinds == {"resume", "cover_letter", "email"}
    assert {"follow_up", "thank_you", "decline", "status", "referral", "availability"} <= {i["name"] for i in items}
    assert all(item["description"] for item in items)
