"""A stand-in for Google that others wrote: npm's `emulate`, over real HTTP."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
from bs4 import BeautifulSoup
from pydantic import SecretStr

from tests.peers import node

CLIENT_ID = "jobwright-tests.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-jobwright-tests"


@dataclass(frozen=True)
class Google:
    """A running stand-in: its address, and the settings that point Jobwright at it."""

    url: str
    redirect_uri: str

    @property
    def settings(self) -> dict[str, Any]:
        """Keyword arguments for `Settings`; the guard is told that this one private host is meant."""
        return {
            "google_client_id": CLIENT_ID,
            "google_client_secret": SecretStr(CLIENT_SECRET),
            "google_redirect_uri": self.redirect_uri,
            "google_server_metadata_url": f"{self.url}/.well-known/openid-configuration",
            "outbound_allowed_hosts": (self.url.removeprefix("http://"),),
        }

    async def consent(self, address: str, email: str) -> str:
        """Open the sign-in page at `address`, press the button of `email`; returns where it sends the browser."""
        async with httpx.AsyncClient() as browser:
            page = await browser.get(address)
            assert page.status_code == 200, page.text
            for form in BeautifulSoup(page.text, "html.parser").find_all("form"):
                fields = {
                    str(field["name"]): str(field.get("value") or "")
                    for field in form.find_all("input", attrs={"name": True})
                }
                if fields.get("email") == email:
                    answer = await browser.post(urljoin(address, str(form["action"])), data=fields)
                    assert answer.status_code == 302, answer.text
                    return answer.headers["location"]
        raise AssertionError(f"the sign-in page offers no {email}")


@contextmanager
def running(folder: Path, users: Sequence[Mapping[str, Any]], *, redirect_uri: str, **more: Any) -> Iterator[Google]:
    """Google with these users (`email`, `name`, `email_verified`); `more` is the rest of its seed (messages, ...)."""
    node.install()
    port = node.free_port()
    client = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "Jobwright",
        "redirect_uris": [redirect_uri],
    }
    seed = folder / f"google-{port}.json"
    seed.write_text(json.dumps({"google": {"users": list(users), "oauth_clients": [client], **more}}))
    url = f"http://127.0.0.1:{port}"
    arguments = ("--service", "google", "--port", str(port), "--seed", str(seed), "--base-url", url)
    with node.running("emulate/dist/index.js", *arguments, answers=f"{url}/.well-known/openid-configuration"):
        yield Google(url, redirect_uri)
