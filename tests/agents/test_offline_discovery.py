"""Conversations about finding openings with the offline model: chains, follow-ups, questions, the day it is."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.runnables import Runnable

FOUND = [
    {"number": 21, "title": "Night Nurse", "company": "Oakview", "score": 81.0},
    {"number": 22, "title": "School Nurse", "company": "Elm Academy", "score": 74.0},
]
Tool = Callable[[str, dict[str, Any]], dict[str, Any] | str]


def finding(name: str, arguments: dict[str, Any]) -> dict[str, Any] | str:
    """Results of the tools' own shapes."""
    return {"status": "completed", "wanted": arguments, "jobs": FOUND} if name == "search_jobs" else {}


def turn(
    bound: Runnable[Any, AIMessage], messages: list[BaseMessage], says: str, tool: Tool = finding
) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """Say it, run what is called, and return the answer with the calls; a text as a result is a failure."""
    messages.append(HumanMessage(says))
    made: list[tuple[str, dict[str, Any]]] = []
    for _ in range(8):
        reply = bound.invoke(messages)
        messages.append(reply)
        if not reply.tool_calls:
            return reply.text, made
        for call in reply.tool_calls:
            made.append((call["name"], call["args"]))
            result = tool(call["name"], call["args"])
            failed = isinstance(result, str)
            messages.append(
                ToolMessage(
                    content=result if isinstance(result, str) else f"<{call['name']} done>",
                    artifact=None if failed else result, tool_call_id=call["id"], name=call["name"],
                    status="error" if failed else "success",
                )
            )  # fmt: skip
    raise AssertionError("the turn never ended")


def test_a_search_its_changes_and_what_was_shown(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    first = {"words": "nurse", "location": "Leeds"}
    answer, made = turn(bound, messages, "find nurse jobs in Leeds")
    assert made == [("search_jobs", first)]
    assert "<search_jobs done>" in answer
    assert turn(bound, messages, "only remote ones")[1] == [("search_jobs", first | {"remote": "remote"})]
    moved = {"words": "nurse", "location": "Ireland", "country": "IE", "remote": "remote"}
    assert turn(bound, messages, "and in Ireland?")[1] == [("search_jobs", moved)]
    assert turn(bound, messages, "also those without pay")[1] == [("search_jobs", moved | {"include_unstated": True})]
    watched = moved | {"include_unstated": True, "pace": "weekly"}
    assert turn(bound, messages, "do that every week")[1] == [("watch_jobs", watched)]


def test_the_best_of_a_search_is_known_and_why_another_stands_below_it(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    turn(bound, messages, "find nurse jobs in Leeds")
    order = ("explain_order", {"first": "22", "second": "21"})
    assert turn(bound, messages, "why is the school nurse ranked below the night nurse?")[1] == [order]
    assert turn(bound, messages, "tailor my resume to the best one")[1] == [("tailor_resume", {"job": "21"})]


def test_a_chain_tailors_to_what_the_search_of_the_same_turn_found(bound: Runnable[Any, AIMessage]) -> None:
    made = turn(bound, [], "find nurse jobs in Leeds and tailor my resume to the best one")[1]
    assert made == [("search_jobs", {"words": "nurse", "location": "Leeds"}), ("tailor_resume", {"job": "21"})]


def test_nothing_is_tailored_when_the_search_failed(bound: Runnable[Any, AIMessage]) -> None:
    def down(name: str, arguments: dict[str, Any]) -> dict[str, Any] | str:
        return "No board answered." if name == "search_jobs" else finding(name, arguments)

    answer, made = turn(bound, [], "find nurse jobs in Leeds and tailor my resume to the best one", down)
    assert [name for name, _ in made] == ["search_jobs"]
    assert "No board answered." in answer
    assert "did not tailor the resume" in answer


def test_what_to_watch_is_asked_and_the_answer_taken(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    asked, made = turn(bound, messages, "set up an alert")
    assert made == []
    assert asked.startswith("What should I watch")
    assert turn(bound, messages, "Stripe and GitLab")[1] == [
        ("watch_jobs", {"watched_companies": ["Stripe", "GitLab"]})
    ]


def test_the_day_comes_from_the_instructions(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = [SystemMessage("You help. Today is 2026-06-01.")]
    assert turn(bound, messages, "what is new since Friday?")[1] == [("show_new", {"hours": 96})]
    assert turn(bound, [], "what is new since Friday?")[1] == [("show_new", {})]


def test_a_watch_is_no_job(bound: Runnable[Any, AIMessage]) -> None:
    watches = [{"number": 1, "name": "roles at Stripe"}, {"number": 2, "name": "teacher in Bonn"}]

    def listed(name: str, arguments: dict[str, Any]) -> dict[str, Any] | str:
        return {"watches": watches} if name == "list_watches" else finding(name, arguments)

    messages: list[BaseMessage] = []
    turn(bound, messages, "what are you watching?", listed)
    assert turn(bound, messages, "stop the second one", listed)[1] == [("stop_watching", {"watch": "2"})]


def test_those_that_state_nothing_are_asked_for_after_other_words_about_the_results(
    bound: Runnable[Any, AIMessage],
) -> None:
    messages: list[BaseMessage] = []
    wanted = turn(bound, messages, "Find remote Python jobs in Germany over 80k and tell me the best five.")[1][0][1]
    assert turn(bound, messages, "Why is job 22 ranked below job 21?")[1][0][0] == "explain_order"
    assert turn(bound, messages, "Thumbs down for job 22.")[1][0][0] == "rate_job"
    also = turn(bound, messages, "Also those that state no pay.")[1]
    assert also == [("search_jobs", wanted | {"include_unstated": True})]


@pytest.mark.parametrize(
    ("says", "call"),
    [
        ("I want at least 80k and never Acme",
         ("set_wishes", {"salary_min": 80000.0, "blocked_companies": ["Acme"]})),
        ("never Acme or Globex", ("set_wishes", {"blocked_companies": ["Acme", "Globex"]})),
        ("nie Acme", ("set_wishes", {"blocked_companies": ["Acme"]})),
        ("find Python jobs but never Acme", ("search_jobs", {"words": "Python", "blocked_companies": ["Acme"]})),
        ("never remote", ("set_wishes", {"remote": "onsite"})),
        ("I never want to work remote", ("set_wishes", {"remote": "onsite"})),
    ],
)  # fmt: skip
def test_what_is_never_wanted_is_not_wished_for(
    bound: Runnable[Any, AIMessage], says: str, call: tuple[str, dict[str, Any]]
) -> None:
    assert turn(bound, [], says)[1] == [call]


def test_a_place_that_is_not_wanted_is_not_wished_for(bound: Runnable[Any, AIMessage]) -> None:
    answer, made = turn(bound, [], "never Berlin")
    assert made == []
    assert answer.startswith("What should hold for every search")
