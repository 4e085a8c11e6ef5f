"""Applications worded in Markdown, for people and for the model."""

from tools.applications.around import moments
from tools.applications.schemas import ApplicationCard, BulkOutcome, TimelineView
from tools.applications.talk_schemas import ApplicationList, ShownApplication
from tools.jobs.presenting import cell, named
from tools.jobs.schemas import Removed

SHOWN = 15


def present_applications(found: ApplicationList) -> str:
    """The list as a table, below it how many stand at each stage."""
    if not found.items:
        return "There is no application that fits. Say “I applied to job 2”, and I keep track of it from then on."
    rows = "\n".join(_row(card) for card in found.items)
    head = "| # | Job | Company | Stage | Since | Applied | Next |\n|---|---|---|---|---|---|---|\n"
    more = f"\n\n{found.total - len(found.items)} more are not shown." if found.total > len(found.items) else ""
    stand = ", ".join(f"{n} {stage}" for stage, n in found.counts.items() if n)
    return f"{head}{rows}{more}\n\nBy stage: {stand}."


def _row(card: ApplicationCard) -> str:
    applied = f"{card.applied_at:%Y-%m-%d}" if card.applied_at else None
    upcoming = f"interview {card.next_interview_at:%Y-%m-%d %H:%M}" if card.next_interview_at else card.next_reminder
    cells = (
        str(card.number), card.title, card.company, card.status, f"{card.moved_at:%Y-%m-%d}", applied, upcoming,
    )  # fmt: skip
    return "| " + " | ".join(cell(text) for text in cells) + " |"


def present_application(shown: ShownApplication) -> str:
    """One application: where it stands, where it may move, and what happened."""
    lines = [named(shown.number, shown.title, shown.company)]
    facts = [
        f"Stage: {shown.status} since {shown.moved_at:%Y-%m-%d}",
        f"Applied: {shown.applied_at:%Y-%m-%d}" if shown.applied_at else None,
        f"By: {cell(shown.channel)}" if shown.channel else None,
        f"Found through: {cell(shown.source)}" if shown.source else None,
        f"Deadline: {shown.deadline}" if shown.deadline else None,
        f"Resume: {cell(shown.resume.name)}" if shown.resume else None,
        f"Letter: {cell(shown.letter.name)}" if shown.letter else None,
    ]
    lines.append(" · ".join(fact for fact in facts if fact))
    if shown.feedback:
        lines.append(f"Feedback: {cell(shown.feedback)}")
    if shown.notes:
        lines.append(f"Your notes: {cell(shown.notes)}")
    for interview in shown.interviews:
        outcome = f", {interview.outcome}" if interview.outcome else ""
        when = moments.shown(interview.starts_at, interview.timezone)
        lines.append(f"Interview {interview.round}: {when}, {interview.kind}{outcome}")
    lines.append("\nWhat happened:\n" + "\n".join(f"- {_told(entry)}" for entry in shown.timeline[-SHOWN:]))
    if shown.next_statuses:
        lines.append(f"\nFrom here it can move to {', '.join(shown.next_statuses)}.")
    return "\n".join(lines)


def _told(entry: TimelineView) -> str:
    why = f": “{cell(entry.why)}”" if entry.why else ""
    return f"{entry.at:%Y-%m-%d} {cell(entry.words)}, by {entry.by}{why}"


def present_moved(outcome: BulkOutcome) -> str:
    """How many have moved, which, and why others have not."""
    moved = [item for item in outcome.items if item.ok]
    would = " would move" if outcome.dry_run else " moved"
    count = f"{len(moved)} application{'s' * (len(moved) != 1)}"
    lines = [f"{count}{would} to {outcome.status}" + (":" if moved else ".")]
    lines += [f"- {item.number}: {cell(item.name)} (was {item.from_status})" for item in moved[:SHOWN]]
    if len(moved) > SHOWN:
        lines.append(f"- and {len(moved) - SHOWN} more")
    refused = [item for item in outcome.items if not item.ok]
    if refused:
        lines.append("\nNot moved:\n" + "\n".join(f"- {cell(item.why)}" for item in refused[:SHOWN]))
    if moved and not outcome.dry_run:
        lines.append("\n“Undo” takes all of it back at once.")
    return "\n".join(lines)


def present_deleted(removed: Removed) -> str:
    """What was taken away."""
    return f"Deleted the application for job {removed.number}, {cell(removed.name)}. “Undo” brings it back."
