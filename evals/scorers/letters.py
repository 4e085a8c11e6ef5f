"""Letters: whether every sentence can be proved again, whether anything was invented, whether they read as letters.

The judge does not trust what a letter says of itself: it holds each sentence against the facts and the posting anew.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from evals.case_files import CasesError, entries, read_yaml
from tools.content.choosing import Material
from tools.content.connectives import connective_kind
from tools.content.letter import MOST_WORDS
from tools.content.phrases import phrases, short_title
from tools.content.proposals import Proposal, offered
from tools.content.proving import prove_claim, prove_posting
from tools.content.schemas import ContentSentence, Draft
from tools.content.wording import word_count
from tools.content.writing import LetterOrder, LetterSource, material_of, write
from tools.jobs.parsing import parse_text
from tools.jobs.schemas import Job
from tools.resumes.parsing import read
from tools.resumes.service import facts_of
from tools.tailoring.choice.relevance import Similarity

TODAY = date(2026, 6, 1)
_OF_CASES = {
    "id",
    "resume",
    "posting",
    "tone",
    "length",
    "prompt",
    "recipient",
    "mentions",
    "never",
    "refuses",
    "model",
}
_I = {
    "en": r"\b(?:I|my|me)\b", "de": r"\b(?:ich|mein\w*|mich|mir)\b", "fr": r"\b(?:je|mon|ma|mes|m)\b|\bj[’']",
    "es": r"\b(?:mis?|me|yo)\b|\w+(?:é|í)\b|\b(?:fui|soy|hice|tuve|\w+uje|hablo|trabajo|puse)\b",
    "nl": r"\b(?:ik|mijn|mij)\b",
    "pt": r"\b(?:meus?|minhas?|me|eu)\b|\w+(?:ei|i)\b|\b(?:sou|fiz|falo|trabalho)\b",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LetterCase:
    """One letter to be written; `planted` are a model's sentences, each honest or not."""

    id: str
    resume: str
    posting: str
    how: Mapping[str, Any]
    mentions: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    refuses: bool = False
    planted: tuple[Mapping[str, Any], ...] = ()


@dataclass(slots=True)
class Judged:
    """What one letter came to: sentences proved of all, complaints, and a model's sentences kept or refused."""

    case: LetterCase
    draft: Draft
    sentences: int = 0
    proved: int = 0
    invented: list[str] = field(default_factory=list)
    clumsy: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    honest: list[bool] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)


def load(path: Path) -> list[LetterCase]:
    """The cases of a file; raises CasesError naming the case and what is wrong with it."""
    data = read_yaml(path)
    resumes, postings = data.get("resumes") or {}, data.get("postings") or {}
    cases = []
    for where, raw in entries(path):
        if unknown := set(raw) - _OF_CASES:
            raise CasesError(f"{where}: unknown keys {', '.join(sorted(unknown))}")
        for name, known in (("resume", resumes), ("posting", postings)):
            if raw.get(name) not in known:
                raise CasesError(f"{where}: there is no {name} {raw.get(name)!r} in this file")
        cases.append(
            LetterCase(
                id=str(raw["id"]), resume=resumes[raw["resume"]], posting=postings[raw["posting"]],
                how={key: raw[key] for key in ("tone", "length", "prompt", "recipient") if key in raw},
                mentions=tuple(raw.get("mentions", ())), never=tuple(raw.get("never", ())),
                refuses=bool(raw.get("refuses")), planted=tuple(raw.get("model", ())),
            )
        )  # fmt: skip
    return cases


def judge(case: LetterCase, similarity: Similarity) -> Judged:
    """Write the letter of a case through the production code, and judge it."""
    source = source_of(case)
    material = material_of(source, similarity=similarity, today=TODAY)
    proposals = _proposals(case, material)
    draft = write(source, similarity=similarity, today=TODAY, proposals=proposals)
    judged = Judged(case, draft)
    for sentence in draft.sentences:
        complaint = _unproved(sentence, source, material)
        judged.sentences += 1
        judged.proved += complaint is None
        if complaint:
            judged.invented.append(f"{complaint}: {sentence.text}")
    said = draft.text.casefold()
    judged.invented += [f"must never be said: {word}" for word in case.never if word.casefold() in said]
    judged.unheard += [f"should be said: {word}" for word in case.mentions if word.casefold() not in said]
    if case.refuses and not any(not wish.granted for wish in draft.wishes):
        judged.unheard.append("a wish that cannot be proved was not answered as such")
    judged.clumsy += list(_clumsy(draft, case))
    for raw in case.planted:
        kept = raw["text"] in {sentence.text for sentence in draft.sentences}
        (judged.honest if raw["honest"] else judged.refused).append(kept is bool(raw["honest"]))
        if kept and not raw["honest"]:
            judged.invented.append(f"a planted sentence was let in: {raw['text']}")
    return judged


def source_of(case: LetterCase) -> LetterSource:
    """Resume and posting of a case as production reads them."""
    parsed, posting = read(case.resume.encode(), "resume.txt"), parse_text(case.posting)
    moment, nobody = datetime(2026, 6, 1, tzinfo=UTC), UUID(int=1)
    job = Job.model_validate(
        {**posting.model_dump(), "id": nobody, "number": 1, "posting_id": nobody, "created_at": moment,
         "updated_at": moment}
    )  # fmt: skip
    order = LetterOrder.model_validate({"document_id": nobody, "job_id": nobody, "resume_id": nobody, **case.how})
    return LetterSource(order=order, facts=facts_of(parsed), job=job, resume_language=parsed.language)


def _proposals(case: LetterCase, material: Material) -> list[Proposal]:
    """The planted sentences, citing by words what a model cites by its short name."""
    may_cite = offered(material)

    def named(words: Iterable[str], lines: Mapping[str, str]) -> list[str]:
        return [next(name for name, line in lines.items() if word in line) for word in words]

    return [
        Proposal(
            text=raw["text"], facts=named(raw.get("facts", ()), may_cite.fact_lines),
            posting=named(raw.get("posting", ()), may_cite.posting), paragraph=raw.get("paragraph", 0),
        )
        for raw in case.planted
    ]  # fmt: skip


def _unproved(sentence: ContentSentence, source: LetterSource, material: Material) -> str | None:
    """Why the sentence cannot be proved, or None."""
    facts = [material.by_id[fact_id] for fact_id in sentence.fact_ids if fact_id in material.by_id]
    posting = [" ".join(text.split()) for text in (source.job.text, source.job.title, source.job.company or "")]
    if any(all(" ".join(quote.split()) not in text for text in posting) for quote in sentence.quotes):
        return "its quotation does not stand in the posting"
    if sentence.kind == "claim":
        verdict = prove_claim(sentence.text, facts, material.by_id, material.language, TODAY)
        return None if facts and verdict.supported else "the facts do not hold it"
    if sentence.kind == "contact":
        values = {str(getattr(fact.detail, "value", "")) for fact in facts}
        return None if values and all(value in sentence.text for value in values) else "no contact of the resume"
    if sentence.kind == "posting" and sentence.origin == "model":
        verdict = prove_posting(sentence.text, sentence.quotes, material.language, source.job.company)
        return None if verdict.supported else "the posting does not say it"
    plain = sentence.text
    for quote in sorted({*sentence.quotes, *map(short_title, sentence.quotes)}, key=len, reverse=True):
        plain = plain.replace(quote, "")
    if _is_phrase(sentence.text, plain, material.language):
        return None
    kind = connective_kind(sentence.text, material.language, sentence.quotes)
    return None if kind else "it claims something and rests on nothing"


def _is_phrase(text: str, plain: str, language: str) -> bool:
    """Whether the sentence is one of the product's own, which claim nothing, with the posting's words in its slots."""
    words = phrases("phrases", language)
    frames = [
        *words["opening"].values(),
        *words["feeling"].values(),
        *words["final"].values(),
        words["lead"],
        words["leads"],
    ]
    at = {words["at"], words["beside"], ""}
    bare = {_bare(frame.replace("{at}", each)) for frame in frames for each in at}
    joint = words["and"]
    return text in frames or _bare(plain) in bare or _bare(re.sub(rf" {joint} |, ", "", plain)) in bare


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", re.sub(r"\{\w+\}", "", text)).casefold()


def _clumsy(draft: Draft, case: LetterCase) -> Iterable[str]:
    """What no careful writer would let stand."""
    body = draft.sentences
    if re.search(r"\{|\}|\[|\]|None|  |\.\.", draft.text):
        yield "something is left of a template"
    if doubled := re.search(r"\b(\w+) \1\b", " ".join(s.text for s in body), re.IGNORECASE):
        yield f"a word is doubled: {doubled[0]}"
    if len({s.text for s in body}) < len(body):
        yield "a sentence stands twice"
    words = phrases("phrases", draft.language)
    greetings = words["addressed" if case.how.get("recipient") else "salutation"].values()
    if draft.salutation not in {greeting.format(recipient=case.how.get("recipient")) for greeting in greetings}:
        yield f"the salutation is none of the language's: {draft.salutation}"
    if word_count(body) > MOST_WORDS[draft.length or "medium"]:
        yield f"{word_count(body)} words are more than a {draft.length} letter has"
    for sentence in body:
        yield from _clumsy_sentence(sentence, draft.language, first=sentence is body[0])


def _clumsy_sentence(sentence: ContentSentence, language: str, *, first: bool) -> Iterable[str]:
    text = sentence.text
    if not text.endswith((".", "!", "?")):
        yield f"no full stop: {text}"
    if not (text[0].isupper() or text[0].isdigit()) and not (first and language == "de"):
        yield f"a small letter begins it: {text}"
    if re.search(r"(?:^|\s)[•▪*]\s", text) or ":" in text.removesuffix(":")[:12]:
        yield f"a bare line of a resume: {text}"
    if sentence.kind == "claim" and not re.search(_I[language], text, re.IGNORECASE):
        yield f"nobody speaks in it: {text}"


def tally(judged: Sequence[Judged]) -> Mapping[str, tuple[int, int]]:
    """(hits, total) of each figure."""
    planted = [kept for item in judged for kept in item.refused]
    honest = [kept for item in judged for kept in item.honest]
    return {
        "proved": (sum(item.proved for item in judged), sum(item.sentences for item in judged)),
        "true": (sum(not item.invented for item in judged), len(judged)),
        "fluent": (sum(not item.clumsy for item in judged), len(judged)),
        "heard": (sum(not item.unheard for item in judged), len(judged)),
        "refused": (sum(planted), len(planted)),
        "let_in": (sum(honest), len(honest)),
    }
