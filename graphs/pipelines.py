"""Pipelines: graphs that run in the background or inside a turn, durably."""

import asyncio
from contextlib import suppress
from typing import Any, cast
from uuid import UUID

import structlog
from langchain_core.messages import ToolMessage
from langgraph.types import Command
from redis.exceptions import RedisError

from graphs import registry
from graphs.awaiting import Awaited
from graphs.events import Emitter, run_channel
from graphs.execution import SILENT, Stopped, TakenOver, tell_to_stop, watched
from store import runs
from store.away import is_away
from store.database import transaction
from store.errors import AppError, ConflictError, NotFoundError
from tools.catalogue import BY_NAME
from tools.context import Actor, Context, Services

log = structlog.get_logger(__name__)
ENDED = {"completed", "failed", "cancelled"}
FOLLOW_SECONDS = 0.25
STEPS_AT_ONCE = 8
# A run that ends its process every time must end itself; one that was merely in the way of several kills must not.
BEGUN_AT_MOST = 10


async def execute(
    services: Services, actor: Actor, run_id: UUID, *, on_progress: Any = None, follow: bool = True
) -> None:
    """Work on a pipeline run to its end or its next question, from its last checkpoint if it has one.

    When another process works on it, it is followed to its end, or with `follow` off left to that one. The outcome is
    in the run's row; failures that are expected are recorded there and not raised.
    """
    while True:
        async with transaction(services.sessions) as session:
            claimed = await runs.claim(session, actor, run_id, silent_for=SILENT)
            run = await runs.get(session, actor, run_id)
        if claimed:
            break
        if run.status in {*ENDED, "waiting"} or not follow:
            return
        await asyncio.sleep(FOLLOW_SECONDS)
    try:
        await watched(services, run_id, run.attempts, _work(services, actor, run, on_progress))
    except TakenOver:
        if follow:
            await execute(services, actor, run_id)  # follow whoever has it now
    except Stopped:
        await _end(services, actor, run, "cancelled", None)
    except AppError as problem:
        log.warning("a run failed", run=str(run_id), code=problem.code, why=problem.message)
        await _end(services, actor, run, "failed", problem)
    except Exception as problem:
        if is_away(problem):
            # The row still says that it is running: whoever looks for silent runs takes it up from its last step.
            log.warning("a run was let go, for a server it needs is away", run=str(run_id), why=str(problem))
            return
        unexpected = ConflictError("An unexpected error ended this run.", code="INTERNAL_ERROR")
        await _end(services, actor, run, "failed", unexpected)
        raise


async def _work(services: Services, actor: Actor, run: runs.Run, on_progress: Any) -> None:
    if run.attempts > BEGUN_AT_MOST:
        raise ConflictError(f"This run was begun {run.attempts - 1} times and never finished.", code="GAVE_UP")
    emitter = _emitter(services, run)
    graph = registry.pipeline(run.kind).copy({"checkpointer": services.checkpoints.saver()})
    config: Any = {"configurable": {"thread_id": run.thread_id}, "max_concurrency": STEPS_AT_ONCE}
    begun = await graph.aget_state(config)
    state: dict[str, Any] = dict(begun.values)
    # A step that was done but not yet checkpointed still stands among the tasks, though it is not `next` any more.
    if begun.values and not begun.tasks:  # killed between its last step and the word of it
        await _succeed(services, actor, run, state)
        return
    asks: dict[str, Any] | None = begun.interrupts[0].value if begun.interrupts else None
    decision = _decision_on(run, asks)
    if asks is not None and decision is None:  # killed between the question and the word of it
        await _wait(services, actor, run, emitter, asks, on_progress)
        return
    awaited, asks = Awaited(), None
    begin_with: Any = Command(resume=decision) if decision is not None else None if begun.tasks else run.input
    async for part in graph.astream(
        begin_with, config, context=services.acting_for(actor, run_id=run.id), stream_mode=["custom", "values"],
        durability="async", version="v2",
    ):  # fmt: skip
        if part["type"] == "values":
            state, asked = part["data"], part["interrupts"]
            asks = asked[0].value if asked else None
            continue
        event = awaited.told(cast("Any", part["data"]))
        if "progress" in event:
            await _note_progress(services, actor, run, event)
        await emitter.emit(event["type"], **{key: value for key, value in event.items() if key != "type"})
        if on_progress is not None:
            on_progress(event)
    if asks is not None:
        await _wait(services, actor, run, emitter, asks, on_progress)
        return
    await _succeed(services, actor, run, state)
    await _say_done(services, emitter, run, "completed")


def _emitter(services: Services, run: runs.Run) -> Emitter:
    common = {key: value for key, value in run.input.items() if key not in {"decisions", "answer"}}
    return Emitter(services.cache, run_channel(run.id), {"run_id": str(run.id), **common})


def _decision_on(run: runs.Run, asks: dict[str, Any] | None) -> dict[str, Any] | None:
    """The decision that was handed in on what the run asks, if there is one."""
    made = run.input.get("decisions", [])
    return next((one for one in made if asks and one["question_id"] == asks["question_id"]), None)


async def _wait(
    services: Services, actor: Actor, run: runs.Run, emitter: Emitter, asks: dict[str, Any], on_progress: Any
) -> None:
    """Leave the run waiting for the person, and say what it asks; go on where the answer has come before the wait."""
    asked = registry.PIPELINES[run.kind].asked
    async with transaction(services.sessions) as session:
        if not await runs.wait(session, actor, run.id, asks):
            return  # it was stopped meanwhile
        now = await runs.get(session, actor, run.id)
        answered = _decision_on(now, asks) is not None and await runs.go_on(session, actor, run.id, data=now.input)
        if asked is not None and not answered:
            await asked(session, actor, run, asks)
    if answered:
        await _work(services, actor, now, on_progress)
        return
    await emitter.emit("human_input_required", **{key: value for key, value in asks.items() if key != "kind"})


async def _note_progress(services: Services, actor: Actor, run: runs.Run, event: dict[str, Any]) -> None:
    async with transaction(services.sessions) as session:
        await runs.set_progress(session, actor, run.id, progress=event["progress"], step=event.get("step"))


async def _succeed(services: Services, actor: Actor, run: runs.Run, state: dict[str, Any]) -> None:
    usage = state.get("usage", [])
    async with transaction(services.sessions) as session:
        await runs.finish(
            session, actor, run.id, attempt=run.attempts, status="completed", progress=1.0,
            output=registry.PIPELINES[run.kind].output(run, state),
            model=usage[0]["model"] if usage else None, tokens_in=sum(u["tokens_in"] for u in usage),
            tokens_out=sum(u["tokens_out"] for u in usage), cost=sum(u["cost"] or 0 for u in usage) if usage else None,
            prompts=registry.prompts_of(run.kind),
        )  # fmt: skip


async def _end(services: Services, actor: Actor, run: runs.Run, status: str, problem: AppError | None) -> None:
    error = {"code": problem.code, "message": problem.message} if problem else None
    async with transaction(services.sessions) as session:
        if not await runs.finish(session, actor, run.id, attempt=run.attempts, status=status, error=error):
            return  # it was stopped, or is another's by now
        # What the run was for may have been undone meanwhile; the run has ended all the same.
        why = problem.message if problem else "You stopped it."
        await registry.PIPELINES[run.kind].ended(session, actor, run, status, why)
    emitter = _emitter(services, run)
    if problem:
        await emitter.emit("error", **error or {})
    await _say_done(services, emitter, run, status)


async def _say_done(services: Services, emitter: Emitter, run: runs.Run, status: str) -> None:
    """Tell who follows the run, and forget what was told on the way."""
    await emitter.emit("complete", status=status)
    with suppress(RedisError, OSError):  # an old backlog is overwritten by the next run's; the outcome is in the row
        await services.cache.clear_backlog(run_channel(run.id))


async def stop(services: Services, actor: Actor, run_id: UUID) -> runs.Run:
    """Stop a pipeline's run that has not ended, in whichever process it runs; returns its row as it is now.

    What one did before it was told stays. Raises NotFoundError for another's run or a turn's.
    """
    async with transaction(services.sessions) as session:
        run = await runs.get(session, actor, run_id)
        if run.kind not in registry.PIPELINES:
            raise NotFoundError("There is no such pipeline run.")
        if await runs.cancel(session, actor, run_id):
            await registry.PIPELINES[run.kind].ended(session, actor, run, "cancelled", "You stopped it.")
    await tell_to_stop(services, run_id)
    async with services.sessions() as session:
        return await runs.get(session, actor, run_id)


async def run_behind(context: Context, begun: ToolMessage) -> UUID | None:
    """The run that a tool's message began."""
    pipeline = registry.PIPELINES[BY_NAME[begun.name or ""].pipeline or ""]
    async with context.sessions() as session:
        return await pipeline.run_of(session, context.actor, begun.artifact)


async def finish_pipeline(begun: ToolMessage, context: Context, *, on_progress: Any = None) -> ToolMessage:
    """Run what a tool began to its end, or its next question, inside a turn; the message comes back with the outcome.

    A message that holds the person's answer hands it in first.
    """
    spec = BY_NAME[begun.name or ""]
    try:
        await _hand_in(context, begun, await run_behind(context, begun))
    except AppError as problem:
        return begun.model_copy(update={"content": problem.message, "status": "error", "artifact": None})
    run_id = await run_behind(context, begun)
    if run_id is None:
        return begun
    await execute(context.services, context.actor, run_id, on_progress=on_progress)
    async with context.sessions() as session:
        run = await runs.get(session, context.actor, run_id)
        result = await registry.PIPELINES[run.kind].result(session, context.actor, run)
    return begun.model_copy(
        update={
            "content": spec.present(result),
            "artifact": result.model_dump(mode="json"),
            "status": "success" if run.status in {"completed", "waiting"} else "error",
        }
    )


async def _hand_in(context: Context, begun: ToolMessage, run_id: UUID | None) -> None:
    """Hand in the answer that a message holds; one that was handed in before its turn was killed is not again.

    A run that goes on just now, because nobody had answered for long, comes to its end first.
    """
    given = (begun.artifact or {}).get("answer")
    pipeline = registry.PIPELINES[BY_NAME[begun.name or ""].pipeline or ""]
    if given is None or pipeline.answer is None or run_id is None:
        return
    await execute(context.services, context.actor, run_id)
    async with transaction(context.sessions) as session:
        await pipeline.answer(session, context.actor, begun.artifact, given)
