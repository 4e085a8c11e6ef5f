"""Our own resumes in many layouts, trades and languages: every field is read, and every fact stands where it says."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evals.resume_cases import case_content, load_cases
from evals.scorers.resumes import Counts, score_resume, total
from store.errors import AppError
from tools.resumes.parsing import read
from tools.resumes.parsing.facts import check_spans
from tools.resumes.schemas import BulletDetail, ParsedResume, PositionDetail

FOLDER = Path(__file__).parents[2] / "evals" / "cases"
FILES = ("extraction.v1.yaml", "extraction_layouts.v1.yaml")
CASES = {case["id"]: case for file in FILES for case in load_cases(FOLDER / file)}
READABLE = [name for name, case in CASES.items() if "expected" in case]


@cache
def parsed_case(name: str) -> ParsedResume:
    return read(*case_content(CASES[name], FOLDER))


@pytest.mark.parametrize("name", READABLE)
def test_fields_are_read_and_facts_stand_at_their_spans(name: str) -> None:
    parsed = parsed_case(name)
    check_spans(parsed.text, parsed.facts)
    scores = score_resume(parsed, CASES[name]["expected"])
    weak = {field: counts for field, counts in scores.items() if counts.f1 < 0.85}
    assert not weak


def test_all_cases_together_reach_the_bar() -> None:
    totals = total(score_resume(parsed_case(name), CASES[name]["expected"]) for name in READABLE)
    for field in ("name", "email", "phone", "location", "employers"):
        assert totals[field].f1 >= 0.95, field
    for field in ("titles", "dates", "bullets", "bullets_count", "education", "skills", "languages"):
        assert totals[field].f1 >= 0.9, field


@pytest.mark.parametrize("name", READABLE)
def test_bullets_hang_below_their_position(name: str) -> None:
    """Parents come before their bullets, and a bullet's span lies between its position's and the next one's."""
    facts = parsed_case(name).facts
    starts = [fact.span.start for fact in facts if isinstance(fact.detail, PositionDetail)]
    for index, fact in enumerate(facts):
        if not isinstance(fact.detail, BulletDetail) or fact.parent is None:
            continue
        parent = facts[fact.parent]
        assert fact.parent < index
        if isinstance(parent.detail, PositionDetail):
            between = [start for start in starts if parent.span.start < start <= fact.span.start]
            assert not between


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "refused" in case])
def test_refused_cases_carry_their_code(name: str) -> None:
    with pytest.raises(AppError) as caught:
        parsed_case(name)
    assert caught.value.code == CASES[name]["refused"]


def test_values_in_details_are_words_of_the_file() -> None:
    """Nothing is invented: employers, titles, schools and skills all occur in the text."""
    for name in READABLE:
        parsed = parsed_case(name)
        text = " ".join(parsed.text.split())
        for fact in parsed.facts:
            detail: dict[str, Any] = fact.detail.model_dump()
            for field in ("employer", "title", "institution", "degree", "area", "name", "location"):
                value = detail.get(field)
                assert not value or " ".join(value.split()) in text, (name, field, value)


def test_scorer_counts_what_is_missed_and_made_up() -> None:
    parsed = parsed_case("resume-analyst-portuguese-markdown")
    scores = score_resume(parsed, {"employers": ["Armazéns Paulista", "Nowhere Ltd"], "bullets_count": 5})
    assert scores["employers"] == Counts(right=1, wrong=1, missed=1)
    assert scores["bullets_count"] == Counts(right=3, wrong=0, missed=2)
    with pytest.raises(KeyError):
        score_resume(parsed, {"shoe_size": 44})
