"""What people say about watches, sources and news."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "watch_jobs": (
        Example(
            "watch Stripe and GitLab for staff roles",
            {"watched_companies": ["Stripe", "GitLab"], "seniority": ["staff"]},
        ),
        Example("watch Acme", {"watched_companies": ["Acme"]}),
        Example("keep an eye on openings at Acme", {"watched_companies": ["Acme"]}),
        Example("look every day for remote Python jobs", {"words": "Python", "remote": "remote", "pace": "daily"}),
        Example(
            "tell me every week about new teacher jobs in Bonn",
            {"words": "teacher", "location": "Bonn", "pace": "weekly"},
        ),
        Example("alert me when Acme is hiring", {"watched_companies": ["Acme"]}),
        Example("watch this search", {}),
        Example("do that every morning", {"pace": "daily"}),
    ),
    "list_watches": (
        Example("what are you watching?", {}),
        Example("list my watches", {}),
        Example("which companies do you watch for me?", {}),
        Example("show my saved searches", {}),
        Example("which searches run every day?", {}),
        Example("what alerts do I have?", {}),
    ),
    "stop_watching": (
        Example("stop watching Acme", {"watch": "Acme"}),
        Example("end watch 2", {"watch": "2"}),
        Example("don't watch Stripe any more", {"watch": "Stripe"}),
        Example("cancel the alert for teacher jobs", {"watch": "teacher"}),
        Example("remove watch 1", {"watch": "1"}),
        Example("no more alerts about Acme", {"watch": "Acme"}),
    ),
    "resume_watch": (
        Example("resume watch 1", {"watch": "1"}),
        Example("take up the watch on Acme again", {"watch": "Acme"}),
        Example("unpause the watch for teacher jobs", {"watch": "teacher"}),
        Example("go on watching Acme", {"watch": "Acme"}),
        Example("look at the paused watch again", {}),
        Example("reactivate watch 2", {"watch": "2"}),
    ),
    "show_new": (
        Example("what is new since yesterday?", {"hours": 48}),
        Example("anything new?", {}),
        Example("what came in this week?", {"hours": 168}),
        Example("new jobs since Monday", {}),
        Example("did you find anything new?", {}),
        Example("what changed about my jobs?", {}),
    ),
    "show_sources": (
        Example("which job boards do you search?", {}),
        Example("how are the sources doing?", {}),
        Example("where do the postings come from?", {}),
        Example("is any job board down?", {}),
        Example("which sources failed?", {}),
        Example("show the health of the boards", {}),
    ),
    "ingest_jobs": (
        Example("fetch the newest postings now", {}),
        Example("refresh the job boards", {}),
        Example("run the ingestion", {}),
        Example("update the postings from remotive", {"sources": ["remotive"]}),
        Example("pull the latest postings", {}),
        Example("reload the postings from all sources", {}),
    ),
}
