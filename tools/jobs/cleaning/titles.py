"""A title taken apart: role, seniority, level, and what else tells one opening from another."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from tools.jobs.cleaning.employers import employer_key
from tools.jobs.cleaning.gazetteer import key
from tools.jobs.cleaning.openness import areas_in
from tools.jobs.cleaning.places import only_place
from tools.jobs.cleaning.roles import KINDS, speciality, word_role
from tools.jobs.cleaning.schemas import Role
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.role import clean_title, seniority_of
from tools.jobs.schemas import Seniority

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200b-\u200d★☆✓✔►▶●■*!¡¿?]+")
_G = "mwfdxhigkv"
_GENDER = re.compile(
    rf"[(\[]\s*(?:[{_G}na]\s*[/|,*.:;\\]\s*|[{_G}]\s+)+(?:[{_G}na*]|divers|div|gn|all)?\s*[)\]]|"
    r"[(\[]\s*(?:all genders?|any gender|all|gn\*?|mensch(?:en)?|alle(?: geschlechter)?|tous genres|divers|"
    r"d/f/m/x|all gender welcome)\s*[)\]]|"
    r"(?<![\w/])(?:[mf]/[wfdv]|w/m|h/f|f/h|v/m)(?:/[dxfmi]|/divers)*(?![\w/])",
    re.I,
)
_ENDING = re.compile(
    r"(?<=[^\W\d_]{3})(?:[*:_·•.]|/-?|\(-?)(?:innen|in|frau|mann|euse|trice|rice|i?ère|ienne|ne|esse|ora|te|"
    r"[aer])\)?(?![\w])",
    re.I,
)
_INNER_I = re.compile(r"(?<=[a-zäöü]{3})In(?:nen)?\b")
_PAIR = re.compile(r"\b(?P<a>[^\W\d_]{4,})\s?/\s?(?P<b>[^\W\d_]{4,})\b")
_MONEY = re.compile(
    r"(?:\b(?:up to|bis(?: zu)?|from|ab|jusqu['’]à|hasta|circa|ca\.?|salary|gehalt)\s+)?"
    r"(?:(?:US|CA|A|C)?[$€£]|\b(?:EUR|USD|GBP|"
    r"CHF)\b)\s?\d[\d.,'’ ]*\s?[kKmM]?\b(?:\s?[-–to]+\s?[$€£]?\s?\d[\d.,'’ ]*\s?[kK]?)?"
    r"(?:\s?(?:/|per|p\.|an?|pro)\s?(?:h(?:ou)?r|hr|h|day|week|month|year|yr|annum|stunde|monat|jahr|tag)\b\.?)?\+?|"
    r"\b\d[\d.,]*\s?[kK]?(?:\s?[-–]\s?\d[\d.,]*)?\s?[kK]?\s?(?:[€£$]|EUR\b|USD\b|GBP\b|CHF\b)(?:\s?(?:/|per|"
    r"pro)\s?\w+)?|"
    r"\b\d{2,3}\s?[-–]\s?\d{2,3}k\b",
    re.I,
)
_REQUISITION = re.compile(
    r"(?:\b(?:job|req(?:uisition)?|position|posting|vacancy|ref(?:erence|erenz)?|kennziffer|stellen|réf|vac)"
    r"\b[ .-]*(?:id|no|nr|number|code|#)?\s*[.:#]*\s*|#\s?)(?=[\w/-]*\d)[\w/-]{2,}|"
    r"\b(?:REQ|JR|R|JOB|ID|VN|P)[-_ ]?\d{3,}[\w-]*\b|(?<![\w$€£-])\d{4,}[-_]\d+\b|(?<![\w$€£.,-])\d{5,}(?![\w%.,])",
    re.I,
)
_STRONG = re.compile(
    r"\s+[-–—|•·@~]+\s+|\s*[|•·;]\s*|\s*[()\[\]{}【】（）]\s*|:\s+|\s+//?\s+|(?<=\w)[-–—]\s+(?!(?:und|oder|u\.|and|et|y|"
    r"&)\s)|\s+[-–—](?=\w)|\s+@\s*|"
    r"\s*\t\s*"
)
_TAIL_PLACE = re.compile(
    r"\s+(?:in|à|en|bei|te|a|at|em|im raum|raum|région de|based in)\s+(?P<place>[A-ZÀ-Þ][^,]{2,40})$"
)
_TAIL_COMPANY = re.compile(r"\s+(?:at|@|bei|chez|bij|presso|en|for)\s+(?P<name>[^,]{2,60})$", re.I)
_REMOTE = re.compile(
    r"(?:fully |100 ?%? |full |partially |part )?(?:remote|hybrid|hybride|híbrido|on-?site|in[- ]office|"
    r"home[- ]?office|"
    r"work from home|wfh|telework|télétravail|teletrabajo|remoto|vor ort|présentiel|presencial|thuiswerk\w*|virtual|"
    r"work from anywhere|anywhere|worldwide|distributed|remote[- ]first|remote (?:ok|friendly|possible|option|"
    r"eligible|work|job|"
    r"position|role))"
    r"(?:(?: only| possible| möglich| option| work| first| eligible| role| position)|\W*(?:\b(?:in|within|from|based|"
    r"us|usa|uk|eu|"
    r"emea|apac|latam|europe|canada|global|worldwide|est|pst|cst|or|oder|and|und|the)\b|/|,|&|\+)\W*[\w .,/]{0,40})?",
    re.I,
)
_TERMS = (
    "full time part fulltime parttime contract contractor permanent temporary temp vollzeit teilzeit "
    "unbefristet befristet befristete stelle festanstellung cdi cdd alternance freelance fixed term ftc hours "
    "hour hrs hr h std stunden week woche weekly months month monate mois meses mth per pro oder und or and a "
    "to bis ou et only basis role position jornada completa parcial media tiempo indefinido temps plein "
    "partiel complet casual seasonal per diem prn zzp fulltime parttime uur uren voltijd deeltijd tempo pieno "
    "indeterminato determinato semaine employment perm w wk jährig elternzeitvertretung maternity cover "
    "regular relief sub on call as needed voll teil minijob mini job basis freelancer freiberuflich contrat "
    "type ab sofort x der die das"
)
_TERM_WORDS = frozenset(_TERMS.split())
_SENIOR_WORDS = (
    r"senior|sr\.?|snr\.?|sénior|sênior|junior|júnior|jr\.?|mid(?:[- ]?(?:level|senior))?|mid-?weight|intermediate|"
    r"(?<!assistant )(?<!vice )(?<!deputy )(?<!school )principal|medior|pleno|semi[- ]?senior|ssr|"
    r"distinguished|entry[- ]?level|new[- ]?grad(?:uate)?s?|(?:university|college|recent)? ?graduates?|"
    r"early[- ]?career|"
    r"experienced|erfahrene[rn]?|expérimentée?|confirmée?|débutante?|berufseinsteiger\w*|absolvent\w*|beginner|"
    r"staff(?! (?:accountant|nurse|attorney|pharmacist|augmentation|assistant|scientist in))|"
    r"(?:lead|leitende[rn]?)(?! (?:gen|qual|nurt))|interns?|internship|praktikant\w*|praktikum|stagiaire|"
    r"werkstudent\w*|"
    r"working student|trainee|apprentice|co-?op|azubi|auszubildende\w*|becari[oa]|estagiári[oa]|tirocinante|stagista|"
    r"alternante?|apprentie?"
)
_SENIOR = re.compile(rf"(?<![\w-])(?:{_SENIOR_WORDS})(?![\w-])", re.I)
_ONLY_SENIOR = re.compile(
    rf"(?:(?:{_SENIOR_WORDS}|level|program(?:me)?|professional|20\d\d|and|or|to|bis|und|oder|[/&,-])\W*)+", re.I
)
# "Sênior" and "Júnior" as the list of levels has them.
_PORTUGUESE = str.maketrans("êÊúÚ", "eEuU")
_SENIOR_MANAGER = re.compile(r"^\W*(?:senior|sr\.?) manager\b", re.I)
_MORE_MID = re.compile(r"(?<![\w-])(?:medior|pleno|semi[- ]?senior|ssr)(?![\w-])", re.I)
_MORE_JUNIOR = re.compile(r"(?<![\w-])(?:early[- ]?career|university grad|recent grad|graduate programme)", re.I)
_EDGE = " ,-–—/&'\"“”„"
_CODE = re.compile(r"[A-Z]{1,3}-?\d{3,}")
_ROMAN_WORDS = re.compile(r"(?<![\w/-])(?:i{1,3}|iv)(?![\w/-])", re.I)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_LEVEL = re.compile(
    r"(?<![\w/-])(?:(?:level|lvl\.?|lv|grade|band|tier|stufe|niveau|nivel|class|step|stage|gs|"
    r"eg)[- ]?(?P<named>\d{1,2}|i{1,3}|iv|v)|"
    r"(?:L|IC|E|SDE|SWE|T|P|M|G|GS|TL|JE|CL|SE)-?(?P<coded>\d{1,2})|(?P<roman>i{1,3}|iv|v|vi)|"
    r"(?P<digit>[1-9]))(?![\w/%+.#-])(?!\s?(?:years|yrs|x|h\b|days|"
    r"months|week))",
    re.I,
)
_SHIFT = re.compile(
    r"\b(?:nights?|days?|evenings?|weekends?|mornings?|afternoons?|rotating|swing|graveyard|overnight|early|late|1st|"
    r"2nd|3rd|first|second|"
    r"third)(?: (?:shift|duty|shifts))|\b(?:nacht|früh|spät|tag|wechsel)(?:schicht|dienst)\w*|\b(?:de nuit|"
    r"turno de noche|nachtdienst)\b|"
    r"^(?:nights|days|evenings|weekends)$",
    re.I,
)


def take_apart(title: str, location: str | None = None, company: str | None = None) -> Role:
    """Role, seniority, level and qualifiers of a title; place, pay, contract, codes and advertising are left out."""
    return _apart(title, location or "", company or "").model_copy(deep=True)


@lru_cache(maxsize=16_384)
def _apart(title: str, location: str, company: str) -> Role:
    plain = _without_marks(title)
    level: int | None = None
    candidates: list[str] = []
    for part in _pieces(plain, location, company):
        part, found = _without_level(part)
        level = level if level is not None else found
        if part and not _ONLY_SENIOR.fullmatch(part):
            candidates.append(part)
    if not candidates:
        candidates = [clean_title(plain) or title.strip()]
    index = _head(candidates)
    worded = word_role(_without_seniority(candidates[index]))
    role = worded.role or candidates[index].lower()
    others = [_qualifier(text) for i, text in enumerate(candidates) if i != index]
    asides = [aside for aside in worded.asides if not _is_term(aside)]
    role, qualifiers = _folded(role, [*asides, *others])
    return Role(
        role=role, seniority=_seniority(plain, role), level=level, qualifiers=qualifiers, excerpt=title.strip() or title
    )


def _seniority(plain: str, role: str) -> Seniority | None:
    words = _ROMAN_WORDS.sub(" ", plain).translate(_PORTUGUESE)
    if _MORE_MID.search(words):
        return "mid"
    if _SENIOR_MANAGER.search(words):
        return "manager"
    found = seniority_of(words) or seniority_of(_ROMAN_WORDS.sub(" ", role))
    if found == "principal" and re.search(r"\b(?:school|assistant|vice|deputy)\s+principal\b", words, re.I):
        return None
    return found or ("junior" if _MORE_JUNIOR.search(words) else None)


def _without_marks(title: str) -> str:
    text = _EMOJI.sub(" ", unicodedata.normalize("NFKC", title))
    text = _GENDER.sub(" ", text)
    text = _PAIR.sub(_one_of_pair, text)
    text = _INNER_I.sub("", _ENDING.sub("", text))
    text = _REQUISITION.sub(" ", _MONEY.sub(" ", text))
    return _cut(re.sub(r"\s+", " ", text))


def _one_of_pair(match: re.Match[str]) -> str:
    """ "Verkäufer/Verkäuferin" as its first word; two different words stay."""
    first, second = key(match["a"]), key(match["b"])
    shared = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    feminine = any(word.endswith(("in", "frau", "a", "e", "ess")) for word in (first, second))
    return (
        match["a"] if feminine and shared >= max(4, min(len(first), len(second)) - 4) and first != second else match[0]
    )


def _pieces(plain: str, location: str, company: str) -> Iterator[str]:
    """The parts of a title that say something of the job."""
    here = {key(word) for word in re.split(r"[,;/|()]|\s-\s", location) if len(word.strip()) > 2}
    employer = employer_key(company) if company else ""
    parts = [part.lstrip(_EDGE + "#+").rstrip(_EDGE + ".") for part in _STRONG.split(plain)]
    afar = any(_REMOTE.fullmatch(part) for part in parts)
    for part in parts:
        if not part or _is_place(part, here) or (afar and _only_areas(part)):
            continue
        for piece in _comma_parts(part, here):
            said = _without_tail(_cut(piece), here, employer)
            if said and not _says_nothing(said, here, employer):
                yield said


def _only_areas(part: str) -> bool:
    """Whether a part names where a remote job may be done from, and nothing else."""
    return bool(areas_in(part)) and not looks_like_title(part) and len(part.split()) <= 4


def _cut(piece: str) -> str:
    """Without the words of advertising that may stand in any part."""
    for pattern in _noise()[1]:
        piece = pattern.sub(" ", piece)
    return piece.lstrip(" -–—|,;:/·•@#&+").rstrip(" -–—|,;:/·•@&")


def _comma_parts(part: str, here: set[str]) -> list[str]:
    """Split at commas, with a place at the end ("Boston, MA") taken off whole."""
    pieces = [piece.lstrip(_EDGE + "#+").rstrip(_EDGE + ".") for piece in re.split(r",(?!\d)|，", part)]
    for size in (3, 2):
        if len(pieces) > size and _is_place(", ".join(pieces[-size:]), here):
            pieces = pieces[:-size]
            break
    return [piece for piece in pieces if piece]


def _is_place(part: str, here: set[str]) -> bool:
    return (key(part) in here and not looks_like_title(part)) or only_place(part)


def _says_nothing(piece: str, here: set[str], employer: str) -> bool:
    bare = piece.strip(" .-")
    return (
        not any(letter.isalnum() for letter in bare)
        or bare.isdigit()
        or _is_place(bare, here)
        or bool(_CODE.fullmatch(bare))
        or bool(_REMOTE.fullmatch(bare))
        or _is_term(bare)
        or any(pattern.fullmatch(bare) for pattern in _noise()[0])
        or (bool(employer) and employer_key(bare) == employer)
    )


def _is_term(piece: str) -> bool:
    words = re.findall(r"[^\W\d_]+|\d+", piece.lower())
    if len(words) == 1 and len(words[0]) < 4 and words[0] not in ("cdi", "cdd", "ftc", "zzp", "prn"):
        return False  # "HR" is no hour
    return bool(words) and all(word in _TERM_WORDS or word.isdigit() for word in words) and words[0] != "a"


def _without_tail(piece: str, here: set[str], employer: str) -> str:
    """Without "in Berlin" or "remote" at its end, and without "Remote" at its beginning."""
    if employer and (match := _TAIL_COMPANY.search(piece)) and employer_key(match["name"]) == employer:
        piece = piece[: match.start()]
    if (match := _TAIL_PLACE.search(piece)) and _is_place(match["place"], here):
        piece = piece[: match.start()]
    piece = re.sub(
        r"^(?:fully |100% )?(?:remote|hybrid)\b[ /:-]*(?=\w)|[ /]+(?:fully |100 ?% )?(?:remote|hybrid|homeoffice)$",
        "",
        piece,
        flags=re.I,
    )
    piece = re.sub(
        r"(?:^|[ /]+)(?:full|part)[- ]?time$|^(?:full|part)[- ]?time\s+|[ /]+(?:vollzeit|teilzeit|"
        r"\d{2,3}(?:\s?-\s?\d{2,3})?\s?%)$",
        "",
        piece,
        flags=re.I,
    )
    return piece.strip(" -–—/&")


def _without_level(piece: str) -> tuple[str, int | None]:
    """The piece without its level; a roman numeral counts behind an occupation or alone ("IV" is an infusion too)."""
    for match in _LEVEL.finditer(piece):
        before = piece[: match.start()].strip(" ,-")
        loose = match["roman"] or match["digit"] or match["coded"]
        if loose and before and not (looks_like_title(before) or word_role(before).known):
            continue
        if match["roman"] == "v" or (not before and (match["digit"] or (match["roman"] and match.end() < len(piece)))):
            continue
        written = (match["named"] or match["coded"] or match["roman"] or match["digit"]).lower()
        rest = f"{piece[: match.start()].rstrip(' ,-')} {piece[match.end() :].lstrip(' ,-')}".strip()
        return rest, _ROMAN.get(written) or int(written)
    return piece, None


def _without_seniority(piece: str) -> str:
    """Without the words of its level, as long as an occupation remains."""
    rest = re.sub(r"\s+", " ", _SENIOR.sub(" ", piece)).strip(" ,-/&")
    return rest if rest and (looks_like_title(rest) or word_role(rest).known) else piece


def _head(candidates: list[str]) -> int:
    """Which part is the role: named by the list and like a title, else like a title, else named, else the first."""
    known = [word_role(_without_seniority(text)).known for text in candidates]
    like = [looks_like_title(text) for text in candidates]
    ranks = [2 * titled + named + (named and titled) for named, titled in zip(known, like, strict=True)]
    return ranks.index(max(ranks))


def _qualifier(text: str) -> str:
    worded = word_role(text)
    return worded.role if worded.known and not worded.asides else speciality(text)


def _folded(role: str, qualifiers: list[str]) -> tuple[str, list[str]]:
    """ "software engineer" with "backend" beside it is the "backend engineer" that others write."""
    kept = list(dict.fromkeys(q for q in qualifiers if q and q != role))
    for generic, head in (
        ("software engineer", "engineer"),
        ("software developer", "developer"),
        ("developer", "developer"),
        ("engineer", "engineer"),
    ):
        kinds = [q for q in kept if q in KINDS]
        if role == generic and len(kinds) == 1:
            return f"{kinds[0]} {head}", [q for q in kept if q not in kinds]
    return role, kept


@cache
def _noise() -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    """Patterns of parts that say nothing, and of words to be cut out of parts."""
    lines = files("tools.jobs.cleaning").joinpath("data", "noise.v1.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    whole, inside = (
        [re.compile(pattern, re.I) for kind, pattern in rows if kind == wanted] for wanted in ("whole", "inside")
    )
    return whole, inside
