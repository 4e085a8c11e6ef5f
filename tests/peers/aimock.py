"""An OpenAI-compatible model server that others wrote: npm's `@copilotkit/aimock`, over real HTTP."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.peers import node


@dataclass(frozen=True)
class ModelServer:
    """A running stand-in. `base_url` is what OPENAI_BASE_URL takes."""

    url: str

    @property
    def base_url(self) -> str:
        """With the /v1 that OpenAI's clients expect."""
        return f"{self.url}/v1"

    def requests(self, path: str = "/v1/chat/completions") -> list[dict[str, Any]]:
        """What was asked of it so far at this path, oldest first: `body`, `headers`, `response`."""
        found = httpx.get(f"{self.url}/__aimock/journal", params={"path": path}).raise_for_status().json()
        return list(found)


@contextmanager
def running(
    folder: Path, fixtures: Path | Sequence[Mapping[str, Any]], *options: str, validate: bool = True
) -> Iterator[ModelServer]:
    """The server with these fixtures: a file or folder of them, or a list of `{"match": ..., "response": ...}`.

    `options` are its own flags, for example `--latency 20`, `--chaos-ratelimit 1`, `--strict`. Answers that
    are broken on purpose (cut-off arguments, nothing at all) need `validate=False`.
    """
    node.install()
    port = node.free_port()
    if not isinstance(fixtures, Path):
        written = folder / f"aimock-{port}.json"
        written.write_text(json.dumps({"fixtures": list(fixtures)}))
        fixtures = written
    url = f"http://127.0.0.1:{port}"
    arguments = ("--port", str(port), "--fixtures", str(fixtures), *options)
    if validate:
        arguments = (*arguments, "--validate-on-load")
    with node.running("@copilotkit/aimock/dist/cli.js", *arguments, answers=f"{url}/v1/models"):
        yield ModelServer(url)
