"""How two tailored documents differ, line by line and in what they answer. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal
from uuid import UUID

from tools.tailoring.revision.version_schemas import LineDifference, RequirementDifference
from tools.tailoring.schemas import Claim, TailoredDocument
from tools.tailoring.wording import RIGHT, clean

Pair = tuple[int, int]
"""Where a line stands in each of two documents."""


def line_differences(before: TailoredDocument, after: TailoredDocument) -> list[LineDifference]:
    """The lines that were removed, added, reworded or moved, in the order of `after`, removed ones where they stood.

    Lines are the same when they rest on the same facts, or, from another resume, say the same.
    """
    pairs = _paired(before.claims, after.claims)
    moved = _moved(pairs)
    placed: list[tuple[float, LineDifference]] = []
    for old, new in pairs:
        kind = "reworded" if _said(before.claims[old]) != _said(after.claims[new]) else "moved"
        if kind == "reworded" or (old, new) in moved:
            placed.append((new, _difference(kind, before, old, after, new)))
    kept_old, kept_new = {old for old, _ in pairs}, {new for _, new in pairs}
    for new in range(len(after.claims)):
        if new not in kept_new:
            placed.append((new, _difference("added", before, None, after, new)))
    to_new = dict(pairs)
    for old in range(len(before.claims)):
        if old not in kept_old:
            above = [to_new[index] for index in range(old) if index in to_new]
            placed.append(((above[-1] if above else -1) + 0.5, _difference("removed", before, old, after, None)))
    return [difference for _, difference in sorted(placed, key=lambda item: item[0])]


def same_lines(before: TailoredDocument, after: TailoredDocument) -> int:
    """How many lines stand in both, word for word."""
    pairs = _paired(before.claims, after.claims)
    return sum(_said(before.claims[old]) == _said(after.claims[new]) for old, new in pairs)


def requirement_differences(before: TailoredDocument, after: TailoredDocument) -> list[RequirementDifference]:
    """The requirements that only one of the two answers, in the order in which the posting names them."""
    order = list(dict.fromkeys(item.requirement for item in [*before.coverage, *after.coverage]))
    found = [*_only_in(before, after, "before"), *_only_in(after, before, "after")]
    return sorted(found, key=lambda item: order.index(item.requirement))


def _only_in(
    document: TailoredDocument, other: TailoredDocument, side: Literal["before", "after"]
) -> list[RequirementDifference]:
    there = {item.requirement for item in other.coverage if item.claim_ids}
    words = {claim.id: _said(claim) for claim in document.claims}
    return [
        RequirementDifference(
            requirement=item.requirement, importance=item.importance, answered_in=side,
            lines=[words[claim_id] for claim_id in item.claim_ids if claim_id in words],
        )
        for item in document.coverage
        if item.claim_ids and item.requirement not in there
    ]  # fmt: skip


def _paired(before: Sequence[Claim], after: Sequence[Claim]) -> list[Pair]:
    """Lines that belong together, each at most once, in the order of `after`."""
    by_fact = {fact_id: index for index, claim in reversed(list(enumerate(before))) for fact_id in claim.fact_ids}
    by_words = {(claim.section, _said(claim)): index for index, claim in reversed(list(enumerate(before)))}
    free, pairs = set(range(len(before))), []
    for new, claim in enumerate(after):
        candidates = [by_fact[fact_id] for fact_id in claim.fact_ids if fact_id in by_fact]
        candidates += [by_words[claim.section, _said(claim)]] if (claim.section, _said(claim)) in by_words else []
        candidates += [index for index, old in enumerate(before) if claim.replaces == old.id]
        old = next((index for index in candidates if index in free), None)
        if old is not None:
            free.discard(old)
            pairs.append((old, new))
    return pairs


def _moved(pairs: Sequence[Pair]) -> set[Pair]:
    """The lines whose moving explains the new order."""
    now = [old for old, _ in pairs]
    matcher = SequenceMatcher(None, sorted(now), now, autojunk=False)
    still = {now[block.b + step] for block in matcher.get_matching_blocks() for step in range(block.size)}
    return {pair for pair in pairs if pair[0] not in still}


def _said(claim: Claim) -> str:
    return clean(claim.text.replace(RIGHT, " "))


def _difference(
    kind: str, before: TailoredDocument, old: int | None, after: TailoredDocument, new: int | None
) -> LineDifference:
    was = before.claims[old] if old is not None else None
    now = after.claims[new] if new is not None else None
    document, claim = (after, now) if now is not None else (before, was)
    if claim is None:
        raise ValueError("a difference is about a line of one document at least")
    return LineDifference.model_validate(
        {
            "kind": kind, "line_id": claim.id, "section": claim.section, "before": _said(was) if was else None,
            "after": _said(now) if now else None, "under": _under(document, claim.parent_id),
            "place_before": None if old is None else old + 1, "place_after": None if new is None else new + 1,
            "fact_ids": claim.fact_ids,
        }
    )  # fmt: skip


def _under(document: TailoredDocument, parent_id: UUID | None) -> str | None:
    heads = {claim.fact_ids[0]: claim for claim in document.claims if claim.parent_id is None and claim.fact_ids}
    return _said(heads[parent_id]) if parent_id in heads else None
