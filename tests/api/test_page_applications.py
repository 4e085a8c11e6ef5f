"""Tracking on the page: from a saved job to signed by the keyboard alone; the board, the table, a phone, files."""

import csv
import io
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from store.settings import Settings
from tests.api.page_browser import FITTING, PHONE, Person, chromium, person
from tests.conftest import LiveServer
from tests.peers.ats import AtsServer, serving_forms

SHEET = """Company,Position,Applied,Status,Boss
Quittenwerk,Baker,2026-10-02,Applied,Ada
Quittenwerk,Baker,2026-10-02,Applied,Ada
Fjordline,Night Guard,2026-10-05,Marble,Olav
"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A lone installation that asks no boards."""
    return settings.model_copy(update={"daily_ingestion": False})


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file."""
    async with chromium() as opened:
        yield opened


@pytest.fixture
async def forms() -> AsyncIterator[AtsServer]:
    """The forms of employers, on loopback."""
    async with serving_forms() as served:
        yield served


async def track(someone: Person, *stages: tuple[str, str]) -> list[dict[str, str]]:
    """Applications of these titles at these stages."""
    async with await someone.api() as api:
        made = [await api.post("/applications", json={"title": title, "status": stage}) for title, stage in stages]
    assert [answer.status_code for answer in made] == [201] * len(stages)
    return [answer.json() for answer in made]


async def stage_of(someone: Person, key: str) -> str:
    """Where an application stands by the API."""
    async with await someone.api() as api:
        found: str = (await api.get(f"/applications/{key}")).json()["status"]
    return found


def column(page: Page, stage: str) -> Locator:
    """A column of the board."""
    return page.locator(f'.board-column[data-stage="{stage}"]')


async def tab_to(page: Page, target: Locator) -> None:
    """Reach a control with the Tab key."""
    for _ in range(120):
        if await target.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


async def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Reach a button with the Tab key and press it."""
    button = page.get_by_role("button", name=name, exact=isinstance(name, str)).last
    await expect(button).to_be_enabled()
    await tab_to(page, button)
    await page.keyboard.press("Enter")


async def write(page: Page, label: str, text: str) -> None:
    """Reach a field with the Tab key and type into it."""
    await tab_to(page, page.get_by_label(label, exact=True).last)
    await page.keyboard.type(text)


async def answer_the_form(page: Page) -> None:
    """Answer what the plain form asks for, by keys."""
    await tab_to(page, page.get_by_label("Anrede", exact=True))
    await page.keyboard.type("Frau")
    await write(page, "Telefon", "+49 341 555 01 22")
    await write(page, "Frühestes Eintrittsdatum", "01042027")
    await tab_to(page, page.get_by_label("Gewünschtes Pensum", exact=True))
    await page.keyboard.type("100%")
    consent = page.get_by_label(re.compile("Datenschutzerklärung"))
    await tab_to(page, consent)
    await page.keyboard.type("Tick")


async def look_at_the_plan(page: Page, forms: AtsServer) -> None:
    """See what would be sent, to whom, and each step as it stands filled."""
    plan = page.get_by_role("region", name="What would be sent")
    await expect(plan).to_contain_text("ines.marquardt@example.org")
    await expect(page.get_by_text(f"Received by {forms.base.removeprefix('http://')}")).to_be_visible()
    strip = page.get_by_role("list", name="Pictures of the filled form")
    await expect(strip.get_by_role("img")).to_have_count(2)
    await press(page, re.compile("^Step 1 of 2"))
    await expect(page.get_by_role("dialog").get_by_alt_text("Step 1 of 2, as it stands filled")).to_be_visible()
    await page.keyboard.press("Escape")


async def test_from_saved_to_signed_by_the_keyboard_alone(
    browser: Browser, live_server: LiveServer, forms: AtsServer
) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        [job] = await someone.own(jobs=(FITTING,))
        async with await someone.api() as api:
            await api.patch(f"/jobs/{job['id']}", json={"application_url": forms.url("plain")})
        await someone.visit(f"jobs/{job['id']}", ".application")
        await press(page, "Track it")
        await expect(page.locator(".timeline")).to_contain_text("Preparing")

        await press(page, "Prepare me")
        await expect(page.get_by_role("heading", name="What they ask for")).to_have_count(0)
        await expect(page.locator(".prep-fold").first).to_contain_text("What they ask for", timeout=60_000)
        await expect(page.locator(".prep-fold").first).to_contain_text("Experience with Kafka")

        await press(page, "Open and fill its form")
        await expect(
            page.locator(".submission-state", has_text="The form asks what only you can answer")
        ).to_be_visible(timeout=60_000)
        await answer_the_form(page)
        await press(page, "Fill them in")
        await expect(page.locator(".submission-state", has_text="nothing is sent without your yes")).to_be_visible(
            timeout=60_000
        )
        await look_at_the_plan(page, forms)
        assert forms.received == []
        await press(page, "Yes, send exactly this")
        await expect(page.locator(".submission-state")).to_contain_text("Sent", timeout=60_000)
        assert [one.value("mail") for one in forms.of("plain")] == ["ines.marquardt@example.org"]
        await expect(page.locator(".stage-line")).to_contain_text("Applied")
        await expect(page.locator(".timeline")).to_contain_text("by its form")

        await press(page, "Interview")
        await page.keyboard.type("01042027")
        await page.keyboard.press("Tab")
        await page.keyboard.type("0930AM")
        await write(page, "With (a name a line)", "Ada Weber, CTO")
        await press(page, "Put it down")
        await expect(page.get_by_role("heading", name="Interviews")).to_be_visible()
        await press(page, "Offer")
        await page.keyboard.type("eur")
        await write(page, "Base a year", "82000")
        await press(page, "Put it down")
        await expect(page.get_by_role("heading", name="Offers")).to_be_visible()
        await expect(page.locator(".stage-line")).to_contain_text("Offer")
        await press(page, "Move on to accepted")
        await expect(page.locator(".stage-line")).to_contain_text("Accepted")

        await someone.visit("applications/transfer", ".drop-zone")
        async with page.expect_download() as kept:
            await press(page, "CSV, for any program")
        file = await (await kept.value).path()
        [row] = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
        assert "accepted" in row.values()


async def test_the_board_by_drag_and_by_keys(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        baker, guard, _ = await track(someone, ("Baker", "applied"), ("Night Guard", "preparing"), ("Cook", "applied"))
        await someone.visit("applications", ".card")
        assert await someone.audit() == []
        await page.locator(f'.card[data-id="{baker["id"]}"]').drag_to(column(page, "interviewing"))
        await expect(column(page, "interviewing")).to_contain_text("Baker")
        assert await stage_of(someone, baker["id"]) == "interviewing"
        await page.locator(".toast").get_by_role("button", name="Undo").click()
        await expect(column(page, "applied")).to_contain_text("Baker")
        assert await stage_of(someone, baker["id"]) == "applied"
        await page.locator(f'.card[data-id="{baker["id"]}"]').drag_to(column(page, "screening"))
        await expect(column(page, "screening")).to_contain_text("Baker")
        await page.locator(f'.card[data-id="{baker["id"]}"]').drag_to(column(page, "applied"))
        await page.get_by_role("dialog").get_by_label("What happened?").fill("I dropped it on the wrong column")
        await page.get_by_role("button", name="Correct it").click()
        await expect(column(page, "applied")).to_contain_text("Baker")

        await column(page, "preparing").locator(".card-title").focus()
        await page.keyboard.press("Shift+ArrowRight")
        await expect(column(page, "applied")).to_contain_text("Night Guard")
        await expect(page.locator(f'.card[data-id="{guard["id"]}"] .card-title')).to_be_focused()
        await expect(page.locator("#live")).to_contain_text("Night Guard: Applied")
        await page.keyboard.press("ArrowDown")
        await expect(column(page, "applied").locator(".card-title").nth(1)).to_be_focused()
        await page.keyboard.press("m")
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Where to").select_option("rejected")
        await dialog.get_by_label("Why (optional)").fill("They told me on the phone")
        await dialog.get_by_role("button", name="Move it").click()
        await expect(column(page, "rejected").locator(".card")).to_have_count(1)
        refused = [line for line in someone.problems if "409" in line]
        assert len(refused) == 1
        someone.problems = [line for line in someone.problems if line not in refused]


async def read_anew(page: Page) -> None:
    """The board asks again, as after a change elsewhere, and has had the time to draw the answer."""
    async with page.expect_response("**/applications/board*") as answered:
        await page.evaluate("dispatchEvent(new Event('jobwright:applications'))")
    await (await answered.value).finished()
    await page.wait_for_timeout(200)


async def test_a_card_in_the_hand_stays_there_while_the_board_is_read_anew(
    browser: Browser, live_server: LiveServer
) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        baker, _ = await track(someone, ("Baker", "applied"), ("Cook", "applied"))
        await someone.visit("applications", ".card")
        card = page.locator(f'.card[data-id="{baker["id"]}"]')
        await card.hover()
        await page.mouse.down()
        await track(someone, ("Night Guard", "preparing"))
        await read_anew(page)
        await expect(column(page, "preparing")).not_to_contain_text("Night Guard")
        await column(page, "interviewing").hover()
        await column(page, "interviewing").hover()
        await page.mouse.up()
        await expect(column(page, "interviewing")).to_contain_text("Baker")
        await expect(column(page, "preparing")).to_contain_text("Night Guard")
        assert await stage_of(someone, baker["id"]) == "interviewing"

        await page.get_by_role("button", name="Move Cook").hover()
        await page.mouse.down()
        await track(someone, ("Gardener", "preparing"))
        await read_anew(page)
        await page.mouse.up()
        await expect(page.get_by_role("dialog")).to_contain_text("Move “Cook")
        await expect(column(page, "preparing")).to_contain_text("Gardener")


async def test_several_are_moved_after_a_look_and_filters_are_kept(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await track(someone, ("Baker", "applied"), ("Cook", "screening"), ("Night Guard", "accepted"))
        await someone.visit("applications/table", "tbody tr")
        await page.get_by_label("Choose all that are shown").check()
        await page.get_by_role("button", name="Move them …").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Show what would happen").click()
        await expect(dialog).to_contain_text("2 applications would move to rejected, 1 would not")
        await expect(page.locator("tbody")).to_contain_text("Screening")
        await dialog.get_by_role("button", name="Yes, move 2 applications").click()
        await expect(page.locator(".tag.stage.rejected")).to_have_count(2)
        await page.locator(".toast").get_by_role("button", name="Undo").click()
        await expect(page.locator(".tag.stage.rejected")).to_have_count(0)

        await page.get_by_label("Stage", exact=True).select_option("applied")
        await expect(page.locator("tbody tr")).to_have_count(1)
        await page.get_by_role("button", name="Keep this view").click()
        await page.get_by_label("Name", exact=True).fill("Waiting")
        await page.get_by_role("button", name="Keep", exact=True).click()
        await page.get_by_label("Stage", exact=True).select_option("")
        await expect(page.locator("tbody tr")).to_have_count(3)
        await page.get_by_role("button", name="Waiting", exact=True).click()
        await expect(page.locator("tbody tr")).to_have_count(1)


async def test_a_table_is_taken_in_after_its_columns_were_seen(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.visit("applications/transfer", ".drop-zone")
        await someone.drop(".drop-zone", ("old.csv", "text/csv", SHEET))
        panel = page.locator(".import-preview")
        await expect(panel.get_by_label("What the column Position is")).to_have_value("title")
        await expect(panel).to_contain_text("Marble")
        async with await someone.api() as api:
            assert (await api.get("/applications")).json()["total"] == 0
        await panel.get_by_label(re.compile("Marble")).select_option("screening")
        await page.get_by_role("button", name="Take in 2 rows").click()
        await expect(panel).to_contain_text("2 applications taken in")
        async with await someone.api() as api:
            assert (await api.get("/applications")).json()["counts"]["screening"] == 1
        await page.locator(".toast").get_by_role("button", name="Undo").click()
        await expect(page.get_by_text("Taken back.")).to_be_visible()
        await someone.visit("applications", ".empty")


async def test_tracking_on_a_phone_in_the_dark(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server, size=PHONE, scheme="dark") as phone:
        page = phone.page
        baker, cook = await track(phone, ("Baker", "applied"), ("Cook", "applied"))
        async with await phone.api() as api:
            soon = {"starts_at": "2026-12-24T10:00:00Z", "people": [{"name": "Ada"}]}
            await api.post(f"/applications/{cook['id']}/interviews", json=soon)
            await api.post("/reminders", json={"text": "Call", "due_at": "2026-11-30T09:00:00Z"})
        await page.get_by_role("navigation", name="Views").get_by_role("link", name="Track").click()
        await page.locator(".card").first.wait_for()
        assert await phone.audit(phone=True) == []
        await page.get_by_role("button", name="Move Baker").click()
        await page.get_by_label("Where to").select_option("screening")
        await page.get_by_role("button", name="Move it").click()
        await expect(column(page, "screening")).to_contain_text("Baker")
        for view, ready in (
            ("applications/table", "tbody tr"), ("applications/calendar", ".calendar-head"),
            ("applications/figures", ".figure"), ("applications/profile", ".profile-panel"),
            ("applications/transfer", ".drop-zone"), (f"jobs/{baker['job_id']}", ".timeline"),
        ):  # fmt: skip
            await phone.visit(view, ready)
            assert await phone.audit(phone=True) == [], view
        zone = page.get_by_label("Your time zone")
        await phone.visit("applications/profile", ".profile-panel")
        await zone.select_option("Europe/Zurich")
        await page.locator(".profile-panel", has=zone).get_by_role("button", name="Keep").click()
        await expect(page.locator(".toast")).to_contain_text("Your time zone is changed")
        async with await phone.api() as api:
            assert (await api.get("/profiles/me")).json()["timezone"] == "Europe/Zurich"
        await phone.visit("jobs", ".row")
        await expect(page.get_by_label("Status of Baker")).to_contain_text("Interviewing (screening)")
