"""Mail: the area's conversation, and the pipeline that looks into a mailbox.

tell -> fetch -> read -> propose -> act -> finish. Each step works through the mailbox a few mails at a time and writes
what it has done in transactions that change nothing when they are repeated: a sync that is taken up after a kill goes
on where it was. The nodes that read mail hold no tools.
"""

from operator import add
from typing import Annotated, Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from agents.email import EMAIL, MODEL_PARSER, propose_postings
from agents.failures import explain_failure, model_failures
from graphs.turn import TurnState, build_loop
from store.database import transaction
from tools.context import Context
from tools.email.alerts.schemas import AlertPosting
from tools.email.sources.capabilities import UPLOAD
from tools.email.syncing import fetching, service, steps
from tools.email.syncing.pushing import renew_push
from tools.email.syncing.reading import mail_of

MODEL_READS_AT_MOST = 20


class SyncState(TypedDict, total=False):
    """What a sync is of, and what its models took; what it comes to is counted in its own row as it goes."""

    source_id: str
    begun_by: str
    usage: Annotated[list[dict[str, Any]], add]


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile the area's conversation."""
    return build_loop(EMAIL)


def build_pipeline() -> CompiledStateGraph[SyncState, Context, SyncState, SyncState]:
    """Compile the pipeline `email_sync_jobs`."""
    graph = StateGraph(SyncState, context_schema=Context)
    graph.add_node("tell", tell)
    graph.add_node("fetch", fetch)
    graph.add_node("read", read)
    graph.add_node("propose", propose)
    graph.add_node("act", act)
    graph.add_node("finish", finish)
    graph.add_edge(START, "tell")
    graph.add_edge("tell", "fetch")
    graph.add_edge("fetch", "read")
    graph.add_edge("read", "propose")
    graph.add_edge("propose", "act")
    graph.add_edge("act", "finish")
    graph.add_edge("finish", END)
    return graph.compile()


async def tell(state: SyncState, runtime: Runtime[Context]) -> SyncState:  # noqa: ARG001 - the signature is a node's
    """Tell the mailbox what was changed here since."""
    _say(runtime, 0.02, "opening the mailbox")
    context = runtime.context
    source = await fetching.source_of_run(context)
    if source.kind == UPLOAD:
        return {}
    await fetching.renew_seal(context, source)
    async with fetching.opened(context, source) as rim:
        await fetching.tell_changes(context, source, rim)
        await renew_push(context, source, rim)
    return {}


async def fetch(state: SyncState, runtime: Runtime[Context]) -> SyncState:  # noqa: ARG001
    """Keep every mail that is new, a page at a time."""
    _say(runtime, 0.1, "fetching new mail")
    context = runtime.context
    source = await fetching.source_of_run(context)
    if source.kind == UPLOAD:
        return {}  # kept when it was handed in
    async with fetching.opened(context, source) as rim:
        await fetching.fetch_new(context, source, rim)
    return {}


async def read(state: SyncState, runtime: Runtime[Context]) -> SyncState:  # noqa: ARG001
    """Read each new mail: alerts, replies, and what else it may be."""
    context = runtime.context
    source = await fetching.source_of_run(context)
    await steps.read_new(context, source, lambda done: _say(runtime, 0.4, f"mails read: {done}"))
    return {}


async def propose(state: SyncState, runtime: Runtime[Context]) -> SyncState:  # noqa: ARG001
    """Ask a model about alerts that no parser could read; without one they stay as they are, and that is told."""
    context = runtime.context
    source = await fetching.source_of_run(context)
    offline, usage, asked = context.models.is_offline("extraction"), list[dict[str, Any]](), 0
    while rows := await steps.unsure(context, source, limit=MODEL_READS_AT_MOST):
        for row in rows:
            postings = list[AlertPosting]()
            if not offline and asked < MODEL_READS_AT_MOST:
                _say(runtime, 0.6, "asking the model about an alert that no parser knows")
                asked += 1
                try:
                    postings, answer = await propose_postings(context.models.for_role("extraction"), mail_of(row.raw))
                except model_failures() as problem:  # the mailbox goes on without it
                    asked = MODEL_READS_AT_MOST
                    _say(runtime, 0.6, explain_failure(problem).message)
                else:
                    name = context.models.chain("extraction")[0]
                    usage.append(context.models.usage(name, answer).model_dump())
            await steps.settle_unsure(context, row.id, postings, parser=MODEL_PARSER)
    return {"usage": usage}


async def act(state: SyncState, runtime: Runtime[Context]) -> SyncState:  # noqa: ARG001
    """Make jobs of postings and progress of replies; what is not sure waits for the person."""
    context = runtime.context
    source = await fetching.source_of_run(context)
    await steps.act(context, source, lambda count: _say(runtime, 0.7, f"mails gone through: {count}"))
    return {}


async def finish(state: SyncState, runtime: Runtime[Context]) -> SyncState:  # noqa: ARG001
    """Write down what the sync came to."""
    context = runtime.context
    async with transaction(context.sessions) as session:
        counts = await service.finish(session, context.actor, fetching.run_of(context), context.clock())
    _say(runtime, 1.0, service.in_words(counts))
    return {}


def _say(runtime: Runtime[Context], progress: float, step: str) -> None:
    runtime.stream_writer({"type": "progress_update", "progress": progress, "step": step})
