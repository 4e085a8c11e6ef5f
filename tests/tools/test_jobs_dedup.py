"""One row per opening: sketches, keys, identities and the rules, on postings cleaned the way production does it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning import clean
from tools.jobs.dedup import (
    CANDIDATES,
    Identity,
    OpeningIndex,
    bands,
    blocks,
    identity_of,
    opening_of,
    same_opening,
    signature,
    similarity,
)
from tools.jobs.dedup.texts import plain_text

DUTIES = """The role
- Plan the routes of 14 refrigerated vans between Ulm and Lindau.
- Take calls from drivers until the last one is home.
- Book tolls and fuel in TransPlan every evening.
- Train one apprentice from the second year on.

Requirements
- Three years as a dispatcher, or a trained freight clerk.
- German at C1, some Polish.
"""
ABOUT = "About Kaltweg\nKaltweg has carried food through Swabia since 1974, with 60 people and no investor.\n\n"
BOARD = "Posted by JobQuay. Create an alert, and we will tell you of similar jobs. JobQuay is free for applicants.\n\n"


def identity(
    title: str = "Dispatcher", company: str | None = "Kaltweg GmbH", location: str = "Ulm", **more: Any
) -> Identity:
    text = more.pop("text", ABOUT + DUTIES)
    posting = BoardPosting(
        board="test", kind="feed", external_id="", title=title, company=company, text=text,
        locations=[location] if location else [], employment_type=more.pop("employment_type", None),
    )  # fmt: skip
    return identity_of(clean(posting), location=location, text=text, **more)


def test_a_signature_is_the_same_everywhere_and_estimates_the_overlap() -> None:
    one, copy = signature(ABOUT + DUTIES), signature(DUTIES + "Walks on Fridays, if the weather holds up well.")
    assert one == signature(ABOUT + DUTIES)
    assert len(one) == 128 * 4
    # Stored values must not move with the library: the pinned version gives these.
    assert bands(signature("we look for a cook who can bake"))[:2] == [-4646864501035729408, 8930565066829938483]
    assert similarity(one, one) == 1.0
    assert 0.75 < similarity(one, copy) < 0.98
    assert similarity(one, signature("Pastry chef wanted for a small bakery near the old harbour of Stade.")) < 0.05
    assert (signature(""), bands(b""), similarity(b"", b"")) == (b"", [], 0.0)


def test_keys_fit_a_signed_bigint_and_copies_with_boilerplate_around_meet() -> None:
    keys = bands(signature(DUTIES))
    assert all(-(2**63) <= key < 2**63 for key in [*keys, *blocks(identity())])
    wrapped = BOARD + DUTIES + "JobQuay shows your profile to 3,000 employers. Ask us anything at any time of the day."
    assert set(keys) & set(bands(signature(wrapped)))


def test_markup_bullets_and_entities_are_no_difference() -> None:
    marked = "<p>The role</p><ul><li>Plan the routes of 14&nbsp;vans &amp; trailers in Z&uuml;rich</li></ul>"
    plain = "The role\n• Plan the routes of 14 vans & trailers in Zürich"
    assert plain_text(marked) == plain_text(plain)
    assert plain_text(plain).core == "plan the routes of 14 vans trailers in zurich"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_has_an_identity_that_is_stored_and_is_its_own_copy(text: str, title: str) -> None:
    one = identity(title or "x", text=text)
    assert Identity.model_validate_json(one.model_dump_json()) == one
    other = identity(text=text)
    assert same_opening(one, other).same == same_opening(other, one).same


DIFFERENT: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "seniority": ({"title": "Senior Dispatcher"}, {"title": "Junior Dispatcher"}, "seniority"),
    "level": ({"title": "Software Engineer II"}, {"title": "Software Engineer III"}, "level"),
    "role": ({"title": "Backend Engineer"}, {"title": "iOS Engineer"}, "two roles"),
    "cities": ({"location": "Ulm"}, {"location": "Lindau"}, "place"),
    "requisitions": ({"requisition_id": "REQ-104"}, {"requisition_id": "REQ-105"}, "two requisitions"),
    "numbers": (
        {"url": "https://kaltweg.example/jobs?gh_jid=1"}, {"url": "https://kaltweg.example/jobs?gh_jid=2"},
        "two numbers on a board",
    ),
    "hours": ({"title": "Dispatcher (part-time)"}, {"title": "Dispatcher (full-time)"}, "hours"),
    "shifts": ({"title": "Dispatcher, day shift"}, {"title": "Dispatcher, night shift"}, "hours"),
    "contract": ({"employment_type": "permanent"}, {"employment_type": "temporary"}, "contract"),
    "contract in one title": ({}, {"title": "Dispatcher (contract, 6 months)"}, "contract"),
    "a page of openings": (
        {"url": "https://kaltweg.example/jobs"}, {"url": "https://kaltweg.example/jobs", "title": "Mechanic"},
        "two roles",
    ),
    "season": ({"title": "Intern, Summer 2026"}, {"title": "Intern, Summer 2027"}, "season"),
    "employer": ({}, {"company": "Frostgut AG", "text": DUTIES}, "other employer"),
    "figures": ({}, {"text": ABOUT + DUTIES.replace("14 ref", "40 ref")}, "details differ"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_two_openings(name: str) -> None:
    first, second, rule = DIFFERENT[name]
    a, b = identity(**first), identity(**second)
    verdict = same_opening(a, b)
    assert (verdict.same, verdict.rule) == (False, rule), verdict.evidence
    assert same_opening(b, a)[:2] == (False, rule)
    assert verdict.evidence


SAME: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "alias": ({"title": "ML Engineer"}, {"title": "Machine Learning Engineer", "company": "Kaltweg"}, "same text"),
    "board copy": ({}, {"text": BOARD + DUTIES, "location": "Ulm, Germany"}, "same text"),
    "agency": (
        {}, {"company": "Lotsen Personalvermittlung", "text": "Unser Kunde sucht Verstärkung.\n" + DUTIES},
        "repost for the employer",
    ),
    "employer hidden": ({}, {"company": None, "text": BOARD + DUTIES}, "repost for the employer"),
    "cut off": ({}, {"text": (ABOUT + DUTIES)[:230] + "…"}, "same text"),
    "edited on its board": (
        {"url": "https://boards.greenhouse.io/kaltweg/jobs/77?gh_src=x"},
        {"url": "https://kaltweg.example/careers?gh_jid=77", "title": "Dispatcher, Cold Chain", "text": "New text."},
        "same number on a board",
    ),
    "requisition": (
        {"requisition_id": "Req-ID: R-0104"}, {"requisition_id": "104", "text": "Rewritten."}, "same requisition"
    ),
    "some of its cities": ({"location": "Ulm; Lindau"}, {"location": "Lindau"}, "same text"),
    "a town that cleaning does not know": (
        {"location": "Kleinwalsdorf"}, {"location": "88131 Kleinwalsdorf, Ulm"}, "same text"
    ),
    "employer misspelled": ({"company": "Kaltwegtransporte"}, {"company": "Kaltweg-Transporte AG"}, "same text"),
    "one address": (
        {"url": "https://kaltweg.example/jobs/dispatcher?utm_source=x"},
        {"url": "https://kaltweg.example/jobs/dispatcher", "text": "Rewritten.", "location": ""}, "same address",
    ),
    "no text": ({"text": ""}, {"text": "", "title": "Dispatcher (m/f/d)"}, "title, employer and city"),
    "salary removed": ({"text": ABOUT + DUTIES + "Pay: 3,400 € a month."}, {}, "same text"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_one_opening(name: str) -> None:
    first, second, rule = SAME[name]
    a, b = identity(**first), identity(**second)
    verdict = same_opening(a, b)
    assert (verdict.same, verdict.rule) == (True, rule), verdict
    assert same_opening(b, a)[:2] == (True, rule)
    shared = {*blocks(a), *bands(signature(first.get("text", ABOUT + DUTIES)))}
    assert shared & {*blocks(b), *bands(signature(second.get("text", ABOUT + DUTIES)))}, "no key brings them together"


def test_nothing_but_title_and_employer_is_too_little() -> None:
    verdict = same_opening(identity(text="", location=""), identity(text=""))
    assert (verdict.same, verdict.rule) == (False, "too little known")


def test_long_after_is_another_opening() -> None:
    then, now = datetime(2025, 1, 7, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    assert same_opening(identity(posted_at=then), identity(posted_at=now)).rule == "time"


def test_an_opening_with_another_number_is_not_joined_through_its_copy() -> None:
    """A copy without a number fits both of two numbered openings; the third number must not follow it into one."""
    first = identity(url="https://boards.greenhouse.io/kaltweg/jobs/1")
    copy, second = identity(text=BOARD + DUTIES), identity(url="https://boards.greenhouse.io/kaltweg/jobs/2")
    assert opening_of(copy, {"one": [first]})
    assert opening_of(second, {"one": [first, copy]}) is None
    again = opening_of(identity(url="https://kaltweg.example/?gh_jid=1"), {"two": [second], "one": [first, copy]})
    assert again is not None
    assert (again[0], again[1].sure) == ("one", True)


def test_two_openings_that_fit_by_title_and_city_alone_are_neither() -> None:
    numbered = {n: [identity(text="", url=f"https://boards.greenhouse.io/kaltweg/jobs/{n}")] for n in (1, 2)}
    assert opening_of(identity(text=""), {1: numbered[1]}) is not None
    assert opening_of(identity(text=""), numbered) is None


def test_a_key_that_everybody_shares_does_not_make_the_work_grow() -> None:
    index: OpeningIndex[int] = OpeningIndex()
    for number in range(5_000):
        index.add(number, [1, 2, 10_000 + number])
    found = index.candidates([1, 10_042], [2])
    assert len(found) <= CANDIDATES
    assert found[0] == 42, "the one with a key of its own in common comes first"
