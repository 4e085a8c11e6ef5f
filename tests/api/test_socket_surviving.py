"""Conversations that survive: a dropped socket, a cancel, a question that waits, a new server, a deletion."""

import asyncio
import time
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from graphs import turns
from store.errors import ConflictError
from tests.api.conftest import STORY, Serve
from tests.conftest import LiveServer
from tests.peers.talking import JOB, Talk, conversation_of, somebody, talking
from tools.context import Actor, Services


async def ended(services: Services, conversation_id: UUID, *, seconds: float = 20) -> str:
    """The status of the conversation's newest turn once nobody works on it."""
    async with asyncio.timeout(seconds):
        while True:
            query = text(
                "select status from runs where conversation_id = :id and kind = 'turn' order by id desc limit 1"
            )
            async with services.sessions() as session:
                status = await session.scalar(query, {"id": conversation_id})
            if status not in {"queued", "running"}:
                return str(status)
            await asyncio.sleep(0.05)


async def transcript(services: Services, conversation_id: UUID) -> list[tuple[str, str]]:
    """Role and content of every message, in order."""
    query = text("select role, content from messages where conversation_id = :id order by id")
    async with services.sessions() as session:
        return [(row[0], row[1]) for row in await session.execute(query, {"id": conversation_id})]


async def numbers(services: Services, actor: Actor) -> dict[str, int]:
    """How many jobs the person has, how many events were written about them, and how many checkpoints there are."""
    query = text(
        "select (select count(*) from jobs where user_id = :user and deleted_at is null) as jobs, "
        "(select count(*) from events where user_id = :user) as events, "
        "(select count(*) from langgraph.checkpoints) as checkpoints, "
        "(select count(*) from langgraph.checkpoint_writes) as writes"
    )
    async with services.sessions() as session:
        row = (await session.execute(query, {"user": actor.user_id})).one()
    return dict(row._mapping)


async def test_a_socket_that_comes_back_in_mid_turn_sees_all_of_it_once(slow_server: LiveServer) -> None:
    _, token = await somebody(slow_server.services)
    async with talking(slow_server, token) as first:
        await first.say("tell a story")
        for _ in range(4):
            await first.until("text_delta")
    conversation_id = conversation_of(first)
    async with talking(slow_server, token, conversation_id=conversation_id) as back:
        assert (await back.until("complete"))["status"] == "completed"
        assert await back.silent_for(0.2)
    assert back.kinds()[:3] == ["conversation_created", "user_prompt", "model_request_start"]
    assert "".join(data["text"] for data in back.of("text_delta")) == STORY
    assert [data["content"] for data in back.of("final_result")] == [STORY]
    assert await transcript(slow_server.services, conversation_id) == [("user", "tell a story"), ("assistant", STORY)]


async def test_a_turn_that_ended_meanwhile_is_told_once(slow_server: LiveServer) -> None:
    _, token = await somebody(slow_server.services)
    async with talking(slow_server, token) as first:
        await first.say("tell a story")
        await first.until("text_delta")
    conversation_id = conversation_of(first)
    assert await ended(slow_server.services, conversation_id) == "completed"
    async with talking(slow_server, token, conversation_id=conversation_id) as back:
        await back.until("complete")
        assert back.kinds() == ["user_prompt", "final_result", "complete"]
        assert back.of("final_result")[0]["content"] == STORY
        assert await back.silent_for(0.2)
        async with talking(slow_server, token, conversation_id=conversation_id) as again:
            assert await again.silent_for(0.3)


@pytest.mark.parametrize("said", ["tell a story", "think long"])
async def test_cancel_stops_within_a_second(slow_server: LiveServer, said: str) -> None:
    _, token = await somebody(slow_server.services)
    async with talking(slow_server, token) as talk:
        await talk.say(said)
        await talk.until("text_delta" if said == "tell a story" else "model_request_start")
        began = time.monotonic()
        await talk.send("cancel")
        assert (await talk.until("complete"))["status"] == "cancelled"
        assert time.monotonic() - began < 1
        assert talk.of("final_result")[0]["content"].endswith("*(cancelled)*")
        assert (await talk.turn("hello"))["content"] == "Hello from the wire."
    messages = await transcript(slow_server.services, conversation_of(talk))
    assert [role for role, _ in messages] == ["user", "assistant"] * 2


async def test_a_cancel_that_comes_before_the_work_begins_is_not_lost(slow_server: LiveServer) -> None:
    services = slow_server.services
    actor, _ = await somebody(services)
    turn = await turns.begin(services, actor, "think long")
    assert await turns.cancel(services, actor, turn.conversation_id)
    async with asyncio.timeout(2):
        await turns.run(services, actor, turn)
    assert await ended(services, turn.conversation_id) == "cancelled"


async def test_a_cancelled_turn_still_shows_what_it_had_done(slow_server: LiveServer) -> None:
    actor, token = await somebody(slow_server.services)
    async with talking(slow_server, token) as talk:
        await talk.say("add the baker")
        await talk.until("text_delta")
        await talk.send("cancel")
        await talk.until("complete")
    assert [step["status"] for step in talk.of("final_result")[0]["steps"]] == ["ok"]
    assert (await numbers(slow_server.services, actor))["jobs"] == 1


async def with_a_job(talk: Talk) -> UUID:
    """Add a job and ask to delete it; the conversation, waiting for the yes."""
    await talk.turn(f"Add this job:\n\n{JOB}")
    await talk.say("Delete job 1")
    asked = await talk.until("approval_required")
    assert asked["name"] == "delete_job"
    assert asked["question"]
    assert (await talk.until("complete"))["status"] == "waiting"
    return conversation_of(talk)


async def test_a_no_does_nothing_and_a_yes_does_it_once(live_server: LiveServer) -> None:
    services = live_server.services
    actor, token = await somebody(services)
    async with talking(live_server, token) as talk:
        conversation_id = await with_a_job(talk)
        refused = await talk.turn("no")
        assert [(step["name"], step["status"]) for step in refused["steps"]] == [("delete_job", "refused")]
        assert (await numbers(services, actor))["jobs"] == 1

        await talk.say("Delete job 1")
        await talk.until("complete")
        await talk.send("resume", decision={"approved": "yes"})  # only true is a yes
        assert (await talk.until("final_result"))["steps"][0]["status"] == "refused"
        await talk.until("complete")
        assert (await numbers(services, actor))["jobs"] == 1

        await talk.say("Delete job 1")
        await talk.until("complete")
        async with talking(live_server, token, conversation_id=conversation_id) as other:
            await other.until("approval_required")
            await asyncio.gather(talk.say("Yes!"), other.send("resume", decision={"approved": True}))
            await asyncio.gather(talk.until("complete"), other.until("complete"))
            assert talk.of("final_result")[-1]["steps"][0]["status"] == "ok"
            await talk.silent_for(0.3)
    assert (await numbers(services, actor))["jobs"] == 0
    async with services.sessions() as session:
        erased = text("select count(*) from events where user_id = :user and kind = 'job_deleted'")
        assert await session.scalar(erased, {"user": actor.user_id}) == 1


async def test_a_waiting_question_survives_a_new_server_and_an_answer_given_there_counts(serve: Serve) -> None:
    async with serve() as before:
        actor, token = await somebody(before.services)
        async with talking(before, token) as talk:
            conversation_id = await with_a_job(talk)
    async with serve() as after:
        async with httpx.AsyncClient(base_url=after.url, headers={"Authorization": f"Bearer {token}"}) as http:
            pending = (await http.get(f"/api/v1/conversations/{conversation_id}")).json()["pending"]
            assert pending["name"] == "delete_job"
        async with talking(after, token, conversation_id=conversation_id) as talk:
            asked = await talk.until("approval_required")
            assert asked["arguments"] == pending["arguments"]
            await talk.send("resume", decision={"approved": True})
            await talk.until("complete")
            assert talk.of("final_result")[0]["steps"][0]["status"] == "ok"
        assert (await numbers(after.services, actor))["jobs"] == 0


async def test_cancel_gives_up_what_waits(live_server: LiveServer) -> None:
    services = live_server.services
    actor, token = await somebody(services)
    async with talking(live_server, token) as talk:
        conversation_id = await with_a_job(talk)
        await talk.send("cancel")
        assert (await talk.until("complete"))["status"] == "cancelled"
        assert talk.of("final_result")[-1]["steps"][0]["status"] == "refused"
        await talk.send("resume", decision={"approved": True})
        assert (await talk.until("error"))["code"] == "NOTHING_PENDING"
        assert (await talk.turn("Show my jobs"))["status"] == "completed"
    assert (await numbers(services, actor))["jobs"] == 1
    assert await turns.pending(services, actor, conversation_id) is None


async def test_other_talk_while_a_question_waits_leaves_it_waiting(live_server: LiveServer) -> None:
    services = live_server.services
    actor, token = await somebody(services)
    async with talking(live_server, token) as talk:
        conversation_id = await with_a_job(talk)
        assert "Bluebird" in (await talk.turn("Show job 1"))["content"]
        assert await turns.pending(services, actor, conversation_id) is not None
        await talk.turn("yes")  # may be meant for what was talked about since
        assert (await numbers(services, actor))["jobs"] == 1
        await talk.send("resume", decision={"approved": True})
        await talk.until("complete")
        assert talk.of("final_result")[-1]["steps"][0]["status"] == "ok"
    assert (await numbers(services, actor))["jobs"] == 0


async def test_a_decision_while_another_turn_runs_is_told_to_wait(serve: Serve, live_server: LiveServer) -> None:
    services = live_server.services
    actor, token = await somebody(services)
    async with talking(live_server, token) as talk:
        conversation_id = await with_a_job(talk)
    running = await turns.begin(services, actor, "hello", conversation_id=conversation_id)
    with pytest.raises(ConflictError) as busy:
        await turns.accept(services, actor, conversation_id, {"approved": True})
    assert busy.value.code == "BUSY"
    await turns.run(services, actor, running)
    await turns.decide(services, actor, conversation_id, {"approved": True})
    assert (await numbers(services, actor))["jobs"] == 0


async def test_deleting_a_conversation_takes_its_checkpoints_and_its_running_turn_along(
    live_server: LiveServer, slow_server: LiveServer
) -> None:
    services = live_server.services
    actor, token = await somebody(services)
    async with httpx.AsyncClient(base_url=live_server.url, headers={"Authorization": f"Bearer {token}"}) as http:
        async with talking(live_server, token) as talk:
            conversation_id = await with_a_job(talk)
            before = await numbers(services, actor)
            assert before["checkpoints"] > 0
            assert before["writes"] > 0
            assert (await http.delete(f"/api/v1/conversations/{conversation_id}")).status_code == 204
            gone: dict[str, Any] = await numbers(services, actor)
            assert (gone["checkpoints"], gone["writes"], gone["jobs"]) == (0, 0, 1)
            await talk.say("hello")
            assert (await talk.until("error"))["code"] == "NOT_FOUND"
        async with talking(slow_server, token) as talk:
            await talk.say("tell a story")
            await talk.until("text_delta")
            conversation_id = conversation_of(talk)
            assert (await http.delete(f"/api/v1/conversations/{conversation_id}")).status_code == 204
            await asyncio.sleep(1.3)
            assert await transcript(services, conversation_id) == []
