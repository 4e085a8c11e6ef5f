"""Submissions worded in Markdown, for people and for the model."""

from tools.applications.submissions.schemas import Before, SubmissionResult
from tools.applications.submissions.wording import before_words
from tools.jobs.presenting import cell

MOST_FIELDS = 40


def present_result(result: SubmissionResult) -> str:
    """Where the application stands: what is asked, what would be sent, what came of it."""
    where = cell(result.job_title) + (f" at {cell(result.company)}" if result.company else "")
    head = f"**Application for {where}** (job {result.job_number})"
    if result.state == "submitted":
        return "\n".join([f"{head} went out.", *_answered(result), "It cannot be taken back."])
    if result.state in {"handed_over", "unknown", "failed", "cancelled"}:
        lines = [f"{head} {_ENDED[result.state]}", cell(result.why or ""), *_earlier(result), *_answered(result)]
        return "\n".join([*lines, *_copy(result)])
    if result.question is None:
        return "\n".join([f"{head} is being prepared.", *_earlier(result)])
    if result.question.kind == "question":
        asks = "needs answers." if result.status == "waiting" else "is prepared as far as possible; it still asks:"
        return f"{head} {asks}\n\n{result.question.text}\n\n{result.question.hint}"
    if result.status == "waiting":
        return f"{head} is filled in and waits for your yes.\n\n{result.question.text}{_pictures(result)}"
    return (
        f"{head} is filled in and nothing was sent. Say “apply to job {result.job_number}” to see it again and send it."
    )


_ENDED = {
    "handed_over": "was not sent.", "unknown": "may have gone out.", "failed": "could not be prepared.",
    "cancelled": "was cancelled.",
}  # fmt: skip


def _pictures(result: SubmissionResult) -> str:
    """Where the filled form can be seen, one link a step."""
    count = len(result.screenshot_urls)
    links = [
        f"[{'the filled form' if count == 1 else f'step {number}'}]({url})"
        for number, url in enumerate(result.screenshot_urls, 1)
    ]
    return f"\n\nPicture{'' if count == 1 else 's'}: {', '.join(links)}." if links else ""


def _earlier(result: SubmissionResult) -> list[str]:
    """That another went out, may have, or waits beside it, which the newest attempt must not hide."""
    return [cell(said) for said in before_words(Before(result.earlier, result.beside))]


def _answered(result: SubmissionResult) -> list[str]:
    if result.answer is None or not result.answer.words:
        return []
    return [f"The page said: “{cell(result.answer.text or result.answer.words).rstrip('.')}”."]


def _copy(result: SubmissionResult) -> list[str]:
    """What was to be filled in, for copying."""
    if result.state != "handed_over":
        return []
    filled = [f"- {cell(one.label)}: {cell(one.value)}" for one in result.fields if one.value is not None]
    asked = [f"- {cell(one.question)}: yours to answer" for one in result.open]
    return ["", f"The form: {result.url}", *filled[:MOST_FIELDS], *asked[:MOST_FIELDS]]
