"""`jobwright analytics`: how the search goes, from the command line."""

from typing import Annotated

import typer

from api.cli.doing import checked, tool
from tools.insights.tools import REPLY_CHANCE, SHOW_ANALYTICS
from tools.jobs.schemas import JobReference
from tools.resumes.schemas import NoArguments


def analytics(
    job: Annotated[str | None, typer.Argument(help="A job's number or name: only the chance that it answers")] = None,
) -> None:
    """Funnel, response rates, times and weeks of your applications; with a job, the chance of a reply."""
    if job is None:
        tool(SHOW_ANALYTICS, NoArguments())
    else:
        tool(REPLY_CHANCE, checked(JobReference, job=job))
