"""Which board stands behind an address or a careers page; and any page as a board of its own."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.errors import ValidationError
from tests.peers.boards import Boards, Reply, serving_boards
from tools.jobs.boards.board import BoardError, BoardQuery
from tools.jobs.boards.client import Manners, MemoryAnswers, PoliteClient
from tools.jobs.boards.listing import listed_postings
from tools.jobs.boards.recognising import recognise, recognise_page
from tools.jobs.boards.registry import BOARDS
from tools.outbound import Limits, Outbound

UUID = "0a1b2c3d-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("url", "board", "token"),
    [
        ("https://boards.greenhouse.io/acme", "greenhouse", "acme"),
        ("https://boards.greenhouse.io/acme/jobs/4411001?gh_src=x", "greenhouse", "acme"),
        ("https://job-boards.greenhouse.io/acme/jobs/4411001", "greenhouse", "acme"),
        ("https://job-boards.eu.greenhouse.io/acme", "greenhouse", "acme"),
        ("https://boards.greenhouse.io/embed/job_board?for=acme&b=https%3A%2F%2Facme.com", "greenhouse", "acme"),
        ("https://boards.greenhouse.io/embed/job_board/js?for=acme", "greenhouse", "acme"),
        ("https://boards.greenhouse.io/embed/job_app?token=4411001&for=acme", "greenhouse", "acme"),
        ("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true", "greenhouse", "acme"),
        ("https://jobs.lever.co/acme", "lever", "acme"),
        (f"https://jobs.lever.co/acme/{UUID}/apply", "lever", "acme"),
        ("https://jobs.eu.lever.co/acme", "lever", "acme"),
        ("https://api.lever.co/v0/postings/acme?mode=json", "lever", "acme"),
        ("https://jobs.ashbyhq.com/Acme%20Inc", "ashby", "Acme Inc"),
        (f"https://jobs.ashbyhq.com/acme/{UUID}", "ashby", "acme"),
        ("https://apply.workable.com/acme/", "workable", "acme"),
        ("https://apply.workable.com/acme/j/AB12CD34EF/apply", "workable", "acme"),
        ("https://acme.workable.com/jobs/12345", "workable", "acme"),
        ("https://jobs.smartrecruiters.com/AcmeInc/744000012345678-clerk", "smartrecruiters", "AcmeInc"),
        ("https://careers.smartrecruiters.com/AcmeInc", "smartrecruiters", "AcmeInc"),
        ("https://acme.recruitee.com/o/clerk", "recruitee", "acme"),
        ("https://acme.jobs.personio.de/job/123?language=de", "personio", "acme"),
        ("https://acme.jobs.personio.com", "personio", "acme"),
        ("https://acme.teamtailor.com/jobs/123-clerk", "teamtailor", "acme"),
        ("https://acme.na.teamtailor.com/jobs", "teamtailor", "acme.na.teamtailor.com"),
        ("https://acme.bamboohr.com/careers/86", "bamboohr", "acme"),
        ("https://acme.bamboohr.com/jobs/view.php?id=86", "bamboohr", "acme"),
        (f"https://acme.pinpointhq.com/en/postings/{UUID}", "pinpoint", "acme"),
        (f"https://ats.rippling.com/acme/jobs/{UUID}", "rippling", "acme"),
        (f"https://ats.rippling.com/en-GB/acme/jobs/{UUID}", "rippling", "acme"),
        ("https://acme.breezy.hr/p/aabbccdd1122-clerk/apply", "breezy", "acme"),
        ("https://acme.wd5.myworkdayjobs.com/en-US/Ext/job/Rome/Clerk_R-1", "workday",
         "acme.wd5.myworkdayjobs.com/acme/Ext"),
        ("https://acme.wd5.myworkdayjobs.com/Ext", "workday", "acme.wd5.myworkdayjobs.com/acme/Ext"),
        ("https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Ext/jobs", "workday", "acme.wd5.myworkdayjobs.com/acme/Ext"),
        ("https://acme.eightfold.ai/careers", "eightfold", "acme"),
        ("https://acme.eightfold.ai/careers?pid=446700000001&domain=acme.com", "eightfold", "acme/acme.com"),
        ("https://acme.eightfold.ai/careers/job/446700000001-clerk", "eightfold", "acme"),
        ("https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/30771", "oracle",
         "acme.fa.us2.oraclecloud.com/CX_1"),
        ("https://fa-abcd-saasfaprod1.fa.ocs.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX/requisitions/preview/7",
         "oracle", "fa-abcd-saasfaprod1.fa.ocs.oraclecloud.com/CX"),
        ("https://www.governmentjobs.com/careers/Acme/jobs/5400001/clerk", "neogov", "acme"),
        ("https://www.schooljobs.com/careers/acmeschools", "neogov", "schooljobs/acmeschools"),
        ("https://www.governmentjobs.com/SearchEngine/JobsFeed?agency=acme", "neogov", "acme"),
        ("https://acme.applytojob.com/apply/aBcD3fGh1j/Clerk", "jazzhr", "acme"),
        ("https://acme.applytojob.com/apply", "jazzhr", "acme"),
        ("https://wd3.myworkdaysite.com/en-US/recruiting/acme/Ext/job/Rome/Clerk_R-1", "workday",
         "wd3.myworkdaysite.com/acme/Ext"),
    ],
)  # fmt: skip
def test_an_address_names_board_and_company(url: str, board: str, token: str) -> None:
    assert recognise(url) == (board, token)
    assert recognise(url.replace("https://", "http://", 1)) == (board, token)
    assert recognise(url.replace("https://", "", 1)) == (board, token)


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.com/careers", "https://www.greenhouse.io/", "https://www.lever.co", "https://lever.co/acme",
        "https://www.workable.com/", "https://www.bamboohr.com/careers/", "https://www.recruitee.com/",
        "not an address", "https://www.governmentjobs.com/careers/home", "https://app.eightfold.ai/careers",
        "https://www.oraclecloud.com/", "https://cloud.oraclecloud.com/x",
        "https://evil.example/boards.greenhouse.io/acme", "https://boards.greenhouse.io.evil.example/acme", "",
        "https://apply.workable.com/api/v1/x", "https://jobs.smartrecruiters.com/", "https://jobs.lever.co/", "http://[",
    ],
)  # fmt: skip
def test_other_addresses_are_nobodys(url: str) -> None:
    assert recognise(url) is None


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>', ("greenhouse", "acme")),
        ('<iframe src="https://boards.greenhouse.io/embed/job_board?for=acme&amp;b=x"></iframe>',
         ("greenhouse", "acme")),
        ('<a href="/careers?gh_jid=1">A</a>'
         '<script>var x="https:\\/\\/boards-api.greenhouse.io\\/v1\\/boards\\/acme\\/jobs"</script>',
         ("greenhouse", "acme")),
        ('<script>fetch("https://api.lever.co/v0/postings/acme?mode=json")</script>', ("lever", "acme")),
        ('<script>window.leverJobsOptions = {accountName: "acme", includeCss: true};</script>', ("lever", "acme")),
        ('<script src="https://jobs.ashbyhq.com/acme/embed?version=2"></script>', ("ashby", "acme")),
        ('<script src="https://www.workable.com/assets/embed.js"></script><script>whr(document).ready(function(){'
         'whr_embed("acme", {detail: "titles"});});</script>', ("workable", "acme")),
        ('<a href="//acme.jobs.personio.de/job/1">Koch</a>', ("personio", "acme")),
        ('<div id="BambooHR" data-domain="acme.bamboohr.com"></div>', ("bamboohr", "acme")),
        ('<script type="application/json">{"u": "https:\\u002F\\u002Facme.recruitee.com\\u002Fo\\u002Fx"}</script>'
         '<a href="https://acme.recruitee.com/o/x">x</a>', ("recruitee", "acme")),
        ('<a href="https://acme.wd5.myworkdayjobs.com/en-US/Ext/login">Sign in</a>',
         ("workday", "acme.wd5.myworkdayjobs.com/acme/Ext")),
        ("<a href='https://jobs.lever.co/partner'>partner</a>" + "<a href='https://jobs.ashbyhq.com/acme/1'>x</a>" * 2,
         ("ashby", "acme")),
        ("<a href='https://jobs.lever.co/partner'>p</a>" * 3
         + '<iframe src="https://boards.greenhouse.io/embed/job_board?for=acme"></iframe>', ("greenhouse", "acme")),
        ('<p>We read <a href="https://remotive.com/remote-jobs/1">this</a></p>', None),
        ("<p>Write to jobs@acme.example</p>", None),
        ('<a href="http://[broken">x</a>', None),
        ("", None),
    ],
)  # fmt: skip
def test_a_careers_page_shows_its_board(html: str, found: tuple[str, str] | None) -> None:
    assert recognise_page(f"<html><body>{html}</body></html>", "https://acme.example/careers") == found


def test_the_address_of_a_page_wins_over_what_it_links_to() -> None:
    html = '<a href="https://jobs.lever.co/other">x</a>' * 9
    assert recognise_page(html, "https://apply.workable.com/acme/") == ("workable", "acme")


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Boards]:
    """A server of pages."""
    async with serving_boards() as served:
        yield served


@pytest.fixture
async def client(server: Boards) -> AsyncIterator[PoliteClient]:
    """The real client over the server."""
    server.forget()
    async with Outbound(allowed_hosts=frozenset({"127.0.0.1"}), limits=Limits(backoff=0)) as outbound:
        yield PoliteClient(outbound, MemoryAnswers(), mirror=server.base, manners=Manners(interval=0))


def posting_page(title: str, **more: object) -> str:
    """A page that states one posting for machines."""
    stated = {
        "@context": "https://schema.org", "@type": "JobPosting", "title": title, "datePosted": "2026-08-01",
        "description": "<p>Bake bread every morning, and bring what you know about sourdough to a small team.</p>",
        "hiringOrganization": {"name": "Acme"}, "jobLocation": {"address": {"addressLocality": "Ghent"}}, **more,
    }  # fmt: skip
    data = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    return f"<!doctype html><title>{title}</title>{data}<h1>{title}</h1>"


async def test_postings_stated_on_one_page_are_read_there(server: Boards, client: PoliteClient) -> None:
    both = posting_page("Baker", url="/jobs/1") + posting_page("Miller", url="/jobs/2")
    server.answers["acme.example/careers"] = both
    found = await BOARDS["page"].search(client, BoardQuery(company="https://acme.example/careers"))
    assert [(one.title, one.url) for one in found] == [
        ("Baker", "https://acme.example/jobs/1"), ("Miller", "https://acme.example/jobs/2"),
    ]  # fmt: skip
    assert {one.external_id for one in found} == {one.url for one in found}
    assert found[0].locations == ["Ghent"]
    assert found[0].company == "Acme"
    assert len(server.asked) == 1


async def test_postings_a_page_links_to_are_read_one_by_one(server: Boards, client: PoliteClient) -> None:
    titles = ["Pastry Chef", "Head Baker", "Software Engineer"]
    links = "".join(f'<li><a href="/jobs/{n}00{n}-x">{title}</a></li>' for n, title in enumerate(titles, 1))
    server.answers["acme.example/careers"] = f"<html><h1>Open positions</h1><ul>{links}</ul></html>"
    server.answers |= {f"acme.example/jobs/{n}00{n}-x": posting_page(title) for n, title in enumerate(titles, 1)}
    query = BoardQuery(company="acme.example/careers", words="engineer", limit=2)
    found = await BOARDS["page"].search(client, query)
    assert [one.title for one in found] == ["Software Engineer", "Pastry Chef"]
    assert all(one.text.startswith("Bake bread") for one in found)
    assert found[0].url == "https://acme.example/jobs/3003-x"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(status=404), "POSTING_GONE"),
        (Reply(status=302, headers={"location": "/acme.example/"}), "POSTING_GONE"),
        (Reply("<html><h1>This job is no longer available</h1></html>"), "POSTING_GONE"),
        (Reply("<html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script></html>"),
         "BOARD_REFUSED"),
        (Reply("<html><h1>About us</h1><p>We bake.</p></html>"), "BOARD_CHANGED"),
    ],
)  # fmt: skip
async def test_a_page_that_is_no_posting_is_said_to_be(
    server: Boards, client: PoliteClient, reply: Reply, code: str
) -> None:
    server.answers |= {"acme.example/jobs/1": reply, "acme.example/": "<html><h1>Acme</h1><p>We bake.</p></html>"}
    with pytest.raises(BoardError) as caught:
        await BOARDS["page"].fetch(client, "https://acme.example/jobs/1")
    assert caught.value.code == code


async def test_an_address_of_another_board_is_refused(client: PoliteClient) -> None:
    with pytest.raises(ValidationError) as caught:
        await BOARDS["lever"].fetch(client, "https://example.org/jobs/1")
    assert caught.value.code == "INVALID_URL"


async def test_a_page_is_named_by_its_address(client: PoliteClient) -> None:
    with pytest.raises(ValidationError) as caught:
        await BOARDS["page"].search(client, BoardQuery(company="acme"))
    assert caught.value.code == "COMPANY_MISSING"


@pytest.mark.parametrize(
    ("name", "address", "least", "with_page"),
    [
        (
            "everjobs/ats-paylocity.board-sendcutsend.html",
            "https://recruiting.paylocity.com/recruiting/jobs/All/1/S",
            7,
            7,
        ),
        ("everjobs/ats-paylocity.board-fermi.html", "https://recruiting.paylocity.com/recruiting/jobs/All/1/F", 18, 18),
        ("everjobs/framework_co.framework_co-hiring.html", "https://acme.example/careers", 2, 2),
        ("everjobs/ats-gusto-hosted.material-board.html", "https://jobs.gusto.com/boards/x", 2, 2),
        ("everjobs/ats-workatastartup.list-loombotic.html", "https://www.ycombinator.com/companies/l/jobs", 7, 7),
        ("everjobs/galadyne_io.careers.html", "https://acme.example/careers", 5, 0),
        ("everjobs/velontra.careers.html", "https://acme.example/careers", 4, 0),
        ("careerkit_icims.html", "https://careers-acme.icims.com/jobs/search", 2, 2),
        ("careerkit_jobvite.html", "https://jobs.jobvite.com/acme/search", 2, 2),
        ("careerkit_hrmdirect.html", "https://acme.hrmdirect.com/employment/job-openings.php", 2, 2),
        ("careerkit_phenom.html", "https://careers.acme.example/global/en/search-results", 2, 0),
    ],
)
def test_captured_list_pages_name_their_postings(
    shared_data: Path, name: str, address: str, least: int, with_page: int
) -> None:
    html = (shared_data / "job_pages" / name).read_text(encoding="utf-8", errors="replace")
    found = listed_postings(html, address)
    assert len(found) >= least
    assert len({one.external_id for one in found}) == len(found)
    assert sum(one.url not in (None, address) for one in found) >= with_page


async def test_what_cannot_be_read_of_a_list_stays_as_listed(server: Boards, client: PoliteClient) -> None:
    row = {
        "JobId": 71, "JobTitle": "Night Baker", "LocationName": "Ghent", "PublishedDate": "2026-08-08T11:00:00Z",
        "JobLocation": {"City": "Gent", "State": "OV", "Country": "BEL"}, "IsRemote": False,
    }  # fmt: skip
    data = {"Jobs": [row]}
    page = f"<html><script>window.pageData = {json.dumps(data)};</script></html>"
    server.answers["recruiting.paylocity.com/recruiting/jobs/All/1/A"] = page
    server.answers["recruiting.paylocity.com/Recruiting/Jobs/Details/71"] = Reply(status=500)
    query = BoardQuery(company="https://recruiting.paylocity.com/recruiting/jobs/All/1/A")
    (found,) = await BOARDS["page"].search(client, query)
    assert (found.title, found.locations, found.external_id) == ("Night Baker", ["Gent, OV, BEL"], "71")
    assert found.url == "https://recruiting.paylocity.com/Recruiting/Jobs/Details/71"
    assert found.posted_at is not None
