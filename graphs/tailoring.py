"""Tailoring: the area's conversation, and the pipeline that makes one tailored resume.

read -> choose -> reword (with a model) -> prove -> render -> save. Each step is checkpointed; the last one
writes everything in one transaction, so a run taken up again neither repeats nor loses anything.
"""

import asyncio
from typing import Any, TypedDict
from uuid import UUID

from langchain_core.messages import AIMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agents.opening import FAILURES, explain_failure
from agents.tailoring import TAILORING, propose_rewordings
from graphs.turn import TurnState, build_loop
from store.database import transaction
from tools.context import Context
from tools.embedding import LocalEmbedder
from tools.tailoring import service
from tools.tailoring.changes import apply_rewordings, prover
from tools.tailoring.coverage import recover
from tools.tailoring.relevance import Similarity, embedding_similarity
from tools.tailoring.schemas import Steering, TailoredDocument
from tools.tailoring.selection import choose

ROLE = "generation"


class TailoringState(TypedDict, total=False):
    """`document` is a TailoredDocument as JSON.

    `proposals` are a model's rewordings by line id; `problem` says why there are none.
    """

    session_id: str
    document: dict[str, Any]
    proposals: dict[str, str]
    usage: list[dict[str, Any]]
    problem: dict[str, str]


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile the area's conversation."""
    return build_loop(TAILORING)


def build_pipeline() -> CompiledStateGraph[TailoringState, Context, TailoringState, TailoringState]:
    """Compile the pipeline `tailor_resume`."""
    graph = StateGraph(TailoringState, context_schema=Context)
    graph.add_node("choose", choose_facts)
    graph.add_node("reword", reword)
    graph.add_node("prove", prove)
    graph.add_node("render", render)
    graph.add_edge(START, "choose")
    graph.add_conditional_edges("choose", with_a_model, ["reword", "render"])
    graph.add_edge("reword", "prove")
    graph.add_edge("prove", "render")
    graph.add_edge("render", END)
    return graph.compile()


def with_a_model(_: TailoringState, runtime: Runtime[Context]) -> str:
    """Without a model the resume's own words stand, and there is nothing to reword or refuse."""
    return "render" if runtime.context.models.is_offline(ROLE) else "reword"


async def choose_facts(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Read resume and job, then choose and order the facts that answer the job within the page budget."""
    await _progress(runtime, state, 10, "choosing what answers the job")
    context = runtime.context
    async with context.sessions() as session:
        row, facts, job, language = await service.load_material(session, context.actor, UUID(state["session_id"]))
    steering = Steering(emphasise=row.options.get("emphasise", []))
    document = await asyncio.to_thread(
        choose, facts, job, language=language, pages=row.options.get("pages", 1), steering=steering,
        similarity=_similarity(), today=context.clock().date(),
    )  # fmt: skip
    return {"document": document.model_dump(mode="json")}


async def reword(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Ask the model for rewordings. It holds no tools: what it reads came from outside.

    Without an answer the resume's own words stand, as they do without a model; the run's output says why.
    """
    await _progress(runtime, state, 40, "asking the model for wording")
    models = runtime.context.models
    name = models.chain(ROLE)[0]
    document = TailoredDocument.model_validate(state["document"])
    try:
        proposals, answer = await propose_rewordings(models.for_role(ROLE), document)
    except FAILURES as problem:
        failure = explain_failure(problem)
        await _progress(runtime, state, 50, f"the model did not answer ({failure.code}): the resume's own words stand")
        return {"proposals": {}, "problem": {"code": failure.code, "message": failure.message}}
    usage = models.usage(name, answer) if isinstance(answer, AIMessage) else None
    return {"proposals": proposals, "usage": [usage.model_dump()] if usage else []}


async def prove(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Hold every proposed sentence against the facts it cites; what they do not hold falls back to the source."""
    await _progress(runtime, state, 65, "proving every line")
    context, today = runtime.context, runtime.context.clock().date()
    document = TailoredDocument.model_validate(state["document"])
    check = prover(document, today=today)
    document = await asyncio.to_thread(apply_rewordings, document, state.get("proposals", {}), check)
    async with context.sessions() as session:
        _, _, job, _ = await service.load_material(session, context.actor, UUID(state["session_id"]))
    # A rewording may have lost the word that answered a requirement.
    document = await asyncio.to_thread(recover, document, job, similarity=_similarity(), today=today)
    return {"document": document.model_dump(mode="json")}


def _similarity() -> Similarity:
    return embedding_similarity(LocalEmbedder().embed_sync)


async def render(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Make the PDF, read it back, and save document, claims and PDF together."""
    await _progress(runtime, state, 80, "making the PDF and reading it back")
    context, session_id = runtime.context, UUID(state["session_id"])
    rendered = await context.services.renderer.fit(TailoredDocument.model_validate(state["document"]))
    async with transaction(context.sessions) as session:
        await service.finish(session, context.actor, session_id, rendered)
    runtime.stream_writer({"type": "progress_update", "progress": 1.0, "step": "done"})
    return {"document": rendered.document.model_dump(mode="json")}


async def _progress(runtime: Runtime[Context], state: TailoringState, percent: int, step: str) -> None:
    context = runtime.context
    async with transaction(context.sessions) as session:
        await service.set_progress(session, context.actor, UUID(state["session_id"]), progress=percent, step=step)
    runtime.stream_writer({"type": "progress_update", "progress": percent / 100, "step": step})
