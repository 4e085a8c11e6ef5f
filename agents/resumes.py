"""The agent for resumes."""

from agents.agent import Agent

RESUMES = Agent(
    name="resumes",
    description="Read, show, check and compare resumes, choose the primary one.",
    prompt_id="resumes",
    grants=(
        "add_resume", "list_resumes", "show_resume", "check_resume", "compare_resumes", "set_primary_resume",
        "delete_resume", "ingest_resume", "show_facts", "show_resume_versions", "restore_resume_version",
        "merge_resumes", "correct_fact",
    ),
)  # fmt: skip
