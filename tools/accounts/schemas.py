"""Accounts as every surface sees them."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from tools.text import ShortText
from tools.zones import ZoneName

_NO_NUL = r"^[^\x00]*$"


def _encodable(value: str) -> str:
    """Refuse lone surrogates, which neither Argon2 nor the database can take."""
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("the text holds characters that cannot be stored (lone surrogates)")
    return value


def _printable(value: str) -> str:
    """Refuse what nobody sees in a name: control, zero-width and direction characters."""
    if not value.isprintable():
        raise ValueError("the name holds characters that cannot be seen")
    return value


def _address(value: str) -> str:
    """The address in normal form and lower case. Whether it can receive mail is not asked, nor needed on a laptop."""
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as problem:
        raise ValueError(str(problem)) from problem


Email = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]
Username = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=60, pattern=r"^[^\s@\x00-\x1f\x7f]([^@\x00-\x1f\x7f]*[^\s@\x00-\x1f\x7f])?$"
    ),
    AfterValidator(_printable),
]
FullName = Annotated[ShortText, StringConstraints(max_length=200)]
NewPassword = Annotated[
    str, StringConstraints(min_length=8, max_length=200, pattern=_NO_NUL), AfterValidator(_encodable)
]
GivenPassword = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL), AfterValidator(_encodable)
]
GivenName = Annotated[str, StringConstraints(min_length=1, max_length=320, pattern=_NO_NUL), AfterValidator(_encodable)]
GivenToken = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[A-Za-z0-9_.\-]+$")]
Label = Annotated[ShortText, StringConstraints(max_length=100)]
ExperienceLevel = Literal[
    "intern", "junior", "mid", "senior", "lead", "staff", "principal", "manager", "director", "executive"
]
RemotePreference = Literal["remote", "hybrid", "onsite", "any"]


class Registration(BaseModel):
    """What an account is made from. Without a username one is made from the e-mail address."""

    email: Email
    password: NewPassword
    username: Username | None = None
    full_name: FullName | None = None


class Credentials(BaseModel):
    """A password and whose it is: an e-mail address or a username, either in either field."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("email", "username")]
        }
    )
    email: GivenName | None = None
    username: GivenName | None = None
    password: GivenPassword

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.email or self.username):
            raise ValueError("give an email or a username")
        return self

    @property
    def identifier(self) -> str:
        """The e-mail address or username as typed."""
        return (self.email or self.username or "").strip()


class RefreshRequest(BaseModel):
    """A refresh token to turn into a new pair."""

    refresh_token: GivenToken


class LogoutRequest(BaseModel):
    """Optionally the refresh token whose session should end too."""

    refresh_token: GivenToken | None = None


class OneTimeToken(BaseModel):
    """The token of a sign-in link; it works once."""

    token: GivenToken


class TokenPair(BaseModel):
    """A short-lived access token and the refresh token that renews it once. `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int


class UserRead(BaseModel):
    """An account as its owner and administrators see it."""

    model_config = ConfigDict(from_attributes=True)
    id: UUID
    email: str
    username: str
    full_name: str | None
    role: Literal["user", "admin"]
    is_active: bool
    created_at: datetime


class Registered(TokenPair):
    """The new account's names with its first pair of tokens."""

    id: UUID
    username: str
    email: str
    full_name: str | None


class UserUpdate(BaseModel):
    """What a user may change; what is left out stays. A new e-mail address or password needs the current password."""

    model_config = ConfigDict(extra="forbid")
    email: Email | None = None
    username: Username | None = None
    full_name: FullName | None = None
    password: NewPassword | None = None
    current_password: GivenPassword | None = None


class ProfileRead(BaseModel):
    """What a user tells about the work they look for."""

    model_config = ConfigDict(from_attributes=True)
    user_id: UUID
    headline: str | None
    skills: list[str]
    experience_level: ExperienceLevel | None
    preferred_locations: list[str]
    remote_preference: RemotePreference | None
    languages: list[str]
    work_authorization: str | None
    salary_min: float | None = None
    salary_currency: str | None = None
    needs_sponsorship: bool | None = None
    blocked_companies: list[str] = []
    timezone: str | None = None
    updated_at: datetime


class ProfileUpdate(BaseModel):
    """What is left out stays; null clears."""

    model_config = ConfigDict(extra="forbid")
    headline: ShortText | None = None
    skills: list[Label] | None = Field(default=None, max_length=200)
    experience_level: ExperienceLevel | None = None
    preferred_locations: list[Label] | None = Field(default=None, max_length=50)
    remote_preference: RemotePreference | None = None
    languages: list[Label] | None = Field(default=None, max_length=50)
    work_authorization: ShortText | None = None
    salary_min: float | None = Field(default=None, ge=0, le=1e12, description="The least pay a year")
    salary_currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")
    needs_sponsorship: bool | None = None
    blocked_companies: list[Label] | None = Field(default=None, max_length=500)
    timezone: ZoneName | None = Field(default=None, description="IANA name; times without a zone are read in it")


class DeviceZone(BaseModel):
    """The time zone that a device is in, by its IANA name."""

    model_config = ConfigDict(extra="forbid")
    timezone: ZoneName


class SessionRead(BaseModel):
    """One signed-in device. `current` marks the one that asks."""

    id: UUID
    device: str
    address: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool


class SessionList(BaseModel):
    """One page of signed-in devices."""

    items: list[SessionRead]
    next_cursor: str | None
    total: int
