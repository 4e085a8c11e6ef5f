"""A model's sentences let into a letter only where they are proved; what is refused falls back on the person's own."""

import re
from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel

from tools.content.choosing import Material
from tools.content.connectives import connective_kind
from tools.content.first_person import speak
from tools.content.phrases import short_title
from tools.content.proving import prove_claim, prove_posting
from tools.content.schemas import ContentSentence, RefusedSentence
from tools.content.wording import split_sentences
from tools.resumes.schemas import ContactDetail, LinkDetail
from tools.tailoring.grounding.normal import clean
from tools.tailoring.schemas import Problem, Verdict

_MOST_FACTS, _MOST_LINES, _LONGEST, _MOST_CITED = 80, 40, 300, 6
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|above|previous|prior|rule)|"
    r"\b(?:AI|LLM|language model|assistant)\b.{0,60}(?:\bsay\b|\bstate\b|\bwrite\b|\badd\b|:)|system prompt|"
    r"ignorier\w*.{0,40}(?:anweisung|obig|vorherig)|\bKI\b|\bIA\b|ignore[zr]?.{0,40}(?:consigne|ci-dessus)|"
    r"ignora.{0,40}(?:anterior|instruccion|instruções)|negeer.{0,40}(?:instructie|bovenstaand)",
    re.IGNORECASE,
)


class Proposal(BaseModel):
    """A sentence a model proposes: the facts (F1 …) and lines of the posting (P1 …) it cites, its paragraph."""

    text: str
    facts: list[str] = []
    posting: list[str] = []
    paragraph: int = 0


class Offered(BaseModel):
    """What a model may cite: facts and lines of the posting under short names, and the languages of the letter."""

    facts: dict[str, UUID]
    fact_lines: dict[str, str]
    posting: dict[str, str]


def offered(material: Material) -> Offered:
    """The facts a letter may speak of and the posting's lines; contacts are none, nor lines that give orders."""
    told = [fact for fact in material.facts if not isinstance(fact.detail, ContactDetail | LinkDetail)][:_MOST_FACTS]
    facts = {f"F{number}": fact.id for number, fact in enumerate(told, 1)}
    lines = [" ".join(line.split()).lstrip("-•* ") for line in material.job.text.splitlines()]
    kept = [line for line in lines if 2 < len(line) <= _LONGEST and not _ORDERS.search(line)][:_MOST_LINES]
    return Offered(
        facts=facts,
        fact_lines={name: _told(material, fact_id) for name, fact_id in facts.items()},
        posting={f"P{number}": line for number, line in enumerate(kept, 1)},
    )


def judge(
    material: Material, proposals: Sequence[Proposal], may_cite: Offered
) -> tuple[list[ContentSentence], list[RefusedSentence]]:
    """The sentences that stand, with what they rest on, and those refused with the reason.

    A refused sentence that cites a fact falls back on that fact's own words, once.
    """
    kept: list[ContentSentence] = []
    refused: list[RefusedSentence] = []
    for proposal in proposals:
        parts = split_sentences(" ".join(proposal.text.split()))
        for text in parts:
            fact_ids = [may_cite.facts[name] for name in proposal.facts if name in may_cite.facts][:_MOST_CITED]
            quotes = [may_cite.posting[name] for name in proposal.posting if name in may_cite.posting]
            sentence, verdict = _judged(material, text, fact_ids, quotes)
            if sentence is None:
                used = {fact_id for item in kept for fact_id in item.fact_ids}
                said = " ".join(item.text for item in kept)
                sentence = _fallback(material, [fact_id for fact_id in fact_ids if fact_id not in used], said)
                refused.append(_refusal(text, verdict, sentence))
            if sentence is not None and sentence.text not in {item.text for item in kept}:
                kept.append(sentence.model_copy(update={"paragraph": proposal.paragraph}))
    cited = {fact_id for item in kept if item.origin == "model" for fact_id in item.fact_ids}
    needed = [item for item in kept if item.origin != "fallback" or not set(item.fact_ids) <= cited]
    return sorted(needed, key=lambda item: item.paragraph), refused


def _judged(
    material: Material, text: str, fact_ids: Sequence[UUID], quotes: Sequence[str]
) -> tuple[ContentSentence | None, Verdict]:
    if fact_ids:
        facts = [material.by_id[fact_id] for fact_id in fact_ids]
        verdict = prove_claim(text, facts, material.by_id, material.language, material.today)
        sentence = ContentSentence(text=text, kind="claim", fact_ids=list(fact_ids), origin="model")
        return (sentence if verdict.supported and not clean(text).disguised else None), verdict
    if quotes:
        verdict = prove_posting(text, quotes, material.language, material.job.company)
        sentence = ContentSentence(text=text, kind="posting", quotes=list(quotes), origin="model")
        return (sentence if verdict.supported else None), verdict
    names = (short_title(material.job.title), material.job.title, material.job.company or "")
    kind = connective_kind(text, material.language, names)
    if kind is not None:
        return ContentSentence(text=text, kind=kind, origin="model"), Verdict(supported=True)
    problem = Problem(kind="uncited", excerpt=text, message="The sentence claims something and cites nothing.")
    return None, Verdict(supported=False, problems=[problem])


def _fallback(material: Material, fact_ids: Sequence[UUID], said: str) -> ContentSentence | None:
    """The first of the facts that can be said in its own words; where they were done is not named twice."""
    for line in material.lines if material.speaks else ():
        if line.parent_id and set(line.fact_ids) & set(fact_ids):
            place = material.place(line)
            text = speak(line.text, place, material.language, int(bool(place.employer) and place.employer in said))
            if text is not None and material.proves(text, line.fact_ids):
                return ContentSentence(text=text, kind="claim", fact_ids=list(line.fact_ids), origin="fallback")
    return None


def _refusal(text: str, verdict: Verdict, instead: ContentSentence | None) -> RefusedSentence:
    why = verdict.problems[0].message if verdict.problems else "It holds signs that no resume has."
    return RefusedSentence(
        text=text, reason=why, problems=verdict.problems, instead=instead.text if instead is not None else None
    )


def _told(material: Material, fact_id: UUID) -> str:
    fact = material.by_id[fact_id]
    parent = material.by_id.get(fact.parent_id) if fact.parent_id else None
    return f"{fact.text} ({parent.text})" if parent is not None else fact.text
