"""Sign-in with Google over the wire, against a stand-in that others wrote."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import rsa
from itsdangerous import URLSafeTimedSerializer
from jwt.algorithms import RSAAlgorithm
from pydantic import SecretStr

from api.app import create_app
from store.database import transaction
from tests.peers import google as peer
from tools.accounts import service
from tools.context import Services
from tools.outbound import Outbound

CALLBACK = "http://localhost/api/v1/oauth/google/callback"
USERS = [
    {"email": "ada@example.com", "name": "Ada Lovelace"},
    {"email": "unsure@example.com", "name": "Not Verified", "email_verified": False},
]
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[peer.Google]:
    with peer.running(tmp_path_factory.mktemp("google"), USERS, redirect_uri=CALLBACK) as running:
        yield running


@asynccontextmanager
async def _serving(services: Services, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    changed = services.settings.model_copy(update={"sign_in_limit_requests": 10_000} | settings)
    async with Outbound(allowed_hosts=frozenset(changed.outbound_allowed_hosts)) as outbound:
        app = create_app(changed, replace(services, settings=changed, outbound=outbound))
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as http,
        ):
            yield http


@pytest_asyncio.fixture
async def http(services: Services, google: peer.Google) -> AsyncIterator[httpx.AsyncClient]:
    async with _serving(services, **google.settings) as client:
        yield client


async def _consent(http: httpx.AsyncClient, google: peer.Google, email: str, prefix: str = "") -> str:
    """Go to Google and press the button; returns the address Google sends the browser back to."""
    begun = await http.get(f"{prefix}/oauth/google/login")
    assert begun.status_code == 307, begun.text
    return await google.consent(begun.headers["location"], email)


async def _signed_in(http: httpx.AsyncClient, google: peer.Google, email: str = "ada@example.com") -> dict[str, Any]:
    """The whole way to a pair of tokens; returns the account."""
    back = await http.get(await _consent(http, google, email))
    assert back.status_code == 307, back.text
    page, _, token = back.headers["location"].partition("#sign-in=")
    assert page == "/"
    pair = await http.post("/auth/owner", json={"token": token})
    assert pair.status_code == 200, pair.text
    assert (await http.post("/auth/owner", json={"token": token})).status_code == 401  # it works once
    me = await http.get("/auth/me", headers={"Authorization": f"Bearer {pair.json()['access_token']}"})
    return dict(me.json())


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["detail"]["code"])


async def test_google_makes_an_account_once(http: httpx.AsyncClient, google: peer.Google) -> None:
    first = await _signed_in(http, google)
    assert (first["email"], first["full_name"], first["role"]) == ("ada@example.com", "Ada Lovelace", "user")
    http.cookies.clear()
    assert (await _signed_in(http, google))["id"] == first["id"]


async def test_the_request_carries_pkce_state_and_nonce(http: httpx.AsyncClient) -> None:
    begun = await http.get("/oauth/google/login")
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [CALLBACK]
    assert set(asked["scope"][0].split()) == {"openid", "email", "profile"}
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 32
    cookie = begun.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert begun.headers["cache-control"] == "no-store"


async def test_the_other_address_of_the_routes_works_too(http: httpx.AsyncClient, google: peer.Google) -> None:
    back = await _consent(http, google, "ada@example.com", prefix="/auth")
    answer = await http.get(back.replace("/oauth/google/", "/auth/oauth/google/"))
    assert answer.status_code == 307


async def test_an_account_with_the_verified_address_is_linked_and_made_safe(
    http: httpx.AsyncClient, google: peer.Google
) -> None:
    body = {"email": "Ada@Example.com", "password": PASSWORD, "full_name": "Countess"}
    made = (await http.post("/auth/register", json=body)).json()
    linked = await _signed_in(http, google)
    assert (linked["id"], linked["full_name"]) == (made["id"], "Countess")
    # Whoever registered never proved the address was theirs: their password and session are gone.
    assert (await http.post("/auth/login", json=body)).status_code == 401
    old = await http.get("/auth/me", headers={"Authorization": f"Bearer {made['access_token']}"})
    assert old.status_code == 401


async def test_an_address_google_has_not_verified_is_refused(http: httpx.AsyncClient, google: peer.Google) -> None:
    answer = await http.get(await _consent(http, google, "unsure@example.com"))
    assert _refusal(answer) == (401, "GOOGLE_EMAIL_UNVERIFIED")


async def test_a_changed_address_at_google_keeps_the_account(
    http: httpx.AsyncClient, google: peer.Google, services: Services
) -> None:
    before = await _signed_in(http, google)
    async with transaction(services.sessions) as session:
        user = await service.get_by_email(session, "ada@example.com")
        user.email = "moved@example.com"
    assert (await _signed_in(http, google))["id"] == before["id"]


async def test_answers_that_do_not_belong_here_are_refused(http: httpx.AsyncClient, google: peer.Google) -> None:
    back = await _consent(http, google, "ada@example.com")
    callback = "/oauth/google/callback"
    code = parse_qs(urlsplit(back).query)["code"][0]

    assert _refusal(await http.get(callback, params={"error": "access_denied"})) == (401, "GOOGLE_DENIED")
    forged = await http.get(callback, params={"code": code, "state": "forged"})
    assert _refusal(forged) == (401, "GOOGLE_STATE_MISMATCH")
    assert _refusal(await http.get(callback)) == (401, "GOOGLE_STATE_MISMATCH")
    kept = http.cookies["jobwright_google"]
    http.cookies.clear()
    assert _refusal(await http.get(back)) == (401, "GOOGLE_STATE_MISMATCH")  # begun in another browser
    http.cookies.set("jobwright_google", f"{kept[:-3]}AAA", domain="localhost.local", path="/")
    assert _refusal(await http.get(back)) == (401, "GOOGLE_STATE_MISMATCH")


async def test_a_code_works_once_and_only_with_its_verifier(http: httpx.AsyncClient, google: peer.Google) -> None:
    back = await _consent(http, google, "ada@example.com")
    kept = http.cookies["jobwright_google"]
    assert (await http.get(back)).status_code == 307
    assert "jobwright_google" not in http.cookies
    http.cookies.clear()
    again = await http.get(back, headers={"Cookie": f"jobwright_google={kept}"})
    assert _refusal(again) == (401, "GOOGLE_CODE_REFUSED")

    stolen = parse_qs(urlsplit(await _consent(http, google, "ada@example.com")).query)["code"][0]
    http.cookies.clear()
    mine = parse_qs(urlsplit((await http.get("/oauth/google/login")).headers["location"]).query)["state"][0]
    answer = await http.get("/oauth/google/callback", params={"code": stolen, "state": mine})
    assert _refusal(answer) == (401, "GOOGLE_CODE_REFUSED")


async def test_waiting_too_long_is_said(
    http: httpx.AsyncClient, google: peer.Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = await _consent(http, google, "ada@example.com")
    monkeypatch.setattr("tools.accounts.google.FLOW_SECONDS", -1)
    assert _refusal(await http.get(back)) == (401, "GOOGLE_FLOW_EXPIRED")


async def test_only_googles_own_token_for_this_sign_in_counts(
    http: httpx.AsyncClient, google: peer.Google, services: Services
) -> None:
    signer = URLSafeTimedSerializer(services.settings.signing_key, salt="google-sign-in")
    discovery, certs = f"{google.url}/.well-known/openid-configuration", f"{google.url}/oauth2/v3/certs"
    async with httpx.AsyncClient() as plain:
        metadata, keys = (await plain.get(discovery)).json(), (await plain.get(certs)).json()
    strange_key = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 2048).public_key(), as_dict=True)

    async def come_back(*, change_flow: dict[str, str] | None = None, document: tuple[str, Any] | None = None) -> Any:
        back = await _consent(http, google, "ada@example.com")
        flow = signer.loads(http.cookies["jobwright_google"]) | (change_flow or {})
        http.cookies.clear()
        if document:
            await services.cache.put(f"google:{document[0]}", json.dumps(document[1]).encode(), seconds=60)
        answer = await http.get(back, headers={"Cookie": f"jobwright_google={signer.dumps(flow)}"})
        for address in (discovery, certs):
            await services.cache.drop(f"google:{address}")
        return answer

    assert (await come_back()).status_code == 307
    for wrong in (
        await come_back(change_flow={"nonce": "of another sign-in"}),
        await come_back(document=(discovery, metadata | {"issuer": "http://127.9.9.9"})),
        await come_back(document=(certs, {"keys": [keys["keys"][0] | strange_key]})),
    ):
        assert _refusal(wrong) == (401, "GOOGLE_TOKEN_INVALID")
    # Keys change at Google: one that is not known yet is looked up once more.
    rotated = (certs, {"keys": [keys["keys"][0] | strange_key | {"kid": "yesterday"}]})
    assert (await come_back(document=rotated)).status_code == 307


async def test_without_settings_it_says_what_to_set(services: Services) -> None:
    async with _serving(services) as http:
        for path in ("login", "callback"):
            answer = await http.get(f"/oauth/google/{path}")
            assert _refusal(answer) == (503, "GOOGLE_NOT_CONFIGURED")
            assert "GOOGLE_CLIENT_ID" in answer.json()["detail"]["message"]


async def test_google_being_down_is_an_upstream_failure(services: Services, google: peer.Google) -> None:
    away = google.settings | {
        "google_server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
        "outbound_allowed_hosts": ("127.0.0.1:9",),
    }
    async with _serving(services, **away) as http:
        assert (await http.get("/oauth/google/login")).status_code == 502
    wrong_secret = google.settings | {"google_client_secret": SecretStr("wrong")}
    async with _serving(services, **wrong_secret) as http:
        answer = await http.get(await _consent(http, google, "ada@example.com"))
        assert _refusal(answer) == (502, "GOOGLE_FAILED")
        assert "invalid_client" in answer.json()["detail"]["message"]
