"""Every setting, read from the environment or a `.env` file. `.env.example` lists them all."""

import hashlib
import ipaddress
import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import quote

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from store.errors import UnavailableError

CommaList = Annotated[tuple[str, ...], NoDecode]


def checkout() -> Path:
    """The folder of this checkout, wherever the command was called from; for an installed wheel the current one."""
    folder = Path(__file__).resolve().parents[1]
    return folder if (folder / "pyproject.toml").is_file() else Path.cwd()


def default_home() -> Path:
    """The data folder when `JOBWRIGHT_HOME` is unset: `.jobwright/` in the checkout, or for root one outside any home.

    The embedded Postgres refuses to run as root, so it runs as a user of its own that must be able to
    enter every parent of its data; a folder per checkout under /var/lib avoids opening anybody's home.
    """
    here = checkout()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/jobwright") / f"{here.name}-{hashlib.sha256(str(here).encode()).hexdigest()[:8]}"
    return here / ".jobwright"


def make_home(folder: Path) -> None:
    """Make the data folder, readable by its owner. Raises UnavailableError when nothing can be written there."""
    problem = "it is not writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK | os.X_OK):
            return
    except OSError as error:
        problem = error.strerror or str(error)
    raise UnavailableError(
        f"The data folder {folder} cannot be used: {problem}. Set JOBWRIGHT_HOME to a folder that you can write to.",
        code="HOME_NOT_WRITABLE",
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Settings(BaseSettings):
    """Settings of one process. Names are the environment variables, upper or lower case."""

    model_config = SettingsConfigDict(env_file=checkout() / ".env", extra="ignore", frozen=True, env_ignore_empty=True)

    environment: Literal["local", "development", "staging", "production"] = "local"
    debug: bool = False
    jobwright_home: Path = Field(default_factory=default_home)
    learned_dir: Path | None = None
    host: str = Field("127.0.0.1", validation_alias=AliasChoices("jobwright_host", "host"))
    port: int = Field(8000, validation_alias=AliasChoices("jobwright_port", "port"), ge=0, le=65535)
    public_url: str | None = None

    secret_key: SecretStr | None = None
    encryption_keys: CommaList = ()
    access_token_minutes: int = 15
    refresh_token_days: int = 30
    disable_auth: bool = False

    database_url: SecretStr | None = None
    postgres_host: str | None = None
    postgres_port: int = 5432
    postgres_user: str = "postgres"
    postgres_password: SecretStr = SecretStr("")
    postgres_db: str = "jobwright"
    database_pool_size: int = 20
    start_wait_seconds: float = Field(default=30.0, ge=0)

    redis_url: SecretStr | None = None
    redis_host: str | None = None
    redis_port: int = 6379
    redis_password: SecretStr | None = None
    redis_db: int = 0

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    ai_model: str = "gpt-4o-mini"
    model_timeout_seconds: float = 240.0
    model_max_retries: int = 3
    models_file: Path | None = None
    embedding_model: str | None = None
    turn_step_limit: int = 12
    turn_token_budget: int = 200_000
    tailoring_answer_seconds: float = Field(default=60.0, gt=0)

    rate_limit_requests: int = 100
    rate_limit_period: int = 60
    sign_in_limit_requests: int = 10

    outbound_allowed_hosts: CommaList = ()
    outbound_timeout_seconds: float = 20.0
    outbound_max_bytes: int = 8 * 1024 * 1024

    search_sources: CommaList = ()
    extra_sources: CommaList = ()
    board_mirror: str | None = None
    daily_ingestion: bool = True
    adzuna_app_id: str | None = None
    adzuna_app_key: SecretStr | None = None
    usajobs_email: str | None = None
    usajobs_api_key: SecretStr | None = None
    jsearch_api_key: SecretStr | None = None
    reed_api_key: SecretStr | None = None

    browser_headless: bool = True
    browser_timeout: int = 30_000
    browser_executable: str | None = None
    browser_sandbox: bool | None = None
    browser_use_ai_model: str = "gpt-4o"

    google_client_id: str | None = None
    google_client_secret: SecretStr | None = None
    google_redirect_uri: str | None = None
    google_gmail_redirect_uri: str | None = None
    google_server_metadata_url: str = "https://accounts.google.com/.well-known/openid-configuration"

    google_api_url: str | None = None
    google_push_topic: str | None = None
    google_push_audience: str | None = None
    google_push_service_account: str | None = None

    email_sync_interval_minutes: int = 60
    email_sync_lookback_hours: int = 72
    email_folders: CommaList = ()
    email_ca_file: Path | None = None
    email_max_message_bytes: int = Field(default=25 * 1024 * 1024, gt=0)

    upload_dir: Path | None = None
    max_upload_size: int = 10 * 1024 * 1024
    max_upload_pages: int = 40
    max_upload_expanded: int = 100 * 1024 * 1024
    parse_seconds: float = 8.0
    parse_memory_mb: int = 768

    slack_bot_token: SecretStr | None = None
    slack_webhook_url: SecretStr | None = None
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None
    sentry_dsn: SecretStr | None = None
    log_level: str = "INFO"

    @field_validator(
        "encryption_keys", "outbound_allowed_hosts", "search_sources", "extra_sources", "email_folders", mode="before"
    )
    @classmethod
    def _split_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("SECRET_KEY needs at least 32 characters; make one with: openssl rand -hex 32")
        return value

    @model_validator(mode="after")
    def _safe_outside_local(self) -> Self:
        if self.environment == "production" and self.secret_key is None:
            raise ValueError("ENVIRONMENT=production refuses a default SECRET_KEY; set one of 32+ characters")
        if self.disable_auth and self.environment != "local":
            raise ValueError("DISABLE_AUTH is refused unless ENVIRONMENT=local")
        if self.disable_auth and not _is_loopback(self.host):
            raise ValueError(f"DISABLE_AUTH is refused while JOBWRIGHT_HOST={self.host} lets other machines in")
        return self

    @cached_property
    def signing_key(self) -> str:
        """`SECRET_KEY`, or a random one kept in the data folder so that sign-ins survive a restart."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.jobwright_home / "secret_key"
        if not path.exists():
            make_home(path.parent)
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32))
            try:
                os.link(fresh, path)  # whoever links first wins; a second process reads the winner's key
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text().strip()

    @property
    def learned_in(self) -> Path:
        """The folder that keeps what the offline model has learned: `LEARNED_DIR`, else one in the data folder."""
        return self.learned_dir or self.jobwright_home / "learned"

    @cached_property
    def external_database(self) -> str | None:
        """The Postgres to use instead of the embedded one, as a plain `postgresql://` address, or None."""
        if self.database_url is not None:
            return _plain_postgres(self.database_url.get_secret_value())
        if self.postgres_host is None:
            return None
        user, password = quote(self.postgres_user), quote(self.postgres_password.get_secret_value())
        return f"postgresql://{user}:{password}@{self.postgres_host}:{self.postgres_port}/{self.postgres_db}"

    @cached_property
    def external_redis(self) -> str | None:
        """The Redis to use instead of the in-process cache, or None."""
        if self.redis_url is not None:
            return self.redis_url.get_secret_value()
        if self.redis_host is None:
            return None
        password = f":{quote(self.redis_password.get_secret_value())}@" if self.redis_password else ""
        return f"redis://{password}{self.redis_host}:{self.redis_port}/{self.redis_db}"

    @property
    def base_url(self) -> str:
        """The address people reach this server at, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def _plain_postgres(url: str) -> str:
    """Drop SQLAlchemy's `+driver` and Heroku's short scheme, so that every driver can add its own."""
    scheme, _, rest = url.partition("://")
    if not rest or scheme.split("+")[0] not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must start with postgresql://")
    return f"postgresql://{rest}"
