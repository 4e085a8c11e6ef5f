"""Which fact of one reading is which fact of another: by its words, then by what names it, then by likeness. Pure."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from uuid import UUID

from rapidfuzz import fuzz

from tools.resumes.schemas import ResumeFact

ALIKE = 72.0
OTHER_PLACE = 12.0
ONE_OF_A_KIND = {"name", "headline", "location"}


def words_of(text: str) -> str:
    """The words of a fact without regard to case, spacing and the full stop at its end."""
    return " ".join(text.casefold().split()).rstrip(".")


def fingerprints(facts: Sequence[ResumeFact]) -> dict[UUID, str]:
    """What finds each fact again in another reading of the file: its kind, its ordinal among equals, its words."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for fact in facts:
        key = (fact.detail.kind, words_of(fact.text))
        found[fact.id] = f"{key[0]}:{seen[key]}:{key[1]}"
        seen[key] += 1
    return found


def pair(before: Sequence[ResumeFact], after: Sequence[ResumeFact]) -> dict[UUID, UUID]:
    """The ids of `after` by those of `before`, for facts that are the same one; each is paired at most once."""
    by_print = {mark: fact_id for fact_id, mark in fingerprints(after).items()}
    pairs = {fact_id: by_print[mark] for fact_id, mark in fingerprints(before).items() if mark in by_print}
    for depth in range(3):
        _pair_by_name(_left(before, pairs), _left_over(after, pairs), pairs, depth)
    _pair_by_likeness(_left(before, pairs), _left_over(after, pairs), pairs)
    return pairs


def _left(before: Sequence[ResumeFact], pairs: dict[UUID, UUID]) -> list[ResumeFact]:
    return [fact for fact in before if fact.id not in pairs]


def _left_over(after: Sequence[ResumeFact], pairs: dict[UUID, UUID]) -> list[ResumeFact]:
    taken = set(pairs.values())
    return [fact for fact in after if fact.id not in taken]


def _names(fact: ResumeFact) -> tuple[Hashable, ...]:
    """What names a fact, the most telling first; the same three depths for every kind."""
    detail = fact.detail
    match detail.kind:
        case "position":
            employer, title = words_of(detail.employer), words_of(detail.title)
            return ((employer, title, detail.start), (employer, detail.start), (employer, title))
        case "education":
            school, degree = words_of(detail.institution), words_of(detail.degree or "")
            return ((school, degree, detail.start), (school, degree), (school, detail.end))
        case "contact":
            return ((detail.field, words_of(detail.value)), *([detail.field] if detail.field in ONE_OF_A_KIND else []))
        case "skill":
            return ((detail.canonical or words_of(detail.name)),)
        case "link":
            return (detail.url.casefold().rstrip("/"),)
        case "language" | "project" | "certificate" | "award" | "publication":
            return (words_of(detail.name),)
        case _:
            return ()


def _pair_by_name(
    before: list[ResumeFact], after: list[ResumeFact], pairs: dict[UUID, UUID], depth: int
) -> None:  # fmt: skip
    waiting: dict[Hashable, list[UUID]] = defaultdict(list)
    for fact in after:
        if depth < len(names := _names(fact)):
            waiting[fact.detail.kind, names[depth]].append(fact.id)
    for fact in before:
        names = _names(fact)
        if depth < len(names) and (found := waiting[fact.detail.kind, names[depth]]):
            pairs[fact.id] = found.pop(0)


def _pair_by_likeness(before: list[ResumeFact], after: list[ResumeFact], pairs: dict[UUID, UUID]) -> None:
    for _, old, new in sorted(_likenesses(before, after, pairs), key=lambda found: -found[0]):
        if old not in pairs and new not in pairs.values():
            pairs[old] = new


def _likenesses(
    before: list[ResumeFact], after: list[ResumeFact], pairs: dict[UUID, UUID]
) -> Iterator[tuple[float, UUID, UUID]]:
    for old in before:
        for new in after:
            if old.detail.kind != new.detail.kind or old.detail.kind in {"skill", "language", "contact", "link"}:
                continue
            likeness = fuzz.token_sort_ratio(words_of(old.text), words_of(new.text))
            if old.parent_id and pairs.get(old.parent_id) != new.parent_id:
                likeness -= OTHER_PLACE  # the same words at another employer are rather another line
            if likeness >= ALIKE:
                yield likeness, old.id, new.id


def carry_ids(before: Sequence[ResumeFact], after: Sequence[ResumeFact]) -> list[ResumeFact]:
    """The facts of `after`, those that were there before under the ids they had."""
    ids = {new: old for old, new in pair(before, after).items()}
    return [
        fact.model_copy(
            update={
                "id": ids.get(fact.id, fact.id),
                "parent_id": ids.get(fact.parent_id, fact.parent_id) if fact.parent_id else None,
            }
        )
        for fact in after
    ]
