"""Sign-in, tokens and sessions, down to the database."""

import asyncio
import base64
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
import pytest
from pydantic import SecretStr
from pydantic import ValidationError as SchemaError

from store import accounts as store
from store.accounts import User
from store.actors import Actor
from store.database import transaction
from store.errors import AlreadyExistsError, AuthenticationError, AuthorizationError, RateLimitError
from store.pagination import PageRequest
from store.settings import Settings
from tools.accounts import service, tokens
from tools.accounts.devices import device_name
from tools.accounts.schemas import Credentials, ProfileUpdate, Registration, TokenPair, UserUpdate
from tools.context import Services

PASSWORD = "correct horse battery"


async def _register(services: Services, email: str = "ada@example.com", **more: str) -> User:
    async with transaction(services.sessions) as session:
        return await service.register(session, Registration(email=email, password=PASSWORD, **more))


async def _sign_in(services: Services, user: User, device: str = "Firefox on Linux") -> TokenPair:
    async with transaction(services.sessions) as session:
        return await service.create_session(session, services, user, device=device, address="127.0.0.1")


async def _refresh(services: Services, token: str) -> TokenPair:
    async with transaction(services.sessions) as session:
        return await service.refresh(session, services, token, device="d", address="a")


async def _authenticate(services: Services, identifier: str, password: str = PASSWORD) -> User:
    async with transaction(services.sessions) as session:
        return await service.authenticate(session, services, Credentials(username=identifier, password=password))


async def _refused(services: Services, token: str, code: str) -> None:
    with pytest.raises(AuthenticationError) as refused:
        await tokens.actor_from_token(services, token)
    assert refused.value.code == code


async def test_people_sign_in_by_address_or_name_in_any_case(services: Services) -> None:
    user = await _register(services, "Ada.L@Example.com", username="AdaL")
    assert user.email == "ada.l@example.com"
    assert user.username == "AdaL"
    for identifier in ("ADA.L@example.com", "adal"):
        assert (await _authenticate(services, identifier)).id == user.id


async def test_a_username_is_made_from_the_address_and_is_free(services: Services) -> None:
    first = await _register(services, "jo@example.com")
    second = await _register(services, "jo@example.org")
    assert first.username == "jo"
    assert second.username.startswith("jo")
    assert second.username != "jo"


async def test_wrong_name_and_wrong_password_look_and_cost_the_same(services: Services) -> None:
    await _register(services)
    answers, seconds = set(), []
    for identifier, password in (
        ("ada@example.com", "wrong-password"),
        ("nobody@example.com", PASSWORD),
        ("ghost", "x"),
    ):
        spent = []
        for _ in range(3):
            started = time.perf_counter()
            with pytest.raises(AuthenticationError) as refused:
                await _authenticate(services, identifier, password)
            spent.append(time.perf_counter() - started)
        answers.add((refused.value.code, refused.value.message))
        seconds.append(min(spent))
    assert len(answers) == 1
    # Argon2 takes tens of milliseconds; skipping it would make one of them many times faster.
    assert max(seconds) < 4 * min(seconds)


async def test_someone_switched_off_neither_signs_in_nor_stays_in(services: Services) -> None:
    user = await _register(services)
    pair = await _sign_in(services, user)
    async with transaction(services.sessions) as session:
        await store.update_user(session, user.id, is_active=False)
    with pytest.raises(AuthenticationError):
        await _authenticate(services, "ada@example.com")
    await _refused(services, pair.access_token, "SESSION_ENDED")
    with pytest.raises(AuthenticationError):
        await _refresh(services, pair.refresh_token)


async def test_an_access_token_stands_for_its_user_until_it_expires(services: Services) -> None:
    user = await _register(services)
    actor = await tokens.actor_from_token(services, (await _sign_in(services, user)).access_token)
    assert actor == Actor(user.id, frozenset({"user"}))
    past = replace(services, clock=lambda: datetime.now(UTC) - timedelta(minutes=16))
    await _refused(services, (await _sign_in(past, user)).access_token, "TOKEN_EXPIRED")


async def test_forged_tokens_are_refused(services: Services) -> None:
    services = replace(services, settings=Settings(secret_key=SecretStr("s" * 64)))  # long enough for HS512 too
    user = await _register(services)
    genuine = (await _sign_in(services, user)).access_token
    header, payload, signature = genuine.split(".")
    claims = jwt.decode(genuine, options={"verify_signature": False})
    other = await _register(services, "eve@example.com")

    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    key = services.settings.signing_key
    forged = {
        "unsigned": f"{part({'alg': 'none', 'typ': 'JWT'})}.{payload}.",
        "other user": f"{header}.{part(claims | {'sub': str(other.id)})}.{signature}",
        "other key": jwt.encode(claims, "k" * 64, algorithm="HS256"),
        "other algorithm": jwt.encode(claims, key, algorithm="HS512"),
        "other type": jwt.encode(claims | {"typ": "refresh"}, key, algorithm="HS256"),
        "other audience": jwt.encode(claims | {"aud": "elsewhere"}, key, algorithm="HS256"),
        "other issuer": jwt.encode(claims | {"iss": "elsewhere"}, key, algorithm="HS256"),
        "no expiry": jwt.encode({k: v for k, v in claims.items() if k != "exp"}, key, algorithm="HS256"),
        "no session": jwt.encode(claims | {"sid": "none"}, key, algorithm="HS256"),
        "empty": "",
        "not ASCII": "ä.ö.ü",
        "surrogate": "\ud800",
    }
    for token in forged.values():
        await _refused(services, token, "INVALID_TOKEN")
    # Signed by us, but the session is not this user's.
    await _refused(services, jwt.encode(claims | {"sub": str(other.id)}, key, algorithm="HS256"), "SESSION_ENDED")


async def test_a_refresh_token_works_once_and_its_copy_ends_the_session(services: Services) -> None:
    user = await _register(services)
    first = await _sign_in(services, user)
    elsewhere = await _sign_in(services, user)
    second = await _refresh(services, first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert (await tokens.actor_from_token(services, second.access_token)).user_id == user.id

    with pytest.raises(AuthenticationError):
        await _refresh(services, first.refresh_token)
    with pytest.raises(AuthenticationError):  # the whole family is gone, the newest included
        await _refresh(services, second.refresh_token)
    await _refused(services, second.access_token, "SESSION_ENDED")
    assert await _refresh(services, elsewhere.refresh_token)  # another device stays in


async def test_of_two_refreshes_at_once_one_wins_and_both_then_end(services: Services) -> None:
    pair = await _sign_in(services, await _register(services))
    answers = await asyncio.gather(*(_refresh(services, pair.refresh_token) for _ in range(4)), return_exceptions=True)
    pairs = [answer for answer in answers if isinstance(answer, TokenPair)]
    assert len(pairs) == 1
    assert sum(isinstance(answer, AuthenticationError) for answer in answers) == 3
    await _refused(services, pairs[0].access_token, "SESSION_ENDED")


async def test_a_session_ends_when_unused_for_its_lifetime(services: Services) -> None:
    pair = await _sign_in(services, await _register(services))
    later = replace(services, clock=lambda: datetime.now(UTC) + timedelta(days=29))
    renewed = await _refresh(later, pair.refresh_token)
    much_later = replace(services, clock=lambda: datetime.now(UTC) + timedelta(days=60))
    with pytest.raises(AuthenticationError):
        await _refresh(much_later, renewed.refresh_token)


async def test_sessions_are_listed_and_end_at_once(services: Services) -> None:
    user = await _register(services)
    here, there = await _sign_in(services, user), await _sign_in(services, user, device="Safari on iPhone")
    actor = await tokens.actor_from_token(services, here.access_token)
    await tokens.actor_from_token(services, there.access_token)  # now remembered
    mine = tokens.read(services.settings, here.access_token).session_id
    async with transaction(services.sessions) as session:
        page = await service.list_sessions(session, services, actor, PageRequest(), current=mine)
        assert [(found.device, found.current) for found in page["items"]] == [
            ("Safari on iPhone", False), ("Firefox on Linux", True),
        ]  # fmt: skip
        await service.logout_by_refresh_token(session, services, actor, there.refresh_token)
    await _refused(services, there.access_token, "SESSION_ENDED")
    with pytest.raises(AuthenticationError):
        await _refresh(services, there.refresh_token)
    assert await tokens.actor_from_token(services, here.access_token)


async def test_nobody_ends_a_session_with_somebody_elses_refresh_token(services: Services) -> None:
    ada, eve = await _register(services), await _register(services, "eve@example.com")
    pair = await _sign_in(services, ada)
    async with transaction(services.sessions) as session:
        await service.logout_by_refresh_token(session, services, Actor(eve.id), pair.refresh_token)
        assert isinstance(await service.validate_refresh_token(session, services, pair.refresh_token), UUID)


async def test_a_new_role_is_seen_without_a_new_token(services: Services) -> None:
    user = await _register(services)
    pair = await _sign_in(services, user)
    async with transaction(services.sessions) as session:
        await service.set_role(session, "ADA@example.com", "admin")
    assert (await tokens.actor_from_token(services, pair.access_token)).is_admin


async def test_a_new_password_needs_the_old_one_and_ends_other_sessions(services: Services) -> None:
    user = await _register(services)
    here, there = await _sign_in(services, user), await _sign_in(services, user)
    current = tokens.read(services.settings, here.access_token).session_id
    change = UserUpdate(password="a quite new one")

    async with transaction(services.sessions) as session:
        for given in (change, change.model_copy(update={"current_password": "guess"})):
            with pytest.raises(AuthorizationError, match="current password"):
                await service.update(session, services, Actor(user.id), given, current=current)
    async with transaction(services.sessions) as session:
        change.current_password = PASSWORD
        await service.update(session, services, Actor(user.id), change, current=current)

    assert (await _authenticate(services, user.email, "a quite new one")).id == user.id
    assert await tokens.actor_from_token(services, here.access_token)
    await _refused(services, there.access_token, "SESSION_ENDED")


async def test_changes_keep_what_was_not_given(services: Services) -> None:
    user = await _register(services, full_name="Ada")
    await _register(services, "bob@example.com", username="bob")
    async with transaction(services.sessions) as session:
        changed = await service.update(session, services, Actor(user.id), UserUpdate(username="countess"))
        assert (changed.username, changed.full_name, changed.email) == ("countess", "Ada", "ada@example.com")
        with pytest.raises(AlreadyExistsError):
            await service.update(session, services, Actor(user.id), UserUpdate(username="BOB"))
        cleared = await service.update(session, services, Actor(user.id), UserUpdate(full_name=None))
        assert cleared.full_name is None


async def test_a_profile_starts_empty_and_is_changed_in_part(services: Services) -> None:
    actor = Actor((await _register(services)).id)
    async with transaction(services.sessions) as session:
        assert (await service.profile(session, actor)).skills == []
        given = ProfileUpdate(skills=["Python", " Python ", "SQL"], remote_preference="hybrid")
        await service.update_profile(session, actor, given)
        await service.update_profile(session, actor, ProfileUpdate(experience_level="senior"))
    async with transaction(services.sessions) as session:
        profile = await service.profile(session, actor)
        assert profile.skills == ["Python", "SQL"]
        assert (profile.remote_preference, profile.experience_level) == ("hybrid", "senior")


async def test_too_many_attempts_on_one_account_must_wait(services: Services) -> None:
    strict = replace(services, settings=services.settings.model_copy(update={"sign_in_limit_requests": 3}))
    user = await _register(services)
    for _ in range(3):
        with pytest.raises(AuthenticationError):
            await _authenticate(strict, user.email, "wrong-password")
    with pytest.raises(RateLimitError) as limited:  # by its other name too
        await _authenticate(strict, user.username)
    assert 1 <= limited.value.details["retry_after"] <= strict.settings.rate_limit_period


async def test_without_authentication_everybody_is_the_local_owner(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = services.settings.model_copy(update={"disable_auth": True})
    actor = await tokens.actor_from_token(replace(services, settings=settings), "")
    async with transaction(services.sessions) as session:
        assert actor.user_id == (await service.local_owner(session)).id
    assert actor.is_admin
    with pytest.raises(SchemaError, match="DISABLE_AUTH"):
        Settings(environment="staging", disable_auth=True)


@pytest.mark.parametrize(
    "values",
    [
        {"password": "short"}, {"password": "x" * 201}, {"password": "nul\x00nul-nul"}, {"password": "\ud800" * 9},
        {"email": "nobody"}, {"email": "a\x00@example.com"}, {"username": "a@b"}, {"username": "a\u200bb"},
        {"username": " "}, {"full_name": "\x00"}, {"full_name": "\udfff"}, {"email": f"{'a' * 300}@example.com"},
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_before_the_database(values: dict[str, str]) -> None:
    with pytest.raises(SchemaError):
        Registration(**({"email": "a@example.com", "password": PASSWORD} | values))


_KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64) {_KHTML} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {_KHTML} Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {_KHTML} Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("python-httpx/0.28.1", "python-httpx/0.28.1"),
        ("", "Unknown device"),
        (None, "Unknown device"),
    ],
)
def test_devices_are_named_as_people_know_them(user_agent: str | None, expected: str) -> None:
    assert device_name(user_agent) == expected
