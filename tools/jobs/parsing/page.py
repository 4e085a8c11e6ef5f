"""A posting read from a page: machine-readable first, then embedded data, then what a reader sees."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag

from store.errors import ValidationError
from tools.jobs.parsing.addresses import canonical_url, same_page
from tools.jobs.parsing.assembly import Draft, assemble, squeeze
from tools.jobs.parsing.jsonld import Node, json_ld_postings, listed_items, microdata_postings, text_of
from tools.jobs.parsing.markup import element_text, soup_of, without_chrome
from tools.jobs.parsing.naming import name_page
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.pasted import company_in_prose
from tools.jobs.parsing.sections import lines_of
from tools.jobs.parsing.state import address_in, draft_of_state, embedded_postings, title_in
from tools.jobs.parsing.structured import draft_of
from tools.jobs.parsing.workplace import without_label
from tools.jobs.schemas import ParsedPosting

_ADVICE = "Open the posting itself and give its address, or paste its text."
_JOB_LINK = re.compile(
    r"/(?:jobs?|careers?|positions?|openings?|postings?|vacanc\w+|stellen\w*|emplois?|offres?|ofertas?|vacatures?|"
    r"o|j|p)/[^/?#]{3,}|job-?opening|[?&](?:gh_jid|jk|jobid|job_id|req|vjk|currentJobId)=|/viewjob|/job-listing|"
    r"/JobDetail",
    re.I,
)
_APPLY = re.compile(
    r"^\W*(?:apply|submit (?:your )?application|jetzt bewerben|(?:online )?bewerben|postuler|"
    r"candidater|solicitar|inscribirme|aplicar|solliciteer|candidati|candidatar)",
    re.I,
)
_TAIL = re.compile(
    r"^(?:(?:similar|related|other|more|recommended|latest|explore (?:more|other))\b.{0,30}\b(?:jobs?|positions?|"
    r"openings?|roles?|opportunities|vacancies)\b.{0,40}|other jobs at .*|people also viewed|share this (?:job|"
    r"posting).*|"
    r"(?:ähnliche|weitere) (?:jobs|stellen).*|(?:offres|postes) similaires.*|(?:ofertas|empleos) (?:similares|"
    r"relacionad\w+).*|(?:get|sign up for|create) (?:job )?alerts?.*|back to (?:all )?(?:jobs|openings).*|"
    r"powered by .*|"
    r"your privacy choices|privacy preference center|apply for this (?:job|position)|submit your application|"
    r"personal information|persönliche angaben|informations personnelles|cookie (?:preferences|settings).*|©.*)$",
    re.I,
)


def parse_html(html: str, url: str) -> ParsedPosting:
    """Read the posting a page carries.

    Raises ValidationError NO_POSTING: no posting, an application form, or a list (`details["postings"]` names them).
    """
    soup = soup_of(html)
    address = _own_address(soup, url)
    stated = json_ld_postings(soup) or microdata_postings(soup)
    if stated:
        return _from_stated(stated, soup, url, address)
    whole, entries = embedded_postings(soup)
    visible = _visible_posting(soup, url, address)
    if visible is not None:
        return assemble(visible)
    chosen = _matching_state(whole, soup, url)
    if chosen is not None:
        return assemble(draft_of_state(chosen, address))
    raise _no_posting(soup, url, entries or whole)


def _from_stated(stated: list[Node], soup: BeautifulSoup, url: str, address: str) -> ParsedPosting:
    node = stated[0] if len(stated) == 1 else _matching_node(stated, soup, url)
    if node is None:
        raise _list_error(
            [(text_of(item.get("title") or item.get("name")) or "", text_of(item.get("url"))) for item in stated], url
        )
    draft = draft_of(node, address)
    page_title, page_company = name_page(soup, url)
    draft.company = draft.company or page_company
    if len(draft.text) < 200:
        # Some sites state a stub for machines and the whole posting for people.
        seen = _main_text(soup, draft.title or page_title or "")
        draft.text = seen if len(seen) > len(draft.text) + 200 else draft.text
    draft.apply_url = draft.apply_url or _apply_link(soup, url)
    return assemble(draft)


def _matching_node(stated: list[Node], soup: BeautifulSoup, url: str) -> Node | None:
    """The one of several that is this page's: by address, by number in the address, or by the page's own heading."""
    by_url = [node for node in stated if (link := text_of(node.get("url"))) and same_page(urljoin(url, link), url)]
    by_id = [node for node in stated if len(number := text_of(node.get("identifier")) or "") >= 4 and number in url]
    heading = squeeze(name_page(soup, url)[0] or "")
    by_title = [node for node in stated if squeeze(text_of(node.get("title") or node.get("name")) or "") == heading]
    return next((found[0] for found in (by_url, by_id, by_title) if len(found) == 1), None)


def _matching_state(whole: list[Node], soup: BeautifulSoup, url: str) -> Node | None:
    """An embedded object that page or address point at: pages embed much that is shaped like a posting."""
    heading = squeeze(name_page(soup, url)[0] or "")
    by_title = [node for node in whole if heading and squeeze(title_in(node) or "") == heading]
    tokens = {token for token in re.split(r"[/?&=#]", url) if len(token) >= 5 and re.search(r"\d", token)}
    by_id = [node for node in whole if tokens & set(re.split(r"[\s/?&=#]", address_in(node)))]
    return next((found[0] for found in (by_id, by_title) if len(found) == 1), None) or (
        whole[0] if len(whole) == 1 and looks_like_title(title_in(whole[0]) or "") else None
    )


def _visible_posting(soup: BeautifulSoup, url: str, address: str) -> Draft | None:
    title, company = name_page(soup, url)
    text = _main_text(soup, title or "")
    if title is None or not _reads_as_posting(title, text, soup):
        return None
    return Draft(
        title=title,
        text=text,
        source="page",
        company=company or company_in_prose(text),
        url=address,
        apply_url=_apply_link(soup, url),
        location=_marked_place(soup),
        header="\n".join(_header_lines(soup, title)),
    )


def _marked_place(soup: BeautifulSoup) -> str | None:
    """The place that the page's own class names call one, when it names a single one."""
    found: set[str] = set()
    for tag in soup.select(
        "[class*=location i], [data-testid*=location i], [itemprop=jobLocation], [class*=standort i]"
    ):
        words = tag.get_text(" ", strip=True)
        if 2 < len(words) <= 60 and not tag.find(["input", "select", "form", "li", "a"]):
            found.add(without_label(words))
    places = [words for words in found if re.search(r"[^\W\d_]{2}", words) and not words.endswith((".", "?"))]
    return places[0] if len(places) == 1 else None


def _main_text(soup: BeautifulSoup, title: str) -> str:
    """The page's content from the job's title to where the site goes on about other things."""
    page = without_chrome(soup)
    lines = element_text(_content_element(page)).split("\n")
    wanted = squeeze(title)
    starts = [index for index, line in enumerate(lines[: max(12, len(lines) // 3)]) if _begins(line, wanted)]
    lines = lines[starts[0] :] if starts else lines
    for index, line in enumerate(lines):
        if index > 5 and _TAIL.match(line.strip("- ")) and len("\n".join(lines[:index])) > 300:
            lines = lines[:index]
            break
    kept = [line for index, line in enumerate(lines) if not line or line not in lines[max(0, index - 2) : index]]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _begins(line: str, title: str) -> bool:
    """Whether a line opens with the title, or is the first part of a title that the page breaks in two."""
    words = squeeze(line)
    return bool(title) and (words.startswith(title) or (len(words) >= 12 and title.startswith(words)))


def _content_element(page: BeautifulSoup) -> Tag:
    body = page.body or page
    whole = len(body.get_text(" ", strip=True))
    for selector in ("main", "[role=main]", "article", "#content", ".content", "#main"):
        found = page.select(selector)
        if len(found) == 1 and len(found[0].get_text(" ", strip=True)) > max(400, 0.4 * whole):
            return found[0]
    return body


def _header_lines(soup: BeautifulSoup, title: str) -> list[str]:
    """The short lines around the title: place, team, hours."""
    lines = [line for line in element_text(without_chrome(soup)).split("\n") if line]
    at = next((index for index, line in enumerate(lines) if _begins(line, squeeze(title))), None)
    if at is None:
        return []
    return [line for line in lines[max(0, at - 3) : at + 9] if len(line) <= 110]


def _reads_as_posting(title: str, text: str, soup: BeautifulSoup) -> bool:
    """Enough signs of a posting: an occupation as title, sections that ask and describe, a way to apply."""
    lines = lines_of(text)
    kinds = {line.kind for line in lines if line.heading}
    filled = {line.kind for line in lines if not line.heading}
    asks = bool(kinds & {"must", "should", "nice"} & filled)
    duties = "duties" in kinds & filled
    titles = len(
        {
            squeeze(line.text)
            for line in lines
            if len(line.text) < 90 and looks_like_title(line.text) and not line.bullet
        }
    )
    if (
        len(text) < (160 if asks and duties else 250)
        or (not asks and not duties and len(text) < 900)
        or len(re.findall(r"^(?:job )?title\s*:", text, re.I | re.M)) > 1
    ):
        return False
    score = 2 * looks_like_title(title) + 2 * asks + 2 * duties + ("offer" in kinds) + ("pay" in kinds)
    score += _apply_link(soup, "") is not None
    score += bool(
        re.search(
            r"\b(?:full[- ]time|part[- ]time|vollzeit|teilzeit|years? of experience|temps plein|"
            r"jornada)\b",
            text,
            re.I,
        )
    )
    score -= 2 * (titles > 6 and not asks)
    return score >= (4 if looks_like_title(title) else 6)


def _apply_link(soup: BeautifulSoup, url: str) -> str | None:
    """Where the page's own apply link leads; "" is never returned."""
    for link in soup.find_all("a", href=True):
        if _APPLY.match(link.get_text(" ", strip=True)) and not str(link["href"]).startswith(
            ("#", "javascript:", "mailto:")
        ):
            return urljoin(url, str(link["href"]))
    return None


def _no_posting(soup: BeautifulSoup, url: str, entries: list[Node]) -> ValidationError:
    title = name_page(soup, url)[0]
    fields = soup.select("input:not([type=hidden]):not([type=search]):not([type=submit]), textarea")
    if len(fields) >= 4 and (soup.select_one("input[type=file]") is not None or len(fields) >= 8):
        named = f" for “{title}”" if title else ""
        return ValidationError(
            f"This page is the application form{named}; it does not carry the posting. {_ADVICE}",
            code="NO_POSTING",
            details={"kind": "form", "title": title, "postings": [], "posting_url": _form_owner(soup, url)},
        )
    listed = _listed(soup, url) or [
        (title_in(node) or "", None) for node in entries if looks_like_title(title_in(node) or "")
    ]
    if len(listed) >= 2:
        return _list_error(listed, url)
    return ValidationError(
        f"There is no job posting on this page. {_ADVICE}", code="NO_POSTING", details={"kind": "other", "postings": []}
    )


_BACK = re.compile(
    r"^\W*(?:(?:back|return|view|see|read)\b.{0,20}\b(?:job|posting|position|description|ad)\b|job (?:ad|"
    r"description|details?)\b|zurück zur (?:stelle|anzeige)|"
    r"(?:zur )?stellen(?:anzeige|beschreibung)|retour à l[’']offre|voir l[’']offre|volver a la oferta|"
    r"ver (?:la )?oferta)",
    re.I,
)
_FORM_PATH = re.compile(
    r"/(?:apply|application|applications/new|applicants/new|applicant|bewerbung|bewerben|"
    r"postuler|c/new|form)/?$",
    re.I,
)


def _form_owner(soup: BeautifulSoup, url: str) -> str | None:
    """The posting an application form belongs to: the page's own link back, or the address without its last step."""
    for link in soup.find_all("a", href=True):
        target = urljoin(url, str(link["href"]))
        if _BACK.match(link.get_text(" ", strip=True)) and same_page(target, url, only_host=True):
            return target
    parts = urlsplit(url)
    path = _FORM_PATH.sub("", parts.path)
    return urlunsplit(parts._replace(path=path, fragment="")) if path not in ("", parts.path) else None


def _listed(soup: BeautifulSoup, url: str) -> list[tuple[str, str | None]]:
    """Titles and addresses of the postings a page lists."""
    found: dict[str, str | None] = {}
    for item in listed_items(soup):
        name = text_of(item.get("name") or item.get("item"))
        if name and looks_like_title(name):
            found.setdefault(name, text_of(item.get("url")))
    for link in soup.find_all("a", href=True):
        words = link.get_text("\n", strip=True).split("\n")[0].strip()
        href = str(link["href"])
        if 3 < len(words) <= 120 and looks_like_title(words) and (_JOB_LINK.search(href) or len(words) < 80):
            found.setdefault(words, urljoin(url, href))
    if len(found) < 2:
        for line in element_text(without_chrome(soup)).split("\n"):
            plain = re.sub(r"^(?:job )?title\s*:\s*", "", line.strip("- "), flags=re.I)
            if len(plain) <= 80 and looks_like_title(plain) and not plain.endswith("."):
                found.setdefault(plain, None)
    return list(found.items())


def _list_error(listed: list[tuple[str, str | None]], url: str) -> ValidationError:
    shown = "; ".join(title for title, _ in listed[:5]) + ("; …" if len(listed) > 5 else "")
    postings = [{"title": title, "url": urljoin(url, link) if link else None} for title, link in listed[:50]]
    return ValidationError(
        f"This page lists {len(listed)} postings ({shown}), it is not one posting. {_ADVICE}",
        code="NO_POSTING",
        details={"kind": "list", "postings": postings},
    )


def _own_address(soup: BeautifulSoup, url: str) -> str:
    """The page's canonical address when it names one on the same site that is not its front page."""
    link = soup.select_one("link[rel=canonical]")
    if link is not None and link.get("href"):
        stated = canonical_url(urljoin(url, str(link["href"])))
        if same_page(stated, url, only_host=True) and len(stated.split("/", 3)[-1]) > 1 and stated.count("/") >= 3:
            return stated
    return canonical_url(url)
