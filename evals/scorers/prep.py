"""Preparations: requirements judged as labelled, stories proved anew, quotes that stand in their sources, red flags.

The judge trusts nothing that the notes say of themselves: it looks every quote and every part up where it should be.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from evals.case_files import CasesError, entries, read_yaml
from tools.applications.preparing.notes import PrepSource, analyze_job, compose_notes
from tools.applications.preparing.schemas import PrepNotes, Quote
from tools.applications.preparing.stories import proved
from tools.jobs.parsing import parse_text
from tools.jobs.schemas import Job
from tools.resumes.parsing import read
from tools.resumes.service import facts_of
from tools.tailoring.choice.relevance import Similarity

NOW = datetime(2026, 6, 1, tzinfo=UTC)
STATES = ("met", "partly", "gap")
_OF_CASES = {
    "id", "resume", "posting", "line", "language", "split", "flags", "results", "said", "unsaid", *STATES,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrepCase:
    """A resume (None: the file's first) and a posting, with what the notes must say."""

    id: str
    split: str
    resume: str
    posting: str
    flags: frozenset[str]
    states: Mapping[str, str]
    results: Mapping[str, str]
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


@dataclass(slots=True)
class Judged:
    """What one case came to. Counters are (right, of all) by figure; `faults` say what is wrong."""

    case: PrepCase
    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def count(self, name: str, is_right: bool, fault: str) -> None:
        """Count one thing that is right or wrong, with what is wrong about it."""
        self.total[name] += 1
        self.right[name] += is_right
        if not is_right:
            self.faults.append(fault)


def load(path: Path) -> list[PrepCase]:
    """The cases of a file; raises CasesError naming the case and what is wrong with it."""
    data = read_yaml(path)
    resumes, postings, frames = (data.get(name) or {} for name in ("resumes", "postings", "frames"))
    return [_case(where, raw, resumes, postings, frames) for where, raw in entries(path)]


def _case(
    where: str, raw: Mapping[str, Any], resumes: Mapping[str, str], postings: Mapping[str, str],
    frames: Mapping[str, str],
) -> PrepCase:  # fmt: skip
    if unknown := set(raw) - _OF_CASES:
        raise CasesError(f"{where}: unknown keys {', '.join(sorted(unknown))}")
    if "line" in raw:
        language = raw.get("language", "en")
        if language not in frames or not resumes:
            raise CasesError(f"{where}: there is no frame {language!r}, or no resume, in this file")
        resume, posting = next(iter(resumes.values())), frames[language].format(line=raw["line"])
    else:
        for name, known in (("resume", resumes), ("posting", postings)):
            if raw.get(name) not in known:
                raise CasesError(f"{where}: there is no {name} {raw.get(name)!r} in this file")
        resume, posting = resumes[raw["resume"]], postings[raw["posting"]]
    states = {words: state for state in STATES for words in raw.get(state, ())}
    return PrepCase(
        id=str(raw["id"]), split=raw.get("split", "dev"), resume=resume, posting=posting,
        flags=frozenset(raw.get("flags", ())), states=states, results=raw.get("results", {}),
        said=tuple(raw.get("said", ())), unsaid=tuple(raw.get("unsaid", ())),
    )  # fmt: skip


def source_of(resume: str, posting: str) -> PrepSource:
    """Resume and posting of a case as production reads them."""
    parsed, read_posting = read(resume.encode(), "resume.txt"), parse_text(posting)
    nobody = UUID(int=1)
    job = Job.model_validate(
        {**read_posting.model_dump(), "id": nobody, "number": 1, "posting_id": nobody, "created_at": NOW,
         "updated_at": NOW}
    )  # fmt: skip
    return PrepSource(facts=facts_of(parsed), resume_name="resume.txt", resume_language=parsed.language, job=job)


def judge(case: PrepCase, similarity: Similarity) -> Judged:
    """Prepare through the production code, and judge the notes."""
    source = source_of(case.resume, case.posting)
    notes = compose_notes(source, analyze_job(source, similarity=similarity, now=NOW), now=NOW)
    judged = Judged(case)
    _judge_requirements(judged, notes)
    _judge_stories(judged, notes, source)
    _judge_asked(judged, notes)
    for quote in quotes_of(notes):
        judged.count("quoted", stands(quote, source), f"does not stand in its source: {quote.text}")
    found = {flag.kind for flag in notes.flags}
    for kind in found:
        judged.count("flags.precision", kind in case.flags, f"flagged without need: {kind}")
    for kind in case.flags:
        judged.count("flags.recall", kind in found, f"not flagged: {kind}")
    return judged


def _judge_requirements(judged: Judged, notes: PrepNotes) -> None:
    for words, state in judged.case.states.items():
        item = next((item for item in notes.requirements if words in item.text), None)
        told = item.state if item else "not seen as a requirement"
        judged.count("requirements", told == state, f"{words}: {told}, not {state}")


def _judge_stories(judged: Judged, notes: PrepNotes, source: PrepSource) -> None:
    by_id = {fact.id: fact for fact in source.facts}
    for story in notes.stories:
        told = [part for part in story.parts if part.text is not None]
        wrong = [part.text for part in told if not proved(part, by_id, NOW.date())]
        judged.count("stories", not wrong, f"{story.title}: not proved: {wrong}")
    for words, result in judged.case.results.items():
        known = next((story for story in notes.stories if words in story.title), None)
        if known is not None:
            said = next(part.text for part in known.parts if part.kind == "result") or "none"
            judged.count("results", said == result, f"{words}: came to “{said}”, not “{result}”")


def _judge_asked(judged: Judged, notes: PrepNotes) -> None:
    asked = {item.topic for item in notes.ask}
    for topic in (*judged.case.said, *judged.case.unsaid):
        should = topic in judged.case.unsaid
        judged.count("asked", (topic in asked) is should, f"{topic}: {'not ' if should else ''}asked")


def quotes_of(notes: PrepNotes) -> Iterator[Quote]:
    """Every quote of the notes that is said to stand in a source; evidence of facts as well."""
    told = [*(item.quote for item in notes.questions), *(item.quote for item in notes.ask)]
    yield from (quote for quote in told if quote is not None)
    yield from notes.company_facts
    yield from (flag.quote for flag in notes.flags)
    for requirement in notes.requirements:
        yield Quote(text=requirement.quote, source="posting", name="posting")
        for one in [*requirement.evidence, *([requirement.closest] if requirement.closest else [])]:
            yield Quote(text=one.quote, source="resume", name="resume", fact_id=one.fact_id)


def stands(quote: Quote, source: PrepSource) -> bool:
    """Whether a quote's words stand in what it names, letter by letter."""
    match quote.source:
        case "record":
            return True
        case "resume":
            return any(fact.id == quote.fact_id and quote.text in fact.text for fact in source.facts)
        case "posting":
            return quote.text in source.job.text or quote.text in source.job.title
        case _:
            return any(said.kind == quote.source and quote.text in said.text for said in source.said)


def tally(judged: Sequence[Judged]) -> dict[str, tuple[int, int]]:
    """(right, of all) by figure."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for item in judged:
        right += item.right
        total += item.total
    return {name: (right[name], count) for name, count in total.items()}
