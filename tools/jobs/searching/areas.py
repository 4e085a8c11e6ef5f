"""Groups of countries that jobs are open to, and what countries pay in."""

from functools import cache

_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
_EEA = f"{_EU} IS LI NO"
_EUROPE = f"{_EEA} CH GB AL AD BA BY FO GE GI GG IM JE MC MD ME MK RS SM UA XK TR AM AZ"
_MIDDLE_EAST = "AE BH EG IL IQ IR JO KW LB OM PS QA SA SY TR YE CY"
_NORTH_AFRICA = "DZ EG LY MA TN SD EH"
_AFRICA = (
    f"{_NORTH_AFRICA} AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU MW MZ NA NE "
    "NG RE RW SC SL SN SO SS ST SZ TD TG TZ UG ZA ZM ZW"
)
_NORTH_AMERICA = "US CA MX"
_SOUTH_AMERICA = "AR BO BR CL CO EC GY PE PY SR UY VE GF"
_CENTRAL_AMERICA = "BZ CR GT HN NI PA SV MX"
_CARIBBEAN = "AG BB BS CU DM DO GD HT JM KN LC PR TT VC AW CW KY"
_LATIN_AMERICA = f"{_SOUTH_AMERICA} {_CENTRAL_AMERICA} CU DO HT PR"
_SOUTH_EAST_ASIA = "BN ID KH LA MM MY PH SG TH TL VN"
_SOUTH_ASIA = "AF BD BT IN LK MV NP PK"
_EAST_ASIA = "CN HK JP KP KR MO MN TW"
_OCEANIA = "AU NZ FJ PG NC PF SB VU WS TO"
_ASIA = f"{_SOUTH_EAST_ASIA} {_SOUTH_ASIA} {_EAST_ASIA} {_MIDDLE_EAST} KZ KG TJ TM UZ AM AZ GE"

_AREAS: dict[str, str] = {
    "EU": _EU, "EEA": _EEA, "Europe": _EUROPE, "EMEA": f"{_EUROPE} {_AFRICA} {_MIDDLE_EAST}",
    "DACH": "DE AT CH LI", "Benelux": "BE NL LU", "Nordics": "DK FI IS NO SE FO GL", "Scandinavia": "DK NO SE",
    "Baltics": "EE LV LT", "Iberia": "ES PT", "UKI": "GB IE", "CEE": "BG CZ EE HR HU LT LV PL RO SI SK RS UA",
    "Western Europe": "AT BE CH DE FR GB IE LI LU MC NL", "Eastern Europe": "BG BY CZ HU MD PL RO SK UA",
    "Northern Europe": "DK EE FI GB IE IS LT LV NO SE", "Southern Europe": "AL BA ES GR HR IT ME MK MT PT RS SI",
    "Central Europe": "AT CH CZ DE HU LI PL SI SK", "Balkans": "AL BA BG GR HR ME MK RO RS SI XK",
    "Americas": f"{_NORTH_AMERICA} {_LATIN_AMERICA} {_CARIBBEAN}", "North America": _NORTH_AMERICA,
    "South America": _SOUTH_AMERICA, "Latin America": _LATIN_AMERICA, "LATAM": _LATIN_AMERICA,
    "Central America": _CENTRAL_AMERICA, "Caribbean": _CARIBBEAN,
    "APAC": f"{_SOUTH_EAST_ASIA} {_SOUTH_ASIA} {_EAST_ASIA} {_OCEANIA}", "Asia": _ASIA,
    "Asia Pacific": f"{_SOUTH_EAST_ASIA} {_SOUTH_ASIA} {_EAST_ASIA} {_OCEANIA}",
    "Southeast Asia": _SOUTH_EAST_ASIA, "South Asia": _SOUTH_ASIA, "East Asia": _EAST_ASIA,
    "ANZ": "AU NZ", "Oceania": _OCEANIA, "Africa": _AFRICA, "North Africa": _NORTH_AFRICA,
    "Middle East": _MIDDLE_EAST, "MENA": f"{_MIDDLE_EAST} {_NORTH_AFRICA}", "GCC": "AE BH KW OM QA SA",
}  # fmt: skip
_OTHER_NAMES = {
    "european union": "EU", "europa": "Europe", "eea": "EEA", "latinoamerica": "Latin America",
    "américa latina": "Latin America", "nordic": "Nordics", "skandinavien": "Scandinavia", "asien": "Asia",
    "apj": "APAC", "asia-pacific": "Asia Pacific", "the americas": "Americas", "nordamerika": "North America",
    "südamerika": "South America", "uk&i": "UKI", "uk & ireland": "UKI",
}  # fmt: skip
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
    return {name: frozenset(listed.split()) for name, listed in _AREAS.items()}


@cache
def _by_key() -> dict[str, str]:
    return {name.lower(): name for name in _AREAS} | _OTHER_NAMES


def area_named(text: str) -> str | None:
    """The area of that name ("Europe", "DACH"), None when it is none."""
    return _by_key().get(text.strip(" .").lower())


def members(area: str) -> tuple[str, ...]:
    """The countries of an area, as codes in order."""
    return tuple(sorted(_members().get(area, ())))


@cache
def covering(country: str) -> tuple[str, ...]:
    """Everything a job may be open to that lets in people of that country: its code, its areas, "*" for anywhere."""
    return (country, *sorted(name for name, held in _members().items() if country in held), "*")


def currency_of(country: str) -> str | None:
    """What is paid in a country, ISO 4217; None where that is not known."""
    return "EUR" if country in _EURO.split() else _CURRENCIES.get(country)
