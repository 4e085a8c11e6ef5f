"""What a search, a watch and their relatives are asked for: arguments out of a clause and what was searched before."""

import re
from collections.abc import Mapping
from typing import Any

from agents.offline.companies_said import watched_in
from agents.offline.cues_phrases import MINE
from agents.offline.filters import Said, boards_in, said_in
from agents.offline.language import fold
from agents.offline.never_again import never_again
from agents.offline.references import Situation, references
from agents.offline.spans import Spans
from agents.offline.times import days_back, hours_of, pace_of
from agents.offline.wishes_said import STANDING
from agents.offline.wordings import JOB, ORDINAL, THOSE, URL

SEARCHES = frozenset({"search_jobs", "watch_jobs"})
_NOT_WATCHED = frozenset({"limit", "sources", "posted_within_days"})
MAX_LIMIT, USUAL_LIMIT = 50, 10
_LIKE = re.compile(
    r"\b(?:like|similar to|such as|along the lines of|resembling|wie|ahnlich (?:wie|zu)|comme|similaires? a|"
    r"parecid\w+ a|como)\s+(.+)$"
)
_MORE = re.compile(
    r"^(?:(?:show|give|find|get|list|any|are there|some|a few|and|zeig|gib|montre|muestra|dame|hay|noch|search for|"
    r"look for)[- ]?(?:me |mir |moi |some |a few |any |es )*)*(?:(?P<count>\d{1,2}) (?:more|mehr|weitere|"
    r"de plus|mas)|more|"
    r"mehr|weitere\w*|encore|(?:en )?plus|d'autres|mas|otr[oa]s|next(?: page| ones)?)\b(?: (?:of (?:them|these|"
    r"those)|"
    r"like (?:these|those|that|this)|please|bitte|davon|results?|jobs?|ones|options?|stellen|offres|ofertas|"
    r"resultat\w*|ergebnisse|resultados))*[?.! ]*$"
)
_AGAIN = re.compile(
    r"^(?:please |now |ok |and )*(?:(?:search|look|try|run (?:it|that|the search)|do (?:it|that)|repeat (?:it|"
    r"that|the "
    r"search)|refresh(?: it| that| the (?:search|results))?)(?: once)? ?(?:again|anew)?|nochmal(?: suchen)?|"
    r"such(?:e)? "
    r"(?:noch ?mal|erneut)|(?:re)?cherche encore|relance la recherche|busca otra vez|otra vez|"
    r"repite la busqueda)[.! ]*$"
)
_DROPPED: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (names, re.compile(
        rf"\b(?:(?:any|whatever|no matter (?:what|which|the)|regardless of(?: the)?|ignore(?: the)?|drop(?: the)?|"
        rf"forget (?:about )?(?:the )?|remove the|don'?t care about (?:the )?|egal welche\w*|"
        rf"peu importe (?:le |la )?|sin importar (?:el |la )?|quita (?:el |la )?) ?(?:{said})(?: (?:filter|"
        rf"limit|is "
        rf"(?:fine|ok|okay)|requirement|goes))?|(?:the )?(?:{said}) (?:doesn'?t|does not) matter|"
        rf"(?:i )?no longer (?:need|want) (?:it )?(?:to be )?(?:{said})(?: work| jobs)?|"
        rf"(?:i )?(?:don'?t|do not) (?:need|want) (?:it )?(?:to be )?(?:{said})(?: work| jobs)? any ?(?:more|longer)|"
        rf"(?:{said}) (?:ist )?egal)\b"
    ))
    for names, said in (
        (("salary_min", "salary_currency"), r"salary|pay|money|wage|gehalt\w*|salaire|sueldo|salario"),
        (("location", "country"), r"location|place|city|country|where|ort|land|lieu|pays|ville|lugar|pais|ciudad"),
        (("seniority",), r"seniority|level|experience level|erfahrung\w*|niveau|nivel"),
        (("remote",), r"remote|remote filter|work ?place|arbeitsort"),
        (("posted_within_days",), r"date|age|posting date|datum|fecha"),
        (("companies",), r"company|employer|firma|entreprise|empresa"),
    )
)  # fmt: skip
_OPENER = re.compile(
    r"^(?:(?:and|or|but|now|then|ok|okay|so|what about|how about|what if it'?s|same (?:search|thing|"
    r"again)?(?: for| but|"
    r" in| with)?|instead|rather|try|make (?:it|that)|change (?:it|that) to|switch (?:it |that )?to|"
    r"let'?s (?:say|try)|"
    r"und|oder|aber|jetzt|nun|wie (?:ist|war|ware|sieht) es (?:aus )?(?:mit|in)|wie war's mit|lieber|et|ou|mais|"
    r"plutot|"
    r"qu'en est-il (?:de|des)|y|o|pero|mejor|que tal|e|only|just|nur|seulement|uniquement|solo|solamente|again|"
    r"once more|"
    r"keep|show)\b,? ?)+"
)
# Asks for what has come in, not for the search before among newer postings.
_WHAT_IS_NEW = re.compile(
    r"^\W*(?:and |so |hi |hey |hello )?(?:what(?: i|')?s\b.*\bnew\b|what(?: has|'s)? (?:come|came|changed|happened)\b|"
    r"(?:is there |did you find |have you found )?anything new\b|was (?:ist|gibts|gibt es)\b.*\bneu|"
    r"(?:gibt es|gibts) (?:et)?was neues|quoi de neuf|(?:hay|que hay) (?:algo )?(?:de )?nuevo|wat is er nieuw)"
)
_OTHER_ACT = re.compile(
    r"\b(?:delete|remove job|tailor|note|compare|undo|check|mark|applied|apply|rejected|interview|offer me|why|"
    r"explain|"
    r"resume|cv|lebenslauf|proof|help|my (?:\w+ )?(?:jobs|list|postings|applications)|i have|i've|saved|watch|"
    r"alert|"
    r"losch\w*|vergleich\w*|warum|notiz|supprim\w*|compar\w*|pourquoi|borra|por que|never|always|from now on|immer|"
    r"toujours|siempre|nunca|jamais|learned|taste|sources|boards)\b"
)
_RANKS = re.compile(
    r"^(?:and |then )?(?:(?:tell|show|give|list|explain|say|rank|sort|order|sag|zeig|erklar\w*|dis|montre|"
    r"explique|dime|"
    r"muestra|explica)(?:-?me| me| mir|-?moi| them| these| the results?| it)* ?(?:them|these|all|by|the|which|"
    r"why|how|"
    r"what|best|results?|ones|one|fits?|fit|is|are|me|reasons?|order|score|for|each|match(?:es)?|my resume|"
    r"resume|profile|"
    r"die|besten|warum|welche|am|passt|les|meilleur\w*|pourquoi|las|los|mejores|por que|to|and|,|with|"
    r"your)* *)+[.?! ]*$|"
    r"^(?:and )?(?:why|warum|pourquoi|por que|with reasons|best first|die besten zuerst)[.?! ]*$"
)
_WATCH_LEAD = re.compile(
    r"\b(?:keep (?:an |a close |a |your )?(?:eye|eyes) (?:out )?(?:on|for)|keep (?:close )?tabs on|"
    r"keep watching|watch(?:ing)? "
    r"(?:out )?(?:over )?|watch|monitor(?:ing)?|follow(?:ing)?|volg|houd|track(?:ing)?|observe|subscribe (?:me )?to|"
    r"beobacht\w*|uberwach\w*|behalte?|verfolge?|hab(?:e)? ein auge auf|surveill\w*|garde un (?:oe|œ)il sur|"
    r"sui[st]\w*|"
    r"vigil\w*|sigue|seguir|monitoriza|echa un ojo a|manten un ojo en)\b\s*"
)
_DUTCH = frozenset({"volg", "houd"})
_EN = re.compile(r"\s+en\s+")  # "and" there, "in" in French and Spanish
_WATCH_END = re.compile(
    r"\s+(?:for(?!d)|when|whenever|if|every|each|and (?:tell|let|alert|notify|inform|ping|report|send|say|show)|"
    r"as soon as|"
    r"until|in case|im auge|auf|wenn|sobald|nach|fur|und (?:sag|melde|informier|gib)|et (?:dis|previens|"
    r"avertis)|des que|"
    r"pour|quand|si|cuando|para|por|voor|naar|in de gaten|y (?:avisa|dime)|por si|to see|because|so that|"
    r"from now)\b|[;:.!?\x01]"
)
_WHEN_HIRING = re.compile(
    r"\b(?:when(?:ever)?|if|as soon as|once|in case|the moment|wenn|sobald|falls|quand|lorsque|des que|si|"
    r"cuando|en cuanto)\s+"
    r"(?P<names>[^,.!?\x01]+?)\s+(?:(?=(?:junior|senior|staff|lead|principal)[ -])|"
    r"is|are|has|have|starts?|begins?|posts?|opens?|publish\w*|announc\w*|"
    r"advertis\w*|hires?|"
    r"recruits?|lists?|adds?|puts?|needs?|wants?|looks?|goes|sucht|suchen|hat|haben|stellt|stellen|schreibt|"
    r"schreiben|neue|"
    r"recrut\w*|publi\w*|embauch\w*|ouvr\w*|cherche\w*|contrat\w*|busqu?\w*|abr\w*|saqu?\w*|ofre\w*|lanz\w*|"
    r"teng\w*)\b"
)
_THE_SEARCH = re.compile(
    r"\b(?:this|that|the|my last|diese[rn]?|cette|esta|la|the same|for (?:this|that))(?: (?:last|same|"
    r"letzte))? (?:search|suche|recherche|"
    r"busqueda|query)\b|\b(?:for|nach|pour|de|about|like) (?:these|those|them|this|that|such|it)\b(?! \w+ (?:in|"
    r"at|with))|\bdiese suche\b"
)
_HAS_JOBS = re.compile(rf"\b(?:{JOB}|internships?|work|arbeit|travail)\b(?!'s)")
_AT_COMPANY = re.compile(
    r"(?:the |all |any |new |open |die |les |las )*(?:careers?|jobs?|openings?|offres|ofertas|stellen|"
    r"positions?|roles|"
    r"postings?|vacancies) (?:page |site |board )?(?:at|of|from|by|bei|von|chez|de|en)\b"
)
_HAS_FILLER = re.compile(r"^(?:for|nach|new|neue\w*|any|fresh|out for|the market|de nouvelles|nuevas?|des|unas?)\b")


def search_of(text: str, situation: Situation) -> dict[str, Any]:
    """What a search is asked for; "like job 3" means that job's title."""
    like = _LIKE.search(fold(text))
    named = references("job", text[like.start() :], situation) if like else ()
    known = situation.memory.known["job"]
    entry = next(
        (known[int(job)] for job in named if isinstance(job, str) and job.isdigit() and int(job) in known), None
    )
    if like and entry is not None:
        kept = said_in(text[: like.start()], situation.today).everything
        return {"words": entry.name} | kept
    return said_in(text, situation.today).everything


def watch_of(text: str, situation: Situation) -> dict[str, Any]:
    """What is to be watched: companies named outright, or a search; with neither, the search that was just made."""
    spans = Spans(text)
    found: dict[str, Any] = {}
    if pace := pace_of(spans.folded):
        spans.take(*pace[1])
        found["pace"] = pace[0]
    names = _watched(spans)
    said = said_in(spans.rest(), situation.today).everything
    companies = [*names, *said.pop("companies", [])]
    for name in _NOT_WATCHED:
        said.pop(name, None)
    if companies:
        found["watched_companies"] = list(dict.fromkeys(companies))
    elif not said and (last := last_search(situation)) is not None:
        said = {name: value for name, value in last.items() if name not in _NOT_WATCHED}
    return found | said


def _watched(spans: Spans) -> list[str]:
    """The companies that stand where what is watched stands, taken out of the text."""
    spans.take_all(_THE_SEARCH)
    if lead := spans.search(_WATCH_LEAD):
        end = spans.search_from(_WATCH_END, lead.end())
        stop = _names_end(spans.text, lead.end(), end.start() if end else len(spans.text))
        named = spans.folded[lead.end() : stop].strip()
        addresses = [match.span() for match in URL.finditer(spans.text)]
        if addresses:
            names = watched_in(spans.text)
            for start, stop_at in addresses:
                spans.take(start, stop_at)
            return names
        if not _HAS_FILLER.match(named) and (not _HAS_JOBS.search(named) or _of_company(named)):
            written = spans.written(lead.end(), stop)
            names = watched_in(_EN.sub(" and ", written) if lead.group().strip() in _DUTCH else written)
            if names:
                spans.take(lead.start(), stop)
                return names
        spans.take(*lead.span())
    if (when := spans.search(_WHEN_HIRING)) and not _HAS_JOBS.search(when["names"]):
        names = watched_in(spans.written(*when.span("names")))
        spans.take(*when.span())
        return names
    return []


def _names_end(text: str, start: int, stop: int) -> int:
    """Where a list of names ends: at a comma that no further name follows, where names are written with capitals."""
    if not text[start:stop].strip()[:1].isupper():
        comma = text.find(",", start, stop)
        return stop if text.islower() or comma < 0 else comma
    for parted in re.finditer(r",\s*(?:and |und |et |y )?", text[start:stop]):
        if not text[start + parted.end() : start + parted.end() + 1].isupper():
            return start + parted.start()
    return stop


def _of_company(named: str) -> bool:
    """`the jobs page of Acme`, `openings at Acme`: the noun is not what is looked for."""
    return bool(_AT_COMPANY.match(named))


def last_search(situation: Situation) -> Mapping[str, Any] | None:
    """The arguments of the search this turn makes, or of the last one made."""
    for step in reversed(situation.before):
        if step.tool == "search_jobs":
            return step.arguments
    return situation.memory.searched


def refined(text: str, plain: str, situation: Situation) -> dict[str, Any] | None:
    """The search before with what this clause changes about it; None when the clause is no such change.

    >>> from agents.offline.history import Memory
    >>> refined("only remote ones", "only remote ones", Situation(Memory()))
    """
    last = last_search(situation)
    within = bool(situation.before) and situation.before[-1].tool in SEARCHES
    if last is None or (situation.before and not within):
        return None
    if STANDING.search(plain) or never_again(text):
        return None
    # Those that state nothing were told of by the search alone, whatever was said of its results since.
    if not within and situation.memory.last_tool != "search_jobs" and not _only_unstated(text, situation):
        return None
    if within and _RANKS.match(plain):
        return dict(situation.before[-1].arguments)
    if _OTHER_ACT.search(plain) or _WHAT_IS_NEW.search(fold(plain)) or len(plain.split()) > 14:
        return None
    base = dict(situation.before[-1].arguments) if within else dict(last)
    return _changed(base, text, plain, situation, within=within)


def _only_unstated(text: str, situation: Situation) -> bool:
    """`also those that state no pay`: asks for nothing else."""
    said = said_in(text, situation.today)
    return set(said.filters) == {"include_unstated"} and not said.words and not MINE.search(fold(text))


def _changed(
    base: dict[str, Any], text: str, plain: str, situation: Situation, *, within: bool
) -> dict[str, Any] | None:
    if more := _MORE.match(plain):
        before = base.get("limit", USUAL_LIMIT)
        return base | {"limit": min(MAX_LIMIT, before + int(more["count"]) if more["count"] else before * 2)}
    if _AGAIN.match(plain):
        return base
    spans = Spans(text)
    dropped = [name for names, said in _DROPPED if spans.take_all(said) for name in names]
    said = said_in(spans.rest(), situation.today)
    opened = _OPENER.match(plain)
    if said.words and (within or not opened or _points(text, situation)):
        return None
    if not said.filters and not said.words and not set(dropped) & set(base):
        return None
    if not within and not {"blocked_companies", "companies"} & set(said.filters) and _points(text, situation):
        return None
    return _merged({name: value for name, value in base.items() if name not in dropped}, said)


def _points(text: str, situation: Situation) -> bool:
    """Whether a clause points at one of the jobs that were shown."""
    folded = fold(text)
    if THOSE.search(folded):
        return False
    named = [job for job in references("job", text, situation) if isinstance(job, str) and job.isdigit()]
    companies = (fold(entry.company or "") for entry in situation.memory.known["job"].values())
    # A title alone may as well be what is looked for next: "what about data engineers?" is no job that was shown.
    outright = re.search(rf"\d|\b{ORDINAL}\b", folded) or any(name and name in folded for name in companies)
    return bool(named and outright)


def _merged(base: dict[str, Any], said: Said) -> dict[str, Any]:
    """The search with the new filters: a new place takes the country of the old one away, blocked employers add up."""
    if "location" in said.filters:
        base.pop("country", None)
    if "salary_min" in said.filters and "salary_currency" in said.filters:
        base.pop("salary_currency", None)
    new = dict(said.filters)
    for name in ("blocked_companies",):
        if name in new and name in base:
            new[name] = list(dict.fromkeys([*base[name], *new[name]]))
    if "companies" in new and "companies" in base and said.words is None:
        base.pop("companies")
    return base | ({"words": said.words} if said.words else {}) | new


def hours_said(text: str, situation: Situation) -> int | None:
    """How many hours back a clause asks about; None when it does not say."""
    back = days_back(fold(text), situation.today)
    return hours_of(back[0]) if back else None


def sources_said(text: str) -> list[str]:
    """The boards a clause names."""
    return boards_in(text)
