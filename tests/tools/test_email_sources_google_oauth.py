"""Consent to Gmail, and the pushes that tell of new mail, against the stand-in for Google."""

import base64
import dataclasses
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import orjson
import pytest
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as examples

from store.errors import AppError, AuthenticationError, UnavailableError, UpstreamError
from store.settings import Settings
from tests.databases import Databases
from tests.peers import google as peer
from tests.peers.google import Google
from tests.tools.mailbox import ADA, opened
from tools.context import Services
from tools.email.sources import google_oauth, push
from tools.email.sources.google_oauth import SCOPES, GoogleGrant
from tools.email.sources.source import Capabilities, SourceSecrets, Want

VERIFIER = "v" * 64
GMAIL = "https://jobs.example.com/api/v1/email/gmail/callback"
NOBODY = "not.verified@gmail.example"


@pytest.fixture(scope="module")
async def services(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    async with opened(databases, tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def settings(services: Services) -> Settings:
    return services.settings


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    folder: Path = tmp_path_factory.mktemp("google")
    users = [
        {"email": ADA, "name": "Ada Fenwick", "email_verified": True},
        {"email": NOBODY, "name": "Nobody", "email_verified": False},
    ]
    with peer.running(folder, users, redirect_uri="http://localhost/back", redirect_uris=[GMAIL]) as running:
        yield running


@pytest.fixture
def wired(services: Services, settings: Settings, google: Google) -> Services:
    more = {**google.settings, "public_url": "https://jobs.example.com"}
    return dataclasses.replace(services, settings=settings.model_copy(update=more))


async def consent(
    wired: Services, google: Google, *wants: Want, email: str = ADA, only: tuple[str, ...] = ()
) -> tuple[str, str]:
    """Go through the consent; the callback's state and code."""
    address = await google_oauth.authorization(wired, state="the-state", verifier=VERIFIER, wants=set(wants))
    back = await google.consent(address, email, only=only)
    assert back.startswith(GMAIL)
    answered = parse_qs(urlsplit(back).query)
    return answered["state"][0], answered["code"][0]


async def grant(wired: Services, google: Google, *wants: Want, only: tuple[str, ...] = ()) -> GoogleGrant:
    _, code = await consent(wired, google, *wants, only=only)
    return await google_oauth.exchange(wired, code, VERIFIER)


async def code_of(attempt: Any) -> str:
    with pytest.raises(AppError) as told:
        await attempt
    return told.value.code


@pytest.mark.parametrize(
    ("wants", "scopes"),
    [
        ((), {"read"}),
        (("read",), {"read"}),
        (("send",), {"read", "send"}),
        (("modify",), {"modify"}),
        (("calendar", "modify", "send"), {"modify", "send", "calendar"}),
    ],
)
async def test_no_more_is_asked_for_than_is_needed(wired: Services, wants: tuple[Want, ...], scopes: set[Want]) -> None:
    address = await google_oauth.authorization(
        wired, state="the-state", verifier=VERIFIER, wants=set(wants), login_hint=ADA
    )
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert set(asked["scope"].split()) == {"openid", "email", *(SCOPES[name] for name in scopes)}
    assert asked["access_type"] == "offline"
    assert asked["include_granted_scopes"] == "true"
    assert asked["prompt"] == "consent"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == GMAIL
    assert asked["login_hint"] == ADA
    assert asked["state"] == "the-state"
    assert VERIFIER not in address


async def test_consent_brings_address_scopes_and_tokens(wired: Services, google: Google) -> None:
    state, code = await consent(wired, google, "modify", "calendar")
    assert state == "the-state"
    given = await google_oauth.exchange(wired, code, VERIFIER)
    assert given.email == ADA
    assert google_oauth.capabilities(given.scopes) == Capabilities(change=True, send=True, calendar=True)
    assert given.secrets["refresh_token"]
    assert 3000 < given.secrets["expires_at"] - datetime.now(UTC).timestamp() <= 3600
    refreshed = await google_oauth.refresh(wired, SourceSecrets(given.secrets))
    assert refreshed.values["access_token"] != given.secrets["access_token"]
    assert refreshed.values["refresh_token"] == given.secrets["refresh_token"]
    assert refreshed.values["scopes"] == given.secrets["scopes"]


async def test_a_code_works_once_and_with_its_own_verifier(wired: Services, google: Google) -> None:
    _, code = await consent(wired, google)
    assert await code_of(google_oauth.exchange(wired, code, "w" * 64)) == "GOOGLE_CODE_REFUSED"
    _, code = await consent(wired, google)
    await google_oauth.exchange(wired, code, VERIFIER)
    assert await code_of(google_oauth.exchange(wired, code, VERIFIER)) == "GOOGLE_CODE_REFUSED"


async def test_fewer_scopes_than_asked(wired: Services, google: Google) -> None:
    less = await grant(wired, google, "send", "calendar", only=(SCOPES["read"],))
    assert google_oauth.capabilities(less.scopes) == Capabilities()
    assert await code_of(grant(wired, google, "send", only=(SCOPES["send"],))) == "GOOGLE_SCOPE_MISSING"


async def test_declining(wired: Services, google: Google) -> None:
    address = await google_oauth.authorization(wired, state="the-state", verifier=VERIFIER, wants={"read"})
    error = parse_qs(urlsplit(google.decline(address)).query)["error"][0]
    with pytest.raises(AuthenticationError) as told:
        google_oauth.check_answer(error)
    assert told.value.code == "GOOGLE_DENIED"
    google_oauth.check_answer(None)


async def test_no_refresh_token_is_no_connection(wired: Services, google: Google) -> None:
    google.front.withhold_refresh = True
    try:
        assert await code_of(grant(wired, google)) == "GOOGLE_NO_REFRESH_TOKEN"
    finally:
        google.front.withhold_refresh = False


async def test_an_address_that_google_has_not_verified(wired: Services, google: Google) -> None:
    _, code = await consent(wired, google, email=NOBODY)
    assert await code_of(google_oauth.exchange(wired, code, VERIFIER)) == "GOOGLE_EMAIL_UNVERIFIED"


async def test_revoking(wired: Services, google: Google) -> None:
    secrets = SourceSecrets((await grant(wired, google)).secrets)
    await google_oauth.revoke(wired, secrets)
    assert await code_of(google_oauth.refresh(wired, secrets)) == "EMAIL_ACCESS_REVOKED"
    google.front.fail("/oauth2/revoke", 400, method="POST")
    await google_oauth.revoke(wired, secrets)  # gone already
    google.front.fail("/oauth2/revoke", 500, method="POST")
    with pytest.raises(UpstreamError):
        await google_oauth.revoke(wired, secrets)


async def test_an_outage_is_no_revocation(wired: Services, google: Google) -> None:
    secrets = SourceSecrets((await grant(wired, google)).secrets)
    for body, status in ((b'{"error": "temporarily_unavailable"}', 503), (b"<html>", 502), (b"{}", 200)):
        google.front.answer("/oauth2/token", body, status=status, method="POST")
        with pytest.raises(UpstreamError):
            await google_oauth.refresh(wired, secrets)
    await google_oauth.refresh(wired, secrets)


async def test_not_set_up(wired: Services) -> None:
    bare = dataclasses.replace(wired, settings=wired.settings.model_copy(update={"google_client_id": None}))
    with pytest.raises(UnavailableError, match="GOOGLE_CLIENT_ID"):
        await google_oauth.authorization(bare, state="s", verifier=VERIFIER, wants=set())


# --- pushes ---

SIGNER = "pusher@project.iam.gserviceaccount.example"


def pushed(email: object = ADA, history: object = 1234) -> bytes:
    data = base64.b64encode(orjson.dumps({"emailAddress": email, "historyId": history})).decode()
    return orjson.dumps({"message": {"data": data, "messageId": "1"}, "subscription": "projects/p/subscriptions/s"})


@pytest.fixture
def listening(wired: Services) -> Services:
    more = {"google_push_audience": "https://jobs.example.com/push", "google_push_service_account": SIGNER}
    return dataclasses.replace(wired, settings=wired.settings.model_copy(update=more))


def signed(google: Google, **claims: Any) -> str:
    return "Bearer " + google.front.push_token(**{"aud": "https://jobs.example.com/push", "email": SIGNER, **claims})


async def test_a_push_of_googles_is_read(listening: Services, google: Google) -> None:
    told = await push.verified(listening, authorization=signed(google), body=pushed())
    assert told == push.GmailPush(ADA, "1234")
    short = google.url.removeprefix("http://")
    assert await push.verified(listening, authorization=signed(google, iss=short), body=pushed(history="77"))


async def test_without_an_audience_the_webhook_is_it_and_a_signer_must_be_named(
    wired: Services, google: Google
) -> None:
    own = "https://jobs.example.com/api/v1/email/gmail/push"
    with pytest.raises(AuthenticationError, match="GOOGLE_PUSH_SERVICE_ACCOUNT"):
        await push.verified(wired, authorization=signed(google, aud=own), body=pushed())
    named = wired.settings.model_copy(update={"google_push_service_account": SIGNER})
    listening = dataclasses.replace(wired, settings=named)
    assert (await push.verified(listening, authorization=signed(google, aud=own), body=pushed())).email == ADA


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://elsewhere.example/push"},
        {"email": "somebody.else@project.example"},
        {"email_verified": False},
        {"iss": "https://accounts.evil.example"},
        {"exp": 1_000_000_000},
        {"email": None},
    ],
)
async def test_a_push_signed_for_another_is_refused(
    listening: Services, google: Google, claims: dict[str, Any]
) -> None:
    refused = push.verified(listening, authorization=signed(google, **claims), body=pushed())
    assert await code_of(refused) == "EMAIL_PUSH_REFUSED"


async def test_a_push_signed_by_another_is_refused(listening: Services, google: Google) -> None:
    token = signed(google)
    head, body, signature = token.removeprefix("Bearer ").split(".")
    for authorization in (
        None, "", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c", f"Bearer {head}.{body}.", f"Bearer {body}.{head}.x",
        f"Bearer {head}.{body}.{signature[:-4]}AAAA", token.removeprefix("Bearer "),
    ):  # fmt: skip
        refused = push.verified(listening, authorization=authorization, body=pushed())
        assert await code_of(refused) == "EMAIL_PUSH_REFUSED", authorization


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b'{"message": []}', b'{"message": {"data": 7}}', b'{"message": {"data": "%%%"}}',
        b'{"message": {"data": "\\ud800"}}', b'{"message": {"data": "bnVsbA=="}}', pushed(None), pushed("nobody"),
        pushed(ADA, None), pushed(ADA, "many"), pushed(ADA, -1), pushed([ADA]), pushed(ADA, [1]),
    ],
)  # fmt: skip
async def test_a_push_that_says_nothing_readable_is_refused(listening: Services, google: Google, body: bytes) -> None:
    assert await code_of(push.verified(listening, authorization=signed(google), body=body)) == "EMAIL_PUSH_REFUSED"


@examples(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(token=strategies.text(max_size=80), body=strategies.binary(max_size=80))
async def test_nothing_that_is_pushed_breaks_it(listening: Services, token: str, body: bytes) -> None:
    with pytest.raises(AppError):
        await push.verified(listening, authorization=f"Bearer {token}", body=body)


async def test_unknown_keys_are_not_looked_up_for_everybody_who_asks(listening: Services, google: Google) -> None:
    before = google.front.count("/oauth2/v3/certs")
    for number in range(20):
        token = jwt.encode({"aud": "x"}, "k" * 32, headers={"kid": f"unknown-{number}"})
        refused = push.verified(listening, authorization=f"Bearer {token}", body=pushed())
        assert await code_of(refused) == "EMAIL_PUSH_REFUSED"
    assert google.front.count("/oauth2/v3/certs") - before <= 2
