"""Where the work is done: places and remote, hybrid or on site, only as the posting says it."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import pycountry

from tools.jobs.parsing.guarded import folded, guarded, holds, words_within
from tools.jobs.parsing.occupations import looks_like_title
from tools.jobs.parsing.sections import lines_of
from tools.jobs.schemas import RemoteKind

_US_STATES = (
    r"A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    r"W[AIVY]|D\.C\."
)
_OTHER_REGIONS = (
    r"NSW|VIC|QLD|WA|SA|TAS|ACT|NT|ON|QC|BC|AB|MB|SK|NS|NB|UK|U\.K\.|USA|U\.S\.A?\.|US|UAE|EU|England|Scotland|Wales|"
    r"Northern Ireland|Deutschland|Schweiz|Österreich|Suisse|Allemagne|España|Italia|Nederland|Brasil|México|België|"
    r"Belgique|Polska|"
    r"Greater London|Ontario|Quebec|Québec|British Columbia|Alberta|Remote|Hybrid"
)
_CITIES = (
    "London Berlin München Munich Hamburg Köln Cologne Frankfurt Stuttgart Düsseldorf Leipzig Dresden Nürnberg "
    "Hannover Bremen Zürich Zurich Genf "
    "Geneva Genève Basel Bern Lausanne Lugano Luzern Winterthur Wien Vienna Graz Linz Salzburg Innsbruck Paris "
    "Lyon Marseille Toulouse Bordeaux Lille "
    "Nantes Nice Strasbourg Rennes Montpellier Grenoble Madrid Barcelona Valencia Sevilla Málaga Malaga Bilbao "
    "Zaragoza Lisboa Lisbon Porto Milano Milan Roma "
    "Rome Torino Turin Bologna Firenze Napoli Amsterdam Rotterdam Utrecht Eindhoven Brussels Bruxelles Brussel "
    "Antwerpen Gent Ghent Dublin Cork Galway "
    "Manchester Birmingham Leeds Bristol Edinburgh Glasgow Cambridge Oxford Liverpool Sheffield Nottingham "
    "Reading Belfast Cardiff Stockholm Göteborg Malmö "
    "Oslo Copenhagen København Helsinki Warsaw Warszawa Kraków Krakow Wrocław Gdańsk Prague Praha Brno Budapest "
    "Bucharest Cluj Sofia Athens Istanbul Kyiv Lviv "
    "Tallinn Riga Vilnius Toronto Vancouver Montreal Montréal Ottawa Calgary Seattle Boston Chicago Austin Denver "
    "Atlanta Miami Dallas Houston Phoenix "
    "Philadelphia Portland Detroit Minneapolis Nashville Pittsburgh Raleigh Charlotte Sydney Melbourne Brisbane "
    "Perth Adelaide Canberra Auckland Wellington "
    "Singapore Tokyo Bangalore Bengaluru Mumbai Delhi Hyderabad Chennai Pune Gurgaon Gurugram Noida Kolkata "
    "Shanghai Beijing Shenzhen Hangzhou Dubai Cairo Nairobi "
    "Lagos Johannesburg Santiago Bogotá Lima Jakarta Manila Bangkok Seoul Taipei 北京 上海 深圳 广州 杭州 成都 香港"
)
_LONG_CITIES = (
    "New York|New York City|NYC|San Francisco|SF Bay Area|Bay Area|Los Angeles|San Diego|San Jose|"
    "Washington,? D\\.?C\\.?|Las Vegas|Salt Lake City|Mexico City|"
    "Ciudad de México|São Paulo|Sao Paulo|Rio de Janeiro|Buenos Aires|Hong Kong|Tel Aviv|Abu Dhabi|Cape Town|Den "
    "Haag|"
    "The Hague|St\\. Gallen|Frankfurt am Main|"
    "Kuala Lumpur|Ho Chi Minh City|New Delhi|Palo Alto|Mountain View|Menlo Park|Santa Monica|Saint Louis|St\\. Louis"
)
_WORD = r"[A-ZÀ-ÞÄÖÜŁŚŻ][\w.’'-]*"
_PLACE = rf"{_WORD}(?:[ -](?:de|del|la|le|les|am|an der|im|of|do|da|upon|sur|{_WORD})){{0,4}}"
_LABEL = guarded(
    r"^(?:(?:job |work(?:ing)? |office |primary |position |standard |city\W+)?locations?|job locations?|"
    r"located (?:in|"
    r"at)|location\(s\)|where|place of work|city|"
    r"based in|office|duty station|(?:arbeits|einsatz|dienst)?(?:ort|orte|stätte)|standorte?|lieu(?: de travail|"
    r" du poste)?|localisation|ville|"
    r"ubicaci[oó]n|lugar(?: de trabajo)?|localidad|localização|local(?: de trabalho)?|locatie|standplaats|"
    r"werklocatie|"
    r"plaats|sede(?: di lavoro)?|luogo(?: di lavoro)?|"
    r"工作地点|地点|base)\s*(?:[:：]|[–—-]\s)\s*(?P<value>\S.*)$",
    re.I,
)
_LABEL_ALONE = guarded(
    r"^(?:(?:job |work |office |primary )?locations?|arbeitsort|einsatzort|standorte?|lieu(?: de travail)?|"
    r"localisation|ubicación|lugar de trabajo|locatie|"
    r"standplaats|sede(?: di lavoro)?|工作地点|地点)\s*[:：]?$",
    re.I,
)
_IN_PROSE = [
    guarded(pattern)
    for pattern in (
        rf"(?i:\bin (?:our|the)) (?P<value>{_PLACE}(?:, {_PLACE})?) (?i:office|hq|headquarters|hub|location|studio|"
        rf"store)\b",
        rf"(?i:\b(?:role|position|job|opportunity|vacancy|internship)\b(?: is| will be)?(?: \w+){{0,3}} (?:based|"
        rf"located|onsite|on-site|in[- ]office|in person)) (?:(?i:at our|at the|in our|out of our|from our|in the|in|"
        rf"at|out of)) (?:(?i:\w+ )?(?i:office|hq|headquarters|facility|hub|plant|site|store) (?i:in|"
        rf"at) )?(?P<value>{_PLACE}(?:, {_PLACE})?)",
        rf"(?i:\b(?:in|at|from|to|join) (?:our|the|unserem)(?: [\w-]+){{0,2}} (?:office|hq|headquarters|hub|studio|"
        rf"lab|facility|büro|standort|plant|clinic|store)s? (?:in|at|near)) (?P<value>{_PLACE}(?:, {_PLACE})?)",
        rf"(?i:\b(?:based|located) (?:in|out of|at)) (?P<value>{_PLACE}(?:, {_PLACE})?)",
        rf"(?i:\bam standort|\bunser(?:em|en)? standort(?: in)?|\b(?:büro|team|niederlassung|filiale|praxis|klinik|"
        rf"werk) in|\bfür unser\w* .{{0,40}} in) (?P<value>{_PLACE})",
        rf"(?i:\b(?:poste|cdi|cdd|basée?|située?s?|bureaux?|locaux|agence)(?: est)?(?: basée?| situés?)? (?:à|au|"
        rf"aux)) (?P<value>{_PLACE})",
        rf"(?i:\b(?:con sede en|oficinas? (?:en|de)|presencial en|ubicad[oa]s? en|basad[oa] en|"
        rf"centro de trabajo en)) (?P<value>{_PLACE})",
        rf"(?i:\b(?:in ons kantoor in|kantoor in|vestiging in|sede di|ufficio di|con sede a|nella sede di|"
        rf"escritório em|sediad[oa] em)) (?P<value>{_PLACE})",
    )
]
_NOT_A_PLACE = re.compile(
    r"^(?:the|our|your|this|that|a|an|we|you|it|english|german|french|spanish|python|java|[a-z]+ing|multiple|various|"
    r"time|team|teams|us to|person|office|q[1-4]|agile|january|february|march|"
    r"april|may|june|july|august|september|october|november|december|monday|friday)\b(?! ?(?:states|kingdom))",
    re.I,
)

_NEGATED = re.compile(
    r"\b(?:not|no|isn[’']t|aren[’']t|non|without|cannot|can[’']t|kein\w*|nicht|pas(?: de)?|sin|geen|niet|não|"
    r"n[’']est pas|doesn[’']t|unable to)\b[^.!?\n]{0,32}$",
    re.I,
)
_HYBRID = guarded(
    r"\bhybrid(?:e|es|o|a|em|es arbeiten)?\b(?! (?:cloud|environment|infrastructure|app|mobile|architecture|"
    r"manufactur|vehicle|car|engine|electric|system|search|model\b(?! of work)|"
    r"solution|deploy|IT|multi|data|seed|training|intelligen|drive|power))|"
    r"\b(?:one|two|three|four|\d)(?:\s?(?:-|–|to|or)\s?(?:two|three|four|\d))?\+? ?days?(?: (?:a|per|each|"
    r"/) ?week)?,? (?:in|at|from) (?:the |our )?(?:\w+ )?(?:office|site|hq)|"
    r"(?:office|on-?site|in person) (?:at least )?(?:one|two|three|four|\d)(?:\s?[-–]\s?\d)?\+? ?(?:days|x|times)|"
    r"into the office (?:\d|one|two|three|four)|"
    r"\b(?:\d|two|three|one) days? (?:of )?(?:remote|wfh|home ?office|from home|télétravail|teletrabajo|thuiswerk)|"
    r"split (?:your )?time between (?:home|the office)|"
    r"(?:teilweise|tageweise|anteilig\w*|bis zu \d{1,2} ?%|möglichkeit (?:zu[mr]?|auf|"
    r"von))[\w ]{0,20}(?:home-?\s?office|mobile\w* arbeit)|(?:home-?\s?office|mobiles arbeiten)[ -]?(?:möglich|"
    r"option|"
    r"tage|anteil|nach absprache|"
    r"teilweise|regelung)|\b\d tage? (?:pro woche )?(?:im )?(?:home-?\s?office|büro|mobil)|télétravail (?:partiel|"
    r"possible|\d|jusqu)|\d jours? (?:de |en )?télétravail|télétravail[^.\n]{0,20}\d jours|modalidad híbrida|"
    r"teletrabajo (?:parcial|híbrido|\d)|\d días? (?:de |en )?(?:teletrabajo|casa|oficina)|modelo híbrido|"
    r"ibrid[oa]\b|"
    r"smart working \d|\d dagen? (?:thuis|kantoor)|partly remote|part(?:ial|ially) remote|混合",
    re.I,
)
_REMOTE = guarded(
    r"\b(?:fully|100 ?%|completely|entirely|permanently|truly|full)[- ]?(?:time )?remote(?:ly)?\b|"
    r"\bremote[- ]?(?:first|"
    r"only|"
    r"based|ok|friendly|eligible)?[ -](?:position|role|job|opportunity|work(?:ing|er|place)?\b|contract|based|within|"
    r"in|from|anywhere|us\b|usa\b|eu\b|"
    r"uk\b|europe|worldwide|global)|\b(?:this|position|role|job|we|you(?:[’']ll| will| can)?|"
    r"team)\b[^.\n]{0,40}\b(?:is|are|work|be|working|operate)s? (?:a )?(?:fully |100% |completely )?remote(?:ly)?\b|"
    r"\bwork(?:ing)? (?:remotely|from (?:home|anywhere|wherever))|\bwfh\b|home[- ]?based\b|\btelecommut|\btelework|"
    r"\bremote-first\b|\bremote\s*(?:[(|,·/]|$)|^remote\b|[(|·/,-]\s*remote\b|\banywhere in the (?:us|world|eu)|"
    r"(?:vollständig|komplett|rein|100 ?%) (?:remote|im home-?office|von zu hause)|\bremote (?:arbeit\w*|möglich|"
    r"in deutschland)|ortsunabhängig|von überall|(?:full|100 ?%) (?:télétravail|remote)|télétravail (?:complet|total|"
    r"à 100)|à distance\b|"
    r"100 ?% (?:teletrabajo|remoto)|(?:en |trabajo |puesto |modalidad |totalmente )remot[oa]|\bteletrabajo\b|(?:full|"
    r"completamente) (?:da )?remoto|lavoro da remoto|trabalho remoto|home office|volledig (?:remote|thuis)|远程|居家",
    re.I,
)
_ONSITE = guarded(
    r"\b(?:fully |100% |full[- ]time |strictly )?(?:on-?site|in[- ]office|in[- ]person)\b(?! (?:interview|gym|"
    r"cafeteria|visit|parking|childcare|event|meet|training|support|customer|client|assessment|restaurant|medical|"
    r"fitness|amenit|and remote|or remote))|"
    r"\b(?:5|five) days (?:a|per) week (?:in|at|on)|work (?:from|out of|at) (?:our|the) [\w ]{0,25}(?:office|hq|"
    r"headquarters|studio|lab)|\bpräsenz(?:pflicht|arbeit|kultur)?\b|\bvor ort\b|100 ?% (?:présentiel|presencial|"
    r"presenza|vor ort)|"
    r"\bprésentiel\b|\bpresencial\b|\bsur (?:site|place)\b|\bin presenza\b|\bin sede\b|\bop locatie\b|坐班|现场",
    re.I,
)
_AWAY = (
    r"(?:remote(?: work(?:ing)?)?|home-?\s?office|work(?:ing)? from home|mobiles arbeiten|telearbeit|télétravail|"
    r"teletrabajo|trabajo remoto|remoto|thuiswerken|smart working)"
)
_DENIED = guarded(
    rf"\b(?:no|not|kein\w*|pas de|sin|geen|nessun\w*)\b[^.,;\n]{{0,25}}\b{_AWAY}\b|"
    rf"\b{_AWAY}\b[^.,;\n]{{0,45}}\b(?:not (?:be )?(?:possible|available|offered|permitted|an option|considered)|"
    rf"nicht (?:möglich|vorgesehen|angeboten)|pas (?:possible|prévu|envisageable)|"
    rf"no es posible|não é possível|niet mogelijk|non è (?:possibile|previsto))",
    re.I,
)
_REMOTE_NOISE = guarded(
    r"remote (?:sensing|control\w*|desktop|server|site|access|support|monitoring|diagnos\w+|code|procedure|location|"
    r"patient|team|colleague|stakeholder|employee|customer|area|communit|session|deposition)s?\b|remotely (?:manage|"
    r"control|operat|monitor)"
    r"|(?:if|when) (?:working|you work) remotely|work(?:ing)? with remote|home office (?:stipend|allowance|budget|"
    r"equipment|setup|set-up)|remote work stipend",
    re.I,
)

_REMOTE_WORD = guarded(r"\bremote\b|\bremoto\b", re.I)
_SIGNS = (_REMOTE_NOISE, _DENIED, _HYBRID, _REMOTE, _REMOTE_WORD, _ONSITE)
_THIS_JOB = re.compile(r"\b(?:this|role|position|job|stelle|poste|puesto|you will|you[’']ll|required|must)\b", re.I)
_SENTENCES = re.compile(r"(?<=[.!?;])\s")


def find_remote(text: str, header: str = "") -> RemoteKind | None:
    """Remote, hybrid or on site as the words say; `header` (title, location line) counts before the body."""
    said = _said(header, strong=True)
    if said is not None:
        return said
    counts: dict[RemoteKind, int] = {"hybrid": 0, "remote": 0, "onsite": 0}
    signs = words_within(text, *_SIGNS)
    for line in lines_of(text):
        if signs is not None and not holds(signs, folded(line.text)):
            continue
        label = len(line.text) < 60 and not line.text.endswith(".")
        for sentence in _SENTENCES.split(line.text):
            kind = _said(sentence, strong=label)
            if kind is not None:
                counts[kind] += 3 if label else 2 if _about_this_job(sentence) else 1
    if counts["hybrid"] and counts["hybrid"] >= counts["remote"] - 1:
        return "hybrid"
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else None


def _about_this_job(sentence: str) -> bool:
    return bool(_THIS_JOB.search(sentence))


def _said(sentence: str, *, strong: bool) -> RemoteKind | None:
    """What one sentence or label says; "this is not a remote position" says on site."""
    cleaned = _REMOTE_NOISE.sub(" ", sentence)
    if _DENIED.search(cleaned):
        return "onsite"
    hybrid = _HYBRID.search(cleaned)
    if hybrid is not None and not _NEGATED.search(cleaned[: hybrid.start()]):
        return "hybrid"
    remote = _REMOTE.search(cleaned) or (_REMOTE_WORD.search(cleaned) if strong else None)
    onsite = _ONSITE.search(cleaned)
    onsite_said = onsite is not None and not _NEGATED.search(cleaned[: onsite.start()])
    if remote is None:
        return "onsite" if onsite_said else None
    if _NEGATED.search(cleaned[: remote.start() + 1]):
        return "onsite"
    if onsite_said and re.search(r"\b(?:or|oder|ou|o|and|und|/)\b|/|\|", cleaned):
        return "hybrid" if not re.search(r"\bor\b|oder|\bou\b", cleaned) else "remote"
    return "remote"


@cache
def _countries() -> re.Pattern[str]:
    names = {getattr(country, "common_name", country.name) for country in pycountry.countries} | {
        c.name for c in pycountry.countries
    }
    names |= {name.split(",")[0] for name in names} | {
        "Russia",
        "South Korea",
        "Taiwan",
        "Vietnam",
        "Turkey",
        "Europe",
        "EMEA",
        "APAC",
        "LATAM",
        "North America",
    }
    return re.compile(
        r"^(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")$", re.I
    )


@cache
def _subdivisions() -> frozenset[str]:
    wanted = {"US", "CA", "AU", "DE", "CH", "AT", "IN"}
    return frozenset(sub.name.lower() for sub in pycountry.subdivisions if sub.country_code in wanted)


@cache
def _known_city() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:{'|'.join(_CITIES.split())}|{_LONG_CITIES})(?: Area| Metro(?:politan)?(?: Area)?|"
        rf" und Umgebung| \d\w*)?$"
    )


_ASIDE = re.compile(r"\((?:[^()]*)\)|^(?:IN|US|UK|GB|CA|DE)\s*/\s*")
_BETWEEN_PLACES = re.compile(r",|;|\s/\s|\||·|\bor\b|\s[-–]\s")
_APART = re.compile(r"[|·;]| [-–/] ")
_TOWN = re.compile(rf"\d{{4,5}} {_PLACE}|{_PLACE}(?: \d{{4,5}})?")
_CODED = re.compile(rf"{_PLACE} (?:NSW|VIC|QLD|TAS|ACT|(?:{_US_STATES}) \d{{5}})(?: \d{{4}})?")
_REGION = re.compile(rf"(?:{_US_STATES}|{_OTHER_REGIONS})(?: \d{{4,5}})?")


def is_place(text: str) -> bool:
    """Whether a short text is a place and nothing else: "Miami, FL", "Berlin", "Remote (US)", "Lyon, France"."""
    cleaned = _ASIDE.sub("", text).strip(" ,·|/-–")
    if not cleaned or len(cleaned) > 90:
        return False
    parts = [part.strip() for part in _BETWEEN_PLACES.split(cleaned) if part.strip()]
    if not parts or len(parts) > 8:
        return False
    named = all(map(_is_known, parts)) or _is_shaped(cleaned, parts) or _CODED.fullmatch(cleaned) is not None
    return named and not looks_like_title(cleaned)


def _is_shaped(cleaned: str, parts: list[str]) -> bool:
    """ "Duluth, MN", "Toledo, Ohio": an unknown town is a place when a region or country follows it."""
    return (
        len(parts) in (2, 3)
        and len(parts[0].split()) <= 3
        and not _APART.search(cleaned)
        and all(_TOWN.fullmatch(part) for part in parts[:-1])
        and _is_known(parts[-1])
        and not _known_city().match(parts[-1])
        and not _NOT_A_PLACE.match(cleaned)
    )


@lru_cache(maxsize=4_096)  # the same few places stand in most postings
def _is_known(part: str) -> bool:
    bare = re.sub(r"^(?:\d{4,5}\s|Greater |(?i:Remote)(?:,| in| from| -|:)? ?)|\s\d{4,5}$", "", part).strip()
    return not bare or bool(
        _REGION.fullmatch(bare)
        or _known_city().match(bare)
        or _countries().match(bare)
        or bare.lower() in _subdivisions()
    )


def find_location(text: str, header_lines: int = 14) -> str | None:
    """The place as written: a label first, then a line of its own near the top, then a sentence that says so."""
    lines = lines_of(text)
    plain = [line.text for line in lines]
    if (labelled := next(_labelled(plain, words_within(text, _LABEL, _LABEL_ALONE)), None)) is not None:
        return labelled
    for top in plain[:header_lines]:
        if place := place_in_line(top):
            return place
    told = [line for line in lines if line.kind not in ("company", "process")]
    for pattern in _IN_PROSE:
        words = words_within(text, pattern)
        for line in told if words is None or words else ():
            if (match := pattern.search(line.text)) and not _NOT_A_PLACE.match(match["value"]):
                return _trim(match["value"])
    return None


_SIDE_BY_SIDE = re.compile(r"\s[|•·–—]\s|\s-\s|\t|\s\|\s?")


def place_in_line(line: str) -> str | None:
    """A place that is the whole of a short line, or one of its parts between bars or dots."""
    if len(line) > (300 if line.count(" | ") >= 2 else 130):
        return None
    if is_place(line):
        return line.strip(" |·-–")
    parts = [part.strip() for part in _SIDE_BY_SIDE.split(line)]
    found = [part for part in parts if len(parts) > 1 and is_place(part) and folded(part) not in ("remote", "hybrid")]
    return found[0] if found else None


def place_in_title(title: str) -> str | None:
    """The place a title ends on: "Account Executive (India)", "Accountant - Berlin, Germany"."""
    brackets = re.findall(r"\(([^()]+)\)", title)
    parts = re.split(r"\s[-–—|@]\s|\sin\s|,\s(?=[^,]+$)", title)[1:]
    tail = re.split(r"\s[-–—|@]\s|\sin\s", title)[1:]
    return next((part.strip() for part in [*brackets, *reversed(tail), *reversed(parts)] if _only_place(part)), None)


def _only_place(part: str) -> bool:
    words = re.sub(r"\b(?:region|area|raum|und umgebung)\b", "", part, flags=re.I).replace("/", ", ").strip()
    return is_place(words) and not re.fullmatch(r"(?i)remote|hybrid|[a-z]{2}", words)


def without_label(words: str) -> str:
    """ "Lieu de travail: Lausanne" without what it is called."""
    match = _LABEL.match(words)
    return _trim(match["value"]) if match else _trim(re.sub(r"^(?:job )?locations?\s+(?=[A-Z])", "", words, flags=re.I))


def _labelled(lines: list[str], labels: tuple[str, ...] | None) -> Iterator[str]:
    for index, line in enumerate(lines):
        if labels is not None and not holds(labels, folded(line)):
            continue
        if match := _LABEL.match(line):
            value = _trim(re.split(r"\s{2,}|\s\|\s(?=[A-Z][a-z]+:)", match["value"])[0])
            if 1 < len(value) <= 120 and not value.endswith("?"):
                yield value
        elif _LABEL_ALONE.match(line) and index + 1 < len(lines) and len(lines[index + 1]) <= 90:
            following = lines[index + 1].removeprefix("- ").strip()
            if following and not following.endswith((".", ":", "?")):
                yield following


def _trim(value: str) -> str:
    return re.sub(r"[\s.,;:–-]+$", "", value).strip()
