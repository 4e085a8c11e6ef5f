"""Applying: the pipeline that fills an application form and hands it in, once, after a yes.

take up -> look -> plan -> (ask) -> fill -> ask -> send. Every step begins from the submission's row, which is the
truth: what the person says changes the row, and the run that waited takes it up again. A run nobody answers ends, and
what is prepared stays so. `submitting` is written down before the click; whoever finds it later never clicks again.
"""

from typing import Any, Literal, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt
from sqlalchemy.ext.asyncio import AsyncSession

from store import submissions as store
from store.database import transaction
from store.errors import ConflictError
from store.submissions import Submission
from tools.applications.forms.planning import digest_of
from tools.applications.forms.reading.looking import look_at_form
from tools.applications.forms.schemas import FormPlan
from tools.applications.submissions import asking, opening, recording, service
from tools.applications.submissions.gathering import files_of, make_plan
from tools.applications.submissions.opening import FilledPage, SentPage
from tools.applications.submissions.wording import asked_now
from tools.context import Context
from tools.jobs.service import get_job

Step = Literal["look", "plan", "fill", "ask", "send", "lost", "__end__"]
# What a person could answer otherwise, so that the field is asked again instead of handing all of it over.
ANSWERABLE = ("combobox", "select", "radio", "text", "number", "date", "tel", "email", "url", "textarea")


class ApplyState(TypedDict, total=False):
    """Everything is in the row of `submission_id`; `next` is the step that its state calls for."""

    submission_id: str
    next: str
    silent: bool


def build_pipeline() -> CompiledStateGraph[ApplyState, Context, ApplyState, ApplyState]:
    """Compile the pipeline `job_apply`."""
    graph = StateGraph(ApplyState, context_schema=Context)
    for node in (take_up, look, plan, fill, ask, send, lost):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "take_up")
    graph.add_conditional_edges("take_up", where_to, ["look", "plan", "ask", "send", "lost", END])
    graph.add_conditional_edges("look", where_to, ["plan", END])
    graph.add_conditional_edges("plan", where_to, ["look", "ask", "fill", END])
    graph.add_conditional_edges("fill", where_to, ["look", "ask", END])
    graph.add_conditional_edges("ask", unless_silent, ["take_up", END])
    graph.add_conditional_edges("send", where_to, ["ask", END])
    graph.add_edge("lost", END)
    return graph.compile()


def where_to(state: ApplyState) -> Step:
    """The step that the submission's state calls for."""
    return state["next"]  # type: ignore[return-value]


def unless_silent(state: ApplyState) -> Literal["take_up", "__end__"]:
    """An answer has changed the row; without one it stays prepared, and this run is over."""
    return "__end__" if state.get("silent") else "take_up"


async def take_up(state: ApplyState, runtime: Runtime[Context]) -> ApplyState:
    """Look where the submission stands. One that may have been clicked is never clicked again."""
    row = await _row(state, runtime)
    if row.state == "planning":
        return {"next": "plan" if service.plan_of(row) is not None else "look"}
    following: dict[str, str] = {"asking": "ask", "waiting": "ask", "approved": "send", "submitting": "lost"}
    return {"next": following.get(row.state, END)}


async def look(state: ApplyState, runtime: Runtime[Context]) -> ApplyState:
    """Read the form in a real browser; what stands in the way is the person's."""
    _tell(runtime, 0.1, "opening the form")
    row = await _row(state, runtime)
    form = await look_at_form(runtime.context, row.url)
    profile_id = UUID(row.plan["profile_id"]) if row.plan.get("profile_id") else None
    read = FormPlan(form=form, profile_id=profile_id)
    stopped = form.obstacle is not None or not form.fields
    if stopped and form.fields:  # what is known is listed for copying all the same
        read = await make_plan(runtime.context, form, row.job_id, profile_id, {})
    known = service.addresses_of(row.url, form.url)
    async with transaction(runtime.context.sessions) as session:
        await _keep(session, runtime, state, read, "planning", addresses=known)
    if stopped:
        return await _handed_over(state, runtime, form.why or "There is no form to fill at this address.")
    return {"next": "plan"}


async def plan(state: ApplyState, runtime: Runtime[Context]) -> ApplyState:
    """Say what goes into each field and what that rests on; what only the person can say is asked in one go."""
    _tell(runtime, 0.3, "planning what goes into each field")
    context, row = runtime.context, await _row(state, runtime)
    before = service.plan_of(row)
    if before is None:
        return {"next": "look"}
    made = await make_plan(context, before.form, row.job_id, before.profile_id, before.given)
    made = made.model_copy(update={"rounds": before.rounds, "unclear": before.unclear})
    if (refused := asking.refused_boxes(made)) is not None:
        async with transaction(context.sessions) as session:
            await _keep(session, runtime, state, made, "planning")
        return await _handed_over(state, runtime, refused)
    asking_for = asking.still_to_ask(made)
    async with transaction(context.sessions) as session:
        await _keep(session, runtime, state, made, "asking" if asking_for else "planning")
    return {"next": "ask" if asking_for else "fill"}


async def fill(state: ApplyState, runtime: Runtime[Context]) -> ApplyState:
    """Fill the form in the browser and take its picture; what a field does not take is asked, or handed over."""
    _tell(runtime, 0.5, "filling the form")
    context, planned = runtime.context, service.plan_of(await _row(state, runtime))
    if planned is None:
        return {"next": "look"}
    filled = await opening.fill_at(context, planned, await files_of(context, planned))
    if filled.why is not None:
        return await _handed_over(state, runtime, filled.why)
    if filled.unfilled:
        return await _not_taken(state, runtime, planned, filled)
    told = [*planned.notes, opening.HELD_BACK] if filled.keeps_files else planned.notes
    ready = planned.model_copy(
        update={"form": filled.form, "unclear": [], "notes": told, "pictures": len(filled.pictures)}
    )
    ready = ready.model_copy(update={"digest": digest_of(ready)})
    async with transaction(context.sessions) as session:
        await _keep(
            session, runtime, state, ready, "waiting", digest=ready.digest, screenshots=filled.pictures
        )  # fmt: skip
    return {"next": "ask"}


async def ask(state: ApplyState, runtime: Runtime[Context]) -> ApplyState:
    """Wait for the person. Nothing else happens here: a node runs from its top again when it is resumed."""
    row = await _row(state, runtime)
    planned = service.plan_of(row)
    async with runtime.context.sessions() as session:
        job = await get_job(session, runtime.context.actor, row.job_id)
        before = await service.earlier_of(session, runtime.context.actor, row)
    where = f"{job.title} at {job.company}" if job.company else job.title
    asked = asked_now(row.id, row.state, planned, where, before) if planned is not None else None
    if asked is None:
        return {"silent": False}  # it was answered before this step began, or before it was taken up again
    decision = interrupt(
        {
            "kind": asked.kind, "question_id": asked.id, "question": asked.text, "hint": asked.hint,
            "submission_id": str(row.id), "digest": row.digest,
        }
    )  # fmt: skip
    return {"silent": decision.get("answer") is None}


async def send(state: ApplyState, runtime: Runtime[Context]) -> ApplyState:
    """Hand the approved plan in: open, compare, fill, then write `submitting` down and press the button once."""
    _tell(runtime, 0.8, "submitting the form")
    context, row = runtime.context, await _row(state, runtime)
    planned = service.plan_of(row)
    if row.state == "submitting":
        return await lost(state, runtime)
    if row.state != "approved" or planned is None or planned.digest != row.digest:
        return {"next": "ask" if row.state == "waiting" else END}  # it was killed after it had asked anew
    async with context.sessions() as session:
        await get_job(session, context.actor, row.job_id)

    async def may_click() -> None:
        await _write_submitting(runtime, row)

    try:
        sent = await opening.submit_at(context, planned, await files_of(context, planned), may_click)
    except ConflictError as problem:
        if problem.code == "FILE_CHANGED":
            return await _handed_over(state, runtime, problem.message)
        raise
    asks = await _record(state, runtime, sent)
    _tell(runtime, 1.0, "done")
    return {"next": "ask" if asks else END}


async def lost(state: ApplyState, runtime: Runtime[Context]) -> ApplyState:
    """A submission that was cut off after its click may have been made: look once more, and leave it to the person."""
    context, row = runtime.context, await _row(state, runtime)
    planned = service.plan_of(row)
    words = await opening.look_again(context, planned) if planned is not None else None
    told = f" The page itself says: “{words}”." if words else ""
    why = f"It was cut off between the click and the page's answer.{told}"
    async with transaction(context.sessions) as session:
        await recording.may_have_gone_out(session, context.actor, row.id, why)
    return {"next": END}


async def _row(state: ApplyState, runtime: Runtime[Context]) -> Submission:
    async with runtime.context.sessions() as session:
        return await store.get(session, runtime.context.actor, UUID(state["submission_id"]))


async def _keep(
    session: AsyncSession, runtime: Runtime[Context], at: ApplyState, kept: FormPlan, to: str, **values: Any
) -> None:
    """Keep a plan that this run has made. Raises ConflictError where the person cancelled or changed it meanwhile."""
    actor, submission_id = runtime.context.actor, UUID(at["submission_id"])
    values = {"plan": kept.model_dump(mode="json"), "state": to, **values}
    if not await store.move(session, actor, submission_id, before=("planning",), **values):
        raise ConflictError("This application was cancelled or changed meanwhile.", code="CHANGED_MEANWHILE")


async def _write_submitting(runtime: Runtime[Context], row: Submission) -> None:
    """Committed before the click. Of several processes one may click; the others find that it has.

    Raises NotFoundError where the job was taken off the list since the yes.
    """
    context = runtime.context
    async with transaction(context.sessions) as session:
        await get_job(session, context.actor, row.job_id)
        if not await store.move(
            session, context.actor, row.id, before=("approved",), approved=row.digest, state="submitting"
        ):
            raise ConflictError("This application is being submitted by another process.", code="BEING_SUBMITTED")


async def _record(state: ApplyState, runtime: Runtime[Context], sent: SentPage) -> bool:
    """Write down what came of it; True where nothing left, and the person is asked anew."""
    if sent.answer is None:
        why = sent.why or "The form could not be sent."
        await _handed_over(state, runtime, why, gave_files=sent.gave_files, answer_screenshot=sent.picture)
        return False
    context, submission_id = runtime.context, UUID(state["submission_id"])
    async with transaction(context.sessions) as session:
        if sent.answer.outcome == "elsewhere":
            return await recording.ask_of_receivers(session, context.actor, submission_id, sent.answer.elsewhere)
        await recording.record_answer(session, context.actor, submission_id, sent.answer, sent.picture)
    return False


async def _handed_over(state: ApplyState, runtime: Runtime[Context], why: str, **values: Any) -> ApplyState:
    context = runtime.context
    async with transaction(context.sessions) as session:
        await recording.hand_over(session, context.actor, UUID(state["submission_id"]), why, **values)
    return {"next": END}


async def _not_taken(state: ApplyState, runtime: Runtime[Context], planned: FormPlan, filled: FilledPage) -> ApplyState:
    """Ask for another answer where the page does not take one; hand all over where an answer would not help."""
    problems = {one.id: one for one in filled.unfilled}
    known = {one.id: one for one in planned.fields}
    if any(name not in known or known[name].field.kind not in ANSWERABLE for name in problems):
        return await _handed_over(
            state, runtime, opening.unfilled_words(filled.unfilled), screenshots=filled.pictures
        )  # fmt: skip
    fields = [asking.asked_again(one, problems[one.id]) if one.id in problems else one for one in planned.fields]
    again = planned.model_copy(
        update={"fields": fields, "rounds": planned.rounds + 1, "pictures": len(filled.pictures)}
    )
    async with transaction(runtime.context.sessions) as session:
        await _keep(session, runtime, state, again, "asking", screenshots=filled.pictures)
    return {"next": "ask"}


def _tell(runtime: Runtime[Context], progress: float, step: str) -> None:
    runtime.stream_writer({"type": "progress_update", "progress": progress, "step": step})
