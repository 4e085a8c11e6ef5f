"""Boards with a key: it is sent as each wants it, asked for when missing, and never kept or told in clear."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.fixtures.boards.feeds.served import Wire, open_wire, own
from tests.peers.boards import Asked, Reply
from tools.jobs.boards.board import BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import MemoryAnswers
from tools.jobs.boards.registry import BOARDS, keyless, with_keys

ADZUNA = "api.adzuna.com/v1/api/jobs"
USAJOBS = "data.usajobs.gov/api/search"
JSEARCH = "jsearch.p.rapidapi.com"
REED = "www.reed.co.uk/api/1.0"


@dataclass(frozen=True)
class Keys:
    """What settings hold."""

    adzuna_app_id: str | None
    adzuna_app_key: SecretStr | None
    usajobs_email: str | None
    usajobs_api_key: SecretStr | None
    jsearch_api_key: SecretStr | None
    reed_api_key: SecretStr | None


KEYED = with_keys(
    Keys(
        "app-id",
        SecretStr("adzuna-secret"),
        "me@example.org",
        SecretStr("usajobs-secret"),
        SecretStr("jsearch-secret"),
        SecretStr("reed-secret"),
    )
)
ANSWERS: dict[str, dict[str, Any]] = {
    "adzuna": {f"{ADZUNA}/de/search/1": own("adzuna.json")},
    "usajobs": {USAJOBS: own("usajobs.json")},
    "jsearch": {f"{JSEARCH}/search": own("jsearch.json")},
    "reed": {f"{REED}/search": own("reed.json")},
}


@pytest.fixture(scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as opened:
        yield opened


async def searched(wire: Wire, name: str, **query: Any) -> list[BoardPosting]:
    country = {"country": "DE"} if name == "adzuna" else {}
    return await wire.search(KEYED[name], ANSWERS[name], **country, **query)


async def test_adzuna_states_pay_and_never_its_own_estimate(wire: Wire) -> None:
    stated, estimated, silent = await searched(wire, "adzuna", words="python", location="Köln", limit=5)
    assert stated.title == "Python Developer"
    assert (stated.company, stated.locations) == ("Vole GmbH", ["Köln, Nordrhein-Westfalen"])
    assert stated.employment_type == "full time, permanent"
    assert stated.salary is not None
    assert (stated.salary.min, stated.salary.max, stated.salary.currency, stated.salary.period) == (
        62000,
        70000,
        "EUR",
        None,
    )
    assert estimated.salary is None
    assert (silent.salary, silent.company, silent.locations) == (None, None, [])
    assert wire.asked[0].query == {
        "app_id": "app-id", "app_key": "adzuna-secret", "results_per_page": "50", "what": "python", "where": "Köln",
        "sort_by": "date",
    }  # fmt: skip


@pytest.mark.parametrize("flag", ["1", 1, "true", True])
async def test_every_way_of_marking_an_estimate_counts(wire: Wire, flag: object) -> None:
    row = {"id": 1, "title": "X", "salary_min": 5, "salary_max": 9, "salary_is_predicted": flag}
    (found,) = await wire.search(KEYED["adzuna"], {f"{ADZUNA}/us/search/1": {"results": [row]}})
    assert found.salary is None


async def test_adzuna_goes_by_country(wire: Wire) -> None:
    assert await wire.search(KEYED["adzuna"], {}, country="JP") == []
    assert wire.asked == []
    answers = {f"{ADZUNA}/fr/search/1": {"results": []}}
    assert await wire.search(KEYED["adzuna"], answers, location="Lyon, France") == []
    assert len(wire.asked) == 1


async def test_usajobs_sends_its_headers_and_reads_a_posting(wire: Wire) -> None:
    first, second = await searched(wire, "usajobs", words="IT", location="Colorado", remote=True, limit=5)
    assert wire.asked[0].headers["authorization-key"] == "usajobs-secret"
    assert wire.asked[0].headers["user-agent"] == "me@example.org"
    assert wire.asked[0].query["Keyword"] == "IT"
    assert wire.asked[0].query["RemoteIndicator"] == "True"
    assert (first.external_id, first.requisition_id, first.company) == ("820001", "DE-12-A", "National Park Service")
    assert first.locations == ["Denver, Colorado", "Austin, Texas"]
    assert first.salary is not None
    assert (first.salary.min, first.salary.max, first.salary.period) == (99200, 128956, "year")
    assert first.remote is None
    assert first.text == (
        "Summary\nServes as a specialist.\n\nDuties\nWrite software.\nKeep it running.\n\n"
        "Qualifications\nOne year of experience.\n\nHow to apply\nOnline."
    )
    assert first.valid_through == datetime(2026, 9, 15, 23, 59, 59, 997000, UTC)
    assert wire.asked[0].query["LocationName"] == "Colorado"
    assert (second.company, second.remote, second.locations) == (
        "Smithsonian", "remote", ["Anywhere in the U.S. (remote job)"]
    )  # fmt: skip
    assert second.salary is not None
    assert (second.salary.min, second.salary.max, second.salary.period) == (21.5, None, "hour")


async def test_usajobs_asks_for_another_country_as_a_place(wire: Wire) -> None:
    await wire.search(KEYED["usajobs"], ANSWERS["usajobs"], country="DE")
    assert wire.asked[0].query["LocationName"] == "Germany"
    await wire.search(KEYED["usajobs"], ANSWERS["usajobs"], country="US")
    assert "LocationName" not in wire.asked[0].query


async def test_jsearch_sends_its_headers_and_reads_a_posting(wire: Wire) -> None:
    first, second = await searched(wire, "jsearch", words="sre", location="Texas", country="US", remote=True, limit=5)
    assert wire.asked[0].headers["x-rapidapi-key"] == "jsearch-secret"
    assert wire.asked[0].query == {
        "query": "sre in Texas", "page": "1", "num_pages": "1", "country": "us", "work_from_home": "true"
    }  # fmt: skip
    assert (first.company, first.remote, first.locations, first.tags) == ("Yak Systems", "remote", [], ["Linux"])
    assert first.salary is not None
    assert (first.salary.min, first.salary.max, first.salary.currency, first.salary.period) == (
        150000,
        180000,
        None,
        "year",
    )
    assert (first.apply_url, first.employment_type) == ("https://yak.example/jobs/3", "FULLTIME")
    assert (second.remote, second.locations, second.salary, second.posted_at) == (
        None,
        ["Austin, Texas, US"],
        None,
        None,
    )


async def test_jsearch_fetches_by_the_id_in_googles_address(wire: Wire) -> None:
    url = own("jsearch.json")["data"][0]["job_google_link"]
    assert KEYED["jsearch"].recognise(url) == ""
    assert KEYED["jsearch"].recognise("https://www.google.com/search?q=jobs") is None
    one = {"status": "OK", "data": own("jsearch.json")["data"][:1]}
    found = await KEYED["jsearch"].fetch(wire.client({f"{JSEARCH}/job-details": one}), url)
    assert found.title == "Site Reliability Engineer"
    assert wire.asked[0].query == {"job_id": "abcDEF12AAAAAAAAAAAA=="}
    with pytest.raises(BoardError) as caught:
        await KEYED["jsearch"].fetch(wire.client({f"{JSEARCH}/job-details": {"status": "OK", "data": []}}), url)
    assert caught.value.code == "POSTING_GONE"


async def test_reed_reads_british_dates_and_sends_basic_authentication(wire: Wire) -> None:
    first, second = await searched(wire, "reed", words="manager", limit=5)
    assert wire.asked[0].headers["authorization"] == f"Basic {base64.b64encode(b'reed-secret:').decode()}"
    assert (first.posted_at, first.valid_through) == (
        datetime(2026, 9, 4, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)
    )  # fmt: skip
    assert first.salary is not None
    assert (first.salary.min, first.salary.max, first.salary.currency, first.salary.period) == (
        31000,
        36000,
        "GBP",
        None,
    )
    assert (second.salary, second.posted_at) == (None, None)


@pytest.mark.parametrize("name", sorted(ANSWERS))
async def test_without_a_key_the_setting_and_where_to_get_one_are_told(wire: Wire, name: str) -> None:
    with pytest.raises(BoardError) as caught:
        await BOARDS[name].search(wire.client({}), BoardQuery(words="x"))
    assert caught.value.code == "BOARD_KEY_MISSING"
    assert caught.value.details["setting"].startswith(name)
    assert caught.value.details["setting"].upper() in caught.value.message
    assert "https://" in caught.value.message
    assert wire.asked == []
    assert name not in {board.name for board in keyless()}


@pytest.mark.parametrize("name", sorted(ANSWERS))
async def test_keys_are_neither_told_nor_kept(wire: Wire, name: str) -> None:
    client = wire.client({path: Reply(b'{"error": "bad key"}', 401) for path in ANSWERS[name]})
    with pytest.raises(BoardError) as caught:
        await KEYED[name].search(client, BoardQuery(words="x", country="DE" if name == "adzuna" else None))
    assert caught.value.code == "BOARD_REFUSED"
    assert "secret" not in caught.value.message + str(caught.value.details)
    kept: list[str] = []

    class Watched(MemoryAnswers):
        """Answers that remember by which names they were kept."""

        async def keep(self, url: str, answer: Any) -> None:
            kept.append(url)
            await super().keep(url, answer)

    client = wire.client(ANSWERS[name])
    client._answers = Watched()
    await KEYED[name].search(client, BoardQuery(words="x", country="DE" if name == "adzuna" else None))
    assert kept
    assert "secret" not in "".join(kept)


@pytest.mark.parametrize("name", sorted(ANSWERS))
@pytest.mark.parametrize(
    "body", [{}, [], {"results": 1, "SearchResult": 2, "data": 3, "status": "OK"}, "<html>x</html>"]
)
async def test_another_answer_than_documented_is_an_error(wire: Wire, name: str, body: Any) -> None:
    with pytest.raises(BoardError) as caught:
        await wire.search(KEYED[name], dict.fromkeys(ANSWERS[name], body), country="DE" if name == "adzuna" else None)
    assert caught.value.code == "BOARD_CHANGED"


async def test_keyed_searches_page_until_the_limit(wire: Wire) -> None:
    def page(asked: Asked) -> Any:
        first = int(asked.query["Page"]) * 1000
        return {"SearchResult": {"SearchResultItems": [
            {"MatchedObjectId": str(first + n), "MatchedObjectDescriptor": {"PositionTitle": "Ranger"}}
            for n in range(100)
        ]}}  # fmt: skip

    found = await wire.search(KEYED["usajobs"], {USAJOBS: page}, limit=250)
    assert len(found) == 250
    assert [asked.query["Page"] for asked in wire.asked] == ["1", "2", "3"]


async def test_a_captured_answer_is_read(wire: Wire, shared_data: Path) -> None:
    body = (shared_data / "board_api" / "roleprint" / "adzuna_response.json").read_bytes()
    found = await wire.search(KEYED["adzuna"], {f"{ADZUNA}/gb/search/1": body}, country="GB")
    assert all(posting.title and posting.external_id for posting in found)
    assert {posting.salary.currency for posting in found if posting.salary} == {"GBP"}
