"""Choosing and ordering a resume's own facts for one job: pure, deterministic, no model."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from tools.resumes.schemas import PositionDetail, ResumeFact
from tools.tailoring.coverage import with_coverage
from tools.tailoring.lines import Line, in_source_order, is_kept_always, lines_of, newest_first
from tools.tailoring.relevance import JobLike, Matrix, Relevance, Similarity, needs_of, no_similarity, relevance
from tools.tailoring.schemas import Claim, TailoredDocument

_LINES_PER_PAGE = 66
_LINE_CHARACTERS = 100
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


class Steering(BaseModel):
    """What the user asks of the choice; `drop` and `keep` are line ids, which stay the same for the same resume."""

    shorter: bool = False
    drop: list[str] = []
    keep: list[str] = []
    emphasise: list[str] = []
    max_bullets: int | None = None


def choose(
    facts: Sequence[ResumeFact],
    job: JobLike,
    *,
    language: str,
    pages: int = 1,
    steering: Steering | None = None,
    similarity: Similarity = no_similarity,
    today: date | None = None,
) -> TailoredDocument:
    """The resume's facts worth showing for this job, in reading order, on about `pages` pages.

    Contact, every position and every course stay; bullets and the rest compete for the room by what they add to the
    answers already given. The estimate of the room is generous: `rendering.fit` then cuts to exactly `pages`.
    `today` dates positions that are still held (default: the newest date in the resume).
    """
    facts, wishes = in_source_order(facts), steering or Steering()
    lines = _wanted(lines_of(facts, job, language), wishes)
    needs = needs_of(job)
    scored = relevance([line.text for line in lines], [line.skills for line in lines], needs, similarity)
    values = _values(lines, scored, wishes)
    picked = _pick(lines, scored, values, wishes, pages)
    chosen = _in_reading_order(lines, values, set(picked))
    claims = [line.claim() for line in chosen]
    document = TailoredDocument(
        name=next((line.text for line in lines if line.is_name), ""),
        job_title=job.title,
        company=job.company,
        language=language,
        pages_limit=pages,
        claims=claims,
        facts=cited(facts, claims),
        left_out=unused(facts, claims),
        drop_order=[lines[index].id for index in reversed(picked) if not _stays(lines[index], wishes)],
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


def _wanted(lines: list[Line], wishes: Steering) -> list[Line]:
    dropped = set(wishes.drop)
    gone = {line.fact_ids[0] for line in lines if line.id in dropped and not line.is_name}
    return [line for line in lines if line.is_name or not ({*line.fact_ids[:1], line.parent_id} & gone)]


def _stays(line: Line, wishes: Steering) -> bool:
    return is_kept_always(line) or line.id in wishes.keep


def _values(lines: list[Line], scored: Relevance, wishes: Steering) -> Matrix:
    values = scored.base()
    for index, line in enumerate(lines):
        values[index] += 0.02 * any(char.isdigit() for char in line.text)
        values[index] += 0.5 * any(word.casefold() in line.text.casefold() for word in wishes.emphasise if word.strip())
    return values


def _pick(lines: list[Line], scored: Relevance, values: Matrix, wishes: Steering, pages: int) -> list[int]:
    """Indices of the lines to show, the surest first: greedy by what each adds to the answers given so far."""
    picked = [index for index, line in enumerate(lines) if _stays(line, wishes)]
    picked += [index for index in _parents_of(lines, picked) if index not in picked]
    race = _Race(lines, scored, values, wishes, picked, pages)
    room = pages * _LINES_PER_PAGE * (0.7 if wishes.shorter else 1.0) - sum(_cost(lines[index]) for index in picked)
    while (best := race.best()) is not None:
        added = [*(index for index in _parents_of(lines, [best]) if index not in picked), best]
        room -= sum(_cost(lines[index]) for index in added)
        if room < 0:
            break
        picked += added
        race.take(added)
    return picked


class _Race:
    """The lines still to be picked and what each would add; `best` gives the next index or None."""

    def __init__(
        self, lines: list[Line], scored: Relevance, values: Matrix, wishes: Steering, picked: list[int], pages: int
    ) -> None:
        self._lines, self._scored, self._values = lines, scored, values
        self._most = _MOST_BULLETS * pages if wishes.max_bullets is None else wishes.max_bullets
        self._ranks = _position_ranks(lines)
        self._under: dict[UUID | str, int] = {}
        self._answered = scored.scores[picked].max(axis=0, initial=0.0)
        taken = set(picked)
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


def _parents_of(lines: list[Line], indices: Sequence[int]) -> list[int]:
    wanted = {lines[index].parent_id for index in indices} - {None}
    return [index for index, line in enumerate(lines) if line.parent_id is None and line.fact_ids[0] in wanted]


def _cost(line: Line) -> float:
    rows = -(-len(line.text) // _LINE_CHARACTERS)
    return rows * (0.5 if line.section in {"contact", "links"} else 1.0) + (0.6 if line.is_head else 0.0)


def _in_reading_order(lines: list[Line], values: Matrix, picked: set[int]) -> list[Line]:
    """Sections in order; heads newest first, each with its own lines by relevance; sentences as in the source."""
    chosen = [lines[index] for index in sorted(picked)]
    worth = {lines[index].id: round(float(values[index]), 6) for index in picked}
    ordered: list[Line] = []
    for section in _section_order(chosen):
        here = [line for line in chosen if line.section == section and line.parent_id is None]
        for head in _sorted_section(section, here, worth):
            below = [line for line in chosen if line.parent_id is not None and line.parent_id == head.fact_ids[0]]
            ordered += [head, *sorted(below, key=lambda line: -worth[line.id])]
    return ordered


def _section_order(chosen: list[Line]) -> list[str]:
    has_worked = any(line.section == "experience" for line in chosen)
    middle = ["experience", "projects", "education"] if has_worked else ["education", "projects"]
    return ["contact", "links", "summary", "skills", *middle, "certificates", "languages", "other"]


def _sorted_section(section: str, heads: list[Line], worth: dict[str, float]) -> list[Line]:
    if section in {"experience", "education"}:
        return newest_first(heads)
    if section in {"projects", "certificates"}:
        return sorted(heads, key=lambda line: -worth[line.id])
    return heads
