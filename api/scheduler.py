"""Beginning what is due: watches and mailboxes at their own pace, the daily ingestion at 04:00 UTC."""

import asyncio
from contextlib import suppress
from uuid import UUID

import structlog
from taskiq import AsyncBroker

from api.worker import end_when_terminated, make_broker, wake
from graphs.services import open_services
from store.away import until_back
from store.database import transaction
from store.settings import Settings
from tools.context import Actor, Services
from tools.email.syncing import service as syncing
from tools.ingestion import service

log = structlog.get_logger(__name__)
EVERY_SECONDS = 5.0


async def keep_scheduling(services: Services, broker: AsyncBroker) -> None:
    """Look for what is due for as long as this process lives; any number of processes may do so at once."""
    while True:
        try:
            for actor, run_id in await begin_due(services):
                await wake(broker, actor, run_id)
        except Exception:  # the database may be away for a while; without this nothing would be begun after
            log.exception("looking for what is due failed; trying again")
        await asyncio.sleep(EVERY_SECONDS)


async def begin_due(services: Services) -> list[tuple[Actor, UUID]]:
    """Write down the runs that are due now."""
    async with transaction(services.sessions) as session:
        watched = await service.begin_due(session, daily=services.settings.daily_ingestion)
    async with transaction(services.sessions) as session:
        return [*watched, *await syncing.begin_due(session)]


async def serve(settings: Settings) -> None:
    """Begin what is due until terminated; the work itself is done by workers."""
    end_when_terminated()
    async with open_services(settings) as services:
        broker = make_broker(services)
        await until_back(broker.startup, seconds=settings.start_wait_seconds)
        try:
            with suppress(asyncio.CancelledError):
                await keep_scheduling(services, broker)
        finally:
            await broker.shutdown()
