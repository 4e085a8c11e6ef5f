"""Interviews, offers, reminders and contacts heard offline: every example of a tool means it and fills it."""

from datetime import date

import pytest

from agents.offline.around_filling import AROUND
from agents.offline.cues_around import around_tool
from agents.offline.cues_jobs import View
from agents.offline.history import Memory
from agents.offline.language import concepts, fold
from agents.offline.moments_said import iso, take_moment
from agents.offline.references import Situation
from agents.offline.spans import Spans
from agents.offline.zones_said import fill_zone, zone_tool
from store.errors import ValidationError
from tools.accounts.examples import EXAMPLES as ZONES
from tools.accounts.tools import SET_TIME_ZONE
from tools.applications.around.examples import EXAMPLES
from tools.zones import zone_named

MONDAY = date(2026, 6, 1)


def view(text: str) -> View:
    plain = fold(text).lstrip("¿¡ ")
    return View(text, plain, concepts(plain), frozenset(), Situation(Memory(), today=MONDAY))


@pytest.mark.parametrize("tool", EXAMPLES)
def test_every_example_means_its_tool_and_fills_it(tool: str) -> None:
    for example in EXAMPLES[tool]:
        seen = view(example.says)
        assert around_tool(seen) == tool, example.says
        filled = AROUND[tool](example.says, seen.situation)
        assert filled.missing is None, example.says
        assert example.arguments.items() <= filled.calls[0].items(), (example.says, filled.calls[0])


@pytest.mark.parametrize(
    "text",
    [
        "do a mock interview with me at 10", "when is my interview with Acme at 3pm?", "find jobs that offer 80k",
        "kindly schedule an interview with Acme for next Tuesday", "remind me which jobs are on Monday's list",
        "how should I negotiate my pay?", "Acme made me an offer!", "does Acme offer 30 days of holiday?",
        "note for job 2: the recruiter is nice", "compare job 1 and job 2",
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_left_alone(text: str) -> None:
    assert around_tool(view(text)) is None


def test_the_own_time_zone_is_heard_and_no_other() -> None:
    for example in ZONES["set_time_zone"]:
        seen = view(example.says)
        assert zone_tool(seen) == "set_time_zone", example.says
        assert fill_zone(SET_TIME_ZONE, example.says, seen.situation).calls == (example.arguments,), example.says
    for asked in ("is my time zone Europe/Berlin?", "my time zone is not UTC"):
        assert fill_zone(SET_TIME_ZONE, asked, view(asked).situation).calls == ({},)
    for other in ("find remote jobs in my time zone", "interview on Friday at 10 in my time zone", "I live in Zurich"):
        assert zone_tool(view(other)) is None, other


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Zürich", "Europe/Zurich"), ("new york", "America/New_York"), ("buenos aires", "America/Buenos_Aires"),
        ("europe/vienna", "Europe/Vienna"), ("UTC", "UTC"), ("the Moon", None), ("../etc/passwd", None),
    ],
)  # fmt: skip
def test_a_zone_is_named_in_any_letters_or_by_its_city(said: str, wanted: str | None) -> None:
    if wanted is None:
        with pytest.raises(ValidationError, match="is no time zone"):
            zone_named(said)
    else:
        assert zone_named(said).key == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("on 5 June at 10", "2026-06-05T10:00"), ("June 5th, 2027 at 3:30 pm", "2027-06-05T15:30"),
        ("am 5.6. um 14 Uhr", "2026-06-05T14:00"), ("le 14 juillet à 9h15", "2026-07-14T09:15"),
        ("today at noon", "2026-06-01T12:00"), ("Monday at 12 am", "2026-06-08T00:00"),
        ("pasado mañana a las 10", "2026-06-03T10:00"), ("in two weeks", "2026-06-15T09:00"),
        ("1 May", "2027-05-01T09:00"), ("am Freitag um 10 Uhr", "2026-06-05T10:00"),
    ],
)  # fmt: skip
def test_a_day_and_an_hour_are_read(said: str, wanted: str) -> None:
    day, clock = take_moment(Spans(said), MONDAY)
    assert day is not None
    assert iso(day, clock) == wanted


@pytest.mark.parametrize("said", ["30 February at 10", "at 25:99", "job 5 at Acme", "version 2.0", "31.31."])
def test_no_day_is_made_up(said: str) -> None:
    assert take_moment(Spans(said), MONDAY)[0] is None
