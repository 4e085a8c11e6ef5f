"""The difference of two scores, part by part. Pure."""

from tools.jobs.ranking.schemas import OrderedJob, Ordering, PartDifference
from tools.jobs.searching.schemas import RankedPosting, RankPart


def ordering(one: RankedPosting, other: RankedPosting, *, signals: int) -> Ordering:
    """Why the better of two stands above the other: what each part adds, the most telling first.

    The points of the parts add up to the difference of the scores, but for rounding.
    """
    higher, lower = (one, other) if one.score >= other.score else (other, one)
    above, below = {part.name: part for part in higher.parts}, {part.name: part for part in lower.parts}
    found = [_difference(name, above.get(name), below.get(name)) for name in dict.fromkeys([*above, *below])]
    return Ordering(
        higher=_job(higher),
        lower=_job(lower),
        difference=round(higher.score - lower.score, 2),
        parts=sorted(found, key=lambda part: -abs(part.points)),
        signals=signals,
    )


def _job(item: RankedPosting) -> OrderedJob:
    return OrderedJob(
        posting_id=item.posting_id, number=item.number, title=item.title, company=item.company, score=item.score
    )


def _difference(name: str, above: RankPart | None, below: RankPart | None) -> PartDifference:
    higher, lower = _points(above), _points(below)
    return PartDifference.model_validate(
        {
            "name": name,
            "higher_points": higher,
            "lower_points": lower,
            "points": round(higher - lower, 2),
            "reason": _reason(above, below),
            "higher_quote": above.quote if above else None,
            "lower_quote": below.quote if below else None,
        }
    )


def _points(part: RankPart | None) -> float:
    return 0.0 if part is None or part.score is None else round(part.weight * part.score, 2)


def _reason(above: RankPart | None, below: RankPart | None) -> str:
    """What is told of each; once where it is the same."""
    told = [(part.reason if part else "not judged") for part in (above, below)]
    if told[0] == told[1] and above and below and above.name == "words":
        return told[0] + _nearness(above.score or 0.0, below.score or 0.0)
    return told[0] if told[0] == told[1] else f"{told[0]}; of the other: {told[1]}"


def _nearness(higher: float, lower: float) -> str:
    """Why the same words do not give the same points: title and text are judged as wholes."""
    if round(higher) == round(lower):
        return ""
    return (
        f"; title and text as a whole are {'nearer to' if higher > lower else 'farther from'} what was asked for "
        f"({higher:.0f} of 100 against {lower:.0f})"
    )
