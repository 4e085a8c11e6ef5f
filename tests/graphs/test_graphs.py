"""The graphs have the nodes that are documented, each is compiled once, and keeps nothing of a run."""

import pytest

from graphs import registry
from graphs.approvals import spoken_decision
from tools.context import Context

LOOP = {"think", "approve", "act", "carry_on", "ask"}


@pytest.mark.parametrize(
    ("name", "nodes"),
    [("assistant", LOOP | {"choose"}), ("jobs", LOOP), ("resumes", LOOP), ("tailoring", LOOP)],
)
def test_each_conversation_is_the_documented_loop(name: str, nodes: set[str]) -> None:
    graph = registry.conversation(name)
    assert set(graph.get_graph().nodes) == nodes | {"__start__", "__end__"}
    edges = {(edge.source, edge.target) for edge in graph.get_graph().edges}
    assert {("think", "approve"), ("think", "act"), ("act", "think"), ("act", "carry_on")} <= edges
    assert ("__start__", "act") not in edges, "nothing is done before the model was asked"
    assert registry.conversation(name) is graph
    assert graph.checkpointer is None
    assert graph.context_schema is Context


def test_the_pipeline_proves_before_it_renders_and_renders_before_it_asks() -> None:
    graph = registry.pipeline("tailor_resume").get_graph()
    edges = {(edge.source, edge.target) for edge in graph.edges}
    assert edges == {
        ("__start__", "read"), ("__start__", "note"), ("read", "analyse"), ("analyse", "map"), ("map", "recall"),
        ("recall", "note"), ("recall", "choose"), ("note", "choose"),
        ("choose", "write"), ("choose", "criticise"), ("write", "prove"), ("prove", "criticise"),
        ("criticise", "choose"), ("criticise", "render"), ("render", "ask"),
        ("render", "read"), ("ask", "wait"), ("ask", "finish"),
        ("wait", "note"), ("wait", "finish"), ("note", "read"), ("note", "ask"), ("note", "wait"), ("note", "finish"),
        ("finish", "__end__"),
    }  # fmt: skip


def test_without_an_area_everything_is_open() -> None:
    assert registry.conversation(None) is registry.conversation("assistant")


@pytest.mark.parametrize(
    ("said", "approved"),
    [("Yes!", True), (" ja ", True), ("ok.", True), ("No", False), ("stop", False), ("yes, but the other one", None)],
)
def test_only_a_plain_yes_or_no_is_a_decision(said: str, approved: bool | None) -> None:
    assert spoken_decision(said) == (None if approved is None else {"approved": approved})
