"""`jobwright doctor`: what is installed, what is missing, how to mend it."""

import asyncio
import importlib.util
import shutil
from ctypes.util import find_library
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.table import Table

from agents.models import Models
from store.database import Database
from store.errors import AppError
from store.settings import Settings
from tools.browser import find_chromium

INSTALL_PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (macOS: brew install pango)"
INSTALL_CHROMIUM = "apt-get install chromium (macOS: brew install chromium), or set BROWSER_EXECUTABLE"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it is there, what it says, what waits for it, how to mend it."""

    part: str
    ok: bool
    said: str
    mend: str = ""


def doctor() -> None:
    """Say what is installed, what is missing, and how to mend it; ends with 1 when something needed is missing."""
    settings = Settings()
    findings = [_pango(), _chromium(settings), _fonts(), _models(settings), asyncio.run(_postgres(settings))]
    table = Table("part", "", "what was found", "how to mend it", show_lines=False)
    for finding in findings:
        table.add_row(finding.part, "ok" if finding.ok else "missing", finding.said, finding.mend)
    Console().print(table)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


def _pango() -> Finding:
    names = ("pango-1.0", "pangoft2-1.0", "harfbuzz")
    missing = [name for name in names if find_library(name) is None]
    if missing:
        return Finding("Pango (PDF)", False, f"not found: {', '.join(missing)}; no PDF can be made", INSTALL_PANGO)
    return Finding("Pango (PDF)", True, "found")


def _chromium(settings: Settings) -> Finding:
    path = settings.browser_executable or find_chromium()
    if path is None:
        return Finding("Chromium", False, "not found; pages that need JavaScript cannot be read", INSTALL_CHROMIUM)
    return Finding("Chromium", True, path)


def _fonts() -> Finding:
    if shutil.which("fc-list") is None and importlib.util.find_spec("weasyprint") is None:
        return Finding("Fonts", False, "fontconfig is not there", "apt-get install fontconfig fonts-dejavu-core")
    return Finding("Fonts", True, "fontconfig decides; for Chinese, Japanese or Korean names add fonts-noto-cjk")


def _models(settings: Settings) -> Finding:
    try:
        chain = Models(settings).chain("chat")
    except AppError as problem:
        return Finding("Chat model", False, problem.message, "mend the file, or unset MODELS_FILE")
    said = "offline model, no key needed" if chain == ["offline"] else " then ".join(chain)
    return Finding(
        "Chat model", True, said, "" if chain != ["offline"] else "for a real one: OPENAI_API_KEY or OPENAI_BASE_URL"
    )


async def _postgres(settings: Settings) -> Finding:
    where = "DATABASE_URL" if settings.external_database else f"embedded, in {settings.jobwright_home}"
    database = Database(settings)
    try:
        await database.open(migrate=False)
    except AppError as problem:
        return Finding("Postgres", False, problem.message, "")
    await database.close()
    return Finding("Postgres", True, where)
