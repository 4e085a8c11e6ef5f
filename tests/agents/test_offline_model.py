"""The offline model as a chat model: calls, chains, failures, questions, streaming, and what it refuses to pretend."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.runnables import Runnable

from agents.offline import OfflineChatModel
from tools.catalogue import SPECS
from tools.langchain_adapter import as_tool

JOBS = [
    {"number": 1, "title": "Backend Engineer", "company": "Acme", "score": 61.0},
    {"number": 2, "title": "Data Engineer", "company": "Globex", "score": 83.0},
]
Tool = Callable[[str, dict[str, Any]], dict[str, Any] | str]


def answering(name: str, arguments: dict[str, Any]) -> dict[str, Any] | str:
    """Results of the tools' own shapes; a text is a failure."""
    if name == "add_job":
        url = arguments.get("url", "")
        if "gone" in url:
            return "The page was not found (404)."
        return {"number": 7 if "second" in url else 6, "title": "Nurse", "company": "Clinic"}
    if name == "compare_jobs":
        return {"resume_number": 1, "resume_name": "cv.pdf", "jobs": sorted(JOBS, key=lambda job: -job["score"])}
    if name == "list_jobs":
        return {"jobs": JOBS, "total": 2}
    return {}


def turn(bound: Runnable[Any, AIMessage], messages: list[BaseMessage], says: str, tool: Tool = answering) -> str:
    """Say it, run whatever is called until an answer comes, and return the answer; the messages are kept."""
    messages.append(HumanMessage(says))
    for _ in range(12):
        reply = bound.invoke(messages)
        messages.append(reply)
        if not reply.tool_calls:
            return reply.text
        for call in reply.tool_calls:
            result = tool(call["name"], call["args"])
            failed = isinstance(result, str)
            messages.append(
                ToolMessage(
                    content=result if failed else f"<{call['name']} done>",
                    artifact=None if failed else result,
                    tool_call_id=call["id"],
                    name=call["name"],
                    status="error" if failed else "success",
                )
            )
    raise AssertionError("the turn never ended")


def calls(messages: list[BaseMessage]) -> list[tuple[str, dict[str, Any]]]:
    """All calls since the newest human message."""
    start = max(index for index, message in enumerate(messages) if isinstance(message, HumanMessage))
    made = [message for message in messages[start:] if isinstance(message, AIMessage)]
    return [(call["name"], call["args"]) for message in made for call in message.tool_calls]


def test_the_main_conversation(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = [SystemMessage("You help with jobs.")]
    turn(bound, messages, "add https://a.example/first and https://a.example/second")
    assert calls(messages) == [
        ("add_job", {"url": "https://a.example/first"}),
        ("add_job", {"url": "https://a.example/second"}),
    ]
    parallel = messages[2]
    assert isinstance(parallel, AIMessage)
    assert len(parallel.tool_calls) == 2
    turn(bound, messages, "which of these fits me best, and why?")
    assert calls(messages) == [("compare_jobs", {"jobs": ["6", "7"]})]
    answer = turn(bound, messages, "tailor my resume for the second one")
    assert calls(messages) == [("tailor_resume", {"job": "1"})]
    assert "<tailor_resume done>" in answer


def test_a_chain_takes_the_winner_of_its_own_comparison(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    answer = turn(bound, messages, "which job fits me best? tailor my resume for it")
    assert calls(messages) == [("compare_jobs", {}), ("tailor_resume", {"job": "2"})]
    assert answer.index("<compare_jobs done>") < answer.index("<tailor_resume done>")


def test_a_failure_stops_what_depends_on_it_and_is_told(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    answer = turn(bound, messages, "add https://a.example/gone and tailor my resume to it")
    assert calls(messages) == [("add_job", {"url": "https://a.example/gone"})]
    assert "404" in answer
    assert "did not tailor the resume" in answer


def test_a_job_that_was_there_already_is_used(bound: Runnable[Any, AIMessage]) -> None:
    def already(name: str, arguments: dict[str, Any]) -> dict[str, Any] | str:
        return "This posting is already on your list as job 4." if name == "add_job" else answering(name, arguments)

    messages: list[BaseMessage] = []
    turn(bound, messages, "add https://a.example/first and tailor my resume to it", already)
    assert calls(messages)[-1] == ("tailor_resume", {"job": "4"})


def test_a_question_is_asked_and_its_answer_completes_the_request(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    turn(bound, messages, "show my jobs")
    asked = turn(bound, messages, "tailor my resume on two pages")
    assert calls(messages) == []
    assert "1 Backend Engineer at Acme" in asked
    assert asked.endswith("?")
    turn(bound, messages, "Globex")
    assert calls(messages) == [("tailor_resume", {"job": "2", "pages": 2})]


def test_another_request_instead_of_the_answer_is_taken_as_such(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    turn(bound, messages, "delete a job")
    turn(bound, messages, "actually, just list my resumes")
    assert calls(messages) == [("list_resumes", {})]
    turn(bound, messages, "delete a job")
    assert "left it" in turn(bound, messages, "never mind")


def test_a_run_taken_up_again_does_not_repeat_its_writes(bound: Runnable[Any, AIMessage]) -> None:
    """After a kill only the writes are known, not the reads before them."""
    made = [{"name": "tailor_resume", "args": {"job": "2"}, "id": "call_1", "type": "tool_call"}]
    messages: list[BaseMessage] = [
        HumanMessage("which job fits me best? tailor my resume for it"),
        AIMessage("", tool_calls=made),
        ToolMessage("<tailored>", tool_call_id="call_1", name="tailor_resume", artifact={"status": "completed"}),
    ]
    reply = bound.invoke(messages)
    assert [call["name"] for call in reply.tool_calls] == ["compare_jobs"]
    call_id = reply.tool_calls[0]["id"]
    result = answering("compare_jobs", {})
    messages += [reply, ToolMessage("<compared>", tool_call_id=call_id, name="compare_jobs", artifact=result)]
    assert bound.invoke(messages).tool_calls == []


@pytest.mark.parametrize(
    ("how", "told"),
    [({"refused": True}, "You said no"), ({"refused": True, "unanswered": True}, "Nobody said yes")],
)
def test_a_refusal_is_told_in_its_own_words(bound: Runnable[Any, AIMessage], how: dict[str, bool], told: str) -> None:
    messages: list[BaseMessage] = [HumanMessage("delete job 2")]
    reply = bound.invoke(messages)
    assert [(call["name"], call["args"]) for call in reply.tool_calls] == [("delete_job", {"job": "2"})]
    refused = ToolMessage("Not done.", tool_call_id=reply.tool_calls[0]["id"], status="error", artifact=how)
    assert bound.invoke([*messages, reply, refused]).text == f"{told}, so I did not delete the job."


@pytest.mark.parametrize(
    ("says", "needs"),
    [
        ("write me a poem about spring", "OPENAI_API_KEY"),
        ("message the recruiter of job 2 on LinkedIn", "I only answer mail"),
        ("google the company behind job 2", "look around the web"),
        ("qwertz uiop", "offline model"),
    ],
)
def test_what_is_out_of_reach_is_said_plainly(bound: Runnable[Any, AIMessage], says: str, needs: str) -> None:
    reply = bound.invoke([HumanMessage(says)])
    assert reply.tool_calls == []
    assert needs in reply.text
    assert "You can say, for example" in reply.text
    assert "Tailor my resume" in reply.text
    assert len(reply.text) < 800


def test_a_mixed_request_does_its_part_and_says_what_it_did_not(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    answer = turn(bound, messages, "compare my jobs and write me a poem about the winner")
    assert calls(messages) == [("compare_jobs", {})]
    assert "I can't write freely" in answer


def test_only_granted_tools_are_called(model: OfflineChatModel) -> None:
    resumes = model.bind_tools([as_tool(spec) for spec in SPECS if spec.area in {"resumes", "general"}])
    reply = resumes.invoke([HumanMessage("delete job 2")])
    assert reply.tool_calls == []
    assert "jobs area" in reply.text
    assert model.invoke([HumanMessage("show my jobs")]).tool_calls == []
    assert model.meant_tools([HumanMessage("delete job 2")]) == ("delete_job",)


def test_streaming_gives_the_same_words_and_whole_calls(bound: Runnable[Any, AIMessage]) -> None:
    asked = [HumanMessage("who are you?")]
    pieces = list(bound.stream(asked))
    assert len(pieces) > 5
    assert "".join(piece.text for piece in pieces) == bound.invoke(asked).text
    whole: AIMessageChunk | None = None
    for piece in bound.stream([HumanMessage("show job 2")]):
        assert isinstance(piece, AIMessageChunk)
        whole = piece if whole is None else whole + piece
    assert whole is not None
    assert [(call["name"], call["args"]) for call in whole.tool_calls] == [("show_job", {"job": "2"})]
    assert whole.usage_metadata is not None


async def test_async_streaming_and_determinism(bound: Runnable[Any, AIMessage]) -> None:
    asked = [HumanMessage("add https://a.example/first please")]
    ids = [[call["id"] async for piece in bound.astream(asked) for call in piece.tool_calls] for _ in range(2)]
    assert ids[0] == ids[1]
    assert (await bound.ainvoke(asked)).tool_calls[0]["id"] == ids[0][0]
