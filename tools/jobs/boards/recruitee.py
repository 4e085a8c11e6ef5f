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
from tools.jobs.boards.shapes import Around, Shape, fields


def _locations(row: Row) -> list[str]:
    listed = row.get("locations")
    found = [
        place(at(one, "city") or at(one, "name"), at(one, "state"), at(one, "country")) or string(one, "full_address")
        for one in (listed if isinstance(listed, list) else [])
    ]
    alone = string(row, "location") or place(row.get("city"), row.get("state_name"), row.get("country"))
    return [line for line in found if line] or ([alone] if alone else [])


def _written(row: Row, name: str) -> object:
    """A field's words; out of the posting's first language where the row holds them by language only."""
    listed = row.get("translations")
    translations = list(listed.values()) if isinstance(listed, dict) else []
    return row.get(name) or next((words for one in translations if (words := at(one, name))), None)


def _language(row: Row) -> str | None:
    """The language when the posting is written in one only."""
    written = row.get("translations")
    return next(iter(written)) if isinstance(written, dict) and len(written) == 1 else string(row, "lang_code")


_MAPPING = Mapping(
    board="recruitee",
    kind="company",
    external_id=("id", "slug"),
    title=lambda row: _written(row, "title"),
    company="company_name",
    locations=_locations,
    remote=lambda row: remote_kind(remote=row.get("remote"), hybrid=row.get("hybrid"), onsite=row.get("on_site")),
    salary=lambda row: salary(*(at(row, f"salary.{name}") for name in ("min", "max", "currency", "period"))),
    employment_type=lambda row: spaced(row.get("employment_type_code")),
    department=("department", "department.name"),
    text=lambda row: text(_written(row, "description"), section("Requirements", _written(row, "requirements"))),
    url="careers_url",
    apply_url="careers_apply_url",
    posted_at=("published_at", "created_at"),
    valid_through="close_at",
    language=_language,
    tags="tags",
)


def _is_published(row: Row) -> bool:
    return row.get("status") in (None, "published")


def _linked(row: Row, around: Around) -> Row:
    """The row with its page, made of its slug where a list leaves it out."""
    slug = string(row, "slug")
    return {"careers_url": f"{_site(around.token)}/o/{slug}"} | row if around.token and slug else row


SHAPE = Shape(
    board="recruitee",
    fields=fields(
        "careers_url careers_apply_url slug employment_type_code company_name translations requirements min_hours "
        "max_hours on_site hybrid locations mailbox_email published_at close_at state_name country_code sharing_title "
        "guid options_cv options_phone experience_code education_code category_code status"
    ),
    mapping=_MAPPING,
    lists=("offers",),
    prepared=_linked,
    is_open=_is_published,
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
        rows = [row for row in rows_of(answer, "offers") if _is_published(row)]
        return await asyncio.to_thread(postings, _MAPPING, answer, rows, query, company_token=token)

    async def opening(self, client: BoardClient, token: str, posting: str) -> BoardPosting:
        """One opening out of the list, by its number or by the last part of its address."""
        answer = await client.get(_offers(token))
        named = (row for row in rows_of(answer, "offers") if posting in (string(row, "id"), string(row, "slug")))
        found = _MAPPING.posting(next(named, {}), company_token=token)
        if found is None:
            raise self.gone(posting, token)
        return found


def _site(token: str) -> str:
    return f"https://{token if '.' in token else f'{token}.recruitee.com'}"


def _offers(token: str) -> str:
    return f"{_site(token)}/api/offers/"
