"""The company boards on answers nobody documents: fields deleted, nulled, retyped, cut; and on captured real ones."""

import asyncio
import copy
import json
import random
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.boards.cases import CASES, Case, differences
from tests.peers.boards import Boards, serving_boards
from tools.jobs.boards.board import Answer, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import Manners, MemoryAnswers, PoliteClient
from tools.jobs.boards.registry import BOARDS
from tools.outbound import Limits, Outbound

JUNK: list[Any] = [
    None, "", 0, -1, True, 1e300, [], {}, [None], [[]], {"x": 1}, "<b>&lt;p", "\x00\ud800", 10**30, "9" * 400,
    [1, "a", {}], "2026-13-45", "http://[", "javascript:alert(1)", "NaN", float("nan"),
]  # fmt: skip
JSON_CASES = [case for case in CASES if not case.is_xml]


class Canned:
    """Answers by path without a network, as the client would give them."""

    def __init__(self, answers: Mapping[str, bytes]) -> None:
        self.answers = answers

    async def get(self, url: str, *, accept: str = "", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer at a path; a BoardError of status 404 where there is none."""
        parts = urlsplit(url)
        body = self.answers.get(f"{parts.hostname}{unquote(parts.path)}")
        if body is None:
            raise BoardError("nothing there", code="BOARD_REFUSED", details={"status": 404})
        return Answer(url, 200, body)

    async def post(self, url: str, body: object) -> Answer:
        """As `get`."""
        return await self.get(url)


def places_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in a JSON value, itself included."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inside for found in places_of(one, (*path, key)))]


def spoilt(value: Any, chance: random.Random) -> Any:
    """A copy with one to six of its parts deleted or replaced by junk."""
    whole = [copy.deepcopy(value)]
    for _ in range(chance.randint(1, 6)):
        path = chance.choice(places_of(whole))
        if len(path) < 1:
            continue
        holder: Any = whole
        for key in path[:-1]:
            holder = holder[key]
        if len(path) > 1 and chance.random() < 0.4:
            del holder[path[-1]]
        else:
            holder[path[-1]] = copy.deepcopy(chance.choice(JUNK))
    return whole[0]


def assert_sound(posting: BoardPosting) -> None:
    """What holds of every posting, whatever it was read from."""
    assert posting.title.strip()
    assert posting.external_id.strip()
    for moment in (posting.posted_at, posting.valid_through):
        assert moment is None or moment.utcoffset() is not None
    for url in (posting.url, posting.apply_url):
        assert url is None or url.startswith(("https://", "http://"))
    assert posting.salary is None or posting.salary.min or posting.salary.max
    stored = posting.model_dump_json()
    assert "\\u0000" not in stored
    assert BoardPosting.model_validate_json(stored) == posting


def tolerated(name: str, answers: Mapping[str, bytes], token: str) -> list[BoardPosting]:
    """What a search finds; nothing when it says that the board changed or does not know the company."""
    try:
        return asyncio.run(BOARDS[name].search(Canned(answers), BoardQuery(company=token)))
    except BoardError as error:
        if error.code not in ("BOARD_CHANGED", "COMPANY_UNKNOWN"):
            raise
        return []


@pytest.mark.parametrize("case", JSON_CASES, ids=lambda case: case.board)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_spoilt_answers_give_sound_postings_or_an_error(case: Case, seed: int) -> None:
    chance = random.Random(seed)
    answers = {
        path: json.dumps(spoilt(json.loads(body), chance)).encode() if chance.random() < 0.7 else body
        for path, body in case.served().items()
    }
    for posting in tolerated(case.board, answers, case.token):
        assert_sound(posting)


@given(cut=st.integers(0, 2000), junk=st.sampled_from(["", "<!--", "<x>", "&#0;", "]]>", "\x01"]))
@settings(max_examples=60, deadline=None)
def test_a_cut_or_littered_feed_gives_sound_postings_or_an_error(cut: int, junk: str) -> None:
    case = next(case for case in CASES if case.board == "personio")
    path, body = next(iter(case.served().items()))
    spoilt_body = body[:cut] + junk.encode() + (body[cut:] if junk else b"")
    for posting in tolerated("personio", {path: spoilt_body}, case.token):
        assert_sound(posting)


def test_entities_of_a_feed_are_not_followed() -> None:
    position = b"<workzag-jobs><position><id>1</id><name>&a;</name></position></workzag-jobs>"
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + position
    with pytest.raises(BoardError) as caught:
        asyncio.run(BOARDS["personio"].search(Canned({"a.jobs.personio.de/xml": bomb}), BoardQuery(company="a")))
    assert caught.value.code == "BOARD_CHANGED"


CAPTURED = {
    "ashby": "api.ashbyhq.com/posting-api/job-board/acme",
    "bamboohr": "acme.bamboohr.com/careers/list",
    "greenhouse": "boards-api.greenhouse.io/v1/boards/acme/jobs",
    "lever": "api.lever.co/v0/postings/acme",
    "pinpoint": "acme.pinpointhq.com/postings.json",
    "recruitee": "acme.recruitee.com/api/offers/",
    "rippling": "api.rippling.com/platform/api/ats/v1/board/acme/jobs",
    "smartrecruiters": "api.smartrecruiters.com/v1/companies/acme/postings",
    "workable": "apply.workable.com/api/v1/widget/accounts/acme",
}
# Lists without texts; their details were not captured, so the test answers for them.
DETAILS = {
    "bamboohr": ("acme.bamboohr.com/careers/{id}/detail", '{"result": {"jobOpening": %s}}'),
    "rippling": ("api.rippling.com/platform/api/ats/v1/board/acme/jobs/{id}", "%s"),
    "smartrecruiters": ("api.smartrecruiters.com/v1/companies/acme/postings/{id}", "%s"),
}


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Boards]:
    """A server of boards."""
    async with serving_boards() as served:
        yield served


@pytest.mark.parametrize("name", sorted(CAPTURED))
async def test_captured_answers_are_read_whole(shared_data: Path, server: Boards, name: str) -> None:
    body = (shared_data / "board_api" / "careerkit" / f"{name}.json").read_bytes()
    server.answers = {CAPTURED[name]: body}
    rows = _rows(json.loads(body))
    if name in DETAILS:
        path, shape = DETAILS[name]
        ids = {str(row.get("id") or row.get("uuid")): row for row in rows}
        server.answers |= {path.format(id=one): shape % json.dumps(row) for one, row in ids.items()}
    async with Outbound(allowed_hosts=frozenset({"127.0.0.1"}), limits=Limits(backoff=0)) as outbound:
        client = PoliteClient(outbound, MemoryAnswers(), mirror=server.base, manners=Manners(interval=0))
        found = await BOARDS[name].search(client, BoardQuery(company="acme"))
    wanted = {
        row.get("shortcode") or row.get("uuid") if name in ("workable", "rippling") else row["id"] for row in rows
    }
    assert {one.external_id for one in found} == {str(one) for one in wanted}
    for posting in found:
        assert_sound(posting)
        assert posting.url
        assert posting.locations
        assert "<p" not in posting.text
        assert "&lt;" not in posting.text
        assert name in ("rippling", "bamboohr", "pinpoint") or posting.posted_at
    if name == "workable":
        assert not differences(found[0], {"locations": ["Spain", "Portugal"], "remote": "remote"})


def _rows(data: Any) -> list[dict[str, Any]]:
    lists = [data] if isinstance(data, list) else [value for value in data.values() if isinstance(value, list)]
    return [row for row in lists[0] if isinstance(row, dict)]
