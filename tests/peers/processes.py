"""The product as a person starts it: `jobwright server run` in a process of its own, which tests may kill."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from evals.surviving.processes import PASSED_ON
from tests.conftest import free_port

START_SECONDS = 60.0
LINK = re.compile(r"#sign-in=(\S+)")
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def home_folder() -> Iterator[Path]:
    """A data folder that the embedded server's own user may enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="jobwright-home-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def environment_of(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """A lone installation's environment: nothing of this machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    return {**kept, "JOBWRIGHT_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


@dataclass
class Product:
    """One server process. `family` is every process it was seen to have started."""

    process: "subprocess.Popen[str]"
    url: str
    token: str
    log: Path
    family: list[psutil.Process] = field(default_factory=list)

    def look(self) -> None:
        """Remember the processes it has now."""
        self.family = list({*self.family, *psutil.Process(self.process.pid).children(recursive=True)})

    def kill(self) -> None:
        """As the kernel or a power cut would."""
        self.look()
        self.process.kill()
        self.process.wait(10)

    def end(self, number: int = signal.SIGINT, *, seconds: float = 15) -> int:
        """Ctrl-C, or another signal; the exit status."""
        self.look()
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def left_behind(self, *, seconds: float = 5) -> list[psutil.Process]:
        """Processes of its family that still live so long after its end."""
        return psutil.wait_procs(self.family, timeout=seconds)[1]


@contextmanager
def product(home: Path, **more: str) -> Iterator[Product]:
    """Start the server and sign its owner in with the link that it prints; killed at the end if it still runs."""
    port = free_port()
    log = home / f"server-{port}.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "api", "server", "run"], stdout=subprocess.PIPE, stderr=errors, text=True,
            cwd=home, env=environment_of(home, {"JOBWRIGHT_PORT": str(port), **more}),
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        yield Product(process, url, _sign_in(process, url, log), log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


def _sign_in(process: "subprocess.Popen[str]", url: str, log: Path) -> str:
    assert process.stdout is not None
    silent = threading.Timer(START_SECONDS, process.kill)  # else one that says nothing would be read for ever
    silent.start()
    for line in process.stdout:
        if found := LINK.search(line):
            silent.cancel()
            answer = httpx.post(f"{url}/api/v1/auth/owner", json={"token": found[1]}).raise_for_status()
            return str(answer.json()["access_token"])
    silent.cancel()
    raise AssertionError(f"the server did not start: {log.read_text()[-2000:]}")


def postgres_processes(home: Path) -> list[psutil.Process]:
    """The database servers that run on this data folder."""
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and any(str(home) in part for part in process.info["cmdline"] or ()):
            found.append(process)
    return found
