"""`jobwright jobs`: finding jobs from the command line, with or without a server running."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel
from rich.table import Table
from rich.text import Text

from api.cli.doing import checked, do, pipeline, tool
from api.cli.screen import clean, console
from store.errors import AppError
from tools.context import Context
from tools.ingestion.schemas import IngestJobs, ShowNew, WatchJobs, WatchReference
from tools.ingestion.tools import (
    INGEST_JOBS,
    LIST_WATCHES,
    RESUME_WATCH,
    SHOW_NEW,
    SHOW_SOURCES,
    STOP_WATCHING,
    WATCH_JOBS,
)
from tools.jobs.boards.board import BoardPosting
from tools.jobs.boards.reading import guess_board, read_answer
from tools.jobs.searching.schemas import SearchRequest
from tools.jobs.searching.tools import DROP_WISHES, SEARCH_JOBS, SET_WISHES, SHOW_WISHES
from tools.jobs.searching.wishes import DropWishes, SetWishes
from tools.registry import AnySpec
from tools.resumes.schemas import NoArguments

app = typer.Typer(help="Search the boards, watch companies, see what is new.", no_args_is_help=True)
Data = TypeVar("Data", bound=BaseModel)

Words = Annotated[str | None, typer.Argument(help="Role, skills, any words")]
Location = Annotated[str | None, typer.Option(help="City, region or country")]
Country = Annotated[str | None, typer.Option(help="Its ISO code, such as DE, or its name")]
Remote = Annotated[bool, typer.Option("--remote", help="Only remote work")]
Hybrid = Annotated[bool, typer.Option("--hybrid", help="Only hybrid work; with --remote, either will do")]
Pay = Annotated[float | None, typer.Option(help="Least pay a year")]
Currency = Annotated[str | None, typer.Option(help="Three letters, such as EUR")]
Levels = Annotated[list[str] | None, typer.Option("--seniority", help="senior, staff …; may be given several times")]


@app.command("search")
def search(
    words: Words = None,
    location: Location = None,
    country: Country = None,
    remote: Remote = False,
    hybrid: Hybrid = False,
    min_pay: Pay = None,
    currency: Currency = None,
    seniority: Levels = None,
    sponsorship: Annotated[bool, typer.Option("--sponsorship", help="Only with visa sponsorship")] = False,
    days: Annotated[int | None, typer.Option(help="Posted within so many days")] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="A board or BOARD:COMPANY; may be given several times")
    ] = None,
    unstated: Annotated[bool, typer.Option("--unstated", help="Also what does not state what is asked for")] = False,
    limit: Annotated[int, typer.Option(help="How many go onto the list")] = 10,
) -> None:
    """Search the boards; the best go onto your list, ranked and explained."""
    wanted = _checked(
        SearchRequest, words=words, location=location, country=country, remote=_ways(remote=remote, hybrid=hybrid),
        salary_min=min_pay, salary_currency=currency, seniority=seniority or [], sponsorship=sponsorship,
        posted_within_days=days, sources=source or [], include_unstated=unstated, limit=limit,
    )  # fmt: skip
    do(lambda context: _pipeline(context, SEARCH_JOBS, wanted))


@app.command("ingest")
def ingest(
    source: Annotated[list[str] | None, typer.Argument(help="Boards or BOARD:COMPANY; all without")] = None,
) -> None:
    """Fetch the newest postings, without putting any on your list."""
    data = _checked(IngestJobs, sources=source or [])
    do(lambda context: _pipeline(context, INGEST_JOBS, data))


@app.command("watch")
def watch(
    company: Annotated[list[str] | None, typer.Argument(help="Companies: names or careers addresses")] = None,
    words: Annotated[str | None, typer.Option(help="Role, skills, any words")] = None,
    location: Location = None,
    country: Country = None,
    remote: Remote = False,
    hybrid: Hybrid = False,
    min_pay: Pay = None,
    currency: Currency = None,
    seniority: Levels = None,
    pace: Annotated[str | None, typer.Option(help="hourly, daily (usual) or weekly")] = None,
) -> None:
    """Watch companies or a search; of what is watched already, change the wishes or go on after a pause."""
    data = _checked(
        WatchJobs, watched_companies=company or [], words=words, location=location, country=country,
        remote=_ways(remote=remote, hybrid=hybrid), salary_min=min_pay, salary_currency=currency,
        seniority=seniority or [], **({"pace": pace} if pace else {}),
    )  # fmt: skip
    tool(WATCH_JOBS, data)


@app.command("watches")
def watches() -> None:
    """List what is watched."""
    tool(LIST_WATCHES, NoArguments())


@app.command("unwatch")
def unwatch(which: Annotated[str, typer.Argument(metavar="WATCH", help="Its number or words of its name")]) -> None:
    """Stop watching."""
    tool(STOP_WATCHING, WatchReference(watch=which))


@app.command("resume")
def resume(which: Annotated[str, typer.Argument(metavar="WATCH", help="Its number or words of its name")]) -> None:
    """Take up a watch that was paused because its page had failed many times in a row."""
    tool(RESUME_WATCH, WatchReference(watch=which))


@app.command("new")
def new(hours: Annotated[int, typer.Option(help="How far back")] = 24) -> None:
    """Show what is new."""
    data = _checked(ShowNew, hours=hours)
    tool(SHOW_NEW, data)


@app.command("wishes")
def wishes(
    drop: Annotated[
        list[str] | None,
        typer.Option(
            help="Let one go: pay, places, remote, sponsorship, blocked-companies, everything, or a company's name; "
            "may be given several times"
        ),
    ] = None,
    block: Annotated[list[str] | None, typer.Option(help="Never show this company; may be given several times")] = None,
    min_pay: Pay = None,
    currency: Currency = None,
) -> None:
    """Show what holds for every search, and change it."""
    if drop:
        gone = _checked(DropWishes, wishes=[name.replace("blocked-", "blocked ") for name in drop])
        tool(DROP_WISHES, gone)
    if block or min_pay is not None:
        new = _checked(SetWishes, blocked_companies=block or [], salary_min=min_pay, salary_currency=currency)
        tool(SET_WISHES, new)
    if not (drop or block or min_pay is not None):
        tool(SHOW_WISHES, NoArguments())


@app.command("sources")
def sources() -> None:
    """Show the boards that are asked, and how each fares."""
    tool(SHOW_SOURCES, NoArguments())


@app.command("read")
def read(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A board's answer (JSON, XML or HTML); - reads stdin")],
    board: Annotated[str | None, typer.Option(help="Whose answer it is; told by its shape without")] = None,
    company: Annotated[str | None, typer.Option(help="The employer's token on the board, or its name")] = None,
    url: Annotated[str | None, typer.Option(help="The address that answered")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every field, as JSON")] = False,
) -> None:
    """Show the postings in a saved answer of a board."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        name = board or guess_board(content)
        if name is None:
            raise typer.BadParameter(
                "this is no answer of a board that is known; name it with --board", param_hint="FILE"
            )
        found = read_answer(name, content, company=company, url=url)
    except (OSError, AppError) as problem:
        console(stderr=True).print(
            clean(problem.message if isinstance(problem, AppError) else str(problem)), style="red"
        )
        raise typer.Exit(1) from problem
    if as_json:
        typer.echo(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False, indent=2))
        return
    console().print(_table(found, name) if found else f"{name}: no postings")


def _table(found: list[BoardPosting], board: str) -> Table:
    """What was read, one line a posting."""
    table = Table(title=f"{board}: {len(found)} posting{'s' * (len(found) != 1)}", title_justify="left")
    for heading in ("title", "company", "place", "remote", "pay", "posted", "url"):
        table.add_column(heading, overflow="fold")
    for one in found:
        posted = one.posted_at.date().isoformat() if one.posted_at else None
        places = "; ".join([*one.locations, *(f"open to {area}" for area in one.open_to)])
        pay = one.salary.excerpt if one.salary else None
        shown = (one.title, one.company or one.company_token, places, one.remote, pay, posted, one.url)
        table.add_row(*(Text(clean(value)) if value else "" for value in shown))
    return table


def _ways(*, remote: bool, hybrid: bool) -> list[str]:
    """The ways of work that will do; none said: any."""
    return [way for way, said in (("remote", remote), ("hybrid", hybrid)) if said]


# How the command line calls what the tools call otherwise.
_OPTIONS = {
    "salary_min": "--min-pay", "salary_currency": "--currency", "country": "--country", "sources": "--source",
    "posted_within_days": "--days", "limit": "--limit", "seniority": "--seniority", "hours": "--hours",
    "pace": "--pace", "location": "--location",
}  # fmt: skip


def _checked(model: type[Data], **values: Any) -> Data:
    return checked(model, _OPTIONS, **values)


async def _pipeline(context: Context, spec: AnySpec, data: BaseModel) -> tuple[str, bool]:
    result, worked = await pipeline(context, spec, data)
    return spec.present(result), worked
