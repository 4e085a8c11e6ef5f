"""A sheet for negotiating an offer: what is known, each line with what it rests on. What nobody knows is left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_calendar
from store.actors import Actor
from store.applications_calendar import Called
from store.applications_details import Offer
from store.errors import NotFoundError
from tools.accounts import service as accounts
from tools.accounts.schemas import ProfileRead
from tools.applications.around.calendar_files import one_line
from tools.applications.around.comparing import AMOUNTS, SAID, money, offer_view
from tools.applications.around.offers import get_offer
from tools.applications.around.schemas import NegotiationSheet, SheetLine, SheetSection
from tools.applications.schemas import OfferView
from tools.context import Context
from tools.insights.market import show_market
from tools.insights.schemas import Market, MarketQuery, PayQuartiles
from tools.jobs.schemas import Job, Reason
from tools.jobs.service import get_job
from tools.zones import own_day

MOST_FACTS = 6
STYLE = (
    "@page { size: A4; margin: 20mm } body { font-size: 10.5pt; line-height: 1.45 } h1 { font-size: 17pt }"
    " h2 { font-size: 12.5pt; margin: 14pt 0 4pt } li { margin-bottom: 5pt } small { color: #555 }"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a sheet is written from. `wishes` are the person's own words for the pay they want."""

    offer: OfferView
    job: Job
    market: Market | None
    profile: ProfileRead
    wishes: Sequence[str] = ()
    others: Sequence[tuple[str, OfferView]] = field(default=())


async def sheet(
    session: AsyncSession, actor: Actor, application_id: UUID, offer_id: UUID | None = None
) -> NegotiationSheet:
    """The sheet for an offer: this one, or the application's latest. Raises NotFoundError NO_OFFER."""
    all_offers = await applications_calendar.offers(session, actor)
    own = [one for one in all_offers if one.row.application_id == application_id]
    if offer_id is not None:
        await get_offer(session, actor, application_id, offer_id)
        own = [one for one in own if one.row.id == offer_id]
    names = await applications_calendar.names(session, actor, application_id)
    if application_id not in names:
        raise NotFoundError("There is no such application.")
    if not own:
        raise NotFoundError("This application has no offer yet; write down what they offer first.", code="NO_OFFER")
    name = names[application_id]
    known = await _known(session, actor, own[-1], name.job_id, all_offers)
    sections = sections_of(known)
    url = f"/api/v1/applications/{application_id}/negotiation/pdf?offer_id={known.offer.id}"
    return NegotiationSheet(
        application_id=application_id, number=name.number, name=name.words, offer=known.offer, sections=sections,
        markdown=as_markdown(name.words, sections), pdf_url=url,
    )  # fmt: skip


async def sheet_pdf(context: Context, application_id: UUID, offer_id: UUID | None = None) -> bytes:
    """The same as a PDF, rendered outside any session."""
    async with context.sessions() as session:
        found = await sheet(session, context.actor, application_id, offer_id)
    return await context.services.renderer.pdf(as_page(found.name, found.sections))


async def _known(
    session: AsyncSession, actor: Actor, meant: Called[Offer], job_id: UUID, all_offers: Sequence[Called[Offer]]
) -> Known:
    today = await own_day(session, actor)
    job = await get_job(session, actor, job_id)
    others = [
        (one.name.words, offer_view(one.row, today))
        for one in all_offers
        if one.name and one.row.application_id != meant.row.application_id
    ]
    market = await show_market(session, actor, MarketQuery(words=job.title[:300]))
    return Known(
        offer=offer_view(meant.row, today), job=job, market=market,
        profile=await accounts.profile(session, actor),
        wishes=await applications_calendar.salary_answers(session, actor), others=others,
    )  # fmt: skip


def sections_of(known: Known) -> list[SheetSection]:
    """The sections that have something to say. Pure."""
    parts = (
        ("The offer", _offer(known.offer)),
        ("What the posting states", _posting(known)),
        ("The market", _market(known)),
        ("What you want", _wishes(known)),
        ("Other offers you have", _others(known)),
        ("What speaks for you", _facts(known.job)),
        ("What the offer does not say", _unsaid(known.offer)),
    )
    return [SheetSection(title=title, lines=lines) for title, lines in parts if lines]


def as_markdown(name: str, sections: Sequence[SheetSection]) -> str:
    """The sheet to read. Pure."""
    parts = [f"# Negotiating: {name}"]
    for section in sections:
        lines = "\n".join(f"- {line.text} *({line.source})*" for line in section.lines)
        parts.append(f"## {section.title}\n\n{lines}")
    return "\n\n".join(parts)


def as_page(name: str, sections: Sequence[SheetSection]) -> str:
    """The sheet as a page for the renderer; everything in it is text. Pure."""
    title = escape(f"Negotiating: {name}")
    body = "".join(
        f"<h2>{escape(section.title)}</h2><ul>"
        + "".join(f"<li>{escape(line.text)}<br><small>{escape(line.source)}</small></li>" for line in section.lines)
        + "</ul>"
        for section in sections
    )
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>'


def _offer(offer: OfferView) -> list[SheetLine]:
    source = f"the offer: “{one_line(offer.source)[:300]}”" if offer.source else "the offer as you wrote it down"
    names = {"base": "Base", "bonus": "Bonus", "equity": "Equity", "signing": "Signing bonus, once"}
    lines = [
        SheetLine(text=f"{said}: {money(amount, offer.currency)}", source=source)
        for field_name, said in names.items()
        if (amount := getattr(offer, field_name)) is not None
    ]
    stated = [name for name in AMOUNTS if getattr(offer, name) is not None]
    if offer.total is not None and len(stated) > 1:
        how = " + ".join(names[name].lower().removesuffix(", once") for name in stated)
        lines.append(SheetLine(text=f"First year: {money(offer.total, offer.currency)}", source=f"counted: {how}"))
    if offer.leave_days is not None:
        lines.append(SheetLine(text=f"Leave: {offer.leave_days:g} days a year", source=source))
    if offer.answer_by is not None:
        lines.append(SheetLine(text=f"They want an answer by {offer.answer_by:%-d %B %Y}", source=source))
    return lines


def _posting(known: Known) -> list[SheetLine]:
    salary = known.job.salary
    if salary is None:
        return []
    source = f"the posting: “{one_line(salary.excerpt)[:300]}”"
    lines = [SheetLine(text=f"The posting states pay: {one_line(salary.excerpt)[:300]}", source=source)]
    same = salary.currency == known.offer.currency is not None and salary.period == "year"
    for amount, what in ((salary.min, "bottom"), (salary.max, "top")):
        if same and amount is not None and known.offer.base is not None:
            lines.append(_against(known.offer, amount, f"the {what} of the range in the posting", source))
    return lines


def _market(known: Known) -> list[SheetLine]:
    found = _quartiles(known)
    if found is None or found.median is None:
        return []
    source = f"{found.openings} openings for “{one_line(known.job.title)}” seen here in the last 60 days that state pay"
    lines = [SheetLine(text=f"The middle of what they pay: {money(found.median, found.currency)}", source=source)]
    if found.upper_quartile is not None:
        upper = money(found.upper_quartile, found.currency)
        lines.append(SheetLine(text=f"A quarter of them pay {upper} or more", source=source))
    if known.offer.base is not None:
        lines.append(_against(known.offer, found.median, "that middle", source))
    return lines


def _quartiles(known: Known) -> PayQuartiles | None:
    if known.market is None or known.offer.currency is None:
        return None
    return next((one for one in known.market.pay if one.currency == known.offer.currency), None)


def _wishes(known: Known) -> list[SheetLine]:
    lines = []
    wish, currency = known.profile.salary_min, known.profile.salary_currency
    if wish:
        source = "the least pay in your wishes"
        lines.append(SheetLine(text=f"You want at least {money(wish, currency)} a year", source=source))
        if currency == known.offer.currency is not None and known.offer.base is not None:
            lines.append(_against(known.offer, wish, "the least you want", source))
    answers = [one_line(answer)[:300] for answer in known.wishes]
    return [*lines, *(SheetLine(text=f"You say when asked: “{said}”", source="your job profile") for said in answers)]


def _others(known: Known) -> list[SheetLine]:
    """Open offers in the same currency; nothing is converted."""
    return [
        SheetLine(
            text=f"{name}: {money(other.total, other.currency)} in the first year",
            source="the offer as you wrote it down",
        )
        for name, other in known.others
        if other.state == "open" and other.total is not None and other.currency == known.offer.currency is not None
    ]  # fmt: skip


def _facts(job: Job) -> list[SheetLine]:
    """What the posting asks for and the resume shows, in the words of both; those with figures first."""
    if job.match is None:
        return []
    reasons = [
        reason for part in job.match.parts if part.name in {"required_skills", "title_seniority"}
        for reason in part.reasons if reason.posting_quote and reason.resume_quote and reason.fact_id
    ]  # fmt: skip
    told: dict[str, Reason] = {}
    for reason in sorted(reasons, key=lambda one: not any(sign.isdigit() for sign in one.resume_quote or "")):
        told.setdefault(reason.resume_quote or "", reason)
    return [
        SheetLine(
            text=f"You have shown: “{one_line(reason.resume_quote or '')[:300]}”",
            source=f"your resume; the posting asks: “{one_line(reason.posting_quote or '')[:300]}”",
        )
        for reason in list(told.values())[:MOST_FACTS]
    ]  # fmt: skip


def _unsaid(offer: OfferView) -> list[SheetLine]:
    unsaid = [said for name, said in SAID.items() if getattr(offer, name) is None and name != "answer_by"]
    text = f"It says nothing of {', '.join(unsaid)}: ask for it"
    return [SheetLine(text=text, source="the offer as you wrote it down")] if unsaid else []


def _against(offer: OfferView, amount: float, what: str, source: str) -> SheetLine:
    """How far the base is from an amount of the same currency."""
    off = (offer.base or 0.0) - amount
    if not off:
        return SheetLine(text=f"The base is {what} exactly", source=source)
    side = "above" if off > 0 else "below"
    return SheetLine(text=f"The base is {money(abs(off), offer.currency)} {side} {what}", source=source)
