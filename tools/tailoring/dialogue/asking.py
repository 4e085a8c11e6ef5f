"""Questions to the person and their answers, as they are kept. Every function works in the caller's session."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError as Invalid
from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import resumes as resume_store
from store import runs as run_store
from store import tailoring as store
from store.actors import Actor
from store.base import new_id
from store.errors import AlreadyExistsError, ConflictError, NotFoundError, ValidationError
from store.pagination import PageRequest
from tools.resumes import correcting
from tools.resumes.schemas import Provenance
from tools.tailoring import service
from tools.tailoring.reasoning import GivenAnswer, Question, ReadAnswer
from tools.tailoring.schemas import AnswerQuestion, TailoredResult

ANSWERED = "question_answered"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


async def given_before(session: AsyncSession, actor: Actor) -> list[GivenAnswer]:
    """What the person has answered so far, in whichever session: it is never asked again."""
    rows = await events.of_kind(session, actor, ANSWERED, since=_EVER)
    return [GivenAnswer.model_validate({**row.data, "answered_at": row.created_at}) for row in rows]


async def wait(session: AsyncSession, actor: Actor, run: run_store.Run, asks: dict[str, Any]) -> None:
    """Show what a run waits for: its session has a question now, and a finished draft beside it."""
    await store.set_open(
        session, actor, UUID(run.input["session_id"]), status="waiting", progress=90, step=asks["question"],
        question=asks["about"],
    )  # fmt: skip


async def complete(session: AsyncSession, actor: Actor, tailored_id: UUID, *, still_open: bool) -> None:
    """End a tailoring whose newest version stands; a question that nobody answered may stay open."""
    left = {} if still_open else {"question": None}
    await store.set_open(session, actor, tailored_id, status="completed", progress=100, step="done", error=None, **left)


async def answer_question(session: AsyncSession, actor: Actor, data: AnswerQuestion) -> TailoredResult:
    """Hand in the answer to what a tailoring asks; its run goes on, or a new one takes a late answer up.

    Raises ConflictError: `NOTHING_PENDING` when nothing is asked (any more), `BUSY` while it is being worked on.
    """
    row = await _asking(session, actor, data)
    question = Question.model_validate(row.question)
    if data.question_id is not None and data.question_id != question.id:
        raise ConflictError(
            f"Tailored resume {row.number} asks something else by now: {question.text}", code="NOTHING_PENDING"
        )
    decision = {"question_id": question.id, "answer": data.answer}
    if row.status == "waiting" and row.run_id is not None:
        await _hand_in(session, actor, row, decision)
    elif row.status in {"pending", "running", "waiting"}:
        raise ConflictError(
            f"Tailored resume {row.number} is being worked on. Answer again in a moment.", code="BUSY"
        )  # fmt: skip
    else:
        await _begin_again(session, actor, row, decision)
    await session.refresh(row)
    return service.result_of(row)


async def answer_once(session: AsyncSession, actor: Actor, begun: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Hand in the answer to what the tailoring of a TailoredResult (as JSON) asked, unless that was done before."""
    row = await store.get(session, actor, UUID(begun["id"]))
    if row.run_id is not None:
        run = await run_store.get(session, actor, row.run_id)
        made = [*run.input.get("decisions", []), run.input.get("answer") or {}]
        if any(one.get("question_id") == given["question_id"] and one.get("answer") for one in made):
            return
    try:
        data = AnswerQuestion(tailored=begun["id"], answer=given["answer"], question_id=given["question_id"])
    except Invalid as problem:
        raise ValidationError(
            "That answer cannot be kept: give at most 4000 characters of plain text.", code="ANSWER_UNUSABLE"
        ) from problem
    await answer_question(session, actor, data)


async def _asking(session: AsyncSession, actor: Actor, data: AnswerQuestion) -> store.TailoredResume:
    """The tailoring that is meant; without a name the newest one that asks something."""
    if data.tailored is not None:
        row = await service.find_tailored(session, actor, data.tailored)
        if row.question is None:
            raise ConflictError(f"Tailored resume {row.number} asks nothing now.", code="NOTHING_PENDING")
        return row
    rows = (await store.list_page(session, actor, PageRequest(limit=50)))["items"]
    found = next((row for row in rows if row.question is not None), None)
    if found is None:
        raise ConflictError("No tailored resume asks anything now.", code="NOTHING_PENDING")
    return found


async def _hand_in(session: AsyncSession, actor: Actor, row: store.TailoredResume, decision: dict[str, Any]) -> None:
    run = await run_store.get(session, actor, row.run_id or row.id)
    data = {**run.input, "decisions": [*run.input.get("decisions", []), decision]}
    if not await run_store.go_on(session, actor, run.id, data=data, status="queued"):
        raise ConflictError(f"Tailored resume {row.number} waits for nothing now.", code="NOTHING_PENDING")
    await store.set_open(session, actor, row.id, status="running", step="taking up your answer")


async def restart(session: AsyncSession, actor: Actor, tailored_id: UUID) -> UUID:
    """Begin a tailoring that was stopped or has failed anew; answers the id of the run that does it.

    Raises ConflictError `NOT_STOPPED` for one that is going on, or is complete.
    """
    row = await store.get(session, actor, tailored_id)
    if row.status not in {"stopped", "failed"}:
        raise ConflictError(
            f"Tailored resume {row.number} is {row.status}; only a stopped or failed one can be begun again.",
            code="NOT_STOPPED",
        )
    return await _begin_again(session, actor, row, None)


async def _begin_again(
    session: AsyncSession, actor: Actor, row: store.TailoredResume, decision: dict[str, Any] | None
) -> UUID:
    """Work on a session once more, by a run of its own: an answer that comes late makes a new version."""
    run_id = new_id()
    await run_store.create(
        session, actor, kind=service.PIPELINE, area="tailoring", status="queued", run_id=run_id,
        data={"session_id": str(row.id), **({"answer": decision} if decision else {})},
    )  # fmt: skip
    step = "taking up your answer" if decision else "beginning again"
    begun = {"run_id": run_id, "status": "running", "progress": 0, "step": step, "error": None}
    if not await store.take_over(session, actor, row.id, before=row.run_id, **begun):
        raise ConflictError(f"Tailored resume {row.number} is being worked on. Try again in a moment.", code="BUSY")
    return run_id


async def answered_elsewhere(session: AsyncSession, actor: Actor, tailored_id: UUID) -> list[GivenAnswer]:
    """The answers that made facts of another resume than this session's, unless those were taken back since."""
    here = (await store.get(session, actor, tailored_id)).resume_id
    found = []
    for row in await events.of_kind(session, actor, ANSWERED, since=_EVER):
        if row.data["facts"] and await _stands_in_another(session, actor, row, here):
            found.append(GivenAnswer.model_validate({**row.data, "answered_at": row.created_at}))
    return found


async def _stands_in_another(session: AsyncSession, actor: Actor, row: events.Event, here: UUID) -> bool:
    try:
        there = (await store.get(session, actor, row.subject_id or here)).resume_id
    except NotFoundError:
        return False
    kept = {str(fact.id) for fact in await resume_store.facts(session, actor, there)} if there != here else set()
    return not kept.isdisjoint(row.data["facts"])


async def take_answer(
    session: AsyncSession, actor: Actor, tailored_id: UUID, question: Question, read: ReadAnswer, source: Provenance
) -> None:
    """Keep what an answer was read as: its facts in the resume, with the person as their source, and that it came.

    Taken a second time (its run was killed in between) it changes nothing. What stands in the resume already is not
    added again.
    """
    if read.outcome in {"skip", "unclear"} or await _taken(session, actor, tailored_id, question):
        return
    row = await store.get(session, actor, tailored_id)
    added = []
    for fact in read.facts:
        try:
            kept = await correcting.add_fact(
                session, actor, row.resume_id, text=fact.text, detail=fact.detail, parent_id=fact.parent_id,
                source="answered", provenance=source,
            )  # fmt: skip
        except (AlreadyExistsError, NotFoundError):  # it is there, or the position it belongs to is not any more
            continue
        added.append(str(kept.id))
    await _record(
        session,
        actor,
        tailored_id,
        question,
        {"question": source.question, "answer": source.answer, "outcome": read.outcome, "facts": added},
        read.skills or question.skills,
    )


async def _record(
    session: AsyncSession, actor: Actor, tailored_id: UUID, question: Question, said: dict[str, Any], skills: list[str]
) -> None:
    """Remember that it was answered; undo passes over this and takes back what the answer added."""
    data = {"question_id": _key(question), "skills": skills, "title": question.subject, "passed_over": True, **said}
    await events.record(session, actor, kind=ANSWERED, subject="tailored resume", subject_id=tailored_id, data=data)


async def _taken(session: AsyncSession, actor: Actor, tailored_id: UUID, question: Question) -> bool:
    rows = await events.of_kind(session, actor, ANSWERED, since=_EVER)
    return any(row.subject_id == tailored_id and row.data["question_id"] == _key(question) for row in rows)


async def facts_answered(session: AsyncSession, actor: Actor, tailored_id: UUID) -> list[str]:
    """The ids of the facts that answers in this session have made: they have a claim to room."""
    rows = await events.of_kind(session, actor, ANSWERED, since=_EVER)
    return [fact_id for row in rows if row.subject_id == tailored_id for fact_id in row.data["facts"]]


def _key(question: Question) -> str:
    """The question's id without the mark of its being asked once more."""
    return question.id.partition("#")[0]
