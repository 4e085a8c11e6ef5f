"""A letter with what became of every wish: composed from the facts, or around a model's sentences that were proved."""

from collections.abc import Sequence

from tools.content.choosing import Material, speaks_of
from tools.content.letter import body_sentences, letter_around
from tools.content.proposals import Proposal, judge, offered
from tools.content.proving import prove_claim
from tools.content.schemas import ContentSentence, Draft, Length, RefusedSentence, Tone, WishAnswer
from tools.resumes.schemas import ContactDetail
from tools.tailoring.choice.relevance import tokens_of
from tools.tailoring.choice.selection import choose
from tools.tailoring.schemas import Problem

_ADD_IT = "If it is true, add it to your resume first."
_FEWEST = 2
_TRIED = 12


def compose_letter(
    material: Material,
    *,
    tone: Tone | None = None,
    length: Length | None = None,
    recipient: str | None = None,
    proposals: Sequence[Proposal] = (),
) -> Draft:
    """The letter, the sentences refused, what no fact shows of what is asked for, and an answer to each wish.

    What is asked for outright goes before what the prompt says of tone and length. Fewer than two proved claims among
    a model's sentences are too few for a letter: then the person's own sentences make it.
    """
    tone = tone or material.wishes.tone or "formal"
    length = length or material.wishes.length or "medium"
    claims, refused = _claims(material)
    own = body_sentences(material, tone, length)
    notes: list[str] = []
    body = own
    if proposals:
        proved, turned_down = judge(material, proposals, offered(material))
        refused += turned_down
        if _claim_count(proved) >= (min(_FEWEST, _claim_count(own)) if material.speaks else 1):
            body = proved
        else:
            notes.append("Too few of the model's sentences could be proved, so the letter is made of your own.")
    draft = letter_around(material, body, tone, length, recipient)
    gaps = choose(
        material.facts, material.job, language=material.language, similarity=material.similarity, today=material.today
    ).gaps
    wishes = [
        *_emphasised(material, draft.sentences),
        *_avoided(material, draft.sentences),
        *claims,
        *_unread(material),
    ]
    return draft.model_copy(update={"refused": refused, "gaps": gaps, "wishes": wishes, "notes": notes})


def answer_wishes(
    material: Material, sentences: Sequence[ContentSentence]
) -> tuple[list[WishAnswer], list[RefusedSentence]]:
    """What became of each wish in a text that stands already."""
    claims, refused = _claims(material)
    return [
        *_emphasised(material, sentences),
        *_avoided(material, sentences),
        *claims,
        *_unread(material),
    ], refused


def claims_refused(claims: Sequence[str]) -> tuple[list[WishAnswer], list[RefusedSentence]]:
    """Claims that a text made of a template has no place for, with the reason."""
    why = (
        "This mail is made of a template and says nothing of what you can or did. Put it into `details` in your words."
    )
    return (
        [WishAnswer(wish=claim, granted=False, answer=why) for claim in claims],
        [RefusedSentence(text=claim, reason=why) for claim in claims],
    )


def _claim_count(sentences: Sequence[ContentSentence]) -> int:
    return sum(sentence.kind == "claim" for sentence in sentences)


def _claims(material: Material) -> tuple[list[WishAnswer], list[RefusedSentence]]:
    """What the prompt wants claimed: what a fact holds is emphasised, anything else is refused and said to be."""
    answers: list[WishAnswer] = []
    refused: list[RefusedSentence] = []
    for claim in material.wishes.claims:
        problems = _unproved(material, claim)
        if problems is None:
            answers.append(WishAnswer(wish=claim, granted=True, answer="Your resume holds this, so it may be said."))
            material.wishes.emphasise.append(claim)
            continue
        why = (
            "Your resume does not hold this, so the letter does not say it. If it is true, add it to your resume first."
        )
        answers.append(WishAnswer(wish=claim, granted=False, answer=why))
        refused.append(RefusedSentence(text=claim, reason=why, problems=problems))
    return answers, refused


def _unproved(material: Material, claim: str) -> list[Problem] | None:
    """None where one fact holds the claim, else what is wrong with it beside the fact that comes nearest."""
    tokens, best = tokens_of(claim), list[Problem]()
    facts = [fact for fact in material.facts if not isinstance(fact.detail, ContactDetail)]
    ranked = sorted(facts, key=lambda fact: -len(tokens & tokens_of(fact.text)))[:_TRIED]
    for fact in ranked:
        verdict = prove_claim(claim, [fact], material.by_id, material.language, material.today)
        if verdict.supported:
            return None
        if not best or len(verdict.problems) < len(best):
            best = verdict.problems
    return best


def _emphasised(material: Material, sentences: Sequence[ContentSentence]) -> list[WishAnswer]:
    answers = []
    for wish in material.wishes.emphasise:
        if wish in material.wishes.claims:
            continue
        saying = next((s for s in sentences if s.kind == "claim" and _speaks(material, s, wish)), None)
        held = any(speaks_of(line.text, line.skills, wish) for line in material.lines)
        if saying is not None:
            answers.append(WishAnswer(wish=wish, granted=True, answer=f"Said here: “{saying.text}”"))
        elif held:
            why = "Your resume speaks of it, but in words that could not be made into a proved sentence of a letter."
            answers.append(WishAnswer(wish=wish, granted=False, answer=why))
        else:
            why = f"No fact of your resume speaks of “{wish}”, so the letter does not. {_ADD_IT}"
            answers.append(WishAnswer(wish=wish, granted=False, answer=why))
    return answers


def _speaks(material: Material, sentence: ContentSentence, wish: str) -> bool:
    shown = [line for line in material.lines if set(line.fact_ids) & set(sentence.fact_ids)]
    return speaks_of(sentence.text, frozenset(), wish) or any(
        speaks_of(line.text, line.skills, wish) for line in shown if len(line.fact_ids) == 1
    )


def _avoided(material: Material, sentences: Sequence[ContentSentence]) -> list[WishAnswer]:
    answers = []
    for wish in material.wishes.avoid:
        left = next((s for s in sentences if s.kind != "application" and speaks_of(s.text, frozenset(), wish)), None)
        said = "Left out." if left is None else f"It still stands in “{left.text}”."
        answers.append(WishAnswer(wish=f"without {wish}", granted=left is None, answer=said))
    return answers


def _unread(material: Material) -> list[WishAnswer]:
    why = (
        "This could not be followed. A letter can be steered by tone, by length, by what to mention, to focus on or to "
        "leave out, and by claims that your resume holds."
    )
    return [WishAnswer(wish=wish, granted=False, answer=why) for wish in material.wishes.unread]
