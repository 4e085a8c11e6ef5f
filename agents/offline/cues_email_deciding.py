"""Cues for what is decided about mail: rules, what waits for a decision, what is taken back, appointments."""

import re

from agents.offline.cues_jobs import View
from agents.offline.email_references import address_in, at_hand, it, name_in, pointed
from agents.offline.email_wordings import (
    APPOINTMENT,
    ASKING,
    LISTS,
    MAIL,
    OF_RULES,
    ONE_MAIL,
    REFUSES,
    RULE,
    TELLS,
    change_of,
    kinds_of,
)
from agents.offline.language import fold

_REVIEW = re.compile(
    r"\breview (?:queue|list)\b|\b(?:needs?|need) (?:a|my|another|some|your) (?:look|decision|review|"
    r"attention|check)\b|"
    r"\b(?:are you|you're|were you|weren't you|you are|you were) (?:un|not |not so |"
    r"not quite )?(?:un)?(?:sure|certain)\b|"
    r"\bwait\w* (?:for|on) (?:my|me to|a) (?:decision|decide|review|verdict|yes)\b|\b(?:should|must|"
    r"do i have to|need to) (?:i )?(?:check|review|decide|look at)\b.*\b(?:mails?|inbox)\b|"
    r"\b(?:pending|await\w*|needs?|waiting for) my (?:approval|confirmation|ok|okay|verdict|decision)\b|"
    r"\bto (?:confirm|approve|sign off)\b|\bunclear ones\b|\bto (?:be )?(?:reviewed|decided)\b|\b(?:noch|"
    r"muss) (?:prufen|entscheiden)\b|\bwartet auf (?:mich|meine entscheidung)\b|"
    r"\bmuss ich (?:noch )?(?:prufen|entscheiden|anschauen)\b|\b(?:dois-je|je dois|faut-il) (?:verifier|"
    r"decider)\b|\b(?:a|para) (?:verifier|revisar)\b|"
    r"\b(?:tengo que|debo) (?:revisar|decidir)\b|\bunsure\b|\bnicht sicher\b"
)

_ABOUT_JOB = re.compile(r"\bjobs? to (?:review|check)|\b(?:resume|cv|answer|line|tailor\w*)\b")

_YES = re.compile(
    r"^(?:and |ok |okay |und |et |y )*(?:yes|yep|yeah|accept|add|take|keep|confirm|approve|ja|oui|si|true|"
    r"correct|right|ok)\b"
)

_NO = re.compile(
    rf"{REFUSES}|"
    r"\b(?:is|are|'s|was|isn'?t|aren'?t|wasn'?t|ist|est|es|n'est) (?:no|not|none|n[o']t|kein\w*|pas|"
    r"ninguna?)\b|\b(?:isn'?t|wasn'?t|aren'?t) (?:a|one|it|right|true)\b|"
    r"\b(?:is|are) (?:wrong|false|spam|junk|rubbish|nonsense)\b|\bno (?:job|reply|opening|rejection)\b|"
    r"\bkein(?:e|en)? (?:job|stelle|absage)\b"
)

_IS_ONE = re.compile(
    r"\b(?:is|'s|are|ist|est|es) (?:indeed |really |actually |wirklich |bien )?(?:an? |one|about|eine?n? |"
    r"un |une |una )?"
    r"(?:real |right|correct|true|genuine |job|opening|posting|fine|ok|stelle|offre|empleo|one|rejection|"
    r"interview|about)\w*"
)

_ITEM = re.compile(r"\b(?:items?|punkt|eintrag|element|elemento)\s*#?\d")

_BARE_VERDICT = re.compile(
    r"^(?:yes|no|ja|nein|oui|non|si|yep|nope) (?:to|zu|for|on|bei|pour|al?|a la|para)\b(?: le| la| el)? ?#?\d"
)

_TAKES_BACK = re.compile(
    r"\b(?:undo|revert|take (?:it |that )?back|take back|reverse|roll back|misread|read (?:it )?wrong\w*|"
    r"was read wrong\w*|wrongly|"
    r"was(?:n'?t| not| no)(?: a| an)?|were(?:n'?t| not| no)|war keine?|mach\w* .* ruckgangig|"
    r"nimm .* zuruck|falsch gelesen|"
    r"annule|n'etait pas|deshaz|no era|mal leid[oa])\b"
)

_A_READING = re.compile(rf"\b(?:{ONE_MAIL}|rejection|interview|offer|absage|einladung|refus|rechazo)\b")

_CALENDAR = re.compile(r"\b(?:calendar|kalender|agenda|calendrier|calendario)\b")

_PUTS = re.compile(
    r"^(?:and |then |please )*(?:put|add|enter|save|trag\w*|schreib\w*|setz\w*|pack|fuge?|ajoute\w*|mets?|"
    r"inscris|note|anade|agrega|pon|apunta|"
    r"get|move|copy|i want|send)\b"
)

_MEETS = re.compile(rf"\b(?:{APPOINTMENT})\b")

_WHEN = re.compile(
    r"^(?:and |so )?(?:when|what time|which day|wann|um wie viel uhr|quand|a quelle heure|cuando|a que hora)\b|"
    r"\bdates\b|\b(?:coming up|upcoming|ahead|scheduled|this week|next week|tomorrow|today|next|"
    r"bevorstehend\w*|anstehend\w*|"
    r"nachste\w*|diese woche|a venir|cette semaine|prochain\w*|proxim\w*|esta semana)\b"
)

_MEETING_WHOM = re.compile(
    r"^(?:and )?(?:when|what time) (?:do|am|will|should|shall) i (?:be )?(?:talk\w*|speak\w*|meet\w*|"
    r"see\w*|interview\w*)\b|^wann (?:spreche|treffe|rede) ich\b|^quand (?:est-ce que je )?(?:parle|vois|"
    r"rencontre)\b"
)

_OWN_MEETINGS = re.compile(
    r"\b(?:my|our|mein\w*|mes|mon|mis?|the|das|die|have|do i|tengo|any|les|what|which|habe ich|ai-je)\b"
)

_PREPARES = re.compile(
    r"\b(?:prepare|practi[cs]e|mock|questions|train|coach|wear|book|schedule|arrange|move|reschedule|"
    r"set up|plan|train|flight|hotel|"
    r"tips?|nervous|job status|mark|applied|jobs?)\b|\bi (?:got|have got|had|'ve got) (?:an|a)\b"
)

_RULES = re.compile(rf"\b{RULE}\b")

_SWITCHES = re.compile(
    r"\b(?:switch|turn|activ\w*|deactiv\w*|enable|disable|stop|start|pause|ein ?schalt\w*|aus ?schalt\w*|"
    r"schalt\w*|aktivier\w*|"
    r"deaktivier\w*|active\w*|desactive\w*|activa\w*|desactiva\w*|on|off)\b"
)

_ALWAYS = re.compile(
    r"\b(?:always|from now on|whenever|every time|each time|automatically|auto-?(?:archive|delete|star)|"
    r"in future|in the future|henceforth|"
    r"as soon as|if (?:a|an|any) .*\b(?:comes?|arrives?)|immer|ab jetzt|ab sofort|kunftig|automatisch|"
    r"jedes mal|in zukunft|toujours|desormais|"
    r"a partir de maintenant|dorenavant|automatiquement|chaque fois|siempre|a partir de ahora|"
    r"automaticamente|cada vez|de ahora en adelante)\b"
)

_MAKES_RULE = re.compile(
    rf"\b(?:make|create|set up|add|new|write|save|define|build|need|want|erstell\w*|leg\w*|mach\w*|neue|"
    rf"cree\w*|fais|ajoute|nouvelle|crea\w*|"
    rf"haz|anade|nueva)\b.{{0,24}}\b{RULE}\b|^(?:{RULE}|filter)\s*:|\b(?:make|create|set up|add|new|"
    rf"build)\b.{{0,12}}\bfilter\b(?=\s*:|\s+(?:that|which|to|for)\b.*\b(?:mails?|star|archiv|delet|"
    rf"newsletters?))"
)

_REMOVES = re.compile(
    r"\b(?:delete|remove|drop|get rid of|discard|throw|scrap|kill|erase|losch\w*|entfern\w*|supprim\w*|"
    r"enleve|efface|jette|borra\w*|elimina\w*|quita)\b"
)


_ANY_MAIL = re.compile(rf"\bfilter\b|\b{MAIL}\b|\b(?:everything|anything|all|alles|tout|todo) (?:from|von|de)\b")


_FILTERS = re.compile(r"\b(?:filters|filtres|filtros)\b")


def rule(view: View) -> str | None:
    """Rules for mail: made, listed, switched, deleted."""
    plain = view.plain
    named = bool(_RULES.search(plain) or (_FILTERS.search(plain) and re.search(rf"\b{MAIL}\b", plain)))
    here = at_hand(view.situation) == "rule"
    if here and not named and not re.search(rf"\b{MAIL}\b", plain):
        named = bool(pointed("rule", view.text, view.situation, names=False) or it("rule", view.text, view.situation))
    if named and not _ALWAYS.search(plain):
        return _about_rules(view, here=here)
    if not (_ALWAYS.search(plain) or _MAKES_RULE.search(plain)) or view.text.rstrip().endswith("?"):
        return None
    about_mail = kinds_of(plain) or address_in(view.text) or _ANY_MAIL.search(plain)
    return "save_rule" if about_mail and change_of(plain) in OF_RULES else None


def _about_rules(view: View, *, here: bool) -> str | None:
    plain = view.plain
    numbered = bool(re.search(r"\d", plain)) or here or bool(pointed("rule", view.text, view.situation))
    if _MAKES_RULE.search(plain):
        return "save_rule"
    if _REMOVES.search(plain) and (numbered or re.search(r"\babout\b|\bthe \w+ rule\b", plain)):
        return "delete_rule"
    if _SWITCHES.search(plain) and not ASKING.match(plain):
        return "switch_rule"
    return "list_rules" if ASKING.search(plain) or LISTS.match(plain) or len(plain.split()) <= 3 else None


def review(view: View) -> str | None:
    """What waits for a decision, and decisions."""
    plain = fold(view.text).lstrip("¿¡ ")  # a "yes" is no polite beginning here
    here = at_hand(view.situation) == "review"
    if _REVIEW.search(plain) and not _ABOUT_JOB.search(plain):
        return "list_review"
    verdict = _YES.match(plain) or _NO.search(plain) or _IS_ONE.search(plain)
    if _BARE_VERDICT.match(plain) or (_ITEM.search(plain) and verdict):
        return "decide_review"
    known = view.situation.memory.known["review"]
    return (
        "decide_review"
        if (here or (known and view.situation.before)) and verdict and not view.text.endswith("?")
        else None
    )


def undone(view: View) -> str | None:
    """What a mail has changed about a job, taken back."""
    plain = view.plain
    if not _TAKES_BACK.search(plain) or not _A_READING.search(plain) or view.text.rstrip().endswith("?"):
        return None
    meant = re.search(rf"\b{ONE_MAIL}\b", plain) or re.search(r"\bread\b|\bgelesen\b", plain)
    by_name = pointed("mail", view.text, view.situation) or name_in(view.text)
    return "undo_email_effect" if meant and (by_name or it("mail", view.text, view.situation)) else None


def calendar(view: View) -> str | None:
    """Appointments, listed or put into the calendar."""
    plain = view.plain
    if _CALENDAR.search(plain):
        return "add_to_calendar" if _PUTS.match(plain) or "ein" in plain.split()[-1:] else None
    if _MEETING_WHOM.match(plain):
        return "list_appointments"
    if not _MEETS.search(plain) or not _WHEN.search(plain) or _PREPARES.search(plain) or TELLS.match(plain):
        return None
    if re.search(rf"\b(?:{MAIL}|in (?:my|the) list)\b", plain) or "note" in view.named:
        return None
    asks = ASKING.search(plain) or LISTS.match(plain) or re.match(r"(?:my |any |next |upcoming )", plain)
    return "list_appointments" if asks and (_OWN_MEETINGS.search(plain) or plain.startswith("upcoming")) else None
