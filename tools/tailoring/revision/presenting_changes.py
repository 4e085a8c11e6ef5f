"""What changed in a tailored resume, what a line costs, versions and where they went, worded in Markdown."""

from collections.abc import Sequence

from tools.jobs.presenting import cell
from tools.tailoring.revision.editing_schemas import LineCost, RequirementChange, Revision, RoomForFact
from tools.tailoring.revision.version_schemas import (
    DocumentComparison,
    DocumentUse,
    DocumentUses,
    LineDifference,
    RestoredVersion,
    TailoredVersionList,
)

_MOST = 20
_KINDS = {"added": "Came in", "removed": "Left out", "reworded": "Reworded", "moved": "Moved"}


def present_revision(revision: Revision) -> str:
    """What was done, what changed and why, what that gains and loses, what has been asked for so far."""
    done = revision.done or "nothing"
    lines = [f"**Tailored resume {revision.number}, version {revision.version}**: {cell(done[:1].upper() + done[1:])}."]
    lines += [f"- {_difference(item)}: {cell(item.reason)}" for item in revision.differences[:_MOST]]
    if len(revision.differences) > _MOST:
        lines.append(f"- and {len(revision.differences) - _MOST} more changes")
    lines += _answers("No line answers any more", revision.no_longer_answered)
    lines += _answers("Now answered", revision.newly_answered)
    lines += _room("There is room now for", revision.could_come_in)
    lines += [cell(note) for note in revision.notes]
    if revision.steering:
        lines.append(f"\nAsked for so far: {cell('; '.join(revision.steering))}.")
    lines.append(f"\n[PDF]({revision.pdf_url}), {_pages(revision.pages)} · [PDF beside its proof]({revision.page_url})")
    return "\n".join(lines)


def present_cost(cost: LineCost) -> str:
    """What a change would cost, and that nothing has been changed."""
    does = "Taking out" if cost.change == "remove" else "Putting back"
    lines = [f"{does} {cost.line_id} “{cell(cost.text)}” (tailored resume {cost.number}; nothing has been changed):"]
    room = "frees" if cost.change == "remove" else "takes"
    before, after = cost.pages_before, cost.pages_after
    pages = f", {_pages(after)} instead of {before}" if before and after and before != after else ""
    lines.append(f"- it {room} about {cost.rows:g} row{'s' if cost.rows != 1 else ''} of the page{pages}")
    lines += _answers("No line would answer any more", cost.no_longer_answered)
    lines += _answers("It would newly answer", cost.newly_answered)
    if cost.still_answered:
        lines.append(f"- other lines answer as well: {cell('; '.join(cost.still_answered[:5]))}")
    if not cost.no_longer_answered and cost.change == "remove":
        lines.append("- no requirement would go unanswered")
    if not cost.newly_answered and cost.change == "add":
        lines.append("- it answers nothing that no other line answers")
    lines += [f"- would have to go: “{cell(item.before)}”" for item in cost.has_to_go[:5]]
    return "\n".join([*lines, *_room("There would be room for", cost.could_come_in)])


def present_versions(found: TailoredVersionList) -> str:
    """The versions as a table."""
    title = f"{cell(found.job_title or 'the job')}{f' at {cell(found.company)}' if found.company else ''}"
    if not found.versions:
        return f"Tailored resume {found.number} has no finished version yet."
    lines = [f"Tailored resume {found.number} for {title}:", "", "| Version | What made it | When | Pages | PDF |"]
    lines.append("|---|---|---|---|---|")
    for row in found.versions:
        newest = " (newest)" if row.is_newest else ""
        made = f"{row.created_at:%Y-%m-%d %H:%M}"
        lines.append(
            f"| {row.version}{newest} | {cell(row.reason)} | {made} | {row.pages or '–'} | [PDF]({row.pdf_url}) |"
        )
    return "\n".join(lines)


def present_comparison(found: DocumentComparison) -> str:
    """Two documents side by side: lines, requirements, pages."""
    before, after = found.before, found.after
    if before.id == after.id:
        head = f"Tailored resume {before.number}, version {before.version} beside version {after.version}:"
    else:
        first, second = (f"{side.number} ({cell(side.job_title)})" for side in (before, after))
        head = f"Tailored resume {first} beside {second}:"
    lines = [head, f"- {found.same} lines are the same"]
    lines += [f"- {_difference(item)}" for item in found.differences[:_MOST]]
    if len(found.differences) > _MOST:
        lines.append(f"- and {len(found.differences) - _MOST} more differences")
    for side, word in (("before", "first"), ("after", "second")):
        only = [item.requirement for item in found.requirements if item.answered_in == side]
        lines += [f"- only the {word} answers: {cell('; '.join(only[:8]))}"] if only else []
    if before.pages and after.pages:
        lines.append(f"- {_pages(before.pages)} beside {_pages(after.pages)}")
    return "\n".join(lines)


def present_restored(found: RestoredVersion) -> str:
    """That an older version is the newest again."""
    return (
        f"Tailored resume {found.number} is as it was in version {found.restored} again; that is version "
        f"{found.version} now, and the others are kept. [PDF]({found.pdf_url})"
    )


def present_use(use: DocumentUse) -> str:
    """That it was written down what went out."""
    return f"Written down: {_use(use)}."


def present_uses(found: DocumentUses) -> str:
    """What went out, the newest first."""
    if not found.uses:
        return "Nothing was written down as sent yet. Say which version you sent where, and I will."
    return "\n".join(["What went out:", *(f"- {_use(use)}" for use in found.uses)])


def _use(use: DocumentUse) -> str:
    what = (
        f"version {use.version} of tailored resume {use.tailored}"
        if use.tailored
        else "a tailored resume, deleted since"
    )
    where = cell(use.job) if use.job else "a job that was deleted since"
    note = f" ({cell(use.note)})" if use.note else ""
    return f"{what} went to {where} on {use.used_at:%Y-%m-%d}{note}"


def _difference(item: LineDifference) -> str:
    if item.kind == "reworded":
        return f"**Reworded** “{cell(item.before)}” → “{cell(item.after)}”"
    return f"**{_KINDS[item.kind]}** {item.line_id} “{cell(item.after or item.before)}”"


def _answers(head: str, changes: Sequence[RequirementChange]) -> list[str]:
    told = "; ".join(_change(item) for item in changes[:6])
    return [f"- {head}: {cell(told)}"] if changes else []


def _change(item: RequirementChange) -> str:
    part = f" of “{item.posting_quote}”" if item.posting_quote != item.text else ""
    return f"“{item.text}”{part} ({item.importance})"


def _room(head: str, facts: Sequence[RoomForFact]) -> list[str]:
    return [
        f"- {head} {fact.line_id} “{cell(fact.text)}”"
        + (f", which answers {cell('; '.join(fact.answers[:2]))}" if fact.answers else "")
        for fact in facts
    ]


def _pages(count: int | None) -> str:
    return f"{count} page{'s' if count != 1 else ''}"
