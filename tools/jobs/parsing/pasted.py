"""A posting pasted as text: its title and company from labels, first lines and the sentences people write."""

import re

from store.errors import ValidationError
from tools.jobs.parsing.assembly import Draft, assemble
from tools.jobs.parsing.markup import fragment_to_text, tidy
from tools.jobs.parsing.role import clean_title, normal_employment
from tools.jobs.parsing.sections import heading_kind
from tools.jobs.parsing.workplace import is_place
from tools.jobs.schemas import ParsedPosting

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
    r"[A-ZÀ-Þ(][\w/+#.&’'()*:-]*(?:[ ,/]+(?:[A-ZÀ-Þ(&–-][\w/+#.&’'()*:-]*|of|and|für|de|des|du|in der|in|-|–|"
    r"&)){0,8}"
)
_HIRING = [
    re.compile(
        rf"(?P<company>{_NAME}) (?i:is|are|sucht|cherche|recherche|recrute|busca|zoekt|"
        rf"cerca)(?i: (?:currently|"
        rf"now|aktuell|ab sofort|actuellement|zum nächstmöglichen zeitpunkt))?(?i: (?:hiring|looking for|seeking|"
        rf"searching for|recruiting))?(?i: (?:for )?(?:an?|our next|the|eine?n?|une?|een|uno?a?))? (?P<title>{_ROLE})"
    ),
    re.compile(rf"(?P<title>{_ROLE}) (?i:at|@|bei|chez|en la empresa|bij|presso) (?P<company>{_NAME})"),
]
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
    rf"procuramos))(?i: (?:a |una?|een|um|uma))? (?P<title>{_ROLE})"
)
_ABOUT = re.compile(
    rf"^(?i:about|über|à propos d[e’']\s?|sobre) (?P<company>(?!(?i:us|the|you|this|our|uns|dich|"
    rf"nous|"
    rf"nosotros|me)\b){_NAME})\s*:?$",
    re.M,
)
_AT_COMPANY = re.compile(
    rf"(?:^|[.!?]\s+|\n)(?:At|Bei|Chez|Join) (?P<company>(?!(?i:the|our|a|this|"
    rf"us)\b){_NAME}),? (?:we|you|our|wir|nous|und|and|as)\b"
)
_NOT_A_TITLE = re.compile(
    r"^(?:hi|hello|dear|hey|fwd?:|re:|subject:|from:|to:|http|www\.|apply|share|save|posted|about (?:us|the|our)|"
    r"job description|description|overview|full[- ]time|part[- ]time|remote|hybrid|on-?site|"
    r"location|salary|company|we (?:are|'re)|who we are|stellenbeschreibung|stellenanzeige|offre d[’']emploi|"
    r"oferta de (?:empleo|trabajo)|vacature|job posting|careers?|new|promoted|easy apply|"
    r"see who|\d+ (?:applicants|days? ago)|über uns|\W*$)",
    re.I,
)


def parse_text(
    text: str, *, title: str | None = None, company: str | None = None, url: str | None = None
) -> ParsedPosting:
    """Read a pasted posting; a given title or company wins over what the text says.

    Raises ValidationError NO_POSTING when there is next to nothing, TITLE_MISSING when no title is stated.
    """
    body = unwrap(fragment_to_text(text))
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
    return assemble(
        Draft(
            title=found_title,
            company=company or head.company,
            text=body,
            source="text",
            url=url,
            header=head.title or "",
        )
    )


def unwrap(text: str) -> str:
    """Undo hard line breaks at a fixed width (mail, text files), so that a sentence stands on one line."""
    lines = tidy(text).split("\n")
    widths = [len(line) for line in lines if line]
    wide = [width for width in widths if width >= 60]
    if len(wide) < 3 or max(widths) > 130 or len(wide) < 0.4 * len(widths):
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
    return match["value"].strip(" *_") if match else None


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


def _is_detail(part: str) -> bool:
    return bool(
        is_place(part)
        or normal_employment(part)
        or re.search(r"\b(?:remote|hybrid|on-?site|visa|equity|salary|home-?office)\b|[$€£]\s?\d|https?://", part, re.I)
    )


def _from_first_lines(lines: list[str], _body: str) -> _Head:
    """A short first line is the title; the one after it the company, when it looks like a name and nothing else."""
    candidates = [line.strip("-*# ") for line in lines[:6] if not _NOT_A_TITLE.match(line.strip("-*#• "))]
    for index, line in enumerate(candidates[:3]):
        head = _title_line(line)
        if head.title is None:
            continue
        if head.company is None and index + 1 < len(candidates):
            head.company = _company_line(candidates[index + 1])
        if head.company is None and index > 0:
            head.company = _company_line(candidates[index - 1])
        return head
    return _Head()


def _title_line(line: str) -> _Head:
    plain = clean_title(line)
    if not plain or len(plain) > 120 or plain.endswith((".", "?", ":")) or len(plain.split()) > 14:
        return _Head()
    for pattern in _HIRING:
        if (match := pattern.match(plain)) and looks_like_title(match["title"]):
            return _Head(clean_title(match["title"]), match["company"].strip(" ,.!"))
    if heading_kind(plain) not in (None, "none") or is_place(plain) or not looks_like_title(plain):
        return _Head()
    parts = re.split(r"\s[–—|-]\s", plain)
    if (
        len(parts) == 2
        and looks_like_title(parts[0])
        and not looks_like_title(parts[1])
        and _company_line(parts[1], bare=True)
    ):
        return _Head(parts[0].strip(), parts[1].strip())
    return _Head(plain)


_LEGAL_FORM = re.compile(
    r"\b(?:GmbH|AG|SE|KG|Inc|LLC|Ltd|Limited|PLC|Corp|SA|SAS|SARL|S\.?L|S\.?A|BV|B\.V|NV|SpA|"
    r"S\.?r\.?l|Oy|AB|AS|Pty|LLP|Co|e\.?V|Group|Labs|Technologies|Solutions|Systems|University|Hospital|Klinik\w*|"
    r"Bank)\b\.?"
)


def _company_line(line: str, *, bare: bool = False) -> str | None:
    """A company name out of a line such as "Northwind Cloud | Remote (North America)" or "Acme GmbH, Berlin"."""
    first = re.split(r"\s[|·•–—]\s|\s-\s|\s\(", line.strip("- "))[0].strip(" ,.")
    rest = line[len(first) :]
    if "," in first and not re.search(r",\s*(?:Inc|LLC|Ltd|GmbH|Co)", first):
        name, _, place = first.partition(",")
        first, rest = (name, place) if is_place(place.strip()) else (first, rest)
    words = first.split()
    if not first or len(words) > 6 or len(first) > 60 or _is_detail(first) or heading_kind(line) is not None:
        return None
    if line.rstrip().endswith((".", "?", "!", ":")) and not _LEGAL_FORM.search(line):
        return None
    named = bool(_LEGAL_FORM.search(first)) or bare or bool(rest.strip()) or len(words) <= 4
    capital = all(
        word[0].isupper() or not word[0].isalpha() or word in ("of", "and", "the", "&", "de") for word in words
    )
    return first if named and capital and not looks_like_title(first) and not _NOT_A_TITLE.match(first) else None


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
            head.fill(_Head(_cut_role(match["title"]), match["company"]))
            break
    head.company = head.company or company_in_prose(body)
    return head


def company_in_prose(body: str) -> str | None:
    """The employer that a heading ("About Acme") or a sentence ("At Acme, we …") names."""
    for pattern in (_ABOUT, _AT_COMPANY):
        if match := pattern.search(body):
            return match["company"].strip(" ,.:")
    return None


def _cut_role(title: str) -> str:
    return re.split(r"(?<=[a-zà-ÿ)])[.,:](?:\s|$)|\s(?:to|with|who|for|in der|für)\s", title)[0].strip(" ,.(")


_OCCUPATION = re.compile(
    r"\b(?:\w*(?:engineers?|developers?|managers?|designers?|analysts?|scientists?|architects?|consultants?|"
    r"administrators?|technicians?|specialists?|assistants?|coordinators?|directors?|officers?|nurses?|teachers?|"
    r"accountants?|recruiters?|writers?|editors?|researchers?|programmers?|operators?|representatives?|associates?|"
    r"executives?|advis[eo]rs?|supervisors?|leads?|interns?|trainees?|clerks?|drivers?|mechanics?|electricians?|"
    r"plumbers?|welders?|carpenters?|cooks?|chefs?|bakers?|butchers?|waiters?|waitress|bartenders?|baristas?|"
    r"cashiers?|cleaners?|janitors?|guards?|therapists?|psychologists?|physicians?|doctors?|pharmacists?|dentists?|"
    r"surgeons?|"
    r"veterinarians?|paralegals?|lawyers?|attorneys?|counsels?|solicitors?|auditors?|bookkeepers?|controllers?|"
    r"tellers?|underwriters?|brokers?|agents?|buyers?|planners?|stewards?|captains?|pilots?|librarians?|translators?|"
    r"interpreters?|tutors?|lecturers?|professors?|instructors?|trainers?|coach(?:es)?|photographers?|producers?|"
    r"artists?|animators?|illustrators?|actors?|musicians?|journalists?|copywriters?|strategists?|marketers?|"
    r"evangelists?|"
    r"advocates?|owners?|masters?|heads?|chiefs?|presidents?|presidents?|ceo|cto|cfo|coo|sre|devops|sdr|bdr|qa|cna|"
    r"lpn|rn|caregivers?|carers?|midwi(?:fe|ves)|paramedics?|firefighters?|farmers?|gardeners?|landscapers?|"
    r"florists?|"
    r"hairdressers?|stylists?|beauticians?|tailors?|seamstress|packers?|pickers?|loaders?|handlers?|workers?|"
    r"laborers?|labourers?|foremen|foreman|inspectors?|surveyors?|estimators?|machinists?|fitters?|installers?|"
    r"roofers?|"
    r"painters?|masons?|dispatchers?|receptionists?|secretar(?:y|ies)|concierges?|hosts?|hostess|housekeepers?|"
    r"nann(?:y|ies)|sitters?|apprentices?|fellows?|partners?|principals?|generalists?|experts?|professionals?|"
    r"entwickler\w*|ingenieur\w*|berater\w*|leiter\w*|leitung|referent\w*|sachbearbeiter\w*|mitarbeiter\w*|fachkraft|"
    r"fachkräfte|kaufmann|kauffrau|kaufleute|techniker\w*|mechaniker\w*|mechatroniker\w*|elektroniker\w*|"
    r"elektriker\w*|"
    r"pfleger\w*|pflegefach\w*|pflegekraft|erzieher\w*|lehrer\w*|lehrkraft|verkäufer\w*|koch|köchin|bäcker\w*|"
    r"fahrer\w*|assistent\w*|assistenz|buchhalter\w*|architekt\w*|arzt|ärztin|arztin|apotheker\w*|praktikant\w*|"
    r"werkstudent\w*|"
    r"auszubildende\w*|azubi|spezialist\w*|expert\w*|verwalter\w*|meister\w*|monteur\w*|schlosser\w*|schreiner\w*|"
    r"maler\w*|maurer\w*|gärtner\w*|jurist\w*|anwalt|anwältin|wissenschaftler\w*|forscher\w*|helfer\w*|"
    r"développeu\w+|ingénieure?|responsable|chargée?|chef(?:fe)?|gestionnaire|infirmi\w+|vendeu\w+|comptable|"
    r"technicien\w*|conseill\w+|consultante?|assistante?|directeur|directrice|commercial\w*|cuisini\w+|boulang\w+|"
    r"serveu\w+|"
    r"conducteur|chauffeur|employée?|agent|éducat\w+|enseignante?|professeure?|juriste|avocate?|stagiaire|"
    r"alternant\w*|opérat\w+|mécanicien\w*|électricien\w*|plombier|aide-soignante?|rédact\w+|acheteu\w+|"
    r"desarrollador\w*|ingenier[oa]|técnic[oa]|gestor\w*|responsable|encargad[oa]|enfermer[oa]|dependient[ea]|"
    r"contable|administrativ[oa]|auxiliar|cociner[oa]|camarer[oa]|conductor\w*|profesor\w*|médic[oa]|comercial|"
    r"analista|"
    r"programador\w*|director\w*|coordinador\w*|consultor\w*|operari[oa]|mecánic[oa]|electricista|abogad[oa]|"
    r"diseñador\w*|recepcionista|jef[ea]|ontwikkelaar|medewerker|verpleegkundige|monteur|adviseur|beheerder|kok|"
    r"chauffeur|"
    r"docent|sviluppat\w+|ingegnere|infermier[ea]|impiegat[oa]|addett[oa]|commess[oa]|contabile|cuoc[oa]|"
    r"camerier[ea]|"
    r"desenvolvedor\w*|engenheir[oa]|enfermeir[oa]|vendedor\w*|analist[ae]|consulente|tecnic[oa]))\b|"
    r"\([mwfdxhMWFDXH](?:\s?[/|,]\s?[mwfdxhgnMWFDXHGN*]+){1,3}\)|\b[HF]/[HF]\b|[:*]in(?:nen)?\b|\bmarketing\b|"
    r"\bsales\b|\bhr\b|经理|工程师|助理|运营|设计师|开发|顾问|主管|专员|总监",
    re.I,
)


def looks_like_title(words: str) -> bool:
    """Whether a short text names an occupation, in one of the languages that are read."""
    return len(words) <= 130 and bool(_OCCUPATION.search(words))
