"""Offers side by side. Pure. Amounts are never converted; what cannot be compared is said, not guessed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from store.applications_calendar import Called
from store.applications_details import Offer
from tools.applications.around.schemas import ComparedOffer, CurrencyGroup, OfferComparison
from tools.applications.schemas import OfferView

WORKING_DAYS = 260
AMOUNTS = ("base", "bonus", "equity", "signing")
COMPARED = ("total", *AMOUNTS, "leave_days")
SAID = {
    "base": "a base", "bonus": "a bonus", "equity": "equity", "signing": "a signing bonus", "leave_days": "leave",
    "location": "a place", "remote": "remote work", "starts_on": "a first day", "answer_by": "a day to answer by",
}  # fmt: skip


def money(amount: float, currency: str | None) -> str:
    """95,000 EUR. Pure."""
    shown = f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"
    return f"{shown} {currency}" if currency else f"{shown} (no currency said)"


def offer_view(row: Offer, today: date) -> OfferView:
    """An offer as it stands on a day: its first year, and expired once nobody has answered in time."""
    view = OfferView.model_validate(row)
    late = row.state == "open" and row.answer_by is not None and row.answer_by < today
    return view.model_copy(update={"total": first_year(view), **({"state": "expired"} if late else {})})


def first_year(offer: OfferView) -> float | None:
    """What the first year pays: base, bonus, equity and what is paid once; None without a base."""
    if offer.base is None:
        return None
    return round(sum(getattr(offer, name) or 0.0 for name in AMOUNTS), 2)


def compare(offers: Sequence[Called[Offer]], today: date) -> OfferComparison:
    """The offers by currency, the highest first year first, and which is the highest in what."""
    rows = [_compared(one, today) for one in offers]
    currencies = sorted({row.currency for row in rows}, key=lambda code: (code is None, code or ""))
    groups = [_group(code, [row for row in rows if row.currency == code]) for code in currencies]
    return OfferComparison(groups=groups, cannot=_cannot(groups))


def _compared(one: Called[Offer], today: date) -> ComparedOffer:
    view = offer_view(one.row, today)
    value = how = None
    if view.base is not None and view.leave_days:
        value = round(view.base / WORKING_DAYS * view.leave_days, 2)
        how = f"base ÷ {WORKING_DAYS} working days × {view.leave_days:g} days of leave"
    name = one.name.words if one.name else "an offer"
    return ComparedOffer(
        **view.model_dump(), number=one.name.number if one.name else 0, name=name, leave_value=value,
        leave_value_how=how, unstated=[said for field, said in SAID.items() if getattr(view, field) is None],
    )  # fmt: skip


def _group(currency: str | None, rows: list[ComparedOffer]) -> CurrencyGroup:
    ordered = sorted(rows, key=lambda row: (row.total is None, -(row.total or 0.0), row.number))
    best: dict[str, UUID] = {}
    for name in COMPARED if currency is not None else ("leave_days",):
        stated = sorted((row for row in rows if getattr(row, name) is not None), key=lambda row: -getattr(row, name))
        if len(stated) > 1 and getattr(stated[0], name) > getattr(stated[1], name):
            best[name] = stated[0].id
    return CurrencyGroup(currency=currency, offers=ordered, best=best)


def _cannot(groups: Sequence[CurrencyGroup]) -> list[str]:
    """What stands in the way of comparing them, in words."""
    said = []
    codes = [group.currency for group in groups if group.currency]
    if len(codes) > 1:
        said.append(
            f"Amounts in {', '.join(codes[:-1])} and {codes[-1]} are not converted: each currency stands by itself."
        )
    for group in groups:
        for offer in group.offers:
            if group.currency is None and any(getattr(offer, name) is not None for name in AMOUNTS):
                said.append(f"{offer.name}: the amounts name no currency, so they are held against nothing.")
            if offer.base is None:
                said.append(f"{offer.name}: no base is stated, so its first year cannot be counted.")
    return said
