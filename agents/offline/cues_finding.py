"""Cues for finding openings on the boards, for what is new, and for the boards themselves."""

import re

from agents.offline.cues_jobs import Bonus, View
from agents.offline.cues_phrases import HUNTS, MINE, SOURCES
from agents.offline.filters import Said, boards_in, said_in
from agents.offline.language import concepts, fold
from agents.offline.references import references
from agents.offline.times import days_back
from agents.offline.wordings import JOB, urls
from tools.jobs.matching.titles import trades

_NOUN = re.compile(
    rf"\b(?:{JOB}|internships?|work|\w{{3,}}(?:stellen?|jobs|platzen?|platze)|praktik\w*|stages?|practicas|"
    rf"positionen|rollen|vacatures?|banen|functies|arbeit|travail|curro|boulot|jobangebote|job ads?|"
    r"employers?|companies|firmen|entreprises|empresas)\b"
)
_MARKET_WORDS = re.compile(
    r"\b(?:out there|on the market|job ?boards?|boards?|online|internet|the web|jobborsen|portale|"
    r"en internet|sur internet|en linea|im netz|new|newly|fresh|neue\w*|nouve\w+|nuev\w+)\b"
)
_NEWS = re.compile(
    r"\b(?:(?:anything|something) (?:interesting|good|exciting|relevant|nice|useful) since|what(?:'s| is| has|"
    r" have| are)? (?:the )?(?:been )?(?:new|news)\b|"
    r"(?:anything|something|someone) new|"
    r"any(?: new)? news|"
    r"any (?:new (?:ones|matches|finds|results|stuff|arrivals)|updates?|changes)|"
    r"what(?:'s| has| have|'ve| did| jobs| postings)? (?:\w+ )?(?:come in|came in|arrived|turned up|popped up|"
    r"appeared|"
    r"changed (?:with|about|for|on) (?:my|the)|showed up|been added|been found|you (?:find|found))|new (?:ones|"
    r"jobs|postings|matches|"
    r"openings|finds|arrivals|results|since)(?! (?:for|as|in(?! the)|at|with))|new (?:stuff|things)|"
    r"what did i miss|did i miss|have i missed|"
    r"(?:did|has) (?:anything|something|any\w*) (?:come|came|turn\w*|pop\w*|show\w*|arrive\w*|appear\w*|"
    r"change\w*) ?(?:in|up)?|"
    r"(?:did|have) (?:you|the (?:watches|searches|alerts)) (?:find|found|turn up|come up with|bring|catch|caught)|"
    r"was (?:gibt(?:'s| es) |ist |hat sich )?(?:neu\w*|getan|geandert)|(?:gibt(?:'s| es) (?:was|etwas|"
    r"irgendwas) neues)|(?:et)?was neues|"
    r"neuigkeiten|neues seit|neue treffer|neu (?:dazu|rein|hinzu)gekommen|habe ich (?:was|etwas) verpasst|"
    r"quoi de (?:neuf|nouveau)|du nouveau|des nouveautes|nouveautes|qu'est-ce qui est (?:arrive|apparu|sorti|"
    r"tombe)|qu'y a-t-il de (?:neuf|nouveau)|"
    r"qu'est-ce qui (?:est nouveau|a change)|"
    r"quelles? (?:sont les )?nouve\w+|"
    r"que hay de nuevo|(?:hay )?(?:algo|alguna cosa) nuevo|novedades|que ha (?:llegado|entrado|salido|cambiado)|"
    r"que novedades)"
    r"(?:\b|$)"
)
_DONE_BY_US = re.compile(
    r"\b(?:you (?:do|did|changed)|we (?:do|did|changed)|i (?:do|did|changed)|history|log|changes (?:were|have)|"
    r"undo|undone|modifications|trace|your (?:last|recent) (?:changes|actions))\b"
)
_SOURCE_ASK = re.compile(
    r"^(?:which|what|where|how|is|are|do|does|did|have|has|any|show|list|status|tell|health|welche|wo|woher|wie|"
    r"ist|sind|"
    r"funktion\w*|"
    r"zeig|gibt|quel\w*|ou|d'ou|comment|est-ce|les|montre|que|cuales|de donde|donde|como|funciona\w*|hay|"
    r"esta\w*|muestra|muestrame)\b"
)
_FETCHES = re.compile(
    r"^(?:fetch|refresh|update|pull|reload|sync\w*|ingest|import|download|re-?fetch|re-?crawl|crawl|scrape|"
    r"run (?:the|an?) "
    r"(?:\w+ )?(?:ingestion|import|crawl|fetch|sync|update)|grab|load|get|hol\w*|aktualisier\w*|lad\w*|abruf\w*|"
    r"ruf\w*|"
    r"rafraichi\w*|actualis\w*|recharge\w*|recupere\w*|mets? a jour|met|telecharge\w*|actualiz\w*|recarga\w*|"
    r"descarga\w*|"
    r"refresca\w*|trae\w*|baja\w*|importe\w*)\b"
)
_FEEDS = re.compile(
    r"\b(?:postings|sources?|boards?|feeds?|database|ingestion|portals?|index|quellen|jobborsen|anzeigen|"
    r"stellenanzeigen|"
    r"datenbank|portale|sources d'offres|annonces|offres|sites|base|fuentes|portales|anuncios|bolsas|ofertas)\b"
)
_ASKS_MARKET = re.compile(
    r"\b(?:how many (?:\w+ ){0,4}(?:are there|out there|exist)|job market|(?:how(?:'s| is)|what(?:'s|"
    r" is)) (?:the )?(?:market|demand)|"
    r"(?:average|typical|median|usual) (?:salary|pay)|in demand|trend\w*|arbeitsmarkt|marche (?:du travail|"
    r"de l'emploi)|mercado laboral)\b"
)
_GENERAL = re.compile(
    r"\b(?:what people say|reviews?|culture|rating of|glassdoor say|company profile|who founded|google the|"
    r"news about|search "
    r"the web|restaurant|weather|recipe|flight)\b"
)
_HEALTH = re.compile(
    r"\b(?:work(?:s|ing)?|down|up|failing|failed|fails|broken|answer\w*|ok|okay|health\w*|responding|reachable|"
    r"error\w*|erreichbar|"
    r"funktion\w*|kaputt|marche|fonctionne|panne|funciona\w*|caid\w*)\b"
)
_SEARCH = {
    "search_jobs": 1.0, "list_jobs": -0.4, "show_job": -0.4, "compare_jobs": -0.5,
    "beyond:web": -0.3, "beyond:world": -0.3,
}  # fmt: skip
_STORES = re.compile(
    r"^(?:i (?:want|need|would like|'d like)|i'd like|ich mochte|je veux|quiero) (?:to )?(?:\w+ )?(?:save|add|"
    r"store|keep|track|see my|delete|apply)\b"
)
_ANY_JOB = re.compile(rf"\b{JOB}\b")
_BOARDS = re.compile(r"\b(?:boards?|job ?sites?|portals?|jobborsen|portale|portales|sites? d'emploi)\b")
_NEEDS_WORK = re.compile(
    r"\b(?:need|want|looking for|searching for|seeking|after) (?:a |an |some |any |new )?(?:\w+ ){0,2}(?:work|"
    r"job|position|role|gig)\b"
    r"(?! (?:for|with) (?:my|the))"
)
_FIELD = re.compile(
    r"\b(?:something|sth|anything|etwas|quelque chose|algo) (?:in|as|for|around|als|im|dans|comme|de|en|como)\b"
)
_HIRING = re.compile(
    r"\bout there\b|\bavailable\b|^what (?:can|could) i (?:get|find|do|work)\b|^where can i\b|\bhiring\b|"
    r"\brecrut\w*|"
    r"\bcontratan\b"
)
_WANTING = re.compile(
    r"(?:i (?:want|need|would|'d)|i'd|i(?:'m| am)|ich (?:suche|mochte|will|brauche|wurde)|je (?:cherche|veux|"
    r"voudrais|souhaite)|"
    r"quiero|necesito|busco|me gustaria|j'aimerais)\b"
)
_STRONG = re.compile(
    r"(?:find|search|look|hunt|scan|browse|dig|what (?:can|could) i (?:get|find|do|work)|where can i|suche?|"
    r"such mir|zoek|vind|ik zoek|finde|(?:re)?cherche|trouve|busc\w+|encuentra)\b|"
    rf"(?:i(?:'m| am)? (?:\w+ )?)?(?:looking|searching|hunting)|{_WANTING.pattern}"
)
_SOMETHING = re.compile(
    r"^(?:find|get|search|look for|such\w*|finde|cherche|trouve|busca\w*|encuentra\w*)(?:-?me| me| mir|"
    r"-moi)? (?:something|anything|"
    r"some work|work|was|etwas|quelque chose|algo)(?: (?:new|else|good|nice|better|suitable|interesting|for me|"
    r"that (?:fits|suits) me|"
    r"neues|passendes|fur mich|pour moi|para mi|nuevo))*[.! ]*$"
)
_KEPT = re.compile(
    r"\b(?:find|show|list|search|get|filter) (?:me )?(?:the(?! (?:top|best|newest|\w+ best))|those|these|"
    r"all the) (?:\w+ ){0,3}(?:jobs?|positions?|roles?|"
    r"postings?|ones?|offers?)\b(?! (?:market|boards?))|\bshortlist\b|\bjobs? about\b"
)
_SHOWS = re.compile(
    r"(?:show|list|display|see|give|tell|filter|which|what|zeig\w*|montre\w*|muestra\w*|dame|donne\w*)\b"
)
_EXISTS = re.compile(r"(?:is|are) there\b|any\b|got any|anything|something|gibt\b|y a-t-il|il y a|hay\b|hast du|existe")
_OPEN_WORK = re.compile(
    r"\b(?:openings?|vacanc\w+|hiring|recruiting|out there|available|open (?:jobs|roles|positions|vacancies|"
    r"postings)|"
    r"offene\w*|freie\w*|disponibles?|ouvert\w*|vacantes?|"
    r"boards?)\b"
)
_NAMES_THEM = re.compile(r"\bcite[rz]?[- ](?:moi|nous)\b")  # names the best, cites nothing
_NO_SEARCH = re.compile(
    r"(?:which|what|how|why|do|does|is|are|can|who|where|when|welche|was|wie|quel\w*|que|cual\w*|add|create|"
    r"save|track|store|new job|new|"
    r"log|record|put|keep|enter|filter|only|just|i|i've|they|we|my|the|job|stelle|poste)\b"
)


def news(view: View) -> Bonus:
    """What is new since a time is asked about."""
    plain = view.plain
    if _DONE_BY_US.search(plain) or not _NEWS.search(plain):
        return {}
    said = said_in(view.text, view.situation.today)
    if (
        said.words
        and _NOUN.search(plain)
        and re.match(r"(?:find|search|look|suche?|cherche|busca|any|are there)\b", plain)
    ):
        return {}
    if set(said.filters) - {"posted_within_days"} and HUNTS.match(plain) and not re.match(r"what|anything|any", plain):
        return {}
    if re.match(r"(?:find|search|get|look|suche?|finde|cherche|trouve|busca|encuentra)\b", plain) and not days_back(
        plain, None
    ):
        return {}
    return {"show_new": 1.1, "list_changes": -0.4, "list_jobs": -0.5, "search_jobs": -0.3, "beyond:world": -0.4}


def sources(view: View) -> Bonus:
    """The boards and how they fare are asked about."""
    plain = view.plain
    if boards_in(view.text) and _HEALTH.search(plain) and _SOURCE_ASK.match(plain):
        return {"show_sources": 1.2, "ingest_jobs": -0.4, "check_job": -0.5, "search_jobs": -0.6}
    named = said_in(view.text).words
    if SOURCES.search(plain) and _SOURCE_ASK.match(plain) and (not named or _HEALTH.fullmatch(fold(named))):
        if re.match(r"(?:show|list|zeig|montre|muestra)\b.*\b(?:jobs|stellen|offres|ofertas)\b", plain):
            return {}
        return {
            "show_sources": 1.0,
            "beyond:web": -0.5,
            "list_jobs": -0.5,
            "search_jobs": -0.6,
            "help": -0.3,
            "show_job": -0.3,
        }
    return {}


def fetches(view: View) -> Bonus:
    """The newest postings are to be fetched, for nobody's list."""
    plain = view.plain
    if not _FETCHES.match(plain) or not _FEEDS.search(plain) or MINE.search(plain) or urls(view.text):
        return {}
    said = said_in(view.text, view.situation.today)
    if (
        said.words
        or set(said.filters) - {"sources", "posted_within_days", "limit"}
        or re.match(r"get me|get\b.*\bjobs", plain)
    ):
        return {}
    return {"ingest_jobs": 1.0, "search_jobs": -0.5, "add_job": -0.5, "list_jobs": -0.4, "show_new": -0.2}


def hunting(view: View) -> Bonus:
    """A search of the boards: something is looked for that the list is not said to hold."""
    plain, whole = view.plain, fold(view.text).strip(" .!¿¡")
    if (
        urls(view.text)
        or view.kinds - {"job"}
        or any(said.search(plain) for said in (MINE, _GENERAL, _ASKS_MARKET))
        or (_KEPT.search(plain) and not boards_in(view.text))
    ):
        return {}
    if "“" in view.text or '"' in view.text or _points_at_one(view):
        return {}
    said = said_in(view.text, view.situation.today)
    acts = view.named & {"compare", "tailor", "note", "delete", "mark", "undo", "gap", "proof", "change", "help"}
    if acts - _allowed(plain) - concepts(fold(said.words or "")) or _STORES.search(whole):
        return {}
    noun = bool(_NOUN.search(plain) or _HIRING.search(plain))
    if not HUNTS.match(plain) and not HUNTS.match(whole) and not _NEEDS_WORK.search(whole):
        return _no_verb(view, said, noun=noun)
    return _hunted(view, said, whole if _WANTING.match(whole) else plain, noun=noun)


def _hunted(view: View, said: Said, asked: str, *, noun: bool) -> Bonus:
    filters = set(said.filters) - {"limit", "include_unstated"}
    market = bool(_MARKET_WORDS.search(asked))
    opened = bool(_OPEN_WORK.search(asked)) and bool({"location", "companies"} & filters)
    told = len(filters - {"country"}) + bool(said.words)
    if _SHOWS.match(asked) and not opened and not market and (told < 2 or view.situation.memory.listings):
        return {}
    if _EXISTS.match(asked) and not (_OPEN_WORK.search(asked) or {"location", "sources", "salary_min"} & filters):
        return {}
    strong = bool(_STRONG.match(asked) or _NEEDS_WORK.search(asked))
    boards = strong and bool(_BOARDS.search(asked)) and said.words
    if (noun and (said.words or filters or market)) or (strong and filters and said.words) or boards:
        return _SEARCH if strong or filters or market else {**_SEARCH, "search_jobs": 0.55, "list_jobs": -0.1}
    if strong and said.words and _FIELD.search(asked):
        return _SEARCH
    if strong and ((noun and _ANY_JOB.search(asked)) or _SOMETHING.search(asked)):
        return {**_SEARCH, "search_jobs": 0.8, "beyond:advice": -0.4}
    return {}


def _allowed(plain: str) -> frozenset[str]:
    """Concepts that words for the best openings carry, which are no comparison of what is on the list."""
    best = re.search(r"\b(?:best|top|better|ideal|suits? me|mejor\w*|meilleur\w*|beste\w*|recommend|choose)\b", plain)
    if not best:
        return frozenset()
    return frozenset({"compare", "proof"}) if _NAMES_THEM.search(plain) else frozenset({"compare"})


def _points_at_one(view: View) -> bool:
    named = references("job", view.text, view.situation)
    return any(isinstance(job, str) and job.isdigit() for job in named) and not re.search(
        r"\b(?:top|best|first|like|similar)\b", view.plain
    )


def _no_verb(view: View, said: Said, *, noun: bool) -> Bonus:
    """`remote Python jobs in Germany over 80k`: no verb, but a noun and what it should be like."""
    filters = len(set(said.filters) - {"limit"})
    fresh = bool(said.words) and not view.situation.memory.listings
    titled = "location" in said.filters and bool(trades(said.words or "").any()) and len(view.plain.split()) <= 8
    listed = fresh and (filters > 1 or titled)
    if not (noun or listed) or not filters or len(view.plain.split()) > 16 or _NO_SEARCH.match(view.plain):
        return {}
    sure = filters > 1 or fresh
    return {"search_jobs": 1.0 if sure else 0.5, "list_jobs": -0.4 if sure else -0.2}
