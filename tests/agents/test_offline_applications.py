"""What the offline model makes of talk about applications: ages, stages, the boundaries to other tools."""

from datetime import date
from typing import Any

import pytest

from agents.offline.cues_applications import finer_stage, quiet_of, stages_of, target_of
from agents.offline.history import Turn
from agents.offline.language import fold
from agents.offline.plan import Result
from agents.offline.understanding import Understander
from tools.applications.examples import EXAMPLES

MONDAY = date(2026, 6, 1)
JOBS = Turn(
    "my jobs",
    (Result("list_jobs", {}, {"jobs": [{"number": 1, "title": "Cook", "company": "Northwind"},
                                       {"number": 2, "title": "Baker", "company": "Acme"}]}),),
    "2 jobs.",
)  # fmt: skip


def calls(understander: Understander, says: str, *turns: Turn) -> list[tuple[str, dict[str, Any]]]:
    plan = understander.understand(says, turns, None, MONDAY)
    return [(step.tool, dict(step.arguments)) for step in plan.steps]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("everything older than two months", {"quiet_days": 60}),
        ("no answer for 8 weeks", {"quiet_days": 56}),
        ("die seit drei Wochen ohne Antwort sind", {"quiet_days": 21}),
        ("sans réponse depuis deux mois", {"quiet_days": 60}),
        ("sin respuesta desde hace dos meses", {"quiet_days": 60}),
        ("that haven't moved in a month", {"quiet_days": 30}),
        ("nothing since September", {"before": "2025-10-01"}),
        ("nothing since May", {"before": "2026-06-01"}),
        ("nothing since June", {"before": "2026-06-01"}),
        ("from before April 2025", {"before": "2025-04-01"}),
        ("nothing since 2026-02-30", {}),
        ("nothing since 2026-02-28", {"before": "2026-02-28"}),
        ("not older than two weeks", {}),
        ("all of them", {}),
    ],
)
def test_how_long_nothing_has_moved(said: str, found: dict[str, Any]) -> None:
    assert quiet_of(fold(said), MONDAY) == found


def test_stages_are_told_apart_from_where_they_move() -> None:
    assert target_of("set all applications in screening to interviewing") == "interviewing"
    assert target_of("withdraw all at acme") == "withdrawn"
    assert target_of("mach was mit allen") is None
    assert stages_of("the rejected and withdrawn ones") == ["rejected", "withdrawn"]
    assert [finer_stage(said) for said in ("move 2 to screening", "they declined me", "mark it as withdrawn")] == [
        "screening", None, "withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "says", "arguments"),
    [(tool, one.says, one.arguments) for tool, examples in EXAMPLES.items() for one in examples if one.arguments],
)
def test_what_the_examples_say_is_understood(
    understander: Understander, tool: str, says: str, arguments: dict[str, Any]
) -> None:
    assert calls(understander, says) == [(tool, arguments)]


FORM = "https://jobs.example.com/apply/77"


@pytest.mark.parametrize(
    ("says", "job"),
    [
        (f"The application form of job 1 is at {FORM}", "1"), (f"Apply to job 1 with this form: {FORM}", "1"),
        (f"Apply to the Northwind job at {FORM}", "1"), (f"use this form for job 2: {FORM}", "2"),
        (f"Das Bewerbungsformular von Stelle 2 ist {FORM}", "2"), (f"Postule à l'offre 1 sur {FORM}", "1"),
    ],
)  # fmt: skip
def test_an_address_beside_a_job_to_apply_to_is_its_form(understander: Understander, says: str, job: str) -> None:
    assert calls(understander, says, JOBS) == [("apply_to_job", {"job": job, "url": FORM})]


def test_an_address_that_is_itself_the_job_is_kept_first(understander: Understander) -> None:
    assert [name for name, _ in calls(understander, f"Apply to {FORM}", JOBS)] == ["add_job", "apply_to_job"]
    told = calls(understander, f"I applied to job 1 at {FORM}", JOBS)
    assert "apply_to_job" not in [name for name, _ in told]


@pytest.mark.parametrize(
    ("says", "tool"),
    [
        ("delete job 2", "delete_job"), ("which of my applications are still pending?", "list_jobs"),
        ("how many applications have I sent?", "job_stats"), ("mark jobs 1 and 2 as rejected", "set_job_status"),
        ("archive all mails older than two months", "tidy_emails"),
        ("withdraw my application at Acme", "set_job_status"),
    ],
)  # fmt: skip
def test_what_other_tools_do_stays_theirs(understander: Understander, says: str, tool: str) -> None:
    assert {call[0] for call in calls(understander, says, JOBS)} == {tool}


def test_what_is_not_to_be_done_is_not(understander: Understander) -> None:
    assert calls(understander, "don't reject all applications") == []
    assert calls(understander, "reject all applications") == [], "all of them at once is not offered: it asks which"


@pytest.mark.parametrize(
    "said",
    [
        "what should I do next?", "what next?", "OK, what now?", "so what do I do now",
        "Was soll ich als Nächstes tun?",
        "was jetzt?", "Que dois-je faire maintenant ?", "¿Qué hago ahora?",
    ],
)  # fmt: skip
def test_what_is_next_asked_alone_is_about_what_stands_open(understander: Understander, said: str) -> None:
    assert calls(understander, said) == [("what_next", {})]
    assert calls(understander, "what should I do with job 2?") == [("explain_match", {"job": "2"})]
    assert calls(understander, "what can you do?") == [("help", {})]
