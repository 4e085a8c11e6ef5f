"""What is said about applications: lists, one of them, and moving many after one yes. Nothing here commits."""

import hashlib
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store import applications_listing as listing
from store.actors import Actor
from store.applications_listing import Wanted
from store.errors import NotFoundError, ValidationError
from store.pagination import PageRequest
from tools.applications import bulk, service
from tools.applications.finding import find_application
from tools.applications.moving import MOVES
from tools.applications.schemas import ApplicationCard, BulkOutcome, BulkStatusChange, Stage
from tools.applications.talk_schemas import (
    ApplicationList,
    ChosenApplications,
    ListApplications,
    MoveApplications,
    ShownApplication,
)
from tools.context import utc_now
from tools.jobs.schemas import JobReference, Removed
from tools.zones import day_begins, local, own_zone, shown_in

MOST_AT_ONCE, SHOWN = 10_000, 40


async def list_applications(session: AsyncSession, actor: Actor, data: ListApplications) -> ApplicationList:
    """The applications that fit, those that moved last first; oldest first where it is asked what has gone quiet."""
    found = await listing.list_page(
        session, actor, PageRequest(limit=data.limit), await _wanted(session, actor, data), sort="moved_at",
        descending=not (data.quiet_days or data.before),
    )  # fmt: skip
    told = ApplicationList.model_validate({**found, "counts": service.every_stage(found["counts"])})
    own = await own_zone(session, actor)
    return told.model_copy(update={"items": [_here(card, own) for card in told.items]})


def _here(card: ApplicationCard, own: str | None) -> ApplicationCard:
    """The card with its moments as the person's clock shows them. Pure."""
    moments = {name: getattr(card, name) for name in ("applied_at", "moved_at", "next_interview_at")}
    return card.model_copy(update={name: local(at, own) if at else None for name, at in moments.items()})


async def show_application(session: AsyncSession, actor: Actor, data: JobReference) -> ShownApplication:
    """One application with everything about it and all that happened to it."""
    application_id = await find_application(session, actor, data.job)
    view = await service.get_application(session, actor, application_id)
    told = await service.timeline(session, actor, application_id)
    own = await own_zone(session, actor)
    rounds = [one.model_copy(update={"timezone": shown_in(one.timezone, own)}) for one in view.interviews]
    told = [entry.model_copy(update={"at": local(entry.at, own)}) for entry in told]
    return ShownApplication(**{**view.model_dump(), "interviews": rounds, "timeline": told})


async def delete_application(session: AsyncSession, actor: Actor, data: JobReference) -> Removed:
    """Take an application away; its job stays on the list."""
    application_id = await find_application(session, actor, data.job)
    number = (await listing.whole(session, actor, application_id))["number"]
    name = await service.remove_application(session, actor, application_id)
    return Removed(id=application_id, number=number, name=name)


async def deletion_question(session: AsyncSession, actor: Actor, data: JobReference) -> str:
    """What to ask before an application is taken away."""
    row = await listing.whole(session, actor, await find_application(session, actor, data.job))
    at = f" at {row['company']}" if row["company"] else ""
    return f"Delete your application for job {row['number']}, {row['title']}{at}? The job stays on your list."


async def move_applications(session: AsyncSession, actor: Actor, data: MoveApplications) -> BulkOutcome:
    """Move all that fit, as one act that can be taken back."""
    ids = [card.id for card in await _fitting(session, actor, data)]
    return await bulk.move_several(session, actor, _change(data, ids))


def _change(data: MoveApplications, ids: list[UUID], *, dry_run: bool = False) -> BulkStatusChange:
    """What is turned down because nothing has moved for long was never answered. Pure."""
    silent = data.unanswered or (data.status == "rejected" and bool(data.quiet_days or data.before))
    return BulkStatusChange(ids=ids, status=data.status, why=data.why, unanswered=silent, dry_run=dry_run)


async def moving_question(session: AsyncSession, actor: Actor, data: MoveApplications) -> str:
    """The dry run: which would move from where, and which stay; a yes counts for this very list."""
    cards = {card.id: card for card in await _fitting(session, actor, data)}
    outcome = await bulk.move_several(session, actor, _change(data, list(cards), dry_run=True))
    moving = [cards[item.id] for item in outcome.items if item.ok]
    if not moving:
        raise _nothing(data)
    lines = [f"- {_line(card)}" for card in moving]
    count = f"{len(lines)} {'application' if len(lines) == 1 else 'applications'}"
    more = [f"- and {len(lines) - SHOWN} more (list {_digest(lines)})"] if len(lines) > SHOWN else []
    stay = [f"{outcome.refused} stay as they are: no move leads from there to {data.status}.", ""]
    return "\n".join(
        [
            f"{count} would move to {data.status}:", "", *lines[:SHOWN], *more, "",
            *(stay if outcome.refused else []), "Undo takes all of it back at once. Shall I?",
        ]
    )  # fmt: skip


def _line(card: ApplicationCard) -> str:
    at = f" at {card.company}" if card.company else ""
    return f"{card.number}: {card.title}{at}, {card.status} since {card.moved_at:%-d %B %Y}"


def _digest(lines: list[str]) -> str:
    """Names a list that is too long to be shown whole: a yes to it is none to another."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:6]


async def _fitting(session: AsyncSession, actor: Actor, data: MoveApplications) -> list[ApplicationCard]:
    """Those that are meant, the one that moved last longest ago first. Raises ValidationError, NotFoundError."""
    if data.applications:
        ids = [await find_application(session, actor, reference) for reference in data.applications]
        return [await _card(session, actor, application_id) for application_id in dict.fromkeys(ids)]
    if not data.model_dump(exclude={"status", "why", "unanswered", "applications"}, exclude_defaults=True):
        raise ValidationError(
            "Say which applications: by stage, employer, words, or for how long nothing has moved. All of them at once "
            "is not offered.",
            code="TOO_MANY",
        )
    chosen = data if data.stages else data.model_copy(update={"stages": _open_to(data.status)})
    wanted = await _wanted(session, actor, chosen)
    rows = await listing.all_fitting(session, actor, wanted, limit=MOST_AT_ONCE)
    if not rows:
        raise _nothing(data)
    return [ApplicationCard.model_validate(row) for row in rows]


async def _card(session: AsyncSession, actor: Actor, application_id: UUID) -> ApplicationCard:
    return ApplicationCard.model_validate(await listing.whole(session, actor, application_id))


def _open_to(status: Stage) -> list[Stage]:
    """From where one may move there, when nothing else is said; an employer says no only to what was sent. Pure."""
    return [
        stage for stage, onward in MOVES.items() if status in onward and (status != "rejected" or stage != "preparing")
    ]


async def _wanted(session: AsyncSession, actor: Actor, data: ChosenApplications) -> Wanted:
    """As the store takes it; days are whole ones, so that what is shown and asked is the same a minute later."""
    own = await own_zone(session, actor)
    today = local(utc_now(), own).date()
    days = [data.before] if data.before else []
    if data.quiet_days:
        days.append(today - timedelta(days=data.quiet_days))
    before = day_begins(min(days), own) if days else None
    return Wanted(statuses=data.stages, words=data.words, company=data.company, moved_before=before)


def _nothing(data: MoveApplications) -> NotFoundError:
    return NotFoundError(f"No application that fits can move to {data.status}.", code="NOTHING_FITS")
