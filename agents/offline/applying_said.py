"""What is said of an application form: that an address is the form of a job, rather than a job to keep."""

import re

from agents.offline.cues_jobs import View
from agents.offline.language import fold
from agents.offline.references import Reference, Situation, pointed_at, references
from agents.offline.wordings import URL, urls

_OF_FORMS = re.compile(
    r"\b(?:apply(?:ing)?|application (?:forms?|page|link|url|address)|forms?|fill (?:in|out)|bewirb\w*|bewerben|"
    r"bewerbungs(?:formular|seite|link)\w*|formular\w*|postule[rz]?|formulaires?|remplis\w*|postula[r]?|formularios?|"
    r"rellena\w*)\b"
)
_TAKES_ADDRESSES = frozenset({"add_job", "add_job_note", "watch_jobs", "search_jobs", "set_answer"})
_DONE_BEFORE = re.compile(r"\b(?:i(?:'ve| have)? (?:already )?(?:applied|filled)|habe mich|ai postule|me postule)\b")


def form_tool(view: View) -> str | None:
    """`apply_to_job` where a clause names a job and the one address of its form; None otherwise."""
    plain = URL.sub(" ", view.plain)
    if len(urls(view.text)) != 1 or not _OF_FORMS.search(plain) or _DONE_BEFORE.search(plain):
        return None
    return "apply_to_job" if jobs_beside_address(view.text, view.situation) else None


def jobs_beside_address(text: str, situation: Situation) -> tuple[Reference, ...]:
    """The jobs that a clause names by other words than its address; empty where the address itself is the job."""
    words = URL.sub(" ", text)
    if not fold(words).strip():
        return ()
    named = references("job", words, situation) or pointed_at("job", words, situation)
    return tuple(job for job in named if isinstance(job, str))


def adds_addresses(tool: str, text: str, situation: Situation) -> bool:
    """Whether addresses beside a request are jobs to keep; one beside a job to apply to is that job's form."""
    if not urls(text) or tool in _TAKES_ADDRESSES:
        return False
    return tool != "apply_to_job" or not jobs_beside_address(text, situation)
