"""Landing.jobs: tech jobs in Europe; a keyless list whose entries name their employer by number."""

import asyncio
import re

from tools.jobs.boards.board import Answer, BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, asking
from tools.jobs.boards.mapping import (
    Mapping,
    Row,
    at,
    chosen,
    object_of,
    place,
    postings,
    remote_kind,
    rows_of,
    salary,
    section,
    string,
    text,
)
from tools.jobs.boards.shapes import Shape, fields

ADDRESS = "https://landing.jobs/api/v1"
SIZE = 50
_EMPLOYER = re.compile(r"//(?:www\.)?landing\.jobs/at/([^/?#]+)")


def _places(row: Row) -> list[str]:
    places = at(row, "locations")
    named = [
        place(at(one, "city"), at(one, "country_name") or at(one, "country_code"))
        if isinstance(one, dict)
        else place(one)
        for one in (places if isinstance(places, list) else [])
    ]
    found = [name for name in named if name]
    alone = place(row.get("city"), row.get("country_name") or row.get("country_code"))
    return found or ([alone] if alone else [])


def _text(row: Row) -> str:
    parts = [text(row.get("role_description"))]
    for heading, name in (("Requirements", "main_requirements"), ("Nice to have", "nice_to_have"), ("Perks", "perks")):
        parts.append(section(heading, row.get(name)))
    return "\n\n".join(part for part in parts if part)


MAPPING = Mapping(
    board="landingjobs",
    kind="feed",
    external_id="id",
    title="title",
    company=("company_name", "company.name"),
    company_token=lambda row: match[1] if (match := _EMPLOYER.search(string(row, "url") or "")) else None,
    locations=_places,
    remote=lambda row: remote_kind(remote=row.get("remote")),
    salary=lambda row: salary(row.get("gross_salary_low"), row.get("gross_salary_high"), row.get("currency_code")),
    employment_type="type",
    text=_text,
    url="url",
    posted_at="published_at",
    valid_through="expires_at",
    tags="tags",
)
SHAPE = Shape(
    board="landingjobs",
    fields=fields(
        "gross_salary_low gross_salary_high role_description main_requirements nice_to_have perks "
        "currency_code relocation_paid company_id published_at expires_at country_name"
    ),
    mapping=MAPPING,
)


class LandingJobs(Feed):
    """https://landing.jobs: the list, fifty a page; it ends where a page repeats what is known."""

    name = "landingjobs"
    label = "Landing.jobs"
    hosts = ("landing.jobs",)

    def id_at(self, url: str) -> str:
        """The slug at the end of the address: pages do not carry the number."""
        return url.partition("?")[0].rstrip("/").rpartition("/")[2]

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Pages until enough titles could match, then the name of each employer."""
        paging = Paging(
            lambda page: asking(f"{ADDRESS}/jobs", limit=SIZE, offset=page * SIZE), _rows, size=SIZE, blind=True, most=5
        )
        answer, rows = await paging.read(client, MAPPING, query)
        kept = chosen(MAPPING, rows, query)
        found = postings(MAPPING, answer, rows, query)
        numbers = {number for row in kept if (number := string(row, "company_id"))}
        names = dict(await asyncio.gather(*(_employer(client, number) for number in numbers)))
        for row, posting in zip(kept, found, strict=True):
            posting.company = names.get(string(row, "company_id") or "") or posting.company
        return found


async def _employer(client: BoardClient, number: str) -> tuple[str, str | None]:
    """Number and name; None where the board does not tell, which is no reason to lose the posting."""
    try:
        return number, string(object_of(await client.get(f"{ADDRESS}/companies/{number}")), "name")
    except BoardError:
        return number, None


def _rows(answer: Answer) -> list[Row]:
    return rows_of(answer)
