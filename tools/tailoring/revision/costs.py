"""What taking a line out or putting a fact back gains and loses: answers, room, and what could take its place. Pure."""

from collections.abc import Sequence

from tools.resumes.schemas import ResumeFact
from tools.tailoring.choice.picking import rows_needed
from tools.tailoring.revision.comparing import line_differences
from tools.tailoring.revision.editing_schemas import LineCost, RequirementChange, RoomForFact
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import RIGHT, clean, line

_OFFERED = 3
_HEAD_KINDS = {"position", "education", "project"}


def lost(before: TailoredDocument, after: TailoredDocument) -> list[RequirementChange]:
    """What lines of `before` answer and no line of `after` does: whole requirements, or skills of them."""
    there = {(item.posting_quote, item.text) for item in _open(before)}
    return [
        RequirementChange(text=item.text, posting_quote=item.posting_quote, importance=item.importance)
        for item in _open(after)
        if (item.posting_quote, item.text) not in there
    ]


def gained(before: TailoredDocument, after: TailoredDocument) -> list[RequirementChange]:
    """What lines of `after` answer and no line of `before` does."""
    return lost(after, before)


def rows_taken(document: TailoredDocument, claims: Sequence[Claim]) -> float:
    """How many rows of a page these lines take, about."""
    kinds = {fact.id: fact.detail.kind for fact in document.facts}
    return sum(
        rows_needed(claim.text, claim.section, kinds.get(claim.fact_ids[0]) in _HEAD_KINDS if claim.fact_ids else False)
        for claim in claims
    )


def could_come_in(document: TailoredDocument, rows: float, but: Sequence[str] = ()) -> list[RoomForFact]:
    """Left-out facts that fit into so many rows, those that answer most first; not those the person took out."""
    answers: dict[str, list[str]] = {}
    for item in document.left_out_answers:
        for fact_id in item.fact_ids:
            answers.setdefault(str(fact_id), []).append(item.text)
    dropped = {*document.steering.drop, *but}
    free = [fact for fact in document.left_out if _may_come(fact, document, dropped)]
    fitting = [fact for fact in free if rows_needed(line(fact, document.language), "other", False) <= rows]
    ranked = sorted(fitting, key=lambda fact: -len(answers.get(str(fact.id), [])))
    return [
        RoomForFact(
            fact_id=fact.id, line_id=document.numbering.get(fact.id, ""), text=clean(fact.text),
            answers=answers.get(str(fact.id), []),
        )
        for fact in ranked[:_OFFERED]
    ]  # fmt: skip


def of_removing(
    number: int, before: TailoredDocument, after: TailoredDocument, claim: Claim, pages: tuple[int | None, int | None]
) -> LineCost:
    """What it costs to take a line out: `after` is the document without it."""
    gone = {item.id for item in before.claims} - {item.id for item in after.claims}
    rows = rows_taken(before, [item for item in before.claims if item.id in gone])
    no_longer = lost(before, after)
    lost_texts = {item.posting_quote for item in no_longer} | {item.text for item in no_longer}
    return LineCost(
        number=number, line_id=claim.id, text=clean(claim.text.replace(RIGHT, " ")), change="remove", rows=rows,
        pages_before=pages[0], pages_after=pages[1], no_longer_answered=no_longer,
        newly_answered=gained(before, after), still_answered=[text for text in claim.covers if text not in lost_texts],
        has_to_go=[], could_come_in=could_come_in(after, rows, [str(fact_id) for fact_id in claim.fact_ids]),
    )  # fmt: skip


def of_adding(
    number: int, before: TailoredDocument, after: TailoredDocument, fact: ResumeFact,
    pages: tuple[int | None, int | None],
) -> LineCost:  # fmt: skip
    """What it costs to put a fact back: `after` is the document with it, cut to its pages."""
    differences = line_differences(before, after)
    shown = next((claim for claim in after.claims if fact.id in claim.fact_ids), None)
    text = line(fact, after.language)
    covered = shown.covers if shown else []
    newly = gained(before, after)
    new_texts = {item.posting_quote for item in newly} | {item.text for item in newly}
    return LineCost(
        number=number, line_id=after.numbering.get(fact.id, ""), text=clean(text.replace(RIGHT, " ")), change="add",
        rows=rows_needed(text, "other", fact.detail.kind in _HEAD_KINDS), pages_before=pages[0], pages_after=pages[1],
        no_longer_answered=lost(before, after), newly_answered=newly,
        still_answered=[text for text in covered if text not in new_texts],
        has_to_go=[item for item in differences if item.kind == "removed"], could_come_in=[],
    )  # fmt: skip


def _open(document: TailoredDocument) -> list[RequirementChange]:
    """What no line of the document shows, whether other facts do or none."""
    return [
        RequirementChange(text=item.text, posting_quote=item.posting_quote, importance=item.importance)
        for item in [*document.gaps, *document.left_out_answers]
    ]


def _may_come(fact: ResumeFact, document: TailoredDocument, dropped: set[str]) -> bool:
    if fact.detail.kind in {"contact", "link"} or getattr(fact.detail, "section", "") == "references":
        return False
    line_id = document.numbering.get(fact.id, "")
    shown = {clean(claim.text).casefold() for claim in document.claims}
    return str(fact.id) not in dropped and line_id not in dropped and clean(fact.text).casefold() not in shown
