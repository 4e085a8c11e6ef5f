"""List pages: the postings a careers page names, out of the data its scripts carry or out of what a reader sees."""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from store.errors import ValidationError
from tools.jobs.boards.board import BoardPosting
from tools.jobs.boards.mapping import Mapping, Row, link, place, remote_kind, string, strings
from tools.jobs.parsing import canonical_url, parse_html
from tools.jobs.parsing.assembly import squeeze
from tools.jobs.parsing.jsonld import Node
from tools.jobs.parsing.markup import soup_of
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.state import embedded_postings, title_in

_NUMBERS = ("JobId", "jobId", "job_id", "reqId", "id", "shortcode", "slug", "url")
_LINKS = ("url", "jobUrl", "absolute_url", "hostedUrl", "link", "path")
_DETAILS_OF_PAYLOCITY = "https://recruiting.paylocity.com/Recruiting/Jobs/Details/"


def _locations(row: Row) -> list[str]:
    """The line a page shows; the address in parts only when there is none."""
    spelt = place(*(string(row, f"JobLocation.{name}") for name in ("City", "State", "Country")))
    parts = place(string(row, "city"), string(row, "state"), string(row, "country"))
    said = strings(row, "location", "locationName", "fullLocation", "location.name", "locations.*.name", "locations")
    return [spelt] if spelt else said or strings(row, "LocationName") or ([parts] if parts else [])


_MAPPING = Mapping(
    board="page",
    kind="company",
    external_id=_NUMBERS,
    title=title_in,
    company=("companyName", "company_name", "company.name"),
    locations=_locations,
    remote=lambda row: remote_kind(
        string(row, "workplaceType", "workplace_type", "remoteType"), remote=row.get("isRemote") or row.get("IsRemote")
    ),
    employment_type=("employmentType", "employment_type", "jobType", "type"),
    department=("department.name", "department", "HiringDepartment", "departmentName"),
    text=("description", "Description", "descriptionHtml"),
    url=_LINKS,
    requisition_id=("reqId", "requisitionId"),
    posted_at=("PublishedDate", "postedDate", "publishedAt", "datePosted"),
)


def listed_postings(html: str, url: str) -> list[BoardPosting]:
    """The postings a list page names: with address where it gives one, else under the page's own; [] for none."""
    soup = soup_of(html)
    whole, entries = embedded_postings(soup)
    nodes = [node for node in (*entries, *whole) if looks_like_title(title_in(node) or "")]
    if found := [posting for node in nodes if (posting := _from_data(node, url))]:
        return found
    return [_from_words(title, address or _near(soup, title, url), url) for title, address in _named(html, url)]


def _from_data(node: Node, url: str) -> BoardPosting | None:
    host = urlsplit(url).hostname or ""
    number = string(node, "JobId")
    made = f"{_DETAILS_OF_PAYLOCITY}{number}" if number and host.endswith("paylocity.com") else None
    return _MAPPING.posting(node, base=url, url=made)


def _named(html: str, url: str) -> list[tuple[str, str | None]]:
    """Titles and addresses as the parser of pages sees them when it finds a list."""
    try:
        parse_html(html, url)
    except ValidationError as error:
        listed = error.details.get("postings") or []
        return [(title, one.get("url")) for one in listed if (title := str(one.get("title") or "").strip())]
    return []


def _from_words(title: str, address: str | None, url: str) -> BoardPosting:
    own = canonical_url(address) if address else None
    return BoardPosting(
        board="page",
        kind="company",
        external_id=own or f"{canonical_url(url)}#{squeeze(title).replace(' ', '-')}",
        title=title,
        url=own or canonical_url(url),
    )


def _near(soup: BeautifulSoup, title: str, url: str) -> str | None:
    """The link around a title, inside it, or the only one in its row or card."""
    wanted = squeeze(title)
    tag = next(
        (tag for tag in soup.find_all(re.compile(r"^(?:h[1-6]|span|div|p|td|strong|b|a|li)$")) if _says(tag, wanted)),
        None,
    )
    for _ in range(5):
        if tag is None or tag.name in ("body", "html", "ul", "ol", "table", "tbody"):
            return None
        links = {str(one["href"]) for one in (tag, *tag.find_all("a", href=True)) if one.get("href")}
        pages = {
            found for href in links if not href.startswith(("#", "mailto:", "tel:")) and (found := link(href, url))
        }
        if pages:
            return pages.pop() if len(pages) == 1 else None
        tag = tag.parent
    return None


def _says(tag: Tag, wanted: str) -> bool:
    return squeeze(tag.get_text(" ", strip=True)) == wanted
