"""Graphs and pipelines by name, each compiled once, on first use."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any
from uuid import UUID

from langgraph.graph.state import CompiledStateGraph
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from prompts.library import load
from store.runs import Run
from tools.applications.preparing import service as preparing
from tools.applications.submissions import asking as form_asking
from tools.applications.submissions import recording as submitted
from tools.applications.submissions import service as submissions
from tools.content import service as content
from tools.context import Actor
from tools.email.syncing import service as syncing
from tools.ingestion import service as ingestion
from tools.jobs.searching import service as searching
from tools.resumes import ingesting
from tools.tailoring import service as tailoring
from tools.tailoring.dialogue import asking

AnyGraph = CompiledStateGraph[Any, Any, Any, Any]
CONVERSATIONS = {name: f"graphs.{name}:build" for name in ("assistant", "jobs", "resumes", "tailoring", "email")}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A graph that can be run by name.

    `tool` is what begins it: its run is written down with the tool's own result. `run_of` finds the run behind such a
    result, `result` tells the result as it stands now, `ended` marks what the run was for as failed or cancelled,
    `output` is what the run's row keeps of the final state. `prompts` are those its models are given. `asked` is told
    what a run waits for that has a question to the person, `answer` hands the answer in, by the tool's result.
    """

    name: str
    area: str
    description: str
    builder: str
    tool: str
    run_of: Callable[[AsyncSession, Actor, Mapping[str, Any]], Awaitable[UUID | None]]
    result: Callable[[AsyncSession, Actor, Run], Awaitable[BaseModel]]
    ended: Callable[[AsyncSession, Actor, Run, str, str], Awaitable[None]]
    output: Callable[[Run, dict[str, Any]], dict[str, Any]]
    prompts: tuple[str, ...] = ()
    asked: Callable[[AsyncSession, Actor, Run, dict[str, Any]], Awaitable[None]] | None = None
    answer: Callable[[AsyncSession, Actor, Mapping[str, Any], Mapping[str, Any]], Awaitable[None]] | None = None


PIPELINES = {
    "tailor_resume": Pipeline(
        name="tailor_resume", area="tailoring", builder="graphs.tailoring:build_pipeline", prompts=("rewording",),
        description="Tailor a resume to one job and prove every line.", tool="tailor_resume",
        run_of=tailoring.run_of, result=tailoring.result_of_run, ended=tailoring.run_ended,
        output=tailoring.output_of_run, asked=asking.wait, answer=asking.answer_once,
    ),
    "write_letter": Pipeline(
        name="write_letter", area="tailoring", builder="graphs.content:build_pipeline", prompts=("cover_letter",),
        description="Write a cover letter for one job and prove every sentence.", tool="write_cover_letter",
        run_of=content.run_of, result=content.result_of_run, ended=content.run_ended, output=content.output_of_run,
    ),
    "resume_ingest": Pipeline(
        name="resume_ingest", area="resumes", builder="graphs.resumes:build_pipeline", tool="ingest_resume",
        description="Read a resume file, save its facts, match the jobs with it, suggest what the profile could say.",
        run_of=ingesting.run_of, result=ingesting.result_of_run, ended=ingesting.run_ended,
        output=ingesting.output_of_run,
    ),
    "job_search": Pipeline(
        name="job_search", area="jobs", builder="graphs.jobs:build_pipeline", tool="search_jobs",
        description="Search the boards, count copies once, rank what fits, and put the best on the list.",
        run_of=searching.run_of, result=searching.result_of_run, ended=searching.run_ended,
        output=searching.output_of_run,
    ),
    "job_ingestion": Pipeline(
        name="job_ingestion", area="jobs", builder="graphs.ingestion:build_pipeline", tool="ingest_jobs",
        description="Fetch the newest postings from the boards for everybody, copies counted once.",
        run_of=searching.run_of, result=ingestion.result_of_run, ended=searching.run_ended,
        output=searching.output_of_run,
    ),
    "job_prep": Pipeline(
        name="job_prep", area="jobs", builder="graphs.applications_prep:build_pipeline", prompts=("cover_letter",),
        description="Prepare for a job: look at its form, hold it against the resume (job_analyze), write the letter "
        "if one is wanted, and the notes for interviews.",
        tool="prepare_job", run_of=preparing.run_of, result=preparing.result_of_run, ended=preparing.run_ended,
        output=preparing.output_of_run,
    ),
    "job_apply": Pipeline(
        name="job_apply", area="jobs", builder="graphs.applications:build_pipeline", tool="apply_to_job",
        description="Fill in a job's application form, ask what only the person knows, and submit it once after a yes.",
        run_of=submissions.run_of, result=submissions.result_of_run, ended=submitted.run_ended,
        output=submissions.output_of_run, answer=form_asking.answer_once,
    ),
    "email_sync_jobs": Pipeline(
        name="email_sync_jobs", area="email", builder="graphs.email:build_pipeline", tool="sync_email",
        description="Look into a mailbox: alerts become jobs, replies move applications on.", prompts=("alert",),
        run_of=syncing.run_of, result=syncing.result_of_run, ended=syncing.run_ended, output=syncing.output_of_run,
    ),
}  # fmt: skip


@cache
def _built(builder: str) -> AnyGraph:
    # By name, because the pipelines' own module is imported by the turn that runs them.
    module, _, function = builder.partition(":")
    graph: AnyGraph = getattr(import_module(module), function)()
    return graph


def conversation(area: str | None) -> AnyGraph:
    """The graph of a conversation bound to an area, or open to all."""
    return _built(CONVERSATIONS[area or "assistant"])


def pipeline(name: str) -> AnyGraph:
    """The graph of a pipeline."""
    return _built(PIPELINES[name].builder)


def prompts_of(name: str) -> dict[str, str]:
    """The hashes of the prompts that a pipeline uses."""
    return {prompt: load(prompt).hash for prompt in PIPELINES[name].prompts}
