"""Jobs worded in Markdown, for people and for the model."""

from math import floor

from tools.jobs.schemas import (
    ComparedJob,
    Job,
    JobComparison,
    JobExplanation,
    JobList,
    JobListItem,
    Match,
    Removed,
    Salary,
    ScorePart,
)

PARTS = {
    "required_skills": "required skills", "title_seniority": "title and seniority",
    "text_similarity": "text similarity", "location_remote": "place and remote", "salary": "salary",
}  # fmt: skip
PERIODS = {"hour": "an hour", "day": "a day", "week": "a week", "month": "a month", "year": "a year"}
MAX_REASONS, MAX_GAPS = 3, 6
WEAK_FIT = 35.0


def cell(text: str | None) -> str:
    """Text that cannot break out of a table cell or a line."""
    return " ".join((text or "–").replace("|", "/").split())


def named(number: int, title: str, company: str | None) -> str:
    """Job 2: Backend Engineer at Acme."""
    return f"**Job {number}: {cell(title)}**" + (f" at {cell(company)}" if company else "")


def pay(salary: Salary | None) -> str:
    """The pay as the posting states it."""
    if salary is None:
        return "not stated"
    amounts = [f"{amount:,.0f}" for amount in (salary.min, salary.max) if amount is not None]
    words = ["–".join(dict.fromkeys(amounts)), salary.currency, PERIODS.get(salary.period or "")]
    return " ".join(word for word in words if word) or cell(salary.excerpt)


def score(value: float | None) -> str:
    """A score out of 100, or a dash."""
    # Halves go up, as they do on the page.
    return "–" if value is None else f"{floor(value + 0.5)}/100"


def standing(job: Job | JobListItem) -> str:
    """The status, with where the application stands where that says it more finely: interviewing (screening)."""
    return job.status if job.stage in (None, job.status) else f"{job.status} ({job.stage})"


def present_job(job: Job) -> str:
    """One job: facts, status, score, what it asks for."""
    lines = [named(job.number, job.title, job.company)]
    facts = [
        f"Place: {cell(job.location)}" if job.location else None,
        f"Remote: {job.remote}" if job.remote else None,
        f"Pay: {pay(job.salary)}",
        f"Employment: {cell(job.employment_type)}" if job.employment_type else None,
        f"Status: {standing(job)}",
        f"Fit: {score(job.match.score)}" if job.match else None,
    ]
    lines.append(" · ".join(fact for fact in facts if fact))
    if job.closed_at:
        why = (job.liveness or {}).get("evidence")
        lines.append("⚠ This opening is closed" + (f": {cell(str(why))}" if why else "") + ".")
    if job.url:
        lines.append(job.url)
    if job.requirements:
        lines.append("\nIt asks for:\n" + "\n".join(f"- {cell(r.text)} ({r.importance})" for r in job.requirements[:8]))
    if job.notes:
        lines.append(f"\nYour notes: {job.notes}")
    return "\n".join(lines)


def present_added(job: Job) -> str:
    """What was read when a job was added, and how it fits."""
    return "Added " + present_job(job) + ("" if job.match else "\n\nUpload a resume and I can say how well it fits.")


def present_jobs(found: JobList) -> str:
    """The list as a table."""
    if not found.jobs:
        asked = f" that fits “{cell(found.query)}”" if found.query else ""
        return f"There is no job on your list{asked}. Add one with a link or by pasting its text."
    rows = "\n".join(_list_row(job) for job in found.jobs)
    more = f"\n\n{found.total - len(found.jobs)} more are not shown." if found.total > len(found.jobs) else ""
    return "| # | Job | Company | Place | Pay | Status | Fit |\n|---|---|---|---|---|---|---|\n" + rows + more


def _list_row(job: JobListItem) -> str:
    place = " / ".join(part for part in (job.location, job.remote) if part)
    cells = (str(job.number), job.title, job.company, place, pay(job.salary), standing(job), score(job.score))
    return "| " + " | ".join(cell(text) for text in cells) + " |"


def present_comparison(comparison: JobComparison) -> str:
    """The table of scores, then why the best one leads."""
    names = [name for name in PARTS if any(_part(job.match, name) is not None for job in comparison.jobs)]
    head = ["#", "Job", "Company", "Pay", "Fit", *(PARTS[name] for name in names)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for job in comparison.jobs:
        parts = [score(_part(job.match, name)) for name in names]
        row = [str(job.number), job.title, job.company, pay(job.salary), score(job.score), *parts]
        lines.append("| " + " | ".join(cell(text) for text in row) + " |")
    best = comparison.jobs[0]
    lines.append(f"\n{_verdict(comparison.jobs)}\n\n{present_match(best.match)}")
    lines.insert(0, f"Compared with resume {comparison.resume_number} ({cell(comparison.resume_name)}):\n")
    for job in comparison.jobs[1:4]:
        lines.append(f"\nBehind it, {named(job.number, job.title, job.company)}: {_shortfall(job)}")
    return "\n".join(lines)


def _part(match: Match, name: str) -> float | None:
    return next((part.score for part in match.parts if part.name == name), None)


def _verdict(jobs: list[ComparedJob]) -> str:
    best = jobs[0]
    if len(jobs) == 1:
        return f"{named(best.number, best.title, best.company)} fits with {score(best.score)}. Why:"
    if best.score - jobs[1].score < 1:
        first = named(best.number, best.title, best.company)
        return f"{first} and job {jobs[1].number} fit about equally. About the first:"
    if best.score < WEAK_FIT:
        return f"None of them fits well. The nearest is {named(best.number, best.title, best.company)}. Why:"
    return f"{named(best.number, best.title, best.company)} fits you best. Why:"


def _shortfall(job: ComparedJob) -> str:
    musts = [gap for gap in job.match.gaps if gap.importance == "must"] or job.match.gaps
    if not musts:
        return f"{score(job.score)}, with no gap in what it asks for."
    shown = "; ".join(f"“{cell(gap.posting_quote)}”" for gap in musts[:2])
    return f"{score(job.score)}; your resume does not show {shown}."


def present_match(match: Match) -> str:
    """Each part with its quoted reasons, then the gaps."""
    lines = [_part_line(part) for part in match.parts if part.score is not None]
    unjudged = [PARTS[part.name] for part in match.parts if part.score is None]
    if unjudged:
        lines.append(f"- Not judged, because the posting or your profile says nothing of it: {', '.join(unjudged)}")
    if match.gaps:
        lines.append("\nGaps (asked for, not shown by your resume):")
        lines.extend(f"- “{cell(gap.posting_quote)}” ({gap.importance})" for gap in match.gaps[:MAX_GAPS])
        if len(match.gaps) > MAX_GAPS:
            lines.append(f"- and {len(match.gaps) - MAX_GAPS} more")
    return "\n".join(lines)


def _part_line(part: ScorePart) -> str:
    lines = [f"- **{PARTS[part.name].capitalize()}** {score(part.score)}"]
    for reason in part.reasons[:MAX_REASONS]:
        quotes = []
        if reason.posting_quote:
            quotes.append(f"the posting says “{cell(reason.posting_quote)}”")
        if reason.resume_quote:
            quotes.append(f"your resume says “{cell(reason.resume_quote)}”")
        lines.append(f"  - {cell(reason.text).rstrip('.')}" + (f": {', '.join(quotes)}" if quotes else ""))
    return "\n".join(lines)


def present_explanation(explanation: JobExplanation) -> str:
    """Why this score."""
    job = named(explanation.number, explanation.title, explanation.company)
    return (
        f"{job} fits resume {explanation.resume_number} with **{score(explanation.match.score)}**.\n\n"
        + present_match(explanation.match)
    )


def present_status(job: Job) -> str:
    """The new status."""
    return f"{named(job.number, job.title, job.company)} is now **{job.status}**."


def present_note(job: Job) -> str:
    """The notes as they are now."""
    return f"Noted on {named(job.number, job.title, job.company)}:\n\n{job.notes}"


def present_removed(removed: Removed) -> str:
    """What was taken off the list."""
    return f"Job {removed.number} ({cell(removed.name)}) is off your list. Say “undo” to bring it back."
