"""A job's cover letter: one letter in versions, which the job's field shows, and its PDF."""

from dataclasses import dataclass
from typing import Any

import pypdfium2
import pytest

from tests.api.people import Api, Person, code, posting


@dataclass(frozen=True)
class Writer:
    """Somebody with a resume and a job."""

    person: Person
    job: str

    async def generate(self, **wanted: Any) -> dict[str, Any]:
        answer = await self.person.http.post(f"/jobs/{self.job}/cover-letter/generate-pdf", json=wanted or None)
        assert answer.status_code == 200, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def pdf(self, how: str = "download", version: int | None = None) -> str:
        """The text of the PDF, with one blank between words."""
        query = {"version": version} if version else {}
        answer = await self.person.http.get(f"/jobs/{self.job}/cover-letter/{how}", params=query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        kind = {"download": "attachment", "preview": "inline"}[how]
        assert answer.headers["content-disposition"].startswith(f"{kind}; filename=")
        pages = pypdfium2.PdfDocument(answer.content)
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)

    async def field(self) -> str | None:
        text: str | None = (await self.person.http.get(f"/jobs/{self.job}")).json()["cover_letter"]
        return text

    async def change(self, **fields: Any) -> None:
        answer = await self.person.http.patch(f"/jobs/{self.job}", json=fields)
        assert answer.status_code == 200, answer.text

    async def undo(self) -> None:
        assert (await self.person.http.post("/changes/undo")).status_code == 200


@pytest.fixture
async def writer(api: Api, person: Person) -> Writer:
    """With the usual resume."""
    await api.resume(person.actor)
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    return Writer(person, job["id"])


async def test_a_letter_is_written_once_and_served_with_its_proof(writer: Writer) -> None:
    path = f"/jobs/{writer.job}/cover-letter/"
    missing = await writer.person.http.get(f"{path}preview")
    assert (missing.status_code, code(missing)) == (404, "NO_LETTER")
    letter = await writer.generate()
    assert (letter["version"], letter["pages"], letter["own_words"]) == (1, 1, False)
    assert all(check["passed"] for check in letter["checks"]["checks"])
    assert all(sentence["fact_ids"] for sentence in letter["sentences"] if sentence["kind"] == "claim")
    assert await writer.field() == letter["text"]
    for how in ("download", "preview"):
        text = await writer.pdf(how)
        for words in ("Mirela Kovač", "mirela.kovac@example.org", "Vienna, Austria", "Föhn Energie GmbH"):
            assert words in text
        assert letter[f"{how}_url"].endswith(f"/{how}?version=1")
    assert (await writer.generate())["version"] == 1
    friendly = await writer.generate(tone="friendly", length="short", paper="letter")
    assert (friendly["version"], friendly["tone"], friendly["paper"]) == (2, "friendly", "letter")
    assert [version["version"] for version in friendly["versions"]] == [1, 2]
    assert await writer.field() == friendly["text"]
    assert "Dear Sir or Madam" in await writer.pdf(version=1)
    gone = await writer.person.http.get(f"{path}download?version=7")
    assert (gone.status_code, code(gone)) == (404, "NO_VERSION")
    await writer.undo()
    assert await writer.field() == letter["text"]


OWN = """Dear Ms Öztürk,

I led 300 people at Lindwurm Analytics. I like maps.

Warmly,
Mirela K."""


async def test_the_persons_own_text_is_the_letter_and_marked_as_theirs(writer: Writer) -> None:
    first = await writer.generate()
    await writer.change(cover_letter=OWN)
    assert await writer.field() == OWN
    letter = await writer.generate()
    assert (letter["version"], letter["own_words"], letter["text"]) == (2, True, OWN)
    mine = {sentence["text"]: sentence for sentence in letter["sentences"]}
    assert all(sentence["kind"] == "own" and sentence["origin"] == "person" for sentence in mine.values())
    assert mine["I led 300 people at Lindwurm Analytics."]["problems"]
    text = await writer.pdf()
    assert "Dear Ms Öztürk, I led 300 people at Lindwurm Analytics. I like maps. Warmly, Mirela K." in text
    await writer.change(cover_letter=OWN, notes="same")
    assert (await writer.generate())["version"] == 2
    formal = await writer.generate(tone="formal")
    assert (formal["version"], formal["own_words"]) == (3, False)
    assert "300 people" not in formal["text"]
    assert "300 people" in await writer.pdf(version=2)
    await writer.undo()
    assert await writer.field() == OWN
    await writer.person.http.patch(f"/documents/{first['document_id']}", json={"text": "Only this."})
    assert "Only this." in str(await writer.field())
    assert (await writer.generate())["own_words"]
    assert "Only this." in await writer.pdf()


async def test_the_profile_heads_the_letter(writer: Writer) -> None:
    first = await writer.generate()
    http = writer.person.http
    assert "mirela.kovac@example.org" in first["text"]
    profile = (await http.get("/job-profiles/default")).json()["id"]
    name = "Mirela Đặng-Kovač von und zu Hohenzollern-Sigmaringen und Ördögh-Szentpétery"
    contacts = {
        "contact_full_name": name, "contact_email": "new@example.org", "contact_phone": "+41 44 123 45 67",
        "contact_website": "https://mirela.example",
    }  # fmt: skip
    await http.patch(f"/job-profiles/{profile}", json=contacts)
    letter = await writer.generate()
    assert letter["version"] == 2
    assert letter["text"].endswith(name)
    assert "mirela.kovac@example.org" not in letter["text"]
    text = await writer.pdf()
    for words in (name, "new@example.org", "+41 44 123 45 67", "mirela.example", "Vienna, Austria"):
        assert words in text
    assert "mirela.kovac@example.org" not in text
    again = await writer.generate(tone="friendly")
    assert again["text"].endswith(name)
    assert "kovac@example" not in again["text"]
    lead = (await http.post("/job-profiles", json={"name": "Lead", "contact_full_name": "M. Kovač"})).json()["id"]
    assert (await writer.generate(profile_id=lead))["text"].endswith("\nM. Kovač")
    assert (await writer.generate())["version"] == 4
    await http.delete(f"/job-profiles/{lead}")
    assert (await writer.generate())["text"].endswith(name)


async def test_without_a_resume_only_ones_own_words_make_a_letter(person: Person) -> None:
    job = (await person.http.post("/jobs", json={"title": "Bäckerin", "company": "Crumb AG"})).json()["id"]
    refused = await person.http.post(f"/jobs/{job}/cover-letter/generate-pdf")
    assert (refused.status_code, code(refused)) == (404, "NO_RESUME")
    writer = Writer(person, job)
    body = "Ich backe seit zwölf Jahren Brot und möchte das gern bei Ihnen tun."
    await writer.change(cover_letter=body)
    nobody = await person.http.post(f"/jobs/{job}/cover-letter/generate-pdf")
    assert (nobody.status_code, code(nobody)) == (409, "NO_SENDER")
    profile = (await person.http.get("/job-profiles/default")).json()["id"]
    await person.http.patch(f"/job-profiles/{profile}", json={"contact_full_name": "Żaneta Ğülşah Ñuñez"})
    letter = await writer.generate()
    assert letter["language"] == "de"
    text = await writer.pdf()
    assert "Sehr geehrte Damen und Herren" in text
    assert "Żaneta Ğülşah Ñuñez" in text
    assert body in text
    long = await person.http.patch(f"/jobs/{job}", json={"cover_letter": "Ich backe. " * 2_000})
    assert (long.status_code, code(long)) == (422, "LETTER_TOO_LONG")
    await writer.change(cover_letter="\n\n".join(["Ich backe seit zwölf Jahren Brot, und zwar jeden Tag. " * 12] * 12))
    three_pages = await person.http.post(f"/jobs/{job}/cover-letter/generate-pdf")
    assert (three_pages.status_code, code(three_pages)) == (422, "LETTER_TOO_LONG")


@pytest.mark.parametrize(("body", "field"), [
    ({"tone": "angry"}, "tone"), ({"paper": "a3"}, "paper"), ({"temlpate": "x"}, "temlpate"),
    ({"resume_id": 1}, "resume_id"),
])  # fmt: skip
async def test_what_does_not_fit_is_named(writer: Writer, body: dict[str, Any], field: str) -> None:
    answer = await writer.person.http.post(f"/jobs/{writer.job}/cover-letter/generate-pdf", json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][-1] == field
