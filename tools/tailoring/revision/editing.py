"""Changing one tailored document: a line out, back, kept, moved or in other words. Pure; nothing is invented.

Every function answers a new document; its coverage still has to be judged anew, and it has to be rendered.
"""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from store.errors import ConflictError, NotFoundError, ValidationError
from tools.resumes.schemas import BulletDetail, ContactDetail, OtherDetail, ResumeFact, SummaryDetail
from tools.tailoring.choice.changes import Check, problems_with
from tools.tailoring.choice.coverage import without
from tools.tailoring.choice.lines import Line, line_ids, lines_of
from tools.tailoring.choice.relevance import JobLike
from tools.tailoring.revision.editing_schemas import Direction, Edited
from tools.tailoring.schemas import Claim, Steering, TailoredDocument
from tools.tailoring.wording import RIGHT, clean

HEADER = ("contact", "links")
_USUAL_ORDER = (
    "contact", "links", "summary", "skills", "experience", "projects", "education", "certificates", "languages",
    "other",
)  # fmt: skip
_SHOWN = 90

NewFactMaker = Callable[[str, ResumeFact], ResumeFact]
"""Makes a fact of the person's words in the place of another: its detail and parent, the person as its source."""


def said(claim: Claim) -> str:
    """A line's words on one line."""
    return clean(claim.text.replace(RIGHT, " "))


def quoted(text: str) -> str:
    """A text in quotation marks, cut where it is long."""
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + '…'}”"


def reject(document: TailoredDocument, claim: Claim, job: JobLike) -> Edited:
    """A reworded line goes back to the resume's own words; one in its own words is taken out."""
    return in_own_words(document, claim, job) if claim.origin == "reworded" else take_out(document, claim)


def in_own_words(document: TailoredDocument, claim: Claim, job: JobLike) -> Edited:
    """The line in the words of the resume, where it stays from now on."""
    source = _source_line(document, claim, job)
    plain = claim.model_copy(
        update={"text": source.text, "origin": "source", "refused": None, "problems": [], "accepted": False}
    )
    wishes = document.steering.model_copy(update={"own_words": _and(document.steering.own_words, [claim.id])})
    changed = document.model_copy(update={"claims": _replaced(document.claims, plain), "steering": wishes})
    return Edited(document=changed, done=f"put {quoted(said(plain))} back in your own words")


def take_out(document: TailoredDocument, claim: Claim) -> Edited:
    """The line is left out, with what stands under it, until it is asked for again. A name stays (ValidationError)."""
    return take_out_all(document, [claim], f"took out {quoted(said(claim))}")


def take_out_all(document: TailoredDocument, claims: Sequence[Claim], done: str) -> Edited:
    """The same for several lines."""
    facts = {fact.id: fact for fact in document.facts}
    for claim in claims:
        if any(is_name(facts[fact_id]) for fact_id in claim.fact_ids if fact_id in facts):
            raise ValidationError("The name stays: a resume without one is nobody's.", code="NAME_STAYS")
    heads = {claim.fact_ids[0] for claim in claims if claim.parent_id is None and claim.fact_ids}
    gone = [*claims, *(claim for claim in document.claims if claim.parent_id in heads and claim not in claims)]
    fact_ids = [str(fact_id) for claim in gone for fact_id in claim.fact_ids]
    names = {*fact_ids, *(claim.id for claim in gone)}
    wishes = document.steering.model_copy(
        update={
            "drop": _and(document.steering.drop, fact_ids),
            "keep": [name for name in document.steering.keep if name not in names],
        }
    )
    changed = document.model_copy(update={"steering": wishes})
    below = len(gone) - len(claims)
    notes = [f"{below} lines that stood under it went with it."] if below > 1 else []
    notes += ["The line that stood under it went with it."] if below == 1 else []
    return Edited(document=without(changed, {claim.id for claim in gone}), done=done, notes=notes)


def accept(document: TailoredDocument, claim: Claim) -> Edited:
    """The line stays as it reads, whatever is changed or has to go later."""
    kept = claim.model_copy(update={"accepted": True})
    changed = _kept(document, [claim.id])
    return Edited(
        document=changed.model_copy(update={"claims": _replaced(changed.claims, kept)}),
        done=f"accepted {quoted(said(claim))}",
    )


def put_back(document: TailoredDocument, facts: Sequence[ResumeFact], job: JobLike) -> Edited:
    """Left-out facts as lines again, each where the resume has it; they stay when room runs out."""
    wanted = {fact.id for fact in facts}
    pool = {fact.id: fact for fact in [*document.facts, *document.left_out]}
    cited = {fact_id for claim in document.claims for fact_id in claim.fact_ids}
    shown = cited | wanted | {pool[i].parent_id for i in wanted if pool[i].parent_id in pool}
    lines = lines_of(
        [pool[fact_id] for fact_id in shown if fact_id in pool], job, document.language,
        numbering=document.numbering, first=document.steering.emphasise,
    )  # fmt: skip
    claims, new_ids = list(document.claims), []
    for item in lines:
        if set(item.fact_ids) <= cited:
            continue
        claims, line_id = _with_line(claims, item, document)
        new_ids.append(line_id)
    names = {str(fact_id) for fact_id in wanted} | set(new_ids)
    wishes = document.steering.model_copy(
        update={"drop": [name for name in document.steering.drop if name not in names]}
    )
    used = {fact_id for claim in claims for fact_id in claim.fact_ids}
    needed = used | {claim.parent_id for claim in claims}
    whole = document.model_copy(
        update={
            "claims": claims, "steering": wishes, "facts": _in_order(f for f in pool.values() if f.id in needed),
            "left_out": _in_order(fact for fact in pool.values() if fact.id not in used),
        }
    )  # fmt: skip
    named = quoted("; ".join(clean(fact.text) for fact in facts[:2]) + (" …" if len(facts) > 2 else ""))
    return Edited(document=_kept(whole, [*new_ids, *(str(fact_id) for fact_id in wanted)]), done=f"put back {named}")


def move(document: TailoredDocument, claim: Claim, direction: Direction) -> Edited:
    """The line further up or down among its own (the bullets of a position, the entries of a section).

    Raises ConflictError `AT_THE_END` where there is nothing to pass.
    """
    siblings = [
        other for other in document.claims if (other.parent_id, other.section) == (claim.parent_id, claim.section)
    ]
    at = siblings.index(claim)
    to = {"up": at - 1, "down": at + 1, "top": 0, "bottom": len(siblings) - 1}[direction]
    if not 0 <= to < len(siblings) or to == at:
        where = "first" if direction in {"up", "top"} else "last"
        raise ConflictError(f"{quoted(said(claim))} is the {where} of its group already.", code="AT_THE_END")
    siblings.insert(to, siblings.pop(at))
    order = [item.id for item in siblings]
    others = [known for known in document.steering.order if not set(known) & set(order)]
    wishes = document.steering.model_copy(update={"order": [*others, order]})
    changed = document.model_copy(update={"claims": _reordered(document.claims, siblings), "steering": wishes})
    where = {"up": "up", "down": "down", "top": "to the top", "bottom": "to the bottom"}[direction]
    return Edited(document=changed, done=f"moved {quoted(said(claim))} {where}")


def order_sections(document: TailoredDocument, sections: Sequence[str]) -> Edited:
    """One section on top, or several in this order in the places they have among the others; the header stays on top.

    Raises ValidationError `NO_SUCH_SECTION` for one that the document does not have.
    """
    here = list(dict.fromkeys(claim.section for claim in document.claims if claim.section not in HEADER))
    missing = [name for name in sections if name not in here]
    if missing:
        raise ValidationError(
            f"This document has no section {', '.join(missing)}; it has {', '.join(here)}.", code="NO_SUCH_SECTION"
        )
    wanted = iter(sections)
    order = [next(wanted) if name in sections else name for name in here]
    if len(sections) == 1:
        order = [sections[0], *(name for name in here if name not in sections)]
    ranks = {name: rank for rank, name in enumerate([*HEADER, *order])}
    wishes = document.steering.model_copy(update={"section_order": order})
    claims = sorted(document.claims, key=lambda claim: ranks[claim.section])
    changed = document.model_copy(update={"claims": claims, "steering": wishes})
    return Edited(document=changed, done=f"put the sections in the order {', '.join(order)}")


def reword(document: TailoredDocument, claim: Claim, text: str, check: Check, new_fact: NewFactMaker) -> Edited:
    """The line in the person's own words: still proved by its facts where these hold it, else a fact of its own.

    Raises ValidationError `LINE_NOT_EDITABLE` for lines that state who, where and when: facts are corrected for that.
    """
    facts = {fact.id: fact for fact in document.facts}
    cited = [facts[fact_id] for fact_id in claim.fact_ids if fact_id in facts]
    words = clean(text)
    if len(cited) != 1 or not isinstance(cited[0].detail, BulletDetail | SummaryDetail | OtherDetail):
        raise ValidationError(
            f"{quoted(said(claim))} states who, where or when, joined from facts of the resume. Correct the fact in "
            "the resume instead, then tailor again.",
            code="LINE_NOT_EDITABLE",
        )
    problems = problems_with(claim, words, facts, check)
    if not problems:
        own = claim.model_copy(
            update={"text": words, "origin": "reworded" if words != clean(cited[0].text) else "source",
                    "refused": None, "problems": [], "accepted": True}
        )  # fmt: skip
        changed = _kept(document, [claim.id])
        changed = changed.model_copy(update={"claims": _replaced(changed.claims, own)})
        return Edited(
            document=changed, done=f"put {quoted(words)} in your own words",
            notes=["Your resume says this already, so it still rests on it."],
        )  # fmt: skip
    return _with_new_fact(document, claim, cited[0], new_fact(words, cited[0]), [item.message for item in problems])


def is_name(fact: ResumeFact) -> bool:
    """Whether the fact is the person's name."""
    return isinstance(fact.detail, ContactDetail) and fact.detail.field == "name"


def prove_again(document: TailoredDocument, check: Check, job: JobLike) -> TailoredDocument:
    """The document with every reworded line held against its facts once more; what they do not hold falls back."""
    facts = {fact.id: fact for fact in document.facts}
    claims = []
    for claim in document.claims:
        problems = problems_with(claim, claim.text, facts, check) if claim.origin == "reworded" else []
        if problems:
            source = _source_line(document, claim, job)
            claim = claim.model_copy(
                update={"text": source.text, "origin": "fallback", "refused": claim.text, "problems": problems}
            )
        claims.append(claim)
    return document.model_copy(update={"claims": claims})


def _with_new_fact(
    document: TailoredDocument, claim: Claim, old: ResumeFact, fact: ResumeFact, problems: Sequence[str]
) -> Edited:
    ids = line_ids([fact], document.numbering)
    own = Claim(
        id=ids[fact.id], section=claim.section, text=fact.text, fact_ids=[fact.id], parent_id=claim.parent_id,
        accepted=True, replaces=claim.id,
    )  # fmt: skip
    wishes = document.steering.model_copy(
        update={
            "drop": _and(document.steering.drop, [str(old.id)]),
            "keep": [name for name in document.steering.keep if name not in {claim.id, str(old.id)}],
        }
    )
    changed = document.model_copy(
        update={
            "claims": [own if item.id == claim.id else item for item in document.claims],
            "facts": _in_order([*(item for item in document.facts if item.id != old.id), fact]),
            "left_out": _in_order([*document.left_out, old]), "numbering": ids, "steering": wishes,
            "drop_order": [name for name in document.drop_order if name != claim.id],
        }
    )  # fmt: skip
    return Edited(
        document=_kept(changed, [own.id]), done=f"put {quoted(fact.text)} in your own words", new_fact=fact,
        notes=[
            "Your resume does not say this, so it is a fact of its own now, with you as its source "
            f"({'; '.join(problems[:3])})."
        ],
    )  # fmt: skip


def _source_line(document: TailoredDocument, claim: Claim, job: JobLike) -> Line:
    """The line that the claim's facts make in the resume's own words."""
    cited = set(claim.fact_ids) | {claim.parent_id}
    lines = lines_of(
        [fact for fact in document.facts if fact.id in cited], job, document.language, numbering=document.numbering,
        first=document.steering.emphasise,
    )  # fmt: skip
    found = next((item for item in lines if set(item.fact_ids) == set(claim.fact_ids)), None)
    if found is None:
        raise NotFoundError(f"The facts behind line {claim.id} are gone.", code="FACTS_GONE")
    return found


def _with_line(claims: list[Claim], item: Line, document: TailoredDocument) -> tuple[list[Claim], str]:
    """The claims with one more line: merged into the line that shows some of its facts, else in its place."""
    shown = next((claim for claim in claims if set(claim.fact_ids) & set(item.fact_ids)), None)
    if shown is not None:
        merged = shown.model_copy(update={"text": item.text, "fact_ids": list(item.fact_ids)})
        return _replaced(claims, merged), shown.id
    return _inserted(claims, item.claim(), document), item.id


def _inserted(claims: list[Claim], new: Claim, document: TailoredDocument) -> list[Claim]:
    """The claim before the sibling it precedes in the resume, else behind its siblings, else where its section goes."""
    order = {fact.id: index for index, fact in enumerate(_in_order([*document.facts, *document.left_out]))}
    siblings = [claim for claim in claims if (claim.parent_id, claim.section) == (new.parent_id, new.section)]
    later = next((claim for claim in siblings if _rank(claim, order) > _rank(new, order)), None)
    if later is not None:
        at = claims.index(later)
    elif siblings:
        at = _end_of(claims, siblings[-1])
    elif new.parent_id is not None:
        at = next(i for i, claim in enumerate(claims) if claim.fact_ids[:1] == [new.parent_id]) + 1
    else:
        rank = _USUAL_ORDER.index(new.section)
        at = max((i + 1 for i, claim in enumerate(claims) if _USUAL_ORDER.index(claim.section) < rank), default=0)
    return [*claims[:at], new, *claims[at:]]


def _rank(claim: Claim, order: dict[UUID, int]) -> int:
    return min((order.get(fact_id, 0) for fact_id in claim.fact_ids), default=0)


def _end_of(claims: Sequence[Claim], head: Claim) -> int:
    """Where what stands under a line ends."""
    family = [i for i, claim in enumerate(claims) if claim is head or claim.parent_id in head.fact_ids[:1]]
    return max(family) + 1


def _reordered(claims: Sequence[Claim], siblings: Sequence[Claim]) -> list[Claim]:
    """The claims with these siblings in this order, each with what stands under it."""

    def family(head: Claim) -> list[Claim]:
        return [head, *(claim for claim in claims if claim.parent_id is not None and claim.parent_id in head.fact_ids)]

    families = [family(head) for head in siblings]
    moving = {claim.id for members in families for claim in members}
    at = next(i for i, claim in enumerate(claims) if claim.id in moving)
    others = [claim for claim in claims if claim.id not in moving]
    return [*others[:at], *(claim for members in families for claim in members), *others[at:]]


def _kept(document: TailoredDocument, names: Sequence[str]) -> TailoredDocument:
    """The document in which these lines stay when room runs out."""
    wishes: Steering = document.steering.model_copy(update={"keep": _and(document.steering.keep, names)})
    order = [name for name in document.drop_order if name not in names]
    return document.model_copy(update={"steering": wishes, "drop_order": order})


def _replaced(claims: Iterable[Claim], new: Claim) -> list[Claim]:
    return [new if claim.id == new.id else claim for claim in claims]


def _and(names: Sequence[str], more: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*names, *more]))


def _in_order(facts: Iterable[ResumeFact]) -> list[ResumeFact]:
    return sorted(facts, key=lambda fact: (fact.position, fact.span.start, fact.span.end, str(fact.id)))
