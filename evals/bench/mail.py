"""A mailbox of 5,000 mails, synced as the product does it: mails a second, and whether memory stays flat."""

import asyncio
import mailbox
import os
import random
import tempfile
import time
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import format_datetime, make_msgid
from pathlib import Path

import psutil

from evals.bench.measuring import Row
from graphs import pipelines
from graphs.services import open_services
from store import accounts
from store.database import transaction
from store.settings import Settings
from tools.context import Actor, Context, Services, utc_now
from tools.email import connecting
from tools.email.schemas import ConnectFolder, SourceChanges, SyncEmail
from tools.email.tools import SYNC_EMAIL
from tools.registry import call

SMALL, LARGE = 1_000, 5_000
# Memory may grow by the caches that a longer run fills, not with the number of mails.
GROWS_AT_MOST = 1.25
SAMPLED_EVERY = 0.1
_EMPLOYERS = ("Acme", "Initech", "Globex", "Umbrella", "Hooli", "Vehement", "Massive Dynamic", "Soylent")
_TITLES = ("Backend Engineer", "Nurse", "Store Manager", "Data Analyst", "Electrician", "Baker", "Teacher")


async def bench(database_url: str) -> list[Row]:
    """Sync a small and a large mailbox, beside only parsing the large one with the standard library."""
    with tempfile.TemporaryDirectory(prefix="jobwright-mail-") as folder:
        home = Path(folder)
        settings = Settings(
            database_url=database_url, jobwright_home=home, email_folders=str(home), secret_key="b" * 40
        )
        small, large = (_mailbox(home / f"{count}.mbox", count) for count in (SMALL, LARGE))
        async with open_services(settings) as services:
            async with transaction(services.sessions) as session:
                context = services.acting_for(Actor((await accounts.local_owner(session)).id))
            await _synced(services, context, _mailbox(home / "warm.mbox", 50))
            _, first = await _synced(services, context, small)
            seconds, second = await _synced(services, context, large)
            again, _ = await _synced(services, context, large)
        parsed = await asyncio.to_thread(_parsed_alone, large)
    return [
        Row("mails synced a second: kept, read, acted on", LARGE / seconds, "/s", LARGE / parsed, "parsed alone"),
        Row("the same mailbox again, nothing new", again, "s"),
        Row(
            f"peak memory, {LARGE:,} mails", second, "MB", first, f"{SMALL:,} mails", at_most=GROWS_AT_MOST
        ),
    ]  # fmt: skip


async def _synced(services: Services, context: Context, path: Path) -> tuple[float, float]:
    """Seconds to sync a mailbox, and the most resident memory meanwhile, in MB."""
    view = await connecting.connect_folder(context, ConnectFolder(path=str(path)))
    async with transaction(services.sessions) as session:
        await connecting.change_source(session, context.actor, view.id, SourceChanges(lookback_hours=8760))
    peak = [0.0]
    watching = asyncio.create_task(_watch_memory(peak))
    began = time.perf_counter()
    begun = await call(SYNC_EMAIL, context, SyncEmail(source=str(view.id)))
    await pipelines.execute(services, context.actor, begun.id)
    seconds = time.perf_counter() - began
    watching.cancel()
    return seconds, peak[0]


async def _watch_memory(peak: list[float]) -> None:
    process = psutil.Process(os.getpid())
    while True:
        peak[0] = max(peak[0], process.memory_info().rss / 1_048_576)
        await asyncio.sleep(SAMPLED_EVERY)


def _parsed_alone(path: Path) -> float:
    """Seconds to take every mail apart with the standard library alone."""
    began = time.perf_counter()
    box, parser = mailbox.mbox(path), BytesParser(EmailMessage, policy=default)
    for key in box.iterkeys():
        body = parser.parsebytes(box.get_bytes(key)).get_body()
        assert body is not None
        assert body.get_content()
    return time.perf_counter() - began


def _mailbox(path: Path, count: int) -> Path:
    """An mbox of so many mails: half newsletters, a quarter replies of employers, a fifth alerts, the rest personal."""
    box = mailbox.mbox(path)
    box.lock()
    try:
        for number in range(count):
            box.add(_mail(number))
        box.flush()
    finally:
        box.unlock()
        box.close()
    return path


def _mail(number: int) -> EmailMessage:
    draw = random.Random(number)
    message = EmailMessage()
    employer, title = draw.choice(_EMPLOYERS), draw.choice(_TITLES)
    kind = draw.choices(("news", "reply", "alert", "person"), weights=(50, 25, 20, 5))[0]
    message["Message-ID"] = make_msgid(str(number), domain=f"{kind}.example.com")
    message["Date"] = format_datetime(utc_now())
    message["To"] = "me@example.com"
    filling = " ".join(draw.choice(("market", "team", "update", "story", "people", "work")) for _ in range(300))
    if kind == "alert":
        message["From"] = "Job Alerts <alerts@board.example.com>"
        message["Subject"] = f"New jobs for you: {title} and more"
        rows = "".join(
            f'<tr><td><a href="https://board.example.com/jobs/{number * 10 + at}">{draw.choice(_TITLES)}</a><br>'
            f"{draw.choice(_EMPLOYERS)}<br>Berlin</td></tr>"
            for at in range(6)
        )
        message.set_content("See the HTML part.")
        message.add_alternative(f"<html><body><table>{rows}</table><p>{filling}</p></body></html>", subtype="html")
        return message
    message["From"] = f"{employer} <jobs@{employer.lower().replace(' ', '')}.example.com>"
    message["Subject"] = f"Your application as {title}" if kind == "reply" else f"{employer} news {number}"
    opening = "Thank you for applying. We have received your application.\n\n" if kind == "reply" else ""
    message.set_content(f"Hello,\n\n{opening}{filling}\n\nBest regards\n{employer}")
    return message
