"""Recruitee (Tellent): the careers site API of one employer, everything in one answer."""

import asyncio
import re

from tools.jobs.boards.board import BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.company import CompanyBoard
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    place,
    postings,
    remote_kind,
    rows_of,
    salary,
    section,
    spaced,
    string,
    text,
)


def _locations(row: Row) -> list[str]:
    listed = row.get("locations")
    found = [
        place(at(one, "city") or at(one, "name"), at(one, "state"), at(one, "country"))
        for one in (listed if isinstance(listed, list) else [])
    ]
    alone = string(row, "location") or place(row.get("city"), row.get("state_name"), row.get("country"))
    return [line for line in found if line] or ([alone] if alone else [])


def _language(row: Row) -> str | None:
    """The language when the posting is written in one only."""
    written = row.get("translations")
    return next(iter(written)) if isinstance(written, dict) and len(written) == 1 else None


_MAPPING = Mapping(
    board="recruitee",
    kind="company",
    external_id="id",
    title="title",
    company="company_name",
    locations=_locations,
    remote=lambda row: remote_kind(remote=row.get("remote"), hybrid=row.get("hybrid"), onsite=row.get("on_site")),
    salary=lambda row: salary(*(at(row, f"salary.{name}") for name in ("min", "max", "currency", "period"))),
    employment_type=lambda row: spaced(row.get("employment_type_code")),
    department="department",
    text=lambda row: text(row.get("description"), section("Requirements", row.get("requirements"))),
    url="careers_url",
    apply_url="careers_apply_url",
    posted_at=("published_at", "created_at"),
    valid_through="close_at",
    language=_language,
    tags="tags",
)


class Recruitee(CompanyBoard):
    """Tokens are the first label of TOKEN.recruitee.com, or a whole host where the employer uses its own."""

    name = "recruitee"
    label = "Recruitee"
    hosts = ("recruitee.com",)
    addresses = (
        re.compile(r"(?!www\.|api\.|app\.|docs\.|support\.)(?P<token>[\w-]+)\.recruitee\.com/(?:o/(?P<id>[^/?]+))?"),
    )
    known = "recruitee"
    where = "the first label of TOKEN.recruitee.com, or the host of its careers site"

    async def openings(self, client: BoardClient, token: str, query: BoardQuery) -> list[BoardPosting]:
        """Every published opening with its text, in one answer."""
        answer = await client.get(_offers(token))
        rows = [row for row in rows_of(answer, "offers") if row.get("status") in (None, "published")]
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the list, by its number or by the last part of its address."""
        answer = await client.get(_offers(token))
        named = (row for row in rows_of(answer, "offers") if posting in (string(row, "id"), string(row, "slug")))
        found = _MAPPING.posting(next(named, {}), company_token=token)
        if found is None:
            raise self.gone(posting, token)
        return found


def _offers(token: str) -> str:
    return f"https://{token if '.' in token else f'{token}.recruitee.com'}/api/offers/"
