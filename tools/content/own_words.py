"""A letter in the person's own words: what stands as it was keeps its proof, the rest is theirs. Pure."""

from collections.abc import Sequence
from datetime import date

from store.errors import ValidationError
from tools.content.connectives import connective_kind
from tools.content.proving import prove_claim
from tools.content.schemas import ContentSentence, Draft
from tools.content.wording import assembled, split_sentences
from tools.resumes.schemas import ContactDetail, ResumeFact
from tools.tailoring.choice.relevance import tokens_of
from tools.tailoring.schemas import Problem

_CONTRADICTING = frozenset(
    {"number", "unit", "money", "percentage", "headcount", "employer", "title", "date", "duration", "certificate",
     "education", "skill", "scope", "negation", "name"}
)  # fmt: skip
_TRIED = 6


def in_own_words(draft: Draft, text: str, facts: Sequence[ResumeFact], today: date) -> Draft:
    """The draft with its body as the person wrote it: paragraphs parted by empty lines, greeting and farewell aside.

    `problems` of a sentence of their own are what no fact holds of it (numbers, employers, titles, dates, degrees).
    """
    known = {sentence.text: sentence for sentence in draft.sentences}
    sentences: list[ContentSentence] = []
    for number, paragraph in enumerate(_body(draft, text)):
        for part in split_sentences(paragraph):
            kept = known.get(part) or _own(part, draft, facts, today)
            sentences.append(kept.model_copy(update={"paragraph": number}))
    if not sentences:
        raise ValidationError("Nothing is left of the text. Write at least one sentence.", code="TEXT_EMPTY")
    changed = draft.model_copy(update={"sentences": sentences})
    return changed.model_copy(update={"text": assembled(changed)})


def _body(draft: Draft, text: str) -> list[str]:
    """The text's paragraphs without the greeting and the farewell, which the letter has of itself."""
    blocks = [" ".join(block.split()) for block in text.replace("\r\n", "\n").split("\n\n")]
    farewell = " ".join(part for part in (draft.closing, draft.signature) if part)
    around = {part for part in (draft.salutation, farewell, draft.closing, draft.signature) if part}
    return [block for block in blocks if block and block not in around]


def _own(text: str, draft: Draft, facts: Sequence[ResumeFact], today: date) -> ContentSentence:
    kind = connective_kind(text, draft.language, [name for name in (draft.job_title, draft.company) if name])
    problems = [] if kind else _problems(text, draft.language, facts, today)
    return ContentSentence(text=text, kind="own", origin="person", problems=problems)


def _problems(text: str, language: str, facts: Sequence[ResumeFact], today: date) -> list[Problem]:
    """What is wrong with a sentence beside the facts that come nearest; none where one of them holds it."""
    by_id, tokens = {fact.id: fact for fact in facts}, tokens_of(text)
    told = [fact for fact in facts if not isinstance(fact.detail, ContactDetail)]
    nearest = sorted(told, key=lambda fact: -len(tokens & tokens_of(fact.text)))[:_TRIED]
    if not nearest:
        return [Problem(kind="uncited", excerpt=text, message="There is no resume any more to hold it against.")]
    verdicts = [prove_claim(text, [fact], by_id, language, today) for fact in nearest]
    verdicts.append(prove_claim(text, nearest, by_id, language, today))
    best = min(verdicts, key=lambda verdict: len(verdict.problems))
    return [problem for problem in best.problems if problem.kind in _CONTRADICTING]
