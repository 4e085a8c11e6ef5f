"""The socket of a tailoring session, with and without the prefix: questions, answers, versions, talk, stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from store import tailoring as tailored
from store.database import transaction
from tests.conftest import LiveServer
from tests.graphs.test_tailoring_questions import JOB, TERRAFORM
from tests.peers.talking import RESUME, Talk, somebody
from tools.accounts import service as accounts
from tools.accounts import tokens

ONE_GAP = JOB.replace(" and Kubernetes in production", "")
OTHER = JOB.replace("Bluebird Bank", "Heron Freight").replace("Payments", "Routing")


@asynccontextmanager
async def client(server: LiveServer, token: str, prefix: str = "/api/v1") -> AsyncIterator[httpx.AsyncClient]:
    """HTTP as that somebody."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"{server.url}{prefix}", headers=headers, timeout=60) as http:
        yield http


async def begun(http: httpx.AsyncClient, job: str = ONE_GAP) -> dict[str, Any]:
    """A session that was just begun."""
    added = await http.post(str(http.base_url.copy_with(path="/api/v1/jobs")), json={"text": job})
    job_id = added.json()["id"]
    files = {"resume": ("mara.txt", RESUME.encode())}
    answer = await http.post("/tailoring-sessions/", data={"job_id": job_id}, files=files)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@asynccontextmanager
async def following(server: LiveServer, token: str, session_id: str, prefix: str = "/api/v1") -> AsyncIterator[Talk]:
    """The session's socket."""
    address = f"{server.ws_url}{prefix}/ws/tailoring/{session_id}"
    async with connect(address, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        yield Talk(socket)


@pytest.mark.parametrize("prefix", ["/api/v1", ""])
async def test_a_session_is_followed_answered_talked_about_and_stays_open(live_server: LiveServer, prefix: str) -> None:
    _, token = await somebody(live_server.services)
    async with client(live_server, token, prefix) as http:
        session = await begun(http)
        async with following(live_server, token, session["id"], prefix) as talk:
            asked = await talk.until("human_input_required")
            assert "Terraform" in asked["question"]
            first = talk.of("resume_update")[0]
            assert (first["version"], first["pdf_url"] is not None) == (1, True)
            steps = [data["progress"] for data in talk.of("progress_update")]
            assert steps == sorted(steps)
            await talk.send("resume", decision={"answer": TERRAFORM})
            update = await talk.until("resume_update")
            added = [change for change in update["changes"] if change["kind"] == "added"]
            assert [change["after"] for change in added] == ["Used Terraform for 12 staging clusters"]
            assert added[0]["proof"][0]["provenance"]["answer"] == TERRAFORM
            assert (await talk.until("complete"))["status"] == "completed"
            await talk.send("chat", content="show me what changed")
            assert (await talk.until("final_result"))["steps"][0]["name"] == "show_changes"
            await talk.send("resume", decision={"answer": "yes"})
            assert (await talk.until("error"))["code"] == "NOTHING_PENDING"


async def test_what_cannot_be_read_is_said_and_stop_ends_it_at_once(live_server: LiveServer) -> None:
    actor, token = await somebody(live_server.services)
    async with client(live_server, token) as http:
        session = await begun(http)
        async with following(live_server, token, session["id"]) as talk:
            for bad, code in (
                ("{", "INVALID_MESSAGE"),
                ('{"type": "dance"}', "UNKNOWN_TYPE"),
                ('{"type": "resume"}', "INVALID_MESSAGE"),
            ):
                await talk.socket.send(bad)
                assert (await talk.until("error"))["code"] == code
            await talk.until("human_input_required")
            await talk.send("stop")
            assert (await talk.until("complete"))["status"] == "stopped"
            with pytest.raises(ConnectionClosed):
                await talk.next()
        stopped = (await http.get(f"/tailoring-sessions/{session['id']}")).json()
        assert (stopped["status"], stopped["version"]) == ("stopped", 1)
        async with following(live_server, token, (await begun(http, OTHER))["id"]) as talk:
            signed_in = tokens.read(live_server.services.settings, token).session_id
            async with live_server.services.sessions() as session_, session_.begin():
                await accounts.revoke(session_, live_server.services, actor, signed_in)
            await talk.send("chat", content="shorter")
            assert (await talk.until("error"))["code"] == "SESSION_ENDED"


async def test_an_undone_session_is_said_to_be_gone(live_server: LiveServer) -> None:
    actor, token = await somebody(live_server.services)
    async with client(live_server, token) as http:
        session_id = (await begun(http))["id"]
        async with following(live_server, token, session_id) as talk:
            await talk.until("human_input_required")
            async with transaction(live_server.services.sessions) as session:
                await tailored.remove(session, actor, UUID(session_id))
            assert (await talk.until("error"))["code"] == "NOT_FOUND"
            with pytest.raises(ConnectionClosed) as closed:
                await talk.next()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1008


async def test_it_is_begun_again_once_however_often_that_is_asked(live_server: LiveServer) -> None:
    _, token = await somebody(live_server.services)
    async with client(live_server, token) as http:
        path = f"/tailoring-sessions/{(await begun(http))['id']}"
        await http.post(f"{path}/stop")
        answers = await asyncio.gather(*(http.post(f"{path}/restart") for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        await http.post(f"{path}/stop")


async def test_answers_come_by_rest_or_by_chat_and_requests_are_none(live_server: LiveServer) -> None:
    _, token = await somebody(live_server.services)
    async with client(live_server, token) as http:
        path = f"/tailoring-sessions/{(await begun(http, JOB))['id']}"
        async with following(live_server, token, path.rpartition("/")[2]) as talk:
            asked = await talk.until("human_input_required")
            shown = (await http.post(f"{path}/chat", json={"message": "show me what changed"})).json()
            assert shown["steps"][0]["name"] == "show_changes"
            wrong = await http.post(f"{path}/answer", json={"answer": "yes", "question_id": "skill:cobol"})
            assert (wrong.status_code, wrong.json()["detail"]["code"]) == (409, "NOTHING_PENDING")
            body = {"answer": TERRAFORM, "question_id": asked["question_id"]}
            taken = await http.post(f"{path}/answer", json=body)
            assert (taken.status_code, taken.json()["status"]) == (200, "running")
            assert "Kubernetes" in (await talk.until("human_input_required"))["question"]
            said = (await http.post(f"{path}/chat", json={"message": "No, I never used it"})).json()
            assert (said["status"], said["steps"][0]["name"]) == ("completed", "answer_question")
            assert "is ready" in said["content"]
            assert (await talk.until("complete"))["status"] == "completed"
