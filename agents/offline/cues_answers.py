"""Cues for what forms are told: said, asked for, or taken back."""

from agents.offline.answers_said import answer_said, asks_for_answers, forgets_an_answer
from agents.offline.cues_jobs import View
from agents.offline.references import references


def answer_tool(view: View) -> str | None:
    """The tool for answers to forms that a clause surely means; None where it is about something else."""
    numbered = "job" in view.kinds and any(str(job).isdigit() for job in references("job", view.text, view.situation))
    if numbered or "resume" in view.kinds:
        return None
    if forgets_an_answer(view.text):
        return "forget_answer"
    if answer_said(view.text) is not None:
        return "set_answer"
    return "show_answers" if asks_for_answers(view.text) else None
