"""A mailbox of files that is synced as the product does it, and mails of people and firms that do not exist."""

import io
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from graphs import pipelines
from store.database import transaction
from store.runs import get as get_run
from tools.context import Context
from tools.email import connecting
from tools.email.inbox import looking
from tools.email.inbox.schemas import (
    ListEmails,
)
from tools.email.schemas import SyncEmail, SyncResult
from tools.email.syncing import service
from tools.email.tools import SYNC_EMAIL
from tools.general.service import undo_last_change
from tools.jobs.schemas import AddJob, JobChanges, ListJobs
from tools.jobs.service import change_job, list_jobs
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.schemas import NoArguments

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


def mail(subject: str, text: str, *, sent: str = "Tue, 24 Nov 2026 09:00:00 +0000", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"] = headers.pop("sender", "Harbor Freightways <talent@harborfreightways.example>")
    made["To"], made["Subject"], made["Date"] = "ada@example.com", subject, sent
    made["Message-ID"] = headers.pop("message_id", f"<{abs(hash((subject, text, sent)))}@harborfreightways.example>")
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
    for name, value in ((b"Message-ID", b"<alert-%d@linkedin.com>" % number),):
        raw = re.sub(rb"(?mi)^" + name + rb": .*$", name + b": " + value, raw, count=1)
    return raw
