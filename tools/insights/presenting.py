"""Figures worded in Markdown, the answer first, for people and for the model."""

from collections.abc import Sequence

from tools.insights.figures import FEWEST
from tools.insights.schemas import (
    Market,
    MarketSkill,
    PayQuartiles,
    RoleDemand,
    SkillDemand,
    SkillsGap,
    WeekCount,
)
from tools.insights.schemas_applications import SearchProgress
from tools.jobs.presenting import cell

SKILLS_SHOWN, MISSING_SHOWN, ROLES_SHOWN, NAMES_SHOWN, WEEKS_SHOWN = 12, 8, 5, 5, 6
_TRENDS = {"up": "more asked for lately", "down": "less asked for lately", "steady": "steady"}
_NO_JOBS = "Your list is empty: nothing to count yet. Add a job by link or text, or search the boards."


def present_market(market: Market) -> str:
    """How much there is and where it goes, then skills, pay, places and employers."""
    what = _what(market)
    if market.advice is not None:
        return f"I see no opening {what}. {market.advice.message}"
    lines = [f"**{market.openings:,} openings** {what} can be seen here now. {_movement(market.new_by_week)}"]
    lines += [_pay_line(market)]
    lines += [_remote_line(market)] if market.remote.share is not None else []
    if market.skills:
        lines.append(_skill_table(market.skills, market.skills_rest_on, market.openings))
    if market.roles and not market.words:
        lines.append("Most wanted: " + "; ".join(map(_role, market.roles[:ROLES_SHOWN])) + ".")
    for name, counts in (("Employers with most openings", market.employers), ("Countries", market.countries)):
        if counts:
            shown = ", ".join(f"{cell(one.name)} ({one.count})" for one in counts[:NAMES_SHOWN])
            lines.append(f"{name}: {shown}.")
    lines.append("Counted: openings that are not closed and were seen in the last 60 days.")
    return "\n\n".join(lines)


def _what(market: Market) -> str:
    words = f"for “{cell(market.words)}”" if market.words else "of any kind"
    place = market.location or market.country
    return words + (f" in {cell(place)}" if place else "")


def _movement(weeks: Sequence[WeekCount]) -> str:
    """The last whole week against the one before."""
    if len(weeks) < 3:
        return ""
    before, last = weeks[-3].count, weeks[-2].count
    if not before and not last:
        return "None of them was published in the last two whole weeks."
    moved = "as many as" if last == before else "up from" if last > before else "down from"
    told = f"{last} were published last week, {moved} {before} the week before"
    return f"{told}, and {weeks[-1].count} this week so far."


def _pay_line(market: Market) -> str:
    told = [_quartiles(pay) for pay in market.pay if pay.median is not None]
    if not told:
        return f"Pay: fewer than {FEWEST} of them state it in one currency, so there is no figure."
    return f"Pay a year: {'; '.join(told)}. {market.pay_unstated:,} state none."


def _quartiles(pay: PayQuartiles) -> str:
    return (
        f"**{pay.median:,.0f} {pay.currency}** in the middle, half between {pay.lower_quartile:,.0f} and "
        f"{pay.upper_quartile:,.0f} ({pay.openings:,} openings)"
    )


def _remote_line(market: Market) -> str:
    remote = market.remote
    said = remote.remote + remote.hybrid + remote.onsite
    return (
        f"Remote: {remote.share:.0%} of the {said:,} that say where the work is done "
        f"({remote.hybrid:,} hybrid, {remote.onsite:,} on site; {remote.unstated:,} do not say)."
    )


def _role(role: RoleDemand) -> str:
    return f"{cell(role.role)} ({role.openings:,})"


def _skill_table(skills: Sequence[SkillDemand], rest_on: int, openings: int) -> str:
    drawn = f", counted in a sample of {rest_on:,}" if rest_on < openings else ""
    lines = [f"Skills asked for{drawn}:\n", "| Skill | Openings | Trend |", "|---|---|---|"]
    for skill in skills[:SKILLS_SHOWN]:
        trend = _TRENDS[skill.trend] if skill.trend else "–"
        lines.append(f"| {cell(skill.name)} | {skill.share:.0%} | {trend} |")
    return "\n".join(lines)


def present_gap(gap: SkillsGap) -> str:
    """How much of what is asked for the resume shows, what is missing, and who asks for it."""
    if gap.advice is not None:
        return gap.advice.message
    roles = " / ".join(cell(role) for role in gap.roles)
    if not gap.skills:
        return f"The {gap.openings} openings near {roles} name no skill that I know."
    shown = [skill for skill in gap.skills if skill.shown]
    head = (
        f"Your resume shows **{len(shown)} of the {len(gap.skills)}** skills most asked for in your line of work "
        f"({gap.coverage:.0f} %; {gap.openings} openings near {roles})."
    )
    if not gap.missing:
        return f"{head} None of them is missing."
    lines = [head, "Most asked for and not on your resume:"]
    lines += [_missing(skill) for skill in gap.missing[:MISSING_SHOWN]]
    lines.append("Shown already: " + ", ".join(map(_shown, shown)) + "." if shown else "None of the others is shown.")
    lines.append("If you have one of the missing ones, say so on your resume: I only count what it says.")
    return "\n\n".join(lines)


def _missing(skill: MarketSkill) -> str:
    lines = [f"- **{cell(skill.name)}**: {skill.openings} openings ({skill.share:.0%})"]
    for example in skill.examples:
        at = f" at {cell(example.company)}" if example.company else ""
        lines.append(f"  - {cell(example.title)}{at}: “{cell(example.excerpt)}”")
    return "\n".join(lines)


def _shown(skill: MarketSkill) -> str:
    return cell(skill.name) + (f" (by {cell(skill.shown_by)})" if skill.shown_by else "")


def present_progress(progress: SearchProgress) -> str:
    """The list in counts: jobs by status and week, and what went out."""
    stats, sent = progress.stats, progress.sent
    if not stats.total:
        return _NO_JOBS
    counted = ", ".join(f"{count} {status}" for status, count in stats.by_status.items() if count)
    weeks = stats.by_week[-WEEKS_SHOWN:]
    return "\n\n".join(
        [
            f"You follow **{stats.total} jobs**: {counted}.",
            f"Applications sent: **{sent.total}**, {sent.this_week} of them this week, {sent.four_weeks} in the last "
            "four weeks.",
            "Added by week: " + ", ".join(f"{week.week} {week.count}" for week in weeks) + ".",
        ]
    )
