"""One job, one application: attempts beside each other, a yes that meets another order, a job that is gone."""

import asyncio
from uuid import UUID

import pytest

from graphs import pipelines
from store import runs
from store import submissions as store
from store.errors import ConflictError
from store.pagination import PageRequest
from store.submissions import Submission
from tests.conftest import new_actor
from tools.applications.forms.filling.answering import PageAnswer
from tools.applications.forms.planning import digest_of
from tools.applications.forms.schemas import ApplicationForm, FieldOption, FormField, FormPlan, PlannedField
from tools.applications.submissions import asking, recording, service, wording
from tools.applications.submissions.gathering import make_plan
from tools.applications.submissions.schemas import ApplyToJob, Approval, FormAnswers
from tools.context import Context, Services, utc_now
from tools.job_profiles.schemas import AnswerValue
from tools.jobs.schemas import AddJob
from tools.jobs.service import remove_job
from tools.jobs.tools import ADD_JOB
from tools.registry import call

HERE, THERE = "https://jobs.example.com/1", "https://example.com/careers/1"


@pytest.fixture
async def context(services: Services) -> Context:
    """Somebody new."""
    return services.acting_for(await new_actor(services))


async def waiting(context: Context, job: str, url: str, *, again: bool = False) -> UUID:
    """A form that is filled in and waits for a yes; its run is over."""
    form = ApplicationForm(url=url, fields=[FormField(kind="text", label="Notes")])
    plan = FormPlan(form=form, fields=[PlannedField(id="f0", field=form.fields[0], key="notes", category="other")])
    plan = plan.model_copy(update={"digest": digest_of(plan)})
    async with context.sessions() as session, session.begin():
        begun = await service.begin(session, context.actor, ApplyToJob(job=job, url=url, again=again))
        row = await store.get(session, context.actor, begun.id)
        assert row.run_id is not None
        await runs.cancel(session, context.actor, row.run_id)
        row.plan, row.state, row.digest = plan.model_dump(mode="json"), "waiting", plan.digest
    return begun.id


async def yes(context: Context, submission_id: UUID) -> Submission:
    """Say yes to the plan as it stands."""
    async with context.sessions() as session, session.begin():
        row = await store.get(session, context.actor, submission_id)
        return await asking.approve(session, context.actor, row.id, Approval(digest=str(row.digest), yes=True))


async def test_of_two_forms_prepared_for_one_job_only_one_goes_out(context: Context) -> None:
    job = await call(ADD_JOB, context, AddJob(title="Cook", company="Blaumeise"))
    here, there = [await waiting(context, str(job.number), url) for url in (HERE, THERE)]
    assert (await yes(context, here)).state == "approved"
    with pytest.raises(ConflictError) as refused:
        await yes(context, there)
    assert refused.value.code == "ALREADY_SUBMITTED"
    async with context.sessions() as session, session.begin():
        await store.move(session, context.actor, here, before=("approved",), state="submitted")
    with pytest.raises(ConflictError):
        await yes(context, there)
    async with context.sessions() as session, session.begin():
        await service.cancel(session, context.actor, there)
    again = ApplyToJob(job=str(job.number), url=THERE, again=True)
    async with context.sessions() as session, session.begin():
        second = await service.begin(session, context.actor, again)
        row = await store.get(session, context.actor, second.id)
        row.state, row.digest = "waiting", "d" * 64
    assert (await yes(context, second.id)).state == "approved"


async def test_an_order_to_apply_does_not_take_back_the_yes_of_this_moment(context: Context) -> None:
    job = await call(ADD_JOB, context, AddJob(title="Cook", company="Blaumeise"))
    submission_id = await waiting(context, str(job.number), HERE)

    async def order() -> None:
        async with context.sessions() as session, session.begin():
            await service.begin(session, context.actor, ApplyToJob(job=str(job.number), url=HERE))

    async with context.sessions() as session, session.begin():
        row = await store.get(session, context.actor, submission_id, lock=True)
        ordered = asyncio.create_task(order())
        await asyncio.sleep(0.5)  # it has read the row as it was, and waits
        await asking.decide(session, context.actor, row, Approval(digest=str(row.digest), yes=True))
        digest = row.digest
    await ordered
    async with context.sessions() as session:
        row = await store.get(session, context.actor, submission_id)
    assert (row.state, row.digest) == ("approved", digest)


async def test_a_job_that_was_taken_off_the_list_is_not_applied_to(context: Context) -> None:
    job = await call(ADD_JOB, context, AddJob(title="Cook", company="Blaumeise"))
    submission_id = await waiting(context, str(job.number), HERE)
    row = await yes(context, submission_id)
    assert row.run_id is not None
    async with context.sessions() as session, session.begin():
        await remove_job(session, context.actor, job.id)
    await pipelines.execute(context.services, context.actor, row.run_id)
    async with context.sessions() as session:
        row = await store.get(session, context.actor, submission_id)
    assert (row.state, row.why) == ("failed", "There is no such job.")


async def test_what_went_out_is_kept_also_where_the_job_went_meanwhile(context: Context) -> None:
    job = await call(ADD_JOB, context, AddJob(title="Cook", company="Blaumeise"))
    submission_id = await waiting(context, str(job.number), HERE)
    said = PageAnswer(outcome="submitted", words="thank you for applying", why="The page says so.", url=HERE)
    async with context.sessions() as session, session.begin():
        await store.move(session, context.actor, submission_id, before=("waiting",), state="submitting")
        await remove_job(session, context.actor, job.id)
    async with context.sessions() as session, session.begin():
        await recording.record_answer(session, context.actor, submission_id, said, None)
    async with context.sessions() as session:
        row = await store.get(session, context.actor, submission_id)
    assert (row.state, (row.answer or {})["words"]) == ("submitted", "thank you for applying")


async def test_one_form_behind_two_entries_of_the_list_is_told_and_not_sent_twice_unsaid(context: Context) -> None:
    first, second = [
        await call(ADD_JOB, context, AddJob(title=title, company="Blaumeise")) for title in ("Cook", "Head cook")
    ]
    here = await waiting(context, str(first.number), HERE)
    there = await waiting(context, str(second.number), f"{HERE}/?utm_source=board#top")

    async def asked(submission_id: UUID) -> str:
        async with context.sessions() as session:
            question = (await service.get_result(session, context.actor, submission_id)).question
        assert question is not None
        return question.text

    told = "This very form stands in your list twice: with job 1, Cook at Blaumeise, it is prepared as well"
    assert (await asked(there)).startswith(told)
    assert (await yes(context, here)).state == "approved"
    with pytest.raises(ConflictError) as refused:
        await yes(context, there)
    assert refused.value.code == "ALREADY_SUBMITTED"
    async with context.sessions() as session, session.begin():
        sent = {"state": "submitted", "submitted_at": utc_now()}
        await store.move(session, context.actor, here, before=("approved",), **sent)
    assert "with job 1, Cook at Blaumeise, it went out on" in await asked(there)
    order = ApplyToJob(job=str(second.number), url=f"{HERE}?utm_medium=mail")
    with pytest.raises(ConflictError, match="with job 1, Cook at Blaumeise, it went out on"):
        async with context.sessions() as session, session.begin():
            await service.begin(session, context.actor, order)
    again = await waiting(context, str(second.number), f"{HERE}/?utm_source=board#top", again=True)
    assert again != there, "what was prepared before the other went out is not what is sent"
    assert (await yes(context, again)).state == "approved"
    async with context.sessions() as session:
        (listed, *_) = (await service.list_page(session, context.actor, first.id, PageRequest())).get("items")
    assert listed.earlier is None, "what was sent first had none before it"


async def test_a_page_that_would_send_to_somebody_else_is_asked_about_again_and_nothing_counts_as_sent(
    context: Context,
) -> None:
    job = await call(ADD_JOB, context, AddJob(title="Cook", company="Blaumeise"))
    submission_id = await waiting(context, str(job.number), HERE)
    before = (await yes(context, submission_id)).digest
    async with context.sessions() as session, session.begin():
        await store.move(session, context.actor, submission_id, before=("approved",), state="submitting")
        assert await recording.ask_of_receivers(session, context.actor, submission_id, ["api.example.net"])
        row = await store.get(session, context.actor, submission_id)
        shown = (await service.get_result(session, context.actor, submission_id)).question
    assert (row.state, row.approved_at, row.digest != before) == ("waiting", None, True)
    assert shown is not None
    assert "Received by: jobs.example.com, by a script of the page; and by api.example.net" in shown.text
    assert "nothing was sent yet" in shown.text
    async with context.sessions() as session, session.begin():
        with pytest.raises(ConflictError, match="another than the one you saw"):
            await asking.approve(session, context.actor, submission_id, Approval(digest=str(before), yes=True))
    assert (await yes(context, submission_id)).state == "approved"


async def test_an_answer_to_one_form_is_told_the_next_where_the_place_is_the_same(context: Context) -> None:
    asked = FormField(
        kind="radio", group="Do you need visa sponsorship?", label="Do you need visa sponsorship?", required=True,
        options=[FieldOption(label="Yes"), FieldOption(label="No")],
    )  # fmt: skip
    news = FormField(kind="text", label="Reference of this posting", required=True, value="R-7")
    form = ApplicationForm(url=HERE, fields=[asked, news])
    where = ("Bern, Switzerland", "Chur, Switzerland", "Berlin, Germany")
    jobs = [await call(ADD_JOB, context, AddJob(title=place, location=place)) for place in where]
    submission_id = await waiting(context, str(jobs[0].number), HERE)
    plan = await make_plan(context, form, jobs[0].id, None, {})
    assert [one.open for one in plan.fields] == [True, True]
    said = FormAnswers(answers={"f0": AnswerValue(options=["No"]), "f1": AnswerValue(text="R-7")})
    async with context.sessions() as session, session.begin():
        (await store.get(session, context.actor, submission_id)).plan = plan.model_dump(mode="json")
        await asking.give_answers(session, context.actor, submission_id, said)
    near, far = [await make_plan(context, form, job.id, None, {}) for job in jobs[1:]]
    assert (near.fields[0].options, near.fields[0].open) == (["No"], False)
    assert (far.fields[0].open, far.fields[0].why) == (
        True, "You said “No” for Bern, CH, and it depends on the place of the job.",
    )  # fmt: skip
    assert "You said 'No' for Bern, CH" in wording.questions_text(wording.questions_of(far), "Cook")
    assert near.fields[1].open, "what one page wrote into its own question is no answer to another's"
