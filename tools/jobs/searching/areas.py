"""Groups of countries that jobs are open to, and what countries pay in."""

from functools import cache
from importlib.resources import files

from tools.jobs.cleaning.openness import areas_in
from tools.jobs.cleaning.places import clean_places

ANYWHERE = "*"
_EURO = "AT BE BG HR CY EE FI FR DE GR IE IT LV LT LU MT NL PT SK SI ES MC SM AD ME XK"
_CURRENCIES = {
    "US": "USD", "PR": "USD", "EC": "USD", "SV": "USD", "GB": "GBP", "CH": "CHF", "LI": "CHF", "CA": "CAD",
    "AU": "AUD", "NZ": "NZD", "JP": "JPY", "CN": "CNY", "IN": "INR", "SG": "SGD", "HK": "HKD", "TW": "TWD",
    "KR": "KRW", "SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "PL": "PLN", "CZ": "CZK", "HU": "HUF",
    "RO": "RON", "RS": "RSD", "UA": "UAH", "TR": "TRY", "IL": "ILS", "AE": "AED", "SA": "SAR", "QA": "QAR",
    "EG": "EGP", "ZA": "ZAR", "NG": "NGN", "KE": "KES", "MA": "MAD", "MX": "MXN", "BR": "BRL", "AR": "ARS",
    "CL": "CLP", "CO": "COP", "PE": "PEN", "UY": "UYU", "PH": "PHP", "ID": "IDR", "MY": "MYR", "TH": "THB",
    "VN": "VND", "PK": "PKR", "BD": "BDT", "LK": "LKR",
}  # fmt: skip


@cache
def _members() -> dict[str, frozenset[str]]:
    """The areas that clean postings are said to be open to, each with its countries."""
    table = files("tools.jobs.cleaning").joinpath("data", "areas.v1.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return {row[0]: frozenset(row[1].split()) for row in rows if row[0] != ANYWHERE}


def area_named(text: str) -> str | None:
    """The area that a text names ("Europe", "DACH") and nothing besides; None for places and countries."""
    if any(place.city or place.region or place.country for place in clean_places(text)):
        return None
    found = areas_in(text)
    return found[0] if len(found) == 1 and found[0] in _members() else None


def members(area: str) -> tuple[str, ...]:
    """The countries of an area, as codes in order."""
    return tuple(sorted(_members().get(area, ())))


@cache
def covering(country: str) -> tuple[str, ...]:
    """Everything a job may be open to that lets in people of that country: its code, its areas, "*" for anywhere."""
    return (country, *sorted(name for name, held in _members().items() if country in held), ANYWHERE)


def currency_of(country: str) -> str | None:
    """What is paid in a country, ISO 4217; None where that is not known."""
    return "EUR" if country in _EURO.split() else _CURRENCIES.get(country)
