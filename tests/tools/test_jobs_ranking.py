"""A ranking's parts add up to its score, quote exact words, and come out the same every time; bad signs are told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from store.retrieval import Hit
from tools.jobs.ranking.fusing import fuse
from tools.jobs.ranking.ordering import ordering
from tools.jobs.ranking.scoring import DEFAULTS, Opening, rank
from tools.jobs.ranking.signs import warnings_of
from tools.jobs.ranking.terms import related_term, terms_of
from tools.jobs.schemas import Match, Reason, ScorePart
from tools.jobs.searching.schemas import RankedPosting

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def row(number: int, title: str = "Python Developer", text: str = "", **fields: Any) -> dict[str, Any]:
    """A posting's columns."""
    return {
        "id": UUID(int=number), "title": title, "company": "Larkspur", "location": "Berlin", "remote": None,
        "seniority": None, "employment_type": None, "text": text or f"{title}\nWe use Kubernetes and Go.",
        "language": "en", "source": "lever", "kind": "company", "url": "https://jobs.example/1", "apply_url": None,
        "posted_at": NOW - timedelta(days=5), "valid_through": None, "first_seen": NOW - timedelta(days=5),
        "last_seen": NOW, "closed_at": None, "salary": None, "requirements": [], "skills": [], "liveness": None,
    } | fields  # fmt: skip


def match_of(skills: float | None, title: float | None, pay: float | None = None) -> Match:
    """A match with the resume, as the matcher gives it."""
    shown = Reason(text="Shows Go", posting_quote="We use Kubernetes and Go.")
    parts = [
        ScorePart(name="required_skills", weight=0.5, score=skills, reasons=[shown]),
        ScorePart(name="title_seniority", weight=0.3, score=title, reasons=[Reason(text="the same line of work")]),
        ScorePart(name="salary", weight=0.2, score=pay, reasons=[Reason(text="The posting states no pay")]),
    ]  # fmt: skip
    return Match(score=50, parts=parts)


def ranked(*openings: Opening, words: str = "python kubernetes", resume: bool = True) -> list[RankedPosting]:
    return rank(openings, terms_of(words), weights=None, has_resume=resume, now=NOW, words=words)


def test_parts_add_up_to_the_score_and_quote_exact_words() -> None:
    text = "Build services.\n  You know Kubernetes well.  \nGood pay."
    item = ranked(Opening(row(1, text=text), 0.7, match_of(80, 60)))[0]
    assert item.score == pytest.approx(sum(part.weight * (part.score or 0) for part in item.parts), abs=0.1)
    assert sum(part.weight for part in item.parts) == pytest.approx(1.0, abs=0.001)
    named = {part.name: part for part in item.parts}
    assert named["pay"].weight == 0, "what cannot be judged carries no weight"
    assert named["pay"].score is None
    assert named["words"].quote == "Python Developer"
    assert "title says “Python”" in named["words"].reason
    assert "text says “Kubernetes”" in named["words"].reason
    by_text = ranked(Opening(row(1, title="Engineer", text=text), 0.7), words="kubernetes")[0].parts[0]
    assert by_text.quote == "You know Kubernetes well."
    assert by_text.quote in text


def test_without_a_resume_the_words_carry_it_and_without_words_the_resume_does() -> None:
    alone = ranked(Opening(row(1), 0.7, match_of(80, 60)), resume=False)[0]
    assert {part.name for part in alone.parts} == {"words", "pay", "freshness"}
    weights = {part.name: part.weight for part in alone.parts}
    assert weights["words"] > 0.7
    by_resume = ranked(Opening(row(1), None, match_of(80, 60)), words="")[0]
    assert {part.name for part in by_resume.parts} == {"skills", "title", "pay", "freshness"}


def test_better_answers_and_fits_stand_higher_and_the_order_is_the_same_every_time() -> None:
    openings = [
        Opening(row(n), answer=n / 40, match=match_of(n * 2, 50)) for n in (7, 30, 12, 30, 1)
    ] + [Opening(row(50, posted_at=NOW), answer=0.75, match=match_of(60, 50))]  # fmt: skip
    first = ranked(*openings)
    assert [item.posting_id.int for item in first] == [50, 30, 30, 12, 7, 1], "of equals the newer first"
    assert first == ranked(*openings)
    assert [item.posting_id for item in ranked(*reversed(openings))] == [item.posting_id for item in first]


def test_the_difference_of_two_is_told_part_by_part() -> None:
    higher, lower = ranked(
        Opening(row(1), 0.8, match_of(80, 60)),
        Opening(row(2, "Nurse", text="Care.", posted_at=NOW - timedelta(days=50)), 0.1, match_of(10, 40, pay=90)),
    )
    told = ordering(lower, higher, signals=3)
    assert told.higher.posting_id == UUID(int=1)
    assert told.difference == pytest.approx(higher.score - lower.score)
    assert sum(part.points for part in told.parts) == pytest.approx(told.difference, abs=0.1)
    assert [abs(part.points) for part in told.parts] == sorted((abs(part.points) for part in told.parts), reverse=True)
    words = next(part for part in told.parts if part.name == "words")
    assert words.higher_quote == "Python Developer"
    assert "nothing says “python”" in words.reason.lower()


def test_the_same_words_with_other_points_are_told_apart() -> None:
    higher, lower = ranked(Opening(row(1), 0.6), Opening(row(2, "Python Nurse"), 0.4), words="python")
    told = next(part for part in ordering(higher, lower, signals=0).parts if part.name == "words")
    assert told.reason.startswith("The title says “Python”; title and text as a whole are nearer to what was asked for")
    equal = ranked(Opening(row(1), 0.6), Opening(row(2), 0.6), words="python")
    assert ordering(*equal, signals=0).parts[0].reason == "The title says “Python”"


def test_what_nothing_says_is_told_in_the_words_that_were_said() -> None:
    text = "Pflege auf der Station."
    item = ranked(Opening(row(1, "Koch", text=text), 0.3), words="Krankenschwester nurses")[0]
    assert item.parts[0].reason == "Nothing says “Krankenschwester”, “nurses”"


def test_words_become_terms_that_an_index_can_look_up() -> None:
    terms = {(term.stems or term.phrases)[0]: term for term in terms_of("Senior developer jobs with k8s and C++")}
    assert "kubernetes" in terms["k8s"].phrases, "in any spelling"
    assert "c++" in terms
    assert terms["senior"].weight < terms["develop"].weight
    assert len(terms) == 4, "no term for what is said about the search itself"
    assert terms_of("the of and") == ()
    related = related_term("Krankenpfleger")
    assert related is not None
    assert "nurs" in related.stems
    assert related_term("qqqq") is None
    assert len(terms_of("a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12 m13 n14 o15")) == 12


def hit(number: int, title: str, vector: float | None, text: float) -> Hit:
    return Hit(UUID(int=number), title, vector, text)


def test_titles_lead_for_occupations_and_texts_for_skills() -> None:
    hits = [hit(1, "Registered Nurse", 0.5, 0.0), hit(2, "Welder", 0.2, 0.3), hit(3, "Nurse", 0.6, 0.6)]
    found = fuse("nurse", hits)
    assert [answer.hit.posting_id.int for answer in found] == [3, 1, 2]
    assert all(0 <= answer.score <= 1 for answer in found)
    skilled = fuse("Kubernetes", [hit(1, "Shift Lead", 0.3, 0.0), hit(2, "Platform Person", 0.3, 0.5)])
    assert [answer.hit.posting_id.int for answer in skilled] == [2, 1]
    assert [answer.hit.posting_id.int for answer in fuse(None, hits)] == [3, 1, 2], "without words by the vector"
    assert fuse("nurse", []) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"posted_at": NOW - timedelta(days=95)}, "95 days ago; it was still listed on 1 June 2026: may be a ghost"),
        ({"posted_at": NOW - timedelta(days=65)}, "may be stale"),
        ({"posted_at": None, "first_seen": NOW - timedelta(days=70)}, "First seen 70 days ago"),
        ({"valid_through": NOW - timedelta(days=2)}, "closing date, 30 May 2026, has passed"),
        ({"url": None}, "no link to apply"),
        ({"closed_at": NOW, "liveness": {"state": "closed", "evidence": "404"}}, "Closed since 1 June 2026: 404"),
        ({"liveness": {"state": "front_page", "evidence": "leads to /jobs"}}, "looks front page: leads to /jobs"),
        ({"reposted": [NOW - timedelta(days=30), NOW - timedelta(days=3)]}, "again 2 times under another number"),
        ({"first_seen": NOW - timedelta(days=40)}, "Dated 27 May 2026, but it was there on 22 April 2026 already"),
    ],
)  # fmt: skip
def test_bad_signs_are_told_with_what_shows_them(fields: dict[str, Any], told: str) -> None:
    assert told in " | ".join(warnings_of(row(1, **fields), NOW))


def test_good_postings_have_no_signs() -> None:
    assert warnings_of(row(1), NOW) == []
    assert warnings_of(row(1, url=None, kind="given"), NOW) == []
    assert set(DEFAULTS) >= {"words", "skills", "freshness"}
