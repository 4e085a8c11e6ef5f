"""`jobwright user`: accounts from the command line, for whoever runs the machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import pydantic
import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from api.cli.screen import clean, console
from store.accounts import Role, User
from store.database import Database, transaction
from store.pagination import MAX_LIMIT, PageRequest
from store.settings import Settings
from tools.accounts import service
from tools.accounts.schemas import Registration

app = typer.Typer(help="Create accounts, list them, change their role.", no_args_is_help=True)


@app.command("create")
def create(
    email: Annotated[str, typer.Option(prompt="E-mail address", help="Asked for when left out.")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True, hide_input=True, confirmation_prompt=True, help="8 to 200 characters; asked for when left out."
        ),
    ],
    username: Annotated[str | None, typer.Option(help="Made from the address when left out.")] = None,
    full_name: Annotated[str | None, typer.Option()] = None,
    superuser: Annotated[bool, typer.Option("--superuser", help="Make it an administrator.")] = False,
) -> None:
    """Create an account."""
    try:
        data = Registration(email=email, password=password, username=username, full_name=full_name)
    except pydantic.ValidationError as problem:
        first = problem.errors()[0]
        option = f"--{first['loc'][0]}".replace("_", "-")
        raise typer.BadParameter(first["msg"].removeprefix("Value error, "), param_hint=option) from problem
    user = asyncio.run(_create(data, "admin" if superuser else "user"))
    typer.echo(f"Created {user.email} ({user.username}, {user.role}), id {user.id}")


@app.command("list")
def list_all() -> None:
    """List every account, newest first."""
    table = Table("id", "e-mail", "username", "role", "active", "created")
    for user in asyncio.run(_list()):
        made = user.created_at.strftime("%Y-%m-%d %H:%M")
        active = "yes" if user.is_active else "no"
        table.add_row(str(user.id), clean(user.email), clean(user.username), user.role, active, made)
    terminal = console()
    # Piped into another program there is no width to fit, and cut-off addresses would be of no use there.
    wide = terminal if terminal.is_terminal else console(width=400)
    wide.print(table)


@app.command("set-role")
def set_role(email: Annotated[str, typer.Argument(help="Whose role")], role: Annotated[Role, typer.Argument()]) -> None:
    """Make somebody an administrator or an ordinary user."""
    user = asyncio.run(_set_role(email, role))
    typer.echo(f"{user.email} is now {user.role}")


async def _create(data: Registration, role: Role) -> User:
    async with _session() as session:
        return await service.register(session, data, role=role)


async def _list() -> list[User]:
    users: list[User] = []
    page = PageRequest(limit=MAX_LIMIT)
    async with _session() as session:
        while True:
            found = await service.list_users(session, page)
            users += found["items"]
            if found["next_cursor"] is None:
                return users
            page = PageRequest(limit=MAX_LIMIT, cursor=found["next_cursor"])


async def _set_role(email: str, role: Role) -> User:
    async with _session() as session:
        return await service.set_role(session, email, role)


@asynccontextmanager
async def _session() -> AsyncIterator[AsyncSession]:
    database = Database(Settings())
    await database.open()
    try:
        async with transaction(database.sessions) as session:
            yield session
    finally:
        await database.close()
