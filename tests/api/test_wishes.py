"""Standing wishes over REST and on the command line."""

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from tests.api.people import Person, code

ALL = {
    "salary_min": 80_000,
    "salary_currency": "EUR",
    "locations": ["Austria"],
    "blocked_companies": ["Acme", "Globex"],
}


async def test_wishes_are_seen_let_go_and_kept_apart_from_others(person: Person, stranger: Person) -> None:
    assert (await person.http.get("/wishes")).json()["blocked_companies"] == []
    assert (await person.http.patch("/wishes", json=ALL)).status_code == 200
    gone = await person.http.delete("/wishes", params={"wishes": ["pay", "acme"]})
    assert gone.status_code == 200, gone.text
    assert gone.json()["dropped"] == ["at least 80,000 EUR a year", "Acme"]
    shown = (await person.http.get("/wishes")).json()
    assert (shown["salary_min"], shown["locations"], shown["blocked_companies"]) == (None, ["Austria"], ["Globex"])
    assert (await stranger.http.get("/wishes")).json()["locations"] == []
    refused = await person.http.delete("/wishes", params={"wishes": "Initech"})
    assert (refused.status_code, code(refused)) == (422, "NOT_WISHED")


@pytest.mark.parametrize(("method", "asked", "field"), [
    ("DELETE", {}, "wishes"), ("DELETE", {"params": {"wish": "pay"}}, "wish"),
    ("PATCH", {"json": {"salary": 5}}, "salary"), ("PATCH", {"json": {"salary_currency": "EUX"}}, "salary_currency"),
])  # fmt: skip
async def test_what_does_not_fit_is_named(
    person: Person, method: str, asked: dict[str, dict[str, object]], field: str
) -> None:
    answer: httpx.Response = await person.http.request(method, "/wishes", **asked)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert field in {item["loc"][1] for item in answer.json()["detail"]}, answer.text


def test_the_command_line_shows_and_drops_wishes(terminal: CliRunner) -> None:
    def say(*arguments: str) -> str:
        result = terminal.invoke(app, ["jobs", "wishes", *arguments])
        return f"{result.exit_code} {' '.join(result.output.split())} {result.exception or ''}"

    assert "No wish holds" in say()
    assert "never at Acme, Globex" in say("--block", "Acme", "--block", "Globex", "--min-pay", "60000")
    assert "at least 60,000" in say()
    assert "No longer a wish: at least 60,000 a year; Acme" in say("--drop", "pay", "--drop", "acme")
    told = say("--drop", "everything")
    assert "None is left" in told
    assert told.startswith("0")
    assert "No wish that holds for every search is about “pay”" in say("--drop", "pay")
