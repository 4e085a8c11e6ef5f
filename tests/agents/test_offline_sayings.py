"""Ways of saying that lead to the same call in several languages, and what only looks like them."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.runnables import Runnable

from agents.offline.filters import said_in
from agents.offline.never_again import never_again
from agents.offline.pay_said import take_pay
from agents.offline.spans import Spans


def listed(*numbers: int) -> list[dict[str, Any]]:
    """Jobs as a search shows them."""
    return [{"number": number, "title": "Nurse", "company": f"Clinic {number}", "score": 90.0} for number in numbers]


def say(
    bound: Runnable[Any, AIMessage], messages: list[BaseMessage], says: str, jobs: list[dict[str, Any]] | None = None
) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """Say it, answer every call (a search with these jobs), and return the answer with the calls."""
    messages.append(HumanMessage(says))
    made: list[tuple[str, dict[str, Any]]] = []
    while True:
        reply = bound.invoke(messages)
        assert not isinstance(reply, AIMessageChunk)
        messages.append(reply)
        if not reply.tool_calls:
            return reply.text, made
        for call in reply.tool_calls:
            made.append((call["name"], call["args"]))
            found = {"status": "completed", "wanted": call["args"], "jobs": jobs or listed(21, 22, 23)}
            artifact = found if call["name"] == "search_jobs" else {}
            messages.append(ToolMessage(content="done", artifact=artifact, tool_call_id=call["id"], name=call["name"]))


@pytest.mark.parametrize(
    "says",
    [
        "Zeig mir nie wieder Cobalt", "zeig mir nie wieder Stellen von Cobalt", "Cobalt will ich nicht mehr sehen",
        "Zeig mir Cobalt bitte nie wieder", "Von Cobalt will ich nichts mehr sehen", "Schlag mir Cobalt nicht mehr vor",
        "Cobalt bitte nicht mehr anzeigen", "Hör auf, mir Cobalt zu zeigen",
        "ne me montre plus jamais Cobalt", "Ne me montrez plus les offres de Cobalt", "je ne veux plus voir Cobalt",
        "Arrête de me montrer Cobalt", "no me muestres más Cobalt", "no quiero volver a ver Cobalt",
        "Deja de mostrarme Cobalt", "Toon me nooit meer Cobalt", "Ik wil Cobalt niet meer zien",
        "keine Stellen mehr von Cobalt", "Cobalt soll nicht mehr auftauchen", "blende Cobalt aus",
        "plus rien de Cobalt", "Cobalt ne doit plus apparaître", "que no vuelva a aparecer Cobalt",
        "nada más de Cobalt",
        "Stop showing me Cobalt", "Cobalt never again", "I don't want to see Cobalt any more",
    ],
)  # fmt: skip
def test_an_employer_is_never_to_be_seen_again(bound: Runnable[Any, AIMessage], says: str) -> None:
    assert never_again(says) == ["Cobalt"]
    messages: list[BaseMessage] = []
    say(bound, messages, "find nurse jobs in Leeds")
    assert say(bound, messages, says)[1] == [("set_wishes", {"blocked_companies": ["Cobalt"]})]


@pytest.mark.parametrize(
    "says",
    [
        "Zeig mir Cobalt wieder", "Cobalt bitte nicht mehr blockieren", "Zeig mir mehr von Cobalt",
        "Die Stelle bei Cobalt will ich nicht mehr sehen", "Job 12 will ich nicht mehr sehen",
        "Zeig mir nie wieder Python-Stellen", "no quiero ver más esta oferta", "nicht bei Cobalt",
        "ne me montre plus que les offres à Paris", "muéstrame más de Cobalt", "stop showing me remote jobs",
        "Python will ich nicht mehr sehen", "Ik wil Cobalt zien", "Zeig mir nicht mehr als fünf",
    ],
)  # fmt: skip
def test_what_is_not_said_of_an_employer_for_good(says: str) -> None:
    assert never_again(says) == []


@pytest.mark.parametrize(
    ("says", "seniority", "words"),
    [
        ("Suche Staff-Stellen", ["staff"], None), ("Junior-Jobs", ["junior"], None),
        ("Senior-Positionen", ["senior"], None), ("Principal-Rollen", ["principal"], None),
        ("Suche eine Seniorstelle", ["senior"], None), ("Junior- und Senior-Stellen", ["junior", "senior"], None),
        ("Finde Senior-Python-Stellen", ["senior"], "Python"), ("Suche C++-Jobs", None, "C++"),
        ("des postes senior", ["senior"], None), ("puestos junior", ["junior"], None),
        ("postes de niveau staff", ["staff"], None), ("zoek senior-functies", ["senior"], None),
        ("staff-roles", ["staff"], None), ("Suche Mini-Jobs", None, "Mini-Jobs"),
        ("Suche Full-Stack-Stellen", None, "Full-Stack"),
    ],
)  # fmt: skip
def test_the_noun_for_jobs_is_parted_from_level_and_trade(
    says: str, seniority: list[str] | None, words: str | None
) -> None:
    said = said_in(says)
    assert (said.filters.get("seniority"), said.words) == (seniority, words)


@pytest.mark.parametrize(
    "says",
    [
        "Finde Python-Jobs und nenne mir die besten drei", "Finde Python-Jobs und sag mir die drei besten",
        "Finde Python-Jobs und gib mir bitte nur die besten drei", "Finde Python-Jobs. Nenne mir die besten drei.",
        "trouve des postes Python et dis-moi les trois meilleurs", "trouve des postes Python, cite-moi les 3 meilleurs",
        "busca empleos de Python y dime los tres mejores", "busca empleos de Python y dame las 3 mejores",
        "zoek Python-banen en noem de beste drie", "find Python jobs and name the best three",
        "find Python jobs and recommend the top three",
    ],
)  # fmt: skip
def test_the_best_few_are_a_limit_and_no_words(bound: Runnable[Any, AIMessage], says: str) -> None:
    assert say(bound, [], says)[1] == [("search_jobs", {"words": "Python", "limit": 3})]


@pytest.mark.parametrize(
    "says",
    [
        "find nurse jobs paying at least -5 euros", "find nurse jobs over -80k", "find nurse jobs, salary > -1",
        "finde Pflege-Jobs ab -5 Euro", "trouve des postes d'infirmier à partir de moins 5 euros",
        "busca empleos de enfermera de al menos -5 euros", "find nurse jobs with a salary of minus 10000",
        "I want at least -5 euros", "watch nurse jobs paying over -5000 pounds", "my minimum is -40k",
    ],
)  # fmt: skip
def test_pay_below_nothing_is_told_and_not_looked_for(bound: Runnable[Any, AIMessage], says: str) -> None:
    answer, made = say(bound, [], says)
    assert made == []
    assert answer.startswith("Pay cannot be negative")


def test_pay_below_nothing_does_not_change_the_search_before(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    first = say(bound, messages, "find nurse jobs in Leeds")[1][0][1]
    answer, made = say(bound, messages, "at least -5 euros")
    assert made == []
    assert answer.startswith("Pay cannot be negative")
    assert say(bound, messages, "only remote ones")[1] == [("search_jobs", first | {"remote": "remote"})]


@pytest.mark.parametrize(
    ("says", "least"),
    [
        ("find chef jobs paying 30k -40k", 30_000), ("find chef jobs paying €30k - €40k", 30_000),
        ("find python jobs in Berlin - 80k", 80_000), ("find jobs with salary min 40k", 40_000),
        ("avec un salaire d'au moins 30000 euros", 30_000), ("trabajo con sueldo al menos 30000", 30_000),
        ("trabajo que pague no menos de 30000 euros", 30_000),
    ],
)  # fmt: skip
def test_a_dash_and_the_words_for_least_are_no_minus(says: str, least: int) -> None:
    assert take_pay(Spans(says), None)["salary_min"] == least


def test_this_one_and_that_one_are_asked_for_after_several_searches(bound: Runnable[Any, AIMessage]) -> None:
    messages: list[BaseMessage] = []
    asks = "why is this one ranked below that one?"
    say(bound, messages, "find nurse jobs in Leeds", listed(21, 22, 23))
    assert say(bound, messages, asks)[1] == [("explain_order", {"first": "22", "second": "21"})]
    say(bound, messages, "find nurse jobs in York", listed(31, 32, 33))
    answer, made = say(bound, messages, asks)
    assert made == []
    assert "32 Nurse at Clinic 32" in answer
    assert "why is job 32 below job 31?" in answer
    assert say(bound, messages, "33 and 21")[1] == [("explain_order", {"first": "33", "second": "21"})]
    second = say(bound, messages, "why is the second one below the first?")[1]
    assert second == [("explain_order", {"first": "32", "second": "31"})]
    say(bound, messages, "find nurse jobs in Hull", listed(41, 42))
    assert say(bound, messages, asks)[1] == [("explain_order", {"first": "42", "second": "41"})]
