"""What is said beside a request: remarks, and sentences that only go on about the one before."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline import arguments as slots
from agents.offline.clauses import Clause, stripped
from agents.offline.language import concepts, fold, repaired, words
from agents.offline.notes import starts_note
from agents.offline.reading import Reading
from agents.offline.times import pace_of
from agents.offline.wordings import URL, urls

_FEW = 6  # words of a clause that only says what is to be done about what was just said
_MENDS = frozenset({"check", "change", "delete"})
_MENDED = re.compile(
    r"(?:please |bitte |so )?(?:korrigier\w*|berichtig\w*|correct|fix|corrige\w*|ander\w*|take it out|remove|nimm|"
    r"enleve|quita)\b"
)
_ONCE = frozenset({"compare_jobs", "show_proof", "help", "list_changes", "show_new", "explain_order"})
_RESUME_READS = frozenset({"check_resume", "show_resume", "list_resumes"})
_ADDED_BEFORE = re.compile(
    r"i(?:'ve| have)?(?: just| already)? (?:uploaded|added|gave|given|pasted|sent you|saved)\b(?!.*:)"
)

_VERDICT = re.compile(r"\b(?:thumbs?|vote|more|less|fewer|daumen|mehr|weniger|pouce|plus|moins|pulgar|mas|menos)\b")


def remarks(reading: Reading) -> bool:
    """Whether a clause only says what the person thinks, beside what they ask."""
    subject = r"(?:i|they|we|he|she|it|this|that|someone|my \w+)(?:'\w+)?"
    asks = r"(?! (?:want|need|would|wish|wanna|must|have to|should)\b)(?<!'d)"
    opening = (
        rf"(?:and |but |well,? |so |oh,? )*(?:{subject}{asks} \w|(?:job|stelle) \d+ (?:is|seems|looks|"
        rf"sounds)\b)"
    )
    reads = reading.sense == "tool" and (
        reading.label.startswith(("show_", "list_", "compare_", "explain_", "check_"))
        or (reading.label == "rate_job" and not _VERDICT.search(fold(reading.text)))
        or bool(_ADDED_BEFORE.match(stripped(fold(reading.text))))
    )
    return (
        (reads or reading.sense in {"unclear", "talk"} or _of_no_status(reading))
        and bool(re.match(opening, re.sub(r"^(?:and|but|so) ", "", stripped(fold(reading.text)))))
        and not reading.text.endswith("?")
    )


def _of_no_status(reading: Reading) -> bool:
    """Whether a clause only sounds as if a job's status had changed."""
    return reading.sense == "tool" and reading.label == "set_job_status" and slots.status_of(reading.text) is None


def goes_on(before: Reading, now: Reading) -> bool:
    """Whether a clause only continues the one before: `… , and why?`, the rest of a note, a second reason."""
    if before.sense == "tool" and before.label == "add_job_note" and now.sense in {"unclear", "talk"}:
        return True
    if now.firm or before.sense != "tool":
        return False
    said = repaired(now.text)
    few = len(words(said)) <= 2 and not urls(now.text)
    if few and (now.sense in {"unclear", "talk"} or concepts(said) <= {"why", "me", "you"}):
        return True
    if before.label == "correct_fact" and len(words(said)) <= _FEW and (concepts(said) & _MENDS or _MENDED.match(said)):
        return True
    if before.label == "check_resume" and ("check" in concepts(said) or now.label in _RESUME_READS):
        return True
    return now.label == before.label and now.label in _ONCE


def demands(said: str) -> bool:
    """Whether a clause that was not understood asked for something."""
    folded = fold(said)
    return folded.endswith("?") or bool(re.match(r"(?:please|can you|could you|bitte|kannst du)\b", folded))


def with_paces(said: Sequence[Clause]) -> list[Clause]:
    """The clauses with one that only says how often ("every hour, look for …") joined to what is to be done."""
    joined: list[Clause] = []
    waiting = ""
    for clause in said:
        pace = pace_of(fold(clause.text))
        alone = (
            pace is not None
            and not fold(clause.text)[: pace[1][0]].strip()
            and not fold(clause.text)[pace[1][1] :].strip(" .,!")
        )
        if alone and joined:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {clause.text}")
        elif alone:
            waiting = f"{waiting} {clause.text}".strip()
        else:
            text = f"{clause.text} {waiting}".strip() if waiting else clause.text
            joined.append(replace(clause, text=text))
            waiting = ""
    return [*joined, Clause(waiting)] if waiting else joined


def with_addresses_apart(said: Sequence[Clause]) -> list[Clause]:
    """`save LINK with a note: …` is a job and a note."""
    apart: list[Clause] = []
    for clause in said:
        link = URL.search(clause.text)
        rest = clause.text[link.end() :].strip(" ,") if link else ""
        if link and starts_note(fold(rest)) and not starts_note(fold(clause.text[: link.start()])):
            apart += [
                replace(clause, text=clause.text[: link.end()]),
                Clause(re.sub(r"^(?:with|and|mit|avec|con)\s+", "", rest), firm=False),
            ]
        else:
            apart.append(clause)
    return apart
