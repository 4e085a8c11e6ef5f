"""The routes of resumes, as a client meets them; files go through the real subprocess."""

import asyncio
import io
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest

from tests.api.people import RESUME, Api, Person, code, posting

OTHER = RESUME.replace("Mirela Kovač", "Ota Novák").replace("Data", "Pastry").replace("Python", "Baking")


def _pdf(*, width: int = 595) -> bytes:
    """A PDF of one page with nothing on it."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(width, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # Of a fixed time: it stands in the names of the tests, which every worker must call the same.
        archive.writestr(zipfile.ZipInfo("holiday.jpg", (2026, 1, 1, 0, 0, 0)), b"\xff\xd8\xff")
    return out.getvalue()


async def _upload(person: Person, name: str, content: bytes) -> httpx.Response:
    return await person.http.post("/resumes/upload", files={"file": (name, content)})


@pytest.mark.parametrize(("name", "content", "status", "expected"), [
    ("cv.pdf", b"", 422, "RESUME_EMPTY"),
    ("cv.txt", b"  \n\n \t ", 422, "RESUME_BLANK"),
    ("cv.pdf", _pdf(), 422, "RESUME_BLANK"),
    ("cv.pdf", _pdf()[:200], 422, "RESUME_CORRUPT"),
    ("cv.docx", b"PK\x03\x04 and nothing else", 422, "RESUME_CORRUPT"),
    ("cv.docx", _zip(), 415, "UNSUPPORTED_TYPE"),
    ("cv.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, 422, "RESUME_CORRUPT"),
    ("cv.exe", b"MZ\x90\x00" + b"\x00" * 64, 415, "UNSUPPORTED_TYPE"),
    ("cv.json", b'{"colour": "green"}', 415, "UNSUPPORTED_TYPE"),
    ("cv.pdf", b"%PDF-1.7\n" + b"x" * (10 * 1024 * 1024 + 1), 413, "TOO_LARGE"),
], ids=lambda value: str(value)[:24])  # fmt: skip
async def test_what_cannot_be_read_says_why(
    person: Person, name: str, content: bytes, status: int, expected: str
) -> None:
    answer = await _upload(person, name, content)
    assert (answer.status_code, code(answer)) == (status, expected), answer.text
    assert len(answer.json()["detail"]["message"]) > 20
    assert (await person.http.get("/resumes")).json()["total"] == 0


@pytest.mark.parametrize(("path", "expected"), [
    ("scorelia/scanned_resume.pdf", "RESUME_BLANK"), ("scorelia/corrupt_file.pdf", "RESUME_CORRUPT"),
])  # fmt: skip
async def test_real_files_that_cannot_be_read(person: Person, shared_data: Path, path: str, expected: str) -> None:
    file = shared_data / "resumes" / path
    answer = await _upload(person, file.name, file.read_bytes())
    assert (answer.status_code, code(answer)) == (422, expected)
    assert (await person.http.get("/resumes")).json()["total"] == 0


async def test_a_resume_is_uploaded_listed_shown_and_erased(person: Person) -> None:
    made = await _upload(person, "C:\\Users\\mirela\\cv.txt", RESUME.encode())
    assert made.status_code == 201
    resume = made.json()
    assert {name: resume[name] for name in ("filename", "number", "name", "is_primary", "status")} == {
        "filename": "cv.txt", "number": 1, "name": "Mirela Kovač", "is_primary": True, "status": "completed",
    }  # fmt: skip
    for fact in resume["facts"]:
        words = resume["text"][fact["span"]["start"] : fact["span"]["end"]]
        assert " ".join(words.split()) == " ".join(fact["text"].split())
    again = await _upload(person, "copy.txt", RESUME.encode())
    assert again.json() == resume
    page = (await person.http.get("/resumes")).json()
    assert (page["total"], page["next_cursor"]) == (1, None)
    assert page["items"][0].items() <= resume.items()
    assert (await person.http.get(f"/resumes/{resume['id']}")).json() == resume
    assert (await person.http.delete(f"/resumes/{resume['id']}")).status_code == 204
    assert (await person.http.get(f"/resumes/{resume['id']}")).status_code == 404
    assert (await person.http.get("/resumes")).json() == {"items": [], "next_cursor": None, "total": 0}


async def test_reading_anew_keeps_the_id_and_the_matches_true(person: Person) -> None:
    resume = (await _upload(person, "cv.txt", RESUME.encode())).json()
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    again = await person.http.post(f"/resumes/{resume['id']}/re-extract")
    assert again.status_code == 200
    assert (again.json()["id"], again.json()["number"]) == (resume["id"], 1)
    assert [fact["text"] for fact in again.json()["facts"]] == [fact["text"] for fact in resume["facts"]]
    matched = (await person.http.get(f"/jobs/{job['id']}")).json()
    assert matched["match"]["score"] == job["match"]["score"]
    cited = {r["fact_id"] for part in matched["match"]["parts"] for r in part["reasons"] if r["fact_id"]}
    assert cited
    assert cited <= {fact["id"] for fact in again.json()["facts"]}


async def _scores(person: Person) -> list[float | None]:
    return [item["score"] for item in (await person.http.get("/jobs", params={"order": "asc"})).json()["items"]]


async def test_the_primary_resume_decides_the_scores(api: Api, person: Person) -> None:
    await person.http.post("/jobs", json={"text": posting()})
    assert await _scores(person) == [None]
    fitting = await api.resume(person.actor, RESUME, "fitting.txt")
    high = (await _scores(person))[0]
    assert high is not None
    other = await api.resume(person.actor, OTHER, "other.txt")
    assert not other.is_primary
    assert await _scores(person) == [high]

    chosen = await person.http.post(f"/resumes/{other.id}/set-primary")
    assert (chosen.status_code, chosen.json()["is_primary"]) == (200, True)
    assert not (await person.http.get(f"/resumes/{fitting.id}")).json()["is_primary"]
    low = (await _scores(person))[0]
    assert low is not None
    assert low < high
    assert (await person.http.post(f"/resumes/{other.id}/set-primary")).json() == chosen.json()

    assert (await person.http.delete(f"/resumes/{other.id}")).status_code == 204
    assert (await person.http.get(f"/resumes/{fitting.id}")).json()["is_primary"]
    assert await _scores(person) == [high]
    await person.http.delete(f"/resumes/{fitting.id}")
    assert await _scores(person) == [None]
    job = (await person.http.get("/jobs")).json()["items"][0]
    shown = await person.http.get(f"/jobs/{job['id']}")
    assert shown.json()["match"] is None
    assert "40 million" not in shown.text


async def test_resumes_are_listed_in_pages(api: Api, person: Person) -> None:
    made = [await api.resume(person.actor, RESUME + f"Level {n}\n", f"{n}.txt") for n in range(3)]
    first = (await person.http.get("/resumes", params={"limit": 2})).json()
    rest = (await person.http.get("/resumes", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == [str(resume.id) for resume in reversed(made)]
    assert (first["total"], rest["total"], rest["next_cursor"]) == (3, 3, None)


async def _read(person: Person, name: str, content: bytes) -> dict[str, Any]:
    """What becomes of an upload that is read in the background."""
    accepted = await person.http.post("/resume/upload", files={"file": (name, content)})
    assert (accepted.status_code, accepted.json()["status"]) == (202, "pending"), accepted.text
    return await _ended(person, accepted.json()["upload_id"])


async def _ended(person: Person, upload_id: str) -> dict[str, Any]:
    status: dict[str, Any] = {"status": "pending"}
    while status["status"] in {"pending", "processing"}:
        await asyncio.sleep(0.02)
        status = (await person.http.get(f"/resume/{upload_id}/status")).json()
    return status


async def test_the_short_form_tells_what_the_profile_could_say(person: Person) -> None:
    status = await _read(person, "cv.txt", RESUME.encode())
    assert (status["status"], status["progress"], status["error"]) == ("completed", 1.0, None)
    offered = status["suggestions"]
    assert {"Python", "PostgreSQL"} <= set(offered["skills"])
    assert set(offered["languages"]) == {"Croatian", "German"}
    assert (offered["locations"], offered["experience_level"]) == (["Vienna, Austria"], "senior")
    assert offered["years_experience"] > 7
    profile = (await person.http.get("/profiles/me")).json()
    assert (profile["skills"], profile["experience_level"]) == ([], None)

    url = f"/resume/{status['upload_id']}/suggestions/apply"
    refused = await person.http.post(url, json={"skills": ["Cobol"]})
    assert (refused.status_code, code(refused)) == (422, "NOT_SUGGESTED")
    assert code(await person.http.post(url, json={})) == "NOTHING_CHOSEN"
    chosen = {"skills": ["Python"], "locations": ["Vienna, Austria"], "experience_level": True}
    profile = (await person.http.post(url, json=chosen)).json()
    assert (profile["skills"], profile["preferred_locations"]) == (["Python"], ["Vienna, Austria"])
    assert (profile["experience_level"], profile["languages"]) == ("senior", [])
    left = (await person.http.get(f"/resume/{status['upload_id']}/status")).json()["suggestions"]
    assert "Python" not in left["skills"]
    assert (left["locations"], left["experience_level"]) == ([], None)


async def test_an_upload_that_cannot_be_read_is_listed_with_its_reason(person: Person) -> None:
    status = await _read(person, "holiday.docx", _zip())
    assert (status["status"], status["error"]["code"]) == ("failed", "UNSUPPORTED_TYPE")
    listed = (await person.http.get("/resumes")).json()["items"][0]
    assert (listed["status"], listed["error"], listed["is_primary"]) == ("failed", status["error"], False)
    upload = f"/resume/{status['upload_id']}"
    assert code(await person.http.post(f"/resumes/{status['upload_id']}/set-primary")) == "NOT_READ"
    again = await person.http.post(f"{upload}/retry")
    assert (again.status_code, again.json()["status"]) == (202, "pending")
    assert (await _ended(person, status["upload_id"]))["error"] == status["error"]
    good = await _read(person, "cv.txt", RESUME.encode())
    assert (await person.http.get(f"/resumes/{good['upload_id']}")).json()["is_primary"]
    assert (await person.http.delete(f"/resumes/{status['upload_id']}")).status_code == 204
    assert (await person.http.get(f"{upload}/status")).status_code == 404
    empty = await person.http.post("/resume/upload", files={"file": ("cv.pdf", b"")})
    assert (empty.status_code, code(empty)) == (422, "RESUME_EMPTY")


async def test_a_pasted_resume_goes_through_the_pipeline_by_name(person: Person) -> None:
    run = await person.http.post("/pipelines/resume_ingest/execute", params={"wait": True}, json={"text": RESUME})
    assert run.status_code == 200, run.text
    result = run.json()["result"]
    assert (run.json()["status"], result["status"], result["number"]) == ("completed", "completed", 1)
    once_more = await person.http.post(
        "/pipelines/resume_ingest/execute", params={"wait": True}, json={"resume": "resume 1"}
    )
    assert once_more.json()["status"] == "completed"
    versions = (await person.http.get(f"/resumes/{result['upload_id']}/versions")).json()["versions"]
    assert [(row["version"], row["reason"], row["current"]) for row in versions] == [
        (1, "uploaded", False), (2, "read anew", True),
    ]  # fmt: skip
    assert code(await person.http.post("/pipelines/resume_ingest/execute", json={"resume": "7"})) == "NOT_FOUND"


NEWER = RESUME.replace("Senior Data Engineer, Lindwurm", "Lead Data Engineer, Lindwurm").replace("12 ware", "14 ware")


def _fact(resume: dict[str, Any], kind: str, words: str = "") -> dict[str, Any]:
    return next(fact for fact in resume["facts"] if fact["detail"]["kind"] == kind and words in fact["text"])


async def test_a_fact_is_corrected_beside_its_source_and_survives_a_newer_file(person: Person) -> None:
    resume = (await _upload(person, "cv.txt", RESUME.encode())).json()
    url, position = f"/resumes/{resume['id']}", _fact(resume, "position")
    seen = (await person.http.get(f"{url}/facts/{position['id']}")).json()
    assert "Lindwurm Analytics" in seen["source_text"]["excerpt"]
    assert seen["source_text"]["section"] == "EXPERIENCE"
    changed = await person.http.patch(
        f"{url}/facts/{position['id']}", json={"fields": {"employer": "Lindwurm GmbH", "start": "03/2019"}}
    )
    assert changed.status_code == 200, changed.text
    fact = changed.json()["fact"]
    assert (fact["source"], fact["detail"]["employer"], fact["detail"]["start"]) == (
        "corrected", "Lindwurm GmbH", "2019-03",
    )  # fmt: skip
    assert fact["original"]["detail"]["employer"] == "Lindwurm Analytics"
    assert "Lindwurm GmbH" in fact["text"]
    assert "2019-04" not in fact["text"]
    assert changed.json()["source_text"] == seen["source_text"]
    wrong = await person.http.patch(f"{url}/facts/{position['id']}", json={"fields": {"end": "soon"}})
    assert wrong.status_code == 422
    assert "soon" in wrong.json()["detail"]["message"]

    newer = await person.http.post(f"{url}/versions", files={"file": ("cv2.txt", NEWER.encode())})
    assert newer.status_code == 201, newer.text
    now = _fact(newer.json(), "position")
    assert now["id"] == position["id"]
    assert (now["detail"]["title"], now["detail"]["employer"]) == ("Lead Data Engineer", "Lindwurm GmbH")
    diff = (await person.http.get(f"{url}/diff")).json()
    assert (diff["from_version"], diff["to_version"]) == (1, 2)
    told = {kind["kind"]: [f["field"] for c in kind["changed"] for f in c["fields"]] for kind in diff["kinds"]}
    assert (told["position"], told["bullet"]) == (["title"], ["words"])
    assert not any(kind["added"] or kind["removed"] for kind in diff["kinds"])

    back = await person.http.post(f"{url}/versions/1/restore")
    assert (back.json()["version"], back.json()["filename"]) == (3, "cv.txt")
    assert _fact(back.json(), "position")["detail"]["title"] == "Senior Data Engineer"
    corrections = (await person.http.get(f"{url}/corrections")).json()["corrections"]
    assert [each["state"] for each in corrections] == ["applied"]
    taken = await person.http.delete(f"{url}/corrections/{corrections[0]['id']}")
    assert _fact(taken.json(), "position") == position
