"""Titles hold what a page shows: no tags, and nothing of scripts and styles, however they were escaped."""

import pytest

from tools.jobs.boards.board import BoardPosting
from tools.jobs.boards.mapping import string
from tools.jobs.parsing.role import clean_title
from tools.jobs.saving import read_board_posting

TITLES = [
    ("Engineer <script>alert(1)</script>", "Engineer"),
    ('Baker &lt;script type="x"&gt;alert("x")&lt;/script&gt; (m/w/d)', "Baker (m/w/d)"),
    ("<b>Cook</b> <style>.a{}</style>", "Cook"),
    ("Nurse <script>unclosed()", "Nurse"),
    ("R&amp;D Engineer", "R&D Engineer"),
    ("C++ Developer, <5 years", "C++ Developer, <5 years"),
]


@pytest.mark.parametrize(("written", "shown"), TITLES)
def test_a_title_is_what_is_shown(written: str, shown: str) -> None:
    assert string(written) == shown
    assert clean_title(written) == shown
    read = read_board_posting(BoardPosting(board="lever", kind="company", external_id="1", title=written))
    assert read.parsed.title == shown
    assert "alert" not in (read.clean.title.role if read.clean.title else "")
