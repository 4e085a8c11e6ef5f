"""What tailoring changed and why, and a model's rewordings let in only where the prover supports them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from store.errors import AppError
from tools.resumes.schemas import OtherDetail, ResumeFact
from tools.tailoring import grounding
from tools.tailoring.choice.lines import in_source_order, line_ids
from tools.tailoring.schemas import Claim, Problem, TailoredDocument, Verdict
from tools.tailoring.wording import clean

Check = Callable[[str, Sequence[ResumeFact]], Verdict]
"""The prover: a sentence and the facts it cites, to the verdict on it."""

_REWORDABLE = {"summary", "experience", "projects", "education", "other"}


class Change(BaseModel):
    """One line or fact of the resume and what became of it; `reason` is one sentence for the user."""

    kind: Literal["moved_up", "moved_down", "left_out", "reworded", "refused", "kept"]
    line_id: str
    before: str
    after: str | None = None
    reason: str


def diff(before: Sequence[ResumeFact], document: TailoredDocument) -> list[Change]:
    """What became of each fact of the resume: lines in the document's order, then what was left out in the source's.

    A line has moved up when it passed another of its own group (the bullets of a position, the sentences of a summary).
    """
    facts = {fact.id: fact for fact in before}
    ids = line_ids(before, document.numbering)
    moves = _moves(document.claims, [fact.id for fact in in_source_order(before)])
    changes = [_of_claim(claim, facts, moves.get(claim.id)) for claim in document.claims]
    used = {fact_id for claim in document.claims for fact_id in claim.fact_ids}
    gone = [fact for fact in in_source_order(before) if fact.id not in used]
    return changes + [
        Change(
            kind="left_out", line_id=ids[fact.id], before=fact.text, reason=_why_left_out(fact, ids[fact.id], document)
        )
        for fact in gone
    ]


def apply_rewordings(document: TailoredDocument, proposals: Mapping[str, str], check: Check) -> TailoredDocument:
    """The document with each proposed sentence (by line id) the prover supports, and the source's words elsewhere.

    Fails closed: a refusal, an `AppError` from the prover, or a proposal for a line that states who, where and when
    keeps the source wording, with the proposal in `refused` and the reasons in `problems`. Ids that name no line of
    the document are passed over, since there is nothing they could change; so are lines that the person accepted as
    they read, or wants in the resume's own words.
    """
    facts = {fact.id: fact for fact in document.facts}
    settled = {claim.id for claim in document.claims if claim.accepted} | set(document.steering.own_words)
    wanted = {line_id: text for line_id, text in proposals.items() if line_id not in settled}
    claims = [_reworded(claim, wanted.get(claim.id), facts, check) for claim in document.claims]
    return document.model_copy(update={"claims": claims})


def prover(document: TailoredDocument, *, today: date | None = None) -> Check:
    """The prover of `tools.tailoring.grounding` over this document's facts; `today` dates positions still held."""
    facts = {fact.id: fact for fact in document.facts}

    def check(sentence: str, cited: Sequence[ResumeFact]) -> Verdict:
        language = document.language[:2]
        return grounding.check(
            sentence, [grounding.cite(fact, facts) for fact in cited], language=language, today=today
        )

    return check


def _reworded(claim: Claim, proposal: str | None, facts: Mapping[UUID, ResumeFact], check: Check) -> Claim:
    sentence = clean(proposal or "")
    if not sentence or sentence == clean(claim.text):
        return claim
    problems = problems_with(claim, sentence, facts, check)
    if not problems:
        return claim.model_copy(update={"text": sentence, "origin": "reworded", "refused": None, "problems": []})
    source = claim.text if claim.origin != "reworded" else clean(facts[claim.fact_ids[0]].text)
    return claim.model_copy(update={"text": source, "origin": "fallback", "refused": sentence, "problems": problems})


def problems_with(claim: Claim, sentence: str, facts: Mapping[UUID, ResumeFact], check: Check) -> list[Problem]:
    """What the facts behind a line do not hold of a sentence in its place; nothing when they hold all of it."""
    cited = [facts[fact_id] for fact_id in (*claim.fact_ids, claim.parent_id) if fact_id and fact_id in facts]
    if claim.section not in _REWORDABLE or (claim.parent_id is None and claim.section not in {"summary", "other"}):
        message = "This line states who, where or when, and stays in the resume's own words."
        return [Problem(kind="unsupported", excerpt=sentence, message=message)]
    if not cited:
        return [Problem(kind="uncited", excerpt=sentence, message="The line cites no fact of the resume.")]
    try:
        verdict = check(sentence, cited)
    except AppError as error:
        return [Problem(kind="unsupported", excerpt=sentence, message=f"It could not be checked: {error.message}")]
    if verdict.supported:
        return []
    unsaid = Problem(kind="unsupported", excerpt=sentence, message="The cited facts do not say this.")
    return verdict.problems or [unsaid]


def _moves(claims: Sequence[Claim], source: Sequence[UUID]) -> dict[str, Literal["up", "down"]]:
    """Which lines passed others of their group, and which that answer nothing were passed."""
    place = {fact_id: index for index, fact_id in enumerate(source)}
    groups: dict[UUID | str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.parent_id or claim.section, []).append(claim)
    moves: dict[str, Literal["up", "down"]] = {}
    for members in groups.values():
        before = sorted(members, key=lambda claim: place.get(claim.fact_ids[0], 0) if claim.fact_ids else 0)
        for now, claim in enumerate(members):
            was = before.index(claim)
            if now < was:
                moves[claim.id] = "up"
            elif now > was and not claim.covers:
                moves[claim.id] = "down"
    return moves


def _of_claim(claim: Claim, facts: Mapping[UUID, ResumeFact], move: Literal["up", "down"] | None) -> Change:
    before = "; ".join(facts[fact_id].text for fact_id in claim.fact_ids if fact_id in facts)
    answers = f"answers {_quoted(claim.covers)}" if claim.covers else "says more about what the posting asks for"
    if claim.origin == "reworded":
        reason = f"reworded: {answers}" if claim.covers else "reworded: says the same in words closer to the posting"
        return Change(kind="reworded", line_id=claim.id, before=before, after=claim.text, reason=reason)
    if claim.origin == "fallback":
        why = "; ".join(problem.message for problem in claim.problems) or "the facts do not say it"
        reason = f"kept in its own words: the new wording was refused ({why})"
        return Change(kind="refused", line_id=claim.id, before=before, after=claim.refused, reason=reason)
    if move == "up":
        return Change(kind="moved_up", line_id=claim.id, before=before, reason=f"moved up: {answers}")
    if move == "down":
        return Change(
            kind="moved_down", line_id=claim.id, before=before, reason="moved down: others answer more of the posting"
        )
    reason = f"kept: {answers}" if claim.covers else "kept"
    return Change(kind="kept", line_id=claim.id, before=before, reason=reason)


def _quoted(requirements: Sequence[str]) -> str:
    more = f" and {len(requirements) - 2} more" if len(requirements) > 2 else ""
    return " and ".join(f"'{text}'" for text in requirements[:2]) + more


def _why_left_out(fact: ResumeFact, line_id: str, document: TailoredDocument) -> str:
    if {str(fact.id), line_id} & set(document.steering.drop):
        worded = any(claim.replaces == line_id for claim in document.claims)
        return "left out: your own words stand in its place" if worded else "left out: you took it out"
    if isinstance(fact.detail, OtherDetail) and fact.detail.section == "references":
        return "left out: references are given when they are asked for"
    pages = f"{document.pages_limit} page" + ("s" if document.pages_limit > 1 else "")
    shown = {clean(claim.text).casefold() for claim in document.claims}
    if clean(fact.text).casefold() in shown:
        return "left out: the same is said in another line"
    return f"left out: no room on {pages} beside lines that answer more of the posting"
