"""The front door's graph: choose the area's agent, then the turn's loop."""

from langgraph.graph.state import CompiledStateGraph

from graphs.turn import TurnState, build_loop
from tools.context import Context


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile it, open to every area."""
    return build_loop()
