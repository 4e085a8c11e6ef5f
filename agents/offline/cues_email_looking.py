"""Cues for looking at mail: one that is opened, and lists."""

import re
from collections.abc import Mapping
from typing import Any

from agents.offline.cues_jobs import View
from agents.offline.cues_letters import mail
from agents.offline.email_filters import filter_of, is_place
from agents.offline.email_references import at_hand, it, name_in, pointed, shown
from agents.offline.email_wordings import ALWAYS_MAIL, ASKING, LISTS, MAIL, ONE_MAIL, TELLS, kinds_of, named_writer
from agents.offline.language import fold
from agents.offline.notes import is_note

_SHOWS = re.compile(
    r"^(?:and |then |now )*(?:show|open|read|display|view|see|let me (?:see|read)|let's (?:see|read)|"
    r"(?:can|could|may) i (?:see|read|have)|i want to (?:see|read)|print|pull up|pull|bring up|check out|"
    r"have a look at|take a look at|look at|go to|jump to|give me|what does|what do|what did|what(?:'s|"
    r" is| was) (?:the|that|this) .{0,40}\b(?:about|saying|say)\b|"
    r"what's in|what is in|what was in|whats in|zeig\w*|offne|lies|was steht|was schreib\w*|was hat|"
    r"montre\w*|affiche\w*|ouvre|lis|que dit|qu'a ecrit|"
    r"muestra\w*|abre|lee\w*|leeme|lis-moi|fais voir|ensena\w*|que dice)\b"
)

_HEARS = re.compile(
    r"\bwhat .{1,40} (?:e?-?mailed|wrote|sent|answered|replied)\b|\b(?:une |des |la )?reponses? (?:de |"
    r"d')|\b(?:eine )?antwort(?:en)? von\b|\brespuestas? de\b|\b(?:any|some) (?:news|word|words|answers?|"
    r"repl(?:y|ies)|response|feedback|mails?|e-?mails?|messages?)\b(?: \w+){0,3} (?:from|by|of|at)\b|"
    r"^(?:and |so )?(?:did|has|have|hasn'?t|haven'?t|didn'?t) .{1,50}\b(?:answer\w*|repl\w+|respond\w*|"
    r"writ\w+|wrote|e-?mail\w*|got(?:ten)? back|get back|reach\w* out|"
    r"been in touch|say anything|said anything|send (?:me )?(?:anything|something))\b|\b(?:have|"
    r"did) i (?:\w+ )?(?:heard?|hear) (?:back |anything )?(?:from|of)\b|"
    r"\bheard (?:back |anything )?from\b.*\?|^(?:anything|something|news|word|mail) (?:new )?from\b|"
    r"\b(?:have|did|do) i (?:get|got|have|receive|received) .{0,40}\b(?:from|by)\b|\bwas there (?:any|an?|"
    r"something) .{0,30}\bfrom\b|\bsent me (?:anything|something|a mail)\b|\b(?:ist|kam|"
    r"gab es) .{0,30}\bvon\b.{1,30}\b(?:gekommen|da|eingetroffen|rein)\b|\b(?:etwas|was|"
    r"irgendwas) von .{1,30}\b(?:gehort|gekommen|bekommen)\b|\bj'ai (?:deja )?recu .{0,30}\bde |"
    r"\bai-je recu\b|\bhe recibido .{0,30}\bde |\bhat (?:sich )?.{1,40}\b(?:gemeldet|geantwortet|"
    r"geschrieben|zuruckgeschrieben)\b|\b(?:gibt es|gibt's) (?:et)?(?:was )?neues von\b|\b(?:neues|"
    r"nachrichten|post|neuigkeiten) von\b|"
    r"\b(?:des|quelles?) nouvelles (?:de |d')|\ba(?:-t-il|-t-elle)? (?:deja )?repondu\b|"
    r"\best-ce que .{1,40} a (?:repondu|ecrit)\b|"
    r"\b(?:ha|han) (?:contestado|respondido|escrito)\b|\b(?:hay|alguna?s?) (?:noticias?|novedades|respuesta) de\b"
)

_REPLIES_SINCE = re.compile(
    r"\b(?:any|had|get|got) (?:new )?(?:replies|answers|responses)\b|\b(?:anyone|anybody|someone|"
    r"somebody) (?:get back|reply|write|answer|got back|replied|written|wrote|answered)\b"
)

_FROM_JOBS = re.compile(r"\b(?:boards?|openings?|watch\w*|postings?|search\w*)\b")

_ON_BOARDS = re.compile(
    r"\b(?:jobs?|openings?|roles?|positions?|vacancies|stellen|offres|ofertas|empleos)\b(?! alerts?|"
    r" offers?| suggestions?)"
)

_GOT_BY_MAIL = re.compile(
    r"\b(?:by (?:e-?)?mail|per mail|par (?:e-?)?mail|por correo|in (?:my |the )?(?:e-?)?mails?|i got|"
    r"i received|came in|received|recus?|recibid\w+)\b"
)

_SHOW_ALL = re.compile(
    r"^where\b.*\bconfirmations?\b|^(?:show|list|see) (?:me )?all (?:the |my )?(?:rejections|"
    r"interview invit\w+)$|\binterview invit\w+|\bcoding (?:tests?|tasks?)\b"
)

_OF_WATCHES = re.compile(
    r"\b(?:which|what|show|list|my)\b.{0,12}\balerts\b(?!.*\b(?:got|received|since|from|mails?|came|inbox|"
    r"read|unread|last|older)\b)|\balerte?s? (?:ai-je|tengo)"
)

_WANTS = re.compile(
    r"^(?:i (?:want|need|would|'d|still)|i'd|ich (?:brauche|mochte|will)|je (?:veux|voudrais)|quiero)\b"
)

_MORE_OF_THEM = re.compile(
    r"^(?:show |list |give me |some )*(?:more|older ones|the rest|next page|mehr|weitere|plus|encore|"
    r"la suite|mas)(?: of (?:them|these|those)| mails?| please| ones)?[.! ]*$"
)

_STATES = re.compile(r"^my (?:inbox|mail|mailbox|e-?mails?) (?:is|are|has|have|looks?|got|gets)\b")

_HUNTS = re.compile(r"^(?:find|search|look|such\w*|finde|cherche|trouve|busca)\b(?! my\b)")

_MORE = re.compile(
    r"^(?:those|the ones|ones|and|only|just|now|what about|how about|und|nur|jetzt|et|seulement|y|solo|"
    r"which of (?:them|these)|but)\b"
)

_OTHER_ACTS = frozenset({"tailor", "compare", "undo", "note", "help", "delete", "mark", "check"})

_ONE_ALONE = re.compile(
    r"(?:and |ok |now )*(?:the |die |der |das |le |la |el )?(?:next|first|second|third|fourth|fifth|last|"
    r"nachste\w*|erste\w*|zweite\w*|dritte\w*|letzte\w*|suivante?|premier|deuxieme|dernier|siguiente|"
    r"primero|segundo|ultimo)(?: one| mail)?(?: please)?"
)

_ONLY_NUMBER = re.compile(r"^#?\d{1,5}[.! ]*$")


def shown_mail(view: View) -> str | None:
    """One mail, opened."""
    plain, situation = view.plain, view.situation
    here = at_hand(situation) == "mail"
    numbered = re.search(rf"\b{ONE_MAIL}\b.{{0,8}}\d", plain) and pointed("mail", view.text, situation, names=False)
    if numbered and (
        _SHOWS.match(plain)
        or re.fullmatch(rf"(?:the )?{ONE_MAIL} (?:number |no\.? |nr\.? |#)?\d{{1,5}}", plain.strip(" .!?"))
    ):
        return "show_email"
    if here and _ONLY_NUMBER.match(plain):
        return "show_email"
    if not _SHOWS.match(plain) and not (here and _ONE_ALONE.fullmatch(fold(view.text).strip(" .!?"))):
        return None
    if here and not view.kinds and (pointed("mail", view.text, situation) or it("mail", view.text, situation)):
        plural = re.search(r"\b(?:all|mails|ones|everything|unread|starred)\b", plain)
        return (
            None
            if plural or (kinds_of(plain) and re.search(r"s\b", plain) and not shown("mail", view.text, situation))
            else "show_email"
        )
    one = re.search(
        rf"\b(?:the|that|this|die|der|das|le|la|el|cette|ce|ese|last|latest)\b.{{0,40}}?\b{_SINGULAR}\b|"
        rf"\b{_SINGULAR} #?\d",
        plain,
    )
    said = re.match(
        r"(?:what did|was hat|was schreib\w*|qu'a ecrit|que (?:ha )?escri\w*)\b.*\b(?:write|say|wrote|reply|"
        r"answer|geschrieben|ecrit|schreib\w*)\b|qu'a ecrit|was schreib",
        plain,
    )
    if said and name_in(view.text) and not view.named & {"resume"}:
        return "show_email"
    if not one or re.search(r"\b(?:inbox|boite|bandeja|postfach)\b", plain) or view.kinds & {"resume", "tailored"}:
        return None
    return (
        "show_email"
        if pointed("mail", view.text, situation) or name_in(view.text) or filter_of(view.text, situation).get("query")
        else None
    )


_SINGULAR = r"(?:e-?mail|mail|message|nachricht|courriel|correo|mensaje)"


def called(view: View) -> str | None:
    """Nothing but a mail's number, place, sender or kind, right after mails were shown."""
    plain, situation = fold(view.text).strip(" .!?"), view.situation
    if (
        at_hand(situation) != "mail"
        or view.kinds
        or len(plain.split()) > 6
        or ASKING.match(plain)
        or view.named & _OTHER_ACTS
    ):
        return None
    said = re.fullmatch(
        r"(?:and |ok |now )?(?:(?:number|no\.?|nr\.?|nummer|#) ?#?\d{1,5}|(?:the|die|der|das|le|la|"
        r"el) .+)(?: please| bitte| then)?",
        plain,
    )
    return "show_email" if said and pointed("mail", view.text, situation) else None


def listed(view: View) -> str | None:
    """Mails, all or those that fit."""
    plain = view.plain
    if (TELLS.match(plain) and not _WANTS.match(plain)) or noted(view) or mail(view) or _STATES.match(plain):
        return None
    if _HEARS.search(plain) and not _FROM_JOBS.search(plain) and _from_whom(view):
        return "list_emails"
    found = filter_of(view.text, view.situation)
    asked = _awaits_answer(view, found) or _changes_list(view, found) or _names_mail(view, found) or _of_kinds(view)
    return "list_emails" if asked else None


def _awaits_answer(view: View, found: Mapping[str, Any]) -> bool:
    """What the person has to answer, and whether anybody has answered them."""
    if "job" in view.kinds:
        return False
    answered = _REPLIES_SINCE.search(view.plain) and set(found) & {"within_days", "company"}
    wrote = named_writer(view.plain) and re.match(r"(?:did|has|have|haben|hat)\b", view.plain)
    return bool("needs_answer" in found or answered or wrote)


def _changes_list(view: View, found: Mapping[str, Any]) -> bool:
    """After a list of mails: more of it, or only some."""
    if at_hand(view.situation) != "mail" and not (view.situation.before and at_hand(view.situation) == "mailbox"):
        return False
    narrower = _MORE.match(view.plain) and set(found) - {"query"} and not view.kinds
    return bool(_MORE_OF_THEM.match(view.plain) or narrower or "deleted" in found)


def _names_mail(view: View, found: Mapping[str, Any]) -> bool:
    plain = view.plain
    if not re.search(rf"\b{MAIL}\b", plain) and not (re.search(r"\bpost\b", plain) and found):
        return False
    return bool(LISTS.match(plain)) or (len(plain.split()) <= 4 and "company" in found)


def _of_kinds(view: View) -> bool:
    """Kinds of mail that are named without a word for mail."""
    plain, kinds = view.plain, set(kinds_of(view.plain))
    if not kinds or not LISTS.match(plain) or _ON_BOARDS.search(plain):
        return False
    if (kinds & ALWAYS_MAIL and not _HUNTS.match(plain)) or (
        view.situation.before and at_hand(view.situation) == "mailbox"
    ):
        return True
    got = _GOT_BY_MAIL.search(plain) or _SHOW_ALL.search(plain)
    return bool(got) and not view.kinds - {"job"} and not _OF_WATCHES.search(plain)


def _from_whom(view: View) -> bool:
    name = name_in(view.text)
    known = view.situation.memory.known["job"].values()
    if name is None:
        folded = f" {fold(view.text)} "
        return any(entry.company and f" {fold(entry.company)}" in folded for entry in known)
    return not is_place(name)


def noted(view: View) -> bool:
    """Whether a clause asks to note something about a job."""
    return is_note(view.plain, view.named) or "note" in view.named
