"""What forms are told, by talk: said, asked for, taken back, and told from wishes, corrections and the rest."""

from typing import Any

import pytest

from agents.offline.understanding import Understander
from tools.job_profiles.examples import EXAMPLES


def calls(understander: Understander, says: str) -> list[tuple[str, dict[str, Any]]]:
    """What a message by itself leads to."""
    return [(step.tool, dict(step.arguments)) for step in understander.understand(says).steps]


@pytest.mark.parametrize(
    ("tool", "says", "arguments"),
    [(tool, one.says, one.arguments) for tool, examples in EXAMPLES.items() for one in examples],
)
def test_examples_are_understood_with_their_arguments(
    understander: Understander, tool: str, says: str, arguments: dict[str, Any]
) -> None:
    assert calls(understander, says) == [(tool, arguments)]


@pytest.mark.parametrize(
    ("says", "about", "answer"),
    [
        ("My notice period: six weeks to the end of a month.", "notice_period", "six weeks to the end of a month"),
        ("I am a Swiss citizen", "nationality", "I am a Swiss citizen"),
        ("I expect 120k", "salary", "I expect 120k"),
        ("I have no criminal record", "criminal_record", "I have no criminal record"),
        ("Ich brauche kein Visum für die Schweiz", "work_authorization", "Ich brauche kein Visum für die Schweiz"),
        ("I don't need sponsorship", "sponsorship", "I don't need sponsorship"),
        ("I need a visa for Switzerland", "sponsorship", "I need a visa for Switzerland"),
        (
            "ich brauche eine Arbeitsbewilligung für die Schweiz",
            "sponsorship",
            "ich brauche eine Arbeitsbewilligung für die Schweiz",
        ),
        ("my GitHub is https://github.com/mirela-k", "github", "https://github.com/mirela-k"),
        ("I'm not willing to relocate", "relocation", "I'm not willing to relocate"),
    ],
)
def test_the_answer_is_kept_in_the_persons_own_words(
    understander: Understander, says: str, about: str, answer: str
) -> None:
    assert calls(understander, says) == [("set_answer", {"about": about, "answer": answer})]


@pytest.mark.parametrize(
    ("says", "tool"),
    [
        ("I want at least 80k", "set_wishes"), ("I need visa sponsorship", "set_wishes"),
        ("I require a work visa", "set_wishes"), ("my salary floor is 85k", "set_wishes"),
        ("my minimum salary is 50k", "set_wishes"), ("ich brauche ein Visum", "set_wishes"),
        ("only show jobs that sponsor a visa for Switzerland", "set_wishes"), ("I need a visa for work", "set_wishes"),
        ("what is my minimum salary?", "show_wishes"), ("what are my wishes?", "show_wishes"),
        ("I don't need a visa any more", "drop_wishes"), ("forget the pay wish", "drop_wishes"),
        ("vergiss meinen Gehaltswunsch", "drop_wishes"), ("ya no necesito visado", "drop_wishes"),
        ("my phone number is +49 30 5550199", "correct_fact"), ("my name is spelled Zoë Müller", "correct_fact"),
        ("My title at Acme was Staff Engineer", "correct_fact"), ("add to my CV that I speak Dutch", "correct_fact"),
        ("which applications have answers?", "list_applications"), ("note that my notice period was discussed at job 2",
                                                           "add_job_note"),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_something_else(understander: Understander, says: str, tool: str) -> None:
    assert [name for name, _ in calls(understander, says)] == [tool]
