"""The routes of accounts, as a client meets them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from api.app import create_app
from store.database import transaction
from tools.accounts import service
from tools.context import Services

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
INVALID = ("nul\x00nul-nul", "\ud800\udfff\ud800" * 3)


@asynccontextmanager
async def _serving(services: Services, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application whose settings differ in these; sign-in is not limited unless said."""
    changed = services.settings.model_copy(update={"sign_in_limit_requests": 10_000} | settings)
    app = create_app(changed, replace(services, settings=changed))
    transport = httpx.ASGITransport(app, client=(f"10.0.0.{uuid4().int % 250}", 50_000))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as http,
    ):
        yield http


@pytest_asyncio.fixture
async def http(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    async with _serving(services) as client:
        yield client


async def _register(http: httpx.AsyncClient, name: str = "ada", **more: str) -> dict[str, Any]:
    body = {"email": f"{name}@example.com", "password": PASSWORD} | more
    answer = await http.post("/auth/register", json=body, headers={"User-Agent": FIREFOX})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _bearer(pair: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {pair['access_token']}"}


def _code(answer: httpx.Response) -> str:
    return str(answer.json()["detail"]["code"])


async def test_an_account_is_made_and_signed_in_at_once(http: httpx.AsyncClient) -> None:
    made = await _register(http, full_name="Ada Lovelace", username="AdaL")
    assert made["token_type"] == "bearer"
    assert (made["username"], made["email"]) == ("AdaL", "ada@example.com")
    me = await http.get("/auth/me", headers=_bearer(made))
    assert me.status_code == 200
    assert me.json() == (await http.get("/users/me", headers=_bearer(made))).json()
    assert me.json()["id"] == made["id"]
    assert (me.json()["role"], me.json()["full_name"]) == ("user", "Ada Lovelace")
    assert not {"password", "password_hash"} & me.json().keys()

    again = await http.post("/auth/register", json={"email": "ADA@example.com", "password": PASSWORD})
    assert (again.status_code, _code(again)) == (409, "EMAIL_TAKEN")


async def test_signing_in_takes_json_and_forms(http: httpx.AsyncClient) -> None:
    await _register(http, username="AdaL")
    requests: list[dict[str, Any]] = [
        {"json": {"email": "ada@example.com", "password": PASSWORD}},
        {"json": {"username": "adal", "password": PASSWORD}},
        {"data": {"grant_type": "password", "username": "AdaL", "password": PASSWORD, "scope": ""}},
        {"data": {"username": "Ada@Example.com", "password": PASSWORD}},
        {"files": {"username": (None, "adal"), "password": (None, PASSWORD)}},
    ]
    for request in requests:
        answer = await http.post("/auth/login", **request)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json().keys() == {"access_token", "refresh_token", "token_type", "expires_in"}
        assert (await http.get("/auth/me", headers=_bearer(answer.json()))).json()["username"] == "AdaL"


async def test_wrong_name_and_wrong_password_get_one_answer(http: httpx.AsyncClient) -> None:
    await _register(http)
    answers = [
        await http.post("/auth/login", json={"email": email, "password": password})
        for email, password in (("ada@example.com", "wrong"), ("nobody@example.com", PASSWORD))
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json() == answers[1].json()
    assert answers[0].headers["www-authenticate"] == "Bearer"


async def test_without_a_valid_token_nothing_is_shown(http: httpx.AsyncClient) -> None:
    for path in ("/auth/me", "/users/me", "/profiles/me", "/sessions"):
        for header in (None, b"Bearer nonsense", b"Basic YWRhOmFkYQ==", b"Bearer", b"Bearer \xe4"):
            answer = await http.get(path, headers={"Authorization": header} if header else None)
            assert answer.status_code == 401, (path, header)
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_refreshing_rotates_and_a_copy_ends_the_session(http: httpx.AsyncClient) -> None:
    first = await _register(http)
    second = (await http.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})).json()
    assert (await http.get("/auth/me", headers=_bearer(second))).status_code == 200
    stolen = await http.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})
    assert stolen.status_code == 401
    after = await http.post("/auth/refresh", json={"refresh_token": second["refresh_token"]})
    assert after.status_code == 401
    assert (await http.get("/auth/me", headers=_bearer(second))).status_code == 401


async def test_signing_out_ends_both_tokens_at_once(http: httpx.AsyncClient) -> None:
    pair = await _register(http)
    assert (await http.get("/auth/me", headers=_bearer(pair))).status_code == 200
    assert (await http.post("/auth/logout", headers=_bearer(pair))).status_code == 204
    assert (await http.get("/auth/me", headers=_bearer(pair))).status_code == 401
    assert (await http.post("/auth/refresh", json={"refresh_token": pair["refresh_token"]})).status_code == 401


async def test_devices_are_listed_and_signed_out_one_by_one(http: httpx.AsyncClient) -> None:
    here = await _register(http)
    there = (await http.post("/auth/login", json={"email": here["email"], "password": PASSWORD})).json()
    page = (await http.get("/sessions", headers=_bearer(here))).json()
    assert (page["total"], page["next_cursor"]) == (2, None)
    other, mine = page["items"]
    assert (mine["device"], mine["current"], other["current"]) == ("Firefox on Linux", True, False)
    assert mine["address"].startswith("10.0.0.")

    stranger = await _register(http, "eve")
    assert (await http.delete(f"/sessions/{other['id']}", headers=_bearer(stranger))).status_code == 404
    assert (await http.delete(f"/sessions/{other['id']}", headers=_bearer(here))).status_code == 204
    assert (await http.delete(f"/sessions/{other['id']}", headers=_bearer(here))).status_code == 404
    assert (await http.get("/auth/me", headers=_bearer(there))).status_code == 401
    assert (await http.get("/auth/me", headers=_bearer(here))).status_code == 200

    first = (await http.get("/sessions?limit=1", headers=_bearer(stranger))).json()
    assert [item["current"] for item in first["items"]] == [True]


async def test_an_account_is_changed_in_part(http: httpx.AsyncClient) -> None:
    pair = await _register(http)
    await _register(http, "bob", username="bob")
    changed = await http.patch("/users/me", json={"full_name": "Ada L."}, headers=_bearer(pair))
    assert (changed.status_code, changed.json()["full_name"]) == (200, "Ada L.")
    taken = await http.patch("/users/me", json={"username": "Bob"}, headers=_bearer(pair))
    assert (taken.status_code, _code(taken)) == (409, "USERNAME_TAKEN")
    new = {"password": "a quite new one"}
    refused = await http.patch("/users/me", json=new, headers=_bearer(pair))
    assert (refused.status_code, _code(refused)) == (403, "WRONG_PASSWORD")
    accepted = await http.patch("/users/me", json=new | {"current_password": PASSWORD}, headers=_bearer(pair))
    assert accepted.status_code == 200
    login = await http.post("/auth/login", json={"email": pair["email"]} | new)
    assert login.status_code == 200


async def test_profiles_belong_to_whoever_asks(http: httpx.AsyncClient) -> None:
    ada, eve = await _register(http), await _register(http, "eve")
    given = {
        "skills": ["Python", "Go"], "experience_level": "senior", "preferred_locations": ["Berlin"],
        "remote_preference": "hybrid", "languages": ["German"], "work_authorization": "EU citizen",
    }  # fmt: skip
    assert (await http.patch("/profiles/me", json=given, headers=_bearer(ada))).status_code == 200
    profile = (await http.get("/profiles/me", headers=_bearer(ada))).json()
    assert given.items() <= profile.items()
    cleared = await http.patch("/profiles/me", json={"remote_preference": None}, headers=_bearer(ada))
    assert cleared.json()["remote_preference"] is None
    assert cleared.json()["skills"] == ["Python", "Go"]
    assert (await http.get("/profiles/me", headers=_bearer(eve))).json()["skills"] == []
    for wrong in ({"remote_preference": "moon"}, {"timezone": "Europe/Atlantis"}):
        assert (await http.patch("/profiles/me", json=wrong, headers=_bearer(ada))).status_code == 422
    # A device's zone is taken where none was said; the machine that only knows UTC knows none.
    for device, kept in (("UTC", None), ("Europe/Zurich", "Europe/Zurich"), ("Asia/Tokyo", "Europe/Zurich")):
        told = await http.post("/profiles/me/timezone", json={"timezone": device}, headers=_bearer(ada))
        assert told.json()["timezone"] == kept
    moved = await http.patch("/profiles/me", json={"timezone": "lisbon", "skills": []}, headers=_bearer(ada))
    assert (moved.json()["timezone"], moved.json()["skills"]) == ("Europe/Lisbon", [])
    undone = await http.post("/changes/undo", headers=_bearer(ada))
    assert "timezone" in undone.text
    back = (await http.get("/profiles/me", headers=_bearer(ada))).json()
    assert (back["timezone"], back["skills"]) == ("Europe/Zurich", ["Python", "Go"])


async def test_only_administrators_see_other_accounts(http: httpx.AsyncClient, services: Services) -> None:
    ada, bob = await _register(http), await _register(http, "bob")
    refused = await http.get(f"/users/{ada['id']}", headers=_bearer(bob))
    assert refused.status_code == 403
    assert refused.json()["detail"]["message"] == "Admin access required"
    async with transaction(services.sessions) as session:
        await service.set_role(session, "ada@example.com", "admin")
    admin = (await http.post("/auth/login", json={"email": ada["email"], "password": PASSWORD})).json()
    assert (await http.get(f"/users/{bob['id']}", headers=_bearer(admin))).json()["email"] == "bob@example.com"
    assert (await http.get(f"/users/{uuid4()}", headers=_bearer(admin))).status_code == 404
    assert (await http.get("/users/not-an-id", headers=_bearer(admin))).status_code == 422


async def test_the_owners_link_signs_in_once(http: httpx.AsyncClient, services: Services) -> None:
    async with transaction(services.sessions) as session:
        owner = await service.local_owner(session)
        token = await service.issue_sign_in_token(session, owner.id, timedelta(minutes=5))
        stale = await service.issue_sign_in_token(session, owner.id, timedelta(seconds=-1))
    pair = await http.post("/auth/owner", json={"token": token})
    assert pair.status_code == 200
    assert (await http.get("/auth/me", headers=_bearer(pair.json()))).json()["role"] == "admin"
    for spent in (token, stale, "unknown"):
        assert (await http.post("/auth/owner", json={"token": spent})).status_code == 401


async def test_trying_too_often_must_wait(services: Services) -> None:
    async with _serving(services, sign_in_limit_requests=3, rate_limit_period=30) as http:
        guess = {"email": "nobody@example.com", "password": "guess"}
        answers = [await http.post("/auth/login", json=guess) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 30
        newcomer = {"email": "a@example.com", "password": PASSWORD}
        for path, body in (("register", newcomer), ("refresh", {"refresh_token": "t"}), ("owner", {"token": "t"})):
            codes = {(await http.post(f"/auth/{path}", json=body)).status_code for _ in range(4)}
            assert 429 in codes, path


@pytest.mark.parametrize("text", INVALID, ids=["nul", "surrogates"])
async def test_text_that_cannot_be_kept_is_invalid_everywhere(http: httpx.AsyncClient, text: str) -> None:
    pair = await _register(http)
    tries: list[tuple[str, str, dict[str, Any]]] = [
        *(("POST", "/auth/register", {"email": "x@example.com", "password": PASSWORD} | {name: text})
          for name in ("email", "password", "username", "full_name")),
        *(("POST", "/auth/login", {"email": "x@example.com", "password": PASSWORD} | {name: text})
          for name in ("email", "password", "username")),
        ("POST", "/auth/refresh", {"refresh_token": text}),
        ("POST", "/auth/owner", {"token": text}),
        ("POST", "/auth/logout", {"refresh_token": text}),
        *(("PATCH", "/users/me", {name: text})
          for name in ("email", "username", "full_name", "password", "current_password")),
        *(("PATCH", "/profiles/me", {name: text}) for name in ("headline", "work_authorization", "experience_level")),
        *(("PATCH", "/profiles/me", {name: [text]}) for name in ("skills", "preferred_locations", "languages")),
    ]  # fmt: skip
    for method, path, body in tries:
        answer = await http.request(
            method, path, content=_json(body), headers=_bearer(pair) | {"Content-Type": "application/json"}
        )
        assert answer.status_code == 422, (path, body, answer.text)
        assert isinstance(answer.json()["detail"], list)


def _json(value: object) -> bytes:
    """JSON with escapes, so that lone surrogates get through."""
    return json.dumps(value).encode()


async def test_a_body_that_is_no_object_is_invalid(http: httpx.AsyncClient) -> None:
    for path in ("/auth/login", "/auth/register", "/auth/refresh"):
        for body in (b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"1", b"[" * 5000):
            answer = await http.post(path, content=body, headers={"Content-Type": "application/json"})
            assert answer.status_code in (400, 422), (path, body[:10], answer.text)
