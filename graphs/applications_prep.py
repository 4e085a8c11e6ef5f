"""Preparing for a job: the pipeline `job_prep`.

read -> look at the form -> read the employer's page -> analyze (`job_analyze`) -> notes -> the letter, where the form
wants one or the person asked, by the steps of `write_letter` -> save. Each step is checkpointed, and the ids of the
preparation and of the letter were chosen before the first, so a run taken up again writes neither twice. A page that
cannot be reached or read fails nothing else: the notes say why.
"""

import asyncio
from typing import Any, Literal

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from graphs import content
from graphs.content import LetterState
from store.database import transaction
from store.errors import AppError
from tools.applications.forms.schemas import ApplicationForm
from tools.applications.preparing import gathering, service
from tools.applications.preparing.notes import PrepSource, analyze_job, compose_notes, form_remark, language_of
from tools.applications.preparing.schemas import PreparationOrder, PrepNotes, PrepRequirement
from tools.applications.preparing.wording import own_words
from tools.content import service as letters
from tools.context import Context
from tools.tailoring.choice.relevance import local_similarity


class PrepState(LetterState, total=False):
    """Everything is JSON: `prepare` a PreparationOrder, `known` a PrepSource, `form` an ApplicationForm, `analysis`
    PrepRequirements, `notes` PrepNotes; `remarks` say what could not be read or written. The rest is the letter's."""

    prepare: dict[str, Any]
    known: dict[str, Any]
    form: dict[str, Any] | None
    form_why: str | None
    page_why: str | None
    analysis: list[dict[str, Any]]
    notes: dict[str, Any]


def build_pipeline() -> CompiledStateGraph[PrepState, Context, PrepState, PrepState]:
    """Compile the pipeline."""
    graph = StateGraph(PrepState, context_schema=Context)
    steps = (read, look, research, analyze, write_notes, order_letter, content.propose, content.compose, content.keep)
    for step in (*steps, save):
        graph.add_node(step.__name__, step)
    for before, after in zip(("read", "look", "research", "analyze"), steps[1:5], strict=True):
        graph.add_edge(before, after.__name__)
    graph.add_edge(START, "read")
    graph.add_conditional_edges("write_notes", wants_a_letter, ["order_letter", "save"])
    graph.add_conditional_edges("order_letter", with_an_order, ["propose", "compose", "save"])
    graph.add_edge("propose", "compose")
    graph.add_edge("compose", "keep")
    graph.add_edge("keep", "save")
    graph.add_edge("save", END)
    return graph.compile()


def wants_a_letter(state: PrepState) -> Literal["order_letter", "save"]:
    """The person's word counts; without one a letter is written where the form has a place for it."""
    asked = _order(state).letter
    form = _form(state)
    wanted = asked if asked is not None else form is not None and form.wants_letter != "no"
    return "order_letter" if wanted else "save"


def with_an_order(state: PrepState, runtime: Runtime[Context]) -> Literal["propose", "compose", "save"]:
    """On to the letter's own steps, unless it cannot be written."""
    return content.with_a_model(state, runtime) if state.get("order") else "save"


async def read(state: PrepState, runtime: Runtime[Context]) -> PrepState:
    """Read the resume's facts, the job, and what is known here of its employer, once for all steps."""
    _tell(runtime, 0.05, "reading resume and job")
    context, order = runtime.context, _order(state)
    async with transaction(context.sessions) as session:
        await service.set_running(session, context.actor, order)
        source = await service.load_source(session, context.actor, order)
    return {"known": source.model_dump(mode="json")}


async def look(state: PrepState, runtime: Runtime[Context]) -> PrepState:
    """Look at the application form in a real browser."""
    _tell(runtime, 0.08, "looking at the application form")
    job = _source(state).job
    try:
        form = await gathering.application_form(runtime.context, job)
    except AppError as problem:
        return {"form": None, "form_why": gathering.explained(problem)}
    return {"form": form.model_dump(mode="json") if form else None, "form_why": None}


async def research(state: PrepState, runtime: Runtime[Context]) -> PrepState:
    """Read what the employer's own page says of it."""
    _tell(runtime, 0.14, "reading the employer's page")
    source = _source(state)
    try:
        page = await gathering.employers_page(runtime.context, source.job)
    except AppError as problem:
        return {"page_why": gathering.explained(problem)}
    known = source.model_copy(update={"said": [*source.said, page]}) if page else source
    return {"known": known.model_dump(mode="json"), "page_why": None}


async def analyze(state: PrepState, runtime: Runtime[Context]) -> PrepState:
    """Hold what the posting asks for against the facts."""
    _tell(runtime, 0.18, "comparing what is asked for with your resume")
    found = await asyncio.to_thread(
        analyze_job, _source(state), similarity=local_similarity(), now=runtime.context.clock()
    )
    return {"analysis": [item.model_dump(mode="json") for item in found]}


async def write_notes(state: PrepState, runtime: Runtime[Context]) -> PrepState:
    """Stories, questions, what to ask, the employer, red flags."""
    _tell(runtime, 0.24, "writing the notes")
    source = _source(state)
    language = language_of(source)
    remarks = [form_remark(_form(state), state.get("form_why"), language)]
    if why := state.get("page_why"):
        remarks.append(own_words(language)["remarks"]["no_page"].format(why=why))
    requirements = [PrepRequirement.model_validate(item) for item in state["analysis"]]
    notes = await asyncio.to_thread(
        compose_notes, source, requirements, now=runtime.context.clock(), remarks=[item for item in remarks if item]
    )
    return {"notes": notes.model_dump(mode="json")}


async def order_letter(state: PrepState, runtime: Runtime[Context]) -> PrepState:
    """Order the letter under the id that was chosen for it."""
    order, source = _order(state), _source(state)
    letter = service.letter_order(order, source)
    if letter is None:
        why = f"“{source.resume_language}” is a language that letters are not written in here."
        return {"notes": _remarked(state, why)}
    context = runtime.context
    try:
        async with context.sessions() as session:
            written_from = await letters.load_source(session, context.actor, letter)
    except AppError as problem:
        return {"notes": _remarked(state, gathering.explained(problem))}
    return {"order": letter.model_dump(mode="json"), "source": written_from.model_dump(mode="json")}


async def save(state: PrepState, runtime: Runtime[Context]) -> PrepState:
    """Keep form, notes and letter together."""
    context, form = runtime.context, _form(state)
    why = state.get("form_why") or (form.why if form and form.obstacle else None)
    async with transaction(context.sessions) as session:
        await service.keep(
            session, context.actor, _order(state), PrepNotes.model_validate(state["notes"]), form, why,
            wrote=state.get("draft") is not None,
        )  # fmt: skip
    _tell(runtime, 1.0, "done")
    return {}


def _remarked(state: PrepState, why: str) -> dict[str, Any]:
    notes = PrepNotes.model_validate(state["notes"])
    remark = own_words(notes.language)["remarks"]["no_letter"].format(why=why)
    return notes.model_copy(update={"remarks": [*notes.remarks, remark]}).model_dump(mode="json")


def _order(state: PrepState) -> PreparationOrder:
    return PreparationOrder.model_validate(state["prepare"])


def _source(state: PrepState) -> PrepSource:
    return PrepSource.model_validate(state["known"])


def _form(state: PrepState) -> ApplicationForm | None:
    form = state.get("form")
    return ApplicationForm.model_validate(form) if form else None


def _tell(runtime: Runtime[Context], progress: float, step: str) -> None:
    runtime.stream_writer({"type": "progress_update", "progress": progress, "step": step})
