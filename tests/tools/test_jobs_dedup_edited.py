"""Copies under another title, told anew or cut, and siblings of one template: what decides between them."""

from typing import Any

import pytest

from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning import clean
from tools.jobs.dedup import Identity, blocks, identity_of, same_opening
from tools.jobs.dedup.agencies import named_clients
from tools.jobs.dedup.employers import akin, compare_names

MILL = """We grind rye and spelt on stones for 31 bakeries around Passau.

As a miller you set the stones, dress them twice a year, take samples every 40 minutes and keep the silo book.

You have finished your training as a miller. You know the Bühler sifter or want to learn it. A forklift licence helps.

Shift pay of 19.80 an hour, 29 days off, flour for home. The mill stands at Innstrasse 114.
"""
ANEW = """Miller wanted: 31 bakeries near Passau wait for our flour. Stones (dressing, setting), a sample each 40 min,
silo book. Trained in the trade; Bühler sifters are explained. 19.80/h, 29 days of leave. Innstrasse 114.
"""
GERMAN = """Unsere 31 Kunden, alles Bäckereien um Passau, backen mit Mehl vom Stein. Du schärfst die Steine, ziehst alle
40 Minuten eine Probe und führst das Silobuch. Sichter von Bühler. 19,80 Euro, 29 Tage frei, Innstrasse 114.
"""
CUT = MILL.replace("We grind rye and spelt on stones for 31 bakeries around Passau.\n\n", "").replace(
    " A forklift licence helps.", ""
)


def identity(
    title: str = "Miller", text: str = MILL, company: str | None = "Steinmühle Aigner", location: str = "Passau",
    **more: Any,
) -> Identity:  # fmt: skip
    posting = BoardPosting(
        board="test", kind="feed", external_id="", title=title, company=company, text=text, locations=[location]
    )
    return identity_of(clean(posting), location=location, text=text, **more)


Side = dict[str, Any]
PAIRS: dict[str, tuple[Side, Side, bool, str]] = {
    "told anew under another title": (
        {}, {"title": "Flour Production Hand (Stones)", "text": ANEW}, True, "same details",
    ),
    "another language and title": (
        {"text": ANEW}, {"title": "Müllerei-Fachkraft", "text": GERMAN}, True, "same details",
    ),
    "told anew, another rank": ({}, {"title": "Assistant Miller", "text": ANEW}, False, "one title says more"),
    "cut, each title says something": (
        {"title": "Miller for Rye"}, {"title": "Miller (Packing)", "text": CUT}, False, "two roles",
    ),
    "cut, one title is said in the other": (
        {"title": "Miller, Forklift"}, {"title": "Miller with Stones", "text": CUT}, True, "same text",
    ),
    "one text to the letter, two titles": (
        {"title": "Miller, Rye"}, {"title": "Miller, Packing"}, False, "two roles",
    ),
    "another word in its place": (
        {"title": "Miller, Samples"},
        {"text": MILL.replace("take samples every 40 minutes", "sweep the yard every 40 minutes")},
        False, "details differ",
    ),
    "a level behind the team": ({"title": "Engineer, Mills"}, {"title": "Engineer, Mills III"}, False, "level"),
    "part time in one title": ({}, {"title": "Miller (part-time)"}, False, "hours"),
    "cover in one title": (
        {"text": MILL + "\nMedical cover for all."}, {"title": "Miller (maternity cover, 12 months)"},
        False, "contract",
    ),
    "leads": ({"title": "DevOps Engineer - Mills"}, {"title": "Lead DevOps Engineer - Mills"}, False, "seniority"),
    "work added": (
        {}, {"title": "Miller, Exports", "text": MILL + "\nYou also pack exports."}, False, "one title says more",
    ),
    "numbered parts": ({"title": "Miller, Hall 2"}, {"title": "Miller, Hall 3"}, False, "unit"),
    "a rank that is none": (
        {"title": "Cook, Senior Living"}, {"title": "Cook (full-time)"}, True, "same text",
    ),
    "a grade that the text says": (
        {"title": "Miller Band 4", "text": MILL + "\nGrading: Band 4."}, {"text": MILL + "\nGrading: Band 4."},
        True, "same text",
    ),
    "a closing date put off": (
        {"text": MILL + "\nClosing date: Friday 4 September at noon."},
        {"text": MILL + "\nClosing date extended: Friday 2 October at noon."}, True, "same text",
    ),
    "another period": (
        {"title": "Intern, Milling", "text": MILL + "\nPeriod: February to July."},
        {"title": "Intern, Milling", "text": MILL + "\nPeriod: September to December."}, False, "season",
    ),
    "requisition said in the other text": (
        {"requisition_id": "MUE-2207"}, {"text": "We seek a miller. Reference MUE 2207.", "location": "Passau"},
        True, "same requisition",
    ),
    "a number of the site that is none": (
        {"url": "https://aigner.example/jobs/M26-0931", "requisition_id": "M26-0931", "title": "Miller I"},
        {"url": "https://aigner.example/jobs/M26-0932", "requisition_id": "M26-0932", "title": "Miller I"},
        False, "two requisitions",
    ),
    "a firm by another kind": ({}, {"company": "Steinmuhle Aigner Foods"}, True, "same text"),
    "pay, hours and noise in a title": (
        {}, {"title": "Miller 38 hrs - $19.80/hr + tips, January start"}, True, "same text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_copies_and_siblings(name: str) -> None:
    first, second, same, rule = PAIRS[name]
    a, b = identity(**first), identity(**second)
    verdict = same_opening(a, b)
    assert (verdict.same, verdict.rule) == (same, rule), verdict.evidence
    assert same_opening(b, a)[:2] == (same, rule)


@pytest.mark.parametrize(
    ("a", "b", "naming", "one_word"),
    [
        ("ostrow elevators", "ostrow elevator company", "same", True),
        ("the lantern hotel", "lantern hotel whitby", "same", True),
        ("univ of ostrow earth sciences", "ostrow university", "likely", True),
        ("ostrow verzekeringen", "ostrow insurance", "other", True),
        ("bright smile dental", "bright smile family dentistry", "other", False),
        ("st mary school", "st joseph school", "other", False),
    ],
)
def test_names_of_employers(a: str, b: str, naming: str, one_word: bool) -> None:
    assert compare_names(a.split(), b.split(), frozenset({"whitby"})) == naming
    assert akin(a.split(), b.split(), frozenset({"whitby"})) == one_word


def test_an_agencys_posting_meets_the_employers_under_the_name_that_it_tells() -> None:
    told = "We are recruiting a flour specialist for Aigner, a mill on the river. Ring us."
    agency = identity("Flour Specialist", told, "Donau Personalvermittlung", "Passau-Nord")
    assert named_clients("recruiting a flour specialist for our client aigner a mill", {"aigner"}) == ("aigner",)
    assert set(blocks(agency)) & set(blocks(identity(company="Aigner Mühle GmbH")))
