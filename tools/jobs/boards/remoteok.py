"""Remote OK: remote jobs; one keyless answer whose first entry is a legal notice."""

from ftfy import fix_encoding

from tools.jobs.boards.board import Answer, BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed
from tools.jobs.boards.mapping import Mapping, Row, changed, postings, rows_of, salary, string
from tools.jobs.boards.shapes import Shape, fields

ADDRESS = "https://remoteok.com/api"


def _mended(value: object) -> str | None:
    """Text that was once read in the wrong character set ("cafÃ©"), mended where that is certain."""
    return fix_encoding(value) if isinstance(value, str) else None


def _place(row: Row) -> str | None:
    """ "Orlando, " is Orlando."""
    place = string(_mended(row.get("location")))
    return place.strip(" ,") if place else None


MAPPING = Mapping(
    board="remoteok",
    kind="feed",
    external_id="id",
    title=lambda row: _mended(row.get("position")),
    company=lambda row: _mended(row.get("company")),
    locations=_place,
    remote=lambda _: "remote",
    # 0 stands for no pay stated; the currency is never named.
    salary=lambda row: salary(row.get("salary_min"), row.get("salary_max"), row.get("salary_currency")),
    text=lambda row: _mended(row.get("description")),
    url="url",
    apply_url=lambda row: None if row.get("apply_url") == row.get("url") else row.get("apply_url"),
    posted_at=("date", "epoch"),
    tags="tags",
)
SHAPE = Shape(
    board="remoteok",
    fields=fields("position company_logo epoch salary_min salary_max logo apply_url slug original date company"),
    mapping=MAPPING,
    empty=lambda data: isinstance(data, list) and all(isinstance(row, dict) and "legal" in row for row in data),
)


class RemoteOk(Feed):
    """https://remoteok.com: the newest postings, about a hundred."""

    name = "remoteok"
    label = "Remote OK"
    hosts = ("remoteok.com", "remoteok.io")
    remote_only = True

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """The whole answer; it cannot be asked for words, only for single tags, which would lose postings."""
        answer = await client.get(ADDRESS)
        return postings(MAPPING, answer, _jobs(answer), query)


def _jobs(answer: Answer) -> list[Row]:
    rows = rows_of(answer)
    jobs = [row for row in rows if "legal" not in row]
    if not jobs and not rows:
        raise changed(answer, "there is neither the legal notice nor a posting")
    return jobs
