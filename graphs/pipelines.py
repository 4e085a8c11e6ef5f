"""Pipelines: graphs that run in the background or inside a turn, durably."""

import asyncio
from typing import Any, cast
from uuid import UUID

from langchain_core.messages import ToolMessage
from langgraph.runtime import Runtime

from graphs import registry
from graphs.events import Emitter, run_channel
from graphs.execution import MAX_ATTEMPTS, SILENT, Stopped, TakenOver, tell_to_stop, watched
from store import runs
from store import tailoring as tailored
from store.database import transaction
from store.errors import AppError, ConflictError
from tools.catalogue import BY_NAME
from tools.context import Actor, Context, Services
from tools.tailoring import service as tailoring

ENDED = {"completed", "failed", "cancelled"}
FOLLOW_SECONDS = 0.25


async def execute(services: Services, actor: Actor, run_id: UUID, *, on_progress: Any = None) -> None:
    """Work on a pipeline run to its end, from its last checkpoint if it has one; follow it when another process does.

    The outcome is in the run's row; failures that are expected are recorded there and not raised.
    """
    while True:
        async with transaction(services.sessions) as session:
            claimed = await runs.claim(session, actor, run_id, silent_for=SILENT)
            run = await runs.get(session, actor, run_id)
        if claimed:
            break
        if run.status in ENDED:
            return
        await asyncio.sleep(FOLLOW_SECONDS)
    try:
        await watched(services, run_id, run.attempts, _work(services, actor, run, on_progress))
    except TakenOver:
        await execute(services, actor, run_id)  # follow whoever has it now
    except Stopped:
        await _end(services, actor, run, "cancelled", None)
    except AppError as problem:
        await _end(services, actor, run, "failed", problem)
    except Exception:
        await _end(
            services, actor, run, "failed", ConflictError("An unexpected error ended this run.", code="INTERNAL_ERROR")
        )
        raise


async def _work(services: Services, actor: Actor, run: runs.Run, on_progress: Any) -> None:
    if run.attempts > MAX_ATTEMPTS:
        raise ConflictError(f"This run was begun {run.attempts - 1} times and never finished.", code="GAVE_UP")
    emitter = Emitter(services.cache, run_channel(run.id), {"run_id": str(run.id), **run.input})
    graph = registry.pipeline(run.kind).copy({"checkpointer": services.checkpoints.saver()})
    config: Any = {"configurable": {"thread_id": run.thread_id}}
    begun = await graph.aget_state(config)
    state: dict[str, Any] = dict(begun.values)
    if begun.values and not begun.next:  # killed between its last step and the word of it
        await _succeed(services, actor, run, state)
        return
    async for part in graph.astream(
        None if begun.next else run.input, config, context=services.acting_for(actor, run_id=run.id),
        stream_mode=["custom", "values"], durability="async", version="v2",
    ):  # fmt: skip
        if part["type"] == "values":
            state = part["data"]
            continue
        event: dict[str, Any] = cast("Any", part["data"])
        await emitter.emit(event["type"], **{key: value for key, value in event.items() if key != "type"})
        if on_progress is not None:
            on_progress(event)
    await _succeed(services, actor, run, state)
    await _say_done(services, emitter, run, "completed")


async def _succeed(services: Services, actor: Actor, run: runs.Run, state: dict[str, Any]) -> None:
    usage = state.get("usage", [])
    async with transaction(services.sessions) as session:
        await runs.update_run(
            session, actor, run.id, status="completed", progress=1.0,
            output={"session_id": run.input.get("session_id"), "problem": state.get("problem")},
            model=usage[0]["model"] if usage else None, tokens_in=sum(u["tokens_in"] for u in usage),
            tokens_out=sum(u["tokens_out"] for u in usage), cost=sum(u["cost"] or 0 for u in usage) if usage else None,
            prompts=registry.prompts_of(run.kind),
        )  # fmt: skip


async def _end(services: Services, actor: Actor, run: runs.Run, status: str, problem: AppError | None) -> None:
    error = {"code": problem.code, "message": problem.message} if problem else None
    async with transaction(services.sessions) as session:
        await runs.update_run(session, actor, run.id, status=status, error=error)
        if "session_id" in run.input:
            # The session may have been undone meanwhile; the run has ended all the same.
            await tailoring.end(
                session, actor, UUID(run.input["session_id"]), status="stopped" if status == "cancelled" else "failed",
                error=problem.message if problem else "You stopped it.",
            )  # fmt: skip
    emitter = Emitter(services.cache, run_channel(run.id), {"run_id": str(run.id), **run.input})
    if problem:
        await emitter.emit("error", **error or {})
    await _say_done(services, emitter, run, status)


async def _say_done(services: Services, emitter: Emitter, run: runs.Run, status: str) -> None:
    """Tell who follows the run, and forget what was told on the way."""
    await emitter.emit("complete", status=status)
    await services.cache.clear_backlog(run_channel(run.id))


async def stop(services: Services, actor: Actor, tailored_id: UUID) -> None:
    """Stop what a tool began and nobody wants any more, in whichever process it runs."""
    async with transaction(services.sessions) as session:
        row = await tailored.get(session, actor, tailored_id)
        if row.status in {"pending", "running"}:
            await tailoring.stop(session, actor, tailored_id)
    if row.run_id is not None:
        await tell_to_stop(services, row.run_id)


async def finish_pipeline(begun: ToolMessage, runtime: Runtime[Context]) -> ToolMessage:
    """Run what a tool began to its end inside a turn; the same message comes back with the outcome."""
    context, tailored_id = runtime.context, UUID(begun.artifact["id"])
    async with context.sessions() as session:
        row = await tailored.get(session, context.actor, tailored_id)
    if row.run_id is not None:
        await execute(
            context.services, context.actor, row.run_id,
            on_progress=lambda event: runtime.stream_writer({**event, "call_id": begun.tool_call_id}),
        )  # fmt: skip
    async with context.sessions() as session:
        result = await tailoring.get_result(session, context.actor, tailored_id)
    failed = result.status in {"failed", "stopped"}
    content = BY_NAME[begun.name or ""].present(result)
    return begun.model_copy(
        update={
            "content": content,
            "artifact": result.model_dump(mode="json"),
            "status": "error" if failed else "success",
        }
    )
