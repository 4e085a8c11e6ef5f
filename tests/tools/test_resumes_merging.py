"""Merging resumes into one career record: what is one, what stays two, what is asked, what each fact cites."""

import itertools
from collections.abc import Sequence
from uuid import UUID

import pytest

from store.base import new_id
from tools.resumes.likeness import language_code, likeness, same_line
from tools.resumes.merging import Merged, Source, merge
from tools.resumes.schemas import (
    BulletDetail,
    ContactDetail,
    Detail,
    EducationDetail,
    LanguageDetail,
    PositionDetail,
    ResumeFact,
    SkillDetail,
    Span,
)

NUMBERS = itertools.count(1)


def _fact(detail: Detail, text: str, parent: ResumeFact | None = None) -> ResumeFact:
    start = next(NUMBERS) * 100
    return ResumeFact(
        id=new_id(), text=text, span=Span(start=start, end=start + len(text)), detail=detail,
        parent_id=parent.id if parent else None,
    )  # fmt: skip


def _position(
    title: str, employer: str, start: str | None, end: str | None, *lines: str, **more: object
) -> list[ResumeFact]:
    detail = PositionDetail.model_validate(
        {
            "title": title,
            "employer": employer,
            "start": start,
            "end": end,
            "current": end is None and bool(start),
            **more,
        }
    )
    head = _fact(detail, f"{title}, {employer}")
    return [head, *(_fact(BulletDetail(), line, head) for line in lines)]


def _source(number: int, age: int, *facts: ResumeFact | Sequence[ResumeFact], language: str = "en") -> Source:
    flat = [each for fact in facts for each in ([fact] if isinstance(fact, ResumeFact) else fact)]
    return Source(new_id(), number, language, age, tuple(flat))


def _contact(field: str, value: str) -> ResumeFact:
    return _fact(ContactDetail.model_validate({"field": field, "value": value}), value)


def _positions(merged: Merged) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (d.title, d.employer, d.start, "present" if d.current else d.end)
        for d in (fact.detail for fact in merged.facts) if isinstance(d, PositionDetail)
    ]  # fmt: skip


def _lines(merged: Merged) -> list[str]:
    return [fact.text for fact in merged.facts if fact.detail.kind == "bullet"]


def _asked(merged: Merged) -> dict[str, tuple[str, list[str]]]:
    return {q.field: (q.kept.value, [other.value for other in q.others]) for q in merged.questions}


CLOSE = "Closed the monthly accounts of 14 subsidiaries within four working days"


def test_one_position_in_two_resumes_is_one_with_the_fuller_lines() -> None:
    first = _source(1, 1, _position(
        "Accountant", "Halden Holding GmbH", "2018", "2021", CLOSE, "Introduced SAP FI in Graz",
    ))  # fmt: skip
    second = _source(
        2, 0, _position("Senior Controller", "Brenn & Söhne", "2021-06", None, "Plans a budget of 30 million EUR"),
        _position("Accountant", "Halden Holding", "2018-04", "2021-05", f"{CLOSE}, with a team of 3", location="Graz"),
    )  # fmt: skip
    merged = merge([first, second])
    assert _positions(merged) == [
        ("Senior Controller", "Brenn & Söhne", "2021-06", "present"),
        ("Accountant", "Halden Holding GmbH", "2018-04", "2021-05"),
    ]
    assert _lines(merged) == [
        "Plans a budget of 30 million EUR", f"{CLOSE}, with a team of 3", "Introduced SAP FI in Graz",
    ]  # fmt: skip
    assert merged.questions == []
    held = next(fact for fact in merged.facts if fact.text == "Accountant, Halden Holding GmbH")
    assert isinstance(held.detail, PositionDetail)
    assert held.detail.location == "Graz"
    line = next(fact for fact in merged.facts if fact.text.startswith(CLOSE))
    assert line.parent_id == held.id
    sources = {source.resume_id: source for source in (first, second)}
    for fact in merged.facts:
        cited = {(each.resume_id, each.fact_id) for each in merged.citations.get(fact.id, [])}
        assert not cited or (fact.source_resume_id, fact.source_fact_id) in cited
        own = {each.id: each for each in sources[fact.source_resume_id or UUID(int=0)].facts}
        assert own[fact.source_fact_id or UUID(int=0)].span == fact.span
    assert [each.number for each in merged.citations[line.id]] == [1, 2]


@pytest.mark.parametrize(("a", "b"), [
    (("Nurse", "Aldeia Clinic", "2015-01", "2017-12"), ("Nurse", "Porto Clinic", "2015-01", "2017-12")),
    (("Nurse", "Aldeia Clinic", "2015-01", "2016-12"), ("Nurse", "Aldeia Clinic", "2018-02", "2019-12")),
    (("Nurse", "Aldeia Clinic", "2015-01", "2018-12"), ("Bookkeeper", "Aldeia Clinic", "2016-03", "2017-01")),
    (("Nurse", "Aldeia Clinic", "2015-01", "2018-06"), ("Head of Nursing", "Aldeia Clinic", "2018-06", "2021-01")),
])  # fmt: skip
def test_positions_that_are_two_stay_two(
    a: tuple[str, str, str, str], b: tuple[str, str, str, str]
) -> None:  # fmt: skip
    merged = merge([_source(1, 0, _position(*a)), _source(2, 1, _position(*b))])
    assert sorted(_positions(merged)) == sorted([a, b])
    assert merged.questions == []


def test_two_stations_at_one_employer_are_each_found_again() -> None:
    both = [("Engineer", "Tarn", "2012-01", "2015-03"), ("Senior Engineer", "Tarn", "2015-04", "2019-08")]
    one = _source(1, 0, *(_position(*each) for each in both))
    other = _source(2, 1, *(_position(*each) for each in reversed(both)))
    assert _positions(merge([one, other])) == list(reversed(both))


def test_what_resumes_disagree_on_is_asked_and_the_first_stands() -> None:
    first = _source(
        1, 1, _contact("name", "Ilse Brandt"), _contact("phone", "+43 1 5550101"),
        _position("Cook", "Gasthof Enzian", "2014-03", "2018-10", "Cooked for 60 guests a day in the season"),
        _fact(LanguageDetail(name="French", level="B1"), "French (B1)"),
    )  # fmt: skip
    second = _source(
        2, 0, _contact("name", "Ilse M. Brandt"), _contact("phone", "+43 660 5550199"),
        _position("Sous-Chef", "Gasthof Enzian", "2014-05", "2018-10", "Cooked for 90 guests a day in the season"),
        _fact(LanguageDetail(name="Französisch", level="C1"), "Französisch (C1)"),
    )  # fmt: skip
    merged = merge([first, second])
    assert _asked(merged)["value"] == ("+43 660 5550199", ["+43 1 5550101"])  # contact: the newest stands
    assert _asked(merged)["level"] == ("B1", ["C1"])
    # The titles and beginnings differ and the periods overlap without a likeness: two positions, nothing merged.
    assert len(_positions(merged)) == 2
    same_title = _source(
        2, 0, _position("Cook", "Enzian Gasthof", "2014-05", "2018-10", "Cooked for 90 guests a day in the season")
    )
    merged = merge([first, same_title])
    assert _asked(merged)["start"] == ("2014-03", ["2014-05"])
    assert _asked(merged)["text"] == (
        "Cooked for 60 guests a day in the season", ["Cooked for 90 guests a day in the season"],
    )  # fmt: skip
    assert _lines(merged) == ["Cooked for 60 guests a day in the season"]
    question = next(q for q in merged.questions if q.field == "start")
    assert "resume 1 says “2014-03”" in question.question
    assert "resume 2 says “2014-05”" in question.question
    assert {fact.id: fact for fact in merged.facts}[question.fact_id].detail.kind == "position"


def test_an_older_resumes_present_is_no_disagreement() -> None:
    old = _source(1, 1, _position("Buyer", "Nordkai", "2016-02", None))
    new = _source(2, 0, _position("Buyer", "Nordkai", "2016-02", "2020-09"))
    for sources in ([old, new], [new, old]):
        merged = merge(sources)
        assert _positions(merged) == [("Buyer", "Nordkai", "2016-02", "2020-09")]
        assert merged.questions == []
    late = _source(2, 0, _position("Buyer", "Nordkai", "2016-02", None))
    early = _source(1, 1, _position("Buyer", "Nordkai", "2016-02", "2020-09"))
    assert _asked(merge([late, early])) == {"end": ("present", ["2020-09"])}


def test_skills_languages_and_studies_are_united_across_languages() -> None:
    english = _source(
        1, 0, _fact(SkillDetail(name="PostgreSQL", canonical="PostgreSQL"), "PostgreSQL"),
        _fact(SkillDetail(name="Glazing"), "Glazing"), _fact(LanguageDetail(name="German", level="native"), "German"),
        _fact(EducationDetail(institution="TU Wien", degree="MSc", start="2010", end="2012"), "MSc, TU Wien"),
    )  # fmt: skip
    german = _source(
        2, 1, _fact(SkillDetail(name="Postgres", canonical="PostgreSQL"), "Postgres"),
        _fact(SkillDetail(name="glazing"), "glazing"), _fact(SkillDetail(name="Töpfern"), "Töpfern"),
        _fact(LanguageDetail(name="Deutsch", level="Muttersprache"), "Deutsch"),
        _fact(EducationDetail(institution="TU Wien", degree="Diplom", start="2010-10", end="2012-06"), "Diplom, TU W."),
        language="de",
    )  # fmt: skip
    merged = merge([english, german])
    assert [fact.text for fact in merged.facts if fact.detail.kind == "skill"] == ["PostgreSQL", "Glazing", "Töpfern"]
    assert [fact.text for fact in merged.facts if fact.detail.kind == "language"] == ["German"]
    studies = [fact.detail for fact in merged.facts if isinstance(fact.detail, EducationDetail)]
    assert [(each.degree, each.start, each.end) for each in studies] == [("MSc", "2010-10", "2012-06")]
    assert merged.questions == []


def test_merged_again_the_facts_keep_their_ids_and_questions() -> None:
    first = _source(1, 1, _position("Cook", "Gasthof Enzian", "2014-03", "2018-10", "Cooked for 60 guests a day"))
    second = _source(2, 0, _position("Cook", "Gasthof Enzian", "2014-05", "2018-10", "Trained 4 apprentices in pastry"))
    before = merge([first, second])
    again = merge([first, second], before.facts)
    assert [fact.id for fact in again.facts] == [fact.id for fact in before.facts]
    assert [q.id for q in again.questions] == [q.id for q in before.questions]
    assert again.facts == before.facts


@pytest.mark.parametrize(("a", "b", "same"), [
    ("Built the ingestion pipeline in Python", "Built the ingestion pipeline in Python.", True),
    ("Built the ingestion pipeline in Python", "Built the ingestion pipeline in Java", False),
    ("Led the audit of twelve plants in France", "Was responsible for the payroll of 300", False),
])  # fmt: skip
def test_lines_are_the_same_only_with_the_same_tools(a: str, b: str, same: bool) -> None:
    assert (same_line(a, b) > 0) is same


def test_likeness_needs_the_same_kind() -> None:
    assert likeness(_fact(SkillDetail(name="Excel"), "Excel"), _fact(BulletDetail(), "Excel")) == 0
    assert language_code("Alemán") == language_code("German") == "de"
