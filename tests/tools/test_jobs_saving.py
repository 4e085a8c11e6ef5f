"""Saving: what is private stays so, and what one person gives changes nothing for the others."""

import time
from datetime import UTC, datetime

from store import postings as store
from store.jobs import Job
from tests.conftest import new_actor
from tools.context import Actor, Context, Services
from tools.jobs.boards.board import BoardPosting
from tools.jobs.saving import SavedPosting, prepare, read_board_posting, save
from tools.jobs.schemas import AddJob
from tools.jobs.tools import ADD_JOB
from tools.registry import call

BODY = (
    "Borealis builds billing systems for bakeries. You write Python services on Postgres, run them on Kubernetes and "
    "review the code of two colleagues. We meet every Tuesday in Leipzig. You bring five years of experience, fluent "
    "German and patience with tax law. We offer thirty days of holiday and a bicycle."
)


def listed(text: str = BODY, **values: object) -> BoardPosting:
    """An opening as a feed states it."""
    stated: dict[str, object] = {
        "board": "remotive", "kind": "feed", "external_id": "77", "title": "Python Developer", "company": "Borealis",
        "locations": ["Leipzig, Germany"], "text": text, "url": "https://remotive.com/remote-jobs/all/77",
        "apply_url": "https://borealis.example/apply/77", "posted_at": datetime(2026, 11, 1, tzinfo=UTC),
    }  # fmt: skip
    return BoardPosting.model_validate(stated | values)


async def keep(services: Services, actor: Actor, *found: BoardPosting) -> list[SavedPosting]:
    """Save what boards have listed."""
    prepared = await prepare(services.embedder, [read_board_posting(one) for one in found])
    async with services.sessions() as session, session.begin():
        return await save(session, actor, prepared)


async def test_what_a_person_gives_in_private_changes_no_public_opening(context: Context) -> None:
    public = (await keep(context.services, context.actor, listed()))[0].posting_id
    other = context.services.acting_for(await new_actor(context.services))
    secret = f"Python Developer at Borealis, Leipzig\n\n{BODY}\n\nFor your eyes only: they would pay you EUR 99,000."
    await call(
        ADD_JOB, other, AddJob(title="Python Developer", company="Borealis", location="Leipzig, Germany", text=secret,
                               url="https://intranet.borealis.example/jobs?token=hush"),
    )  # fmt: skip
    async with context.sessions() as session:
        row = await store.get(session, context.actor, public)
        copies, versions = await store.history(session, context.actor, public)
    assert "99,000" not in row.text
    assert row.apply_url == "https://borealis.example/apply/77"
    assert [copy.source for copy in copies] == ["remotive"]
    assert versions == []


async def test_what_was_pasted_word_for_word_is_the_opening_that_is_there(context: Context) -> None:
    public = (await keep(context.services, context.actor, listed()))[0].posting_id
    job = await call(ADD_JOB, context, AddJob(title="Python Developer", company="Borealis", text=BODY,
                                              url="https://remotive.com/remote-jobs/all/77"))  # fmt: skip
    async with context.sessions() as session:
        assert (await session.get(Job, job.id)).posting_id == public  # type: ignore[union-attr]
        copies, _ = await store.history(session, context.actor, public)
    assert [copy.source for copy in copies] == ["remotive"]


async def test_a_link_that_somebody_gives_never_takes_the_place_of_what_a_board_says(context: Context) -> None:
    public = (await keep(context.services, context.actor, listed(apply_url=None)))[0].posting_id
    page = read_board_posting(listed(BODY + " Apply with your passport.", url="https://phish.example/jobs/1",
                                     apply_url="https://phish.example/apply"))  # fmt: skip
    given = page.model_copy(update={"source": "page", "external_id": "https://phish.example/jobs/1", "kind": "given"})
    async with context.sessions() as session, session.begin():
        saved = await save(session, context.actor, await prepare(context.services.embedder, [given]))
    async with context.sessions() as session:
        row = await store.get(session, context.actor, public)
    assert saved[0].posting_id == public, "it is a copy of the opening"
    assert (row.url, row.apply_url) == ("https://remotive.com/remote-jobs/all/77", None)
    assert "passport" not in row.text


def test_a_text_of_nothing_but_digits_is_read_at_once() -> None:
    read_board_posting(listed())  # what is read once is read before the time counts
    began = time.process_time()
    read_board_posting(listed("9" * 100_000))
    assert time.process_time() - began < 2
