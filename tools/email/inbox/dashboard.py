"""How the syncs go: their timeline, how each parser fares, alerts whose template seems to have changed."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from store import email as store
from store import email_figures as figures
from store.actors import Actor
from tools.context import utc_now
from tools.email.alerts.reading import SURE
from tools.email.inbox.schemas import ChangedTemplate, ParserFigures, ShowSyncs, SyncDashboard
from tools.email.schemas import SyncCounts, SyncView
from tools.email.syncing.service import find_source

SHOWN, TEMPLATES = 100, 20


async def show_syncs(session: AsyncSession, actor: Actor, data: ShowSyncs) -> SyncDashboard:
    """The syncs of the last days, of one mailbox or of all, and how the parsers fare."""
    source = await find_source(session, actor, data.mailbox) if data.mailbox else None
    since = timedelta(days=data.days)
    rows = await store.syncs(session, actor, source_id=source.id if source else None, since=since, limit=SHOWN)
    parsers = await figures.parser_figures(session, actor, since=since, sure=SURE)
    changed = await figures.changed_templates(session, actor, since=utc_now() - since, limit=TEMPLATES)
    return SyncDashboard(
        syncs=[view_of(row) for row in rows],
        parsers=[ParserFigures(**row) for row in parsers],
        templates=[
            ChangedTemplate(
                email_id=row.id, number=row.number, sender=row.sender_address, subject=row.subject, sent_at=row.sent_at
            )
            for row in changed
        ],
        completed=sum(row.status == "completed" for row in rows), failed=sum(row.status == "failed" for row in rows),
    )  # fmt: skip


def view_of(row: store.EmailSync) -> SyncView:
    """A sync as people see it. Pure."""
    return SyncView(
        id=row.id, source_id=row.source_id, begun_by=row.begun_by, status=row.status, mode=row.mode,
        started_at=row.started_at, finished_at=row.finished_at, counts=SyncCounts.model_validate(row.counts),
        problem=row.problem,
    )  # fmt: skip
