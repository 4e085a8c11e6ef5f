"""Mails of people and firms that do not exist, and a mailbox of files that is synced as the product does it."""

import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from graphs import pipelines
from graphs.services import open_services
from store.database import transaction
from store.runs import get as get_run
from store.settings import Settings
from tests.databases import Databases
from tools.context import Context, Services
from tools.email import connecting
from tools.email.inbox import looking
from tools.email.inbox.schemas import ListEmails
from tools.email.schemas import SyncEmail, SyncResult
from tools.email.syncing import service
from tools.email.tools import SYNC_EMAIL
from tools.general.service import undo_last_change
from tools.jobs.schemas import AddJob, JobChanges, ListJobs
from tools.jobs.service import change_job, list_jobs
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.schemas import NoArguments

ADA = "ada.fenwick@gmail.example"
ALERTS = Path(__file__).resolve().parents[2] / "evals" / "cases" / "alerts"
REJECTION = (
    "Dear Ada,\n\nThank you for your interest in the Backend Engineer position at Harbor Freightways. After careful "
    "consideration we have decided not to move forward with your application.\n\nBest regards\nHarbor Freightways "
    "Talent Team\n"
)
INTERVIEW = (
    "Hi Ada,\n\nThank you for applying to the Backend Engineer position at Harbor Freightways. We would like to invite "
    "you to an interview with our engineering team. Please let us know when you are available next week.\n\n"
    "Best regards\nMira Holt\nHarbor Freightways\n"
)


def an_hour_ago() -> str:
    """The `Date` of a mail for who reads by today's clock: a first sync looks back a few days only."""
    return format_datetime(datetime.now(UTC) - timedelta(hours=1))


def mail(
    subject: str = "Your application",
    text: str = "Thank you for applying to Harbor.\n",
    *,
    sender: str = "Harbor Freightways <talent@harborfreightways.example>",
    to: str = "ada@example.com",
    sent: str = "Tue, 24 Nov 2026 09:00:00 +0000",
    message_id: str | None = None,
    **headers: str,
) -> bytes:
    """The MIME bytes of a plain mail; headers with _ for -."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, sent
    made["Message-ID"] = message_id or f"<{abs(hash((subject, text, sent)))}@harborfreightways.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def mbox(*mails: bytes) -> io.BytesIO:
    return io.BytesIO(b"".join(b"From x@example.com Sat Nov 28 09:00:00 2026\n" + one + b"\n" for one in mails))


class Mailbox:
    """Somebody's mailbox of files, synced as the product does it."""

    def __init__(self, context: Context) -> None:
        self.context, self.services, self.actor = context, context.services, context.actor

    async def hand_in(self, *mails: bytes) -> SyncResult:
        _, source_id = await connecting.upload_mail(self.context, mbox(*mails))
        return await self.sync(str(source_id))

    async def sync(self, source: str | None = None) -> SyncResult:
        begun = await call(SYNC_EMAIL, self.context, SyncEmail(source=source))
        await pipelines.execute(self.services, self.actor, begun.id)
        async with self.services.sessions() as session:
            return await service.result_of_run(session, self.actor, await get_run(session, self.actor, begun.id))

    async def job(self, title: str = "Backend Engineer", company: str = "Harbor Freightways") -> Any:
        return await call(ADD_JOB, self.context, AddJob(title=title, company=company))

    async def apply(self, job: Any) -> None:
        async with transaction(self.services.sessions) as session:
            await change_job(session, self.actor, job.id, JobChanges(status="applied"))

    async def jobs(self) -> dict[str, str]:
        async with self.services.sessions() as session:
            found = await list_jobs(session, self.actor, ListJobs(limit=200))
        return {f"{job.title} at {job.company}": job.status for job in found.jobs}

    async def mails(self, **wanted: Any) -> list[Any]:
        async with self.services.sessions() as session:
            return (await looking.list_emails(session, self.actor, ListEmails(**wanted))).emails

    async def undo(self) -> Any:
        async with transaction(self.services.sessions) as session:
            return await undo_last_change(session, self.actor, NoArguments())


def alert(number: int) -> bytes:
    """An alert of the number's own three openings."""
    raw = (ALERTS / "linkedin-alert-en.eml").read_bytes()
    return re.sub(rb"(?mi)^Message-ID: .*$", b"Message-ID: <alert-%d@linkedin.com>" % number, raw, count=1)


@asynccontextmanager
async def opened(databases: Databases, folder: Path) -> AsyncIterator[Services]:
    """Services for a whole module: the tests of sources keep nothing in the database but the egress log."""
    async with databases.lend() as address:
        settings = Settings(
            database_url=address, jobwright_home=folder, secret_key="s" * 40,
            outbound_allowed_hosts="127.0.0.1", _env_file=None,
        )  # fmt: skip
        async with open_services(settings) as services:
            yield services
