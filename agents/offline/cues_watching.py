"""Cues for watching companies and searches, and for ending that."""

import re

from agents.offline.cues_jobs import Bonus, View
from agents.offline.cues_phrases import HUNTS, WISHED
from agents.offline.language import fold
from agents.offline.references import bare_kind
from agents.offline.times import pace_of

_ONCE_HIRING = re.compile(
    r"(?:when(?:ever)?|if|as soon as|once|wenn|sobald|falls|quand|des que|si|cuando|en cuanto) (?!i\b|my\b|"
    r"you\b|it\b|ich\b|je\b)"
    r"(?:\w+ ){1,4}?(?:has|have|posts?|opens?|hires?|is hiring|are hiring|publish\w*|advertis\w*|recruits?|"
    r"sucht|suchen|hat|"
    r"ausschreibt|recrute|publie|embauche|contrat\w*|publi\w*|busc\w*|teng\w*)\b"
)
_WATCHES = re.compile(
    r"^(?:(?:and|please|also|then|now|ok|okay|so|but|quiero que|querria que|je veux que tu|j'aimerais que tu|"
    r"i want you to|ich mochte dass du) )*(?:keep (?:an |a close |a |your )?(?:eye|"
    r"eyes) (?:out )?(?:on|for)|"
    r"keep (?:close )?tabs|keep (?:watching|looking|searching|checking|an? lookout|me (?:posted|informed|"
    r"updated|in the "
    r"loop))|know (?:when|if|as soon as|once|about new)|be (?:told|notified|informed|alerted)\b|watch\b|"
    r"track (?:the |all |any |new )*(?:openings|jobs|"
    r"roles|positions|vacancies)\b|monitor\b|follow\b|subscribe|set up (?:an? |"
    r"some )?(?:\w+ )?(?:alert|watch|notification|saved search)|"
    r"create (?:an? )?(?:\w+ )?(?:alert|watch|saved search)|start watching|"
    r"(?:add|make) (?:an? )?(?:\w+ )?(?:alert|watch)\b|alert\b|notify\b|ping\b|inform\b|let me know|"
    r"give me a (?:shout|heads[ -]up)|"
    r"heads[ -]up|i(?:'d| would)? (?:want|like|wanna)(?: to)? (?:be )?(?:alert|notif|inform|to know when|"
    r"to hear when|to "
    r"watch|know when|hear when)\w*|beobacht\w*|uberwach\w*|behalt\w*|halte? (?:mich|ausschau|die augen)|"
    r"gib (?:mir )?bescheid|sag (?:mir )?bescheid|melde? dich|benachrichtig\w*|informier\w*|hab(?:e)? ein auge|"
    r"surveill\w*|previens|preven\w*|avertis|alerte|tiens-moi|garde un|suis (?!je)|notifie|fais-moi signe|"
    r"volg\b|houd\b.*\bin de gaten|vigil\w*|avisa\w*|avise\w*|notifica\w*|alerta\w*|sigue\b|mantenme|"
    r"monitoriza|echa un ojo|manten)"
)
_WHEN = re.compile(r"\b(?:when(?:ever)?|if|as soon as|once|wenn|sobald|falls|quand|des que|si|cuando|en cuanto)\b")
_TELLS = re.compile(
    r"^(?:tell|send|mail|show|let|say|sag|schick|zeig|dis|envoie|dime|mandame|look|search|check|find|suche?|"
    r"schau\w*|cherche|busca|do|repeat|run|mach\w*|fais|refais|haz)\b"
)
_HIRES = re.compile(
    r"\b(?:hir(?:es|ing)|recruit\w*|post(?:s|ed|ing)?|open(?:s|ing|ings)?|new|adverti\w*|publi\w*|announc\w*|"
    r"vacanc\w*|"
    r"appear\w*|comes? up|turns? up|pops? up|job|jobs|neue\w*|sucht|suchen|ausschreib\w*|einstell\w*|stellen|"
    r"recrut\w*|"
    r"nouve\w+|embauch\w*|ouvr\w*|contrat\w*|nuev\w+|oferta\w*|busqu?\w*|salga|salgan|abr\w*)\b"
)
_WATCH_NOUN = re.compile(
    r"\b(?:watch(?:es|ing|ed|list)?|alerts?|notifications?|saved search(?:es)?|subscriptions?|"
    r"standing search(?:es)?|"
    r"beobacht\w*|uberwach\w*|suchauftrag\w*|suchauftrage|alertes?|veilles?|surveill\w*|alertas?|vigil\w*|"
    r"busquedas? "
    r"guardadas?)\b"
)
_SEARCHES_RUN = re.compile(
    r"\b(?:searches|watches|alerts|companies|suchen|firmen|recherches|entreprises|busquedas|empresas)"
    r"\b.*\b(?:run|running|active|watch\w*|follow\w*|set up|every|laufen|aktiv|beobacht\w*|"
    r"surveill\w*|actives|vigil\w*|activas|siguiendo)\b"
)
_ENDS = re.compile(
    r"\b(?:stop|end|cancel|quit|remove|delete|drop|kill|unsubscribe|unfollow|turn off|switch off|disable|don'?t|"
    r"do not|no "
    r"(?:more|longer|need)|any ?more|any longer|beende\w*|stopp\w*|losch\w*|entfern\w*|hor|nicht mehr|keine|"
    r"arrete\w*|"
    r"supprim\w*|annule\w*|plus besoin|ne (?:\w+ )?\w+ plus|deja|"
    r"para (?:de|(?:(?:l[ao]s?|mis?|es[ao]s?|est[ao]s?) )*(?:alert|vigil|avis|busq)\w*)|parar|"
    r"cancela\w*|elimin\w*|borra\w*|"
    r"quita\w*|ya no)\b"
)
_NOUN_DELETED = re.compile(r"\b(?:delete|remove) (?:job|the job|posting)\b")


_RESUMES = re.compile(
    r"^(?:(?:and|please|ok|okay|now|can you|could you|you can|bitte) )*(?:resum(?!e?s\b)|un-?paus|re-?activat|restart|"
    r"revive|(?:carry|go|keep) on (?:with )?(?:the )?watch|continue|take (?:.*\bup again|up .*\bagain)\b|"
    r"(?:turn|switch) .*\bback on\b|setz\w* .*\bfort\b|nimm .*\bwieder auf\b|reaktivier|repren|relance|reactiv|"
    r"reanud)"
)
_PAUSED = re.compile(r"\b(?:paused?|pausiert\w*|en pause|pausad\w*)\b")


def resumes(view: View) -> Bonus:
    """A watch that was paused is to go on."""
    taken_up = _RESUMES.match(view.plain) or (_PAUSED.search(view.plain) and re.search(r"\bagain\b", view.plain))
    if taken_up and (_WATCH_NOUN.search(view.plain) or bare_kind(view.situation.memory) == "watch"):
        return {
            "resume_watch": 1.5,
            "stop_watching": -1.0,
            "watch_jobs": -1.0,
            "list_watches": -0.5,
            "show_resume": -0.8,
        }
    return {}


def stops(view: View) -> Bonus:
    """A watch is to end."""
    # A saved search ends here, a job that is watched for elsewhere.
    if re.match(r"(?:unfollow|unwatch|unsubscribe)\b", view.plain):
        return {"stop_watching": 1.4, "watch_jobs": -0.8}
    if _WATCH_NOUN.search(view.plain) and _ENDS.search(view.plain) and not _NOUN_DELETED.search(view.plain):
        return {
            "stop_watching": 1.2,
            "watch_jobs": -0.8,
            "delete_job": -0.6,
            "list_watches": -0.3,
            "undo_last_change": -0.2,
        }
    if bare_kind(view.situation.memory) == "watch" and _ENDS.search(view.plain) and not view.kinds:
        return {"stop_watching": 1.3, "delete_job": -0.6, "show_job": -0.4, "delete_resume": -0.6, "talk:fine": -0.4}
    return {}


def watching(view: View) -> Bonus:
    """Something is to be watched, or the watches are asked about."""
    plain, whole = view.plain, WISHED.sub("", fold(view.text))
    if _WATCH_NOUN.search(plain) and re.match(
        r"(?:what|which|list|show|do i|have i|are there|how many|my|all|give|see|am i|is|was|welche|was|zeig|"
        r"liste|habe ich|meine|"
        r"quel\w*|qu'est|que|montre|liste|mes|cuales|que|muestra|lista|mis|tengo|ensename)\b", plain
    ) and not _WATCHES.match(whole):  # fmt: skip
        return {"list_watches": 1.0, "watch_jobs": -0.5, "list_jobs": -0.4, "show_job": -0.3}
    if _SEARCHES_RUN.search(plain) and not _WATCHES.match(whole) and view.text.rstrip().endswith("?"):
        return {"list_watches": 0.9, "list_jobs": -0.3}
    if re.search(r"\b(?:this|that|the) (?:job|posting|position|vacancy|ad)\b|\bjob \d", plain) and not pace_of(plain):
        return {}
    pace = _paced(plain)
    when = (
        _TELLS.match(whole)
        and _WHEN.search(whole)
        and _HIRES.search(whole)
        and not re.search(r"\bif (?:i|my|it|this|job)\b", whole)
    )
    about = re.match(r"(?:tell|inform|notify) me (?:about|of) (?:any |all |every )?new\b", whole)
    told = bool(_ONCE_HIRING.match(whole))
    watch = (_WATCHES.match(plain) or _WATCHES.match(whole)) and not re.match(
        r"(?:let me )?know (?:if i|how|what|which|why|where|whether)", whole
    )
    if watch or pace or when or about or told:
        return {
            "watch_jobs": 1.3,
            "add_job": -0.6,
            "list_jobs": -0.5,
            "search_jobs": -0.4,
            "show_new": -0.5,
            "beyond:calendar": -0.4,
        }
    return {}


def _paced(plain: str) -> bool:
    """Whether something is to be looked for again and again: "look every day for …", "every hour, find …"."""
    pace = pace_of(plain)
    if pace is None:
        return False
    rest = f"{plain[: pace[1][0]]} {plain[pace[1][1] :]}".strip(" ,")
    return bool(HUNTS.match(rest) or _TELLS.match(rest) or _WATCHES.match(rest))
