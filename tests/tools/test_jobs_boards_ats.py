"""The company boards over the wire: what each documents, read field by field; what is missing, malformed or gone."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from store.errors import AppError, ValidationError
from tests.peers.boards import Boards, Reply, serving_boards
from tools.jobs.boards.board import BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import CountingClient, Manners, MemoryAnswers, PoliteClient
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.registry import BOARDS, board, keyless
from tools.outbound import Limits, Outbound

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "boards"
RIPPLING = "api.rippling.com/platform/api/ats/v1/board/northwind/jobs"
RIPPLING_ID = "2b2b2b2b-0000-4000-8000-000000000001"
WORKDAY = "northwind.wd3.myworkdayjobs.com/wday/cxs/northwind/External"
WORKDAY_TOKEN = "northwind.wd3.myworkdayjobs.com/northwind/External"


@dataclass(frozen=True)
class Case:
    """One board: its answers by path, how its posting is asked for, and what must come out."""

    board: str
    answers: dict[str, str]
    token: str
    url: str
    expected: dict[str, Any]
    count: int = 1

    def served(self) -> dict[str, bytes]:
        """The fixture's bytes by path."""
        return {path: (FIXTURES / name).read_bytes() for path, name in self.answers.items()}


CASES = [
    Case(
        "greenhouse", {"boards-api.greenhouse.io/v1/boards/northwind/jobs": "greenhouse.json"}, "northwind", "",
        {
            "external_id": "4411001", "title": "Staff Platform Engineer", "company": "Northwind Labs",
            "locations": ["Berlin, Germany", "Remote - Portugal"], "remote": None, "department": "Engineering",
            "employment_type": "Full-time", "requisition_id": "R-204", "language": "en",
            "text": "We run the platform & its tools.\n\n- Go and Kubernetes",
            "salary": (80000, 110000, "EUR", "year"), "posted_at": "2026-07-30T13:15:00+00:00",
            "valid_through": "2026-11-01T03:59:00+00:00", "url": "https://northwind.example/careers?gh_jid=4411001",
        }, count=2,
    ),
    Case(
        "lever", {"api.lever.co/v0/postings/northwind": "lever.json"}, "northwind", "",
        {
            "external_id": "0a1b2c3d-0000-4000-8000-000000000001", "title": "Data Analyst", "company": None,
            "locations": ["Lisbon", "Porto"], "remote": "hybrid", "department": "Data", "employment_type": "Full-time",
            "salary": (38000, 46000, "EUR", "year"), "posted_at": "2026-07-30T08:26:40+00:00",
            "text": "You find out why.\n\nWhat you bring\n- SQL\n- Curiosity\n\nWe answer everyone.",
            "apply_url": "https://jobs.lever.co/northwind/0a1b2c3d-0000-4000-8000-000000000001/apply",
        },
    ),
    Case(
        "ashby", {"api.ashbyhq.com/posting-api/job-board/Northwind Labs": "ashby.json"}, "Northwind Labs",
        "https://jobs.ashbyhq.com/Northwind%20Labs/1f1f1f1f-0000-4000-8000-000000000001/application?utm=x",
        {
            "title": "Product Designer", "locations": ["London", "Remote (UK)"], "remote": "hybrid",
            "employment_type": "Full Time", "department": "Design", "salary": (70000, 85000, "GBP", "year"),
            "text": "The role\n\nDraw less, decide more.", "posted_at": "2026-08-01T08:00:00+00:00", "company": None,
        },
    ),
    Case(
        "workable",
        {
            "apply.workable.com/api/v1/widget/accounts/northwind": "workable.json",
            "apply.workable.com/api/v2/accounts/northwind/jobs/AB12CD34EF": "workable_detail.json",
        },
        "northwind", "https://apply.workable.com/northwind/j/AB12CD34EF/",
        {
            "title": "Support Engineer", "company": "Northwind Labs", "locations": ["Madrid, Spain", "Portugal"],
            "remote": "remote", "employment_type": "Full-time", "department": "Support", "requisition_id": "SUP-1",
            "text": "Help people who are stuck.", "tags": ["Customer Service", "Computer Software"],
            "url": "https://apply.workable.com/northwind/j/AB12CD34EF/", "posted_at": "2026-08-05T00:00:00+00:00",
        }, count=2,
    ),
    Case(
        "smartrecruiters",
        {
            "api.smartrecruiters.com/v1/companies/Northwind/postings": "smartrecruiters.json",
            "api.smartrecruiters.com/v1/companies/Northwind/postings/744000012345678": "smartrecruiters_detail.json",
        },
        "Northwind", "https://jobs.smartrecruiters.com/Northwind/744000012345678-warehouse-lead",
        {
            "title": "Warehouse Lead", "company": "Northwind Logistics", "locations": ["Rotterdam, ZH, Netherlands"],
            "remote": "hybrid", "employment_type": "Full-time", "department": "Warehouse", "requisition_id": "REF77",
            "language": "nl", "posted_at": "2026-08-01T07:00:00+00:00", "salary": None,
            "text": "Company Description\nWe move boxes.\n\nJob Description\nYou lead twelve people.\n\n"
            "Qualifications\n- Forklift licence",
        },
    ),
    Case(
        "recruitee", {"brotzeit.recruitee.com/api/offers/": "recruitee.json"}, "brotzeit",
        "https://brotzeit.recruitee.com/o/bakkerin",
        {
            "external_id": "51", "title": "Bäckerin / Bäcker (m/w/d)", "company": "Brotzeit GmbH", "remote": "onsite",
            "locations": ["Köln, Nordrhein-Westfalen, Deutschland", "Bonn, Nordrhein-Westfalen, Deutschland"],
            "salary": (16.5, None, "EUR", "hour"), "language": "de", "tags": ["Handwerk"], "department": "Backstube",
            "text": "Brot backen.\n\nRequirements\n- Gesellenbrief", "employment_type": "parttime permanent",
        },
    ),
    Case(
        "personio", {"musterwerke.jobs.personio.de/xml": "personio.xml"}, "musterwerke",
        "https://musterwerke.jobs.personio.de/job/880011?language=de",
        {
            "external_id": "880011", "title": "Mechatroniker:in (m/w/d)", "company": "Muster Werke GmbH",
            "locations": ["Hamburg", "Bremen", "Kiel"], "employment_type": "permanent, full-time", "remote": None,
            "department": "Instandhaltung", "salary": (3200, 3900, "EUR", "month"), "tags": ["Hydraulik", "SPS"],
            "text": "Deine Aufgaben\n- Anlagen warten & reparieren\n\nDein Profil\nAbgeschlossene Ausbildung",
            "url": "https://musterwerke.jobs.personio.de/job/880011", "posted_at": "2026-07-20T06:00:00+00:00",
        },
    ),
    Case(
        "teamtailor", {"norrsken.teamtailor.com/jobs.json": "teamtailor.json"}, "norrsken",
        "https://norrsken.teamtailor.com/jobs/5550001-systemutvecklare",
        {
            "external_id": "5550001", "title": "Systemutvecklare", "company": "Norrsken AB", "remote": "remote",
            "locations": ["Malmö, SE", "Lund, SE"], "salary": (45000, 55000, "SEK", "month"),
            "text": "Bygg saker som håller.", "valid_through": "2026-09-30T00:00:00+00:00",
        },
    ),
    Case(
        "bamboohr",
        {"northwind.bamboohr.com/careers/list": "bamboohr.json",
         "northwind.bamboohr.com/careers/31/detail": "bamboohr_detail.json"},
        "northwind", "https://northwind.bamboohr.com/careers/31",
        {
            "external_id": "31", "title": "Field Nurse", "locations": ["Dayton, Ohio, United States"], "company": None,
            "remote": "hybrid", "employment_type": "Full-Time", "department": "Care", "text": "Visit people at home.",
            "salary": (38, 44, "USD", "hour"), "posted_at": "2026-07-28T00:00:00+00:00",
        },
    ),
    Case(
        "pinpoint", {"house.pinpointhq.com/postings.json": "pinpoint.json"}, "house",
        "https://house.pinpointhq.com/en/postings/7d7d7d7d-0000-4000-8000-000000000001",
        {
            "external_id": "9901", "title": "Head Gardener", "locations": ["Bath, Somerset, The House"],
            "remote": "onsite", "employment_type": "Permanent - Full Time", "department": "Estate",
            "salary": (32000, 32000, "GBP", "year"), "requisition_id": "REQ-9",
            "text": "Keep the grounds.\n\nWhat you do\n- Prune\n\nRHS Level 3",
            "url": "https://house.pinpointhq.com/en/postings/7d7d7d7d-0000-4000-8000-000000000001",
        },
    ),
    Case(
        "rippling", {RIPPLING: "rippling.json", f"{RIPPLING}/{RIPPLING_ID}": "rippling_detail.json"}, "northwind",
        f"https://ats.rippling.com/northwind/jobs/{RIPPLING_ID}",
        {
            "external_id": RIPPLING_ID, "title": "Account Executive", "company": "Northwind Labs", "remote": None,
            "locations": ["Remote (New Jersey, US)", "New York, NY"], "employment_type": "Salaried, full-time",
            "department": "Sales", "text": "You sell it.\n\nWe sell weather.",
            "salary": (80000, 110000, "USD", "year"), "posted_at": "2026-07-21T03:23:18.833000+00:00",
        },
    ),
    Case(
        "breezy", {"kaffee.breezy.hr/json": "breezy.json"}, "kaffee", "https://kaffee.breezy.hr/p/aabbccdd1122-barista",
        {
            "external_id": "aabbccdd1122", "title": "Barista Trainer", "locations": ["Portland, Oregon, United States"],
            "company": "Kaffee Co", "salary": (24, 28, "USD", "hour"), "text": "Teach people to pour.", "remote": None,
        },
    ),
    Case(
        "workday", {f"{WORKDAY}/jobs": "workday.json", f"{WORKDAY}/job/Basel/Chemist-II_R-771": "workday_detail.json"},
        WORKDAY_TOKEN, "https://northwind.wd3.myworkdayjobs.com/en-US/External/job/Basel/Chemist-II_R-771/apply",
        {
            "external_id": "Basel/Chemist-II_R-771", "title": "Chemist II", "company": "Northwind Chemie AG",
            "locations": ["Basel", "Visp"], "remote": "hybrid", "employment_type": "Full time",
            "requisition_id": "R-771", "text": "Mix & measure.", "posted_at": "2026-08-01T00:00:00+00:00",
            "valid_through": "2026-09-15T00:00:00+00:00",
        },
    ),
]  # fmt: skip
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


def differences(posting: BoardPosting, expected: dict[str, Any]) -> dict[str, Any]:
    """The fields that are not as expected, with what they are."""
    stated = posting.model_dump(mode="json")
    pay = posting.salary
    stated["salary"] = (pay.min, pay.max, pay.currency, pay.period) if pay else None
    for name in ("posted_at", "valid_through"):
        moment = getattr(posting, name)
        stated[name] = moment.isoformat() if moment else None
    return {name: stated[name] for name, value in expected.items() if stated[name] != value}


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
    token = WORKDAY_TOKEN.replace("External", "Nowhere") if case.board == "workday" else "nobody"
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
    assert not every, "their own pages answer 404, so they are gone"
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
