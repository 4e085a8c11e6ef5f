"""What a person asks for over time ("shorter", "less management"), gathered, applied and put into words. Pure."""

from collections.abc import Sequence
from uuid import UUID

from store.errors import NotFoundError
from tools.resumes.schemas import ResumeFact
from tools.tailoring.choice.relevance import JobLike, speaks_of
from tools.tailoring.choice.selection import LINES_PER_PAGE
from tools.tailoring.revision.costs import rows_taken
from tools.tailoring.revision.editing import accept, put_back, quoted, said, take_out_all
from tools.tailoring.revision.editing_schemas import Edited, ExplainedDifference, Wish
from tools.tailoring.revision.finding import facts_of_section, find_left_out, find_line, section_of, subject_of
from tools.tailoring.revision.version_schemas import LineDifference
from tools.tailoring.schemas import Claim, Steering, TailoredDocument
from tools.tailoring.wording import clean

_STEP, _LEAST_ROOM, _MOST_PAGES = 0.8, 0.1, 3
_PAPERS = {"a4": "A4", "letter": "US letter"}


def take_and_put(document: TailoredDocument, wish: Wish, job: JobLike) -> Edited:
    """What the wish names to be taken out, put back or kept, done line by line; everything else stays as it is."""
    done: list[str] = []
    notes: list[str] = []
    for words in wish.drop:
        step = _drop(document, words)
        document, done, notes = step.document, [*done, step.done], [*notes, *step.notes]
    for words in wish.keep:
        step = _keep(document, words, job)
        document, done, notes = step.document, [*done, step.done], [*notes, *step.notes]
    return Edited(document=document, done=", ".join(done), notes=notes)


def needs_choosing(wish: Wish) -> bool:
    """Whether the wish concerns the choice as a whole and not single lines."""
    return bool(wish.shorter or wish.longer or wish.pages or wish.emphasise or wish.play_down)


def gathered(document: TailoredDocument, wish: Wish) -> tuple[Steering, list[str], list[str]]:
    """What has been asked for so far with this wish, what that changes in words, and what cannot be done about it.

    The latest word on a subject counts: what is emphasised now is played down no longer.
    """
    before = document.steering
    room, pages, notes = _room(document, wish)
    more = [subject_of(words) for words in wish.emphasise]
    less = [subject_of(words) for words in wish.play_down]
    after = before.model_copy(
        update={
            "room": room,
            "pages": pages,
            "emphasise": [*more, *_but(before.emphasise, [*more, *less])],
            "play_down": [*less, *_but(before.play_down, [*more, *less])],
            "template": wish.template or before.template,
            "paper": wish.paper or before.paper,
        }
    )
    return after, _done(wish, after, document), notes


def carried_over(before: TailoredDocument, after: TailoredDocument) -> TailoredDocument:
    """The new choice with the wording that lines had before, where they rest on the same facts."""
    same = {"analysis": before.analysis, "template": before.template, "paper": before.paper}
    return worded(after, before.claims).model_copy(update=same)


def worded(document: TailoredDocument, claims: Sequence[Claim]) -> TailoredDocument:
    """The document with the wording, and the acceptance, of those lines where its own rest on the same facts."""
    known = {tuple(claim.fact_ids): claim for claim in claims}
    kept = [_worded(claim, known.get(tuple(claim.fact_ids))) for claim in document.claims]
    return document.model_copy(update={"claims": kept})


def unheard(wish: Wish, document: TailoredDocument) -> list[str]:
    """What no fact of the resume speaks of, so that nothing can be put forward or played down for it."""
    facts = [*document.facts, *document.left_out]
    words = [subject_of(word) for word in [*wish.emphasise, *wish.play_down]]
    silent = [word for word in words if not any(_is_about(word, fact) for fact in facts)]
    return [f"Nothing in your resume speaks of {quoted(word)}, so that changed nothing." for word in silent]


def in_words(steering: Steering, document: TailoredDocument) -> list[str]:
    """What has been asked for so far, one phrase each."""
    words = [f"at most {steering.pages} page{'s' if steering.pages > 1 else ''}"] if steering.pages else []
    words += ["shorter than the pages allow"] if steering.room < 1 else []
    words += [f"more about {quoted(word)}" for word in steering.emphasise]
    words += [f"less about {quoted(word)}" for word in steering.play_down]
    words += [f"template {steering.template}"] if steering.template else []
    words += [f"paper {_PAPERS[steering.paper]}"] if steering.paper else []
    words += [f"sections in the order {', '.join(steering.section_order)}"] if steering.section_order else []
    replaced = {claim.replaces for claim in document.claims}
    gone = [fact for fact in document.left_out if document.numbering.get(fact.id) not in replaced]
    out = _texts(gone, steering.drop, document)
    words += [f"without {quoted(text)}" for text in out[:8]]
    words += [f"and without {len(out) - 8} more lines"] if len(out) > 8 else []
    accepted = sum(claim.accepted for claim in document.claims)
    words += [f"{accepted} line{'s' if accepted > 1 else ''} accepted as they read"] if accepted else []
    own = sum(claim.id in steering.own_words for claim in document.claims)
    return words + ([f"{own} line{'s' if own > 1 else ''} in your own words"] if own else [])


def explained(
    differences: Sequence[LineDifference], document: TailoredDocument, wish: Wish | None = None
) -> list[ExplainedDifference]:
    """Each difference with why it is one, from what was asked for now and so far."""
    asked = wish or Wish()
    return [ExplainedDifference(**item.model_dump(), reason=_reason(item, document, asked)) for item in differences]


def _is_about(word: str, fact: ResumeFact) -> bool:
    canonical = getattr(fact.detail, "canonical", None)
    return speaks_of(word, fact.text) or (canonical is not None and canonical.casefold() == word.casefold())


def _drop(document: TailoredDocument, words: str) -> Edited:
    section = section_of(words)
    if section is None:
        claim = find_line(document, words)
        single = _listed_fact(document, claim, words)
        if single is not None:
            return _without_fact(document, claim, single)
        return take_out_all(document, [claim], f"took out {quoted(said(claim))}")
    facts = {fact.id for fact in facts_of_section(document.facts, section)}
    claims = [claim for claim in document.claims if set(claim.fact_ids) & facts]
    if not claims:
        raise NotFoundError(f"Nothing of the section {section} is in this document.", code="NO_SUCH_SECTION")
    return take_out_all(document, claims, f"took out the section {section}")


def _keep(document: TailoredDocument, words: str, job: JobLike) -> Edited:
    section = section_of(words)
    if section is not None:
        facts = facts_of_section(document.left_out, section)
        if facts:
            return put_back(document, facts, job).model_copy(update={"done": f"put back the section {section}"})
    try:
        fact = find_left_out(document, words)
    except NotFoundError:
        return accept(document, find_line(document, words))
    return put_back(document, [fact], job)


def _listed_fact(document: TailoredDocument, claim: Claim, words: str) -> ResumeFact | None:
    """The one fact of a list (a skill among others) that is meant, where the words name it alone."""
    facts = [fact for fact in document.facts if fact.id in claim.fact_ids]
    wanted = subject_of(words).casefold()
    named = [
        fact for fact in facts if wanted in {clean(fact.text).casefold(), getattr(fact.detail, "name", "").casefold()}
    ]
    return named[0] if len(facts) > 1 and len(named) == 1 else None


def _without_fact(document: TailoredDocument, claim: Claim, fact: ResumeFact) -> Edited:
    """The list without one of its facts; the line is written anew from the others."""
    drop = list(dict.fromkeys([*document.steering.drop, str(fact.id)]))
    wishes = document.steering.model_copy(update={"drop": drop})
    rest = [fact_id for fact_id in claim.fact_ids if fact_id != fact.id]
    changed = document.model_copy(
        update={
            "claims": [
                item.model_copy(update={"fact_ids": rest, "text": _less(item.text, clean(fact.text))})
                if item.id == claim.id else item
                for item in document.claims
            ],
            "facts": [item for item in document.facts if item.id != fact.id],
            "left_out": sorted([*document.left_out, fact], key=lambda item: (item.position, item.span.start)),
            "steering": wishes,
        }
    )  # fmt: skip
    return Edited(document=changed, done=f"took {quoted(clean(fact.text))} out of {quoted(said(claim))}")


def _less(text: str, name: str) -> str:
    """A list "Group: one, two, three" without one of its names."""
    label, colon, names = text.rpartition(": ")
    left = [item for item in names.split(", ") if item.casefold() != name.casefold()]
    return f"{label}{colon}{', '.join(left)}"


def _room(document: TailoredDocument, wish: Wish) -> tuple[float, int | None, list[str]]:
    """The part of the pages that lines may take, the pages, and what cannot be done."""
    room, pages, notes = document.steering.room, wish.pages or document.steering.pages, []
    limit = pages or document.pages_limit
    taken = rows_taken(document, document.claims) / (limit * LINES_PER_PAGE)
    if wish.shorter:
        room = max(_LEAST_ROOM, min(room, taken * _STEP))
    elif wish.longer and room < 1:
        room = min(1.0, taken / _STEP) if taken / _STEP > room else 1.0
    elif wish.longer and not wish.pages:
        pages = min(_MOST_PAGES, limit + 1)
        notes = ["It has three pages already, which is the most."] if limit == _MOST_PAGES else []
    elif wish.pages and wish.pages > document.pages_limit:
        room = 1.0
    return room, pages, notes


def _done(wish: Wish, after: Steering, document: TailoredDocument) -> list[str]:
    words = ["made it shorter"] if wish.shorter else ["made it longer"] if wish.longer else []
    if after.pages and after.pages != document.pages_limit:
        words.append(f"allowed {after.pages} page{'s' if after.pages > 1 else ''}")
    words += [f"put {quoted(subject_of(word))} forward" for word in wish.emphasise]
    words += [f"played {quoted(subject_of(word))} down" for word in wish.play_down]
    words += [f"used the template {wish.template}"] if wish.template else []
    return words + ([f"set it on {_PAPERS[wish.paper]}"] if wish.paper else [])


def _but(words: Sequence[str], gone: Sequence[str]) -> list[str]:
    folded = {word.casefold() for word in gone}
    return [word for word in words if word.casefold() not in folded]


def _worded(claim: Claim, before: Claim | None) -> Claim:
    if before is None or (before.origin == "source" and not before.accepted):
        return claim
    kept = before.model_dump(include={"text", "origin", "refused", "accepted", "replaces"})
    return claim.model_copy(update={**kept, "problems": before.problems})


def _texts(facts: Sequence[ResumeFact], names: Sequence[str], document: TailoredDocument) -> list[str]:
    by_name: dict[str, str] = {}
    for fact in facts:
        by_name[str(fact.id)] = clean(fact.text)
        by_name[document.numbering.get(fact.id, "")] = clean(fact.text)
    return list(dict.fromkeys(by_name[name] for name in names if name in by_name))


def _reason(item: LineDifference, document: TailoredDocument, wish: Wish) -> str:
    text = item.after or item.before or ""
    more = next((word for word in map(subject_of, wish.emphasise) if speaks_of(word, text)), None)
    less = next((word for word in map(subject_of, wish.play_down) if speaks_of(word, text)), None)
    if item.kind == "reworded":
        claim = next((claim for claim in document.claims if claim.id == item.line_id), None)
        return _reworded_because(claim)
    if item.kind == "removed":
        return _removed_because(item.fact_ids, document, wish, less)
    if more is not None:
        return f"speaks of {quoted(more)}, which you want more of"
    if less is not None:
        return f"speaks of {quoted(less)}, which you want less of"
    if item.kind == "moved":
        put = any(item.line_id in order for order in document.steering.order)
        return "you put it there" if put else "others answer more of what you asked for"
    wanted = {item.line_id, *map(str, item.fact_ids)} & set(document.steering.keep)
    return "you asked for it" if wanted else "there is room for it now"


def _reworded_because(claim: Claim | None) -> str:
    if claim is not None and claim.origin == "source":
        return "your own words" if claim.accepted else "as your resume has it"
    return "your own words, which your resume holds" if claim is not None and claim.accepted else "worded anew"


def _removed_because(fact_ids: Sequence[UUID], document: TailoredDocument, wish: Wish, less: str | None) -> str:
    if set(map(str, fact_ids)) & set(document.steering.drop):
        return "you asked for it"
    if less is not None:
        return f"speaks of {quoted(less)}, which you want less of"
    if wish.shorter:
        return "it was to be shorter, and what stays answers more of the posting"
    pages = f"{document.pages_limit} page{'s' if document.pages_limit > 1 else ''}"
    return f"no room on {pages} beside what answers more of the posting or what you asked for"
