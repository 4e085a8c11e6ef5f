"""Roles, providers and prices: what a models file may say, and what the environment alone means."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agents.assistant import AREAS
from agents.models import OFFLINE, ROLES, Models, read_models_file
from store.errors import UnavailableError
from store.settings import Settings

FILE = """
providers:
  local: {base_url: "http://127.0.0.1:11434/v1", timeout_seconds: 900, max_retries: 0}
  cloud: {api_key_env: CLOUD_KEY}
roles:
  chat: [local/qwen, cloud/big, offline]
  generation: [cloud/big]
prices:
  big: {input: 2.0, output: 8.0}
"""


def models(tmp_path: Path, written: str | None = None, **settings: object) -> Models:
    """The models of a process with this file."""
    if written is not None:
        (tmp_path / "models.yaml").write_text(written)
        settings["models_file"] = tmp_path / "models.yaml"
    return Models(Settings(_env_file=None, **settings))  # type: ignore[arg-type]


def test_without_a_key_everything_is_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    made = models(tmp_path)
    assert {made.chain(role)[0] for role in ROLES} == {OFFLINE}
    assert made.is_offline("chat")
    used = made.usage(
        OFFLINE, AIMessage("x", usage_metadata={"input_tokens": 3, "output_tokens": 1, "total_tokens": 4})
    )
    assert (used.tokens_in, used.tokens_out, used.cost) == (3, 1, 0.0)


def test_a_key_or_an_address_in_the_environment_serves_every_role(tmp_path: Path) -> None:
    made = models(tmp_path, openai_api_key=SecretStr("k"), ai_model="some-model")
    assert {tuple(made.chain(role)) for role in ROLES} == {("default/some-model",)}
    assert not made.is_offline("chat")
    assert models(tmp_path, openai_base_url="http://127.0.0.1:1/v1").chain("chat") == ["default/gpt-4o-mini"]


def test_roles_providers_and_prices_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUD_KEY", "secret")
    made = models(tmp_path, FILE, model_timeout_seconds=240.0, model_max_retries=5)
    assert made.chain("generation") == ["cloud/big"]
    assert made.chain("analysis") == made.chain("chat") == ["local/qwen", "cloud/big", "offline"]
    local, cloud = made.model("local/qwen"), made.model("cloud/big")
    assert isinstance(local, ChatOpenAI)
    assert isinstance(cloud, ChatOpenAI)
    assert (local.request_timeout, local.stream_chunk_timeout, local.max_retries) == (900.0, 900.0, 0)
    assert (cloud.request_timeout, cloud.stream_chunk_timeout, cloud.max_retries) == (240.0, 240.0, 5)
    assert made.model("cloud/big") is cloud
    answer = AIMessage(
        "x", usage_metadata={"input_tokens": 1_000_000, "output_tokens": 500_000, "total_tokens": 1_500_000}
    )
    assert made.usage("cloud/big", answer).cost == pytest.approx(6.0)
    assert made.usage("local/qwen", answer).cost is None


@pytest.mark.parametrize(
    "written",
    [
        "roles: [chat]", "roles: {cooking: [offline]}", "providers: {a: {adress: x}}", "{", "- 1",
        "roles: {chat: [nobody/here]}", "roles: {chat: [nothing]}",
        "providers: {f: {factory: 'no.such:thing'}}\nroles: {chat: [f/x]}",
        "providers: {f: {factory: 'builtins:dict'}}\nroles: {chat: [f/x]}",
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_said(tmp_path: Path, written: str) -> None:
    made = models(tmp_path, written)
    with pytest.raises(UnavailableError) as wrong:
        made.model(made.chain("chat")[0])
    assert wrong.value.code == "MODELS_FILE_WRONG"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be read"):
        read_models_file(tmp_path / "missing.yaml")


LET = threading.Event()


class Patient(GenericFakeChatModel):
    """A provider's model that is opened only once the event loop has said so."""

    def __init__(self) -> None:
        super().__init__(messages=iter([AIMessage("ready")]))
        if not LET.wait(5):
            raise RuntimeError("the event loop was kept waiting")

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        """Itself: it calls none."""
        return self


@pytest.mark.parametrize("how", ["named", "bound"])
async def test_a_model_that_takes_long_to_open_leaves_the_loop_to_others(tmp_path: Path, how: str) -> None:
    LET.clear()
    file = "providers: {slow: {factory: 'tests.agents.test_models:Patient'}}\nroles: {chat: [slow/x]}"
    made = models(tmp_path, file)

    async def say() -> None:
        await asyncio.sleep(0.1)
        LET.set()

    opening = made.ready("slow/x") if how == "named" else made.for_agent(AREAS["jobs"])
    opened, _ = await asyncio.gather(opening, say())
    assert (await opened.ainvoke("hello")).text == "ready"
