"""`jobwright graphs`: the state machines as Mermaid diagrams, drawn from the code."""

import re

import typer

from graphs import registry

STYLING = re.compile(
    r"^---.*?^---\n|^\s*classDef .*\n|:::\w+|<hr/>.*?</small>|%%\{.*?\}%%\n|<p>|</p>", re.DOTALL | re.MULTILINE
)


def diagrams() -> dict[str, str]:
    """Name -> Mermaid text of every graph, conversations first. Areas share one loop, so they share one drawing."""
    drawn = {"assistant": registry.conversation("assistant"), "jobs, resumes, tailoring": registry.conversation("jobs")}
    drawn |= {f"{name} (pipeline)": registry.pipeline(name) for name in registry.PIPELINES}
    return {name: _plain(graph.get_graph().draw_mermaid()) for name, graph in drawn.items()}


def _plain(mermaid: str) -> str:
    """The drawing without its colours: whoever shows it has a theme of their own."""
    return "\n".join(line.rstrip() for line in STYLING.sub("", mermaid).splitlines() if line.strip())


def show() -> None:
    """Print every graph as a Mermaid diagram."""
    for name, mermaid in diagrams().items():
        typer.echo(f"### {name}\n\n```mermaid\n{mermaid}\n```\n")
