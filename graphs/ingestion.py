"""Ingestion: the pipeline that fetches the newest postings for everybody, at 04:00 UTC or when asked.

plan -> fetch, one step per source, in parallel -> parse -> deduplicate -> check -> count. The steps are those of a
search (graphs.jobs); nothing is ranked, and nobody's list changes.
"""

from langgraph.graph import END
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from graphs.jobs import SearchState, found_openings
from store.database import transaction
from tools.context import Context
from tools.ingestion import gathering, service
from tools.jobs import openings
from tools.jobs.boards.board import SourceOutcome


def build_pipeline() -> CompiledStateGraph[SearchState, Context, SearchState, SearchState]:
    """Compile the pipeline `job_ingestion`."""
    graph = found_openings()
    graph.add_node("check", check)
    graph.add_node("count", count)
    graph.add_edge("deduplicate", "check")
    graph.add_edge("check", "count")
    graph.add_edge("count", END)
    return graph.compile()


async def check(state: SearchState, runtime: Runtime[Context]) -> SearchState:  # noqa: ARG001
    """Look whether openings on people's lists that no source shows any more are still there."""
    dead = await openings.check_unseen(runtime.context)
    runtime.stream_writer({"type": "progress_update", "progress": 0.95, "step": f"{dead} listed openings are closed"})
    return {}


async def count(state: SearchState, runtime: Runtime[Context]) -> SearchState:
    """Say what was found, and let the findings go."""
    context, outcomes = runtime.context, [SourceOutcome.model_validate(item) for item in state.get("outcomes", [])]
    async with transaction(context.sessions) as session:
        result = await service.finish(
            session, context.actor, gathering.run_of(context), outcomes, state.get("counted", {})
        )
    return {"result": dict(result)}
