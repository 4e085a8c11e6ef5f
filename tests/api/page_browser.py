"""A person at a real Chromium, for the tests of the page: what they see, and everything that goes wrong meanwhile."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.conftest import LiveServer, needs
from tools.browser import find_chromium

FLAGS = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad",
    "--no-first-run", "--no-default-browser-check", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip
AUDIT = (Path(__file__).parent / "test_page_audit.js").read_text(encoding="utf-8")
WIDE, PHONE = (1280, 800), (390, 844)

RESUME = """Ines Marquardt
Backend Engineer
ines.marquardt@example.org
Leipzig, Germany

SUMMARY
Backend engineer who builds booking systems in Python.

EXPERIENCE
Senior Backend Engineer, Kranich Reisen, Leipzig
2019-04 - present
- Built the booking service in Python and PostgreSQL that takes 12,000 reservations a day.
- Moved 14 services to Kubernetes without an outage.

Software Developer, Ostwind Software, Dresden
2015-09 - 2019-03
- Wrote REST interfaces in Python for a warehouse system.

EDUCATION
TU Dresden, Diplom Informatik, 2010 - 2015

SKILLS
Python, PostgreSQL, Kubernetes, Docker, Terraform

LANGUAGES
German (native), English (fluent)
"""
FITTING = """Senior Backend Engineer
Seeadler Mobility
Leipzig, Germany (hybrid)

What you will do
Build the booking platform for 400 stations.

Requirements
- 5+ years of experience with Python
- PostgreSQL in production
- Kubernetes and Docker
- Experience with Kafka

We pay 70,000 to 85,000 EUR a year.
"""
DISTANT = """Pastry Chef
Zimt und Zucker
Graz, Austria (on site)

What you will do
Bake cakes and tarts from four in the morning.

Requirements
- Completed apprenticeship as a pastry chef
- Experience with laminated doughs
"""
DROP = """([selector, files]) => {
  const data = new DataTransfer();
  for (const [name, type, text] of files) data.items.add(new File([text], name, { type }));
  const target = document.querySelector(selector);
  for (const type of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, without a window."""
    executable = find_chromium()
    needs("Chromium", executable is not None)
    expect.set_options(timeout=15_000)  # the machine may be busy with other tests
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        await browser.close()


class Person:
    """Somebody with one page open. `problems` are console errors, policy violations and uncaught errors."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server = page, server
        self.problems: list[str] = []
        page.set_default_timeout(20_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"{message.type}: {message.text}")

    async def sign_in(self) -> None:
        """Open a fresh one-time link and wait for the page behind it."""
        await self.page.goto(await self.server.sign_in_link())
        await self.page.locator(".composer").wait_for()

    async def visit(self, view: str, ready: str) -> None:
        """Go to a view by its address and wait for a part of it."""
        await self.page.evaluate("hash => { location.hash = hash; }", f"#/{view}")
        await self.page.locator(ready).first.wait_for()

    async def drop(self, selector: str, *files: tuple[str, str, str]) -> None:
        """Drop files (name, type, text) on a part of the page."""
        await self.page.evaluate(DROP, [selector, [list(file) for file in files]])

    async def say(self, text: str) -> None:
        """Type into the box and press Enter."""
        await self.page.get_by_label("Message", exact=True).fill(text)
        await self.page.keyboard.press("Enter")

    async def audit(self, *, phone: bool = False) -> list[str]:
        """What a careful reader would complain about on the screen as it is now: names, headings, contrast, sizes."""
        found: list[str] = await self.page.evaluate(f"phone => {{ {AUDIT} return audit(phone); }}", phone)
        return found

    async def api(self) -> httpx.AsyncClient:
        """A client of the API that acts as whoever is signed in on the page."""
        held = await self.page.evaluate("JSON.parse(sessionStorage.getItem('jobwright.access')).token")
        return httpx.AsyncClient(
            base_url=f"{self.server.url}/api/v1", headers={"Authorization": f"Bearer {held}"}, timeout=30
        )

    async def own(self, *, resume: bool = True, jobs: tuple[str, ...] = (FITTING, DISTANT)) -> list[dict[str, Any]]:
        """Put a resume and postings into the account, over the API; answers the jobs."""
        async with await self.api() as api:
            if resume:
                answer = await api.post("/resumes/upload", files={"file": ("ines.txt", RESUME.encode(), "text/plain")})
                assert answer.status_code == 201, answer.text
            added = [await api.post("/jobs", json={"text": text}) for text in jobs]
        assert [answer.status_code for answer in added] == [201] * len(jobs), [answer.text for answer in added]
        return [answer.json() for answer in added]


@asynccontextmanager
async def person(
    browser: Browser, server: LiveServer, *, size: tuple[int, int] = WIDE, scheme: Any = "light", signed_in: bool = True
) -> AsyncIterator[Person]:
    """Somebody at a screen of this size; on leaving, nothing may have gone wrong on the way."""
    touch = size == PHONE
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, has_touch=touch, is_mobile=touch,
        accept_downloads=True, reduced_motion="reduce",
    )  # fmt: skip
    someone = Person(await context.new_page(), server)
    if signed_in:
        await someone.sign_in()
    yield someone
    assert someone.problems == []
    await context.close()
    await asyncio.sleep(0)
