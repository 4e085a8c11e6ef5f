"""Dead postings are told by what pages say, and no living one is called dead."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from store.errors import AppError
from tools.jobs.liveness import Liveness, PostingOutline, judge
from tools.jobs.liveness.judging import answered_at
from tools.jobs.liveness.moves import move_of, refreshed_to
from tools.jobs.liveness.sight import same_title
from tools.jobs.liveness.wording import closing_sentence
from tools.jobs.parsing import parse_html
from tools.outbound import Page

FIXTURES = Path(__file__).parents[1] / "fixtures" / "liveness"
PAGES: dict[str, Any] = yaml.safe_load((FIXTURES / "pages.v1.yaml").read_text())
SENTENCES: dict[str, Any] = yaml.safe_load((FIXTURES / "sentences.v1.yaml").read_text())
URL = "https://fernhill.example/careers/4411"
TITLE, COMPANY = "Warehouse Team Leader", "Fernhill Logistics"


def sentences(*kinds: str) -> list[tuple[str, str]]:
    return [(language, text) for kind in kinds for language, texts in SENTENCES[kind].items() for text in texts]


OVER = sentences("over", "over_boards")
NOT_OVER = sentences("not_over", "not_over_hostile")


def page_of(html: str, url: str = URL, status: int = 200, kind: str = "text/html", **headers: str) -> Page:
    return Page(url, status, kind, html.encode(), {"content-type": f"{kind}; charset=utf-8", **headers})


def outline(text_head: str = "", title: str = TITLE, url: str = URL) -> PostingOutline:
    return PostingOutline(title, COMPANY, url, text_head)


@pytest.mark.parametrize("case", PAGES["pages"], ids=lambda case: case["name"])
def test_pages(case: dict[str, Any]) -> None:
    html = case["html"].replace("{posting}", PAGES["posting"])
    head = case.get("text_head", PAGES["head"] if "{posting}" in case["html"] else "")
    now = datetime.fromisoformat(f"{case['now']}T12:00:00+00:00") if "now" in case else None
    page = page_of(html, case.get("final", case["url"]), case.get("status", 200), case.get("type", "text/html"))
    found = judge(page, outline(head, case.get("title", TITLE), case["url"]), now=now)
    expected = [case["expect"]] if isinstance(case["expect"], str) else case["expect"]
    assert found.state in expected, f"{found.reason}: {found.evidence}"
    assert found.evidence
    if found.reason == "WORDS":
        words = [word for word in found.evidence.replace(":", " ").split() if len(word) > 3]
        assert all(word in html for word in words), "the evidence are the page's own words"


def test_there_are_enough_sentences_in_seven_languages() -> None:
    assert {language for language, _ in OVER} == {language for language, _ in NOT_OVER}
    assert len({language for language, _ in OVER}) == 7
    assert len(OVER) >= 40
    assert len(NOT_OVER) >= 40


@pytest.mark.parametrize(("language", "text"), OVER, ids=lambda value: value[:60])
def test_a_notice_closes_its_page(language: str, text: str) -> None:
    for control in ("", "<a href='/apply'>Apply</a>"):
        html = f"<title>Fernhill</title>{control}<h1>{TITLE}</h1><div>{text}</div><p>You lead a crew.</p>"
        found = judge(page_of(html), outline())
        assert found.state == "closed"
        assert found.evidence in text


@pytest.mark.parametrize(("language", "text"), NOT_OVER, ids=lambda value: value[:60])
def test_a_sentence_that_only_sounds_so_closes_nothing(language: str, text: str) -> None:
    assert closing_sentence(text, TITLE, COMPANY) is None
    for control in ("", "<a href='/apply'>Apply now</a>"):
        page = page_of(f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{text}</p>{PAGES['posting']}{control}")
        found = judge(page, outline(PAGES["head"]))
        assert found.state == "open", found.evidence


def test_the_postings_own_words_are_no_notice() -> None:
    head = (
        "Applications are closed. That is what the sign on the old gate says, and you will meet it on your first day."
    )
    page = page_of(f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{head}</p><button>Apply</button>")
    assert judge(page, outline(head)).state == "open"
    assert judge(page, outline("")).state == "closed", "without knowing the text the same words are a notice"


def test_an_end_date_needs_a_clock() -> None:
    state = '{"@type": "JobPosting", "title": "Warehouse Team Leader", "validThrough": "2026-04-30"}'
    html = f"<script type='application/ld+json'>{state}</script><h1>{TITLE}</h1><a href='/a'>Apply</a>"
    assert judge(page_of(html), outline()).state == "open", "no clock, no judgement"
    dated = page_of(html, date="Mon, 01 Jun 2026 10:00:00 GMT")
    assert answered_at(dated) == datetime(2026, 6, 1, 10, tzinfo=UTC)
    found = judge(dated, outline())
    assert (found.state, found.reason) == ("closed", "VALID_THROUGH")
    assert "2026-04-30" in found.evidence
    assert judge(dated, outline(), now=datetime(2026, 4, 30, 23, tzinfo=UTC)).state == "open"
    assert judge(page_of(html, date="nonsense"), outline()).state == "open"


def test_a_verdict_can_be_stored_and_read_back() -> None:
    found = judge(page_of("", status=410), outline())
    assert Liveness.model_validate(found.model_dump(mode="json")) == found
    assert found.dead
    assert not judge(page_of("", status=500), outline()).dead


def test_broken_bytes_are_judged_without_failing() -> None:
    for content in (
        b"\xff\xfe\x00",
        b"<html><p>\x80\x81",
        b"<" * 5000,
        b"<div>" * 300,
        b"<div class=card>" * 3000,
        bytes(range(256)) * 20,
    ):
        page = Page(URL, 200, "text/html", content, {"content-type": "text/html"})
        assert judge(page, outline()).state == "unknown"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Warehouse Team Leader", "warehouse team leader (m/w/d)", True),
        ("Warehouse Team Leader", "Warehouse Team Leader - Fernhill", True),
        ("Warehouse Team Leader at Fernhill", "Warehouse Team Leader", True),
        ("Warehouse Team Leader jobs in Leeds", "Warehouse Team Leader", False),
        ("Warehouse Team Leader II", "Warehouse Team Leader III", False),
        ("Senior Data Engineer", "Junior Data Engineer", False),
        ("Senior Backend Engineer", "Senior Frontend Engineer", False),
        ("Développeur Java H/F", "Développeur Java", True),
        ("", "Warehouse Team Leader", False),
    ],
)
def test_titles_name_the_same_job(first: str, second: str, same: bool) -> None:
    assert same_title(first, second) is same
    assert same_title(second, first) is same


@pytest.mark.parametrize(
    ("asked", "reached", "kind"),
    [
        ("https://a.example/jobs/4411", "https://www.a.example/jobs/4411/?utm_source=x", "same"),
        ("https://a.example/jobs/44110", "https://a.example/en/jobs/44110-porter", "same"),
        ("https://boards.greenhouse.io/a/jobs/778899", "https://job-boards.greenhouse.io/a/jobs/778899", "same"),
        ("https://boards.greenhouse.io/a/jobs/778899", "https://boards.greenhouse.io/a?error=true", "error"),
        ("https://apply.workable.com/a/j/0A1B2C3D4E/", "https://apply.workable.com/a/", "list"),
        ("https://a.example/de/jobs/x-y", "https://a.example/de/", "front"),
        ("https://a.example/stellen/lagerist", "https://a.example/karriere/stellenangebote", "list"),
        ("https://a.example/offre/1", "https://a.example/fr/nos-offres", "list"),
        ("https://a.example/jobs/1", "https://login.a.example/?next=jobs", "elsewhere"),
        ("https://a.example/jobs/1", "https://a.example/blog/our-story", "elsewhere"),
    ],
)
def test_moves(asked: str, reached: str, kind: str) -> None:
    move = move_of(asked, reached)
    assert move.kind == kind
    assert reached in move.evidence


def test_meta_refreshes() -> None:
    assert (
        refreshed_to("<meta http-equiv=Refresh content=\"3;URL='/jobs'\">", "https://a.example/x")
        == "https://a.example/jobs"
    )
    assert refreshed_to('<meta http-equiv=refresh content="600">', "https://a.example/x") is None
    assert refreshed_to('<meta http-equiv=refresh content="900;url=/x">', "https://a.example/x") is None
    assert refreshed_to("<p>refresh</p>", "https://a.example/x") is None


def test_no_real_posting_is_called_dead(shared_data: Path) -> None:
    """Captured pages, at a moment when they were new; those that are no posting are looked at too."""
    opened = 0
    for file in sorted((shared_data / "job_pages").rglob("*.html")):
        if file.stat().st_size > 600_000:
            continue  # the largest forms take a second each and hold no posting
        html, url = file.read_text(errors="replace"), f"https://site.example/jobs/{file.stem}"
        try:
            posting = parse_html(html, url)
            wanted, is_posting = PostingOutline(posting.title, posting.company, url, posting.text[:1500]), True
        except AppError:
            wanted, is_posting = PostingOutline("Some Engineer", None, url), False
        found = judge(page_of(html, url), wanted, now=datetime(2026, 8, 20, tzinfo=UTC))
        assert found.state in ("open", "unknown"), f"{file.name}: {found.evidence}"
        opened += is_posting and found.state == "open"
    assert opened >= 6, "those that are postings are seen to be open"
