"""Which of the person's own sentences a letter says: those that answer the job or a wish, spoken and proved. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

from tools.content.first_person import Place, speak
from tools.content.phrases import softened
from tools.content.proving import prove_claim
from tools.content.wishes import Wishes
from tools.resumes.schemas import BulletDetail, Detail, EducationDetail, PositionDetail, ProjectDetail, ResumeFact
from tools.tailoring.choice.lines import Line, lines_of, newest_first
from tools.tailoring.choice.relevance import (
    JobLike,
    Need,
    Relevance,
    Similarity,
    needs_of,
    relevance,
    spoken,
    tokens_of,
)
from tools.yaml_text import parse_yaml

_WISHED, _RECENT, _FIGURE, _CROWDED = 3.0, 0.25, 0.05, 0.12
_WORTH = 0.12


@dataclass(frozen=True)
class Said:
    """A line chosen for the letter: where it was done, and the requirements it answers."""

    line: Line
    place: Place
    covers: list[str]
    wished: bool = False


@dataclass
class Material:
    """What a letter is made of: the facts, the job, and what lines and needs come to.

    `speaks` is False where the letter is written in another language than the facts: then no line is put into words.
    """

    facts: Sequence[ResumeFact]
    job: JobLike
    language: str
    wishes: Wishes
    similarity: Similarity
    today: date | None = None
    speaks: bool = True
    by_id: Mapping[UUID, ResumeFact] = field(init=False)
    lines: list[Line] = field(init=False)
    needs: list[Need] = field(init=False)
    scored: Relevance = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {fact.id: fact for fact in self.facts}
        self.lines = lines_of(self.facts, self.job, self.language, first=self.wishes.emphasise)
        self.needs = needs_of(self.job)
        texts, skills = [line.text for line in self.lines], [line.skills for line in self.lines]
        self.scored = relevance(texts, skills, self.needs, self.similarity)

    def covers(self, index: int) -> list[str]:
        """The requirements that a line answers, in the posting's words."""
        return [need.text for column, need in enumerate(self.needs) if self.scored.covers[index, column]]

    def proves(self, sentence: str, fact_ids: Sequence[UUID]) -> bool:
        """Whether the facts hold the sentence."""
        facts = [self.by_id[fact_id] for fact_id in fact_ids]
        return prove_claim(sentence, facts, self.by_id, self.language, self.today).supported

    def parent(self, line: Line) -> Detail | None:
        """What a line stands under, if anything."""
        fact = self.by_id.get(line.parent_id) if line.parent_id else None
        return fact.detail if fact is not None else None

    def place(self, line: Line) -> Place:
        """The position or project that a line stands under."""
        match self.parent(line):
            case PositionDetail() as held:
                title = softened(held.title, each=self.language in {"en", "de"})
                return Place(title, held.employer, held.current)
            case ProjectDetail() as project:
                return Place(project.name, "", project.current, is_project=True)
            case _:
                return Place()


def choose_said(material: Material, most: int) -> list[Said]:
    """At most `most` lines, the best first: each adds an answer to a requirement or a wish; the newest fill up.

    Only lines that can be spoken and proved are chosen; of what two lines say alike, one.
    """
    open_lines = {
        index: line
        for index, line in enumerate(material.lines)
        if isinstance(line.detail, BulletDetail)
        and not isinstance(material.parent(line), EducationDetail)
        and not _is_avoided(line.text, material.wishes.avoid)
    }
    ranks, picked = _ranks(material.lines), list[int]()
    while open_lines and len(picked) < most:
        best = max(open_lines, key=lambda index: (_gain(material, index, picked, ranks), -index))
        line = open_lines.pop(best)
        if _gain(material, best, picked, ranks) < _WORTH and len(picked) >= 2:
            break
        if _can_be_said(material, line) and not _repeats(line, [material.lines[index] for index in picked]):
            picked.append(best)
    return [
        Said(material.lines[i], material.place(material.lines[i]), material.covers(i), _is_wished(material, i))
        for i in picked
    ]


def speaks_of(text: str, skills: frozenset[str], wish: str) -> bool:
    """Whether a line speaks of what a wish names: a tool by its name, a theme by the words that tell of it."""
    if wish.casefold() in {skill.casefold() for skill in skills} or spoken(wish, text):
        return True
    for said, told in _themes():
        if said.fullmatch(wish.strip()):
            return told.search(text) is not None
    tokens = tokens_of(wish)
    return bool(tokens) and tokens <= tokens_of(text)


def _is_avoided(text: str, avoid: Sequence[str]) -> bool:
    return any(speaks_of(text, frozenset(), wish) for wish in avoid)


def _is_wished(material: Material, index: int) -> bool:
    line = material.lines[index]
    return any(speaks_of(line.text, line.skills, wish) for wish in material.wishes.emphasise)


def _gain(material: Material, index: int, picked: Sequence[int], ranks: Mapping[UUID, int]) -> float:
    """What a line adds to those picked: answers that no other gives, a wish, a figure; the newest work counts more."""
    line, scored = material.lines[index], material.scored
    total = scored.weights.sum()
    answered = scored.scores[list(picked)].max(axis=0, initial=0.0)
    new = float((scored.scores[index] - answered).clip(min=0) @ scored.weights / total) if total else 0.0
    wished = sum(
        speaks_of(line.text, line.skills, wish)
        and not any(speaks_of(material.lines[i].text, material.lines[i].skills, wish) for i in picked)
        for wish in material.wishes.emphasise
    )
    rank = ranks.get(line.parent_id, 3) if line.parent_id else 3
    crowd = sum(material.lines[i].parent_id == line.parent_id for i in picked)
    figure = _FIGURE * any(char.isdigit() for char in line.text)
    return 2 * new + _WISHED * wished + _RECENT / (1 + rank) + figure - _CROWDED * max(0, crowd - 1)


def _ranks(lines: Sequence[Line]) -> dict[UUID, int]:
    held = [line for line in lines if isinstance(line.detail, PositionDetail)]
    return {line.fact_ids[0]: rank for rank, line in enumerate(newest_first(held))}


def _can_be_said(material: Material, line: Line) -> bool:
    sentence = speak(line.text, material.place(line), material.language) if material.speaks else None
    return sentence is not None and material.proves(sentence, line.fact_ids)


def _repeats(line: Line, others: Sequence[Line]) -> bool:
    tokens = tokens_of(line.text)
    return any(len(tokens & tokens_of(other.text)) > 0.7 * max(1, len(tokens)) for other in others)


@lru_cache(maxsize=1)
def _themes() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    text = (files("tools.content") / "data" / "themes.yaml").read_text(encoding="utf-8")
    return [
        (re.compile(said, re.IGNORECASE), re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE))
        for said, told in parse_yaml(text).values()
    ]
