"""Which words of a page's titles are the job, and which the employer."""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from rapidfuzz import fuzz

from tools.jobs.parsing.assembly import squeeze
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.role import clean_title
from tools.jobs.parsing.workplace import is_place

_BOARDS = re.compile(
    r"\b(?:indeed|linkedin|glassdoor|monster|ziprecruiter|stepstone|simplyhired|careerbuilder|dice|wellfound|"
    r"angellist|angel\.co|work at a startup|y combinator|hacker news|greenhouse|lever|ashby|ashbyhq|workable|"
    r"smartrecruiters|teamtailor|personio|recruitee|bamboohr|jobvite|icims|workday|myworkdayjobs|taleo|"
    r"successfactors|breezy|jazzhr|rippling|gusto|paylocity|paycom|adp|ultipro|ukg|pinpoint|welcome to the jungle|"
    r"xing|kununu|jobs\.ch|jobup|arbeitsagentur|infojobs|apec|pôle emploi|france travail|hellowork|reed\.co\.uk|"
    r"reed|totaljobs|cv-library|seek|naukri|remoteok|remote ok|remotive|we work remotely|himalayas|jobicy|"
    r"working nomads|flexjobs|built ?in(?: \w+)?|otta|adzuna|jooble|talent\.com|jobscout24|softgarden|join\.com|"
    r"eures|usajobs|handshake|ycombinator|eightfold|freehire|neogov|governmentjobs|schooljobs|oraclecloud)\b",
    re.I,
)
_GENERIC = re.compile(
    r"^(?:(?:our |all |open |current |job )?(?:jobs?|careers?|job (?:details?|opening|posting|application|"
    r"description|search)s?|application|apply(?: now| online)?|openings?|positions?|vacanc(?:y|ies)|opportunities|"
    r"home|hiring|"
    r"recruiting|join us|work with us|karriere|stellen(?:angebote?|anzeigen?|markt)?|stellenausschreibung|"
    r"bewerbung|carrières?|emplois?|offres? d[’']emploi|recrutement|empleos?|ofertas? de (?:empleo|trabajo)|"
    r"trabajo|vacatures?|"
    r"lavora con noi|welcome|untitled|loading.*|privacy.*|menu|search|details?|careers? (?:page|site|portal)))$",
    re.I,
)
_AT = re.compile(r"^(?P<title>.{3,110}?)\s+(?:at|@|bei|chez|bij|presso|\(at)\s+(?P<company>[^|–—]{2,70})$")
_JOBS_AT = re.compile(
    r"^(?:(?:jobs?|careers?|karriere|stellen(?:angebote)?|emplois?|carrières?|empleos?|vacatures?|work|openings|"
    r"open positions)\s+(?:at|bei|chez|en|bij|with|@)\s+(?P<a>.{2,60})|(?P<b>.{2,60}?)\s+(?:careers?|jobs|"
    r"job board|karriere|"
    r"recruiting|carrières?|recrutement|hiring))$",
    re.I,
)
_SEPARATOR = re.compile(r"\s+[|–—·•»]\s+|\s+-\s+|\s*\|\s*")


def name_page(soup: BeautifulSoup, url: str) -> tuple[str | None, str | None]:
    """Title and company as the page's own titles state them; None where they do not."""
    headings = [heading.get_text(" ", strip=True) for heading in soup.find_all("h1")]
    headings = [heading for heading in headings if 3 <= len(heading) <= 140 and not _GENERIC.match(heading)]
    titles = [
        text for text in (_meta(soup, "og:title"), soup.title.get_text(" ", strip=True) if soup.title else None) if text
    ]
    site = _meta(soup, "og:site_name")
    slugs = _slugs(url)
    parts = [part for title in titles for part in _parts(title)]
    company = _company(titles, parts, headings, site, slugs)
    title = _title(headings, _lower_headings(soup), titles, parts, company)
    if title is not None and company is not None:
        title = _without_company(title, company)
    return title, company


def is_board(name: str) -> bool:
    """Whether a name is a job board's or an applicant system's rather than an employer's."""
    return bool(_BOARDS.search(name))


def _meta(soup: BeautifulSoup, name: str) -> str | None:
    tag = soup.select_one(f'meta[property="{name}"], meta[name="{name}"]')
    return (str(tag.get("content") or "").strip() or None) if tag else None


def _parts(title: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(re.sub(r"\s+", " ", title)) if part.strip()]


def _slugs(url: str) -> list[str]:
    """Words of the address that may be the employer's name: the site's own name, and the first folder on job boards."""
    parts = urlsplit(url)
    labels = [
        label
        for label in (parts.hostname or "").split(".")[:-1]
        if label not in ("www", "jobs", "careers", "career", "apply", "boards", "co", "com", "job")
    ]
    folder = next((piece for piece in parts.path.split("/") if piece), "")
    return [re.sub(r"[^a-z0-9]", "", word.lower()) for word in [*labels, folder] if 3 <= len(word) <= 60]


def _company(
    titles: list[str], parts: list[str], headings: list[str], site: str | None, slugs: list[str]
) -> str | None:
    for text in [*parts, *headings, *titles]:
        if (
            (match := _JOBS_AT.match(text))
            and not is_board(name := (match["a"] or match["b"]).strip())
            and not _GENERIC.match(name)
            and not looks_like_title(name)
        ):
            return name
    for text in [*parts, *headings]:
        match = _AT.match(text)
        if (
            match
            and looks_like_title(match["title"])
            and not is_board(match["company"])
            and not is_place(match["company"])
        ):
            return _plain(match["company"])
    named = [part for part in parts if not is_board(part) and not _GENERIC.match(part) and not is_place(part)]
    for part in named:
        if not looks_like_title(part) and _like_slug(part, slugs):
            return part
    if site and not is_board(site) and not _GENERIC.match(site) and not looks_like_title(site):
        return _plain(site)
    whole = [title for title in titles if not is_board(title)]
    return _left_over(named, headings) or _left_over([part for text in whole for part in text.split(": ")], headings)


def _plain(name: str) -> str:
    return re.sub(r"\s*\((?:[SWFX]\d{2})\)$|\s+(?:careers?|jobs|karriere)$", "", name.strip(), flags=re.I).strip(
        " -|,."
    )


def _like_slug(part: str, slugs: list[str]) -> bool:
    packed = re.sub(r"[^a-z0-9]", "", part.lower())
    return len(packed) >= 3 and any(
        slug.startswith(packed) or packed.startswith(slug) or fuzz.ratio(packed, slug) >= 80 for slug in slugs
    )


def _left_over(named: list[str], headings: list[str]) -> str | None:
    """In "Title - Company" with the title as the page's heading, the other part is the company."""
    known = {squeeze(clean_title(heading)) for heading in headings}
    rest = [part for part in named if squeeze(clean_title(part)) not in known]
    if len(rest) == len(named) or not rest:
        return None
    last = rest[-1]
    return (
        last if not looks_like_title(last) and len(last.split()) <= 6 and not re.search(r"\d{3,}|€|\$", last) else None
    )


def _title(
    headings: list[str], lower: list[str], titles: list[str], parts: list[str], company: str | None
) -> str | None:
    cleaned = [clean_title(heading) for heading in headings]
    for heading in cleaned:
        if looks_like_title(heading) and any(squeeze(heading) in squeeze(title) for title in titles):
            return heading
    candidates = [*cleaned, *[clean_title(part) for part in parts]]
    plain = [
        name
        for name in candidates
        if not _GENERIC.match(name) and not is_board(name) and squeeze(name) != squeeze(company or "")
    ]
    occupation = next(
        (name for name in [*plain[len(cleaned) :], *plain] if looks_like_title(name) and len(name) <= 110), None
    )
    if occupation is not None:
        return occupation
    if len(lower) == 1:
        return lower[0]  # a careers page with a single opening names it in a lesser heading
    agreed = next(
        (
            heading
            for heading in cleaned
            if heading in plain and any(squeeze(heading) in squeeze(title) for title in titles)
        ),
        None,
    )
    return agreed or (plain[0] if plain else None)


def _lower_headings(soup: BeautifulSoup) -> list[str]:
    """Different occupations that headings below the first name."""
    texts = [clean_title(tag.get_text(" ", strip=True)) for tag in soup.find_all(["h2", "h3", "h4"])]
    return list(dict.fromkeys(text for text in texts if len(text) <= 90 and looks_like_title(text)))


def _without_company(title: str, company: str) -> str:
    pattern = rf"\s*(?:[-–—|@,]|\bat\b|\bbei\b|\bchez\b)\s*{re.escape(company)}(?:\s*\([^)]*\))?\s*$"
    return re.sub(pattern, "", title, flags=re.I).strip() or title
