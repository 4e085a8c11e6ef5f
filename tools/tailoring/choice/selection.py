"""Choosing and ordering a resume's own facts for one job: pure, deterministic, no model."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from tools.resumes.schemas import ContactDetail, PositionDetail, ResumeFact
from tools.tailoring.choice.coverage import with_coverage
from tools.tailoring.choice.lines import Line, in_source_order, is_kept_always, line_ids, lines_of, newest_first
from tools.tailoring.choice.picking import Board, Parts, parts_of
from tools.tailoring.choice.relevance import (
    JobLike,
    Matrix,
    Relevance,
    Similarity,
    needs_of,
    no_similarity,
    relevance,
    speaks_of,
)
from tools.tailoring.schemas import Claim, Steering, TailoredDocument

LINES_PER_PAGE = 66
"""Rows of a page, estimated generously."""
_MOST_BULLETS = 12
_SUMMARY_SENTENCES = 4
_SECTION_BONUS = {
    "summary": 0.12,
    "certificates": 0.1,
    "projects": 0.06,
    "education": 0.02,
    "skills": 0.3,
    "other": -0.1,
}


def choose(
    facts: Sequence[ResumeFact],
    job: JobLike,
    *,
    language: str,
    pages: int = 1,
    steering: Steering | None = None,
    similarity: Similarity = no_similarity,
    today: date | None = None,
    numbering: Mapping[UUID, str] | None = None,
) -> TailoredDocument:
    """The resume's facts worth showing for this job, in reading order, on about `pages` pages.

    Contact, every position and every course stay; bullets and the rest compete for the room: first those that
    together answer most of what is asked for, then those worth most beside them. The order is the source's, but for
    what answers more. The estimate of the room is generous: `rendering.fit` then cuts to exactly `pages`.
    `today` dates positions that are still held (default: the newest date in the resume); `numbering` are line ids
    that facts have already.
    """
    wishes = steering or Steering()
    ids = line_ids(facts, numbering)
    pages = wishes.pages or pages
    wanted = _wanted(in_source_order(facts), job, language, wishes, ids)
    lines = lines_of(wanted, job, language, numbering=ids, first=wishes.emphasise)
    needs = needs_of(job)
    scored = relevance([line.text for line in lines], [line.skills for line in lines], needs, similarity)
    values = _values(lines, scored, wishes)
    picked = _pick(lines, scored, parts_of(lines, needs, scored), values, wishes, pages)
    claims = [line.claim() for line in _in_reading_order(lines, scored, wishes, set(picked))]
    facts = in_source_order(facts)
    document = TailoredDocument(
        name=next((line.text for line in lines if line.is_name), ""),
        job_title=job.title,
        company=job.company,
        language=language,
        pages_limit=pages,
        template=wishes.template or "classic",
        paper=wishes.paper or "a4",
        claims=claims,
        facts=cited(facts, claims),
        left_out=unused(facts, claims),
        drop_order=[lines[index].id for index in reversed(picked) if not _stays(lines[index], wishes)],
        steering=wishes,
        numbering=ids,
    )
    return with_coverage(document, needs, similarity=similarity, today=today)


def cited(facts: Sequence[ResumeFact], claims: Sequence[Claim]) -> list[ResumeFact]:
    """The facts that claims cite and the parents they stand under, in the order given."""
    used = {fact_id for claim in claims for fact_id in claim.fact_ids} | {claim.parent_id for claim in claims}
    return [fact for fact in facts if fact.id in used]


def unused(facts: Sequence[ResumeFact], claims: Sequence[Claim]) -> list[ResumeFact]:
    """The facts that no claim cites, in the order given."""
    used = {fact_id for claim in claims for fact_id in claim.fact_ids}
    return [fact for fact in facts if fact.id not in used]


def _wanted(
    facts: list[ResumeFact], job: JobLike, language: str, wishes: Steering, ids: Mapping[UUID, str]
) -> list[ResumeFact]:
    """The facts less those that the person took out, with what stands under them; a name is never taken out."""
    dropped = set(wishes.drop)
    if not dropped:
        return facts
    by_line = [line for line in lines_of(facts, job, language, numbering=ids) if line.id in dropped]
    gone = {fact_id for line in by_line for fact_id in line.fact_ids}
    gone |= {fact.id for fact in facts if str(fact.id) in dropped}
    gone -= {fact.id for fact in facts if isinstance(fact.detail, ContactDetail) and fact.detail.field == "name"}
    return [fact for fact in facts if fact.id not in gone and fact.parent_id not in gone]


def _stays(line: Line, wishes: Steering) -> bool:
    return is_kept_always(line) or _is_kept(line, wishes)


def _is_kept(line: Line, wishes: Steering) -> bool:
    return line.id in wishes.keep or any(str(fact_id) in wishes.keep for fact_id in line.fact_ids)


def _speaks_of(line: Line, words: Sequence[str]) -> bool:
    """Whether the line says one of the words, by their names as skills or by words of their family."""
    known = {skill.casefold() for skill in line.skills}
    return any(word.casefold() in known or speaks_of(word, line.text) for word in words if word.strip())


def _values(lines: list[Line], scored: Relevance, wishes: Steering) -> Matrix:
    values = scored.base()
    for index, line in enumerate(lines):
        values[index] += 0.02 * any(char.isdigit() for char in line.text)
        values[index] += 0.5 * _speaks_of(line, wishes.emphasise) - 0.5 * _speaks_of(line, wishes.play_down)
    return values


def _unwanted(lines: list[Line], scored: Relevance, wishes: Steering) -> set[int]:
    """What is to step back and answers nothing: it is left out even where there is room."""
    answering = {index for index in range(len(lines)) if scored.covers[index].any()}
    return {i for i, line in enumerate(lines) if i not in answering and _speaks_of(line, wishes.play_down)}


def _pick(
    lines: list[Line], scored: Relevance, parts: Parts, values: Matrix, wishes: Steering, pages: int
) -> list[int]:
    """Indices of the lines to show, the surest first: what stays, what answers, then what is worth most."""
    most = _MOST_BULLETS * pages if wishes.max_bullets is None else wishes.max_bullets
    fixed = [index for index, line in enumerate(lines) if _stays(line, wishes)]
    board = Board(lines, parts, fixed, pages * LINES_PER_PAGE * wishes.room, most)
    picked = board.with_heads([*board.fixed, *board.answering(values)])
    race = _Race(lines, scored, values, most, picked, _unwanted(lines, scored, wishes))
    while (best := race.best()) is not None:
        added = [index for index in board.with_heads([best]) if index not in picked]
        if board.rows_with([*picked, *added]) <= board.room:
            picked += added
            race.take(added)
        else:
            race.leave(best)
    return picked


class _Race:
    """The lines still to be picked and what each would add; `best` gives the next index or None."""

    def __init__(
        self, lines: list[Line], scored: Relevance, values: Matrix, most: int, picked: list[int], unwanted: set[int]
    ) -> None:
        self._lines, self._scored, self._values, self._most = lines, scored, values, most
        self._ranks = _position_ranks(lines)
        self._under: dict[UUID | str, int] = {}
        self._answered = scored.scores[picked].max(axis=0, initial=0.0)
        taken = {*picked, *unwanted}
        self._left = [index for index, line in enumerate(lines) if index not in taken and not line.is_reference]
        self._count(picked)

    def best(self) -> int | None:
        open_lines = [index for index in self._left if self._has_room(self._lines[index])]
        return max(open_lines, key=lambda index: (self._gain(index), -index), default=None)

    def take(self, added: list[int]) -> None:
        self._left = [index for index in self._left if index not in added]
        for index in added:
            self._answered = self._answered.clip(min=self._scored.scores[index])
        self._count(added)

    def leave(self, index: int) -> None:
        self._left.remove(index)

    def _count(self, added: list[int]) -> None:
        for index in added:
            key = _crowd(self._lines[index])
            self._under[key] = self._under.get(key, 0) + 1

    def _has_room(self, line: Line) -> bool:
        if line.section == "summary":
            return self._under.get("summary", 0) < _SUMMARY_SENTENCES
        return line.parent_id is None or self._under.get(line.parent_id, 0) < self._most

    def _gain(self, index: int) -> float:
        line, weights = self._lines[index], self._scored.weights
        total = weights.sum()
        new = (self._scored.scores[index] - self._answered).clip(min=0) @ weights / total if total else 0.0
        crowd = self._under.get(_crowd(line), 0)
        rank = self._ranks.get(line.parent_id) if line.parent_id else None
        recent = 0.0 if rank is None else 0.25 / (1 + rank) + (0.3 if crowd == 0 and rank < 3 else 0.0)
        bonus = recent if rank is not None else line.bonus + _SECTION_BONUS.get(line.section, 0.0)
        return float(2 * new + self._values[index] + bonus - 0.05 * crowd)


def _crowd(line: Line) -> UUID | str:
    return line.parent_id or line.section


def _position_ranks(lines: list[Line]) -> dict[UUID | None, int]:
    positions = [line for line in lines if isinstance(line.detail, PositionDetail)]
    return {line.fact_ids[0]: rank for rank, line in enumerate(newest_first(positions))}


def _in_reading_order(lines: list[Line], scored: Relevance, wishes: Steering, picked: set[int]) -> list[Line]:
    """Sections in order; heads newest first, the lines under each as in the source, but for what answers more."""
    chosen = [lines[index] for index in sorted(picked)]
    tiers = {lines[index].id: _tier(lines[index], index, scored, wishes) for index in picked}
    ordered: list[Line] = []
    for section in _section_order(chosen, wishes):
        here = [line for line in chosen if line.section == section and line.parent_id is None]
        below = {head.fact_ids[0]: [line for line in chosen if line.parent_id == head.fact_ids[0]] for head in here}
        for head in _as_put(_sorted_section(section, here, below, tiers), wishes):
            under = sorted(below[head.fact_ids[0]], key=lambda line: -tiers[line.id])
            ordered += [head, *_as_put(under, wishes)]
    return ordered


def _tier(line: Line, index: int, scored: Relevance, wishes: Steering) -> float:
    """How far up a line belongs among its own: by the weightiest requirement that it answers, and by the wishes."""
    answered = float((scored.covers[index] * scored.weights).max(initial=0.0)) if scored.weights.size else 0.0
    return answered + 10 * _speaks_of(line, wishes.emphasise) - 10 * _speaks_of(line, wishes.play_down)


def _as_put(lines: Sequence[Line], wishes: Steering) -> list[Line]:
    """The lines in the order in which the person has put them; those that were not there then stay after the one
    they follow."""
    for order in wishes.order:
        ranks = {line_id: rank for rank, line_id in enumerate(order)}
        if not any(line.id in ranks for line in lines):
            continue
        keys, last = [], -1
        for line in lines:
            last = ranks.get(line.id, last)
            keys.append(last)
        lines = [lines[index] for index in sorted(range(len(lines)), key=keys.__getitem__)]
    return list(lines)


def _section_order(chosen: list[Line], wishes: Steering) -> list[str]:
    has_worked = any(line.section == "experience" for line in chosen)
    middle = ["experience", "projects", "education"] if has_worked else ["education", "projects"]
    usual = ["summary", "skills", *middle, "certificates", "languages", "other"]
    return ["contact", "links", *dict.fromkeys([*wishes.section_order, *usual])]


def _sorted_section(
    section: str, heads: list[Line], below: Mapping[UUID, Sequence[Line]], tiers: Mapping[str, float]
) -> list[Line]:
    if section in {"experience", "education"}:
        return newest_first(heads)
    if section in {"projects", "certificates"}:
        best = {head.id: max(tiers[line.id] for line in [head, *below[head.fact_ids[0]]]) for head in heads}
        return sorted(heads, key=lambda line: -best[line.id])
    return heads
