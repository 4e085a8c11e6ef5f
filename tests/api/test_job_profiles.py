"""Job profiles and their answers over REST: what fits, and what is refused with the field and the reason."""

from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from tests.api.people import Person, code


async def test_a_profile_is_made_changed_listed_and_deleted(person: Person, stranger: Person) -> None:
    default = (await person.http.get("/job-profiles/default")).json()
    assert default["is_default"]
    made = await person.http.post("/job-profiles", json={
        "name": "Léad  –  Zürich", "contact_full_name": "Đặng Thị Ánh  Nguyễn-Öztürk",
        "contact_phone": "+41 44 123 45 67",
        "contact_email": "Anh@Example.org", "contact_location": "8004 Zürich", "contact_website": "https://anh.example",
        "preferences": {"titles": ["Lead"], "remote": ["hybrid"], "salary_min": 120000, "salary_currency": "CHF"},
    })  # fmt: skip
    assert made.status_code == 201, made.text
    profile = made.json()
    assert (profile["name"], profile["contact_full_name"]) == ("Léad – Zürich", "Đặng Thị Ánh Nguyễn-Öztürk")
    assert (profile["contact_email"], profile["is_default"]) == ("anh@example.org", False)
    path = f"/job-profiles/{profile['id']}"
    changed = await person.http.patch(path, json={"contact_phone": None, "preferences": None})
    assert (changed.json()["contact_phone"], changed.json()["preferences"]["titles"]) == (None, [])
    assert (await person.http.post(f"{path}/set-default")).json()["is_default"]
    refused = await person.http.delete(path)
    assert (refused.status_code, code(refused)) == (409, "DEFAULT_PROFILE")
    assert (await person.http.delete(f"/job-profiles/{default['id']}")).status_code == 204
    listed = (await person.http.get("/job-profiles")).json()
    assert ([item["id"] for item in listed["items"]], listed["total"]) == ([profile["id"]], 1)
    assert profile["id"] not in (await stranger.http.get("/job-profiles")).text


@pytest.mark.parametrize(("body", "field", "why"), [
    ({"contact_full_name": "x" * 10_000}, "contact_full_name", "at most 300 characters"),
    ({"contact_email": "mirela(at)example"}, "contact_email", "@-sign"),
    ({"contact_phone": "call me"}, "contact_phone", "5 to 20 digits"),
    ({"contact_phone": "+" + "1" * 30}, "contact_phone", "5 to 20 digits"),
    ({"contact_website": "javascript:alert(1)"}, "contact_website", "pattern"),
    ({"contact_location": "a\x00b"}, "contact_location", "NUL"),
    ({"name": None}, "name", "string"), ({"name": "   "}, "name", "at least 1"),
    ({"preferences": {"salary_currency": "Franken"}}, "salary_currency", "pattern"),
    ({"is_default": True}, "is_default", "not permitted"),
])  # fmt: skip
async def test_what_does_not_fit_is_named_with_the_reason(
    person: Person, body: dict[str, Any], field: str, why: str
) -> None:
    profile = (await person.http.get("/job-profiles/default")).json()
    answer = await person.http.patch(f"/job-profiles/{profile['id']}", json=body)
    assert answer.status_code == 422
    problem = answer.json()["detail"][0]
    assert problem["loc"][-1] == field
    assert why in problem["msg"]


async def test_answers_are_given_changed_and_forgotten(person: Person) -> None:
    base = f"/job-profiles/{(await person.http.get('/job-profiles/default')).json()['id']}/answers"
    given = await person.http.put(
        base, json={"question": "Wie lange ist Ihre Kündigungsfrist?", "value": {"text": "3 Monate"}}
    )
    assert given.status_code == 200, given.text
    assert (given.json()["key"], given.json()["category"]) == ("notice_period", "logistics")
    again = await person.http.put(base, json={"key": "notice_period", "value": {"text": "2 Monate"}})
    assert again.json()["id"] == given.json()["id"]
    own = await person.http.put(base, json={"question": "Shoe size?", "value": {"options": ["42", "43"]}})
    assert own.json()["key"] == "shoe size"
    changed = await person.http.put(f"{base}/{own.json()['id']}", json={"checked": True})
    assert changed.json()["value"]["checked"] is True
    assert (await person.http.get(base)).json()["total"] == 2
    assert (await person.http.delete(f"{base}/{own.json()['id']}")).status_code == 204
    assert (await person.http.get(f"{base}/{own.json()['id']}")).status_code == 404


@pytest.mark.parametrize(("body", "why"), [
    ({"value": {"text": "x"}}, "give a key or a question"),
    ({"key": "salary", "value": {}}, "exactly one of text, options, checked, date"),
    ({"key": "salary", "value": {"text": "1", "checked": True}}, "exactly one of"),
    ({"key": "shoe_size", "value": {"text": "1"}}, "'notice_period'"),
    ({"key": "salary", "value": {"text": "1"}, "sorce": 1}, "There is no such field"),
])  # fmt: skip
async def test_an_answer_that_does_not_fit_is_refused(person: Person, body: dict[str, Any], why: str) -> None:
    profile = (await person.http.get("/job-profiles/default")).json()
    answer = await person.http.put(f"/job-profiles/{profile['id']}/answers", json=body)
    assert answer.status_code == 422
    assert why in answer.text


def test_the_command_line_shows_profiles_and_answers(terminal: CliRunner) -> None:
    def say(*arguments: str) -> str:
        result = terminal.invoke(app, ["profiles", *arguments])
        return f"{result.exit_code} {' '.join(result.output.split())} {result.exception or ''}"

    assert "My profile (default)" in say("list")
    assert "Forms are told nothing yet" in say("answers")
    assert "the answer is “3 months”" in say("answer", "notice period", "3 months")
    assert "Before it was “3 months”" in say("answer", "my notice period", "2 months")
    assert "2 months" in say("answers", "notice period")
    shown = say("show")
    assert "the default profile" in shown
    assert "2 months" in shown
    assert "Forgotten" in say("answer", "notice period", "--forget")
    assert "No answer is about “notice period”" in say("answer", "notice period", "--forget")
    assert "No job profile fits “Gardening”" in say("show", "Gardening")
    assert say("answer", "notice period").startswith("2 ")
