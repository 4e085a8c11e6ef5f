"""A model over the wire, scripted by each test, and the product's services on top of it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphs.services import open_services
from store.settings import Settings
from tests.peers import aimock
from tools.context import Services
from tools.tailoring.documents.renderer import Processes

Open = Callable[..., AbstractAsyncContextManager[Services]]


@pytest.fixture
def on_wire(settings: Settings, rendering: Processes, tmp_path: Path) -> Open:
    """Opens services over this test's database whose models are the ones of a models file; keywords are settings."""

    @asynccontextmanager
    async def opened(models: Mapping[str, Any], **changed: Any) -> AsyncIterator[Services]:
        path = tmp_path / "models.yaml"
        path.write_text(yaml.safe_dump(dict(models)))
        wired = settings.model_copy(update={"models_file": path, **changed})
        async with open_services(wired, rendering=rendering) as services:
            yield services

    return opened


def one_model(server: aimock.ModelServer, **provider: Any) -> dict[str, Any]:
    """A models file in which that server answers every role."""
    return {"providers": {"wire": {"base_url": server.base_url, **provider}}, "roles": {"chat": ["wire/gpt-test"]}}


def asks(said: str, *calls: Mapping[str, Any], **match: Any) -> dict[str, Any]:
    """A model that answers these words with tool calls."""
    return {"match": {"userMessage": said, "hasToolResult": False, **match}, "response": {"toolCalls": list(calls)}}


def answers(said: str, content: str, **more: Any) -> dict[str, Any]:
    """A model that answers these words, or the results of its calls, with text."""
    return {"match": {"userMessage": said}, "response": {"content": content}, **more}
