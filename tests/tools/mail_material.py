"""Mails of people and firms that do not exist, for the tests of mail sources."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import asyncpg

from graphs.services import open_services
from store.settings import Settings
from tests.conftest import address_of
from tools.context import Services

ADA = "ada.fenwick@gmail.example"


def mail(
    subject: str = "Your application",
    *,
    message_id: str | None = None,
    sender: str = "jobs@harbor.example",
    to: str = ADA,
    text: str = "Thank you for applying to Harbor.\n",
    date: str = "Tue, 24 Nov 2026 09:00:00 +0000",
    **headers: str,
) -> bytes:
    """The MIME bytes of a plain mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, date
    made["Message-ID"] = message_id or f"<{abs(hash((subject, text)))}@harbor.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


@asynccontextmanager
async def opened(postgres: str, migrated: str, folder: Path) -> AsyncIterator[Services]:
    """Services for a whole module: these tests keep nothing in the database but the egress log."""
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(postgres)
    await connection.execute(f"create database {name} template {migrated}")
    settings = Settings(
        database_url=address_of(postgres, name), jobwright_home=folder, secret_key="s" * 40,
        outbound_allowed_hosts="127.0.0.1", _env_file=None,
    )  # fmt: skip
    async with open_services(settings) as services:
        yield services
    await connection.execute(f"drop database {name} with (force)")
    await connection.close()
