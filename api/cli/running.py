"""Pipelines on the command line: begun, followed to their end, and worded."""

from typing import Any

from pydantic import BaseModel

from api.cli.screen import clean, console
from graphs import pipelines, registry
from store import runs
from tools.context import Context
from tools.registry import AnySpec, call

WENT_WELL = frozenset({"completed", "waiting"})


async def seen_through(context: Context, spec: AnySpec, data: BaseModel) -> tuple[Any, bool]:
    """Begin what a tool begins and see it through here; its result, and whether it came to its end or a question."""
    begun = await call(spec, context, data)
    behind = registry.PIPELINES[spec.pipeline or ""]
    async with context.sessions() as session:
        run_id = await behind.run_of(session, context.actor, begun.model_dump(mode="json"))
    if run_id is None:
        return begun, True
    steps = console(stderr=True)

    def tell(event: dict[str, Any]) -> None:
        if event.get("step"):
            steps.print(clean(f"  {event['step']}"), style="dim")

    await pipelines.execute(context.services, context.actor, run_id, on_progress=tell)
    async with context.sessions() as session:
        run = await runs.get(session, context.actor, run_id)
        result = await registry.PIPELINES[run.kind].result(session, context.actor, run)
    return result, run.status in WENT_WELL
