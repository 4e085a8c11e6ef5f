"""Guards leave out nothing: where a pattern matches, the words that were read out of it stand."""

import re
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.jobs.cleaning import asked, terms
from tools.jobs.parsing import money, requirements, role, salary, workplace
from tools.jobs.parsing.guarded import Guarded, folded, guarded, holds, words_of, words_of_all, words_within

MODULES = (asked, terms, money, requirements, role, salary, workplace)


def _guards(value: object) -> Iterator[Guarded]:
    if isinstance(value, Guarded):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _guards(item)


GUARDS = [guard for module in MODULES for value in vars(module).values() for guard in _guards(value)]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_pattern_matches_its_guard_lets_through(data: st.DataObject) -> None:
    guard = data.draw(st.sampled_from(GUARDS))
    matched = data.draw(st.from_regex(guard.pattern))
    for text in (matched, matched.upper(), matched.title(), f"Über\n{matched}"):
        found = guard.pattern.search(text)
        assert (found and found.span()) == ((again := guard.search(text)) and again.span())
        assert not found or guard.may_match(text)
        if found and (words := words_within(text, guard)) is not None:
            assert holds(words, folded(text))


def test_guards_know_their_words() -> None:
    assert len(GUARDS) > 60
    assert not [guard.pattern.pattern[:60] for guard in GUARDS if guard.words is None]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bremote(?:ly)?\b", ("remote",)),
        (r"(?:full|part)[- ]time", ("full time", "full-time", "part time", "part-time")),
        (r"visa \w+ support", (" support",)),
        (r"(?:no|kein\w*) visa(?! card)", (" visa",)),
        (r"(?<!assistant )principal", ("principal",)),
        (r"\d+ ?(?:years|jahre)+", ("jahre", "years")),
        (r"colou?r", ("color", "colour")),
        (r"\d+|\w+", None),
        (r"(?:remote)?", None),
        (r"[^x]+", None),
    ],
)
def test_words_are_read_out_of_a_pattern(pattern: str, words: tuple[str, ...] | None) -> None:
    assert words_of(re.compile(pattern, re.I)) == words


def test_letters_that_match_without_case_are_found() -> None:
    guard = guarded("kiss", re.I)
    for text in ("KISS", "\u212aiss", "kıss", "KİSS", "kiſſ"):
        assert guard.search(text)
    assert len(folded("İstanbul \u212a ẞ")) == len("İstanbul \u212a ẞ")


def test_patterns_that_cannot_be_told_are_always_tried() -> None:
    guard = guarded(r"\d+")
    assert guard.search("room 7")
    assert guard.sub("x", "room 7") == "room x"
    assert [match[0] for match in islice(guard.finditer("1 2"), 5)] == ["1", "2"]
    assert words_within("room 7", guard) is None
    assert words_of_all(guard, guarded("seven")) is None
