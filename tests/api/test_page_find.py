"""Finding on the page: from the form over the boards to ranked cards, thumbs, watches, sources, market and history."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from store.settings import Settings
from tests.api.page_browser import PHONE, Person, chromium, person
from tests.conftest import LiveServer
from tests.peers.boards import Answering, Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job

REMOTIVE = "remotive.com/api/remote-jobs"
BROKEN = "remoteok.com/api"
ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"
LONG = "Senior Software Engineer for settlement infrastructure in the Donaudampfschifffahrtsgesellschaft"
HOSTILE = '<img src=x onerror="alert(1)"> & Co'
RENDER = """async text => {
  const { rankedCard } = await import("/web/js/views/ranked.js");
  const part = { name: text, score: 1, weight: 1, reason: text, quote: text };
  const card = rankedCard({ title: text, company: text, source: text, url: "javascript:alert(1)", score: 1,
    parts: [part], warnings: [text] });
  return [card.querySelectorAll("img, a").length, card.querySelector(".found-title").textContent];
}"""
OPEN_ALL = """() => {
  for (const closed of document.querySelectorAll("main details")) closed.open = true;
  for (const why of document.querySelectorAll(".why-button")) why.click();
}"""


def openings() -> list[dict[str, Any]]:
    """Remotive's openings: two state their pay, and one was put up long ago."""
    return [
        remotive_job(1, "Senior Python Developer", "Borealis", salary="€85,000 - €95,000"),
        remotive_job(2, "Python Engineer", "Cobalt", text={"team": "maps"}),
        remotive_job(3, f"{LONG} Python", "Delphin", publication_date="2026-01-03T08:00:00", text={"team": "search"}),
        remotive_job(
            4, "Python Developer", "Eider", salary="€50,000 - €55,000", text={"team": "data", "product": "maps"}
        ),
        *(remotive_job(n, "Nurse", f"Clinic {n}", text={"skill": "Patient Care", "team": f"ward {n}"}) for n in (5, 6)),
    ]


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Boards on loopback: one that answers, one company's page, and one that is broken."""
    answers: dict[str, Answering] = {
        REMOTIVE: remotive(*openings()),
        BROKEN: Reply("out of order", 503),
        ACME: greenhouse(greenhouse_job(11, "Staff Python Developer", "acme", "Acme", "Berlin, Germany")),
    }
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards stand behind the mirror."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive", "remoteok"), "daily_ingestion": False}
    return settings.model_copy(update=update)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file."""
    async with chromium() as opened:
        yield opened


async def look_for(someone: Person, words: str) -> None:
    """Fill in the words, press Enter and wait for cards."""
    await someone.visit("find", ".find-form")
    await someone.page.get_by_label("What", exact=True).fill(words)
    await someone.page.keyboard.press("Enter")
    await someone.page.locator(".found-card .thumbs").first.wait_for()


async def test_a_search_becomes_cards_with_reasons_and_teaches(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.visit("find", ".empty")
        await expect(page.locator(".find-body .empty")).to_contain_text("No key is needed")
        await look_for(someone, "Senior Python developer")
        await expect(page).to_have_url(re.compile(r"#/find/[0-9a-f-]{36}$"))
        best = page.locator(".found-card").first
        await expect(best).to_contain_text("Senior Python Developer")
        await expect(best).to_contain_text("€85,000")
        await expect(page.locator(".failed-sources")).to_contain_text("503")
        assert await page.evaluate(RENDER, HOSTILE) == [0, HOSTILE]
        await expect(page.locator(".found-card", has_text="Delphin").locator(".warnings")).to_contain_text("days ago")
        await best.get_by_role("button", name="Why").click()
        await expect(best.locator(".why q").first).to_contain_text("Python")
        await expect(best.locator(".why .part-weight").first).to_contain_text("% of the score")
        await best.get_by_role("button", name="More like Senior Python Developer").click()
        await expect(page.locator(".panel")).to_contain_text("1 decision of yours")
        await page.reload()
        await expect(best).to_contain_text("Senior Python Developer")
        await expect(page.get_by_label("What", exact=True)).to_have_value("Senior Python developer")
        await page.get_by_role("button", name="Forget what was learned").click()
        await expect(page.locator(".panel")).to_contain_text("counts for everybody alike")
        await best.locator(".found-title").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Senior Python Developer")
        await expect(page.locator(".copies")).to_contain_text("remotive.com")


async def test_what_filters_left_out_is_told_and_can_be_seen(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.visit("find", ".find-form")
        await page.get_by_label("Least pay a year").fill("80000")
        await page.get_by_label("Currency").select_option("EUR")
        await look_for(someone, "Python")
        await expect(page.locator(".found-card")).to_have_count(1)
        await expect(page.locator(".find-brief")).to_have_text("from 80,000 EUR a year")
        first = page.url
        box = page.locator(".left-out-box")
        await expect(box).to_contain_text("The pay: 1 states otherwise, 2 state nothing")
        await box.get_by_role("button", name="Show those that state nothing too").click()
        await expect(page.locator(".found-card")).to_have_count(3)
        await page.go_back()
        await expect(page.locator(".found-card")).to_have_count(1)
        assert page.url == first
        await page.locator(".find-more summary").first.click()
        await page.locator(".check", has_text="Director").click()
        await page.get_by_role("button", name="Find", exact=True).click()
        await expect(page.locator(".empty-title")).to_have_text("Nothing fits")
        await page.get_by_role("button", name=re.compile("Without the level")).click()
        await expect(page.locator(".found-card")).to_have_count(1)


async def test_wishes_for_every_search_are_chips_that_can_be_dropped(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        async with await someone.api() as api:
            wished = {"salary_min": 900_000, "salary_currency": "EUR", "blocked_companies": ["Cobalt", "Eider"]}
            assert (await api.patch("/wishes", json=wished)).status_code == 200
        await someone.visit("find", ".standing .chip")
        chips = page.locator(".standing .chip")
        await expect(chips).to_have_text(["From 900,000 EUR a year", "Never Cobalt", "Never Eider"])
        await look_for(someone, "Python")
        await expect(page.locator(".found-card")).to_have_count(1)
        await page.get_by_role("button", name="Let go of: Never Cobalt").click()
        await expect(chips).to_have_count(2)
        await expect(page.locator(".found-card")).to_have_count(2)
        await page.get_by_role("button", name="Undo").click()
        await expect(chips).to_have_count(3)
        await expect(page.locator(".found-card")).to_have_count(1)


async def test_a_wish_that_leaves_nothing_over_is_dropped_from_there(
    browser: Browser, live_server: LiveServer, boards: Boards
) -> None:
    boards.answers[REMOTIVE] = remotive(openings()[0], openings()[3])
    async with person(browser, live_server) as someone:
        page = someone.page
        async with await someone.api() as api:
            wished = {"salary_min": 900_000, "salary_currency": "EUR"}
            assert (await api.patch("/wishes", json=wished)).status_code == 200
        await someone.visit("find", ".standing .chip")
        await page.get_by_label("What", exact=True).fill("Python")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name=re.compile("Drop your wish about the pay \\(2\\)")).click()
        await expect(page.locator(".found-card")).to_have_count(2)
        await expect(page.locator(".standing")).to_be_hidden()


async def test_every_view_is_reached_from_the_bar_of_a_phone(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server, size=PHONE) as phone:
        page = phone.page
        for view in ("Chat", "Find", "Jobs", "Resumes", "Tailored", "Market", "Sources"):
            bar = page.get_by_role("navigation", name="Views")
            if view in {"Tailored", "Market", "Sources"}:
                await bar.get_by_role("button", name="More").click()
                bar = page.get_by_role("navigation", name="More views")
            await bar.get_by_role("link", name=view).click()
            await expect(page.locator(f".main-{view.lower()}")).to_be_visible()
        more = page.get_by_role("navigation", name="Views").get_by_role("button", name="More")
        await more.click()
        await expect(more).to_have_attribute("aria-expanded", "true")
        assert await phone.audit(phone=True) == []
        await page.keyboard.press("Escape")
        await expect(more).to_be_focused()


async def test_a_search_goes_on_without_the_page_and_can_be_stopped(
    browser: Browser, live_server: LiveServer, boards: Boards
) -> None:
    boards.answers[REMOTIVE] = Reply(remotive(*openings()), delay=6)
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.visit("find", ".find-form")
        await page.get_by_label("What", exact=True).fill("Python")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("progressbar")).to_be_visible()
        await page.reload()
        stop = page.get_by_role("button", name="Stop", exact=True)
        await stop.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".empty-title")).to_have_text("Stopped")
        await someone.visit("find/00000000-0000-0000-0000-000000000000", ".empty")
        await expect(page.locator(".empty-title")).to_have_text("This search is not there any more")
        someone.problems = [line for line in someone.problems if "404" not in line]  # the search there is none of


async def test_searches_and_companies_are_watched_and_sources_show_health(
    browser: Browser, live_server: LiveServer, boards: Boards
) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await look_for(someone, "Python developer")
        await page.get_by_role("button", name="Watch this search").click()
        await page.get_by_label("Look again").select_option("hourly")
        await page.get_by_role("dialog").get_by_role("button", name="Watch", exact=True).click()
        await page.get_by_role("button", name="See it").click()
        await expect(page.locator(".watch-row")).to_contain_text("every hour")
        broken = page.locator(".source-row", has_text="Remote OK")
        await expect(broken).to_contain_text("Failing")
        await expect(broken.locator(".trouble")).to_contain_text("503")
        await expect(page.locator(".source-row", has_text="Remotive")).to_contain_text("6 postings then")
        await page.get_by_role("button", name="Watch a company").click()
        await page.get_by_label("Company", exact=True).fill("https://careers.example/nobody")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
        await page.get_by_label("Company", exact=True).fill("https://boards.greenhouse.io/acme")
        await page.keyboard.press("Enter")
        await expect(page.locator(".watch-row")).to_have_count(2)
        boards.answers[BROKEN] = [{"legal": "link back"}]
        await broken.get_by_text("Fetch").click()
        await page.get_by_role("button", name="Fetch from 1").click()
        await expect(page.locator(".find-running")).to_contain_text("0 of them new")
        await expect(broken).to_contain_text("Answers")
        await page.get_by_role("button", name=re.compile("Stop watching .*Acme")).click()
        await expect(page.locator(".watch-row")).to_have_count(1)
        someone.problems = [line for line in someone.problems if "422" not in line]  # there is no such page


async def test_an_answer_leads_to_the_jobs_and_to_the_whole_search(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.say("find remote Python jobs and tell me the best two")
        answer = page.locator(".message.assistant:not(.live)")
        await answer.wait_for(timeout=45_000)
        await expect(answer.locator(".step summary").first).to_contain_text("Searched the boards")
        number = answer.locator(".prose tbody td:first-child a").first
        await expect(number).to_have_attribute("href", re.compile("#/jobs/[0-9a-f-]{36}"))
        await answer.get_by_role("link", name="The whole search").click()
        await expect(page.locator(".found-card").first).to_contain_text("Python")


async def test_the_new_views_are_readable_named_and_reachable(browser: Browser, live_server: LiveServer) -> None:
    complaints: list[tuple[str, str]] = []
    async with person(browser, live_server, scheme="dark") as wide:
        await look_for(wide, "Python developer")
        found = wide.page.url.split("#/")[1]
        job = str(await wide.page.locator(".found-title").first.get_attribute("href")).removeprefix("#/")
        async with await wide.api() as api:
            watch = await api.post("/watches", json={"words": "Nurse"})
            assert watch.status_code == 201, watch.text
        views = {
            "find": ".find-body .empty, .found-card",
            found: ".found-card",
            "sources": ".source-row >> nth=1",
            "market": ".bars >> nth=2",
            job: ".copies",
        }
        async with person(browser, live_server, size=PHONE) as phone:
            for someone in (wide, phone):
                for view, ready in views.items():
                    await someone.visit(view, ready)
                    await someone.page.evaluate(OPEN_ALL)
                    complaints += [(view, line) for line in await someone.audit(phone=someone is phone)]
            await phone.page.get_by_role("button", name="Conversations and account").click()
            complaints += [("drawer", line) for line in await phone.audit(phone=True)]
            await phone.page.locator(".drawer-views").get_by_role("link", name="Market").click()
            await expect(phone.page.get_by_role("heading", level=1)).to_have_text("Market")
    assert complaints == []
