"""Argon2, off the event loop."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


def _hasher() -> PasswordHasher:
    """OWASP's Argon2id profile of 19 MiB: as strong as its larger ones, and many sign-ins at once stay affordable."""
    return PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


async def hash_password(password: str) -> str:
    """An Argon2id hash with its own salt and parameters in it."""
    return await asyncio.to_thread(_hasher().hash, password)


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether it is the password; without a stored hash it does the same work and says no."""
    if stored is None:
        await hash_password(password)
        return False
    return await asyncio.to_thread(_matches, stored, password)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
