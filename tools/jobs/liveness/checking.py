"""Look a posting up on the web once and say what came of it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from store.errors import AppError
from tools.jobs.boards.client import Mirror
from tools.jobs.liveness.judging import judge
from tools.jobs.liveness.schemas import Liveness, PostingOutline
from tools.outbound import Outbound

_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.5,*/*;q=0.1"
_MAX_BYTES = 3_000_000


async def check(
    outbound: Outbound, outline: PostingOutline, *, now: datetime | None = None, mirror: str | None = None
) -> Liveness:
    """Fetch the posting's address, redirects followed, and judge the page; what the network refuses is `unknown`.

    With a `mirror` the page is asked for there, as boards are, and told by its own address.
    """
    at = Mirror(mirror)
    try:
        page = await outbound.get(at.address(outline.url), purpose="liveness", accept=_ACCEPT, max_bytes=_MAX_BYTES)
    except AppError as error:
        return Liveness(state="unknown", evidence=error.message, reason=error.code, url=outline.url)
    page = replace(page, url=at.original(page.url))
    return await asyncio.to_thread(judge, page, outline, now=now or datetime.now(UTC))
