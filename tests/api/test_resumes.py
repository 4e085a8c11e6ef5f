"""The routes of resumes, as a client meets them; files go through the real subprocess."""

import io
import zipfile
from pathlib import Path

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
        archive.writestr("holiday.jpg", b"\xff\xd8\xff")
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


async def test_the_short_form_tells_what_the_profile_could_say(person: Person) -> None:
    accepted = await person.http.post("/resume/upload", files={"file": ("cv.txt", RESUME.encode())})
    assert accepted.status_code == 202
    status = (await person.http.get(f"/resume/{accepted.json()['upload_id']}/status")).json()
    assert status["upload_id"] == accepted.json()["upload_id"]
    assert {"Python", "PostgreSQL"} <= set(status["suggestions"]["skills"])
    assert set(status["suggestions"]["languages"]) == {"Croatian", "German"}
    assert (await person.http.get("/profiles/me")).json()["skills"] == []
