"""Work at a Startup: a company's jobs and one job, out of the data that its pages carry."""

import json
import re
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.boards.feeds.served import Wire, open_wire
from tests.peers.boards import Reply
from tools.jobs.boards.board import BoardError
from tools.jobs.boards.recognising import recognise
from tools.jobs.boards.workatastartup import WorkAtAStartup

BOARD = WorkAtAStartup()
LIST = "www.ycombinator.com/companies/gopher-labs/jobs"
JOB = "www.workatastartup.com/jobs/70001"


def page(props: Any) -> str:
    data = json.dumps({"component": "X", "props": props, "url": "/x"})
    return f'<!doctype html><html><body><div id="x" data-page="{escape(data)}"></div></body></html>'


LISTED = {
    "company": {"slug": "gopher-labs", "name": "Gopher Labs"},
    "jobPostings": [
        {"id": 70001, "title": "Go Engineer", "location": "Denver, CO / Remote (US)", "type": "Full-time",
         "salaryRange": "$140K - $180K", "prettyRole": "Engineering", "companyName": "Gopher Labs", "skills": ["Go"],
         "url": "/companies/gopher-labs/jobs/Ab1-go-engineer", "applyUrl": "https://account.example/apply"},
        {"id": 70002, "title": "Designer", "location": None, "type": None, "salaryRange": None, "skills": [],
         "companyName": "Gopher Labs"},
    ],
}  # fmt: skip
DETAIL = {
    "job": {"id": 70001, "title": "Go Engineer", "salaryRange": "$140K - $180K", "location": "Denver, CO / Remote (US)",
            "jobType": "Full-time", "skills": [], "descriptionHtml": "<p>Write Go.</p><ul><li>Fast</li></ul>"},
    "company": {"name": "Gopher Labs", "slug": "gopher-labs"},
    "applyUrl": "https://account.example/apply?job=70001",
}  # fmt: skip


@pytest.fixture(scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with open_wire() as opened:
        yield opened


async def test_a_companys_jobs_are_read_with_the_texts_of_their_pages(wire: Wire) -> None:
    answers = {LIST: page(LISTED), JOB: page(DETAIL), "www.workatastartup.com/jobs/70002": Reply(b"", 500)}
    first, second = await wire.search(BOARD, answers, company="gopher-labs")
    assert (first.external_id, first.company, first.company_token) == ("70001", "Gopher Labs", "gopher-labs")
    assert (first.locations, first.open_to, first.remote) == (["Denver, CO"], ["US"], "remote")
    assert first.text == "Write Go.\n\n- Fast"
    assert first.tags == ["Go"]
    assert first.salary is not None
    assert (first.salary.min, first.salary.max, first.salary.currency) == (140000, 180000, "USD")
    assert (second.salary, second.locations, second.text) == (None, [], "")


async def test_one_job_is_fetched_by_its_address(wire: Wire) -> None:
    found = await BOARD.fetch(wire.client({JOB: page(DETAIL)}), f"https://{JOB}")
    assert (found.title, found.company, found.company_token) == ("Go Engineer", "Gopher Labs", "gopher-labs")
    assert found.apply_url == "https://account.example/apply?job=70001"
    with pytest.raises(BoardError) as caught:
        await BOARD.fetch(wire.client({}), f"https://{JOB}")
    assert caught.value.code == "POSTING_GONE"


@pytest.mark.parametrize("body", ["<html></html>", page({}), '<div data-page="{"></div>', '<div data-page="[]"></div>'])
async def test_a_page_without_its_data_is_a_change(wire: Wire, body: str) -> None:
    for path, ask in ((LIST, wire.search(BOARD, {LIST: body}, company="gopher-labs")), (JOB, None)):
        with pytest.raises(BoardError) as caught:
            await (ask or BOARD.fetch(wire.client({path: body}), f"https://{JOB}"))
        assert caught.value.code == "BOARD_CHANGED"


def test_its_addresses_are_known() -> None:
    assert recognise("https://www.ycombinator.com/companies/gopher-labs/jobs") == ("workatastartup", "gopher-labs")
    assert recognise("https://www.workatastartup.com/companies/gopher-labs") == ("workatastartup", "gopher-labs")
    assert recognise("https://www.workatastartup.com/jobs/70001") == ("workatastartup", "")
    assert recognise("https://www.ycombinator.com/companies/gopher-labs") is None


async def test_captured_pages_are_read(wire: Wire, shared_data: Path) -> None:
    pages = shared_data / "job_pages"
    listed = (pages / "everjobs" / "ats-workatastartup.list-loombotic.html").read_bytes()
    numbers = re.findall(rb"&quot;id&quot;:(\d+),&quot;title&quot;", listed)
    answers: dict[str, Any] = {f"www.workatastartup.com/jobs/{number.decode()}": Reply(b"", 500) for number in numbers}
    answers["www.ycombinator.com/companies/loombotic/jobs"] = listed
    found = await wire.search(BOARD, answers, company="loombotic")
    assert len(found) == 8
    assert all(posting.company == "Loombotic" and posting.locations and posting.salary for posting in found)
    one = (pages / "yc_workatastartup_backend.html").read_bytes()
    client = wire.client({"www.workatastartup.com/jobs/93768": one})
    posting = await BOARD.fetch(client, "https://www.workatastartup.com/jobs/93768")
    assert posting.company == "VectorShift"
    assert posting.remote == "remote"
    assert posting.salary is not None
    assert len(posting.text) > 1000
