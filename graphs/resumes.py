"""The resumes area's graph: the turn's loop around the agent for resumes."""

from langgraph.graph.state import CompiledStateGraph

from agents.resumes import RESUMES
from graphs.turn import TurnState, build_loop
from tools.context import Context


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile it."""
    return build_loop(RESUMES)
