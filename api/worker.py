"""Background runs through Taskiq: in this process when alone, over Redis Streams when there is a Redis.

The queue only wakes somebody up; the run's row is the truth. A message that is lost costs the few seconds
until recovery sees that nobody works on the run.
"""

import asyncio
import signal
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from taskiq import AsyncBroker, InMemoryBroker, TaskiqEvents, TaskiqState
from taskiq.exceptions import SendTaskError
from taskiq.receiver import Receiver
from taskiq_redis import RedisStreamBroker

from api.background import Background
from graphs import pipelines
from graphs.recovery import keep_recovering
from graphs.services import open_services
from store.away import until_back
from store.settings import Settings
from tools.context import Actor, Services

log = structlog.get_logger(__name__)
WORK_ON_RUN = "work_on_run"
AT_ONCE = 4
KEPT_MESSAGES = 10_000


def make_broker(services: Services) -> AsyncBroker:
    """The broker of this process, with its one task."""
    redis = services.settings.external_redis
    broker: AsyncBroker = _redis_broker(redis) if redis else InMemoryBroker()

    places = asyncio.Semaphore(AT_ONCE)  # the broker of a lone process would begin everything at once
    background = Background()

    @broker.task(task_name=WORK_ON_RUN)
    async def work_on_run(run_id: str, user_id: str) -> None:
        async with places:
            work = background.start(pipelines.execute(services, Actor(UUID(user_id)), UUID(run_id), follow=False))
            try:
                await asyncio.wait([work])
            except asyncio.CancelledError:
                work.cancel()
                await asyncio.wait([work])  # the message is done with only when the run has let go
                raise

    async def stop(_: TaskiqState) -> None:
        # The broker of a lone process would let its runs go on while the services they use are closed.
        await background.aclose()

    broker.add_event_handler(TaskiqEvents.WORKER_SHUTDOWN, stop)
    return broker


def _redis_broker(redis: str) -> AsyncBroker:
    # A worker that is killed while it claims what others left must not keep the lock for that for ever.
    return RedisStreamBroker(redis, queue_name="jobwright:runs", maxlen=KEPT_MESSAGES, unacknowledged_lock_timeout=10)


async def wake(broker: AsyncBroker, actor: Actor, run_id: UUID) -> None:
    """Ask for somebody to work on a run that has been written down.

    When nobody can be asked, whoever looks for runs that nobody works on takes it up a few seconds later.
    """
    task = broker.find_task(WORK_ON_RUN)
    if task is None:
        raise LookupError(f"the broker has no task {WORK_ON_RUN}")
    try:
        await task.kiq(str(run_id), str(actor.user_id))
    except SendTaskError as problem:
        log.warning("the queue cannot be reached; the run waits to be found", run=str(run_id), why=str(problem))


def end_when_terminated() -> None:
    """Cancel the task that asks when the process is told to end as `docker stop` and service managers do."""
    here = asyncio.current_task()
    if here is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, here.cancel)


async def serve(settings: Settings) -> None:
    """Work on runs until cancelled or terminated. Needs a Redis; alone, the server does this itself."""
    end_when_terminated()
    async with open_services(settings) as services:
        broker = make_broker(services)
        broker.is_worker_process = True
        await until_back(broker.startup, seconds=settings.start_wait_seconds)
        recovering = asyncio.create_task(keep_recovering(services))
        try:
            with suppress(asyncio.CancelledError):
                await _work(broker)
        finally:
            recovering.cancel()
            with suppress(asyncio.CancelledError):
                await recovering
            await broker.shutdown()


async def _take(receiver: Receiver, message: Any) -> None:
    """Do what a message says. When the queue cannot be told so, the message comes again and finds its run done."""
    try:
        await receiver.callback(message)
    except RedisError as problem:
        log.warning("the queue could not be told that a message was done", problem=str(problem))


async def _work(broker: AsyncBroker) -> None:
    """Take what the queue holds until cancelled.

    Taskiq's own loop waits for one more message before it stops, so a worker without work would never end.
    """
    receiver, places = Receiver(broker, run_startup=False, max_async_tasks=AT_ONCE), asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as group:
        while True:
            try:
                async for message in broker.listen():
                    await places.acquire()
                    task = group.create_task(_take(receiver, message))
                    task.add_done_callback(lambda _: places.release())
            except RedisError as problem:
                log.warning("the queue cannot be reached; trying again", problem=str(problem))
                await asyncio.sleep(1)
                with suppress(RedisError):  # a Redis that came back without its data has no queue any more
                    await broker.startup()
