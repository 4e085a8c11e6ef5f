"""The tools for finding, ranking and checking jobs as the model and the command line see them."""

from tools.jobs import openings
from tools.jobs.ranking.examples import EXAMPLES as RANKING
from tools.jobs.ranking.schemas import ExplainOrder, Ordering, RankingState, RatedJob, RateJob
from tools.jobs.schemas import JobReference
from tools.jobs.searching import explaining, past, presenting, rating, service, wishes
from tools.jobs.searching.examples import EXAMPLES
from tools.jobs.searching.schemas import SearchRequest, SearchResult
from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments

SEARCH_JOBS = ToolSpec(
    name="search_jobs", area="jobs", effect="write", input=SearchRequest, output=SearchResult,
    examples=EXAMPLES["search_jobs"], pipeline=service.PIPELINE,
    description="Search the job boards for openings; the best are ranked, explained and put on the list.",
    run=service.start_search, present=presenting.present_search,
)  # fmt: skip
EXPLAIN_ORDER = ToolSpec(
    name="explain_order", area="jobs", input=ExplainOrder, output=Ordering, examples=RANKING["explain_order"],
    description="Explain why one job is ranked above or below another, part by part with quotes.",
    run=explaining.explain_order, present=presenting.present_order,
)  # fmt: skip
RATE_JOB = ToolSpec(
    name="rate_job", area="jobs", effect="write", input=RateJob, output=RatedJob, examples=RANKING["rate_job"],
    description="Take in a thumbs-up or thumbs-down on a job; the ranking learns from it.",
    run=rating.rate_job, present=presenting.present_rated,
)  # fmt: skip
SHOW_RANKING = ToolSpec(
    name="show_ranking", area="jobs", input=NoArguments, output=RankingState, examples=RANKING["show_ranking"],
    description="Show what the ranking weighs, and what it has learned.",
    run=rating.ranking_state, present=presenting.present_ranking,
)  # fmt: skip
RESET_RANKING = ToolSpec(
    name="reset_ranking", area="jobs", effect="write", input=NoArguments, output=RankingState,
    examples=RANKING["reset_ranking"], description="Forget what the ranking has learned.",
    run=rating.reset_ranking, present=presenting.present_ranking,
)  # fmt: skip
CHECK_JOB = ToolSpec(
    name="check_job", area="jobs", effect="write", input=JobReference, output=openings.JobChecked,
    examples=RANKING["check_job"], description="Look at a job's page and say whether it is still open.",
    gather=openings.gather_check, run=openings.check_job, present=presenting.present_checked,
)  # fmt: skip
SET_WISHES = ToolSpec(
    name="set_wishes", area="jobs", effect="write", input=wishes.SetWishes, output=wishes.Wishes,
    examples=RANKING["set_wishes"],
    description="Set wishes for every search: least pay, places, remote work, sponsorship, employers to leave out.",
    run=wishes.set_wishes, present=wishes.present_wishes,
)  # fmt: skip

SHOW_WISHES = ToolSpec(
    name="show_wishes", area="jobs", input=NoArguments, output=wishes.Wishes, examples=RANKING["show_wishes"],
    description="Show the wishes and filters that hold for every search, blocked employers among them.",
    run=wishes.show_wishes, present=wishes.present_list,
)  # fmt: skip
DROP_WISHES = ToolSpec(
    name="drop_wishes", area="jobs", effect="write", input=wishes.DropWishes, output=wishes.Wishes,
    examples=RANKING["drop_wishes"],
    description="Let wishes that hold for every search go: pay, places, remote work, sponsorship; unblock employers.",
    run=wishes.drop_wishes, present=wishes.present_dropped,
)  # fmt: skip

JOB_HISTORY = ToolSpec(
    name="job_history", area="jobs", input=JobReference, output=past.JobHistory, examples=RANKING["job_history"],
    description="Show where the opening of a job was seen, since when, and how it changed.",
    run=past.job_history, present=past.present_history,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    SEARCH_JOBS, JOB_HISTORY, EXPLAIN_ORDER, RATE_JOB, SHOW_RANKING, RESET_RANKING, CHECK_JOB, SET_WISHES, SHOW_WISHES,
    DROP_WISHES,
)  # fmt: skip
