"""One application over a database of its own, shared by the tests of the routes; every test signs in somebody new."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from graphs.services import open_services
from store.database import transaction
from store.settings import Settings
from tests.conftest import new_actor
from tests.databases import Databases
from tools.accounts import service as accounts
from tools.context import Actor, Services
from tools.resumes import primary
from tools.resumes.parsing import read
from tools.resumes.schemas import PreparedResume, Resume
from tools.tailoring.documents.renderer import Processes

PREFIX = "/api/v1"
RESUME = """Mirela Kovač
Data Engineer
mirela.kovac@example.org
Vienna, Austria

EXPERIENCE
Senior Data Engineer, Lindwurm Analytics, Vienna
2019-04 - present
- Built the ingestion pipeline in Python and Apache Kafka that takes 40 million events a day.
- Moved 12 warehouses from Hadoop to PostgreSQL.

EDUCATION
TU Wien, MSc Computer Science, 2012 - 2017

SKILLS
Python, PostgreSQL, Apache Kafka, Docker

LANGUAGES
Croatian (native), German (fluent)
"""
POSTING = """Senior Data Engineer
Föhn Energie GmbH
Vienna, Austria (hybrid)

What you will do
Build the pipelines that read {count} meters an hour.

Requirements
- 5+ years of experience with Python
- PostgreSQL and Apache Kafka in production
- Experience with Terraform

We pay 70,000 to 85,000 EUR a year.
"""


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in: their client (paths below /api/v1) and who they are."""

    http: httpx.AsyncClient
    actor: Actor
    token: str


@dataclass(frozen=True)
class Api:
    """The application, what it runs on, and the ways in."""

    app: FastAPI
    services: Services

    def client(self, token: str | None = None, *, root: str = PREFIX) -> httpx.AsyncClient:
        """A client of the application; bugs raise instead of answering 500."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=True)
        return httpx.AsyncClient(transport=transport, base_url=f"http://test{root}", headers=headers, timeout=60)

    def changed(self, **settings: Any) -> "Api":
        """The same with other settings, for routes that begin no work beside the request."""
        mine = self.services.settings.model_copy(update=settings)
        services = replace(self.services, settings=mine)
        app = create_app(mine, services)
        app.state.services = services
        return Api(app, services)

    async def person(self, *, role: str = "user") -> Person:
        """Somebody new, signed in."""
        actor = await new_actor(self.services, role=role)
        async with transaction(self.services.sessions) as session:
            user = await accounts.get_by_id(session, actor.user_id)
            pair = await accounts.create_session(session, self.services, user, device="test", address="127.0.0.1")
        return Person(self.client(pair.access_token), actor, pair.access_token)

    async def resume(self, actor: Actor, text: str = RESUME, filename: str = "mirela.txt") -> Resume:
        """A stored resume, read in this process: the subprocess has tests of its own."""
        content = text.encode()
        vector = (await self.services.embedder.embed([text]))[0]
        prepared = PreparedResume(
            filename=filename, content=content, parsed=read(content, filename), embedding=[float(x) for x in vector]
        )
        async with transaction(self.services.sessions) as session:
            return await primary.save_resume(session, actor, prepared)


def posting() -> str:
    """The text of a posting that nobody has added before."""
    return POSTING.format(count=uuid4().int % 10**12)


def code(answer: httpx.Response) -> str:
    """The stable code of a failed answer."""
    detail = answer.json()["detail"]
    assert isinstance(detail, dict), detail
    return str(detail["code"])


@pytest.fixture(scope="session")
async def api(
    databases: Databases, rendering: Processes, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Api]:
    """The application, running."""
    async with databases.lend() as address:
        settings = api_settings(address, tmp_path_factory.mktemp("api"))
        async with open_services(settings, rendering=rendering) as services:
            app = create_app(settings, services)
            async with app.router.lifespan_context(app):
                yield Api(app, services)


def api_settings(database_url: str, home: Path) -> Settings:
    """A lone installation with limits that tests do not reach, which may read pages of this machine."""
    return Settings(
        database_url=database_url, jobwright_home=home, secret_key="s" * 40, rate_limit_requests=100_000,
        sign_in_limit_requests=100_000, outbound_allowed_hosts="127.0.0.1", _env_file=None,
    )  # fmt: skip


@pytest.fixture
async def person(api: Api) -> AsyncIterator[Person]:
    """Somebody who is signed in."""
    somebody = await api.person()
    async with somebody.http:
        yield somebody


@pytest.fixture
async def stranger(api: Api) -> AsyncIterator[Person]:
    """Somebody else who is signed in."""
    somebody = await api.person()
    async with somebody.http:
        yield somebody
