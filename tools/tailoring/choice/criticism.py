"""The critic of a finished draft: pure, and with no wish of its own; what it can mend it says as facts to keep."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from tools.jobs.matching.words import words
from tools.resumes.schemas import ContactDetail, ResumeFact
from tools.tailoring.reasoning import Remark
from tools.tailoring.schemas import Claim, TailoredDocument

MOST_HINTS = 3
_ALIKE = 3
_NEWEST = 3
_LETTERS = 4
_MENDED_BY_KEEPING = frozenset({"unanswered", "left_out_better", "bare_position"})


def criticise(document: TailoredDocument) -> list[Remark]:
    """What a critical reader would say of the draft, the gravest first.

    Left out although it alone answers a must; a line that answers nothing beside a left-out one that does; a recent
    position without a line; several lines that begin alike; an opening that is not about the job.
    """
    return [
        *_unanswered(document), *_bare_positions(document), *_better_left_out(document),
        *_off_topic(document), *_repeated(document),
    ]  # fmt: skip


def facts_to_keep(remarks: Sequence[Remark]) -> list[str]:
    """The ids of left-out facts that would mend what was remarked, the gravest first, few enough to find room."""
    wanted = [str(item.fact_id) for item in remarks if item.kind in _MENDED_BY_KEEPING and item.fact_id]
    return list(dict.fromkeys(wanted))[:MOST_HINTS]


def since_mended(before: Sequence[Remark], now: Sequence[Remark]) -> list[Remark]:
    """The remarks as they stand after the choice was made again: what no longer holds is marked as mended."""
    left = {(item.kind, item.fact_id, item.requirement) for item in now}
    gone = [
        item.model_copy(update={"mended": True})
        for item in before
        if item.kind in _MENDED_BY_KEEPING and (item.kind, item.fact_id, item.requirement) not in left
    ]
    return [*now, *gone]


def _unanswered(document: TailoredDocument) -> Iterator[Remark]:
    texts = {fact.id: fact.text for fact in document.left_out}
    for item in document.left_out_answers:
        fact_id = next((fact_id for fact_id in item.fact_ids if fact_id in texts), None)
        if item.by_wish or item.importance == "nice" or fact_id is None:
            continue
        yield Remark(
            kind="unanswered", fact_id=fact_id, requirement=item.text,
            message=f"No line answers “{item.text}”, but “{texts[fact_id]}” does and was left out.",
        )  # fmt: skip


def _bare_positions(document: TailoredDocument) -> Iterator[Remark]:
    """Recent positions that are shown without a line, though the resume says something about them."""
    below = {claim.parent_id for claim in document.claims if claim.parent_id is not None}
    dropped = set(document.steering.drop)
    heads = [claim for claim in document.claims if claim.section == "experience" and claim.parent_id is None]
    worth = _answers_of(document)
    for head in heads[:_NEWEST]:
        under = [
            fact for fact in document.left_out
            if fact.parent_id in head.fact_ids and not dropped & {str(fact.id), document.numbering.get(fact.id, "")}
        ]  # fmt: skip
        if under and not below & set(head.fact_ids):
            best = max(under, key=lambda fact: len(worth[fact.id]))
            message = f"“{_short(head.text)}” stands without a line, though the resume says what was done there."
            yield Remark(kind="bare_position", line_id=head.id, fact_id=best.id, message=message)


def _better_left_out(document: TailoredDocument) -> Iterator[Remark]:
    """Lines that answer nothing, where a fact of the same position that answers something was left out."""
    worth = _answers_of(document)
    dropped = set(document.steering.drop)
    for parent, lines in _by_parent(document.claims).items():
        idle = [claim for claim in lines if not claim.covers and claim.id in document.drop_order]
        better = [
            fact for fact in document.left_out
            if fact.parent_id == parent and worth[fact.id]
            and not dropped & {str(fact.id), document.numbering.get(fact.id, "")}
        ]  # fmt: skip
        for claim, fact in zip(idle, better, strict=False):
            yield Remark(
                kind="left_out_better", line_id=claim.id, fact_id=fact.id, requirement=worth[fact.id][0],
                message=f"“{_short(claim.text)}” answers nothing of the posting, while “{_short(fact.text)}”, which "
                f"answers “{worth[fact.id][0]}”, was left out.",
            )  # fmt: skip


def _answers_of(document: TailoredDocument) -> defaultdict[UUID, list[str]]:
    """What each fact answers, shown or not."""
    answers: defaultdict[UUID, list[str]] = defaultdict(list)
    for item in document.coverage:
        for answer in item.answers:
            for fact_id in answer.fact_ids:
                answers[fact_id].append(item.requirement)
    return answers


def _by_parent(claims: Sequence[Claim]) -> dict[UUID, list[Claim]]:
    lines: dict[UUID, list[Claim]] = {}
    for claim in claims:
        if claim.parent_id is not None:
            lines.setdefault(claim.parent_id, []).append(claim)
    return lines


def _off_topic(document: TailoredDocument) -> Iterator[Remark]:
    """The first words somebody reads, when neither they nor the headline speak of the job."""
    first = next((claim for claim in document.claims if claim.section == "summary"), None) or next(
        (claim for claim in document.claims if claim.section == "experience" and claim.parent_id is not None), None
    )
    title = set(words(document.job_title))
    if first is None or first.covers or title & set(words(first.text)) or title & set(words(_headline(document.facts))):
        return
    message = f"The first line, “{_short(first.text)}”, answers nothing that the posting asks for."
    yield Remark(kind="opening_off_topic", line_id=first.id, message=message)


def _headline(facts: Sequence[ResumeFact]) -> str:
    lines = (fact.text for fact in facts if isinstance(fact.detail, ContactDetail) and fact.detail.field == "headline")
    return next(lines, "")


def _repeated(document: TailoredDocument) -> Iterator[Remark]:
    """Words with which several lines begin; the words are the resume's own, so this is only said."""
    begin: dict[str, list[Claim]] = {}
    for claim in document.claims:
        first = claim.text.split()[0].strip(".,:;").casefold() if claim.parent_id and claim.text.split() else ""
        if len(first) >= _LETTERS:
            begin.setdefault(first, []).append(claim)
    for lines in begin.values():
        if len(lines) >= _ALIKE:
            said = f"{len(lines)} lines begin with “{lines[0].text.split()[0]}”."
            yield Remark(kind="repeated_opening", line_id=lines[1].id, message=said)


def _short(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
