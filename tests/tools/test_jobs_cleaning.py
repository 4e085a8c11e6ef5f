"""Cleaning: what is drawn out stands in the source, ambiguity stays open, time grows with the text and no faster."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.jobs.boards.board import BoardPosting
from tools.jobs.cleaning import Stated, clean, covers, stated, unsupported_excerpts
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.cleaning.places import clean_places
from tools.jobs.cleaning.schemas import CleanPosting, Employer, Role
from tools.jobs.cleaning.titles import take_apart
from tools.jobs.parsing import parse_text
from tools.jobs.schemas import ParsedPosting, Salary

CASES = Path(__file__).resolve().parents[2] / "evals" / "cases"
POSTING = """Senior Backend Engineer II (Payments)
Kornfeld GmbH
Berlin or Remote (EU)

Salary: 80.000 - 95.000 € brutto im Jahr. On top comes a bonus of 10.000 €.

Requirements
- 5+ years of experience with Go and PostgreSQL
- Bachelor's degree in computer science or equivalent experience
- Fluent English; German B1 is a plus
We sponsor visas. This is a permanent, full-time position.
"""
WORDS = (
    "Remote Berlin Germany Georgia CA IN DE $80,000 - €90k per year OTE bonus 5+ years experience Bachelor's degree "
    "fluent English C1 German visa sponsorship not available contract part-time Senior II Engineer (m/w/d) / , ; \n . "
    "| - anywhere in EU"
)


def test_a_posting_is_read_fact_by_fact() -> None:
    found = clean(parse_text(POSTING))
    assert (found.title.role, found.title.seniority, found.title.level) == ("backend engineer", "senior", 2)
    assert found.title.qualifiers == ["payments"]
    assert found.pay is not None
    assert (found.pay.year_min, found.pay.year_max, found.pay.currency) == (80_000, 95_000, "EUR")
    assert found.years is not None
    assert found.years.min == 5
    assert found.education is not None
    assert not found.education.required
    assert [(one.code, one.level, one.required) for one in found.languages] == [("en", None, True), ("de", "B1", False)]
    assert found.sponsorship is not None
    assert found.sponsorship.offered
    assert found.terms is not None
    assert (found.terms.contract, found.terms.hours) == ("permanent", "full_time")
    assert [place.city for place in found.places] == ["Berlin"]


def test_a_boards_posting_is_read_with_its_lists() -> None:
    posting = BoardPosting(
        board="x", kind="company", external_id="1", title="Nurse", company="Wattle Care Pty Ltd",
        locations=["Perth, WA, Australia", "Darwin NT"], remote="remote", open_to=["Australia", "New Zealand"],
        salary=Salary(min=40, max=50, currency="AUD", period="hour", excerpt="AUD 40-50 an hour"),
    )  # fmt: skip
    found = clean(posting)
    assert [(place.city, place.country) for place in found.places] == [("Perth", "AU"), ("Darwin", "AU")]
    assert found.open_to is not None
    assert found.open_to.areas == ["AU", "NZ"]
    assert found.employer == Employer(name="Wattle Care", key="wattlecare", excerpt="Wattle Care Pty Ltd")
    assert found.pay is not None
    assert found.pay.year_max == 104_000


def test_a_silent_posting_stays_silent() -> None:
    found = clean(Stated(title="Welder", text="You weld frames."))
    assert found == CleanPosting(title=Role(role="welder", excerpt="Welder"))


def test_a_fact_without_its_words_is_left_out() -> None:
    source = Stated(title="Cook", company="Crumb Ltd", text="x")
    found = clean(source)
    invented = found.model_copy(update={"employer": Employer(name="Acme", key="acme", excerpt="Acme Inc")})
    assert unsupported_excerpts(source, found) == []
    assert unsupported_excerpts(source, invented) == ["Acme Inc"]


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=60), st.text(max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_excerpt_stands_in_the_source(words: list[str], noise: str) -> None:
    text = " ".join(words)
    source = Stated(title=f"{text[:80]} {noise}", company=noise or None, location=text[:120], text=text + noise)
    assert unsupported_excerpts(source, clean(source)) == []


def test_every_excerpt_stands_in_the_postings_of_the_extraction_cases() -> None:
    cases = yaml.safe_load((CASES / "extraction_postings.v1.yaml").read_text(encoding="utf-8"))["cases"]
    postings = [parse_text(case["input"]) for case in cases if case["form"] == "text" and "expected" in case]
    assert len(postings) > 20
    assert all(unsupported_excerpts(stated(posting), clean(posting)) == [] for posting in postings)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ML Engineer", "Machine Learning Engineer (m/f/d)"),
        ("Software Engineer, Backend", "Backend Engineer"),
        ("SWE II - Remote", "Software Engineer II (Berlin)"),
        ("RN - ICU", "Registered Nurse, ICU (Req 12345)"),
        ("Softwareentwickler*in (m/w/d)", "Software Developer"),
    ],
)
def test_titles_of_one_job_agree(a: str, b: str) -> None:
    first, second = take_apart(a), take_apart(b)
    assert (first.role, first.seniority, first.level, first.qualifiers) == (
        second.role, second.seniority, second.level, second.qualifiers,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Senior Software Engineer", "Junior Software Engineer"),
        ("Data Engineer II", "Data Engineer III"),
        ("Backend Engineer", "iOS Engineer"),
        ("Software Engineer, Payments", "Software Engineer, Search"),
        ("Registered Nurse - Nights", "Registered Nurse - Days"),
        ("Physical Therapist", "Physical Therapist Assistant"),
        ("Software Engineer", "Software Engineer Intern"),
    ],
)
def test_titles_of_two_jobs_differ(a: str, b: str) -> None:
    first, second = take_apart(a), take_apart(b)
    assert (first.role, first.seniority, first.level, first.qualifiers) != (
        second.role, second.seniority, second.level, second.qualifiers,
    )  # fmt: skip


@pytest.mark.parametrize("title", ["🚀", "(m/w/d)", "!!!", "12345", " ", "-", "II", "Remote"])
def test_a_title_of_nothing_has_a_role_all_the_same(title: str) -> None:
    assert take_apart(title).role == take_apart(title).role
    assert take_apart(title).role or not title.strip()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The Crumb Company", "Crumb Company, Inc."), ("Müller & Söhne GmbH & Co. KG", "Muller und Sohne"),
        ("acme.io", "ACME"), ("Île Verte SAS", "ile verte"), ("Baker & Lane", "Baker and Lane LLC"),
    ],
)  # fmt: skip
def test_two_spellings_of_an_employer_share_their_key(a: str, b: str) -> None:
    assert employer_key(a) == employer_key(b)


@pytest.mark.parametrize("location", ["Georgia", "IN", "CA", "DE", "Cambridge", "Birmingham", "Smalltown, CA"])
def test_what_is_ambiguous_has_no_country(location: str) -> None:
    assert [place.country for place in clean_places(location)] == [None]


@pytest.mark.parametrize(
    ("areas", "country", "expected"),
    [
        (["EU"], "DE", True), (["EU"], "GB", False), (["EMEA"], "ZA", True), (["*"], "NZ", True),
        (["US", "CA"], "ca", True), (["LATAM"], "US", False), (["Americas"], "US", True), (["DE"], "AT", False),
        ([], "DE", None), (None, "DE", None), (["Atlantis"], "DE", None),
    ],
)  # fmt: skip
def test_areas_cover_countries(areas: list[str] | None, country: str, expected: bool | None) -> None:
    assert covers(areas, country) is expected


def test_cleaning_is_fast_and_grows_with_the_text() -> None:
    posting = Stated(title="Cook", location="Boise, ID", text=(POSTING * 8)[:3000])
    assert _milliseconds(posting) < 40  # 2 to 6 on a quiet machine
    long = Stated(title="Cook", text=POSTING * 250)
    assert _milliseconds(long) < 2_000


@pytest.mark.parametrize(
    "piece", ["\n", "a,", "$5 ", "remote ", "years ", "(", "English, ", "Berlin, ", "1 000 ", "x", "visa not sponsor "]
)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert _milliseconds(Stated(title=text[:300] or "x", company=text[:300], location=text, text=text)) < 6_000


def _milliseconds(posting: Stated) -> float:
    clean(Stated(title="Warm", text="up"))
    started = time.process_time()
    clean(posting)
    return (time.process_time() - started) * 1000


def test_a_parsed_posting_is_an_input() -> None:
    posting = ParsedPosting(title="Cook", text="x", source="fields", location="Graz, Österreich")
    assert stated(posting).open_to == ()
    assert clean(posting).places[0].country == "AT"
