"""Between a mailbox and the store: its changes, its new mails, each kept once."""

import asyncio
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from store import email as store
from store import email_messages as messages
from store.base import new_id
from store.database import transaction
from store.email import EmailSource
from store.email_messages import EmailMessage
from store.errors import AuthorizationError, ConflictError, NotFoundError, ValidationError
from tools.context import Context
from tools.email.sources.opening import open_source
from tools.email.sources.secrets import renewed, seal, unseal
from tools.email.sources.source import Change, Fetched, MailSource, Page
from tools.email.syncing.reading import row_of

log = structlog.get_logger(__name__)
AT_ONCE, TOLD_AT_ONCE = 10, 50
LOOKBACK = "lookback_hours"


async def source_of_run(context: Context) -> EmailSource:
    """The source that this run syncs. Raises NotFoundError when it was disconnected meanwhile."""
    async with context.sessions() as session:
        sync = await store.get_sync(session, context.actor, run_of(context))
        return await store.get_source(session, context.actor, sync.source_id)


def run_of(context: Context) -> UUID:
    """The run that these steps belong to."""
    if context.run_id is None:
        raise LookupError("a sync's steps work inside a run")
    return context.run_id


def opened(context: Context, source: EmailSource) -> Any:
    """The source's rim, open for as long as the context manager lasts; new tokens are kept as they come."""

    async def keep(values: dict[str, Any]) -> None:
        async with transaction(context.sessions) as session:
            row = await store.get_source(session, context.actor, source.id, lock_row=True)
            row.sealed = seal(context.settings, values)

    secrets = unseal(context.settings, source.sealed) if source.sealed else None
    settings = {**source.settings, "address": source.address, "scopes": list(source.scopes)}
    return open_source(context.services, source.kind, settings, secrets, on_new_secrets=keep)


async def renew_seal(context: Context, source: EmailSource) -> None:
    """Keep the source's secrets under the newest key: after each source's next sync an older one is needed no more."""
    if source.sealed is None or renewed(context.settings, source.sealed) is None:
        return
    async with transaction(context.sessions) as session:
        row = await store.get_source(session, context.actor, source.id, lock_row=True)
        if row.sealed is not None:  # as it is by now: a token may have been renewed meanwhile
            row.sealed = renewed(context.settings, row.sealed) or row.sealed
    log.info("the access to a mailbox was sealed with the newest key", source=str(source.id))


async def tell_changes(context: Context, source: EmailSource, rim: MailSource) -> None:
    """Tell the mailbox what was read, starred, archived or thrown away here.

    What the person has not allowed at the mailbox stays a change made here.
    """
    while rim.capabilities.change:
        async with context.sessions() as session:
            rows = await messages.pending(session, context.actor, source.id, limit=TOLD_AT_ONCE)
        if not rows:
            break
        ids = {row.id: row.external_id for row in rows}
        for change in dict.fromkeys(change for row in rows for change in row.pending):
            asked = [ids[row.id] for row in rows if change in row.pending]
            try:
                moved = await rim.change(asked, _change(change))
            except (ConflictError, ValidationError, NotFoundError, AuthorizationError) as problem:
                # It would be refused each time, and no sync would get further.
                log.warning("a mailbox refused a change", source=str(source.id), change=change, code=problem.code)
                moved = {}
            ids = {row_id: moved.get(external_id, external_id) for row_id, external_id in ids.items()}
            await _note_told(context, rows, change, ids)


async def _note_told(context: Context, rows: Sequence[EmailMessage], change: str, ids: Mapping[UUID, str]) -> None:
    """Write down what the mailbox has been told, and the ids that messages have there now."""
    done = 0
    async with transaction(context.sessions) as session:
        for row in await messages.of_ids(session, context.actor, [row.id for row in rows if change in row.pending]):
            row.external_id = ids[row.id]
            row.pending = [one for one in row.pending if one != change]
            done += not row.pending
        await store.count_in_sync(session, context.actor, run_of(context), {"told": done})


def _change(name: str) -> Change:
    return name  # type: ignore[return-value]  # only known changes are ever put there


async def fetch_new(context: Context, source: EmailSource, rim: MailSource) -> None:
    """Keep every mail that is new since the last sync.

    The cursor moves on only when the whole listing is kept, so a sync that dies lists again and skips what it has.
    """
    hours = int(source.settings.get(LOOKBACK) or context.settings.email_sync_lookback_hours)
    since = context.clock() - timedelta(hours=hours)
    mode, cursor = "incremental" if source.cursor else "first", source.cursor
    async for page in rim.listed(source.cursor, since=since):
        mode = "bounded" if page.bounded else mode
        await _keep_page(context, source, rim, page, again=mode == "incremental")
        cursor = page.cursor
    async with transaction(context.sessions) as session:
        row = await store.get_source(session, context.actor, source.id, lock_row=True)
        row.cursor = cursor
        sync = await check_running(session, context)
        sync.mode = sync.mode or mode  # as it was before a kill, which leaves a cursor


async def _keep_page(context: Context, source: EmailSource, rim: MailSource, page: Page, *, again: bool) -> None:
    """Keep one page; `again` fetches what is known too, since the listing names it for having changed."""
    gone = [listed.external_id for listed in page.messages if listed.gone]
    there = list({listed.external_id: listed for listed in page.messages if not listed.gone}.values())
    async with transaction(context.sessions) as session:
        for external_id in gone:
            await messages.set_state(session, context.actor, source.id, external_id, {"deleted_at": context.clock()})
        ids = [listed.external_id for listed in there]
        known = set() if again else await messages.known(session, context.actor, source.id, ids)
    wanted = [listed for listed in there if listed.external_id not in known]
    for at in range(0, len(wanted), AT_ONCE):
        fetched = await rim.fetch([listed.external_id for listed in wanted[at : at + AT_ONCE]])
        await keep_fetched(context, source.id, fetched, sync_id=run_of(context))


async def keep_fetched(
    context: Context, source_id: UUID, fetched: Sequence[Fetched], *, sync_id: UUID | None = None
) -> int:
    """Keep mails that were fetched, by that sync, or handed in; returns how many are new."""
    rows = await asyncio.to_thread(lambda: [row_of(one) for one in fetched])
    async with transaction(context.sessions) as session:
        await store.get_source(session, context.actor, source_id)
        await _tell_apart(session, context, source_id, rows)
        now = context.clock()
        for row, one in zip(rows, fetched, strict=True):
            row |= {
                "id": new_id(), "source_id": source_id, "dated_at": min(row["dated_at"] or now, now),
                "deleted_at": context.clock() if one.in_trash else None,
            }  # fmt: skip
            row["thread"] = row["thread"] or await _thread(session, context, source_id, row)
            row["thread"] = row["thread"] if str(source_id) in row["thread"] else f"{source_id}:{row['thread']}"
        new = await messages.add(session, context.actor, rows)
        if sync_id is not None:
            await store.count_in_sync(session, context.actor, sync_id, {"fetched": new})
        return new


async def _tell_apart(session: AsyncSession, context: Context, source_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """A mail that bears another's Message-ID is another mail all the same: it neither hides nor replaces that one."""
    known = await messages.same_ids(session, context.actor, source_id, [row["message_id"] for row in rows])
    for row in rows:
        itself = (row["sender_address"], row["sent_at"])
        if known.setdefault(row["message_id"], itself) != itself:
            row["message_id"] = f"{hashlib.sha256(zlib.decompress(row['raw'])).hexdigest()[:32]}@again.invalid"


async def _thread(session: AsyncSession, context: Context, source_id: UUID, row: dict[str, Any]) -> str:
    """The thread of a mail whose mailbox knows none: that of the mails it answers, else one that it begins."""
    known = await messages.thread_of(session, context.actor, source_id, row["references"])
    return known or (row["references"] or [row["message_id"]])[0]


async def check_running(session: AsyncSession, context: Context) -> store.EmailSync:
    """This run's sync while it runs. Raises ConflictError when it was ended or disconnected meanwhile."""
    sync = await store.get_sync(session, context.actor, run_of(context))
    if sync.status != "running":
        raise ConflictError("This sync has ended.", code="SYNC_ENDED")
    return sync
