"""Where it meets what is outside: sockets that outlive a session, text in a terminal, settings, parts that are down."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import psutil
import pydantic
import pytest
from fastapi import FastAPI
from redis.exceptions import RedisError
from rich.markdown import Markdown
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner
from websockets.exceptions import ConnectionClosed

from api import errors
from api.cli import app, settings_text
from api.cli.chat import Terminal
from api.cli.screen import answer_text, clean, console, failure_text
from api.cli.server import _greeting
from store.errors import AppError, AuthenticationError, ConflictError
from store.settings import Settings
from tests.api.conftest import Serve
from tests.api.page_browser import Person, chromium
from tests.conftest import LiveServer
from tests.peers.talking import RESUME, Talk, somebody, talking
from tools.accounts import service as accounts
from tools.accounts import tokens
from tools.context import Services
from tools.resumes import sandbox


async def closed_with(talk: Talk) -> int | None:
    """The code with which the server closes the socket."""
    with pytest.raises(ConnectionClosed) as closed:
        await talk.next(10)
    return closed.value.rcvd.code if closed.value.rcvd else None


async def test_a_socket_ends_with_its_session_but_not_with_its_token(live_server: LiveServer) -> None:
    services = live_server.services
    actor, token = await somebody(services)
    session_id = tokens.read(services.settings, token).session_id
    begun = services.clock() - timedelta(minutes=services.settings.access_token_minutes) + timedelta(seconds=2)
    short = tokens.mint(services.settings, user_id=actor.user_id, session_id=session_id, role="user", now=begun)
    async with talking(live_server, short) as talk:
        await asyncio.sleep(2.1)
        with pytest.raises(AuthenticationError):
            tokens.read(services.settings, short)
        assert (await talk.turn("help"))["status"] == "completed"
        async with services.sessions() as session, session.begin():
            await accounts.revoke(session, services, actor, session_id)
        await talk.say("help")
        assert (await talk.next())[1]["code"] == "SESSION_ENDED"
        assert await closed_with(talk) == 1008


async def test_messages_over_sockets_are_counted(serve: Serve) -> None:
    async with serve(rate_limit_requests=2) as server:
        _, token = await somebody(server.services)
        async with talking(server, token) as first, talking(server, token) as second:
            for talk in (first, second):
                await talk.send("cancel")
                assert (await talk.next())[1]["code"] == "NOTHING_RUNNING"
            await first.send("cancel")
            assert (await first.next())[1]["code"] == "RATE_LIMITED"


def test_text_from_outside_neither_styles_nor_steers_the_terminal() -> None:
    assert (
        clean("Engineer [/remote]\x1b]0;owned\x07\x9b2J\ttwo\r\nlines\x7f")
        == "Engineer [/remote]]0;owned2J\ttwo\nlines"
    )
    links = answer_text("[PDF](/api/v1/a/pdf) · [page](/#/tailored/1) · [site](https://x.example/a)", "http://h:1")
    assert (
        links == "PDF (`jobwright save /api/v1/a/pdf`) · [page](http://h:1/#/tailored/1) · [site](https://x.example/a)"
    )
    shown = console(record=True, file=StringIO(), width=60)
    shown.print(Markdown(answer_text("there is no <rss> with a <channel>", "http://h:1")))
    assert shown.export_text().strip() == "there is no <rss> with a <channel>"
    wrong = (
        "MODELS_FILE m.yaml is not right: 1 error\n  wrong\n    For further information visit https://errors.example"
    )
    assert failure_text(wrong) == "MODELS_FILE m.yaml is not right: 1 error\n  wrong"


def test_the_terminal_says_what_a_command_lacks(terminal: CliRunner) -> None:
    said = terminal.invoke(app, ["chat"], input="/foo[/bar]\n/resume\n/job\n/resume no[/such].pdf\n/quit\n")
    assert said.exit_code == 0, said.output
    for line in ("There is no command /foo[/bar].", "Say which: /resume FILE", "Say which: /job URL", "no[/such].pdf"):
        assert line in said.stdout


async def test_a_turn_that_fails_before_it_begins_does_not_hang_the_terminal(services: Services) -> None:
    actor, _ = await somebody(services)
    terminal = Terminal(services, actor, None, approve=None)
    assert await terminal.say("help") == 0

    async def busy() -> None:
        raise ConflictError("A turn is running.", code="BUSY")

    async def taken_over() -> None:
        return

    async with asyncio.timeout(10):
        with pytest.raises(ConflictError, match="running"):
            await terminal._follow(busy())
        assert await terminal._follow(taken_over()) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "jobs.example.com", "::"])
def test_everybody_is_let_in_on_this_machine_only(host: str) -> None:
    with pytest.raises(pydantic.ValidationError, match="DISABLE_AUTH is refused"):
        Settings(disable_auth=True, jobwright_host=host)  # type: ignore[call-arg]
    for mine in ("127.0.0.1", "localhost", "::1"):
        assert Settings(disable_auth=True, jobwright_host=mine).disable_auth  # type: ignore[call-arg]


def test_a_wrong_setting_is_named_as_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_UPLOAD_SIZE", "much")
    monkeypatch.setenv("JOBWRIGHT_PORT", "door")
    with pytest.raises(pydantic.ValidationError) as wrong:
        Settings()
    said = settings_text(wrong.value)
    assert "MAX_UPLOAD_SIZE: Input should be a valid integer" in said
    assert "JOBWRIGHT_PORT: Input should be" in said
    assert ".env" in said.splitlines()[-1]


def test_a_data_folder_that_cannot_be_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings = Settings(jobwright_home=tmp_path / "file" / "home", secret_key=None)
    with pytest.raises(AppError, match="JOBWRIGHT_HOME") as refused:
        _ = settings.signing_key
    assert refused.value.code == "HOME_NOT_WRITABLE"


async def test_the_log_of_a_public_server_holds_no_way_in(services: Services) -> None:
    assert "#sign-in=" in await _greeting(services)
    public = services.settings.model_copy(update={"environment": "production"})
    greeting = await _greeting(replace(services, settings=public))
    assert "sign-in=" not in greeting
    assert "jobwright server link" in greeting


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (RedisError("gone"), 503, "UNAVAILABLE"),
        (OperationalError("select 1", {}, OSError("gone")), 503, "UNAVAILABLE"),
        (RuntimeError("a secret of the code"), 500, "INTERNAL_ERROR"),
    ],
)
async def test_what_goes_wrong_answers_in_the_one_shape(problem: Exception, status: int, code: str) -> None:
    application = FastAPI()
    errors.install(application)

    @application.get("/")
    async def fail() -> Any:
        raise problem

    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await http.get("/")
    assert (answer.status_code, answer.json()["detail"]["code"]) == (status, code)
    assert str(problem) not in answer.text


async def test_two_resumes_are_read_at_once_and_the_others_wait() -> None:
    limits = {"max_bytes": 10**6, "max_pages": 5, "max_expanded": 10**7, "seconds": 20.0, "memory_mb": 768}
    before, most = len(psutil.Process().children()), 0
    async with asyncio.TaskGroup() as group:
        reading = [group.create_task(sandbox.parse(RESUME.encode(), "cv.txt", **limits)) for _ in range(4)]  # type: ignore[arg-type]
        while not all(task.done() for task in reading):
            most = max(most, len(psutil.Process().children()) - before)
            await asyncio.sleep(0.01)
    assert 1 <= most <= sandbox.AT_ONCE


REACH = """address => new Promise(resolve => {
  document.addEventListener("securitypolicyviolation", () => resolve("forbidden"), { once: true });
  new WebSocket(address).addEventListener("error", () => setTimeout(resolve, 200, "tried"));
})"""


async def test_the_page_may_talk_to_its_own_server_only(live_server: LiveServer) -> None:
    async with chromium() as browser:
        person = Person(await browser.new_page(), live_server)
        await person.page.goto(live_server.url)
        assert await person.page.evaluate(REACH, f"{live_server.ws_url}/api/v1/ws/agent") == "tried"
        assert await person.page.evaluate(REACH, "ws://127.0.0.2:9/") == "forbidden"
    async with httpx.AsyncClient(base_url=live_server.url) as http:
        assert (await http.get("/api/openapi.json")).status_code == 200
        assert (await http.get("/api/docs")).status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--country", "Atlantis"], ["--country", "no country that is known", "Germany"]),
        (["--currency", "euro"], ["--currency", "ISO 4217 code, such as EUR"]),
        (["--min-pay", "-5"], ["--min-pay", "greater than or equal to 0"]),
    ],
)
def test_a_wrong_option_is_called_as_the_command_line_calls_it(
    terminal: CliRunner, given: list[str], said: list[str]
) -> None:
    result = terminal.invoke(app, ["jobs", "search", "python", *given])
    assert result.exit_code == 2
    assert all(words in " ".join(result.output.split()) for words in said), result.output
