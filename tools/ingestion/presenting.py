"""Watches, sources and what is new, worded in Markdown."""

from datetime import datetime

from tools.ingestion.schemas import (
    IngestionResult,
    IngestionStatus,
    NewJobs,
    RemovedWatch,
    WatchList,
    WatchView,
)
from tools.jobs.presenting import cell, pay, score

PACES = {"hourly": "every hour", "daily": "every day", "weekly": "every week"}


def moment(at: datetime | None) -> str:
    """26 Nov, 04:00 UTC."""
    return f"{at:%-d %b, %H:%M} UTC" if at else "–"


def present_watches(found: WatchList) -> str:
    """The watches, or what was just begun."""
    if not found.watches:
        return "You watch nothing yet. Say “watch Acme”, or “look every day for remote Python jobs”."
    if found.begun:
        lines = [f"- **Watch {watch.number}: {cell(watch.name)}**{_where(watch)}" for watch in found.watches]
        paces = ", ".join(dict.fromkeys(PACES[watch.pace] for watch in found.watches))
        return f"I watch from now on: a first look within seconds while the server runs, then {paces}.\n\n" + "\n".join(
            lines
        )
    rows = [
        f"| {watch.number} | {cell(watch.name)} | {cell(watch.source)} | {watch.pace} | {moment(watch.ran_at)} "
        f"| {moment(watch.due_at)} |"
        for watch in found.watches
    ]
    return "| # | Watch | Source | Pace | Last look | Next look |\n|---|---|---|---|---|---|\n" + "\n".join(rows)


def _where(watch: WatchView) -> str:
    return f", on {cell(watch.source)}" if watch.source else ""


def present_removed(removed: RemovedWatch) -> str:
    """What is watched no more."""
    return f"Watch {removed.number} ({cell(removed.name)}) has ended. Say “undo” to bring it back."


def present_new(new: NewJobs) -> str:
    """What came and what changed since then."""
    since = moment(new.since)
    lines = []
    if new.jobs:
        rows = [
            f"| {job.number} | {cell(job.title)} | {cell(job.company)} | {cell(job.location)} | {pay(job.salary)} "
            f"| {score(job.score)} |"
            for job in new.jobs
        ]
        lines.append(f"New since {since}:\n\n| # | Job | Company | Place | Pay | Fit |\n|---|---|---|---|---|---|")
        lines[-1] += "\n" + "\n".join(rows)
    if new.changes:
        changes = [f"- Job {item.number}, {cell(item.title)}: {cell(item.words)}" for item in new.changes]
        lines.append("Changed:\n" + "\n".join(changes))
    if lines:
        return "\n\n".join(lines)
    hint = "" if new.watches else " You watch nothing yet: say “watch Acme”, or “look every day for …”."
    return f"Nothing is new since {since}.{hint}"


def present_status(status: IngestionStatus) -> str:
    """The sources that have a story, and what waits."""
    told = [source for source in status.sources if source.runs or source.state in {"failing", "resting"}]
    silent = len(status.sources) - len(told)
    rows = [
        f"| {cell(source.name)} | {source.state} | {moment(source.last_ok_at)} | {source.last_found} | {source.new} "
        f"| {cell(source.last_error)} |"
        for source in told
    ]
    table = "| Source | State | Last answer | Found then | New ever | Trouble |\n|---|---|---|---|---|---|\n"
    lines = [table + "\n".join(rows)] if rows else ["No source has been asked yet."]
    lines.append(f"{silent} more have not been asked. Next ingestion: {moment(status.next_ingestion_at)}.")
    return "\n\n".join(lines)


def present_ingestion(result: IngestionResult) -> str:
    """What was fetched."""
    if result.status in {"queued", "running"}:
        return "Fetching the newest postings …"
    if result.status != "completed":
        return f"Fetching did not finish: {result.error or result.status}"
    failed = [source for source in result.sources if source.get("error")]
    lines = [
        f"{len(result.sources)} sources answered with {result.found} postings: {result.openings} openings, "
        f"{result.new} of them new."
    ]
    lines += [f"- {cell(str(source['source']))}: {cell(str(source['error']))}" for source in failed]
    return "\n".join(lines)
