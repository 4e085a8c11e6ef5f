"""The agent for jobs."""

from agents.agent import Agent

JOBS = Agent(
    name="jobs",
    description="Add, find, compare and explain jobs, keep their status and notes.",
    prompt_id="jobs",
    grants=(
        "add_job", "list_jobs", "show_job", "compare_jobs", "explain_match", "set_job_status", "add_job_note",
        "delete_job", "list_resumes",
    ),
)  # fmt: skip
