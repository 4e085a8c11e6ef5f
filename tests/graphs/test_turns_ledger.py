"""Taking up what was left behind: a write is made once, a decision answers its own question, a hopeless run ends."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from structlog.testing import capture_logs

from graphs import recovery, turns
from store import runs
from store.errors import ConflictError
from tests.conftest import LiveServer, new_actor
from tests.graphs.conftest import Open, one_model
from tests.peers import aimock
from tests.peers.talking import JOB, outcome, somebody, talking, turn
from tools.context import Actor, Services

SECOND = JOB.replace("Bluebird Bank", "Second Bank")
SLOW = {"ttft": 30_000, "tps": 100}


def call(tool: str, **arguments: Any) -> dict[str, Any]:
    """One tool call of the model's."""
    return {"name": tool, "arguments": arguments}


def steps(said: str, *asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A model that asks for these calls, one message after the other; at the end too slow once, then quick."""
    end = {"userMessage": said, "turnIndex": len(asked)}
    return [
        *({"match": {"userMessage": said, "turnIndex": at}, "response": {"toolCalls": calls}}
          for at, calls in enumerate(asked)),
        {"match": {**end, "sequenceIndex": 0}, "response": {"content": "too late"}, "streamingProfile": SLOW},
        {"match": end, "response": {"content": "done"}},
    ]  # fmt: skip


SCRIPT = [
    *steps("add both", [call("add_job", text=JOB), call("add_job", text=SECOND), call("list_jobs")]),
    *steps("delete then add", [call("delete_job", job="1")], [call("add_job", text=SECOND)]),
    *steps("delete both", [call("delete_job", job="1"), call("delete_job", job="2")]),
    *steps("only think"),
    {"match": {"userMessage": "add the first"}, "response": {"toolCalls": [call("add_job", text=JOB)]}},
    {"match": {}, "response": {"content": "hello"}},
]


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aimock.ModelServer]:
    """The scripted model; its calls get another id every time."""
    with aimock.running(tmp_path_factory.mktemp("wire"), SCRIPT) as server:
        yield server


async def scalar(services: Services, query: str) -> Any:
    """The one value that a query finds."""
    async with services.sessions() as session:
        return await session.scalar(text(query))


async def change(services: Services, *statements: str) -> None:
    """Do what an accident does to a database."""
    async with services.sessions() as session, session.begin():
        for statement in statements:
            await session.execute(text(statement))


async def abandon(services: Services, work: "asyncio.Task[None]", *, writes: int) -> None:
    """Wait until the turn has made so many writes and thinks again, then end it as the end of its process does."""
    async with asyncio.timeout(20):
        while await scalar(services, "select count(*) from tool_calls") < writes:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def take_up(services: Services, actor: Actor) -> None:
    """What recovery does some seconds later."""
    async with services.sessions() as session, session.begin():
        left = list(await runs.claim_stalled(session, silent_for=timedelta(0)))
    for row in left:
        await turns.take_up(services, actor, row.id)


async def two_jobs(services: Services, actor: Actor) -> None:
    """Jobs 1 and 2, put there offline."""
    for posting in (JOB, SECOND):
        await change(services, "truncate tool_calls")
        begun = await turns.begin(services, actor, f"Add this job:\n\n{posting}", area="jobs")
        await turns.run(services, actor, begun)
    await change(services, "truncate tool_calls")


async def test_a_turn_taken_up_again_repeats_no_write(on_wire: Open, wire: aimock.ModelServer) -> None:
    async with on_wire(one_model(wire)) as services:
        actor = await new_actor(services)
        begun = await turns.begin(services, actor, "add both")
        await abandon(services, asyncio.create_task(turns.run(services, actor, begun)), writes=2)
        names = "select string_agg(name, ',') from tool_calls"
        assert await scalar(services, names) == "add_job,add_job", "a read is not in the ledger"
        await take_up(services, actor)
        ended = await outcome(services, actor, begun.conversation_id)
        assert (ended.content, ended.run.status, ended.run.attempts) == ("done", "completed", 2)
        assert ended.steps == [("add_job", "ok"), ("add_job", "ok")]
        assert await scalar(services, "select count(*) from jobs") == 2
        assert [message.role for message in ended.messages] == ["user", "assistant"]


async def waiting(services: Services, actor: Actor, said: str) -> UUID:
    """A turn that waits for its first yes."""
    begun = await turns.begin(services, actor, said)
    await turns.run(services, actor, begun)
    assert await turns.pending(services, actor, begun.conversation_id) is not None
    return begun.conversation_id


async def test_writes_after_an_approval_are_not_repeated_either(
    on_wire: Open, wire: aimock.ModelServer, services: Services
) -> None:
    actor = await new_actor(services)
    await two_jobs(services, actor)
    await change(services, "delete from jobs where number = 2", "delete from postings where company = 'Second Bank'")
    async with on_wire(one_model(wire)) as wired:
        conversation_id = await waiting(wired, actor, "delete then add")
        work = asyncio.create_task(turns.decide(wired, actor, conversation_id, {"approved": True}))
        await abandon(wired, work, writes=2)
        await take_up(wired, actor)
        ended = await outcome(wired, actor, conversation_id)
        assert (ended.content, ended.steps) == ("done", [("delete_job", "ok"), ("add_job", "ok")])
        assert await scalar(wired, "select count(*) from jobs where deleted_at is null") == 1
        assert await scalar(wired, "select count(*) from events where kind = 'job_deleted'") == 1
        assert await scalar(wired, "select count(*) from postings where company = 'Second Bank'") == 1


async def test_a_yes_answers_its_own_question_even_after_a_kill(
    on_wire: Open, wire: aimock.ModelServer, services: Services
) -> None:
    actor = await new_actor(services)
    await two_jobs(services, actor)
    async with on_wire(one_model(wire)) as wired:
        conversation_id = await waiting(wired, actor, "delete both")
        await turns.decide(wired, actor, conversation_id, {"approved": True})
        asked = await turns.pending(wired, actor, conversation_id)
        assert asked is not None
        assert asked[1]["arguments"] == {"job": "2"}
        # Killed after the checkpoint with the second question, before the row said that it waits.
        await change(wired, "update runs set status = 'running', output = null where status = 'waiting'")
        await take_up(wired, actor)
        again = await turns.pending(wired, actor, conversation_id)
        assert again is not None
        assert again[1] == asked[1]
        assert await scalar(wired, "select count(*) from events where kind = 'job_deleted'") == 0
        work = asyncio.create_task(turns.decide(wired, actor, conversation_id, {"approved": False}))
        await abandon(wired, work, writes=1)
        await take_up(wired, actor)
        ended = await outcome(wired, actor, conversation_id)
        assert ended.steps == [("delete_job", "ok"), ("delete_job", "refused")]
        assert await scalar(wired, "select string_agg(number::text, ',') from jobs where deleted_at is null") == "2"


async def test_who_lost_a_run_lets_go_of_it(on_wire: Open, wire: aimock.ModelServer) -> None:
    async with on_wire(one_model(wire)) as services:
        actor = await new_actor(services)
        begun = await turns.begin(services, actor, "only think")
        work = asyncio.create_task(turns.run(services, actor, begun))
        await asyncio.sleep(0.2)
        await change(services, "update runs set attempts = attempts + 1")
        async with asyncio.timeout(4):
            await work
        left = await outcome(services, actor, begun.conversation_id)
        assert (left.run.status, [message.role for message in left.messages]) == ("running", ["user"])


async def test_a_run_that_never_finishes_is_given_up(services: Services, actor: Actor) -> None:
    begun = await turns.begin(services, actor, "help")
    await change(services, "update runs set attempts = 3")
    await take_up(services, actor)
    ended = await outcome(services, actor, begun.conversation_id)
    assert (ended.run.status, (ended.run.error or {})["code"]) == ("failed", "GAVE_UP")
    assert (await turn(services, actor, "help", conversation_id=begun.conversation_id)).run.status == "completed"


async def test_recovery_goes_on_after_the_database_was_away(
    services: Services, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "EVERY_SECONDS", 0.05)
    begun = await turns.begin(services, actor, "help")
    await change(
        services, "update runs set heartbeat_at = now() - interval '1 minute'", "alter table runs rename to away"
    )
    with capture_logs() as logged:
        recovering = asyncio.create_task(recovery.keep_recovering(services))
        await asyncio.sleep(0.3)
    assert {entry["log_level"] for entry in logged} == {"error"}
    await change(services, "alter table away rename to runs")
    async with asyncio.timeout(20):
        while (await outcome(services, actor, begun.conversation_id)).run.status != "completed":
            await asyncio.sleep(0.05)
    recovering.cancel()
    await asyncio.gather(recovering, return_exceptions=True)


async def test_two_attempts_at_one_call_make_it_once(services: Services, actor: Actor) -> None:
    begun = await turns.begin(services, actor, "help")
    entry: dict[str, Any] = {"call_id": "one", "name": "add_job", "arguments": {}, "result": {"content": ""}}

    async def make() -> None:
        async with services.sessions() as session, session.begin():
            await runs.record_call(session, actor, begun.run_id, **entry)

    ends = await asyncio.gather(make(), make(), return_exceptions=True)
    assert sorted(type(end) for end in ends if end is not None) == [ConflictError]
    assert await scalar(services, "select count(*) from tool_calls") == 1


async def test_a_bug_in_a_tool_fails_the_turn_loudly_and_the_next_one_works(services: Services, actor: Actor) -> None:
    begun = await turns.begin(services, actor, f"Add this job:\n\n{JOB}")
    await change(services, "alter table events rename to away")
    with pytest.raises(ProgrammingError):
        await turns.run(services, actor, begun)
    failed = await outcome(services, actor, begun.conversation_id)
    assert (failed.run.status, (failed.run.error or {})["code"]) == ("failed", "INTERNAL_ERROR")
    assert "ProgrammingError" not in failed.content
    await change(services, "alter table away rename to events")
    again = await turn(services, actor, f"Add this job:\n\n{JOB}", conversation_id=begun.conversation_id)
    assert again.steps == [("add_job", "ok")]


async def test_a_bug_reaches_the_socket_as_an_error(live_server: LiveServer) -> None:
    _, token = await somebody(live_server.services)
    await change(live_server.services, "alter table events rename to away")
    async with talking(live_server, token) as talk:
        with capture_logs() as logged:
            assert (await talk.turn(f"Add this job:\n\n{JOB}"))["status"] == "failed"
            await asyncio.sleep(0.1)
        assert [entry["log_level"] for entry in logged] == ["error"]
        assert talk.of("error")[0]["code"] == "INTERNAL_ERROR"
        await change(live_server.services, "alter table away rename to events")
        assert (await talk.turn("help"))["status"] == "completed"
