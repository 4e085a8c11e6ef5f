"""Cues for wishes that hold for every search: asked about, or let go."""

from agents.offline.cues_jobs import Bonus, View
from agents.offline.references import references
from agents.offline.wishes_said import asks_for_wishes, lets_go_of_a_wish, unblocked

_NOT_THEN = (
    "set_wishes", "reset_ranking", "undo_last_change", "search_jobs", "list_jobs", "show_ranking", "delete_job",
    "set_job_status", "stop_watching", "show_sources", "list_changes", "rate_job", "help", "show_job",
)  # fmt: skip


def lets_go(view: View) -> Bonus:
    """A wish holds no longer."""
    told = references("job", view.text, view.situation)
    # A name alone may as well be the employer's or the place's that is let go.
    named = any(not isinstance(job, str) or job.isdigit() for job in told) and not unblocked(view.text)
    if "resume" in view.kinds or named:
        return {}
    return dict.fromkeys(_NOT_THEN, -0.6) | {"drop_wishes": 1.6} if lets_go_of_a_wish(view.text) else {}


def shows(view: View) -> Bonus:
    """The wishes are asked about."""
    if view.kinds == {"resume"} or not asks_for_wishes(view.plain):
        return {}
    return dict.fromkeys(_NOT_THEN, -0.5) | {"show_wishes": 1.3, "beyond:world": -0.3}
