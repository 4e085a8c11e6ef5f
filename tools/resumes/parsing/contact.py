"""The person: name, headline, ways to reach them, links."""

import re

from tools.resumes.parsing.dates import RANGE
from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.lines import Cell, Line
from tools.resumes.parsing.names import read_headline, read_name
from tools.resumes.parsing.networks import NETWORKS
from tools.resumes.parsing.patterns import EMAIL, PHONE, URL
from tools.resumes.parsing.residence import PERSONAL, read_place
from tools.resumes.schemas import ContactDetail, LinkDetail

_PHONE_SIGN = re.compile(
    r"[☎☏✆📞📱🕿]|(?i:\b(?:tel|phone|mobile?|mobil|telefon|téléphone|teléfono|telefone|telefoon)\b)"
)


def read_contact(region: list[Line], everything: list[Line], facts: Facts) -> list[Line]:
    """Record the contact facts of these lines; returns the lines that held none of them."""
    used: set[int] = set()
    name = read_name(region, facts, used)
    _reach(region, everything, facts, used)
    if name is not None:
        read_headline(region, name, facts, used)
    read_place(region, facts, used)
    return [
        line
        for line in region
        if id(line) not in used and heading_of(line.text) is None and not PERSONAL.match(line.text)
    ]


def _reach(region: list[Line], everything: list[Line], facts: Facts, used: set[int]) -> None:
    """E-mail, telephone and links; an e-mail that stands outside the contact lines is found as well."""
    if not _emails(region, facts, used):
        _emails(everything, facts, set(), first_only=True)
    phones = 0
    for line in region:
        for cell in line.cells:
            phones += _phones(cell, line, facts, used) if phones < 3 else 0
            _links(cell, line, facts, used)
    if phones == 0:
        _phone_elsewhere(everything, facts)
    _usernames(region, facts, used)


def _emails(lines: list[Line], facts: Facts, used: set[int], *, first_only: bool = False) -> int:
    found = 0
    for line in lines:
        for cell in line.cells:
            for match in EMAIL.finditer(cell.text):
                facts.add(
                    cell.start + match.start(),
                    cell.start + match.end(),
                    ContactDetail(field="email", value=match.group()),
                )
                used.add(id(line))
                found += 1
                if first_only:
                    return found
    return found


def _phones(cell: Cell, line: Line, facts: Facts, used: set[int]) -> int:
    found = 0
    blocked = [match.span() for match in (*EMAIL.finditer(cell.text), *URL.finditer(cell.text))]
    for match in PHONE.finditer(cell.text):
        value = match.group().strip()
        digits = re.sub(r"\D", "", value)
        inside = any(start <= match.start() < end for start, end in blocked)
        if (
            inside
            or not 7 <= len(digits) <= 15
            or RANGE.fullmatch(value)
            or re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", value)
        ):
            continue
        if RANGE.search(value) and len(digits) == 8:
            continue
        facts.add(
            cell.start + match.start(),
            cell.start + match.start() + len(value),
            ContactDetail(field="phone", value=value),
        )
        used.add(id(line))
        found += 1
    return found


def _phone_elsewhere(lines: list[Line], facts: Facts) -> None:
    """A telephone number outside the contact lines, where a sign, a label or an e-mail beside it says what it is."""
    for line in lines:
        alone = PHONE.fullmatch(line.text.strip()) is not None
        if alone or EMAIL.search(line.text) or _PHONE_SIGN.search(line.text):
            for cell in line.cells:
                if not line.bullet and _phones(cell, line, facts, set()):
                    return


def _links(cell: Cell, line: Line, facts: Facts, used: set[int]) -> None:
    targets = [(url, label) for url, label in cell.links if re.match(r"(?i)https?://|www\.", url)]
    seen = set()
    for match in URL.finditer(cell.text):
        if any(mail.start() <= match.start() < mail.end() for mail in EMAIL.finditer(cell.text)):
            continue
        url = match.group()
        bare = re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", url.casefold())
        target = next((t for t, _ in targets if bare in t.casefold()), None)
        _add_link(
            cell.start + match.start(), cell.start + match.end(), target or url, cell.text[: match.start()], facts
        )
        used.add(id(line))
        seen.add(target or url)
    for url, label in targets:
        at = cell.text.find(label)
        if url not in seen and at >= 0 and not URL.search(label) and len(label) < 60:
            _add_link(cell.start + at, cell.start + at + len(label), url, "", facts)
            used.add(id(line))


def _add_link(start: int, end: int, url: str, before: str, facts: Facts) -> None:
    """The first address that is no network's is the person's site, all others are links."""
    written = re.search(r"([^\W\d_][\w .-]{1,20}?)\s*:\s*$", before)
    label = written.group(1).strip() if written else _network_of(url)
    own = label is None or re.match(r"(?i)web|portfolio|homepage|site|blog|url", label) is not None
    has_site = any(isinstance(f.detail, ContactDetail) and f.detail.field == "website" for f in facts.items)
    if own and not has_site:
        facts.add(start, end, ContactDetail(field="website", value=url))
    else:
        facts.add(start, end, LinkDetail(url=url, label=label))


def _network_of(url: str) -> str | None:
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).split("/")[0]
    known = {
        "linkedin": "LinkedIn",
        "github": "GitHub",
        "gitlab": "GitLab",
        "stackoverflow": "Stack Overflow",
        "orcid": "ORCID",
    }
    name = host.rsplit(".", 2)[-2] if "." in host else host
    return known.get(name) or (name.title() if name in NETWORKS and "/" in url.split("//")[-1] else None)


def _usernames(region: list[Line], facts: Facts, used: set[int]) -> None:
    """A user name that stands beside or above the name of its network."""
    known = {fact.span.start for fact in facts.items}
    for index, line in enumerate(region):
        for place, cell in enumerate(line.cells):
            network = cell.text.strip().rstrip(":").casefold()
            if network not in NETWORKS or (network == "x" and not cell.text.endswith(":")):
                continue
            used.add(id(line))
            other = _beside(region, index, place)
            if other is not None and other.start not in known:
                base = NETWORKS[network]
                url = other.links[0][0] if other.links else (base + other.text if base else other.text)
                facts.add(other.start, other.end, LinkDetail(url=url, label=cell.text.strip().rstrip(":")))
                used.update(id(near) for near in region if any(c is other for c in near.cells))


def _beside(region: list[Line], index: int, place: int) -> Cell | None:
    line = region[index]
    if line.cells[place].text.rstrip().endswith(":") and place + 1 < len(line.cells):
        return line.cells[place + 1]
    above = region[index - 1] if index else None
    if above is None or place >= len(above.cells) or above.flow != line.flow:
        return None
    cell = above.cells[place]
    return cell if re.fullmatch(r"@?[\w.-]{2,40}", cell.text) else None
