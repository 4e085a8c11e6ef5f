"""`jobwright interviews`, `offers` and `reminders`: what stands around applications, from the command line."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.doing import Told, checked, do, tool
from store.database import transaction
from tools.applications.around import calendar, moments
from tools.applications.around.schemas import CalendarItem
from tools.applications.around.talk_schemas import (
    CompareOffers,
    OfApplication,
    RecordOffer,
    RemindMe,
    ScheduleInterview,
)
from tools.applications.around.tools import (
    COMPARE_OFFERS,
    NEGOTIATION_SHEET,
    RECORD_OFFER,
    REMIND_ME,
    SCHEDULE_INTERVIEW,
    WHAT_NEXT,
)
from tools.context import Context
from tools.resumes.schemas import NoArguments

interviews = typer.Typer(help="Interviews and everything else with a date.", no_args_is_help=True)
offers = typer.Typer(help="Offers: write down, compare, negotiate.", no_args_is_help=True)
reminders = typer.Typer(help="Reminders, and what to do next.", no_args_is_help=True)
Application = Annotated[str, typer.Argument(help="Its job's number, or words of title or company")]
Zone = Annotated[str | None, typer.Option("--timezone", help="Such as Europe/Vienna")]
_OPTIONS = {
    "starts_at": "AT", "due_at": "AT", "timezone": "--timezone", "kind": "--kind", "currency": "--currency",
    "bonus_percent": "--bonus-percent", "leave_days": "--leave", "answer_by": "--answer-by",
}  # fmt: skip


@interviews.command("list")
def list_all() -> None:
    """Show everything with a date in the next 31 days."""
    do(_listed)


async def _listed(context: Context) -> Told:
    async with context.sessions() as session:
        items = await calendar.calendar(session, context.actor)
    lines = [f"- {_when(item)}: {item.title}" + (" (cancelled)" if item.cancelled else "") for item in items]
    return "\n".join(lines) or "Nothing with a date lies ahead.", True


def _when(item: CalendarItem) -> str:
    """Its day and hour; of a whole day the day alone."""
    return f"{item.starts_at:%A %-d %B %Y}" if item.all_day else moments.shown(item.starts_at, item.timezone)


@interviews.command("add")
def add_interview(
    application: Application,
    at: Annotated[str, typer.Argument(metavar="AT", help="2026-06-05T10:00, or with its offset")],
    timezone: Zone = None,
    kind: Annotated[str | None, typer.Option(help="phone, video, onsite, technical, assessment, panel, other")] = None,
    person: Annotated[list[str] | None, typer.Option("--with", help="Who; may be given several times")] = None,
    place: Annotated[str | None, typer.Option(help="A link, a number, an address")] = None,
) -> None:
    """Put an interview down."""
    given = {"timezone": timezone, "kind": kind, "place": place, "people": person or []}
    tool(SCHEDULE_INTERVIEW, checked(ScheduleInterview, _OPTIONS, application=application, starts_at=at, **given))


@interviews.command("cancel")
def cancel(application: Application) -> None:
    """Call off the next interview of an application."""
    tool(SCHEDULE_INTERVIEW, ScheduleInterview(application=application, change=True, outcome="cancelled"))


@interviews.command("ics")
def ics(file: Annotated[Path, typer.Argument(help="Where to write the calendar file")]) -> None:
    """Write everything with a date into a calendar file."""

    async def written(context: Context) -> Told:
        async with transaction(context.sessions) as session:
            content = await calendar.feed(session, context.actor)
        file.expanduser().write_bytes(content)  # a command has nothing else to do meanwhile
        return f"Written: {file}", True

    do(written)


@offers.command("add")
def add_offer(
    application: Application,
    base: Annotated[float | None, typer.Option(help="A year")] = None,
    currency: Annotated[str | None, typer.Option(help="Three letters, such as EUR")] = None,
    bonus_percent: Annotated[float | None, typer.Option(help="Of the base")] = None,
    equity: Annotated[float | None, typer.Option(help="What vests in a year")] = None,
    signing: Annotated[float | None, typer.Option(help="Paid once")] = None,
    leave: Annotated[float | None, typer.Option(help="Working days a year")] = None,
    answer_by: Annotated[str | None, typer.Option(help="2026-06-30")] = None,
) -> None:
    """Write an offer down."""
    said: dict[str, Any] = {
        "base": base, "currency": currency, "bonus_percent": bonus_percent, "equity": equity, "signing": signing,
        "leave_days": leave, "answer_by": answer_by,
    }  # fmt: skip
    given = {name: value for name, value in said.items() if value is not None}
    tool(RECORD_OFFER, checked(RecordOffer, _OPTIONS, application=application, **given))


@offers.command("compare")
def compare() -> None:
    """Show the offers side by side."""
    tool(COMPARE_OFFERS, CompareOffers())


@offers.command("negotiate")
def negotiate(
    application: Annotated[str | None, typer.Argument(help="Which one; the only one with an offer without")] = None,
) -> None:
    """Show what is known for negotiating, with its sources."""
    tool(NEGOTIATION_SHEET, OfApplication(application=application))


@reminders.command("list")
def list_reminders() -> None:
    """Show what to do next, and the reminders."""
    tool(WHAT_NEXT, NoArguments())


@reminders.command("add")
def add_reminder(
    text: Annotated[str, typer.Argument(help="What to do")],
    at: Annotated[str, typer.Argument(metavar="AT", help="2026-06-05T10:00, or with its offset")],
    timezone: Zone = None,
    application: Annotated[str | None, typer.Option(help="Its job's number, or words of title or company")] = None,
) -> None:
    """Set a reminder."""
    given = {"timezone": timezone, "application": application}
    tool(REMIND_ME, checked(RemindMe, _OPTIONS, text=text, due_at=at, **given))
