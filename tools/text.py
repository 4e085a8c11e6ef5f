"""Text as people send it: bounded, and free of what Postgres cannot store."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints


def storable(value: str) -> str:
    """Refuse NUL and lone surrogates with a clear error, before the database does."""
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("the text holds characters that cannot be stored (NUL or lone surrogates)")
    return value


ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(storable)
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(storable)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200_000), AfterValidator(storable)
]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2048, pattern=r"^https?://\S+$"),
    AfterValidator(storable),
]
