"""The career record over REST: merged, asked about, corrected, out of date, brought up to date, undone."""

import asyncio
from typing import Any
from urllib.parse import quote

import httpx

from store.database import transaction
from tests.api.people import RESUME, Api, Person, code, posting
from tools.general import service as general
from tools.resumes.schemas import NoArguments

OLDER = (
    RESUME.replace("mirela.kovac@example.org", "mirela@example.net")
    .replace("2019-04 - present", "2019-05 - present")
    .replace("Lindwurm Analytics", "Lindwurm Analytics GmbH")
    .replace("- Moved 12 warehouses from Hadoop to PostgreSQL.", "- Trained 8 analysts in Terraform and dbt.")
    .replace("Docker", "Terraform")
)


async def _upload(person: Person, name: str, text: str, url: str = "/resumes/upload") -> dict[str, Any]:
    answer = await person.http.post(url, files={"file": (name, text.encode())})
    assert answer.status_code == 201, answer.text
    resume: dict[str, Any] = answer.json()
    return resume


async def _undo(api: Api, person: Person) -> str:
    async with transaction(api.services.sessions) as session:
        return (await general.undo_last_change(session, person.actor, NoArguments())).kind


async def _get(person: Person, path: str) -> dict[str, Any]:
    answer: httpx.Response = await person.http.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_two_resumes_become_one_record_that_stays_true(api: Api, person: Person) -> None:
    assert code(await person.http.post("/resumes/merge")) == "NO_SECOND_RESUME"
    old = await _upload(person, "old.txt", OLDER)
    assert code(await person.http.post("/resumes/merge")) == "NO_SECOND_RESUME"
    job = (await person.http.post("/jobs", json={"text": posting()})).json()
    new = await _upload(person, "new.txt", RESUME)
    merged = (await person.http.post("/resumes/merge")).json()
    assert (merged["kind"], merged["is_primary"], merged["number"]) == ("record", True, 3)
    texts = [fact["text"] for fact in merged["facts"]]
    assert [fact["detail"]["kind"] for fact in merged["facts"]].count("position") == 1
    assert "Moved 12 warehouses from Hadoop to PostgreSQL." in texts
    assert "Trained 8 analysts in Terraform and dbt." in texts
    assert {"Docker", "Terraform", "Python"} <= set(texts)
    assert merged["record"]["out_of_date"] == []
    asked = {each["field"]: each for each in merged["record"]["questions"]}
    assert asked["value"]["kept"]["value"] == "mirela.kovac@example.org"  # the newest resume's
    assert (asked["start"]["kept"]["value"], asked["start"]["others"][0]["value"]) == ("2019-05", "2019-04")

    line = next(fact for fact in merged["facts"] if fact["text"].startswith("Moved"))
    shown = await _get(person, f"/resumes/{merged['id']}/facts/{line['id']}")
    assert (shown["source_text"]["resume_id"], shown["source_text"]["number"]) == (new["id"], 2)
    assert shown["source_text"]["excerpt"].endswith(line["text"])
    matched = await _get(person, f"/jobs/{job['id']}")
    cited = {r["fact_id"] for part in matched["match"]["parts"] for r in part["reasons"] if r["fact_id"]}
    assert cited
    assert cited <= {fact["id"] for fact in merged["facts"]}

    url = f"/resumes/{merged['id']}"
    answer = await person.http.post(
        f"{url}/questions/{quote(asked['start']['id'])}/answer", json={"value": "04/2019"}
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert {each["field"]: each["settled"] for each in answer.json()["record"]["questions"]} == {
        "value": False, "start": True,
    }  # fmt: skip
    kept = await person.http.post(
        f"{url}/questions/{quote(asked['value']['id'])}/answer", json={"value": "mirela.kovac@example.org"}
    )
    assert all(each["settled"] for each in kept.json()["record"]["questions"])

    newer = RESUME.replace("12 warehouses", "15 warehouses")
    await _upload(person, "new2.txt", newer, f"/resumes/{new['id']}/versions")
    stale = await _get(person, url)
    assert stale["record"]["out_of_date"] == ["Resume 2 (new2.txt) has changed since."]
    changed = await _get(person, f"{url}/facts/{line['id']}")
    assert (changed["source_text"], bool(changed["note"])) == (None, True)
    fresh = (await person.http.post(f"{url}/refresh")).json()
    assert (fresh["version"], fresh["record"]["out_of_date"]) == (2, [])
    position = next(fact for fact in fresh["facts"] if fact["detail"]["kind"] == "position")
    assert (position["detail"]["start"], position["source"]) == ("2019-04", "corrected")
    assert any(fact["text"].startswith("Moved 15") for fact in fresh["facts"])
    assert next(fact for fact in fresh["facts"] if fact["text"].startswith("Moved"))["id"] == line["id"]
    assert code(await person.http.post(f"{url}/re-extract")) == "RECORD_HAS_NO_FILE"

    await _keeps_what_an_erased_resume_said(person, url, old["id"])


async def _keeps_what_an_erased_resume_said(person: Person, url: str, erased: str) -> None:
    assert (await person.http.delete(f"/resumes/{erased}")).status_code == 204
    left = await _get(person, url)
    assert [each["state"] for each in left["record"]["sources"]] == ["erased", "as merged"]
    assert any(fact["text"].startswith("Trained 8") for fact in left["facts"])
    again = (await person.http.post(f"{url}/refresh")).json()
    for kind in ("bullet", "skill", "language", "education"):
        texts = [sorted(f["text"] for f in each["facts"] if f["detail"]["kind"] == kind) for each in (again, left)]
        assert texts[0] == texts[1]


async def test_what_is_asked_twice_at_once_is_done_once(person: Person) -> None:
    file = {"file": ("new.txt", RESUME.encode())}
    twice = await asyncio.gather(*(person.http.post("/resumes/upload", files=file) for _ in range(2)))
    assert len({answer.json()["id"] for answer in twice}) == 1
    await _upload(person, "old.txt", OLDER)
    merged = await asyncio.gather(*(person.http.post("/resumes/merge") for _ in range(2)))
    assert len({answer.json()["id"] for answer in merged}) == 1
    assert (await _get(person, "/resumes"))["total"] == 3


async def test_undo_takes_the_record_away_and_the_old_primary_is_back(api: Api, person: Person) -> None:
    first = await _upload(person, "new.txt", RESUME)
    await _upload(person, "old.txt", OLDER)
    merged = (await person.http.post("/resumes/merge", json={"resumes": ["1", "2"]})).json()
    assert await _undo(api, person) == "record_merged"
    assert (await person.http.get(f"/resumes/{merged['id']}")).status_code == 404
    assert (await _get(person, f"/resumes/{first['id']}"))["is_primary"]
