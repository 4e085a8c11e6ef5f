"""Letters: the pipeline that writes one cover letter.

read -> propose (with a model) -> compose -> keep. Each step is checkpointed, and the last keeps the letter under an
id that was chosen before the first, so a run taken up again neither repeats nor loses anything.
"""

import asyncio
from typing import Any, Literal, TypedDict

from langchain_core.messages import AIMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agents.content import propose_sentences
from agents.failures import explain_failure, model_failures
from store.database import transaction
from tools.content import service
from tools.content.proposals import Proposal
from tools.content.schemas import Draft
from tools.content.writing import LetterOrder, LetterSource, material_of, write
from tools.context import Context
from tools.tailoring.choice.relevance import local_similarity

ROLE = "generation"


class LetterState(TypedDict, total=False):
    """Everything is JSON: `order` a LetterOrder, `source` a LetterSource, `proposals` a model's, `draft` a Draft."""

    order: dict[str, Any]
    source: dict[str, Any]
    proposals: list[dict[str, Any]]
    draft: dict[str, Any]
    usage: list[dict[str, Any]]
    problem: dict[str, str] | None


def build_pipeline() -> CompiledStateGraph[LetterState, Context, LetterState, LetterState]:
    """Compile the pipeline `write_letter`."""
    graph = StateGraph(LetterState, context_schema=Context)
    for step in (read, propose, compose, keep):
        graph.add_node(step.__name__, step)
    graph.add_edge(START, "read")
    graph.add_conditional_edges("read", with_a_model, ["propose", "compose"])
    graph.add_edge("propose", "compose")
    graph.add_edge("compose", "keep")
    graph.add_edge("keep", END)
    return graph.compile()


def with_a_model(_: LetterState, runtime: Runtime[Context]) -> Literal["propose", "compose"]:
    """Without a model the letter is made of the person's own sentences."""
    return "compose" if runtime.context.models.is_offline(ROLE) else "propose"


async def read(state: LetterState, runtime: Runtime[Context]) -> LetterState:
    """Read the resume's facts and the job, once for all steps."""
    _tell(runtime, 0.1, "reading resume and job")
    async with runtime.context.sessions() as session:
        order = LetterOrder.model_validate(state["order"])
        source = await service.load_source(session, runtime.context.actor, order)
    return {"source": source.model_dump(mode="json")}


async def propose(state: LetterState, runtime: Runtime[Context]) -> LetterState:
    """Ask the model for sentences. It holds no tools: what it reads came from outside.

    Without an answer the person's own sentences stand; the run's output says why.
    """
    _tell(runtime, 0.3, "asking the model for sentences")
    models, source = runtime.context.models, LetterSource.model_validate(state["source"])
    today, order = runtime.context.clock().date(), source.order
    material = await asyncio.to_thread(material_of, source, similarity=local_similarity(), today=today)
    tone, length = order.tone or material.wishes.tone or "formal", order.length or material.wishes.length or "medium"
    try:
        proposals, answer = await propose_sentences(
            models.for_role(ROLE), material, tone=tone, length=length, wish=order.prompt
        )
    except model_failures() as problem:
        failure = explain_failure(problem)
        return {"problem": {"code": failure.code, "message": failure.message}}
    usage = models.usage(models.chain(ROLE)[0], answer) if isinstance(answer, AIMessage) else None
    return {
        "proposals": [proposal.model_dump() for proposal in proposals],
        "usage": [usage.model_dump()] if usage else [],
    }


async def compose(state: LetterState, runtime: Runtime[Context]) -> LetterState:
    """Prove every sentence and put the letter together; what is not proved falls back on the person's own words."""
    _tell(runtime, 0.6, "proving every sentence")
    source = LetterSource.model_validate(state["source"])
    proposals = [Proposal.model_validate(item) for item in state.get("proposals", [])]
    draft = await asyncio.to_thread(
        write, source, similarity=local_similarity(), today=runtime.context.clock().date(), proposals=proposals
    )
    if problem := state.get("problem"):
        note = f"The model did not answer ({problem['code']}), so the letter is made of your own sentences."
        draft = draft.model_copy(update={"notes": [*draft.notes, note]})
    return {"draft": draft.model_dump(mode="json")}


async def keep(state: LetterState, runtime: Runtime[Context]) -> LetterState:
    """Keep the letter as a document."""
    context = runtime.context
    source, draft = LetterSource.model_validate(state["source"]), Draft.model_validate(state["draft"])
    async with transaction(context.sessions) as session:
        await service.keep_letter(session, context.actor, source, draft, context.clock().date())
    _tell(runtime, 1.0, "done")
    return {}


def _tell(runtime: Runtime[Context], progress: float, step: str) -> None:
    runtime.stream_writer({"type": "progress_update", "progress": progress, "step": step})
