"""What a search should keep to, read out of a sentence: places, pay, level, dates, employers, boards, words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from agents.offline.companies_said import take_blocked, take_employers
from agents.offline.never_again import take_never_again
from agents.offline.pay_said import take_pay
from agents.offline.places_said import take_place
from agents.offline.spans import Spans
from agents.offline.times import days_back, whole_days
from agents.offline.wanted_words import words_of
from agents.offline.wordings import COUNT, SMALL
from tools.jobs.boards.registry import BOARDS
from tools.skills import find_skills

_REMOTE = (
    ("hybrid", re.compile(r"\b(?:partly |partially |teils |teilweise )?(?:hybrid[eo]?s?|hybrides?)\b(?: (?:working|"
    r"work|"
    r"model|ones?))?|\b(?:partly|partially) remote\b|\bteilweise (?:im )?home ?office\b")),
    ("remote", re.compile(r"\b(?:fully |100 ?% |completely |entirely |only |rein |voll |full |komplett |totalement )?"
    r"(?:remote"
    r"(?:ly)?(?:[- ](?:first|only|friendly))?|work(?:ing)?[- ]from[- ](?:home|anywhere)|wfh|"
    r"from home|from anywhere|home[- ]?based|(?:im |in |vom |aus dem )?home[- ]?office|von "
    r"zuhause(?: aus)?|von zu hause(?: aus)?|ortsunabhangig\w*|(?:en |in |full )?(?:teletravail|"
    r"teletrabajo|remoto|remota)s?|a distance|a distancia|a domicile|desde casa|depuis chez moi)\b")),
    ("onsite", re.compile(r"\b(?:on-?\s?site|in[- ](?:the )?office|office[- ]based|in[- ]person|vor ort|im buro|"
    r"sur (?:site|place)|en presentiel|presencial(?:es)?|"
    r"(?:no|never|not|don'?t)(?: want)?(?: to)?(?: work)? (?:remote|home ?office|teletravail|"
    r"teletrabajo)|nicht remote)\b")),
)  # fmt: skip
_EITHER = re.compile(r"\s*(?:[,/|&]|or|and|oder|und|ou|et|o|y|e|bzw\.?)\s*")
_ROLES = (
    r"(?:role|job|position|opening|posting|level|vacanc|gig|stelle|rolle|poste|puesto|empleo|offre|oferta|"
    r"vacature|functie|baan|banen|one)"
)
_TECHNICAL = (
    r"(?:software|backend|back-?end|frontend|front-?end|fullstack|full-?stack|data|machine|ml|ai|platform|site|"
    r"security|cloud|devops|infrastructure|systems?|product|python|java|go|rust|engineer|developer|scientist|"
    r"designer|"
    r"researcher|architect|analyst|ios|android|mobile|embedded|hardware|research|applied|technical|sre|web)"
)
_LEVELS = (
    ("intern", re.compile(r"\b(?:paid |summer )?(?:intern(?:ship)?s?|praktik(?:um|a|umsplatz|umsplatze|umsstellen?|"
    r"antin|anten|ant)|werkstudent\w*|stage|stages|stagiaires?|practicas|becari[oa]s?|pasantias?|"
    r"working student(?: jobs)?)\b")),
    ("junior", re.compile(r"\b(?:juniors?|jr\.?|entry[- ]level|beginner|graduate(?= (?:jobs?|roles?|positions?|"
    r"scheme|program))|new[- ]grad|(?:no|without) experience|berufseinsteiger\w*|einsteiger\w*|"
    r"berufsanfanger\w*|debutante?s?|sin experiencia|sans experience|trainee)\b")),
    ("mid", re.compile(r"\b(?:mid[- ]?(?:level|senior|weight)?|intermediate|medior)\b(?!-)")),
    ("senior", re.compile(r"\b(?:senior(?:[- ]level)?|sr\.?|seniors|confirmee?s?)\b(?! (?:citizen|living|care))")),
    ("staff", re.compile(rf"\bstaff(?:[- ]level)?(?=(?:[ ,/]|\s+(?:or|and|and principal))*\s*(?:{_ROLES}|{_TECHNICAL}|"
    r"(?:or |and )?principal|senior|$))")),
    ("principal", re.compile(rf"\bprincipal(?:[- ]level)?(?=(?:[ ,/]|\s+(?:or|and))*\s*(?:{_ROLES}|{_TECHNICAL}|$))")),
    ("lead", re.compile(rf"\b(?:tech )?lead(?:[- ]level)?(?= (?:{_ROLES}|{_TECHNICAL}))")),
    ("manager", re.compile(rf"(?:^|(?<=for )|(?<=any )|(?<=find )|(?<=remote ))(?:manager|management)(?=(?:[- ]level)? "
    rf"{_ROLES})|\bmanag(?:er|ement)[- ]level\b|\bfuhrungsposition\w*|\bfuhrungskraft\b")),
    ("director", re.compile(rf"\bdirectors?(?:[- ]level)?(?= {_ROLES})|\bdirector[- ]level\b")),
    ("executive", re.compile(rf"\b(?:executive|c-?level|c-suite)(?=(?:[- ]level)? {_ROLES})|\bc-level\b")),
)  # fmt: skip
_JOBS_SAID = (
    r"(?:stellen?|stellenangebote?n?|jobs?|jobangebote?n?|position(?:en|s)?|rollen?|roles?|openings?|vacanc(?:y|ies)|"
    r"vacatures?|banen|baan|functies?)"
)
_OF_JOBS = re.compile(rf"(?P<of>(?<!\S)\S+|[^\W\d_]+)-(?={_JOBS_SAID}\b)")
_ONE_WORD_WITH_JOBS = frozenset({"mini", "midi", "neben", "euro", "ferien", "aushilfs"})
_LEVEL_COMPOUND = re.compile(rf"\b(?P<level>junior|senior|staff|principal|lead){_JOBS_SAID}\b")
_JOINED_LEVELS = re.compile(
    r"(?:\x02\s*(?:,|or|and|/|und|oder|et|ou|y|o|to|bis)\s*)+(?=\x02)|\x02(?: (?:level|roles?(?= as)))?"
)
_VISA = re.compile(
    r"\b(?:(?:with|and|that|which|who|offering|offer|they|needs?|must|mit|avec|con|y|und|et|i need|need|the|a|"
    r"que|qui|die|"
    r"companies|employers|willing to|provid\w+) )*(?:(?:visa|work permit|h-?1-?b)[- ]sponsor\w*|"
    r"sponsor\w*(?: (?:me|my|a|the|"
    r"for|of|work|your|h-?1-?b))*(?: (?:visas?|work permits?))?|visum\w*(?:[- ]?(?:sponsor\w*|unterstutz\w*))?|"
    r"(?:parraina\w*|sponsor\w*|aide) (?:de |du |le |un |mon )*visa|visa (?:parraine|sponsorise|patrocinado)|"
    r"i (?:will )?(?:need|require) (?:a |my )?(?:work )?(?:visa|permit)|"
    r"(?:brauche|necesito|besoin d'|il me faut) ?(?:ein |einen |un )?(?:visum|visa|visado)|"
    r"patrocin\w+(?: (?:de|del|el|un|mi))* ?(?:visad?o?)?|relocation visa)\b(?: (?:provided|included|offered|"
    r"available|support))?"
)
_UNSTATED = re.compile(
    r"\b(?:(?:and |also |please |but |even |show |give |me )*(?:includ\w*|add|show|keep|with)?\s*(?:also |even |"
    r"me )?"
    r"(?:those|these|the ones|ones|jobs|openings|postings|roles|if)?\s*(?:that |which |who |"
    r"they )?(?:state nothing|"
    r"(?:don'?t|do not|doesn'?t) (?:state|say|mention|show(?! me\b)|list|name|give|tell|disclose|publish|"
    r"specify)(?: (?:it|anything|the|any|a|their|pay|salary|salaries|wage|money|what they pay|how much))*|"
    r"without (?:a |any |stated |known |the )*(?:pay|salary|salaries|wage|price)(?: (?:info\w*|stated|given|"
    r"shown|range))?|(?:with )?no (?:stated |"
    r"listed )?(?:pay|salary|salaries)(?: (?:stated|given|listed|shown|info\w*))?|(?:the )?(?:pay|"
    r"salary) (?:isn'?t|is "
    r"not) (?:stated|given|shown|mentioned|listed|known)|unstated|undisclosed(?: pay| salary)?|silent ones)|"
    r"(?:auch |und )*(?:die |solche |stellen )*(?:die )?(?:ohne (?:gehaltsangabe|gehalt|angabe\w*)|"
    r"nichts (?:dazu )?"
    r"(?:angeben|sagen|angegeben))|(?:meme |aussi |et )*(?:celles |ceux |les offres )?(?:sans (?:salaire|"
    r"indication)\w*"
    r"(?: indique)?|qui ne (?:disent|precisent|indiquent) (?:rien|pas)(?: le salaire)?)|(?:tambien |incluso |"
    r"y )*(?:las "
    r"|aunque )?(?:que )?(?:no (?:indican|indiquen|dicen|digan|ponen|pongan)(?: (?:nada|el|sueldo|salario|"
    r"cuanto))*|sin "
    r"(?:sueldo|salario)(?: indicado)?))\b"
)
_LIMIT = re.compile(
    rf"\b(?:(?:the |my |die |den |de |les |los |las )?(?:top|best|first|besten?|meilleure?s|mejores|primer[oa]s|"
    rf"premiere?s)"
    rf" ({COUNT})(?: best| most suitable)?|(?:the |die |de |les |los |las )?({COUNT}) (?:best|top|besten?|meilleure?s|"
    rf"mejores|most suitable|strongest|closest)|(?:just|only|maximum|max\.?|at most|no more than|up to|nur|"
    rf"hochstens|"
    rf"maximal|seulement|solo) ({COUNT})(?= (?:\w+ ){{0,3}}?(?:jobs?|results?|of|ones?|roles?|positions?|openings?|"
    rf"stellen|offres|ofertas|empleos|puestos|postes|please|bitte|s'il)|\s*$)|(?:find|get|show|give|list|send|"
    rf"finde|"
    rf"zeig|such|trouve|donne|montre|busca|dame|encuentra)(?:-?me|-?moi| mir| me)? ({COUNT}) (?=(?:\w+ ){{0,4}}?(?:"
    rf"jobs|roles|positions|openings|postings|vacancies|stellen|offres|ofertas|empleos|puestos|postes|"
    rf"trabajos)\b))\b"
    r"(?: (?:of them|ones|matches|results|hits|picks|fits|davon|d'entre (?:eux|elles)))?"
)
_BEST = re.compile(
    r"\b(?:and |then |und |et |y |en )?(?:tell|show|give|list|name|sage?|zeige?|nenne?|gib|liste|dis|montre|donne|cite|"
    r"nomme|indique|dime|dame|dinos|muestra|nombra|indica|noem|geef|toon|zeg|empfiehl|"
    r"recommande|recommend|suggest|recomienda)(?:-?moi|-?nous|-?me| me| mir| uns| mij|"
    r" ons)? (?:bitte |please |alsjeblieft )?"
    r"(?:about |only |just |nur |seulement |solo )?(?=[\x01]|the best\b|die besten\b|les meilleur|l[oa]s mejores|"
    r"de beste\b|$)"
)
_BOARD_NAMES = {
    "hackernews": r"hacker ?news|\bhn\b|who(?:'s| is) hiring", "remoteok": r"remote ?ok", "weworkremotely":
    r"we ?work ?remotely|wwr", "themuse": r"the ?muse", "landingjobs": r"landing\.?jobs", "workingnomads":
    r"working ?nomads", "usajobs": r"usa ?jobs", "linkedin": r"linked ?in", "jobspy":
    r"indeed|glassdoor|zip ?recruiter|google jobs",
}  # fmt: skip
_NOT_BOARDS = frozenset({"page"})
_BEFORE_BOARD = (
    r"(?:(?:only |just |nur )?(?:on|from|via|through|at|in|using|across|auf|bei|von|uber|sur|chez|en|de|por) "
    r"(?:the )?)?"
)
_SKILLED = re.compile(
    r"\b(?:with|using|that (?:use|uses|need|needs|require|requires|involve|involves)|requiring|needing|"
    r"where i can use|"
    r"who use|involving|mit|die|in denen ich|avec|qui (?:utilisent|demandent)|con|que (?:usen|usan|pidan|"
    r"requieran)) "
    r"(?P<skills>[^\x01.!?;]+)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence wants: `filters` by the names of the search's inputs, `words` what it looks for, or None."""

    filters: dict[str, Any] = field(default_factory=dict)
    words: str | None = None

    @property
    def everything(self) -> dict[str, Any]:
        """The filters, and the words where there are some."""
        return ({"words": self.words} if self.words else {}) | self.filters


@lru_cache(maxsize=512)
def said_in(text: str, today: date | None = None) -> Said:
    """Read a sentence for everything a search can be asked for; days of the week need `today`."""
    spans = Spans(text)
    found: dict[str, Any] = {}
    _part_compounds(spans)
    for take in (_take_unstated, _take_visa, _take_blocked, _take_boards, _take_limit):
        found |= take(spans)
    found |= _take_level(spans)
    found |= _take_remote(spans)
    place_hint = Spans(spans.text)
    place_hint.folded = spans.folded
    country = take_place(place_hint).get("country")
    found |= take_pay(spans, country)
    if back := days_back(spans.folded, today):
        spans.take(*back[1])
        found["posted_within_days"] = whole_days(back[0])
    found |= _take_skills(spans)
    found |= take_employers(spans)
    found |= take_place(spans)
    words = words_of(spans.rest())
    skills = found.get("skills")
    if skills and not words:
        words = " ".join(found.pop("skills"))
    return Said(found, words)


def _part_compounds(spans: Spans) -> None:
    """`Python-Jobs`, `Staff-Stellen`: the noun for jobs is parted from what it is of, but not from Mini-Jobs."""
    for match in _OF_JOBS.finditer(spans.folded):
        if match["of"].rpartition("-")[2] not in _ONE_WORD_WITH_JOBS:
            hyphen = match.end("of")
            spans.folded = f"{spans.folded[:hyphen]} {spans.folded[hyphen + 1 :]}"


def _take_blocked(spans: Spans) -> dict[str, Any]:
    never = take_never_again(spans)
    return {"blocked_companies": never} if never else take_blocked(spans)


def _take_unstated(spans: Spans) -> dict[str, Any]:
    return {"include_unstated": True} if spans.take_all(_UNSTATED) else {}


def _take_visa(spans: Spans) -> dict[str, Any]:
    return {"sponsorship": True} if spans.take_all(_VISA) else {}


def _take_remote(spans: Spans) -> dict[str, Any]:
    """One way of work, or a list where several are joined by "or"; of others the strictest: on site, hybrid, remote."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern in (_REMOTE[2], *_REMOTE[:2]):
        while (match := spans.search(pattern)) and match.end() > match.start():
            found.append((*match.span(), kind))
            spans.take(*match.span(), within=True)
    if not found:
        return {}
    ways = list(dict.fromkeys(kind for _, _, kind in sorted(found)))
    ordered = sorted(found)
    joints = [(one[1], other[0]) for one, other in pairwise(ordered)]
    if len(ways) > 1 and all(_EITHER.fullmatch(spans.folded[start:end]) for start, end in joints):
        for joint in joints:
            spans.take(*joint, within=True)
        return {"remote": ways} if len(ways) < len(_REMOTE) else {}
    return {"remote": next(kind for kind in ("onsite", "hybrid", "remote") if kind in ways)}


def _take_level(spans: Spans) -> dict[str, Any]:
    found = [(match.start(), match["level"]) for match in _LEVEL_COMPOUND.finditer(spans.folded)]
    spans.take_all(_LEVEL_COMPOUND)
    for level, pattern in _LEVELS:
        while match := pattern.search(spans.folded):
            found.append((match.start(), level))
            spans.folded = (
                spans.folded[: match.start()] + "\x02" * (match.end() - match.start()) + spans.folded[match.end() :]
            )
    spans.folded = re.sub(r"\x02+", lambda run: "\x02" + " " * (len(run.group()) - 1), spans.folded)
    spans.folded = _JOINED_LEVELS.sub(lambda match: " " * len(match.group()), spans.folded).replace("\x02", " ")
    levels = list(dict.fromkeys(level for _, level in sorted(found)))
    return {"seniority": levels} if levels else {}


def _take_limit(spans: Spans) -> dict[str, Any]:
    match = spans.search(_LIMIT)
    if match is None:
        return {}
    written = next(group for group in match.groups() if group)
    number = SMALL.get(written) or (int(written) if written.isdigit() else 0)
    spans.take(*match.span(), within=match.group(4) is not None)
    spans.take_all(_BEST)
    return {"limit": min(number, 50)} if number > 1 or written == "1" else {}


def _take_boards(spans: Spans) -> dict[str, Any]:
    found: list[tuple[int, str]] = []
    for name, pattern in _boards().items():
        while match := pattern.search(spans.folded):
            found.append((match.start(), name))
            spans.take(*match.span())
    names = list(dict.fromkeys(name for _, name in sorted(found)))
    return {"sources": names} if names else {}


@cache
def _boards() -> Mapping[str, re.Pattern[str]]:
    """Every board's name as people write it, with the preposition before it."""
    names = {name: _BOARD_NAMES.get(name, re.escape(name)) for name in BOARDS if name not in _NOT_BOARDS}
    return {
        name: re.compile(rf"(?:\b(?:and|or|,|und|et|y) )?\b{_BEFORE_BOARD}(?:{said})\b(?:'s)?(?! (?:software|engineer|"
    rf"developer|consultant|admin\w*|analyst|profile))")
        for name, said in names.items()
    }  # fmt: skip


def _take_skills(spans: Spans) -> dict[str, Any]:
    """Skills that are asked for by name: "with React and SQL"; whatever else is "with" something stays in the words."""
    match = spans.search(_SKILLED)
    if match is None:
        return {}
    start, end = match.span("skills")
    found = find_skills(spans.written(start, end))
    if not found or found[0].start > 4:
        return {}
    taken = list(dict.fromkeys(spans.written(start + skill.start, start + skill.end) for skill in found))
    spans.take(match.start(), start + max(skill.end for skill in found))
    return {"skills": taken}


def boards_in(text: str) -> list[str]:
    """The boards that a text names, in its order."""
    return list(_take_boards(Spans(text)).get("sources", []))
