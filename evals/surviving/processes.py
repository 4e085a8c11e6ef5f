"""The processes of an installation, alone or at scale, each of which can be killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

import psutil

from evals.bench.server import free_port
from store.embedded import EmbeddedPostgres
from store.errors import UnavailableError

READY_SECONDS = 60.0
LAST_WORDS = 2_000  # characters


@dataclass
class Process:
    """One process of the installation: the words of its command, and what runs now."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, again too."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.words, env=dict(self.environment), stdout=log, stderr=log, cwd=self.log.parent
            )

    @property
    def has_ended(self) -> bool:
        """Whether it ended without being told to."""
        return self.running is not None and self.running.poll() is not None

    @property
    def last_words(self) -> str:
        """The end of what it has written."""
        return self.log.read_text()[-LAST_WORDS:]

    def kill(self) -> None:
        """As the kernel or a power cut would."""
        if self.running is not None:
            self.running.kill()
            self.running.wait(10)

    def stop(self) -> None:
        """End it, orderly if it still can."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Installation:
    """What runs: the API at `url`, workers at scale, and the servers beneath them."""

    url: str
    home: Path
    processes: list[Process] = field(default_factory=list)
    postgres: EmbeddedPostgres | None = None
    redis: Process | None = None

    @property
    def at_scale(self) -> bool:
        """Whether workers share a Redis and a Postgres of their own."""
        return self.redis is not None

    def postmasters(self) -> list[psutil.Process]:
        """The Postgres servers that run on this installation's data."""
        found = []
        for process in psutil.process_iter(["name", "cmdline"]):
            words = process.info["cmdline"] or ()
            if process.info["name"] == "postgres" and "-D" in words and any(str(self.home) in word for word in words):
                found.append(process)
        return found

    def told(self) -> str:
        """The last words of each process, and whether it has ended."""
        return "\n".join(
            f"{process.name}{' (ended)' if process.has_ended else ''}: {process.last_words}"
            for process in self.processes
        )

    def restart_redis(self) -> None:
        """Redis goes away with its data and comes back empty."""
        if self.redis is not None:
            self.redis.kill()
            self.redis.start()
            _until_open(int(self.redis.words[2]))

    def restart_postgres(self) -> None:
        """Postgres goes away at once, as in a crash, and is started again; alone, the API goes with it."""
        if not self.at_scale:
            self.processes[0].kill()
        for postmaster in self.postmasters():
            postmaster.send_signal(signal.SIGQUIT)  # an immediate shut-down: no client is waited for
        psutil.wait_procs(self.postmasters(), timeout=20)
        if self.postgres is not None:
            self.postgres.forget()
            self.postgres.start()
        else:
            self.processes[0].start()


# With the folder of what the offline model learned: to learn it anew takes each process nine seconds of the processor.
PASSED_ON = {"PATH", "HOME", "LANG", "TMPDIR", "LEARNED_DIR"}


@contextmanager
def installed(home: Path, mirror: str, *, at_scale: bool, workers: int = 2) -> Iterator[Installation]:
    """Start an installation in an empty folder; everything is stopped at the end."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    environment = {
        **kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "JOBWRIGHT_HOME": str(home),
        "JOBWRIGHT_PORT": str(port), "DISABLE_AUTH": "true", "DAILY_INGESTION": "false", "BOARD_MIRROR": mirror,
        "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1", "SEARCH_SOURCES": "remotive", "RATE_LIMIT_REQUESTS": "1000000",
    }  # fmt: skip
    installation = Installation(f"http://127.0.0.1:{port}/api/v1", home)
    try:
        if at_scale:
            environment |= _servers(installation)
        python = (sys.executable, "-m", "api")
        installation.processes.append(Process("api", (*python, "server", "run"), environment, home / "api.log"))
        for number in range(workers if at_scale else 0):
            name = f"worker-{number}"
            process = Process(name, (*python, "taskiq", "worker"), environment, home / f"{name}.log")
            installation.processes.append(process)
        for process in installation.processes:
            process.start()
        yield installation
    finally:
        _stop(installation)


def _servers(installation: Installation) -> dict[str, str]:
    program = shutil.which("redis-server")
    if program is None:
        raise UnavailableError("redis-server is not installed; `jobwright doctor --install --tests` installs it.")
    port = free_port()
    words = (program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
    installation.redis = Process("redis", words, os.environ, installation.home / "redis.log")
    installation.redis.start()
    _until_open(port)
    installation.postgres = EmbeddedPostgres(installation.home)
    return {"REDIS_URL": f"redis://127.0.0.1:{port}/0", "DATABASE_URL": installation.postgres.start()}


def _stop(installation: Installation) -> None:
    for process in installation.processes:
        process.stop()
    if installation.redis is not None:
        installation.redis.stop()
    if installation.postgres is not None:
        installation.postgres.stop()
    for postmaster in installation.postmasters():
        with suppress(psutil.NoSuchProcess):
            postmaster.terminate()
    psutil.wait_procs(installation.postmasters(), timeout=10)


def _until_open(port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        with closing(socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise UnavailableError(f"nothing listens on port {port}")
