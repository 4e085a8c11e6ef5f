"""A chat turn over the socket, against the same turn in a bare LangGraph loop with the stock Postgres saver."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import asyncpg
import orjson
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.ext.asyncio import async_sessionmaker
from websockets.asyncio.client import ClientConnection, connect

from evals.bench.measuring import Row, Timing, timed
from evals.bench.models import ZeroLatencyModel
from evals.bench.server import Served
from store import jobs
from store.actors import Actor
from store.database import make_engine
from store.pagination import PageRequest

TURNS_ALONE, TURNS_AT_ONCE, AT_ONCE = 150, 480, 16
TURNS_A_CONVERSATION = 10


async def bench(served: Served) -> list[Row]:
    """p50 at one chat, and turns a second at sixteen, ours and the bare loop's."""
    token = await served.sign_up(f"{uuid4().hex[:10]}@example.com")
    async with _bare_loop(served.database_url) as turn:
        bare_alone = await timed(turn, count=TURNS_ALONE, at_once=1)
        bare_at_once = await timed(turn, count=TURNS_AT_ONCE, at_once=AT_ONCE)
    # Bound to one area, as the bare loop is; the front door first works out which area is meant.
    alone = await _over_sockets(served, token, "?area=jobs", count=TURNS_ALONE, at_once=1)
    at_once = await _over_sockets(served, token, "?area=jobs", count=TURNS_AT_ONCE, at_once=AT_ONCE)
    open_alone = await _over_sockets(served, token, "", count=TURNS_ALONE, at_once=1)
    open_at_once = await _over_sockets(served, token, "", count=TURNS_AT_ONCE, at_once=AT_ONCE)
    name = "bare LangGraph loop, AsyncPostgresSaver"
    return [
        Row("chat turn over the socket, p50 at 1", alone.p50, "ms", bare_alone.p50, name, at_most=1.0),
        Row("chat turns a second at 16", at_once.per_second, "/s", bare_at_once.per_second, name, at_least=2.0),
        Row("chat turn over the socket, p95 at 16", at_once.p95, "ms", bare_at_once.p95, name),
        Row("the same through the front door, p50 at 1", open_alone.p50, "ms", bare_alone.p50, name),
        Row(
            "the same through the front door, turns a second at 16",
            open_at_once.per_second,
            "/s",
            bare_at_once.per_second,
            name,
        ),
    ]


@asynccontextmanager
async def _bare_loop(database_url: str) -> AsyncIterator[Any]:
    """The loop as LangGraph's own documentation builds it: one model node, one tool node, one saver over a pool."""
    engine = make_engine(database_url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    actor = Actor(uuid4())

    @tool
    async def list_jobs(limit: int) -> str:
        """List the saved jobs."""
        async with sessions() as session:
            page = await jobs.list_page(session, actor, PageRequest(limit=limit))
        return orjson.dumps(page, default=str).decode()

    model = ZeroLatencyModel().bind_tools([list_jobs])

    async def call_model(state: MessagesState) -> dict[str, Any]:
        return {"messages": [await model.ainvoke(state["messages"])]}

    builder = StateGraph(MessagesState)
    builder.add_node("model", call_model)
    builder.add_node("tools", ToolNode([list_jobs]))
    builder.add_edge(START, "model")
    builder.add_conditional_edges("model", tools_condition, ["tools", END])
    builder.add_edge("tools", "model")
    options = {
        "autocommit": True,
        "prepare_threshold": 0,
        "row_factory": dict_row,
        "options": "-c search_path=langgraph",
    }
    opened: Any = AsyncConnectionPool(database_url, min_size=1, max_size=20, open=False, kwargs=options)
    async with opened as pool:
        graph = builder.compile(checkpointer=AsyncPostgresSaver(pool))
        turns: dict[int, int] = {}

        async def turn(lane: int) -> None:
            turns[lane] = turns.get(lane, -1) + 1
            name = f"bench-{lane}-{turns[lane] // TURNS_A_CONVERSATION}-{id(graph)}"
            thread = str(uuid5(NAMESPACE_URL, name))
            await graph.ainvoke({"messages": [HumanMessage("show my jobs")]}, {"configurable": {"thread_id": thread}})

        yield turn
    await engine.dispose()


class _Chat:
    """One socket, on a new conversation every few turns."""

    def __init__(self, served: Served, token: str, query: str) -> None:
        self._address = f"{served.url.replace('http', 'ws')}/api/v1/ws/agent{query}"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._socket: ClientConnection | None = None
        self._turns = 0

    async def turn(self) -> None:
        """Say one thing and wait until it is answered and saved."""
        if self._socket is None or self._turns % TURNS_A_CONVERSATION == 0:
            await self.close()
            self._socket = await connect(self._address, additional_headers=self._headers, proxy=None)
        self._turns += 1
        await self._socket.send(b'{"type":"message","content":"show my jobs"}'.decode())
        while True:
            event = orjson.loads(await self._socket.recv())
            if event["type"] == "error":
                raise RuntimeError(str(event["data"]))
            if event["type"] == "complete":
                return

    async def close(self) -> None:
        """Close the socket, if it is open."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None


async def _over_sockets(served: Served, token: str, query: str, *, count: int, at_once: int) -> Timing:
    chats = [_Chat(served, token, query) for _ in range(at_once)]
    async with AsyncExitStack() as stack:
        for chat in chats:
            stack.push_async_callback(chat.close)
        await asyncio.gather(*(chat.turn() for chat in chats))
        return await timed(lambda lane: chats[lane].turn(), count=count, at_once=at_once)


async def bench_long_thread(served: Served) -> list[Row]:
    """The same turn in a conversation of 500 messages, against one of 10: time, and the server's memory."""
    token = await served.sign_up(f"{uuid4().hex[:10]}@example.com")
    figures = {}
    for length in (10, 500):
        conversation = await _conversation_of(served, token, length)
        address = f"{served.url.replace('http', 'ws')}/api/v1/ws/agent?conversation_id={conversation}"
        before = served.process.memory_info().rss
        async with connect(address, additional_headers={"Authorization": f"Bearer {token}"}, proxy=None) as socket:

            async def turn(_: int, socket: ClientConnection = socket) -> None:
                await socket.send('{"type":"message","content":"show my jobs"}')
                while orjson.loads(await socket.recv())["type"] != "complete":
                    continue

            timing = await timed(turn, count=40, at_once=1)
        figures[length] = (timing.p50, max(served.process.memory_info().rss, before) / 1_048_576)
    (short_ms, short_mb), (long_ms, long_mb) = figures[10], figures[500]
    name = "a thread of 10 messages"
    return [
        Row("chat turn at 500 messages, p50", long_ms, "ms", short_ms, name, at_most=2.0),
        Row("server memory at 500 messages", long_mb, "MB", short_mb, name, at_most=2.0),
    ]


async def _conversation_of(served: Served, token: str, length: int) -> str:
    """A conversation with that many messages, written straight into the transcript."""
    async with connect(
        f"{served.url.replace('http', 'ws')}/api/v1/ws/agent",
        additional_headers={"Authorization": f"Bearer {token}"},
        proxy=None,
    ) as socket:
        await socket.send('{"type":"message","content":"show my jobs"}')
        while (event := orjson.loads(await socket.recv()))["type"] != "complete":
            continue
    conversation: str = event["data"]["conversation_id"]
    connection = await asyncpg.connect(served.database_url)
    await connection.execute(
        "insert into messages (id, conversation_id, user_id, role, content, attachments, steps, created_at) "
        "select gen_random_uuid(), c.id, c.user_id, case n % 2 when 0 then 'user' else 'assistant' end, "
        "repeat('about this job ', 20), '[]', '[]', now() - interval '1 hour' "
        "from conversations c, generate_series(1, $2::int) n where c.id = $1::uuid",
        conversation, length - 2,
    )  # fmt: skip
    await connection.close()
    return conversation
