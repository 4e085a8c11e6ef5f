"""Postings out of pages: machine-readable statements, embedded data, lists and obstacles."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.errors import AppError, ValidationError
from tools.jobs.parsing import canonical_url, classify_page, needs_browser, parse_html
from tools.jobs.parsing.assembly import Draft, assemble
from tools.jobs.schemas import ParsedPosting

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"


def fixture(name: str) -> str:
    return (PAGES / name).read_text()


def refusal(html: str, url: str = "https://jobs.example/1") -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        parse_html(html, url)
    return caught.value


def page_with(posting: dict[str, object], body: str = "<h1>Job</h1>") -> str:
    stated = json.dumps({"@context": "https://schema.org", "@type": "JobPosting", **posting})
    return f'<html><head><script type="application/ld+json">{stated}</script></head><body>{body}</body></html>'


def excerpts(posting: ParsedPosting) -> list[str]:
    salary = [posting.salary.excerpt] if posting.salary else []
    return [r.text for r in posting.requirements] + [s.excerpt for s in posting.skills] + salary


def test_broken_json_is_read_all_the_same() -> None:
    posting = parse_html(fixture("broken_jsonld.html"), "https://kanzlei.example/jobs/3")
    assert (posting.title, posting.company) == ("Steuerfachangestellte (m/w/d)", "Kanzlei Morgenrot & Partner")
    assert (posting.location, posting.employment_type, posting.language) == ("Kassel", "part-time", "de")
    assert [r.text for r in posting.requirements] == [
        "Abgeschlossene Ausbildung als Steuerfachangestellte",
        "Sicherer Umgang mit DATEV",
    ]
    assert posting.posted_at == datetime(2026, 9, 14, tzinfo=UTC)
    assert posting.valid_through is not None
    assert posting.valid_through.isoformat() == "2026-12-31T23:59:00+01:00"
    assert posting.text.startswith("Unsere Kanzlei wächst.")


def test_microdata_is_read() -> None:
    posting = parse_html(fixture("microdata.html"), "https://coldharbor.example/jobs/1")
    assert (posting.title, posting.company, posting.location) == (
        "Forklift Operator",
        "Cold Harbor Foods",
        "Fresno, CA",
    )
    assert [r.text for r in posting.requirements] == ["Forklift certification", "Able to lift 50 lbs"]
    assert posting.posted_at == datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ({"currency": "EUR", "value": {"minValue": "3.200", "maxValue": "4.100", "unitText": "MONTH"}},
         (3200, 4100, "EUR", "month")),
        ({"currency": "USD", "value": {"value": 95000, "unitText": "YEAR"}}, (95000, 95000, "USD", "year")),
        ({"currency": "GBP", "value": 450, "unitText": "DAY"}, (450, 450, "GBP", "day")),
        ({"currency": "CHF", "minValue": 90000, "maxValue": 110000, "unitText": "ANN"}, (90000, 110000, "CHF", "year")),
        ([{"currency": "USD", "value": {"minValue": 20, "unitText": "HOUR"}}], (20, None, "USD", "hour")),
        ("£28,000 - £32,000 per year", (28000, 32000, "GBP", "year")),
        ("60000", (60000, 60000, None, None)),
    ],
)  # fmt: skip
def test_stated_pay_in_its_many_shapes(base: object, expected: tuple[object, ...]) -> None:
    html = page_with(
        {"title": "Surveyor", "description": "<p>Survey land for roads and bridges.</p>", "baseSalary": base}
    )
    posting = parse_html(html, "https://jobs.example/1")
    assert posting.salary is not None
    assert (posting.salary.min, posting.salary.max, posting.salary.currency, posting.salary.period) == expected
    assert posting.salary.excerpt in posting.text


@pytest.mark.parametrize(
    ("stated", "location", "remote"),
    [
        ({"jobLocation": {"address": {"addressLocality": "Graz", "addressCountry": {"name": "AT"}}}}, "Graz, AT", None),
        ({"jobLocation": [{"address": {"addressLocality": "Oslo"}}, {"address": "Bergen"}]}, "Oslo; Bergen", None),
        ({"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": {"name": "Canada"}}, "Canada", "remote"),
        ({"jobLocationType": "TELECOMMUTE", "jobLocation": {"name": "Anywhere, Texas"}}, "Anywhere, Texas", "remote"),
    ],
)  # fmt: skip
def test_stated_places(stated: dict[str, object], location: str, remote: str | None) -> None:
    posting = parse_html(
        page_with({"title": "Welder", "description": "Weld frames.", **stated}), "https://jobs.example/1"
    )
    assert (posting.location, posting.remote) == (location, remote)


def test_of_several_postings_the_one_of_this_address_is_taken() -> None:
    html = fixture("several_jsonld.html")
    assert parse_html(html, "https://www.cafe.example/jobs/12?utm_medium=x").title == "Pastry Chef"
    error = refusal(html, "https://cafe.example/jobs")
    assert error.code == "NO_POSTING"
    assert [p["title"] for p in error.details["postings"]] == ["Barista", "Pastry Chef"]
    assert "Barista" in error.message


def test_a_form_names_the_posting_it_belongs_to() -> None:
    error = refusal(fixture("form.html"), "https://brightwater.example/jobs/88/apply")
    assert (error.code, error.details["kind"]) == ("NO_POSTING", "form")
    assert error.details["posting_url"] == "https://brightwater.example/jobs/88"
    assert "Dental Hygienist" in error.message


def test_a_closed_posting_that_still_carries_its_text_is_read() -> None:
    html = fixture("plain_page.html").replace("<main>", "<main><p>This job is no longer accepting applications.</p>")
    classify_page(200, "https://brightwater.example/jobs/88", html)
    assert parse_html(html, "https://brightwater.example/jobs/88").title == "Dental Hygienist"


def test_gone_pages_quote_their_own_words() -> None:
    with pytest.raises(ValidationError) as caught:
        classify_page(200, "https://larkspur.example/jobs/1", fixture("soft_404.html"))
    assert "This position is no longer available." in caught.value.message


def test_which_pages_need_a_browser() -> None:
    assert needs_browser(fixture("script_only.html"))
    assert not needs_browser(fixture("plain_page.html"))
    assert not needs_browser(fixture("broken_jsonld.html")), "what is stated for machines needs no rendering"
    assert not needs_browser(fixture("login_wall.html"))


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Jobs.Example:443/a//b/?utm_source=x&gh_jid=12&fbclid=y#apply", "https://jobs.example/a/b?gh_jid=12"),
        ("https://au.indeed.example/viewjob?from=social&jk=54f1", "https://au.indeed.example/viewjob?jk=54f1"),
        ("https://x.example/#/jobs/7", "https://x.example/#/jobs/7"),
        ("https://x.example/jobs?id=5&trk=abc&ref=mail&lang=de", "https://x.example/jobs?id=5&lang=de"),
    ],
)
def test_canonical_addresses(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


REAL_POSTINGS = {
    "dinie/indeed_job.html": (
        "Senior DevOps Engineer", "PaperCut Software", "Camberwell, VIC", (130000, 160000, "AUD", "year"),
    ),
    "everjobs/ats-gusto-hosted.material-detail.html": (
        "Staff Battery Applications Engineer", "Material Hybrid Manufacturing Inc", "Miami", None,
    ),
    "everjobs/framework_co.framework_co-senior-mechanical-engineer.html": (
        "Senior Mechanical Engineer", "Framework", "Los Angeles, CA", (150000, 200000, "USD", "year"),
    ),
    "everjobs/framework_co.framework_co-senior-software-engineer.html": (
        "Senior Software Engineer", "Framework", "Los Angeles, CA", (150000, 200000, "USD", "year"),
    ),
    "everjobs/terminusindustrials.terminus-careers.html": (
        "Head of Product Engineering (Large Power Transformers)", "Terminus Industrials", "Austin, TX", None,
    ),
    "swiss_forms/job-041-bs-team.html": ("Développeur FullStack Java", "BS-Team SA", "Lausanne", None),
    "yc_workatastartup_backend.html": ("Backend Engineer (India)", "VectorShift", "", (20000, 30000, "USD", "year")),
}  # fmt: skip


def test_real_pages_are_read_or_refused_for_the_right_reason(shared_data: Path) -> None:
    """Every captured page: the seven that carry one posting are read, the others are lists or forms."""
    folder = shared_data / "job_pages"
    seen = 0
    for path in sorted(folder.rglob("*.html")):
        name, html = str(path.relative_to(folder)), path.read_text(errors="replace")
        notes = path.with_suffix("").with_suffix(".expected.json")
        url = json.loads(notes.read_text())["landed_url"] if notes.exists() else f"https://site.example/{path.stem}"
        url = "https://framework.example/jobs/senior" if "framework_co-senior" in name else url
        classify_page(200, url, html)
        if name in REAL_POSTINGS:
            seen += 1
            title, company, place, pay = REAL_POSTINGS[name]
            posting = parse_html(html, url)
            assert (posting.title, posting.company) == (title, company), name
            assert place in (posting.location or ""), name
            salary = posting.salary
            assert (salary and (salary.min, salary.max, salary.currency, salary.period)) == pay, name
            assert all(excerpt in posting.text for excerpt in excerpts(posting))
            assert posting.requirements, name
        else:
            with pytest.raises(AppError) as caught:
                parse_html(html, url)
            assert caught.value.code == "NO_POSTING", name
            assert caught.value.details["kind"] == ("form" if notes.exists() else "list"), name
    assert seen == len(REAL_POSTINGS)


@pytest.mark.parametrize("employer", ["GitLab", "GitLab, Inc."])
def test_an_employers_name_is_a_skill_only_where_it_is_asked_for(employer: str) -> None:
    told = "GitLab is a company of 2,000 people.\n\nYou will run GitLab's Kubernetes clusters."
    for text, there in ((told, False), (told + "\n\nRequirements:\n- Three years of GitLab", True)):
        found = assemble(Draft(title="Engineer", text=text, source="text", company=employer))
        assert ("GitLab" in {skill.name for skill in found.skills}) is there
        assert "Kubernetes" in {skill.name for skill in found.skills}
    other = assemble(Draft(title="Engineer", text=told, source="text", company="Acme"))
    assert "GitLab" in {skill.name for skill in other.skills}
