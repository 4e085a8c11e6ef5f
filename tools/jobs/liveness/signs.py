"""Signs of openings that nobody means to fill, or that are posted again and again; each with what it rests on."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from tools.jobs.liveness.schemas import PostingHistory, Sign

LONG = timedelta(days=90)
MANY = 4
WIDE = 3.0
_GRACE = timedelta(hours=36)
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)

_EVERGREEN_TITLE = re.compile(
    r"\b(?:talent (?:pool|pipeline|community|network)|general (?:application|interest|consideration)|"
    r"speculative (?:application|candidature)|"
    r"spontaneous application|open application|expression of interest|future (?:opportunit\w+|openings?|vacanc\w+|"
    r"roles?|opening)|evergreen|"
    r"always hiring|pipeline (?:requisition|role|req|posting)|initiativbewerb\w+|blindbewerb\w+|talentpool|"
    r"bewerberpool|"
    r"candidatures? spontanée?s?|vivier|(?:candidatura|autocandidatura|candidature) (?:espontánea|espontânea|"
    r"spontanea)s?|autocandidatura|"
    r"bolsa de (?:empleo|trabajo|talento)|banco de (?:talentos?|currículos)|open sollicitatie|talentenpool)\b",
    re.I,
)
_PEOPLE = (
    r"(?:people|talents?|candidates|colleagues|team ?mates|engineers?|developers?|designers?|nurses?|drivers?|"
    r"teachers?|sales\w*|"
    r"consultants?|professionals|individuals|applicants|graduates|staff|team members|specialists?|folks|minds|"
    r"additions|\w+ers)"
)
_EVERGREEN_TEXT = re.compile(
    rf"\bwe(?:[’']re| are) (?:always|constantly|continuously|continually) (?:looking|searching|on the lookout|hiring|"
    rf"recruiting|seeking)(?: (?:for|to (?:hire|meet|add|recruit)))? "
    rf"(?:[\w,’'-]+ ){{0,5}}?{_PEOPLE}\b|"
    r"\b(?:this|it) is (?:an? )?(?:evergreen|pipeline|talent pool|general|speculative|"
    r"future)\b[^.\n]{0,40}\b(?:requisition|posting|position|role|advert|ad|application|opening|opportunity|pool|"
    r"job)\b|"
    r"\bthis (?:posting|position|role|requisition|ad|advert|job|opening)\b[^.\n]{0,80}\b(?:talent (?:pool|pipeline|"
    r"community)|future (?:opportunit\w+|openings?|vacanc\w+|roles?|needs|hiring)|pipeline)\b|"
    r"\b(?:not|no) (?:an? )?(?:current|active|specific|immediate|open)(?:ly)? (?:vacancy|opening|open position|"
    r"position|role|job)\b|"
    r"\bdoes not represent (?:an? )?(?:current|specific|actual|open)\b|"
    r"\b(?:build|create|grow|add you to|join) (?:a |our |the )?(?:talent (?:pool|pipeline)|pool of candidates|"
    r"pipeline of (?:candidates|talent))\b[^.\n]{0,60}\bfuture\b|"
    r"\binitiativbewerbung\b[^.\n]{0,60}\b(?:stelle|ausschreibung|anzeige)\b|\bdies(?:e|es) (?:ist|anzeige|"
    r"ausschreibung|stelle)\b[^.\n]{0,60}(?:initiativbewerbung|talentpool|bewerberpool)|"
    r"\bwir (?:sind|suchen) (?:immer|laufend|stets|ständig|fortlaufend|"
    r"kontinuierlich)(?: auf der suche)? (?:nach )?(?:[\wäöüß-]+ ){0,4}?(?:talente\w*|menschen|kolleg\w+|"
    r"mitarbeite\w+|verstärkung|\w+(?:kräfte\w*|er:?\*?_?innen))|"
    r"\bnous (?:sommes toujours à la recherche|recherchons (?:en permanence|toujours|régulièrement))\b|"
    r"\bcette (?:offre|annonce) (?:est|constitue)\b[^.\n]{0,40}(?:candidature spontanée|vivier)|"
    r"\bsiempre estamos (?:buscando|en busca)|\bestamos s(?:ie|e)mpre (?:buscando|en busca|em busca|à procura)|"
    r"\besta (?:oferta|vacante|vaga) (?:es|é)\b[^.\n]{0,50}(?:bolsa|banco|futur)|"
    r"\bwij zijn (?:altijd|voortdurend) op zoek naar\b|\bwe zijn altijd op zoek naar\b|"
    r"\bdeze vacature is\b[^.\n]{0,40}(?:open sollicitatie|talentenpool)|"
    r"\bsiamo sempre alla ricerca di\b|\bquesta (?:posizione|offerta) è\b[^.\n]{0,40}(?:candidatura spontanea|futur)",
    re.I,
)
# Sentences about other roles, alerts and kept data stand under many openings that are real.
_BESIDES = re.compile(
    r"\b(?:don[’']?t see|do not see|not (?:the right|a fit|quite)|isn[’']t (?:the right|a fit)|other (?:roles|"
    r"positions|opportunities|jobs)|stay in touch|job alerts?|"
    r"(?:keep|retain|store|hold) (?:your|you)|if you (?:are|were) not|nicht (?:das|die) (?:richtige|passende)|"
    r"nichts passendes|keine passende|aucune offre|"
    r"no encuentras|geen passende|non trovi|não encontrou|ways|ideas|ideen|möglichkeiten|improve|innovati\w+)\b",
    re.I,
)
_AGENCY = re.compile(
    r"\b(?:on behalf of|for|recruiting for|hiring for|working with|partner\w* with)(?: one of our| our| a| my) "
    r"(?:[\w-]+ ){0,4}?client\b|\b(?:for|with|of) one of our (?:[\w-]+ ){0,3}?clients\b|"
    r"\bour client(?:[’']s)?(?!\s\w+ (?:team|"
    r"services|base))\b|\b(?:für|im auftrag|im namen) (?:unsere[nrs]|eine[nrs]|einen unserer) (?:[\wäöüß-]+ ){0,4}?"
    r"(?:kunden(?:unternehmens?)?|mandanten|auftraggebers?)\b|\bunser (?:kunde|mandant|auftraggeber)\b|"
    r"\b(?:notre client|l[’']un de nos clients)\b|\b(?:nuestro (?:importante )?cliente|uno de nuestros clientes)\b|"
    r"\b(?:onze opdrachtgever|onze klant|een van onze (?:opdrachtgevers|klanten))\b|"
    r"\b(?:nosso cliente|um dos nossos clientes)\b|"
    r"\b(?:(?:un |il )?nostro cliente|uno dei nostri clienti|(?:importante )?azienda (?:nostra )?cliente)\b",
    re.I,
)
# Who only has clients does not recruit for them.
_SEEKS = re.compile(
    r"\bon behalf of\b|\b(?:seek|look|hir|recruit|search|need|requir)\w*|\bsuch(?:en|t|e)\b|gesucht|im auftrag|"
    r"\b(?:recherch|cherch|recrut)\w*|"
    r"\bbusca\w*|\bselecciona\w*|\bprecisa\w*|\bzoek\w*|\bgezocht|\bprocura\w*|\bcontrata\w*|\bcerc\w+|\bricerc\w+|"
    r"\bseleziona\w*",
    re.I,
)
_STAFFING = re.compile(
    r"\b(?:staffing|recruit(?:ment|ing|ers?)|personaldienstleist\w+|zeitarbeit|personalvermittlung|personalberatung|"
    r"executive search|headhunt\w+|"
    r"interim|intérim|uitzend\w*|detachering|empleo temporal|agenzia per il lavoro|talent (?:solutions|partners|"
    r"acquisition)|search partners|"
    r"manpower|randstad|adecco|hays|robert half|michael page|page ?personnel|kelly services|teksystems|"
    r"insight global|cybercoders|jobot|"
    r"robert walters|harnham|aerotek|allegis|gi group|synergie|tempo-team|amadeus fire|dis ag|brunel|akkodis|"
    r"motion recruitment)\b",
    re.I,
)
_STAFFED = re.compile(
    r"\b(?:candidates|placements?|our clients|kunden(?:unternehmen)?|clients?|clientes|opdrachtgevers?|klanten|"
    r"clienti|arbeitnehmerüberlassung|direktvermittlung)\b",
    re.I,
)
_NAMED = re.compile(
    r"^,? (?:(?:the|die|der|das|la|le|el) )?[A-ZÀ-Þ][\w&.-]+(?: [\w&.-]+){0,4}? ?\b(?:GmbH|AG|SE|KG|Inc\.?|Ltd\.?|"
    r"LLC|Corp\.?|plc|S\.?A\.?S?|S\.?L\.?|B\.?V\.?|N\.?V\.?|Lda\.?|S\.?p\.?A\.?|S\.?r\.?l\.?)(?!\w)"
)
_NAMED_SHORT = re.compile(
    r"^,? (?!I\b|A\b|An\b|The\b)[A-Z][\w&.'’-]+(?: (?:&|and|of|[A-Z][\w&.'’-]*)){0,5},? (?:is|are|has|seeks?|in)\b"
)
_SEND = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}|\bhttps?://|\bwww\.\w", re.I)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


def signs(history: PostingHistory, now: datetime) -> list[Sign]:
    """What makes this opening doubtful, each with its evidence; [] when nothing does. Pure."""
    dated: tuple[Callable[[PostingHistory, datetime], Iterator[Sign]], ...] = (_open_long, _expired)
    others: tuple[Callable[[PostingHistory], Iterator[Sign]], ...] = (
        _date_moved, _reopened, _many_copies, _no_apply_link, _evergreen, _wide_salary, _agency,
    )  # fmt: skip
    found = [sign for rule in dated for sign in rule(history, now)]
    return found + [sign for rule in others for sign in rule(history)]


def _open_long(history: PostingHistory, now: datetime) -> Iterator[Sign]:
    starts = [history.first_seen, *(date.at for date in history.posted if _OLDEST < date.at <= now)]
    start, end = min(starts), min(history.last_seen, now)
    if end - start <= LONG:
        return
    how = "first seen" if start == history.first_seen else "posted"
    days = (end - start).days
    yield Sign(
        code="open_long",
        words=f"Open for {days} days: most openings are filled or withdrawn sooner.",
        evidence=f"{how} {_day(start)}, last seen {_day(end)}",
    )


def _date_moved(history: PostingHistory) -> Iterator[Sign]:
    moved = [
        (before.at, after.at)
        for before, after in pairwise(history.posted)
        if after.at - before.at >= timedelta(days=1) and not after.rewritten
    ]
    if not moved:
        return
    times = "once" if len(moved) == 1 else f"{len(moved)} times"
    yield Sign(
        code="date_moved",
        words=f"Reposted: its date was moved forward {times} while the text stayed the same.",
        evidence="; ".join(f"{_day(before)} to {_day(after)}" for before, after in moved[-6:]),
    )


def _reopened(history: PostingHistory) -> Iterator[Sign]:
    if not history.reopened_at:
        return
    times = "once" if len(history.reopened_at) == 1 else f"{len(history.reopened_at)} times"
    gone = sorted(history.gone_at)
    parts = []
    for back in sorted(history.reopened_at):
        left = [moment for moment in gone if moment <= back]
        parts.append(f"gone {_day(left[-1])}, back {_day(back)}" if left else f"back {_day(back)}")
    yield Sign(code="reopened", words=f"Closed and opened again {times}.", evidence="; ".join(parts[-6:]))


def _many_copies(history: PostingHistory) -> Iterator[Sign]:
    if history.copies < MANY:
        return
    who = history.company or "The employer"
    yield Sign(
        code="many_copies",
        words=f"{who} has {history.copies} open postings with this title and text.",
        evidence=f"{history.copies} openings “{history.title}”",
    )


def _no_apply_link(history: PostingHistory) -> Iterator[Sign]:
    if history.apply_url is None and not _SEND.search(history.text):
        yield Sign(
            code="no_apply_link",
            words="It names no way to apply.",
            evidence="no apply link in any copy, no address in the text",
        )


def _expired(history: PostingHistory, now: datetime) -> Iterator[Sign]:
    end = history.valid_through
    if end is not None and end > _OLDEST and end + _GRACE < now:
        days = (now - end).days
        yield Sign(
            code="expired",
            words=f"Its own closing date passed {days} days ago.",
            evidence=f"valid through {_day(end)}",
        )


def _evergreen(history: PostingHistory) -> Iterator[Sign]:
    quote = history.title if _EVERGREEN_TITLE.search(history.title) else None
    if quote is None:
        sentences = (_sentence(history.text, match) for match in islice(_EVERGREEN_TEXT.finditer(history.text), 50))
        quote = next((sentence for sentence in sentences if not _BESIDES.search(sentence)), None)
    if quote is not None:
        yield Sign(code="evergreen", words="It collects applications rather than filling one opening.", evidence=quote)


def _wide_salary(history: PostingHistory) -> Iterator[Sign]:
    salary = history.salary
    if salary is None or not salary.min or not salary.max or salary.max <= WIDE * salary.min:
        return
    yield Sign(
        code="wide_salary",
        words=f"The pay range says little: its top is {salary.max / salary.min:.1f} times its bottom.",
        evidence=salary.excerpt,
    )


def _agency(history: PostingHistory) -> Iterator[Sign]:
    spoken = [
        match for match in islice(_AGENCY.finditer(history.text), 50) if _SEEKS.search(_sentence(history.text, match))
    ]
    unnamed = [match for match in spoken if not _is_named(history.text, match)]
    quote = _sentence(history.text, unnamed[0]) if unnamed else None
    agency = _STAFFING.search(history.company or "")
    if not spoken and agency and (match := _STAFFED.search(history.text)):
        quote = _sentence(history.text, match)
    if quote is not None:
        who = history.company or "An agency"
        yield Sign(
            code="agency_without_employer",
            words=f"{who} recruits for an employer that it does not name.",
            evidence=quote,
        )


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Whether the client's name follows its mention."""
    rest = text[match.end() : match.end() + 80]
    return bool(_NAMED.match(rest) or _NAMED_SHORT.match(rest))


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence or line around a find, at most 300 characters, in its exact words."""
    starts = [end.end() for end in _SENTENCE_END.finditer(text, max(0, match.start() - 200), match.start())]
    start = starts[-1] if starts else max(0, match.start() - 200)
    after = _SENTENCE_END.search(text, match.end(), min(len(text), match.end() + 100))
    end = after.end() if after else min(len(text), match.end() + 100)
    return text[start:end].strip(" \n\t-•*")


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
