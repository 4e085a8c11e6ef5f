"""The jobs tools as the model and the command line see them."""

from tools.jobs import presenting, service
from tools.jobs.examples import EXAMPLES
from tools.jobs.schemas import (
    AddJob,
    AddNote,
    CompareJobs,
    ExplainMatch,
    Job,
    JobComparison,
    JobExplanation,
    JobList,
    JobReference,
    ListJobs,
    Removed,
    SetStatus,
)
from tools.registry import AnySpec, ToolSpec

ADD_JOB = ToolSpec(
    name="add_job", area="jobs", effect="write", input=AddJob, output=Job, examples=EXAMPLES["add_job"],
    description="Put a job on the list from a link, from pasted text, or from its fields.",
    gather=service.gather_job, run=service.add_job, present=presenting.present_added,
)  # fmt: skip
LIST_JOBS = ToolSpec(
    name="list_jobs", area="jobs", input=ListJobs, output=JobList, examples=EXAMPLES["list_jobs"],
    description="List or find the saved jobs, optionally by status, words, remote kind or company.",
    run=service.list_jobs, present=presenting.present_jobs,
)  # fmt: skip
SHOW_JOB = ToolSpec(
    name="show_job", area="jobs", input=JobReference, output=Job, examples=EXAMPLES["show_job"],
    description="Show one job: place, pay, status, what it asks for, notes.",
    run=service.show_job, present=presenting.present_job,
)  # fmt: skip
COMPARE_JOBS = ToolSpec(
    name="compare_jobs", area="jobs", input=CompareJobs, output=JobComparison, examples=EXAMPLES["compare_jobs"],
    description="Compare jobs with a resume: a table of scores, the best first, with quoted reasons and gaps.",
    run=service.compare_jobs, present=presenting.present_comparison,
)  # fmt: skip
EXPLAIN_MATCH = ToolSpec(
    name="explain_match", area="jobs", input=ExplainMatch, output=JobExplanation, examples=EXAMPLES["explain_match"],
    description="Explain why one job has its score: each part with quotes of posting and resume, and the gaps.",
    run=service.explain_match, present=presenting.present_explanation,
)  # fmt: skip
SET_JOB_STATUS = ToolSpec(
    name="set_job_status", area="jobs", effect="write", input=SetStatus, output=Job,
    examples=EXAMPLES["set_job_status"],
    description="Change a job's status: saved, applied, interviewing, offer, accepted, rejected or dismissed; or the "
    "stage of its application: screening, declined (the offer) or withdrawn.",
    run=service.set_job_status, present=presenting.present_status,
)  # fmt: skip
ADD_JOB_NOTE = ToolSpec(
    name="add_job_note", area="jobs", effect="write", input=AddNote, output=Job, examples=EXAMPLES["add_job_note"],
    description="Append a note to a job.",
    run=service.add_job_note, present=presenting.present_note,
)  # fmt: skip
DELETE_JOB = ToolSpec(
    name="delete_job", area="jobs", effect="write", destructive=True, input=JobReference, output=Removed,
    examples=EXAMPLES["delete_job"], description="Take a job off the list. A yes is asked for first.",
    question=service.deletion_question, run=service.delete_job, present=presenting.present_removed,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    ADD_JOB, LIST_JOBS, SHOW_JOB, COMPARE_JOBS, EXPLAIN_MATCH, SET_JOB_STATUS, ADD_JOB_NOTE, DELETE_JOB,
)  # fmt: skip
