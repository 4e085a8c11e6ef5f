"""Arguments read out of a sentence: statuses, notes, pages, emphasis, filters, fields of a job."""

import re

from agents.offline.jobs_said import added_job
from agents.offline.language import corrected, fold, repaired, word_concepts
from agents.offline.references import kinds_named
from agents.offline.vocabulary import vocabulary
from agents.offline.wordings import COUNT, FILE, JOB, ORDINALS, RESUME, SMALL, TAILORED, URL, quoted

_REMOTE = (
    ("hybrid", r"\bhybrid"),
    ("onsite", r"\bon-?\s?site|\bin[- ](?:the )?office|\bvor ort|\bsur site|\bpresencial|\bin[- ]person"),
    (
        "remote",
        r"\bremote|\bwork(?:ing)? from home|\bhome ?office|\bteletravail|\ba distance|\bremoto|"
        r"\bteletrabajo|\bwfh\b|from anywhere",
    ),
)
_PAGES = re.compile(
    rf"\b({COUNT})(?:[- ]|\s+(?:full|whole|single|a4|sided)\s+)?(?:(?:page|seite|pagina|sider)r?\w*|pp?|pgs?)\b|"
    rf"\b(?:page|"
    rf"seite)s?:? ({COUNT})\b"
)
_A_PAGE = re.compile(
    r"\b(?:to|on|onto|in|within|under|just|only|fit|fits|than|auf|sur|en) (?:just |only )?(?:a|1|a single|"
    r"einer?|une|una) "
    r"(?:page|seite|pagina|hoja)\b|\bone[- ]?pager\b"
)
_EMPHASIS = re.compile(
    r"\b(?:(?:put(?:ting)? )?(?:the |a |more |some )?(?:focus(?:s?ing|s?ed)?|emphasis|stress|"
    r"weight)(?: more)?(?: on)?|emphasi[sz](?:e|ing)|"
    r"highlight(?:ing)?|stressing|underlin(?:e|ing)|accentuat(?:e|ing)|featur(?:e|ing)|push(?:ing)?|"
    r"lean(?:s|ing)? (?:heavily |more |hard )?(?:on|into)|more about|"
    r"bring(?:ing)? out|play(?:ing)? up|lead(?:ing)? with|showcas(?:e|ing)|(?:mit )?(?:fokus|"
    r"schwerpunkt)(?: auf)?:?|betone|betont|hebe?|"
    r"mets? en avant|insiste(?:r)? sur|en insistant sur|met(?:s|tre) l'accent sur|"
    r"enfoca\w*(?: en)?|con enfasis en|destaca\w*|resalta\w*)\s+"
    r"(?:on |the |my |our |mein\w* |die |den |das |mes |mon |ma |mi |mis |la |le |el |en )*(.+)"
)
_EMPHASIS_END = re.compile(
    r"\s*[.;!?].*$"
    r"|,?\s+(?:and|but|und|et|y)\s+(?:keep|make|use|please|limit|leave|max|on|in|within|to|(?:one|"
    r"two|three|\d)[- ]page)\b.*$"
    r"|,\s*(?:max\b|at most|no more|keep|one\b|two\b|three\b|\d).*$"
    r"|\s+(?:for|to|in|when|while|fur|pour|para)\s+"
    r"(?:the|it|job|that|this|my|tailoring|stelle|le|la|el|den|die|#|\d|first|second|third|last)\b.*$"
    r"|\s+(?:on|in|within) (?:one|two|three|\d)\s*pages?.*$|\s+(?:please|pls|hervor)$"
)
_LIMIT = re.compile(
    rf"\b(?:top|first|last|latest|recent|newest|best|only|just|letzten|derniers?|dernieres?|"
    rf"ultim[oa]s|past)\s+({COUNT})\b|\b({COUNT})\s+(?:most recent|latest|best|newest|last|top|"
    rf"recent|highest|derniers?|dernieres?|ultim[oa]s|changes|neuesten|besten)\b"
)
_QUERY = re.compile(
    r"\b(?:mention(?:s|ing)?|about|with|containing|contain|including|related to|matching|"
    r"involv\w+|for|named|called|requir\w+|us(?:e|es|ing)|need(?:s|ing)?|where|in|at|"
    r"from|mit|uber|zu|avec|sur|chez|a|con|sobre|en|de|in der nahe von|near|around|based in|"
    r"located in)\s+(.+?)\s*[?.!]*$"
)
_TITLE_AT = re.compile(
    r"(?P<title>[^\n,:]+?)\s+(?:at|with|@|bei|chez|en|for|"
    r"a)\s+(?P<company>[A-ZÀ-Þ0-9][^\n,]*?)(?:(?:,\s*|\s+(?:in|à|en|"
    r"a)\s+)(?P<location>[A-ZÀ-Þ][^\n,.]*(?:,\s*[A-ZÀ-Þ][^\n,.]*)?))?(?=\s+(?:on|to) my\b|"
    r"\s*[,.!]?\s*$|,)"
)
_FIELD_LEAD = re.compile(
    r"^.*?(?:\b(?:new|another|following|this)?\s*(?:job|position|role|posting|opening|stelle|"
    r"poste|offre|empleo|oferta)(?: entry| ad| opening)?\s*[:–-]\s*|\b(?:add|save|track|put|store|register|"
    r"keep)\b\s+(?:the |a |an |this |my |new )*"
    r"(?:(?:job|position|role|posting|opening)(?: (?:as|of|for))?(?: (?:a|an|the))?\s+)?)",
    re.IGNORECASE,
)


_NOTE_KEY = re.compile(
    r"\b(?:notes?|remember|remind(?: me)?|reminder|comments?|jot(?: this| it)?(?: down)?|"
    r"write(?: this)? down|keep in mind|don'?t forget|don'?t let me forget|bear in mind|memo|remark|notiz|notiere?|"
    r"merk(?:e)?(?: dir)?|vermerk\w*|kommentar|anmerkung|commentaire|remarque|retiens|n'oublie pas|nota|anota|"
    r"apunta|recuerda|comentario)\b"
)
_NOTE_VERB = re.compile(
    r"(?:\w+ ){0,4}?(?:write|add|put|log|record|leave|save|store|append|attach|schreib\w*|trag|ajoute|ecris|agrega|"
    r"anade|escribe|pon)\b"
)


def status_of(text: str) -> str | None:
    """The job status a sentence speaks of."""
    folded = repaired(text)
    named = re.search(
        r"\b(?:as|to|into|status:?|is|=|auf|als|comme|como|a)\s+[\"']?(saved|applied|interviewing|"
        r"offer|accepted|rejected|dismissed)\b",
        folded,
    )
    if named:
        return named[1]
    return next((status for status, said in vocabulary().statuses if said.search(folded)), None)


def remote_of(text: str) -> str | None:
    """remote, hybrid or onsite."""
    folded = fold(text)
    return next((kind for kind, said in _REMOTE if re.search(said, folded)), None)


def pages_of(text: str) -> int | None:
    """How many pages are allowed."""
    match = _PAGES.search(fold(text))
    if not match:
        return 1 if _A_PAGE.search(fold(text)) else None
    written = match[1] or match[2]
    return SMALL.get(written) or int(written)


def emphasis_of(text: str) -> list[str]:
    """What the result should dwell on, as written."""
    match = _EMPHASIS.search(fold(text))
    if not match:
        return []
    folded = match[1]
    end = _EMPHASIS_END.search(folded)
    kept = text[match.start(1) : match.start(1) + (end.start() if end else len(folded))]
    parts = re.split(r"\s*,\s*(?:and\s+|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y|&|sowie|plus)\s+", kept)
    cleaned = (
        re.sub(r"^(?:my|the|on|mein\w*|die|mes|mon|ma|mi|mis|its)\s+", "", part.strip(" .!?'\""), flags=re.IGNORECASE)
        for part in parts
    )
    return [part for part in cleaned if part][:10]


def limit_of(text: str) -> int | None:
    """How many are wanted: "top 5", "the last three"."""
    match = _LIMIT.search(fold(text))
    if not match:
        return None
    written = match[1] or match[2]
    number = SMALL.get(written) or (int(written) if written.isdigit() else 0)
    return number if number > 1 or written == "1" else None


def sort_of(text: str) -> str | None:
    """`score` when the best should come first."""
    folded = fold(text)
    by_score = r"\b(?:score|scores|scoring|best|highest|match|fit|rank(?:ed|ing)?|top \d|passung|puntuacion)\b"
    return "score" if re.search(by_score, folded) else None


def query_of(text: str) -> str | None:
    """The words a list is searched for: what is quoted, what follows "with" or "about", or what no concept claims."""
    if found := quoted(text):
        return found
    match = _QUERY.search(fold(text))
    if match and (kept := _telling(text[match.start(1) : match.end(1)])):
        return kept
    return _telling(text)


def _telling(text: str) -> str | None:
    """The longest run of words that say what is searched for."""
    runs: list[list[str]] = [[]]
    for match in re.finditer(r"[^\s,;:!?()\"“”]+", text):
        word = match.group().strip(".'’")
        if word and _tells(word):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    best = max(runs, key=len)
    return " ".join(best) or None


def _tells(word: str) -> bool:
    folded = fold(word)
    known = vocabulary()
    if (
        folded in known.stopwords
        or (folded in known.not_queries and word.islower())
        or folded in ORDINALS
        or folded in SMALL
        or folded.isdigit()
        or corrected(folded) != folded
    ):
        return False
    if any(re.search(said, folded) for _, said in _REMOTE):
        return False
    claimed = word_concepts(folded)
    return (
        not claimed
        or (word[0].isupper() and claimed <= {"work", "attribute", "outside"})
        or (claimed <= {"attribute"} and folded in {"senior"})
    )


def note_of(text: str) -> str | None:
    """The note's own words, as written."""
    folded = fold(text)
    key = _NOTE_KEY.search(folded) or _NOTE_VERB.match(folded)
    rest_at = key.end() if key else 0
    if found := quoted(text):
        return found
    colon = re.search(r"(?<!\bhttp)(?<!\bhttps):\s+|\s[-–—]\s", folded[rest_at:])
    if colon and (rest := text[rest_at + colon.end() :].strip()):
        return rest
    that = re.search(
        r"(?:\b(?:that|dass|saying|says)\b(?!\s+(?:job|one|role|position)\b(?!\s*#?\d))|\bque\b|\bqu')\s*",
        folded[rest_at:],
    )
    if that and (rest := text[rest_at + that.end() :].strip(" .")):
        return rest
    return _after_reference(text, folded, rest_at) if key else None


def _after_reference(text: str, folded: str, start: int) -> str | None:
    """`note on job 2 call Anna`, `remind me to call Anna`: what follows the reference."""
    lead = re.match(
        rf"\s*(?:down)?\s*(?:(?:on|to|for|about|in|zu|bei|sur|au|pour|a|en|al|de|fur)\s+(?:the\s+|"
        rf"my\s+|der\s+|dem\s+|le\s+|la\s+|el\s+)*"
        rf"(?:{JOB}\s*#?\s*\d+|#\d+|\w+ (?:one|{JOB})|it|that one|them))?\s*[,:–-]?\s*(?:to\s+)?",
        folded[start:],
    )
    rest = text[start + (lead.end() if lead else 0) :].strip(" .:-")
    return (
        rest
        if len(rest.split()) >= 2
        and not re.fullmatch(rf"(?:on|to|for|about)\b.{{0,40}}?(?:{JOB}|one|it)\s*#?\d*", fold(rest))
        else None
    )


def job_fields(text: str) -> dict[str, str]:
    """Title, company and place of a job given in a sentence; empty when there is no title in it."""
    if told := added_job(URL.sub(" ", text)):
        return told
    body = _FIELD_LEAD.sub("", URL.sub(" ", text), count=1).strip()
    match = _TITLE_AT.match(body)
    if not match:
        return {}
    title = re.sub(
        r"^(?:a|an|the|als|as|new|ein|eine|un|une)\s+|\s+(?:position|role|job|posting|opening|stelle)$",
        "",
        match["title"].strip(),
        flags=re.IGNORECASE,
    )
    company = re.sub(r"\s+(?:on|to) (?:my|the) .*$|\s+(?:in|à|en)\s+.*$", "", match["company"].strip())
    if not title or len(title.split()) > 8 or fold(title) in vocabulary().stopwords or _is_generic(title):
        return {}
    fields = {"title": title, "company": company.strip(" .")}
    if match["location"]:
        fields["location"] = re.sub(r"\s+(?:on|to) (?:my|the) .*$", "", match["location"]).strip(" .")
    return fields


def _is_generic(title: str) -> bool:
    known = vocabulary()
    return all(
        fold(word) in known.stopwords or "job" in word_concepts(fold(word)) or word_concepts(fold(word)) & {"me", "add"}
        for word in title.split()
    )


def filename_of(text: str) -> str | None:
    """A file name in the sentence."""
    match = FILE.search(text)
    return match.group() if match else None


def topic_of(text: str) -> str | None:
    """What help is wanted about: an area, or the word itself."""
    folded = repaired(text)
    kinds = kinds_named(folded)
    if re.search(
        rf"\btailor\w*|\badapt\w*|\bcustom\w+|\banpass\w*|\bzuschneid\w*|\bpersonnalis\w*|{TAILORED}|"
        rf"\bpdf\b|\bproofs?\b|\bbelege?\b",
        folded,
    ):
        return "tailoring"
    if "job" in kinds or re.search(r"\b(?:status|notes?|postings?|applications?|apply|links?|interviews?)\b", folded):
        return "jobs"
    if "resume" in kinds or re.search(rf"\b{RESUME}\b", folded):
        return "resumes"
    return "undo" if re.search(r"\bundo|\bruckgangig|\bannul|\bdeshac", folded) else None
