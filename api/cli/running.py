"""Pipelines on the command line: begun, followed to their end, and worded."""

from typing import Any

from pydantic import BaseModel

from api.cli.screen import clean, console
from graphs import pipelines, registry
from store import runs
from tools.context import Context
from tools.registry import AnySpec, call


async def see_through(context: Context, spec: AnySpec, data: BaseModel) -> tuple[str, bool]:
    """Begin what a tool begins, see it through here, and word what it came to; whether it was completed."""
    begun = await call(spec, context, data)
    steps = console(stderr=True)

    def tell(event: dict[str, Any]) -> None:
        if event.get("step"):
            steps.print(clean(f"  {event['step']}"), style="dim")

    await pipelines.execute(context.services, context.actor, begun.id, on_progress=tell)
    async with context.sessions() as session:
        run = await runs.get(session, context.actor, begun.id)
        result = await registry.PIPELINES[run.kind].result(session, context.actor, run)
    return spec.present(result), run.status == "completed"
