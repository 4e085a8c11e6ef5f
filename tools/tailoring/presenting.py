"""Tailored resumes worded in Markdown, for people and for the model."""

from tools.jobs.presenting import cell
from tools.tailoring.proof_schemas import ProvedFact, ProvedLine, TailoredProof
from tools.tailoring.schemas import TailoredChanges, TailoredList, TailoredResult

MAX_LINES = 25
VERBS = {
    "moved_up": "Moved up", "moved_down": "Moved down", "left_out": "Left out", "reworded": "Reworded",
    "refused": "Refused a rewording, kept your words", "kept": "Kept",
}  # fmt: skip


def _job(title: str | None, company: str | None) -> str:
    return cell(title or "the job") + (f" at {cell(company)}" if company else "")


def present_result(result: TailoredResult) -> str:
    """What came out: how many lines, what they answer, the gaps, where the PDF is."""
    head = f"**Tailored resume {result.number}** for {_job(result.job_title, result.company)}"
    if result.status in {"failed", "stopped"}:
        return f"{head} was not finished ({result.status}): {result.error or 'no reason was recorded'}"
    if result.status not in {"completed", "waiting"}:
        return f"{head} is being made."
    state = "is ready" if result.status == "completed" else "has a first version"
    lines = [
        f"{head} {state}: {result.lines} lines, each one traced to your own resume"
        + (f" ({result.reworded} reworded)." if result.reworded else ", in your own words.")
    ]
    if result.refused:
        lines.append(f"{result.refused} proposed rewordings said more than your resume does and were refused.")
    if result.covered:
        lines.append("\nIt answers:\n" + "\n".join(f"- {cell(text)}" for text in result.covered[:8]))
    if result.partly_covered:
        lines.append("\nIt answers in part:\n" + "\n".join(f"- {cell(text)}" for text in result.partly_covered[:8]))
    if result.gaps:
        lines.append("\nGaps your resume does not show (nothing was made up for them):")
        lines.extend(f"- {cell(gap.text)} ({gap.importance})" for gap in result.gaps[:8])
    if result.left_out_answers:
        lines.append("\nYour resume shows this, but it was left out:")
        lines.extend(
            f"- {cell(left.text)} ({left.importance}; {'you took it out' if left.by_wish else 'for want of room'})"
            for left in result.left_out_answers[:8]
        )
    if result.left_out:
        left = "One fact was" if result.left_out == 1 else f"{result.left_out} facts were"
        lines.append(f"\n{left} left out. Ask “what changed and why?” to see them.")
    lines.append(f"\n[PDF]({result.pdf_url}) · [PDF beside its proof]({result.page_url})")
    if result.question is not None:
        asks = "**A question before it is final:**" if result.status == "waiting" else "**Still open:**"
        lines.append(f"\n{asks} {result.question.text} {result.question.hint}")
    return "\n".join(lines)


def present_list(found: TailoredList) -> str:
    """The list as a table."""
    if not found.tailored:
        return "No resume has been tailored yet. Say for which job."
    lines = ["| # | Job | Company | State | PDF |", "|---|---|---|---|---|"]
    for row in found.tailored:
        link = f"[PDF]({row.pdf_url})" if row.pdf_url else "–"
        lines.append(f"| {row.number} | {cell(row.job_title)} | {cell(row.company)} | {row.status} | {link} |")
    return "\n".join(lines)


def present_changes(found: TailoredChanges) -> str:
    """What changed, each with its reason; what was merely kept is only counted."""
    lines = [f"Tailored resume {found.number} for {_job(found.job_title, found.company)}:"]
    changed = [change for change in found.changes if change.kind != "kept"]
    for change in changed[:MAX_LINES]:
        after = f" → “{cell(change.after)}”" if change.after and change.after != change.before else ""
        lines.append(f"- **{VERBS[change.kind]}** “{cell(change.before)}”{after}: {cell(change.reason)}")
    if len(changed) > MAX_LINES:
        lines.append(f"- and {len(changed) - MAX_LINES} more changes")
    kept = len(found.changes) - len(changed)
    lines.append(f"\n{kept} lines were kept as they stand." if changed else "nothing changed; all lines were kept.")
    return "\n".join(lines)


def present_proof(proof: TailoredProof) -> str:
    """Each line with the words it rests on."""
    lines = [f"Tailored resume {proof.number}, line by line, with the words of your resume behind it:"]
    lines.extend(_proved(line) for line in proof.lines[:MAX_LINES])
    if len(proof.lines) > MAX_LINES:
        lines.append(f"- and {len(proof.lines) - MAX_LINES} more lines; the page and the proof file show them all")
    return "\n".join(lines)


def _proved(line: ProvedLine) -> str:
    sources = "; ".join(f"“{cell(fact.text)}” ({_said(fact)})" for fact in line.facts)
    refused = f" A rewording was refused: “{cell(line.refused)}”" if line.refused else ""
    return f"- {line.id} ({line.origin}) {cell(line.text)}\n  - from {sources}{refused}"


def _said(fact: ProvedFact) -> str:
    """Who said a fact, where and when."""
    when = f" on {fact.said_at:%-d %B %Y}" if fact.said_at else ""
    where = f" of {cell(fact.resume)}" if fact.resume else ""
    if fact.source == "answered":
        asked = f", in answer to “{cell(fact.provenance.question)}”" if fact.provenance else ""
        return f"you said so{when}{asked}"
    if fact.source == "added":
        return f"you added it yourself{when}"
    place = f"characters {fact.start}–{fact.end}{where}"
    if fact.source == "corrected":
        was = f"; read was “{cell(fact.was)}”" if fact.was else ""
        return f"you set it right{when}{was}, {place}"
    return place
