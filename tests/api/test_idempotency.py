"""A POST with an Idempotency-Key does its work once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, update

from store.database import transaction
from store.idempotency import WORKED_ON, IdempotentAnswer, claim
from tests.api.people import RESUME, Api, Person, code, posting


def _key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


async def _total(person: Person, path: str = "/conversations") -> int:
    return int((await person.http.get(path)).json()["total"])


async def test_the_same_key_answers_the_first_answer(person: Person) -> None:
    key, body = _key(), {"title": "Bakeries"}
    first = await person.http.post("/conversations", json=body, headers=key)
    again = await person.http.post("/conversations", json=body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["content-type"] == first.headers["content-type"]
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert await _total(person) == 1
    assert (await person.http.post("/conversations", json=body, headers=_key())).json() != first.json()


async def test_a_key_belongs_to_one_request(person: Person) -> None:
    key = _key()
    await person.http.post("/conversations", json={"title": "one"}, headers=key)
    for path, body in (("/conversations", {"title": "two"}), ("/jobs", {"title": "one"})):
        other = await person.http.post(path, json=body, headers=key)
        assert (other.status_code, code(other)) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert (await _total(person), await _total(person, "/jobs")) == (1, 0)


async def test_a_key_belongs_to_one_person(person: Person, stranger: Person) -> None:
    key, body = _key(), {"title": "one"}
    mine = await person.http.post("/conversations", json=body, headers=key)
    theirs = await stranger.http.post("/conversations", json=body, headers=key)
    assert theirs.status_code == 201
    assert theirs.json()["id"] != mine.json()["id"]


async def test_duplicates_at_once_work_once(person: Person) -> None:
    key, body = _key(), {"text": posting()}
    answers = await asyncio.gather(*(person.http.post("/jobs", json=body, headers=key) for _ in range(5)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses) <= {201, 409}
    assert {code(answer) for answer in answers if answer.status_code == 409} <= {"IN_PROGRESS"}
    assert await _total(person, "/jobs") == 1
    again = await person.http.post("/jobs", json=body, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")


async def test_a_request_that_failed_frees_its_key(person: Person) -> None:
    key = _key()
    for body in ({"url": "http://127.0.0.1:9/"}, {}, {"title": ""}, {"text": "x"}):
        assert (await person.http.post("/jobs", json=body, headers=key)).status_code in {422, 502}
    done = await person.http.post("/jobs", json={"title": "Baker"}, headers=key)
    assert done.status_code == 201, done.text


async def test_uploads_are_recognised_despite_their_boundary(person: Person) -> None:
    key, answers = _key(), []
    for boundary in ("one", "another"):
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="cv.txt"\r\n\r\n{RESUME}\r\n'
        body = f"{part}--{boundary}--\r\n".encode()
        answers.append(await person.http.post("/resumes/upload", content=body, headers={**key, **kind}))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].headers["idempotent-replayed"] == "true"
    assert answers[0].content == answers[1].content
    changed = await person.http.post("/resumes/upload", files={"file": ("b.txt", b"other")}, headers=key)
    assert code(changed) == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there", "é\x80"])
async def test_keys_that_are_none(person: Person, key: str) -> None:
    headers = {b"Idempotency-Key": key.encode("latin-1")}
    answer = await person.http.post("/conversations", json={}, headers=headers)
    assert (answer.status_code, code(answer)) == (422, "INVALID_IDEMPOTENCY_KEY")
    assert await _total(person) == 0


async def test_other_methods_take_no_notice(person: Person) -> None:
    key = _key()
    assert (await person.http.get("/jobs", headers=key)).status_code == 200
    assert (await person.http.patch("/profiles/me", json={"headline": "a"}, headers=key)).status_code == 200
    changed = await person.http.patch("/profiles/me", json={"headline": "b"}, headers=key)
    assert changed.json()["headline"] == "b"


async def test_a_key_whose_process_was_killed_is_free_again(api: Api, person: Person) -> None:
    key = _key()["Idempotency-Key"]
    async with transaction(api.services.sessions) as session:
        assert await claim(session, person.actor, key, "of a process that was killed") is None
    busy = await person.http.post("/conversations", json={}, headers={"Idempotency-Key": key})
    assert busy.status_code == 422
    async with transaction(api.services.sessions) as session:
        long_ago = func.now() - WORKED_ON - timedelta(seconds=1)
        mine = IdempotentAnswer.user_id == person.actor.user_id
        await session.execute(update(IdempotentAnswer).where(mine).values(created_at=long_ago))
    done = await person.http.post("/conversations", json={}, headers={"Idempotency-Key": key})
    assert done.status_code == 201


async def test_keys_work_where_nobody_signs_in(api: Api) -> None:
    async with api.changed(disable_auth=True).client() as http:
        key = _key()
        first, again = [await http.post("/conversations", json={}, headers=key) for _ in range(2)]
        assert first.status_code == 201
        assert again.content == first.content
        await http.delete(f"/conversations/{first.json()['id']}")
