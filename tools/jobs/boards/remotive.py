"""Remotive: remote jobs of all trades, one keyless address that can be asked for words."""

from tools.jobs.boards.board import BoardClient, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, asking, split_places
from tools.jobs.boards.mapping import Mapping, Row, postings, rows_of, string
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.parsing.salary import find_salary
from tools.jobs.schemas import Salary

ADDRESS = "https://remotive.com/api/remote-jobs"


def _salary(row: Row) -> Salary | None:
    """Free text as the employer typed it: "$55k - $100k"; read in a sentence that says what it is."""
    words = string(row, "salary")
    found = find_salary(words, string(row, "candidate_required_location") or "") if words else None
    return found


MAPPING = Mapping(
    board="remotive",
    kind="feed",
    external_id="id",
    title="title",
    company="company_name",
    remote=lambda _: "remote",
    open_to=lambda row: split_places(row.get("candidate_required_location")),
    salary=_salary,
    employment_type="job_type",
    department="category",
    text="description",
    url="url",
    posted_at="publication_date",
    tags="tags",
)
SHAPE = Shape(
    board="remotive",
    fields=fields(
        "candidate_required_location publication_date company_logo job_type company_name category "
        "company_logo_url salary"
    ),
    mapping=MAPPING,
    lists=("jobs",),
)


class Remotive(Feed):
    """https://remotive.com: every posting is remote; `candidate_required_location` says for whom."""

    name = "remotive"
    label = "Remotive"
    hosts = ("remotive.com", "remotive.io")
    remote_only = True

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """One answer holds all; it can be asked for words and for a number."""
        answer = await client.get(asking(ADDRESS, search=query.words, limit=query.limit))
        return postings(MAPPING, answer, rows_of(answer, "jobs"), query)
