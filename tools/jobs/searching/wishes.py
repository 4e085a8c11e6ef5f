"""What a person wishes for in every search and ranking: pay, places, remote work, sponsorship, blocked employers."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store import runs as run_store
from store.actors import Actor
from store.errors import ValidationError
from store.pagination import PageRequest
from tools.accounts import service as accounts
from tools.accounts.schemas import ProfileRead, ProfileUpdate
from tools.jobs.cleaning.employers import employer_key
from tools.jobs.matching.words import fold
from tools.jobs.presenting import cell
from tools.jobs.searching.countries import Currency
from tools.jobs.searching.presenting import wanted_in_words
from tools.jobs.searching.schemas import SearchJobs
from tools.jobs.searching.service import PIPELINE
from tools.jobs.service import match_all
from tools.resumes.schemas import NoArguments
from tools.strict import StrictInput
from tools.text import ShortText

WishName = Literal["pay", "places", "remote", "sponsorship", "blocked_companies"]
# What a wish is kept in.
_COLUMNS: dict[WishName, tuple[str, ...]] = {
    "pay": ("salary_min", "salary_currency"), "places": ("preferred_locations",), "remote": ("remote_preference",),
    "sponsorship": ("needs_sponsorship",), "blocked_companies": ("blocked_companies",),
}  # fmt: skip
RECENT = 20  # searches
_CALLED = re.compile(
    r"(?P<pay>(?:minimum |least )?(?:pay|salary)|salary_min)|(?P<places>(?:places?|locations?|countr(?:y|ies)|cit(?:y|"
    r"ies)))|(?P<remote>remote(?: work)?|way of work|hybrid|onsite)|(?P<sponsorship>(?:visa )?sponsorship|visas?)|"
    r"(?P<blocked_companies>(?:blocked |all )?(?:compan(?:y|ies)|employers?)|blocked)|(?P<everything>everything|all)"
)


class SetWishes(StrictInput):
    """Wishes to set; what is left out stays. Blocked companies are added to those blocked before."""

    salary_min: float | None = Field(default=None, ge=0, le=1e9, description="Least pay a year")
    salary_currency: Currency | None = None
    locations: list[ShortText] | None = Field(default=None, max_length=20, description="Places of work")
    remote: Literal["remote", "hybrid", "onsite", "any"] | None = None
    needs_sponsorship: bool | None = None
    blocked_companies: list[ShortText] = Field(default=[], max_length=50)


class DropWishes(StrictInput):
    """Wishes that hold no longer."""

    wishes: list[ShortText] = Field(
        min_length=1, max_length=50,
        description="pay, places, remote, sponsorship, blocked_companies; a blocked company or a place by its name; "
        "everything",
    )  # fmt: skip


class Wishes(BaseModel):
    """The wishes in force; `dropped` are those that were just let go, `latest` is what the latest search asked for."""

    salary_min: float | None = None
    salary_currency: str | None = None
    locations: list[str] = []
    remote: str | None = None
    needs_sponsorship: bool | None = None
    blocked_companies: list[str] = []
    dropped: list[str] = []
    latest: SearchJobs | None = None


async def set_wishes(session: AsyncSession, actor: Actor, data: SetWishes) -> Wishes:
    """Change what was said and keep the rest; undo takes it back. Raises ValidationError when nothing was said."""
    before = await accounts.profile(session, actor)
    values = _changed(before, data)
    if not values:
        raise ValidationError(
            "Say what you wish for: pay, places, remote work, sponsorship, or an employer to leave out.",
            code="NOTHING_WISHED",
        )
    return wishes_of(await _keep(session, actor, before, values))


async def show_wishes(session: AsyncSession, actor: Actor, _: NoArguments) -> Wishes:
    """The wishes in force, and what the latest search asked for besides."""
    found = wishes_of(await accounts.profile(session, actor))
    page = PageRequest(limit=RECENT)
    searches = await run_store.list_page(session, actor, page, kinds=[PIPELINE], status="completed")
    own = (run.input.get("wanted", {}) for run in searches["items"] if "watch" not in run.input)
    latest = next((SearchJobs.model_validate(wanted) for wanted in own), None)
    return found.model_copy(update={"latest": latest})


async def drop_wishes(session: AsyncSession, actor: Actor, data: DropWishes) -> Wishes:
    """Let wishes go; undo brings them back. Raises ValidationError `NOT_WISHED` when none of them is wished for."""
    before = await accounts.profile(session, actor)
    values = _without(before, data.wishes)
    if not values:
        held = "; ".join(told for _, told in _told(wishes_of(before))) or "none"
        named = ", ".join(f"“{name}”" for name in data.wishes)
        raise ValidationError(
            f"No wish that holds for every search is about {named}. Your wishes are: {held}.", code="NOT_WISHED"
        )
    now = wishes_of(await _keep(session, actor, before, values))
    return now.model_copy(update={"dropped": _difference(wishes_of(before), now)})


async def _keep(session: AsyncSession, actor: Actor, before: ProfileRead, values: dict[str, Any]) -> ProfileRead:
    """Write the wishes down with the change's inverse, and match the jobs on the list anew."""
    after = await accounts.update_profile(session, actor, ProfileUpdate.model_validate(values))
    old = before.model_dump(mode="json", include=set(values))
    now, was = dict(_told(wishes_of(after))), dict(_told(wishes_of(before)))
    told = [words for kind, words in now.items() if was.get(kind) != words]
    told += [f"no longer {words}" for kind, words in was.items() if kind not in now]
    await events.record(
        session, actor, kind="wishes_changed", subject="profile", subject_id=actor.user_id,
        data={"title": "; ".join(told)}, inverse={"operation": "profile.set_values", "values": old},
    )  # fmt: skip
    await match_all(session, actor)
    return after


def _without(before: ProfileRead, named: Sequence[str]) -> dict[str, Any]:
    """The columns as they are without what is named; empty where nothing of it is wished for."""
    values: dict[str, Any] = {}
    for name in named:
        kinds = _kinds(name)
        for column in (column for kind in kinds for column in _COLUMNS[kind]):
            if held := getattr(before, column):
                values[column] = [] if isinstance(held, list) else None
        for column, same in () if kinds else (("blocked_companies", employer_key), ("preferred_locations", fold)):
            held = values.get(column, getattr(before, column))
            if len(left := [one for one in held if same(one) != same(name)]) < len(held):
                values[column] = left
    return values


def _kinds(name: str) -> tuple[WishName, ...]:
    """The kinds of wishes that a name means; none where it names an employer or a place."""
    called = _CALLED.fullmatch(fold(name).replace("_", " ").strip())
    return tuple(kind for kind in get_args(WishName) if called and called.lastgroup in {kind, "everything"})


def _difference(before: Wishes, now: Wishes) -> list[str]:
    """What was wished for before and is no more, in words."""
    gone = [name for name in before.blocked_companies if name not in now.blocked_companies]
    gone += [place for place in before.locations if place not in now.locations]
    still = {name for name, _ in _told(now)}
    return [told for name, told in _told(before) if name not in still | {"blocked_companies", "places"}] + gone


def _changed(before: ProfileRead, data: SetWishes) -> dict[str, object]:
    named = {
        "salary_min": data.salary_min, "salary_currency": data.salary_currency,
        "preferred_locations": data.locations, "remote_preference": data.remote,
        "needs_sponsorship": data.needs_sponsorship,
    }  # fmt: skip
    values: dict[str, object] = {name: value for name, value in named.items() if value is not None}
    if data.blocked_companies:
        values["blocked_companies"] = [*before.blocked_companies, *data.blocked_companies]
    return values


def wishes_of(profile: ProfileRead) -> Wishes:
    """The wishes that a profile holds."""
    return Wishes(
        salary_min=profile.salary_min, salary_currency=profile.salary_currency, locations=profile.preferred_locations,
        remote=profile.remote_preference, needs_sponsorship=profile.needs_sponsorship,
        blocked_companies=profile.blocked_companies,
    )  # fmt: skip


def _told(wishes: Wishes) -> Iterator[tuple[WishName, str]]:
    """Every wish in words."""
    if wishes.salary_min:
        yield "pay", f"at least {wishes.salary_min:,.0f} {wishes.salary_currency or ''} a year".replace("  ", " ")
    if wishes.locations:
        yield "places", f"in {', '.join(cell(place) for place in wishes.locations)}"
    if wishes.remote and wishes.remote != "any":
        yield "remote", f"{wishes.remote} work"
    if wishes.needs_sponsorship:
        yield "sponsorship", "with visa sponsorship"
    if wishes.blocked_companies:
        yield "blocked_companies", f"never at {', '.join(cell(name) for name in wishes.blocked_companies)}"


def present_wishes(wishes: Wishes) -> str:
    """The wishes in words, after they were changed."""
    told = "; ".join(words for _, words in _told(wishes))
    return f"Noted for every search and ranking: {told}." if told else "No wish holds for every search now."


# What each wish does to a search.
_EFFECTS: dict[WishName, str] = {
    "pay": "what states less is left out, what states no pay stays", "places": "jobs there are ranked higher",
    "remote": "such jobs are ranked higher", "sponsorship": "what says that it sponsors none is left out",
    "blocked_companies": "never shown",
}  # fmt: skip


def present_list(wishes: Wishes) -> str:
    """The wishes one by one with what each does, what the latest search asked for, and how to let one go."""
    lines = [f"- {words}: {_EFFECTS[name]}" for name, words in _told(wishes)]
    parts = ["These hold for every search:\n\n" + "\n".join(lines) if lines else "No wish holds for every search."]
    if wishes.latest is not None:
        parts.append(f"Your latest search asked for {wanted_in_words(wishes.latest)}.")
    if lines:
        parts.append("Say “forget the pay wish” or “unblock” with the company's name, and it no longer holds.")
    else:
        parts.append(
            "Say, for example, “I want at least 60k”, “never show me” with a company's name, or “I need a visa”."
        )
    return "\n\n".join(parts)


def present_dropped(wishes: Wishes) -> str:
    """What holds no longer, and what still does."""
    gone = "; ".join(cell(word) for word in wishes.dropped) or "that"
    still = "; ".join(words for _, words in _told(wishes))
    return f"No longer a wish: {gone}. " + (
        f"What still holds for every search: {still}." if still else "None is left."
    )
