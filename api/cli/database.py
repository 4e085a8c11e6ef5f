"""`jobwright db`: the schema."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import typer
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from store.database import Database, alembic_config, current_revision
from store.settings import Settings

app = typer.Typer(no_args_is_help=True)


def _with_connection(work: Callable[[Config], None]) -> None:
    async def run() -> None:
        database = Database(Settings())
        await database.open(migrate=False)
        try:
            async with database.engine.connect() as connection:
                await connection.run_sync(lambda c: work(_config(c)))
                await connection.commit()
        finally:
            await database.close()

    asyncio.run(run())


def _config(connection: Connection) -> Config:
    config = alembic_config()
    config.attributes["connection"] = connection
    return config


@app.command()
def migrate(message: str = typer.Option(..., "-m", "--message", help="What the migration does")) -> None:
    """Write a migration from what the tables and the database differ in."""

    def revise(config: Config) -> None:
        command.upgrade(config, "head")
        config.set_main_option(
            "version_locations", str(Path(config.get_main_option("script_location") or "") / "versions")
        )
        command.revision(config, message=message, autogenerate=True)

    _with_connection(revise)


@app.command()
def upgrade(revision: str = typer.Argument("head")) -> None:
    """Bring the schema up to a revision."""
    _with_connection(lambda config: command.upgrade(config, revision))


@app.command()
def downgrade(revision: str = typer.Argument("-1")) -> None:
    """Take the schema back to a revision."""
    _with_connection(lambda config: command.downgrade(config, revision))


@app.command()
def current() -> None:
    """The revision the database is at."""

    async def run() -> None:
        database = Database(Settings())
        await database.open(migrate=False)
        try:
            typer.echo(await current_revision(database.engine) or "empty")
        finally:
            await database.close()

    asyncio.run(run())


@app.command()
def history() -> None:
    """Every migration, the newest first."""
    command.history(alembic_config())
