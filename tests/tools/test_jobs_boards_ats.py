"""The company boards over the wire: what each documents, read field by field; what is missing, malformed or gone."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from store.errors import AppError, ValidationError
from tests.fixtures.boards.cases import CASES, FIXTURES, WORKDAY, WORKDAY_TOKEN, Case, differences
from tests.peers.boards import Boards, Reply, serving_boards
from tools.jobs.boards.board import BoardError, BoardQuery
from tools.jobs.boards.client import CountingClient, Manners, MemoryAnswers, PoliteClient
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.registry import BOARDS, board, keyless
from tools.jobs.boards.workday import Workday
from tools.outbound import Limits, Outbound

by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.board)


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Boards]:
    """One server for all tests here: stopping one takes longer than a test."""
    async with serving_boards() as served:
        yield served


@pytest.fixture
def boards(server: Boards) -> Boards:
    """The server, without answers and memories."""
    server.forget()
    return server


@pytest.fixture
async def client(boards: Boards) -> AsyncIterator[CountingClient]:
    """The real client and the real way out, over the mirror."""
    limits = Limits(backoff=0, per_host=8)
    async with Outbound(allowed_hosts=frozenset({"127.0.0.1"}), limits=limits) as outbound:
        polite = PoliteClient(outbound, MemoryAnswers(), mirror=boards.base, manners=Manners(interval=0))
        yield CountingClient(polite)


@by_name
async def test_search_reads_what_the_board_documents(boards: Boards, client: CountingClient, case: Case) -> None:
    boards.answers |= case.served()
    found = await BOARDS[case.board].search(client, BoardQuery(company=case.token))
    assert len(found) == case.count
    assert not differences(found[0], case.expected)
    assert {(one.board, one.kind, one.company_token) for one in found} == {(case.board, "company", case.token)}
    assert not client.failed


@by_name
async def test_a_posting_is_found_again_by_its_address_or_its_id(
    boards: Boards, client: CountingClient, case: Case
) -> None:
    boards.answers |= case.served()
    if not case.url:
        rows = json.loads(next(iter(case.served().values())))
        row = (rows["jobs"] if isinstance(rows, dict) else rows)[0]
        boards.answers[f"{next(iter(case.answers))}/{row['id']}"] = row
    found = (await BOARDS[case.board].search(client, BoardQuery(company=case.token)))[0]
    mapped = BOARDS[case.board]
    assert isinstance(mapped, CompanyBoard)
    again = await mapped.again(client, case.token, found.external_id)
    assert (again.external_id, again.title) == (found.external_id, found.title)
    if case.url:
        fetched = await mapped.fetch(client, case.url)
        assert (fetched.title, fetched.company_token) == (found.title, case.token)
        assert found.url is None or mapped.recognise(found.url) == case.token


@by_name
async def test_an_unknown_company_is_named_with_what_to_check(
    boards: Boards, client: CountingClient, case: Case
) -> None:
    token = f"{case.token.rpartition('/')[0]}/Nowhere" if case.board in ("workday", "oracle") else "nobody"
    with pytest.raises(BoardError) as caught:
        await BOARDS[case.board].search(client, BoardQuery(company=token))
    assert caught.value.code == "COMPANY_UNKNOWN"
    assert f"'{token}'" in caught.value.message
    assert "careers address" in caught.value.message


@by_name
async def test_a_posting_that_is_gone_is_said_to_be(boards: Boards, client: CountingClient, case: Case) -> None:
    boards.answers |= {path: body for path, body in case.served().items() if "detail" not in case.answers[path]}
    mapped = BOARDS[case.board]
    assert isinstance(mapped, CompanyBoard)
    with pytest.raises(BoardError) as caught:
        await mapped.again(client, case.token, "999999")
    assert caught.value.code == "POSTING_GONE"


@by_name
@pytest.mark.parametrize("body", [b"<!doctype html><p>Just a moment", b"", b'{"jobs": [{"id": 1', b"null", b'{"a": 1}'])
async def test_another_answer_than_documented_is_an_error(
    boards: Boards, client: CountingClient, case: Case, body: bytes
) -> None:
    boards.answers |= dict.fromkeys(case.answers, body)
    with pytest.raises(BoardError) as caught:
        await BOARDS[case.board].search(client, BoardQuery(company=case.token))
    assert caught.value.code == "BOARD_CHANGED"
    with pytest.raises(BoardError) as caught:
        await BOARDS[case.board].probe(_everywhere(client, boards, body))
    assert caught.value.code == "BOARD_CHANGED"


def _everywhere(client: CountingClient, boards: Boards, body: bytes) -> CountingClient:
    """The client, with one body at every address."""

    class Everywhere(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            return body

    boards.answers = Everywhere()
    return client


async def test_an_employer_of_lever_in_europe_is_found(boards: Boards, client: CountingClient) -> None:
    boards.answers["api.eu.lever.co/v0/postings/northwind"] = (FIXTURES / "lever.json").read_bytes()
    found = await BOARDS["lever"].search(client, BoardQuery(company="northwind"))
    assert [one.title for one in found] == ["Data Analyst"]


@pytest.mark.parametrize("name", ["personio", "bamboohr", "teamtailor"])
async def test_a_token_that_leads_to_the_makers_own_site_is_unknown(
    boards: Boards, client: CountingClient, name: str
) -> None:
    hosts = {"personio": ["jobs.personio.de", "jobs.personio.com"], "bamboohr": ["bamboohr.com"]}
    paths = {"personio": "xml", "bamboohr": "careers/list", "teamtailor": "jobs.json"}
    boards.answers["www.maker.example/"] = "<!doctype html><title>Hire better</title>"
    for host in hosts.get(name, ["teamtailor.com"]):
        target = "/www.maker.example/"
        boards.answers[f"nobody.{host}/{paths[name]}"] = Reply(status=302, headers={"location": target})
    with pytest.raises(BoardError) as caught:
        await BOARDS[name].search(client, BoardQuery(company="nobody"))
    assert caught.value.code == "COMPANY_UNKNOWN"


async def test_pages_are_read_until_the_limit(boards: Boards, client: CountingClient) -> None:
    def page(asked: Any) -> dict[str, Any]:
        start = asked.json["offset"]
        rows = [{"title": f"Clerk {n}", "externalPath": f"/job/X/Clerk_{n}"} for n in range(start, min(start + 20, 55))]
        return {"total": 55 if start == 0 else 0, "jobPostings": rows}

    boards.answers[f"{WORKDAY}/jobs"] = page
    every = await BOARDS["workday"].search(client, BoardQuery(company=WORKDAY_TOKEN, words="clerk"))
    assert len(every) == 55, "not one of their own pages is there, so it is the pages that are gone"
    asked = [one.json for one in boards.asked if one.path == f"{WORKDAY}/jobs"]
    assert [one["offset"] for one in asked] == [0, 20, 40]
    assert {one["searchText"] for one in asked} == {"clerk"}
    boards.answers |= {f"{WORKDAY}/job/X/Clerk_{n}": _clerk(n) for n in range(55)}
    some = await BOARDS["workday"].search(client, BoardQuery(company=WORKDAY_TOKEN, words="clerk", limit=30))
    assert [one.title for one in some] == [f"Clerk {n}" for n in range(30)]


def _clerk(number: int) -> dict[str, Any]:
    return {"jobPostingInfo": {"title": f"Clerk {number}", "jobDescription": "<p>File.</p>"}}


async def test_details_that_cannot_be_had_leave_what_the_list_states(boards: Boards, client: CountingClient) -> None:
    rows = [{"id": str(n), "jobOpeningName": f"Nurse {n}", "locationType": "1"} for n in range(30)]
    boards.answers["northwind.bamboohr.com/careers/list"] = {"result": rows}
    boards.answers |= {f"northwind.bamboohr.com/careers/{n}/detail": Reply(status=500) for n in range(30)}
    found = await BOARDS["bamboohr"].search(client, BoardQuery(company="northwind"))
    assert len(found) == 30
    assert {one.text for one in found} == {""}
    assert 3 <= len(client.failed) <= 8, "a board in trouble is not asked thirty times"


async def test_titles_that_could_match_come_first_within_the_limit(boards: Boards, client: CountingClient) -> None:
    rows = [{"id": n, "title": f"Engineer {n}" if n == 7 else f"Clerk {n}", "first_published": f"2026-08-{20 - n:02}"}
            for n in range(10)]  # fmt: skip
    boards.answers["boards-api.greenhouse.io/v1/boards/northwind/jobs"] = {"jobs": rows}
    found = await BOARDS["greenhouse"].search(client, BoardQuery(company="northwind", words="engineering", limit=3))
    assert [one.title for one in found] == ["Engineer 7", "Clerk 0", "Clerk 1"]


async def test_a_teamtailor_feed_goes_on_at_its_next_address(boards: Boards, client: CountingClient) -> None:
    item = {"id": "a", "url": "https://norrsken.teamtailor.com/jobs/1-a", "title": "A"}
    following = "https://norrsken.teamtailor.com/jobs.json?page=2"
    boards.answers["norrsken.teamtailor.com/jobs.json"] = lambda asked: (
        {"items": [item | {"url": item["url"].replace("1-a", "2-b"), "title": "B"}]}
        if asked.query.get("page") == "2"
        else {"items": [item], "next_url": following}
    )
    found = await BOARDS["teamtailor"].search(client, BoardQuery(company="norrsken"))
    assert [(one.external_id, one.title) for one in found] == [("1", "A"), ("2", "B")]


@pytest.mark.parametrize("said", [None, "a b?c", "../etc", "a/b", "x" * 250])
async def test_a_company_board_needs_a_token(client: CountingClient, said: str | None) -> None:
    with pytest.raises(ValidationError) as caught:
        await BOARDS["greenhouse"].search(client, BoardQuery(company=said))
    assert caught.value.code == "COMPANY_MISSING"


async def test_a_careers_address_does_for_a_token(boards: Boards, client: CountingClient) -> None:
    boards.answers |= CASES[0].served()
    query = BoardQuery(company="https://job-boards.greenhouse.io/northwind/jobs/1")
    found = await BOARDS["greenhouse"].search(client, query)
    assert {one.company_token for one in found} == {"northwind"}


@by_name
async def test_a_probe_passes_on_an_answer_as_documented(boards: Boards, client: CountingClient, case: Case) -> None:
    await BOARDS[case.board].probe(client)
    asked = {one.path for one in boards.asked}
    assert asked
    boards.answers |= dict.fromkeys(asked, Reply(status=503))
    with pytest.raises(AppError):
        await BOARDS[case.board].probe(client)


def test_boards_are_found_by_name() -> None:
    assert board("Greenhouse ").name == "greenhouse"
    assert {one.board for one in CASES} <= set(BOARDS)
    assert all(one.name == name for name, one in BOARDS.items())
    assert {one.name for one in keyless()} >= {one.board for one in CASES}
    with pytest.raises(ValidationError) as caught:
        board("monster")
    assert caught.value.code == "BOARD_UNKNOWN"
    assert "greenhouse" in caught.value.message


async def test_a_site_that_moved_to_the_newer_api_is_asked_there(boards: Boards, client: CountingClient) -> None:
    site = "northwind.eightfold.ai/api"
    refused = Reply('{"message": "Not authorized for PCSX"}', 403)
    boards.answers[f"{site}/apply/v2/jobs"] = boards.answers[f"{site}/apply/v2/jobs/55"] = refused
    row = {"id": 55, "name": "UX Researcher", "locations": ["Dublin, Ireland"], "postedTs": 1785398400}
    boards.answers[f"{site}/pcsx/search"] = {"status": 200, "data": {"count": 1, "positions": [row]}}
    boards.answers[f"{site}/pcsx/position_details"] = {"data": row | {"jobDescription": "<p>Ask.</p>"}}
    (found,) = await BOARDS["eightfold"].search(client, BoardQuery(company="northwind/northwind.example"))
    assert (found.title, found.text, found.url) == (
        "UX Researcher", "Ask.", "https://northwind.eightfold.ai/careers/job/55"
    )  # fmt: skip
    assert {one.query["domain"] for one in boards.asked} == {"northwind.example"}


async def test_days_said_from_today_are_counted_from_when_they_were_read(
    boards: Boards, client: CountingClient
) -> None:
    said = {"A": "Posted Today", "B": "Posted Yesterday", "C": "Posted 12 Days Ago", "D": "Posted 30+ Days Ago"}
    rows = [{"title": name, "externalPath": f"/job/X/{name}_R-1", "postedOn": day} for name, day in said.items()]
    boards.answers[f"{WORKDAY}/jobs"] = {"total": 4, "jobPostings": rows}
    workday = Workday(clock=lambda: datetime(2026, 8, 20, 9, tzinfo=UTC))
    found = await workday.search(client, BoardQuery(company=WORKDAY_TOKEN))
    days = {one.title: one.posted_at and one.posted_at.day for one in found}
    assert days == {"A": 20, "B": 19, "C": 8, "D": None}


async def test_one_of_several_that_is_gone_is_left_out(boards: Boards, client: CountingClient) -> None:
    rows = [{"id": str(n), "jobOpeningName": f"Nurse {n}"} for n in range(3)]
    boards.answers["northwind.bamboohr.com/careers/list"] = {"result": rows}
    for n in (0, 2):
        opening = {"jobOpeningName": f"Nurse {n}", "jobOpeningStatus": "Open" if n else "Closed"}
        boards.answers[f"northwind.bamboohr.com/careers/{n}/detail"] = {"result": {"jobOpening": opening}}
    found = await BOARDS["bamboohr"].search(client, BoardQuery(company="northwind"))
    assert [one.title for one in found] == ["Nurse 2"]


async def test_what_an_employer_says_in_fields_of_its_own_is_read(boards: Boards, client: CountingClient) -> None:
    own = [{"name": "Workplace Type", "value": "Hybrid"}, {"name": "Time Type", "value": ["Part time"]},
           {"name": "Perks", "value": {"min_value": "1", "unit": "USD"}}]  # fmt: skip
    row = {"id": 1, "title": "Clerk", "location": {"name": "Rome"}, "metadata": own}
    boards.answers["boards-api.greenhouse.io/v1/boards/northwind/jobs"] = {"jobs": [row]}
    (found,) = await BOARDS["greenhouse"].search(client, BoardQuery(company="northwind"))
    assert (found.remote, found.employment_type, found.salary) == ("hybrid", "Part time", None)


@pytest.mark.parametrize("name", ["greenhouse", "workable", "pinpoint", "recruitee"])
async def test_the_inner_list_alone_is_read_as_well(boards: Boards, client: CountingClient, name: str) -> None:
    case = next(case for case in CASES if case.board == name)
    path, body = next(iter(case.served().items()))
    inner = next(value for value in json.loads(body).values() if isinstance(value, list))
    boards.answers[path] = inner
    found = await BOARDS[name].search(client, BoardQuery(company=case.token))
    assert len(found) == case.count
    assert not set(differences(found[0], case.expected)) - {"company"}
