"""Indeed, Glassdoor, ZipRecruiter and Google through the library python-jobspy. Fragile: the sites block readers.

The library asks the sites by itself, in a thread, past our own client: off unless a setting turns it on.
"""

import asyncio
import importlib
import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pycountry

from tools.jobs.boards.board import BoardClient, BoardError, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed
from tools.jobs.boards.mapping import Mapping as Fields
from tools.jobs.boards.mapping import Row, remote_kind, salary
from tools.jobs.schemas import Salary

SITES = ("indeed", "glassdoor", "zip_recruiter", "google")
INSTALL = "pip install 'jobwright[jobspy]'"


def _salary(row: Row) -> Salary | None:
    """Pay that the site states; what the library reads out of the text is read there by us."""
    if row.get("salary_source") not in ("direct_data", None):
        return None
    return salary(row.get("min_amount"), row.get("max_amount"), row.get("currency"), row.get("interval"))


def _skills(row: Row) -> Any:
    skills = row.get("skills")
    return [skill.strip() for skill in skills.split(",")] if isinstance(skills, str) else skills


def _date(row: Row) -> Any:
    posted = row.get("date_posted")
    return posted.isoformat() if isinstance(posted, date) else posted


MAPPING = Fields(
    board="jobspy",
    kind="search",
    external_id=("id", "job_url"),
    title="title",
    company="company",
    locations="location",
    remote=lambda row: remote_kind(row.get("work_from_home_type"), remote=row.get("is_remote")),
    salary=_salary,
    employment_type="job_type",
    department="job_function",
    text="description",
    url="job_url",
    apply_url="job_url_direct",
    posted_at=_date,
    tags=_skills,
)


class JobSpy(Feed):
    """The library python-jobspy: search only; the sites' pages are read as any page is."""

    name = "jobspy"
    label = "Indeed, Glassdoor, ZipRecruiter, Google (JobSpy)"
    kind: BoardKind = "search"
    hosts = ()

    def __init__(self, sites: tuple[str, ...] = SITES) -> None:
        self._sites = sites

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:  # noqa: ARG002
        """What the sites answer. Raises BOARD_EXTRA_MISSING without the library, BOARD_REFUSED when it is blocked."""
        scrape = _library()
        try:
            frame = await asyncio.to_thread(scrape, **_questions(query, self._sites))
            rows = frame.to_dict("records")
            failures = dict(getattr(frame, "attrs", {}).get("errors") or {})
        except (OSError, RuntimeError, LookupError, ValueError, TypeError, AttributeError) as error:
            raise _blocked(f"{type(error).__name__}: {error}") from error
        found = [posting for row in rows if (posting := MAPPING.posting(_plain(row)))]
        if not found and failures:
            raise _blocked("; ".join(f"{site}: {said}" for site, said in failures.items()))
        return found[: query.limit]

    async def fetch(self, client: BoardClient, url: str) -> BoardPosting:  # noqa: ARG002
        """Not offered: no address is one of this board's."""
        raise BoardError(f"{self.label} cannot be asked for one posting; paste its text.", code="BOARD_REFUSED")

    async def probe(self, client: BoardClient) -> None:  # noqa: ARG002
        """Whether the library is there; the sites are not troubled for it. Raises BOARD_EXTRA_MISSING."""
        _library()


def _library() -> Callable[..., Any]:
    try:
        scrape: Callable[..., Any] = importlib.import_module("jobspy").scrape_jobs
        return scrape
    except ImportError as error:
        raise BoardError(
            f"Indeed, Glassdoor, ZipRecruiter and Google need an optional library: {INSTALL}, then start again.",
            code="BOARD_EXTRA_MISSING",
            details={"install": INSTALL},
        ) from error


def _blocked(said: str) -> BoardError:
    return BoardError(
        f"JobSpy brought nothing ({said[:300]}). These sites block readers sooner or later; use other boards, or paste "
        "the posting's text.",
        code="BOARD_REFUSED",
    )


def _questions(query: BoardQuery, sites: tuple[str, ...]) -> Mapping[str, Any]:
    country = pycountry.countries.get(alpha_2=(query.country or "").upper())
    said = " ".join(word for word in (query.words, "jobs", query.location and f"near {query.location}") if word)
    asked: dict[str, Any] = {
        "site_name": list(sites),
        "search_term": query.words,
        "google_search_term": said,
        "location": query.location,
        "is_remote": query.remote,
        "results_wanted": query.limit,
        "description_format": "html",
        "verbose": 0,
    }
    if country is not None:
        asked["country_indeed"] = {"US": "usa", "GB": "uk"}.get(country.alpha_2, country.name.lower())
    return {name: value for name, value in asked.items() if value is not None}


def _plain(row: Row) -> Row:
    """A row of the table without its "not a number", which stands for nothing there."""
    return {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
