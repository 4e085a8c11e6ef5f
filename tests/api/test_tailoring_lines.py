"""Changing a tailored resume over REST: line by line, proved and rendered again, each change a version of its own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pypdfium2
import pytest

from store import tailoring as store
from store.database import transaction
from tests.api.people import RESUME, Api, Person, code, posting
from tools.general.service import undo_last_change
from tools.resumes.schemas import NoArguments

HOBBIES = """
INTERESTS
Chess in the second team of the city
Mountain walks
"""
OWN = "Taught three trainees how the ingestion pipeline works."


@dataclass(frozen=True)
class Session:
    """Somebody's finished tailoring session, and the way to it."""

    person: Person
    id: str

    async def get(self, part: str = "", **query: Any) -> httpx.Response:
        return await self.person.http.get(f"/tailoring-sessions/{self.id}{part}", params=query)

    async def post(self, part: str, body: Any = None, **query: Any) -> httpx.Response:
        return await self.person.http.post(f"/tailoring-sessions/{self.id}{part}", json=body, params=query)

    async def lines(self) -> list[dict[str, Any]]:
        return list((await self.get()).json()["document"]["claims"])

    async def line(self, start: str) -> dict[str, Any]:
        return next(claim for claim in await self.lines() if claim["text"].startswith(start))

    async def words(self) -> str:
        pdf = pypdfium2.PdfDocument((await self.get("/pdf")).content)
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


async def tailor(api: Api, person: Person) -> Session:
    """Tailor the person's resume to a new job and wait for it."""
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    begun = await person.http.post("/tailoring-sessions/", data={"job_id": job["id"], "ask": "false"})
    session = Session(person, begun.json()["id"])
    async with asyncio.timeout(60):
        while (await session.get()).json()["status"] != "completed":
            await asyncio.sleep(0.05)
    return session


@pytest.fixture(scope="module")
async def session(api: Api) -> AsyncIterator[Session]:
    """One session that the tests change one after the other; each leaves it as it likes."""
    person = await api.person()
    await api.resume(person.actor, RESUME + HOBBIES)
    yield await tailor(api, person)
    await person.http.aclose()


async def test_a_rejected_line_goes_is_undone_and_comes_back(api: Api, session: Session) -> None:
    moved = await session.line("Moved 12 warehouses")
    cost = (await session.get(f"/lines/{moved['id']}/cost")).json()
    assert (cost["change"], cost["rows"], cost["pages_after"]) == ("remove", 1.0, 1)
    assert (await session.get()).json()["version"] == 1
    done = (await session.post(f"/lines/{moved['id']}/reject")).json()
    assert done["done"].startswith("took out “Moved 12")
    assert [(item["kind"], item["reason"]) for item in done["differences"]] == [("removed", "you asked for it")]
    assert done["no_longer_answered"] == cost["no_longer_answered"]
    assert "Moved 12" not in await session.words()
    back = (await session.post("/lines", {"fact": moved["fact_ids"][0]})).json()
    assert back["version"] == 3
    assert "Moved 12" in await session.words()
    assert await session.line("Moved 12") == moved
    restored = (await session.post("/versions/2/restore")).json()
    assert (restored["version"], restored["restored"]) == (4, 2)
    assert code(await session.post("/versions/4/restore")) == "NEWEST_ALREADY"
    async with transaction(api.services.sessions) as database:
        undone = await undo_last_change(database, session.person.actor, NoArguments())
    assert "went back to version 2" in undone.what
    assert (await session.get()).json()["version"] == 5
    assert "Moved 12" in await session.words()
    reasons = [row["reason"] for row in (await session.get("/versions")).json()["versions"]]
    assert reasons[0].startswith("went back to version 3")
    compared = (await session.get("/compare", **{"from": 1, "to": 2})).json()
    assert [item["before"] for item in compared["differences"]] == ["Moved 12 warehouses from Hadoop to PostgreSQL."]
    assert (compared["before"]["version"], compared["after"]["pages"]) == (1, 1)


async def test_a_change_of_what_is_old_by_now_is_refused(session: Session) -> None:
    moved, version = await session.line("Moved 12"), (await session.get()).json()["version"]
    answers = await asyncio.gather(*(session.post(f"/lines/{moved['id']}/accept", version=version) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    late = await session.post(f"/lines/{moved['id']}/reject", version=version)
    assert (late.status_code, code(late)) == (409, "CHANGED_MEANWHILE")
    assert (await session.line("Moved 12"))["accepted"]
    assert (await session.get()).json()["version"] == version + 1


async def test_nothing_is_changed_while_the_next_version_is_being_made(api: Api, session: Session) -> None:
    actor, tailored_id = session.person.actor, UUID(session.id)
    for status, wanted in (("running", "STILL_WORKING"), ("completed", None)):
        async with transaction(api.services.sessions) as database:
            await store.set_values(database, actor, tailored_id, status=status)
        moved = await session.line("Moved 12")
        answer = await session.post(f"/lines/{moved['id']}/accept")
        assert (answer.status_code, wanted) == ((409, code(answer)) if wanted else (200, None))


async def test_one_undo_takes_own_words_out_of_the_document_and_the_resume(api: Api, session: Session) -> None:
    moved, words = await session.line("Moved 12 warehouses"), "Ran the move of 12 warehouses and wrote its handbook."
    before = (await session.get()).json()
    edited = await session.person.http.patch(
        f"/tailoring-sessions/{session.id}/lines/{moved['id']}", json={"text": words}
    )
    assert edited.status_code == 200, edited.text
    resume = f"/resumes/{before['resume_id']}"
    assert words in (await session.person.http.get(resume)).text
    async with transaction(api.services.sessions) as opened:
        undone = await undo_last_change(opened, session.person.actor, NoArguments())
    assert undone.kind == "tailored_changed"
    assert words not in (await session.person.http.get(resume)).text
    assert [claim["text"] for claim in await session.lines()] == [c["text"] for c in before["document"]["claims"]]


async def test_own_words_become_a_fact_with_the_person_as_its_source(session: Session) -> None:
    built, path = await session.line("Built the ingestion"), f"/tailoring-sessions/{session.id}/lines"
    edited = await session.person.http.patch(f"{path}/{built['id']}", json={"text": OWN})
    assert edited.status_code == 200, edited.text
    assert [(item["kind"], item["after"]) for item in edited.json()["differences"]] == [("reworded", OWN)]
    proof = (await session.get("/proof")).json()
    line = next(item for item in proof["lines"] if item["text"] == OWN)
    assert line["facts"][0]["source"] == "added"
    assert line["facts"][0]["provenance"]["answer"] == OWN
    resume = (await session.person.http.get(f"/resumes/{proof['resume_id']}")).json()
    assert line["facts"][0]["id"] in [fact["id"] for fact in resume["facts"]]
    head = await session.line("Senior Data Engineer, Lind")
    refused = await session.person.http.patch(f"{path}/{head['id']}", json={"text": "CTO"})
    assert (refused.status_code, code(refused)) == (422, "LINE_NOT_EDITABLE")
    assert OWN in await session.words()


async def test_steering_is_gathered_and_shown(session: Session) -> None:
    answer = await session.post("/steer", {"message": "drop the hobby section and use the compact template"})
    assert answer.status_code == 200, answer.text
    done = answer.json()
    assert {item["reason"] for item in done["differences"]} == {"you asked for it"}
    assert "Chess" not in await session.words()
    again = (await session.post("/steer", {"paper": "letter", "emphasise": ["Docker"]})).json()
    assert {"template compact", "paper US letter", "more about “Docker”"} <= set(again["steering"])
    assert "Chess" not in await session.words()
    document = (await session.get()).json()["document"]
    assert (document["template"], document["paper"]) == ("compact", "letter")
    skills = await session.line("Docker")
    assert skills["section"] == "skills"
    for body, wanted in (({}, "NOTHING_ASKED"), ({"message": "what is the weather"}, "NOT_UNDERSTOOD")):
        answer = await session.post("/steer", body)
        assert (answer.status_code, code(answer)) == (422, wanted)
    assert (await session.post("/steer", {"template": "nonesuch"})).status_code in {404, 422}


async def test_lines_and_sections_are_put_where_the_person_wants_them(session: Session) -> None:
    moved = await session.line("Moved 12")
    up = await session.post(f"/lines/{moved['id']}/move", {"direction": "top"})
    if up.status_code == 409:
        assert code(up) == "AT_THE_END"
        assert (await session.post(f"/lines/{moved['id']}/move", {"direction": "bottom"})).status_code == 200
    ordered = (await session.post("/sections", {"sections": ["education", "experience"]})).json()
    assert "education" in ordered["done"]
    sections = list(dict.fromkeys(claim["section"] for claim in await session.lines()))
    assert sections.index("education") < sections.index("experience")


async def test_where_a_version_went_is_remembered(api: Api, session: Session) -> None:
    used = await session.post("/uses", {"version": 1, "note": "by mail"})
    assert used.status_code == 201, used.text
    assert used.json()["job"] == "Senior Data Engineer at Föhn Energie GmbH"
    listed = (await session.get("/uses")).json()["uses"]
    assert [(use["version"], use["note"], use["tailored"]) for use in listed] == [(1, "by mail", 1)]
    assert code(await session.post("/uses", {"version": 99})) == "NO_SUCH_VERSION"
    async with api.client(session.person.token, root="") as http:
        assert (await http.get(f"/tailoring-sessions/{session.id}/uses")).json()["uses"] == listed


async def test_another_resume_is_compared_with(api: Api, session: Session) -> None:
    other = await tailor(api, session.person)
    compared = (await session.get("/compare", **{"from": 1, "with": other.id})).json()
    assert (compared["before"]["number"], compared["after"]["number"]) == (1, 2)
    assert [item["after"] for item in compared["differences"] if item["kind"] == "added"] == [OWN]
    assert compared["same"] >= 8


async def test_nothing_of_it_is_a_stranger_s(session: Session, stranger: Person) -> None:
    line, path = (await session.lines())[-1], f"/tailoring-sessions/{session.id}"
    for part in (f"/lines/{line['id']}/cost", f"/facts/{line['fact_ids'][0]}/cost", "/uses", "/compare"):
        assert (await stranger.http.get(path + part)).status_code == 404, part
    for part, body in (
        (f"/lines/{line['id']}/reject", None), (f"/lines/{line['id']}/accept", None), ("/steer", {"shorter": True}),
        (f"/lines/{line['id']}/move", {"direction": "up"}), ("/lines", {"fact": "x"}), ("/uses", {}),
        ("/sections", {"sections": ["skills"]}), ("/versions/1/restore", None),
    ):  # fmt: skip
        assert (await stranger.http.post(path + part, json=body)).status_code == 404, part
    answer = await stranger.http.patch(f"{path}/lines/{line['id']}", json={"text": "mine"})
    assert answer.status_code == 404
    for bad in ("/lines/nonsense/reject", "/lines/L1/move"):
        assert (await session.post(bad, {})).status_code == 422
    assert code(await session.post("/lines/L9999/reject")) == "NO_SUCH_LINE"
