"""Finding jobs by talk: on the offline model, and on a real model's protocol, with boards over the wire."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from graphs.services import open_services
from store.settings import Settings
from tests.conftest import new_actor
from tests.graphs.conftest import Open, answers, asks, one_model
from tests.peers import aimock
from tests.peers.boards import Boards, serving_boards
from tests.peers.openings import greenhouse, greenhouse_job, remotive, remotive_job
from tests.peers.talking import turn

WANTED = {"words": "Python", "country": "DE", "remote": "remote", "salary_min": 80_000, "limit": 5}
SCRIPT: list[dict[str, Any]] = [
    asks("find remote Python jobs", {"name": "search_jobs", "arguments": WANTED}),
    answers("find remote Python jobs", "Borealis is the best."),
]


@pytest.fixture
async def boards() -> AsyncIterator[Boards]:
    """Six openings on Remotive, and the pages of two companies."""
    jobs = [
        ("Senior Python Developer", "Acme", "Germany", "€85,000 - €95,000"),
        ("Python Engineer", "Borealis", "Germany, Austria", "€90k - €99k"),
        ("Junior Python Developer", "Cobalt", "Germany", "€45k"),
        ("Python Engineer", "Dunes", "Germany", ""),
        ("Python Engineer", "Elm", "United States", "$150k"),
        ("Sales Manager", "Fjord", "Germany", "€99k"),
    ]
    listed = [
        remotive_job(number, title, company, candidate_required_location=where, salary=pay,
                     text={"team": f"{company} core", "product": f"{company}ware"})
        for number, (title, company, where, pay) in enumerate(jobs, start=1)
    ]  # fmt: skip
    page = "boards-api.greenhouse.io/v1/boards/{}/jobs"
    answers = {
        "remotive.com/api/remote-jobs": remotive(*listed),
        page.format("stripe"): greenhouse(greenhouse_job(1, "Staff Engineer", "stripe", "Stripe", "Dublin, Ireland")),
        page.format("gitlab"): greenhouse(greenhouse_job(2, "Staff Engineer", "gitlab", "GitLab", "Remote, EMEA")),
    }
    async with serving_boards(answers) as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, boards: Boards) -> Settings:
    """A lone installation whose boards are behind a mirror."""
    update = {"board_mirror": boards.base, "search_sources": ("remotive",), "daily_ingestion": False}
    return settings.model_copy(update=update)


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aimock.ModelServer]:
    """The scripted model."""
    with aimock.running(tmp_path_factory.mktemp("wire"), SCRIPT, validate=False) as server:
        yield server


async def test_the_conversation_of_a_search_without_a_key(settings: Settings) -> None:
    async with open_services(settings) as services:
        actor = await new_actor(services)
        found = await turn(services, actor, "find remote Python jobs in Germany over 80k and tell me the best five")
        assert found.steps == [("search_jobs", "ok")], found.content
        for company in ("Acme", "Borealis"):
            assert company in found.content
        for company in ("Cobalt", "Dunes", "Elm"):
            assert company not in found.content, "a filter is hard"
        assert "1 state nothing about it" in found.content, "Dunes states no pay, and that is said"
        home = found.run.conversation_id
        first = await turn(services, actor, "What is new since yesterday?", conversation_id=home)
        assert first.steps == [("show_new", "ok")], "not the search before among newer postings"
        wider = await turn(services, actor, "also those that state nothing", conversation_id=home)
        assert wider.steps == [("search_jobs", "ok")]
        assert "Dunes" in wider.content
        why = await turn(services, actor, "why is job 2 ranked below job 1?", conversation_id=home)
        assert why.steps == [("explain_order", "ok")]
        assert "points" in why.content
        mixed = await turn(services, actor, "why is job 3 ranked below job 1?", conversation_id=home)
        assert "words " in mixed.content, "one search found job 1, another job 3; the latest ranked both by the words"
        watching = await turn(services, actor, "watch Stripe and GitLab for staff roles", conversation_id=home)
        assert watching.steps == [("watch_jobs", "ok")], watching.content
        assert "greenhouse:stripe" in watching.content
        assert "greenhouse:gitlab" in watching.content
        new = await turn(services, actor, "what is new since yesterday?", conversation_id=home)
        assert new.steps == [("show_new", "ok")]
        assert "Borealis" in new.content


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("watch Stripe and GitLab for staff roles", "watch_jobs"), ("What is new since yesterday?", "show_new"),
        ("the first and the third", "explain_order"), ("Borealis and Acme", "explain_order"),
        ("2 and 1", "explain_order"), ("show my jobs", "list_jobs"),
    ],
)  # fmt: skip
async def test_a_question_which_two_is_answered_or_left_for_what_is_asked_next(
    settings: Settings, said: str, tool: str
) -> None:
    async with open_services(settings) as services:
        actor = await new_actor(services)
        home = (await turn(services, actor, "find remote Python jobs in Germany over 80k")).run.conversation_id
        await turn(services, actor, "also those that state no pay", conversation_id=home)
        asked = await turn(services, actor, "Why is this one ranked below that one?", conversation_id=home)
        assert asked.content.startswith("Which two jobs do you mean"), "two lists were shown"
        assert (await turn(services, actor, said, conversation_id=home)).steps == [(tool, "ok")]


async def test_wishes_for_every_search_are_seen_and_let_go_by_talk(settings: Settings) -> None:
    async with open_services(settings) as services:
        actor = await new_actor(services)
        kept = await turn(services, actor, "I want at least 80k euros and never Acme")
        assert kept.steps == [("set_wishes", "ok")], kept.content
        home = kept.run.conversation_id
        found = await turn(services, actor, "find Python jobs in Germany", conversation_id=home)
        assert "Acme" not in found.content
        assert "| Dunes |" in found.content, "a wish for pay lets those pass that state none"
        assert "the pay you wish for in every search: 1 state otherwise" in found.content
        shown = await turn(services, actor, "what am I filtering on?", conversation_id=home)
        assert shown.steps == [("show_wishes", "ok")]
        for words in ("at least 80,000 EUR a year", "never at Acme", "“Python” jobs in Germany"):
            assert words in shown.content
        wider = await turn(services, actor, "unblock Acme", conversation_id=home)
        assert wider.steps == [("drop_wishes", "ok")]
        assert "No longer a wish: Acme" in wider.content
        await turn(services, actor, "forget the pay wish", conversation_id=home)
        again = await turn(services, actor, "find Python jobs in Germany", conversation_id=home)
        assert "| Acme |" in again.content
        assert "| Cobalt |" in again.content
        back = await turn(services, actor, "undo", conversation_id=home)
        assert back.steps == [("undo_last_change", "ok")]
        none = await turn(services, actor, "I no longer need a visa", conversation_id=home)
        assert "No wish that holds for every search is about" in none.content
        past = await turn(services, actor, "history of job 1", conversation_id=home)
        assert past.steps == [("job_history", "ok")]
        assert "was first seen on" in past.content


async def test_a_model_searches_with_the_same_tool(on_wire: Open, wire: aimock.ModelServer) -> None:
    before = len(wire.requests())
    async with on_wire(one_model(wire)) as services:
        actor = await new_actor(services)
        found = await turn(services, actor, "please find remote Python jobs in Germany over 80k")
        assert (found.content, found.steps) == ("Borealis is the best.", [("search_jobs", "ok")])
    told = wire.requests()[before:][-1]["body"]["messages"][-1]
    assert told["role"] == "tool"
    assert "Borealis" in told["content"], "the model sees the search's end, not its beginning"
    assert "Cobalt" not in told["content"]
