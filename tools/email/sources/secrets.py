"""What opens a mailbox, kept encrypted: Fernet keys that can be rotated, or one derived from the secret key."""

import base64
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import UnavailableError
from store.settings import Settings
from tools.email.sources.source import SourceSecrets

_PURPOSE = b"jobwright: secrets of mail sources"


def seal(settings: Settings, values: dict[str, Any]) -> bytes:
    """Encrypt with the first key. Raises UnavailableError ENCRYPTION_KEY_WRONG when a key is none."""
    return _keys(settings).encrypt(orjson.dumps(values))


def unseal(settings: Settings, sealed: bytes) -> SourceSecrets:
    """Decrypt with whichever key fits. Raises UnavailableError ENCRYPTION_KEY_WRONG when none does."""
    try:
        opened = _keys(settings).decrypt(sealed)
    except InvalidToken as problem:
        raise _wrong(
            "The stored access to this mailbox was encrypted with another key. Put that key back into ENCRYPTION_KEYS "
            "(as the last one; without that setting the key comes from SECRET_KEY), or connect the mailbox again."
        ) from problem
    return SourceSecrets(orjson.loads(opened))


def renewed(settings: Settings, sealed: bytes) -> bytes | None:
    """The same secrets under the first key where another one sealed them, else None. Raises as `unseal`."""
    try:
        _chosen(settings)[0].decrypt(sealed)
    except InvalidToken:
        return seal(settings, unseal(settings, sealed).values)
    return None


def _keys(settings: Settings) -> MultiFernet:
    return MultiFernet(_chosen(settings))


def _chosen(settings: Settings) -> list[Fernet]:
    """The keys in their order; the one derived from the secret key where none are set."""
    try:
        chosen = [Fernet(key) for key in settings.encryption_keys]
    except ValueError as problem:
        raise _wrong(
            "ENCRYPTION_KEYS holds something that is no Fernet key: each is 32 bytes in URL-safe Base64, "
            "made with: openssl rand -base64 32 | tr '+/' '-_'"
        ) from problem
    return chosen or [_derived(settings.signing_key)]


def _derived(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _wrong(message: str) -> UnavailableError:
    return UnavailableError(message, code="ENCRYPTION_KEY_WRONG")
