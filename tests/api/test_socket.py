"""The chat socket as its protocol says: signing in, order of events, who sees what, what a bad message does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.conftest import LiveServer
from tests.peers.talking import JOB, RESUME, Talk, conversation_of, somebody, talking
from tools.accounts import service as accounts
from tools.accounts import tokens

AGENT = "/api/v1/ws/agent"


async def refused(server: LiveServer, address: str = "", **how: Any) -> int:
    """The HTTP status with which the socket was refused before it was accepted."""
    with pytest.raises(InvalidStatus) as answer:
        async with connect(f"{server.ws_url}{AGENT}{address}", **how):
            pass
    return answer.value.response.status_code


async def test_who_is_not_signed_in_is_refused_before_the_socket_opens(live_server: LiveServer) -> None:
    services = live_server.services
    actor, token = await somebody(services)
    session_id = tokens.read(services.settings, token).session_id
    long_ago = services.clock() - timedelta(days=2)
    expired = tokens.mint(services.settings, user_id=actor.user_id, session_id=session_id, role="user", now=long_ago)
    async with services.sessions() as session, session.begin():
        await accounts.revoke(session, services, actor, session_id)

    assert await refused(live_server) == 403
    for worthless in ("nonsense", expired, token):
        assert await refused(live_server, f"?token={worthless}") == 403
        assert await refused(live_server, additional_headers={"Authorization": f"Bearer {worthless}"}) == 403
        assert await refused(live_server, subprotocols=["bearer", worthless]) == 403


async def test_the_token_may_come_in_three_ways(live_server: LiveServer) -> None:
    _, token = await somebody(live_server.services)
    address = f"{live_server.ws_url}{AGENT}"
    async with connect(address, subprotocols=["bearer", token]) as socket:  # type: ignore[list-item]
        assert socket.subprotocol == "bearer"
        assert (await Talk(socket).turn("help"))["status"] == "completed"
    async with connect(f"{address}?token={token}") as socket:
        assert (await Talk(socket).turn("help"))["status"] == "completed"
    async with talking(live_server, token) as talk:
        assert (await talk.turn("help"))["status"] == "completed"


@pytest.mark.parametrize(("query", "code"), [({"area": "cooking"}, "UNKNOWN_AREA"), ({}, "NOT_FOUND")])
async def test_what_cannot_be_opened_says_so_and_closes(
    live_server: LiveServer, query: dict[str, str], code: str
) -> None:
    _, token = await somebody(live_server.services)
    _, other = await somebody(live_server.services)
    async with talking(live_server, other) as talk:
        await talk.turn("help")
        theirs = conversation_of(talk)
    async with talking(live_server, token, **(query or {"conversation_id": theirs})) as talk:
        assert (await talk.until("error"))["code"] == code
        with pytest.raises(ConnectionClosed) as closed:
            await talk.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
    assert await refused(live_server, f"?conversation_id=nonsense&token={token}") == 403


async def test_a_bad_message_gets_an_error_and_the_socket_stays(live_server: LiveServer) -> None:
    _, token = await somebody(live_server.services)
    bad: list[tuple[str | bytes, str]] = [
        ("not json", "INVALID_MESSAGE"), (b"\x00\xff", "INVALID_MESSAGE"), ("", "INVALID_MESSAGE"),
        ("[]", "UNKNOWN_TYPE"), ('{"type": "dance"}', "UNKNOWN_TYPE"), ('{"type": "message"}', "INVALID_MESSAGE"),
        ('{"type": "message", "content": "   "}', "INVALID_MESSAGE"),
        ('{"type": "message", "content": "a\\u0000b"}', "INVALID_MESSAGE"),
        ('{"type": "message", "content": "x", "attachments": ["no id"]}', "INVALID_MESSAGE"),
        ('{"type": "resume"}', "INVALID_MESSAGE"),
        ('{"type": "resume", "decision": {"approved": true}}', "NOTHING_PENDING"),
        ('{"type": "cancel"}', "NOTHING_RUNNING"),
    ]  # fmt: skip
    async with talking(live_server, token) as talk:
        for raw, code in bad:
            await talk.socket.send(raw)
            assert await talk.next() == ("error", {"code": code, "message": talk.seen[-1][1]["message"]})
            assert talk.seen[-1][1]["message"]
        unknown = str(uuid4())
        await talk.say("look at this", attachments=[unknown])
        assert (await talk.until("error"))["code"] == "NOT_FOUND"
        assert (await talk.turn("help"))["status"] == "completed"
        assert conversation_of(talk)


async def test_a_turn_tells_its_events_in_order(live_server: LiveServer) -> None:
    _, token = await somebody(live_server.services)
    async with talking(live_server, token) as talk:
        final = await talk.turn(f"Add this job:\n\n{JOB}")
    assert talk.kinds()[:5] == [
        "conversation_created", "user_prompt", "model_request_start", "tool_call", "tool_result",
    ]  # fmt: skip
    assert talk.kinds()[5] == "model_request_start"
    assert talk.kinds()[-2:] == ["final_result", "complete"]
    assert set(talk.kinds()[6:-2]) == {"text_delta"}
    ids = {(data["run_id"], data["conversation_id"]) for _, data in talk.seen}
    assert len(ids) == 1
    assert len({data["event_id"] for _, data in talk.seen}) == len(talk.seen)
    assert "".join(data["text"] for data in talk.of("text_delta")) == final["content"]
    assert talk.of("user_prompt")[0]["content"] == f"Add this job:\n\n{JOB}".strip()
    called, result = talk.of("tool_call")[0], talk.of("tool_result")[0]
    assert called["name"] == "add_job"
    assert called["call_id"] == result["call_id"]
    assert result["status"] == "ok"
    assert result["result"]["company"] == "Bluebird Bank"
    assert [step["call_id"] for step in final["steps"]] == [called["call_id"]]
    assert final["steps"][0]["arguments"] == called["arguments"]


async def test_attached_resumes_are_announced_and_kept(live_server: LiveServer) -> None:
    _, token = await somebody(live_server.services)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=live_server.url, headers=headers, timeout=60) as http:
        uploaded = await http.post("/api/v1/resumes/upload", files={"file": ("mara.txt", RESUME.encode())})
        assert uploaded.status_code == 201, uploaded.text
        async with talking(live_server, token, area="resumes") as talk:
            final = await talk.turn("Check my resume", attachments=[uploaded.json()["id"]])
        attachment = talk.of("user_prompt")[0]["attachments"][0]
        assert (attachment["kind"], attachment["name"], attachment["number"]) == ("resume", "mara.txt", 1)
        assert [step["name"] for step in final["steps"]] == ["check_resume"]
        seen = (await http.get(f"/api/v1/conversations/{conversation_of(talk)}")).json()
    assert seen["area"] == "resumes"
    assert [message["role"] for message in seen["messages"]] == ["user", "assistant"]
    assert seen["messages"][0]["attachments"][0]["id"] == uploaded.json()["id"]
    assert seen["messages"][1]["id"] == final["message_id"]


async def test_two_sockets_see_one_conversation_and_a_second_message_waits_its_turn(slow_server: LiveServer) -> None:
    _, token = await somebody(slow_server.services)
    async with talking(slow_server, token) as first:
        await first.say("tell a story")
        await first.until("text_delta")
        async with talking(slow_server, token, conversation_id=conversation_of(first)) as second:
            await second.until("text_delta")
            await second.say("and now?")
            assert (await second.until("error"))["code"] == "BUSY"
            await second.send("cancel")
            assert (await second.until("complete", timeout=2))["status"] == "cancelled"
            assert (await first.until("complete", timeout=2))["status"] == "cancelled"
            assert first.of("final_result") == second.of("final_result")
            said = await second.turn("hello")
            assert said["content"] == "Hello from the wire."
            await first.until("complete")
            assert first.of("user_prompt")[-1]["content"] == "hello"
            assert first.of("final_result")[-1] == second.of("final_result")[-1]
    assert "error" not in first.kinds()
