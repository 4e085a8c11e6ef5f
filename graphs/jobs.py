"""Jobs: the area's conversation, and the pipeline that searches the boards.

plan -> fetch, one step per source, in parallel -> parse -> deduplicate -> score -> explain -> save. Each step is
checkpointed and each writes what it has done in transactions that change nothing when they are repeated, so a search
taken up after a kill neither repeats nor loses anything.
"""

import operator
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Send

from agents.jobs import JOBS
from graphs.awaiting import named
from graphs.turn import TurnState, build_loop
from store import ingestion as store
from store.database import transaction
from tools.context import Context
from tools.ingestion import gathering, watching
from tools.jobs.boards.board import SourceOutcome
from tools.jobs.searching import service
from tools.jobs.searching.schemas import RankedPosting, SearchJobs

SPARE, OTHERS = 20, "companies' pages"


class SearchState(TypedDict, total=False):
    """`wanted` is a SearchJobs, `outcomes` SourceOutcomes and `ranked` RankedPostings, all as JSON.

    With `everybody` the pages that anybody watches are asked too. `since` is when a watch's look before this one ended:
    only what is not on the list yet is ranked. With `find` the page of that company, which `watch` watches, is looked
    for first. `sources` are those that are asked, `began` is when,
    by the database's clock, `counted` what they had, `result` is a SearchResult without the run's own fields.
    """

    wanted: dict[str, Any]
    everybody: bool
    watch: str
    find: str
    since: str | None
    sources: list[str]
    began: str
    outcomes: Annotated[list[dict[str, Any]], operator.add]
    ranked: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    counted: dict[str, int]
    result: dict[str, Any]


class SourceTask(TypedDict):
    """One source to ask, for one search."""

    source: str
    wanted: dict[str, Any]
    everybody: bool


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile the area's conversation."""
    return build_loop(JOBS)


def build_pipeline() -> CompiledStateGraph[SearchState, Context, SearchState, SearchState]:
    """Compile the pipeline `job_search`."""
    graph = found_openings()
    graph.add_node("score", score)
    graph.add_node("explain", explain)
    graph.add_node("save", save)
    graph.add_edge("deduplicate", "score")
    graph.add_edge("score", "explain")
    graph.add_edge("explain", "save")
    graph.add_edge("save", END)
    return graph.compile()


def found_openings() -> StateGraph[SearchState, Context, SearchState, SearchState]:
    """The steps up to `deduplicate`, which an ingestion begins with too."""
    graph = StateGraph(SearchState, context_schema=Context)
    graph.add_node("plan", plan)
    graph.add_node("fetch", fetch, input_schema=SourceTask)
    graph.add_node("parse", parse)
    graph.add_node("deduplicate", deduplicate)
    graph.add_edge(START, "plan")
    graph.add_conditional_edges("plan", each_source, ["fetch", "parse"])
    graph.add_edge("fetch", "parse")
    graph.add_edge("parse", "deduplicate")
    return graph


async def plan(state: SearchState, runtime: Runtime[Context]) -> SearchState:
    """Decide which sources to ask, and pass over those whose breaker is open."""
    context = runtime.context
    wanted = SearchJobs.model_validate(state["wanted"])
    if company := state.get("find"):
        _tell(runtime, 0.02, f"looking for the page of {company}")
        page = await watching.find_page(context, UUID(state["watch"]), company)
        wanted = wanted.model_copy(update={"sources": [page]})
    async with context.sessions() as session:
        chosen = await service.sources_of(
            session, context.actor, wanted, gathering.offered(context.settings), everybody=state.get("everybody", False)
        )
        sources, resting = await gathering.awake(session, chosen, now=context.clock())
        began = await store.now(session)
    asked = [_called(source, everybody=state.get("everybody", False)) for source in sources]
    _tell(runtime, 0.05, f"asking {named(asked)}", awaits=asked)
    return {
        "wanted": wanted.model_dump(mode="json"), "sources": sources, "began": began.isoformat(),
        "outcomes": _dumped(resting),
    }  # fmt: skip


def each_source(state: SearchState) -> list[Send] | str:
    """One step for each source; with none that can be asked, what is known already is ranked."""
    everybody = state.get("everybody", False)
    tasks = [SourceTask(source=source, wanted=state["wanted"], everybody=everybody) for source in state["sources"]]
    return [Send("fetch", task) for task in tasks] or "parse"


async def fetch(state: SourceTask, runtime: Runtime[Context]) -> SearchState:
    """Ask one source, and write down what it answers and how it fared. A failure is told, and the others go on."""
    outcome = await gathering.gather(runtime.context, state["source"], SearchJobs.model_validate(state["wanted"]))
    asked = _called(state["source"], everybody=state["everybody"])
    told = outcome.error or f"{outcome.source}: {outcome.found} postings"
    _tell(runtime, 0.3, f"asking {asked}" if asked == OTHERS else told, arrived=asked)
    return {"outcomes": _dumped([outcome])}


async def parse(state: SearchState, runtime: Runtime[Context]) -> SearchState:  # noqa: ARG001
    """Read every posting that was found into comparable values."""
    _tell(runtime, 0.6, "reading the postings")
    await gathering.parse_findings(runtime.context)
    return {}


async def deduplicate(state: SearchState, runtime: Runtime[Context]) -> SearchState:
    """Save each opening once, however many copies were found; close those that have left their company's page."""
    _tell(runtime, 0.75, "counting copies once")
    await gathering.save_findings(runtime.context)
    outcomes = [SourceOutcome.model_validate(item) for item in state.get("outcomes", [])]
    await gathering.close_missing(runtime.context, outcomes, since=datetime.fromisoformat(state["began"]))
    return {"counted": await gathering.count(runtime.context)}


async def score(state: SearchState, runtime: Runtime[Context]) -> SearchState:
    """Rank what meets every filter, against what was asked for and the primary resume."""
    _tell(runtime, 0.85, "ranking what fits")
    context, wanted = runtime.context, SearchJobs.model_validate(state["wanted"])
    since = datetime.fromisoformat(before) if (before := state.get("since")) else None
    ranked = await gathering.rank(context, wanted, limit=wanted.limit + SPARE, since=since)
    return {"ranked": _dumped(ranked)}


async def explain(state: SearchState, runtime: Runtime[Context]) -> SearchState:
    """Say how many openings each filter has left out."""
    left_out = await gathering.count_left_out(runtime.context, SearchJobs.model_validate(state["wanted"]))
    return {"left_out": _dumped(left_out)}


async def save(state: SearchState, runtime: Runtime[Context]) -> SearchState:
    """Put the best on the person's list and word the result, all in one transaction."""
    context, wanted = runtime.context, SearchJobs.model_validate(state["wanted"])
    ranked = [RankedPosting.model_validate(item) for item in state["ranked"]]
    outcomes = [SourceOutcome.model_validate(item) for item in state.get("outcomes", [])]
    async with transaction(context.sessions) as session:
        result = await service.finish_search(
            session,
            context.actor,
            gathering.run_of(context),
            wanted,
            outcomes,
            ranked,
            state["left_out"],
            state.get("counted", {}),
        )
    _tell(runtime, 1.0, "done")
    return {"result": result}


def _called(source: str, *, everybody: bool) -> str:
    """What a source is called on the way: which companies others watch is nobody's business."""
    return OTHERS if everybody and ":" in source else source


def _dumped(items: Sequence[Any]) -> list[dict[str, Any]]:
    return [item.model_dump(mode="json") for item in items]


def _tell(runtime: Runtime[Context], progress: float, step: str, **more: Any) -> None:
    runtime.stream_writer({"type": "progress_update", "progress": progress, "step": step, **more})
