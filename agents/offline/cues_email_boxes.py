"""Cues for mailboxes, what comes into them, and how looking into them went."""

import re

from agents.offline.cues_jobs import View
from agents.offline.email_filters import filter_of
from agents.offline.email_references import pointed
from agents.offline.email_wordings import ASKING, DRAFT, MAIL, MAILBOX, named_writer

_ANY_MAIL = re.compile(rf"\b(?:{MAIL}|mailabruf\w*|mailkont\w+|post(?= von)|{DRAFT})\b")

_CONNECTS = re.compile(
    r"\b(?:connect|link|hook up|hook|set up|attach|register|add|sign in to|log in to|verbind\w*|"
    r"verknupf\w*|einricht\w*|"
    r"(?:re)?li[eo]\w*|connecte\w*|ajoute|conecta\w*|vincula\w*|anade|agrega|import|read)\b"
)

_OWN_BOX = re.compile(
    rf"\b(?:{MAILBOX}|{MAIL}|imap|maildir|mbox|(?:e-?)?mails?|outlook|gmx|posteo|icloud|correo|courriel|boite)\b"
)

_PATH = re.compile(r"(?:^|\s)(?:~|\.{0,2})/[\w./~-]+|\b(?:maildir|mbox)\b|\bfolder\b.*/")

_SYNCS = re.compile(
    r"\b(?:sync\w*|refresh|fetch|pull|retrieve|update|reload|check|poll|get|look (?:in(?:to)?|at|through|"
    r"over)|look|have a look|scan|"
    r"ruf\w* .*\bab|abruf\w*|hol\w*|synchronis\w*|aktualisier\w*|schau\w*|guck\w*|pruf\w*|releve\w*|"
    r"actualis\w*|regarde|verifie\w*|sincroniza\w*|revisa\w*|actualiza\w*|mira\w*|comprueba|descarga)\b"
)

_SYNCED = re.compile(
    r"\b(?:sync\w*|mailabruf\w*|abruf|synchronisation|sincronizacion|check(?:ed)?|fetched|looked|read|"
    r"parsed|abgerufen|gelesen|releve\w*)\b"
)

_HOW_IT_WENT = re.compile(
    r"\b(?:last|when|how (?:did|well|many|often)|fail\w*|work\w*|went|go|status|dashboard|history|why|"
    r"could(?: not|n'?t)|"
    r"can'?t|cannot|problem\w*|error\w*|letzt\w*|wann|geklappt|lief|gelaufen|warum|fehl\w*|derniere?|"
    r"quand|echoue|marche|"
    r"passee?|ultim\w+|cuando|fallado|fallo|fue)\b"
)

_UNREADABLE = re.compile(
    r"\balerts?\b.*\b(?:can'?t|cannot|could ?n'?o?t|not|fail\w*|un\w*)\b.*\b(?:read|pars\w*|understood|understand)\b|"
    r"\b(?:can'?t|cannot|could ?n'?o?t|fail\w*) .*\bread\b.*\balerts?\b|\bhow well\b.*\balerts?\b|"
    r"\bunreadable\b.*\balerts?\b"
)

_TRENDS = re.compile(
    rf"\b(?:which|what|welche\w*) (?:senders?|absender)\b|\b(?:unsubscribe|abbestellen|desabonner|"
    rf"darme de baja)\b.*|\b(?:who|wer|qui|quien)\b.*\b(?:most|meisten|plus|mas)\b|"
    rf"\bhow (?:much|many) (?:e-?)?mails? (?:do|does|am|have|did) i\b|\b(?:mail|e-?mail|inbox) (?:stat\w*|"
    rf"trends?|volume|analytics|figures|numbers)\b|"
    rf"\b(?:stat\w*|trends?|figures|analytics) (?:of|for|about|on) (?:my )?{MAIL}\b|"
    rf"\bhow (?:fast|quick\w*|long|soon)\b.*\b(?:answer|reply|replies|respond|get back|write back|answers|take)\b|"
    rf"\bwie (?:viele mails|schnell|viel post)\b|\bcombien de mails\b|\bcuantos correos\b|"
    rf"\bcombien de temps\b.*\brepon|"
    rf"\bmailstatistik\w*|\bstatistiques? (?:de mes )?mails?|\bestadisticas? (?:de )?(?:mi )?correo"
)


_CONNECTED = re.compile(r"\b(?:connected|linked|verbunden\w*|(?:re)?liees?|connectees?|conectad[oa]s?|verknupft\w*)\b")
_BOXES = re.compile(r"mailboxes|inboxes|accounts|konten|postfacher|boites|comptes|adresses mail|cuentas|buzones")


def mailbox_tool(view: View) -> str | None:
    """Mailboxes: connected, listed, looked into, and how that went."""
    plain = view.plain
    if _PATH.search(view.text.lower()) and _ANY_MAIL.search(plain) and _CONNECTS.search(plain):
        return "connect_mailbox"
    if _UNREADABLE.search(plain):
        return "show_syncs"
    of_syncs = re.search(r"\bsync\w*|\bmailabruf\w*|\babruf\b", plain)
    if of_syncs or _ANY_MAIL.search(plain):
        went = _SYNCED.search(plain) and _HOW_IT_WENT.search(plain) and ASKING.search(plain)
        if (went and not re.search(r"\bread mail\b|\bi (?:have|haven't|did|should)\b", plain)) or (
            of_syncs and re.search(r"\bdashboard|histor|status", plain)
        ):
            return "show_syncs"
    if not _OWN_BOX.search(plain):
        return None
    if _CONNECTED.search(plain) or (_BOXES.search(plain) and re.search(rf"\b{MAILBOX}\b", plain)):
        return "list_mailboxes"
    if _connects(view):
        return "connect_mailbox"
    return "sync_email" if _looks_into(view) else None


def _connects(view: View) -> bool:
    plain = view.plain
    verb = re.search(
        r"^(?:i (?:want|need|would like|'d like) to )?(?:connect|link|hook|set up|add|register|sign in|log in|"
        r"verbind\w*|verknupf\w*|ich (?:mochte|will) .*\bverbinden|"
        r"(?:also |and )?use|include|integrate|plug in|richte|(?:re)?lie|connecte|ajoute|je veux (?:connecter|"
        r"relier)|conecta\w*|conectar|vincula\w*|anade|agrega)\b",
        plain,
    )
    noun = re.search(
        rf"\b(?:{MAILBOX}|gmail|google ?mail|imap|outlook|gmx|my (?:e-?)?mail|(?:e-?)?mail account|correo)\b", plain
    )
    if re.search(r"\bver(?:binden|knupfen)\b", plain) and noun:
        return True
    return bool(verb and noun) or bool(re.match(r"connect ", plain) and "@" in view.text)


def _looks_into(view: View) -> bool:
    plain = view.plain
    if not re.search(rf"\b{MAIL}\b", plain) or (
        re.search(r"\d", plain.replace("mailbox", "")) and not re.search(rf"\b{MAILBOX} #?\d", plain)
    ):
        return False
    if pointed("mail", view.text, view.situation) or re.search(
        r"\b(?:from|von|about|uber)\b (?!my|mein|all|the )", plain
    ):
        return False
    filters = set(filter_of(view.text, view.situation)) - {"kinds", "mailbox", "unread"}
    starts = re.match(rf"(?:and |so |now |go |go and |i want to |schau\w* mal )*(?:{_SYNCS.pattern})", plain) or (
        re.search(
            r"\b(?:sync\w*|refresh|reload|re-?fetch|abruf\w*|aktualisier\w*|synchronis\w*|sincroniza\w*)\b", plain
        )
        and not ASKING.match(plain)
    )
    new = re.search(r"\b(?:new|anything|something|neue?s?|nouveau\w*|nuevos?)\b.*\?", view.text.lower()) and re.match(
        r"(?:any|is there|are there|did) ", plain
    )
    return bool(not filters and (starts or (new and not named_writer(plain))))


_OF_MAIL = re.compile(
    rf"\b(?:{MAIL}|mails?|write\w*|send\w*|unsubscribe|abbestell\w*|employers?|companies|firms|answer|reply|get back|"
    r"schreib\w*|ecrit|escribe|senders?|absender|newsletters?|desabonn\w*|baja|correos)\b"
)


def trends(view: View) -> str | None:
    """How the mail goes: who writes how much, and how fast."""
    plain = view.plain
    if not _TRENDS.search(plain):
        return None
    about = _OF_MAIL.search(plain)
    watches = re.search(r"\bunsubscribe (?:me )?from\b", plain) and not ASKING.match(plain)
    return "email_trends" if about and not watches and not re.search(r"\bfit|match", plain) else None
