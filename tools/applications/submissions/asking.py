"""What the person says to what a submission waits for, and what that changes. Never commits.

A yes is one to the plan whose digest it names, and to no other; anything else is no yes.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import submissions as store
from store.actors import Actor
from store.errors import ConflictError, ValidationError
from store.submissions import Submission
from tools.applications.forms.filling.controls import Unfilled, label_of
from tools.applications.forms.planning import open_fields, page_choice
from tools.applications.forms.questions import known_as
from tools.applications.forms.schemas import FormPlan, PlannedField
from tools.applications.plain_words import plain_words
from tools.applications.submissions import service, wording
from tools.applications.submissions.schemas import Approval, FormAnswers
from tools.context import utc_now
from tools.job_profiles import answers as bank
from tools.job_profiles.places import job_place
from tools.job_profiles.questions import CATEGORIES
from tools.job_profiles.schemas import AnswerSource, AnswerValue
from tools.jobs.service import get_job

MOST_OFFERED = 60
# To nothing said: the run ends, and what is prepared stays prepared.
SILENCE: dict[str, Any] = {"answer": None}


async def answer_once(session: AsyncSession, actor: Actor, begun: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Hand in words of talk on what the submission of a SubmissionResult (as JSON) asked, unless that was done before.

    Raises ConflictError `NOTHING_PENDING` where it asks something else by now: a yes to one plan is none to another.
    """
    await store.one_at_a_time(session, actor)
    row = await store.get(session, actor, UUID(begun["id"]), lock=True)
    plan = service.plan_of(row)
    asked = wording.asked_now(row.id, row.state, plan, "") if plan is not None else None
    if asked is None:
        return  # handed in before a kill: it is being worked on, or done
    if asked.id != given["question_id"]:
        raise ConflictError("It asks something else by now. Say “apply” again to see it.", code="NOTHING_PENDING")
    if asked.kind == "approval":
        await decide(session, actor, row, Approval(digest=row.digest or "", yes=given["answer"] == "yes"))
    elif plain_words(given["answer"]) in wording.SKIP:
        await service.go_on(session, actor, row, SILENCE | {"question_id": asked.id}, begins=False)
    elif plan is not None:
        await _heard(session, actor, row, plan, given["answer"])


async def _heard(session: AsyncSession, actor: Actor, row: Submission, plan: FormPlan, words: str) -> None:
    heard = wording.hear(words, plan, today=utc_now().date())
    unclear = [f"{number}: {why}" for number, why in heard.unclear.items()]
    if not heard.answers and not unclear:
        unclear = ["Give one answer for each number, such as “1: No; 2: Yes”."]
    asked = service.asked_id(row)
    await _keep(session, actor, row, plan, heard.answers, words=words, unclear=unclear)
    await service.go_on(session, actor, row, {"answer": words, "question_id": asked})


async def give_answers(session: AsyncSession, actor: Actor, submission_id: UUID, data: FormAnswers) -> Submission:
    """Answer fields of a prepared form by their ids; it is planned anew with them.

    Raises ConflictError `NOT_PREPARED`, ValidationError `NO_SUCH_FIELD`.
    """
    row = await store.get(session, actor, submission_id, lock=True)
    plan = service.plan_of(row)
    if row.state not in {"asking", "waiting"} or plan is None:
        raise ConflictError(
            f"This application takes no answers now: it is {row.state.replace('_', ' ')}.", code="NOT_PREPARED"
        )
    known = {one.id: one for one in plan.fields}
    if unknown := sorted(set(data.answers) - set(known)):
        raise ValidationError(
            f"The form has no field {', '.join(unknown)}. Give the ids of the plan's fields.", code="NO_SUCH_FIELD"
        )
    asked = service.asked_id(row)
    await _keep(session, actor, row, plan, data.answers, remember=data.remember)
    await service.go_on(session, actor, row, {"answer": "answered", "question_id": asked})
    return await store.get(session, actor, submission_id)


async def approve(session: AsyncSession, actor: Actor, submission_id: UUID, data: Approval) -> Submission:
    """The person's decision on a plan by its digest. Raises ConflictError `NOT_WAITING`, `PLAN_CHANGED`, and
    `ALREADY_SUBMITTED` where another attempt for the job was sent meanwhile.
    """
    await store.one_at_a_time(session, actor)
    row = await store.get(session, actor, submission_id, lock=True)
    await decide(session, actor, row, data)
    return await store.get(session, actor, submission_id)


async def decide(session: AsyncSession, actor: Actor, row: Submission, data: Approval) -> None:
    """The same for a row that is locked. A no changes nothing: the plan stays prepared."""
    if row.state != "waiting":
        raise ConflictError(
            f"This application waits for no yes: it is {row.state.replace('_', ' ')}.", code="NOT_WAITING"
        )
    if data.digest != row.digest:
        raise ConflictError(
            "The plan is another than the one you saw. Look at it again before you say yes.", code="PLAN_CHANGED"
        )
    asked = service.asked_id(row)
    if not data.yes:
        await service.go_on(session, actor, row, SILENCE | {"question_id": asked}, begins=False)
        return
    await _refuse_a_second(session, actor, row)
    values: dict[str, Any] = {"state": "approved", "approved_at": utc_now()}
    if not await store.move(session, actor, row.id, before=("waiting",), approved=data.digest, **values):
        raise ConflictError("The plan has changed this moment. Look at it again.", code="PLAN_CHANGED")
    row = await store.get(session, actor, row.id)
    await service.go_on(session, actor, row, {"answer": "yes", "question_id": asked})


async def _refuse_a_second(session: AsyncSession, actor: Actor, row: Submission) -> None:
    """Of forms prepared for one job, or of one form prepared for two, only one goes out by itself."""
    if await service.is_overtaken(session, actor, row):
        raise ConflictError(
            "Another application for this job, or with this very form, has gone out since this one was prepared. "
            "Cancel this one; a second is only sent when you say so: “apply again”.",
            code="ALREADY_SUBMITTED",
        )


async def _keep(
    session: AsyncSession, actor: Actor, row: Submission, plan: FormPlan, given: Mapping[str, AnswerValue | None], *,
    words: str | None = None, unclear: list[str] | None = None, remember: bool = True,
) -> None:  # fmt: skip
    """Put answers into the plan and the bank, and have it planned anew; a consent is for this form alone."""
    fields = {one.id: one for one in plan.fields}
    plan = plan.model_copy(
        update={"given": {**plan.given, **given}, "rounds": plan.rounds + 1, "unclear": unclear or []}
    )
    row.plan, row.state, row.digest = plan.model_dump(mode="json"), "planning", None
    await session.flush()
    place = job_place((await get_job(session, actor, row.job_id)).location)
    for name, value in given.items():
        one = fields[name]
        if value is None or not remember or plan.profile_id is None or _for_this_form_alone(one, value):
            continue
        meant = known_as(one.field, plan.form.language)
        source = AnswerSource(
            kind="form", words=words or bank.in_words(value), url=row.url, job_id=row.job_id,
            place=place if meant.extra.get("of_place") else None,
        )  # fmt: skip
        await bank.remember(
            session, actor, plan.profile_id, key=one.key, question=label_of(one.field), category=one.category,
            value=value, source=source,
        )  # fmt: skip


def _for_this_form_alone(one: PlannedField, value: AnswerValue) -> bool:
    """A consent, and a yes to what this page had written into a question of its own."""
    if one.category == "consent":
        return True
    own = page_choice(one.field)
    return own is not None and one.key not in CATEGORIES and plain_words(bank.in_words(value)) == plain_words(own)


def asked_again(one: PlannedField, problem: Unfilled) -> PlannedField:
    """A field whose value the page did not take, open again: with what the page offers, where it showed that. Pure."""
    why = f"{wording.said_or_known(one)} does not fit: {problem.why}"
    return one.model_copy(update={"open": True, "why": why, "offered": problem.offered[:MOST_OFFERED]})


def still_to_ask(plan: FormPlan) -> bool:
    """Whether the form cannot be handed in before the person has said more. Pure."""
    return bool(open_fields(plan))


def refused_boxes(plan: FormPlan) -> str | None:
    """That the form insists on boxes which the person has refused; None where it insists on none. Pure."""
    refused = [
        label_of(one.field) for one in plan.fields
        if one.open and (value := plan.given.get(one.id)) is not None and value.checked is False
    ]  # fmt: skip
    if not refused:
        return None
    return f"You said no to {'; '.join(f'“{label}”' for label in refused)}, and the form does not go out without it."
