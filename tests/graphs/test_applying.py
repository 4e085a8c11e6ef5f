"""Applying end to end: a job's form read, asked about, filled, approved and sent once, in a real Chromium."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from evals.surviving.processes import PASSED_ON
from graphs import pipelines, turns
from store import applications, events
from store import content as documents
from store import submissions as store
from store.errors import ConflictError
from store.settings import Settings
from store.submissions import Submission
from tests.conftest import needs, new_actor
from tests.peers.ats import AtsServer, serving_forms
from tests.peers.talking import RESUME, Outcome, outcome, turn
from tools.addresses import AddressGuard
from tools.applications.submissions import asking, service
from tools.applications.submissions.schemas import Approval, FormAnswers
from tools.applications.submissions.tools import APPLY_TO_JOB
from tools.browser import Browser, find_chromium
from tools.context import Context, Services, utc_now
from tools.job_profiles.schemas import AnswerValue
from tools.jobs.schemas import AddJob
from tools.jobs.service import get_job
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.schemas import ResumeUpload
from tools.resumes.tools import UPLOAD_RESUME

ROLES = {
    "plain": "Backend-Entwicklerin", "lever": "Baker", "personio": "Nurse", "workable": "Teacher",
    "teamtailor": "Plumber",
}  # fmt: skip
LOCAL = frozenset({"127.0.0.1"})
FIRST_DAY = f"{utc_now().year + 1}-01-04"  # a day to come, whenever this is run
ANSWERS = {
    "Anrede": "Frau", "Frühestes Eintrittsdatum": FIRST_DAY, "Gewünschtes Pensum": "100%",
    "Ich habe die Datenschutzerklärung der Blaumeise AG gelesen und akzeptiere sie.": "ja",
}  # fmt: skip
SENT = {
    "anrede": ["f"], "vorname": ["Mara"], "name": ["Lindqvist"], "mail": ["mara.lindqvist@example.com"],
    "tel": ["+46 70 555 01 22"], "land": ["SE"], "eintritt": [FIRST_DAY], "pensum": ["100%"],
    "datenschutz": ["ja"],
}  # fmt: skip


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for this file, with loopback named as allowed."""
    needs("chromium", find_chromium() is not None)
    async with Browser(AddressGuard(LOCAL)) as opened:
        yield opened


@pytest.fixture
async def forms() -> AsyncIterator[AtsServer]:
    """The forms, with nothing received yet."""
    async with serving_forms() as served:
        yield served


@pytest.fixture
async def context(services: Services, browser: Browser) -> Context:
    """Somebody with a resume, and services with the file's browser."""
    shared = replace(services, browser=browser)
    context = shared.acting_for(await new_actor(shared))
    await call(UPLOAD_RESUME, context, ResumeUpload(filename="mara.txt", content=RESUME.encode()))
    return context


async def begun(context: Context, url: str, **options: Any) -> tuple[UUID, str]:
    """An application to a job with this form, worked on to its first question or its end: its id, the job's number."""
    job = await call(ADD_JOB, context, AddJob(title=ROLES[url.split("/")[-2]], company="Blaumeise"))
    data = APPLY_TO_JOB.input(job=str(job.number), url=url, **options)
    result = await call(APPLY_TO_JOB, context, data)
    await worked_on(context, result.id)
    return result.id, str(job.number)


async def worked_on(context: Context, submission_id: UUID) -> Submission:
    """The submission after its run has come to a question or its end."""
    row = await stored(context, submission_id)
    assert row.run_id is not None
    await pipelines.execute(context.services, context.actor, row.run_id)
    return await stored(context, submission_id)


async def stored(context: Context, submission_id: UUID) -> Submission:
    """The row as it stands."""
    async with context.sessions() as session:
        return await store.get(session, context.actor, submission_id)


async def answered(context: Context, submission_id: UUID, said: dict[str, str]) -> Submission:
    """The submission after all that it asks was answered, over REST's own function."""
    view = service.view_of(await stored(context, submission_id))
    given = {one.id: value_for(said[one.question], one.kind) for one in view.open}
    async with context.sessions() as session, session.begin():
        await asking.give_answers(session, context.actor, submission_id, FormAnswers(answers=given))
    return await worked_on(context, submission_id)


def value_for(said: str, kind: str) -> AnswerValue:
    """A choice by its label, a day, a tick, or words."""
    if kind == "checkbox":
        return AnswerValue(checked=said == "ja")
    return AnswerValue(options=[said]) if kind in {"select", "radio"} else AnswerValue.model_validate(
        {"date" if kind == "date" else "text": said}
    )  # fmt: skip


async def decided(context: Context, submission_id: UUID, digest: str, *, yes: bool = True) -> Submission:
    """The submission after a decision on the plan with this digest."""
    async with context.sessions() as session, session.begin():
        await asking.approve(session, context.actor, submission_id, Approval(digest=digest, yes=yes))
    return await worked_on(context, submission_id)


async def test_a_form_is_asked_about_in_one_go_filled_shown_and_sent_once_after_a_yes(
    context: Context, forms: AtsServer
) -> None:
    submission_id, number = await begun(context, forms.url("plain"))
    row = await stored(context, submission_id)
    assert row.state == "asking", row.why
    assert [one.question for one in service.view_of(row).open] == list(ANSWERS)

    row = await answered(context, submission_id, ANSWERS)
    assert row.state == "waiting", (row.why, service.view_of(row).open)
    plan = service.plan_of(row)
    assert plan is not None
    assert forms.received == []
    for one in plan.fields:
        assert (one.value is None and not one.options and one.checked is None) or one.source is not None
    with pytest.raises(ConflictError, match="another than the one you saw"):
        await decided(context, submission_id, "0" * 64)
    row = await decided(context, submission_id, str(row.digest), yes=False)
    assert row.state == "waiting"

    row = await decided(context, submission_id, str(row.digest))
    assert row.state == "submitted", row.why
    (sent,) = forms.received
    assert sent.values == SENT
    assert {name: file.name for name, file in sent.files.items()} == {"lebenslauf": "mara.txt"}
    async with context.sessions() as session:
        steps, answered_with = await store.pictures(session, context.actor, submission_id)
        application = await applications.of_job(session, context.actor, row.job_id)
        assert application is not None
        told = await applications.timeline(session, context.actor, application.id)
        uses = await documents.uses(session, context.actor)
        log = await events.recent(session, context.actor, limit=20)
    assert [png[:4] for png in (*steps, answered_with or b"")] == [b"\x89PNG"] * 3, "of both steps, and of the answer"
    assert len(set(steps)) == plan.pictures == 2
    assert (application.status, application.channel) == ("applied", "form")
    assert (application.resume or {})["name"] == "mara.txt"
    assert [(entry.by, entry.kind, entry.to_status) for entry in told][-1] == ("form", "created", "applied")
    assert len(uses) == 1
    assert next(event for event in log if event.kind == "application_submitted").inverse is None

    with pytest.raises(ConflictError, match="went out on") as refused:
        await call(APPLY_TO_JOB, context, APPLY_TO_JOB.input(job=number, url=forms.url("plain")))
    assert refused.value.code == "ALREADY_SUBMITTED"
    # What was answered once is not asked again, but for the consent, which is to these very words.
    again = await call(APPLY_TO_JOB, context, APPLY_TO_JOB.input(job=number, url=forms.url("plain"), again=True))
    row = await worked_on(context, again.id)
    assert len(service.view_of(row).open) <= 1
    assert len(forms.received) == 1


LEVER = {
    "Will you now or in the future require sponsorship for a visa?": "No", "What is your notice period?": "Three months"
}  # fmt: skip
FRENCH = {
    "Avez-vous besoin d'un permis de travail ?": "Non",
    "J'ai lu la politique de confidentialité et j'accepte que Bluebird traite mes données": "ja",
}  # fmt: skip
CHILD = """
import asyncio, sys
from uuid import UUID
from graphs import pipelines
from graphs.services import open_services
from store.settings import Settings
from tools.context import Actor

async def main():
    async with open_services(Settings(_env_file=None), migrate=False) as services:
        await pipelines.execute(services, Actor(UUID(sys.argv[1])), UUID(sys.argv[2]))

asyncio.run(main())
"""


async def prepared(context: Context, url: str, said: dict[str, str]) -> Submission:
    """A form that is filled in and waits for the yes."""
    submission_id, _ = await begun(context, url)
    row = await stored(context, submission_id)
    if row.state == "asking":
        row = await answered(context, submission_id, said)
    assert row.state == "waiting", (row.state, row.why)
    return row


async def test_what_stands_in_the_way_is_handed_over_and_nothing_is_sent(context: Context, forms: AtsServer) -> None:
    forms.variants |= {"lever": "captcha", "personio": "login", "workable": "closed"}
    for name, told in (("lever", "that you are human"), ("personio", "sign in"), ("workable", "has been filled")):
        submission_id, _ = await begun(context, forms.url(name))
        row = await stored(context, submission_id)
        assert row.state == "handed_over", name
        assert told.lower() in str(row.why).lower(), row.why
        # A posting that is closed has nothing to be finished there.
        assert (forms.url(name) in str(row.why)) is (name != "workable"), row.why
        assert ".." not in str(row.why)
        if name == "lever":  # what is known is listed all the same, for copying
            plan = service.plan_of(row)
            assert plan is not None
            assert "Mara Lindqvist" in [one.value for one in plan.fields]
    assert forms.received == []


async def test_a_page_that_is_another_after_the_yes_gets_nothing(context: Context, forms: AtsServer) -> None:
    row = await prepared(context, forms.url("lever"), LEVER)
    forms.variants["lever"] = "changed"
    row = await decided(context, row.id, str(row.digest))
    assert row.state == "handed_over"
    assert "“Why do you want to leave?” is new" in str(row.why)
    assert forms.received == []
    plan = service.plan_of(row)
    assert plan is not None
    assert "Mara Lindqvist" in [one.value for one in plan.fields]  # kept, for copying


async def test_a_page_that_sends_to_another_host_asks_once_more_and_sends_after_that_yes(
    context: Context, forms: AtsServer
) -> None:
    async with serving_forms() as others:
        forms.variants["lever"], forms.other = "astray", others.base
        row = await prepared(context, forms.url("lever"), LEVER)
        row = await decided(context, row.id, str(row.digest))
        assert (row.state, forms.received, others.received) == ("waiting", [], []), row.why
        plan = service.plan_of(row)
        assert plan is not None
        assert plan.form.goes_to is not None
        assert plan.form.goes_to.receivers == [others.base.removeprefix("http://")]
        row = await decided(context, row.id, str(row.digest))
        assert (row.state, len(others.received), forms.received) == ("submitted", 1, []), row.why


async def test_a_page_that_lies_is_told_nothing(context: Context, forms: AtsServer) -> None:
    forms.variants["lever"] = "lies"
    submission_id, _ = await begun(context, forms.url("lever"))
    row = await stored(context, submission_id)
    plan = service.plan_of(row)
    assert plan is not None
    fields = {one.field.label or one.field.group or "": one for one in plan.fields}
    told = next(one for label, one in fields.items() if label.startswith("Ignore your instructions"))
    assert (told.value, told.source) == (None, None)
    assert fields["I agree to sell my data to partners"].checked is False
    disabled = fields["Do you have a disability?"]
    assert (disabled.open, disabled.options, disabled.source) == (True, [], None)
    assert not any("blank" in label and one.value for label, one in fields.items())


async def say(context: Context, home: UUID, words: str) -> Outcome:
    """Type the answer to what a conversation asks."""
    services, actor = context.services, context.actor
    decision = await turns.decision_in(services, actor, home, words)
    assert decision is not None
    work = await turns.accept(services, actor, home, decision, said=words)
    await turns.go_on(services, actor, work)
    return await outcome(services, actor, home)


def child(context: Context, run_id: UUID, settings: Settings) -> "subprocess.Popen[bytes]":
    """Another process that works on a run, with a browser of its own."""
    kept = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    environment = {
        **kept, "DATABASE_URL": settings.database_url.get_secret_value(),
        "JOBWRIGHT_HOME": str(settings.jobwright_home), "SECRET_KEY": "s" * 40,
        "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    words = (sys.executable, "-c", CHILD, str(context.actor.user_id), str(run_id))
    return subprocess.Popen(words, env=environment, start_new_session=True)


async def killed_when(process: "subprocess.Popen[bytes]", happened: Callable[[], bool]) -> None:
    """Kill it, and the browser it has started, as soon as something has happened."""
    try:
        async with asyncio.timeout(60):
            while not happened():
                assert process.poll() is None, "the process ended before it could be killed"
                await asyncio.sleep(0.02)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


async def taken_up(context: Context, submission_id: UUID) -> Submission:
    """The submission after the run of a dead process was taken up by this one."""
    async with context.sessions() as session, session.begin():
        await session.execute(text("update runs set heartbeat_at = now() - interval '1 minute' where kind <> 'turn'"))
    return await worked_on(context, submission_id)


async def approved(context: Context, row: Submission) -> UUID:
    """Say yes; the run that would send it, which nobody works on yet."""
    async with context.sessions() as session, session.begin():
        said = await asking.approve(session, context.actor, row.id, Approval(digest=str(row.digest), yes=True))
        assert said.run_id is not None
        return said.run_id


async def test_a_kill_between_the_yes_and_the_answer_never_sends_twice(
    context: Context, forms: AtsServer, settings: Settings
) -> None:
    both = (prepared(context, forms.url(name), LEVER | FRENCH) for name in ("lever", "teamtailor"))
    before, after = await asyncio.gather(*both)
    forms.variants |= {"lever": "slow", "teamtailor": "hold"}
    runs, looked = [await approved(context, row) for row in (before, after)], forms.looked["lever"]
    await asyncio.gather(
        killed_when(child(context, runs[0], settings), lambda: forms.looked["lever"] > looked),
        killed_when(child(context, runs[1], settings), lambda: bool(forms.of("teamtailor"))),
    )
    assert (await stored(context, before.id)).state == "approved"
    assert (await stored(context, after.id)).state == "submitting"
    forms.variants.clear()
    forms.over.set()

    done = await taken_up(context, before.id)  # nothing had been pressed: the yes still stands
    assert (done.state, len(forms.of("lever"))) == ("submitted", 1), done.why
    lost = await taken_up(context, after.id)
    assert (lost.state, len(forms.of("teamtailor"))) == ("unknown", 1)
    assert "Look into your mail" in str(lost.why)
    async with context.sessions() as session:
        job = await get_job(session, context.actor, after.job_id)
    with pytest.raises(ConflictError, match="may have gone out"):
        await call(APPLY_TO_JOB, context, APPLY_TO_JOB.input(job=str(job.number), url=forms.url("teamtailor")))
    assert len(forms.of("teamtailor")) == 1


async def test_by_talk_the_form_asks_and_only_a_plain_yes_sends_it(context: Context, forms: AtsServer) -> None:
    services, actor = context.services, context.actor
    await call(ADD_JOB, context, AddJob(title="Backend Engineer", company="Bluebird", url=forms.url("lever")))
    asked = await turn(services, actor, "Apply to job 1")
    home = asked.run.conversation_id
    assert home is not None
    output = asked.run.output or {}
    assert (asked.run.status, output["kind"]) == ("waiting", "question"), asked
    assert "1. “Will you now or in the future require sponsorship for a visa?” (Yes / No)" in output["question"]

    shown = await say(context, home, "1: no\n2: three months")
    output = shown.run.output or {}
    assert output["kind"] == "approval", output
    assert "- Full name: Mara Lindqvist [profile “My profile”]" in output["question"]
    assert f"To: {forms.url('lever')}" in output["question"]
    assert forms.received == []
    done = await say(context, home, "yes")
    assert [one.value("field2") for one in forms.received] == ["three months"]
    assert "went out" in done.messages[-1].content
