"""What a search should keep to, read out of a sentence; what nobody said stays out."""

from datetime import date
from typing import Any

import pytest

from agents.offline.filters import said_in
from agents.offline.times import days_back, hours_of, pace_of

MONDAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("says", "wanted"),
    [
        (
            "find remote Python jobs in Germany over 80k and tell me the best five",
            {"words": "Python", "location": "Germany", "country": "DE", "remote": "remote", "salary_min": 80000}
            | {"limit": 5},
        ),
        ("search for nurse jobs in Lyon", {"words": "nurse", "location": "Lyon"}),
        ("find me a job", {}),
        ("head of marketing roles in the US", {"words": "head of marketing", "location": "US", "country": "US"}),
        ("staff nurse jobs in Leeds", {"words": "staff nurse", "location": "Leeds"}),
        ("staff roles at Stripe and GitLab", {"seniority": ["staff"], "companies": ["Stripe", "GitLab"]}),
        ("jobs in mobile development", {"words": "mobile development"}),
        ("jobs with React and SQL for analysts", {"words": "analysts", "skills": ["React", "SQL"]}),
        ("find jobs with React", {"words": "React"}),
        ("bei mir in Köln als Koch", {"words": "Koch", "location": "Köln"}),
        ("Swiss companies hiring bakers", {"words": "bakers", "location": "Switzerland", "country": "CH"}),
        ("jobs in Leeds but not at Tesco or Asda", {"location": "Leeds", "blocked_companies": ["Tesco", "Asda"]}),
        ("search HN and Remotive for Rust jobs", {"words": "Rust", "sources": ["hackernews", "remotive"]}),
    ],
)  # fmt: skip
def test_filters_are_read_and_the_rest_are_the_words(says: str, wanted: dict[str, Any]) -> None:
    assert said_in(says, MONDAY).everything == wanted


@pytest.mark.parametrize(
    ("says", "least", "currency"),
    [
        ("over 80k", 80_000, None), ("at least $120k", 120_000, "USD"), ("ab 60k", 60_000, None),
        ("mindestens 70.000 €", 70_000, "EUR"), ("más de 40 mil euros", 40_000, "EUR"), ("£50k+", 50_000, "GBP"),
        ("50k+ EUR", 50_000, "EUR"), ("at least $25 an hour", 52_000, "USD"), ("ab 3500 € im Monat", 42_000, "EUR"),
        ("at least 400 euros a day", 104_000, "EUR"), ("60-80k", 60_000, None), ("nothing below 60k", 60_000, None),
        ("jobs in Canada over 100000 dollars", 100_000, "CAD"), ("au moins 45 000 euros", 45_000, "EUR"),
        ("under 100k", None, None), ("jobs for people with 5 years of experience", None, None),
        ("the top 10 jobs", None, None), ("mindestens 4000 Euro", None, None),
    ],
)  # fmt: skip
def test_pay_is_counted_up_to_a_year_only_where_the_period_is_said(
    says: str, least: float | None, currency: str | None
) -> None:
    found = said_in(says).filters
    assert (found.get("salary_min"), found.get("salary_currency")) == (least, currency)


@pytest.mark.parametrize(
    ("says", "hours"),
    [
        ("since yesterday", 48), ("this week", 168), ("in the last 3 days", 72), ("since friday", 96), ("heute", 24),
        ("seit mittwoch", 144), ("depuis lundi", 168), ("the last two weeks", 336), ("last 24 hours", 24),
        ("since 2026-05-30", 72), ("over the weekend", 72),
    ],
)  # fmt: skip
def test_times_reach_back_to_the_start_of_the_day_that_is_named(says: str, hours: int) -> None:
    back = days_back(says, MONDAY)
    assert back is not None
    assert hours_of(back[0]) == hours


def test_a_day_of_the_week_needs_to_know_today() -> None:
    assert days_back("since friday", None) is None
    assert "posted_within_days" not in said_in("jobs since friday").filters


@pytest.mark.parametrize(
    ("says", "pace"),
    [("every morning", "daily"), ("once a week", "weekly"), ("stundlich", "hourly"), ("soon", None)],
)  # fmt: skip
def test_paces(says: str, pace: str | None) -> None:
    found = pace_of(says)
    assert (found[0] if found else None) == pace
