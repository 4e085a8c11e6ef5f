"""Copies in other words, another language or under another name, and siblings that only seem to be such copies."""

from collections.abc import Sequence
from typing import Any

import pytest

from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning import clean
from tools.jobs.cleaning.places import clean_places
from tools.jobs.dedup import Identity, blocks, identity_of, same_opening
from tools.jobs.dedup.employers import compare_names
from tools.jobs.dedup.meaning import likeness
from tools.jobs.dedup.places import spot_of

NURSE = "Care for 24 post-surgical patients on our orthopedic floor, three 12-hour shifts a week."
REWORDED = "Our orthopedic unit (24 beds for surgery patients) seeks someone for 3x12h."
OTHER_WORK = "Provide dialysis to outpatients in the nephrology clinic, Monday to Friday, no weekends."


def identity(
    title: str = "Registered Nurse", text: str = NURSE, company: str | None = "Marrow Hospital", location: str = "Kiel"
) -> Identity:
    posting = BoardPosting(
        board="test", kind="feed", external_id="", title=title, company=company, text=text,
        locations=[location] if location else [],
    )  # fmt: skip
    return identity_of(clean(posting), location=location, text=text)


Side = dict[str, Any]
PAIRS: dict[str, tuple[Side, Side, bool, str]] = {
    "other words": ({}, {"text": REWORDED}, True, "same in other words"),
    "other work": ({}, {"text": OTHER_WORK}, False, "other text"),
    "other words, other beds": (
        {"text": NURSE.replace("24 post-surgical patients", "24 patients after surgery")},
        {"text": "Our orthopedic floor seeks someone to care for 38 patients after surgery, 3x12h."},
        False, "details differ",
    ),
    "other words, hardly a figure in common": (
        {
            "title": "Dispatcher",
            "text": "Plan the tours of the vans, 588 a month. Load the vans at the depot, 806 a month. "
            "Check the drivers' hours, 720 a month. Book repairs of trucks, 147 a month.",
        },
        {
            "title": "Dispatcher",
            "text": "Route trucks between depots, 786 a month. Dispatch drivers to customers, 184 a month. "
            "Schedule deliveries of parcels, 829 a month. Order fuel for the fleet, 387 a month.",
        },
        False, "details differ",
    ),
    "other words, other shift": (
        {"text": NURSE + " Night shift."}, {"text": REWORDED + " Day shift."}, False, "hours",
    ),
    "another language": (
        {"title": "Accounting Assistant", "text": "Enter the invoices and file VAT returns for 40 of our clients."},
        {
            "title": "Assistant comptable",
            "text": "Vous assurez la saisie des factures et les déclarations de TVA pour 40 clients dans un cabinet.",
        },
        True, "translated",
    ),
    "another language, other figures": (
        {"title": "Accounting Assistant", "text": "Enter the invoices and file VAT returns for 40 of our clients."},
        {
            "title": "Assistant comptable",
            "text": "Vous assurez la saisie des factures et les déclarations de TVA pour 90 clients dans un cabinet.",
        },
        False, "details differ",
    ),
    "title in other words as well": (
        {"title": "Roofer", "text": "Install and repair shingle and metal roofs; own hand tools, no fear of heights."},
        {
            "title": "Roofing Installer",
            "text": "We need people for metal and shingle roof installation and repair; hand tools, heights.",
        },
        True, "same in other words",
    ),
    "one template, two roles": ({"title": "Roofer"}, {"title": "Roofing Installer"}, False, "two roles"),
    "rank in one title": ({}, {"title": "Assistant Director of Nursing", "text": REWORDED}, False, "seniority"),
    "senior manager": ({"title": "Manager, Audit"}, {"title": "Senior Manager, Audit"}, False, "seniority"),
    "hours in titles": (
        {"title": "Bibliothecaris (32 uur)"}, {"title": "Bibliothecaris (16 uur)"}, False, "hours",
    ),
    "regions in titles": (
        {"title": "Area Manager - Scotland", "location": "United Kingdom"},
        {"title": "Area Manager - Wales", "location": "United Kingdom"}, False, "place",
    ),
    "initials": ({"company": "International Rail Components"}, {"company": "IRC", "text": REWORDED}, True,
                 "same in other words"),
    "two sites of one group": (
        {"company": "Mercy Health - St Anne"}, {"company": "Mercy Health - St Rita"}, False, "other employer",
    ),
    "an agency's own words": (
        {}, {"company": "Lotsen Recruitment", "text": "Our client is a hospital. " + REWORDED}, True,
        "same in other words",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_wording(name: str) -> None:
    first, second, same, rule = PAIRS[name]
    a, b = identity(**first), identity(**second)
    verdict = same_opening(a, b)
    assert (verdict.same, verdict.rule) == (same, rule), verdict
    assert same_opening(b, a)[:2] == (same, rule)
    if same:
        assert set(blocks(a)) & set(blocks(b)), "no key brings them together"


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("vandemeer foods", "vandemeer foods benelux", "same"),
        ("restaurante la dehesa", "la dehesa", "same"),
        ("clearwater labs", "clearwater laboratories", "same"),
        ("summit first cu", "summit first credit union", "same"),
        ("university of northfield", "northfield university", "same"),
        ("delta", "delta dental", "likely"),
        ("acme", "acme rockets", "likely"),
        ("maple court nursing", "maple court rehab", "other"),
        ("apex systems", "apex clean energy", "other"),
        ("marlborough accounting", "marlowe accounting", "other"),
    ],
)
def test_names(a: str, b: str, found: str) -> None:
    first, second = a.split(), b.split()
    assert compare_names(first, second, frozenset()) == found
    assert compare_names(second, first, frozenset()) == found


@pytest.mark.parametrize("text", ["", "Apply now!", "the and of with you your we our will"])
def test_a_text_that_tells_nothing_has_no_likeness(text: str) -> None:
    assert likeness(text, NURSE.lower(), frozenset()) is None


def test_an_identity_stored_before_these_fields_still_loads() -> None:
    stored = identity().model_dump(mode="json")
    older = {name: value for name, value in stored.items() if name != "aliases"}
    older["title"] = {name: value for name, value in stored["title"].items() if name not in ("named", "places")}
    assert same_opening(Identity.model_validate(older), identity(text=REWORDED)).same


def test_every_posting_is_its_own_copy() -> None:
    sides: Sequence[Side] = [side for first, second, _, _ in PAIRS.values() for side in (first, second)]
    for side in sides:
        one = identity(**side)
        assert same_opening(one, one).same


@pytest.mark.parametrize(
    ("written", "city"),
    [("King's Lynn", "kings lynn"), ("San Francisco Bay Area", "san francisco"), ("Kings Lynn", "kings lynn"),
     ("California", None), ("Bay Area", "san francisco")],
)  # fmt: skip
def test_a_city_is_known_by_what_is_named_after_it_and_without_its_apostrophe(written: str, city: str | None) -> None:
    assert {spot_of(place).city for place in clean_places(written)} <= {city}
