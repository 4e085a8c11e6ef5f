"""Watches, sources and what is new, worded in Markdown."""

from datetime import datetime

from tools.ingestion.schemas import (
    IngestionResult,
    IngestionStatus,
    NewJobs,
    RemovedWatch,
    SourceHealth,
    WatchList,
    WatchView,
)
from tools.jobs.presenting import cell, pay, score

PACES = {"hourly": "every hour", "daily": "every day", "weekly": "every week"}
# What asking for watches has done, by their `change`.
ASKED = {
    "begun": "I watch from now on: a first look within seconds while the server runs, then {paces}.",
    "changed": "Watched already, and from now on so, {paces} (“undo” brings back how it was):",
    "resumed": "Watched again, {paces}: it was paused.",
    "known": "Watched already, {paces}:",
}


def moment(at: datetime | None) -> str:
    """26 Nov, 04:00 UTC."""
    return f"{at:%-d %b, %H:%M} UTC" if at else "–"


def present_watches(found: WatchList) -> str:
    """The watches, or what asking for some has done."""
    if found.begun:
        return _present_asked(found)
    if not found.watches:
        return "You watch nothing yet. Say “watch Acme”, or “look every day for remote Python jobs”."
    rows = [
        f"| {watch.number} | {cell(watch.name)} | {cell(watch.source)} | {watch.pace} | {moment(watch.ran_at)} "
        f"| {'paused' if watch.paused else moment(watch.due_at)} |"
        for watch in found.watches
    ]
    table = "| # | Watch | Source | Pace | Last look | Next look |\n|---|---|---|---|---|---|\n" + "\n".join(rows)
    troubles = [line for watch in found.watches if (line := _trouble(watch))]
    return "\n\n".join([table, "\n".join(troubles)]) if troubles else table


def _trouble(watch: WatchView) -> str | None:
    """What keeps a watch from being looked at, on a line of its own: there it can be read."""
    if watch.paused:
        return f"- Watch {watch.number} is paused: {cell(watch.trouble)} {_again(watch)}"
    if watch.looking_for and not watch.source:
        return f"- Watch {watch.number}: I still look for the page of {cell(watch.looking_for)}."
    return f"- Watch {watch.number}: {cell(watch.trouble)}" if watch.trouble else None


def _again(watch: WatchView) -> str:
    said = watch.name.rpartition(" at ")[2] or watch.name
    return f"Say “watch {cell(said)}” to look there again."


def _present_asked(found: WatchList) -> str:
    """What has become of each watch that was asked for, and which companies were not found."""
    lines = []
    for change, said in ASKED.items():
        told = [watch for watch in found.watches if watch.change == change]
        paces = ", ".join(dict.fromkeys(PACES[watch.pace] for watch in told))
        rows = [f"- **Watch {watch.number}: {cell(watch.name)}**{_where(watch)}" for watch in told]
        lines += [said.format(paces=paces) + "\n\n" + "\n".join(rows)] if told else []
    if found.not_found:
        lines.append("Not found:\n\n" + "\n".join(f"- {cell(one.why)}" for one in found.not_found))
    return "\n\n".join(lines)


def _where(watch: WatchView) -> str:
    if watch.looking_for and not watch.source:
        return ": I go on looking for its page in the background; it is watched once that is found"
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
    if new.paused:
        paused = [f"- Watch {watch.number}, {cell(watch.name)}: {cell(watch.trouble)} {_again(watch)}"
                  for watch in new.paused]  # fmt: skip
        lines.append("Paused, for their pages cannot be read:\n" + "\n".join(paused))
    if lines:
        return "\n\n".join(lines)
    hint = "" if new.watches else " You watch nothing yet: say “watch Acme”, or “look every day for …”."
    return f"Nothing is new since {since}.{hint}"


def present_status(status: IngestionStatus) -> str:
    """The sources that have a story, what troubles them, and what waits."""
    told = [source for source in status.sources if source.runs or source.state in {"failing", "resting"}]
    silent = len(status.sources) - len(told)
    rows = [
        f"| {cell(source.name)} | {source.state} | {moment(source.last_ok_at)} | {source.last_found} | {source.new} |"
        for source in told
    ]
    table = "| Source | State | Last answer | Found then | New ever |\n|---|---|---|---|---|\n"
    lines = [table + "\n".join(rows)] if rows else ["No source has been asked yet."]
    # On lines of their own, not in a column too narrow to be read.
    if troubles := [_failing(source) for source in told if source.last_error]:
        lines.append("Trouble:\n\n" + "\n".join(troubles))
    lines.append(f"{silent} more have not been asked. Next ingestion: {moment(status.next_ingestion_at)}.")
    return "\n\n".join(lines)


def _failing(source: SourceHealth) -> str:
    often = f"{source.failures} failures in a row: " if source.failures > 1 else ""
    again = f" It is asked again {moment(source.asked_again_at)}." if source.asked_again_at else ""
    return f"- **{cell(source.name)}**: {often}{cell(source.last_error)}{again}"


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
