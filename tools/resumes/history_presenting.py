"""Facts beside their source, corrections and versions worded in Markdown, for people and for the model."""

from collections import Counter

from tools.jobs.presenting import cell
from tools.resumes.fact_schemas import FactList, ShownFact
from tools.resumes.presenting import present_resume
from tools.resumes.rewording import period
from tools.resumes.schemas import Resume
from tools.resumes.spoken_schemas import CorrectedFact
from tools.resumes.version_schemas import KindDiff, ResumeDiff, ResumeVersions

MAX_FACTS, MAX_CHANGES = 20, 8


def present_facts(found: FactList) -> str:
    """Each fact with the words it was read from."""
    head = f"Resume {found.number} ({cell(found.filename)})"
    if not found.facts:
        about = f" about “{cell(found.about)}”" if found.about else ""
        return f"{head} says nothing{about}."
    lines = [f"{head}:"]
    lines.extend(_fact(each) for each in found.facts[:MAX_FACTS])
    if len(found.facts) > MAX_FACTS:
        lines.append(f"- and {len(found.facts) - MAX_FACTS} more")
    return "\n".join(lines)


def _fact(each: ShownFact) -> str:
    fact = each.fact
    kind = fact.detail.field if fact.detail.kind == "contact" else fact.detail.kind
    said = f"- **{kind}** {cell(named(each))}"
    if fact.source in {"added", "answered"}:
        return f"{said} – you said so" + (f" (asked: {cell(fact.provenance.question)})" if fact.provenance else "")
    if each.source_text is None:
        return f"{said} – {each.note}"
    place = each.source_text
    where = f"{cell(place.filename)}" + (f", {cell(place.section)}" if place.section else "")
    corrected = ", corrected by you" if fact.source == "corrected" else ""
    return f"{said} – “{cell(place.excerpt)}” ({where}{corrected})"


def named(each: ShownFact) -> str:
    """What a fact says, by its fields where it has them."""
    detail = each.fact.detail
    if detail.kind == "position":
        when = period(detail.model_dump())
        return f"{detail.title} at {detail.employer}" + (f" ({when})" if when else "")
    return each.fact.text


def present_versions(found: ResumeVersions) -> str:
    """The versions as a table."""
    lines = [
        f"Resume {found.number} ({cell(found.filename)}):\n", "| Version | How | File | Facts | Corrections | |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in found.versions:
        until = "current" if row.current else f"until {row.until:%Y-%m-%d %H:%M}" if row.until else " "
        cells = (str(row.version), row.reason, row.filename, str(row.facts), str(row.corrections), until)
        lines.append("| " + " | ".join(cell(text) for text in cells) + " |")
    if len(found.versions) > 1:
        lines.append("\nSay “restore version 1” to put one back.")
    return "\n".join(lines)


def present_diff(found: ResumeDiff) -> str:
    """What changed from one version to another."""
    lines = [f"From version {found.from_version} to {found.to_version}:"]
    for kind in found.kinds:
        lines.extend(_changes(kind))
    return "\n".join(lines) if len(lines) > 1 else f"{lines[0]} nothing changed."


def _changes(kind: KindDiff) -> list[str]:
    lines = [f"- {kind.kind} added: {cell(fact.text)}" for fact in kind.added[:MAX_CHANGES]]
    lines += [f"- {kind.kind} gone: {cell(fact.text)}" for fact in kind.removed[:MAX_CHANGES]]
    for change in kind.changed[:MAX_CHANGES]:
        fields = "; ".join(
            f"{field.field}: {cell(field.before or 'none')} → {cell(field.after or 'none')}" for field in change.fields
        )
        lines.append(f"- {kind.kind} changed, {fields}")
    return lines


def present_restored(resume: Resume) -> str:
    """What stands now that an earlier version was put back."""
    return f"Restored; this is version {resume.version}.\n\n{present_resume(resume)}"


def present_record(resume: Resume) -> str:
    """What the career record was merged from, and what the resumes disagree on."""
    record = resume.record
    if record is None:
        return present_resume(resume)
    sources = ", ".join(f"{each.number} ({cell(each.filename)})" for each in record.sources)
    counts = Counter(fact.detail.kind for fact in resume.facts)
    lines = [
        f"**Career record** (resume {resume.number}), merged from resumes {sources}: {counts['position']} positions, "
        f"{counts['bullet']} lines, {counts['skill']} skills. Jobs are matched and resumes tailored from "
        f"{'it' if resume.is_primary else 'the primary resume still'}."
    ]
    asked = [each for each in record.questions if not each.settled]
    if asked:
        lines.append("\nThe resumes disagree; the first value stands until you say otherwise:")
        lines.extend(f"- {cell(each.question)}" for each in asked[:MAX_CHANGES])
        if len(asked) > MAX_CHANGES:
            lines.append(f"- and {len(asked) - MAX_CHANGES} more")
    lines.extend(f"\nNote: {cell(warning)}" for warning in resume.warnings)
    return "\n".join(lines)


def present_corrected(done: CorrectedFact) -> str:
    """What stands now, what the file says, and how to take it back."""
    where = f"resume {done.number} ({cell(done.filename)})"
    undo = "Say “undo” to take it back."
    if done.record_behind is not None:
        undo += (
            f" Your career record (resume {done.record_behind}) was merged before this: say “merge my "
            "resumes” to bring it up to date."
        )
    if done.action == "remove":
        below = f" with the {done.removed_below} lines below it" if done.removed_below else ""
        return f"Removed from {where}: {cell(done.before or '')}{below}. {undo}"
    under = f" under {cell(done.shown.under)}" if done.shown and done.shown.under else ""
    if done.action == "add":
        return f"Added to {where}{under}: {cell(done.after or '')}. {undo}"
    if done.action == "move":
        return f"Moved in {where}{under}: {cell(done.after or '')}. {undo}"
    if done.before == done.after:
        return f"That is what stands in {where} already: {cell(done.after or '')}."
    source = done.shown.source_text if done.shown else None
    says = f" The file says “{cell(source.excerpt)}”." if source else ""
    return f"Corrected in {where}: {cell(done.before or '')} → {cell(done.after or '')}.{says} {undo}"
