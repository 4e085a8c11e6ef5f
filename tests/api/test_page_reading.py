"""What the page makes of text and of events: Markdown, turns and boxes, run in Chromium on the modules themselves."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, Route

from tests.api.page_browser import chromium

WEB = Path(__file__).resolve().parents[2] / "api" / "web"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file."""
    async with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A blank page that the modules are served to, from the files and without any server."""
    opened = await browser.new_page()

    async def serve(route: Route) -> None:
        path = WEB / urlsplit(route.request.url).path.removeprefix("/web/")
        await (route.fulfill(path=path) if path.is_file() else route.fulfill(body="", content_type="text/html"))

    await opened.route("**/*", serve)
    await opened.goto("http://127.0.0.1:9/")
    yield opened
    await opened.close()


async def run(page: Page, module: str, body: str, argument: Any = None) -> Any:
    """Run a function body with `m`, the module, and `a`, the argument."""
    return await page.evaluate(f"async a => {{ const m = await import('/web/js/{module}'); {body} }}", argument)


RENDER = "return m.markdown(a).innerHTML;"
SAMPLE = """## Verdict

**Job 1** fits *best*, with `pip | sort` and snake_case_names and 2 * 3 * 4.

| # | Job | Fit | Note |
|---|:--|--:|---|
| 1 | Baker \\| Cook | 82/100 | see [it](https://example.org/a_(b)) |
| 2 | Smith | – | |

1. first
   - inner **one**
   - inner two
2. second

   > quoted

```python
x = "<b>"
```
---
Last https://example.org/x_y_z, done.
"""


async def test_markdown_becomes_the_elements_it_means(page: Page) -> None:
    html = await run(page, "markdown.js", RENDER, SAMPLE)
    for part in (
        "<h4>Verdict</h4>", "<strong>Job 1</strong> fits <em>best</em>", "<code>pip | sort</code>", "snake_case_names",
        "2 * 3 * 4", '<td class="align-start">Baker | Cook</td>', 'href="https://example.org/a_(b)"', "score-bar high",
        "<ol><li>first<ul><li>inner <strong>one</strong></li><li>inner two</li></ul></li>", "<blockquote><p>quoted</p>",
        "x = \"&lt;b&gt;\"", "<hr>", ">https://example.org/x_y_z</a>, done.",
    ):  # fmt: skip
        assert part in html, part


HOSTILE = (
    "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](data:text/html,x)",
    "[a](http://example.org)", "![a](https://example.org/track.png)", "<https://example.org/<script>>",
    "| <script>x</script> |\n|---|\n| <iframe src=x> |", "[a](//example.org)", "[a](#sign-in=token)",
    "[a](vbscript:x)", "`<script>`", "[<img src=x>](https://example.org)", '[a](https://example.org" onclick="x)',
    "[a](/api/v1/auth/logout)", "[a]( java\nscript:alert(1))", "[a](https://example.org/ 'x' onclick=y)",
)  # fmt: skip
TAGS = """
  const all = a.flatMap((text) => [...m.markdown(text).querySelectorAll("*")]);
  return all.map((e) => [e.tagName, ...[...e.attributes].map((x) => `${x.name}=${x.value}`)]);
"""


async def test_no_text_turns_into_markup_or_leads_astray(page: Page) -> None:
    tags = await run(page, "markdown.js", TAGS, list(HOSTILE))
    allowed = {"P", "A", "CODE", "DIV", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "BR"}
    assert {tag for tag, *_ in tags} <= allowed
    attributes = [attribute for _, *some in tags for attribute in some]
    assert not [a for a in attributes if a.startswith(("on", "src", "style"))]
    assert [a for a in attributes if a.startswith("href=")]
    assert not [a for a in attributes if a.startswith("href=") and not a.startswith("href=https://example.org")]


async def test_a_growing_answer_ends_as_if_it_had_come_at_once(page: Page) -> None:
    body = """
      const grown = document.createElement("div");
      for (let end = 1; end <= a.length; end += 3) m.renderInto(grown, a.slice(0, end));
      m.renderInto(grown, a);
      return [grown.innerHTML, m.markdown(a).innerHTML];
    """
    grown, whole = await run(page, "markdown.js", body, SAMPLE)
    assert grown == whole


async def test_hostile_lengths_do_not_stall_the_page(page: Page) -> None:
    body = "const t = performance.now(); for (const x of a) m.markdown(x); return performance.now() - t;"
    texts = ["*" * 20_000, "[" * 20_000, "`" * 20_001, "_a" * 10_000, "| a " * 5_000, "> " * 2_000 + "x", "h" * 50_000]
    assert await run(page, "markdown.js", body, texts) < 3000


def turn(run_id: str, *, content: str = "hello", answer: str = "Hi.") -> list[dict[str, Any]]:
    """The events of one turn with one tool call."""
    ids = {"run_id": run_id, "conversation_id": "c"}
    call = {**ids, "call_id": f"{run_id}-1", "name": "list_jobs", "arguments": {}}
    done = {**call, "status": "ok", "text": "two", "result": None}
    return [
        {"type": "user_prompt", "data": {**ids, "message_id": f"{run_id}-u", "content": content, "attachments": []}},
        {"type": "model_request_start", "data": ids},
        {"type": "text_delta", "data": {**ids, "text": "Let me look."}},
        {"type": "tool_call", "data": call},
        {"type": "tool_result", "data": done},
        {"type": "model_request_start", "data": ids},
        {"type": "text_delta", "data": {**ids, "text": answer}},
        {"type": "final_result", "data": {**ids, "message_id": f"{run_id}-a", "content": answer, "steps": [done]}},
        {"type": "complete", "data": {**ids, "status": "completed"}},
    ]


PLAY = """
  const s = m.emptyState();
  for (const e of a) {
    if (e.type === "reconnect") { m.expectReplay(s); if (e.snapshot) m.applySnapshot(s, e.snapshot); }
    else m.applyEvent(s, e);
  }
  return { messages: s.messages, live: s.live, pending: s.pending, running: m.isRunning(s) };
"""


PLAY_ALL = f"const play = (a) => {{ {PLAY} }}; return a.map(play);"


async def test_a_turn_is_shown_once_however_often_it_is_told(page: Page) -> None:
    events = turn("r1")
    expected = await run(page, "turns.js", PLAY, events)
    assert [m["role"] for m in expected["messages"]] == ["user", "assistant"]
    assert expected["live"] is None
    cuts = range(1, len(events))
    replayed = [[*events[:cut], {"type": "reconnect"}, *events] for cut in cuts]
    assert await run(page, "turns.js", PLAY_ALL, replayed) == [expected] * len(cuts)
    snapshot = {
        "messages": [
            {"id": "r1-u", "role": "user", "content": "hello", "attachments": [], "steps": [], "run_id": "r1"},
            {"id": "r1-a", "role": "assistant", "content": "Hi.", "steps": events[-2]["data"]["steps"], "run_id": "r1"},
        ],
        "pending": None,
    }
    caught_up = [[*events[:cut], {"type": "reconnect", "snapshot": snapshot}, *events[cut:]] for cut in cuts]
    for state in await run(page, "turns.js", PLAY_ALL, caught_up):
        assert [m["id"] for m in state["messages"]] == ["r1-u", "r1-a"]
        assert state["live"] is None


async def test_a_replay_starts_the_running_turn_anew(page: Page) -> None:
    events = turn("r1")[:7]
    once = await run(page, "turns.js", PLAY, events)
    twice = await run(page, "turns.js", PLAY, [*events, {"type": "reconnect"}, *events])
    assert once == twice
    assert once["running"] is True
    assert once["live"]["text"] == "Hi."


async def test_a_waiting_question_survives_and_a_cancelled_turn_ends(page: Page) -> None:
    ids = {"run_id": "r1", "conversation_id": "c"}
    asks = {**ids, "call_id": "x", "name": "delete_job", "arguments": {"job": "2"}, "question": "Shall I?"}
    asked = [turn("r1")[0], {"type": "approval_required", "data": asks}]
    waiting = [*asked, {"type": "complete", "data": {**ids, "status": "waiting"}}]
    again = {"type": "reconnect", "snapshot": {"messages": [], "pending": asks}}
    cancelled = [*turn("r1")[:4], {"type": "complete", "data": {**ids, "status": "cancelled"}}]
    held, ended = await run(page, "turns.js", PLAY_ALL, [[*waiting, again], cancelled])
    assert (held["pending"]["question"], held["running"]) == ("Shall I?", False)
    assert ended["live"] is None
    assert ended["messages"][-1]["items"][0]["status"] == "stopped"


async def test_the_box_tells_links_from_a_text(page: Page) -> None:
    body = "return a.map(m.readBox);"
    links = "https://a.example/1\n\n https://a.example/2 \nhttps://a.example/1"
    boxes = [links, "See https://a.example/1 for it", "Cook\nWien"]
    assert await run(page, "views/add-job.js", body, boxes) == [
        [{"url": "https://a.example/1"}, {"url": "https://a.example/2"}],
        [{"text": "See https://a.example/1 for it"}],
        [{"text": "Cook\nWien"}],
    ]
