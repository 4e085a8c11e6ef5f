"""Being told of new mail instead of asking: Google's watch of a mailbox, renewed before it ends."""

from datetime import timedelta

import structlog

from store import email as store
from store.database import transaction
from store.email import EmailSource
from store.errors import AuthorizationError, NotFoundError, ValidationError
from tools.context import Context
from tools.email.sources.gmail import GmailSource
from tools.email.sources.source import MailSource

log = structlog.get_logger(__name__)
# Google's watches last seven days and are to be renewed every day.
RENEWED_BEFORE = timedelta(days=6)


async def renew_push(context: Context, source: EmailSource, rim: MailSource) -> None:
    """Have Google tell of new mail, where a topic is set and the watch has not just been renewed."""
    topic, now = context.settings.google_push_topic, context.clock()
    if topic is None or not isinstance(rim, GmailSource):
        return
    if source.pushed_until is not None and source.pushed_until - now > RENEWED_BEFORE:
        return
    try:
        _, until = await rim.watch(topic)
    except (ValidationError, AuthorizationError, NotFoundError) as problem:  # the topic is wrong, not the mailbox
        log.warning("Google does not tell of new mail", source=str(source.id), code=problem.code)
        return
    async with transaction(context.sessions) as session:
        (await store.get_source(session, context.actor, source.id, lock_row=True)).pushed_until = until
