"""What a person wishes for in every search and ranking: pay, places, remote work, sponsorship, blocked employers."""

from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from store import events
from store.actors import Actor
from store.errors import ValidationError
from tools.accounts import service as accounts
from tools.accounts.schemas import ProfileRead, ProfileUpdate
from tools.jobs.service import match_all
from tools.text import ShortText


class SetWishes(BaseModel):
    """Wishes to set; what is left out stays. Blocked companies are added to those blocked before."""

    salary_min: float | None = Field(default=None, ge=0, le=1e9, description="Least pay a year")
    salary_currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")
    locations: list[ShortText] | None = Field(default=None, max_length=20, description="Places of work")
    remote: Literal["remote", "hybrid", "onsite", "any"] | None = None
    needs_sponsorship: bool | None = None
    blocked_companies: list[ShortText] = Field(default=[], max_length=50)


class Wishes(BaseModel):
    """The wishes in force."""

    salary_min: float | None = None
    salary_currency: str | None = None
    locations: list[str] = []
    remote: str | None = None
    needs_sponsorship: bool | None = None
    blocked_companies: list[str] = []


async def set_wishes(session: AsyncSession, actor: Actor, data: SetWishes) -> Wishes:
    """Change what was said and keep the rest; undo takes it back. Raises ValidationError when nothing was said."""
    before = await accounts.profile(session, actor)
    values = _changed(before, data)
    if not values:
        raise ValidationError(
            "Say what you wish for: pay, places, remote work, sponsorship, or an employer to leave out.",
            code="NOTHING_WISHED",
        )
    after = await accounts.update_profile(session, actor, ProfileUpdate.model_validate(values))
    old = before.model_dump(mode="json", include=set(values))
    await events.record(
        session, actor, kind="wishes_changed", subject="profile", subject_id=actor.user_id, data={"changed": values},
        inverse={"operation": "profile.set_values", "values": old},
    )  # fmt: skip
    await match_all(session, actor)
    return wishes_of(after)


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


def present_wishes(wishes: Wishes) -> str:
    """The wishes in words."""
    told = [
        f"at least {wishes.salary_min:,.0f} {wishes.salary_currency or ''} a year".replace("  ", " ")
        if wishes.salary_min else None,
        f"in {', '.join(wishes.locations)}" if wishes.locations else None,
        f"{wishes.remote} work" if wishes.remote and wishes.remote != "any" else None,
        "with visa sponsorship" if wishes.needs_sponsorship else None,
        f"never at {', '.join(wishes.blocked_companies)}" if wishes.blocked_companies else None,
    ]  # fmt: skip
    return "Noted for every search and ranking: " + "; ".join(word for word in told if word) + "."
