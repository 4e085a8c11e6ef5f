"""Answers at hand: older and newer forms, inner lists, single postings; told apart by shape; nothing silently lost."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.jobs import app
from store.errors import ValidationError
from tests.fixtures.boards import vintages
from tests.fixtures.boards.cases import CASES, Case, differences
from tests.fixtures.boards.feeds import vintages as feed_vintages
from tools.jobs.boards.board import BoardError, BoardPosting
from tools.jobs.boards.reading import SHAPES, guess_board, read_answer
from tools.jobs.boards.registry import BOARDS

VINTAGES = vintages.VINTAGES + feed_vintages.VINTAGES
FEEDS = Path(feed_vintages.__file__).parent
Vintage = tuple[str, Any, dict[str, Any], dict[str, Any]]
by_vintage = pytest.mark.parametrize("vintage", VINTAGES, ids=lambda one: one[0])


def known(said: dict[str, Any]) -> dict[str, Any]:
    """What is known beside an answer, as `read_answer` takes it."""
    return said | ({"read_at": datetime.fromisoformat(said["read_at"])} if "read_at" in said else {})


def stated(posting: BoardPosting, name: str) -> Any:
    """A field as the tables write it."""
    pay, value = posting.salary, getattr(posting, "salary" if name == "pay" else name)
    if name == "pay":
        return (pay.min, pay.max, pay.currency, pay.period) if pay else None
    return value.isoformat() if isinstance(value, datetime) else value


@by_vintage
def test_an_answer_of_another_year_is_read_whole(vintage: Vintage) -> None:
    board, content, beside, expected = vintage
    found = read_answer(board, content, **known(beside))
    assert len(found) == 1
    told = {name: stated(found[0], name) for name in expected}
    times = {name for name in ("posted_at", "valid_through") if expected.get(name)}
    assert {n: v for n, v in told.items() if n not in times} == {n: v for n, v in expected.items() if n not in times}
    assert all((told[name] or "").startswith(expected[name]) for name in times)
    assert (found[0].board, found[0].kind) == (board, BOARDS[board].kind)


@by_vintage
def test_an_answer_is_read_alike_from_bytes_text_and_data(vintage: Vintage) -> None:
    board, content, beside, _ = vintage
    written = content if isinstance(content, str) else json.dumps(content)
    forms = [content, written, written.encode(), b"\xef\xbb\xbf" + written.encode(), f"\n {written}\n"]
    read = [read_answer(board, form, **known(beside)) for form in forms]
    assert all(one == read[0] for one in read)


def test_every_shape_has_answers_of_two_years() -> None:
    counted = Counter(board for board, *_ in VINTAGES) + Counter(case.board for case in CASES)
    counted += Counter(path.stem.partition("_")[0] for path in FEEDS.glob("*.*") if path.suffix in (".json", ".xml"))
    counted["workatastartup"] += 1  # its page is written out in the test of its board
    assert {board for shape in SHAPES if counted[board := shape.board] < 2} == set()


@by_vintage
def test_the_board_is_told_by_the_answers_shape(vintage: Vintage) -> None:
    board, content, _, _ = vintage
    assert guess_board(content) == board


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.board)
def test_a_captured_answer_is_read_as_the_board_reads_it(case: Case) -> None:
    paths = list(case.answers)
    host = paths[0].partition("/")[0]
    address = f"https://{host}/" if case.board != "oracle" else case.url
    for path, body in case.served().items():
        found = read_answer(case.board, body, company=case.token, url=address)
        assert found
        assert guess_board(body) == case.board
        assert {one.company_token for one in found} == {case.token}
        # The list says all where there is no single answer, and on Workable, whose single ones say less.
        if path == paths[0 if case.board == "workable" else -1]:
            assert not differences(found[0], case.expected)


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[1, 2]", b'{"a": 1}', b'{"jobs": [{"id', b"PK\x03\x04", "hello", None, 7, b"<a><b>1</b></a>",
     '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workzag-jobs><position><id>1</id><name>&a;</name>'
     "<office>x</office></position></workzag-jobs>", "[" * 100_000, {"error": "gone", "status": 404}],
    ids=str,
)  # fmt: skip
def test_what_is_no_boards_answer_is_said_to_be(content: Any) -> None:
    assert guess_board(content) is None
    for board in ("greenhouse", "personio", "hackernews", "linkedin"):
        with pytest.raises(BoardError) as caught:
            read_answer(board, content)
        assert caught.value.code == "BOARD_CHANGED"
        assert BOARDS[board].label in caught.value.message
    with pytest.raises(ValidationError) as unknown:
        read_answer("monster", content)
    assert unknown.value.code == "BOARD_UNKNOWN"


def test_another_boards_answer_is_not_taken() -> None:
    lever = next(content for board, content, *_ in VINTAGES if board == "lever")
    with pytest.raises(BoardError):
        read_answer("greenhouse", lever)


@pytest.mark.parametrize(
    ("board", "content"),
    [("greenhouse", {"jobs": [], "meta": {"total": 0}}), ("lever", []), ("workday", {"total": 0, "jobPostings": []}),
     ("usajobs", {"SearchResult": {"SearchResultItems": []}}), ("oracle", {"items": [{"requisitionList": []}]}),
     ("remoteok", [{"legal": "notice"}]), ("personio", "<workzag-jobs></workzag-jobs>"),
     ("weworkremotely", "<rss><channel><title>x</title></channel></rss>"),
     ("jazzhr", "<jobs><publisher>JazzHR</publisher></jobs>"),
     ("ashby", {"jobs": [{"id": "1", "title": "x", "isListed": False}]})],
)  # fmt: skip
def test_an_answer_without_postings_is_an_empty_list(board: str, content: Any) -> None:
    assert read_answer(board, content) == []


def test_a_page_without_an_address_makes_none_up() -> None:
    card = "<li><h3><a href='/jobs/{0}'>{1}</a></h3><p>Berlin</p></li>"
    html = "<html><body><h1>Open positions</h1><ul>" + "".join(
        card.format(n, title) for n, title in enumerate(["Backend Engineer", "Data Analyst", "Head of Sales"])
    )
    assert guess_board(html) == "page"
    assert {one.url for one in read_answer("page", html)} == {None}
    known = read_answer("page", html, url="https://acme.example/careers")
    assert known[0].url == "https://acme.example/jobs/0"


CARD = """<article data-qa="job-card"><h2><a href="/jobs/welder/heron/54321009?source=x">Welder</a></h2>
<a class="card__recruiter-name">Heron Ltd</a><li class="card__location">Hull</li><li class="card__salary">{pay}</li>
<time datetime="2026-04-10T09:00:00Z">5 days ago</time><div class="card__description">Weld.</div></article>"""


@pytest.mark.parametrize(
    ("pay", "stated_pay"), [("£14 - £16 per hour", (14, 16, "GBP", "hour")), ("Competitive", None)]
)
def test_cards_of_reed_are_read(pay: str, stated_pay: Any) -> None:
    (found,) = read_answer("reed", f"<html><body>{CARD.format(pay=pay)}</body></html>")
    assert (found.external_id, found.title, found.company, found.locations) == (
        "54321009",
        "Welder",
        "Heron Ltd",
        ["Hull"],
    )
    assert (stated(found, "pay"), found.text, stated(found, "posted_at")[:10]) == (stated_pay, "Weld.", "2026-04-10")


def test_a_name_that_is_no_token_stands_in_where_the_answer_is_silent() -> None:
    row = {"id": "1", "title": "Clerk", "absolute_url": "https://acme.example/1", "updated_at": "2026-01-01"}
    (found,) = read_answer("greenhouse", {"jobs": [row]}, company="Acme & Sons Ltd")
    assert (found.company, found.company_token) == ("Acme & Sons Ltd", None)
    (found,) = read_answer("greenhouse", {"jobs": [row]}, url="https://boards-api.greenhouse.io/v1/boards/acme/jobs")
    assert found.company_token == "acme"


class TestCaptured:
    """Real answers of other people: each field that the raw answer has comes out, for as many postings."""

    # board, file, postings, then how many have: an address, an employer, a place, a date, a text, pay, a remote kind.
    TABLE: tuple[tuple[str, str, int, tuple[int, ...]], ...] = (
        ("ashby", "careerkit/ashby.json", 2, (2, 2, 2, 2, 2, 1, 2)),
        ("bamboohr", "careerkit/bamboohr.json", 2, (0, 0, 2, 0, 0, 0, 0)),
        ("freehire", "careerkit/freehire_detail_greenhouse.json", 1, (1, 1, 1, 1, 1, 1, 1)),
        ("freehire", "careerkit/freehire_detail_workday.json", 1, (1, 1, 1, 1, 1, 1, 1)),
        ("freehire", "careerkit/freehire_search_page1.json", 3, (3, 3, 3, 3, 3, 0, 3)),
        ("freehire", "careerkit/freehire_search_page2.json", 2, (2, 2, 2, 2, 2, 0, 2)),
        ("greenhouse", "careerkit/greenhouse.json", 2, (2, 2, 2, 2, 2, 0, 0)),
        ("lever", "careerkit/lever.json", 2, (2, 2, 2, 2, 2, 0, 2)),
        ("pinpoint", "careerkit/pinpoint.json", 2, (1, 1, 2, 0, 2, 2, 2)),
        ("recruitee", "careerkit/recruitee.json", 2, (2, 2, 2, 2, 2, 2, 2)),
        ("rippling", "careerkit/rippling.json", 1, (1, 0, 1, 0, 0, 0, 0)),
        ("smartrecruiters", "careerkit/smartrecruiters.json", 1, (1, 1, 1, 1, 0, 0, 0)),
        ("workable", "careerkit/workable.json", 1, (1, 1, 1, 1, 0, 0, 1)),
        ("eleduck", "ikevinxie/eleduck.json", 6, (6, 0, 1, 6, 6, 0, 6)),
        ("himalayas", "ikevinxie/himalayas.json", 4, (4, 4, 4, 4, 4, 2, 4)),
        ("hackernews", "ikevinxie/hn.json", 8, (8, 8, 3, 8, 8, 2, 6)),
        ("jobicy", "ikevinxie/jobicy.json", 4, (4, 4, 4, 4, 4, 1, 4)),
        ("remoteok", "ikevinxie/remoteok.json", 4, (4, 4, 4, 4, 4, 0, 4)),
        ("remotive", "ikevinxie/remotive.json", 4, (4, 4, 4, 4, 3, 3, 4)),
        ("v2ex", "ikevinxie/v2ex.json", 7, (7, 0, 1, 7, 5, 0, 4)),
        ("workingnomads", "ikevinxie/workingnomads.json", 4, (4, 4, 4, 4, 4, 0, 4)),
        ("weworkremotely", "ikevinxie/wwr.xml", 4, (4, 4, 4, 4, 4, 0, 4)),
        ("simplify", "osaidd/simplify_listings.json", 4, (4, 4, 4, 4, 0, 0, 1)),
        ("adzuna", "roleprint/adzuna_response.json", 4, (3, 3, 3, 3, 3, 3, 1)),
    )

    @pytest.mark.parametrize(("board", "name", "count", "complete"), TABLE, ids=lambda value: str(value)[:60])
    def test_no_field_is_lost(
        self, shared_data: Path, board: str, name: str, count: int, complete: tuple[int, ...]
    ) -> None:
        body = (shared_data / "board_api" / name).read_bytes()
        assert guess_board(body) == board
        found = read_answer(board, body)
        held = [
            (one.url, one.company or one.company_token, one.locations or one.open_to, one.posted_at, one.text,
             one.salary, one.remote)
            for one in found
        ]  # fmt: skip
        assert len(found) == count
        assert tuple(sum(bool(row[field]) for row in held) for field in range(7)) == complete
        assert all(one.title and "<" not in one.title and "&amp;" not in one.text for one in found)

    def test_every_captured_file_is_in_the_table(self, shared_data: Path) -> None:
        folder = shared_data / "board_api"
        files = {str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.suffix in (".json", ".xml")}
        assert files <= {name for _, name, _, _ in self.TABLE}

    def test_a_page_of_results_is_read(self, shared_data: Path) -> None:
        body = (shared_data / "board_api" / "roleprint" / "reed_search.html").read_bytes()
        assert guess_board(body) == "reed"
        found = read_answer("reed", body)
        assert len(found) >= 3
        assert all(one.title and one.company and one.locations and one.url and one.text for one in found)
        assert found[0].salary
        assert found[0].posted_at


class TestCommand:
    """`jobwright jobs read`."""

    def run(self, *arguments: str, stdin: bytes | None = None) -> Any:
        """The command's result."""
        return CliRunner().invoke(app, ["read", *arguments], input=stdin, env={"COLUMNS": "200"})

    def test_a_file_is_shown_as_a_table_or_as_json(self, tmp_path: Path) -> None:
        content = [{"id": "1", "text": "Clerk [b]", "hostedUrl": "https://jobs.lever.co/acme/1", "categories": {
            "location": "Rome"}, "workplaceType": "remote", "createdAt": 1785398400000}]  # fmt: skip
        file = tmp_path / "answer"
        file.write_text(json.dumps(content))
        shown = self.run(str(file))
        assert shown.exit_code == 0
        assert all(words in shown.output for words in ("lever: 1 posting", "Clerk [b]", "Rome", "remote", "2026-07-30"))
        stated = json.loads(self.run("-", "--json", stdin=file.read_bytes()).output)
        assert [(one["board"], one["title"], one["locations"]) for one in stated] == [("lever", "Clerk [b]", ["Rome"])]

    def test_what_cannot_be_read_is_said(self, tmp_path: Path) -> None:
        file = tmp_path / "answer"
        file.write_text("hello")
        assert "--board" in self.run(str(file)).output
        named = self.run(str(file), "--board", "lever")
        assert (named.exit_code, "no answer of Lever" in named.output) == (1, True)
        assert self.run(str(tmp_path / "nothing")).exit_code == 1
        assert "There are:" in self.run(str(file), "--board", "monster").output
        file.write_text('{"jobs": []}')
        assert "no postings" in self.run(str(file), "--board", "greenhouse").output
