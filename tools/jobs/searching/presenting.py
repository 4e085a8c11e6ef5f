"""Searches and rankings worded in Markdown, for people and for the model."""

from collections.abc import Iterator
from textwrap import shorten

from tools.jobs.openings import JobChecked
from tools.jobs.presenting import cell, named, pay, score
from tools.jobs.ranking.schemas import Ordering, RankingState, RatedJob
from tools.jobs.searching.filters import currency_meant, unknown_place
from tools.jobs.searching.schemas import LeftOut, RankedPosting, SearchResult, Wanted

EXPLAINED = 5
LONGEST_TITLE = 120
FILTERS = {
    "country": "the place", "location": "the place", "remote": "remote work", "pay": "the pay", "sponsorship":
    "visa sponsorship", "companies": "the employer", "blocked_companies": "employers you blocked", "posted": "the date",
    "seniority": "the level", "skills": "the skills",
}  # fmt: skip


def wanted_in_words(wanted: Wanted) -> str:
    """remote “Python” jobs in Germany from 80,000 EUR."""
    parts: list[str] = [*([" or ".join(wanted.ways)] if wanted.ways else []), *wanted.seniority]
    parts += [f"“{cell(wanted.words)}”"] if wanted.words else []
    parts += [*wanted.skills, "jobs"]
    if wanted.location or wanted.country:
        parts.append(f"in {cell(wanted.location or wanted.country)}")
    if wanted.salary_min:
        parts.append(f"from {wanted.salary_min:,.0f} {currency_meant(wanted) or ''} a year".replace("  ", " "))
    if wanted.companies:
        parts.append(f"at {', '.join(cell(name) for name in wanted.companies)}")
    if wanted.posted_within_days:
        parts.append(f"of the last {wanted.posted_within_days} days")
    if wanted.include_unstated:
        parts.append("(including those that state nothing about it)")
    return " ".join(parts)


def present_search(result: SearchResult) -> str:
    """The best openings with why, what was left out, and the sources that did not answer."""
    if result.status in {"queued", "running"}:
        return f"Searching for {wanted_in_words(result.wanted)} …"
    if result.status != "completed":
        return f"The search did not finish: {result.error or result.status}"
    lines = [_headline(result)]
    lines += [ranking_table(result.jobs)] if result.jobs else []
    lines += [_explained(place, item) for place, item in enumerate(result.jobs[:EXPLAINED], start=1)]
    lines += left_out_in_words(result.left_out, result.wanted)
    lines += _failures(result)
    return "\n\n".join(lines)


def _headline(result: SearchResult) -> str:
    asked, answered = len(result.sources), sum(source.found > 0 or not source.error for source in result.sources)
    looked = (
        f"{answered} of {asked} sources answered with {result.found} postings, {result.openings} openings, "
        f"{result.new} of them never seen before."
    )
    what = wanted_in_words(result.wanted)
    if place := unknown_place(result.wanted):
        looked += f" I know no place called {cell(place)}: only postings that write it meet the filter."
    if not result.jobs:
        return f"I found nothing that fits {what}. {looked}"
    return f"The best {len(result.jobs)} for {what}, now on your list. {looked}"


def ranking_table(jobs: list[RankedPosting]) -> str:
    """Ranked openings as a table; # is the number on the person's list."""
    rows = []
    for job in jobs:
        place = " / ".join(part for part in (job.location, job.remote) if part)
        title = shorten(cell(job.title), LONGEST_TITLE, placeholder=" …") + _marks(job)
        cells = [str(job.number or "–"), title, job.company, place, pay(job.salary), score(job.score)]
        rows.append("| " + " | ".join(cell(text) for text in cells) + " |")
    return "| # | Job | Company | Place | Pay | Score |\n|---|---|---|---|---|---|\n" + "\n".join(rows)


def _marks(job: RankedPosting) -> str:
    return (" (new)" if job.is_new else "") + (" (thumbs down)" if job.rating == "down" else "")


def _explained(place: int, item: RankedPosting) -> str:
    name = f"**{place}. {cell(item.title)}**" + (f" at {cell(item.company)}" if item.company else "")
    judged = [part for part in item.parts if part.score is not None and part.weight > 0]
    lines = [
        f"- {part.name} {score(part.score)}: {cell(part.reason)}" + (f" (“{cell(part.quote)}”)" if part.quote else "")
        for part in judged
    ]
    lines += [f"- ⚠ {cell(warning)}" for warning in item.warnings]
    lines += [f"- {item.url}"] if item.url else []
    return "\n".join([name, *lines])


def left_out_in_words(left_out: list[LeftOut], wanted: Wanted) -> list[str]:
    """What the filters kept out, and how to see those that state nothing; standing wishes are told as such."""
    lines = []
    for item in left_out:
        told = [f"{item.otherwise} state otherwise"] if item.otherwise else []
        told += [f"{item.unstated} state nothing about it"] if item.unstated else []
        told += [f"{item.other_currency} state pay in another currency"] if item.other_currency else []
        if told:
            lines.append(f"- {FILTERS.get(item.filter, item.filter)}{_standing(item, wanted)}: {', '.join(told)}")
    if not lines:
        return []
    return ["\n\n".join(["Left out for\n" + "\n".join(lines), *_hints(left_out, wanted)])]


def _hints(left_out: list[LeftOut], wanted: Wanted) -> Iterator[str]:
    """What to say to see what was left out."""
    if any(item.unstated for item in left_out):
        yield "Say “include those that state nothing” to see them too."
    standing = [item.filter for item in left_out if _standing(item, wanted)]
    if standing:
        yield f"Say “forget the {standing[0]} wish” to let that wish go; “what are my wishes?” shows them all."
    elif any(item.filter == "blocked_companies" for item in left_out) and not wanted.blocked_companies:
        yield "Say “which companies have I blocked?” to see them, and “unblock” with a name to let one in again."
    if any(item.other_currency for item in left_out):
        yield "Pay is never converted."


def _standing(item: LeftOut, wanted: Wanted) -> str:
    """Whether the filter is none of this search's own, but a wish that holds for every search."""
    own = {"pay": wanted.salary_min is not None, "sponsorship": wanted.sponsorship}
    return "" if own.get(item.filter, True) else " you wish for in every search"


def _failures(result: SearchResult) -> list[str]:
    failed = [source for source in result.sources if source.error]
    if not failed:
        return []
    lines = [f"- {cell(source.source)}: {cell(source.error)}" for source in failed]
    return ["Not (freshly) answered:\n" + "\n".join(lines)]


def present_order(ordering: Ordering) -> str:
    """Why one stands above the other, part by part, in points."""
    higher, lower = ordering.higher, ordering.lower
    names = [named(item.number or 0, item.title, item.company) for item in (higher, lower)]
    lines = [
        f"{names[0]} ({score(higher.score)}) stands above {names[1]} ({score(lower.score)}) by "
        f"{ordering.difference:.1f} points:\n"
    ]
    for part in sorted(ordering.parts, key=lambda item: -abs(item.points)):
        quotes = [f"“{cell(quote)}”" for quote in (part.higher_quote, part.lower_quote) if quote]
        told = f" ({' – '.join(quotes)})" if quotes else ""
        lines.append(f"- {part.name} {part.points:+.1f}: {cell(part.reason)}{told}")
    if ordering.signals:
        lines.append(f"\nThe weights rest on {ordering.signals} of your own decisions.")
    return "\n".join(lines)


def present_rated(rated: RatedJob) -> str:
    """What was taken in, and how the ranking changed."""
    wish = "more" if rated.verdict == "up" else "less"
    return f"{named(rated.number, rated.title, rated.company)}: {wish} like this.\n\n{present_ranking(rated.ranking)}"


def present_ranking(state: RankingState) -> str:
    """The weights as a table, beside what everybody starts with."""
    rows = [
        f"| {part.name} | {part.weight:.0%} | {part.default:.0%} | {cell(part.meaning)} |" for part in state.weights
    ]
    moved = any(round(part.weight, 2) != round(part.default, 2) for part in state.weights)
    little = "" if moved else ", which do not move a weight by a per cent yet"
    rests = (
        f"Learned from {state.signals} of your decisions{little}; say “reset the ranking” to start over."
        if state.learned else "These are the weights everybody starts with; your thumbs and statuses change them."
    )  # fmt: skip
    return "| Part | Weight | At first | What it is |\n|---|---|---|---|\n" + "\n".join(rows) + f"\n\n{rests}"


def present_checked(checked: JobChecked) -> str:
    """Whether the opening is still there."""
    job = named(checked.number, checked.title, checked.company)
    words = {
        "open": "is still open", "gone": "is gone", "closed": "is closed", "redirected": "is no longer there",
    }  # fmt: skip
    return f"{job} {words.get(checked.state, 'could not be checked')}: {cell(checked.evidence)}"
