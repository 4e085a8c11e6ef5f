"""`jobwright cmd seed`: made-up jobs to try the lists with."""

import asyncio
import random
from typing import Annotated

import typer

from graphs.services import open_services
from store.database import transaction
from store.settings import Settings
from tools.accounts import service as accounts
from tools.context import Actor
from tools.jobs.schemas import AddJob
from tools.jobs.tools import ADD_JOB
from tools.registry import call

TITLES = (
    "Backend Engineer",
    "Data Analyst",
    "Nurse",
    "Electrician",
    "Product Manager",
    "Teacher",
    "Accountant",
    "Designer",
)
COMPANIES = ("Northwind", "Bluebird", "Harbor", "Oakfield", "Lumen", "Quarry", "Tidewater", "Ferrous")
PLACES = ("Berlin, Germany", "Lyon, France", "Madrid, Spain", "Leeds, United Kingdom", "Utrecht, Netherlands")


def seed(count: Annotated[int, typer.Option(min=1, max=100_000, help="How many jobs")] = 100) -> None:
    """Add made-up jobs to the owner's list."""

    async def run() -> None:
        async with open_services(Settings()) as services:
            async with transaction(services.sessions) as session:
                owner = await accounts.local_owner(session)
            context = services.acting_for(Actor(owner.id))
            for number in range(count):
                choose = random.Random(number)
                title, company, place = choose.choice(TITLES), choose.choice(COMPANIES), choose.choice(PLACES)
                years = choose.randint(1, 9)
                text = f"{company} seeks a {title} in {place}.\n\nRequirements:\n- {years} years of experience"
                await call(
                    ADD_JOB, context,
                    AddJob(title=title, company=f"{company} {number}", location=place, text=text),
                )  # fmt: skip
        typer.echo(f"{count} made-up jobs added")

    asyncio.run(run())
