"""What in a posting is worth asking about: wordings of `data/flags.yaml`, and what is odd about the posting itself.

Conservative: a flag rests on words that are telling by themselves, and says "worth asking", not "do not apply". Pure.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pydantic import BaseModel

from tools.applications.preparing.schemas import NoteLanguage, PrepRequirement, Quote, RedFlag
from tools.applications.preparing.wording import own_words, sentences, shortened, wordings
from tools.email.replies.orders import is_order
from tools.jobs.matching.seniority import title_level
from tools.jobs.schemas import Job

MANY, OLD_DAYS, REPOSTED = 20, 60, 3
_JUNIOR, _SENIOR = 1.0, 3.0
_MANY_YEARS, _FEW_YEARS = 4, 1
_TO_A_PROGRAM = re.compile(
    r"\b(?:ignor\w+|disregard|forget|previous|instructions?|prompts?|assistants?|ai|a\.i\.|llms?|language models?|"
    r"chatbots?|bots?|system|override|anweisung\w*|vorherige\w*|consignes?|précédent\w*|instrucciones|anteriores)\b",
    re.IGNORECASE,
)
_MOST_ORDERS, _LONGEST_READ = 3, 200_000


class PostingRecord(BaseModel):
    """What was seen of an opening: when it was put up and first seen, how often anew, whether it is closed."""

    posted_at: datetime | None = None
    first_seen: datetime | None = None
    closed_at: datetime | None = None
    reposts: list[datetime] = []


def find_flags(
    job: Job, record: PostingRecord, requirements: Sequence[PrepRequirement], *, language: NoteLanguage, now: datetime
) -> list[RedFlag]:
    """Every flag once, with the first words that raise it."""
    found = [
        *_closed(record, language), *_worded(job, language), *_orders(job, language), *_employer(job, language),
        *_mismatch(job, requirements, language), *_many(job, language), *_old(record, language, now.date()),
        *_reposted(record, language),
    ]  # fmt: skip
    return list({(flag.kind, flag.quote.text): flag for flag in found}.values())


def _worded(job: Job, language: NoteLanguage) -> Iterator[RedFlag]:
    lines = sentences(job.text[:_LONGEST_READ])
    for kind, wording in wordings("flags").items():
        if kind == "vague_pay" and job.salary is not None and (job.salary.min or job.salary.max):
            continue
        for line in lines:
            if wording.says.search(line) and not (wording.unless and wording.unless.search(line)):
                yield _flag(kind, _around(line, wording.says), job.url, language)
                break


def _around(line: str, pattern: object) -> str:
    """The line, or of a long one the stretch that begins shortly before the wording."""
    found = pattern.search(line)  # type: ignore[attr-defined]
    if len(line) <= 300 or found is None:
        return line
    start = line.rfind(" ", 0, max(0, found.start() - 80)) + 1
    return shortened(line[start:])


def _orders(job: Job, language: NoteLanguage) -> Iterator[RedFlag]:
    lines = [line for line in sentences(job.text[:_LONGEST_READ]) if len(line) < 2_000]
    orders = [line for line in lines if _TO_A_PROGRAM.search(line) and is_order(line)]
    for line in orders[:_MOST_ORDERS]:
        yield _flag("orders", shortened(line), job.url, language)


def _employer(job: Job, language: NoteLanguage) -> Iterator[RedFlag]:
    if not job.company:
        yield _flag("no_employer", job.title, job.url, language)


def _mismatch(job: Job, requirements: Sequence[PrepRequirement], language: NoteLanguage) -> Iterator[RedFlag]:
    """A beginner's title with years that no beginner has, or a senior's with hardly any."""
    level = title_level(job.title)
    required = [item for item in requirements if item.years and item.importance != "nice"]
    most = max(required, key=lambda item: item.years or 0, default=None)
    if level is None or most is None or most.years is None:
        return
    if (level <= _JUNIOR and most.years >= _MANY_YEARS) or (level >= _SENIOR and most.years <= _FEW_YEARS):
        yield _flag("mismatch", most.quote, job.url, language)


def _many(job: Job, language: NoteLanguage) -> Iterator[RedFlag]:
    count = sum(item.importance != "nice" for item in job.requirements)
    if count >= MANY:
        yield _seen("many_requirements", "many", language, count=count)


def _closed(record: PostingRecord, language: NoteLanguage) -> Iterator[RedFlag]:
    if record.closed_at is not None:
        yield _seen("closed", "closed", language, date=record.closed_at.date().isoformat())


def _old(record: PostingRecord, language: NoteLanguage, today: date) -> Iterator[RedFlag]:
    since = record.posted_at or record.first_seen
    days = (today - since.date()).days if since else 0
    if since is not None and days >= OLD_DAYS and record.closed_at is None:
        words = "old" if record.posted_at else "first_seen"
        yield _seen("old", words, language, date=since.date().isoformat(), days=days)


def _reposted(record: PostingRecord, language: NoteLanguage) -> Iterator[RedFlag]:
    if len(record.reposts) >= REPOSTED:
        last = max(record.reposts).date().isoformat()
        yield _seen("reposted", "reposted", language, count=len(record.reposts), date=last)


def _flag(kind: str, words: str, url: str | None, language: NoteLanguage) -> RedFlag:
    name = own_words(language)["headings"]["sources"]["posting"]
    quote = Quote(text=words, source="posting", name=name, url=url)
    return RedFlag(kind=kind, text=own_words(language)["flags"][kind], quote=quote)


def _seen(kind: str, words: str, language: NoteLanguage, **values: object) -> RedFlag:
    texts = own_words(language)
    name = texts["headings"]["sources"]["record"]
    quote = Quote(text=texts["record"][words].format(**values), source="record", name=name)
    return RedFlag(kind=kind, text=texts["flags"][kind], quote=quote)
