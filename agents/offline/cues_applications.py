"""Applications in a clause: whether a list, one, many that move at once or one that goes is meant, and which."""

import re
from datetime import date
from typing import Any

from agents.offline.applying_said import form_tool
from agents.offline.asking import asks
from agents.offline.clauses import stripped
from agents.offline.cues_jobs import View
from agents.offline.email_filters import older_than
from agents.offline.language import fold, repaired
from agents.offline.names import known_names, unknown_names
from agents.offline.names_lower import lower_case_names
from agents.offline.plan import Filled
from agents.offline.references import Situation, pointed_at, references
from agents.offline.times import UNITS, A
from agents.offline.transfer_said import wants_file
from agents.offline.wordings import COUNT, SMALL, quoted
from tools.registry import AnySpec

_SEVERAL = r"(?:applications|bewerbungen|candidatures|candidaturas|solicitudes|postulaciones)"
_ONE = (
    r"(?:(?<!letter of )(?<!letters of )application(?! (?:form|deadline|letter|process|link|page|url))|bewerbung|"
    r"candidature|candidatura|solicitud)"
)
_EVERY = re.compile(
    r"\b(?:all|every|everything|each|anything|those|the ones|alles?|allen|jede\w*|toutes?|tous|tout|todas?|todos?)\b"
)
_MOVES = re.compile(
    r"^(?:please |bitte |now |and |can you |could you |kannst du |por favor )*(?:reject|withdraw|mark|move|set|close|"
    r"write off|give up on|put|change|turn|markier\w*|setze?|verschieb\w*|zieh\w*|lehn\w*|marque[rz]?|mets|passe|"
    r"deplace|retire[rz]?|refuse[rz]?|marca\w*|mueve|pon|retira\w*|rechaza\w*|cierra)\b"
)
_SHOWS = re.compile(
    r"^(?:please |bitte |now |and |so |ok |can you |could you |kannst du |let me |i want to |i'd like to )*(?:show|"
    r"list|see|open|display|give me|pull up|bring up|which|what|how do(?:es)?|zeig\w*|liste\w*|welche\w*|montre\w*|"
    r"affiche\w*|quelles|muestra\w*|muestrame|lista\w*|ensena\w*|cuales|que|all|my|mein\w*|mes|mis)\b"
)
_BOARD = re.compile(
    r"\b(?:my|the|meine?|mon|mi|el|la|das|le) (?:application )?(?:kanban(?:[ -]?board)?|pipeline|tracker|board|tableau|"
    r"tablero)\b"
)
_WAITS = re.compile(
    r"\b(?:without (?:an? |any )?(?:answer|reply|response|word)|(?:no|any|an?) (?:answer|reply|response|news|word)|"
    r"(?:un|never )answered|"
    r"heard nothing|nothing (?:back )?from|(?:haven'?t|not|never) heard|ghosted|ohne (?:eine )?(?:antwort|ruckmeldung)|"
    r"keine (?:antwort|ruckmeldung)|nichts gehort|sans (?:reponse|nouvelles)|sin (?:respuesta|noticias))\b"
)
_STILL = (
    r"quiet|silent|stale|idle|untouched|no (?:answer|reply|response|news|word|movement|change)|nothing|unanswered|"
    r"(?:haven'?t|hasn'?t|not|never) (?:\w+ )?(?:moved|heard|changed)|without|ohne|keine?|nichts|sans|rien|sin|nada|"
    r"still|ruhig|stumm|calmes?|silencieuses?"
)
_UNITS = "|".join(said for days, said in UNITS if days >= 1)
_QUIET = re.compile(
    rf"\b(?:{_STILL})\b.{{0,50}}?\b(?:for|in|within|over|since|seit|depuis|desde hace|hace|en|de) "
    rf"(?:(?:the|at least|more|than|over|last|past|mehr|als|plus|mas|que|den|letzten) )*({COUNT}|{A})? ?({_UNITS})\b"
)
_AGED = re.compile(
    rf"\b(?:after|nach|apres|tras) ({COUNT}|{A}) ({_UNITS})\b|"
    rf"\b({COUNT}|{A}) ({_UNITS})(?:' worth)? (?:of silence|without|ohne|nichts|keine|sans|sin|still)\b"
)
_MONTHS = (
    "january|januar|janner|janvier|enero", "february|februar|fevrier|febrero", "march|marz|mars|marzo",
    "april|avril|abril", "may|mai|mayo", "june|juni|juin|junio", "july|juli|juillet|julio", "august|aout|agosto",
    "september|septembre|septiembre", "october|oktober|octobre|octubre", "november|novembre|noviembre",
    "december|dezember|decembre|diciembre",
)  # fmt: skip
_MONTH = re.compile(
    rf"\b(since|seit|depuis|desde|before|older than|vor|avant|antes de|from before) (?:the )?(?:start of |"
    rf"beginning of |early |anfang )?({'|'.join(_MONTHS)})(?: (?:of )?(\d{{4}}))?\b"
)
_DAY = re.compile(
    r"\b(?:since|seit|depuis|desde|before|older than|vor|avant|antes de) (?:the )?(\d{4})-(\d\d)-(\d\d)\b"
)
_SINCE = frozenset({"since", "seit", "depuis", "desde"})
_STAGES: tuple[tuple[str, str], ...] = (
    ("preparing", r"preparing|in preparation|in vorbereitung|en preparation|en preparacion"),
    ("applied", r"applied|submitted|abgeschickt\w*|envoyees?|enviad[ao]s?"),
    ("screening", r"screening|screened|phone screens?|vorauswahl|preselection|preseleccion"),
    ("interviewing", r"interviewing|interviews?|interview stage|im gesprach|entretiens?|entrevistas?"),
    ("offer", r"offers?|offer stage|angebot\w*|offres?|ofertas?"),
    ("accepted", r"accepted|angenommen\w*|acceptees?|aceptad[ao]s?"),
    ("declined", r"declined"),
    ("rejected", r"rejected|rejections?|abgelehnt\w*|abgesagt\w*|refusees?|rejetees?|rechazad[ao]s?"),
    ("withdrawn", r"withdrawn|zuruckgezogen\w*|retirees?|retirad[ao]s?"),
)
_TARGET = re.compile(
    rf"\b(?:to|as|into|auf|als|comme|como|a) (?:be(?:ing)? )?(?:{'|'.join(f'({said})' for _, said in _STAGES)})\b"
    r"(?! (?:stage )?applications)"
)
_VERBS: tuple[tuple[str, str], ...] = (
    ("rejected", r"\b(?:reject|write off|give up on|close|lehn\w*|refuse[rz]?|rechaza\w*|cierra)\b"),
    ("withdrawn", r"\b(?:withdraw|zieh\w*|retire[rz]?|retira\w*)\b"),
)
_COMPANY = re.compile(r"\b(?:at|with|bei|chez|en|by|from)\s+([A-Z0-9][\w&'-]*(?:[ .](?!since|Since)[A-Z0-9][\w&'-]*)*)")
_NOT_TAKING = re.compile(
    r"\b(?:i'?m|i am|i'?ll|i will|i|ich|je|j') ?(?:\w+ )?(?:not|won'?t|wont|nicht|ne) (?:be |going to |gonna )?"
    r"(?:tak(?:e|ing)|accept(?:ing)?|sign(?:ing)?|nehme|annehmen|prendre|accepte\w*)\b.*\b(?:offer|angebot|offre|it|contract)\b"
)
_CALLED_FIRST = re.compile(
    r"\b(?:moved|put|passed|invited|got|made it|through|forward(?:ed)?|am|i'm) (?:\w+ ){0,3}?(?:to|into|for|at|"
    r"past) (?:the |a |their )?"
    r"(?:phone|recruiter|hr|telephone) (?:screen(?:ing)?|call)\b"
)
_FINER = re.compile(
    r"\b(?:as|to|into|status:?|is|=|auf|als|comme|como|a|in)\s+(?:the )?[\"']?(screening|declined|withdrawn)\b"
)
_AT_EMPLOYERS = re.compile(r"\b(?:everything|all|alles|tout|todo) (?:at|with|bei|chez|en) ")
_MAIL = re.compile(r"\b(?:e-?mails?|mails?|inbox|newsletters?|nachrichten|correos?|rule|regel)\b")
_COUNTS = re.compile(
    r"\b(?:how many|wie viele|combien|cuant[ao]s|send|sent|geschickt|pending|outstanding|still|noch|laufen|waiting|"
    r"confirmations?|in progress|under way|ongoing|en cours|pendientes|offen\w*)\b"
)
_ASKS_ONE = re.compile(
    r"^(?:please |and |so |ok |can you |could you )*(?:show|see|open|display|bring up|pull up|"
    r"what(?:'s| is| happened| has)|where (?:does|is|do)|how(?:'s| is| does| has)|when did i apply|timeline|history|"
    r"zeig\w*|wie (?:steht|lauft|geht)|was ist|montre\w*|affiche\w*|ou en est|muestra\w*|muestrame|como va|en que)\b"
)
_TIMELINE = re.compile(r"\b(?:application )?(?:timeline|zeitleiste|chronologie|cronologia)\b|^when did i apply\b")
_DECLINES = re.compile(
    r"^(?:(?:please|i|i'm|i'll|i've|i am|i will|i have|i want to|we|ich|je|he)\b ?)*(?:have |had |just |going to |to |"
    r"now |politely )*(?:declin(?:e|ed|ing)\b|(?:turn|turned|turning) (?:down )?.*\boffer\b|"
    r"(?:turn|turned|turning) down .*\b(?:offer|job)\b|(?:reject|rejected|refuse|refused|said no to|say no to) .*"
    r"\boffer\b|lehne? .*\bangebot\b.* ab\b|habe? .*\bangebot\b.*\babgelehnt\b|"
    r"(?:decline|refuse|j'ai refuse|j'ai decline)\w* .*\b(?:offre|proposition)\b|(?:rechazo|rechace|rechaza|"
    r"rechazado|declino)\b .*\boferta\b)"
)
_OFFER = re.compile(r"\b(?:offers?|angebot\w*|offre|proposition|oferta)\b")
_HAPPENED_WITH = re.compile(
    r"^(?:and |so |ok )*(?:what(?:'s| is| has|s)? (?:happened|happening|happens|going on|been going on|new|the "
    r"(?:status|state|latest|news)|up)|was (?:ist|war) (?:\w+ )?(?:los|passiert)? ?|"
    r"was (?:tut|gibt) (?:es|sich)(?: neues)?|"
    r"que (?:paso|pasa|ha pasado)|que s'est-il passe|quoi de neuf)"
    r" ?(?:with|to|at|from|on|for|mit|bei|avec|chez|con|en)\b"
)
_ASKED_EVENT = re.compile(
    r"^(?:and |so )*(?:did|have i|has|was|were|is my|am i|hat|habe? ich|wurde|bin ich|est-ce que|ai-je|he|ha|fue|fui)\b"
    r".*(?:\b(?:appl(?:y|ied)|(?:gone|go|went) out|sent|submitted|reject\w*|turn\w* (?:me )?down|accepted|accept|"
    r"declined?|withdr\w+|offer(?:ed)? me|abgesagt|abgelehnt|beworben|abgeschickt|angenommen|zuruckgezogen|postule|"
    r"refuse|accepte|envoyee?|rechazad[oa]|aceptado|postulado|solicitado|enviad[oa])\b|"
    r"\b(?:an?|the|that) offer\b)"
)
_IS_THERE = re.compile(r"^(?:is|are) there (?:any|an|some|a)? ?(?:\w+ )?(?:applications?)\b")
_MISTAKEN = re.compile(
    r"\b(?:(?:that|it|this) (?:was|is) (?:wrong|a mistake|an error|not right|incorrect)|by mistake|my mistake|"
    r"mistaken\w*|i (?:mixed|messed) (?:it|that|them) up|mis-?clicked|i was wrong|wrongly|correct(?!ly)\b|correction|"
    r"das war (?:falsch|ein (?:fehler|versehen))|aus versehen|versehentlich|korrigier\w*|c'etait une erreur|par erreur|"
    r"corrige[rz]?|fue un error|por error)\b"
)


def mistaken(text: str) -> bool | None:
    """True where the person says that where it stands was a mistake, else None."""
    return True if _MISTAKEN.search(fold(text)) else None


def application_tool(view: View) -> str | None:
    """The tool for applications that the form of a clause makes certain."""
    if _MAIL.search(view.plain) or quoted(view.text):
        return None
    if wants_file(view.plain) and not view.situation.attached:
        return "export_applications"
    return form_tool(view) or _asked_or_declined(view) or _tracked(view)


def _tracked(view: View) -> str | None:
    plain = view.plain
    several = re.search(rf"\b{_SEVERAL}\b|\b(?:every|each|jede\w*|cada|chaque) (?:\w+ )?{_ONE}\b", plain)
    wide = several or quiet_of(plain, view.situation.today) or _AT_EMPLOYERS.search(plain)
    if _EVERY.search(plain) and _MOVES.search(plain) and wide:
        return "move_applications" if target_of(plain) else None
    if _MOVES.search(plain) and finer_stage(view.text):
        return "set_job_status"
    if _SHOWS.search(plain) and _BOARD.search(plain):
        return "list_applications"
    if re.search(rf"\b{_ONE}\b", plain) and not several:
        if "delete" in view.named and not re.search(r"\b(?:don'?t|do not|never|nicht|pas)\b", plain):
            return "delete_application"
        if (
            _ASKS_ONE.search(plain)
            and not _COUNTS.search(plain)
            and not re.search(r"\b(?:stronger|better|write|draft|by mail)\b", plain)
        ):
            return "show_application"
    if _TIMELINE.search(plain) and _ASKS_ONE.search(plain):
        return "show_application"
    quiet = several and quiet_of(plain, view.situation.today)
    if quiet and not _MOVES.search(plain):
        return "list_applications"
    return "list_applications" if several and _SHOWS.search(plain) and not _COUNTS.search(plain) else None


def _asked_or_declined(view: View) -> str | None:
    """A question about what became of one application, and an offer that the person turns down."""
    plain, situation = view.plain, view.situation
    asked = asks(view.text, plain)
    if "line" in view.named:
        return None
    if _DECLINES.match(plain) and not asked and not _EVERY.search(plain) and not re.search(r"\binterview\b", plain):
        said = _OFFER.search(plain) or references("job", view.text, situation)
        return "set_job_status" if said else None
    if _HAPPENED_WITH.match(plain):
        return "show_application" if len(references("job", view.text, situation)) == 1 else None
    if asked and _ASKED_EVENT.match(plain):
        one = references("job", view.text, situation) or pointed_at("job", view.text, situation)
        return "show_application" if len(one) == 1 and not re.search(r"\btaken down\b", plain) else None
    return "list_applications" if _IS_THERE.match(plain) and not _COUNTS.search(plain) else None


def quiet_of(folded: str, today: date | None) -> dict[str, Any]:
    """For how long nothing has moved, as `quiet_days`, or since which day, as `before`; empty where it is not said.

    >>> quiet_of("no answer for three weeks", None)
    {'quiet_days': 21}
    """
    if match := _DAY.search(folded):
        try:
            return {"before": date(*(int(part) for part in match.groups())).isoformat()}
        except ValueError:
            return {}
    if (match := _MONTH.search(folded)) and today is not None:
        return {"before": _month(match, today).isoformat()}
    if old := older_than(folded):
        return {"quiet_days": old[0]}
    if match := _QUIET.search(folded) or _AGED.search(folded):
        *counted, unit = [part for part in match.groups() if part]
        number = counted[0] if counted else None
        size = next(days for days, said in UNITS if re.fullmatch(said, unit))
        count = 1 if number is None or re.fullmatch(A, number) else SMALL.get(number) or int(number)
        return {"quiet_days": int(count * size)}
    return {}


def _month(match: re.Match[str], today: date) -> date:
    """ "Since September" reaches to its end, for what moved in it has not moved since; "before" to its beginning."""
    month = next(place for place, said in enumerate(_MONTHS, 1) if re.fullmatch(said, match[2]))
    year = int(match[3]) if match[3] else today.year - (month > today.month)
    if match[1] not in _SINCE:
        return date(year, month, 1)
    return min(date(year + month // 12, month % 12 + 1, 1), today)


def target_of(folded: str) -> str | None:
    """The stage that several are to move to: said outright, or by the verb."""
    if match := _TARGET.search(folded):
        return next(stage for (stage, _), said in zip(_STAGES, match.groups(), strict=True) if said)
    return next((stage for stage, said in _VERBS if re.search(said, folded)), None)


def stages_of(folded: str) -> list[str]:
    """The stages that are named."""
    return [stage for stage, said in _STAGES if re.search(rf"\b(?:{said})\b", folded)]


def finer_stage(text: str) -> str | None:
    """A stage of an application that a job's status does not tell apart: "move Acme to screening"."""
    folded = repaired(text)
    if match := _FINER.search(folded):
        return match[1]
    if _CALLED_FIRST.search(folded):
        return "screening"
    if _NOT_TAKING.search(folded) and not asks(text, stripped(folded)):
        return "declined"
    return "declined" if _DECLINES.match(stripped(folded)) else None


def fill_several(spec: AnySpec, text: str, situation: Situation) -> Filled:
    """Arguments of the tools for many applications: stages, employer, age; and where they move."""
    folded = fold(text)
    found: dict[str, Any] = quiet_of(folded, situation.today)
    moves = "status" in spec.input.model_fields
    target = target_of(folded) if moves else None
    narrowing = _TARGET.sub(" ", folded) if target else folded
    if moves:
        narrowing = _MOVES.sub(" ", narrowing)
    stages = [stage for stage in stages_of(narrowing) if stage != target]
    if moves and not stages and target == "rejected" and _WAITS.search(folded):
        stages = ["applied"]
    if stages:
        found["stages"] = stages
    companies = _companies(text, situation)
    if not moves:
        return Filled((found | ({"company": companies[0]} if companies else {}),))
    missing = "status" if target is None else None if found or companies else "which"
    told = found | ({"status": target} if target else {})
    return Filled(tuple(told | {"company": company} for company in companies) or (told,), missing)


def _companies(text: str, situation: Situation) -> list[str]:
    """The employers that are named, as they were shown before or as they are written."""
    known = known_names(text, tuple(situation.memory.known["job"].values()))
    written = unknown_names(text) or lower_case_names(text)
    if known and len(known) >= len(written):
        return list(dict.fromkeys(entry.company for entry in known if entry.company))
    if len(written) > 1:
        return list(written)
    match = _COMPANY.search(text)
    if match is None or any(re.fullmatch(said, fold(match[1])) for said in _MONTHS) or match[1].isdigit():
        return []
    return [match[1]]
