"""The short facts of a role: its clean title, level, kind of employment, number and dates."""

import re
from datetime import UTC, datetime

import dateparser

from tools.jobs.parsing.guarded import folded, guarded, holds, words_of_all
from tools.jobs.parsing.markup import without_markup
from tools.jobs.schemas import Seniority

_LEVELS: list[tuple[Seniority, str]] = [
    ("intern", r"intern(?:ship)?|praktik(?:um|ant\w*)|werkstudent\w*|working student|stagiaire|stage|"
        r"alternan(?:ce|t\w*)|apprenti\w*|apprentice(?:ship)?|auszubildende\w*|"
     r"ausbildung|azubi|lehrstelle|becari[oa]|prácticas|tirocini\w*|stagista|stagiair|estágio|estagiári[oa]|trainee|"
     r"co-?op|实习生?"),
    ("executive", r"chief \w+(?: \w+)? officer|c[efot]o|cmo|cpo|ciso|chro|vp|svp|evp|vice[- ]president|"
        r"geschäftsführ\w+|managing director|directeur général|director general"),
    ("director", r"director|head of|direktor\w*|directeur|directrice|directora?|bereichsleit\w+|diretor\w*|direttore"),
    ("principal", r"principal|distinguished|fellow"),
    ("staff", r"staff(?! (?:accountant|nurse|attorney|pharmacist|augmentation|assistant|scientist in))"),
    ("lead", r"(?:tech(?:nical)?|team|project|squad|engineering)?[- ]?lead(?!s? (?:gen|qual|dev|man|nurt))|"
        r"teamleit\w+|leiter\w*|teamlead|lead developer|chef d[’']équipe|"
     r"responsable (?:technique|d[’']équipe)|líder\w*|jefe de equipo|capo ?team"),
    ("manager", r"(?:engineering|general|people|team|office|store|branch|shift|operations|plant|nurse|clinic|"
        r"restaurant|hotel|warehouse|regional|area|district|assistant|finance|development|"
     r"it|support|service|department|production|quality|site|kitchen|hr|human resources|accounting|facilities|"
     r"maintenance|logistics|data|design|security|analytics|infrastructure) manager|"
     r"manager,? (?:of |software |engineering |data |platform )\w*|supervisor\w*|abteilungsleit\w+|filialleit\w+|"
     r"küchenchef\w*|gerente|chef de service|jef[ea] de|foreman"),
    ("senior", r"senior|sr\.?|snr|experienced|expérimentée?|confirmée?|sénior|erfahrene[rn]?|高级|资深|iii|iv"),
    ("junior", r"junior|jr\.?|entry[- ]?level|graduate|new grad|berufseinsteiger\w*|absolvent\w*|débutante?|"
        r"recién titulad\w+|beginner|初级"),
    ("mid", r"mid(?:[- ]?(?:level|senior))?|intermediate|mid-?weight|ii"),
]  # fmt: skip
_LEVEL_PATTERNS = [(level, guarded(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)) for level, words in _LEVELS]
_MANAGER_ALONE = re.compile(r"^(?:senior |sr\.? )?manager\b|\bmanager$", re.I)
_ROLE_MANAGERS = guarded(
    r"(?:product|project|program(?:me)?|account|community|social media|content|marketing|brand|category|"
    r"customer success|relationship|key account|partner\w*|sales|campaign|event|case|"
    r"portfolio|delivery|release|change|growth|talent|success|bid|contract|risk|wealth|asset|fund|property|export|"
    r"digital|media|seo|crm|e-?commerce|communications?|pr|territory|scrum|vendor)\s+manager",
    re.I,
)
_LABEL_LEVEL = guarded(
    r"^(?:seniority(?: level)?|experience level|career level|karrierestufe|level|niveau|"
    r"berufserfahrung|nivel)\s*[:：]\s*(?P<value>.{2,40})$",
    re.I | re.M,
)

_EMPLOYMENT: list[tuple[str, str]] = [
    ("internship", r"intern(?:ship)?|praktikum|stage\b|prácticas|tirocinio|estágio|werkstudent\w*|working student"),
    ("apprenticeship", r"apprentice(?:ship)?|ausbildung\b|alternance|apprentissage"),
    ("full-time", r"full[- _]?time|vollzeit|temps plein|plein temps|jornada completa|tiempo completo|voltijd|"
        r"fulltime|tempo (?:pieno|integral)|全职"),
    ("part-time", r"part[- _]?time|teilzeit|temps partiel|media jornada|tiempo parcial|jornada parcial|deeltijd|"
        r"parttime|tempo parcial|mezza giornata|兼职"),
    ("contract", r"contract(?:or)?\b(?! (?:negotiat|manag|review|law|value|renewal|terms|administ))|freelance\w*|"
        r"freiberuflich|1099|b2b contract|contract-to-hire|fixed[- ]term|befristet|\bcdd\b|autónomo|zzp"),
    ("temporary", r"temporary|\btemp\b|seasonal|zeitarbeit|intérim|interim\b|temporal\b|tijdelijk|aushilfe|"
        r"minijob|per[- ]diem"),
    ("permanent", r"permanent|unbefristet|festanstellung|\bcdi\b|indefinido|onbepaalde tijd|tempo indeterminato|"
        r"open-ended"),
    ("volunteer", r"volunteer|ehrenamt\w*|bénévol\w+"),
]  # fmt: skip
_EMPLOYMENT_PATTERNS = [(name, guarded(rf"(?<!\w)(?:{words})(?!\w)", re.I)) for name, words in _EMPLOYMENT]
_EMPLOYMENT_LABEL = guarded(
    r"^(?:employment(?: type| status)?|job type|type(?: of (?:employment|contract|position))?|contract(?: type)?|"
    r"position type|work type|schedule|time type|anstellungsart|beschäftigungsart|"
    r"vertragsart|arbeitszeit|type de contrat|contrat|temps de travail|tipo de contrato|contrato|jornada|"
    r"dienstverband|contratto|工作性质)\s*[:：]\s*(?P<value>.{2,60})$",
    re.I | re.M,
)
_EMPLOYMENT_NEXT = guarded(
    r"^(?:employment type|job type|contract type|position type|type of contract|time type|anstellungsart|vertragsart|"
    r"type de contrat|tipo de contrato)\s*:?\n+(?P<value>[^\n]{2,50})$",
    re.I | re.M,
)
_EMPLOYMENT_PROSE = guarded(
    r"\b(?:this is an?|is an?|we offer an?|hiring an?|seeking an?|looking for an?|for an?|als|in|auf|en|poste en|"
    r"contrat)\b[^.\n]{0,45}?(?P<value>full[- ]time|part[- ]time|contract(?:or|ed)?\b|internship|temporary|"
    r"permanent|fixed[- ]term|freelance|vollzeit|teilzeit|unbefristet\w*|befristet\w*|\bcdi\b|\bcdd\b|temps plein|"
    r"jornada completa|indefinido)",
    re.I,
)

_EMPLOYMENT_OPENS = guarded(
    r"^(?P<value>(?:temporary|permanent|fixed[- ]term|full[- ]time|part[- ]time|befristete?|unbefristete?|cdi|"
    r"cdd)\b.{0,30})",
    re.I | re.M,
)
_REQUISITION = re.compile(
    r"\b(?:job|req(?:uisition)?|position|posting|vacancy|reference|ref|stellen|kenn|referenz|référence|réf|"
    r"referencia|"
    r"vacature)[ -]?(?:id|number|no|nr|nummer|ziffer|code|#|num)?\s*\.?\s*[:#：]\s*"
    r"(?P<id>[A-Z]{0,6}[-_/ ]?\d[\w/-]{1,24}|[A-Z]{1,6}[-_]\d[\w-]{1,20})|\b(?P<bare>(?:REQ|JR|R|JOB)[-_]?\d{3,9})\b",
    re.I,
)
# What every such number holds, looked for first: a colon or the like before the figures, or letters close to them.
_NUMBERED = re.compile(r"[:#：]\s*[A-Z]{0,6}[-_/ ]?\d|[QRB][-_]?\d{3}", re.I)
_DATE_VALUE = (
    r"\s*[:：]?\s*(?P<date>\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|"
    r"\d{1,2}\.? (?:de )?[A-Za-zÀ-ÿ]{3,10}\.?,? (?:de )?\d{4}|[A-Z][a-zà-ÿ]{2,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
_POSTED = guarded(
    r"\b(?:date posted|posted(?: on| date)?|posting date|published(?: on)?|veröffentlicht(?: am)?|"
    r"online seit|publiée? le|date de publication|publicad[oa](?: el)?|fecha de publicación|geplaatst op|"
    r"pubblicato il)" + _DATE_VALUE,
    re.I,
)
_UNTIL = guarded(
    r"\b(?:closing date|application deadline|deadline(?: for applications)?|apply (?:by|before)|"
    r"applications? close[sd]?(?: on)?|closes(?: on)?|valid (?:through|until)|expires(?: on)?|bewerbungs(?:schluss|"
    r"frist)|bewerben bis|"
    r"bewirb dich bis(?: zum)?|date limite|candidatures? jusqu[’']au|fecha límite|plazo|sluitingsdatum|"
    r"solliciteer voor|scadenza)(?: de candidature| ist(?: der)?| is|: )?" + _DATE_VALUE,
    re.I,
)

_TITLE_TAIL = re.compile(
    r"\s*[-–—|:]\s*(?:apply now|job post(?:ing)?|job advert\w*|job application|application|careers?|jobs?|"
    r"job details?|"
    r"stellenangebot\w*|offre d[’']emploi|bewerbung|we are hiring!?)\s*$",
    re.I,
)
_TITLE_HEAD = re.compile(
    r"^(?:(?:job|position|role|stelle|poste|puesto)(?: title| name)?\s*[:：]\s*|(?:job )?application for(?: the)? |"
    r"apply (?:for|to)(?: the)? |we(?:['’]re| are)? hiring(?: an?)?\s*[:!-]?\s*|now hiring\s*[:!-]?\s*|"
    r"wir suchen(?: ab sofort)?(?: eine?n?| dich als)?\s*[:!-]?\s*|gesucht\s*[:!]\s*|hiring\s*[:!]\s*|"
    r"offre d[’']emploi\s*[:–-]?\s*|stellenangebot\s*[:–-]?\s*|oferta de empleo\s*[:–-]?\s*)",
    re.I,
)


def clean_title(title: str) -> str:
    """A job title without labels before it, site words after it, and loose marks; gender marks stay as written."""
    text = re.sub(r"\s+", " ", without_markup(title)).strip(" \t*#_|•·-–—:\u200b")
    text = _TITLE_HEAD.sub("", text)
    text = _TITLE_TAIL.sub("", text)
    return text.strip(" \t*#_|•·-–—:")


def seniority_of(title: str, text: str = "") -> Seniority | None:
    """The level a title names; a level label in the text counts only when the title is silent."""
    level = _level_in(title)
    if level is None and (match := _LABEL_LEVEL.search(text)):
        level = _level_in(match["value"])
    return level


def _level_in(words: str) -> Seniority | None:
    found = [level for level, pattern in _LEVEL_PATTERNS if pattern.search(words)]
    if found and found[0] == "director" and re.search(r"(?:art|creative|funeral) director", words, re.I):
        found = found[1:]
    if found and found[0] == "manager" and _ROLE_MANAGERS.search(words):
        found = found[1:]
    if not found and _MANAGER_ALONE.search(words) and not _ROLE_MANAGERS.search(words):
        return "manager"
    return found[0] if found else None


def normal_employment(value: str) -> str | None:
    """ "FULL_TIME", "Voll- oder Teilzeit" and the like in our words, several joined with "; "; None when none is."""
    if not _may_name_employment(value):
        return None
    expanded = re.sub(r"voll-? ?(?:oder|und|/|,) ?teilzeit", "vollzeit teilzeit", value.replace("_", "-"), flags=re.I)
    names = [name for name, pattern in _EMPLOYMENT_PATTERNS if pattern.search(expanded)]
    return "; ".join(names) or None


def _may_name_employment(value: str) -> bool:
    words = words_of_all(*(pattern for _, pattern in _EMPLOYMENT_PATTERNS))
    return words is None or holds(words, folded(value.replace("_", "-")))


def find_employment(title: str, text: str) -> str | None:
    """Kind of employment: by label, by a short line, by the title, or by a sentence that says it."""
    label = _EMPLOYMENT_LABEL.search(text) or _EMPLOYMENT_NEXT.search(text)
    if label is not None and (labelled := normal_employment(label["value"])):
        return labelled
    for line in text.split("\n")[:25]:
        if not _may_name_employment(line):
            continue
        short = line.strip("- ")
        parts = re.split(r"\s*[|•·,]\s*" if len(short) <= 60 else r"\s*[|•·]\s*", short)
        if len(short) <= 200 and any(len(part) <= 32 and normal_employment(part) for part in parts):
            return "; ".join(
                dict.fromkeys(found for part in parts if len(part) <= 32 and (found := normal_employment(part)))
            )
    if found := normal_employment(title):
        return found
    match = _EMPLOYMENT_PROSE.search(text) or _EMPLOYMENT_OPENS.search(text)
    if match is None:
        return None
    ends = [end for end in (text.find(mark, match.end()) for mark in (". ", "\n")) if end > 0]
    start = max(text.rfind(". ", 0, match.start()) + 1, text.rfind("\n", 0, match.start()) + 1)
    sentence = text[start : min([*ends, len(text)])]
    return normal_employment(sentence if len(sentence) <= 160 else match["value"])


def find_requisition(text: str) -> str | None:
    """The employer's own number of the opening, as written."""
    match = _REQUISITION.search(text) if _NUMBERED.search(text) else None
    return (match["id"] or match["bare"]).strip() if match else None


def find_posted(text: str, language: str) -> datetime | None:
    """When the text says it was published; dates relative to today are not read."""
    match = _POSTED.search(text)
    return read_date(match["date"], language) if match else None


def find_valid_through(text: str, language: str) -> datetime | None:
    """The closing date a text names."""
    match = _UNTIL.search(text)
    return read_date(match["date"], language) if match else None


def read_date(value: object, language: str = "en") -> datetime | None:
    """An aware datetime of a written date, UTC when it names no zone; None when it is no absolute date."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 4e9 else None
    text = str(value or "").strip()
    if not re.search(r"\d{4}|\d{1,2}[./]\d{1,2}[./]\d{2}", text):
        return None
    try:
        parsed: datetime | None = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        order = "MDY" if language == "en" and "/" in text else "DMY"
        parsed = dateparser.parse(text, settings={"DATE_ORDER": order, "REQUIRE_PARTS": ["day", "month", "year"]})
    if parsed is None:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
