"""An opening's place in a ranking: parts from 0 to 100, each with its weight, its reason and exact words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np

from store.retrieval import Term
from tools.jobs.matching.words import fold
from tools.jobs.ranking.schemas import PartName
from tools.jobs.ranking.signs import warnings_of
from tools.jobs.schemas import Match, Salary, ScorePart
from tools.jobs.searching.schemas import RankedPosting, RankPart

DEFAULTS: Mapping[PartName, float] = {
    "words": 0.34, "skills": 0.25, "title": 0.16, "text": 0.07, "place": 0.05, "pay": 0.05, "freshness": 0.08,
}  # fmt: skip
MEANINGS: Mapping[PartName, str] = {
    "words": "the words asked for", "skills": "what the posting requires and the resume shows",
    "title": "the line of work and level", "text": "the wording of resume and posting as a whole",
    "place": "the place and remote work", "pay": "the pay", "freshness": "how new the posting is",
}  # fmt: skip
_OF_MATCH: Mapping[str, PartName] = {
    "required_skills": "skills", "title_seniority": "title", "text_similarity": "text",
    "location_remote": "place", "salary": "pay",
}  # fmt: skip
_OF_RESUME = frozenset({"skills", "title", "text"})
# Fused score -> points: 0.15 other trades, 0.35 a neighbouring one, 0.6 the words asked for, 1.0 the very title.
_WORDS_SCALE = ((0.0, 0), (0.15, 5), (0.35, 45), (0.6, 85), (0.85, 96), (1.0, 100))
_AGE_SCALE = ((0.0, 100), (3.0, 100), (7.0, 90), (30.0, 60), (60.0, 25), (120.0, 5), (400.0, 0))
_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """What ranking reads of a posting, beside what the store knows of it: `row` holds its columns."""

    row: Mapping[str, Any]
    answer: float | None = None
    match: Match | None = None

    @property
    def id(self) -> UUID:
        """The posting's id."""
        found: UUID = self.row["id"]
        return found


def rank(
    openings: Sequence[Opening], terms: Sequence[Term], *, weights: Mapping[PartName, float] | None, has_resume: bool,
    now: datetime, words: str | None = None,
) -> list[RankedPosting]:  # fmt: skip
    """The openings as a ranking, the best first; equal scores by the newer, then by id. `words` are those asked for.

    Parts that cannot be judged carry no weight, and those of the others are scaled to add up to 1, so that the points
    of all parts add up to the score.
    """
    ranked = [
        _ranked(
            opening, parts_of(opening, terms, weights or DEFAULTS, has_resume=has_resume, now=now, words=words), now
        )
        for opening in openings
    ]
    return sorted(ranked, key=lambda item: (-item.score, -_seen(item), str(item.posting_id)))


def _seen(item: RankedPosting) -> float:
    moment = item.posted_at or item.first_seen
    return moment.timestamp() if moment else 0.0


def parts_of(
    opening: Opening, terms: Sequence[Term], weights: Mapping[PartName, float], *, has_resume: bool, now: datetime,
    words: str | None = None,
) -> list[RankPart]:  # fmt: skip
    """Every part of one opening's score, weights adding up to 1 over those that could be judged."""
    found = [_words_part(opening, terms, words)] if opening.answer is not None else []
    found += _match_parts(opening.match, has_resume=has_resume) if opening.match else []
    found.append(_freshness(opening.row, now))
    total = sum(weights[name] for name, part in found if part.score is not None)
    return [
        part.model_copy(update={"weight": round(weights[name] / total, 4) if part.score is not None and total else 0.0})
        for name, part in found
    ]


def score_of(parts: Sequence[RankPart]) -> float:
    """The whole, 0 to 100: what the parts' points add up to."""
    return round(min(100.0, sum(part.weight * part.score for part in parts if part.score is not None)), 2)


def _ranked(opening: Opening, parts: list[RankPart], now: datetime) -> RankedPosting:
    row = opening.row
    return RankedPosting(
        posting_id=row["id"], job_id=row.get("job_id"), number=row.get("number"), title=row["title"],
        company=row["company"], location=row["location"], remote=row["remote"],
        salary=Salary.model_validate(row["salary"]) if row["salary"] else None,
        skills=list(dict.fromkeys(mention["name"] for mention in row["skills"])), source=row["source"], url=row["url"],
        apply_url=row["apply_url"], posted_at=row["posted_at"], first_seen=row["first_seen"], status=row.get("status"),
        score=score_of(parts), parts=parts, warnings=warnings_of(row, now),
    )  # fmt: skip


def _words_part(opening: Opening, terms: Sequence[Term], words: str | None) -> tuple[PartName, RankPart]:
    xs, ys = zip(*_WORDS_SCALE, strict=True)
    score = float(np.interp(opening.answer or 0.0, xs, ys))
    reason, quote = _words_reason(opening.row, terms, words or "")
    return "words", RankPart(name="words", score=round(score, 1), weight=0, reason=reason, quote=quote)


def _words_reason(row: Mapping[str, Any], terms: Sequence[Term], words: str) -> tuple[str, str | None]:
    title, lines = str(row["title"]), str(row["text"]).splitlines()
    where: dict[str, list[str]] = {"title": [], "text": [], "no": []}
    quote: str | None = None
    for term in terms:
        found = _said_by(term, title)
        line = None if found else next((line for line in lines if _said_by(term, line)), None)
        holder = "title" if found else "text" if line else "no"
        where[holder].append(found or (line and _said_by(term, line)) or said(term, words))
        quote = quote or (line.strip()[:_LONGEST_QUOTE] if line else None)
    told = [f"the title says {_listed(where['title'])}"] if where["title"] else []
    told += [f"the text says {_listed(where['text'])}"] if where["text"] else []
    told += [f"nothing says {_listed(where['no'])}"] if where["no"] else []
    reason = "; ".join(told) if told else "no words to look up; by its meaning"
    return reason[:1].upper() + reason[1:], title if where["title"] else quote


def said(term: Term, words: str) -> str:
    """A term as the person said it in their words; where it is not in them, by its first spelling."""
    if found := _said_by(term, words):
        return found
    return next(iter([*term.phrases, *term.words, *term.stems]), "")


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words))


def _said_by(term: Term, text: str) -> str | None:
    """The first words of a line that hold the term, as the line writes them; None when it does not."""
    folded = fold(text)
    if len(folded) != len(text):
        folded = text.lower()
    for pattern in _patterns(term):
        if match := pattern.search(folded):
            return text[match.start() : match.end()]
    return None


@lru_cache(maxsize=1_024)
def _patterns(term: Term) -> list[re.Pattern[str]]:
    begin, end = r"(?<![^\W_])", r"(?![^\W_])"
    found = [re.compile(rf"{begin}{re.escape(stem)}\w*") for stem in term.stems]
    whole = [fold(word) for word in (*term.words, *term.phrases)]
    return found + [re.compile(rf"{begin}{re.escape(word)}{end}") for word in whole if word]


def _match_parts(match: Match, *, has_resume: bool) -> list[tuple[PartName, RankPart]]:
    """The parts of a match with the resume; without a resume only what its owner wishes for."""
    named = [(_OF_MATCH[part.name], part) for part in match.parts]
    return [(name, _of_match(name, part)) for name, part in named if has_resume or name not in _OF_RESUME]


def _of_match(name: PartName, part: ScorePart) -> RankPart:
    reasons = [reason.text for reason in part.reasons[:3]]
    quote = next((reason.posting_quote for reason in part.reasons if reason.posting_quote), None)
    reason = "; ".join(dict.fromkeys(reasons)) or "cannot be judged"
    return RankPart(name=name, score=part.score, weight=0, reason=reason, quote=quote)


def _freshness(row: Mapping[str, Any], now: datetime) -> tuple[PartName, RankPart]:
    posted, seen = row["posted_at"], row["first_seen"]
    moment = posted or seen
    if moment is None:
        return "freshness", RankPart(
            name="freshness", score=None, weight=0, reason="It is not known when it was posted"
        )
    days = max(0.0, (now - moment).total_seconds() / 86_400)
    xs, ys = zip(*_AGE_SCALE, strict=True)
    when = f"Posted {_ago(days)}" if posted else f"First seen {_ago(days)}; the posting gives no date"
    return "freshness", RankPart(
        name="freshness", score=round(float(np.interp(days, xs, ys)), 1), weight=0, reason=when
    )


def _ago(days: float) -> str:
    whole = int(days)
    return "today" if whole == 0 else "yesterday" if whole == 1 else f"{whole} days ago"
