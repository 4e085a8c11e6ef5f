"""Adzuna: a search over many boards of nineteen countries, with a key; a posting's text is its beginning only."""

import re
from urllib.parse import urlsplit

import pycountry

from tools.jobs.boards.board import Answer, BoardClient, BoardKind, BoardPosting, BoardQuery
from tools.jobs.boards.feeds import Feed, Paging, asking
from tools.jobs.boards.keys import Key, key
from tools.jobs.boards.mapping import Mapping, Row, postings, rows_of, salary, string
from tools.jobs.boards.shapes import Around, Shape, fields
from tools.jobs.schemas import Salary

ADDRESS = "https://api.adzuna.com/v1/api/jobs"
WHERE = "https://developer.adzuna.com (free)"
SIZE = 50
# Its countries, and the local currency in which it documents pay to be given.
CURRENCIES = {
    "AT": "EUR", "AU": "AUD", "BE": "EUR", "BR": "BRL", "CA": "CAD", "CH": "CHF", "DE": "EUR", "ES": "EUR",
    "FR": "EUR", "GB": "GBP", "IN": "INR", "IT": "EUR", "MX": "MXN", "NL": "EUR", "NZ": "NZD", "PL": "PLN",
    "SG": "SGD", "US": "USD", "ZA": "ZAR",
}  # fmt: skip
_DOMAINS = (
    "adzuna.com", "adzuna.co.uk", "adzuna.at", "adzuna.be", "adzuna.ca", "adzuna.ch", "adzuna.de", "adzuna.es",
    "adzuna.fr", "adzuna.in", "adzuna.it", "adzuna.nl", "adzuna.pl", "adzuna.sg", "adzuna.com.au", "adzuna.com.br",
    "adzuna.com.mx", "adzuna.co.nz", "adzuna.co.za",
)  # fmt: skip


def _salary(row: Row) -> Salary | None:
    """Pay that the advertisement states; `salary_is_predicted` marks Adzuna's own estimate, which is none."""
    if str(row.get("salary_is_predicted") or "0").strip().lower() not in ("0", "false"):
        return None
    return salary(row.get("salary_min"), row.get("salary_max"), CURRENCIES.get(str(row.get("_country"))))


def _employment(row: Row) -> str | None:
    kinds = [row.get("contract_time"), row.get("contract_type")]
    return ", ".join(kind.replace("_", " ") for kind in kinds if isinstance(kind, str)) or None


MAPPING = Mapping(
    board="adzuna",
    kind="search",
    external_id="id",
    title="title",
    company="company.display_name",
    locations="location.display_name",
    salary=_salary,
    employment_type=_employment,
    department="category.label",
    text="description",
    url="redirect_url",
    posted_at="created",
)
_OF_DOMAIN = {
    "com.au": "AU", "com.br": "BR", "com.mx": "MX", "co.uk": "GB", "co.nz": "NZ", "co.za": "ZA", "com": "US",
}  # fmt: skip


def _country_of(row: Row, around: Around) -> str | None:
    """The country of a row: the one that was asked, or the one its area begins with, or that of its link's domain."""
    asked = re.search(r"/jobs/([a-z]{2})/", around.url or "")
    if asked:
        return asked[1].upper()
    area = string(row, "location.area.0") or ""
    if named := "GB" if area == "UK" else area if area in CURRENCIES else _country_in(area):
        return named
    domain = (urlsplit(string(row, "redirect_url") or "").hostname or "").partition("adzuna.")[2]
    return _OF_DOMAIN.get(domain, domain.upper()) or None


SHAPE = Shape(
    board="adzuna",
    fields=fields(
        "redirect_url adref salary_is_predicted contract_time contract_type __CLASS__ salary_min salary_max latitude "
        "longitude category created"
    ),
    mapping=MAPPING,
    lists=("results",),
    prepared=lambda row, around: {"_country": _country_of(row, around)} | row,
)


class Adzuna(Feed):
    """https://www.adzuna.com: each country is searched by itself; without one in the query, `country`."""

    name = "adzuna"
    label = "Adzuna"
    kind: BoardKind = "search"
    hosts = _DOMAINS

    def __init__(self, app_id: Key = None, app_key: Key = None, country: str = "US") -> None:
        self._app_id, self._app_key, self._country = app_id, app_key, country.upper()

    async def search(self, client: BoardClient, query: BoardQuery) -> list[BoardPosting]:
        """Newest first, fifty a page. A country that Adzuna does not have is an empty list."""
        app_id = key(self._app_id, "adzuna_app_id", self.label, WHERE)
        app_key = key(self._app_key, "adzuna_app_key", self.label, WHERE)
        country = query.country or _country_in(query.location) or self._country
        if country.upper() not in CURRENCIES:
            return []

        def address(page: int) -> str:
            return asking(
                f"{ADDRESS}/{country.lower()}/search/{page + 1}", app_id=app_id, app_key=app_key, results_per_page=SIZE,
                what=query.words, where=query.location, sort_by="date",
            )  # fmt: skip

        def rows(answer: Answer) -> list[Row]:
            return [row | {"_country": country.upper()} for row in rows_of(answer, "results")]

        answer, found = await Paging(address, rows, size=SIZE, most=20).read(client, MAPPING, query)
        return postings(MAPPING, answer, found, query)


def _country_in(location: str | None) -> str | None:
    """The country at the end of "Berlin, Germany"."""
    last = (location or "").rpartition(",")[2].strip()
    try:
        return str(pycountry.countries.lookup(last).alpha_2) if len(last) > 2 else None
    except LookupError:
        return None
