"""What became of applications, worded in Markdown: the answer first, tables for what is compared."""

from collections.abc import Iterator, Sequence

from tools.insights.figures import FEWEST
from tools.insights.schemas import Interval
from tools.insights.schemas_applications import (
    Analytics,
    FirstAnswer,
    FunnelStage,
    Influence,
    PayCompared,
    Rate,
    RateTable,
    ReplyChance,
    SearchWeek,
    SkillsGapOverTime,
    StageTime,
)
from tools.jobs.presenting import cell

ROWS_SHOWN, WEEKS_SHOWN = 6, 6
_BY = {
    "source": "Source", "role": "Line of work", "resume_version": "Resume", "resume_kind": "Kind of resume",
    "channel": "Sent by", "weekday": "Sent on a",
}  # fmt: skip
_NONE = (
    "You have sent no application yet, so there is nothing to count. Say “I applied to job 2” once one is out, "
    "or import the ones you keep elsewhere."
)


def present_analytics(found: Analytics) -> str:
    """Answers first, then the funnel, what they depend on, how long things take, and the last weeks."""
    if not found.sent:
        kept = f" {found.total} are in preparation." if found.total else ""
        return _NONE + kept
    return "\n\n".join(part for part in _parts(found) if part)


def _parts(found: Analytics) -> Iterator[str]:
    yield _answers(found)
    yield _funnel(found.funnel)
    for table in found.response:
        yield _rates(table)
    yield _first_answer(found.first_answer)
    yield _times(found.time_in_stage)
    yield _weeks(found.trend)
    yield from map(_pay, found.pay)
    yield _skills(found.skills_gap)
    yield found.reply_chance.message


def _answers(found: Analytics) -> str:
    waiting = f" {found.waiting} are waiting for an answer." if found.waiting else ""
    rate, invited = found.response_rate, found.interview_rate
    if not rate.enough:
        told = f"{rate.hits} of {rate.cases} applications were answered; under {FEWEST} that makes no rate."
    else:
        told = f"Answered: {share(rate)}."
    return told + waiting + (f" Invited to an interview: {share(invited)}." if invited.hits else "")


def share(rate: Interval) -> str:
    """A rate with its counts and interval; the counts alone where they make no rate."""
    counted = f"{rate.hits} of {rate.cases}"
    if rate.value is None or rate.low is None or rate.high is None:
        return counted
    return f"**{rate.value:.0%}** ({counted}; with so few it may be anything from {rate.low:.0%} to {rate.high:.0%})"


def _funnel(stages: Sequence[FunnelStage]) -> str:
    lines = ["| Stage | Got so far | Of those before | There now |", "|---|---|---|---|"]
    for stage in stages:
        if stage.ever or stage.now:
            lines.append(f"| {stage.status} | {stage.ever} | {_percent(stage.conversion)} | {stage.now} |")
    return "\n".join(lines)


def _percent(rate: Interval | None) -> str:
    if rate is None:
        return "–"
    if rate.value is None or rate.low is None or rate.high is None:
        return f"{rate.hits} of {rate.cases}"
    return f"{rate.value:.0%} ({rate.low:.0%} to {rate.high:.0%})"


def _rates(table: RateTable) -> str:
    if not any(row.enough for row in table.rows):
        return ""
    rows = table.rows if table.by == "weekday" else table.rows[:ROWS_SHOWN]
    lines = [f"| {_BY[table.by]} | Answered | Rate (95 %) | Waiting |", "|---|---|---|---|", *map(_row, rows)]
    if table.stands_out is not None:
        told = f"**{cell(table.stands_out)}** is answered more often than the rest, by more than chance."
    else:
        told = "The intervals overlap: none of these is proved better than the rest."
    return "\n".join(lines) + f"\n\n{told}"


def _row(row: Rate) -> str:
    rate = _percent(row) if row.enough else f"under {FEWEST}: no rate"
    return f"| {cell(row.name)} | {row.hits} of {row.cases} | {rate} | {row.waiting} |"


def _first_answer(first: FirstAnswer) -> str:
    if not first.enough or first.median_days is None:
        return (
            f"First answers with a known day: {first.answered}; under {FEWEST} they make no time."
            if first.answered
            else ""
        )
    late = "".join(
        f", {one.share:.0%} within {one.days} days" for one in first.answered_within if one.days in {7, 14, 30}
    )
    return (
        f"Those who answer take **{first.median_days:.0f} days** in the middle, half of them between "
        f"{first.lower_quartile_days:.0f} and {first.upper_quartile_days:.0f}. Of all you sent, answered{late[1:]} "
        f"({first.waiting} still waiting count as far as they go)."
    )


def _times(stages: Sequence[StageTime]) -> str:
    told = [
        f"{stage.status} {stage.median_days:.1f} days" if stage.median_days is not None
        else f"{stage.status}: more than half are still there"
        for stage in stages if stage.enough
    ]  # fmt: skip
    return f"Half of them left a stage within: {', '.join(told)}. Open ones count as at least so long." if told else ""


def _weeks(weeks: Sequence[SearchWeek]) -> str:
    lines = ["| Week | Sent | Answers | Interviews | Offers |", "|---|---|---|---|---|"]
    for week in weeks[-WEEKS_SHOWN:]:
        lines.append(f"| {week.week} | {week.sent} | {week.answered} | {week.interviews} | {week.offers} |")
    return "\n".join(lines)


def _pay(pay: PayCompared) -> str:
    wish = f" Your wish is {pay.wish:,.0f}; {pay.below_wish} of them lie below it." if pay.wish is not None else ""
    offers = "".join(f" Offer {cell(offer.title)}: **{offer.base:,.0f}**." for offer in pay.offers)
    if pay.median is None:
        return f"Pay stated in {pay.currency}: {pay.stated} postings.{wish}{offers}"
    return (
        f"Pay a year of what you applied to: **{pay.median:,.0f} {pay.currency}** in the middle, half between "
        f"{pay.lower_quartile:,.0f} and {pay.upper_quartile:,.0f} ({pay.stated} postings).{wish}{offers}"
    )


def _skills(gap: SkillsGapOverTime) -> str:
    if not gap.lines or not gap.has_resume:
        return ""
    named = ", ".join(f"{cell(line.skill.name)} ({line.skill.openings})" for line in gap.lines[:5])
    return f"Asked for by what you applied to and not on your resume: {named}."


def present_chance(found: ReplyChance) -> str:
    """The chance with its interval, what it rests on, and what raises or lowers it."""
    at = f" at {cell(found.company)}" if found.company else ""
    name = f"{cell(found.title)}{at} (job {found.number})"
    if found.chance is None or found.low is None or found.high is None:
        return f"{name}: {found.message}"
    what = {
        "waiting": f"that an answer still comes after {found.waiting_days or 0:.0f} days of silence",
        "not_applied": "of an answer if you applied today",
    }[found.state]
    lines = [
        f"{name}: the chance {what} is about **{found.chance:.0%}** (from {found.low:.0%} to {found.high:.0%}).",
        _reasons("Raises it", found.raised), _reasons("Lowers it", found.lowered), found.message,
    ]  # fmt: skip
    return "\n\n".join(line for line in lines if line)


def _reasons(head: str, reasons: Sequence[Influence]) -> str:
    told = "; ".join(f"{cell(reason.why)} ({reason.points:+.0f} points)" for reason in reasons)
    return f"{head}: {told}." if told else ""
