"""The person: name, headline, ways to reach them, links."""

import re

from tools.resumes.parsing.dates import RANGE
from tools.resumes.parsing.facts import Facts
from tools.resumes.parsing.headings import heading_of
from tools.resumes.parsing.lines import Cell, Line
from tools.resumes.parsing.places import is_address, is_place, looks_like_city
from tools.resumes.parsing.vocabulary import title_score
from tools.resumes.parsing.wordlists import word_list
from tools.resumes.schemas import ContactDetail, LinkDetail

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(
    r"(?:https?://|www\.)[^\s|,;<>()\[\]]+[^\s|,;<>()\[\].:]"
    r"|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me|de|fr|es|nl|pt|br|ch|at|uk|co|ai|app|eu|info|be|it|in|us|ca|tech|design|art|site|xyz|page|blog|work|studio|gitlab|github)"
    r"(?:/[^\s|,;<>()\[\]]*[^\s|,;<>()\[\].:])?(?![\w@])",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w./-])(?:\+|00)?\(?\+?\d[\d\s().\-/–]{6,20}\d(?:\s?(?:x|ext\.?|#)\s?\d{1,5})?(?![\w/])")
_LABEL = re.compile(
    r"^(?:name|full name|address|adresse|anschrift|location|standort|wohnort|dirección|domicilio|adres|endereço|morada|e-?mail|mail|correo(?: electrónico)?|courriel|phone|"
    r"tel(?:efon|éfono|éphone|efoon|efone|\.)?|mobil(?:e|telefon|iltelefon)?|móvil|portable|handy|gsm|cell|telemóvel|celular|website|web|portfolio|homepage|linkedin|github|gitlab|twitter|x|"
    r"xing|nombre|nom|naam|nome|vorname|prénom|localização|ubicación|ville|plaats|woonplaats|ort|city|fon|site|blog|orcid|skype|ciudad|residence|based in)\s*(?:[:：]|(?=\s{2}))\s*",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"(?i)^(?:date of birth|born|geburtsdatum|geboren|geb\.|nationality|nationalität|staatsangehörigkeit|familienstand|marital status|date de naissance|nationalité|"
    r"fecha de nacimiento|nacionalidad|geboortedatum|nationaliteit|data de nascimento|nacionalidade|estado civil|driving licen[cs]e|führerschein|permis|rijbewijs|gender|"
    r"geschlecht|né[e]? le|geburtsort|religion|konfession|visa|work authorization)\b"
)
_TITLE_PAGE = re.compile(
    r"(?i)^(?:curriculum vitae|cv|resume|résumé|lebenslauf|currículum(?: vitae)?|hoja de vida|personal information|currículo)(?:\s*(?:of|von|de|[-–—:|]+)\s*)?"
)
NETWORKS = {
    "linkedin": "https://linkedin.com/in/", "github": "https://github.com/", "gitlab": "https://gitlab.com/", "stackoverflow": "", "stack overflow": "", "twitter": "https://twitter.com/",
    "xing": "https://xing.com/profile/", "behance": "https://behance.net/", "dribbble": "https://dribbble.com/", "medium": "https://medium.com/@", "facebook": "https://facebook.com/",
    "instagram": "https://instagram.com/", "orcid": "https://orcid.org/", "kaggle": "https://kaggle.com/", "leetcode": "https://leetcode.com/", "google scholar": "",
    "researchgate": "", "youtube": "", "x": "", "mastodon": "", "bluesky": "", "soundcloud": "",
}  # fmt: skip
_NAME_WORD = re.compile(r"^(?:[^\W\d_][\w'’.-]*|[A-ZÀ-Þ]\.)$")
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "da",
        "dos",
        "das",
        "di",
        "van",
        "von",
        "der",
        "den",
        "zu",
        "zum",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
        "ten",
        "ter",
        "af",
        "av",
        "du",
        "te",
        "'t",
    ]
)
_DEGREES = re.compile(
    r"(?i)^(?:dr|prof|mr|mrs|ms|herr|frau|dipl|ing|phd|md|rn|bsn|msn|mba|cpa|pmp|lpn|np|pe|esq|jr|sr|ii|iii|mag|bsc|msc|cfa|m\.?a|b\.?a|pa-c|dds|pt|dpt|lcsw|m\.?ed|b\.?ed|ccrn)\.?(?:-ing\.?)?$"
)


def read_contact(region: list[Line], everything: list[Line], facts: Facts) -> list[Line]:
    """Record the contact facts of these lines; returns the lines that held none of them."""
    used: set[int] = set()
    name = _name(region, facts, used)
    _reach(region, everything, facts, used)
    if name is not None:
        _headline(region, name, facts, used)
    _places(region, facts, used)
    return [
        line
        for line in region
        if id(line) not in used and heading_of(line.text) is None and not _PERSONAL.match(line.text)
    ]


def _name(region: list[Line], facts: Facts, used: set[int]) -> Line | None:
    best: tuple[float, Line, Cell, int, int] | None = None
    largest = max((line.size for line in region if line.cells), default=0.0)
    for order, line in enumerate(region[:40]):
        for cell in line.cells[:3]:
            span = _name_span(cell.text)
            if span is None:
                continue
            score = 2.0 * (cell.size >= largest - 0.3) - 0.05 * order + 0.5 * (cell.size > 1.25 * _usual(region))
            words = cell.text[span[0] : span[1]].split()
            score += (
                0.4 * (2 <= len(words) <= 4)
                - 1.2 * (title_score(cell.text) > 0.5)
                + 1.0 * (re.match(r"(?i)(?:full )?name\s*:", cell.text) is not None)
            )
            if best is None or score > best[0]:
                best = (score, line, cell, *span)
    if best is None:
        return None
    _, line, cell, start, end = best
    facts.add(cell.start + start, cell.start + end, ContactDetail(field="name", value=cell.text[start:end]))
    used.add(id(line))
    return line


def _usual(region: list[Line]) -> float:
    sizes = sorted(line.size for line in region)
    return sizes[len(sizes) // 2] if sizes else 10.0


def _name_span(text: str) -> tuple[int, int] | None:
    """Where in the text a person's name stands alone, post-nominals and a following title left out."""
    start = 0
    lead = _TITLE_PAGE.match(text) or re.match(r"(?i)(?:full name|name|nombre|nom|naam|nome)\s*:\s*", text)
    if lead:
        start = lead.end()
    rest = text[start:]
    stop = re.search(r"\s+[|–—·•-]+\s+|\s*[|·•,(/]\s*|\s{3,}", rest)
    end = start + (stop.start() if stop else len(rest))
    words = text[start:end].split()
    while words and _DEGREES.match(words[-1]) and len(words) > 2 and not words[-1].istitle():
        end -= len(words.pop()) + 1
    if not 1 <= len(words) <= 6 or not _are_name_words(words):
        return None
    bare = text[start:end].strip()
    if heading_of(bare) or is_place(bare) or EMAIL.search(bare) or URL.fullmatch(bare) or len(bare) < 3:
        return None
    if {word.casefold() for word in words} & (
        word_list("employers") - {"ag", "se", "as", "high", "co"}
    ) or bare.casefold() in NETWORKS:
        return None
    return start, end


def _are_name_words(words: list[str]) -> bool:
    solid = [word for word in words if word.casefold() not in _PARTICLES]
    return bool(solid) and all(_NAME_WORD.match(word) for word in words) and all(word[0].isupper() for word in solid)


def _reach(region: list[Line], everything: list[Line], facts: Facts, used: set[int]) -> None:
    """E-mail, telephone and links; an e-mail that stands outside the contact lines is found as well."""
    if not _emails(region, facts, used):
        _emails(everything, facts, set(), first_only=True)
    phones = 0
    for line in region:
        for cell in line.cells:
            phones += _phones(cell, line, facts, used) if phones < 3 else 0
            _links(cell, line, facts, used)
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


def _headline(region: list[Line], name: Line, facts: Facts, used: set[int]) -> None:
    """The line under the name, or after it on the same line, that says what the person does."""
    spot = next(
        fact for fact in facts.items if isinstance(fact.detail, ContactDetail) and fact.detail.field == "name"
    ).span
    after = re.match(r"\s*(?:[|–—·•-]+|,)\s*(.+)", facts.text[spot.end : name.end])
    letters = after is not None and all(_DEGREES.match(word.strip(",")) for word in after.group(1).split())
    if after and not letters and title_score(after.group(1)) > 0.5:
        start = spot.end + after.start(1)
        facts.add(
            start, name.end, ContactDetail(field="headline", value=" ".join(facts.text[start : name.end].split()))
        )
        return
    at = next(index for index, line in enumerate(region) if line is name)
    for index in range(at + 1, min(at + 4, len(region))):
        line = region[index]
        piece = _titled_piece(line, facts) if id(line) in used else None
        if piece is not None:
            facts.add(*piece, ContactDetail(field="headline", value=facts.text[piece[0] : piece[1]]))
            return
        if id(line) in used or (line.flow != name.flow and index > at + 1):
            continue
        if _is_headline(line):
            lines = [line]
            if index + 1 < len(region) and _goes_on(line, region[index + 1], used):
                lines.append(region[index + 1])
            value = " ".join(facts.text[lines[0].start : lines[-1].end].split())
            facts.add_lines(lines, ContactDetail(field="headline", value=value))
            used.update(id(part) for part in lines)
        return


def _titled_piece(line: Line, facts: Facts) -> tuple[int, int] | None:
    """A job title between the separators of a contact line: where it stands."""
    taken = [(fact.span.start, fact.span.end) for fact in facts.items]
    for cell in line.cells:
        for start, end, label in _pieces(cell):
            at, to = cell.start + start, cell.start + end
            free = not any(at < stop and to > begin for begin, stop in taken)
            if free and not label and title_score(cell.text[start:end]) > 0.5 and len(cell.text[start:end]) < 60:
                return at, to
    return None


def _is_headline(line: Line) -> bool:
    text = line.text
    if (
        len(text) > 110
        or RANGE.search(text)
        or EMAIL.search(text)
        or heading_of(text)
        or line.bullet
        or _LABEL.match(text)
    ):
        return False
    if is_place(text) or is_address(text) or URL.search(text) or _PERSONAL.match(text) or PHONE.search(text):
        return False
    return title_score(text) > 0.4 or (len(text) <= 70 and not text.endswith(".") and len(text.split()) >= 2)


def _goes_on(line: Line, following: Line, used: set[int]) -> bool:
    same = abs(line.size - following.size) < 0.3 and following.gap < 0.4 and following.flow == line.flow
    styled = line.cells[0].bold == following.cells[0].bold and len(line.cells) == len(following.cells) == 1
    return (
        same
        and styled
        and id(following) not in used
        and _is_headline(following)
        and line.size > 0
        and len(following.text) < 40
        and line.cells[0].x1 > 0
    )


def _places(region: list[Line], facts: Facts, used: set[int]) -> None:
    """The first place or address among the contact lines."""
    taken = [(fact.span.start, fact.span.end) for fact in facts.items]
    for labelled in (True, False):
        for line in region:
            for cell in line.cells:
                if line.bullet and not labelled and not is_place(cell.text):
                    continue
                for start, end, label in _pieces(cell):
                    at, to = cell.start + start, cell.start + end
                    if any(at < stop and to > begin for begin, stop in taken) or _PERSONAL.match(cell.text):
                        continue
                    text = cell.text[start:end]
                    named = label and re.match(
                        r"(?i)(?:address|adresse|anschrift|location|standort|wohnort|dirección|domicilio|adres|endereço|morada|locali|ubicaci|ville|plaats|woonpl|ort|city|ciudad|residence|based)",
                        label,
                    )
                    if named if labelled else (is_place(text) or is_address(text)) and len(text) < 90:
                        facts.add(at, to, ContactDetail(field="location", value=text))
                        used.add(id(line))
                        return
    _lone_city(region, facts, used, taken)


def _lone_city(region: list[Line], facts: Facts, used: set[int], taken: list[tuple[int, int]]) -> None:
    """A bare city name between other contact details on one line."""
    for line in region:
        for cell in line.cells if id(line) in used else ():
            for start, end, _ in _pieces(cell):
                at, to = cell.start + start, cell.start + end
                text = cell.text[start:end]
                free = not any(at < stop and to > begin for begin, stop in taken)
                if free and looks_like_city(text) and text.casefold() not in NETWORKS and not _LABEL.match(text + ":"):
                    facts.add(at, to, ContactDetail(field="location", value=text))
                    return


def _pieces(cell: Cell) -> list[tuple[int, int, str]]:
    """Parts of a cell between strong separators: start, end, and the label in front."""
    found = []
    at = 0
    for part in re.split(r"(\s*[|•·∙⋅◆]\s*|\s+[–—-]\s+|\s{3,}|\s,\s)", cell.text):
        lead = _LABEL.match(part)
        start = at + (lead.end() if lead else 0)
        stripped = part[lead.end() if lead else 0 :].strip(" ,;")
        if len(stripped) > 1:
            begin = cell.text.find(stripped, start)
            found.append((begin, begin + len(stripped), lead.group().strip() if lead else ""))
        at += len(part)
    return found
