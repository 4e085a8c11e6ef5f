"""Tailoring: the area's conversation, and the pipeline that makes one tailored resume.

read -> analyse -> map -> recall -> choose -> write (with a model) -> prove -> criticise -> render -> ask -> wait ->
note -> read again.

Each step is checkpointed and can be done twice without harm, so a run taken up again neither repeats nor loses
anything. The draft is rendered before anything is asked: nobody ever has to answer.
"""

import asyncio
from datetime import datetime
from typing import Any, Literal, TypedDict
from uuid import UUID

from langchain_core.messages import AIMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agents.failures import explain_failure, model_failures
from agents.tailoring import TAILORING, propose_rewordings
from graphs.turn import TurnState, build_loop
from store import tailoring as sessions
from store.database import transaction
from store.errors import ConflictError
from tools.context import Context
from tools.resumes.schemas import Provenance
from tools.tailoring import service
from tools.tailoring.choice import analysis, criticism
from tools.tailoring.choice.changes import apply_rewordings, prover
from tools.tailoring.choice.coverage import recover
from tools.tailoring.choice.drafting import draft
from tools.tailoring.choice.material import Material, load
from tools.tailoring.choice.relevance import local_similarity
from tools.tailoring.dialogue import asking, questions
from tools.tailoring.dialogue.answers import read_answer
from tools.tailoring.reasoning import AnalysedRequirement, GivenAnswer, Question, Remark
from tools.tailoring.revision import versions
from tools.tailoring.schemas import TailoredDocument

ROLE = "generation"


class TailoringState(TypedDict, total=False):
    """Everything is JSON: `material` a Material, `analysis` AnalysedRequirements, `document` a TailoredDocument.

    `keep` are facts that an answer wants shown, `drafts` counts the choices made, `changed` says that the person
    changed the document meanwhile. `proposals` are a model's rewordings by line id, `shown` the lines it has seen;
    `problem` says why there are none. `question` is what is asked now and `answer` the person's decision on it;
    `passed_over` and `asked` tell what was asked before in this run, `recalled` what was answered before it.
    """

    session_id: str
    material: dict[str, Any]
    analysis: list[dict[str, Any]]
    keep: list[str]
    remarks: list[dict[str, Any]]
    drafts: int
    changed: bool
    document: dict[str, Any]
    proposals: dict[str, str]
    shown: list[str]
    usage: list[dict[str, Any]]
    problem: dict[str, str] | None
    question: dict[str, Any] | None
    answer: dict[str, Any] | None
    recalled: dict[str, Any] | None
    outcome: str | None
    passed_over: list[str]
    asked: int
    reason: str


def build() -> CompiledStateGraph[TurnState, Context, TurnState, TurnState]:
    """Compile the area's conversation."""
    return build_loop(TAILORING)


def build_pipeline() -> CompiledStateGraph[TailoringState, Context, TailoringState, TailoringState]:
    """Compile the pipeline `tailor_resume`."""
    graph = StateGraph(TailoringState, context_schema=Context)
    steps = (read, analyse, map_to_facts, recall, choose, write, prove, criticise, render, ask, wait, note, finish)
    for step in steps:
        graph.add_node("map" if step is map_to_facts else step.__name__, step)
    graph.add_conditional_edges(START, with_an_answer, ["read", "note"])
    graph.add_edge("read", "analyse")
    graph.add_edge("analyse", "map")
    graph.add_edge("map", "recall")
    graph.add_conditional_edges("recall", with_an_answer_of_before, ["note", "choose"])
    graph.add_conditional_edges("choose", with_a_model, ["write", "criticise"])
    graph.add_edge("write", "prove")
    graph.add_edge("prove", "criticise")
    graph.add_conditional_edges("criticise", with_hints, ["choose", "render"])
    graph.add_conditional_edges("render", unless_changed, ["ask", "read"])
    graph.add_conditional_edges("ask", with_a_question, ["wait", "finish"])
    graph.add_conditional_edges("wait", with_words, ["note", "finish"])
    graph.add_conditional_edges("note", after_the_answer, ["read", "choose", "ask", "wait", "finish"])
    graph.add_edge("finish", END)
    return graph.compile()


def with_an_answer(state: TailoringState) -> Literal["read", "note"]:
    """A run that takes up a late answer begins with it."""
    return "note" if state.get("answer") else "read"


def with_an_answer_of_before(state: TailoringState) -> Literal["note", "choose"]:
    """What the person answered about another resume is said of them, and not asked again."""
    return "note" if state.get("recalled") else "choose"


def with_a_model(_: TailoringState, runtime: Runtime[Context]) -> Literal["write", "criticise"]:
    """Without a model the resume's own words stand, and there is nothing to reword or refuse."""
    return "criticise" if runtime.context.models.is_offline(ROLE) else "write"


def with_hints(state: TailoringState) -> Literal["choose", "render"]:
    """The critic may send the draft back once."""
    hints = criticism.facts_to_keep([Remark.model_validate(item) for item in state["remarks"]])
    return "choose" if hints and state["drafts"] == 1 else "render"


def unless_changed(state: TailoringState) -> Literal["ask", "read"]:
    """What the person changed while this was made is worked in before anything else."""
    return "read" if state.get("changed") else "ask"


def with_a_question(state: TailoringState) -> Literal["wait", "finish"]:
    """Ask when there is something worth asking."""
    return "wait" if state.get("question") else "finish"


def with_words(state: TailoringState) -> Literal["note", "finish"]:
    """Nobody has to answer: after some time the draft stands."""
    return "note" if (state.get("answer") or {}).get("answer") else "finish"


def after_the_answer(state: TailoringState) -> Literal["read", "choose", "ask", "wait", "finish"]:
    """New facts are worked in, a no leads to the next question, an unclear answer to the same, a skip to the end."""
    outcome = state.get("outcome")
    if outcome in {"yes", "unclear"}:
        return "read" if outcome == "yes" else "wait"
    if not state.get("document"):
        return "choose" if state.get("analysis") else "finish"
    return "ask" if outcome == "no" else "finish"


async def read(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Read the resume's facts, the job, and what the person asked for, once for all steps."""
    await _progress(runtime, state, 5, "reading resume and job")
    async with runtime.context.sessions() as session:
        actor, session_id = runtime.context.actor, UUID(state["session_id"])
        material = await load(session, actor, session_id)
        answered = await asking.facts_answered(session, actor, session_id)
    proposals = {**material.reworded, **state.get("proposals", {})}
    return {
        "material": material.model_dump(mode="json"), "keep": answered, "drafts": 0, "remarks": [],
        "proposals": proposals, "shown": list({*state.get("shown", []), *material.reworded}),
    }  # fmt: skip


async def analyse(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """List what the job asks for, each with the posting's own words."""
    await _progress(runtime, state, 10, "reading what the job asks for")
    asked = await asyncio.to_thread(analysis.analyse, _material(state).job)
    return {"analysis": [item.model_dump(mode="json") for item in asked]}


async def map_to_facts(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Find the facts that show each of it, and how well."""
    await _progress(runtime, state, 20, "looking for what shows it")
    material = _material(state)
    mapped = await asyncio.to_thread(
        analysis.map_to_facts, material.job, material.facts, similarity=local_similarity(),
        today=runtime.context.clock().date(),
    )  # fmt: skip
    return {"analysis": [item.model_dump(mode="json") for item in mapped]}


async def recall(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Look whether the person answered, about another resume of theirs, what this one does not say."""
    context, material, passed = runtime.context, _material(state), state.get("passed_over", [])
    async with context.sessions() as session:
        given = await asking.answered_elsewhere(session, context.actor, UUID(state["session_id"]))
    found = await asyncio.to_thread(
        questions.answered_before, [AnalysedRequirement.model_validate(item) for item in state["analysis"]],
        material.facts, given, title=material.job.title, passed_over=passed,
    )  # fmt: skip
    if found is None:
        return {"recalled": None}
    question, before = found
    return {
        "recalled": before.model_dump(mode="json"), "question": question.model_dump(mode="json"),
        "answer": {"question_id": question.id, "answer": before.answer}, "passed_over": [*passed, question.id],
    }  # fmt: skip


async def choose(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Choose and order the facts that answer the job within the page budget, once more where the critic has hints."""
    remarks = [Remark.model_validate(item) for item in state["remarks"]]
    await _progress(runtime, state, 35 if remarks else 30, "choosing what answers the job")
    keep = [*state["keep"], *criticism.facts_to_keep(remarks)]
    document = await asyncio.to_thread(
        draft, _material(state), keep=keep, similarity=local_similarity(), today=runtime.context.clock().date()
    )
    document.analysis = [AnalysedRequirement.model_validate(item) for item in state["analysis"]]
    return {"document": document.model_dump(mode="json"), "drafts": state["drafts"] + 1}


async def write(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Ask the model to reword lines it has not seen. It holds no tools: what it reads came from outside.

    Without an answer the resume's own words stand, as they do without a model; the run's output says why.
    """
    await _progress(runtime, state, 45, "asking the model for wording")
    models, document = runtime.context.models, TailoredDocument.model_validate(state["document"])
    known, shown = state.get("proposals", {}), state.get("shown", [])
    try:
        proposals, answer = await propose_rewordings(models.for_role(ROLE), document, known=shown)
    except model_failures() as problem:
        failure = explain_failure(problem)
        await _progress(runtime, state, 50, f"the model did not answer ({failure.code}): the resume's own words stand")
        return {"problem": {"code": failure.code, "message": failure.message}}
    usage = models.usage(models.chain(ROLE)[0], answer) if isinstance(answer, AIMessage) else None
    return {
        "proposals": {**known, **proposals}, "shown": list({*shown, *(claim.id for claim in document.claims)}),
        "usage": [*state.get("usage", []), *([usage.model_dump()] if usage else [])],
    }  # fmt: skip


async def prove(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Hold every proposed sentence against the facts it cites; what they do not hold falls back to the source."""
    await _progress(runtime, state, 60, "proving every line")
    today, document = runtime.context.clock().date(), TailoredDocument.model_validate(state["document"])
    own = set(document.steering.own_words)
    wanted = {line: words for line, words in state.get("proposals", {}).items() if line not in own}
    document = await asyncio.to_thread(apply_rewordings, document, wanted, prover(document, today=today))
    # A rewording may have lost the word that answered a requirement.
    job = _material(state).job
    document = await asyncio.to_thread(recover, document, job, similarity=local_similarity(), today=today)
    return {"document": document.model_dump(mode="json")}


async def criticise(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Look at the draft as a stranger would; what a left-out fact would mend is chosen anew, once."""
    await _progress(runtime, state, 70, "looking at the draft as a stranger would")
    document = TailoredDocument.model_validate(state["document"])
    before = [Remark.model_validate(item) for item in state["remarks"]]
    document.remarks = criticism.since_mended(before, criticism.criticise(document))
    remarks = [item.model_dump(mode="json") for item in document.remarks]
    return {"document": document.model_dump(mode="json"), "remarks": remarks}


async def render(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Make the PDF, read it back, and keep document, claims and PDF together as a version."""
    await _progress(runtime, state, 80, "making the PDF and reading it back")
    context, session_id = runtime.context, UUID(state["session_id"])
    rendered = await context.services.renderer.fit(TailoredDocument.model_validate(state["document"]))
    try:
        async with transaction(context.sessions) as session:
            await service.set_progress(session, context.actor, session_id, progress=88, step="keeping this version")
            reason, before = state.get("reason") or "tailored to the job", _material(state).version
            await versions.save(session, context.actor, session_id, rendered, reason, after=before)
    except ConflictError as problem:
        if problem.code != "CHANGED_MEANWHILE":
            raise
        return {"changed": True}
    return {"document": rendered.document.model_dump(mode="json"), "changed": False}


async def ask(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Find the question that is most worth asking and was never answered, if there is one."""
    material, asked = _material(state), state.get("asked", 0)
    if not material.ask or asked >= questions.MOST_QUESTIONS:
        return {"question": None}
    async with runtime.context.sessions() as session:
        given = await asking.given_before(session, runtime.context.actor)
    question = await asyncio.to_thread(
        questions.next_question, [AnalysedRequirement.model_validate(item) for item in state["analysis"]],
        material.facts, title=material.job.title, answered=given, passed_over=state.get("passed_over", []),
    )  # fmt: skip
    return {"question": question.model_dump(mode="json") if question else None, "asked": asked + 1}


async def wait(state: TailoringState) -> TailoringState:
    """Wait for the person. Nothing else happens here: a node runs from its top again when it is resumed."""
    question = Question.model_validate(state["question"])
    decision = interrupt(
        {
            "kind": "question", "question_id": question.id, "question": question.text, "hint": question.hint,
            "about": question.model_dump(mode="json"),
        }
    )  # fmt: skip
    return {"answer": decision, "passed_over": [*state.get("passed_over", []), question.id.partition("#")[0]]}


async def note(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """Keep what the person answered as facts of their own, with them as the source."""
    said = "recalling what you said before" if state.get("recalled") else "taking up your answer"
    await _progress(runtime, state, 3, said)
    context, session_id, recalled = runtime.context, UUID(state["session_id"]), state.get("recalled")
    async with context.sessions() as session:
        question = await _asked(session, context, state)
        material = await load(session, context.actor, session_id)
    source = _source(question, state, context.clock())
    read = await asyncio.to_thread(
        read_answer, source.answer, question, material.facts, language=material.language, today=context.clock().date()
    )
    async with transaction(context.sessions) as session:
        await asking.take_answer(session, context.actor, session_id, question, read, source)
    outcome = "yes" if read.facts else "no" if read.outcome == "yes" or recalled else read.outcome
    again = outcome == "unclear" and "#" not in question.id
    return {
        "outcome": outcome if again or outcome != "unclear" else "skip", "answer": None, "recalled": None,
        "question": questions.asked_again(question).model_dump(mode="json") if again else None,
        "reason": "" if recalled else f"your answer about {question.subject}",
    }  # fmt: skip


async def finish(state: TailoringState, runtime: Runtime[Context]) -> TailoringState:
    """End the session with the version that stands; a question that nobody answered stays open."""
    async with transaction(runtime.context.sessions) as session:
        actor = runtime.context.actor
        await asking.complete(session, actor, UUID(state["session_id"]), still_open=bool(state.get("question")))
    runtime.stream_writer({"type": "progress_update", "progress": 1.0, "step": "done"})
    return {}


async def _asked(session: Any, context: Context, state: TailoringState) -> Question:
    """The question that is being answered: this run's, or for a late answer the session's."""
    kept = (await sessions.get(session, context.actor, UUID(state["session_id"]))).question
    return Question.model_validate(state.get("question") or kept)


def _source(question: Question, state: TailoringState, now: datetime) -> Provenance:
    """Who said so, when, and in answer to what: just now, or in the session in which it was asked."""
    if recalled := state.get("recalled"):
        before = GivenAnswer.model_validate(recalled)
        return Provenance(question=before.question, answer=before.answer or "", answered_at=before.answered_at)
    words = str((state.get("answer") or {}).get("answer") or "")
    return Provenance(question=question.text, answer=words, answered_at=now)


def _material(state: TailoringState) -> Material:
    return Material.model_validate(state["material"])


async def _progress(runtime: Runtime[Context], state: TailoringState, percent: int, step: str) -> None:
    """Tell how far it is; once a draft stands, the way to the next one is the last tenth."""
    context = runtime.context
    percent = 90 + percent // 10 if state.get("asked") or state.get("reason") else percent
    async with transaction(context.sessions) as session:
        await service.set_progress(session, context.actor, UUID(state["session_id"]), progress=percent, step=step)
    runtime.stream_writer({"type": "progress_update", "progress": percent / 100, "step": step})
