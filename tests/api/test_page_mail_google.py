"""Gmail from the page: consent and back, and a draft that asks for leave to send before it is sent, once."""

import re
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, Route, expect

from store.settings import Settings
from tests.api.page_browser import Person, chromium, person
from tests.conftest import LiveServer
from tests.peers import google as peer
from tests.peers.google import Google, message
from tests.tools.mailbox import ADA, an_hour_ago, mail

# Registered at Google before the server has its port; the browser is sent on from here.
BACK = "http://127.0.0.1:9/api/v1/email/gmail/callback"
QUESTION = "Are you free on Monday?"


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    """A stand-in for Google with one mailbox that holds one mail."""
    users = [{"email": ADA, "name": "Ada Fenwick", "email_verified": True}]
    raw = mail("A talk", f"Hello Ada,\n\n{QUESTION}\n", sender="Max Hauser <max@harbor.example>", sent=an_hour_ago())
    held = message(raw, user=ADA)
    with peer.running(tmp_path_factory.mktemp("google"), users, redirect_uri=BACK, messages=[held]) as running:
        yield running


@pytest.fixture
def settings(settings: Settings, google: Google) -> Settings:
    """A lone installation at which Google is set up."""
    update = {**google.settings, "google_gmail_redirect_uri": BACK, "daily_ingestion": False}
    return settings.model_copy(update=update)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file."""
    async with chromium() as opened:
        yield opened


async def lead_back(page: Page, server: LiveServer) -> None:
    """Send the browser on from the registered address to the server's own."""

    async def onwards(route: Route) -> None:
        there = urlsplit(route.request.url)
        await route.fulfill(status=302, headers={"location": f"{server.url}{there.path}?{there.query}"})

    await page.route(re.compile(re.escape(BACK)), onwards)


async def say_yes_at_google(page: Page) -> None:
    """Press the account's button on the page of consent, and come back."""
    await page.locator("form", has=page.locator(f"input[value='{ADA}']")).locator("button").first.click()
    await expect(page.locator(".notice")).to_contain_text("is connected")


async def begin_to_send(someone: Person) -> None:
    """Open the dialog of the draft and say yes."""
    await someone.visit("mail/drafts", ".mail-draft")
    await someone.page.locator(".mail-draft").get_by_role("button", name="Send").click()
    await someone.page.get_by_role("button", name="Yes, send it").click()


async def test_consent_and_back_then_leave_to_send(browser: Browser, live_server: LiveServer, google: Google) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await lead_back(page, live_server)
        await someone.visit("mail/mailboxes", ".connect-buttons .button")
        await page.get_by_role("button", name="Gmail", exact=True).click()
        await page.get_by_role("button", name="To Google").click()
        await say_yes_at_google(page)
        await expect(page).to_have_url(re.compile(r"#/mail/mailboxes$"))
        box = page.locator(".mailbox-row")
        await expect(box).to_contain_text(ADA)
        await expect(box).to_contain_text(re.compile(r"Allowed: reading(?!,)"))

        await expect(box).to_contain_text("1 mail,", timeout=20_000)
        await someone.visit("mail", ".mail-row")
        await page.get_by_role("link", name="A talk").click()
        await expect(page.locator(".mail-text .source-text")).to_contain_text(QUESTION)
        await page.get_by_role("button", name="Own words").click()
        await page.get_by_label("What should it say?").fill("Yes, from ten on")
        await page.get_by_role("button", name="Write the draft").click()
        await expect(page.locator(".mail-draft")).to_contain_text("Yes, from ten on.")

        await begin_to_send(someone)
        await page.get_by_role("button", name="Allow it at Google").click()
        await say_yes_at_google(page)
        await expect(box).to_contain_text("sending in your name")
        await begin_to_send(someone)
        await expect(page.locator(".mail-draft.sent")).to_contain_text("Sent today")
        sent = [one for one in await google.mailbox(ADA) if "SENT" in one["labelIds"]]
        assert len(sent) == 1
        refused = [line for line in someone.problems if "409" in line]
        assert len(refused) == 1
        someone.problems = [line for line in someone.problems if line not in refused]
