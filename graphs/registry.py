"""Graphs and pipelines by name, each compiled once, on first use."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from langgraph.graph.state import CompiledStateGraph

from prompts.library import load

AnyGraph = CompiledStateGraph[Any, Any, Any, Any]
CONVERSATIONS = {name: f"graphs.{name}:build" for name in ("assistant", "jobs", "resumes", "tailoring")}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A graph that can be run by name; `prompts` are those its models are given."""

    name: str
    area: str
    description: str
    builder: str
    prompts: tuple[str, ...] = ()


PIPELINES = {
    "tailor_resume": Pipeline(
        name="tailor_resume", area="tailoring", builder="graphs.tailoring:build_pipeline", prompts=("rewording",),
        description="Tailor a resume to one job and prove every line.",
    ),
}  # fmt: skip


@cache
def _built(builder: str) -> AnyGraph:
    # By name, because the pipelines' own module is imported by the turn that runs them.
    module, _, function = builder.partition(":")
    graph: AnyGraph = getattr(import_module(module), function)()
    return graph


def conversation(area: str | None) -> AnyGraph:
    """The graph of a conversation bound to an area, or open to all."""
    return _built(CONVERSATIONS[area or "assistant"])


def pipeline(name: str) -> AnyGraph:
    """The graph of a pipeline."""
    return _built(PIPELINES[name].builder)


def prompts_of(name: str) -> dict[str, str]:
    """The hashes of the prompts that a pipeline uses."""
    return {prompt: load(prompt).hash for prompt in PIPELINES[name].prompts}
