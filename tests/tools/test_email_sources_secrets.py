"""Secrets of mail sources: kept encrypted, keys that rotate, and nothing of them in what is shown or logged."""

import dataclasses
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from store.errors import AppError, UnavailableError
from store.settings import Settings
from tests.peers import dovecot, smtp
from tests.peers import google as google_peer
from tests.peers.google import Google
from tests.tools.mailbox import ADA, mail
from tools.context import Services
from tools.email.sources import google_oauth
from tools.email.sources.imap import ImapSource
from tools.email.sources.opening import check
from tools.email.sources.secrets import renewed, seal, unseal
from tools.email.sources.source import SourceSecrets
from tools.outbound import Outbound

VALUES = {"password": "hunter2-hunter2", "refresh_token": "1//refresh-of-a-test", "expires_at": 1.5}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def keyed(*keys: str, secret: str = "s" * 40) -> Settings:
    return Settings(encryption_keys=keys, secret_key=secret, _env_file=None)


def test_sealed_and_opened() -> None:
    for settings in (keyed(), keyed(NEW)):
        sealed = seal(settings, VALUES)
        assert b"hunter2" not in sealed
        assert unseal(settings, sealed).values == VALUES


def test_keys_rotate() -> None:
    sealed = seal(keyed(OLD), VALUES)
    assert unseal(keyed(NEW, OLD), sealed).values == VALUES
    fresh = renewed(keyed(NEW, OLD), sealed)
    assert fresh is not None
    assert unseal(keyed(NEW), fresh).values == VALUES
    assert renewed(keyed(NEW, OLD), fresh) is None
    with pytest.raises(UnavailableError):
        unseal(keyed(OLD), fresh)


def test_a_wrong_key_says_what_to_do() -> None:
    for settings, sealed in (
        (keyed(NEW), seal(keyed(OLD), VALUES)),
        (keyed(secret="t" * 40), seal(keyed(), VALUES)),
        (keyed(NEW), b"nonsense"),
    ):
        with pytest.raises(UnavailableError, match="ENCRYPTION_KEYS") as told:
            unseal(settings, sealed)
        assert told.value.code == "ENCRYPTION_KEY_WRONG"
    for bad in ("short", "ü" * 43, "!" * 44):
        with pytest.raises(UnavailableError, match="no Fernet key"):
            seal(keyed(bad), VALUES)


# --- nothing of them shows ---


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    folder: Path = tmp_path_factory.mktemp("google")
    users = [{"email": ADA, "name": "Ada Fenwick", "email_verified": True}]
    address = "http://localhost/back"
    with google_peer.running(folder, users, redirect_uri=address, redirect_uris=[address]) as running:
        yield running


class Seen:
    """Everything that was shown, logged or told while a test ran."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def attempt(self, work: Any) -> None:
        """Let it fail or not, and keep what it says."""
        try:
            self.texts.append(repr(await work))
        except AppError as problem:
            told: BaseException | None = problem
            self.texts += [repr(problem.details), problem.code]
            while told is not None:
                self.texts += [str(told), repr(told)]
                told = told.__cause__

    def shows(self, secret: str) -> bool:
        return any(secret in text for text in self.texts)


async def _nothing(values: dict[str, Any]) -> None:
    """Keep nothing."""


async def test_nothing_secret_shows_with_imap(
    services: Services, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = Seen()
    with capture_logs() as logs, dovecot.running(ADA) as server, smtp.running(server.certificate, ADA) as post:
        more = settings.model_copy(update={"email_ca_file": server.certificate.authority})

        async def note(*told: Any) -> None:
            seen.texts.append(repr(told))

        async with Outbound(allowed_hosts=frozenset({"localhost"}), on_egress=note) as outbound:
            wired = dataclasses.replace(services, settings=more, outbound=outbound)
            told = {"address": ADA, "host": "localhost", "port": server.tls_port, "security": "tls",
                    "smtp_host": "localhost", "smtp_port": post.port}  # fmt: skip
            right, wrong = SourceSecrets({"password": server.password}), SourceSecrets({"password": "wr0ng-w0rd"})
            server.add(mail("Hello", text="private words\n"))
            raw = mail("Out", message_id="<out@harbor.example>", sender=ADA, to="a@b.example", text="private words\n")
            source = ImapSource(wired, told, right)
            await seen.attempt(source.send(raw, message_id="<out@harbor.example>", thread=None))
            listed = [one.external_id async for page in source.listed(None, since=LONG_AGO) for one in page.messages]
            assert any(b"private words" in one.raw for one in await source.fetch(listed))
            await seen.attempt(check(wired, "imap", told, right, on_new_secrets=_nothing))
            await seen.attempt(check(wired, "imap", told, wrong, on_new_secrets=_nothing))
            post.password = "another"
            await seen.attempt(source.check_sending())
            await source.aclose()
            seen.texts += [repr(source), repr(right), str(wrong), f"{right!r:>50}"]
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]  # the peer's own
    seen.texts += [*(str(entry) for entry in logs), *ours]
    assert post.taken
    assert "EMAIL_ACCESS_REVOKED" in seen.texts
    for secret in (server.password, "wr0ng-w0rd", "private words"):
        assert not seen.shows(secret), secret


async def test_nothing_secret_shows_with_google(
    services: Services, settings: Settings, google: Google, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = Seen()
    wired = dataclasses.replace(services, settings=settings.model_copy(update=google.settings))
    answer = await google.tokens(ADA, "gmail.readonly")
    given = google_oauth.GoogleGrant(ADA, (), {"refresh_token": answer["refresh_token"]})
    secrets = SourceSecrets({**answer, "expires_at": 9e9, "scopes": []})
    caplog.clear()
    with capture_logs() as logs:
        await seen.attempt(check(wired, "gmail", {}, secrets, on_new_secrets=_nothing))
        google.front.fail("/profile", 500, times=9, retry_after="0")
        await seen.attempt(check(wired, "gmail", {}, secrets, on_new_secrets=_nothing))
        google.front.fail("/profile", 429, "rateLimitExceeded", retry_after="999")
        google.front.expire_tokens()
        await google_oauth.revoke(wired, secrets)
        await seen.attempt(check(wired, "gmail", {}, secrets, on_new_secrets=_nothing))
        await seen.attempt(google_oauth.exchange(wired, "code-of-a-test", "verifier-of-a-test"))
    seen.texts += [repr(given), repr(secrets), str(given), *(str(entry) for entry in logs), caplog.text]
    assert "GOOGLE_CODE_REFUSED" in seen.texts
    client_secret = google.settings["google_client_secret"].get_secret_value()
    for secret in (answer["access_token"], answer["refresh_token"], client_secret, "code-of-a-test", "verifier-of-a"):
        assert not seen.shows(secret), secret
