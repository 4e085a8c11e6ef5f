"""Keys of boards that answer only with one: where each is set, and the error when it is missing."""

from typing import Protocol

from pydantic import SecretStr

from tools.jobs.boards.board import BoardError

Key = SecretStr | str | None


class BoardKeys(Protocol):
    """What holds the keys, settings for one; None or "" where there is none."""

    @property
    def adzuna_app_id(self) -> Key:
        """Adzuna's application id."""

    @property
    def adzuna_app_key(self) -> Key:
        """Adzuna's application key."""

    @property
    def usajobs_email(self) -> Key:
        """The address the USAJOBS key was asked for with."""

    @property
    def usajobs_api_key(self) -> Key:
        """USAJOBS' key."""

    @property
    def jsearch_api_key(self) -> Key:
        """RapidAPI's key, subscribed to JSearch."""

    @property
    def reed_api_key(self) -> Key:
        """Reed's key."""


def key(value: Key, setting: str, board: str, where: str) -> str:
    """The key in clear. Raises BoardError BOARD_KEY_MISSING that says which setting, and where to get one."""
    found = (value.get_secret_value() if isinstance(value, SecretStr) else value or "").strip()
    if not found:
        raise BoardError(
            f"{board} answers only with a key: set {setting.upper()}. A key is to be had at {where}.",
            code="BOARD_KEY_MISSING",
            details={"setting": setting, "where": where},
        )
    return found
