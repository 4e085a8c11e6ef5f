"""The real resumes beside the checkout, read in full against their twins, or refused for the right reason."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.scorers.resumes import period, score_resume
from store.errors import AppError
from tools.resumes.parsing import read
from tools.resumes.parsing.dates import find_ranges
from tools.resumes.schemas import ContactDetail, PositionDetail


@pytest.fixture(scope="module")
def resumes(shared_data: Path) -> Path:
    return shared_data / "resumes"


def _dates(text: str) -> str:
    found = find_ranges(text)[0]
    return period(found.start, found.end, found.current)


def _reactive(path: Path) -> dict[str, Any]:
    """Expected fields from a builder's JSON with `sections.<name>.items`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    basics, sections = data["basics"], data["sections"]
    jobs = sections["experience"]["items"]
    bullets = [re.sub("<[^>]+>", "", text) for job in jobs for text in re.findall("<p>(.*?)</p>", job["summary"])]
    return {
        "name": basics["name"],
        "headline": basics["headline"],
        "email": basics["email"],
        "phone": basics["phone"],
        "location": basics["location"],
        "employers": [job["company"] for job in jobs],
        "titles": [job["position"] for job in jobs],
        "dates": [_dates(job["date"]) for job in jobs],
        "bullets": bullets,
        "education": [item["institution"] for item in sections["education"]["items"]],
        "skills": [word for item in sections["skills"]["items"] for word in item["keywords"]],
    }


@pytest.mark.parametrize("template", ["azurill", "ditto", "glalie", "leafish", "nosepass", "pikachu"])
def test_builder_templates_hold_what_their_json_says(resumes: Path, template: str) -> None:
    twin = resumes / "reactive" / ("azurill.json" if template == "azurill" else "ditto.json")
    path = resumes / "reactive" / f"{template}.pdf"
    _assert_complete(path, _reactive(twin))


def test_builder_json_is_read_like_its_pdf(resumes: Path) -> None:
    path = resumes / "reactive" / "ditto.json"
    _assert_complete(path, _reactive(path))


@pytest.mark.parametrize(
    "file", ["classic.pdf", "engineeringclassic.pdf", "moderncv.pdf", "sb2nov.pdf", "classic.yaml"]
)
def test_themes_hold_what_their_yaml_says(resumes: Path, file: str) -> None:
    cv = yaml.safe_load((resumes / "rendercv" / "classic.yaml").read_text(encoding="utf-8"))["cv"]
    sections = cv["sections"]
    jobs = sections["experience"]
    expected = {
        "name": cv["name"],
        "email": cv["email"],
        "location": cv["location"],
        "employers": [job["company"] for job in jobs],
        "titles": [job["position"] for job in jobs],
        "dates": [f"{job['start_date']}/{job['end_date']}" for job in jobs],
        "education": [item["institution"] for item in sections["education"]],
        "skills": [word.strip() for item in sections["skills"] for word in item["details"].split(",")],
    }
    _assert_complete(resumes / "rendercv" / file, expected)


@pytest.mark.parametrize("file", ["sample.resume.json", "career-changer.resume.json", "resume-sample.json"])
def test_json_resumes_keep_every_field(resumes: Path, file: str) -> None:
    path = resumes / "jsonresume" / file
    data = json.loads(path.read_text(encoding="utf-8"))
    expected = {
        "name": data["basics"]["name"],
        "email": data["basics"]["email"],
        "phone": data["basics"]["phone"],
        "employers": [job["name"] for job in data["work"]],
        "titles": [job["position"] for job in data["work"]],
        "education": [item["institution"] for item in data["education"]],
    }
    _assert_complete(path, expected)


LISTED: dict[str, list[tuple[str, str]]] = {
    "resume_matcher/single-column.pdf": [
        ("Stripe", "Senior Software Engineer"),
        ("Figma", "Software Engineer"),
        ("Notion", "Software Engineer"),
    ],
    "resume_matcher/modern-single-column.pdf": [
        ("Stripe", "Senior Software Engineer"),
        ("Figma", "Software Engineer"),
        ("Notion", "Software Engineer"),
    ],
    "resume_matcher/master.json": [("Acme Corp", "Senior Backend Engineer"), ("StartupCo", "Software Engineer")],
    "scorelia/sample_resume.pdf": [("Google", "Software Engineer"), ("Meta", "ML Engineer")],
    "jobsync/job-match.backend-resume.txt": [
        ("Meridian Technologies", "Staff Software Engineer"),
        ("Stackline Inc.", "Senior Software Engineer"),
        ("Luminary Digital", "Software Engineer"),
    ],
    "jobsync/job-match.marketing-resume.txt": [
        ("Brightside Media", "Senior Marketing Manager"),
        ("Cedar & Co.", "Marketing Manager"),
    ],
    "jobsync/resume-import.standard.txt": [
        ("Brightloop", "Senior Software Engineer"),
        ("Nimbus Data", "Software Engineer"),
    ],
    "jobsync/resume-import.adversarial-resume.txt": [("Corvus Analytics", "Data Engineer")],
    "jobsync/resume-review.weak-sparse.txt": [("Generic Tech Company", "Software Developer")],
    "jobsync/resume-review.strong-senior.txt": [
        ("Meridian Technologies", "Staff Software Engineer"),
        ("Stackline Inc.", "Senior Software Engineer"),
        ("Luminary Digital", "Software Engineer"),
    ],
    "career_ops/cv-example.md": [
        ("TechFin Corp", "Senior ML Engineer / ML Platform Lead"),
        ("DataStartup Inc", "ML Engineer"),
    ],
}


@pytest.mark.parametrize("file", LISTED)
def test_every_employer_and_title_is_found(resumes: Path, file: str) -> None:
    parsed = read((resumes / file).read_bytes(), file)
    jobs = [(f.detail.employer, f.detail.title) for f in parsed.facts if isinstance(f.detail, PositionDetail)]
    assert jobs == LISTED[file]
    fields = {fact.detail.field for fact in parsed.facts if isinstance(fact.detail, ContactDetail)}
    assert {"name", "email"} <= fields


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("scans/rendercv_classic_imageonly.pdf", "RESUME_SCANNED"),
        ("scorelia/scanned_resume.pdf", "RESUME_BLANK"),
        ("scorelia/corrupt_file.pdf", "RESUME_CORRUPT"),
    ],
)
def test_unreadable_files_are_refused_for_their_reason(resumes: Path, file: str, code: str) -> None:
    with pytest.raises(AppError) as caught:
        read((resumes / file).read_bytes(), file)
    assert (caught.value.code, caught.value.status) == (code, 422)


def _assert_complete(path: Path, expected: dict[str, Any]) -> None:
    scores = score_resume(read(path.read_bytes(), path.name), expected)
    assert {field: counts for field, counts in scores.items() if counts.f1 < 1} == {}
