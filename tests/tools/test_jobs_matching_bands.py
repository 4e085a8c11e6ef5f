"""The number of a match is where a person who read both texts would put it, on our own cases and on shared material."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.embedding import LocalEmbedder
from tools.jobs.matching import match
from tools.jobs.matching.choices import choices
from tools.jobs.parsing import parse_text
from tools.jobs.schemas import Match, ParsedPosting
from tools.resumes.parsing import read
from tools.resumes.schemas import ParsedResume
from tools.skills import find_skills

CASES = Path(__file__).parents[2] / "evals" / "cases" / "matching.v1.yaml"
TODAY = date(2026, 6, 1)
BANDS = {"excellent": (80, 100), "good": (60, 80), "partial": (35, 60), "weak": (15, 35), "unrelated": (0, 15)}


def fit(resume: ParsedResume, posting: ParsedPosting) -> Match:
    ours, theirs = LocalEmbedder().embed_sync([resume.text, posting.text])
    return match(resume.facts, posting, float(ours @ theirs), None, today=TODAY)


@cache
def judged() -> list[tuple[str, str, str, Match]]:
    """Every pair of the cases with a band: resume, title, band and its match."""
    cases: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))["cases"]
    found = []
    for case in cases:
        banded = [candidate for candidate in case["candidates"] if "band" in candidate]
        resume = read(case["resume"].encode(), "resume.txt") if banded else None
        for candidate in banded:
            posting = parse_text(f"{candidate['title']}\n\n{candidate['text']}", title=candidate["title"])
            assert resume
            found.append((case["id"], candidate["title"], candidate["band"], fit(resume, posting)))
    return found


def test_clear_cases_are_within_their_bands() -> None:
    wrong = [
        (resume, title, found.score)
        for resume, title, band, found in judged()
        if (band == "excellent" and found.score < 75) or (band == "unrelated" and found.score > 22)
    ]
    assert not wrong
    assert len(judged()) >= 80


def test_most_pairs_are_where_a_reader_would_put_them() -> None:
    near = [BANDS[band][0] - 5 <= found.score <= BANDS[band][1] + 5 for _, _, band, found in judged()]
    assert sum(near) / len(near) >= 0.85


def test_reasons_read_as_the_beginning_of_a_sentence() -> None:
    texts = [reason.text for _, _, _, found in judged() for part in found.parts for reason in part.reasons]
    assert texts
    assert not [text for text in texts if text.endswith((".", ":", ";", ","))]
    assert any(", not " in text for text in texts)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Python, Go or Java", [("Python", "Go", "Java")]),
        ("Docker and Kubernetes", [("Docker",), ("Kubernetes",)]),
        ("Experience with React/Angular and Jest", [("React", "Angular"), ("Jest",)]),
        ("Tools such as Tableau, Looker or similar", [("Tableau", "Looker")]),
        ("At least one of the big cloud platforms (AWS, Azure)", [("AWS", "Azure")]),
    ],
)
def test_alternatives_of_a_line_are_one_thing_asked_for(line: str, expected: list[tuple[str, ...]]) -> None:
    assert [choice.skills for choice in choices(line, find_skills(line))] == expected


def test_a_part_of_the_years_is_worth_a_part() -> None:
    job = parse_text("Electrician\n\nRequirements\n- 4+ years of experience as an electrician", title="Electrician")
    scores = [
        match(read(text.encode(), "resume.txt").facts, job, None, None, today=TODAY).parts[0].score or 0
        for since in (2026, 2025, 2024, 2021)
        for text in [
            f"Ola Brandt\n\nExperience\nElectrician, Nordlys, Bergen\nJanuary {since} - Present\n- Wired homes"
        ]
    ]
    assert scores == sorted(scores)
    assert len(set(scores)) == 4


def test_a_founder_is_known_by_the_work_and_a_student_is_not_taken_for_senior() -> None:
    founder = read(
        b"Ada Venn\n\nExperience\nCo-Founder, Larkmind, Oslo\n2021 - Present\n"
        b"- Trained neural ranking models in PyTorch and served them on Kubernetes\n"
        b"- Built the machine learning platform in Python for six researchers\n\n"
        b"Education\nPhD Computer Science, University of Oslo, 2021\nThesis: deep learning for search\n",
        "resume.txt",
    )
    lines = "Requirements\n- 3+ years of machine learning experience\n- Python and PyTorch\n- Kubernetes\n"
    scores = {
        title: fit(founder, parse_text(f"{title}\n\n{lines}", title=title))
        for title in ("Machine Learning Engineer", "Registered Nurse")
    }
    part = {title: next(p.score or 0 for p in f.parts if p.name == "title_seniority") for title, f in scores.items()}
    assert part["Machine Learning Engineer"] >= 50
    assert part["Registered Nurse"] < 10
    reason = next(p for p in scores["Machine Learning Engineer"].parts if p.name == "title_seniority").reasons[0]
    assert reason.resume_quote
    assert any(reason.resume_quote in fact.text for fact in founder.facts)


@pytest.mark.parametrize(
    ("posting", "low", "high"),
    [("ml-eng", 55, 80), ("backend-eng", 28, 50), ("product-manager", 3, 25), (None, 0, 12)],
)
def test_a_researchers_resume_on_shared_postings(
    shared_data: Path, posting: str | None, low: float, high: float
) -> None:
    source = shared_data / "resumes" / "rendercv" / "classic.pdf"
    resume = read(source.read_bytes(), source.name)
    if posting is None:
        text = (
            "Registered Nurse\n\nRequirements\n- Registered Nurse license\n- BLS\n- 2+ years of acute care experience"
        )
    else:
        text = (shared_data / "matching" / "resume_matcher_jds" / f"{posting}.txt").read_text(encoding="utf-8")
    assert low <= fit(resume, parse_text(text)).score <= high
