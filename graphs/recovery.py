"""Taking up what a killed process left behind, and what has waited long enough for an answer."""

import asyncio
import time
from datetime import timedelta
from itertools import count

import structlog

from graphs import pipelines, turns
from graphs.execution import BEAT_SECONDS, SILENT
from store import ingestion, runs
from store.database import transaction
from tools.context import Actor, Services

log = structlog.get_logger(__name__)
EVERY_SECONDS = 2.0
TIDY_EVERY = 30
AT_ONCE = 8
KEEP_CHECKPOINTS = timedelta(minutes=10)
KEEP_ANSWERS = timedelta(days=7)


async def keep_recovering(services: Services) -> None:
    """Look for stalled runs for as long as this process lives, and work on some at a time beside everything else.

    A process that was asleep or too busy for its own heartbeats lets them come first: their runs are not abandoned.
    """
    looked, working = time.time(), set[asyncio.Task[None]]()
    async with asyncio.TaskGroup() as group:
        for round_number in count():
            late, looked = time.time() - looked > EVERY_SECONDS + 2 * BEAT_SECONDS, time.time()
            try:
                for row in [] if late else await _claim(services, limit=AT_ONCE - len(working)):
                    working.add(task := group.create_task(_take_up(services, row)))
                    task.add_done_callback(working.discard)
                if round_number % TIDY_EVERY == 0:
                    await _forget_what_is_old(services)
            except Exception:  # the database may be away for a while; without this nothing would be taken up after
                log.exception("looking for runs to take up failed; trying again")
            await asyncio.sleep(EVERY_SECONDS)


async def _claim(services: Services, *, limit: int) -> list[runs.Run]:
    async with transaction(services.sessions) as session:
        rows = list(await runs.claim_stalled(session, silent_for=SILENT, limit=limit)) if limit > 0 else []
        for row in rows:
            if row.kind != "turn":
                row.status = "queued"  # the pipeline's own start claims it
        if len(rows) < limit:  # nobody has to answer: what asks goes on without after a while
            patience = timedelta(seconds=services.settings.tailoring_answer_seconds)
            rows += await runs.claim_unanswered(session, waited_for=patience, limit=limit - len(rows))
    return rows


async def _take_up(services: Services, row: runs.Run) -> None:
    actor = Actor(row.user_id)
    log.info("taking up a run that nobody works on", run=str(row.id), kind=row.kind, attempt=row.attempts)
    try:
        if row.kind == "turn":
            await turns.take_up(services, actor, row.id)
        else:
            await pipelines.execute(services, actor, row.id, follow=False)
    except Exception:  # the run is marked as failed; the other runs must go on
        log.exception("a run that was taken up failed", run=str(row.id))


async def _forget_what_is_old(services: Services) -> None:
    async with transaction(services.sessions) as session:
        await ingestion.forget_answers(session, older_than=KEEP_ANSWERS)
        threads = await runs.finished_threads(session, older_than=KEEP_CHECKPOINTS)
    await services.checkpoints.forget(threads)
