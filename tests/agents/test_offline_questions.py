"""What asks changes nothing, whoever is named and whatever words of a change stand in it; what is asked for is done."""

from datetime import date
from typing import Any

import pytest

from agents.offline.history import Turn
from agents.offline.plan import Result
from agents.offline.understanding import Understander
from tools.catalogue import BY_NAME

MONDAY = date(2026, 6, 1)
LISTED = Turn(
    "show my applications",
    (Result("list_applications", {}, {"items": [{"number": 1, "title": "Cook", "company": "Brightwater"},
                                                {"number": 2, "title": "Baker", "company": "Acme"}]}),),
    "2 applications.",
)  # fmt: skip


def calls(understander: Understander, says: str, *turns: Turn) -> list[tuple[str, dict[str, Any]]]:
    return [(step.tool, dict(step.arguments)) for step in understander.understand(says, turns, None, MONDAY).steps]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("asked", [
    "Should I accept the offer from Brightwater?", "Did my application to Brightwater go out?",
    "Was my application to Brightwater sent?", "Was I rejected by Acme?", "Did I accept the offer at Brightwater?",
    "Have they rejected me at Acme", "I applied to Acme, right?", "Acme rejected me?", "Is Acme marked as rejected?",
    "did I delete the Acme job?", "who moved Acme to rejected?", "do you know if I applied to Acme",
    "has Brightwater made me an offer yet?", "when did Brightwater reject me?", "should I withdraw from Acme?",
    "Hat mich Acme abgelehnt?", "Habe ich mich bei Acme beworben?", "Wurde ich von Acme abgelehnt?",
    "Ai-je postulé chez Acme ?", "Est-ce que Acme m'a refusé ?", "¿He solicitado el empleo en Acme?",
    "¿Me rechazaron en Acme?", "Would you accept the offer from Brightwater?",
])  # fmt: skip
def test_a_question_reaches_nothing_that_writes(understander: Understander, asked: str, known: bool) -> None:
    made = calls(understander, asked, *([LISTED] if known else []))
    assert [tool for tool, _ in made if BY_NAME[tool].effect != "read"] == []


@pytest.mark.parametrize(("asked", "wanted"), [
    ("Can you mark Acme as rejected?", ("2", "rejected")), ("could you move Acme to screening?", ("2", "screening")),
    ("Will you put Acme down as withdrawn?", ("2", "withdrawn")), ("mark Acme as rejected, ok?", ("2", "rejected")),
    ("Kannst du Acme auf abgelehnt setzen?", ("2", "rejected")), ("was rejected by Acme", ("2", "rejected")),
    ("Acme rejected me, please mark it", ("2", "rejected")),
    ("Tu peux marquer Acme comme refusée ?", ("2", "rejected")),
    ("Turn down the offer from Brightwater", ("1", "declined")), ("I decline Brightwater's offer", ("1", "declined")),
])  # fmt: skip
def test_what_is_asked_for_is_done(understander: Understander, asked: str, wanted: tuple[str, str]) -> None:
    ((tool, given),) = calls(understander, asked, LISTED)
    assert (tool, given["job"], given["status"]) == ("set_job_status", *wanted)


def test_several_employers_in_one_breath_are_all_meant(understander: Understander) -> None:
    moved = calls(understander, "Mark everything at Hooli and Wayne as withdrawn")
    assert [(tool, given["company"]) for tool, given in moved] == [
        ("move_applications", "Hooli"), ("move_applications", "Wayne"),
    ]  # fmt: skip
    told = calls(understander, "Hooli and Globex rejected me")
    assert [(tool, given["job"]) for tool, given in told] == [("set_job_status", "Hooli"), ("set_job_status", "Globex")]


def test_a_talk_with_an_hour_is_an_interview(understander: Understander) -> None:
    ((tool, given),) = calls(understander, "Initech wants to talk to me tomorrow at 9am, phone call with Tom Hart")
    assert tool == "schedule_interview"
    assert given == {
        "application": "Initech", "starts_at": "2026-06-02T09:00", "kind": "phone", "people": ["Tom Hart"],
    }  # fmt: skip


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("weighed", [
    "I'm thinking about withdrawing from Acme", "my sister withdrew from Acme", "I almost accepted the Acme offer",
    "if Acme rejects me I'll withdraw everywhere", "don't accept Acme just yet", "I hope Acme won't reject me",
    "hold off on submitting to Acme", "vielleicht sage ich Acme ab", "je pense à refuser l'offre d'Acme",
    "ojalá Acme no me rechace", "they will all reject me anyway",
])  # fmt: skip
def test_what_has_not_happened_changes_nothing(understander: Understander, weighed: str, known: bool) -> None:
    made = calls(understander, weighed, *([LISTED] if known else []))
    assert [tool for tool, _ in made if BY_NAME[tool].effect != "read"] == []


@pytest.mark.parametrize(("says", "status", "jobs"), [
    ("siemens said no :(", "rejected", ["siemens"]),
    ("applied at lidl this morning thru their site", "applied", ["lidl"]),
    ("put the ikea application on applied", "applied", ["ikea"]),
    ("just got a mail from zalando saying they picked somebody else", "rejected", ["zalando"]),
    ("miele und bosch haben mir beide abgesagt", "rejected", ["miele", "bosch"]),
])  # fmt: skip
def test_employers_need_no_capital(understander: Understander, says: str, status: str, jobs: list[str]) -> None:
    assert calls(understander, says) == [("set_job_status", {"status": status, "job": job}) for job in jobs]


def test_what_is_not_understood_is_answered_with_what_comes_near(understander: Understander) -> None:
    nearest = [undone.near for undone in understander.understand("my stuff for the thing please").undone]
    assert nearest
    assert set(nearest[0]) <= BY_NAME.keys()
    assert [undone.near for undone in understander.understand("qwertz uiop").undone] == [()]
