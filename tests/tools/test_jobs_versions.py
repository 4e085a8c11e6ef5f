"""What changed in an opening is said in words; what only looks different is not said."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.jobs.schemas import Salary
from tools.jobs.versions import Change, VersionFields, changes, money

TEXT = """You lead a crew of twelve on the late shift.

What you bring
- Two years as a shift leader
- A valid forklift licence

We pay on time. Write to us with any question."""


def state(**values: Any) -> VersionFields:
    given = {
        "title": "Warehouse Team Leader", "company": "Fernhill Logistics Ltd", "location": "Leeds; York",
        "remote": "remote", "salary": pay(60000, 70000), "employment_type": "full-time", "text": TEXT,
        "apply_url": "https://fernhill.example/jobs/4411/apply?utm_source=board", "requisition_id": "R-10",
        "posted_at": day(1), "valid_through": day(30),
    }  # fmt: skip
    return VersionFields(**(given | values))


def pay(
    low: float | None, high: float | None, currency: str | None = "EUR", period: Any = "year", excerpt: str = "the pay"
) -> Salary:
    return Salary(min=low, max=high, currency=currency, period=period, excerpt=excerpt)


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 4, number, hour, tzinfo=UTC)


def words(before: VersionFields, after: VersionFields) -> list[str]:
    return [change.words for change in changes(before, after)]


@pytest.mark.parametrize(
    ("values", "said", "kind"),
    [
        ({"salary": None}, "salary removed (was EUR 60,000–70,000 a year)", "removed"),
        (
            {"salary": pay(65000, 75000)},
            "salary raised from EUR 60,000–70,000 a year to EUR 65,000–75,000 a year",
            "raised",
        ),
        (
            {"salary": pay(60000, 65000)},
            "salary lowered from EUR 60,000–70,000 a year to EUR 60,000–65,000 a year",
            "lowered",
        ),
        (
            {"salary": pay(50000, 80000)},
            "salary changed from EUR 60,000–70,000 a year to EUR 50,000–80,000 a year",
            "changed",
        ),
        (
            {"salary": pay(60000, 70000, "GBP")},
            "salary changed from EUR 60,000–70,000 a year to GBP 60,000–70,000 a year",
            "changed",
        ),
        (
            {"salary": pay(None, 70000)},
            "salary changed from EUR 60,000–70,000 a year to up to EUR 70,000 a year",
            "changed",
        ),
        ({"remote": "hybrid"}, "now hybrid instead of remote", "changed"),
        ({"remote": None}, "no longer says that it is remote", "removed"),
        ({"location": "Leeds; York; Berlin"}, "location: Berlin added", "added"),
        ({"location": "Leeds"}, "location: York removed", "removed"),
        ({"location": "Leeds; Hull"}, "location: Hull instead of York", "changed"),
        (
            {"location": "Berlin; Hull; Paris"},
            "location: Berlin, Hull and Paris added, Leeds and York removed",
            "changed",
        ),
        (
            {"title": "Warehouse Manager"},
            "title changed from “Warehouse Team Leader” to “Warehouse Manager”",
            "changed",
        ),
        ({"company": "Parent Group"}, "company changed from Fernhill Logistics Ltd to Parent Group", "changed"),
        ({"employment_type": "part-time"}, "employment type changed from full-time to part-time", "changed"),
        ({"employment_type": None}, "employment type removed (was full-time)", "removed"),
        (
            {"valid_through": datetime(2026, 5, 30, tzinfo=UTC)},
            "closing date put off by 30 days, to 2026-05-30",
            "extended",
        ),
        ({"valid_through": day(29)}, "closing date brought forward by 1 day, to 2026-04-29", "shortened"),
        ({"valid_through": None}, "closing date removed (was 2026-04-30)", "removed"),
        ({"posted_at": day(20)}, "posting date moved forward from 2026-04-01 to 2026-04-20", "changed"),
        ({"apply_url": None}, "apply link removed", "removed"),
        ({"apply_url": "https://jobs.example/77"}, "apply link now leads to https://jobs.example/77", "changed"),
        ({"requisition_id": "R-11"}, "requisition id changed from R-10 to R-11", "changed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_change_is_one_sentence(values: dict[str, Any], said: str, kind: str) -> None:
    found = changes(state(), state(**values))
    assert [(change.words, change.kind, change.field) for change in found] == [(said, kind, next(iter(values)))]
    assert Change.model_validate(found[0].model_dump(mode="json")) == found[0]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("salary", pay(20, None, "GBP", "hour"), "salary added: at least GBP 20 an hour"),
        ("remote", "onsite", "now said to be on site"),
        ("location", "Leeds", "location: Leeds added"),
        ("company", "Fernhill", "company added: Fernhill"),
        ("valid_through", day(30), "closing date added: 2026-04-30"),
        ("apply_url", "https://a.example/1", "apply link added: https://a.example/1"),
    ],
)
def test_what_was_silent_is_added(field: str, value: Any, said: str) -> None:
    assert words(state(**{field: None}), state(**{field: value})) == [said]


@pytest.mark.parametrize(
    "values",
    [
        {"title": "  warehouse  Team leader"},
        {"title": "Warehouse Team Leader (m/w/d)"},
        {"company": "FERNHILL LOGISTICS LTD."},
        {"location": "York;  leeds"},
        {"employment_type": "FULL_TIME"},
        {"apply_url": "https://www.fernhill.example/jobs/4411/apply?utm_source=mail&gh_src=abc"},
        {"salary": pay(60000, 70000, excerpt="EUR 60k to 70k, other words")},
        {"salary": pay(60000, 70000, None, None)},
        {"posted_at": day(1, 9)},
        {"valid_through": day(30, 23)},
        {"text": TEXT.replace("- ", "• ")},
        {"text": TEXT.replace("- ", "   *  ").replace("\n\n", "\n\n\n")},
        {"text": TEXT.upper()},
        {"text": TEXT.replace("Two years", "Two&nbsp;years").replace("forklift", "fork&shy;lift")},
        {"text": "<p>" + TEXT.replace("\n", "</p>\n<p>") + "</p>"},
        {"text": TEXT.replace("twelve", "<b>twelve</b>")},
        {"text": "\n".join(reversed(TEXT.split("\n")))},
        {"text": TEXT + "\nWe pay on time."},
        {"text": TEXT.replace("crew of twelve", "crew\u00a0of\u200b twelve")},
    ],
    ids=str,
)
def test_form_alone_is_no_change(values: dict[str, Any]) -> None:
    assert changes(state(), state(**values)) == []
    assert changes(state(**values), state()) == []


def test_sentences_that_come_and_go() -> None:
    longer = TEXT + "\nWe have a canteen. There is free parking. You get 28 days of holiday."
    shorter = longer.replace("A valid forklift licence", "")
    assert words(state(), state(text=longer)) == ["3 sentences added: “We have a canteen.”"]
    assert words(state(), state(text=shorter)) == ["3 sentences added, 1 removed: “We have a canteen.”"]
    assert words(state(text=longer), state()) == ["3 sentences removed: “We have a canteen.”"]


def test_a_sentence_that_is_reworded_shows_both_forms() -> None:
    [change] = changes(state(), state(text=TEXT.replace("Two years as a shift leader", "Five years as a shift leader")))
    assert change.words == "1 sentence reworded: “Two years as a shift leader” became “Five years as a shift leader”"
    assert (change.before, change.after) == ("Two years as a shift leader", "Five years as a shift leader")


def test_a_figure_in_a_sentence_is_a_change() -> None:
    assert words(state(text="You get 28 days off."), state(text="You get 20 days off.")) != []
    assert words(state(text="C++ is needed."), state(text="C is needed.")) != []
    assert words(state(text="Pay: €40"), state(text="Pay: $40")) != []


def test_several_changes_come_the_weightiest_first() -> None:
    found = changes(state(), state(title="Porter", salary=None, remote="onsite", location=None, text="Else."))
    assert [change.field for change in found] == ["title", "salary", "remote", "location", "text"]
    assert all(len(change.before or "") <= 200 and len(change.after or "") <= 200 for change in found)


def test_pay_in_words() -> None:
    assert money(pay(15.5, 15.5, "GBP", "hour")) == "GBP 15.50 an hour"
    assert money(pay(None, None, excerpt="competitive pay")) == "competitive pay"
    assert money(pay(60000, None, None, None)) == "at least 60,000"
    unpriced = pay(None, None, None, None, "competitive pay")
    better = pay(None, None, None, None, "excellent pay")
    assert words(state(salary=unpriced), state(salary=better)) == [
        "salary changed from competitive pay to excellent pay"
    ]


def test_any_object_with_the_fields_will_do() -> None:
    row = SimpleNamespace(
        **state(title="Porter").model_dump(exclude={"salary"}),
        salary={"min": 1, "max": 2, "currency": "EUR", "period": "hour", "excerpt": "1 to 2 euros"},
        embedding=None,
    )
    assert VersionFields.model_validate(row).salary == pay(1, 2, period="hour", excerpt="1 to 2 euros")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(first: str, second: str) -> None:
    assert changes(state(text=first), state(text=first)) == []
    there, back = changes(state(text=first), state(text=second)), changes(state(text=second), state(text=first))
    assert bool(there) == bool(back)
    assert all(change.words for change in there)
