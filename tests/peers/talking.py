"""Somebody who talks to the product over its real socket, and what they have to say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from websockets.asyncio.client import ClientConnection, connect

from graphs import turns
from store import runs
from tests.conftest import LiveServer, new_actor
from tools.accounts import service as accounts
from tools.context import Actor, Services
from tools.conversations import service as conversations
from tools.conversations.schemas import MessageView

RESUME = """Mara Lindqvist
mara.lindqvist@example.com | +46 70 555 01 22 | Uppsala, Sweden

Summary
Backend engineer who builds and runs payment services in Python.

Experience
Backend Engineer, Northwind Pay
March 2020 - Present
- Built a settlement service in Python and PostgreSQL that clears 40,000 payments a day
- Cut the nightly reconciliation from 90 to 25 minutes by rewriting its SQL
- Helped two colleagues move their services to Docker

Junior Developer, Harbor Logistics
June 2017 - February 2020
- Wrote REST APIs in Python for the tracking of parcels
- Kept the test suite green with pytest

Education
BSc Computer Science, Uppsala University, 2017

Skills
Python, PostgreSQL, Docker, pytest, REST
"""
JOB = """Backend Engineer (Payments)
Bluebird Bank - Stockholm, Sweden - hybrid

We look for a backend engineer for our payments team.

Requirements:
- 3 years of experience with Python
- PostgreSQL
- Docker
- REST APIs
"""


class Talk:
    """One socket; `seen` is everything that came over it, as (type, data)."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.seen: list[tuple[str, dict[str, Any]]] = []

    async def send(self, kind: str, **fields: Any) -> None:
        """One message of the protocol."""
        await self.socket.send(orjson.dumps({"type": kind, **fields}).decode())

    async def say(self, content: str, **fields: Any) -> None:
        """A message of the person's."""
        await self.send("message", content=content, **fields)

    async def next(self, timeout: float = 60) -> tuple[str, dict[str, Any]]:
        """The next event."""
        event = orjson.loads(await asyncio.wait_for(self.socket.recv(), timeout))
        self.seen.append((event["type"], event["data"]))
        return self.seen[-1]

    async def until(self, kind: str, timeout: float = 60) -> dict[str, Any]:
        """The data of the next event of this kind; what comes before is in `seen`."""
        async with asyncio.timeout(timeout):
            while True:
                got, data = await self.next(timeout)
                if got == kind:
                    return data

    async def turn(self, content: str, **fields: Any) -> dict[str, Any]:
        """Say something and wait for the end; the data of its final result, and `status`."""
        await self.say(content, **fields)
        end = await self.until("complete")
        final = [data for kind, data in self.seen if kind == "final_result"]
        return {**(final[-1] if final else {}), "status": end["status"]}

    async def silent_for(self, seconds: float) -> bool:
        """Whether nothing comes for so long."""
        try:
            await self.next(seconds)
        except TimeoutError:
            return True
        return False

    def kinds(self) -> list[str]:
        """The types of what came so far."""
        return [kind for kind, _ in self.seen]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The data of every event of one kind so far."""
        return [data for got, data in self.seen if got == kind]


@asynccontextmanager
async def talking(server: LiveServer, token: str, **query: Any) -> AsyncIterator[Talk]:
    """A socket to /ws/agent that is closed at the end."""
    asked = "&".join(f"{name}={value}" for name, value in query.items() if value is not None)
    address = f"{server.ws_url}/api/v1/ws/agent?{asked}"
    async with connect(address, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        yield Talk(socket)


async def somebody(services: Services) -> tuple[Actor, str]:
    """A fresh account and its access token."""
    actor = await new_actor(services)
    async with services.sessions() as session, session.begin():
        user = await accounts.get_by_id(session, actor.user_id)
        pair = await accounts.create_session(session, services, user, device="tests", address="127.0.0.1")
    return actor, pair.access_token


def conversation_of(talk: Talk) -> UUID:
    """The conversation that this socket began."""
    return UUID(talk.of("conversation_created")[0]["conversation_id"])


@dataclass(frozen=True)
class Outcome:
    """How a turn without a socket ended: its run's row and the last message of the conversation."""

    run: runs.Run
    messages: list[MessageView]

    @property
    def content(self) -> str:
        """What was answered."""
        return self.messages[-1].content

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Name and status of each call of the answer."""
        return [(step.name, step.status) for step in self.messages[-1].steps]


async def outcome(services: Services, actor: Actor, conversation_id: UUID) -> Outcome:
    """The newest turn of a conversation and its transcript."""
    async with services.sessions() as session:
        run = (await runs.latest_turns(session, actor, conversation_id, limit=1))[0]
        seen = await conversations.get(session, actor, conversation_id)
    return Outcome(run, seen.messages)


async def turn(services: Services, actor: Actor, content: str, *, conversation_id: UUID | None = None) -> Outcome:
    """Say something and wait until the turn has ended or waits."""
    begun = await turns.begin(services, actor, content, conversation_id=conversation_id)
    await turns.run(services, actor, begun)
    return await outcome(services, actor, begun.conversation_id)
