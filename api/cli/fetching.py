"""`jobwright save`: what a link in an answer leads to, put into a file; no server and no session are needed."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import httpx
import typer

from api.app import PREFIX, create_app
from api.cli.doing import Told, do
from api.cli.saving import save
from store.database import transaction
from store.errors import NotFoundError, ValidationError
from tools.accounts import service as accounts
from tools.context import Context

_NAMED = re.compile(r"filename\*=UTF-8''([^;]+)|filename=\"([^\"]+)\"")


def save_link(
    link: Annotated[str, typer.Argument(help="As an answer names it: /api/v1/…")],
    out: Annotated[Path | None, typer.Option(help="Where to; under its own name in the current folder without")] = None,
) -> None:
    """Save what a link of an answer leads to."""

    async def work(context: Context) -> Told:
        return await saved(context, link, out), True

    do(work)


async def saved(context: Context, link: str, out: Path | None = None) -> str:
    """Ask for it as the owner, in this process, and say where the file lies.

    Raises ValidationError for what is no such link, NotFoundError where there is nothing (any more).
    """
    parts = urlsplit(link)
    if not parts.path.startswith(f"{PREFIX}/"):
        raise ValidationError(f"“{link[:100]}” is no link of an answer; those begin with {PREFIX}/.", code="NO_LINK")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    async with _signed_in(context) as http:
        answer = await http.get(target, timeout=None)
    if answer.status_code != httpx.codes.OK:
        raise NotFoundError(f"{target} answers {answer.status_code}: {_reason(answer)}", code="NOTHING_SAVED")
    return f"Saved {await save(str(out or _name(answer, parts.path)), answer.content)}."


@asynccontextmanager
async def _signed_in(context: Context) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application in this process, signed in for as long as this lasts."""
    app = create_app(context.settings, context.services)
    app.state.services = context.services
    async with transaction(context.sessions) as session:
        owner = await accounts.get_by_id(session, context.actor.user_id)
        pair = await accounts.create_session(session, context.services, owner, device="command line", address="here")
    headers = {"Authorization": f"Bearer {pair.access_token}"}
    try:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://jobwright", headers=headers) as http:
            yield http
    finally:
        async with transaction(context.sessions) as session:
            await accounts.logout_by_refresh_token(session, context.services, context.actor, pair.refresh_token)


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"]["message"])
    except (ValueError, KeyError, TypeError):
        return answer.reason_phrase


def _name(answer: httpx.Response, path: str) -> str:
    """The name that the file comes with, without any folder; else the end of its address."""
    found = _NAMED.search(answer.headers.get("content-disposition", ""))
    said = unquote(found[1] or found[2]) if found else path.rpartition("/")[2]
    return Path(said).name.lstrip(".") or "download"
