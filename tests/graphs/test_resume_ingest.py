"""The pipeline that reads uploads, on its real graph: its steps, what a kill leaves of it, and how it fails."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from langchain_core.messages import ToolMessage
from sqlalchemy import select, update

from graphs import pipelines, registry, turn
from store import events, runs
from store import resumes as store
from store.database import transaction
from store.runs import Run
from tests.api.people import RESUME
from tools.context import Context
from tools.resumes import ingesting, service
from tools.resumes.schemas import Resume, ResumeUpload
from tools.resumes.upload_schemas import IngestResume, UploadStatus


async def _accept(context: Context, content: bytes = RESUME.encode(), name: str = "cv.txt") -> UploadStatus:
    async with transaction(context.sessions) as session:
        return await ingesting.accept_upload(session, context.actor, ResumeUpload(filename=name, content=content))


async def _work(context: Context, upload: UploadStatus) -> Run:
    assert upload.task_id is not None
    await pipelines.execute(context.services, context.actor, upload.task_id)
    async with context.sessions() as session:
        return await runs.get(session, context.actor, upload.task_id)


async def _status(context: Context, upload: UploadStatus) -> UploadStatus:
    async with context.sessions() as session:
        return await ingesting.status_of(session, context.actor, upload.upload_id)


async def _resume(context: Context, resume_id: UUID) -> Resume:
    async with context.sessions() as session:
        return await service.get(session, context.actor, resume_id)


async def _forget_heartbeat(context: Context, upload: UploadStatus) -> None:
    async with context.sessions() as session, session.begin():
        long_ago = datetime.now(UTC) - timedelta(minutes=1)
        await session.execute(update(Run).where(Run.id == upload.task_id).values(heartbeat_at=long_ago))


@pytest.mark.parametrize("step", ["read", "save", "match"])
async def test_killed_after_any_step_it_goes_on_and_saves_once(
    context: Context, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    upload = await _accept(context)
    assert (upload.status, upload.progress) == ("pending", 0.0)
    steps: Any = registry.pipeline("resume_ingest").nodes[step]
    real: Any = steps.bound.afunc

    async def does_and_dies(state: Any, runtime: Any) -> Any:
        await real(state, runtime)
        raise OSError("the process is gone before the word of it is written")

    monkeypatch.setattr(steps.bound, "afunc", does_and_dies)
    await _work(context, upload)
    assert (await _status(context, upload)).status == "processing"
    monkeypatch.setattr(steps.bound, "afunc", real)
    await _forget_heartbeat(context, upload)
    run = await _work(context, upload)
    assert (run.status, run.attempts) == ("completed", 2)
    assert run.output == {
        "resume_id": str(upload.upload_id),
        "facts": len((await _resume(context, upload.upload_id)).facts),
    }
    async with context.sessions() as session:
        added = [e for e in await events.recent(session, context.actor, limit=20) if e.kind == "resume_added"]
        rows = list(await session.scalars(select(store.Resume).where(store.Resume.user_id == context.actor.user_id)))
    assert (len(added), len(rows)) == (1, 1)
    assert (rows[0].version, rows[0].is_primary, rows[0].name) == (1, True, "Mirela Kovač")


async def test_a_file_that_is_no_resume_fails_with_its_reason_and_can_be_read_again(context: Context) -> None:
    upload = await _accept(context, b"Dear neighbours, the lift is out of order until Friday.\n" * 5, "notice.txt")
    run = await _work(context, upload)
    assert run.status == "failed"
    failed = await _status(context, upload)
    assert failed.error is not None
    assert (failed.status, failed.error.code) == ("failed", "NOT_A_RESUME")
    assert "notice.txt" in failed.error.message
    async with transaction(context.sessions) as session:
        again = await ingesting.read_again(session, context.actor, upload.upload_id)
    assert (again.status, again.error) == ("pending", None)
    assert again.task_id != upload.task_id
    async with context.sessions() as session:
        result = await ingesting.result_of_run(session, context.actor, run)
    assert result.upload_id == upload.upload_id


async def test_the_same_file_is_read_once_and_an_upload_that_was_erased_leaves_nothing(context: Context) -> None:
    upload = await _accept(context)
    await _work(context, upload)
    assert (await _accept(context, name="copy.txt")).model_dump() == (await _status(context, upload)).model_dump()
    other = await _accept(context, RESUME.replace("Mirela", "Ota").encode())
    async with transaction(context.sessions) as session:
        await store.remove(session, context.actor, other.upload_id)
    assert (await _work(context, other)).status == "failed"
    async with context.sessions() as session:
        assert [row.number for row in await store.uploads(session, context.actor)] == [1]


async def test_stopped_by_the_person_it_says_so(context: Context) -> None:
    upload = await _accept(context)
    assert upload.task_id is not None
    await pipelines.stop(context.services, context.actor, upload.task_id)
    stopped = await _status(context, upload)
    assert stopped.error is not None
    assert (stopped.status, stopped.error.code) == ("failed", "STOPPED")


async def test_reading_again_what_was_read_keeps_it_when_it_fails(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = await _accept(context)
    await _work(context, upload)
    before = await _resume(context, upload.upload_id)
    async with transaction(context.sessions) as session:
        again = await ingesting.read_again(session, context.actor, upload.upload_id)
    slow = context.services.settings.model_copy(update={"max_upload_size": 10})
    monkeypatch.setattr(type(context), "settings", property(lambda _: slow))
    assert (await _work(context, again)).status == "failed"
    monkeypatch.undo()
    assert await _resume(context, upload.upload_id) == before
    status = await _status(context, upload)
    assert status.error is not None
    assert (status.status, status.error.code) == ("completed", "TOO_LARGE")


async def test_said_in_a_conversation_the_file_is_read_again_within_the_turn(context: Context) -> None:
    upload = await _accept(context)
    await _work(context, upload)
    async with transaction(context.sessions) as session:
        begun = await ingesting.start_ingest(session, context.actor, IngestResume(resume="resume 1"))
    assert begun.status == "pending"
    message = ToolMessage("", name="ingest_resume", tool_call_id="1", artifact=begun.model_dump(mode="json"))
    assert turn.unfinished_pipelines([message], 0) == [message]
    ended = await pipelines.finish_pipeline(message, context, on_progress=lambda _: None)
    assert (ended.status, ended.artifact["status"]) == ("success", "completed")
    assert "I have read resume 1" in str(ended.content)
    assert (await _resume(context, upload.upload_id)).version == 2
