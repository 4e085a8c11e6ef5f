"""Kind of contract and hours of a posting."""

import re
from collections.abc import Iterator
from itertools import islice

from tools.jobs.cleaning.learners import without_guided
from tools.jobs.cleaning.passages import sentences_with
from tools.jobs.cleaning.schemas import Contract, Hours, Terms
from tools.jobs.parsing.guarded import folded, guarded, holds, words_of_all

_CONTRACTS: tuple[tuple[Contract, str], ...] = (
    (
        "internship",
        r"intern|interns|internships?|praktikum|praktikant\w*|pflichtpraktikum|stage|stages|stagiaires?|prácticas|"
        r"becari[oa]|tirocini\w*|stagista|estágio|estagiári[oa]|werkstudent\w*|working student|co-op|stagiair|"
        r"afstudeerstage",
    ),
    (
        "apprenticeship",
        r"apprentices?|apprenticeships?|ausbildung|azubi|auszubildende\w*|lehrstelle|lehrling|alternance|alternant\w*|"
        r"apprentissage|apprenti|apprentie|apprendistato|leerling|aprendiz",
    ),
    ("volunteer", r"volunteers?|volunteering|ehrenamt\w*|bénévol\w+|volontariat|voluntariado|vrijwilliger\w*"),
    (
        "freelance",
        r"freelancers?|freelance|freiberuf\w+|freie mitarbeit|freier mitarbeiter|autónom[oa]|zzp(?:er)?|"
        r"libero professionista|"
        r"partita iva|indépendant|auto-entrepreneur|selbst(?:st)?ändig|self[- ]employed|1099|b2b contract|"
        r"independent contractor",
    ),
    (
        "temporary",
        r"temporary|temp|seasonal|zeitarbeit|intérim|interim|intérimaire|temporal|temporär|tijdelijk|aushilfe|"
        r"saisonarbeit|saisonnier|per[- ]diem|prn|befristet\w*|fixed[- ]term|cdd|contrat à durée déterminée|"
        r"contrato temporal|eventual|tempo determinato|bepaalde tijd|maternity cover|elternzeitvertretung|"
        r"elternzeitvertretung|contrato a termo|temporário|substitut\w+|limited[- ]term",
    ),
    (
        "contract",
        r"contract|contractors?|contract-to-hire|c2c|c2h|corp[- ]to[- ]corp|w2 contract|contract role|"
        r"contract position",
    ),
    (
        "permanent",
        r"permanent|perm|unbefristet\w*|festanstellung|cdi|contrat à durée indéterminée|indefinido|contrato indefinido|"
        r"onbepaalde tijd|vast contract|vaste baan|tempo indeterminato|open-ended|efetivo|clt|regular employee",
    ),
)  # fmt: skip
_FULL = (
    r"full[- _]?time|vollzeit|temps plein|plein temps|temps complet|jornada completa|tiempo completo|voltijd|fulltime|"
    r"tempo (?:pieno|integral|inteiro)|全职"
)
_PART = (
    r"part[- _]?time|teilzeit|temps partiel|media jornada|tiempo parcial|jornada parcial|deeltijd|parttime|"
    r"tempo parcial|part-time|mezza giornata|minijob|mini-job|兼职"
)
_BOTH = guarded(r"voll- ?(?:und|oder|/|,|bzw\.?) ?teilzeit|full[- ]?(?:or|and|/|&) ?part[- ]?time", re.I)
_CONTRACT_PATTERNS = [(name, guarded(rf"(?<![\w-])(?:{words})(?![\w])", re.I)) for name, words in _CONTRACTS]
_FULL_TIME, _PART_TIME = (guarded(rf"(?<!\w)(?:{words})(?!\w)", re.I) for words in (_FULL, _PART))
# In a title or a text these are things rather than terms of the job.
_THING = guarded(
    r"contract (?:negotiat\w+|manag\w+|review\w*|law|value|renewal\w*|terms|administ\w+|specialist|analyst|"
    r"manufactur\w+|"
    r"lawyer|counsel|officer|research\w*)|contracts? (?:manager|administrator|specialist|engineer|director|attorney)|"
    r"smart contract|intern(?:al|ational)|stage (?:manager|hand|technician|director|design\w*)|"
    r"(?:early|late|growth|series|seed|next|any|each|this|every)[- ]stage|stage (?:of|[abc1-4]\b)|"
    r"volunteer (?:manager|coordinator|days?|time|program\w*|opportunit\w*|hours|leave)|volunteering (?:days?|"
    r"opportun\w+|time)|"
    r"(?:managing|support\w*|coordinat\w+|train\w*|recruit\w*|of) (?:\w+ )?(?:volunteers|apprentices|interns|"
    r"freelancers|contractors|temps)|"
    r"permanent (?:residen\w+|make-?up|magnet\w*|placement\w*)|temporary (?:housing|workers|staff\w*|works|traffic|"
    r"labor|"
    r"accommodation)|independent contractors?(?= (?:model|network))|interim (?:report\w*|results|financial)|"
    r"apprenticeship (?:program\w*|training|scheme)|"
    r"(?:abgeschlossene|eine|deine|ihre|absolvierte|einschlägige|technische|kaufmännische|handwerkliche)\w* "
    r"(?:\w+ )?(?:berufs)?ausbildung",
    re.I,
)
_LABEL = guarded(
    r"^[^\w\n]*(?:employment(?: type| status)?|job type|type(?: of (?:employment|contract|position))?|"
    r"contract(?: type)?|"
    r"position type|work type|schedule|time type|hours|anstellungsart|beschäftigungsart|vertragsart|arbeitszeit|"
    r"arbeitsumfang|type de contrat|contrat|temps de travail|tipo de contrato|contrato|jornada|dienstverband|"
    r"contratto|tipo di contratto|regime|工作性质)\s*[:：]\s*(?P<value>[^\n]{2,70})$",
    re.I | re.M,
)
_CUE = (
    "full-time", "full time", "part-time", "part time", "permanent", "fixed-term", "fixed term", "temporary",
    "freelance", "internship", "contract", "vollzeit", "teilzeit", "befristet", "festanstellung", "cdi", "cdd",
    "alternance", "temps plein", "temps partiel", "indefinido", "jornada", "temporal", "determinato",
    "indeterminato", "vast contract", "tijdelijk", "voltijd", "deeltijd",
)  # fmt: skip
_PROSE = guarded(
    r"\b(?:this (?:is|position is|role is|job is)|is an?|we offer|on an?|offer\w*|for an?|(?:wir )?bieten|biete[nt]|"
    r"proposons|poste|"
    r"contrat|contrato|contratto|contract|stelle|position|role|job|arbeitsvertrag|vertrag|anstellung|start|puesto|"
    r"vacante|functie|dienstverband|"
    r"suchen|looking for|hiring|seeking|auf|in|als|als eine?n?|en)\b[^.\n]{0,60}?(?P<value>full[- ]time|part[- ]time|"
    r"permanent|"
    r"fixed[- ]term|temporary|freelance|internship|contract (?:role|position)|\d+[- ]month (?:fixed[- ]term )?contract|"
    r"(?:voll|teil)zeit|(?:un)?befristet\w*|festanstellung|cdi|cdd|alternance|temps (?:plein|partiel)|indefinido|"
    r"temporal|"
    r"(?:media )?jornada(?: completa| parcial)?|tempo (?:in)?determinato|vast contract|tijdelijk|voltijds?|"
    r"deeltijds?)\b",
    re.I,
)
# What is said of other people, or of the ways of the house.
_OTHERS = guarded(
    r"\b(?:all|our|other|eligible|for|of|to) (?:\w+ )?(?:full[- ]time|part[- ]time|permanent|"
    r"temporary)(?: \w+)? (?:employees|staff|team members|workers)|"
    r"employees|mitarbeiter\w*|collaborateurs|empleados|years? of (?:full[- ]time )?experience|experience|erfahrung|"
    r"contractors? (?:and|or) |"
    r"equal opportunit|applicants?|eligib|benefits|insurance|401",
    re.I,
)
_ADDRESSED = re.compile(r"[.!?]$|\b(?:we|you|wir|du|sie|vous|nous)\b", re.I)
_TRAINED = guarded(r"\bausbildung (?:als|zum|zur|im|in|oder)\b|apprenticeship (?:in|as)|\bgelernt", re.I)
_HOURS_NUMBER = guarded(
    r"\b(?P<low>\d{2})(?:[.,]\d)?(?:\s?[-–]\s?(?P<high>\d{2,3}))?\s?(?P<unit>%|hours?(?: per| a|/)? ?(?:week|wk)|"
    r"hrs?/w\w*|"
    r"stunden(?:/| pro | die )?woche|std\.?/woche|h/semaine|h/sem\w*|heures? (?:par|/) ?semaine|"
    r"horas (?:semanales|por semana)|uur(?: per week)?)",
    re.I,
)


def find_terms(title: str, employment_type: str | None, text: str) -> Terms | None:
    """Contract and hours: as the board states them, by a label, the title, or a sentence that says so."""
    best: Terms | None = None
    for words in _sources(title, employment_type, text):
        said = _said(words)
        if said is None:
            continue
        best = _joined(best, said) if best else said
        if best.contract and best.hours:
            break
    return best


def _sources(title: str, employment_type: str | None, text: str) -> Iterator[str]:
    """Where terms are told, the most certain first."""
    if employment_type:
        yield employment_type
    for match in islice(_LABEL.finditer(text[:20_000]), 3):
        yield match["value"].strip()
    yield title
    for line in (line.strip() for line in text[:1500].split("\n")[:14]):
        if 3 < len(line) <= 60 and not _ADDRESSED.search(line) and not _TRAINED.search(line):
            yield line
    for start, end in sentences_with(text, _CUE, most=40):
        sentence = text[start:end]
        said = _PROSE.search(sentence)
        if said and not _OTHERS.search(sentence):
            yield sentence if len(sentence) <= 160 else sentence[said.start() : said.end()]


def _joined(first: Terms, second: Terms) -> Terms:
    """What the second says beyond the first; one excerpt stands for both, the first that tells the contract."""
    more = (first.contract is None and second.contract is not None) or (
        first.hours is None and second.hours is not None
    )
    if not more:
        return first
    excerpt = second.excerpt if first.contract is None and second.contract is not None else first.excerpt
    return Terms(contract=first.contract or second.contract, hours=first.hours or second.hours, excerpt=excerpt)


def _said(words: str) -> Terms | None:
    told = words_of_all(*(pattern for _, pattern in _CONTRACT_PATTERNS), _FULL_TIME, _PART_TIME, _BOTH, _HOURS_NUMBER)
    if told is not None and not holds(told, folded(words.replace("_", " "))):
        return None
    plain = _THING.sub(lambda match: "~" * len(match[0]), without_guided(words))
    spaced = plain.replace("_", " ")
    found = [(name, match) for name, pattern in _CONTRACT_PATTERNS if (match := pattern.search(spaced))]
    full, part, both = _FULL_TIME.search(spaced), _PART_TIME.search(spaced), _BOTH.search(spaced)
    hours: Hours | None = "full_or_part_time" if both or (full and part) else "full_time" if full else None
    hours = hours or ("part_time" if part else _by_number(spaced))
    if not found and hours is None:
        return None
    spans = [match.span() for _, match in found[:1]] + [match.span() for match in (both or full, part) if match]
    numbered = _HOURS_NUMBER.search(spaced)
    spans = spans or ([numbered.span()] if numbered else [])
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    return Terms(contract=found[0][0] if found else None, hours=hours, excerpt=words[start:end])


def _by_number(words: str) -> Hours | None:
    """ "80-100 %" is either; 100 % and 35 hours or more are full time."""
    match = _HOURS_NUMBER.search(words)
    if match is None:
        return None
    whole = 100 if match["unit"] == "%" else 35
    low, high = int(match["low"]), int(match["high"] or match["low"])
    if low > 100 or (match["unit"] == "%" and high > 100) or (match["unit"] != "%" and not 4 <= low <= 48):
        return None
    return "full_time" if low >= whole else "full_or_part_time" if high >= whole else "part_time"
