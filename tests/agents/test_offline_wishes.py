"""Wishes that hold for every search, by talk: asked about, let go, and told from what only looks alike."""

from typing import Any

import pytest

from agents.offline.filters import said_in
from agents.offline.understanding import Understander
from agents.offline.wanted_words import words_of


def calls(understander: Understander, says: str) -> list[tuple[str, dict[str, Any]]]:
    """What a message by itself leads to."""
    return [(step.tool, dict(step.arguments)) for step in understander.understand(says).steps]


@pytest.mark.parametrize(
    "says",
    [
        "what are my wishes?", "what am I filtering on?", "which companies did I block?", "show me my filters",
        "what is my minimum salary?", "is Acme blocked?", "was sind meine Wünsche?",
        "welche Firmen habe ich blockiert?", "wonach filterst du?", "quels sont mes souhaits ?",
        "quelles entreprises ai-je bloquées ?",
        "¿cuáles son mis preferencias?", "¿qué empresas tengo bloqueadas?",
    ],
)  # fmt: skip
def test_wishes_are_asked_about(understander: Understander, says: str) -> None:
    assert calls(understander, says) == [("show_wishes", {})]


@pytest.mark.parametrize(
    ("says", "dropped"),
    [
        ("unblock Acme", ["Acme"]), ("unblock acme and globex", ["acme", "globex"]), ("show me Acme again", ["Acme"]),
        ("don't block Acme any more", ["Acme"]), ("remove Acme from my blocked companies", ["Acme"]),
        ("unblock all companies", ["blocked_companies"]), ("forget the pay wish", ["pay"]),
        ("drop my minimum salary", ["pay"]), ("I no longer need remote", ["remote"]),
        ("I don't need a visa any more", ["sponsorship"]), ("Berlin is no longer a must", ["Berlin"]),
        ("forget all my wishes", ["everything"]), ("Acme bitte nicht mehr blockieren", ["Acme"]),
        ("vergiss meinen Gehaltswunsch", ["pay"]), ("ich brauche kein Homeoffice mehr", ["remote"]),
        ("débloque Acme", ["Acme"]), ("oublie mon salaire minimum", ["pay"]), ("desbloquea Acme", ["Acme"]),
        ("please let Acme back in", ["Acme"]), ("zeig mir wieder Acme", ["Acme"]),
        ("stop filtering by salary", ["pay"]), ("enlève Acme de la liste noire", ["Acme"]),
        ("ya no necesito remoto", ["remote"]),
    ],
)  # fmt: skip
def test_wishes_are_let_go(understander: Understander, says: str, dropped: list[str]) -> None:
    assert calls(understander, says) == [("drop_wishes", {"wishes": dropped})]


@pytest.mark.parametrize(
    ("says", "tool"),
    [
        ("never show me Acme again", "set_wishes"), ("my minimum salary is 50k", "set_wishes"),
        ("forget what you learned about my taste", "reset_ranking"), ("show my ranking weights", "show_ranking"),
        ("show me job 2 again", "show_job"), ("remove the alert for nurses", "stop_watching"),
        ("drop the second job", "delete_job"), ("history of job 1", "job_history"),
        ("show the history of changes", "list_changes"), ("is job 3 still open?", "check_job"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_wish_is_none(understander: Understander, says: str, tool: str) -> None:
    assert [name for name, _ in calls(understander, says)] == [tool]


def test_which_wish_is_asked(understander: Understander) -> None:
    question = understander.understand("drop a wish").question
    assert question is not None
    assert (question.tool, question.missing) == ("drop_wishes", "wishes")


@pytest.mark.parametrize(
    ("says", "ways"),
    [
        ("remote or hybrid", ["remote", "hybrid"]), ("hybrid oder remote", ["hybrid", "remote"]),
        ("hybrid or onsite jobs", ["hybrid", "onsite"]), ("télétravail ou hybride", ["remote", "hybrid"]),
        ("hybrid jobs, partly remote", "hybrid"), ("remote, hybrid or onsite", None), ("not remote", "onsite"),
    ],
)  # fmt: skip
def test_several_ways_of_work_are_heard(says: str, ways: list[str] | str | None) -> None:
    assert said_in(says).filters.get("remote") == ways


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("find jobs for career changers", "career changers"), ("Teilzeitstellen", "Teilzeit"),
        ("Vollzeitjobs Koch", "Vollzeit Koch"), ("Pflegestellen", "Pflegestellen"),
        ("suche Gesundheits- und Krankenpfleger", "Gesundheits- und Krankenpfleger"), ("a career", None),
    ],
)  # fmt: skip
def test_words_that_belong_together_stay_so(rest: str, words: str | None) -> None:
    assert words_of(rest) == words
