"""Jobicy: remote jobs; one keyless address that can be asked for a tag, a region and a number."""

from tools.jobs.boards.board import BoardClient, BoardError, BoardPosting, BoardQuery
from tools.jobs.boards.client import gone
from tools.jobs.boards.feeds import Feed, asking, split_places
from tools.jobs.boards.mapping import Mapping, Row, postings, rows_of, salary
from tools.jobs.boards.shapes import Shape, fields
from tools.jobs.schemas import Salary

ADDRESS = "https://jobicy.com/api/v2/remote-jobs"
MOST = 100
# The regions that its documentation lists, where they are countries.
_REGIONS = {
    "AR": "argentina", "AU": "australia", "AT": "austria", "BE": "belgium", "BR": "brazil", "BG": "bulgaria",
    "CA": "canada", "CN": "china", "CR": "costa-rica", "HR": "croatia", "CY": "cyprus", "CZ": "czechia",
    "DK": "denmark", "EE": "estonia", "FI": "finland", "FR": "france", "DE": "germany", "GR": "greece",
    "HU": "hungary", "IE": "ireland", "IL": "israel", "IT": "italy", "JP": "japan", "LV": "latvia",
    "LT": "lithuania", "MX": "mexico", "NL": "netherlands", "NZ": "new-zealand", "NO": "norway",
    "PH": "philippines", "PL": "poland", "PT": "portugal", "RO": "romania", "SG": "singapore", "SK": "slovakia",
    "SI": "slovenia", "KR": "south-korea", "ES": "spain", "SE": "sweden", "CH": "switzerland", "TH": "thailand",
    "TR": "turkiye", "AE": "united-arab-emirates", "GB": "uk", "US": "usa", "VN": "vietnam",
}  # fmt: skip


def _salary(row: Row) -> Salary | None:
    """`salaryMin`/`salaryMax` with a period; older answers say `annualSalaryMin`/`annualSalaryMax`."""
    found = salary(row.get("salaryMin"), row.get("salaryMax"), row.get("salaryCurrency"), row.get("salaryPeriod"))
    return found or salary(row.get("annualSalaryMin"), row.get("annualSalaryMax"), row.get("salaryCurrency"), "annual")


def _kinds(row: Row) -> object:
    kinds = row.get("jobType")
    return ", ".join(kind for kind in kinds if isinstance(kind, str)) if isinstance(kinds, list) else kinds


MAPPING = Mapping(
    board="jobicy",
    kind="feed",
    external_id="id",
    title="jobTitle",
    company="companyName",
    remote=lambda _: "remote",
    open_to=lambda row: split_places(row.get("jobGeo")),
    salary=_salary,
    employment_type=_kinds,
    text=("jobDescription",),
    url="url",
    posted_at="pubDate",
    tags="jobIndustry",
)
SHAPE = Shape(
    board="jobicy",
    fields=fields(
        "jobTitle jobGeo jobIndustry jobType jobLevel jobExcerpt jobDescription companyName companyLogo "
        "jobSlug annualSalaryMin annualSalaryMax salaryMin salaryMax salaryCurrency salaryPeriod pubDate"
    ),
    mapping=MAPPING,
    lists=("jobs",),
)


class Jobicy(Feed):
    """https://jobicy.com: every posting is remote; `jobGeo` says for whom."""

    name = "jobicy"
    label = "Jobicy"
    hosts = ("jobicy.com",)
    remote_only = True

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """At most 100; asked for the words as a tag, which Jobicy looks for in title and text.

        It answers 404 when nothing has the tag; then the newest of all are taken, filtered again afterwards.
        """
        region = _REGIONS.get((query.country or "").upper())
        try:
            answer = await client.get(asking(ADDRESS, count=min(query.limit, MOST), geo=region, tag=query.words))
        except BoardError as error:
            if not gone(error) or not (region or query.words):
                raise
            answer = await client.get(asking(ADDRESS, count=MOST))
        return postings(MAPPING, answer, rows_of(answer, "jobs"), query)
