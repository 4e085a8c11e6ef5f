"""A match ranks sensibly over trades, quotes exact words, names what is missing and is the same every time."""

import time
from datetime import date
from uuid import uuid4

import pytest

from tools.jobs.matching import Preferences, match, match_profile, read_profile, title_similarity
from tools.jobs.matching.places import nearness
from tools.jobs.matching.titles import rank_titles
from tools.jobs.schemas import Match, ParsedPosting, Requirement, Salary
from tools.resumes.schemas import (
    BulletDetail,
    CertificateDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    ParsedFact,
    PositionDetail,
    ResumeFact,
    SkillDetail,
    Span,
)

TODAY = date(2026, 6, 1)


def fact(text: str, detail: Detail, parent: int | None = None) -> ParsedFact:
    return ParsedFact(text=text, span=Span(start=0, end=len(text)), detail=detail, parent=parent)


def position(title: str, start: str, end: str | None) -> ParsedFact:
    detail = PositionDetail(employer="Quillbridge", title=title, start=start, end=end, current=end is None)
    return fact(f"{title}, Quillbridge", detail)


def posting(title: str, *lines: str, years: int | None = None, **fields: object) -> ParsedPosting:
    requirements = [
        Requirement(text=line, importance="must", years=years if i == 0 else None) for i, line in enumerate(lines)
    ]
    text = "\n".join([title, *lines])
    return ParsedPosting.model_validate(
        {"title": title, "requirements": requirements, "text": text, "source": "text", **fields}
    )


BACKEND = [
    fact("Leeds, United Kingdom", ContactDetail(field="location", value="Leeds, United Kingdom")),
    position("Senior Software Engineer", "2020-03", None),
    fact("Built settlement services in Python and FastAPI on PostgreSQL", BulletDetail(), 1),
    fact("Moved 14 services to k8s", BulletDetail(), 1),
    position("Software Engineer", "2017-06", "2020-02"),
    fact("Redis", SkillDetail(name="Redis", canonical="Redis")),
    fact("BSc Computer Science, Leeds", EducationDetail(institution="Leeds", degree="BSc", area="Computer Science")),
]
NURSE = [
    position("Staff Nurse, Intensive Care", "2019-01", None),
    fact("Care for ventilated patients and titrate drips", BulletDetail(), 0),
    fact("Helped patients with bathing, dressing and meals", BulletDetail(), 0),
    fact("Registered Nurse License", CertificateDetail(name="Registered Nurse License")),
    fact("ACLS", CertificateDetail(name="ACLS")),
]
BACKEND_JOB = posting(
    "Backend Engineer", "5+ years of experience with Python", "PostgreSQL and Kubernetes", "Bachelor's degree", years=5
)
NURSE_JOB = posting("ICU Registered Nurse", "RN license", "BLS", "Assist patients with bathing and dressing")
COOK_JOB = posting("Line Cook", "ServSafe certificate", "Experience on a busy grill station")


def part(found: Match, name: str) -> float | None:
    return next(p.score for p in found.parts if p.name == name)


@pytest.mark.parametrize(
    ("resume", "fitting", "others"),
    [(BACKEND, BACKEND_JOB, [NURSE_JOB, COOK_JOB]), (NURSE, NURSE_JOB, [BACKEND_JOB, COOK_JOB])],
    ids=["backend", "nurse"],
)
def test_the_fitting_job_stands_well_above_the_others(
    resume: list[ParsedFact], fitting: ParsedPosting, others: list[ParsedPosting]
) -> None:
    assert match(resume, fitting, None, None, today=TODAY).score >= 70
    assert all(match(resume, other, None, None, today=TODAY).score < 30 for other in others)


def test_reasons_quote_exact_words_and_name_the_fact() -> None:
    stored = [ResumeFact(id=uuid4(), text=f.text, span=f.span, detail=f.detail) for f in BACKEND]
    found = match(stored, BACKEND_JOB, 0.7, Preferences(locations=["Leeds"]), today=TODAY)
    texts = {item.id: item.text for item in stored}
    reasons = [reason for p in found.parts for reason in p.reasons]
    assert all(r.posting_quote is None or r.posting_quote in BACKEND_JOB.text for r in reasons)
    cited = [r for r in reasons if r.fact_id]
    assert len(cited) >= 3
    assert all(r.resume_quote and r.resume_quote in texts[r.fact_id] for r in cited if r.fact_id)


def test_what_is_not_shown_is_a_gap_with_the_postings_words() -> None:
    job = posting("Backend Engineer", "Python", "Kafka and Terraform", "Fluent Portuguese", "Python or Haskell")
    job.requirements[2].importance = "nice"
    gaps = match(BACKEND, job, None, None, today=TODAY).gaps
    assert [gap.posting_quote for gap in gaps] == ["Kafka and Terraform"]
    assert "Kafka" in gaps[0].text
    assert "Terraform" in gaps[0].text


@pytest.mark.parametrize(("years", "is_gap"), [(5, False), (8, False), (12, True)])
def test_years_are_counted_from_the_dates_of_positions(years: int, is_gap: bool) -> None:
    job = posting("Software Engineer", f"{years}+ years of software development", years=years)
    gaps = match(BACKEND, job, None, None, today=TODAY).gaps
    assert any(f"{years} years" in gap.text for gap in gaps) == is_gap


def test_overlapping_positions_count_once_and_the_open_one_to_today() -> None:
    overlapping = [position("Cook", "2020-01", "2021-12"), position("Waiter", "2021-01", "2022-12")]
    assert read_profile(overlapping, TODAY).months() == 36
    assert read_profile([position("Cook", "2025-01", None)], TODAY).months() == 18


def test_the_same_input_gives_the_same_match() -> None:
    first = match(BACKEND, BACKEND_JOB, 0.61, Preferences(remote=["remote"]), today=TODAY)
    assert first == match(
        list(BACKEND), BACKEND_JOB.model_copy(deep=True), 0.61, Preferences(remote=["remote"]), today=TODAY
    )
    assert sum(p.weight for p in first.parts) == pytest.approx(1, abs=0.001)


def test_parts_that_cannot_be_judged_lend_their_weight_to_the_others() -> None:
    found = match(BACKEND, BACKEND_JOB, None, None, today=TODAY)
    assert [p.name for p in found.parts if p.score is None] == ["text_similarity", "location_remote", "salary"]
    assert all(p.weight == 0 for p in found.parts if p.score is None)
    expected = sum(p.weight * p.score for p in found.parts if p.score is not None)
    assert found.score == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("location", "remote", "wish", "expected"),
    [
        ("München, Deutschland", "onsite", Preferences(locations=["Munich"]), 100),
        ("Hamburg, Germany", None, Preferences(locations=["Munich, Germany"]), 35),
        ("Hamburg, Germany", None, Preferences(locations=["Deutschland"]), 100),
        ("Hamburg", None, Preferences(locations=["Germany"]), 100),
        ("Hamburg", "remote", Preferences(locations=["Germany"], remote=["remote"]), 100),
        ("Paris", None, Preferences(locations=["Germany"]), 0),
        ("Hamburg", None, Preferences(locations=["Munich, Germany"]), 0),
        ("Austin, TX", None, Preferences(locations=["Texas"]), 100),
        ("Portland, OR; Boise, ID", None, Preferences(locations=["Boise"]), 100),
        ("Oslo", "onsite", Preferences(remote=["remote"]), 0),
        ("Oslo", "hybrid", Preferences(remote=["remote"]), 40),
        ("Remote - United States", "remote", Preferences(remote=["remote"], locations=["Berlin"]), 70),
        (None, None, Preferences(locations=["Munich"]), None),
    ],
)
def test_places(location: str | None, remote: str | None, wish: Preferences, expected: float | None) -> None:
    found = match(NURSE, posting("Nurse", "RN license", location=location, remote=remote), None, wish, today=TODAY)
    assert part(found, "location_remote") == expected


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        (Salary(min=30, max=40, currency="USD", period="hour", excerpt="$30-40/h"), 100),
        (Salary(min=4000, max=5500, currency="USD", period="month", excerpt="$4k-5.5k"), 85),
        (Salary(min=20000, max=25000, currency="USD", period="year", excerpt="$20k"), 0),
        (Salary(min=90000, currency="EUR", period="year", excerpt="90k"), None),
        (None, None),
    ],
)
def test_pay(salary: Salary | None, expected: float | None) -> None:
    wish = Preferences(salary_min=60_000, salary_currency="USD", salary_period="year")
    assert (
        part(match(NURSE, posting("Nurse", "RN license", salary=salary), None, wish, today=TODAY), "salary") == expected
    )


@pytest.mark.parametrize(
    ("title", "near", "far"),
    [
        ("RN", "Registered Nurse", "Nursery Worker"),
        ("Software Engineer", "Backend Developer", "Civil Engineer"),
        ("Account Manager", "Account Executive", "Stage Manager"),
        ("Truck Driver", "CDL-A OTR Driver", "Device Driver Developer"),
        ("Corporate Attorney", "Litigation Associate", "Corporate Chef"),
        ("Buchhalter (m/w/d)", "Accountant", "Buchhändler"),
        ("Abogado", "Lawyer", "Agrónomo"),
        ("Chef de projet", "Project Manager", "Chef de cuisine"),
    ],
)
def test_titles_of_the_same_work_are_nearer(title: str, near: str, far: str) -> None:
    assert title_similarity(title, near) > title_similarity(title, far)
    assert title_similarity(title, title) == pytest.approx(1, abs=0.01)


def test_a_higher_title_than_held_scores_lower() -> None:
    junior = [position("Software Engineer", "2025-01", None)]
    scores = [
        part(match(junior, posting(title, "Python"), None, None, today=TODAY), "title_seniority")
        for title in ("Software Engineer", "Senior Software Engineer", "Director of Software Engineering")
    ]
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    assert len(set(scores)) == 3


def test_an_empty_resume_and_a_bare_posting_are_matched_without_an_invention() -> None:
    bare = ParsedPosting(title="Welder", text="Welder", source="fields")
    assert match([], bare, None, None).score == 0
    found = match([], NURSE_JOB, None, None)
    assert found.score == 0
    assert len(found.gaps) == 3


def test_a_posting_is_matched_in_milliseconds() -> None:
    profile = read_profile(BACKEND, TODAY)
    match_profile(profile, BACKEND_JOB, None, None)
    started = time.perf_counter()
    for _ in range(20):
        match_profile(profile, BACKEND_JOB, None, None)
    assert (time.perf_counter() - started) / 20 < 0.05


@pytest.mark.parametrize("place", ["1100 Wien", "A-1090 Wien", "Wien 1100, Österreich", "Vienna, Austria"])
def test_a_postcode_does_not_hide_the_place(place: str) -> None:
    assert nearness(place, "Wien") == 1.0


def test_abbreviations_of_a_trade_are_the_trade() -> None:
    titles = ["DGKP Intensivstation", "Koch", "Buchhalter"]
    scores = rank_titles("Diplomierte Gesundheits- und Krankenpflegerin", titles)
    assert scores[0] > 0.6 > max(scores[1:])
