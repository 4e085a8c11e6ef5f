"""`jobwright profiles`: job profiles and what forms are told, from the command line."""

from typing import Annotated

import typer

from api.cli.doing import Told, checked, do, tool
from store.database import transaction
from store.pagination import PageRequest
from tools.accounts.tools import SET_TIME_ZONE
from tools.accounts.zones import SayTimeZone
from tools.context import Context
from tools.job_profiles import presenting, service
from tools.job_profiles.schemas import ForgetAnswer, SetAnswer, ShowAnswers
from tools.job_profiles.tools import FORGET_ANSWER, SET_ANSWER, SHOW_ANSWERS

app = typer.Typer(help="Job profiles: list, show, what application forms are told.", no_args_is_help=True)
Which = Annotated[str | None, typer.Option("--profile", help="Its name; the default one otherwise")]
_OPTIONS = {"about": "ABOUT", "answer": "ANSWER", "profile": "--profile", "question": "ABOUT"}
_MOST = 200


@app.command("list")
def list_profiles() -> None:
    """The profiles, and which is the default."""

    async def work(context: Context) -> Told:
        async with transaction(context.sessions) as session:
            await service.default_row(session, context.actor)
            page = await service.list_page(session, context.actor, PageRequest(limit=_MOST))
        return presenting.present_profiles(page["items"]), True

    do(work)


@app.command("show")
def show(name: Annotated[str | None, typer.Argument(help="Its name; the default one otherwise")] = None) -> None:
    """One profile: contact fields with where they are from, preferences, answers."""

    async def work(context: Context) -> Told:
        async with transaction(context.sessions) as session:
            row = await service.find_profile(session, context.actor, name)
            return presenting.present_profile(await service.shown(session, context.actor, row)), True

    do(work)


@app.command("timezone")
def timezone(
    zone: Annotated[str | None, typer.Argument(help="Such as Europe/Zurich; without, it is told which it is")] = None,
) -> None:
    """The time zone that your days and hours are in."""
    tool(SET_TIME_ZONE, checked(SayTimeZone, {"timezone": "ZONE"}, timezone=zone))


@app.command("answers")
def answers(
    about: Annotated[str | None, typer.Argument(help="A question, such as “notice period”; all by default")] = None,
    profile: Which = None,
) -> None:
    """What forms are told, and where it is from."""
    tool(SHOW_ANSWERS, checked(ShowAnswers, _OPTIONS, about=about, profile=profile))


@app.command("answer")
def answer(
    about: Annotated[str, typer.Argument(help="A question, such as “notice period”, or one in your words")],
    said: Annotated[str | None, typer.Argument(metavar="ANSWER", help="What forms are told")] = None,
    profile: Which = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the answer instead")] = False,
) -> None:
    """Answer a question of forms, or forget the answer."""
    if forget:
        return tool(FORGET_ANSWER, checked(ForgetAnswer, _OPTIONS, about=about, profile=profile))
    return tool(SET_ANSWER, checked(SetAnswer, _OPTIONS, question=about, answer=said or "", profile=profile))
