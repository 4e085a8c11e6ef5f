"""Two titles of one employer: the same role, one more exact than the other, or two roles."""

import re
from collections.abc import Sequence
from itertools import combinations, product

from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import Levenshtein

from tools.jobs.cleaning.schemas import Place, Role
from tools.jobs.dedup.texts import words
from tools.jobs.schemas import Seniority

# One spelling for what titles shorten or write in several ways; whole words, folded.
_SPELLINGS = {
    "ml": "machine learning", "mle": "machine learning engineer", "ai": "artificial intelligence",
    "swe": "software engineer", "sde": "software engineer", "sre": "site reliability engineer",
    "qa": "quality assurance", "hr": "human resources", "rn": "registered nurse", "lpn": "licensed practical nurse",
    "sdr": "sales development representative", "bdr": "business development representative",
    "csm": "customer success manager", "cx": "customer experience", "pm": "product manager",
    "dev": "engineer", "developer": "engineer", "programmer": "engineer", "eng": "engineer", "engr": "engineer",
    "mgr": "manager", "rep": "representative", "asst": "assistant", "admin": "administrator", "tech": "technician",
    "exec": "executive", "acct": "account", "coord": "coordinator", "ops": "operations", "mktg": "marketing",
    "svc": "service", "svcs": "service", "mfg": "manufacturing", "maint": "maintenance", "mech": "mechanical",
    "elec": "electrical", "dept": "department", "intl": "international", "ux": "user experience",
    "ui": "user interface", "ecommerce": "commerce", "entwickler": "engineer",
    "softwareentwickler": "software engineer",
    "softwareingenieur": "software engineer", "programmierer": "engineer", "developpeur": "engineer",
    "desarrollador": "engineer", "ingenieur": "engineer", "ingeniero": "engineer", "sviluppatore": "engineer",
    "ontwikkelaar": "engineer", "krankenpfleger": "pflegefachmann", "krankenschwester": "pflegefachmann",
    "kauffrau": "kaufmann", "fachfrau": "fachmann", "pflegefachfrau": "pflegefachmann",
    "pflegefachkraft": "pflegefachmann", "pflegefachperson": "pflegefachmann", "hgv": "truck", "lkw": "truck",
    "internship": "intern", "praktikum": "praktikant", "stage": "stagiaire", "apprenticeship": "apprentice",
    "quant": "quantitative", "elevator": "lift", "lorry": "truck", "attorney": "lawyer", "solicitor": "lawyer",
    "waitress": "waiter", "hostess": "host", "caregiver": "carer", "janitor": "cleaner", "bartender": "barkeeper",
    "k8s": "kubernetes", "postgres": "postgresql", "golang": "go",
    "js": "javascript", "ts": "typescript", "cyber": "cybersecurity", "infosec": "cybersecurity",
    "bi": "business intelligence",
}  # fmt: skip
_PHRASES = (
    (re.compile(r"\bfront[ -]end\b"), "frontend"), (re.compile(r"\bback[ -]end\b"), "backend"),
    (re.compile(r"\bfull[ -]stack\b"), "fullstack"), (re.compile(r"\bdev[ -]ops\b"), "devops"),
    (re.compile(r"\be[ -]commerce\b"), "commerce"), (re.compile(r"\bcyber[ -]security\b"), "cybersecurity"),
    (re.compile(r"\bmid[ -]market\b"), "midmarket"), (re.compile(r"\bpart[ -]time\b|\bfull[ -]time\b"), " "),
    (re.compile(r"\b(\w+er)(?:in|innen)\b"), r"\1"), (re.compile(r"\b(\w{3,})iere\b"), r"\1ier"),
    (re.compile(r"\b(\w{3,})euse\b"), r"\1eur"), (re.compile(r"\b(\w{3,})trice\b"), r"\1teur"),
    (re.compile(r"\b(\w{4,})dora\b"), r"\1dor"), (re.compile(r"\b(\w{4,})enne\b"), r"\1en"),
)  # fmt: skip
_GENDERED = re.compile(
    r"\(\s*(?:all|alle|[mwfdxhigna]{1,3})(?:\s*[/|,*.]\s*(?:gender\w*|[mwfdxhigna]{1,3}))*\s*\)|"
    r"[/*:_·]-?(?:in(?:nen)?|frau|mann|euse|trice|ne|e|a|r)\b|"
    r"\((?:in|e|a|r|ne)\)|\b(?:[mwfdxh]\s?/\s?){1,2}[mwfdxh]\b|\ball genders\b",
    re.I,
)
_NOISE_WORDS = (
    "a an and the of for in at to with und der die das fur im als mit von et de la le du des en pour y el los para "
    "con e di "
    "il per van voor het een or oder ou o remote hybrid onsite homeoffice home office job jobs position role opening "
    "stelle poste vacancy new urgent urgently hiring needed wanted gesucht now immediate start opportunity fully based "
    "fulltime parttime vollzeit teilzeit full time part permanent temporary unbefristet befristet cdi cdd "
    "festanstellung "
    "m w d f x h div gn mwd senior sr snr junior jr lead staff principal mid level intermediate experienced entry "
    "i ii iii iv v vi 1 2 3 4 5 6 l1 l2 l3 l4 l5 l6 ic1 ic2 ic3 ic4 ic5 location us usa uk eu emea worldwide anywhere "
    "expression interest apply"
)
_NOISE = frozenset(_NOISE_WORDS.split())
_SHIFTS = {
    "night": r"nights?|overnight|nachtschicht|nachtdienst|nachtwache|nuit|noche|nocturno|nocturna|nacht\w*|notte|"
        r"notturn[oa]|graveyard|3rd shift|third shift",
    "day": r"days?|dayshift|tagschicht|tagdienst|jour|diurno|dia|giorno|dagdienst|1st shift|first shift",
    "late": r"evenings?|swing|afternoon|spatschicht|spatdienst|soir|tarde|2nd shift|second shift",
    "early": r"mornings?|fruhschicht|fruhdienst|matin|manana",
    "weekend": r"weekends?|wochenende|fin de semana|week end",
}  # fmt: skip
_SHIFT_PATTERNS = [(name, re.compile(rf"\b(?:{said})\b")) for name, said in _SHIFTS.items()]
_YEAR = re.compile(r"\b20[2-4]\d\b")
_SEASONS = re.compile(r"\b(?:spring|summer|autumn|fall|winter|sommer|herbst|fruhjahr|ete|hiver|verano)\b")
_ADDED = re.compile(r"(?:\(|\s/)\s*([^()/]{3,})")
# German writes "Mitarbeiter im Vertrieb" in one word too.
_COMPOUND = re.compile(
    r"^(\w{4,}?)s?(mitarbeiter|leiter|berater|techniker|ingenieur|assistent|referent|helfer|fahrer|meister|spezialist)$"
)
_SAME_WORK = tuple(
    frozenset(group.split())
    for group in (
        "engineer developer", "representative agent associate advisor adviser", "specialist expert",
        "cook koch", "nurse pfleger", "driver fahrer operator", "salesperson verkaufer seller",
        "technician mechanic mechaniker techniker", "service support success", "assistant aide helper",
        "recruiter sourcer", "cleaner reinigungskraft housekeeper", "teacher lehrer educator", "clerk administrator",
        "waiter server kellner", "analyst analytics", "people human resources", "lead leader",
    )
)  # fmt: skip


_LONG = 8  # letters: in shorter words one letter makes another word


class Title(BaseModel):
    """A title's comparable parts: its `words` (role and qualifiers in one spelling), level, shift, season and years.

    `written` are the words before cleaning named the role: two titles are one when either agrees.
    """

    model_config = ConfigDict(frozen=True)
    raw: str
    words: tuple[str, ...]
    written: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    seniority: Seniority | None = None
    level: int | None = None
    shifts: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()


def title_of(role: Role, employer: str | None, places: Sequence[Place]) -> Title:
    """The comparable parts of a cleaned title; the employer's name and its places are no part of the role."""
    aside = set(words(employer or ""))
    for place in places:
        aside.update(words(" ".join(part for part in (place.city, place.region, place.country) if part)))
    plain = _spelled(" ".join([role.role, *role.qualifiers]))
    heads = [word for word in _spelled(role.role) if word not in _NOISE]
    raw = " ".join(words(role.excerpt))
    return Title(
        raw=role.excerpt,
        words=tuple(
            dict.fromkeys(word for word in plain if word not in _NOISE and (word not in aside or word in heads))
        ),
        written=tuple(
            dict.fromkeys(word for word in _spelled(role.excerpt) if word not in _NOISE and word not in aside)
        ),
        role=tuple(dict.fromkeys(heads)),
        seniority=role.seniority,
        level=role.level,
        shifts=tuple(name for name, pattern in _SHIFT_PATTERNS if pattern.search(raw)),
        seasons=tuple(dict.fromkeys(_YEAR.findall(raw) + _SEASONS.findall(raw))),
    )


def _spelled(title: str) -> list[str]:
    plain = " ".join(words(_GENDERED.sub(" ", title)))
    for pattern, spelling in _PHRASES:
        plain = pattern.sub(spelling, plain)
    found: list[str] = []
    for word in plain.split():
        found += _SPELLINGS.get(word, word).split()
    return [_singular(part) for word in found for part in _COMPOUND.sub(r"\1 \2", word).split()]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def extra_words(a: Title, b: Title, aside: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words that only the one title has, and only the other; those that two spellings share, and `aside`, left out."""
    named = _extra(a.words, b.words, aside)
    if not any(named) or _other_name(a, b) or _other_name(b, a):
        return frozenset(), frozenset()
    return min(
        named, _extra(a.written, b.written, aside), key=lambda extra: (sum(map(bool, extra)), sum(map(len, extra)))
    )


def _other_name(a: Title, b: Title) -> bool:
    """Whether the first adds the whole of the second as another name: "Gang Leader (Ganger)"."""
    return any(frozenset(_spelled(part)) == frozenset(b.written) for part in _ADDED.findall(a.raw))


def _extra(a: Sequence[str], b: Sequence[str], aside: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    only_a = [word for word in a if word not in b and word not in aside]
    only_b = [word for word in b if word not in a and word not in aside]
    only_a, only_b = _without_run(only_a, b, only_b)
    only_b, only_a = _without_run(only_b, a, only_a)
    only_a, only_b = _without_compound(only_a, only_b)
    only_b, only_a = _without_compound(only_b, only_a)
    for group in _SAME_WORK:
        if group & set(only_a) and group & set(only_b):
            only_a, only_b = ([word for word in only if word not in group] for only in (only_a, only_b))
    for first, second in product(tuple(only_a), tuple(only_b)):
        if _alike(first, second):
            only_a, only_b = ([word for word in only if word not in (first, second)] for only in (only_a, only_b))
    return frozenset(only_a), frozenset(only_b)


def _without_run(short: list[str], title: Sequence[str], long: list[str]) -> tuple[list[str], list[str]]:
    """Both without a word and the run of words it stands for: "iam" and "identity access management", or one word
    written as two."""
    for word in short:
        for start, end in combinations(range(len(title) + 1), 2):
            run = title[start:end]
            if len(run) > 1 and word in ("".join(part[0] for part in run), "".join(run)):
                return [other for other in short if other != word], [other for other in long if other not in run]
    return short, long


def _without_compound(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Both without a compound whose parts the other title writes apart: "busdisponent" and "disponent busverkehr"."""
    for word in one:
        for last in other:
            first = word.removesuffix(last)
            begins = [part for part in other if part != last and part.startswith(first)]
            if word != first and len(last) >= 5 and len(first) >= 3 and begins:
                return [part for part in one if part != word], [part for part in other if part not in (last, begins[0])]
    return one, other


def _alike(a: str, b: str) -> bool:
    """Whether two words are forms of one (all but at most two last letters in common), or one misspelled."""
    long = min(len(a), len(b))
    if long >= _LONG and Levenshtein.distance(a, b, score_cutoff=1) <= 1:
        return True
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), long)
    return shared >= 5 and shared >= max(len(a), len(b)) - 2
