"""The tools for watches and sources as the model and the command line see them."""

from tools.ingestion import health, presenting, service, watching
from tools.ingestion.examples import EXAMPLES
from tools.ingestion.schemas import (
    IngestionResult,
    IngestionStatus,
    IngestJobs,
    NewJobs,
    RemovedWatch,
    ShowNew,
    WatchJobs,
    WatchList,
    WatchReference,
)
from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments

WATCH_JOBS = ToolSpec(
    name="watch_jobs", area="jobs", effect="write", input=WatchJobs, output=WatchList, examples=EXAMPLES["watch_jobs"],
    description="Watch companies or a search: look again every hour, day or week and put what is new on the list.",
    gather=watching.gather_watch, run=watching.watch_jobs, present=presenting.present_watches,
)  # fmt: skip
LIST_WATCHES = ToolSpec(
    name="list_watches", area="jobs", input=NoArguments, output=WatchList, examples=EXAMPLES["list_watches"],
    description="List the watched companies and searches.",
    run=watching.list_watches, present=presenting.present_watches,
)  # fmt: skip
STOP_WATCHING = ToolSpec(
    name="stop_watching", area="jobs", effect="write", input=WatchReference, output=RemovedWatch,
    examples=EXAMPLES["stop_watching"], description="Stop watching a company or a search.",
    run=watching.stop_watching, present=presenting.present_removed,
)  # fmt: skip
RESUME_WATCH = ToolSpec(
    name="resume_watch", area="jobs", effect="write", input=WatchReference, output=WatchList,
    examples=EXAMPLES["resume_watch"],
    description="Look again at what a paused watch is of: one is paused when its page has failed many times in a row.",
    run=watching.resume_named, present=presenting.present_watches,
)  # fmt: skip
SHOW_NEW = ToolSpec(
    name="show_new", area="jobs", input=ShowNew, output=NewJobs, examples=EXAMPLES["show_new"],
    description="Show what is new since a time: jobs found by searches and watches, changes of jobs on the list.",
    run=service.show_new, present=presenting.present_new,
)  # fmt: skip
SHOW_SOURCES = ToolSpec(
    name="show_sources", area="jobs", input=NoArguments, output=IngestionStatus, examples=EXAMPLES["show_sources"],
    description="Show the job boards that are asked, and how each fares.",
    gather=health.gather_sources, run=health.ingestion_status, present=presenting.present_status,
)  # fmt: skip
INGEST_JOBS = ToolSpec(
    name="ingest_jobs", area="jobs", effect="write", input=IngestJobs, output=IngestionResult,
    examples=EXAMPLES["ingest_jobs"], pipeline=service.PIPELINE,
    description="Fetch the newest postings from the boards now, without putting any on the list.",
    run=service.start_ingestion, present=presenting.present_ingestion,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    WATCH_JOBS,
    LIST_WATCHES,
    STOP_WATCHING,
    RESUME_WATCH,
    SHOW_NEW,
    SHOW_SOURCES,
    INGEST_JOBS,
)
