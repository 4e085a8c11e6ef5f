"""`jobwright doctor`: what is installed, what is missing, how to mend it."""

import asyncio
import os
import shutil
import subprocess
from ctypes.util import find_library
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.table import Table

from agents.models import OFFLINE, Models
from api.cli.screen import clean, console, failure_text
from store.database import Database
from store.errors import AppError
from store.settings import Settings
from tools.browser import find_chromium

# For each package manager: how it installs without questions, and what it calls each part.
MANAGERS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "apt-get": (
        ("apt-get", "install", "--yes", "--no-install-recommends"),
        {
            "Pango": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            "Chromium": "chromium",
            "fonts": "fonts-dejavu-core fonts-noto-core",
            "East Asian fonts": "fonts-noto-cjk",
            "Tesseract": " ".join(
                f"tesseract-ocr{end}" for end in ("", "-deu", "-fra", "-spa", "-nld", "-por", "-ita")
            ),
            "Redis server": "redis-server",
            "Dovecot": "dovecot-imapd",
        },
    ),
    "dnf": (
        ("dnf", "install", "--assumeyes"),
        {
            "Pango": "pango",
            "Chromium": "chromium",
            "fonts": "dejavu-sans-fonts google-noto-sans-fonts",
            "East Asian fonts": "google-noto-sans-cjk-fonts",
            "Tesseract": " ".join(
                ("tesseract", *(f"tesseract-langpack-{name}" for name in ("deu", "fra", "spa", "nld", "por", "ita")))
            ),
            "Redis server": "redis",
            "Dovecot": "dovecot",
        },
    ),
    "brew": (
        ("brew", "install"),
        {
            "Pango": "pango",
            "Chromium": "--cask chromium",
            "fonts": "--cask font-noto-sans",
            "East Asian fonts": "--cask font-noto-sans-cjk",
            "Tesseract": "tesseract tesseract-lang",
            "Redis server": "redis",
            "Dovecot": "dovecot",
        },
    ),
}
WAITS = {
    "Pango": "no PDF can be made",
    "Chromium": "pages that need JavaScript cannot be read",
    "fonts": "PDFs may lack letters",
    "East Asian fonts": "PDFs in Chinese, Japanese or Korean cannot be made",
    "Tesseract": "resumes that are scans or pictures cannot be read",
    "Redis server": "the tests of the Redis mode are left out",
    "Dovecot": "the tests of IMAP mailboxes are left out",
}
# Where packages put what only administrators are meant to start; not everybody's PATH has it.
ADMINISTRATORS = os.pathsep.join(("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of this machine: whether it is there, what was found, how to mend it."""

    part: str
    ok: bool
    said: str
    mend: str = ""


def doctor(
    install: Annotated[bool, typer.Option("--install", help="Install what is missing, where that is possible")] = False,
    tests: Annotated[bool, typer.Option("--tests", help="Also what only the tests need")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Speak only of what is missing")] = False,
) -> None:
    """Say what is installed, what is missing, and how to mend it."""
    settings = Settings()
    parts = system_parts(settings, tests=tests)
    if install and any(not part.ok for part in parts):
        _install([part.part for part in parts if not part.ok])
        parts = system_parts(settings, tests=tests)
    findings = parts if quiet else [*parts, _models(settings), asyncio.run(_postgres(settings))]
    missing = [finding for finding in findings if not finding.ok]
    if not quiet:
        _print(findings)
    for finding in missing if quiet else []:
        typer.echo(f"{finding.part} is missing: {finding.said}. To mend it: {finding.mend}", err=True)
    # Jobwright runs without these parts: `make` goes on, and asks again at the next start.
    raise typer.Exit(1 if missing else 0)


def system_parts(settings: Settings, *, tests: bool = False) -> list[Finding]:
    """The parts that come from the system's package manager."""
    pango = [name for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset") if find_library(name) is None]
    found = {
        "Pango": None if pango else "found",
        "Chromium": settings.browser_executable or find_chromium(),
        "fonts": _fonts("el"),
        "East Asian fonts": _fonts("ja"),
        "Tesseract": shutil.which("tesseract"),
    }
    if tests:
        found["Redis server"] = shutil.which("redis-server")
        found["Dovecot"] = shutil.which("dovecot") or shutil.which("dovecot", path=ADMINISTRATORS)
    return [
        Finding(part, said is not None, said or WAITS[part], "" if said else _how(part)) for part, said in found.items()
    ]


def _fonts(language: str) -> str | None:
    """Fonts with the letters of a language, by fontconfig's own list."""
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    listed = subprocess.run(
        [lister, f":lang={language}", "family"], capture_output=True, text=True, check=False, timeout=60
    )
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line.strip()})
    return f"{', '.join(families[:3])} …" if families else None


def _manager() -> str | None:
    return next((name for name in MANAGERS if shutil.which(name)), None)


def _how(part: str) -> str:
    manager = _manager()
    if manager is None:
        return "install it with your system's package manager"
    command, names = MANAGERS[manager]
    return " ".join([*command[:2], names[part]])


def _install(parts: list[str]) -> None:
    """Ask the system's package manager, when it is there and we may."""
    manager = _manager()
    prefix = _privilege(manager)
    if manager is None or prefix is None:
        return
    command, names = MANAGERS[manager]
    packages = [package for part in parts for package in names[part].split()]
    typer.echo(f"installing {', '.join(parts)} with {manager}: {' '.join(packages)}", err=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if manager == "apt-get":
        subprocess.run([*prefix, "apt-get", "update", "-qq"], env=environment, check=False, stdout=subprocess.DEVNULL)
    subprocess.run([*prefix, *command, *packages], env=environment, check=False, stdout=subprocess.DEVNULL)


def _privilege(manager: str | None) -> list[str] | None:
    """What to put before the command: nothing, sudo that asks nothing, or None when we may not."""
    if manager == "brew" or (hasattr(os, "geteuid") and os.geteuid() == 0):
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _print(findings: list[Finding]) -> None:
    table = Table("part", "", "what was found", "how to mend it")
    for finding in findings:
        table.add_row(finding.part, "ok" if finding.ok else "missing", clean(finding.said), finding.mend)
    console().print(table)


def _models(settings: Settings) -> Finding:
    try:
        chain = Models(settings).chain("chat")
    except AppError as problem:
        return Finding("Chat model", False, failure_text(problem.message), "mend the file, or unset MODELS_FILE")
    if chain == [OFFLINE]:
        return Finding(
            "Chat model", True, "offline, no key needed; for a real one set OPENAI_API_KEY or OPENAI_BASE_URL"
        )
    return Finding("Chat model", True, ", then ".join(chain))


async def _postgres(settings: Settings) -> Finding:
    where = "DATABASE_URL" if settings.external_database else f"embedded, in {settings.jobwright_home}"
    database = Database(settings)
    try:
        await database.open(migrate=False)
    except AppError as problem:
        return Finding("Postgres", False, problem.message, "see the message")
    await database.close()
    return Finding("Postgres", True, where)
