"""Answers at hand that nobody documents: postings that are sound, or a clear error, never a crash."""

import copy
import json
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import AppError
from tests.fixtures.boards import vintages
from tests.fixtures.boards.feeds import vintages as feed_vintages
from tools.jobs.boards.reading import guess_board, read_answer
from tools.jobs.boards.registry import BOARDS

DATA = [one for one in vintages.VINTAGES + feed_vintages.VINTAGES if not isinstance(one[1], str)]
MARKUP = [one for one in vintages.VINTAGES + feed_vintages.VINTAGES if isinstance(one[1], str)]
JUNK: tuple[Any, ...] = (
    None, "", 0, -1, True, 1e300, [], {}, [None], [[]], {"x": 1}, "<b>&lt;p", "\x00\ud800", 10**30, "2026-13-45",
    "http://[", "javascript:alert(1)", float("nan"), [1, "a", {}],
)  # fmt: skip
# Names that many rows have, so that made-up answers come near to real ones.
NAMES = st.sampled_from(
    ["id", "title", "name", "text", "url", "jobs", "data", "items", "location", "rss", "channel", "x"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES, inside, max_size=5),
    max_leaves=20,
)


def assert_sound(board: str, content: Any, **beside: Any) -> None:
    """An answer is read as sound postings of its board, or refused."""
    try:
        found = read_answer(board, content, **beside)
    except AppError as error:
        if error.code not in ("BOARD_CHANGED", "POSTING_GONE", "BOARD_REFUSED"):
            raise
        return
    for posting in found:
        assert (posting.board, posting.kind) == (board, BOARDS[board].kind)
        assert posting.title.strip()
        assert posting.external_id.strip()
        assert posting.url is None or posting.url.startswith("http")
        assert posting.posted_at is None or posting.posted_at.utcoffset() is not None
        posting.model_dump_json().encode()


def holders(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value that holds something: the object or list, and its key."""
    inside = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [found for key, one in inside for found in ((value, key), *holders(one))]


@given(index=st.integers(0, len(DATA) - 1), seed=st.integers(0, 2**32))
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_spoilt_answer_is_read_or_refused(index: int, seed: int) -> None:
    chance = random.Random(seed)
    board, content, beside, _ = DATA[index]
    spoilt = copy.deepcopy(content)
    for _ in range(chance.randint(1, 4)):
        if places := holders(spoilt):
            holder, key = chance.choice(places)
            holder[key] = copy.deepcopy(chance.choice(JUNK))
    company = beside.get("company")
    assert_sound(board, spoilt, company=company)
    assert_sound(board, json.dumps(spoilt), company=company)
    guess_board(spoilt)


@given(content=ANYTHING, board=st.sampled_from(sorted(BOARDS)))
@settings(max_examples=150, deadline=None)
def test_made_up_data_is_read_or_refused(content: Any, board: str) -> None:
    assert_sound(board, content)
    guessed = guess_board(content)
    assert guessed is None or guessed in BOARDS


@given(
    index=st.integers(0, len(MARKUP) - 1), start=st.integers(0, 1500), length=st.integers(0, 200),
    filling=st.sampled_from(["", "<", "&", "]]>", "<title>", "\x00", "ÿ", '"', "</item>", "<!--", "&#0;"]),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_damaged_markup_is_read_or_refused(index: int, start: int, length: int, filling: str) -> None:
    board, content, beside, _ = MARKUP[index]
    damaged = content[:start] + filling + content[start + length :]
    assert_sound(board, damaged, company=beside.get("company"))
    guess_board(damaged)


@given(content=st.binary(max_size=300), board=st.sampled_from(sorted(BOARDS)))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes, board: str) -> None:
    assert_sound(board, content)
    assert_sound(board, b"<html><body>" + content)
