"""From an address to a posting, over real HTTP and in a real Chromium."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.errors import AppError
from tools.browser import Browser
from tools.jobs.reader import read_url
from tools.outbound import Limits, Outbound, Page

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
LOCAL = frozenset({"127.0.0.1"})


class NoBrowser:
    """Fails the test when a page is rendered that needs no browser."""

    async def render(self, url: str) -> Page:
        raise AssertionError(f"{url} was rendered without need")


@pytest.fixture
async def outbound() -> AsyncIterator[Outbound]:
    async with Outbound(allowed_hosts=LOCAL, limits=Limits(backoff=0, read_timeout=5)) as made:
        yield made


def fixture(name: str) -> str:
    return (PAGES / name).read_text()


async def failure(outbound: Outbound, url: str) -> AppError:
    with pytest.raises(AppError) as caught:
        await read_url(outbound, NoBrowser(), url)
    return caught.value


async def test_a_page_without_markup_is_read_by_its_content(site, outbound: Outbound) -> None:
    url = site.page("/jobs/88?utm_source=mail&trk=abc", fixture("plain_page.html"))
    posting = await read_url(outbound, NoBrowser(), url)
    assert (posting.title, posting.company, posting.location) == (
        "Dental Hygienist",
        "Brightwater Dental",
        "Tucson, AZ",
    )
    assert (posting.remote, posting.employment_type, posting.source) == ("onsite", "part-time", "page")
    assert posting.salary is not None
    assert (posting.salary.min, posting.salary.max, posting.salary.currency, posting.salary.period) == (
        42,
        48,
        "USD",
        "hour",
    )
    assert [(r.text, r.importance, r.years) for r in posting.requirements] == [
        ("Arizona dental hygiene licence", "must", None),
        ("At least one year of clinical experience", "must", 1),
        ("Spanish", "nice", None),
    ]
    assert "Dental Assistant" not in posting.text
    assert "cookies" not in posting.text
    assert posting.url == site.url("/jobs/88"), "tracking is gone"
    assert posting.apply_url == site.url("/jobs/88/apply")


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("article.html", 404, "PAGE_NOT_FOUND"),
        ("article.html", 410, "PAGE_NOT_FOUND"),
        ("soft_404.html", 200, "PAGE_NOT_FOUND"),
        ("login_wall.html", 200, "LOGIN_WALL"),
        ("article.html", 401, "LOGIN_WALL"),
        ("bot_wall.html", 200, "BOT_WALL"),
        ("bot_wall.html", 403, "BOT_WALL"),
        ("article.html", 999, "BOT_WALL"),
        ("article.html", 200, "NO_POSTING"),
        ("article.html", 500, "UPSTREAM_FAILED"),
    ],
)
async def test_each_obstacle_is_its_own_error(site, outbound: Outbound, name: str, status: int, code: str) -> None:
    error = await failure(outbound, site.page("/job", fixture(name), status))
    assert error.code == code
    assert "paste" in error.message.lower(), "every one says what to do"


async def test_a_redirect_to_the_sign_in_page_is_a_login_wall(site, outbound: Outbound) -> None:
    site.page("/users/login", "<html><title>Guildhall</title><p>Hello there</p></html>")
    error = await failure(outbound, site.page("/job", "", 302, Location="/users/login?next=/job"))
    assert error.code == "LOGIN_WALL"


async def test_a_redirect_inside_is_refused(site, outbound: Outbound) -> None:
    error = await failure(outbound, site.page("/job", "", 302, Location=site.url("/", "127.0.0.2")))
    assert error.code == "OUTBOUND_BLOCKED"


async def test_an_application_form_leads_back_to_its_posting(site, outbound: Outbound) -> None:
    site.page("/jobs/88", fixture("plain_page.html"))
    posting = await read_url(outbound, NoBrowser(), site.page("/jobs/88/apply", fixture("form.html")))
    assert (posting.title, posting.url) == ("Dental Hygienist", site.url("/jobs/88"))


async def test_what_is_no_page_is_refused(site, outbound: Outbound) -> None:
    site.routes["/a.pdf"] = lambda _n: (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")
    site.routes["/b"] = lambda _n: (200, {"Content-Type": "text/html"}, b"\x89PNG\x00\x00")
    for path in ("/a.pdf", "/b"):
        error = await failure(outbound, site.url(path))
        assert (error.code, error.status) == ("UNSUPPORTED_TYPE", 415)


async def test_the_stated_character_set_is_used(site, outbound: Outbound) -> None:
    html = fixture("plain_page.html").replace("Brightwater Dental", "Zähne & Größe")
    site.routes["/latin"] = lambda _n: (200, {"Content-Type": "text/html; charset=iso-8859-1"}, html.encode("latin-1"))
    assert (await read_url(outbound, NoBrowser(), site.url("/latin"))).company == "Zähne & Größe"


async def test_data_for_scripts_is_read_without_a_browser(site, outbound: Outbound) -> None:
    posting = await read_url(outbound, NoBrowser(), site.page("/jobs/mb-2207", fixture("next_data.html")))
    assert (posting.title, posting.company, posting.location) == (
        "Marine Biologist",
        "Saltmarsh Institute",
        "Plymouth, UK",
    )
    assert posting.salary is not None
    assert posting.salary.max == 36000


async def test_a_page_made_by_script_is_rendered_inside_the_guard(site, outbound: Outbound, chromium: str) -> None:
    posting_json = {
        "title": "Bicycle Mechanic", "company": "Spokeworks", "place": "Portland, OR",
        "duties": ["Repair and tune all kinds of bicycles for our customers", "Order parts and keep the workshop tidy"],
        "asks": ["Two years in a bicycle workshop", "Patience with customers"],
    }  # fmt: skip
    site.routes["/api/posting.json"] = lambda _n: (
        200,
        {"Content-Type": "application/json"},
        json.dumps(posting_json).encode(),
    )
    url = site.page("/jobs/7", fixture("script_only.html"))
    away = site.page("/away", "", 302, Location=site.url("/jobs/7", "127.0.0.3"))
    async with Browser(outbound.guard, executable=chromium) as browser:
        posting = await read_url(outbound, browser, url)
        with pytest.raises(AppError) as caught:
            await browser.render(away)
    assert (posting.title, posting.company, posting.location) == ("Bicycle Mechanic", "Spokeworks", "Portland, OR")
    assert [r.text for r in posting.requirements] == posting_json["asks"]
    assert caught.value.code == "OUTBOUND_BLOCKED"
    assert {host for host, _ in site.asked} == {f"127.0.0.1:{site.port}"}, "nothing reached another address"


async def test_a_missing_browser_says_what_to_install(site, outbound: Outbound) -> None:
    url = site.page("/jobs/7", fixture("script_only.html"))
    async with Browser(outbound.guard, executable="/nowhere/chromium") as browser:
        with pytest.raises(AppError) as caught:
            await read_url(outbound, browser, url)
    assert (caught.value.code, caught.value.status) == ("BROWSER_MISSING", 503)
    assert "apt-get install chromium" in caught.value.message


async def test_a_heavy_page_is_given_up(site, outbound: Outbound, chromium: str) -> None:
    site.routes["/heavy.js"] = lambda _n: (200, {"Content-Type": "text/javascript"}, b"//" + b"x" * 3_000_000)
    url = site.page("/heavy", "<html><body><div id=root></div><script src=/heavy.js></script></body></html>")
    async with Browser(outbound.guard, executable=chromium, max_bytes=1_000_000) as browser:
        with pytest.raises(AppError) as caught:
            await browser.render(url)
    assert caught.value.code == "TOO_LARGE"
