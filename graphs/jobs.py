"""The jobs area's graph: the turn's loop around the agent for jobs."""

from langgraph.graph.state import CompiledStateGraph

from agents.jobs import JOBS
from graphs.turn import TurnState, build_loop
from tools.context import Context


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile it."""
    return build_loop(JOBS)
