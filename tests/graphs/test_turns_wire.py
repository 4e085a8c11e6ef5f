"""Conversations on a real model's protocol: calls, retries, fallbacks, failures, what it cost."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from prompts.library import load
from tests.conftest import new_actor
from tests.graphs.conftest import Open, answers, asks, one_model
from tests.peers import aimock
from tests.peers.talking import JOB, turn

SECOND = JOB.replace("Bluebird Bank", "Second Bank")
CUT = '{"text": "Baker at Crumb'
SCRIPT: list[dict[str, Any]] = [
    asks("add one", {"name": "add_job", "arguments": {"text": JOB}}),
    answers("add one", "It is job 1."),
    asks("add two", *({"name": "add_job", "arguments": {"text": posting}} for posting in (JOB, SECOND))),
    answers("add two", "Both are there."),
    {
        "match": {"userMessage": "too many", "sequenceIndex": 0},
        "response": {"error": {"message": "slow down"}, "status": 429, "retryAfter": 1},
    },
    answers("too many", "Here I am."),
    {"match": {"userMessage": "always busy"}, "response": {"error": {"message": "slow down"}, "status": 429}},
    {"match": {"userMessage": "broken"}, "response": {"error": {"message": "the machine burns"}, "status": 500}},
    {"match": {"userMessage": "bad key"}, "response": {"error": {"message": "who are you"}, "status": 401}},
    answers("cut the stream", "one two three four five six", chunkSize=5, truncateAfterChunks=3, latency=20),
    answers("stall", "never", streamingProfile={"ttft": 20_000, "tps": 10}),
    answers("say nothing", ""),
    asks("half a write", {"name": "add_job", "arguments": CUT}),
    answers("half a write", "I could not add it."),
    asks("half a read", {"name": "list_jobs", "arguments": '{"query": "ba'}),
    answers("half a read", "Nothing found."),
    asks("nonsense", {"name": "add_job", "arguments": "][ no json"}),
    answers("nonsense", "That went wrong."),
    asks("unknown tool", {"name": "fly_away", "arguments": {}}),
    answers("unknown tool", "I cannot fly."),
    asks("wrong fields", {"name": "list_jobs", "arguments": {"limit": "many"}}),
    answers("wrong fields", "That was not right."),
    {
        "match": {"userMessage": "same id"},
        "response": {"toolCalls": [{"name": "add_job", "arguments": {"text": JOB}, "id": "call_0"}]},
    },
    {"match": {"userMessage": "for ever"}, "response": {"toolCalls": [{"name": "list_jobs", "arguments": {}}]}},
    {
        "match": {"userMessage": "count it"},
        "response": {"content": "Counted.", "usage": {"prompt_tokens": 1000, "completion_tokens": 200}},
    },
    answers("hello", "Hello."),
]  # fmt: skip


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aimock.ModelServer]:
    """The scripted model."""
    with aimock.running(tmp_path_factory.mktemp("wire"), SCRIPT, validate=False) as server:
        yield server


async def test_a_call_its_result_and_an_answer(on_wire: Open, wire: aimock.ModelServer) -> None:
    before = len(wire.requests())
    async with on_wire(one_model(wire)) as services:
        actor = await new_actor(services)
        ended = await turn(services, actor, "please add one")
        assert (ended.content, ended.steps) == ("It is job 1.", [("add_job", "ok")])
        assert ended.run.status == "completed"
        both = await turn(services, actor, "please add two")
        # One of the two is there already; each call has a session of its own, so the other one stands.
        assert sorted(both.steps) == [("add_job", "error"), ("add_job", "ok")]
        async with services.sessions() as session:
            assert await session.scalar(text("select count(*) from jobs")) == 2
            written = (await session.execute(text("select name, position from tool_calls order by run_id"))).all()
            assert [tuple(row) for row in written] == [("add_job", 0), ("add_job", 0)]
    asked = [request["body"] for request in wire.requests()[before:]]
    assert [message["role"] for message in asked[1]["messages"]] == ["system", "user", "assistant", "tool"]
    assert asked[0]["stream"] is True
    assert {tool["function"]["name"] for tool in asked[0]["tools"]} >= {"add_job", "help"}
    assert "user_id" not in str(asked[0]["tools"])


@pytest.mark.parametrize(
    ("said", "code", "attempts"),
    [
        ("always busy", "MODEL_BUSY", 2), ("broken", "MODEL_FAILED", 2), ("bad key", "MODEL_REFUSED_KEY", 1),
        ("cut the stream", "MODEL_FAILED", 1), ("say nothing", "MODEL_FAILED", 1),
    ],
)  # fmt: skip
async def test_a_failing_model_is_said_clearly_and_the_message_is_kept(
    on_wire: Open, wire: aimock.ModelServer, said: str, code: str, attempts: int
) -> None:
    before = len(wire.requests())
    async with on_wire(one_model(wire, max_retries=1)) as services:
        actor = await new_actor(services)
        ended = await turn(services, actor, said)
        assert (ended.run.status, (ended.run.error or {}).get("code")) == ("failed", code)
        assert len(wire.requests()) - before == attempts
        assert [message.role for message in ended.messages] == ["user", "assistant"]
        assert ended.messages[0].content == said
        assert ended.content.startswith("That did not work: ")
        again = await turn(services, actor, "hello", conversation_id=ended.run.conversation_id)
        assert again.content == "Hello."


async def test_too_many_requests_are_tried_again_when_the_provider_says(
    on_wire: Open, wire: aimock.ModelServer
) -> None:
    async with on_wire(one_model(wire, max_retries=2)) as services:
        began = time.monotonic()
        ended = await turn(services, await new_actor(services), "too many")
        assert ended.content == "Here I am."
        assert time.monotonic() - began >= 1


async def test_the_time_limit_of_a_provider_is_kept(on_wire: Open, wire: aimock.ModelServer) -> None:
    async with on_wire(one_model(wire, max_retries=0, timeout_seconds=1)) as services:
        began = time.monotonic()
        ended = await turn(services, await new_actor(services), "stall")
        assert (ended.run.error or {})["code"] == "MODEL_FAILED"
        assert 1 <= time.monotonic() - began < 6
    async with on_wire(one_model(wire), model_timeout_seconds=500.0) as services:
        model: Any = services.models.model("wire/gpt-test")
        assert (model.request_timeout, model.stream_chunk_timeout) == (500.0, 500.0)


async def test_the_next_in_the_chain_answers_when_the_first_is_down(on_wire: Open, wire: aimock.ModelServer) -> None:
    down = {"base_url": "http://127.0.0.1:9/v1", "max_retries": 0}
    models = {
        "providers": {"down": down, "wire": {"base_url": wire.base_url}},
        "roles": {"chat": ["down/first", "wire/second"]},
        "prices": {"second": {"input": 1.0, "output": 2.0}, "first": {"input": 1000.0, "output": 1000.0}},
    }
    async with on_wire(models) as services:
        ended = await turn(services, await new_actor(services), "count it")
        assert (ended.content, ended.run.model) == ("Counted.", "second")
        assert ended.run.cost == pytest.approx((1000 * 1.0 + 200 * 2.0) / 1e6)
    models["roles"] = {"chat": ["down/first", "offline"]}
    async with on_wire(models) as services:
        ended = await turn(services, await new_actor(services), "help")
        assert (ended.run.status, ended.run.model) == ("completed", "offline")


async def test_the_run_keeps_tokens_cost_and_prompts(on_wire: Open, wire: aimock.ModelServer) -> None:
    models = {**one_model(wire), "prices": {"gpt-test": {"input": 3.0, "output": 15.0}}}
    async with on_wire(models) as services:
        ended = await turn(services, await new_actor(services), "count it")
        assert (ended.run.tokens_in, ended.run.tokens_out) == (1000, 200)
        assert ended.run.cost == pytest.approx(0.006)
        assert ended.run.area is not None
        assert ended.run.prompts == {ended.run.area: load(ended.run.area).hash}


@pytest.mark.parametrize(
    ("said", "step", "content"),
    [
        ("half a write", ("add_job", "error"), "I could not add it."),
        ("half a read", ("list_jobs", "ok"), "Nothing found."),
        ("nonsense", ("add_job", "error"), "That went wrong."),
        ("unknown tool", ("fly_away", "error"), "I cannot fly."),
        ("wrong fields", ("list_jobs", "error"), "That was not right."),
    ],
)
async def test_arguments_that_were_cut_off_are_no_reason_to_write(
    on_wire: Open, wire: aimock.ModelServer, said: str, step: tuple[str, str], content: str
) -> None:
    async with on_wire(one_model(wire)) as services:
        ended = await turn(services, await new_actor(services), said)
        assert (ended.steps, ended.content, ended.run.status) == ([step], content, "completed")
        async with services.sessions() as session:
            assert await session.scalar(text("select count(*) from postings")) == 0


async def test_a_server_that_repeats_its_ids_does_not_confuse_the_ledger(
    on_wire: Open, wire: aimock.ModelServer
) -> None:
    async with on_wire(one_model(wire), turn_step_limit=3) as services:
        ended = await turn(services, await new_actor(services), "same id")
    assert ended.steps == [("add_job", "ok"), ("add_job", "error"), ("add_job", "error")]
    assert len({step.call_id for step in ended.messages[-1].steps}) == 3


@pytest.mark.parametrize("limit", [{"turn_step_limit": 3}, {"turn_token_budget": 1}])
async def test_limits_end_a_turn_politely(on_wire: Open, wire: aimock.ModelServer, limit: dict[str, int]) -> None:
    async with on_wire(one_model(wire), **limit) as services:
        ended = await turn(services, await new_actor(services), "for ever")
    assert ended.run.status == "completed"
    assert ended.content.startswith("I stopped here")
    assert len(ended.steps) == (3 if "turn_step_limit" in limit else 1)
