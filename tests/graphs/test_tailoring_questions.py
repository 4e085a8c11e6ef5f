"""A tailoring that asks: in the conversation, with nobody answering, answered late, stopped while it waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from graphs import pipelines, recovery, turns
from graphs import tailoring as graph
from store import runs
from store import tailoring as store
from store.database import Sessions, transaction
from store.errors import ConflictError
from store.settings import Settings
from tests.api.people import api_settings
from tests.conftest import new_actor
from tests.peers.talking import RESUME, Outcome, outcome, turn
from tools.context import Actor, Services
from tools.general import service as general
from tools.jobs.schemas import AddJob
from tools.jobs.tools import ADD_JOB
from tools.registry import call
from tools.resumes.schemas import NoArguments, ResumeUpload
from tools.resumes.tools import UPLOAD_RESUME
from tools.tailoring.revision import versions
from tools.tailoring.schemas import AnswerQuestion, Rendered, TailoredDocument, TailorResume
from tools.tailoring.tools import ANSWER_QUESTION, TAILOR_RESUME

JOB = """Backend Engineer (Payments)
Bluebird Bank - Stockholm, Sweden - hybrid

Requirements:
- Experience with Terraform
- PostgreSQL and Kubernetes in production
- 3 years of experience with Python
"""
COUNT = "select count(*) from"
TERRAFORM = "Yes, at Northwind Pay, for 12 staging clusters"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """As people have who come over REST."""
    return api_settings(database_url, tmp_path)


async def of(services: Services, actor: Actor, statement: str) -> Any:
    """Run a statement that names the actor as :user."""
    async with services.sessions() as session, session.begin():
        done = await session.execute(text(statement), {"user": actor.user_id})
        return done.scalar() if done.returns_rows else None


async def material(services: Services, job: str = JOB) -> Actor:
    """Somebody with a resume and a job that asks for what it does not show."""
    actor = await new_actor(services)
    context = services.acting_for(actor)
    await call(UPLOAD_RESUME, context, ResumeUpload(filename="mara.txt", content=RESUME.encode()))
    await call(ADD_JOB, context, AddJob(text=job))
    return actor


async def newest(services: Services, actor: Actor) -> store.TailoredResume:
    """The newest tailored resume."""
    async with services.sessions() as session:
        row: store.TailoredResume = (await store.list_page(session, actor, store.PageRequest(limit=1)))["items"][0]
        return row


async def begun(services: Services, actor: Actor, **options: Any) -> tuple[UUID, UUID]:
    """A tailoring that has come to its first question or its end: its id and that of its run."""
    result = await call(TAILOR_RESUME, services.acting_for(actor), TailorResume(job="1", **options))
    run_id = (await newest(services, actor)).run_id
    assert run_id is not None
    await pipelines.execute(services, actor, run_id)
    return result.id, run_id


async def answered(services: Services, actor: Actor, words: str) -> store.TailoredResume:
    """The tailoring after its question was answered and its run has gone on."""
    await call(ANSWER_QUESTION, services.acting_for(actor), AnswerQuestion(answer=words))
    run_id = (await newest(services, actor)).run_id
    assert run_id is not None
    await pipelines.execute(services, actor, run_id)
    return await newest(services, actor)


def document(row: store.TailoredResume) -> TailoredDocument:
    """The newest version's document."""
    return TailoredDocument.model_validate(row.document)


async def say(services: Services, actor: Actor, home: UUID, words: str) -> Outcome:
    """Type something into a conversation, as the terminal does."""
    decision = await turns.decision_in(services, actor, home, words)
    if decision is None:
        return await turn(services, actor, words, conversation_id=home)
    work = await turns.accept(services, actor, home, decision, said=words)
    await turns.go_on(services, actor, work)
    ended = await outcome(services, actor, home)
    async with services.sessions() as session:
        return Outcome(await runs.get(session, actor, work.run_id), ended.messages)


async def test_the_conversation_asks_goes_on_with_the_answer_and_shows_who_said_it(services: Services) -> None:
    actor = await material(services)
    asked = await turn(services, actor, "Tailor my resume for job 1")
    home = asked.run.conversation_id
    assert home is not None
    assert (asked.run.status, (asked.run.output or {})["kind"]) == ("waiting", "question")
    question = (asked.run.output or {})["question"]
    assert question.startswith("The job asks for Terraform (“Experience with Terraform”)")
    assert "Northwind Pay or Harbor Logistics" in question
    draft = await newest(services, actor)
    assert (draft.status, draft.version, draft.step) == ("waiting", 1, question)

    shown = await say(services, actor, home, "show me job 1")
    assert shown.steps == [("show_job", "ok")], "a request of its own is no answer"
    assert (await newest(services, actor)).version == 1

    second = await say(services, actor, home, f"{TERRAFORM}. That was Terraform 1.5.")
    assert second.run.status == "waiting"
    assert "Kubernetes" in (second.run.output or {})["question"], "one after the other"
    ended = await say(services, actor, home, "skip")
    assert (ended.run.status, ended.messages[-1].content.count("is ready")) == ("completed", 1)
    row = await newest(services, actor)
    assert (row.status, row.version, row.question) == ("completed", 2, None)
    line = next(claim for claim in document(row).claims if "12 staging clusters" in claim.text)
    fact = next(fact for fact in document(row).facts if fact.id == line.fact_ids[0])
    assert fact.source == "answered"
    assert fact.provenance is not None
    assert fact.provenance.question == question
    assert line.parent_id in {fact.id for fact in document(row).facts if "Northwind" in fact.text}
    assert [gap.text for gap in document(row).gaps] == ["Kubernetes"]


async def test_a_no_is_remembered_in_every_session_and_nothing_is_asked_twice(services: Services) -> None:
    actor = await material(services)
    await begun(services, actor)
    row = await answered(services, actor, "No, never")
    assert "Kubernetes" in (row.question or {})["text"]
    row = await answered(services, actor, "what is that?")
    assert (row.question or {})["text"].startswith("I could not tell what that means for Kubernetes")
    row = await answered(services, actor, "nein, leider nicht")
    assert (row.status, row.version) == ("completed", 1), "nothing new was said"
    await call(
        ADD_JOB, services.acting_for(actor), AddJob(text=JOB.replace("Kubernetes", "K8s").replace("Bank", "Pay"))
    )
    result = await call(TAILOR_RESUME, services.acting_for(actor), TailorResume(job="2"))
    again = await newest(services, actor)
    assert (again.id, again.run_id is not None) == (result.id, True)
    await pipelines.execute(services, actor, again.run_id or result.id)
    assert (await newest(services, actor)).status == "completed"


async def test_nobody_has_to_answer_and_a_late_answer_makes_a_new_version(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "EVERY_SECONDS", 0.05)
    actor = await material(services)
    _, run_id = await begun(services, actor)
    recovering = asyncio.create_task(recovery.keep_recovering(services))
    await asyncio.sleep(0.3)
    assert (await newest(services, actor)).status == "waiting", "its time has not come"
    await of(services, actor, "update runs set heartbeat_at = now() - interval '61 seconds' where user_id = :user")
    async with asyncio.timeout(20):
        while (row := await newest(services, actor)).status != "completed":
            await asyncio.sleep(0.05)
    recovering.cancel()
    await asyncio.gather(recovering, return_exceptions=True)
    assert (row.version, row.progress) == (1, 100)
    assert (row.question or {})["subject"] == "Terraform", "it stays open"
    late = await answered(services, actor, TERRAFORM)
    assert (late.version, late.run_id == run_id) == (2, False)
    assert "Used Terraform for 12 staging clusters" in [claim.text for claim in document(late).claims]
    resume = RESUME.replace("Uppsala, Sweden", "Lund, Sweden")
    upload = ResumeUpload(filename="shorter.txt", content=resume.encode())
    other = await call(UPLOAD_RESUME, services.acting_for(actor), upload)
    await begun(services, actor, resume=str(other.number), ask=False)
    recalled = document(await newest(services, actor))
    line = next(claim for claim in recalled.claims if claim.text == "Used Terraform for 12 staging clusters")
    said = next(fact for fact in recalled.facts if fact.id in line.fact_ids)
    assert said.provenance is not None, "what was said of one resume holds for the other"
    assert (said.provenance.question, said.provenance.answer) == ((row.question or {})["text"], TERRAFORM)
    undone = await undo(services, actor)
    assert "12 staging clusters" in undone, "undo takes back what the answer added"


async def undo(services: Services, actor: Actor) -> str:
    """What undoing the latest change took back."""
    async with services.sessions() as session, session.begin():
        return (await general.undo_last_change(session, actor, NoArguments())).what


class Killed(BaseException):
    """The end of a process."""


async def test_an_answer_is_kept_once_though_the_process_dies_right_after(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the answer's facts were saved, and the step was not checkpointed yet."""
    actor = await material(services)
    _, run_id = await begun(services, actor)

    @asynccontextmanager
    async def dies_after(sessions: Sessions) -> AsyncIterator[Any]:
        async with transaction(sessions) as session:
            yield session
        if await of(services, actor, f"{COUNT} events where kind = 'question_answered' and user_id = :user"):
            raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(graph, "transaction", dies_after)
        with pytest.raises(Killed):
            await answered(services, actor, TERRAFORM)
    await of(services, actor, "update runs set heartbeat_at = now() - interval '1 minute' where user_id = :user")
    await pipelines.execute(services, actor, run_id)
    row = await newest(services, actor)
    assert (row.version, "Kubernetes" in (row.question or {})["text"]) == (2, True)
    assert await of(services, actor, f"{COUNT} resume_facts where source = 'answered' and user_id = :user") == 1
    assert await of(services, actor, f"{COUNT} events where kind = 'question_answered' and user_id = :user") == 1


async def test_a_change_that_was_under_way_when_the_answer_came_is_worked_in(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version without one line is saved while the version with the answer is being made."""
    actor = await material(services)
    tailored_id, _ = await begun(services, actor)
    draft, real = document(await newest(services, actor)), services.renderer.fit
    unwanted = next(claim for claim in draft.claims if claim.text.startswith("Kept the test suite"))
    without = draft.model_copy(update={"steering": draft.steering.model_copy(update={"drop": [unwanted.id]})})

    async def meanwhile(made: TailoredDocument) -> Rendered:
        rendered = await real(made)
        async with transaction(services.sessions) as session:
            if (await store.get(session, actor, tailored_id)).version == 1:
                changed = rendered.model_copy(update={"document": without})
                await versions.save(session, actor, tailored_id, changed, "took out a line", after=1)
        return rendered

    monkeypatch.setattr(type(services.renderer), "fit", staticmethod(meanwhile))
    row = await answered(services, actor, TERRAFORM)
    texts = {claim.text for claim in document(row).claims}
    assert (row.version, "Used Terraform for 12 staging clusters" in texts, unwanted.text in texts) == (3, True, False)


async def test_it_can_be_stopped_while_it_waits(services: Services) -> None:
    actor = await material(services)
    asked = await turn(services, actor, "Tailor my resume for job 1")
    assert asked.run.conversation_id is not None
    assert await turns.cancel(services, actor, asked.run.conversation_id)
    row = await newest(services, actor)
    assert (row.status, row.version) == ("stopped", 1)
    assert await of(services, actor, f"{COUNT} runs where status in ('waiting', 'running') and user_id = :user") == 0


async def test_with_asking_off_it_runs_to_its_end(services: Services) -> None:
    actor = await material(services)
    await begun(services, actor, ask=False)
    row = await newest(services, actor)
    assert (row.status, row.version, row.question) == ("completed", 1, None)
    found = {item.requirement: item for item in document(row).analysis}
    assert found["Experience with Terraform"].missing == ["Terraform"]
    python = found["3 years of experience with Python"].evidence[0]
    assert (python.strength, "Python" in python.quote) == ("strong", True)
    with pytest.raises(ConflictError, match="asks nothing now"):
        await call(ANSWER_QUESTION, services.acting_for(actor), AnswerQuestion(tailored="1", answer="yes"))
