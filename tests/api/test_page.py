"""The page in a real Chromium against the real server: signing in, talking, deciding, and looking at the proof."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, WebSocketRoute, expect

from tests.api.page_browser import DISTANT, FITTING, PHONE, RESUME, Person, chromium, person
from tests.conftest import LiveServer


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file; every test opens a context of its own."""
    async with chromium() as opened:
        yield opened


class BadLine:
    """A network that breaks the first socket right after it has told of a tool call."""

    def __init__(self) -> None:
        self.sockets = 0
        self.broken: asyncio.Task[None] | None = None

    def connect(self, socket: WebSocketRoute) -> None:
        """Stand between a socket of the page and the server."""
        self.sockets += 1
        server = socket.connect_to_server()
        if self.sockets == 1:
            server.on_message(lambda message: self.pass_on(message, socket, server))

    def pass_on(self, message: str | bytes, socket: WebSocketRoute, server: WebSocketRoute) -> None:
        """Everything up to the break."""
        if self.broken is None:
            socket.send(message)
            if '"tool_call"' in str(message):
                self.broken = asyncio.create_task(self.break_off(socket, server))

    async def break_off(self, socket: WebSocketRoute, server: WebSocketRoute) -> None:
        """Close both ends."""
        await server.close(code=1001)
        await socket.close(code=1001)


async def test_a_link_signs_in_once_and_leaves_no_token_in_the_address(
    browser: Browser, live_server: LiveServer
) -> None:
    link = await live_server.sign_in_link()
    async with person(browser, live_server, signed_in=False) as someone:
        await someone.page.goto(link)
        await someone.page.locator(".composer").wait_for()
        assert "sign-in" not in someone.page.url
        await someone.page.reload()
        await expect(someone.page.get_by_role("heading", level=1)).to_have_text("New conversation")
        assert link.split("=")[1] not in await someone.page.evaluate("JSON.stringify(history.state) + location.href")
        await someone.page.get_by_role("button", name="Sign out").click()
        await expect(someone.page.get_by_role("heading", level=1)).to_have_text("Sign in to Jobwright")
        assert await someone.page.evaluate("localStorage.length + sessionStorage.length") == 0
        await someone.page.goto(f"{live_server.url}/#sign-in={link.split('=')[1]}")
        await expect(someone.page.get_by_role("alert").first).to_contain_text("already used")
        refused = [line for line in someone.problems if "401" in line]
        assert someone.problems == refused  # the browser itself reports the refused exchange
        someone.problems.clear()


async def test_an_account_of_ones_own_by_password(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server, signed_in=False) as someone:
        page = someone.page
        await page.goto(live_server.url)
        await page.get_by_role("button", name="Create an account").click()
        await page.get_by_label("Your name").fill("Ines Marquardt")
        await page.get_by_label("E-mail").fill("ines@example.org")
        await page.get_by_label("Password").fill("a long enough phrase")
        await page.keyboard.press("Enter")
        await expect(page.locator(".account-name")).to_have_text("Ines Marquardt")
        await page.get_by_role("button", name="Sign out").click()
        await page.get_by_label("E-mail or user name").fill("ines@example.org")
        await page.get_by_label("Password").fill("not the phrase")
        await page.keyboard.press("Enter")
        await expect(page.locator(".form-error")).to_be_visible()
        await page.get_by_label("Password").fill("a long enough phrase")
        await page.keyboard.press("Enter")
        await expect(page.locator(".account-name")).to_have_text("Ines Marquardt")
        someone.problems = [line for line in someone.problems if "401" not in line]


async def test_an_expired_token_is_renewed_once_for_all_who_wait(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        renewals: list[str] = []
        someone.page.on("request", lambda r: renewals.append(r.url) if r.url.endswith("/auth/refresh") else None)
        await someone.page.evaluate("""() => {
          const held = JSON.parse(sessionStorage.getItem("jobwright.access"));
          sessionStorage.setItem("jobwright.access", JSON.stringify({ ...held, until: 0 }));
        }""")
        await someone.page.reload()
        await expect(someone.page.locator(".account-name")).not_to_be_empty()
        await someone.visit("jobs", ".empty")
        assert len(renewals) == 1


async def test_drop_a_resume_ask_to_compare_and_read_the_answer(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.own(resume=False)
        await someone.drop(".log", ("ines.txt", "text/plain", RESUME), ("empty.txt", "text/plain", " "))
        await expect(page.locator(".composer .chip .chip-error")).not_to_be_empty()
        await expect(page.locator(".composer .chip:not(.error)")).to_contain_text("ines.txt")
        await page.get_by_role("button", name="Remove empty.txt").click()
        await someone.say("Which of these fits me best, and why?")  # goes out with the upload, however long that takes
        answer = page.locator(".message.assistant:not(.live)").first
        await answer.wait_for()
        await expect(page.locator(".message.user .chip")).to_contain_text("ines.txt")
        await expect(answer.locator(".step summary").first).to_contain_text("done")
        await expect(answer).to_contain_text("Senior Backend Engineer")
        first_row = answer.locator(":scope > .prose tbody tr").first
        await expect(first_row).to_contain_text("Seeadler Mobility")
        await expect(first_row.locator(".score-bar").first).to_be_visible()
        await expect(page.locator("#live")).to_contain_text("Jobwright:")
        await expect(page).to_have_url(re.compile(r"#/chat/[0-9a-f-]{36}$"))
        await expect(page.locator(".conversation.current a")).to_contain_text("Which of these")
        await page.reload()
        await expect(page.locator(".message.user")).to_have_count(1)
        await expect(page.locator(".message.assistant")).to_have_count(1)
        someone.problems = [line for line in someone.problems if "422" not in line]  # the empty file, as reported above


async def test_a_socket_that_drops_in_mid_turn_shows_the_turn_once(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        line = BadLine()
        await page.route_web_socket(re.compile("/ws/agent"), line.connect)
        await someone.say("help")
        await expect(page.locator(".message.assistant:not(.live)")).to_have_count(1)
        assert line.sockets == 2
        second = await page.context.new_page()
        await second.goto(page.url)
        await expect(second.locator(".message.assistant")).to_have_count(1)
        await second.get_by_label("Message", exact=True).fill("What jobs do I have?")
        await second.keyboard.press("Enter")
        for tab in (page, second):
            await expect(tab.locator(".message.assistant:not(.live)")).to_have_count(2)
            await expect(tab.locator(".message.user")).to_have_count(2)


async def test_an_approval_is_given_and_refused_by_keyboard(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.own(resume=False)
        await someone.say("Delete job 2")
        card = page.locator(".pending")
        await expect(card).to_be_focused()
        await expect(page.locator("#alert")).to_contain_text("approval")
        await page.reload()
        await expect(card).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="No", exact=True)).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(card).to_have_count(0)
        await expect(page.locator(".message.assistant:not(.live)")).to_have_count(1)
        await someone.say("Delete job 2")
        await expect(card).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator(".message.assistant:not(.live)")).to_have_count(2)
        await someone.visit("jobs", ".row")
        await expect(page.locator(".row")).to_have_count(1)


async def test_jobs_show_reasons_and_keep_what_one_writes(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.own(jobs=(DISTANT,))
        await someone.visit("jobs", ".row")
        await page.get_by_role("button", name="Add jobs").click()
        await page.get_by_label("Links, one a line").fill(FITTING)
        await page.get_by_role("button", name="Add", exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Senior Backend Engineer")
        quotes = page.locator(".part .quotes").first
        await expect(quotes).to_contain_text("Posting")
        await expect(quotes).to_contain_text("Your resume")
        await expect(page.locator(".gaps")).to_contain_text("Kafka")
        await page.locator(".quote-button").first.click()
        assert await page.locator(".source-text mark").inner_text() in FITTING
        await page.get_by_label("Notes").fill("Called on Monday")
        await page.get_by_label("Status of Senior Backend Engineer").select_option("applied")
        await expect(page.locator(".label-line [role=status]")).to_have_text("Saved")
        await page.reload()
        await expect(page.get_by_label("Notes")).to_have_value("Called on Monday")
        await someone.visit("jobs?sort=score", ".row")
        await expect(page.locator(".row").first).to_contain_text("Senior Backend Engineer")
        await page.get_by_label("Status", exact=True).select_option("applied")
        await expect(page.locator(".row")).to_have_count(1)
        await someone.visit("jobs", ".row >> nth=1")
        await page.locator(".row-title", has_text="Pastry Chef").click()
        await page.get_by_role("button", name="Delete Pastry Chef").click()
        await expect(page.locator(".row")).to_have_count(1)
        await page.get_by_role("button", name="Undo").click()
        await expect(page.locator(".row")).to_have_count(2)


async def test_a_fact_shows_where_it_was_read(browser: Browser, live_server: LiveServer) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        await someone.visit("resumes", ".drop-zone")
        # characters beyond UTF-16's first plane shift every index of JavaScript
        text = RESUME.replace("who builds", "\U0001f680\U0001d53d who builds")
        await someone.drop(".drop-zone", ("ines.md", "text/markdown", text), ("empty.txt", "text/plain", " "))
        await expect(page.locator(".upload.error")).to_contain_text("empty.txt")
        await page.locator(".row-title").click()
        fact = page.locator(".fact.bullet", has_text="14 services")
        await fact.focus()
        await page.keyboard.press("Enter")
        await expect(fact).to_have_attribute("aria-pressed", "true")
        await expect(page.locator(".source-text mark")).to_have_text(
            "Moved 14 services to Kubernetes without an outage."
        )
        await page.get_by_role("button", name="Delete").click()
        await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        await expect(page.locator(".empty-title")).to_have_text("No resume yet")
        someone.problems = [line for line in someone.problems if "422" not in line]


async def _saved(someone: Person, click: Locator, target: Path) -> bytes:
    """The bytes of what a click downloads."""
    async with someone.page.expect_download() as pending:
        await click.click()
    await (await pending.value).save_as(target)
    return target.read_bytes()


async def test_from_a_job_to_a_proved_document_with_a_question_on_the_way(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    async with person(browser, live_server) as someone:
        page = someone.page
        [job] = await someone.own(jobs=(FITTING,))
        await someone.visit(f"jobs/{job['id']}", ".part")
        await page.get_by_role("button", name="Tailor my resume").click()
        await page.get_by_role("dialog").get_by_role("button", name="Tailor").click()
        question = page.locator(".question")
        await expect(question.locator("label")).to_contain_text("Kafka", timeout=20_000)
        await expect(page.locator(".line", has_text="12,000 reservations")).to_be_visible()  # a draft is there already
        await question.get_by_role("textbox").fill("Yes, at Kranich Reisen: I fed booking events to Kafka")
        await question.get_by_role("button", name="Answer").click()
        said = page.locator(".line", has_text="Fed booking events to Kafka")
        await expect(said.locator(".said")).to_contain_text("You said so", timeout=20_000)
        line = page.locator(".line", has_text="Wrote REST interfaces")
        await line.get_by_role("button", name="Take out").click()
        await expect(page.get_by_role("dialog")).to_contain_text("of a page")
        await page.get_by_role("dialog").get_by_role("button", name="Take it out").click()
        await expect(line).to_have_count(0, timeout=20_000)
        word = page.get_by_role("button", name="Word (DOCX)")
        await page.locator(".menu summary").click()
        assert (await _saved(someone, word, tmp_path / "resume.docx")).startswith(b"PK")
        proof = json.loads(await _saved(someone, page.get_by_role("button", name="Proof"), tmp_path / "proof.json"))
        assert any("12,000 reservations" in line["text"] and line["facts"] for line in proof["lines"])
        blob = (await page.locator(".pdf-frame").get_attribute("src") or "").split("#")[0]
        assert blob.startswith("blob:")
        await page.get_by_role("tab", name="Lines").focus()
        await page.keyboard.press("ArrowRight")
        await expect(page.locator(".coverage .met", has_text="Kafka")).to_be_visible()
        await page.get_by_role("tab", name="Versions").click()
        await expect(page.locator(".version-list > li")).to_have_count(3)
        await page.get_by_role("tab", name="Lines").click()
        await page.locator(".line", has_text="12,000 reservations").get_by_role("link", name="Where does").click()
        await expect(page.locator(".source-text mark")).to_contain_text("12,000 reservations a day")


async def views_to_audit(someone: Person) -> dict[str, str]:
    """Fill an account by talking and tailoring; answers the addresses of its views, each with a part to wait for."""
    page = someone.page
    jobs = await someone.own()
    await someone.say("Which of these fits me best?")
    await page.locator(".message.assistant:not(.live)").wait_for()
    await someone.say("Delete job 2")
    await page.locator(".pending").wait_for()
    async with await someone.api() as api:
        begun = (await api.post("/tailoring-sessions/", data={"job_id": jobs[0]["id"]})).json()
        while (now := (await api.get(f"/tailoring-sessions/{begun['id']}")).json())["status"] in {"pending", "running"}:
            await asyncio.sleep(0.1)
        letter = (await api.post("/content/generate", json={"kind": "cover_letter", "job_id": jobs[0]["id"]})).json()
    assert now["status"] == "waiting", now["error"]
    return {
        "chat": ".welcome",
        page.url.split("#/")[1]: ".pending",
        "jobs": ".row",
        f"jobs/{jobs[0]['id']}": ".part",
        "resumes": ".row",
        f"resumes/{begun['resume_id']}": ".fact",
        "tailored": ".row",
        "documents": ".row",
        f"documents/{letter['document_id']}": ".letter-sentence",
        f"tailored/{begun['id']}": ".question",
    }


async def test_every_view_is_readable_named_and_reachable(browser: Browser, live_server: LiveServer) -> None:
    complaints: list[tuple[str, str]] = []
    async with person(browser, live_server, scheme="dark") as wide:
        views = await views_to_audit(wide)
        async with person(browser, live_server, size=PHONE) as phone:
            for someone in (wide, phone):
                for view, ready in views.items():
                    await someone.visit(view, ready)
                    complaints += [(view, line) for line in await someone.audit(phone=someone is phone)]
            await expect(phone.page.locator(".pdf-open")).to_be_visible()
            await phone.visit("jobs", ".row")
            await phone.page.get_by_role("button", name="Add jobs").click()
            complaints += [("adding", line) for line in await phone.audit(phone=True)]
            await phone.page.keyboard.press("Escape")
            await phone.page.get_by_role("button", name="Conversations and account").click()
            await expect(phone.page.get_by_role("link", name="New conversation").last).to_be_focused()
            complaints += [("drawer", line) for line in await phone.audit(phone=True)]
            await phone.page.keyboard.press("Escape")
            await expect(phone.page.get_by_role("button", name="Conversations and account")).to_be_focused()
    assert complaints == []


async def test_a_new_conversation_begins_with_its_heading_on_a_phone_too(
    browser: Browser, live_server: LiveServer
) -> None:
    async with person(browser, live_server, size=PHONE) as phone:
        log = phone.page.get_by_role("log", name="Messages")
        await expect(log.locator(".welcome-title")).to_be_in_viewport(ratio=1)
        assert await log.evaluate("log => log.scrollTop") == 0
