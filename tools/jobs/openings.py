"""The opening behind a job: where it was seen, how it changed, whether it is still there."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import jobs as job_store
from store import postings as store
from store.actors import Actor
from store.database import transaction
from tools.context import Context, utc_now
from tools.jobs.liveness.checking import check
from tools.jobs.liveness.schemas import Liveness, PostingOutline
from tools.jobs.schemas import JobReference
from tools.jobs.service import find_job

TEXT_HEAD = 2_000
LISTS, LISTED_LATELY = ("company", "feed"), timedelta(hours=6)
UNSEEN_FOR = timedelta(days=3)
PER_HOST, HOSTS_AT_ONCE, HOST_REST, GIVES_UP_AFTER = 8, 6, 0.5, 2
# What says nothing about the posting, only that its host could not be asked just now.
NO_ANSWER = frozenset({"OUTBOUND_TIMEOUT", "OUTBOUND_UNREACHABLE"})


class CopyView(BaseModel):
    """One place where an opening was seen; `rule` says why it counts as a copy."""

    model_config = ConfigDict(from_attributes=True)
    source: str
    kind: str
    title: str
    url: str | None = None
    apply_url: str | None = None
    first_seen: datetime
    last_seen: datetime
    gone_at: datetime | None = None
    rule: str | None = None


class VersionView(BaseModel):
    """A change of an opening: each of `changes` has field, kind, words, before and after."""

    model_config = ConfigDict(from_attributes=True)
    number: int
    seen_at: datetime
    changes: list[dict[str, Any]]


class OpeningHistory(BaseModel):
    """Everything that was seen of the opening behind a job."""

    first_seen: datetime
    last_seen: datetime
    closed_at: datetime | None = None
    checked_at: datetime | None = None
    liveness: dict[str, Any] | None = None
    copies: list[CopyView]
    versions: list[VersionView]


class JobToCheck(JobReference):
    """A job whose page has been looked at."""

    job_id: UUID
    liveness: Liveness | None = None


class JobChecked(BaseModel):
    """Whether an opening is still there, with the words or the status that show it."""

    id: UUID
    number: int
    title: str
    company: str | None = None
    state: str
    evidence: str
    url: str | None = None
    checked_at: datetime


async def history(session: AsyncSession, actor: Actor, job_id: UUID) -> OpeningHistory:
    """Copies, versions and liveness of a job's opening."""
    job = await job_store.get(session, actor, job_id)
    row = await store.get(session, actor, job["posting_id"])
    copies, versions = await store.history(session, actor, row.id)
    return OpeningHistory(
        first_seen=row.first_seen, last_seen=row.last_seen, closed_at=row.closed_at, checked_at=row.checked_at,
        liveness=row.liveness, copies=[CopyView.model_validate(copy) for copy in copies],
        versions=[VersionView.model_validate(version) for version in versions],
    )  # fmt: skip


async def gather_check(context: Context, data: JobReference) -> JobToCheck:
    """Look at the posting's page, outside any session."""
    async with context.sessions() as session:
        job_id = await find_job(session, context.actor, data.job)
        job = await job_store.get(session, context.actor, job_id)
    if not job["url"]:
        return JobToCheck(job=data.job, job_id=job_id)
    outline = PostingOutline(job["title"], job["company"], job["url"], job["text"][:TEXT_HEAD])
    return JobToCheck(job=data.job, job_id=job_id, liveness=await _look(context, outline))


async def check_unseen(context: Context, *, limit: int = 50) -> int:
    """Look at listed openings that no source has shown for days; returns how many are dead.

    One page of a host at a time, and `PER_HOST` at most: those left over, and the rest of a host that does not answer,
    stay as they are until another day.
    """
    async with context.sessions() as session:
        rows = await store.to_check(session, unseen_for=UNSEEN_FOR, limit=limit * PER_HOST)
    hosts = by_host([PageToCheck(row.id, outline_of(row)) for row in rows], limit=limit)
    turns = asyncio.Semaphore(HOSTS_AT_ONCE)
    looks = await asyncio.gather(*(_look_at_host(context, turns, pages) for pages in hosts))
    found = list(chain.from_iterable(looks))
    async with transaction(context.sessions) as session:
        await store.lock_saving(session, context.actor, private=False)  # searches save and close many openings too
        for posting_id, liveness in found:
            await store.note_liveness(session, posting_id, liveness.model_dump(mode="json"), dead=liveness.dead)
    return sum(liveness.dead for _, liveness in found)


class PageToCheck(NamedTuple):
    """A page to look at, and the posting that should be on it."""

    posting_id: UUID
    outline: PostingOutline


def outline_of(row: store.Posting) -> PostingOutline:
    """What a page is compared with. Pure."""
    return PostingOutline(row.title, row.company, row.url or "", row.text[:TEXT_HEAD])


def by_host(pages: Sequence[PageToCheck], *, limit: int) -> list[list[PageToCheck]]:
    """`limit` of the pages, together by host: the first of every host before the second of any, `PER_HOST` at most.
    Pure."""
    hosts: dict[str, list[PageToCheck]] = {}
    for page in pages:
        hosts.setdefault(urlsplit(page.outline.url).hostname or "", []).append(page)
    rounds = [[same[place] for same in hosts.values() if len(same) > place] for place in range(PER_HOST)]
    chosen = {page.posting_id for page in list(chain.from_iterable(rounds))[:limit]}
    shares = ([page for page in same if page.posting_id in chosen] for same in hosts.values())
    return [same for same in shares if same]


async def _look_at_host(
    context: Context, turns: asyncio.Semaphore, pages: Sequence[PageToCheck]
) -> list[tuple[UUID, Liveness]]:
    """Look at a host's pages one after the other, until it has failed to answer twice in a row."""
    found: list[tuple[UUID, Liveness]] = []
    silent = 0
    async with turns:
        for page in pages:
            liveness = await _look(context, page.outline)
            found.append((page.posting_id, liveness))
            silent = silent + 1 if liveness.reason in NO_ANSWER else 0
            if silent == GIVES_UP_AFTER:
                break
            await asyncio.sleep(HOST_REST)
    return found


async def _look(context: Context, outline: PostingOutline) -> Liveness:
    return await check(context.outbound, outline, mirror=context.settings.board_mirror)


async def check_job(session: AsyncSession, actor: Actor, data: JobToCheck) -> JobChecked:
    """Keep what the look at the page came to; an opening that is dead is closed, one that is open again is opened."""
    job, found = await job_store.get(session, actor, data.job_id), data.liveness
    named = {"id": job["id"], "number": job["number"], "title": job["title"], "company": job["company"]}
    now = utc_now()
    if found is None:
        why = "this job was given without a link, so there is no page to look at"
        return JobChecked(**named, state="unknown", evidence=why, checked_at=now)
    if found.dead and found.reason == "STATUS":
        found = _doubted(found, (await store.history(session, actor, job["posting_id"]))[0], now)
    await store.note_liveness(session, job["posting_id"], found.model_dump(mode="json"), dead=found.dead)
    if found.dead and job["closed_at"] is None:
        await events.record(
            session, actor, kind="job_closed", subject="job", subject_id=job["id"],
            data={"title": job["title"], "evidence": found.evidence, "passed_over": True},
        )  # fmt: skip
    return JobChecked(**named, state=found.state, evidence=found.evidence, url=found.url, checked_at=now)


def _doubted(found: Liveness, copies: Sequence[store.PostingCopy], now: datetime) -> Liveness:
    """A page that is not there, beside a list that has just shown the opening: one of the two is wrong."""
    for copy in copies:
        if copy.kind in LISTS and copy.gone_at is None and now - copy.last_seen < LISTED_LATELY:
            evidence = f"{found.evidence}, and yet {copy.source} listed it at {copy.last_seen:%H:%M} UTC"
            return found.model_copy(update={"state": "unknown", "evidence": evidence, "reason": "CONTRADICTION"})
    return found
