"""Figures in one notation, and what two texts say of hours, days, shifts and numbered parts."""

from typing import Any

import pytest

from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning import clean
from tools.jobs.dedup import Identity, blocks, identity_of, same_opening
from tools.jobs.dedup.figures import figures_of, in_one_notation, telling, telling_pairs
from tools.jobs.dedup.texts import plain_text
from tools.jobs.dedup.working_time import day_ranges, shift_clock, times_differ, weekly_hours

TANNERY = """Twelve vats, 48 hides a day and 340 customers: the tannery looks for somebody who liming does not frighten.
You mix, turn and rinse, and log the pH every 25 minutes. Pay €34,400-€38,900, 38.5 hours, 27 days off, bonus of 640.
"""
RETOLD = """Our client, a family firm with 340 customers, needs a hand for its 12 vats (48 hides daily). Mixing,
rinsing, a pH reading each 25 min. 34.4-38.9k for 38,5 h; 27 days of leave; 640 euros extra.
"""


def identity(title: str, text: str, company: str, location: str = "Santa Croce", **more: Any) -> Identity:
    posting = BoardPosting(
        board="test", kind="feed", external_id="", title=title, company=company, text=text, locations=[location]
    )
    return identity_of(clean(posting), location=location, text=text, **more)


@pytest.mark.parametrize(
    "written",
    [
        ("900k", "900,000", "900.000", "900 000", "900'000"),
        ("£36.9k", "£36,900", "36.900 £"),
        ("62-70k", "62,000 - 70,000"),
        ("9,80 €", "9.8 €"),
        ("8.00-12.00", "8:00 to 12:00", "8h00 - 12h00"),
        ("75 %", "75 per cent", "75 Prozent", "75 pour cent"),
        ("eleven", "elf", "onze", "undici", "11"),
        ("dix-huit lits", "18 lits"),
    ],
)
def test_one_figure_in_several_notations(written: tuple[str, ...]) -> None:
    read = {figures_of(plain_text(f"We say {figure} here.").core) for figure in written}
    assert len(read) == 1
    assert read.pop()


@pytest.mark.parametrize("kept", ["until 31.12.2028", "a 401(k) plan", "401k", "Call 0351 555 123", "ratio 1:4"])
def test_what_only_looks_like_an_amount_stays(kept: str) -> None:
    assert in_one_notation(kept) == kept


def test_a_long_figure_tells_more_than_a_year_or_a_small_one() -> None:
    assert telling("34314") > telling("640") > telling("40") > telling("2027") > telling("4")
    assert telling_pairs("pay 34314 to 37035 for 40 hours in 2027")[0] == ("34314", "37035")
    assert telling_pairs("5 people and 12 vats in 2027") == []


def test_an_agencys_copy_that_hides_the_employer_meets_and_is_found() -> None:
    own = identity("Tannery Worker", TANNERY, "Conceria Baldi")
    retold = identity("Leather Production Hand", RETOLD, "Arno Personnel", "Tuscany")
    assert set(blocks(own)) & set(blocks(retold))
    assert same_opening(own, retold).same
    assert same_opening(retold, own).same


@pytest.mark.parametrize(
    ("title", "changed", "into"),
    [
        ("Tannery Worker", "38,5 h;", "19 h a week;"),
        ("Tannery Worker", "needs a hand", "offers a shift from 22 to 6 and needs a hand"),
        ("Accountant", "Mixing,\nrinsing, a pH reading each 25 min", "Ledgers,\npayroll and tax returns in DATEV"),
        ("Tannery Worker", "12 vats", "9 vats in hall 7"),
    ],
)
def test_the_same_offer_for_another_opening(title: str, changed: str, into: str) -> None:
    own = TANNERY.replace("Twelve vats", "Shift from 6 to 14, twelve vats in hall 2")
    a = identity("Tannery Worker", own, "Conceria Baldi")
    b = identity(title, RETOLD.replace(changed, into).replace("Our client, a", "A"), "Conceria Baldi")
    assert not same_opening(a, b).same
    assert not same_opening(b, a).same


def test_working_time_in_folded_texts() -> None:
    assert weekly_hours("level 5 and 18.5 hours pro rata") == {18.5}
    assert weekly_hours("32 40 uur") == {32, 40}
    assert weekly_hours("answered within 24 hours 40 hours of training 12 hours") == frozenset()
    assert day_ranges("sunday to wednesday") == day_ranges("domingo a miercoles") == {62}
    assert shift_clock("shift from 22 to 6") == shift_clock("schicht 22 6") == {2206}
    assert times_differ("full time and benefits", "prn per diem 0 guaranteed hours")
    assert times_differ("montag bis freitag", "freitag bis sonntag")
    assert times_differ("37 hours", "37.5 hours") is None
    assert times_differ("full time", "vollzeit") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Shift Supervisor, Tannery", "Tannery Shift Leader", True),
        ("Lead Tanner", "Tanner", False),
        ("Third Grade Teacher", "Teacher (Grade 3)", True),
        ("Third Grade Teacher", "Teacher (Grade 4)", False),
        ("Staff Accountant", "Accountant (Staff)", True),
        ("Ausbildung Kaufmann für Spedition", "Ausbildung Speditionskaufmann", True),
    ],
)
def test_ranks_grades_and_compounds_of_two_titles_over_one_text(one: str, other: str, same: bool) -> None:
    text = TANNERY + "Whoever leads the shift or the third grade of our school reports to the office.\n"
    a, b = (identity(title, text, "Conceria Baldi") for title in (one, other))
    assert same_opening(a, b).same is same
    assert same_opening(b, a).same is same


def test_an_employers_name_in_figures_or_words_and_a_city_with_what_lies_around_it() -> None:
    a = identity("Tanner", TANNERY, "Conceria Tre Ponti", "Eindhoven")
    b = identity("Tanner", TANNERY, "Conceria 3 Ponti", "Regio Eindhoven")
    assert same_opening(a, b)[:2] == (True, "same text")
