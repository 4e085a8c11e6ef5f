"""The agent for jobs."""

from agents.agent import Agent

JOBS = Agent(
    name="jobs",
    description="Search the boards and watch companies, add, compare and explain jobs, keep their status, notes and "
    "applications.",
    prompt_id="jobs",
    grants=(
        "add_job", "list_jobs", "show_job", "compare_jobs", "explain_match", "set_job_status", "add_job_note",
        "delete_job", "list_resumes", "search_jobs", "watch_jobs", "list_watches", "stop_watching", "resume_watch",
        "show_new", "show_sources", "ingest_jobs", "explain_order", "rate_job", "show_ranking", "reset_ranking",
        "check_job", "job_history", "set_wishes", "show_wishes", "drop_wishes", "show_market", "skills_gap",
        "job_stats", "show_analytics", "reply_chance", "set_answer", "show_answers", "forget_answer",
        "list_applications", "show_application", "move_applications", "delete_application",
        "apply_to_job",
        "schedule_interview", "record_offer", "compare_offers", "negotiation_sheet", "what_next", "remind_me",
        "list_appointments", "add_contact", "set_time_zone", "export_applications", "import_applications",
        "prepare_job", "show_preparation", "tell_story",
    ),
)  # fmt: skip
