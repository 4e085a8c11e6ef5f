"""A model over the wire for tests of conversations, and the product on top of it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from graphs.services import open_services
from store.settings import Settings
from tests.api.people import api, person, stranger
from tests.conftest import LiveServer, serving
from tests.peers import aimock
from tests.peers.talking import JOB
from tools.tailoring.documents.renderer import Processes

__all__ = ["api", "person", "stranger"]  # fixtures of tests/api/people.py

STORY = " ".join(f"word{number}" for number in range(120))
ADD = {"name": "add_job", "arguments": {"text": JOB}}
WIRE: list[dict[str, Any]] = [
    {"match": {"userMessage": "tell a story"}, "response": {"content": STORY}, "latency": 40},
    {
        "match": {"userMessage": "think long"},
        "response": {"content": "at last"},
        "streamingProfile": {"ttft": 20_000, "tps": 50},
    },
    {"match": {"userMessage": "add the baker", "hasToolResult": False}, "response": {"toolCalls": [ADD]}},
    {
        "match": {"userMessage": "add the baker", "hasToolResult": True},
        "response": {"content": "The baker is on your list. " + STORY},
        "latency": 40,
    },
    {"match": {}, "response": {"content": "Hello from the wire."}},
]


@pytest.fixture(scope="session")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aimock.ModelServer]:
    """A slow model that tells stories, thinks long and adds bakers."""
    with aimock.running(tmp_path_factory.mktemp("wire"), WIRE) as server:
        yield server


def models_file(folder: Path, server: aimock.ModelServer, **provider: Any) -> Path:
    """A models file in which that server answers every role."""
    path = folder / "models.yaml"
    providers = {"wire": {"base_url": server.base_url, **provider}}
    path.write_text(yaml.safe_dump({"providers": providers, "roles": {"chat": ["wire/slow-model"]}}))
    return path


Serve = Callable[..., AbstractAsyncContextManager[LiveServer]]


@pytest.fixture
def serve(settings: Settings, rendering: Processes) -> Serve:
    """Opens a server of its own over this test's database, as another process would; keywords change its settings."""

    @asynccontextmanager
    async def start(**changed: Any) -> AsyncIterator[LiveServer]:
        mine = settings.model_copy(update=changed)
        async with open_services(mine, rendering=rendering) as opened, serving(mine, opened) as server:
            yield server

    return start


@pytest.fixture
async def slow_server(serve: Serve, wire: aimock.ModelServer, tmp_path: Path) -> AsyncIterator[LiveServer]:
    """The product with the slow model over the wire."""
    async with serve(models_file=models_file(tmp_path, wire)) as server:
        yield server


@pytest.fixture
def terminal(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command in this process."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("JOBWRIGHT_HOME", str(tmp_path))
    return CliRunner()
