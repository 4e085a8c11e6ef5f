"""The search tools as the model and the command line see them."""

from tools.jobs.searching import presenting, service
from tools.jobs.searching.examples import EXAMPLES
from tools.jobs.searching.schemas import SearchJobs, SearchResult
from tools.registry import AnySpec, ToolSpec

SEARCH_JOBS = ToolSpec(
    name="search_jobs", area="jobs", effect="write", input=SearchJobs, output=SearchResult,
    examples=EXAMPLES["search_jobs"], pipeline=service.PIPELINE,
    description="Search the job boards for openings; the best are ranked, explained and put on the list.",
    run=service.start_search, present=presenting.present_search,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (SEARCH_JOBS,)
