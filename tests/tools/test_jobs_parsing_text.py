"""What the text of a posting says: pay, place, remote, level, dates, requirements; and what it does not say."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.scorers.counts import total
from evals.scorers.postings import score_posting
from store.errors import AppError
from tools.jobs.parsing import parse_html, parse_text
from tools.jobs.parsing.language import detect_language
from tools.jobs.parsing.requirements import find_requirements, years_in
from tools.jobs.parsing.role import find_requisition, find_valid_through, seniority_of
from tools.jobs.parsing.salary import find_salary
from tools.jobs.parsing.workplace import find_location, find_remote
from tools.jobs.schemas import ParsedPosting

CASES = Path(__file__).parents[2] / "evals" / "cases" / "extraction_postings.v1.yaml"


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("Salary: $150k-$200k+ | Generous Equity", (150000, 200000, "USD", "year")),
        ("€65.000 – 80.000 brutto/Jahr", (65000, 80000, "EUR", "year")),
        ("£400/day", (400, 400, "GBP", "day")),
        ("CHF 100'000 - 120'000 pro Jahr", (100000, 120000, "CHF", "year")),
        ("Rémunération : 45 000 € à 55 000 € brut annuel", (45000, 55000, "EUR", "year")),
        ("Salaire entre 38k€ et 45k€ selon profil", (38000, 45000, "EUR", "year")),
        ("CA$102.8K – CA$137K", (102800, 137000, "CAD", "year")),
        ("ab 3.200 € brutto pro Monat", (3200, None, "EUR", "month")),
        ("paying up to $80 an hour", (None, 80, "USD", "hour")),
        ("TJM 450-550€", (450, 550, "EUR", "day")),
        ("₹12–18 LPA", (1200000, 1800000, "INR", "year")),
        ("Salary\n$95,000—$120,000 CAD", (95000, 120000, "CAD", "year")),
        ("You will earn 55,000 SEK per month", (55000, 55000, "SEK", "month")),
        ("36 uur per week, salaris € 3.400 - € 4.300", (3400, 4300, "EUR", None)),
        ("Salary £18.50 an hour, 37 hours per week", (18.5, 18.5, "GBP", "hour")),
        ("Up to £65k DOE + bonus", (None, 65000, "GBP", "year")),
        ("184,000 USD - 287,500 USD (L4), 224,000 USD - 356,500 USD (L5) base pay", (184000, 356500, "USD", "year")),
        ("Eligible for a $2,000 referral bonus. Salary $50,000.", (50000, 50000, "USD", "year")),
    ],
)  # fmt: skip
def test_pay_is_read_as_written(text: str, pay: tuple[object, ...]) -> None:
    salary = find_salary(text)
    assert salary is not None
    assert (salary.min, salary.max, salary.currency, salary.period) == pay
    assert salary.excerpt in text


@pytest.mark.parametrize(
    "text",
    [
        "We match 401(k) contributions up to $5,000",
        "We just raised a $50M Series B and passed $12,000,000 in ARR",
        "you will manage a budget of €200.000",
        "An annual bonus of up to $10,000",
        "Learning budget: €1,500 per year",
        "Competitive salary and $5,000 sign-on bonus",
        "an industry worth over $400B, 4,700 customers, 50,000 organisations",
        "40 hours per week, 8-12 years of experience",
        "Our clients pay between $10,000 and $50,000 in fees for each project that our large team delivers to them",
    ],
)
def test_other_money_is_no_pay(text: str) -> None:
    assert find_salary(text) is None


def test_a_bare_dollar_is_read_by_the_place() -> None:
    for place, currency in (("Toronto, ON", "CAD"), ("Melbourne VIC", "AUD"), ("Austin, TX", "USD")):
        salary = find_salary("Salary: $90,000 - $100,000", place)
        assert salary is not None
        assert salary.currency == currency


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("This is a fully remote position within Europe.", "remote"),
        ("This is not a remote position.", "onsite"),
        ("Remote work is not possible for this role.", "onsite"),
        ("No remote, please do not ask.", "onsite"),
        ("Kein Homeoffice möglich.", "onsite"),
        ("Pas de télétravail pour ce poste.", "onsite"),
        ("You will be in the office three days a week: 3 days in the office, the rest at home.", "hybrid"),
        ("Télétravail possible deux jours par semaine.", "hybrid"),
        ("Wir bieten 2 Tage Homeoffice pro Woche.", "hybrid"),
        ("Arbeite 100% remote oder ortsunabhängig.", "remote"),
        ("Trabajo 100% remoto desde España.", "remote"),
        ("Location: New York (on-site)", "onsite"),
        ("You will use remote sensing data and support remote teams.", None),
        ("We run a hybrid cloud and make hybrid vehicles.", None),
        ("There is an on-site gym. Interviews are by video.", None),
        ("Home office stipend of $500.", None),
    ],
)
def test_remote_with_its_negations(text: str, remote: str | None) -> None:
    assert find_remote(text) == remote


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Location: Leeds, West Yorkshire", "Leeds, West Yorkshire"),
        ("Arbeitsort: 79098 Freiburg", "79098 Freiburg"),
        ("Engineer\nAcme | Duluth, MN | Full-time", "Duluth, MN"),
        ("The role is based in our Ghent office in Belgium and reports to the CTO.", "Ghent"),
        ("We are a global company with 4,000 people. Apply today!", None),
        ("We work in Python and Java, in small teams.", None),
    ],
)
def test_places(text: str, place: str | None) -> None:
    found = find_location(text)
    assert found == place if place is None else place in (found or "")


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Senior Backend Engineer", "senior"), ("Sr. Nurse", "senior"), ("Junior Buyer", "junior"),
        ("Staff Accountant", None), ("Staff Engineer", "staff"), ("Product Manager", None),
        ("Engineering Manager", "manager"), ("Head of People", "director"),
        ("Werkstudent Marketing (m/w/d)", "intern"), ("Chief Financial Officer", "executive"), ("Tech Lead", "lead"),
        ("Lead Generation Specialist", None), ("Internal Auditor", None), ("Art Director", None), ("Nurse", None),
    ],
)  # fmt: skip
def test_level_comes_from_the_title(title: str, level: str | None) -> None:
    assert seniority_of(title) == level


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("5+ years of experience", 5), ("3-5 years in sales", 3), ("at least three years of care work", 3),
        ("mindestens 2 Jahre Berufserfahrung", 2), ("Minimum 4 ans d'expérience", 4), ("al menos 10 años", 10),
        ("must be 18 years old", None), ("a company with 30 years of history", None), ("$5 years", None),
    ],
)  # fmt: skip
def test_years(line: str, years: int | None) -> None:
    assert years_in(line) == years


def test_must_haves_listed_apart_make_the_profile_softer() -> None:
    text = (
        "Who you are\n- A curious mind\n\nMinimum qualifications\n- A nursing degree\n- ICU experience (ECMO preferred)"
    )
    assert [(r.text, r.importance) for r in find_requirements(text)] == [
        ("A curious mind", "should"),
        ("A nursing degree", "must"),
        ("ICU experience (ECMO preferred)", "must"),
    ]


def test_dates_numbers_and_languages() -> None:
    assert find_valid_through("Bewerbungsfrist: 31.12.2026", "de") == datetime(2026, 12, 31, tzinfo=UTC)
    assert find_valid_through("Closing date: 12 December 2026", "en") == datetime(2026, 12, 12, tzinfo=UTC)
    assert find_valid_through("Apply soon!", "en") is None
    assert find_requisition("Job ID: R-12263, apply now") == "R-12263"
    assert find_requisition("We have 12 open roles") is None
    assert detect_language("Wir suchen eine Köchin für unsere Küche und den Service") == "de"
    assert detect_language("Buscamos una persona para el equipo de la tienda y los talleres") == "es"


@pytest.mark.parametrize(
    ("text", "title", "company"),
    [
        ("Acme GmbH sucht einen Softwareentwickler (m/w/d)\n\nWir bauen Pumpen für die ganze Welt.",
         "Softwareentwickler (m/w/d)", "Acme GmbH"),
        ("Night Auditor at Hotel Seeblick\n\nYou welcome guests who arrive late at night.",
         "Night Auditor", "Hotel Seeblick"),
        ("Data Scientist - Experimentation\n\nAmplify is a tool. Amplify helps people count what they do.",
         "Data Scientist - Experimentation", "Amplify"),
    ],
)  # fmt: skip
def test_first_lines_name_title_and_company(text: str, title: str, company: str) -> None:
    posting = parse_text(text)
    assert (posting.title, posting.company) == (title, company)


def test_what_the_user_says_wins() -> None:
    posting = parse_text(
        "We need somebody who repairs boats and their engines all year round.", title="Boat Builder", company="Reed"
    )
    assert (posting.title, posting.company) == ("Boat Builder", "Reed")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
@settings(max_examples=60, deadline=None)
def test_whatever_the_text_every_excerpt_is_in_it(noise: str) -> None:
    posting = parse_text(f"Cook\n\n{noise}\nRequirements\n- 3 years with Excel\nPay: $20 - $22 per hour", title="Cook")
    assert all(item.text in posting.text for item in posting.requirements)
    assert all(skill.excerpt in posting.text for skill in posting.skills)
    assert posting.salary is None or posting.salary.excerpt in posting.text


def read_case(case: dict[str, str]) -> ParsedPosting:
    return parse_html(case["input"], case["url"]) if case["form"] == "html" else parse_text(case["input"])


def test_the_evaluation_cases_stay_read() -> None:
    """A floor under what `jobwright eval run` measures in full."""
    scores = []
    for case in yaml.safe_load(CASES.read_text())["cases"]:
        if "error" in case:
            with pytest.raises(AppError) as caught:
                read_case(case)
            assert caught.value.code == case["error"], case["id"]
        else:
            scores.append(score_posting(case["expected"], read_case(case)))
    for name, counts in total(scores).items():
        assert counts.precision >= 0.95, (name, counts.notes)
        assert counts.recall >= 0.85, (name, counts.notes)
