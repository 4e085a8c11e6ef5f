"""What to ask them: what a posting leaves unsaid, or says only vaguely. Pure."""

from tools.applications.preparing.schemas import NoteLanguage, QuestionToAsk, Quote
from tools.applications.preparing.wording import own_words, sentences, shortened, wordings
from tools.jobs.schemas import Job

_LONGEST_READ = 200_000


def questions_to_ask(job: Job, *, language: NoteLanguage) -> list[QuestionToAsk]:
    """One question for each thing that is not said; with the vague words, where there are some."""
    texts = own_words(language)
    whole = job.text[:_LONGEST_READ]
    found = []
    for topic, wording in wordings("asked").items():
        if _known(job, topic) or wording.says.search(whole) or (wording.work and not wording.work.search(job.title)):
            continue
        text, why = texts["ask"][topic]
        vague = next((line for line in sentences(whole) if wording.vague and wording.vague.search(line)), None)
        name = texts["headings"]["sources"]["posting"]
        quote = Quote(text=shortened(vague), source="posting", name=name, url=job.url) if vague else None
        found.append(QuestionToAsk(topic=topic, text=text, why=texts["vague"] if vague else why, quote=quote))
    return found


def _known(job: Job, topic: str) -> bool:
    """What the posting's own fields state."""
    if topic == "pay":
        return job.salary is not None and bool(job.salary.min or job.salary.max)
    return (topic == "remote" and job.remote is not None) or (topic == "hours" and job.employment_type is not None)
