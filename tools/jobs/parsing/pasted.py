"""A posting pasted as text: its title and company from labels, first lines and the sentences people write."""

import re
from itertools import pairwise

from store.errors import PayloadTooLargeError, ValidationError
from tools.jobs.parsing.assembly import Draft, assemble
from tools.jobs.parsing.markup import fragment_to_text, tidy
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.role import clean_title, normal_employment
from tools.jobs.parsing.sections import heading_kind
from tools.jobs.parsing.workplace import is_place
from tools.jobs.schemas import ParsedPosting

MAX_PASTED = 100_000

_TITLE_LABEL = re.compile(
    r"^(?:job ?title|position(?: title)?|role|title|job|vacancy|opening|stelle(?:nbezeichnung|ntitel)?|stellentitel|"
    r"jobtitel|berufsbezeichnung|(?:intitulé du )?poste|titre(?: du poste)?|intitulé|"
    r"puesto|cargo|vacante|título|functie(?:titel)?|vacature|posizione|ruolo|vaga|职位(?:名称)?|"
    r"岗位(?:名称)?)\s*[:：]\s*(?P<value>\S.{1,118})$",
    re.I | re.M,
)
_COMPANY_LABEL = re.compile(
    r"^(?:company(?: name)?|employer|organi[sz]ation|hiring (?:company|organization)|client|unternehmen|firma|"
    r"arbeitgeber|entreprise|société|employeur|empresa|compañía|bedrijf|werkgever|azienda|"
    r"公司(?:名称)?)\s*[:：]\s*(?P<value>\S.{1,78})$",
    re.I | re.M,
)
_NAME = r"[A-Z0-9À-Þ][\w&.,+’'-]*(?: (?:[A-Z0-9À-Þ&(][\w&.,+’')-]*|of|the|and|de|du|der|für|und|&)){0,5}"
_ROLE = (
    r"[A-ZÀ-Þ(][\w/+#.&’'()*:-]*(?:[ ,/]+(?:[A-ZÀ-Þ(&–-][\w/+#.&’'()*:-]*|(?:de|du|des|en) [\w’'-]+|einen?|eine|"
    r"of|and|für|"
    r"in der|in|-|"
    r"–|&)){0,8}"
)
_HIRING = [
    re.compile(
        rf"(?P<company>{_NAME}) (?i:is|are|sucht|suchen|cherche|recherche|recrute|recrutent|busca|buscan|zoekt|"
        rf"cerca)(?i: (?:currently|"
        rf"now|aktuell|ab sofort|actuellement|zum nächstmöglichen zeitpunkt))?(?i: (?:hiring|looking for|seeking|"
        rf"searching for|recruiting))?(?i: (?:for )?(?:an?|our next|the|eine?n?|une?|een|uno?a?|un/a|"
        rf"uma?))? (?P<title>{_ROLE})"
    ),
    re.compile(rf"(?P<title>{_ROLE}) (?i:at|@|bei|chez|en la empresa|bij|presso) (?P<company>{_NAME})"),
]
_ARTICLE = re.compile(r"^(?:die|der|das|la|le|les|el|los|il|the)\s+(?=[A-ZÀ-Þ])", re.I)
_SEEKING = re.compile(
    rf"(?i:\b(?:we(?:['’]re| are)|i am|our client is|wir|nous|company is|team is)) (?i:currently |actively |"
    rf"now )?(?i:looking for|hiring|seeking|searching for|recruiting|suchen|recherchons|recrutons)"
    rf"(?i: (?:zum nächstmöglichen zeitpunkt|ab sofort|zur verstärkung unseres teams))?(?i: (?:for )?(?:an?|our next|"
    rf"eine?n?|une?|dich als))?(?i: (?:experienced|talented|passionate|motivated|skilled|driven|deeply skilled|"
    rf"engagierte[nr]?|erfahrene[nr]?))* "
    rf"(?P<title>{_ROLE})"
)
_SEEKING_ES = re.compile(
    rf"(?i:\b(?:buscamos|estamos buscando|seleccionamos|wij zoeken|we zoeken|cerchiamo|"
    rf"procuramos))(?i: (?:a |un/a|una?|een|um|uma))? (?P<title>{_ROLE})"
)
_ABOUT = re.compile(
    rf"^(?i:about|über|à propos d[e’']\s?|sobre) (?P<company>(?!(?i:us|the|you|this|our|uns|dich|"
    rf"nous|"
    rf"nosotros|me)\b){_NAME})\s*:?$",
    re.M,
)
_IN_COMPANY = re.compile(
    rf"(?:^|\n)(?:En|Bei|Chez|Bij) (?P<company>{_NAME}) (?:buscamos|estamos|suchen wir|nous|"
    rf"zoeken)\b"
)
_AT_COMPANY = re.compile(
    rf"(?:^|[.!?]\s+|\n)(?:At|Bei|Chez|Join) (?P<company>(?!(?i:the|our|a|this|"
    rf"us)\b){_NAME}),? (?:we|you|our|wir|nous|und|and|as)\b"
)
_NOT_A_TITLE = re.compile(
    r"^(?:(?:hi|hello|dear|hey|fwd?:|re:|subject:|from:|to:|http|www\.|apply|share|save|posted|about (?:us|the|our)|"
    r"job description|description|overview|full[- ]time|part[- ]time|remote|hybrid|on-?site|"
    r"location|salary|company|we (?:are|'re)|who we are|stellenbeschreibung|stellenanzeige|offre d[’']emploi|"
    r"oferta de (?:empleo|trabajo)|vacature|job posting|careers?|new|promoted|easy apply|"
    r"see who|\d+ (?:applicants|days? ago)|über uns)(?!\w)|\W*$)",
    re.I,
)


def parse_text(
    text: str, *, title: str | None = None, company: str | None = None, url: str | None = None
) -> ParsedPosting:
    """Read a pasted posting; a given title or company wins over what the text says.

    Raises ValidationError NO_POSTING when there is next to nothing, TITLE_MISSING when no title is stated;
    PayloadTooLargeError beyond 100,000 characters.
    """
    if len(text) > MAX_PASTED:
        raise PayloadTooLargeError(
            f"This text has {len(text):,} characters; a posting has at most some thousands. Paste only the posting."
        )
    body = unwrap(_without_marks(fragment_to_text(text)))
    if len(body) < 40 or len(body.split()) < 7:
        raise ValidationError(
            "This is too short to be a job posting; paste its whole text, from the title to the end.", code="NO_POSTING"
        )
    head = _header(body)
    found_title = title or head.title
    if not found_title:
        raise ValidationError(
            "No job title could be found in this text; say which position it is, or paste the line with the title too.",
            code="TITLE_MISSING",
        )
    employer = company or head.company
    return assemble(
        Draft(
            title=found_title,
            company=employer,
            location=place_beside_company(body, employer),
            text=body,
            source="text",
            url=url,
            header=head.title or "",
        )
    )


def _without_marks(text: str) -> str:
    """Markdown's emphasis and heading marks taken off; its list marks stay."""
    return re.sub(r"^#{1,6}\s+|(?:\*\*|__)(?=\S)|(?<=\S)(?:\*\*|__)", "", text, flags=re.M)


def unwrap(text: str) -> str:
    """Undo hard line breaks at a fixed width (mail, text files), so that a sentence stands on one line."""
    lines = tidy(text).split("\n")
    widths = [len(line) for line in lines if line]
    follows = [after for line, after in pairwise(lines) if len(line) >= 60 and after]
    broken = [after for after in follows if after[0].islower()]
    if len(broken) < 2 or len(broken) < 0.4 * len(follows) or max(widths) > 130:
        return "\n".join(lines)
    limit = max(widths)
    joined: list[str] = []
    previous = 0
    for line in lines:
        first_word = len(line.split(" ", 1)[0])
        # The line before was full: its writer broke it only because this word did not fit.
        wraps = previous + 1 + first_word > limit - 8 and line and joined and not re.match(r"[-*•·]\s|\d+[.)]\s", line)
        if wraps:
            joined[-1] += " " + line
        else:
            joined.append(line)
        previous = len(line)
    return "\n".join(joined)


class _Head:
    """Title and company as far as the head of a text states them."""

    def __init__(self, title: str | None = None, company: str | None = None) -> None:
        self.title, self.company = title, company

    def fill(self, other: "_Head") -> None:
        self.title = self.title or other.title
        self.company = self.company or other.company


def _header(body: str) -> _Head:
    head = _Head(_labelled(_TITLE_LABEL, body), _labelled(_COMPANY_LABEL, body))
    lines = [line for line in body.split("\n") if line.strip()]
    for reader in (_from_bars, _from_first_lines, _from_sentences):
        if head.title and head.company:
            break
        head.fill(reader(lines, body))
    return head


def _labelled(pattern: re.Pattern[str], body: str) -> str | None:
    match = pattern.search(body[:4000])
    if match is None:
        return None
    value = match["value"].strip(" *_")
    legal = _LEGAL_FORM.search(value)
    return (
        value[: legal.end()] if pattern is _COMPANY_LABEL and legal and value[legal.end() :].startswith(",") else value
    )


def _from_bars(lines: list[str], _body: str) -> _Head:
    """ "Company | Title | Place | REMOTE | $…", the form of hiring threads; or "Title | Company | Place"."""
    parts = [part.strip() for part in re.split(r"\s+\|\s+|\s*｜\s*", lines[0])]
    if len(parts) < 2 or len(lines[0]) > 260:
        return _Head()
    names = [part for part in parts if not _is_detail(part)]
    if len(names) < 2:
        return _Head(title=names[0]) if names and looks_like_title(names[0]) else _Head()
    first, second = names[0], names[1]
    if looks_like_title(first) and not looks_like_title(second):
        return _Head(first, second)
    return _Head(second, re.sub(r"\s*\((?:https?://|www\.)[^)]*\)|\s*https?://\S+", "", first).strip())


def _is_employer(name: str, body: str) -> bool:
    """Whether the words after a title are an employer: by legal form, or because the text speaks of them as one."""
    if looks_like_title(name) and not _LEGAL_FORM.search(name):
        return False
    if _company_line(name) is None:
        return False
    said = re.escape(name.strip())
    spoken = (
        rf"\b(?:at|join|about|bei|chez|with|über|à propos de|for)\s+{said}\b|"
        rf"\b{said}(?:[’']s\b|\s+(?:is|was|has|are|ist|est|es|hat|sucht)\b)"
    )
    # "… - Distributed Systems" is a field of work; only the text can tell it from a company of that name.
    vague = re.search(r"\b(?:Systems|Solutions|Technologies|Group|Labs|Co)$", name.strip())
    return bool((_LEGAL_FORM.search(name) and not vague) or re.search(spoken, body))


def _is_detail(part: str) -> bool:
    return bool(
        is_place(part)
        or normal_employment(part)
        or re.search(r"\b(?:remote|hybrid|on-?site|visa|equity|salary|home-?office)\b|[$€£]\s?\d|https?://", part, re.I)
    )


def _from_first_lines(lines: list[str], _body: str) -> _Head:
    """A short first line is the title; the one after it the company, when it looks like a name and nothing else."""
    body = "\n".join(lines[1:])
    candidates = [line.strip("-*# ") for line in lines[:6] if not _NOT_A_TITLE.match(line.strip("-*#• "))]
    for index, line in enumerate(candidates[:3]):
        head = _title_line(line, body)
        if head.title is None:
            continue
        if head.company is None and index + 1 < len(candidates):
            head.company = _company_line(candidates[index + 1])
        if head.company is None and index > 0:
            head.company = _company_line(candidates[index - 1])
        return head
    return _Head()


def _title_line(line: str, body: str) -> _Head:
    plain = clean_title(line)
    if not plain or len(plain) > 120 or plain.endswith((".", "?", ":")) or len(plain.split()) > 14:
        return _Head()
    for pattern in _HIRING:
        if (match := pattern.match(plain)) and looks_like_title(match["title"]):
            return _Head(clean_title(match["title"]), _ARTICLE.sub("", match["company"]).strip(" ,.!"))
    if is_place(plain) or not looks_like_title(plain):
        return _Head()
    title, _, rest = plain.rpartition(next((mark for mark in (" | ", " – ", " — ", " - ") if mark in plain), "\0"))
    if title and looks_like_title(title) and _is_employer(rest, body):
        return _Head(title.strip(), rest.strip())
    return _Head(plain)


_LEGAL_FORM = re.compile(
    r"\b(?:GmbH|AG|SE|KG|Inc|LLC|Ltd|Limited|PLC|plc|Corp|SA|SAS|SARL|S\.?L|S\.?A|BV|B\.V|NV|SpA|"
    r"S\.?r\.?l|Oy|AB|AS|Pty|LLP|Co|e\.?V|Group|Labs|Technologies|Solutions|Systems|University|Hospital|Klinik\w*|"
    r"Bank)\b\.?"
)


_SLOGAN = re.compile(
    r"(?:help|join|build|shape|make|work|are|must|love|come|be|become|start|grow|drive|lead|create|change|do|earn|"
    r"get|your|our|the future|ready|want|looking|now|urgent|immediate|no|great|exciting|"
    r"werde|gestalte|komm|starte|rejoignez|devenez|únete)\b",
    re.I,
)


def _company_line(line: str) -> str | None:
    """A company name out of a line such as "Northwind Cloud | Remote (North America)" or "Acme GmbH, Berlin"."""
    first = re.split(r"\s[|·•–—]\s|\s-\s|\s\(", line.strip("- "))[0].strip(" ,.")
    first, _ = _name_and_place(first)
    words = first.split()
    if not first or len(words) > 6 or len(first) > 60 or _is_detail(first) or heading_kind(line) is not None:
        return None
    if re.match(r"[^\W\d][\w ]{1,24}[:：]\s", line) or line.startswith(("http", "www.")):
        return None
    if line.rstrip().endswith((".", "?", "!", ":")) and not _LEGAL_FORM.search(line):
        return None
    named = bool(_LEGAL_FORM.search(first)) or (len(words) <= 4 and not _SLOGAN.match(first))
    capital = all(
        word[0].isupper() or not word[0].isalpha() or word in ("of", "and", "the", "&", "de") for word in words
    )
    occupation = looks_like_title(first) and not _LEGAL_FORM.search(first)
    return first if named and capital and not occupation and not _NOT_A_TITLE.match(first) else None


def _name_and_place(words: str) -> tuple[str, str | None]:
    """ "Zur Linde GmbH, Freiburg": what stands after the last comma is a place when it looks like nothing else."""
    name, _, place = words.rpartition(", ")
    if not name or _LEGAL_FORM.fullmatch(place.strip()) or not (is_place(place) or re.fullmatch(_TOWN, place.strip())):
        return words, None
    return name, place.strip()


_TOWN = r"[A-ZÀ-Þ][\w.’'-]+(?:[ -](?:am|an der|sur|de|la|upon|[A-ZÀ-Þ][\w’'-]+)){0,3}"


def place_beside_company(text: str, company: str | None) -> str | None:
    """The place written after the company's name on the line that names it."""
    for line in text.split("\n")[:6]:
        name, place = _name_and_place(line.strip("- "))
        if company and place and name == company:
            return place
    return None


def _from_sentences(_lines: list[str], body: str) -> _Head:
    """ "We are looking for a Senior Nurse", "Acme is hiring a Cook", "About Acme"."""
    head, start = _Head(), body[:3000]
    for pattern in (_SEEKING, _SEEKING_ES):
        match = pattern.search(start)
        if match and looks_like_title(match["title"]):
            head.title = _cut_role(match["title"])
            break
    for match in _HIRING[0].finditer(start):
        if looks_like_title(match["title"]) and not re.match(
            r"(?:We|It|This|That|He|She|Wir|Nous|The|Our|There|"
            r"Client)\b",
            match["company"],
        ):
            head.fill(_Head(_cut_role(match["title"]), _ARTICLE.sub("", match["company"])))
            break
    head.company = head.company or company_in_prose(body)
    return head


def company_in_prose(body: str) -> str | None:
    """The employer that a heading ("About Acme") or a sentence ("At Acme, we …") names."""
    for pattern in (_ABOUT, _IN_COMPANY, _AT_COMPANY):
        for match in pattern.finditer(body):
            name = match["company"].strip(" ,.:")
            if not looks_like_title(name) and not _NO_EMPLOYER.match(name):
                return _usual_spelling(name, body)
    legal = {_ARTICLE.sub("", match[0]).strip(" ,") for match in _LEGAL_NAME.finditer(body[:1500])}
    if len(legal) == 1:
        return legal.pop()
    for match in _IS_A.finditer(body):
        name = match["company"].strip(" ,.:")
        # Named once may be anything; an employer is spoken of again.
        again = len(re.findall(rf"\b{re.escape(name)}\b", body)) >= 2
        if again and not looks_like_title(name) and not _NO_EMPLOYER.match(name):
            return name
    return None


_LEGAL_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w&.’'-]*,? ){1,5}(?:GmbH & Co\. KG|GmbH|AG|KG|Inc\.?|LLC|Ltd\.?|PLC|plc|S\.A\.|SAS|SARL|S\.L\.|"
    r"B\.V\.|N\.V\.|S\.p\.A\.|Pty Ltd|e\.V\.)(?!\w)"
)
_IS_A = re.compile(
    rf"(?:^|\n)(?:- )?(?P<company>{_NAME})(?: \([^)]{{2,60}}\))?,? (?:is|are|was founded|has been|ist|gehört|est|"
    rf"es|é|è|helps|connects|provides|builds|empowers)\b"
)
_NO_EMPLOYER = re.compile(
    r"(?:this|the|our|we|you|it|there|that|these|those|here|what|who|where|why|how|job|position|role|location|"
    r"salary|remote|work|benefits|experience|candidates?|applicants?|all|if|as|in|for|new|must|"
    r"time|travel|people|team|wir|die|der|das|sie|du|nous|vous|le|la|les|el|los|las|us|me|dich|uns|applying|"
    r"compensation|pay|equal|full|part)\b",
    re.I,
)


def _usual_spelling(name: str, body: str) -> str:
    """ "ABOUT ACME" is a heading in capitals; the text itself says how Acme writes its name."""
    if not name.isupper():
        return name
    written = [match for match in re.findall(rf"\b{re.escape(name)}\b", body, re.I) if match != name]
    return max(set(written), key=written.count) if written else name


def _cut_role(title: str) -> str:
    return re.split(r"(?<=[a-zà-ÿ)])[.,:](?:\s|$)|\s(?:to|with|who|for)\s", title)[0].strip(" ,.(")
