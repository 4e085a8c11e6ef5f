"""Countries and currencies as people and programs name them, checked: ISO codes, whatever was written."""

from typing import Annotated

import pycountry
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tools.jobs.cleaning.gazetteer import countries

ALLOWED_COUNTRY = "a country by its ISO 3166 code, such as DE, or by its name, such as Germany"
ALLOWED_CURRENCY = "a currency by its ISO 4217 code, such as EUR"


def country_code(written: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country written as a code of two or three letters or as a name in English, German,
    French or Spanish; None when there is no such country."""
    said = written.strip()
    code = said.upper()
    found = pycountry.countries.get(alpha_2=code) or pycountry.countries.get(alpha_3=code)
    return str(found.alpha_2) if found is not None else countries(said)


def _country(written: str) -> str:
    code = country_code(written)
    if code is None:
        told = {"written": written[:60], "allowed": ALLOWED_COUNTRY}
        raise PydanticCustomError("country_unknown", "“{written}” is no country that is known; give {allowed}", told)
    return code


def _currency(written: str) -> str:
    code = written.strip().upper()
    if pycountry.currencies.get(alpha_3=code) is None:
        told = {"written": written[:60], "allowed": ALLOWED_CURRENCY}
        raise PydanticCustomError("currency_unknown", "“{written}” is no currency that is known; give {allowed}", told)
    return code


Country = Annotated[
    str, Field(max_length=80, description="ISO 3166 alpha-2 code, or the country's name"),
    AfterValidator(_country),
]  # fmt: skip
Currency = Annotated[
    str, Field(max_length=80, description="ISO 4217 code"), AfterValidator(_currency)
]  # fmt: skip
