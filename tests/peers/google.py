"""A stand-in for Google that others wrote: npm's `emulate`, over real HTTP, behind a front that adds what it lacks."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx
from bs4 import BeautifulSoup
from pydantic import SecretStr

from tests.peers import google_front, node
from tests.peers.google_front import Front

CLIENT_ID = "jobwright-tests.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-jobwright-tests"


@dataclass(frozen=True)
class Google:
    """A running stand-in: its address, and the settings that point Jobwright at it. `front` can make it misbehave."""

    url: str
    redirect_uri: str
    front: Front

    @property
    def settings(self) -> dict[str, Any]:
        """Keyword arguments for `Settings`; the guard is told that this one private host is meant."""
        return {
            "google_client_id": CLIENT_ID,
            "google_client_secret": SecretStr(CLIENT_SECRET),
            "google_redirect_uri": self.redirect_uri,
            "google_server_metadata_url": f"{self.url}/.well-known/openid-configuration",
            "google_api_url": self.url,
            "outbound_allowed_hosts": (self.url.removeprefix("http://"),),
        }

    async def consent(self, address: str, email: str, *, only: Sequence[str] = ()) -> str:
        """Open the sign-in page at `address`, press the button of `email`; returns where it sends the browser.

        `only` are the scopes whose boxes stay ticked; unnamed: all that were asked for.
        """
        async with httpx.AsyncClient() as browser:
            page = await browser.get(address)
            assert page.status_code == 200, page.text
            for form in BeautifulSoup(page.text, "html.parser").find_all("form"):
                fields = {
                    str(field["name"]): str(field.get("value") or "")
                    for field in form.find_all("input", attrs={"name": True})
                }
                if fields.get("email") == email:
                    if only:
                        fields["scope"] = " ".join(["openid", "email", *only])
                    answer = await browser.post(urljoin(address, str(form["action"])), data=fields)
                    assert answer.status_code == 302, answer.text
                    return answer.headers["location"]
        raise AssertionError(f"the sign-in page offers no {email}")

    def decline(self, address: str) -> str:
        """Where Google sends the browser when the person says no; the stand-in's page has no such button."""
        asked = parse_qs(urlsplit(address).query)
        return f"{asked['redirect_uri'][0]}?{urlencode({'error': 'access_denied', 'state': asked['state'][0]})}"

    async def tokens(self, email: str, *scopes: str) -> dict[str, Any]:
        """Tokens with these scopes, as after a consent that Jobwright had no part in."""
        named = " ".join(["openid", "email", *(f"https://www.googleapis.com/auth/{scope}" for scope in scopes)])
        asked = {
            "client_id": CLIENT_ID, "redirect_uri": self.redirect_uri, "scope": named, "state": "of-a-test",
            "response_type": "code",
        }  # fmt: skip
        back = await self.consent(f"{self.url}/o/oauth2/v2/auth?{urlencode(asked)}", email)
        body = {
            "grant_type": "authorization_code", "code": parse_qs(urlsplit(back).query)["code"][0],
            "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": self.redirect_uri,
        }  # fmt: skip
        async with httpx.AsyncClient(base_url=self.url) as http:
            return dict((await http.post("/oauth2/token", data=body)).raise_for_status().json())

    async def add_mail(self, email: str, raw: bytes, *, labels: Sequence[str] = ("INBOX", "UNREAD")) -> str:
        """Let a mail arrive now; returns its id."""
        token = (await self.tokens(email, "gmail.modify"))["access_token"]
        body = {"raw": base64.urlsafe_b64encode(raw).decode(), "labelIds": list(labels)}
        async with httpx.AsyncClient(base_url=self.url, headers={"Authorization": f"Bearer {token}"}) as http:
            answer = await http.post("/gmail/v1/users/me/messages/import", json=body)
            return str(answer.raise_for_status().json()["id"])

    async def mailbox(self, email: str) -> list[dict[str, Any]]:
        """Every message as it stands, newest first: id, threadId, labelIds, payload with headers."""
        token = (await self.tokens(email, "gmail.modify"))["access_token"]
        async with httpx.AsyncClient(base_url=self.url, headers={"Authorization": f"Bearer {token}"}) as http:
            listed = await http.get("/gmail/v1/users/me/messages", params={"includeSpamTrash": "true"})
            ids = [part["id"] for part in listed.raise_for_status().json()["messages"]]
            return [(await http.get(f"/gmail/v1/users/me/messages/{one}")).raise_for_status().json() for one in ids]


def message(
    raw: bytes, *, user: str, labels: Sequence[str] = ("INBOX", "UNREAD"), thread: str | None = None, **more: Any
) -> dict[str, Any]:
    """A seeded message (of `messages=[…]`) from its MIME bytes."""
    seed = {"user_email": user, "raw": base64.urlsafe_b64encode(raw).decode(), "label_ids": list(labels), **more}
    return {**seed, "thread_id": thread} if thread else seed


@contextmanager
def running(
    folder: Path,
    users: Sequence[Mapping[str, Any]],
    *,
    redirect_uri: str,
    redirect_uris: Sequence[str] = (),
    **more: Any,
) -> Iterator[Google]:
    """Google with these users (`email`, `name`, `email_verified`); `more` is the rest of its seed (messages, ...)."""
    node.install()
    port = node.free_port()
    client = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "Jobwright",
        "redirect_uris": [redirect_uri, *redirect_uris],
    }
    behind = f"http://127.0.0.1:{port}"
    with google_front.running(behind) as front:
        seed = folder / f"google-{port}.json"
        seed.write_text(json.dumps({"google": {"users": list(users), "oauth_clients": [client], **more}}))
        arguments = ("--service", "google", "--port", str(port), "--seed", str(seed), "--base-url", front.url)
        with node.running("emulate/dist/index.js", *arguments, answers=f"{behind}/.well-known/openid-configuration"):
            yield Google(front.url, redirect_uri, front)
