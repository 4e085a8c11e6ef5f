"""Offers: written down, changed, accepted or declined, compared."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications, applications_calendar
from store import applications_details as store
from store.actors import Actor
from store.applications_details import Offer
from store.errors import NotFoundError, ValidationError
from tools.applications.around.comparing import compare, money, offer_view
from tools.applications.around.keeping import added, change, remove, step_up
from tools.applications.around.schemas import NewOffer, OfferChanges, OfferComparison, OfferSaved
from tools.applications.schemas import OfferView
from tools.context import utc_now
from tools.text import ordinal
from tools.zones import local, own_day, own_zone

MOST_OFFERS = 50


async def add_offer(
    session: AsyncSession, actor: Actor, application_id: UUID, data: NewOffer, *, moved: dict[str, Any] | None = None
) -> OfferSaved:
    """Write down what an employer offers; the application stands at offer then. `moved`: how one that was begun for it
    is taken back."""
    await applications.get(session, actor, application_id, lock=True)
    earlier = await store.of_application(session, actor, Offer, application_id)
    if len(earlier) >= MOST_OFFERS:
        raise ValidationError(f"An application has at most {MOST_OFFERS} offers.", code="TOO_MANY")
    values = _with_bonus(data.model_dump(), base=data.base, notes=data.notes)
    row = await store.add(session, actor, Offer, application_id=application_id, **values)
    moved = moved or await step_up(session, actor, application_id, "offer")
    await added(session, actor, "offer", row, await _title(session, actor, row), moved=moved)
    own = await own_zone(session, actor)
    view = offer_view(row, local(utc_now(), own).date())
    return OfferSaved(**view.model_dump(), warnings=[not_the_first(earlier, own)] if earlier else [])


def not_the_first(earlier: Sequence[Offer], own: str | None) -> str:
    """This is the second offer for this application; the first, of 3 May 2026, was 100,000 EUR. Pure."""
    first = earlier[0]
    amount = f" was {money(first.base, first.currency)}" if first.base is not None else " named no base"
    told = f"the first, of {local(first.created_at, own):%-d %B %Y},{amount}"
    state = f" and is {first.state}" if first.state != "open" else ""
    return f"This is the {ordinal(len(earlier) + 1)} offer for this application; {told}{state}."


async def get_offer(
    session: AsyncSession, actor: Actor, application_id: UUID, offer_id: UUID, *, lock: bool = False
) -> Offer:
    """One offer of one of the actor's applications, else NotFoundError."""
    await applications.get(session, actor, application_id)
    return await store.get(session, actor, Offer, offer_id, application_id=application_id, lock=lock)


async def change_offer(
    session: AsyncSession, actor: Actor, application_id: UUID, offer_id: UUID, data: OfferChanges
) -> OfferView:
    """Change what is given."""
    row = await get_offer(session, actor, application_id, offer_id, lock=True)
    given = data.model_dump(exclude_unset=True)
    values = _with_bonus(given, base=given.get("base", row.base), notes=given.get("notes", row.notes))
    await change(session, actor, "offer", row, values, await _title(session, actor, row))
    return offer_view(row, await own_day(session, actor))


async def remove_offer(session: AsyncSession, actor: Actor, application_id: UUID, offer_id: UUID) -> None:
    """Take an offer away; undo brings it back."""
    row = await get_offer(session, actor, application_id, offer_id, lock=True)
    await remove(session, actor, "offer", row, await _title(session, actor, row))


async def compare_all(session: AsyncSession, actor: Actor, ids: Sequence[UUID] = ()) -> OfferComparison:
    """The offers side by side: these, or all. Raises NotFoundError for one that is not the actor's."""
    found = await applications_calendar.offers(session, actor, ids=ids)
    if len({one.row.id for one in found}) < len(set(ids)):
        raise NotFoundError("There is no such offer.")
    return compare(found, await own_day(session, actor))


def _with_bonus(values: dict[str, Any], *, base: float | None, notes: str | None) -> dict[str, Any]:
    """A bonus that was said as a share of the base becomes an amount, and the notes keep how it was said. Pure."""
    percent = values.pop("bonus_percent", None)
    if percent is None:
        return values
    if values.get("bonus") is not None:
        raise ValidationError("Give the bonus as an amount or as bonus_percent, not both.", code="TWO_BONUSES")
    if base is None:
        raise ValidationError("A bonus in per cent needs the base that it is a share of.", code="NO_BASE")
    line = f"Bonus: {percent:g} % of the base."
    return values | {"bonus": round(base * percent / 100, 2), "notes": f"{notes}\n{line}" if notes else line}


async def _title(session: AsyncSession, actor: Actor, row: Offer) -> str:
    name = (await applications_calendar.names(session, actor, row.application_id))[row.application_id]
    return name.words
