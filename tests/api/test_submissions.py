"""Application forms over REST: shown, decided on by their digest, cancelled, undone; what does not fit is refused."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from graphs import pipelines
from store import runs
from store import submissions as store
from store.base import new_id
from store.database import transaction
from tests.api.people import Api, Person, code, posting
from tests.peers.submitting import PNG, small_plan, waiting_submission
from tools.applications.forms.filling.answering import PageAnswer
from tools.applications.submissions import recording, service
from tools.applications.submissions.tools import APPLY_TO_JOB


async def waiting(api: Api, person: Person) -> tuple[str, str]:
    """A job, and a submission to it that waits for its yes."""
    job = (await person.http.post("/jobs", json={"text": posting()})).json()["id"]
    return job, str(await waiting_submission(api.services, person.actor, UUID(job)))


async def test_a_plan_is_shown_with_its_sources_and_only_its_own_digest_decides_on_it(api: Api, person: Person) -> None:
    job, submission = await waiting(api, person)
    path = f"/submissions/{submission}"
    shown = (await person.http.get(path)).json()
    assert (shown["state"], shown["digest"]) == ("waiting", small_plan().digest)
    values = {
        one["field"]["label"]: (one["value"], (one["source"] or {}).get("words")) for one in shown["plan"]["fields"]
    }
    assert values == {"Full name": ("Mirela Kovač", "Mirela Kovač"), "Gender": (None, None)}
    assert shown["screenshot_urls"] == [f"/api/v1{path}/screenshot?step={step}" for step in (1, 2)]
    steps = [await person.http.get(f"{path}/screenshot?step={step}") for step in (1, 2, 3)]
    assert [(one.status_code, one.content[-1:]) for one in steps[:2]] == [(200, b"1"), (200, b"2")]
    assert code(steps[2]) == "NO_PICTURE"
    assert (await person.http.get(f"{path}/screenshot")).content == PNG + b"2"
    assert code(await person.http.get(f"{path}/answer-screenshot")) == "NO_PICTURE"
    listed = (await person.http.get(f"/jobs/{job}/submissions")).json()
    assert ([one["id"] for one in listed["items"]], listed["total"]) == ([submission], 1)

    other = await person.http.post(f"{path}/approve", json={"digest": "0" * 64, "yes": True})
    assert (other.status_code, code(other)) == (409, "PLAN_CHANGED")
    no = await person.http.post(f"{path}/approve", json={"digest": shown["digest"], "yes": False})
    assert (no.status_code, no.json()["state"]) == (202, "waiting")
    for wrong in (
        {"digest": shown["digest"]},
        {"digest": "short", "yes": True},
        {"digest": shown["digest"], "yes": None},
    ):
        assert (await person.http.post(f"{path}/approve", json=wrong)).status_code == 422
    unknown = await person.http.post(f"{path}/answers", json={"answers": {"f9": {"text": "x"}}})
    assert (unknown.status_code, code(unknown)) == (422, "NO_SUCH_FIELD")

    cancelled = await person.http.post(f"{path}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    late = await person.http.post(f"{path}/approve", json={"digest": shown["digest"], "yes": True})
    assert (late.status_code, code(late)) == (409, "NOT_WAITING")
    assert (await person.http.post(f"{path}/cancel")).json()["state"] == "cancelled"


async def test_what_may_have_gone_out_is_neither_cancelled_nor_sent_again_without_a_word(
    api: Api, person: Person
) -> None:
    job, submission = await waiting(api, person)
    async with transaction(api.services.sessions) as session:
        for state in ("approved", "submitting", "unknown"):
            before = {"approved": "waiting", "submitting": "approved", "unknown": "submitting"}[state]
            assert await store.move(session, person.actor, UUID(submission), before=(before,), state=state)
        assert not await store.move(session, person.actor, UUID(submission), before=("approved",), state="submitting")
    assert code(await person.http.post(f"/submissions/{submission}/cancel")) == "NOT_PREPARED"
    again = await person.http.post(f"/jobs/{job}/apply", json={"url": "http://127.0.0.1:9/form"})
    assert (again.status_code, code(again)) == (409, "ALREADY_SUBMITTED")
    assert again.json()["detail"]["details"]["id"] == submission
    nowhere = (await person.http.post("/jobs", json={"text": posting()})).json()["id"]
    assert code(await person.http.post(f"/jobs/{nowhere}/apply")) == "NO_APPLICATION_URL"


async def test_what_may_have_gone_out_is_told_until_somebody_has_looked(api: Api, person: Person) -> None:
    job, submission = await waiting(api, person)
    answer = PageAnswer(outcome="unknown", why="The page does not say.", url="http://127.0.0.1:9/form")
    async with transaction(api.services.sessions) as session:
        for before, state in (("waiting", "approved"), ("approved", "submitting")):
            assert await store.move(session, person.actor, UUID(submission), before=(before,), state=state)
        await recording.record_answer(session, person.actor, UUID(submission), answer, None)
    (application,) = (await person.http.get("/applications")).json()["items"]
    shown = (await person.http.get(f"/applications/{application['id']}")).json()
    lines = (await person.http.get(f"/applications/{application['id']}/timeline")).json()
    kinds = [one["kind"] for one in (lines["items"] if isinstance(lines, dict) else lines)]
    assert (shown["status"], kinds) == ("preparing", ["created", "submission"])
    assert [one["text"] for one in shown["advice"]] == [
        "Your application may have been sent; look before sending again"
    ]

    async with transaction(api.services.sessions) as session:  # a second one, prepared and given up again
        second = await store.begin(session, person.actor, job_id=UUID(job), url="http://127.0.0.1:9/b", key="b")
        assert second is not None
        plan = small_plan()
        values = {"plan": plan.model_dump(mode="json"), "digest": plan.digest, "state": "waiting"}
        await store.move(session, person.actor, second, before=("planning",), **values)
        asked = (await service.get_result(session, person.actor, second)).question
    assert asked is not None
    assert asked.text.startswith("An earlier application for this job may have gone out on ")
    cancelled = (await person.http.post(f"/submissions/{second}/cancel")).json()
    assert (cancelled["earlier"]["id"], cancelled["earlier"]["state"]) == (submission, "unknown")
    newest, oldest = (await person.http.get(f"/jobs/{job}/submissions")).json()["items"]
    assert (newest["state"], newest["earlier"]["state"], oldest["earlier"]) == ("cancelled", "unknown", None)
    async with api.services.sessions() as session:
        told = APPLY_TO_JOB.present(await service.get_result(session, person.actor, second))
    assert "An earlier application for this job may have gone out on" in told
    async with transaction(api.services.sessions) as session:  # one that waits beside another
        for key in ("c", "d"):
            third = await store.begin(session, person.actor, job_id=UUID(job), url=f"http://127.0.0.1:9/{key}", key=key)
            assert third is not None
            await store.move(session, person.actor, third, before=("planning",), **values)
        asked = (await service.get_result(session, person.actor, third)).question
    assert asked is not None
    assert "This is the second form that is prepared for this job; the first, http://127.0.0.1:9/c, was" in asked.text

    await person.http.post(f"/applications/{application['id']}/status", json={"status": "applied"})
    shown = (await person.http.get(f"/applications/{application['id']}")).json()
    assert [one for one in shown["advice"] if one["key"].startswith("sent:")] == []


async def test_beginning_can_be_undone_and_is_one_attempt_however_often_it_is_asked_for(
    api: Api, person: Person
) -> None:
    job = (await person.http.post("/jobs", json={"text": posting()})).json()["id"]
    body = {"url": "http://127.0.0.1:9/form"}
    begun = [await person.http.post(f"/jobs/{job}/apply", json=body) for _ in range(2)]
    assert [answer.status_code for answer in begun] == [202, 202], begun[0].text
    listed = (await person.http.get(f"/jobs/{job}/submissions")).json()["items"]
    assert len(listed) == 1
    # The job knows the first address that it was told, until that is undone.
    second = await person.http.post(f"/jobs/{job}/apply", json={"url": "http://127.0.0.1:9/other"})
    assert second.status_code == 202, second.text
    assert (await person.http.get(f"/jobs/{job}")).json()["application_url"] == body["url"]
    for _ in range(2):
        await person.http.post("/changes/undo")
    assert (await person.http.get(f"/jobs/{job}")).json()["application_url"] is None
    state = (await person.http.get(f"/submissions/{listed[0]['id']}")).json()["state"]
    assert state in {"cancelled", "handed_over", "failed"}  # nothing listens there: it may have ended before


async def run_at_its_question(api: Api, person: Person, submission: str) -> UUID:
    """The run that works on a submission which waits for its yes, worked on until it waits too."""
    run_id = new_id()
    async with transaction(api.services.sessions) as session:
        data = {"submission_id": submission}
        await runs.create(
            session, person.actor, kind="job_apply", area="jobs", status="queued", run_id=run_id, data=data
        )  # fmt: skip
        row = await store.get(session, person.actor, UUID(submission))
        row.run_id = run_id
    await pipelines.execute(api.services, person.actor, run_id)
    return run_id


async def status_of(api: Api, person: Person, run_id: UUID) -> str:
    """Where a run is."""
    async with api.services.sessions() as session:
        return (await runs.get(session, person.actor, run_id)).status


async def test_what_is_decided_over_rest_is_worked_on_at_once_though_nobody_looks_for_silent_runs(
    api: Api, person: Person
) -> None:
    _, submission = await waiting(api, person)
    run_id = await run_at_its_question(api, person, submission)
    assert await status_of(api, person, run_id) == "waiting"
    no = {"digest": small_plan().digest, "yes": False}
    assert (await person.http.post(f"/submissions/{submission}/approve", json=no)).status_code == 202
    async with asyncio.timeout(4):
        while await status_of(api, person, run_id) != "completed":
            await asyncio.sleep(0.05)


async def test_a_decision_that_comes_while_the_run_is_about_to_wait_is_not_lost(api: Api, person: Person) -> None:
    _, submission = await waiting(api, person)
    run_id = await run_at_its_question(api, person, submission)
    async with transaction(api.services.sessions) as session:  # as it stands between its question and its wait
        (await runs.get(session, person.actor, run_id)).status = "running"
    no = {"digest": small_plan().digest, "yes": False}
    assert (await person.http.post(f"/submissions/{submission}/approve", json=no)).status_code == 202
    async with transaction(api.services.sessions) as session:
        run = await runs.get(session, person.actor, run_id)
        run.status = "queued"
    await pipelines.execute(api.services, person.actor, run_id)
    assert await status_of(api, person, run_id) == "completed"


@pytest.mark.parametrize(
    ("form", "outcome", "why", "told"),
    [
        ({"obstacle": "closed", "fields": []}, None, "The posting is closed.",
         "The posting is closed. Nothing was sent."),
        ({}, "duplicate", "The page says that you have applied already.",
         "The page says that you have applied already. Look into your mail for its confirmation before you send "
         "another."),
        ({}, "refused", "The page did not take it: no phone.",
         "The page did not take it: no phone. Nothing was sent. Open http://127.0.0.1:9/form and finish it there "
         "yourself; what was to be filled in is listed with it."),
    ],
)  # fmt: skip
async def test_a_form_that_is_handed_over_says_what_is_left_to_do_and_nothing_else(
    api: Api, person: Person, form: dict[str, Any], outcome: str | None, why: str, told: str
) -> None:
    _, submission = await waiting(api, person)
    plan = small_plan()
    plan = plan.model_copy(update={"form": plan.form.model_copy(update=form), **({"fields": []} if form else {})})
    answer = {"answer": {"outcome": outcome}} if outcome else {}
    async with transaction(api.services.sessions) as session:
        (await store.get(session, person.actor, UUID(submission))).plan = plan.model_dump(mode="json")
        await session.flush()
        await recording.hand_over(session, person.actor, UUID(submission), why, **answer)
        assert (await store.get(session, person.actor, UUID(submission))).why == told
