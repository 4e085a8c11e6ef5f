"""The product as it ships, in a process of its own, for measuring it from outside."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

MODELS = """\
providers:
  bench: {factory: "evals.bench.models:ZeroLatencyModel"}
roles:
  chat: [bench/zero]
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, the database behind it, its process, how long it took to be ready."""

    url: str
    database_url: str
    process: psutil.Process
    seconds_to_ready: float

    async def sign_up(self, email: str) -> str:
        """An access token of somebody new."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            body = {"email": email, "password": "correct horse battery"}
            answer = await client.post("/api/v1/auth/register", json=body)
            answer.raise_for_status()
            return str(answer.json()["access_token"])


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(database_url: str, home: Path) -> AsyncIterator[Served]:
    """Run `jobwright server run` over a database, with the zero-latency model, until left."""
    port = free_port()
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as models:
        models.write(MODELS)
        models.flush()
        environment = {
            **os.environ, "DATABASE_URL": database_url, "JOBWRIGHT_HOME": str(home), "JOBWRIGHT_PORT": str(port),
            "MODELS_FILE": models.name, "RATE_LIMIT_REQUESTS": "10000000", "SIGN_IN_LIMIT_REQUESTS": "10000000",
            "ACCESS_TOKEN_MINUTES": "600",
        }  # fmt: skip
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "api", "server", "run", env=environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            await _until_ready(url, process)
            yield Served(url, database_url, psutil.Process(process.pid), time.perf_counter() - begun)
        finally:
            process.terminate()
            await process.wait()


async def _until_ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        while process.returncode is None:
            try:
                if (await client.get(f"{url}/api/v1/ready")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.02)
    raise RuntimeError(f"the server ended with {process.returncode} before it was ready")
