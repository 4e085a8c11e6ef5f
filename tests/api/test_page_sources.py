"""Sources on the page: a watch that is paused says why and can be taken up, one that is asked for twice is told so."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import update

from api.scheduler import begin_due
from store.ingestion import Source
from store.settings import Settings
from store.watches import Watch
from tests.api.page_browser import PHONE, Person, chromium, person
from tests.conftest import LiveServer
from tests.peers.boards import Boards, Reply, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job

ACME = "boards-api.greenhouse.io/v1/boards/acme/jobs"
REASON = (
    "Greenhouse has no company 'acme'. Check the token; the company may also have moved to another board: give its "
    "careers address instead."
)


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Acme's page."""
    page = greenhouse(greenhouse_job(11, "Staff Python Developer", "acme", "Acme", "Berlin, Germany"))
    async with serving_boards({ACME: page}) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards stand behind the mirror."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file."""
    async with chromium() as opened:
        yield opened


async def watch_acme(someone: Person) -> None:
    """Ask for the company in the dialog."""
    await someone.page.get_by_role("button", name="Watch a company").click()
    await someone.page.get_by_label("Company", exact=True).fill("https://boards.greenhouse.io/acme")
    await someone.page.keyboard.press("Enter")


async def give_up(server: LiveServer) -> None:
    """Acme's page has failed so often that it is looked at no more."""
    async with server.services.sessions() as session, session.begin():
        health = {"failures": 14, "last_error": REASON, "last_code": "COMPANY_UNKNOWN", "last_found": 0}
        named = {"name": "greenhouse:acme", "board": "greenhouse", "runs": 1, "found": 1, "new": 1}
        if not (await session.execute(update(Source).values(**health).returning(Source.name))).all():
            session.add(Source(**named, **health))
        await session.execute(update(Watch).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))
    await begin_due(server.services)


# In the words of the pause, or of the source's own health, whichever the page was told first.
FOURTEEN = re.compile(r"14 (?:failures|times) in a row.*: Greenhouse has no company 'acme'")


async def test_a_watch_that_is_paused_says_why_and_is_taken_up(
    browser: Browser, live_server: LiveServer, boards: Boards
) -> None:
    async with person(browser, live_server, size=PHONE) as someone:
        page, rows = someone.page, someone.page.locator(".watch-row")
        await someone.visit("sources", ".source-row")
        await watch_acme(someone)
        await expect(rows).to_have_count(1)
        await watch_acme(someone)
        await expect(page.get_by_text("Watched already: “roles at Acme”.", exact=True)).to_be_visible(timeout=20_000)
        await expect(rows).to_have_count(1)
        boards.answers[ACME] = Reply("moved away", 404)
        await give_up(live_server)
        await page.reload()
        await expect(rows).to_contain_text("Paused")
        await expect(rows.locator(".trouble")).to_contain_text(FOURTEEN)
        assert await someone.audit(phone=True) == []
        await page.get_by_role("button", name="Watch roles at Acme again").click()
        await expect(rows).not_to_contain_text("Paused")
        await expect(rows).to_contain_text("next look")
