"""What a search is asked for: countries and currencies that exist, ways of work that will do, no field nobody reads."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from tools.ingestion.schemas import WatchJobs
from tools.ingestion.watching import name_of
from tools.jobs.searching.countries import country_code
from tools.jobs.searching.filters import unknown_place
from tools.jobs.searching.presenting import left_out_in_words, present_search, wanted_in_words
from tools.jobs.searching.schemas import LeftOut, SearchJobs, SearchRequest, SearchResult, Wanted


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("DE", "DE"), ("de", "DE"), ("Germany", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("usa", "US"),
        ("UK", "GB"), (" Iran ", "IR"), ("ZZ", None), ("Berlin", None), ("", None), ("12", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_code_or_name(written: str, code: str | None) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize("model", [SearchRequest, WatchJobs])
@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        ({"country": "ZZ"}, "country", "such as Germany"),
        ({"salary_currency": "EUX"}, "salary_currency", "such as EUR"),
        ({"salry_min": 5}, "salry_min", "salary_min"),
        ({"seniority": ["boss"]}, "seniority", "director"),
        ({"remote": ["anywhere"]}, "remote", "hybrid"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_what_is_allowed(
    model: type[Wanted], body: dict[str, Any], field: str, told: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        model.model_validate({"words": "Python", **body})
    errors = refused.value.errors()
    assert {error["loc"][0] for error in errors} == {field}
    assert any(told in error["msg"] for error in errors), errors


def test_searches_that_were_stored_before_can_still_be_read() -> None:
    assert SearchJobs.model_validate({"country": "ZZ", "remote": "remote", "later": 1}).ways == ("remote",)


@pytest.mark.parametrize(
    ("said", "kept", "ways"),
    [
        (None, None, ()), ([], None, ()), ("remote", "remote", ("remote",)), (["hybrid"], "hybrid", ("hybrid",)),
        (["remote", "hybrid", "remote"], ["remote", "hybrid"], ("remote", "hybrid")),
        (["remote", "hybrid", "onsite"], None, ()),
    ],
)  # fmt: skip
def test_several_ways_of_work_will_do(said: Any, kept: Any, ways: tuple[str, ...]) -> None:
    wanted = Wanted(remote=said, words="baker")
    assert (wanted.remote, wanted.ways) == (kept, ways)
    assert (" or ".join(ways) or "“baker”") in wanted_in_words(wanted)


def test_pay_in_another_currency_is_told_apart_and_is_no_silence() -> None:
    told = left_out_in_words([LeftOut(filter="pay", otherwise=1, other_currency=3)], Wanted(salary_min=5))[0]
    assert "1 state otherwise, 3 state pay in another currency" in told
    assert "include those" not in told


@pytest.mark.parametrize(
    ("place", "unknown"),
    [("Zzland", True), ("Berlin", False), ("Bavaria", False), ("Europe", False), ("anywhere", False), (None, False)],
)
def test_a_place_nobody_knows_is_said_to_be_unknown(place: str | None, unknown: bool) -> None:
    wanted = Wanted(words="baker", location=place)
    assert unknown_place(wanted) == (place if unknown else None)
    told = present_search(SearchResult(id=uuid4(), status="completed", wanted=SearchJobs(**wanted.model_dump())))
    assert ("I know no place called Zzland" in told) == unknown


def test_a_watch_is_called_after_the_employers_it_is_limited_to() -> None:
    assert name_of(Wanted(words="baker", companies=["Acme", "Fernhill"]), None) == "baker at Acme or Fernhill"


def test_the_currency_that_a_country_implies_is_told() -> None:
    assert "from 80,000 EUR a year" in wanted_in_words(Wanted(salary_min=80_000, country="DE"))
    assert "from 80,000 a year" in wanted_in_words(Wanted(salary_min=80_000))
    assert "including those that state nothing" in wanted_in_words(Wanted(salary_min=80_000, include_unstated=True))
