"""Resumes: the area's conversation, and the pipeline that reads an upload.

read -> facts -> embed -> save -> match. Each step is checkpointed, and what is saved is saved once, so a run taken up
again neither repeats nor loses anything. A file that cannot be read ends the run with the reason.
"""

from typing import Any, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agents.resumes import RESUMES
from graphs.turn import TurnState, build_loop
from store.database import transaction
from tools.context import Context
from tools.resumes import ingesting, service
from tools.resumes.schemas import ParsedResume, PreparedResume


class IngestState(TypedDict, total=False):
    """`parsed` is a ParsedResume as JSON, `embedding` its 256 floats."""

    resume_id: str
    parsed: dict[str, Any]
    embedding: list[float]


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile the area's conversation."""
    return build_loop(RESUMES)


def build_pipeline() -> CompiledStateGraph[IngestState, Context, IngestState, IngestState]:
    """Compile the pipeline `resume_ingest`."""
    graph = StateGraph(IngestState, context_schema=Context)
    graph.add_node("read", read)
    graph.add_node("facts", facts)
    graph.add_node("embed", embed)
    graph.add_node("save", save)
    graph.add_node("match", match)
    graph.add_edge(START, "read")
    graph.add_edge("read", "facts")
    graph.add_edge("facts", "embed")
    graph.add_edge("embed", "save")
    graph.add_edge("save", "match")
    graph.add_edge("match", END)
    return graph.compile()


async def read(state: IngestState, runtime: Runtime[Context]) -> IngestState:
    """Read the file in a subprocess with limits: its text in reading order, sections, facts."""
    _tell(runtime, 0.1, "reading the file")
    context = runtime.context
    async with transaction(context.sessions) as session:
        upload = await ingesting.begin_reading(session, context.actor, UUID(state["resume_id"]))
    parsed = await service.read_file(context, upload)
    return {"parsed": parsed.model_dump(mode="json")}


async def facts(state: IngestState, runtime: Runtime[Context]) -> IngestState:
    """See that what was read is a resume."""
    _tell(runtime, 0.5, "looking at what was read")
    context = runtime.context
    async with context.sessions() as session:
        upload = await service.stored_upload(session, context.actor, UUID(state["resume_id"]))
    service.check_is_resume(ParsedResume.model_validate(state["parsed"]), upload.filename)
    return {}


async def embed(state: IngestState, runtime: Runtime[Context]) -> IngestState:
    """Work out what kind of work the resume speaks of."""
    _tell(runtime, 0.6, "working out what kind of work it speaks of")
    return {"embedding": await service.embed(runtime.context, ParsedResume.model_validate(state["parsed"]))}


async def save(state: IngestState, runtime: Runtime[Context]) -> IngestState:
    """Save text, facts and embedding together."""
    _tell(runtime, 0.7, "saving the facts")
    context, resume_id = runtime.context, UUID(state["resume_id"])
    async with transaction(context.sessions) as session:
        upload = await service.stored_upload(session, context.actor, resume_id)
        prepared = PreparedResume(
            filename=upload.filename, content=upload.content, embedding=state["embedding"],
            parsed=ParsedResume.model_validate(state["parsed"]),
        )  # fmt: skip
        await ingesting.save(session, context.actor, run_of(context), resume_id, prepared)
    return {}


async def match(state: IngestState, runtime: Runtime[Context]) -> IngestState:
    """Match the jobs on the list with it, when it is the primary resume."""
    _tell(runtime, 0.85, "matching the jobs with it")
    context = runtime.context
    async with transaction(context.sessions) as session:
        await ingesting.match(session, context.actor, UUID(state["resume_id"]))
    _tell(runtime, 1.0, "done")
    return {}


def run_of(context: Context) -> UUID:
    """The run that these steps belong to."""
    if context.run_id is None:
        raise LookupError("the steps of reading an upload work inside a run")
    return context.run_id


def _tell(runtime: Runtime[Context], progress: float, step: str) -> None:
    runtime.stream_writer({"type": "progress_update", "progress": progress, "step": step})
